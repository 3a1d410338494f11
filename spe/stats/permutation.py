"""Tests by permutation: orders that keep neighbours together, and the p-value they give.

Posts of one week resemble one another; shuffled alone they would look more varied by
chance than they are, so whole blocks of neighbours change places.
"""

import numpy as np

from spe.stats.design import FloatArray, IntArray

BLOCK = 5


def block_orders(
    n: int, count: int, seed: int = 0, *, block: int = BLOCK, circular: bool = False
) -> IntArray:
    """Orders of `n` posts in which blocks of neighbours have changed places.

    Args:
        n: How many posts, 1 or more.
        count: How many orders.
        seed: For the draw; the same seed gives the same orders.
        block: Posts in a block; the last one may have fewer.
        circular: Whether the blocks are cut at a random place of the circle that the posts
            make (Politis and Romano 1992), otherwise always at the first post.

    Returns:
        (count, n) indices, each row a permutation of 0 .. n - 1.
    """
    blocks = [np.arange(i, min(i + block, n)) for i in range(0, n, block)]
    rng = np.random.default_rng(seed)
    orders = np.empty((count, n), np.int64)
    for row in orders:
        start = int(rng.integers(n)) if circular else 0
        row[:] = (np.concatenate([blocks[i] for i in rng.permutation(len(blocks))]) + start) % n
    return orders


def p_value(statistics: FloatArray) -> float:
    """The share of statistics at least as large as the first, which counts itself.

    Args:
        statistics: (1 + orders,): that of the posts as they are, then those of the orders.

    Returns:
        Above 0, and 1 at most (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585).

    >>> p_value(np.array([3.0, 1.0, 2.0, 4.0]))
    0.5
    """
    tolerance = 1e-9 * max(1.0, abs(float(statistics[0])))
    return float(np.mean(statistics >= statistics[0] - tolerance))
