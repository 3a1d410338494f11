"""Programs that keep a record of each post as JSON, read alike: only the words differ.

A record may stand alone in its file, in a list, in lines, in pages of an answer, or deep
in an object keyed by date. What a program calls things, its `Dialect` says.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from spe.errors import SourceError
from spe.photo.decode import SUFFIXES
from spe.posts import Post
from spe.sources._dates import read_time
from spe.sources._export import REPLIES, Photos, day_in_name, is_photo, wider, without_hidden
from spe.sources._json import values
from spe.sources._private import private
from spe.sources._source import Found, Reading, ReadOptions, Source, first_and_more
from spe.sources._tree import Tree, head
from spe.sources._values import moment, words

_ENDINGS = (".json", ".jsonl", ".ndjson")

# How many files are opened to recognise a source, and how much of each is looked at.
_TRIED = 50
_START = 2**15

# How deep within lists and objects a record is looked for.
_DEPTH = 8

Record = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What a record says of its post.

    `photos` are names or ids by which its pictures may be called, the likeliest first, and
    `parts` those of the several photos of an album, each of which is another;
    `number` is the file's place in an album of which each file has a record; `moves` says
    that this file is a video; `reason`, why the post is no photo post of one's own.
    """

    id: str
    when: datetime | None = None
    likes: int | None = None
    comments: int | None = None
    caption: str = ""
    names: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    pictures: int | None = None
    number: int = 0
    moves: bool = False
    owner: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class Dialect:
    """How one program writes.

    `marks` are groups of keys; a file that begins with all of one group is its. `tells`
    knows a record; `read` understands it. `near` are the names of the photos that lie
    beside a record's own file. `notes` are said where like counts are unknown. `threes`:
    where counts are hidden, it writes 3 likes. `title` finds the day on which an export was
    made in the name that the network gave it; None where none is in it.
    """

    name: str
    marks: tuple[tuple[str, ...], ...]
    tells: Callable[[Record], bool]
    read: Callable[[Record], Told]
    near: Callable[[str], tuple[str, ...]] = lambda _: ()
    notes: tuple[str, ...] = ()
    threes: bool = True
    title: re.Pattern[str] | None = None


@dataclass
class _Group:
    """One post: the records of its files, and the photos found so far."""

    told: Told
    places: list[tuple[int, Tree, str]] = field(default_factory=list)
    files: int = 0
    moves: bool = True


def source(dialect: Dialect, label: str) -> Source:
    """A source of posts that reads one dialect."""

    def recognise(tree: Tree) -> bool:
        named = [name for name in tree.names if _is_record(name)]
        return any(_marked(head(tree, name, _START), dialect) for name in named[:_TRIED])

    def read(tree: Tree, options: ReadOptions) -> Reading:
        return _read(tree, options, dialect)

    return Source(dialect.name, label, recognise, read)


def moment_of(value: object) -> datetime | None:
    """When, in seconds since 1970 or as a date; without a zone it is UTC.

    >>> moment_of("2024-03-04 17:30:12").isoformat(), moment_of(1709573412) is None
    ('2024-03-04T17:30:12+00:00', False)
    """
    if (when := moment(value)) is not None:
        return when
    try:
        return read_time(words(value), UTC, None)[0]
    except (ValueError, OverflowError):
        return None


def ending(link: object) -> str:
    """The file name at the end of a link; empty for none."""
    return PurePosixPath(words(link).partition("?")[0].rstrip("/")).name[:200]


def identity(value: object) -> str:
    """An id as text, at most as long as ids are."""
    return words(str(value)).strip()[:60] if isinstance(value, str | int) else ""


def records(
    value: object, tells: Callable[[Record], bool], depth: int = _DEPTH
) -> Iterator[Record]:
    """The records in a JSON value, wherever in it they stand."""
    if isinstance(value, dict):
        if tells(value):
            yield value
            return
        inner: Any = value.values()
    elif isinstance(value, list):
        inner = value
    else:
        return
    if depth:
        for part in inner:
            yield from records(part, tells, depth - 1)


