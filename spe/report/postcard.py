"""The picture to send on: the best photo, what it got, and the one thing that was found.

Lengths are pixels, from the left and from the top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spe.errors import SpeError
from spe.photo.encode import encode, png
from spe.photo.planes import BytePlane
from spe.report.charts import forest
from spe.report.effects import Effect
from spe.report.facts import Facts
from spe.report.sheet import BOLD, LEADING, SANS, SERIF, Line, Sheet
from spe.report.words.en import ENGLISH
from spe.report.words.protocol import Words

# What a card is for: a post (4:5), or a story (9:16), of which apps cover the top and the bottom.
Shape = Literal["post", "story"]


@dataclass(frozen=True)
class Frame:
    """The size of a card, and where what it says begins and ends."""

    width: int
    height: int
    top: int
    bottom: int


FRAMES: Mapping[Shape, Frame] = {
    "post": Frame(1080, 1350, 56, 1298),
    "story": Frame(1080, 1920, 240, 1640),
}

MARGIN = 72
INNER = 1080 - 2 * MARGIN

# The longest side at which the photo is needed.
PHOTO_SIDE = 1200

JPEG_QUALITY = 92

# The report's own colours, in the light.
PAPER, INK, INK2, INK3, LINE = "#faf7f2", "#1d1a16", "#534d44", "#6a6257", "#e6dfd3"
UP, DOWN, BRAND = "#0d6b80", "#b04418", "#7b2d4f"

# Sizes of the finding, tried until it takes so few lines; of its small print and the foot.
FINDING_SIZES, FINDING_LINES = (68, 62, 56, 50), 3
NOTE, FOOT, FOOT_LINE = 24, 21, 31

# Heights: of the head, the range, the figures below a photo, and the figures without one.
HEAD, RANGE, ROW, ALONE = 66, 118, 156, 330

# The least width beside a photo in which a figure stands. It stands there if the photo is then
# nearly as large as with the figure below it.
BESIDE, NEARLY = 292, 0.93

GAP = 40


def kind_of(path: Path) -> Literal["png", "jpeg"]:
    """The kind of file that a name's ending asks for.

    Raises:
        SpeError: none that a card can be.
    """
    match path.suffix.lower():
        case ".png":
            return "png"
        case ".jpg" | ".jpeg":
            return "jpeg"
        case _:
            raise SpeError(f"{path}: a card is a PNG or a JPEG. Name it card.png or card.jpg.")


def as_file(rgb: BytePlane, path: Path) -> bytes:
    """The bytes of a picture, as the ending of its file's name asks: pixels and nothing else."""
    return png(rgb) if kind_of(path) == "png" else encode(rgb, JPEG_QUALITY)


def draw(
    facts: Facts, photo: BytePlane | None, shape: Shape = "post", words: Words = ENGLISH
) -> BytePlane:
    """The card of an account.

    Args:
        facts: what is true of it.
        photo: that of its best post, which `facts.best` names first; None shows none.
        shape: what it is for.
        words: the language.

    Returns:
        uint8 of shape (height, width, 3) in sRGB.
    """
    frame = FRAMES[shape]
    sheet = Sheet(frame.width, frame.height, PAPER)
    sheet.text(MARGIN, frame.top, words.frame.NAME, 34, SERIF, INK)
    foot = _foot(sheet, frame, facts, words)
    finding = _finding(facts, words, sheet)
    top = frame.top + HEAD
    start = foot - GAP - finding.height
    _best(sheet, facts, photo, words, top, start - GAP - top)
    finding.draw(start)
    return sheet.pixels()


# What stands where.


def _foot(sheet: Sheet, frame: Frame, facts: Facts, words: Words) -> float:
    """Where it all comes from, at the bottom; returns where that begins."""
    said = [words.postcard.origin(facts), words.postcard.OFFLINE]
    if facts.account.made_up:
        said.insert(0, words.postcard.MADE_UP)
    top = frame.bottom - FOOT_LINE * len(said)
    for place, line in enumerate(said):
        made_up = facts.account.made_up and place == 0
        colour, font = (BRAND, BOLD) if made_up else (INK3, SANS)
        sheet.text(MARGIN, top + FOOT_LINE * place, line, FOOT, font, colour)
    return top


@dataclass(frozen=True)
class _Finding:
    """What was found, with its range and its small print, as lines that fit."""

    sheet: Sheet
    lines: Sequence[Line]
    size: int
    notes: Sequence[Line]
    effect: Effect | None
    words: Words

    @property
    def height(self) -> float:
        """Of all of it."""
        chart = RANGE if self.effect else 0
        notes = 16 + NOTE * LEADING[SANS] * len(self.notes) if self.notes else 0
        return 40 + self.size * LEADING[SERIF] * len(self.lines) + chart + notes

    def draw(self, top: float) -> None:
        """Put it on the sheet, below a rule."""
        self.sheet.line((MARGIN, top), (MARGIN + INNER, top), LINE, 2)
        emphasis = BRAND
        if self.effect:
            emphasis = UP if self.effect.percent > 0 else DOWN
        at = top + 32
        at = self.sheet.lines(MARGIN, at, self.lines, self.size, SERIF, INK, emphasis)
        if self.effect:
            _range(self.sheet, self.words, self.effect, at + 6, emphasis)
            at += RANGE
        self.sheet.lines(MARGIN, at + 16, self.notes, NOTE, SANS, INK2, INK2)


