"""The cells of the post table, as a spreadsheet may have left them: read rightly or refused.

A spreadsheet saves a table with other separators, in another encoding, with grouped
numbers, long numbers shortened and dates in its own order. What can mean one thing only
is read; what could mean two, or has lost something, is refused and named.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from spe.errors import TableError

# The longest cell: captions of networks have 2,200 characters, of blogs far more.
LONGEST_CELL = 10_000_000

# More than there are people, several times over.
MOST_COUNTED = 10**11

# Before and after these there were no photos to post, or will not be for long.
FIRST_YEAR, LAST_YEAR = 1900, 2200

# Letters from the start of a table in which its headings end.
_HEADINGS_WITHIN = 100_000

# So many letters beyond English in a row are no word of Western Europe: Thai, Cyrillic, Greek
# and others in a spreadsheet's older encodings look like this.
FOREIGN = re.compile(rb"[\xa1-\xff]{5}")

_SEPARATORS = ",;\t|"
_WHOLE = re.compile(r"[0-9]+(?:[.,]0{1,2})?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,'’ \u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*")
_BELOW_ZERO = re.compile(r"-[0-9]+(?:[.,]0+)?")
_SHORTENED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,3}", re.IGNORECASE)

# Digits of a number that a spreadsheet keeps, and how many zeros behind them are no chance.
_KEPT_DIGITS = 15
_TELLING_ZEROS = 6

_AGAIN = "spe posts --restore brings back the table of before."


def text_of(data: bytes, path: Path) -> str:
    """The text of a table file: UTF-8, UTF-16, or Windows-1252 as Excel saves it.

    Raises:
        TableError: in none of these.
    """
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encodings = ["utf-16"]
    elif data[1:2] == b"\0":
        encodings = ["utf-16-le"]
    elif data[:1] == b"\0":
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        if encoding == "cp1252" and (run := FOREIGN.search(data)):
            number = data.count(b"\n", 0, run.start()) + 1
            raise TableError(
                f"{path}, row {number}: letters in an encoding that can't be told. Save it as CSV "
                f"in UTF-8.\n{_AGAIN}"
            )
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(f"{path}: can't be read as text; save it as CSV in UTF-8.\n{_AGAIN}")


def rows(text: str, path: Path, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The number and cells of each row by heading; the first row has the headings.

    Commas, semicolons, tabs and bars separate cells, whichever gives the needed headings.

    Raises:
        TableError: no table, a needed heading is missing or stands twice, or a row has more
            cells than there are headings.
    """
    csv.field_size_limit(LONGEST_CELL)
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r'"?sep=(.)"?\r?', first, re.IGNORECASE)
    separators = told[1] if told else _SEPARATORS
    text, ahead = (rest, 1) if told else (text, 0)
    try:
        tops = {one: _headings(text[:_HEADINGS_WITHIN], one) for one in separators}
        separator = max(tops, key=lambda one: len(set(needed) & set(tops[one])))
        top = tops[separator]
        if missing := sorted(set(needed) - set(top)):
            raise TableError(
                f"{path}, row {1 + ahead}: the column {missing[0]!r} is missing. This row must "
                f"hold the names of the columns, as they were.\n{_AGAIN}"
            )
        if doubled := sorted({name for name in top if name and top.count(name) > 1}):
            raise TableError(f"{path}: the column {doubled[0]!r} stands twice.")
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        next(lines)
        for number, row in enumerate(lines, start=2 + ahead):
            if not any(row):
                continue
            if any(row[len(top) :]):
                raise TableError(
                    f"{path}, row {number}: more cells than there are columns. A text with "
                    f"{separator!r} in it needs quotation marks around it."
                )
            yield number, dict(zip(top, row, strict=False))
    except csv.Error as error:
        raise TableError(f"{path}: not a table ({error}).") from error


def _headings(start: str, separator: str) -> list[str]:
    top: list[str] = next(csv.reader(io.StringIO(start, newline=""), delimiter=separator), [])
    return [cell.strip() for cell in top]


