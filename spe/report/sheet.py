"""A sheet to draw on in pixels, from the left and from the top, with text that is wrapped.

Drawn by matplotlib in the fonts that it ships, so that no browser and no font of the system
has a say.
"""

import contextlib
import functools
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from spe.photo.decode import shrink
from spe.photo.planes import BytePlane
from spe.printable import printable

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

SERIF, SANS, BOLD = "STIXGeneral.ttf", "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"

# Distance from one line to the next, and of the first line's foot from its top: multiples of
# the letters' size.
LEADING = {SERIF: 1.12, SANS: 1.42, BOLD: 1.42}
FOOT = 0.86

# Of a photo's corners, in pixels.
ROUND = 22

# Between words; what must not be parted holds a space of its own kind.
_SPACES = re.compile(r"[^\S\u00a0]+")

# A word as pieces of text, each emphasised or not; and a line of them.
Word = tuple[tuple[str, bool], ...]
Line = Sequence[Word]


def words_of(text: str) -> list[Word]:
    """The words of a sentence whose emphasis stands between stars.

    >>> words_of("got *12% more*.")
    [(('got', False),), (('12%', True),), (('more', True), ('.', False))]
    """
    words, emphasised = [], False
    for token in filter(None, _SPACES.split(text)):
        pieces = []
        for place, piece in enumerate(token.split("*")):
            emphasised ^= place > 0
            if piece:
                pieces.append((piece, emphasised))
        words.append(tuple(pieces))
    return words


@functools.cache
def _letters(font: Path) -> frozenset[int]:
    """The code points that a font has signs for."""
    from matplotlib.font_manager import get_font  # noqa: PLC0415

    return frozenset(get_font(font).get_charmap())


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Matplotlib warns of each letter that no font has: a box stands for it."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph ")
        yield


class Sheet:
    """What is drawn so far; sizes of text are those of its letters, in pixels."""

    def __init__(self, width: int, height: int, paper: str) -> None:
        import matplotlib as mpl  # noqa: PLC0415  (a second, and only for a card)
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415

        self.settings: Any = {"text.hinting": "none", "text.parse_math": False}
        self.fonts = Path(mpl.get_data_path(), "fonts", "ttf")
        # At 72 dots an inch a point is a pixel.
        figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor=paper)
        self.widths: dict[tuple[str, float, str], float] = {}
        # Matplotlib's own types leave out what is called of these two.
        canvas: Any = FigureCanvasAgg(figure)
        self.canvas, self.renderer = canvas, canvas.get_renderer()
        self.axes = figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()
        self.axes.set_autoscale_on(False)

    def pixels(self) -> BytePlane:
        """What was drawn, uint8 of shape (height, width, 3)."""
        import matplotlib as mpl  # noqa: PLC0415

        with mpl.rc_context(self.settings), _unheard():
            self.canvas.draw()
        rgba = np.asarray(self.canvas.buffer_rgba())
        return np.ascontiguousarray(rgba[..., :3])

    # Text.

    def width(self, text: str, size: float, font: str) -> float:
        """How wide a text is."""
        asked = (text, size, font)
        if asked not in self.widths:
            with _unheard():
                wide, _, _ = self.renderer.get_text_width_height_descent(
                    text, self._font(text, size, font), ismath=False
                )
            self.widths[asked] = float(wide)
        return self.widths[asked]

    def largest(self, text: str, sizes: Sequence[int], font: str, width: float) -> int:
        """The first of `sizes` at which a text fits, or the last."""
        fitting = (size for size in sizes if self.width(text, size, font) <= width)
        return next(fitting, sizes[-1])

    def wrapped(self, text: str, size: float, font: str, width: float) -> list[Line]:
        """The lines of a text, about as long as each other; line breaks in it are kept.

        None is wider than `width` but for one of a single word.
        """
        wrapped: list[Line] = []
        for part in printable(text, lines=True).split("\n"):
            lines = self._filled(part, size, font, width)
            narrower = (width * share / 100 for share in range(99, 49, -1))
            for trial in narrower:
                tried = self._filled(part, size, font, trial)
                if len(tried) > len(lines) or self._widest(tried, size, font) > trial:
                    break
                lines = tried
            wrapped += lines
        return wrapped

    def _filled(self, text: str, size: float, font: str, width: float) -> list[Line]:
        """Lines with as many words as there is room for."""
        space = self.width(" ", size, font)
        lines: list[list[Word]] = []
        left = 0.0
        for word in words_of(text):
            wide = self._wide(word, size, font)
            if not lines or left < wide + space:
                lines.append([])
                left = width + space
            lines[-1].append(word)
            left -= wide + space
        return list(lines)

    def _wide(self, word: Word, size: float, font: str) -> float:
        return sum(self.width(piece, size, font) for piece, _ in word)

    def _widest(self, lines: Sequence[Line], size: float, font: str) -> float:
        """The widest word of some lines."""
        return max((self._wide(word, size, font) for line in lines for word in line), default=0.0)

    def lines(
        self,
        x: float,
        top: float,
        lines: Sequence[Line],
        size: float,
        font: str,
        colour: str,
        emphasis: str,
    ) -> float:
        """Lines under each other; returns where they end."""
        space = self.width(" ", size, font)
        for line in lines:
            at = x
            for word in line:
                for piece, emphasised in word:
                    self.text(at, top, piece, size, font, emphasis if emphasised else colour)
                    at += self.width(piece, size, font)
                at += space
            top += size * LEADING[font]
        return top

    def text(self, x: float, top: float, text: str, size: float, font: str, colour: str) -> None:
        """One line of text, from its left and its top."""
        self.axes.text(
            x,
            top + FOOT * size,
            text,
            font=self._font(text, size, font),
            color=colour,
            va="baseline",
            parse_math=False,
        )

    def _font(self, text: str, size: float, name: str) -> "FontProperties":
        """The font that is asked for, or one of more letters where it lacks some."""
        from matplotlib.font_manager import FontProperties  # noqa: PLC0415

        chosen = name if all(ord(sign) in _letters(self.fonts / name) for sign in text) else SANS
        return FontProperties(fname=self.fonts / chosen, size=size)

    # Everything else.

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        width: float,
        alpha: float = 1.0,
    ) -> None:
        """A straight line."""
        from matplotlib.lines import Line2D  # noqa: PLC0415

        self.axes.add_line(
            Line2D(
                (start[0], end[0]),
                (start[1], end[1]),
                color=colour,
                linewidth=width,
                alpha=alpha,
                solid_capstyle="butt",
            )
        )

    def dot(self, x: float, y: float, radius: float, fill: str, edge: str) -> None:
        """A filled circle with an edge."""
        from matplotlib.patches import Circle  # noqa: PLC0415

        self.axes.add_patch(
            Circle((x, y), radius, facecolor=fill, edgecolor=edge, linewidth=3, zorder=4)
        )

    def photo(self, rgb: BytePlane, left: float, top: float, width: float, height: float) -> None:
        """A photo in a box of its own proportions, with round corners."""
        from matplotlib.patches import FancyBboxPatch  # noqa: PLC0415

        shown = self.axes.imshow(
            shrink(rgb, round(max(width, height))),
            extent=(left, left + width, top + height, top),
            aspect="auto",
            interpolation="bilinear",
        )
        corners = FancyBboxPatch(
            (left + ROUND, top + ROUND),
            width - 2 * ROUND,
            height - 2 * ROUND,
            boxstyle=f"round,pad={ROUND}",
            transform=self.axes.transData,
        )
        shown.set_clip_path(corners)
