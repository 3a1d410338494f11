"""The picture to send on: the best photo, what it got, and the one thing that was found.

Lengths are pixels, from the left and from the top.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from spe.errors import SpeError
from spe.model.claims import Evidence
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

# Heights: of the head, the range, and the figures where they stand below a photo.
HEAD, RANGE, ROW = 66, 118, 156

# Dots that are filled, of three.
FILLED: Mapping[Evidence, int] = {"strong": 3, "suggestive": 2, "unclear": 0}

# Figures shrink by so much, in turn, until they have room.
SCALES = (1.0, 0.88, 0.76, 0.64, 0.54)

# The least width beside a photo in which a figure stands. It stands there if the photo is then
# nearly as large as with the figure below it.
BESIDE, NEARLY = 292, 0.93

GAP = 40

# Sizes of the figure beside a photo, tried until it fits.
BIG = (150, 132, 116, 100, 84)


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
        emphasis = colour_of(self.effect)
        at = top + 32
        at = self.sheet.lines(MARGIN, at, self.lines, self.size, SERIF, INK, emphasis)
        if self.effect:
            _range(self.sheet, self.words, self.effect, at + 6, emphasis)
            at += RANGE
        self.sheet.lines(MARGIN, at + 16, self.notes, NOTE, SANS, INK2, INK2)


def colour_of(effect: Effect | None) -> str:
    """Of what is emphasised in a finding: that of more likes, of fewer, or neither."""
    if effect is None:
        return BRAND
    return UP if effect.percent > 0 else DOWN


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
        filled = place < FILLED[effect.evidence]
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
    figures = (*told, line, growth)
    if photo is None or post is None:
        stack = _stacked(sheet, figures, INNER, room)
        _pile(sheet, stack, MARGIN, top + (room - _height(stack)) / 2)
        return
    wide, tall = photo.shape[1], photo.shape[0]
    beside = min((INNER - GAP - BESIDE) / wide, room / tall)
    below = min(INNER / wide, (room - ROW) / tall)
    scale = max(beside, below)
    width, height = wide * scale, tall * scale
    if beside >= NEARLY * below:
        foot = top + (room + height) / 2
        sheet.photo(photo, MARGIN, foot - height, width, height)
        stack = _stacked(sheet, figures, INNER - width - GAP, foot - top)
        _pile(sheet, stack, MARGIN + width + GAP, foot - _height(stack))
        return
    spare = room - ROW - height
    sheet.photo(photo, MARGIN, top + spare / 2, width, height)
    _in_a_row(sheet, figures, top + spare / 2 + height + 22)


Figures = tuple[str, str, str, str]


@dataclass(frozen=True)
class _Block:
    """Lines of one kind, and the space below them."""

    lines: Sequence[Line]
    size: float
    font: str
    colour: str
    gap: float

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LEADING[self.font] + self.gap


def _height(stack: Sequence[_Block]) -> float:
    return sum(block.height for block in stack)


def _stacked(sheet: Sheet, told: Figures, width: float, room: float) -> list[_Block]:
    """Figure, words, day and growth under each other, as large as there is room for."""
    stack: list[_Block] = []
    for scale in SCALES:
        large = sheet.largest(told[0], [round(scale * size) for size in BIG], SERIF, width)
        kinds = (
            (large, SERIF, BRAND, 4),
            (34 * scale, BOLD, INK, 6),
            (23 * scale, SANS, INK3, 44 * scale),
            (42 * scale, SERIF, INK2, 0),
        )
        stack = [
            _Block(sheet.wrapped(text, size, font, width), size, font, colour, gap)
            for text, (size, font, colour, gap) in zip(told, kinds, strict=True)
            if text
        ]
        if _height(stack) <= room:
            break
    return stack


def _pile(sheet: Sheet, stack: Sequence[_Block], left: float, top: float) -> None:
    for block in stack:
        end = sheet.lines(left, top, block.lines, block.size, block.font, block.colour, INK)
        top = end + block.gap


def _in_a_row(sheet: Sheet, told: Figures, top: float) -> None:
    """Figure and words at the left, growth at the right, as large as there is room for."""
    figure, said, line, growth = told
    for scale in SCALES:
        big, words, day, grown = 132 * scale, 34 * scale, 23 * scale, 42 * scale
        left = MARGIN + sheet.width(figure, big, SERIF) + 26 * scale
        start = left + max(sheet.width(said, words, BOLD), sheet.width(line, day, SANS)) + GAP
        lines = sheet.wrapped(growth, grown, SERIF, max(1.0, MARGIN + INNER - start))
        height = grown * LEADING[SERIF] * len(lines)
        if height <= ROW - 40:
            break
    sheet.text(MARGIN, top, figure, big, SERIF, BRAND)
    sheet.text(left, top + 42 * scale, said, words, BOLD, INK)
    sheet.text(left, top + 92 * scale, line, day, SANS, INK3)
    sheet.lines(start, top + 88 * scale - height / 2, lines, grown, SERIF, INK2, INK)
