"""A table that a person made: CSV, TSV, XLSX or JSON, with photos named in it."""

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

from spe.cells import shortened
from spe.errors import SourceError
from spe.posts import Post, unescaped
from spe.sources._dates import Order, order_of, read_time
from spe.sources._headings import columns
from spe.sources._rows import SUFFIXES, Row, headings, rows
from spe.sources._source import (
    DatesUnclear,
    Found,
    Reading,
    Source,
    Wishes,
    digest,
    kept_as,
)
from spe.sources._tree import Folder, Tree, head, safe
from spe.sources._values import count, words

NAME = "table"

# Shorter ids (1, 2, 3) mean something within their own table only.
_TELLING = 8


def _recognise(tree: Tree) -> bool:
    return bool(_tables(tree))


def _tables(tree: Tree) -> list[str]:
    """The tables near the top of a source that name photos."""
    near = [name for name in tree.names if name.count("/") <= 1 and _table_suffix(name)]
    return [name for name in near[:50] if _names_photos(tree, name)]


def _table_suffix(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _names_photos(tree: Tree, name: str) -> bool:
    first = head(tree, name)
    if first[:4] == b"PK\x03\x04" or first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
        try:
            found = rows(tree, name)
        except SourceError:
            return False
        return bool(found) and _fit(columns(words(key) for key in found[0]))
    return _fit(columns(headings(first)))


def _fit(found: dict[str, str]) -> bool:
    """Whether the headings are those of posts: a photo (or its id) and what became of it."""
    named = "image" in found or "id" in found
    return named and bool({"likes", "posted_at"} & set(found))


def _read(tree: Tree, wishes: Wishes) -> Reading:
    reading = Reading(NAME)
    for name in _tables(tree):
        _read_table(tree, name, wishes, reading)
    return reading


def _read_table(tree: Tree, name: str, wishes: Wishes, reading: Reading) -> None:
    table = rows(tree, name)
    found = columns(dict.fromkeys(words(key) for row in table for key in row))
    reader = _Rows(tree, name, found, wishes, reading)
    reader.settle_dates(table)
    for number, row in enumerate(table, start=2):
        reader.add(row, f"{name}, row {number}")
    reader.settle_ids()
    reader.say()


@dataclass
class _Rows:
    """One table being read: which heading means what, and what has been noticed."""

    tree: Tree
    name: str
    headings: dict[str, str]
    wishes: Wishes
    reading: Reading
    order: Order | None = None
    naive: int = 0
    dayless: int = 0
    shortened: int = 0
    made: list[tuple[Found, bool]] = field(default_factory=list)

    def settle_dates(self, table: Iterable[Row]) -> None:
        """Find out the order of day and month.

        Raises:
            DatesUnclear: the table does not tell, and neither did the person.
        """
        texts = [str(self._cell(row, "posted_at")) for row in table]
        said = order_of(texts)
        if self.wishes.dates is not None or said is None:
            self.order = self.wishes.dates
        elif said in {"ambiguous", "both"}:
            example = next(text for text in texts if order_of([text]) == "ambiguous")
            raise DatesUnclear(
                f"{self.name}: dates like {example} could be day first or month first.\n"
                "Say which: --dates day-first or --dates month-first."
            )
        else:
            self.order = said  # type: ignore[assignment]  # the two others are dealt with
            self.reading.note(
                f"Dates in {self.name} were read {said.replace('-', ' ')}: "
                "some of them can be nothing else."
            )

    def add(self, row: Row, where: str) -> None:
        """One row, as far as it can be read."""
        member, tree = self._photo(row, where)
        likes = self._count(row, "likes", where)
        identity = words(str(self._cell(row, "id"))).strip()[:100]
        if shortened(identity):
            self.shortened += 1
            identity = ""
        if tree is None and not identity:
            self.reading.left_out["rows without a photo"] += 1
            return
        if identity and len(identity) < _TELLING:
            identity = f"{PurePosixPath(self.name).stem}-{identity}"
        own = bool(identity)
        try:
            identity = identity or digest(tree, member)  # type: ignore[arg-type]
        except SourceError as error:
            self.reading.problems.append(str(error))
            return
        post = Post(
            id=identity,
            image="",
            posted_at=self._when(row, where),
            likes=likes,
            caption=unescaped(words(self._cell(row, "caption"))),
            comments=self._count(row, "comments", where),
            followers=self._count(row, "followers", where),
            source=NAME,
            likes_from=self._likes_from(row) if likes is not None else "",
            likes_as_of=self._as_of(row) if likes is not None else None,
            excluded=words(self._cell(row, "excluded")),
            pictures=self._count(row, "pictures", where) or None,
        )
        self.made.append((Found(post, tree, member), own))

    def settle_ids(self) -> None:
        """Hand over the posts, each of them once.

        A photo that was posted twice is two posts: where the photo is all there is to know
        a post by, its time is then part of the id.
        """
        times: dict[str, set[datetime | None]] = defaultdict(set)
        for found, own in self.made:
            if not own:
                times[found.post.id].add(found.post.posted_at)
        taken: set[str] = set()
        for found, own in self.made:
            one = found if own else _known_by_photo(found, again=len(times[found.post.id]) > 1)
            if one.post.id in taken:
                self.reading.left_out["rows that stand twice"] += 1
                continue
            taken.add(one.post.id)
            self.reading.found.append(one)

    def say(self) -> None:
        """What the person should know about how the table was read."""
        if self.naive:
            self.reading.note(
                f"Times without a zone ({self.naive} in {self.name}) were read as "
                f"{self.wishes.zone}. Another: --tz Europe/Zurich"
            )
        if self.dayless:
            self.reading.note(
                f"Dates without a time of day ({self.dayless} in {self.name}) stand for noon, "
                "so the hour of these posts says nothing."
            )

        if self.shortened:
            self.reading.note(
                f"Ids that a spreadsheet shortened, like 1.79E+16 ({self.shortened} in "
                f"{self.name}), are none: the posts are known by their photos."
            )

    def _cell(self, row: Row, about: str) -> object:
        value = row.get(self.headings.get(about, ""), "")
        return "" if value is None else value

    def _count(self, row: Row, about: str, where: str) -> int | None:
        try:
            return count(self._cell(row, about))
        except (ValueError, OverflowError):
            text = str(self._cell(row, about))[:40]
            self.reading.problems.append(f"{where}: {about} {text!r} is not a number; left empty.")
            return None

    def _when(self, row: Row, where: str) -> datetime | None:
        value = self._cell(row, "posted_at")
        clock = str(self._cell(row, "time")).strip()
        if isinstance(value, str) and clock:
            value = f"{value} {clock}"
        if not str(value).strip():
            return None
        try:
            when, zoned, timed = read_time(value, self.wishes.zone, self.order)
        except (ValueError, OverflowError):
            text = str(value)[:40]
            self.reading.problems.append(f"{where}: {text!r} is not a date; left empty.")
            return None
        self.naive += not zoned
        self.dayless += not timed
        return when

    def _likes_from(self, row: Row) -> str:
        return words(self._cell(row, "likes_from")) or NAME

    def _as_of(self, row: Row) -> datetime | None:
        value = self._cell(row, "likes_as_of")
        try:
            return read_time(value, self.wishes.zone, None)[0]
        except (ValueError, OverflowError):
            return self.tree.changed(self.name)

    def _photo(self, row: Row, where: str) -> tuple[str, Tree | None]:
        """The tree and name of a row's photo; no tree where it can't be found."""
        text = unescaped(words(str(self._cell(row, "image")))).strip()
        tree, member = _located(self.tree, self.name, text)
        if tree is None:
            if text:
                self.reading.problems.append(f"{where}: {_why_not(text)}")
            return "", None
        if kept_as(tree, member) is None:
            self.reading.problems.append(f"{where}: {text} is not a photo.")
            return "", None
        return member, tree


def _known_by_photo(found: Found, *, again: bool) -> Found:
    """A post without an id of its own; with its time in the id if its photo was posted `again`."""
    when = found.post.posted_at
    if when is None:
        return found
    dated = f"{found.post.id}-{when.astimezone(UTC):%Y%m%d%H%M}"
    if again:
        return replace(found, post=replace(found.post, id=dated))
    return replace(found, names=frozenset({dated}))


def _located(tree: Tree, table: str, text: str) -> tuple[Tree | None, str]:
    """Where a photo named in a table lies: beside the table, or anywhere on this computer."""
    if not text or "://" in text or "\0" in text:
        return None, ""
    place = tree.place(table)
    if place is None:
        name = safe((PurePosixPath(table).parent / text.replace("\\", "/")).as_posix())
        return (tree, name) if name in tree.listed else (None, "")
    # spe's own table names photos from the project folder, one further up.
    for folder in (place.parent, place.parent.parent):
        path = folder / text
        with contextlib.suppress(OSError, ValueError):
            if path.is_file():
                return Folder(path.parent), path.name
    return None, ""


def _why_not(text: str) -> str:
    if "://" in text:
        return f"{text[:80]} is a link; spe downloads nothing. Save the photo beside the table."
    return f"the photo {text[:80]} is not there."


SOURCE = Source(NAME, "a table (CSV, TSV, XLSX or JSON) that names photos", _recognise, _read)
