"""The format of the frame."""

import math

from spe.features._comparison import Comparison
from spe.features._feature import feature
from spe.photo.planes import Photo


@feature(
    "Wide format",
    group="format",
    unit="log2 of width over height",
    low=-10,
    high=10,
    lots="a wide photo",
    little="a tall photo",
    more="wider",
    less="taller",
    source="width and height in pixels, bars left out",
    comparison=Comparison(math.log2(4 / 5), math.log2(3 / 2), "format {}", "format"),
    core=True,
)
def shape(photo: Photo) -> float:
    """Width against height, in doublings: 0 square, -.32 for 4:5, .58 for 3:2, 1 twice as wide."""
    return math.log2(photo.width / photo.height)
