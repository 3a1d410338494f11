"""The colours of a photo. A pixel is coloured where its CIELAB chroma C* is 12 or more."""

import numpy as np

from spe.features._comparison import Comparison
from spe.features._feature import feature
from spe.photo.planes import Photo

# Below this chroma the eye calls a surface grey, and its hue is mostly noise.
COLOURED = 12

# The hue of a weaker colour still counts towards variety, by its chroma.
TINTED = 8

# Hues of 8-bit colours often stand exactly on a boundary; rounding must not decide.
HUE_ROUNDING = np.float32(1e-3)

HUE_BINS = 24
LIGHTNESS_BINS = 8

HSV = "HSV hue after Smith 1978, doi:10.1145/800248.807361; C* from CIE 1976 L*a*b*"


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
    red, green, blue = np.moveaxis(photo.rgb.astype(np.float32), 2, 0)
    against_green = red - green
    against_blue = (red + green) / 2 - blue
    spread = np.hypot(against_green.std(dtype=np.float64), against_blue.std(dtype=np.float64))
    strength = np.hypot(against_green.mean(dtype=np.float64), against_blue.mean(dtype=np.float64))
    return float(spread + 0.3 * strength)


def _coloured_share(photo: Photo, start: float, stop: float) -> float:
    """Share of the photo that is coloured with a hue in [start, stop) degrees."""
    hue = photo.hue + HUE_ROUNDING
    inside = (hue >= start) & (hue < stop) if start < stop else (hue >= start) | (hue < stop)
    return float(np.mean(inside & (photo.chroma >= COLOURED)))


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
)
def colour_variety(photo: Photo) -> float:
    """How evenly the hues are spread: 0 for one hue or grey, 1 for all 24 alike.

    Each pixel with C* of 8 or more counts by its chroma in one of 24 bins of CIELAB hue.
    """
    chroma = photo.chroma
    tinted = chroma >= TINTED
    hue = np.arctan2(photo.yellow_blue[tinted], photo.red_green[tinted])
    bins = np.floor((hue + np.pi) * (HUE_BINS / (2 * np.pi))).astype(np.intp) % HUE_BINS
    weight = np.bincount(bins, chroma[tinted], HUE_BINS)
    total = weight.sum()
    if total == 0:
        return 0.0
    share = weight[weight > 0] / total
    return max(0.0, float(-(share * np.log(share)).sum() / np.log(HUE_BINS)))


def histograms(photo: Photo) -> dict[str, float]:
    """Shares of the photo by hue (24 bins of 15 degrees) and by lightness (8 bins of 12.5 L*).

    The hue bins hold coloured pixels only, so they add up to the coloured share;
    the lightness bins add up to 1. They are for pictures, never for the model.
    """
    coloured = photo.chroma >= COLOURED
    hue = (photo.hue[coloured] * (HUE_BINS / 360)).astype(np.intp) % HUE_BINS
    light = (photo.lightness * (LIGHTNESS_BINS / 100)).astype(np.intp)
    pixels = coloured.size
    by_hue = np.bincount(hue, minlength=HUE_BINS) / pixels
    by_light = (
        np.bincount(light.clip(0, LIGHTNESS_BINS - 1).ravel(), minlength=LIGHTNESS_BINS) / pixels
    )
    return dict(zip(HISTOGRAMS, map(float, (*by_hue, *by_light)), strict=True))


HISTOGRAMS = (
    *(f"hue_{number:02}" for number in range(HUE_BINS)),
    *(f"lightness_{number}" for number in range(LIGHTNESS_BINS)),
)
