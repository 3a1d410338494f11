"""A table that a person or a program made: CSV, TSV, XLSX, ODS, XLS or JSON.

Its rows name photos, or are counts that join posts known otherwise by link, id or minute.
"""

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import PurePosixPath

from spe.errors import SourceError, SpeError
from spe.posts import Post, unescaped
from spe.sources._dates import NOON, Order, order_of, read_clock, read_time
from spe.sources._export import Photos, moving, on_facebook, wider
from spe.sources._headings import columns, counted
from spe.sources._rows import BOOKS, SUFFIXES, Row, encoding_is_guessed, headings, rows
from spe.sources._source import (
    MOST_PICTURES,
    DatesUnclear,
    Found,
    Reading,
    ReadOptions,
    Source,
    digest,
    first_and_more,
    kept_as,
    read_together,
)
from spe.sources._tree import Folder, Tree, head, safe
from spe.sources._values import whole_id, words
from spe.subjects import chosen

NAME = "table"

# Shorter ids (1, 2, 3) mean something within their own table only.
_TELLING = 8

# Between the photos of an album in one cell.
_BETWEEN = re.compile(r"\s*[,;|\n]\s*")
_IS_LINK = re.compile(r"(?:https?:)?//|www\.", re.IGNORECASE)


def _recognise(tree: Tree) -> bool:
    return bool(_tables(tree))


def _tables(tree: Tree) -> list[str]:
    """The tables near the top of a source that are about posts."""
    near = [name for name in tree.names if name.count("/") <= 1 and _table_suffix(name)]
    return [name for name in near[:50] if _names_photos(tree, name)]


def _table_suffix(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _names_photos(tree: Tree, name: str) -> bool:
    first = head(tree, name)
    if first[:4] in BOOKS or first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"[", b"{"}:
        try:
            found = rows(tree, name)
        except SourceError:
            return False
        return bool(found) and _fit(columns(words(key) for key in found[0]))
    return _fit(columns(headings(first)))


def _fit(found: dict[str, str]) -> bool:
    """Whether the headings are those of posts: what names one, and what became of it."""
    if {"image", "id", "code"} & set(found):
        return bool({"likes", "posted_at"} & set(found))
    return "likes" in found and bool({"permalink", "posted_at"} & set(found))


def why_unused(tree: Tree, name: str) -> str | None:
    """Why a table near photos could not be used, in a sentence; None for what is no table.

    It is of no use where it can't be read, or where nothing in it tells a row's post.
    """
    if PurePosixPath(name).suffix.lower() == ".numbers":
        return f"{name}: spe does not read Numbers' own files. Save it as .xlsx or .csv."
    if not _table_suffix(name) or name.lower().endswith((".json", ".jsonl")):
        return None
    try:
        told = columns(dict.fromkeys(words(key) for row in rows(tree, name) for key in row))
    except SourceError as error:
        return str(error)
    if "likes" not in told or _fit(told):
        return None
    return (
        f"{name}: it has likes, and nothing that tells of which post they are: a column with "
        "the photo's file name, the post's link, its id, or its date and time."
    )


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    for name in _tables(tree):
        _read_table(tree, name, options, reading)
    return reading


def _read_table(tree: Tree, name: str, options: ReadOptions, reading: Reading) -> None:
    table = rows(tree, name)
    found = columns(dict.fromkeys(words(key) for row in table for key in row))
    reader = _Rows(tree, name, found, options, reading)
    reader.settle_dates(table)
    for row in table:
        reader.add(row, f"{name}, row {row.number}")
    reader.settle_ids()
    reader.say()
    if encoding_is_guessed(tree, name):
        reading.note(
            f"{name} is not in UTF-8 and was read as Windows-1252. Where words or file names look "
            "wrong, save it as CSV in UTF-8 and import it again."
        )