def _is_record(name: str) -> bool:
    return name.lower().endswith(_ENDINGS) and private(name) is None


def _marked(first: bytes, dialect: Dialect) -> bool:
    return any(all(f'"{key}"'.encode() in first for key in group) for group in dialect.marks)


def _read(tree: Tree, options: ReadOptions, dialect: Dialect) -> Reading:
    reading = Reading(dialect.name)
    photos = Photos(wider(tree), *options.beside)
    groups: dict[str, _Group] = {}
    made = day_in_name(tree, dialect.title, options.zone) if dialect.title else None
    for name in tree.names:
        if not _is_record(name):
            continue
        try:
            for value in values(tree, name):
                for record in records(value, dialect.tells):
                    told = dialect.read(record)
                    if told.reason == REPLIES and options.replies:
                        told = replace(told, reason=None)
                    if not told.id:
                        reading.left_out[told.reason or "entries without an id"] += 1
                        continue
                    _gather(told, groups)
                    _place(told, groups[told.id], dialect.near(name), tree, photos)
        except SourceError as error:
            reading.problems.append(str(error))
    _hand_over(groups, reading, dialect, made)
    return reading


def _gather(told: Told, groups: dict[str, _Group]) -> None:
    group = groups.setdefault(told.id, _Group(told))
    if told.number < group.told.number:
        group.told = told
    group.files += 1
    group.moves &= told.moves


def _place(told: Told, group: _Group, near: tuple[str, ...], tree: Tree, photos: Photos) -> None:
    """Find the photos of a record: beside its own file, else by what it calls them."""
    if told.moves or told.reason is not None:
        return
    for name in near:
        endings = ("",) if PurePosixPath(name).suffix.lower() in SUFFIXES else _SUFFIXES
        for suffix in endings:
            member = f"{name}{suffix}"
            if member in tree.listed and private(member) is None and is_photo(tree, member):
                group.places.append((told.number, tree, member))
                return
    for wanted in told.photos:
        found = [place for place in photos.like(wanted) if is_photo(*place)]
        if found:
            group.places += [(told.number, *place) for place in found]
            break
    for wanted in told.parts if group.places else ():
        found = [place for place in photos.like(wanted) if is_photo(*place)]
        group.places += [(told.number, *place) for place in found]


_SUFFIXES = tuple(sorted(SUFFIXES)) + tuple(suffix.upper() for suffix in sorted(SUFFIXES))


def _hand_over(
    groups: dict[str, _Group], reading: Reading, dialect: Dialect, made: datetime | None
) -> None:
    owners: Counter[str] = Counter()
    missing = 0
    found: list[Found] = []
    for group in groups.values():
        reason = group.told.reason or ("videos" if group.moves else None)
        if reason is not None:
            reading.left_out[reason] += 1
            continue
        owners[group.told.owner] += 1
        missing += not group.places
        found.append(_found(group, dialect, made))
    for note in dialect.notes:
        if any(item.post.likes is None for item in found):
            reading.note(note)
    if missing:
        reading.note(
            f"{missing} posts have no photo beside their JSON, called by the post's id or as its "
            "link ends. Their counts join the posts of other sources."
        )
    del owners[""]
    if len(owners) > 1:
        reading.note(f"These are posts of several accounts: {', '.join(sorted(owners))}.")
    reading.found = without_hidden(reading, found) if dialect.threes else found


def _found(group: _Group, dialect: Dialect, made: datetime | None) -> Found:
    told = group.told
    in_order = sorted(group.places, key=lambda place: place[0])
    tree, member, more = first_and_more((tree, member) for _, tree, member in in_order)
    post = Post(
        id=told.id,
        image="",
        posted_at=told.when,
        likes=told.likes,
        caption=told.caption,
        comments=told.comments,
        source=dialect.name,
        likes_from=dialect.name if told.likes is not None else "",
        likes_as_of=made if told.likes is not None else None,
        pictures=told.pictures or (len(more) + 1 if more else None),
    )
    return Found(post, tree, member, frozenset(told.names) - {"", told.id}, more)
