"""The fingerprint of a picture: whether two files show the same one."""

import numpy as np

from spe.photo.opencv import cv2
from spe.photo.planes import BytePlane

# Cells across in which a fingerprint compares neighbours, and how many grey levels apart
# two must be to count: less is noise, which another compression decides anew.
CELLS = 8
APART = 2

# Bits of 128 in which two copies of a picture may differ: where nothing but the picture
# speaks for it, and where both were posted at the same time. Measured on 173 pictures
# (photographs, parts of them, and arithmetic), each saved again at 96 to 1080 pixels as JPEG
# of quality 30, 50 and 85 and as WebP: of 3,460 copies 20 differ in more than 12 bits and
# none in more than 18; two different pictures with something in them differ in 23 at least.
SAME_BITS = 12
SAME_BITS_SAME_TIME = 18


def fingerprint(rgb: BytePlane) -> int:
    """What a picture looks like in 128 bits, alike for copies of other sizes and qualities.

    A bit for each step from cell to cell on an 8 x 8 grid, to the right and downwards: 1
    where it gets brighter (difference hash after Krawetz 2013, "Kind of Like That").

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB, height and width 1 or more.

    Returns:
        A whole number from 0 (nothing gets brighter anywhere) to 2**128 - 1.
    """
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    wide = cv2.resize(grey, (CELLS + 1, CELLS), interpolation=cv2.INTER_AREA)
    tall = cv2.resize(grey, (CELLS, CELLS + 1), interpolation=cv2.INTER_AREA)
    steps = np.concatenate([np.diff(wide, axis=1).ravel(), np.diff(tall, axis=0).ravel()])
    return int.from_bytes(np.packbits(steps > APART).tobytes())


def same_picture(one: int, other: int, *, same_time: bool = False) -> bool:
    """Whether two fingerprints are of one picture.

    With nothing but the picture to go by, never of one with next to nothing in it: most of
    its bits are 0, and so are those of every other. `same_time` says that both were posted
    at the same time, which speaks for one picture already.

    Args:
        one: a `fingerprint`, 0 to 2**128 - 1.
        other: another.
        same_time: whether both were posted at the same time.

    >>> same_picture(0, 0), same_picture(2**40 - 1, 2**40 - 2)
    (False, True)
    >>> same_picture(0, 0, same_time=True)
    True
    """
    differing = (one ^ other).bit_count()
    if same_time:
        return differing <= SAME_BITS_SAME_TIME
    return min(one.bit_count(), other.bit_count()) > SAME_BITS >= differing
