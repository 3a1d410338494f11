"""The colours of a photo, counted without a line that a hardly visible tint could cross.

How far a pixel is coloured rises evenly with its CIELAB chroma C*: not at all up to 6, half
at 12, wholly from 18 on. In the same way one hue passes into the next over 10 degrees: colours
as fuzzy sets, after Kay & McDaniel 1978.
"""

from functools import lru_cache

import numpy as np

from spe.features._comparison import Comparison
from spe.features._feature import feature
from spe.photo.opencv import cv2
from spe.photo.planes import FloatPlane, Photo

# Up to the first chroma the eye calls a surface grey, and its hue is mostly noise; from the
# second on nobody doubts its colour.
GREY, COLOURED = 6, 18

# Where less of the photo is coloured than this share, its variety counts in proportion: of
# few pixels, which a tint may add, the hues are as good as noise.
ENOUGH_COLOUR = 0.1

# Degrees of hue to either side of a border between two colours within which a pixel counts
# partly for each. Wider borders would make neighbours one measure: at 10, red and orange of the
# made-up account correlate at .64, at 5 at .47, with sharp borders at .37.
HUE_BORDER = 5

HUE_BINS = 24
LIGHTNESS_BINS = 8

HSV = (
    "HSV hue after Smith 1978, doi:10.1145/800248.807361; C* from CIE 1976 L*a*b*; soft borders "
    "after Kay & McDaniel 1978, doi:10.2307/412789"
)


@feature(
    "Colourfulness",
    group="colour",
    unit="M3",
    low=0,
    high=350,
    lots="a vividly coloured photo",
    little="a muted photo",
    more="more colourful",
    less="more muted",
    source="Hasler & Suesstrunk 2003, M3, doi:10.1117/12.477378",
    comparison=Comparison(20, 50, "colourfulness {}"),
    core=True,
)
def colourfulness(photo: Photo) -> float:
    """Spread and strength of the opponent colours: 0 grey, 33 moderate, 82 highly colourful.

    >>> colourfulness(Photo(np.full((4, 4, 3), 128, np.uint8)))
    0.0
    """
    red, green, blue = cv2.split(photo.rgb.astype(np.int16))
    # Whole numbers: the second is twice what it stands for.
    mean, spread = cv2.meanStdDev(cv2.merge([red - green, red + green - 2 * blue]))
    strength = np.hypot(mean[0, 0], mean[1, 0] / 2)
    return float(np.hypot(spread[0, 0], spread[1, 0] / 2) + 0.3 * strength)


def _ramp(values: FloatPlane, low: float, high: float) -> FloatPlane:
    """0 up to `low`, 1 from `high` on, rising evenly between; the other way round if it is less."""
    rise = values - np.float32(low)
    rise *= np.float32(1 / (high - low))
    return np.asarray(np.clip(rise, 0, 1, out=rise), np.float32)


@lru_cache(maxsize=1)
def coloured(photo: Photo) -> FloatPlane:
    """How far each pixel is coloured, 0 grey to 1; shared by the four shares and the histogram."""
    return _ramp(photo.chroma, GREY, COLOURED)


def _coloured_share(photo: Photo, start: float, stop: float) -> float:
    """Share of the photo that is coloured with a hue from `start` to `stop`, in degrees."""
    half = (stop - start) % 360 / 2
    away = photo.hue - np.float32((start + half) % 360)
    np.abs(away, out=away)
    counts = _ramp(np.minimum(away, 360 - away), half + HUE_BORDER, half - HUE_BORDER)
    counts *= coloured(photo)
    return float(counts.mean(dtype=np.float64))


@feature(
    "Red and pink",
    group="colour",
    unit="share of the photo",
    low=0,
    high=1,
    lots="much red or pink",
    little="no red or pink",
    more="with more red and pink",
    less="with less red and pink",
    source=HSV,
    comparison=Comparison(0, 1 / 3, "{} of the photo red or pink", "area"),
    by_threshold=True,
)
def red_pink(photo: Photo) -> float:
    """Share coloured with a hue from 290 over 0 to 20 degrees: lips, roses, brick."""
    return _coloured_share(photo, 290, 20)


