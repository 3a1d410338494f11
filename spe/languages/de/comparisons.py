"""Zwei Werte nebeneinander: Helligkeit 65 statt 45."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from spe.languages.de.numbers import count, in_percent, plain

_SHARES = {
    0.0: "nichts", 0.1: "ein Zehntel", 0.2: "ein Fünftel", 0.25: "ein Viertel", 0.5: "die Hälfte",
}  # fmt: skip


def compared(
    scale: str, phrase: str, low: float, high: float, things: tuple[str, str] = ("", "")
) -> str:
    """The two values that an effect is told between, the higher first.

    Args:
        scale: how a value is said, a `Scale` of `spe.features`.
        phrase: what is said of the higher; its value goes where the braces stand.
        low: the lower value, in the feature's unit.
        high: the higher one.
        things: what one and several of it are called, where things are counted.

    >>> compared("number", "Helligkeit {}", 45, 65)
    'Helligkeit 65 statt 45'
    >>> compared("area", "{} des Fotos blau", 0, 1 / 3)
    'ein Drittel des Fotos blau statt nichts'
    >>> compared("days", "{} nach dem letzten Beitrag", 1, 14)
    '14 Tage nach dem letzten Beitrag statt 1 Tag'
    >>> compared("count", "{}", 0, 1, ("Gesicht", "Gesichter"))
    '1 Gesicht statt keins'
    """
    more, less = amount(scale, high, things), amount(scale, low, things)
    return f"{phrase.format(more)} statt {less}"


def amount(scale: str, value: float, things: tuple[str, str] = ("", "")) -> str:
    """A value as a person says it.

    >>> [amount("days", days) for days in (14, 1, 0.25, 1 / 24 / 60)]
    ['14 Tage', '1 Tag', '6 Stunden', '1 Minute']
    >>> [amount("format", math.log2(ratio)) for ratio in (0.8, 1.5, 1.37)]
    ['4:5', '3:2', '1,37:1']
    >>> [amount("difference", points) for points in (10, -1, 0)]
    ['10 Punkte heller', '1 Punkt dunkler', 'nicht heller']
    >>> [amount("sine", value) for value in (1, -1, 0.5)]
    ['6:00', '18:00', '2:00 oder 10:00']
    """
    if scale == "count":
        return f"{plain(value)} {things[0 if value == 1 else 1]}" if value else "keins"
    return _AMOUNTS[scale](value)


def pause(days: float) -> str:
    """A pause as people say it after "von", rounded.

    >>> pause(5.95), pause(1.24), pause(0.99), pause(0.012)
    ('6 Tagen', '30 Stunden', '1 Tag', '17 Minuten')
    """
    hours = days * 24
    if hours >= 72:
        return _pause(round(days), "Tagen")
    return _pause(round(hours) / 24 if hours >= 1 else round(hours * 60) / 60 / 24, "Tagen")


def _share(value: float) -> str:
    if math.isclose(value, 1 / 3, abs_tol=1e-9):
        return "ein Drittel"
    return _SHARES.get(round(value, 9), in_percent(plain(100 * value)))


def _difference(value: float) -> str:
    if not value:
        return "nicht heller"
    points = f"{plain(abs(value))} {'Punkt' if abs(value) == 1 else 'Punkte'}"
    return f"{points} {'heller' if value > 0 else 'dunkler'}"


def _format(value: float) -> str:
    ratio = float(2**value)
    whole = Fraction(ratio).limit_denominator(16)
    if math.isclose(ratio, whole, rel_tol=1e-9):
        return f"{whole.numerator}:{whole.denominator}"
    return f"{plain(ratio)}:1" if ratio > 1 else f"1:{plain(1 / ratio)}"


def _pause(days: float, many: str = "Tage") -> str:
    hours = days * 24
    if hours >= 72 or (hours >= 24 and math.isclose(days, round(days), abs_tol=1e-9)):
        return _counted(days, "Tag", many)
    if hours >= 1 - 1e-9:
        return _counted(hours, "Stunde", "Stunden")
    return _counted(hours * 60, "Minute", "Minuten")


def _counted(value: float, one: str, many: str) -> str:
    text = plain(value)
    return f"{text} {one if text == '1' else many}"


def points(value: float) -> str:
    """Points of lightness."""
    return count(value, "Punkt", "Punkte")


def _hours_of_sine(value: float) -> str:
    hour = math.asin(min(1.0, max(-1.0, value))) * 12 / math.pi
    return _hours(hour, 12 - hour)


def _hours_of_cosine(value: float) -> str:
    hour = math.acos(min(1.0, max(-1.0, value))) * 12 / math.pi
    return _hours(hour, -hour)


def _hours(one: float, other: float) -> str:
    """The two hours that have this sine or cosine, which at its ends are one."""
    minutes = sorted({round(hour * 60) % (24 * 60) for hour in (one, other)})
    return " oder ".join(f"{minute // 60}:{minute % 60:02}" for minute in minutes)


_AMOUNTS: Mapping[str, Callable[[float], str]] = {
    "number": plain,
    "percent": lambda value: in_percent(plain(100 * value)),
    "area": _share,
    "difference": _difference,
    "times": lambda value: f"{plain(2**value)}\u2011mal",
    "format": _format,
    "days": _pause,
    "sine": _hours_of_sine,
    "cosine": _hours_of_cosine,
}
