"""The rows of a table file: CSV, TSV, XLSX, ODS, XLS or JSON, as dictionaries by heading.

The headings stand in the first line that holds two of known meaning: above it may be
Excel's `sep=;`, a title, a row of groups. Without such a line they are the first.
"""

import csv
import io
import itertools
import re
import warnings
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from spe import apart
from spe.cells import FOREIGN, LONGEST_CELL
from spe.errors import SourceError
from spe.sources._books import check_book
from spe.sources._headings import about
from spe.sources._json import load
from spe.sources._tree import Tree, read
from spe.sources._values import words

MOST_ROWS = 200_000
MOST_COLUMNS = 300

# What opening a spreadsheet may take, in seconds and bytes.
_LONGEST, _MOST_MEMORY = 30, 400 * 2**20


class Row(dict[str, Any]):
    """The cells of a row by heading, and the number by which a spreadsheet names the row."""

    __slots__ = ("number",)

    def __init__(self, cells: Mapping[str, Any] | Iterable[tuple[str, Any]], number: int) -> None:
        super().__init__(cells)
        self.number = number

    def __reduce__(self) -> tuple[type["Row"], tuple[dict[str, Any], int]]:
        """Let it go from one process to another."""
        return Row, (dict(self), self.number)


SUFFIXES = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".ods", ".xls", ".json", ".jsonl"}
)

# How many lines may stand above the headings, and how many worksheets are looked at.
_ABOVE = 10
_SHEETS = 20

# What spreadsheets start with: a zip archive, or the older compound file.
BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")

# Spreadsheets that could not be opened, for each reader asks again.
_refused: "weakref.WeakKeyDictionary[Tree, dict[str, SourceError]]" = weakref.WeakKeyDictionary()

_SEPARATOR = re.compile(r"\s*\"?sep=(.)\"?[,;\t]*\s*(?:\r\n|\n|\r|$)", re.IGNORECASE)


def rows(tree: Tree, name: str) -> list[Row]:
    """Every row of the table, by heading; blank rows are left out.

    Raises:
        SourceError: no table, damaged, or far too long.
    """
    data = read(tree, name)
    if data[:4] in BOOKS:
        if name in _refused.get(tree, ()):
            raise _refused[tree][name]
        try:
            return _opened(data, name)
        except SourceError as error:
            _refused.setdefault(tree, {})[name] = error
            raise
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
        return _objects(data, name)
    return _separated(_text(data, name), name)


