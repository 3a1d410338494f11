"""Dates as people write them in tables. What could mean two days is asked, never guessed."""

import contextlib
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Literal

from spe.sources._values import moment, sensible, squeezed

Order = Literal["day-first", "month-first"]

# A date without a time stands for the middle of its day.
NOON = time(12)

# Languages whose names of months and weekdays are understood.
_LANGUAGES = """en de fr es it pt nl sv da nb fi is pl cs sk hu ro bg ru uk be el tr hr sl et lv lt
    ca eu gl ga sq mk id ms fil vi th ja ko zh ar he fa hi bn ta ka hy az kk uz sw af""".split()  # noqa: SIM905
# Words that stand in dates and say nothing; in letters as `squeezed` leaves them.
_FILLING = frozenset(
    "at um den der le la el les de del do of the a as alle ore og om kl klo klockan uhr h u hs "  # noqa: SIM905
    "hrs di na dne г в о года roku r god th st nd rd er o ste e ο στις και und y et am".split()
)
_AFTERNOON = frozenset(squeezed(word) for word in ("午後", "下午", "오후", "μμ", "م"))
_FORENOON = frozenset(squeezed(word) for word in ("午前", "上午", "오전", "πμ", "ص"))

_CLOCK = r"(?:[T,]?\s*(?:at\s+)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?)?"
_NUMERIC = re.compile(
    rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}|\d{{2}})\s*{_CLOCK}", re.IGNORECASE
)
_YEAR_FIRST = re.compile(
    rf"(\d{{4}})(/|-|:|\.\s?)(\d{{1,2}})\2(\d{{1,2}})\.?\s*{_CLOCK}", re.IGNORECASE
)
_UNBROKEN = re.compile(r"(\d{4})(\d\d)(\d\d)(?:[T_ -]?(\d\d)(\d\d)(\d\d)?)?")
_COUNTED_YEAR = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?")
_SERIAL = re.compile(r"([3-6]\d{4})(?:[.,](\d{1,12}))?")
_ISO_ZONED = re.compile(r"\d{4}-?\d{2}-?\d{2}[T ].*(?:Z|[+-]\d{2}:?\d{2})", re.IGNORECASE)

# In dates with names of months: a zone, a clock, and the words and numbers that are left.
_ZONE = re.compile(
    r"(?:\b(?:GMT|UTC)\s*([+-]\d{2}:?\d{2})?|(?<=\d)\s*Z|(?<=[\d ])([+-]\d{2}:?\d{2}))(?!\d)"
)
_TIME = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:h.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?|\s*(?=uhr|h\b))(?!\d)",
    re.IGNORECASE,
)
_COLON_TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?(?!\d)")
_PIECE = re.compile(r"\d+|[^\d\s,;/()+:-]+")
_HALF = re.compile(r"([ap])\.?\s?m\.?(?![a-z])", re.IGNORECASE)


