"""Zahlen und Aufzählungen, wie man sie auf Deutsch schreibt."""

import math
from collections.abc import Sequence

from spe.wording.numbers import MINUS, UNKNOWN

# Between a number and its percent sign, so that no line parts them.
NO_BREAK = "\u00a0"

DECIMAL = ","

_SWAPPED = str.maketrans(",.", ".,")


def number(value: float, digits: int = 0) -> str:
    """A number as people read it; a dash for unknown.

    >>> number(1234), number(-0.5, 1), number(math.nan)
    ('1.234', '−0,5', '–')
    """
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{abs(value):,.{digits}f}".translate(_SWAPPED)
    return (MINUS if value < 0 and text.strip("0.,") else "") + text


def plain(value: float) -> str:
    """As many digits as the value has, to six.

    >>> plain(1.5), plain(-10), plain(0.333333333)
    ('1,5', '−10', '0,333333')
    """
    text = f"{abs(value):.6g}"
    return (MINUS if value < 0 and float(text) else "") + text.replace(".", DECIMAL)


def times(value: float, digits: int) -> str:
    """A multiple, which no line parts: 2,3‑mal."""
    return f"{number(value, digits)}\u2011mal"


def in_percent(text: str) -> str:
    """A number with its percent sign."""
    return f"{text}{NO_BREAK}%"


def percent(value: float) -> str:
    """A change in percent, with its sign; 0 % has none.

    >>> percent(1234.2).replace(NO_BREAK, " "), percent(0.2).replace(NO_BREAK, " ")
    ('+1.234 %', '0 %')
    """
    if not math.isfinite(value):
        return UNKNOWN
    whole = round(value)
    return in_percent(("+" if whole > 0 else MINUS if whole < 0 else "") + number(abs(whole)))


def size(value: float) -> str:
    """Percent without its sign; never "0 %" for what is not nothing."""
    whole = abs(round(value))
    return in_percent(number(whole)) if whole or not value else f"unter {in_percent('1')}"


def sizes(low: float, high: float) -> str:
    """Two sizes as a range, the percent sign said once.

    >>> sizes(12, 91).replace(NO_BREAK, " "), sizes(0.2, 30).replace(NO_BREAK, " ")
    ('12 bis 91 %', 'unter 1 bis 30 %')
    """
    return f"{size(low).removesuffix(in_percent(''))} bis {size(high)}"


def span(low: float, high: float) -> str:
    """A range of percent: −2 % bis +21 %."""
    return f"{percent(low)} bis {percent(high)}"


def between(low: float, high: float) -> str:
    """A range of counts: 82–150, or one number where they round to the same."""
    first, last = number(low), number(high)
    if math.isinf(high):
        return f"{first} oder mehr"
    return first if first == last else f"{first}–{last}"


def count(n: float, one: str, many: str) -> str:
    """1 Beitrag, 2 Beiträge."""
    return f"{number(n)} {one if round(n) == 1 else many}"


def posts(n: float) -> str:
    """1 Beitrag, 2 Beiträge."""
    return count(n, "Beitrag", "Beiträge")


def of_posts(n: float) -> str:
    """The same after in, mit, von: 1 Beitrag, 2 Beiträgen."""
    return count(n, "Beitrag", "Beiträgen")


def likes(n: float) -> str:
    """1 Like, 2 Likes."""
    return count(n, "Like", "Likes")


def probability(value: float) -> str:
    """A p- or q-value: three digits, or that it is below what they can show."""
    if not math.isfinite(value):
        return UNKNOWN
    return "<0,001" if value < 0.001 else number(value, 3)


def p_is(value: float) -> str:
    """A p-value in a sentence.

    >>> p_is(0.012), p_is(3.81e-06), p_is(math.nan)
    ('p = 0,012', 'p < 0,001', 'p unbekannt')
    """
    if not math.isfinite(value):
        return "p unbekannt"
    return f"p = {probability(value)}" if value >= 0.001 else "p < 0,001"


def miss(value: float) -> str:
    """An average error, with two digits that count.

    >>> miss(414.2), miss(14.2), miss(3.81), miss(0.0)
    ('410', '14', '3,8', '0')
    """
    if not math.isfinite(value) or not value:
        return number(value)
    rounded = float(f"{value:.1e}")
    return number(rounded, 0 if rounded >= 10 else 1 if rounded >= 1 else 2)


def in_hundred(p: float) -> str:
    """A share of shuffles: in 7 von 100 Fällen; never 0 and never all."""
    times = round(100 * p)
    return f"in {'weniger als 1' if times < 1 else min(times, 99)} von 100 Fällen"


def times_in_ten(chance: float) -> str:
    """A chance as a lay person says it.

    >>> times_in_ten(0.72), times_in_ten(0.99), times_in_ten(0.02)
    ('in 7 von 10 Fällen', 'in mehr als 9 von 10 Fällen', 'in weniger als 1 von 10 Fällen')
    """
    times = round(chance * 10)
    said = {0: "weniger als 1", 10: "mehr als 9"}.get(times, str(times))
    return f"in {said} von 10 Fällen"


def listed(items: Sequence[str], word: str = "und") -> str:
    """Words as a list in a sentence.

    >>> listed([]), listed(["1"]), listed(["1", "2", "4"])
    ('', '1', '1, 2 und 4')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


_SMALL = ("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun")


def few(n: int) -> str:
    """A count in a sentence: small ones as words, from two on."""
    return _SMALL[n] if n < len(_SMALL) else number(n)


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]


def more_or_fewer(percent_: float) -> str:
    """The direction of an effect."""
    return "mehr" if percent_ > 0 else "weniger"