def encoding_is_guessed(tree: Tree, name: str) -> bool:
    """Whether a table's letters look like those of an encoding that can't be told."""
    data = read(tree, name)
    if data[:4] in BOOKS or b"\0" in data or FOREIGN.search(data) is None:
        return False
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def headings(first: bytes) -> list[str]:
    """The headings that the first bytes of a CSV or TSV hold; empty for anything else."""
    if b"\0" in first and first[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return []
    try:
        _, lines = _lines(_text(first, "", errors="ignore"))
        top = _top(itertools.islice(lines, _ABOVE))[0]
    except csv.Error:
        return []
    return [words(cell).strip() for cell in top]


def _separated(text: str, name: str) -> list[Row]:
    try:
        ahead, lines = _lines(text)
        top, table = _top(lines, ahead)
        made = [
            Row(zip(top, row, strict=False), number)
            for number, row in itertools.islice(table, MOST_ROWS + 1)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise SourceError(f"{name}: not a table ({error}).") from error
    return _bounded(made, name)


def _lines(text: str) -> tuple[int, Iterator[list[str]]]:
    """How many lines are passed over before the first, and all from there on."""
    whole, text = text, text.lstrip("\r\n")
    if told := _SEPARATOR.match(text):
        text = text[told.end() :]
    csv.field_size_limit(LONGEST_CELL)
    delimiter = told[1] if told else _delimiter(text)
    ahead = len(whole[: len(whole) - len(text)].splitlines())
    return ahead, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _top(
    lines: Iterable[Sequence[Any]], ahead: int = 0
) -> tuple[list[str], Iterator[tuple[int, Sequence[Any]]]]:
    """The headings, and the lines below them with their numbers, `ahead` being passed over."""
    lines = iter(lines)
    first = list(itertools.islice(lines, _ABOVE))
    at = next((at for at, line in enumerate(first) if about(_told(line)) > 1), 0)
    top = _told(first[at]) if first else []
    below = itertools.chain(first[at + 1 :], lines)
    return top, enumerate(below, start=ahead + at + 2)


def _told(line: Sequence[Any]) -> list[str]:
    return [str("" if cell is None else cell).strip()[:200] for cell in line[:MOST_COLUMNS]]


def _delimiter(text: str) -> str:
    """What stands most often in the first line that holds any of them."""
    for line in text.splitlines()[:_ABOVE]:
        best = max(",;\t|", key=line.count)
        if best in line:
            return best
    return ","


def _text(data: bytes, name: str, errors: str = "strict") -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError:
        if b"\0" in data:
            raise SourceError(f"{name}: not a table, whatever its name says.") from None
        return data.decode("cp1252", "replace")


def _opened(data: bytes, name: str) -> list[Row]:
    """The rows of a spreadsheet, read apart: what is made to swell or to hang costs itself."""
    try:
        return apart.call(book, data, name, seconds=_LONGEST, memory=_MOST_MEMORY)
    except (apart.DiedError, MemoryError) as error:
        raise SourceError(
            f"{name}: the spreadsheet takes too much time or memory to open. Save it as .csv."
        ) from error


def book(data: bytes, name: str) -> list[Row]:
    """The rows of the first worksheet whose headings are known; else of the first.

    Raises:
        SourceError: damaged, locked with a password, or far too large.
        MemoryError: there is none left.
    """
    try:
        check_book(data, name)
        sheets = _openpyxl if b"xl/workbook" in data or b"xl/worksheets" in data else _calamine
        first: list[Row] | None = None
        for lines in sheets(data):
            top, below = _top(lines)
            if first is not None and about(top) < 2:
                continue
            made = [
                Row(
                    (
                        (key, value)
                        for key, value in zip(top, row, strict=False)
                        if value not in {None, ""}
                    ),
                    number,
                )
                for number, row in itertools.islice(below, MOST_ROWS + 1)
                if any(value not in {None, ""} for value in row)
            ]
            if about(top) > 1:
                return _bounded(made, name)
            first = made
    except (SourceError, MemoryError):
        raise
    except BaseException as error:
        # Both readers raise all sorts on damaged files; whatever it was, the file is the
        # cause. A panic of Rust's is no `Exception`.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise SourceError(
            f"{name}: the spreadsheet can't be read. Save it again as .xlsx or .csv."
        ) from error
    return _bounded(first or [], name)


def _openpyxl(data: bytes) -> Iterator[Iterator[Sequence[Any]]]:
    import openpyxl  # noqa: PLC0415  (only for spreadsheets)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets[:_SHEETS]:
            yield sheet.iter_rows(
                max_row=MOST_ROWS + _ABOVE, max_col=MOST_COLUMNS, values_only=True
            )
        book.close()


def _calamine(data: bytes) -> Iterator[Iterator[Sequence[Any]]]:
    """The sheets of what openpyxl does not read: LibreOffice's and Excel's older one."""
    import python_calamine  # noqa: PLC0415  (only for spreadsheets)

    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in book.sheet_names[:_SHEETS]:
        yield iter(book.get_sheet_by_name(sheet).iter_rows())


def _objects(data: bytes, name: str) -> list[Row]:
    try:
        value = load(data, name)
    except SourceError:
        value = [load(line, name) for line in data.splitlines()[:MOST_ROWS] if line.strip()]
    if isinstance(value, dict):
        lists = [part for part in value.values() if isinstance(part, list)]
        value = lists[0] if lists else [value]
    if not isinstance(value, list):
        return []
    kept = (row for row in value[:MOST_ROWS] if isinstance(row, dict))
    return [Row(row, number) for number, row in enumerate(kept, start=2)]


def _bounded(made: list[Row], name: str) -> list[Row]:
    if len(made) > MOST_ROWS:
        raise SourceError(f"{name}: more than {MOST_ROWS:,} rows.")
    return made