def _finding(facts: Facts, words: Words, sheet: Sheet) -> _Finding:
    said = words.postcard.finding(facts)
    for size in FINDING_SIZES:
        lines = sheet.wrapped(said, size, SERIF, INNER)
        if len(lines) <= FINDING_LINES:
            break
    effect = (facts.lead or facts.named[0]) if facts.named else None
    return _Finding(
        sheet,
        lines,
        size,
        sheet.wrapped(words.postcard.notes(facts), NOTE, SANS, INNER),
        effect,
        words,
    )


def _range(sheet: Sheet, words: Words, effect: Effect, top: float, colour: str) -> None:
    """The finding's best guess as a dot, its likeliest half and its whole range as bars."""
    sure = words.postcard.evidence(effect)
    scale = forest([effect])
    (bar,) = scale.bars
    left, width, middle = MARGIN, 500.0, top + 44

    def at(place: float) -> float:
        return left + width * place / 100

    def stroke(low: float, high: float, colour: str, width: float, alpha: float = 1.0) -> None:
        sheet.line((at(low), middle), (at(high), middle), colour, width, alpha)

    stroke(0, 100, LINE, 2)
    sheet.line((at(scale.zero), middle - 34), (at(scale.zero), middle + 34), INK3, 2.5)
    zero = words.numbers.percent(0)
    wide = sheet.width(zero, 20, SANS)
    sheet.text(at(scale.zero) - wide / 2, middle + 40, zero, 20, SANS, INK3)
    stroke(bar.low, bar.high, colour, 4)
    stroke(bar.low50, bar.high50, colour, 14, 0.45)
    sheet.dot(at(bar.dot), middle, 13, colour, PAPER)
    beside = left + width + 36
    for place in range(3):
        filled = place < {"strong": 3, "suggestive": 2}.get(effect.evidence, 0)
        sheet.dot(beside + 9 + 28 * place, middle - 20, 8, BRAND if filled else PAPER, BRAND)
    sheet.text(beside + 92, middle - 35, sure[0], 25, BOLD, INK)
    sheet.text(beside, middle + 8, sure[1], 25, SANS, INK2)


def _best(
    sheet: Sheet,
    facts: Facts,
    photo: BytePlane | None,
    words: Words,
    top: float,
    room: float,
) -> None:
    """The best photo as large as it can be, with what it got beside or below it."""
    post = facts.posts[facts.best[0] - 1] if facts.best else None
    told = words.postcard.figure(post) if post else ("", "")
    line = words.postcard.figure_line(post) if post else ""
    growth = words.postcard.growth(facts)
    if photo is None or post is None:
        _figures(sheet, (*told, line, growth), MARGIN, top + max(0.0, (room - ALONE) / 2), INNER)
        return
    wide, tall = photo.shape[1], photo.shape[0]
    beside = min((INNER - GAP - BESIDE) / wide, room / tall)
    below = min(INNER / wide, (room - ROW) / tall)
    scale = max(beside, below)
    width, height = wide * scale, tall * scale
    if beside >= NEARLY * below:
        up = top + (room - height) / 2
        sheet.photo(photo, MARGIN, up, width, height)
        left = MARGIN + width + GAP
        _figures(sheet, (*told, line, growth), left, up + height, INNER - width - GAP, end=True)
        return
    spare = room - ROW - height
    sheet.photo(photo, MARGIN, top + spare / 2, width, height)
    _in_a_row(sheet, (*told, line, growth), top + spare / 2 + height + 22)


Figures = tuple[str, str, str, str]


def _figures(
    sheet: Sheet, told: Figures, left: float, top: float, width: float, *, end: bool = False
) -> None:
    """Figure, words, day and growth under each other; `end` makes `top` the bottom."""
    figure, said, line, growth = told
    size = sheet.largest(figure, (150, 132, 116, 100, 84), SERIF, width)
    parts = [
        (sheet.wrapped(figure, size, SERIF, width), size, SERIF, BRAND, 4.0),
        (sheet.wrapped(said, 34, BOLD, width), 34, BOLD, INK, 6.0),
        (sheet.wrapped(line, 23, SANS, width), 23, SANS, INK3, 44.0),
        (sheet.wrapped(growth, 42, SERIF, width), 42, SERIF, INK2, 0.0),
    ]
    shown = [part for part in parts if part[0]]
    if end:
        top -= sum(len(lines) * size * LEADING[font] + gap for lines, size, font, _, gap in shown)
    for lines, size, font, colour, gap in shown:
        top = sheet.lines(left, top, lines, size, font, colour, INK) + gap


def _in_a_row(sheet: Sheet, told: Figures, top: float) -> None:
    """Figure and words at the left, growth at the right."""
    figure, said, line, growth = told
    sheet.text(MARGIN, top, figure, 132, SERIF, BRAND)
    left = MARGIN + sheet.width(figure, 132, SERIF) + 26
    sheet.text(left, top + 42, said, 34, BOLD, INK)
    sheet.text(left, top + 92, line, 23, SANS, INK3)
    start = left + max(sheet.width(said, 34, BOLD), sheet.width(line, 23, SANS)) + GAP
    lines = sheet.wrapped(growth, 42, SERIF, MARGIN + INNER - start)
    height = 42 * LEADING[SERIF] * len(lines)
    sheet.lines(start, top + 88 - height / 2, lines, 42, SERIF, INK2, INK)
