"""Tage und Uhrzeiten auf Deutsch, gleich welche Sprache der Rechner hat."""

from datetime import date, datetime

from spe.wording.days import clock

MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
    "Oktober", "November", "Dezember",
)  # fmt: skip
SHORT_MONTHS = (
    "Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez.",
)  # fmt: skip
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
DAYS: tuple[str, ...] = tuple(name[:2] for name in WEEKDAYS)


def day(at: date) -> str:
    """12. Sep. 2026, with no break after the day.

    >>> day(date(2026, 9, 2)).split()
    ['2.', 'Sep.', '2026']
    """
    return f"{at.day}.\u00a0{month(at)}"


def month(at: date) -> str:
    """Sep. 2026."""
    return f"{SHORT_MONTHS[at.month - 1]} {at.year}"


def long_day(at: date) -> str:
    """12. September 2026."""
    return f"{at.day}.\u00a0{MONTHS[at.month - 1]} {at.year}"


def weekday(at: date) -> str:
    """Samstag."""
    return WEEKDAYS[at.weekday()]


def day_and_time(at: datetime) -> str:
    """Sa., 12. Sep. 2026, 18:05."""
    return f"{DAYS[at.weekday()]}., {day(at)}, {clock(at)}"


def time_and_day(at: datetime) -> str:
    """Sa. 18:05, 12. Sep. 2026; the hour has no zero before it."""
    return f"{DAYS[at.weekday()]}. {at.hour}:{at.minute:02}, {day(at)}"
