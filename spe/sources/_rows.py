"""The rows of a table file: CSV, TSV, XLSX or JSON, as dictionaries by heading."""

import csv
import io
import itertools
import warnings
import zipfile
from typing import Any

from spe.cells import LONGEST_CELL
from spe.errors import SourceError
from spe.sources._json import load
from spe.sources._tree import Tree, read
from spe.sources._values import words

MOST_ROWS = 200_000
MOST_COLUMNS = 300

# A spreadsheet's unpacked size; an honest one of 200,000 rows stays below.
_UNPACKED = 128 * 2**20

Row = dict[str, Any]

SUFFIXES = frozenset({".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".json"})


def rows(tree: Tree, name: str) -> list[Row]:
    """Every row of the table, by heading; blank rows are left out.

    Raises:
        SourceError: no table, damaged, or far too long.
    """
    data = read(tree, name)
    if data[:4] == b"PK\x03\x04":
        return _sheet(data, name)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
        return _objects(load(data, name))
    return _separated(_text(data, name), name)


def headings(first: bytes) -> list[str]:
    """The headings that the first bytes of a CSV or TSV hold; empty for anything else."""
    if b"\0" in first and first[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        return []
    text = _text(first, "", errors="ignore").lstrip("\r\n")
    try:
        row = next(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)), [])
    except csv.Error:
        return []
    return [words(cell).strip() for cell in row]


def _separated(text: str, name: str) -> list[Row]:
    text = text.lstrip("\r\n")
    csv.field_size_limit(LONGEST_CELL)
    sheet = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        first = next(sheet, [])
        top = [cell.strip() for cell in first[:MOST_COLUMNS]]
        made = [
            dict(zip(top, row, strict=False))
            for row in itertools.islice(sheet, MOST_ROWS + 1)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise SourceError(f"{name}: not a table ({error}).") from error
    return _bounded(made, name)


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return max(",;\t|", key=first.count)


def _text(data: bytes, name: str, errors: str = "strict") -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return data.decode(encoding, errors)
    except UnicodeDecodeError:
        if b"\0" in data:
            raise SourceError(f"{name}: not a table, whatever its name says.") from None
        return data.decode("cp1252", "replace")


def _sheet(data: bytes, name: str) -> list[Row]:
    import openpyxl  # noqa: PLC0415  (only for spreadsheets)

    try:
        _weigh(data, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            cells = book.worksheets[0].iter_rows(
                max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True
            )
            top = [str(cell or "").strip() for cell in next(cells, ())]
            made = [
                {key: value for key, value in zip(top, row, strict=False) if value is not None}
                for row in cells
                if any(value is not None for value in row)
            ]
            book.close()
    except SourceError:
        raise
    except Exception as error:
        # openpyxl raises all sorts on damaged files; whatever it was, the file is the cause.
        raise SourceError(
            f"{name}: the spreadsheet can't be read. Save it again as .xlsx or .csv."
        ) from error
    return _bounded(made, name)


def _weigh(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > _UNPACKED:
        raise SourceError(f"{name}: the spreadsheet unpacks to {unpacked >> 20} MB; too large.")


def _objects(value: Any) -> list[Row]:  # noqa: ANN401  (whatever JSON holds)
    if isinstance(value, dict):
        lists = [part for part in value.values() if isinstance(part, list)]
        value = lists[0] if lists else [value]
    if not isinstance(value, list):
        return []
    return [row for row in value[:MOST_ROWS] if isinstance(row, dict)]


def _bounded(made: list[Row], name: str) -> list[Row]:
    if len(made) > MOST_ROWS:
        raise SourceError(f"{name}: more than {MOST_ROWS:,} rows.")
    return made
