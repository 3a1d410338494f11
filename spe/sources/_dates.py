"""Dates as people write them in tables. What could mean two days is asked, never guessed."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import Literal

from spe.sources._values import moment, sensible

Order = Literal["day-first", "month-first"]

# A date without a time stands for the middle of its day.
NOON = time(12)

_CLOCK = r"(?:[T,]?\s*(?:at\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?)?"
_NUMERIC = re.compile(
    rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}})\s*{_CLOCK}", re.IGNORECASE
)
_YEAR_FIRST = re.compile(rf"(\d{{4}})([/.:-])(\d{{1,2}})\2(\d{{1,2}})\s*{_CLOCK}", re.IGNORECASE)
_DAY_NAMED = re.compile(
    rf"(\d{{1,2}})\.?\s+([a-z]{{3,9}})\.?,?\s+(\d{{4}})\s*{_CLOCK}", re.IGNORECASE
)
_MONTH_NAMED = re.compile(
    rf"([a-z]{{3,9}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\s*{_CLOCK}", re.IGNORECASE
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_ISO_ZONED = re.compile(r"\d{4}-?\d{2}-?\d{2}[T ].*(?:Z|[+-]\d{2}:?\d{2})", re.IGNORECASE)


def order_of(texts: Iterable[str]) -> Order | Literal["ambiguous", "both"] | None:
    """What a column's own dates say about their order; None where it does not matter.

    >>> order_of(["03/04/2024", "25/04/2024"]), order_of(["03/04/2024"]), order_of(["2024-04-03"])
    ('day-first', 'ambiguous', None)
    """
    day = month = unclear = False
    for text in texts:
        found = _NUMERIC.fullmatch(text.strip())
        if found is None or found[2] == ".":
            continue
        first, second = int(found[1]), int(found[3])
        day |= first > 12
        month |= second > 12
        unclear |= first != second
    if day and month:
        return "both"
    if day or month:
        return "day-first" if day else "month-first"
    return "ambiguous" if unclear else None


def read_time(value: object, zone: tzinfo, order: Order | None) -> tuple[datetime, bool, bool]:
    """A moment, whether its zone was written, and whether its time of day was.

    Dates with dots are day-first, as they are everywhere; with slashes `order` decides.

    Raises:
        ValueError: it is not a date.
    """
    if isinstance(value, datetime):
        return _placed(value, zone), value.tzinfo is not None, True
    if isinstance(value, date):
        return datetime.combine(value, NOON, zone), False, False
    text = str(value).strip()[:60]
    if re.fullmatch(r"\d{9,13}(\.0+)?", text) and (seconds := moment(text)):
        return seconds, True, True
    if _ISO_ZONED.fullmatch(text):
        return _placed(datetime.fromisoformat(text), zone), True, True
    year, month, day, clock = _parts(text, order)
    when = datetime.combine(date(year, month, day), clock or NOON, zone)
    if not sensible(when):
        raise ValueError(f"{text!r} is not a date of a post")
    return when, False, clock is not None


def _placed(when: datetime, zone: tzinfo) -> datetime:
    placed = when.replace(tzinfo=zone) if when.tzinfo is None else when
    if not sensible(placed):
        raise ValueError(f"{when} is not a date of a post")
    return placed.replace(microsecond=0)


def _parts(text: str, order: Order | None) -> tuple[int, int, int, time | None]:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4]), _clock(*found.groups()[4:])
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or order == "day-first":
            first, second = second, first
        elif order is None and first != second:
            raise ValueError(f"{text!r} could be two days")
        year = int(found[4]) + 2000 * (len(found[4]) == 2)
        return year, first, second, _clock(*found.groups()[4:])
    if found := _DAY_NAMED.fullmatch(text):
        return int(found[3]), _month(found[2]), int(found[1]), _clock(*found.groups()[3:])
    if found := _MONTH_NAMED.fullmatch(text):
        return int(found[3]), _month(found[1]), int(found[2]), _clock(*found.groups()[3:])
    raise ValueError(f"{text!r} is not a date like 2026-11-27 18:00")


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].casefold()) + 1


def _clock(
    hour: str | None, minute: str | None, second: str | None, half: str | None
) -> time | None:
    if hour is None or minute is None:
        return None
    hours = int(hour)
    if half:
        hours = hours % 12 + 12 * half.casefold().startswith("p")
    return time(hours, int(minute), int(second or 0))
