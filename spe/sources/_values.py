"""Numbers and texts as people and exports write them."""

import math
import re
import unicodedata
from datetime import UTC, datetime

from spe.cells import shortened

# Longer than any network allows; what is beyond is damage.
LONGEST_TEXT = 20_000

_MANY = {"k": 1e3, "tsd": 1e3, "mil": 1e3, "tys": 1e3, "тыс": 1e3, "rb": 1e3, "千": 1e3, "천": 1e3}
_MANY |= {
    "万": 1e4,
    "萬": 1e4,
    "만": 1e4,
    "lakh": 1e5,
    "m": 1e6,
    "mio": 1e6,
    "mln": 1e6,
    "млн": 1e6,
}
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")
_SHORT = re.compile(rf"(\d+(?:[.,]\d+)?)\s*({'|'.join(_MANY)})\.?", re.IGNORECASE)
_PLAIN = re.compile(r"\d+(?:[.,]0+)?")
_UNKNOWN = frozenset({"", "-", "--", "–", "—", "?", "n/a", "na", "nan", "none", "null"})


def count(value: object) -> int | None:
    """A whole number of likes or comments, however it is written; None where it is unknown.

    Below 0 is unknown: that is how some programs write a hidden count.

    >>> count("1,204"), count("12.345"), count("1.2k"), count(7.0), count("--"), count(-1)
    (1204, 12345, 1200, 7, None, None)
    >>> count("1,23,456"), count("3,4万")
    (123456, 34000)

    Raises:
        ValueError: it is not a whole number.
    """
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _whole(value)
    text = str(value).strip().strip("'\"").strip()
    if len(text) > 40:
        raise ValueError("not a number")
    if text.casefold() in _UNKNOWN or re.fullmatch(r"-\d+(\.0+)?", text):
        return None
    if _GROUPED.fullmatch(text):
        return _whole(int(re.sub(r"\D", "", text)))
    if _PLAIN.fullmatch(text):
        return _whole(int(re.split(r"[.,]", text)[0]))
    if short := _SHORT.fullmatch(text):
        number = float(short[1].replace(",", "."))
        return _whole(round(number * _MANY[short[2].casefold()]))
    raise ValueError(f"{text[:40]!r} is not a number of likes")


def _whole(number: float) -> int | None:
    if isinstance(number, float) and math.isnan(number):
        return None
    if not math.isfinite(number) or number != int(number) or number > 10**11:
        raise ValueError(f"{number!r} is not a whole number")
    return int(number) if number >= 0 else None


def known(value: object) -> int | None:
    """`count`, with None for anything else: what an export mangled is unknown."""
    try:
        return count(value)
    except (ValueError, OverflowError):
        return None


def words(value: object) -> str:
    """A text that can be written down: whole characters, one kind of line break, bounded."""
    if not isinstance(value, str):
        return ""
    text = value[:LONGEST_TEXT].replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode()


# The largest number that a spreadsheet keeps whole.
_EXACT = 2.0**53


def whole_id(value: object) -> str:
    """An id as it was given; empty where a spreadsheet has cut it down to a few digits.

    >>> whole_id("17900000000000123"), whole_id("1.79E+16"), whole_id(12.0)
    ('17900000000000123', '', '12')
    """
    if isinstance(value, float) and value.is_integer() and value < _EXACT:
        value = int(value)
    text = words(str("" if value is None else value)).strip().lstrip("'")[:100]
    return "" if isinstance(value, float) or shortened(text) else text


def mended(value: object) -> str:
    r"""A text whose UTF-8 bytes were written one by one, put together again.

    >>> mended("Sebasti\u00c3\u00a3o"), mended("Zoë")
    ('Sebastião', 'Zoë')
    """
    text = words(value)
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def moment(seconds: object) -> datetime | None:
    """The time that a count of seconds (or milliseconds) since 1970 means; None for none.

    >>> moment(1424225088).isoformat(), moment("0"), moment("soon")
    ('2015-02-18T02:04:48+00:00', None, None)
    """
    if isinstance(seconds, bool) or not isinstance(seconds, int | float | str):
        return None
    try:
        number = float(seconds)
        number = number / 1000 if number > 1e11 else number
        when = datetime.fromtimestamp(number, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return when.replace(microsecond=0) if sensible(when) else None


def sensible(when: datetime) -> bool:
    """Whether a post can be from then: after the first photo networks, before the far future."""
    return 1990 <= when.year <= 2100


def squeezed(text: str) -> str:
    """A heading or label without case, accents, spaces and signs, to compare by.

    >>> squeezed("Like Count"), squeezed("Beğeni")
    ('likecount', 'begeni')
    """
    plain = unicodedata.normalize("NFKD", text[:200].casefold())
    return "".join(sign for sign in plain if sign.isalnum())
