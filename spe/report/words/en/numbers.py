"""English numbers, days and lists."""

import math
from collections.abc import Sequence
from datetime import datetime

MINUS = "−"


UNKNOWN = "–"


def number(value: float, digits: int = 0) -> str:
    """A number as people read it: 1,234 or −0.5; a dash for unknown."""
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{abs(value):,.{digits}f}"
    return (MINUS if value < 0 and text.strip("0.,") else "") + text


def signed(value: float) -> str:
    """Percent with its sign, +19% or −13%; 0% has none."""
    if not math.isfinite(value):
        return UNKNOWN
    if round(value) == 0:
        return "0%"
    return ("+" if value > 0 else MINUS) + f"{abs(round(value)):,}%"


def size(value: float) -> str:
    """Percent without its sign; never "0%" for what is not nothing."""
    whole = abs(round(value))
    return f"{whole:,}%" if whole or not value else "under 1%"


def span(low: float, high: float) -> str:
    """A range of percent: −2% to +21%."""
    return f"{signed(low)} to {signed(high)}"


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


def in_hundred(p: float) -> str:
    """A share of shuffles as "in 7 of 100 shuffles"; never 0 and never all."""
    times = round(100 * p)
    return f"in {'fewer than 1' if times < 1 else min(times, 99)} of 100 shuffles"


def listed(items: Sequence[str], last: str = "and") -> str:
    """One, two and three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day(at: datetime) -> str:
    """12 Sep 2026."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def month(at: datetime) -> str:
    """Sep 2026."""
    return f"{MONTHS[at.month - 1]} {at.year}"


def moment(at: datetime) -> str:
    """Sat 18:05, 12 Sep 2026."""
    return f"{DAYS[at.weekday()]} {at.hour}:{at.minute:02}, {day(at)}"


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]
