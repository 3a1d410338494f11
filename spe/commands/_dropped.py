"""Files that are pulled onto a terminal's window: their paths, as the window writes them."""

import os
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

# Windows quotes a path with spaces; PowerShell may put its sign for a call before it.
_ON_WINDOWS = re.compile(r"\"([^\"]*)\"|'([^']*)'|(\S+)")


def dropped(text: str, *, windows: bool = os.name == "nt") -> list[Path]:
    r"""The paths in what was typed, or written by a window that files were pulled onto.

    Quotes, escaped spaces, addresses such as file:///home/me/a.zip and ~ are understood. What
    is a path as it stands is one, spaces and all.

    Args:
        text: one line.
        windows: whether a backslash parts folders, instead of escaping a space.

    >>> [path.name for path in dropped(r"My\ Export.zip 'part two.zip'", windows=False)]
    ['My Export.zip', 'part two.zip']
    """
    text = text.strip()
    if _is_there(text):
        return [_path(text)]
    return [_path(word) for word in (_on_windows(text) if windows else _words(text))]


def _is_there(text: str) -> bool:
    try:
        return bool(text) and _path(text).exists()
    except (OSError, ValueError):  # longer than a name can be: several of them
        return False


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:  # an apostrophe in a name that nobody quoted
        return [text]


def _on_windows(text: str) -> list[str]:
    return ["".join(found) for found in _ON_WINDOWS.findall(text.removeprefix("& "))]


def _path(word: str) -> Path:
    if word.startswith("file://"):
        return Path(url2pathname(urlsplit(word).path))
    try:
        return Path(word).expanduser()
    except RuntimeError:  # a ~ that is nobody's home
        return Path(word)
