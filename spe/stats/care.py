"""Accounts are not experiments: stretches of hidden counts, breaks in reach, long pauses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from spe.stats.inference import p_value, shuffled
from spe.stats.sheet import Sheet
from spe.stats.trend import spline, without

# With more zeros than this there is no spread to learn from.
MOST_ZERO = 0.8

LONG_PAUSE_DAYS = 365

_SHORTEST_STRETCH = 5
_UNLIKELY = 0.001

_SIDE = 10
_SHIFT_P = 0.01
_SHIFT_SIZE = 0.25


def hidden_stretch(counts: Sequence[int | None]) -> slice | None:
    """The longest run of one value that chance would hardly make, None without one.

    A value taken by a share q of the other posts fills a given stretch of length L with
    probability q^L; the run counts where n q^L is below 1 in 1000.
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
    """A lasting change of level: from post `at` on, likes are `change` higher (share of 1)."""

    at: int
    change: float


def level_shift(sheet: Sheet, seed: int = 0) -> Shift | None:
    """A lasting jump in likes that a smooth trend can't follow, None without one.

    For every possible moment a step is added to the trend; the largest gain in fit is
    compared with that of posts shuffled in blocks.
    """
    n = len(sheet)
    if n < 3 * _SIDE:
        return None
    basis = spline(sheet.days)
    places = [i for i in range(_SIDE, n - _SIDE) if sheet.days[i] > sheet.days[i - 1]]
    if not places:
        return None
    steps = np.column_stack([(np.arange(n) >= i).astype(float) for i in places])
    left = without(basis, steps)
    size = np.linalg.norm(left, axis=0)
    usable = size > 1e-6
    if not usable.any():
        return None
    unit = left[:, usable] / size[usable]
    targets = shuffled(without(basis, sheet.y[:, None])[:, 0], basis, 199, seed)
    gains = (unit.T @ targets) ** 2 / (targets**2).sum(axis=0)
    best = int(np.argmax(gains[:, 0]))
    jump = float(unit[:, best] @ targets[:, 0] / size[usable][best])
    change = float(np.expm1(jump))
    if p_value(gains.max(axis=0)) > _SHIFT_P or abs(change) < _SHIFT_SIZE:
        return None
    return Shift(np.asarray(places)[usable][best].item(), change)
