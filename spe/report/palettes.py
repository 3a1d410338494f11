"""The photos' own colours: a few that stand for all of them, each with the area it covers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spe.photo.planes import BytePlane, Photo

# Colours that stand for all, and pixels of each photo that are looked at.
COLOURS, PIXELS = 6, 500

Tone = Literal["dark", "plain", "light"]
Name = Literal[
    "black", "dark_grey", "grey", "light_grey", "white", "beige", "brown", "olive",
    "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink",
]  # fmt: skip

# Below this chroma the eye calls a colour grey; up to the next lightness L* it is the name's.
_GREY = 9
_GREYS: tuple[tuple[float, Name], ...] = (
    (18, "black"), (40, "dark_grey"), (68, "grey"), (88, "light_grey"), (math.inf, "white"),
)  # fmt: skip

# Up to which angle of CIELAB hue, in degrees, a colour has its name.
_HUES: tuple[tuple[float, Name], ...] = (
    (18, "pink"), (50, "red"), (80, "orange"), (110, "yellow"), (170, "green"), (225, "teal"),
    (312, "blue"), (340, "purple"), (360, "pink"),
)  # fmt: skip

# Names that say by themselves how light a colour is.
_WITHOUT_TONE = frozenset({"black", "dark_grey", "grey", "light_grey", "white", "beige", "pink"})
_DARK, _LIGHT = 35, 75


@dataclass(frozen=True)
class OwnColour:
    """A colour of the photos, the share of their area that it stands for (0-1), and its name."""

    colour: str
    share: float
    name: Name
    tone: Tone


def own_colours(photos: Sequence[BytePlane]) -> tuple[OwnColour, ...]:
    """The colours that best stand for some photos, the commonest first.

    K-means in CIELAB of as many pixels of each photo, spread evenly over it.

    Args:
        photos: uint8 of shape (height, width, 3), each.
    """
    from sklearn.cluster import KMeans  # noqa: PLC0415  (a second to import)

    if not photos:
        return ()
    rgb = np.concatenate([_spread(photo) for photo in photos])
    seen = Photo(np.ascontiguousarray(rgb[None]))
    lab = np.stack([seen.lightness[0], seen.red_green[0], seen.yellow_blue[0]], axis=1)
    count = min(COLOURS, len(np.unique(rgb, axis=0)))
    found = KMeans(count, n_init=4, random_state=0).fit(lab)
    own = [
        _named(rgb[found.labels_ == place], lab[found.labels_ == place], len(rgb))
        for place in range(count)
    ]
    return tuple(sorted(own, key=lambda item: (-item.share, item.colour)))


def colours_of(
    numbers: Mapping[str, Sequence[int]], pixels: Mapping[int, BytePlane]
) -> dict[str, tuple[OwnColour, ...]]:
    """The colours of sets of posts, where every photo of a set is at hand.

    Args:
        numbers: the numbers of the posts of each set.
        pixels: photos by post number.
    """
    return {
        name: own_colours([pixels[number] for number in own])
        for name, own in numbers.items()
        if own and all(number in pixels for number in own)
    }


def _spread(photo: BytePlane) -> BytePlane:
    """Pixels in rows and columns at even distances."""
    height, width = photo.shape[:2]
    step = max(1.0, math.sqrt(height * width / PIXELS))
    rows = (np.arange(step / 2, height, step)).astype(int)
    columns = (np.arange(step / 2, width, step)).astype(int)
    return np.asarray(photo[np.ix_(rows, columns)].reshape(-1, 3), np.uint8)


def _named(rgb: BytePlane, lab: NDArray[np.float32], total: int) -> OwnColour:
    red, green, blue = np.rint(rgb.mean(axis=0)).astype(int)
    name, tone = name_of(*map(float, lab.mean(axis=0)))
    return OwnColour(f"#{red:02x}{green:02x}{blue:02x}", len(rgb) / total, name, tone)


def name_of(lightness: float, red_green: float, yellow_blue: float) -> tuple[Name, Tone]:
    """What a CIELAB colour is called, and whether it is a dark or light one of its name.

    >>> name_of(53, 80, 67), name_of(30, 20, -50), name_of(80, 5, 14), name_of(38, 15, 30)
    (('red', 'plain'), ('blue', 'dark'), ('beige', 'plain'), ('brown', 'plain'))
    """
    chroma = math.hypot(red_green, yellow_blue)
    if chroma < _GREY:
        return next(name for top, name in _GREYS if lightness <= top), "plain"
    angle = math.degrees(math.atan2(yellow_blue, red_green)) % 360
    name = next(name for top, name in _HUES if angle <= top)
    if 40 < angle <= 105 and chroma < 25 and lightness > 62:
        name = "beige"
    elif name in {"red", "orange"} and angle > 40 and lightness < 58 and chroma < 60:
        name = "brown"
    elif name == "yellow" and lightness < 55:
        name = "olive" if angle > 92 else "brown"
    elif name == "pink" and lightness < 45:
        name = "red" if angle < 180 else "purple"
    if name in _WITHOUT_TONE:
        return name, "plain"
    return name, "dark" if lightness < _DARK else "light" if lightness > _LIGHT else "plain"
