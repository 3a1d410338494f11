"""How much there is to see in a photo, and how crisply."""

import numpy as np

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.photo.opencv import cv2
from spe.photo.planes import BytePlane, Photo

# Sides of the window in which a surface counts as plain, and the SD of L* it may have.
PLAIN_WINDOW = 17
PLAIN_SD = 2.5

# Pixels of the running mean, and the side from which on there is a gradient inside the border.
BLUR_WINDOW = 11
SMALLEST_BLUR = 4


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
    comparison=Comparison(0.05, 0.1, "edges on {} of the photo", "percent"),
    core=True,
    by_threshold=True,
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
    comparison=Comparison(0.25, 0.45, "blur {}", "percent"),
    core=True,
)
def blur(photo: Photo) -> float:
    """How little more blurring would change: 0 crisp, .35 usual, over .5 visibly soft.

    NaN for a photo of one flat tone, in which nothing could be sharp. Along each axis, the
    share of the Sobel gradient that survives a running mean of 11 pixels; the larger of the two.
    """
    if photo.grey.min() == photo.grey.max() or min(photo.grey.shape) < SMALLEST_BLUR:
        return NAN
    return max(_kept(photo.grey), _kept(np.ascontiguousarray(photo.grey.T)))


def _kept(grey: BytePlane) -> float:
    """The share of the gradient from left to right that is left after blurring, 1 if there is none.

    The sums are of whole numbers below 2**24, so float32 holds them exactly.
    """
    mean = (BLUR_WINDOW, 1)
    blurred = cv2.boxFilter(grey, cv2.CV_32F, mean, normalize=False, borderType=cv2.BORDER_REFLECT)
    sharp = np.abs(cv2.Sobel(grey, cv2.CV_32F, 1, 0)[2:-1, 2:-1])
    soft = np.abs(cv2.Sobel(blurred, cv2.CV_32F, 1, 0)[2:-1, 2:-1]) / BLUR_WINDOW
    whole = sharp.sum(dtype=np.float64)
    return float(np.minimum(sharp, soft).sum(dtype=np.float64) / whole) if whole else 1.0


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
    comparison=Comparison(0.2, 0.5, "{} of the photo empty", "area"),
    by_threshold=True,
)
def empty_space(photo: Photo) -> float:
    """Share that is plain sky, wall, water or blur: 0 detail everywhere, 1 nothing to see."""
    light = photo.lightness
    window = (PLAIN_WINDOW, PLAIN_WINDOW)
    mean = cv2.blur(light, window)
    variance = cv2.blur(light * light, window) - mean * mean
    return float(np.mean(variance < PLAIN_SD**2))