@dataclass
class _Rows:
    """One table being read: which heading means what, and what has been noticed."""

    tree: Tree
    name: str
    headings: dict[str, str]
    options: ReadOptions
    reading: Reading
    order: Order | None = None
    midnights: bool = False
    naive: int = 0
    dayless: int = 0
    shortened: int = 0
    made: list[tuple[Found, bool]] = field(default_factory=list)

    def settle_dates(self, table: Iterable[Row]) -> None:
        """Find out the order of day and month, and whether times of day stand in the table.

        Raises:
            DatesUnclear: the table does not tell, and neither did the person.
        """
        values = [self._cell(row, "posted_at") for row in table]
        dated = [value for value in values if isinstance(value, datetime)]
        # A spreadsheet gives a date without a time as its midnight.
        self.midnights = all(value.time() == NOON.min for value in dated)
        texts = [str(value) for value in values]
        said = order_of(texts)
        if self.options.dates is not None or said is None:
            self.order = self.options.dates
        elif said in {"ambiguous", "both"}:
            example = next(text for text in texts if order_of([text]) is not None)
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
        if (reason := moving(words(self._cell(row, "type")), self._link(row))) is not None:
            self.reading.left_out[reason] += 1
            return
        told = self._identity(row)
        code = words(str(self._cell(row, "code"))).strip()[:60]
        names = {name for name in (told, code, PurePosixPath(self._link(row)).name[:60]) if name}
        places = self._photos(row, where, names)
        tree, member, more = first_and_more([*places, *self._more(row)])
        when, timed = self._when(row, where)
        caption = unescaped(words(self._cell(row, "caption")))
        if tree is None and self._is_lost(row, names, caption, timed=timed):
            return
        identity = told or code
        if identity and len(identity) < _TELLING:
            identity = f"{PurePosixPath(self.name).stem}-{identity}"
        own = bool(identity) or tree is None
        try:
            if not identity:
                identity = digest(tree, member) if tree else self._numbered(where)
        except SourceError as error:
            self.reading.problems.append(str(error))
            return
        likes = self._count(row, "likes", where)
        post = Post(
            id=identity,
            image="",
            posted_at=when,
            likes=likes,
            caption=caption,
            comments=self._count(row, "comments", where),
            followers=self._count(row, "followers", where),
            source=NAME,
            likes_from=self._likes_from(row) if likes is not None else "",
            likes_as_of=self._read_on(row, "likes_as_of", where) if likes is not None else None,
            excluded=words(self._cell(row, "excluded")),
            pictures=self._count(row, "pictures", where)
            or (len(places) if len(places) > 1 else None),
            likes_read_after=(
                self._read_on(row, "likes_read_after", where) if likes is not None else None
            ),
            subject=self._subject(row, where),
        )
        long = frozenset(name for name in names if len(name) >= _TELLING)
        self.made.append((Found(post, tree, member, long, more), own))

    def _numbered(self, where: str) -> str:
        """A name for counts that have none: they join a post, and it goes."""
        return where.replace(", ", "-").replace(" ", "-")

    def say(self) -> None:
        """What the person should know about how the table was read."""
        if self.naive:
            self.reading.note(
                f"Times without a zone ({self.naive} in {self.name}) were read as "
                f"{self.options.zone}. Another: --tz Europe/Zurich"
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

    def _link(self, row: Row) -> str:
        return words(self._cell(row, "permalink")).partition("?")[0].strip().rstrip("/")

    def _identity(self, row: Row) -> str:
        """The id that the row tells; none where a spreadsheet has cut it down."""
        value = self._cell(row, "id")
        told = whole_id(value)
        self.shortened += not told and bool(str(value).strip())
        return told

    def settle_ids(self) -> None:
        """Hand over the posts, each of them once.

        A photo that was posted twice is two posts: where the photo is all there is to know
        a post by, its time is then part of the id. Two posts with one long id are two as
        well: a spreadsheet has made zeros of its last digits.
        """
        cut = self._cut()
        times: dict[str, set[datetime | None]] = defaultdict(set)
        told: list[tuple[Found, bool]] = []
        for given, own in self.made:
            found, named = given, own and given.post.id not in cut
            if own and not named and given.tree is not None:
                try:
                    identity = digest(given.tree, given.member)
                except SourceError as error:
                    self.reading.problems.append(str(error))
                    continue
                names = given.names - {given.post.id}
                found = replace(given, post=replace(given.post, id=identity), names=names)
                self.shortened += 1
            if not named:
                times[found.post.id].add(found.post.posted_at)
            told.append((found, named))
        taken: dict[str, Found] = {}
        for found, named in told:
            one = found if named else _known_by_photo(found, again=len(times[found.post.id]) > 1)
            if one.post.id in taken:
                self.reading.left_out["rows that stand twice"] += 1
                continue
            taken[one.post.id] = one
        self.reading.found += read_together(taken.values())

    def _cut(self) -> set[str]:
        """Long ids that stand at two photos, and end as ids do of which digits are lost."""
        photos: dict[str, set[str]] = defaultdict(set)
        for found, own in self.made:
            if own and found.tree is not None and re.fullmatch(r"\d{15,}0", found.post.id):
                photos[found.post.id].add(found.member)
        return {identity for identity, members in photos.items() if len(members) > 1}

    def _is_lost(self, row: Row, names: set[str], caption: str, *, timed: bool) -> bool:
        """Whether a row without a photo can't be told to be any post's; says so."""
        if not str(self._cell(row, "likes")).strip():
            reason = "rows without a photo"
        elif on_facebook(self._link(row)):
            reason = "posts on Facebook"
        elif names or timed or caption:
            return False
        else:
            reason = "rows with neither a photo, a link, an id, a caption nor a time of day"
        self.reading.left_out[reason] += 1
        return True

    def _count(self, row: Row, about: str, where: str) -> int | None:
        try:
            return counted(self._cell(row, about), about)
        except (ValueError, OverflowError):
            text = str(self._cell(row, about))[:40]
            self.reading.problems.append(f"{where}: {about} {text!r} is not a number; left empty.")
            return None

    def _subject(self, row: Row, where: str) -> str:
        try:
            return chosen(unescaped(words(self._cell(row, "subject"))), ())
        except SpeError as error:
            self.reading.problems.append(f"{where}: {error} Left empty.")
            return ""

    def _when(self, row: Row, where: str) -> tuple[datetime | None, bool]:
        """When it was posted, and whether the time of day is known."""
        value = self._cell(row, "posted_at")
        if not str(value).strip():
            return None, False
        if isinstance(value, datetime) and self.midnights:
            value = value.date()
        try:
            when, zoned, timed = read_time(value, self.options.zone, self.order)
        except (ValueError, OverflowError):
            text = str(value)[:40]
            self.reading.problems.append(f"{where}: {text!r} is not a date; left empty.")
            return None, False
        clock = self._cell(row, "time")
        if str(clock).strip() and when.timetz().replace(tzinfo=None) in {NOON, NOON.min}:
            try:
                when, timed = datetime.combine(when.date(), read_clock(clock), when.tzinfo), True
            except (ValueError, OverflowError):
                text = str(clock)[:40]
                self.reading.problems.append(f"{where}: {text!r} is not a time of day; left out.")
        self.naive += not zoned
        self.dayless += not timed
        return when, timed

    def _likes_from(self, row: Row) -> str:
        return words(self._cell(row, "likes_from")) or NAME

    def _read_on(self, row: Row, about: str, where: str) -> datetime | None:
        """When the likes were read; None where the row does not say."""
        value = self._cell(row, about)
        if not str(value).strip():
            return None
        try:
            return read_time(value, self.options.zone, self.order)[0]
        except (ValueError, OverflowError):
            text = str(value)[:40]
            self.reading.problems.append(f"{where}: likes read on {text!r} is no date; left empty.")
            return None

    @cached_property
    def _around(self) -> Photos:
        tree = wider(self.tree)
        try:
            tree.names  # noqa: B018  (a folder with too many files is not searched)
        except SourceError:
            return Photos()
        return Photos(tree)

    def _photos(self, row: Row, where: str, names: Iterable[str]) -> list[tuple[Tree, str]]:
        """Where a row's photos lie: as it names them, else by the post's id or link."""
        cell = self._cell(row, "image")
        if isinstance(cell, list):
            cell = "\n".join(part for part in cell if isinstance(part, str))
        text = unescaped(words(str(cell) if isinstance(cell, str | int | float) else "")).strip()
        link = bool(_IS_LINK.match(text))
        if text and not link and (places := self._named(text)):
            return self._true(places, text, where)
        ends = [PurePosixPath(part.partition("?")[0]).name for part in _BETWEEN.split(text)[:20]]
        for name in (*(ends if link else ()), *sorted(names)):
            if len(name) >= _TELLING and (places := self._around.like(name)):
                return self._true(places, name, where)
        if text and not (link and names):
            self.reading.problems.append(f"{where}: {_why_not(text, link=link)}")
        return []

    def _more(self, row: Row) -> list[tuple[Tree, str]]:
        """An album's other photos, as a table of posts names them; those that are there."""
        text = unescaped(words(self._cell(row, "more_images")))
        named = [self._one(part) for part in text.split("\n")[:MOST_PICTURES] if part.strip()]
        return [place for place in named if place is not None and kept_as(*place) is not None]

    def _named(self, text: str) -> list[tuple[Tree, str]]:
        """The photo, or the several of an album, that a cell names."""
        place = self._one(text)
        if place is not None:
            return [place]
        several = [self._one(part) for part in _BETWEEN.split(text)[:40] if part]
        found = [place for place in several if place is not None]
        return found if len(several) > 1 and len(found) == len(several) else []

    def _one(self, text: str) -> tuple[Tree, str] | None:
        tree, member = _located(self.tree, self.name, text)
        if tree is not None:
            return tree, member
        if PurePosixPath(text.replace("\\", "/")).is_absolute() or ".." in text:
            text = PurePosixPath(text.replace("\\", "/")).name
        places = self._around.like(text)
        return places[0] if places else None

    def _true(
        self, places: list[tuple[Tree, str]], text: str, where: str
    ) -> list[tuple[Tree, str]]:
        """The places that hold photos, whatever their names say."""
        kept = [place for place in places if kept_as(*place) is not None]
        if not kept:
            self.reading.problems.append(f"{where}: {text[:80]} is not a photo.")
        return kept


def _known_by_photo(found: Found, *, again: bool) -> Found:
    """A post without an id of its own; with its time in the id if its photo was posted `again`."""
    when = found.post.posted_at
    if when is None:
        return found
    dated = f"{found.post.id}-{when.astimezone(UTC):%Y%m%d%H%M}"
    if again:
        return replace(found, post=replace(found.post, id=dated))
    return replace(found, names=found.names | {dated})


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


def _why_not(text: str, *, link: bool) -> str:
    if link:
        return f"{text[:80]} is a link; spe downloads nothing. Save the photo beside the table."
    return f"the photo {text[:80]} is not there."


SOURCE = Source(NAME, "a table (CSV, TSV, XLSX, ODS or JSON) that names photos", _recognise, _read)
