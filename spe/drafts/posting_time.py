"""When to post: what is known of an hour, and which times may be proposed."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from spe.features import CLOCK, MOMENT_FEATURES, Moment
from spe.features.moment import gap, posts_7d
from spe.measure.values import measure_moment, moment_at
from spe.model.fitted import FittedModel, Term
from spe.wording import percent_of_log

# A pause longer than all but one in ten of the account's own says less of the account than of
# the import: something was posted since, or will be, that nobody has handed over.
LONG_PAUSE, USUAL_PAUSE = 0.9, 0.5

# Fewer posts than this within these hours of a draft's time, and nothing is known of the hour.
FEW_POSTS, NEAR_HOURS = 3, 2.0

Values = Mapping[str, float]


@dataclass(frozen=True)
class PauseTaken:
    """The pause that a guess rests on where the true one is not known: the account's usual.

    `last` is the last post that was imported, `days` the median of the account's pauses.
    """

    last: datetime
    days: float


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

    Hours at which hardly anything was ever posted are left out. Times differ by what may be
    named of them alone: an hour, a day or a pause that nothing is known of moves nothing.
    Empty where none may be named.
    """
    known = _named(model)
    if not known:
        return []
    times = sorted(posted)
    here = model.predict(timed(model, values, at))
    start = at.replace(minute=0, second=0, microsecond=0)
    best: dict[object, Slot] = {}
    for hours in range(1, 7 * 24 + 1):
        then = start + timedelta(hours=hours)
        if posts_near(model, then) < FEW_POSTS:
            continue
        moment, _ = moment_values(model, then, times)
        told = {name: value for name, value in moment.items() if name in known}
        foreseen = model.predict({**timed(model, values, at), **told})
        slot = Slot(then, max(0.0, math.expm1(foreseen)), foreseen - here)
        day = then.date()
        if day not in best or slot.gain > best[day].gain:
            best[day] = slot
    return sorted(best.values(), key=lambda slot: (-slot.gain, slot.at))[:most]


def moment_values(
    model: FittedModel, at: datetime, posted: Sequence[datetime]
) -> tuple[Values, PauseTaken | None]:
    """What is known of a draft's moment, reaching no further than the posts that were learnt from.

    Of these features only the account's pace goes its own way with time: an hour and a weekend
    come again, and the account's age is never a regressor. Where the pause since the last post
    of all is longer than `LONG_PAUSE` of the account's own, it is taken as the usual one, and
    so are the posts of the week before. Any other is drawn in to the least or most there was.

    Args:
        model: what was learnt; its quantiles of the pace are the account's own.
        at: when the draft is posted.
        posted: when posts went out, oldest first.

    Returns:
        The values by feature, and the pause that was taken, None where it is the true one.
    """
    moment = moment_at(at, posted)
    values = measure_moment(moment)
    taken = _pause_taken(model, moment, values[gap.name], posted)
    pace = {
        name: _usual(model, name) if taken else _drawn_in(model, name, values[name])
        for name in (gap.name, posts_7d.name)
        if name in model.by_name
    }
    return {**values, **pace}, taken


def _pause_taken(
    model: FittedModel, moment: Moment, days: float, posted: Sequence[datetime]
) -> PauseTaken | None:
    """The usual pause, where so long a one says that posts are missing; else None."""
    term = model.by_name.get(gap.name)
    if term is None or moment.previous is None or math.isnan(days):
        return None
    if days <= _quantile(term, LONG_PAUSE) or moment.previous != posted[-1]:
        return None
    return PauseTaken(moment.previous, _usual(model, gap.name))


def _usual(model: FittedModel, name: str) -> float:
    """The account's median of a measure of pace."""
    return _quantile(model.by_name[name], USUAL_PAUSE)


def _quantile(term: Term, share: float) -> float:
    shares = np.linspace(0, 1, len(term.quantiles))
    return float(np.interp(share, shares, term.quantiles))


def _drawn_in(model: FittedModel, name: str, value: float) -> float:
    """A measure of pace, no less and no more than there was; unknown stays unknown."""
    quantiles = model.by_name[name].quantiles
    return value if math.isnan(value) else min(max(value, quantiles[0]), quantiles[-1])


def _named(model: FittedModel) -> frozenset[str]:
    """The features of the moment that may be named; the two of the clock are one thing."""
    named = {item.name for item in MOMENT_FEATURES if item.name in model.answer.effects}
    return frozenset(named | CLOCK if named & CLOCK else named)
