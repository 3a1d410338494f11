"""Times as people say them: now, 18:00, tomorrow 9:00, Friday evening, 27 Nov 18:00, ISO 8601."""

import re
from datetime import UTC, date, datetime, time, timedelta

from spe.errors import SpeError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

# Times of day by name.
NAMED = {
    "midnight": time(0),
    "morning": time(9),
    "noon": time(12),
    "midday": time(12),
    "afternoon": time(15),
    "evening": time(19),
    "night": time(21),
}
TONIGHT = time(20)

_AHEAD = re.compile(r"in (\d{1,4}|an?) (minute|min|hour|day|week)s?")
_UNITS = {"minute": 1, "min": 1, "hour": 60, "day": 24 * 60, "week": 7 * 24 * 60}
_CLOCK = re.compile(r"(?:at\s+)?(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def parse_time(text: str, now: datetime) -> datetime:
    """The moment that `text` means to somebody at `now`, in the zone of `now`.

    A clock time alone is its next occurrence; a weekday is the next one whose time
    is still to come; a date without a year is the next such date, one without a time
    is at the present hour. Dates are also read as they stand in tables, with the names
    of months in many languages (25.04.2027, 25 avril). A time that the clocks jump over
    is moved on by the jump.

    >>> from zoneinfo import ZoneInfo
    >>> now = datetime(2026, 11, 24, 15, 4, tzinfo=ZoneInfo("Europe/Zurich"))
    >>> parse_time("Friday 18:00", now).isoformat()
    '2026-11-27T18:00:00+01:00'
    >>> parse_time("9am", now).isoformat()
    '2026-11-25T09:00:00+01:00'

    Raises:
        SpeError: nothing that can be read as a time, or a date that could be two days.
    """
    said = " ".join(text.strip().lower().replace(",", " ").split())
    if said in {"now", ""}:
        return now
    said = said.removeprefix("on ").removeprefix("this ")
    try:
        moment = (
            _iso(text.strip(), now)
            or _ahead(said, now)
            or _spoken(said, now)
            or _written(text.strip(), now)
        )
        if moment is not None:
            return moment.astimezone(UTC).astimezone(moment.tzinfo)
    except OverflowError:
        pass  # a year that no calendar holds
    raise SpeError(
        f"--at: can't read {text!r} as a time.\n"
        "Try 'Friday 18:00', 'tomorrow 9:00', 'now' or '2026-11-27 18:00'."
    )


def _iso(text: str, now: datetime) -> datetime | None:
    try:
        if re.fullmatch(r"\d{4}(-?)\d\d\1\d\d", text):
            return _at(date.fromisoformat(text), _hour(now), now)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=now.tzinfo) if moment.tzinfo is None else moment


def _written(text: str, now: datetime) -> datetime | None:
    """A date as tables hold it: 25.04.2027 18:00, 25 avril 2027, 20270425."""
    if not re.search(r"\d", text) or re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return None  # what a spreadsheet would count is nothing that people say
    from spe.sources import order_of, read_time  # noqa: PLC0415  (only for what is left)

    said = order_of([text])
    if said == "ambiguous":
        raise SpeError(
            f"--at: {text} could be two days.\nWrite the year first, as in 2026-11-27 18:00."
        )
    zone = now.tzinfo or UTC
    try:
        when, _, timed = read_time(
            text, zone, "month-first" if said == "month-first" else "day-first"
        )
    except ValueError:
        return _without_year(text, now)
    return when if timed else _at(when.date(), _hour(now), now)


def _without_year(text: str, now: datetime) -> datetime | None:
    """27. Mai 18:00, or 27 mai: the next such day."""
    from spe.sources import read_time  # noqa: PLC0415  (only for what is left)

    for year in (now.year, now.year + 1):
        try:
            when, _, timed = read_time(f"{text} {year}", now.tzinfo or UTC, None)
        except ValueError:
            return None
        if when.date() >= now.date():
            return when if timed else _at(when.date(), _hour(now), now)
    return None


def _ahead(said: str, now: datetime) -> datetime | None:
    """In 2 hours, in a week."""
    match = _AHEAD.fullmatch(said)
    if match is None:
        return None
    number = 1 if match[1].startswith("a") else int(match[1])
    minutes = timedelta(minutes=number * _UNITS[match[2]])
    if match[2] in {"day", "week"}:
        return now + minutes
    return (now.astimezone(UTC) + minutes).astimezone(now.tzinfo)


def _spoken(said: str, now: datetime) -> datetime | None:
    if (clock := _clock(said)) is not None:
        return _next(clock, now, timedelta(days=1), now.date())
    words = said.split()
    for split in range(1, len(words)):
        # The time may stand before the day: 18:00 Friday.
        first, last = " ".join(words[:split]), " ".join(words[split:])
        if (
            _clock(first) is not None
            and (moment := _on(f"{last.removeprefix('on ')} {first}", now)) is not None
        ):
            return moment
    return _on(said, now)


def _on(said: str, now: datetime) -> datetime | None:
    """A day, with or without a time after it."""
    day, _, rest = said.partition(" ")
    if day == "tonight":
        clock = _clock(rest) if rest else max(TONIGHT, _hour(now))
        return None if clock is None else _at(now.date(), clock, now)
    if day in {"today", "tomorrow"}:
        clock = _clock(rest) if rest else _hour(now)
        days = timedelta(days=day == "tomorrow")
        return None if clock is None else _at(now.date() + days, clock, now)
    if (weekday := _number(day, DAYS)) is not None:
        clock = _clock(rest) if rest else _hour(now)
        ahead = timedelta(days=(weekday - now.weekday()) % 7)
        return None if clock is None else _next(clock, now, timedelta(days=7), now.date() + ahead)
    return _dated(said.split(), now)


def _dated(words: list[str], now: datetime) -> datetime | None:
    """27 nov [2026] [18:00], or nov 27 ..."""
    if len(words) < 2:
        return None
    first, second, *rest = words
    if (month := _number(second, MONTHS)) is None:
        first, second = second, first
        month = _number(second, MONTHS)
    number = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", first)
    if month is None or number is None:
        return None
    year = int(rest.pop(0)) if rest and re.fullmatch(r"\d{4}", rest[0]) else None
    clock = _clock(" ".join(rest)) if rest else _hour(now)
    try:
        day = date(year or now.year, month + 1, int(number[1]))
        if year is None and day < now.date():
            day = day.replace(year=now.year + 1)
    except ValueError:
        return None
    return None if clock is None else _at(day, clock, now)


def _clock(said: str) -> time | None:
    if (named := NAMED.get(said.removeprefix("at "))) is not None:
        return named
    match = _CLOCK.fullmatch(said)
    if match is None or (match[2] is None and match[3] is None):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (match[3].lower() == "pm")
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _hour(now: datetime) -> time:
    return now.time().replace(second=0, microsecond=0)


def _next(clock: time, now: datetime, step: timedelta, day: date) -> datetime:
    moment = _at(day, clock, now)
    return moment if moment > now else _at(day + step, clock, now)


def _at(day: date, clock: time, now: datetime) -> datetime:
    return datetime.combine(day, clock, tzinfo=now.tzinfo)


def _number(word: str, names: tuple[str, ...]) -> int | None:
    """Which of the names a word of three letters or more begins."""
    hits = [number for number, name in enumerate(names) if name.startswith(word.rstrip("."))]
    return hits[0] if len(hits) == 1 and len(word) >= 3 else None
