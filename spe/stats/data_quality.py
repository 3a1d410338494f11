"""Accounts are not experiments: stretches of hidden counts, breaks in reach, long pauses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spe.stats.design import Design, FloatArray
from spe.stats.trend import winsorized

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
        change: How much higher likes are from there on, as a share of those before: -1 to
            no end, and a quarter or more either way.
    """

    at: int
    change: float


def level_shift(design: Design) -> Shift | None:
    """A lasting jump in likes, None without one.

    At every moment a line with a step is fitted to the `_SIDE` posts or more on either
    side (up to `_WINDOW`); the step with the largest t counts where it is beyond what the
    best of many moments, and noise that neighbours share, would reach (`_SHIFT_T`): a
    supremum test for a break at an unknown time (Andrews 1993, doi:10.2307/2951764).

    Args:
        design: Any number of posts; with fewer than 20 none is found.
    """
    y = winsorized(design.days, design.y)
    n = len(y)
    best, largest = None, _SHIFT_T
    for at in range(_SIDE, n - _SIDE + 1):
        if design.days[at] <= design.days[at - 1]:
            continue
        near = slice(max(0, at - _WINDOW), min(n, at + _WINDOW))
        order = np.arange(n)[near]
        matrix = np.column_stack([np.ones(len(order)), order - at, order >= at])
        inverse = np.linalg.inv(matrix.T @ matrix)
        coefficients = inverse @ (matrix.T @ y[near])
        left = y[near] - matrix @ coefficients
        error = np.sqrt(inverse[2, 2] * (left @ left) / (len(order) - 3))
        size = abs(coefficients[2]) / error if error > 0 else 0.0
        change = float(np.expm1(coefficients[2]))
        if size > largest and abs(change) >= _SHIFT_SIZE:
            best, largest = Shift(at, change), size
    return best


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
