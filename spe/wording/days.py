"""Days and times as English has them, whatever the machine's own language is."""

from datetime import date, datetime

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS: tuple[str, ...] = tuple(name[:3] for name in WEEKDAYS)


def day(at: date) -> str:
    """12 Sep 2026.

    >>> day(date(2026, 9, 2))
    '2 Sep 2026'
    """
    return f"{at.day} {month(at)}"


def month(at: date) -> str:
    """Sep 2026."""
    return f"{MONTHS[at.month - 1][:3]} {at.year}"


def long_day(at: date) -> str:
    """12 September 2026."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def clock(at: datetime) -> str:
    """18:05, and 09:05 at five past nine."""
    return f"{at.hour:02}:{at.minute:02}"


def weekday(at: date) -> str:
    """Saturday."""
    return WEEKDAYS[at.weekday()]


def day_and_time(at: datetime) -> str:
    """Sat 12 Sep 2026, 18:05."""
    return f"{DAYS[at.weekday()]} {day(at)}, {clock(at)}"


def short_day_and_time(at: datetime) -> str:
    """Sat 12 Sep, 18:05."""
    return f"{DAYS[at.weekday()]} {at.day} {MONTHS[at.month - 1][:3]}, {clock(at)}"


def minute(at: datetime) -> str:
    """2026-09-12 18:05, as tables have it.

    >>> minute(datetime(2026, 9, 2, 8, 5))
    '2026-09-02 08:05'
    """
    return f"{at:%Y-%m-%d %H:%M}"


def time_and_day(at: datetime) -> str:
    """Sat 18:05, 12 Sep 2026; the hour has no zero before it."""
    return f"{DAYS[at.weekday()]} {at.hour}:{at.minute:02}, {day(at)}"
