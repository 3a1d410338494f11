"""Lines within the window that they are shown in, broken between words."""

import os
import re
import sys

# What a line starts with, below which its further lines do not reach: spaces and a sign.
_START = re.compile(r"\s*(?:[·✓✗!] +)?")

# A command to copy, up to the end of its sentence, stays whole; else every word.
_PIECE = re.compile(r"(?<=: )spe .*?(?:\.(?= )|$)|\S+")

# Where a terminal does not tell how wide it is.
_USUAL = 80


def columns(*, err: bool = False) -> int | None:
    """Columns of the window; None in a pipe or a file, where nothing is broken or cut.

    Args:
        err: whether stderr is asked for, instead of stdout.
    """
    stream = sys.stderr if err else sys.stdout
    if not stream.isatty():
        return None
    named = os.environ.get("COLUMNS", "")
    if named.isdecimal() and int(named):
        return int(named)
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL
    except (OSError, ValueError):
        return _USUAL


def wrapped(text: str, room: int | None, *, hang: int | None = None) -> str:
    """The text with each line broken so that it fits.

    Args:
        text: one line or several.
        room: columns, or None for as many as it takes.
        hang: spaces before the further lines of each; by default those before its words.

    >>> print(wrapped("  A sentence of some length. Next: spe likes --all", 32))
      A sentence of some length.
      Next: spe likes --all
    """
    if room is None:
        return text
    return "\n".join(
        "\n".join(
            " " * (before if number else 0) + line[start:end]
            for number, (start, end) in enumerate(spans(line, room, before))
        )
        for line in text.split("\n")
        for before in [hanging(line) if hang is None else hang]
    )


def hanging(line: str) -> int:
    """Columns before a line's words."""
    found = _START.match(line)
    return found.end() if found else 0


def spans(line: str, room: int, hang: int) -> list[tuple[int, int]]:
    """From where to where each part of a line goes that is broken to fit.

    What is there to be copied stays whole, even where it is wider than the window: a word,
    which then is an address or a path, and a command. A terminal breaks them by itself, and
    gives them back in one piece.

    Args:
        line: one line.
        room: columns of the window.
        hang: columns that go before each part but the first.
    """
    if 2 * len(line) <= room:
        return [(0, len(line))]  # not even the widest letters fill it
    found: list[tuple[int, int]] = []
    start, end = 0, 0
    for first, last in (piece.span() for piece in _PIECE.finditer(line)):
        before = hang if found else 0
        if end and before + _cells(line[start:last]) > room:
            found.append((start, end))
            start = first
        end = last
    return [*found, (start, end)]


def _cells(text: str) -> int:
    """Columns that a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415  (spe alone has no use for it)

    return cell_len(text)
