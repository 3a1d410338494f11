"""Edits that anybody can make to a photo: crops by rule, light, warmth, level, black and white.

Each is a function of the pixels, of any size, and of the faces' places; nothing is drawn,
removed or invented. What an edit would change is measured on its pixels.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from spe.photo.decode import standard
from spe.photo.opencv import cv2
from spe.photo.planes import BytePlane, Face

# Shorter sides than this, in pixels as decoded, are not cropped to.
SMALLEST_CROP = 320

# Width over height that apps show whole: 3:4 to 1.91:1.
NARROWEST, WIDEST = 0.74, 1.92

# A crop has to leave out at least this share of the photo.
LEAST_CUT = 0.08

# Stops of light, and shares of red gained and blue lost, that look like the same photo.
STOPS = (-2 / 3, -1 / 3, 1 / 3, 2 / 3)
WARMTHS = (-0.16, -0.08, 0.08, 0.16)

# A tilt below is not seen, one above was meant. In degrees.
LEAST_TILT, MOST_TILT = 0.8, 6.0

# What makes a tilt clear: lines longer than a share of the diagonal, their length together
# (in diagonals) and as a share of all nearly level or upright ones, and how much as
# full the level may still be.
LONG_LINE, CLEAR_LENGTH, CLEAR_SHARE, STILL_LEVEL = 0.04, 0.4, 0.38, 0.6

# More of the photo than this burnt out or gone black by an edit, and it is spoilt.
SPOILT = 0.02

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Edit:
    """One edit: `kind` it is of, `name` in a file name, `how` to make it, in English.

    `apply` takes and gives uint8 RGB; `moved` says where a face is afterwards, or None
    where the edit would cut it. `degrees` is by how much it turns the photo, NaN where it
    does not.
    """

    kind: str
    name: str
    how: str
    apply: Callable[[BytePlane], BytePlane]
    moved: Callable[[Face], Face | None] = lambda face: face
    degrees: float = math.nan

    @property
    def way(self) -> str:
        """The name without its strength: of one way are those that do the same, more or less."""
        return self.name.rstrip("0123456789").rstrip("_")

    @property
    def of_tone(self) -> bool:
        """Whether it changes each pixel by itself, so that size does not matter."""
        return self.kind in {"light", "warmth", "black and white"}

    def faces(self, faces: tuple[Face, ...] | None) -> tuple[Face, ...] | None:
        """Where the faces are in the edited photo; unknown stays unknown.

        Raises:
            ValueError: one of them would be cut.
        """
        if faces is None:
            return None
        moved = [self.moved(face) for face in faces]
        kept = tuple(face for face in moved if face is not None)
        if len(kept) < len(moved):
            raise ValueError("a face would be cut")
        return kept


def edits(rgb: BytePlane) -> Iterator[Edit]:
    """The edits that suit a photo, each possible by itself.

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB. Crops to sides below
            `SMALLEST_CROP` of its pixels are not offered.
    """
    height, width = rgb.shape[:2]
    for name, how, box in _crops(width, height):
        yield Edit("crop", name, how, partial(cropped, box=box), partial(_face_in, box=box))
    for stops in STOPS:
        size = "a little" if abs(stops) < 0.5 else "clearly"
        way = "brighter" if stops > 0 else "darker"
        thirds = round(abs(stops) * 3)
        how = f"{size} {way} ({'+' if stops > 0 else '−'}{thirds}/3 stop)"
        yield Edit("light", f"{way}_{thirds}", how, partial(exposed, stops=stops))
    for warmth in WARMTHS:
        size = "a little" if abs(warmth) < 0.1 else "clearly"
        way = "warmer" if warmth > 0 else "cooler"
        step = round(abs(warmth) / 0.08)
        yield Edit(
            "warmth", f"{way}_{step}", f"{size} {way} white balance", partial(warmed, share=warmth)
        )
    yield Edit("black and white", "black_and_white", "in black and white", black_and_white)
    if (tilt := tilted(rgb)) is not None:
        yield Edit(
            "level",
            "level",
            f"straightened by {abs(tilt):.1f}°",
            partial(levelled, degrees=tilt),
            partial(_face_levelled, degrees=tilt, aspect=width / height),
            tilt,
        )


def spoils(before: BytePlane, after: BytePlane) -> bool:
    """Whether more of a photo, by a share of `SPOILT`, is burnt out or gone black than before.

    Args:
        before: uint8 of shape (height, width, 3).
        after: the same photo edited, of any shape.
    """
    return _lost(after) - _lost(before) > SPOILT


def _lost(rgb: BytePlane) -> float:
    """The share of white and black pixels, judged by every third one across and down."""
    red, green, blue = cv2.split(np.ascontiguousarray(rgb[::3, ::3]))
    darkest = cv2.min(cv2.min(red, green), blue)
    brightest = cv2.max(cv2.max(red, green), blue)
    return float(np.mean(darkest >= 254) + np.mean(brightest <= 1))


# Crops.


def _crops(width: int, height: int) -> Iterator[tuple[str, str, Box]]:
    """Crops that can be made and shown: name, words, and left, top, right, bottom in shares."""
    third = 1 / 3
    rules: list[tuple[str, str, Box]] = [
        ("left_two_thirds", "keep the left two thirds", (0, 0, 1 - third, 1)),
        ("right_two_thirds", "keep the right two thirds", (third, 0, 1, 1)),
        ("top_two_thirds", "keep the top two thirds", (0, 0, 1, 1 - third)),
        ("bottom_two_thirds", "keep the bottom two thirds", (0, third, 1, 1)),
        ("closer", "go closer: keep the middle 80%", (0.1, 0.1, 0.9, 0.9)),
    ]
    for name, how, aspect in (
        ("square", "crop to a square", 1.0),
        ("portrait", "crop to 4:5 upright", 0.8),
        ("wide", "crop to 3:2 across", 1.5),
    ):
        rules.append((name, how, _middle(width / height, aspect)))
    for name, how, box in rules:
        wide, tall = (box[2] - box[0]) * width, (box[3] - box[1]) * height
        enough = (
            min(wide, tall) >= SMALLEST_CROP and wide * tall <= (1 - LEAST_CUT) * width * height
        )
        if enough and NARROWEST <= wide / tall <= WIDEST:
            yield name, how, box


def _middle(aspect: float, wanted: float) -> Box:
    """The largest box of the wanted width over height in the middle, in shares."""
    across, down = min(1.0, wanted / aspect), min(1.0, aspect / wanted)
    return ((1 - across) / 2, (1 - down) / 2, (1 + across) / 2, (1 + down) / 2)


def cropped(rgb: BytePlane, box: Box) -> BytePlane:
    """The part of a photo in a box.

    Args:
        rgb: uint8 of shape (height, width, 3).
        box: left, top, right and bottom, in shares (0 to 1) of the width and height.

    Returns:
        A copy of that part, to the nearest pixel.
    """
    height, width = rgb.shape[:2]
    left, right = round(box[0] * width), round(box[2] * width)
    top, bottom = round(box[1] * height), round(box[3] * height)
    return np.ascontiguousarray(rgb[top:bottom, left:right])


def _face_in(face: Face, box: Box) -> Face | None:
    """The face's place in a crop; None unless all of it is in it."""
    wide, tall = box[2] - box[0], box[3] - box[1]
    x, y = (face.x - box[0]) / wide, (face.y - box[1]) / tall
    width, height = face.width / wide, face.height / tall
    whole = x >= 0 and y >= 0 and x + width <= 1 and y + height <= 1
    return Face(x, y, width, height, face.score) if whole else None


