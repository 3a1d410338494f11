"""Values beside each other: brightness 65 against 45, 14 days after the last post against 1."""

import math
from collections.abc import Callable, Mapping
from fractions import Fraction

from spe.wording.numbers import MINUS

_SHARES = {0.0: "none", 0.1: "a tenth", 0.2: "a fifth", 0.25: "a quarter", 0.5: "half"}


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

    >>> compared("number", "brightness {}", 45, 65)
    'brightness 65 against 45'
    >>> compared("area", "{} of the photo blue", 0, 1 / 3)
    'a third of the photo blue against none'
    >>> compared("days", "{} after the last post", 1, 14)
    '14 days after the last post against 1'
    """
    more, less = amount(scale, high, things), amount(scale, low, things)
    number, _, unit = less.partition(" ")
    if scale == "count" or (scale == "days" and unit.rstrip("s") == more.split()[-1].rstrip("s")):
        less = number
    return f"{phrase.format(more)} against {less}"


def amount(scale: str, value: float, things: tuple[str, str] = ("", "")) -> str:
    """A value as a person says it.

    >>> [amount("days", days) for days in (14, 1, 0.25, 1 / 24 / 60)]
    ['14 days', '1 day', '6 hours', '1 minute']
    >>> [amount("format", math.log2(ratio)) for ratio in (0.8, 1.5, 1.37)]
    ['4:5', '3:2', '1.37:1']
    >>> [amount("difference", points) for points in (10, -4, 0)]
    ['10 points brighter', '4 points darker', 'no brighter']
    >>> [amount("sine", value) for value in (1, -1, 0.5)]
    ['6:00', '18:00', '2:00 or 10:00']
    """
    if scale == "count":
        return f"{_plain(value)} {things[0 if value == 1 else 1]}" if value else "none"
    return _AMOUNTS[scale](value)


def short(phrase: str) -> str:
    """A feature's phrase without what its comma adds.

    >>> short("a busy photo, edges everywhere"), short("a soft, even photo")
    ('a busy photo', 'a soft, even photo')
    """
    start = phrase.partition(",")[0]
    return phrase if "photo" in phrase and "photo" not in start else start


def pause(days: float) -> str:
    """A pause as people say it, rounded.

    >>> pause(5.95), pause(1.24), pause(0.99), pause(0.012)
    ('6 days', '30 hours', '1 day', '17 minutes')
    """
    hours = days * 24
    if hours >= 72:
        return _pause(round(days))
    return _pause(round(hours) / 24 if hours >= 1 else round(hours * 60) / 60 / 24)


def _plain(value: float) -> str:
    """As many digits as the value has, to six."""
    text = f"{abs(value):.6g}"
    return (MINUS if value < 0 and float(text) else "") + text


def _share(value: float) -> str:
    if math.isclose(value, 1 / 3, abs_tol=1e-9):
        return "a third"
    return _SHARES.get(round(value, 9), f"{_plain(100 * value)}%")


def _difference(value: float) -> str:
    if not value:
        return "no brighter"
    return f"{_plain(abs(value))} points {'brighter' if value > 0 else 'darker'}"


def _format(value: float) -> str:
    ratio = float(2**value)
    whole = Fraction(ratio).limit_denominator(16)
    if math.isclose(ratio, whole, rel_tol=1e-9):
        return f"{whole.numerator}:{whole.denominator}"
    return f"{_plain(ratio)}:1" if ratio > 1 else f"1:{_plain(1 / ratio)}"


def _pause(days: float) -> str:
    hours = days * 24
    if hours >= 72 or (hours >= 24 and math.isclose(days, round(days), abs_tol=1e-9)):
        return _counted(days, "day")
    if hours >= 1 - 1e-9:
        return _counted(hours, "hour")
    return _counted(hours * 60, "minute")


def _counted(value: float, unit: str) -> str:
    text = _plain(value)
    return f"{text} {unit}" if text == "1" else f"{text} {unit}s"


def _hours_of_sine(value: float) -> str:
    hour = math.asin(min(1.0, max(-1.0, value))) * 12 / math.pi
    return _hours(hour, 12 - hour)


def _hours_of_cosine(value: float) -> str:
    hour = math.acos(min(1.0, max(-1.0, value))) * 12 / math.pi
    return _hours(hour, -hour)


def _hours(one: float, other: float) -> str:
    """The two hours that have this sine or cosine, which at its ends are one."""
    minutes = sorted({round(hour * 60) % (24 * 60) for hour in (one, other)})
    return " or ".join(f"{minute // 60}:{minute % 60:02}" for minute in minutes)


_AMOUNTS: Mapping[str, Callable[[float], str]] = {
    "number": _plain,
    "percent": lambda value: f"{_plain(100 * value)}%",
    "area": _share,
    "difference": _difference,
    "times": lambda value: f"{_plain(2**value)}×",
    "format": _format,
    "days": _pause,
    "sine": _hours_of_sine,
    "cosine": _hours_of_cosine,
}
