"""When to post: what is known of an hour, and which times may be proposed."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spe.features import CLOCK, Moment
from spe.measure.values import measure_moment
from spe.model.fitted import FittedModel
from spe.wording import percent_of_log

# Fewer posts than this within these hours of a draft's time, and nothing is known of the hour.
FEW_POSTS, NEAR_HOURS = 3, 2.0

Values = Mapping[str, float]


@dataclass(frozen=True)
class Slot:
    """A time to post, and the likes expected of a draft then."""

    at: datetime
    expected: float
    gain: float

    @property
    def percent(self) -> float:
        """How far that is above the draft's own time, in percent of likes."""
        return percent_of_log(self.gain)


def timed(model: FittedModel, values: Values, at: datetime | None) -> Values:
    """The values a score may rest on: an hour at which hardly anything was posted says nothing."""
    if at is None or not hour_is_new(model, at):
        return values
    return {**values, **dict.fromkeys(CLOCK, math.nan)}


def hour_is_new(model: FittedModel, at: datetime) -> bool:
    """Whether the model has an effect of the hour, but hardly a post near this one."""
    return bool(CLOCK & model.by_name.keys()) and posts_near(model, at) < FEW_POSTS


def posts_near(model: FittedModel, at: datetime) -> int:
    """How many posts went out within two hours of this clock time, on any day."""
    here = hour(at)
    times = (hour(post.posted_at.astimezone(at.tzinfo)) for post in model.posts)
    return sum(min(abs(time - here), 24 - abs(time - here)) <= NEAR_HOURS for time in times)


def hour(at: datetime) -> float:
    """Hours since midnight."""
    return at.hour + at.minute / 60


def time_matters(model: FittedModel) -> bool:
    """Whether the posts show that the time of posting matters."""
    return "time" in model.answer.groups


def propose_times(
    model: FittedModel, values: Values, at: datetime, posted: Iterable[datetime], most: int = 3
) -> list[Slot]:
    """The best times for a draft in the week from `at` on, one a day, best first.

    Hours at which hardly anything was ever posted are left out. Empty where the posts do
    not show that the time matters, for any time is then as good as another.
    """
    if not time_matters(model):
        return []
    times = sorted(posted)
    here = model.predict(timed(model, values, at))
    start = at.replace(minute=0, second=0, microsecond=0)
    best: dict[object, Slot] = {}
    for hours in range(1, 7 * 24 + 1):
        then = start + timedelta(hours=hours)
        if posts_near(model, then) < FEW_POSTS:
            continue
        moment = measure_moment(moment_at(then, times))
        foreseen = model.predict({**values, **moment})
        slot = Slot(then, max(0.0, math.expm1(foreseen)), foreseen - here)
        day = then.date()
        if day not in best or slot.gain > best[day].gain:
            best[day] = slot
    return sorted(best.values(), key=lambda slot: (-slot.gain, slot.at))[:most]


def moment_at(at: datetime, posted: Sequence[datetime]) -> Moment:
    """The moment of a draft posted at `at`, after posts at these times, oldest first."""
    before = [time for time in posted if time < at]
    return Moment(at, before[-1] if before else None, posted[0] if posted else None)
