"""Columns of text that never run into each other, and leave no spaces at a line's end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spe.commands import _window
from spe.commands._talk import console
from spe.printable import printable

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

GAP = 2

# Columns that no table reaches.
_ENDLESS = 100_000


def print_lines(lines: "Sequence[Text]") -> None:
    """Print lines, those broken between words that are wider than the window."""
    out, room = console(), _window.columns()
    for line in lines:
        for part in [line] if room is None else fitting(line, room):
            out.print(part, soft_wrap=True)


def print_table(table: "Table") -> None:
    """Print a table within the window; in a pipe it is as wide as it takes, and nothing is cut."""
    from rich.text import Text  # noqa: PLC0415

    out = console()
    options = out.options
    if _window.columns() is None:
        for column in table.columns:
            column.max_width = None
        options = options.update(max_width=_ENDLESS)
        options = options.update(width=out.measure(table, options=options).maximum)
    for parts in out.render_lines(table, options, pad=False):
        line = Text.assemble(*((part.text, part.style or "") for part in parts))
        line.rstrip()
        out.print(line, soft_wrap=True)


def fitting(line: "Text", room: int) -> "list[Text]":
    """A line as `_window.wrapped` breaks it, in its colours."""
    from rich.text import Text  # noqa: PLC0415

    hang = _window.hanging(line.plain)
    parts = [line[start:end] for start, end in _window.spans(line.plain, room, hang)]
    return [parts[0], *(Text(" " * hang) + part for part in parts[1:])]


def columns(
    rows: "Sequence[Sequence[Text]]",
    *,
    right: Sequence[int] = (),
    wrap: int | None = None,
    room: int | None = None,
) -> "list[Text]":
    """Rows of cells as lines; `right` are aligned so, `wrap` gives way where `room` is short."""
    from rich.text import Text  # noqa: PLC0415

    rows = [[_one_line(cell) for cell in row] for row in rows]
    widths = [max(cell.cell_len for cell in column) for column in zip(*rows, strict=True)]
    if wrap is not None and room is not None:
        others = sum(widths) - widths[wrap] + GAP * (len(widths) - 1)
        widths[wrap] = max(min(widths[wrap], room - others), min(widths[wrap], 12))
    lines = []
    for row in rows:
        cells = [[cell] for cell in row]
        if wrap is not None and row[wrap].cell_len > widths[wrap]:
            cells[wrap] = list(row[wrap].wrap(console(), widths[wrap]))
        for number in range(max(len(cell) for cell in cells)):
            line = Text()
            for at, cell in enumerate(cells):
                part = cell[number].copy() if number < len(cell) else Text()
                part.rstrip()
                space = " " * (widths[at] - part.cell_len)
                line.append_text(Text(space) + part if at in right else part + Text(space))
                line.append(" " * GAP)
            line.rstrip()
            lines.append(line)
    return lines


def _one_line(cell: "Text") -> "Text":
    """The cell with what can't be printed shown, so that it is as wide as it is counted."""
    made = cell.copy()
    made.plain = printable(cell.plain)
    return made


def shortened(name: str, most: int) -> str:
    """A name with its middle left out where it is too wide.

    >>> shortened("holiday_in_the_mountains_0312.jpg", 16)
    'holiday…0312.jpg'
    """
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415

    name = printable(name)
    if cell_len(name) <= most:
        return name
    end = ""
    for letter in reversed(name):
        if cell_len(letter + end) > most // 2:
            break
        end = letter + end
    start = set_cell_size(name, most - 1 - cell_len(end)).rstrip()
    return f"{start}…{end}"
