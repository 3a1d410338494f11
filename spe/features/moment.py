"""When a post went out, in the account's own time zone."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature

DAY = 24 * 60 * 60
SATURDAY = 5

# The days in which posts before a post are counted, up to but without its own moment.
LATELY = timedelta(days=7)

TIME_OF_DAY = "time_of_day"

POSTED_AT = "the post's time in the account's time zone"


@dataclass(frozen=True)
class Moment:
    """A post's time, and those of the post before it and of the account's first.

    `at` is in the account's zone, or None where the time is unknown: every
    measure is NaN then. `previous` is None for the first post. `lately` is how many posts went
    out in the `LATELY` before it, None where nobody has counted.
    """

    at: datetime | None
    previous: datetime | None = None
    first: datetime | None = None
    lately: int | None = None


def _angle(at: datetime) -> float:
    """The hour hand of a 24-hour clock, in radians from midnight."""
    return 2 * math.pi * (at.hour + at.minute / 60 + at.second / 3600) / 24


@feature(
    "Morning or evening",
    group="time",
    unit="sine of the 24-hour clock",
    low=-1,
    high=1,
    lots="a post in the morning",
    little="a post in the evening",
    more="nearer to 6 in the morning",
    less="nearer to 6 in the evening",
    source=POSTED_AT,
    comparison=Comparison(-1, 1, "posted at {}", "sine"),
    part_of=TIME_OF_DAY,
)
def hour_sin(moment: Moment) -> float:
    """1 at 6 in the morning, 0 at midday and midnight, -1 at 6 in the evening.

    >>> hour_sin(Moment(datetime(2026, 11, 27, 18)))
    -1.0
    """
    return NAN if moment.at is None else math.sin(_angle(moment.at))


@feature(
    "Night or midday",
    group="time",
    unit="cosine of the 24-hour clock",
    low=-1,
    high=1,
    lots="a post at night",
    little="a post around midday",
    more="nearer to midnight",
    less="nearer to midday",
    source=POSTED_AT,
    comparison=Comparison(-1, 1, "posted at {}", "cosine"),
    part_of=TIME_OF_DAY,
)
def hour_cos(moment: Moment) -> float:
    """1 at midnight, 0 at 6 in the morning and evening, -1 at midday."""
    return NAN if moment.at is None else math.cos(_angle(moment.at))


@feature(
    "Weekend",
    group="time",
    unit="1 on Saturday and Sunday",
    low=0,
    high=1,
    lots="a post at the weekend",
    little="a post on a weekday",
    more="at the weekend",
    less="on a weekday",
    source=POSTED_AT,
    comparison=Comparison(0, 1, scale="yes_or_no"),
    posts=("posts at the weekend", "posts on weekdays"),
    having=("Weekend", "Weekday"),
)
def weekend(moment: Moment) -> float:
    """1 on Saturday and Sunday, 0 from Monday to Friday."""
    return NAN if moment.at is None else float(moment.at.weekday() >= SATURDAY)


@feature(
    "Days since the last post",
    group="time",
    unit="days",
    low=0,
    high=math.inf,
    lots="a post after a long pause",
    little="a post soon after the last",
    more="after a longer pause",
    less="sooner after the last post",
    source=POSTED_AT,
    comparison=Comparison(1, 14, "{} after the last post", "days"),
    transform="log1p",
    pace=True,
)
def gap(moment: Moment) -> float:
    """Days since the post before: .04 an hour later, 7 a week later. NaN for the first post."""
    if moment.at is None or moment.previous is None:
        return NAN
    return max(0.0, (moment.at - moment.previous).total_seconds() / DAY)


@feature(
    "Posts in the week before",
    group="time",
    unit="posts",
    low=0,
    high=math.inf,
    lots="a post after many in a week",
    little="a post after few in a week",
    more="after more posts in the week before",
    less="after fewer posts in the week before",
    source=POSTED_AT,
    comparison=Comparison(0, 3, "{} posts in the week before"),
    slight=True,
    transform="log1p",
    pace=True,
)
def posts_7d(moment: Moment) -> float:
    """The account's posts in the seven days before: 0 after a quiet week, 7 with one a day."""
    if moment.at is None or moment.lately is None:
        return NAN
    return float(moment.lately)


@feature(
    "Days since the first post",
    group="time",
    unit="days",
    low=0,
    high=math.inf,
    lots="a recent post",
    little="an early post",
    more="later in the account's life",
    less="earlier in the account's life",
    source=POSTED_AT,
    comparison=Comparison(30, 365, "{} after the first post", "days"),
    regressed=False,
)
def age(moment: Moment) -> float:
    """Days since the account's first post. The trend's own axis, so it is never a regressor."""
    if moment.at is None or moment.first is None:
        return NAN
    return max(0.0, (moment.at - moment.first).total_seconds() / DAY)
