"""When posts did well: a table of weekday and time of day, shrunk, with an honest test."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spe.stats.permutation import block_orders, p_value
from spe.wording import percent_of_log

# First hours of the slots; the last one ends at midnight.
SLOTS = (0, 6, 11, 14, 17, 21)
DAYS = 7

# Fewer posts than this say nothing of 42 cells.
FEWEST = 20

# Orders that likes are dealt out in.
ORDERS = 1999

# Half width of an 80 % normal range, in SD.
Z80 = 1.2815515655446004

Proof = Literal["untested", "no", "some", "yes"]


@dataclass(frozen=True)
class Cell:
    """One weekday and slot: posts in it, and percent of likes, pulled towards 0 by fewness."""

    posts: int
    percent: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the 80 % range lies on one side of 0."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class When:
    """The table (weekday, slot) and its test.

    `p` is the share of shuffles at least as uneven. `proof` is "yes" where the group of
    time is found behind an open gate and the shuffles agree; "some" where they do not.
    Percentages may be shown only where `told`: the gate is open and time is in the model.
    """

    cells: tuple[tuple[Cell, ...], ...]
    p: float
    proof: Proof
    told: bool
    between: float


def see_when(
    times: Sequence[datetime], left: NDArray[np.float64], *, told: bool, found: bool
) -> When:
    """Lay posts out by weekday and slot. `left` is log-likes over usual, photo parts taken out.

    Cell means are shrunk by empirical Bayes: the variance between cells by the method of
    moments (DerSimonian and Laird 1986), the one within pooled.
    """
    places = np.array([_place(at) for at in times], np.intp)
    size = DAYS * len(SLOTS)
    counts = np.bincount(places, minlength=size) if len(places) else np.zeros(size, np.intp)
    if len(places) < FEWEST:
        return When(
            _cells(counts, np.zeros(size), np.zeros(size)),
            math.nan,
            "untested",
            told=False,
            between=0.0,
        )
    centred = left - left.mean()
    means, within, between = _variances(places, centred, counts)
    noise = within / np.maximum(counts, 1)
    kept = between / (between + noise) if between > 0 else np.zeros(size)
    p = _shuffle_p(places, centred, counts)
    proof: Proof = "no"
    if told and found:
        proof = "yes" if p <= 0.05 and between > 0 else "some"
    cells = _cells(counts, means * kept, np.sqrt(kept * noise))
    return When(cells, p, proof, told, math.sqrt(between))


def _place(at: datetime) -> int:
    slot = sum(at.hour >= start for start in SLOTS) - 1
    return at.weekday() * len(SLOTS) + slot


def _variances(
    places: NDArray[np.intp], left: NDArray[np.float64], counts: NDArray[np.intp]
) -> tuple[NDArray[np.float64], float, float]:
    """Means by cell, the variance within cells, and that between them beyond chance."""
    n, used = len(left), int((counts > 0).sum())
    means = np.bincount(places, left, len(counts)) / np.maximum(counts, 1)
    freedom = n - used
    within = float(((left - means[places]) ** 2).sum() / freedom) if freedom > 0 else 0.0
    if freedom < DAYS:
        within = float(left.var(ddof=1))
    spread = float((counts * means**2).sum())
    scale = n - float((counts.astype(float) ** 2).sum()) / n
    between = max(0.0, (spread - (used - 1) * within) / scale) if scale > 0 else 0.0
    return means, within, between


def _shuffle_p(
    places: NDArray[np.intp], left: NDArray[np.float64], counts: NDArray[np.intp]
) -> float:
    def unevenness(values: NDArray[np.float64]) -> float:
        sums = np.bincount(places, values, len(counts))
        return float((sums**2 / np.maximum(counts, 1)).sum())

    orders = block_orders(len(left), ORDERS, circular=True)
    return p_value(np.array([unevenness(left), *(unevenness(left[order]) for order in orders)]))


def _cells(
    counts: NDArray[np.intp], shrunk: NDArray[np.float64], sd: NDArray[np.float64]
) -> tuple[tuple[Cell, ...], ...]:
    cells = [
        Cell(
            posts=int(count),
            percent=percent_of_log(value),
            low=percent_of_log(value - Z80 * error),
            high=percent_of_log(value + Z80 * error),
        )
        for count, value, error in zip(counts, shrunk, sd, strict=True)
    ]
    width = len(SLOTS)
    return tuple(tuple(cells[day * width : (day + 1) * width]) for day in range(DAYS))
