"""What a source of posts is, and what reading one gives."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from spe.errors import SourceError
from spe.photo.containers import RAW_SUFFIXES
from spe.posts import Post
from spe.sources._dates import Order
from spe.sources._tree import LARGEST_PHOTO, Tree, head


@dataclass(frozen=True)
class ReadOptions:
    """What the person says about how to read: the account's zone, the order of dates, replies.

    `dates` decides what 03/04/2024 means; None asks. `replies` takes in posts that answer
    somebody. `folders` takes photos alone out of several folders as posts; False leaves
    such a source unread and None asks. `beside` are the other trees handed over, in which
    photos may lie. `as_of` is when likes were read of which a source does not say it.
    """

    zone: tzinfo = UTC
    dates: Order | None = None
    replies: bool = False
    folders: bool | None = False
    beside: tuple[Tree, ...] = ()
    as_of: datetime | None = None


@dataclass(frozen=True)
class Found:
    """A post as its source tells it, and where its photo lies.

    `post.image` is empty until the photo has its place. `tree` is None where a source
    gives counts without photos: these can only be joined to posts that are known.
    `names` are other ids of the same post, such as its short code; `more` is where its other
    photos lie, in their order.
    """

    post: Post
    tree: Tree | None = None
    member: str = ""
    names: frozenset[str] = frozenset()
    more: tuple[tuple[Tree, str], ...] = ()


def read_together(found: Iterable[Found]) -> list[Found]:
    """The same, where likes without a day of reading are known to be no older than the newest post.

    A count in a list can't have been read before the newest post of that list was there.
    """
    posts = list(found)
    undated = [one for one in posts if one.post.likes is not None and not _is_dated(one.post)]
    newest = max((one.post.posted_at for one in undated if one.post.posted_at), default=None)
    ids = set(map(id, undated))
    return [
        replace(one, post=replace(one.post, likes_read_after=newest)) if id(one) in ids else one
        for one in posts
    ]


def _is_dated(post: Post) -> bool:
    return post.likes_as_of is not None or post.likes_read_after is not None


def first_and_more(
    places: Iterable[tuple[Tree, str]],
) -> tuple[Tree | None, str, tuple[tuple[Tree, str], ...]]:
    """Where a post's first photo lies, and its others, each once; None and "" without one."""
    found = list(dict.fromkeys(places))
    return (*found[0], tuple(found[1:])) if found else (None, "", ())


@dataclass
class Reading:
    """What came out of one source.

    `left_out` counts, by reason, what is no photo post; `notes` are sentences to know;
    `problems` are sentences about input that should have been read and could not.
    """

    source: str
    found: list[Found] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Say something once."""
        if sentence not in self.notes:
            self.notes.append(sentence)


@dataclass(frozen=True)
class Source:
    """A kind of source: its name in the table, its words, how it is told and read.

    `recognise` looks at names and first bytes only and raises nothing but `SourceError`.
    """

    name: str
    label: str
    recognise: Callable[[Tree], bool]
    read: Callable[[Tree, ReadOptions], Reading]


class DatesUnclear(SourceError):  # noqa: N818  (it is a question, not a fault)
    """Dates that could be read day first or month first."""


class FoldersUnclear(SourceError):  # noqa: N818  (it is a question, not a fault)
    """Photos alone in several folders, of which the person must say whether all are posts."""


# Instagram allows a post no more than this; of others' albums no more are looked at.
MOST_PICTURES = 20

# The first bytes of each kind of photo, and the suffix it is kept under.
_PHOTOS = (
    (b"\xff\xd8\xff", ".jpg"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"GIF8", ".gif"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"BM", ".bmp"),
    (b"\0\0\0\x0cjP  ", ".jp2"),
    (b"\xff\x4f\xff\x51", ".j2k"),
    (b"FUJIFILMCCD-RAW", ".raf"),
    (b"IIRO", ".orf"),
    (b"IIU\0", ".rw2"),
)
_HEIF = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_BRANDS = {b"avif": ".avif", b"avis": ".avif", b"crx ": ".cr3"} | dict.fromkeys(_HEIF, ".heic")

# How a JPEG is called, and how far into its file it may begin.
_JPEG = frozenset(".jpg .jpeg .jpe .jfif".split())  # noqa: SIM905
_BEFORE = 4096


def photo_suffix(first: bytes) -> str | None:
    """The suffix of the photo that starts with these bytes; None for anything but a photo.

    >>> photo_suffix(b"RIFF....WEBPVP8 "), photo_suffix(b"....ftypmp42")
    ('.webp', None)
    """
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return ".webp"
    if first[4:8] == b"ftyp":
        return _BRANDS.get(first[8:12])
    return next((suffix for start, suffix in _PHOTOS if first.startswith(start)), None)


def kept_as(tree: Tree, name: str) -> str | None:
    """The suffix that a file is kept under, by its content; None for anything but a photo.

    A JPEG may have bytes before its start, and a RAW file keeps the suffix of its camera.
    """
    first = head(tree, name, _BEFORE + 3)
    own = PurePosixPath(name).suffix.lower()
    found = photo_suffix(first[:16])
    if found == ".tif" and own in RAW_SUFFIXES:
        return own
    return ".jpg" if found is None and own in _JPEG and b"\xff\xd8\xff" in first else found


def digest(tree: Tree, name: str) -> str:
    """A photo's content in sixteen letters: the id of a post that has no other.

    Raises:
        SourceError: it can't be read, or is far too large for a photo.
    """
    total, made = 0, hashlib.sha256()
    with tree.open(name) as file:
        try:
            while part := file.read(2**20):
                total += len(part)
                if total > LARGEST_PHOTO:
                    raise SourceError(f"{name}: far too large for a photo.")
                made.update(part)
        except OSError as error:
            raise SourceError(f"{name}: can't be read ({error.strerror or error}).") from error
    return made.hexdigest()[:16]