# Light and colour, in linear light as a lens or a lamp would change it.


def _to_linear() -> NDArray[np.float64]:
    value = np.arange(256) / 255
    return np.where(value > 0.04045, ((value + 0.055) / 1.055) ** 2.4, value / 12.92)


LINEAR = _to_linear()


def _to_screen(linear: NDArray[np.float64]) -> NDArray[np.uint8]:
    """8-bit sRGB of linear light, 0-1 (IEC 61966-2-1)."""
    light = np.clip(linear, 0, 1)
    curved = np.where(light > 0.0031308, 1.055 * light ** (1 / 2.4) - 0.055, 12.92 * light)
    return np.asarray(np.rint(curved * 255), np.uint8)


def exposed(rgb: BytePlane, stops: float) -> BytePlane:
    """As if the light had been 2 ** `stops` times as strong.

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB; changed in linear light.
        stops: photographic stops; brighter above 0.

    >>> int(exposed(np.full((2, 2, 3), 100, np.uint8), 1)[0, 0, 0])
    138
    """
    return np.asarray(cv2.LUT(rgb, _to_screen(LINEAR * 2**stops)), np.uint8)


# Rec. ITU-R BT.709: what red, green and blue weigh in the luminance.
LUMINANCE = (0.2126, 0.7152, 0.0722)


