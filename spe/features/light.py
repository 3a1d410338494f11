"""How light falls on a photo, in CIELAB lightness L* (0 black, 100 white)."""

import numpy as np

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.photo.planes import Photo

LAB = "CIE 1976 L*a*b* under D65, ISO/CIE 11664-4"


@feature(
    "Brightness",
    group="light",
    unit="L*",
    low=0,
    high=100,
    lots="a bright photo",
    little="a dark photo",
    more="brighter",
    less="darker",
    source=LAB,
    comparison=Comparison(45, 65, "brightness {}"),
    core=True,
)
def brightness(photo: Photo) -> float:
    """Mean L*: 0 for an all-black photo, 100 for an all-white one, about 50 for a day outdoors.

    >>> round(brightness(Photo(np.full((4, 4, 3), 255, np.uint8))), 3)
    100.0
    """
    return float(photo.lightness.mean(dtype=np.float64))


@feature(
    "Contrast",
    group="light",
    unit="L*",
    low=0,
    high=50.01,
    lots="a punchy photo, darks beside lights",
    little="a soft, even photo",
    more="punchier",
    less="softer",
    source="SD of L*, RMS contrast after Peli 1990, doi:10.1364/JOSAA.7.002032",
    comparison=Comparison(15, 25, "contrast {}"),
    core=True,
)
def contrast(photo: Photo) -> float:
    """Standard deviation of L*: 0 for one flat tone, 50 for half black and half white."""
    return float(photo.lightness.std(dtype=np.float64))


@feature(
    "Bright areas",
    group="light",
    unit="share of the photo",
    low=0,
    high=1,
    lots="much white or glare in the photo",
    little="no white or glare",
    more="with more white or glare",
    less="with less white or glare",
    source=LAB,
    comparison=Comparison(0, 0.1, "{} of the photo white or glaring", "area"),
    by_threshold=True,
)
def bright_area(photo: Photo) -> float:
    """Share of the photo with L* over 90: paper, clouds, snow, burnt-out sky."""
    return float(np.mean(photo.lightness > 90))


@feature(
    "Light on the middle",
    group="light",
    unit="L* difference",
    low=-100,
    high=100,
    lots="a lit middle in darker surroundings",
    little="a dark middle in brighter surroundings",
    more="with a brighter middle",
    less="with a darker middle",
    source=LAB,
    comparison=Comparison(-10, 10, "the middle {} than the rest", "difference"),
)
def subject_light(photo: Photo) -> float:
    """Mean L* of the middle half-box minus that of the rest: above 0, the middle is lit.

    The box spans the middle half of the width and of the height.
    """
    height, width = photo.lightness.shape
    top, left = height // 4, width // 4
    middle = photo.lightness[top : height - top, left : width - left]
    outside = photo.lightness.size - middle.size
    if outside == 0:
        return NAN
    inner = float(middle.sum(dtype=np.float64))
    total = float(photo.lightness.sum(dtype=np.float64))
    return inner / middle.size - (total - inner) / outside


@feature(
    "Light from above",
    group="light",
    unit="L* difference",
    low=-100,
    high=100,
    lots="a bright top, as under a sky",
    little="a bright bottom, as on snow or sand",
    more="brighter at the top",
    less="brighter at the bottom",
    source=LAB,
    comparison=Comparison(0, 20, "the top {} than the bottom", "difference"),
)
def top_light(photo: Photo) -> float:
    """Mean L* of the top third minus that of the bottom third: above 0 under a bright sky."""
    third = photo.height // 3
    if third == 0:
        return NAN
    top, bottom = photo.lightness[:third], photo.lightness[-third:]
    return float(top.mean(dtype=np.float64) - bottom.mean(dtype=np.float64))
