"""Where things stand in a chart: scales, ticks and paths, as percent of the plot's box."""

import math
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from spe.report.effects import Effect
from spe.report.facts import Facts, PostFact, above
from spe.report.forecasts import Remembered
from spe.report.look import Ends
from spe.scales import Tick, scale_of

# Percent that a reader takes in at once, in the order in which they make good ticks.
PERCENTS = (0, 5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 1000)

# Posts on each side that the line of the usual is averaged over, and how many there must be
# before it is said where most of them lie.
NEIGHBOURS, FEWEST_AROUND = 5, 20


@dataclass(frozen=True)
class Bar:
    """One row of the effects: where dot, half and whole range stand, 0-100 from the left."""

    dot: float
    low: float
    high: float
    low50: float
    high50: float


@dataclass(frozen=True)
class Forest:
    """The common scale of all effects, log of the ratio of likes."""

    ticks: tuple[Tick, ...]
    zero: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Held:
    """A forecast and its outcome: where range, guess and likes stand, 0-100 from the left.

    `likes` is NaN while they arrive.
    """

    low: float
    high: float
    expected: float
    likes: float


@dataclass(frozen=True)
class Beside:
    """Forecasts on one scale, log of one more than likes."""

    ticks: tuple[Tick, ...]
    rows: tuple[Held, ...]


@dataclass(frozen=True)
class Point:
    """A post in a plot, 0-100 from the left and from the top, and the ends of its range."""

    post: PostFact
    x: float
    y: float
    top: float = math.nan
    bottom: float = math.nan
    above: bool = False


