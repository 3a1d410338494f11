"""Where in the frame things stand."""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.photo.opencv import cv2
from spe.photo.planes import FloatPlane, Photo, length

# The scale at which the eye's first glance is modelled, as in the paper.
SALIENCY_SIDE = 64

SPECTRAL_RESIDUAL = "spectral residual saliency, Hou & Zhang 2007, doi:10.1109/CVPR.2007.383267"

# Below this SD of L* there is no picture to speak of.
FLAT = 0.05


@feature(
    "Symmetry",
    group="composition",
    unit="correlation with the mirror image",
    low=-1,
    high=1,
    lots="a photo alike on its left and right",
    little="a lopsided photo",
    more="more symmetrical",
    less="less symmetrical",
    source="Pearson correlation of L* at 64 x 64 with its left-right mirror",
    comparison=Comparison(0, 0.5, "symmetry {}", grain=0.05),
    core=True,
)
def symmetry(photo: Photo) -> float:
    """How well left mirrors right: 1 exactly, 0 not at all, below 0 light against dark.

    NaN for a photo of one flat tone.
    """
    small = cv2.resize(photo.lightness, (64, 64), interpolation=cv2.INTER_AREA).astype(np.float64)
    if small.std() < FLAT:
        return NAN
    return float(np.clip(np.corrcoef(small.ravel(), small[:, ::-1].ravel())[0, 1], -1, 1))


@lru_cache(maxsize=1)
def _saliency(photo: Photo) -> NDArray[np.float64] | None:
    """Where the eye goes first, adding up to 1; None for a flat photo. Shared by three features."""
    scale = SALIENCY_SIDE / max(photo.width, photo.height)
    size = (max(3, round(photo.width * scale)), max(3, round(photo.height * scale)))
    small = cv2.resize(photo.grey, size, interpolation=cv2.INTER_AREA).astype(np.float64)
    if small.std() < FLAT:
        return None
    spectrum = np.fft.fft2(small)
    magnitude = np.log(np.abs(spectrum) + 1e-9)
    around = cv2.blur(np.pad(magnitude, 1, mode="wrap"), (3, 3))[1:-1, 1:-1]
    residual = np.exp(magnitude - around + 1j * np.angle(spectrum))
    salient = cv2.GaussianBlur(np.abs(np.fft.ifft2(residual)) ** 2, (0, 0), 2.5)
    return np.asarray(salient / salient.sum(), np.float64)


def _centres(length: int) -> NDArray[np.float64]:
    """Where the middle of each pixel stands, 0 at one edge and 1 at the other."""
    return (np.arange(length) + 0.5) / length


@feature(
    "Eye-catcher off centre",
    group="composition",
    unit="share of the frame",
    low=0,
    high=0.71,
    lots="a photo whose eye-catcher stands to one side",
    little="a photo with its eye-catcher in the middle",
    more="more off centre",
    less="more centred",
    source=SPECTRAL_RESIDUAL,
    comparison=Comparison(0.05, 0.15, "the eye-catcher {} of the frame off centre", "percent"),
    posts=("posts with an eye-catcher off centre", "posts with an eye-catcher in the middle"),
)
def focus_off_centre(photo: Photo) -> float:
    """Distance of the saliency's centroid from the middle: 0 centred, .5 at an edge."""
    salient = _saliency(photo)
    if salient is None:
        return NAN
    x = float(salient.sum(axis=0) @ _centres(salient.shape[1]))
    y = float(salient.sum(axis=1) @ _centres(salient.shape[0]))
    return float(np.hypot(x - 0.5, y - 0.5))


@feature(
    "Eye-catcher low in the frame",
    group="composition",
    unit="share of the height",
    low=0,
    high=1,
    lots="a photo whose eye-catcher stands low",
    little="a photo whose eye-catcher stands high",
    more="with a lower eye-catcher",
    less="with a higher eye-catcher",
    source=SPECTRAL_RESIDUAL,
    comparison=Comparison(0.45, 0.6, "the eye-catcher {} of the way down", "percent"),
)
def focus_height(photo: Photo) -> float:
    """Height of the saliency's centroid, counted from the top: 0 top edge, 1 bottom edge."""
    salient = _saliency(photo)
    if salient is None:
        return NAN
    return float(salient.sum(axis=1) @ _centres(salient.shape[0]))


