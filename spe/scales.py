"""Counts on an axis: a log scale on which 0 has a place, and its ticks."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

# Digits that make round values, for ticks.
ROUND = (1, 2, 3, 5, 7)


@dataclass(frozen=True)
class Tick:
    """A value on an axis and where it stands, 0-100 from the left or the bottom.

    `wide` ticks are left out where the plot is narrow.
    """

    value: float
    at: float
    wide: bool = False


@dataclass(frozen=True)
class Scale:
    """A log scale of counts: `log1p`, so that 0 has a place."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a count of 0 or more stands: 0 at `low`, 100 at `high`."""
        bottom, top = math.log1p(self.low), math.log1p(self.high)
        return 100 * (math.log1p(max(value, 0)) - bottom) / (top - bottom)

    def ticks(self, most: int) -> tuple[Tick, ...]:
        """Round values, those in between marked `wide`."""
        steps = [
            float(digit * 10**power)
            for power in range(7)
            for digit in ROUND
            if self.low <= digit * 10**power <= self.high
        ]
        if len(steps) < 3:
            steps = _even_steps(self.low, self.high)
        kept: list[Tick] = []
        for value in steps:
            at = self.at(value)
            if not kept or at - kept[-1].at >= 88 / most:
                kept.append(Tick(value, at))
        if len(kept) < 5:
            return tuple(kept)
        return tuple(replace(tick, wide=place % 2 == 1) for place, tick in enumerate(kept))


def scale_of(values: Sequence[float], margin: float) -> Scale:
    """The scale on which counts stand, with a margin at both ends.

    Args:
        values: counts, 0 or more, at least one of them finite; others have no place.
        margin: the space at each end, as a share (0 to 1) of what the counts span.
    """
    known = [value for value in values if math.isfinite(value)]
    low, high = math.log1p(max(0.0, min(known))), math.log1p(max(known))
    space = max(margin * (high - low), 0.03)
    return Scale(max(0.0, math.expm1(low - space)), math.expm1(high + space))


def _even_steps(low: float, high: float) -> list[float]:
    width = 10 ** math.floor(math.log10(max((high - low) / 3, 1)))
    for factor in (1, 2, 5, 10):
        if (high - low) / (factor * width) <= 6:
            break
    step = factor * width
    first = math.ceil(low / step) * step
    return [first + step * place for place in range(int((high - first) / step) + 1)]
