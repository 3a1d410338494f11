"""What the face model is fed, and what its numbers mean.

The model is a single-shot detector (BlazeFace, arXiv:1907.05047): it sees a square of 192
pixels and says of each of 48 x 48 places how likely a face is there, and where its box lies.
MediaPipe does all of this inside its own library. Where that can't run, LiteRT runs the same
model file, and this module stands in for the rest, by the same rules.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spe.photo.planes import BytePlane

Numbers = npt.NDArray[np.float32]
_Places = npt.NDArray[np.intp]

# Pixels of the square, and between two places that are asked about.
SIDE = 192
STRIDE = 4
PLACES = (SIDE // STRIDE) ** 2

# Boxes that share more than this of what they cover together are one face.
OVERLAP = 0.3


@dataclass(frozen=True)
class Square:
    """A picture as the model sees it, and where that square lies in the picture.

    Attributes:
        pixels: float32 of shape (1, 192, 192, 3), -1 black to 1 white.
        left: where the square begins, in pixels of the picture; below 0 beside a tall one.
        top: the same from above; below 0 over a wide one.
        side: how many pixels of the picture are as long as the square.
    """

    pixels: Numbers
    left: float
    top: float
    side: float


def squared(rgb: BytePlane) -> Square:
    """A whole picture in the middle of the model's square; what is beyond it is black.

    Pixels are mixed of the four around where they come from, in steps of 1/32 pixel and
    rounded to whole values: what MediaPipe's OpenCV does, where releases from 5 on differ.

    Args:
        rgb: uint8 of shape (height, width, 3).
    """
    height, width = rgb.shape[:2]
    side = max(height, width)
    left, top = (width - side) / 2, (height - side) / 2
    mixed = np.zeros((SIDE, 3 * SIDE), np.float32)
    for rows, down in _taps(top, side, height):
        lines = rgb.take(rows, axis=0)
        for columns, across in _taps(left, side, width):
            four = lines.take(columns, axis=1).reshape(SIDE, 3 * SIDE)
            mixed += four * np.repeat(across, 3) * down[:, None]
    pixels = np.floor(mixed + np.float32(0.5)).reshape(1, SIDE, SIDE, 3) / np.float32(127.5) - 1
    return Square(pixels, left, top, side)


def _taps(start: float, side: float, length: int) -> list[tuple[_Places, Numbers]]:
    """The two pixels that each of the square's is mixed of along one side, and their weights.

    Corner lies upon corner: the middles of pixels are not matched. Beyond the photo nothing
    has a weight.
    """
    at = np.round((np.arange(SIDE) * side / SIDE + start) * 32) / 32
    first = np.floor(at).astype(np.intp)
    taps = []
    for place, weight in ((first, first + 1 - at), (first + 1, at - first)):
        inside = (place >= 0) & (place < length)
        taps.append((np.clip(place, 0, length - 1), (weight * inside).astype(np.float32)))
    return taps


def boxes(places: Numbers, logits: Numbers, weakest: float) -> Numbers:
    """The faces that the model's numbers tell of, best first, each once.

    Args:
        places: float32 of shape (2304, at least 4): for each place how far from its middle the
            box's middle lies, across and down, then the box's width and height, in pixels of
            the square. What comes after are eyes, nose and ears, which nobody here asks about.
        logits: float32 of shape (2304,): the log odds of a face.
        weakest: the lowest score that counts, 0 to 1.

    Returns:
        float32 of shape (faces, 5): left, top, right, bottom in shares of the square's side,
        and the score, 0 to 1. Boxes may reach beyond the square.
    """
    scores = 1 / (1 + np.exp(-np.clip(logits.astype(np.float64), -100, 100)))
    sizes = places[:, 2:4] / SIDE
    middles = places[:, :2] / SIDE + _middles()
    found = np.column_stack([middles - sizes / 2, middles + sizes / 2, scores])
    good = (scores >= weakest) & (sizes >= 0).all(axis=1)
    return _each_once(found[good].astype(np.float32))


def _middles() -> Numbers:
    """The middle of each place, row by row, in shares of the square's side."""
    steps = (np.arange(SIDE // STRIDE, dtype=np.float32) + np.float32(0.5)) * STRIDE / SIDE
    across, down = np.meshgrid(steps, steps)
    return np.column_stack([across.ravel(), down.ravel()])


def _each_once(found: Numbers) -> Numbers:
    """Weighted non-maximum suppression: boxes that overlap the best become one.

    Its sides are their mean, weighted by the scores; its score is that of the best.
    """
    kept = []
    rest = found[np.argsort(-found[:, 4], kind="stable")]
    while len(rest):
        alike = _overlap(rest[0], rest) > OVERLAP
        alike[0] = True
        same = rest[alike]
        sides = np.average(same[:, :4], axis=0, weights=same[:, 4])
        kept.append([*sides, rest[0, 4]])
        rest = rest[~alike]
    return np.array(kept, np.float32).reshape(-1, 5)


def _overlap(one: Numbers, others: Numbers) -> Numbers:
    """What two boxes share, over what they cover together, 0 to 1."""
    across = np.minimum(one[2], others[:, 2]) - np.maximum(one[0], others[:, 0])
    down = np.minimum(one[3], others[:, 3]) - np.maximum(one[1], others[:, 1])
    shared = np.maximum(across, 0) * np.maximum(down, 0)
    both = _area(one[None]) + _area(others) - shared
    return np.asarray(shared / np.maximum(both, np.finfo(np.float32).tiny), np.float32)


def _area(found: Numbers) -> Numbers:
    return np.asarray((found[:, 2] - found[:, 0]) * (found[:, 3] - found[:, 1]), np.float32)
