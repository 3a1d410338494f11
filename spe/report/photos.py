"""The photos as the page carries them: small, encoded anew, each stored once.

Only pixels are kept: no EXIF, no colour profile, no file name.
"""

import base64
import functools
import os
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spe.errors import PhotoError
from spe.photo.decode import decode, shrink
from spe.photo.encode import blurred, webp
from spe.photo.planes import Face

FindFaces = Callable[[NDArray[np.uint8]], tuple[Face, ...]]

# Characters that the photos of a page may take: a page of 100 posts stays below 1 MB,
# one of 500 below 3 MB.
LARGE_BUDGET = 270_000
SMALL_BUDGET = 420_000
SMALL_POSTS, BUDGET_FOR_ONE_MORE = 100, 3_300

# Tried in turn until the budget is kept: longest side and WebP quality.
Ladder = tuple[tuple[int, int], ...]
LARGE_LADDER: Ladder = ((420, 62), (380, 56), (340, 50), (300, 44), (240, 38), (200, 30))
LADDER: Ladder = ((200, 58), (168, 54), (144, 50), (120, 46), (100, 42), (84, 38), (64, 32))

# Photos that are tried before all are encoded.
SAMPLE = 16


@dataclass(frozen=True)
class Picture:
    """A photo's pixels as a data: URI, with its size for the aspect ratio."""

    uri: str
    width: int
    height: int


def collect(
    paths: Mapping[int, Path],
    large: Sequence[int],
    *,
    find_faces: FindFaces | None = None,
) -> Iterator[tuple[int, NDArray[np.uint8] | str]]:
    """Decode photos in their order: pixels at the size they are needed at, or what was wrong.

    With `find_faces`, every face it finds is blurred beyond recognition.
    """

    def taken(number: int) -> tuple[int, NDArray[np.uint8] | str]:
        side = (LARGE_LADDER if number in large else LADDER)[0][0]
        try:
            return number, pixels(paths[number], side, find_faces)
        except PhotoError as error:
            return number, str(error)

    if find_faces is not None:  # a detector looks at one photo at a time
        yield from map(taken, paths)
        return
    # Decoders leave Python's lock, so photos share the processor's cores. What decoding does
    # to the list of warnings it does to that of all threads: here is one to come back to.
    with warnings.catch_warnings(), ThreadPoolExecutor(os.cpu_count()) as pool:
        warnings.simplefilter("ignore")
        yield from pool.map(taken, paths)


def pixels(path: Path, side: int, find_faces: FindFaces | None = None) -> NDArray[np.uint8]:
    """A photo's pixels, its longest side at most `side`.

    Faces are looked for in the whole photo and blurred beyond recognition.

    Raises:
        PhotoError: it can't be read.
    """
    if find_faces is None:
        return decode(path, side=side).rgb
    whole = decode(path).rgb
    return shrink(blurred(whole, find_faces(whole)), side)


def encode(taken: Mapping[int, NDArray[np.uint8]], large: Sequence[int]) -> dict[int, Picture]:
    """Encode photos so that a page of them stays within its size."""
    shown = {number: taken[number] for number in large if number in taken}
    small = {number: rgb for number, rgb in taken.items() if number not in shown}
    more = max(0, len(small) - SMALL_POSTS)
    made = _within(LARGE_BUDGET, shown, LARGE_LADDER)
    made |= _within(SMALL_BUDGET + BUDGET_FOR_ONE_MORE * more, small, LADDER)
    return dict(sorted(made.items()))


def _within(
    budget: int, pixels: Mapping[int, NDArray[np.uint8]], ladder: Ladder
) -> dict[int, Picture]:
    """All photos at the first step of the ladder at which they fit, or at the last.

    A sample says at which step it is worth to begin.
    """
    if not pixels:
        return {}
    sample = dict(list(pixels.items())[:: max(1, len(pixels) // SAMPLE)])
    first = next(
        (
            place
            for place, step in enumerate(ladder)
            if _length(sample, *step) <= budget * len(sample) / len(pixels)
        ),
        len(ladder) - 1,
    )
    made: dict[int, Picture] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # encoders leave the lock, too
        for side, quality in ladder[first:]:
            step = functools.partial(_webp, side=side, quality=quality)
            made = dict(zip(pixels, pool.map(step, pixels.values()), strict=True))
            if sum(len(item.uri) for item in made.values()) <= budget:
                break
    return made


def _length(pixels: Mapping[int, NDArray[np.uint8]], side: int, quality: int) -> int:
    return sum(len(_webp(rgb, side, quality).uri) for rgb in pixels.values())


def _webp(rgb: NDArray[np.uint8], side: int, quality: int) -> Picture:
    small = shrink(rgb, side)
    uri = "data:image/webp;base64," + base64.b64encode(webp(small, quality)).decode("ascii")
    return Picture(uri, small.shape[1], small.shape[0])
