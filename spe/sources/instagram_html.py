"""Instagram's own export as HTML: the pages of posts, as a browser shows them.

The times on them are the account's local time to the minute, in its language and without a
zone. What a post is, is told by the structure: a box with links to media and a date at its end.
"""

import codecs
import re
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import unquote

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._dates import Order, order_of, read_time
from spe.sources._export import Photos, is_photo, is_video, once, say_missing, wider
from spe.sources._headings import meaning
from spe.sources._labels import Label, no_post
from spe.sources._private import private
from spe.sources._source import DatesUnclear, Found, Reading, ReadOptions, Source, digest
from spe.sources._tree import OneFile, Tree, head
from spe.sources._values import words

NAME = "instagram"

_PAGES = re.compile(r"(?:^|/)posts(?:_\d+)?\.html?$")
_MEDIUM = re.compile(r"(?:^|_)(\d{15,20})(?:\.\w+)?$")
_PIECE = 2**18
_FIRST = 2**16

# More text than any page of posts; what is beyond is no page of Instagram's.
_MOST = 512 * 2**20

# The boxes around posts. Other names are found as the children of the page's main part.
_BOXES = frozenset({"uiBoxWhite", "_a6-g"})
_DATE = "_a6-o"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_APART = _HEADINGS | {"div", "p", "td", "tr", "li", "a", "footer", "table", "time", "main"}
_LONGEST_DATE = 60

# Texts of a box that are kept: the labels of a post and of its camera are fewer.
_TEXTS = 100


@dataclass
class _Box:
    """What stands in one box: its media, its heading, its texts in their order."""

    media: list[str] = field(default_factory=list)
    heading: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)

    def add(self, text: str, *, heading: bool, dated: bool) -> None:
        if heading:
            self.heading.append(text)
            return
        if len(self.texts) < _TEXTS:
            self.texts.append(text)
        if len(text) <= _LONGEST_DATE and any(sign.isdigit() for sign in text):
            # The date is at the box's end; those of the camera stand before it.
            self.dates = [text] if dated else [*self.dates[-2:], text]

    def labels(self) -> list[Label]:
        """Each text as the label of the one after it: since 2026 boxes are tables of these."""
        return [Label(name, value) for name, value in pairwise(self.texts)]

    def caption(self) -> str:
        """The heading, else what a label calls the caption."""
        told = "\n".join(self.heading)
        named = (one.value for one in self.labels() if meaning(one.name) == "caption")
        return words(told or next(named, ""))


class _Page(HTMLParser):
    """A page being read: the boxes that hold media."""

    def __init__(self) -> None:
        super().__init__()
        self.boxes: list[_Box] = []
        self._box: _Box | None = None
        self._depth = 0
        self._start = 0
        self._main: int | None = None
        self._text: list[str] = []
        self._heading = self._dated = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text.append("\n")
            return
        told = dict(attrs)
        classes = set((told.get("class") or "").split())
        if tag in _APART:
            self._flush()
            self._heading = tag in _HEADINGS or "_a6-h" in classes
            self._dated = _DATE in classes or (self._dated and tag in {"div", "time"})
        if tag == "main":
            self._main = self._depth
        if tag == "div":
            boxed = bool(classes & _BOXES) or self._main == self._depth
            self._depth += 1
            if self._box is None and boxed:
                self._box, self._start = _Box(), self._depth
        if self._box is not None:
            for key in ("href", "src"):
                uri = re.sub(r"^(?:\.\.?/)+", "", unquote(told.get(key) or ""))
                if uri.startswith("media/") and uri not in self._box.media:
                    self._box.media.append(uri)

    def handle_endtag(self, tag: str) -> None:
        if tag in _APART:
            self._flush()
            self._heading = False
        if tag != "div":
            return
        if self._box is not None and self._depth <= self._start:
            if self._box.media:
                self.boxes.append(self._box)
            self._box, self._dated = None, False
        self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        if self._box is not None:
            self._text.append(data)

    def _flush(self) -> None:
        text = "".join(self._text).strip()
        self._text = []
        if text and self._box is not None:
            self._box.add(text, heading=self._heading, dated=self._dated)


def _recognise(tree: Tree) -> bool:
    return bool(_pages(tree))


