"""Accounts are not experiments: stretches of hidden counts, breaks in reach, long pauses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spe.stats.design import FEWEST_RECENT, RECENT, Design, FloatArray, recent_baseline
from spe.stats.trend import CLIP, winsorized

# With more zeros than this there is no spread to learn from.
MOST_ZERO = 0.8

LONG_PAUSE_DAYS = 365

# How much time a pause counts for at most in the trend. Nobody saw how the reach moved
# while nothing was posted, and a line drawn on through years would foretell anything.
PAUSE_COUNTS_DAYS = 60.0

_SHORTEST_STRETCH = 5
_UNLIKELY = 0.001

_SIDE, _WINDOW = 10, 40
_SHIFT_T = 5.0
_SHIFT_SIZE = 0.25

# How many posts on either side of a jump say how large it was.
BESIDE_SHIFT = 20

_JUMP_POSTS = 40
_JUMP_Z = 3.5
_JUMP_SIZE = float(np.log1p(_SHIFT_SIZE))


def hidden_stretch(counts: Sequence[int | None]) -> slice | None:
    """The longest run of one value that chance would hardly make, None without one.

    A value taken by a share q of the other posts fills a given stretch of length L with
    probability q^L; the run counts where n q^L is below 1 in 1000 (a union bound), and
    where it is five posts long or more.

    Args:
        counts: Likes of the posts, oldest first, 0 or more; None where one is unknown.

    Returns:
        Which posts, from the first of the run to the one after its last.
    """
    best: slice | None = None
    n = len(counts)
    start = 0
    for i in range(1, n + 1):
        if i < n and counts[i] == counts[start]:
            continue
        run = slice(start, i)
        length = i - start
        if length >= _SHORTEST_STRETCH and (best is None or length > best.stop - best.start):
            others = [*counts[:start], *counts[i:]]
            share = (others.count(counts[start]) + 1) / (len(others) + 2)
            if n * share**length < _UNLIKELY:
                best = run
        start = i
    return best


@dataclass(frozen=True)
class Shift:
    """A lasting level shift.

    Attributes:
        at: The first post after it, counted from 0.
        change: How much higher the median of the `BESIDE_SHIFT` posts from there on is than that
            of as many before, as a share of it: -1 to no end, and a quarter or more either way.
    """

    at: int
    change: float


def level_shift(design: Design) -> Shift | None:
    """A lasting jump in likes, None without one.

    At every moment a line with a step is fitted to the `_SIDE` posts or more on either
    side (up to `_WINDOW`); the step with the largest t counts where it is beyond what the
    best of many moments, and noise that neighbours share, would reach (`_SHIFT_T`): a
    supremum test for a break at an unknown time (Andrews 1993, doi:10.2307/2951764).
    Against a line that falls on both sides of it a step looks larger than any post shows, so
    its size is told by medians, and it counts only where they agree with it.

    Args:
        design: Any number of posts; with fewer than 20 none is found.
    """
    y = winsorized(design.days, design.y)
    best, largest = None, _SHIFT_T
    for at in range(_SIDE, len(y) - _SIDE + 1):
        if design.days[at] <= design.days[at - 1]:
            continue
        step, t = _step(y, at)
        change = _change(design.y, at)
        agree = min(abs(np.expm1(step)), abs(change)) >= _SHIFT_SIZE and step * change > 0
        if abs(t) > largest and agree:
            best, largest = Shift(at, change), abs(t)
    return best


def _step(y: FloatArray, at: int) -> tuple[float, float]:
    """The step of log-likes (posts,) beside a local line, and its t; 0 on a perfect line."""
    order = np.arange(max(0, at - _WINDOW), min(len(y), at + _WINDOW))
    matrix = np.column_stack([np.ones(len(order)), order - at, order >= at])
    inverse = np.linalg.inv(matrix.T @ matrix)
    coefficients = inverse @ (matrix.T @ y[order])
    left = y[order] - matrix @ coefficients
    error = np.sqrt(inverse[2, 2] * (left @ left) / (len(order) - 3))
    step = float(coefficients[2])
    return step, step / float(error) if error > 0 else 0.0


def _change(y: FloatArray, at: int) -> float:
    """How much more likes the posts from `at` on got than those before, by their medians."""
    after, before = y[at : at + BESIDE_SHIFT], y[max(0, at - BESIDE_SHIFT) : at]
    likes = float(np.expm1(np.median(before)))
    return float(np.expm1(np.median(after))) / likes - 1 if likes > 0 else np.nan


def recent_jump(y: FloatArray) -> int | None:
    """How many posts ago likes changed their level, where `level_shift` can't see it yet.

    The mean of the last few posts (drawn in to `CLIP` robust SDs) stands `_JUMP_Z` standard
    errors or more from the median of the `BESIDE_SHIFT` before, and their median a quarter
    away; so far, and on the same side, the last three stand apart from the recent baseline.

    Args:
        y: (posts,) log-likes, oldest first; without their photos' part where that is known.

    Returns:
        3 to 9; None without a jump, and below `_JUMP_POSTS` posts.
    """
    if len(y) < _JUMP_POSTS:
        return None
    above = (y - recent_baseline(y))[FEWEST_RECENT:]
    spread = 1.4826 * float(np.median(np.abs(above - np.median(above))))
    apart = float(np.median(y[-3:]) - np.median(y[-RECENT:]))
    found, largest = None, _JUMP_Z
    for ago in range(3, RECENT):
        before, after = y[-ago - BESIDE_SHIFT : -ago], y[-ago:]
        middle = float(np.median(before))
        change = float(np.median(after)) - middle
        inside = np.clip(after - middle, -CLIP * spread, CLIP * spread)
        error = spread * np.sqrt(1 / ago + np.pi / 2 / BESIDE_SHIFT)
        z = float(inside.mean()) / error if error > 0 else 0.0
        if abs(z) >= largest and apart * z > 0 and min(abs(change), abs(apart)) >= _JUMP_SIZE:
            found, largest = ago, abs(z)
    return found


def shortened(days: FloatArray) -> FloatArray:
    """The trend's time axis: days since the first post, each pause at most two months.

    Args:
        days: (posts,) days, rising.

    Returns:
        (posts,) days, rising, from 0.

    >>> shortened(np.array([0.0, 7.0, 2007.0, 2010.0]))
    array([ 0.,  7., 67., 70.])
    """
    steps = np.minimum(np.diff(days, prepend=days[:1]), PAUSE_COUNTS_DAYS)
    return np.cumsum(steps)