def warmed(rgb: BytePlane, share: float) -> BytePlane:
    """Warmer, red raised and blue lowered, or cooler; a grey stays as bright.

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB; changed in linear light.
        share: the share that red gains and blue loses, between -1 and 1; cooler below 0.
    """
    gains = np.array([1 + share, 1.0, 1 - share])
    gains /= gains @ np.array(LUMINANCE)
    table = np.stack([_to_screen(LINEAR * gain) for gain in gains], axis=1)
    return np.asarray(cv2.LUT(rgb, table.reshape(1, 256, 3)), np.uint8)


def black_and_white(rgb: BytePlane) -> BytePlane:
    """The luminance of Rec. 709 alone, about what a panchromatic film would see.

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB.

    Returns:
        The same shape, its three channels equal.
    """
    linear = LINEAR.astype(np.float32)[rgb]
    grey = _to_screen((linear @ np.array(LUMINANCE, np.float32)).astype(np.float64))
    return np.repeat(grey[..., None], 3, axis=2)


# Level.


def tilted(rgb: BytePlane) -> float | None:
    """By how many degrees a photo leans, counter-clockwise above 0; None if that is not clear.

    Straight lines (LSD, von Gioi et al. 2010, doi:10.1109/TPAMI.2008.300) vote with their
    length for how far they are from level or upright. The fullest degree must hold a good
    part of them, and none such may be level already.
    """
    grey = cv2.cvtColor(standard(rgb), cv2.COLOR_RGB2GRAY)
    found = cv2.createLineSegmentDetector().detect(grey)[0]
    if found is None:
        return None
    lines = found.reshape(-1, 4).astype(np.float64)
    across, down = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    lengths = np.hypot(across, down) / math.hypot(*grey.shape)
    lean = (np.degrees(np.arctan2(down, across)) + 45) % 90 - 45
    votes = (lengths > LONG_LINE) & (np.abs(lean) <= 2 * MOST_TILT)
    lean, lengths = lean[votes], lengths[votes]
    degrees = np.arange(-1.2 * MOST_TILT, 1.2 * MOST_TILT + 0.05, 0.1)
    fullness = np.exp(-0.5 * ((degrees[:, None] - lean) / 0.6) ** 2) @ lengths
    at = int(np.argmax(fullness))
    tilt = float(degrees[at])
    along = float(lengths[np.abs(lean - tilt) < 1.2].sum())
    level = float(fullness[np.abs(degrees) < 0.5].max())
    clear = along >= max(CLEAR_LENGTH, CLEAR_SHARE * float(lengths.sum()))
    alone = level <= STILL_LEVEL * float(fullness[at])
    return -tilt if clear and alone and LEAST_TILT <= abs(tilt) <= MOST_TILT else None


def levelled(rgb: BytePlane, degrees: float) -> BytePlane:
    """A photo turned back by the degrees it leans, cut to the largest upright part of its shape.

    Args:
        rgb: uint8 of shape (height, width, 3).
        degrees: what `tilted` says, counter-clockwise above 0.
    """
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    turned = cv2.warpAffine(
        rgb, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    margin = (1 - _kept(degrees, width / height)) / 2
    return cropped(np.asarray(turned, np.uint8), (margin, margin, 1 - margin, 1 - margin))


def _kept(degrees: float, aspect: float) -> float:
    """The share of the sides that is left of a photo turned within its own frame."""
    angle = math.radians(abs(degrees))
    return 1 / (math.cos(angle) + math.sin(angle) * max(aspect, 1 / aspect))


def _face_levelled(face: Face, degrees: float, aspect: float) -> Face | None:
    """The face's place after turning; its box keeps its size, for it turns with the head."""
    angle = math.radians(degrees)
    x, y = (face.centre_x - 0.5) * aspect, face.y + face.height / 2 - 0.5
    across = (x * math.cos(angle) - y * math.sin(angle)) / aspect + 0.5
    down = x * math.sin(angle) + y * math.cos(angle) + 0.5
    margin = (1 - _kept(degrees, aspect)) / 2
    turned = Face(across - face.width / 2, down - face.height / 2, face.width, face.height)
    return _face_in(turned, (margin, margin, 1 - margin, 1 - margin))
