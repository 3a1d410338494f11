"""JSON from strangers: bounded in size and depth, long lists read piece by piece."""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from spe.errors import SourceError
from spe.sources._tree import Tree

# The longest single entry of a list, or an object around one: a post with all its parts
# has a few kilobytes.
LONGEST_ENTRY = 32 * 2**20

# More entries than any account has posts.
MOST_ENTRIES = 1_000_000

_PIECE = 2**18

# How deep a list is looked for in an object too long to be held whole.
_DEEPEST = 6
_NO_SPACE = re.compile(r"\S")
_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


def load(data: bytes, name: str) -> Any:  # noqa: ANN401  (whatever JSON holds)
    """A whole JSON text.

    Raises:
        SourceError: damaged, not JSON, or nested absurdly deep.
    """
    try:
        return _DECODER.decode(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _damaged(name) from error


def entries(tree: Tree, name: str) -> Iterator[Any]:
    """The entries of the list a file holds, one at a time, in memory for one.

    What stands before the list (`window.YTD.tweets.part0 =`) is passed over. A file
    that holds an object, or one a line, gives the entries of the first list in each, or the
    object itself; of one too long to be held whole, the entries of all its lists.

    Raises:
        SourceError: cut off, not JSON, or an entry is absurdly large or deep.
    """
    with tree.open(name) as file:
        yield from _Scanner(file, name).entries()


def values(tree: Tree, name: str) -> Iterator[Any]:
    """The values a file holds: the entries of its list, its object, or one value a line.

    An object too long to be held whole comes in its parts: the entries of its lists, and
    objects of one key for the rest.

    Raises:
        SourceError: cut off, not JSON, or a value is absurdly large or deep.
    """
    with tree.open(name) as file:
        yield from _Scanner(file, name).values()


class _TooLongError(SourceError):
    """A value longer than is held at once."""


class _Scanner:
    """A window that moves over a JSON text."""

    def __init__(self, file: Any, name: str) -> None:  # noqa: ANN401  (anything with read)
        self._file = file
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text = ""
        self._at = 0
        self._ended = False

    def entries(self) -> Iterator[Any]:
        self._to_start()
        if self._peek() == "{":
            for value, whole in self._objects():
                yield from _within(value) if whole else [value]
            return
        yield from self._list()

    def values(self) -> Iterator[Any]:
        """Values as they stand; one list after another where each line is one."""
        self._to_start()
        if self._peek() == "{":
            yield from (value for value, _ in self._objects())
            return
        while self._peek() == "[":
            yield from self._list()
            self._at += 1
        if self._peek() not in {"", ";"}:
            raise _damaged(self._name)

    def _objects(self) -> Iterator[tuple[Any, bool]]:
        """The object, or several one after another, as programs write them in lines.

        With each stands whether it is whole, or a part of one too long for that.
        """
        read = 0
        while self._peek() == "{":
            read += 1
            if read > MOST_ENTRIES:
                raise SourceError(f"{self._name}: more than {MOST_ENTRIES:,} entries.")
            try:
                yield self._value(), True
            except _TooLongError:
                for part in self._parts(_DEEPEST):
                    yield part, False
        if self._peek() not in {"", ";"}:
            raise _damaged(self._name)

    def _parts(self, depth: int) -> Iterator[Any]:
        """The parts of the object that begins here, one at a time."""
        self._at += 1
        while (sign := self._peek()) != "}":
            if sign == ",":
                self._at += 1
                continue
            key = self._value() if sign == '"' else None
            if key is None or self._peek() != ":":
                raise _damaged(self._name)
            self._at += 1
            if self._peek() == "[":
                yield from self._list()
                self._at += 1
                continue
            try:
                yield {key: self._value()}
            except _TooLongError:
                if not depth or self._peek() != "{":
                    raise
                yield from self._parts(depth - 1)
        self._at += 1

    def _list(self) -> Iterator[Any]:
        self._at += 1
        read = 0
        while (sign := self._peek()) != "]":
            if sign == "":
                raise _damaged(self._name)
            if sign == ",":
                self._at += 1
                continue
            read += 1
            if read > MOST_ENTRIES:
                raise SourceError(f"{self._name}: more than {MOST_ENTRIES:,} entries.")
            yield self._value()

    def _to_start(self) -> None:
        """Pass over an assignment before the list, if there is one."""
        if self._peek() in {"[", "{"}:
            return
        start = self._text.find("=", 0, 200)
        if start < 0:
            raise _damaged(self._name)
        self._at = start + 1
        if self._peek() not in {"[", "{"}:
            raise _damaged(self._name)

    def _peek(self) -> str:
        """The next sign that is no space; empty at the end."""
        while True:
            if found := _NO_SPACE.search(self._text, self._at):
                self._at = found.start()
                return found[0]
            self._at = len(self._text)
            if not self._more():
                return ""

    def _value(self) -> Any:  # noqa: ANN401
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not self._more():
                    raise _damaged(self._name) from error
                continue
            except (ValueError, RecursionError) as error:
                raise _damaged(self._name) from error
            self._at = end
            return value

    def _more(self) -> bool:
        """Read on, twice as much each time an entry is not whole yet; False at the end."""
        if self._ended:
            return False
        rest = self._text[self._at :]
        if len(rest) > LONGEST_ENTRY:
            raise _TooLongError(
                f"{self._name}: an entry of it is longer than {LONGEST_ENTRY >> 20} MB."
            )
        try:
            data = self._file.read(max(_PIECE, len(rest)))
            self._ended = not data
            self._text = rest + self._decoder.decode(data, final=self._ended)
        except (UnicodeDecodeError, OSError) as error:
            raise _damaged(self._name) from error
        self._at = 0
        return True


def _within(value: Any) -> Iterator[Any]:  # noqa: ANN401
    lists = [part for part in value.values() if isinstance(part, list)]
    yield from lists[0] if lists and "media" not in value else [value]


def _damaged(name: str) -> SourceError:
    return SourceError(f"{name}: cut off or damaged. Download or copy it again.")
