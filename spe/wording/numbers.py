"""Numbers and lists as English has them."""

import math
from collections.abc import Sequence

MINUS = "−"
UNKNOWN = "–"
DECIMAL = "."


def number(value: float, digits: int = 0) -> str:
    """A number as people read it: 1,234 or −0.5; a dash for unknown."""
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{abs(value):,.{digits}f}"
    return (MINUS if value < 0 and text.strip("0.,") else "") + text


def percent_of_log(log: float) -> float:
    """A difference of log-likes as percent of likes.

    >>> round(percent_of_log(math.log(1.5)))
    50
    """
    return math.expm1(log) * 100


def percent(value: float) -> str:
    """A change in percent, with its sign; 0% has none.

    >>> percent(12.4), percent(-3.2), percent(0.2), percent(1234), percent(math.nan)
    ('+12%', '−3%', '0%', '+1,234%', '–')
    """
    if not math.isfinite(value):
        return UNKNOWN
    whole = round(value)
    return ("+" if whole > 0 else MINUS if whole < 0 else "") + f"{abs(whole):,}%"


def size(value: float) -> str:
    """Percent without its sign; never "0%" for what is not nothing."""
    whole = abs(round(value))
    return f"{whole:,}%" if whole or not value else "under 1%"


def span(low: float, high: float) -> str:
    """A range of percent: −2% to +21%."""
    return f"{percent(low)} to {percent(high)}"


def between(low: float, high: float) -> str:
    """A range of counts: 82–150, or one number where they round to the same."""
    first, last = number(low), number(high)
    if math.isinf(high):
        return f"{first} or more"
    return first if first == last else f"{first}–{last}"


def count(n: float, one: str, many: str | None = None) -> str:
    """1 post, 2 posts, 1,200 posts."""
    return f"{number(n)} {one if round(n) == 1 else many or one + 's'}"


def probability(value: float) -> str:
    """A p- or q-value: three digits, or that it is below what they can show."""
    if not math.isfinite(value):
        return UNKNOWN
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def p_is(value: float) -> str:
    """A p-value in a sentence.

    >>> p_is(0.012), p_is(3.81e-06), p_is(math.nan)
    ('p = 0.012', 'p < 0.001', 'p unknown')
    """
    if not math.isfinite(value):
        return "p unknown"
    return f"p = {probability(value)}" if value >= 0.001 else "p < 0.001"


def miss(value: float) -> str:
    """An average error: it is itself an estimate, so two digits that count, and no more.

    >>> miss(414.2), miss(99.6), miss(14.2), miss(3.81), miss(0.052), miss(0.0), miss(math.nan)
    ('410', '100', '14', '3.8', '0.05', '0', '–')
    """
    if not math.isfinite(value) or not value:
        return number(value)
    rounded = float(f"{value:.1e}")
    return number(rounded, 0 if rounded >= 10 else 1 if rounded >= 1 else 2)


def measure(value: float) -> str:
    """A measured value: three digits that count, never as a power of ten; 0 for hardly any.

    >>> measure(0.1234), measure(12345.6), measure(-3.81e-06), measure(0.0), measure(1.0)
    ('0.123', '12,346', '0', '0', '1')
    """
    if abs(value) >= 1000:
        return number(value)
    if 0 < abs(value) < 0.0001:
        return number(0)
    return f"{value:.3g}".replace("-", MINUS)


def in_hundred(p: float) -> str:
    """A share of shuffles as "in 7 of 100 shuffles"; never 0 and never all."""
    times = round(100 * p)
    return f"in {'fewer than 1' if times < 1 else min(times, 99)} of 100 shuffles"


def listed(items: Sequence[str]) -> str:
    """Words as a list in a sentence.

    >>> listed([]), listed(["1"]), listed(["1", "2", "4"])
    ('', '1', '1, 2 and 4')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]


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