@feature(
    "Orange and brown",
    group="colour",
    unit="share of the photo",
    low=0,
    high=1,
    lots="much warm orange or brown",
    little="no orange or brown",
    more="with more orange and brown",
    less="with less orange and brown",
    source=HSV,
    comparison=Comparison(0, 1 / 3, "{} of the photo orange or brown", "area"),
    core=True,
    by_threshold=True,
)
def orange_brown(photo: Photo) -> float:
    """Share coloured with a hue from 20 to 50 degrees: lamplight, wood, sunsets, skin."""
    return _coloured_share(photo, 20, 50)


@feature(
    "Yellow and green",
    group="colour",
    unit="share of the photo",
    low=0,
    high=1,
    lots="much yellow or green",
    little="no yellow or green",
    more="with more yellow and green",
    less="with less yellow and green",
    source=HSV,
    comparison=Comparison(0, 1 / 3, "{} of the photo yellow or green", "area"),
    core=True,
    by_threshold=True,
)
def yellow_green(photo: Photo) -> float:
    """Share coloured with a hue from 50 to 165 degrees: leaves, grass, lemons."""
    return _coloured_share(photo, 50, 165)


@feature(
    "Blue",
    group="colour",
    unit="share of the photo",
    low=0,
    high=1,
    lots="much blue",
    little="no blue",
    more="with more blue",
    less="with less blue",
    source=HSV,
    comparison=Comparison(0, 1 / 3, "{} of the photo blue", "area"),
    core=True,
    by_threshold=True,
)
def blue(photo: Photo) -> float:
    """Share coloured with a hue from 165 to 265 degrees: sky, sea, jeans."""
    return _coloured_share(photo, 165, 265)


@feature(
    "Colour variety",
    group="colour",
    unit="share of the greatest possible",
    low=0,
    high=1,
    lots="many different colours",
    little="one colour, or none",
    more="with more different colours",
    less="with fewer different colours",
    source="Shannon entropy of the CIELAB hue histogram, weighted by C*",
    comparison=Comparison(0.4, 0.7, "colour variety {}", "percent"),
    by_threshold=True,
)
def colour_variety(photo: Photo) -> float:
    """How evenly the hues are spread: 0 for one hue or grey, 1 for all 24 alike.

    Each pixel counts as far as it is coloured, times its chroma, in one of 24 bins of CIELAB
    hue. A photo that is coloured to less than a tenth has as much less of it.
    """
    inside = coloured(photo) > 0
    how_far = coloured(photo)[inside]
    hue = np.arctan2(photo.yellow_blue[inside], photo.red_green[inside])
    bins = np.floor((hue + np.pi) * (HUE_BINS / (2 * np.pi))).astype(np.intp) % HUE_BINS
    by_hue = np.bincount(bins, how_far * photo.chroma[inside], HUE_BINS)
    total = by_hue.sum()
    if total == 0:
        return 0.0
    share = by_hue[by_hue > 0] / total
    enough = min(1.0, float(how_far.sum(dtype=np.float64)) / inside.size / ENOUGH_COLOUR)
    return max(0.0, enough * float(-(share * np.log(share)).sum() / np.log(HUE_BINS)))


def histograms(photo: Photo) -> dict[str, float]:
    """Shares of the photo by hue (24 bins of 15 degrees) and by lightness (8 bins of 12.5 L*).

    A pixel counts in its hue's bin as far as it is coloured, so the hue bins add up to the
    coloured share; the lightness bins add up to 1. They are for pictures, never for the model.
    """
    hue = (photo.hue * np.float32(HUE_BINS / 360)).astype(np.intp) % HUE_BINS
    light = (photo.lightness * (LIGHTNESS_BINS / 100)).astype(np.intp)
    by_hue = np.bincount(hue.ravel(), coloured(photo).ravel(), HUE_BINS) / hue.size
    by_light = (
        np.bincount(light.clip(0, LIGHTNESS_BINS - 1).ravel(), minlength=LIGHTNESS_BINS) / hue.size
    )
    return dict(zip(HISTOGRAMS, map(float, (*by_hue, *by_light)), strict=True))


HISTOGRAMS = (
    *(f"hue_{number:02}" for number in range(HUE_BINS)),
    *(f"lightness_{number}" for number in range(LIGHTNESS_BINS)),
)
