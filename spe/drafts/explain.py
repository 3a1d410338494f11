"""Why a draft may expect what it may: the parts of a prediction, in words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from spe.drafts.posting_time import Values, hour, time_matters
from spe.features import CLOCK, OF_PHOTO, TIME_OF_DAY, AnyFeature, named
from spe.model.claims import Evidence
from spe.model.fitted import FittedModel
from spe.wording import clock, percent_of_log, weekday

_STRENGTH: Mapping[Evidence, int] = {"strong": 2, "suggestive": 1, "unclear": 0}


# How a draft compares: unknown; so many of a thing; it is so or not; about as most posts; more or
# less than the average post; than all posts, or a share of them. Of the clock: a better or a
# worse hour, that the time matters and the hour is not clear, or neither.
StandKind = Literal[
    "unknown", "count", "having", "as_most", "average", "all", "share", "hour", "time_matters",
    "no_hour",
]  # fmt: skip


@dataclass(frozen=True)
class Stand:
    """How a draft compares in one feature, for a language to say.

    Attributes:
        kind: what is said.
        more: whether it has more of it, has it, or has a better hour.
        amount: how many there are, or the percent of posts that it is compared with.
    """

    kind: StandKind
    more: bool = False
    amount: int = 0


@dataclass(frozen=True)
class Contribution:
    """What one feature adds to a prediction, against the account's average post.

    `effect` is in log-likes. `percentile` is the share of past posts (0-100) with less
    of it, ties by half; NaN where the value is unknown. `stand` is how it compares, and `at`
    the moment that the two features of the clock, which make one reason, are about.
    """

    feature: str
    effect: float
    value: float
    percentile: float
    evidence: Evidence
    stand: Stand = Stand("unknown")
    at: datetime | None = None

    @property
    def label(self) -> str:
        """Its name, in English."""
        if self.feature != TIME_OF_DAY:
            return named(self.feature).label
        return "Time of day" if self.at is None else f"{weekday(self.at)} {clock(self.at)}"

    @property
    def said(self) -> str:
        """How it compares, in English."""
        return _in_words(self.feature, self.stand)

    @property
    def percent(self) -> float:
        """The effect in percent of likes."""
        return percent_of_log(self.effect)

    @property
    def backed(self) -> bool:
        """Whether there is evidence for it at all."""
        return self.evidence != "unclear"

    @property
    def of_photo(self) -> bool:
        """Whether it is about the photo; when and how it is posted is the same for all drafts."""
        return self.feature in OF_PHOTO


def explain(
    model: FittedModel, values: Values, at: datetime | None = None
) -> tuple[Contribution, ...]:
    """The parts of a prediction, largest first; they add up to it. Empty where it has no skill."""
    if not model.answer.told_apart:
        return ()
    effects = model.contributions(values)
    parts = [_contribution(model, name, effect, values) for name, effect in effects.items()]
    clock = [part for part in parts if part.feature in CLOCK]
    others = [part for part in parts if part.feature not in CLOCK and part.effect]
    if clock and not all(math.isnan(part.value) for part in clock):
        others.append(_time_of_day(clock, at, matters=time_matters(model)))
    return tuple(sorted(others, key=lambda part: -abs(part.effect)))


def _contribution(model: FittedModel, name: str, effect: float, values: Values) -> Contribution:
    item, term = named(name), model.by_name[name]
    value = values.get(name, math.nan)
    standing = Standing.of(value, term.quantiles)
    stand = _compared(item, standing, above_average=effect * term.coefficient > 0)
    evidence = model.answer.evidence(name)
    return Contribution(name, effect, value, standing.percentile, evidence, stand)


def _time_of_day(
    parts: Sequence[Contribution], at: datetime | None, *, matters: bool
) -> Contribution:
    """The sine and the cosine of the clock as the one thing they are."""
    effect = math.fsum(part.effect for part in parts)
    evidence = max((part.evidence for part in parts), key=lambda said: _STRENGTH[said])
    if evidence == "unclear":
        stand = Stand("time_matters" if matters else "no_hour")
    else:
        stand = Stand("hour", more=effect > 0)
    value = math.nan if at is None else hour(at)
    return Contribution(TIME_OF_DAY, effect, value, math.nan, evidence, stand, at)


@dataclass(frozen=True)
class Standing:
    """Where a value stands among the past posts: shares of them below and above it, 0-100."""

    value: float
    below: float
    above: float

    @classmethod
    def of(cls, value: float, quantiles: Sequence[float]) -> "Standing":
        """The standing among posts with these evenly spaced quantiles; NaN if unknown."""
        if math.isnan(value) or not quantiles:
            return cls(value, math.nan, math.nan)
        steps = np.linspace(0, 100, len(quantiles))
        equal = steps[np.asarray(quantiles) == value]
        if equal.size > 1:
            return cls(value, float(equal[0]), float(100 - equal[-1]))
        below = float(np.interp(value, quantiles, steps, left=0, right=100))
        return cls(value, below, 100 - below)

    @property
    def percentile(self) -> float:
        """The share of posts with less, ties by half."""
        return (self.below + 100 - self.above) / 2


def _compared(item: AnyFeature, standing: Standing, *, above_average: bool) -> Stand:
    """How a draft stands among the past posts."""
    if math.isnan(standing.value):
        return Stand("unknown")
    if item.counted:
        return Stand("count", amount=round(standing.value))
    if item.binary:
        return Stand("having", more=bool(standing.value))
    if max(standing.below, standing.above) < 55:
        return Stand("as_most")
    return _among(standing, above_average=above_average)


def _among(standing: Standing, *, above_average: bool) -> Stand:
    """Whether a draft has more or less than others, and than which.

    What is more than most have can be less than the average, where a few have far more. A
    reason is held against the average, so that is what is said then.
    """
    more = standing.below >= standing.above
    if more != above_average:
        return Stand("average", more=not more)
    share = max(standing.below, standing.above)
    if share >= 99.5:
        return Stand("all", more=more)
    return Stand("share", more=more, amount=round(share))


# Of the clock, and of what nothing is known of: the same whatever the feature.
_SAID: Mapping[StandKind, str] = {
    "unknown": "unknown",
    "as_most": "about as in most of your posts",
    "time_matters": "the time matters; what the hour does alone is not clear",
    "no_hour": "no clear effect of the hour so far",
}

# What a post with more or less is held against.
_THAN: Mapping[StandKind, str] = {
    "having": "",
    "average": " than your average post",
    "all": " than all your posts",
    "share": " than {}% of your posts",
}


def _in_words(feature: str, stand: Stand) -> str:
    """How a draft compares, in the feature's own words."""
    if stand.kind in _SAID:
        return _SAID[stand.kind]
    if stand.kind == "hour":
        return f"{'a better' if stand.more else 'a worse'} hour than your average one"
    item = named(feature)
    if stand.kind == "count":
        one, many = f"1 {item.counted}", f"{stand.amount} {item.unit}"
        return {0: f"no {item.counted}", 1: one}.get(stand.amount, many)
    return (item.more if stand.more else item.less) + _THAN[stand.kind].format(stand.amount)


def beyond(model: FittedModel, values: Values) -> tuple[str, ...]:
    """The features beyond every post; an hour never is, for the clock has no ends."""
    return tuple(name for name in model.outside(values) if name not in CLOCK)