@feature(
    "Rule of thirds",
    group="composition",
    unit="share of the saliency",
    low=0,
    high=1,
    lots="a photo with its eye-catchers on the thirds",
    little="a photo with nothing on the thirds",
    more="more on the thirds",
    less="less on the thirds",
    source=SPECTRAL_RESIDUAL,
    comparison=Comparison(0.1, 0.15, "{} of what catches the eye on the thirds", "percent"),
    posts=("posts with more on the thirds", "posts with less on the thirds"),
)
def thirds(photo: Photo) -> float:
    """Share of the saliency near the four crossings of the thirds; .11 if spread evenly.

    Near means within a twelfth of the width and of the height.
    """
    salient = _saliency(photo)
    if salient is None:
        return NAN
    return float(_near_thirds(salient.shape[0]) @ salient @ _near_thirds(salient.shape[1]))


def _near_thirds(length: int) -> NDArray[np.float64]:
    """Share of each pixel that lies within 1/12 of 1/3 or 2/3 along one side."""
    left, right = np.arange(length) / length, np.arange(1, length + 1) / length
    inside = np.zeros(length)
    for third in (1 / 3, 2 / 3):
        overlap = np.minimum(right, third + 1 / 12) - np.maximum(left, third - 1 / 12)
        inside += np.maximum(overlap, 0) * length
    return inside


@feature(
    "Background blur",
    group="composition",
    unit="log2 of sharpness, middle over edge",
    low=-15,
    high=15,
    lots="a sharp subject before a soft background",
    little="sharp edges around a soft middle",
    more="with a softer background",
    less="with a sharper background",
    source="RMS Laplacian of 4 x 4 blocks, after Datta et al. 2006, doi:10.1007/11744078_23",
    comparison=Comparison(0, math.log2(1.5), "the middle {} as sharp as the edge", "times"),
    core=True,
)
def background_blur(photo: Photo) -> float:
    """Sharpness of the inner 4 of 4 x 4 blocks against the outer 12, in doublings.

    0 for even sharpness, 1 where the middle is twice as sharp; NaN where either
    has no detail at all.
    """
    height, width = photo.grey.shape
    if min(height, width) < 4:
        return NAN
    squared = np.square(cv2.Laplacian(photo.grey, cv2.CV_32F))
    rows = [height * k // 4 for k in range(4)]
    columns = [width * k // 4 for k in range(4)]
    sums = np.add.reduceat(np.add.reduceat(squared, rows, axis=0), columns, axis=1)
    areas = np.outer(np.diff([*rows, height]), np.diff([*columns, width]))
    sharpness = np.sqrt(sums / areas)
    inner = sharpness[1:3, 1:3].mean()
    outer = (sharpness.sum() - 4 * inner) / 12
    if inner <= 0 or outer <= 0:
        return NAN
    return float(np.clip(np.log2(inner / outer), -15, 15))


@lru_cache(maxsize=1)
def _gradient(photo: Photo) -> tuple[FloatPlane, FloatPlane, FloatPlane]:
    """Changes of luma to the right and downwards, without sign, and how steep they are together."""
    across = np.abs(cv2.Sobel(photo.grey, cv2.CV_32F, 1, 0))
    down = np.abs(cv2.Sobel(photo.grey, cv2.CV_32F, 0, 1))
    return across, down, length(across, down)


def _lines(steep: FloatPlane, flat: FloatPlane, weight: FloatPlane) -> float:
    """Share of the gradient's weight within 15 degrees of one direction."""
    total = float(weight.sum(dtype=np.float64))
    if total == 0:
        return NAN
    along = flat < np.float32(np.tan(np.radians(15))) * steep
    return float((weight * along).sum(dtype=np.float64)) / total


@feature(
    "Level lines",
    group="composition",
    unit="share of the gradient",
    low=0,
    high=1,
    lots="many level lines, such as horizons and steps",
    little="few level lines",
    more="with more level lines",
    less="with fewer level lines",
    source="Sobel gradient within 15 degrees, weighted by its size",
    comparison=Comparison(0.15, 0.25, "{} of the edges level", "percent"),
)
def horizontal_lines(photo: Photo) -> float:
    """Share of all edges that lie level, within 15 degrees; about .17 if none stand out."""
    across, down, weight = _gradient(photo)
    return _lines(down, across, weight)


@feature(
    "Upright lines",
    group="composition",
    unit="share of the gradient",
    low=0,
    high=1,
    lots="many upright lines, such as trunks and walls",
    little="few upright lines",
    more="with more upright lines",
    less="with fewer upright lines",
    source="Sobel gradient within 15 degrees, weighted by its size",
    comparison=Comparison(0.15, 0.3, "{} of the edges upright", "percent"),
)
def vertical_lines(photo: Photo) -> float:
    """Share of all edges that stand upright, within 15 degrees; about .17 if none stand out."""
    across, down, weight = _gradient(photo)
    return _lines(across, down, weight)
