"""Numbers, days and evidence as people read them: one place for what more than one room says."""

import math
from collections.abc import Mapping, Sequence
from datetime import datetime

# What a model's evidence is called, and how many dots of three it fills.
EVIDENCE: Mapping[str, str] = {
    "strong": "strong",
    "suggestive": "suggestive",
    "unclear": "can't tell",
}
DOTS: Mapping[str, str] = {
    "strong": "●●● strong",
    "suggestive": "●●○ suggestive",
    "unclear": "○○○ can't tell",
}


def percent_of_log(log: float) -> float:
    """A difference of log-likes as percent of likes.

    >>> round(percent_of_log(math.log(1.5)))
    50
    """
    return math.expm1(log) * 100


def percent(value: float) -> str:
    """A change in percent, with its sign.

    >>> percent(12.4), percent(-3.2), percent(0.2)
    ('+12%', '−3%', '0%')
    """
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}%"


def day(at: datetime) -> str:
    """A day of a year.

    >>> day(datetime(2026, 1, 7))
    '7 Jan 2026'
    """
    return f"{at.day} {at:%b %Y}"


def day_and_hour(at: datetime) -> str:
    """A day of a year and the time of day.

    >>> day_and_hour(datetime(2026, 1, 7, 18, 5))
    'Wed 7 Jan 2026, 18:05'
    """
    return f"{at:%a} {day(at)}, {at:%H:%M}"


def times_in_ten(chance: float) -> str:
    """A chance as a lay person says it.

    >>> times_in_ten(0.72), times_in_ten(0.99), times_in_ten(0.02)
    ('7 times in 10', 'more than 9 times in 10', 'less than once in 10 times')
    """
    times = round(chance * 10)
    if times == 10:
        return "more than 9 times in 10"
    if times == 0:
        return "less than once in 10 times"
    return "once in 10 times" if times == 1 else f"{times} times in 10"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed(["1"]), listed(["1", "2", "4"])
    ('1', '1, 2 and 4')
    """
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def finite(value: float) -> float | None:
    """A number for JSON, which has no word for what is unknown or without end.

    >>> finite(1.5), finite(math.nan), finite(math.inf)
    (1.5, None, None)
    """
    return value if math.isfinite(value) else None
