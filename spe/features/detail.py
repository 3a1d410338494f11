"""How much there is to see in a photo, and how crisply."""

import cv2
import numpy as np

from spe.features._feature import NAN, feature
from spe.photo import Photo

# Sides of the window in which a surface counts as plain, and the SD of L* it may have.
PLAIN_WINDOW = 17
PLAIN_SD = 2.5


@feature(
    "Busyness",
    group="detail",
    unit="share of edge pixels",
    low=0,
    high=1,
    lots="a busy photo, full of edges",
    little="a calm photo",
    more="busier",
    less="calmer",
    source="Canny 1986, doi:10.1109/TPAMI.1986.4767851; thresholds 60 and 150 after sigma 1",
    core=True,
)
def busyness(photo: Photo) -> float:
    """Share of pixels on an edge: 0 for a plain wall, .05 for a portrait, .2 for a crowd."""
    smooth = cv2.GaussianBlur(photo.grey, (0, 0), 1)
    return float(np.mean(cv2.Canny(smooth, 60, 150) > 0))


@feature(
    "Blur",
    group="detail",
    unit="share of the possible blur",
    low=0,
    high=1,
    lots="a soft or blurred photo",
    little="a crisp photo",
    more="blurrier",
    less="crisper",
    source="Crete et al. 2007, doi:10.1117/12.702790",
    core=True,
)
def blur(photo: Photo) -> float:
    """How little more blurring would change: 0 crisp, .35 usual, over .5 visibly soft.

    NaN for a photo of one flat tone, in which nothing could be sharp.
    """
    if photo.grey.min() == photo.grey.max() or min(photo.grey.shape) < 3:
        return NAN
    from skimage.measure import blur_effect  # noqa: PLC0415  (brings all of scipy.ndimage)

    return float(blur_effect(photo.grey))


@feature(
    "Empty space",
    group="detail",
    unit="share of the photo",
    low=0,
    high=1,
    lots="wide empty areas",
    little="detail everywhere",
    more="emptier",
    less="fuller",
    source="local SD of L* below 2.5 in windows of 17 x 17",
)
def empty_space(photo: Photo) -> float:
    """Share that is plain sky, wall, water or blur: 0 detail everywhere, 1 nothing to see."""
    light = photo.lightness
    window = (PLAIN_WINDOW, PLAIN_WINDOW)
    mean = cv2.blur(light, window)
    variance = cv2.blur(light * light, window) - mean * mean
    return float(np.mean(variance < PLAIN_SD**2))