def _pages(tree: Tree) -> list[str]:
    """The pages of posts: posts_1.html and what is like it; posts.html repeats them."""
    if isinstance(tree, OneFile):
        name = tree.names[0]
        first = head(tree, name, _FIRST)
        here = _PAGES.search(name) or b"media/posts/" in first
        page = tree.file.suffix.lower() in {".html", ".htm"} and b"<html" in first.lower()
        return [name] if page and here else []
    fitting = (name for name in tree.names if _PAGES.search(name) and private(name) is None)
    chosen = [name for name in fitting if "past_instagram_insights/" not in name]
    return sorted(chosen, key=lambda name: (PurePosixPath(name).stem == "posts", name))


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    around = wider(tree, up=4)
    photos = Photos(around, *options.beside)
    boxes: list[tuple[str, _Box]] = []
    for name in _pages(tree):
        near = name
        if isinstance(tree, OneFile):
            near = tree.file.absolute().relative_to(around.path).as_posix()
        boxes.extend((near, box) for box in _boxes(around, near))
    if not boxes:
        raise SourceError(
            f"{tree.title}: no posts are found on the pages of this export (HTML).\n"
            "Ask Instagram for it again and choose the format JSON."
        )
    order = _order([box for _, box in boxes], options, tree.title)
    found, undated, missing = [], 0, 0
    seen: set[str] = set()
    for near, box in boxes:
        ids = {_identity(uri) for uri in box.media}
        if ids & seen:
            continue
        seen |= ids
        made = _post(box, near, photos, reading, _when(box, options, order))
        missing += made == "missing"
        if isinstance(made, Found):
            found.append(made)
            undated += made.post.posted_at is None
    reading.found = once(reading, found)
    say_missing(reading, missing, tree.title)
    reading.note("The export has no like counts: Instagram leaves them out.")
    reading.note(f"Its pages (HTML) write times without a zone: {options.zone} was taken.")
    if undated:
        reading.problems.append(
            f"{tree.title}: the dates of {undated} posts are written in a way that spe can't "
            "read. Ask Instagram for the export again and choose the format JSON."
        )
    return reading


def _boxes(tree: Tree, name: str) -> list[_Box]:
    page = _Page()
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    total = 0
    with tree.open(name) as file:
        try:
            while data := file.read(_PIECE):
                total += len(data)
                if total > _MOST:
                    raise SourceError(f"{name}: far too large for a page of posts.")
                page.feed(decoder.decode(data))
        except OSError as error:
            raise SourceError(f"{name}: can't be read ({error.strerror or error}).") from error
    page.close()
    return page.boxes


def _order(boxes: list[_Box], options: ReadOptions, name: str) -> Order | None:
    """Whether days or months come first; only the person knows where no date tells."""
    if options.dates is not None:
        return options.dates
    told = order_of(box.dates[-1] for box in boxes if box.dates)
    if told in {"ambiguous", "both"}:
        example = next(text for box in boxes for text in box.dates[-1:] if text)
        raise DatesUnclear(
            f"{name}: dates like {example} could be day first or month first.\n"
            "Say which: --dates day-first or --dates month-first."
        )
    return told  # type: ignore[return-value]  # the two others are dealt with


def _when(box: _Box, options: ReadOptions, order: Order | None) -> datetime | None:
    for text in reversed(box.dates):
        try:
            when, _, clock = read_time(text, options.zone, order)
        except (ValueError, OverflowError):
            continue
        if clock:
            return when
    return None


def _post(
    box: _Box, near: str, photos: Photos, reading: Reading, when: datetime | None
) -> Found | str | None:
    uris = [uri for uri in box.media if private(uri) is None]
    if not uris:
        reading.left_out[private(box.media[0]) or ""] += 1
        return None
    if (reason := no_post(box.labels(), ordered=False)) is not None:
        reading.left_out[reason] += 1
        return None
    moving = [uri for uri in uris if is_video(uri)]
    if len(moving) == len(uris):
        reading.left_out["reels" if any("/reels/" in uri for uri in uris) else "videos"] += 1
        return None
    places = ((photos.at(uri, near), uri) for uri in uris if uri not in moving)
    there = [(place, uri) for place, uri in places if place is not None and is_photo(*place)]
    if not there:
        return "missing"
    ((tree, member), uri), *others = there
    medium = _MEDIUM.search(PurePosixPath(uri).name)
    try:
        identity = medium[1] if medium else digest(tree, member)
    except SourceError as error:
        reading.problems.append(str(error))
        return None
    post = Post(
        id=identity,
        image="",
        posted_at=when,
        caption=box.caption(),
        source=NAME,
        pictures=len(uris),
    )
    names = frozenset(filter(str.isdigit, map(_identity, uris))) - {identity}
    return Found(post, tree, member, names, tuple(place for place, _ in others))


def _identity(uri: str) -> str:
    medium = _MEDIUM.search(PurePosixPath(uri).name)
    return medium[1] if medium else uri


SOURCE = Source("instagram-html", "Instagram's export as HTML", _recognise, _read)