@dataclass(frozen=True)
class Plot:
    """A plot of posts, its ticks, and a path in a box of 100 by 100."""

    points: tuple[Point, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    path: str = ""
    band: str = ""


@dataclass(frozen=True)
class DateTick:
    """A month on the axis of time."""

    when: datetime
    at: float
    wide: bool = False


@dataclass(frozen=True)
class Timeline:
    """Likes over time with the line of what was usual, and the band of most posts around it."""

    points: tuple[Point, ...]
    across: tuple[DateTick, ...]
    up: tuple[Tick, ...]
    path: str
    band: str = ""


@dataclass(frozen=True)
class Small:
    """A small chart of one feature: marks, the line and its ribbon, in a box of 100 by 100."""

    marks: tuple[tuple[float, float], ...]
    line: str
    ribbon: str


def forest(effects: Sequence[Effect]) -> Forest:
    """Lay the effects out on one scale, wide enough for all ranges but those beyond tenfold."""

    def log(percent: float) -> float:
        return math.log1p(max(percent, -99.0) / 100)

    ends = [log(value) for item in effects for value in (item.low, item.high)]
    reach = min(max(map(abs, ends), default=0.1) * 1.08, math.log(10))
    reach = max(reach, math.log(1.12))

    def place(percent: float) -> float:
        return min(100.0, max(0.0, 50 + 50 * log(percent) / reach))

    up = _spaced([value for value in PERCENTS if 0 < log(value) <= reach], place)
    down = _spaced(
        [-value for value in PERCENTS if 0 < -log(-value) <= reach and value < 100], place
    )
    ticks = [*reversed(down), 0, *up]
    return Forest(
        tuple(Tick(value, place(value)) for value in ticks),
        place(0),
        tuple(
            Bar(*map(place, (item.percent, item.low, item.high, item.low50, item.high50)))
            for item in effects
        ),
    )


def _spaced(values: Sequence[float], place: Callable[[float], float]) -> list[float]:
    """At most three of `values`, the outermost first, none within a sixth of another or of 0."""
    kept: list[float] = []
    for value in sorted(values, key=lambda value: -abs(value)):
        if all(abs(place(value) - place(other)) >= 15 for other in (*kept, 0.0)):
            kept.append(value)
    return sorted(kept[:3], key=abs)


def beside(shown: Sequence[Remembered]) -> Beside:
    """Lay forecasts and outcomes out on one scale; a range without an end runs to its edge."""
    if not shown:
        return Beside((), ())
    scale = scale_of(
        [value for one in shown for value in (one.low, one.high, one.expected, one.likes)], 0.05
    )

    def place(value: float, unknown: float) -> float:
        return scale.at(value) if math.isfinite(value) else unknown

    return Beside(
        scale.ticks(7),
        tuple(
            Held(
                place(one.low, 0.0),
                place(one.high, 100.0),
                place(one.expected, math.nan),
                place(one.likes, math.nan),
            )
            for one in shown
        ),
    )


def expected_plot(facts: Facts) -> Plot:
    """Actual against expected likes, both on one log scale."""
    posts = [post for post in facts.posts if math.isfinite(post.expected)]
    if not posts:
        return Plot((), (), ())
    expected = scale_of([post.expected for post in posts], 0.12)
    actual = scale_of(
        [value for post in posts for value in (post.likes, post.low, post.high)], 0.04
    )
    low, high = max(expected.low, actual.low), min(expected.high, actual.high)
    diagonal = (
        f"M{expected.at(low):.1f},{100 - actual.at(low):.1f}"
        f"L{expected.at(high):.1f},{100 - actual.at(high):.1f}"
        if low < high
        else ""
    )
    points = tuple(
        Point(
            post,
            expected.at(post.expected),
            100 - actual.at(post.likes),
            100 - actual.at(post.high),
            100 - actual.at(post.low),
        )
        for post in posts
    )
    return Plot(points, expected.ticks(8), actual.ticks(12), diagonal, _ranges(points))


def _ranges(points: Sequence[Point]) -> str:
    """The band of all ranges: each post has its own, as wide as its neighbours' to a hair."""
    known = sorted((at for at in points if math.isfinite(at.top - at.bottom)), key=lambda at: at.x)
    return _band([(at.x, at.top) for at in known], [(at.x, at.bottom) for at in known])


def timeline(facts: Facts) -> Timeline:
    """Likes over time."""
    posts = facts.posts
    if not posts:
        return Timeline((), (), (), "")
    scale = scale_of([value for post in posts for value in (post.likes, post.usual)], 0.05)
    start, end = posts[0].at.timestamp(), posts[-1].at.timestamp()
    span = max(end - start, 1.0)
    places = [2 + 96 * (post.at.timestamp() - start) / span for post in posts]
    usual = _smooth(posts)

    def line(shift: float = 0.0) -> list[tuple[float, float]]:
        shifted = [max(0.0, math.expm1(math.log1p(value) + shift)) for value in usual]
        return [(x, 100 - scale.at(value)) for x, value in zip(places, shifted, strict=True)]

    low, high = _most_around(posts, usual)
    return Timeline(
        tuple(
            Point(post, x, 100 - scale.at(post.likes), above=above(post.likes, value))
            for x, value, post in zip(places, usual, posts, strict=True)
        ),
        _months(posts[0].at, posts[-1].at),
        scale.ticks(9),
        _path(line()),
        _band(line(high), line(low)) if high > low else "",
    )


def _most_around(posts: Sequence[PostFact], usual: Sequence[float]) -> tuple[float, float]:
    """The tenths of posts furthest below and above the line lie beyond these, in log-likes."""
    if len(posts) < FEWEST_AROUND:
        return 0.0, 0.0
    apart = [math.log1p(post.likes) - math.log1p(at) for post, at in zip(posts, usual, strict=True)]
    tenths = statistics.quantiles(apart, n=10)
    return tenths[0], tenths[-1]


def _smooth(posts: Sequence[PostFact]) -> list[float]:
    """What was usual, averaged over neighbouring posts: each comes from models of its own."""
    logs = [math.log1p(post.usual) for post in posts]
    smooth = []
    for place in range(len(logs)):
        reach = min(NEIGHBOURS, place, len(logs) - 1 - place)
        near = logs[place - reach : place + reach + 1]
        smooth.append(math.expm1(sum(near) / len(near)))
    return smooth


def small(ends: Ends) -> Small:
    """One feature's marks and line, which ends where they do; both axes run to 2.6 SD."""
    if not ends.marks:
        return Small((), "", "")
    spread = math.sqrt(sum(mark.y**2 for mark in ends.marks) / len(ends.marks)) or 1.0
    reach = 2.6

    def x(value: float) -> float:
        return 50 + 49 * max(-reach, min(reach, value)) / reach

    def y(value: float) -> float:
        return 50 - 48 * max(-reach, min(reach, value / spread)) / reach

    def at(place: float, rise: float) -> str:
        return f"{x(place):.1f},{y(place * rise):.1f}"

    seen = [max(-reach, min(reach, mark.x)) for mark in ends.marks]
    left, right = min(seen), max(seen)
    places = [left + (right - left) * step / 12 for step in range(13)]
    upper = [max(place * ends.rise_low, place * ends.rise_high) for place in places]
    lower = [min(place * ends.rise_low, place * ends.rise_high) for place in places]
    edge = [f"{x(place):.1f},{y(value):.1f}" for place, value in zip(places, upper, strict=True)]
    back = [f"{x(place):.1f},{y(value):.1f}" for place, value in zip(places, lower, strict=True)]
    return Small(
        tuple((x(mark.x), y(mark.y)) for mark in ends.marks),
        f"M{at(left, ends.rise)}L{at(right, ends.rise)}",
        "M" + "L".join([*edge, *reversed(back)]) + "Z",
    )


def _months(first: datetime, last: datetime) -> tuple[DateTick, ...]:
    """The firsts of months, every one, third, sixth or twelfth, at most ten."""
    months = (last.year - first.year) * 12 + last.month - first.month
    every = next((step for step in (1, 2, 3, 6, 12, 24, 60) if months / step <= 9), 120)
    span = max((last - first).total_seconds(), 1.0)
    ticks: list[DateTick] = []
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        day = first.replace(
            year=year, month=month, day=1, hour=0, minute=0, second=0, microsecond=0
        )
        if (month - 1) % every == 0 or (every > 12 and month == 1 and year % (every // 12) == 0):
            at = 2 + 96 * (day - first).total_seconds() / span
            if 0 <= at <= 97:
                ticks.append(DateTick(day, at, wide=len(ticks) % 2 == 1))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return tuple(ticks)


def _band(upper: Sequence[tuple[float, float]], lower: Sequence[tuple[float, float]]) -> str:
    """What lies between two lines."""
    return f"{_path([*upper, *reversed(lower)])}Z" if upper else ""


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points) if points else ""