def count(text: str, where: str) -> int | None:
    """A whole number, thousands grouped or not; None for an empty cell and below 0.

    >>> count("1204", ""), count("1.204", ""), count("12,0", ""), count("-1", "")
    (1204, 1204, 12, None)

    Raises:
        TableError: anything else, and more than `MOST_COUNTED`.
    """
    if not text or _BELOW_ZERO.fullmatch(text):
        return None
    if _GROUPED.fullmatch(text):
        number = int(re.sub(r"[^0-9]", "", text))
    elif _WHOLE.fullmatch(text) and len(text) <= 20:
        number = int(re.split(r"[.,]", text)[0])
    elif _SHORTENED.fullmatch(text):
        raise TableError(f"{where}: {text!r} is a number that a spreadsheet shortened.\n{_AGAIN}")
    else:
        raise TableError(f"{where}: {text[:40]!r} is not a whole number.")
    check_count(number, where)
    return number


def check_count(number: int | None, where: str) -> None:
    """Look whether so many people can have liked or followed anything; None is unknown.

    Raises:
        TableError: below 0, or more than `MOST_COUNTED`.
    """
    if number is not None and not 0 <= number <= MOST_COUNTED:
        kind = "is less than nothing" if number < 0 else "is more than anything is liked"
        raise TableError(f"{where}: {_said(number)} {kind}.")


def _said(number: int) -> str:
    """A number as it is called in a sentence; Python writes no number of 5,000 digits."""
    return f"'{number}'" if abs(number) < 10**40 else "a number of more than 40 digits"


def moment(text: str, where: str) -> datetime | None:
    """A time with its zone; None for an empty cell.

    Raises:
        TableError: no such time, no zone, or far from any time of a photo.
    """
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        raise TableError(
            f"{where}: {text[:40]!r} is not a time like 2026-11-27T18:00+01:00."
        ) from None
    check_moment(when, where)
    return when


def check_moment(when: datetime | None, where: str) -> None:
    """Look whether a photo can have been posted then; None is unknown.

    Raises:
        TableError: no time zone, or a year before `FIRST_YEAR` or after `LAST_YEAR`.
    """
    if when is None:
        return
    text = when.isoformat()
    if when.tzinfo is None:
        raise TableError(f"{where}: {text!r} has no time zone; write it like {text}+01:00.")
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise TableError(f"{where}: {text!r} is not a year of photos.")


def check_ids(ids: Iterable[tuple[int, str]], path: Path) -> None:
    """Look at the ids of all rows, each with its row's number.

    Raises:
        TableError: one is empty, stands twice, or was shortened by a spreadsheet.
    """
    named = list(ids)
    for number, name in named:
        if shortened(name):
            raise TableError(
                f"{path}, row {number}, id: {name!r} is an id that a spreadsheet shortened; "
                f"its last digits are lost.\n{_AGAIN}"
            )
    if rounded := _rounded(named):
        number, name = rounded
        raise TableError(
            f"{path}, row {number}, id: {name!r} ends in zeros, as all the long ids do: "
            f"a spreadsheet rounded them.\n{_AGAIN}"
        )
    seen: set[str] = set()
    for number, name in named:
        if not name or name in seen:
            fault = f"the id {name!r} stands twice" if name else "the id is empty"
            raise TableError(f"{path}, row {number}: {fault}.")
        seen.add(name)


def shortened(name: str) -> bool:
    """Whether a spreadsheet wrote this for a long number.

    >>> shortened("1.79E+16"), shortened("1,79E+16"), shortened("17900000000000001")
    (True, True, False)
    """
    return _SHORTENED.fullmatch(name.strip()) is not None


def _rounded(named: list[tuple[int, str]]) -> tuple[int, str] | None:
    """The first long number, if all have nothing but zeros behind what a spreadsheet keeps."""
    long = [(at, name) for at, name in named if name.isdecimal() and len(name) > _KEPT_DIGITS]
    behind = "".join(name[_KEPT_DIGITS:] for _, name in long)
    return long[0] if len(behind) >= _TELLING_ZEROS and not behind.strip("0") else None
