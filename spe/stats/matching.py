"""Pairs of posts that are alike but for one thing, after Rosenbaum 1989."""

import numpy as np
from numpy.typing import NDArray

from spe.stats.design import FloatArray

# Half the mean squared difference of standardised features, which is 1 for two posts drawn at
# random, that a pair may have; and how many days may lie between the two.
MOST_UNLIKE = 0.75
MOST_APART = 183.0


def matched(
    z: FloatArray, days: FloatArray, having: NDArray[np.bool_], lacking: NDArray[np.bool_]
) -> list[tuple[int, int]]:
    """Pairs of a post that has something with one that lacks it, each post once.

    Of all ways to pair the posts as often as can be, the one whose pairs are most alike together
    (optimal matching, doi:10.1080/01621459.1989.10478868). Pairs that are too unlike, or too far
    apart in time, are none.

    Args:
        z: (posts, features) what the two should share, standardised; 0 where unknown.
        days: (posts,) days since some day.
        having: (posts,) whether each has it.
        lacking: (posts,) whether each lacks it.

    Returns:
        Where the two of each pair stand, the one that has it first; the most alike pair first.
    """
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  (slow to load)

    some, others = np.flatnonzero(having), np.flatnonzero(lacking)
    if not len(some) or not len(others) or not z.shape[1]:
        return []
    unlike = ((z[some, None] - z[None, others]) ** 2).mean(axis=2) / 2
    apart = np.abs(days[some, None] - days[None, others])
    fits = (unlike <= MOST_UNLIKE) & (apart <= MOST_APART)
    # One pair more is worth whatever it does to the likeness of the others.
    rows, columns = linear_sum_assignment(np.where(fits, unlike, len(some) + len(others)))
    kept = [(i, j) for i, j in zip(rows, columns, strict=True) if fits[i, j]]
    kept.sort(key=lambda pair: (unlike[pair], pair))
    return [(int(some[i]), int(others[j])) for i, j in kept]
