"""English that every room shares: numbers, days, evidence and notices.

It lies below the rooms that talk, because a refusal is a sentence wherever it arises. The
report's page speaks through `spe.report.words`, where a language is a package.
"""

from spe.wording.days import (
    clock,
    day,
    day_and_time,
    long_day,
    minute,
    month,
    short_day_and_time,
    time_and_day,
    weekday,
)
from spe.wording.evidence import DOTS, EVIDENCE
from spe.wording.numbers import (
    between,
    capital,
    count,
    in_hundred,
    listed,
    measure,
    miss,
    number,
    p_is,
    percent,
    percent_of_log,
    probability,
    size,
    span,
    times_in_ten,
)

__all__ = [
    "DOTS",
    "EVIDENCE",
    "between",
    "capital",
    "clock",
    "count",
    "day",
    "day_and_time",
    "in_hundred",
    "listed",
    "long_day",
    "measure",
    "minute",
    "miss",
    "month",
    "number",
    "p_is",
    "percent",
    "percent_of_log",
    "probability",
    "short_day_and_time",
    "size",
    "span",
    "time_and_day",
    "times_in_ten",
    "weekday",
]
