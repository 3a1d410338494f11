"""Why a draft may expect what it may: the parts of a prediction, in words."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from spe.drafts.posting_time import Values, hour, time_matters
from spe.features import CLOCK, OF_PHOTO, TIME_OF_DAY, AnyFeature, named
from spe.model.claims import Evidence
from spe.model.fitted import FittedModel
from spe.wording import clock, percent_of_log, weekday

_STRENGTH: Mapping[Evidence, int] = {"strong": 2, "suggestive": 1, "unclear": 0}


@dataclass(frozen=True)
class Contribution:
    """What one feature adds to a prediction, against the account's average post.

    `effect` is in log-likes. `percentile` is the share of past posts (0-100) with less
    of it, ties by half; NaN where the value is unknown. `label` names it and `said`
    compares it, in words. The two features of the clock make one reason.
    """

    feature: str
    effect: float
    value: float
    percentile: float
    evidence: Evidence
    label: str = ""
    said: str = ""

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
    said = _compared(item, standing, above_average=effect * term.coefficient > 0)
    evidence = model.answer.evidence(name)
    return Contribution(name, effect, value, standing.percentile, evidence, item.label, said)


def _time_of_day(
    parts: Sequence[Contribution], at: datetime | None, *, matters: bool
) -> Contribution:
    """The sine and the cosine of the clock as the one thing they are."""
    effect = math.fsum(part.effect for part in parts)
    evidence = max((part.evidence for part in parts), key=lambda said: _STRENGTH[said])
    if evidence == "unclear" and matters:
        said = "the time matters; what the hour does alone is not clear"
    elif evidence == "unclear":
        said = "no clear effect of the hour so far"
    else:
        said = f"{'a better' if effect > 0 else 'a worse'} hour than your average one"
    label = "Time of day" if at is None else f"{weekday(at)} {clock(at)}"
    value = math.nan if at is None else hour(at)
    return Contribution(TIME_OF_DAY, effect, value, math.nan, evidence, label, said)


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


def _compared(item: AnyFeature, standing: Standing, *, above_average: bool) -> str:
    """How a draft stands among the past posts, in the feature's own words.

    What is more than most have can be less than the average, where a few have far more. A
    reason is held against the average, so that is what is said then.
    """
    if math.isnan(standing.value):
        return "unknown"
    if item.counted:
        count = round(standing.value)
        return {0: f"no {item.counted}", 1: f"1 {item.counted}"}.get(count, f"{count} {item.unit}")
    if item.binary:
        return item.more if standing.value else item.less
    if max(standing.below, standing.above) < 55:
        return "about as in most of your posts"
    more = standing.below >= standing.above
    if more != above_average:
        return f"{item.less if more else item.more} than your average post"
    share = max(standing.below, standing.above)
    whole = "all" if share >= 99.5 else f"{share:.0f}% of"
    return f"{item.more if more else item.less} than {whole} your posts"


def beyond(model: FittedModel, values: Values) -> tuple[str, ...]:
    """The features beyond every post; an hour never is, for the clock has no ends."""
    return tuple(name for name in model.outside(values) if name not in CLOCK)
