"""The two posts that an effect is told between, and how coarsely their values are said."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# How a value is said, which is also how it is rounded:
# number       as it is: brightness 65
# percent      a share of something: 15 %
# area         a share of the photo that may be none of it: a third, none
# difference   of lightness: 10 points brighter or darker
# times        a log2, as a factor: 1.5 times
# format       a log2 of width over height: 3:2
# days         a pause: 6 hours, 14 days
# count        of things: 1 face, none
# sine, cosine of the 24-hour clock, as the two hours that have it: 14:00 or 22:00
# yes_or_no    1 or 0, which the feature has its own words for
Scale = Literal[
    "number",
    "percent",
    "area",
    "difference",
    "times",
    "format",
    "days",
    "count",
    "sine",
    "cosine",
    "yes_or_no",
]

# Formats that have a name, as width and height.
FORMATS = ((1, 1), (5, 4), (4, 3), (3, 2), (16, 9), (2, 1), (4, 5), (3, 4), (2, 3), (9, 16), (1, 2))

# How far a format may be from its name, in doublings: a crop is cut to whole pixels.
_NEARLY = 0.02

HOUR, MINUTE = 1 / 24, 1 / 24 / 60

# What values are rounded to on scales that have one grain for every feature.
_GRAINS: Mapping[Scale, float] = {"percent": 0.01, "area": 0.01, "count": 1.0, "difference": 1.0}

# Parts of an hour that clock times are rounded to, ever finer.
_OF_AN_HOUR = (1, 2, 4, 12, 60)

# Rounding may move an end by a tenth of the distance that is told; where it would be more,
# the next finer one is taken.
_KEPT = 0.1
_FINEST = 6


@dataclass(frozen=True)
class Comparison:
    """What an effect is told for: a post with `high` of something against one with `low`.

    Attributes:
        low: the lower value, in the feature's unit.
        high: the higher one.
        phrase: what is said of the post with more; its value goes where the braces stand.
        scale: how a value is said.
        grain: what values are rounded to, in the unit; for scales without one of their own.
    """

    low: float
    high: float
    phrase: str = "{}"
    scale: Scale = "number"
    grain: float = 1.0

    def rounded(self, low: float, high: float) -> tuple[float, float]:
        """The same two values as they can be said: as coarsely as keeps them apart.

        Neither moves by more than a tenth of the distance.
        """
        for fineness in range(_FINEST + 1):
            near = self._round(low, fineness), self._round(high, fineness)
            moved = max(abs(near[0] - low), abs(near[1] - high))
            if moved <= _KEPT * (high - low):
                return near
        return low, high

    def _round(self, value: float, fineness: int) -> float:
        """A value rounded, ten times as finely for each degree of fineness."""
        match self.scale:
            case "times":
                return _rounded_factor(value, fineness)
            case "format":
                return _rounded_format(value, fineness)
            case "days":
                return _rounded_days(value, fineness)
            case "sine" | "cosine":
                return _rounded_hour(value, self.scale, fineness)
            case _:
                return _multiple(value, _GRAINS.get(self.scale, self.grain), fineness)


def _rounded_hour(value: float, scale: Scale, fineness: int) -> float:
    """The sine or cosine of the nearest whole hour, or part of one."""
    part = _OF_AN_HOUR[min(fineness, len(_OF_AN_HOUR) - 1)] * 12 / math.pi
    inside = min(1.0, max(-1.0, value))
    if scale == "cosine":
        return math.cos(round(math.acos(inside) * part) / part)
    return math.sin(round(math.asin(inside) * part) / part)


def _multiple(value: float, unit: float, fineness: int) -> float:
    """The nearest multiple, without the dust of binary fractions."""
    finer = float(10**fineness)
    return round(round(value / unit * finer) * unit / finer, 12)


def _rounded_factor(value: float, fineness: int) -> float:
    """A log2 whose factor has two digits or more."""
    return math.log2(float(f"{math.exp2(value):.{2 + fineness}g}"))


def _rounded_format(value: float, fineness: int) -> float:
    """A log2 of width over height: of a format with a name, else of a factor."""
    for width, height in FORMATS if not fineness else ():
        if abs(value - math.log2(width / height)) <= _NEARLY:
            return math.log2(width / height)
    if value < 0:
        return -_rounded_factor(-value, fineness + 1)
    return _rounded_factor(value, fineness + 1)


def _rounded_days(value: float, fineness: int) -> float:
    """Whole days from three on, whole hours, or whole minutes."""
    unit = 1.0 if value >= 3 else HOUR if value >= HOUR else MINUTE
    part = float(10**fineness)
    return round(value / unit * part) / part * unit
