"""Stretches of life in which an account posts alike, found in its photos alone.

A holiday or an exam term has a look of its own, and a luck of its own. Where likes of a stretch
rise and fall together, its posts are less evidence about their look than so many posts of
different weeks. Where one stretch ends and the next begins is told by the photos, never
by the likes, so that a test that knows it stays a test.
"""

import numpy as np

from spe.stats.design import FloatArray, IntArray

# The shortest stretch, in posts.
SHORTEST = 3

# A boundary is drawn where the photos differ by this share of what chance would hardly do.
_EAGER = 0.7
_SDS = 3.0


def stretches(z: FloatArray) -> IntArray:
    """Which stretch each post belongs to: 0, 1, 2 ... in order of time.

    Optimal partitioning (Jackson et al. 2005, doi:10.1109/LSP.2001.838216): the boundaries that
    leave the least sum of squares around each stretch's mean, where each costs what splitting
    at random would gain, and three standard deviations of it.

    Args:
        z: (posts, features) standardised, oldest first, without NaN.

    Returns:
        (posts,) whole numbers, rising; all 0 where no stretch differs from another.
    """
    n, p = z.shape
    if not p or n < 2 * SHORTEST:
        return np.zeros(n, np.int64)
    cost = _cost_of_a_boundary(z)
    sums = np.vstack([np.zeros(p), np.cumsum(z, axis=0)])
    squares = np.append(0.0, np.cumsum((z**2).sum(axis=1)))
    least = np.full(n + 1, np.inf)
    least[0] = -cost
    before = np.zeros(n + 1, np.int64)
    for end in range(SHORTEST, n + 1):
        starts = np.arange(end - SHORTEST + 1)
        around = ((sums[end] - sums[starts]) ** 2).sum(axis=1) / (end - starts)
        total = least[starts] + squares[end] - squares[starts] - around + cost
        before[end] = starts[total.argmin()]
        least[end] = total.min()
    number = np.zeros(n, np.int64)
    end = n
    while end:
        end = int(before[end])
        number[end:] += end > 0
    return number


def _cost_of_a_boundary(z: FloatArray) -> float:
    """The sum of squares that a boundary must save: its chance mean, and `_SDS` SDs more.

    Splitting saves one squared normal number for each principal component of the features.
    """
    variances = np.linalg.svd(z - z.mean(axis=0), compute_uv=False) ** 2 / len(z)
    return float(_EAGER * (variances.sum() + _SDS * np.sqrt(2 * (variances**2).sum())))