# In English alone, which needs no tables.
_MONTHS = (
    ("jan", "january"),
    ("feb", "february"),
    ("mar", "march"),
    ("apr", "april"),
    ("may",),
    ("jun", "june"),
    ("jul", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("oct", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
_ENGLISH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_ENGLISH_DAYS = frozenset(
    "mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat saturday "  # noqa: SIM905
    "sun sunday".split()
)


def order_of(texts: Iterable[str]) -> Order | Literal["ambiguous", "both"] | None:
    """What a column's own dates say about their order; None where it does not matter.

    >>> order_of(["03/04/2024", "25/04/2024"]), order_of(["03/04/2024"]), order_of(["2024-04-03"])
    ('day-first', 'ambiguous', None)
    """
    day = month = unclear = False
    for text in texts:
        found = _NUMERIC.fullmatch(_without_weekday(text.strip()[:60]))
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
    Names of months and weekdays are those of some fifty languages, as Unicode's CLDR has
    them; one that means two months in two languages is refused.

    Raises:
        ValueError: it is not a date, or could be two.
    """
    if isinstance(value, datetime):
        return _placed(value, zone), value.tzinfo is not None, True
    if isinstance(value, date):
        return datetime.combine(value, NOON, zone), False, False
    text = " ".join(str(value).split())[:90]
    if re.fullmatch(r"\d{9,13}(\.0+)?", text) and (seconds := moment(text)):
        return seconds, True, True
    if found := _SERIAL.fullmatch(text):
        return _serial(found, zone)
    if _ISO_ZONED.fullmatch(text):
        with contextlib.suppress(ValueError):
            return _placed(datetime.fromisoformat(text), zone), True, True
    text = _without_weekday(text)
    written = None
    try:
        year, month, day, clock = _parts(text, order)
    except _Unknown:
        text, written = _taken_zone(re.sub(r"\([^)]*\)", " ", text))
        try:
            year, month, day, clock = _parts(text, order)
        except _Unknown:
            year, month, day, clock = _named(text)
    zoned = written is not None and clock is not None
    placed = written if zoned else zone
    when = datetime.combine(date(year, month, day), clock or NOON, placed)
    if not sensible(when):
        raise ValueError(f"{text!r} is not a date of a post")
    return when, zoned, clock is not None


def read_clock(value: object) -> time:
    """A time of day that stands in a column of its own.

    Raises:
        ValueError: it is none.
    """
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta):
        return _since_midnight(value.total_seconds())
    text = " ".join(str(value).split())[:40]
    if re.fullmatch(r"0?[.,]\d+", text):
        return _since_midnight(86400 * float(text.replace(",", ".")))
    _, clock = _taken_clock(text)
    if clock is None:
        raise ValueError(f"{text!r} is not a time of day")
    return clock


def _since_midnight(seconds: float) -> time:
    return (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=round(seconds))).time()


class _Unknown(ValueError):  # noqa: N818  (it is a way on, not a fault)
    """A text of none of the forms in numbers."""


def _serial(found: re.Match[str], zone: tzinfo) -> tuple[datetime, bool, bool]:
    """A date as a spreadsheet counts: days since the end of 1899."""
    part = float(f"0.{found[2]}") if found[2] else 0.0
    when = datetime(1899, 12, 30) + timedelta(days=int(found[1]), seconds=round(86400 * part))  # noqa: DTZ001  (placed below)
    if not found[2]:
        return datetime.combine(when.date(), NOON, zone), False, False
    return _placed(when, zone), False, True


def _placed(when: datetime, zone: tzinfo) -> datetime:
    placed = when.replace(tzinfo=zone) if when.tzinfo is None else when
    if not sensible(placed):
        raise ValueError(f"{when} is not a date of a post")
    return placed.replace(microsecond=0)


def _parts(text: str, order: Order | None) -> tuple[int, int, int, time | None]:
    if found := _YEAR_FIRST.fullmatch(text):
        return int(found[1]), int(found[3]), int(found[4]), _clock(*found.groups()[4:])
    if found := _UNBROKEN.fullmatch(text):
        return (
            int(found[1]),
            int(found[2]),
            int(found[3]),
            _clock(found[4], found[5], found[6], None),
        )
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        if found[2] == "." or order == "day-first":
            first, second = second, first
        elif order is None and first != second:
            raise ValueError(f"{text!r} could be two days")
        year = int(found[4]) + 2000 * (len(found[4]) == 2)
        return year, first, second, _clock(*found.groups()[4:])
    raise _Unknown(text)


def _clock(
    hour: str | None, minute: str | None, second: str | None, half: str | None
) -> time | None:
    if hour is None or minute is None:
        return None
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError(f"{hours} {half} is not a time of day")
        hours = hours % 12 + 12 * half.casefold().startswith("p")
    return time(hours, int(minute), int(second or 0))


def _named(text: str) -> tuple[int, int, int, time | None]:
    """A date with a month's name, a weekday's perhaps, and a clock, in any order."""
    if (counted := _COUNTED_YEAR.search(text)) is not None:
        rest, clock = _taken_clock(text[: counted.start()] + " " + text[counted.end() :])
        _only_weekdays(rest)
        return int(counted[1]), int(counted[2]), int(counted[3]), clock
    text, clock = _taken_clock(text)
    pieces = [piece.strip(".'’`ºª") for piece in _PIECE.findall(text)]
    numbers = [piece for piece in pieces if piece.isdecimal()]
    if len(numbers) != 2:
        raise ValueError(f"{text!r} is not a date like 2026-11-27 18:00")
    month = _month([piece for piece in pieces if piece and not piece.isdecimal()], text)
    first, second = numbers
    year, day = (first, second) if len(first) == 4 else (second, first)
    if len(year) not in {2, 4} or len(day) > 2:
        raise ValueError(f"{text!r} is not a date like 2026-11-27 18:00")
    return int(year) + 2000 * (len(year) == 2), month, int(day), clock


def _month(names: list[str], text: str) -> int:
    """The month that the words of a date name."""
    said = [word for name in names if (word := squeezed(name)) not in _FILLING | _ENGLISH_DAYS]
    if len(said) == 1 and said[0] in _ENGLISH:
        return _ENGLISH[said[0]]
    months, weekdays = _names()
    sure: set[int] = set()
    maybe: set[int] = set()
    for name in names:
        word = squeezed(name)
        if word in months:
            (maybe if word in weekdays else sure).update(months[word])
        elif word and word not in weekdays and word not in _FILLING:
            raise ValueError(f"{name!r} is no month")
    found = sure or maybe
    if len(found) != 1:
        raise ValueError(f"{text!r} could be of two months, or of none")
    return found.pop()


def _only_weekdays(rest: str) -> None:
    words = [squeezed(piece) for piece in _PIECE.findall(rest)]
    if any(word and word not in _names()[1] and word not in _FILLING for word in words):
        raise ValueError(f"{rest!r} is not part of a date")


def _taken_zone(text: str) -> tuple[str, tzinfo | None]:
    found = _ZONE.search(text)
    if found is None:
        return text, None
    written = (found[1] or found[2] or "+0000").replace(":", "")
    zone = datetime.strptime(written, "%z").tzinfo
    return f"{text[: found.start()]} {text[found.end() :]}".strip(), zone


def _taken_clock(text: str) -> tuple[str, time | None]:
    """The text without its time of day, and that time."""
    found = _COLON_TIME.search(text) or _TIME.search(text)
    if found is None:
        return text, None
    around = text[: found.start()] + " " + text[found.end() :]
    half = None
    if marked := _HALF.match(text[found.end() :].lstrip()):
        half = marked[1].casefold()
        around = text[: found.start()] + " " + text[found.end() :].lstrip()[marked.end() :]
    else:
        for word in _PIECE.findall(around):
            if squeezed(word) in _AFTERNOON | _FORENOON:
                half = "p" if squeezed(word) in _AFTERNOON else "a"
                around = around.replace(word, " ", 1)
    return around, _clock(found[1], found[2] or "0", found[3], half)


def _without_weekday(text: str) -> str:
    """A date without the weekday before it; a text that begins otherwise as it is."""
    first, _, rest = text.partition(" ")
    if not rest or first[0].isdecimal() or not rest[0].isdecimal():
        return text
    word = squeezed(first)
    if word in _ENGLISH_DAYS:
        return rest
    if word in _ENGLISH:
        return text
    months, weekdays = _names()
    return rest if word in weekdays and word not in months else text


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """What months (by name, 1 to 12) and weekdays are called, as `squeezed` leaves it."""
    from babel.dates import get_day_names, get_month_names  # noqa: PLC0415  (1 MB of tables)

    months: dict[str, set[int]] = {}
    weekdays: set[str] = set()
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    if not any(sign.isdecimal() for sign in name):
                        months.setdefault(squeezed(name), set()).add(int(number))
                for name in get_day_names(width, context, language).values():
                    weekdays.update(squeezed(word) for word in (name, *name.split()))
    months |= {name: {number} for name, number in _ENGLISH.items()}
    return {name: frozenset(numbers) for name, numbers in months.items()}, frozenset(
        weekdays - {""}
    )
