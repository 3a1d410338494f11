"""Shuffles that keep neighbours together, for tests by permutation."""

import numpy as np
from numpy.typing import NDArray

# Posts of one week resemble one another; shuffled alone they would look more varied by
# chance than they are. Blocks of five, as in the gate.
BLOCK = 5
TIMES = 1999


def block_shuffles(n: int, times: int = TIMES, seed: int = 0) -> NDArray[np.intp]:
    """`times` orders of 0..n-1, each made of whole blocks, cut at a random place of the circle.

    Returns:
        (times, n) indices.
    """
    rng = np.random.default_rng(seed)
    count = -(-n // BLOCK)
    orders = np.empty((times, n), np.intp)
    for row in orders:
        start = int(rng.integers(n))
        blocks = [
            np.arange(BLOCK * number, min(BLOCK * (number + 1), n))
            for number in rng.permutation(count)
        ]
        row[:] = (np.concatenate(blocks) + start) % n
    return orders


def share_as_large(seen: float, shuffled: NDArray[np.float64]) -> float:
    """The permutation p: share of orders, the seen one among them, with a value as large."""
    return float((1 + np.sum(shuffled >= seen - 1e-12)) / (1 + len(shuffled)))
