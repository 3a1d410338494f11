"""The fingerprint of a picture: whether two files show the same one."""

import cv2
import numpy as np

from spe.photo.planes import BytePlane

# Cells across in which a fingerprint compares neighbours, and how many grey levels apart
# two must be to count: less is noise, which another compression decides anew.
CELLS = 8
APART = 2

# Bits of 128 in which two copies of a picture may differ. Saved again at 400 pixels and
# JPEG quality 50, a picture moves by up to 6; different pictures are 39 and more apart.
SAME_BITS = 12


def fingerprint(rgb: BytePlane) -> int:
    """What a picture looks like in 128 bits, alike for copies of other sizes and qualities.

    A bit for each step from cell to cell on an 8 x 8 grid, to the right and downwards: 1
    where it gets brighter (difference hash after Krawetz 2013, "Kind of Like That").
    """
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    wide = cv2.resize(grey, (CELLS + 1, CELLS), interpolation=cv2.INTER_AREA)
    tall = cv2.resize(grey, (CELLS, CELLS + 1), interpolation=cv2.INTER_AREA)
    steps = np.concatenate([np.diff(wide, axis=1).ravel(), np.diff(tall, axis=0).ravel()])
    return int.from_bytes(np.packbits(steps > APART).tobytes())


def same_picture(one: int, other: int) -> bool:
    """Whether two fingerprints are of one picture; never of one with next to nothing in it.

    >>> same_picture(0, 0), same_picture(2**40 - 1, 2**40 - 2)
    (False, True)
    """
    enough = min(one.bit_count(), other.bit_count()) > SAME_BITS
    return enough and (one ^ other).bit_count() <= SAME_BITS
