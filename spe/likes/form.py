"""Like counts by spreadsheet: a table to fill in, a page of thumbnails beside it, and back."""

import base64
import csv
import importlib.resources
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from spe.doubt import Doubt, doubted
from spe.errors import PhotoError, SourceError
from spe.files import write_whole
from spe.likes import english
from spe.likes.templates import template
from spe.likes.words import PageWords
from spe.photo.decode import shrink
from spe.photo.encode import encode
from spe.photo.guarded import decode_apart
from spe.posts import TYPED, Post, escaped, typed
from spe.printable import printable
from spe.sources import Row, count, table_rows
from spe.wording import clock, minute

COLUMNS = ("no", "posted", "likes", "caption", "post")

# A spreadsheet turns a long number into 1.79E+16; with a sign before it, it stays text.
_MARK = "#"

_SIDE = 240


@dataclass
class Filled:
    """What a filled-in form gives: the posts afterwards, and what could not be used.

    `doubtful` are the numbers taken that are far from those of the posts around them.
    """

    posts: list[Post]
    saved: int = 0
    kept: int = 0
    problems: list[str] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)


def write_form(path: Path, posts: Iterable[Post]) -> None:
    """Write the table to fill in, one row a post, with what is known already.

    Raises:
        WriteError: the file can't be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, post in enumerate(posts, start=1):
        when = minute(post.posted_at) if post.posted_at else ""
        likes = "" if post.likes is None else post.likes
        caption = escaped(printable(" ".join(post.caption.split())[:120]))
        writer.writerow([number, when, likes, caption, f"{_MARK}{post.id}"])
    write_whole(path, "\ufeff" + text.getvalue())


def write_page(
    path: Path,
    posts: Iterable[Post],
    image: Callable[[Post], Path],
    tick: Callable[[], None] = lambda: None,
    words: PageWords = english,
) -> None:
    """Write the page of thumbnails, numbered like the rows of the table.

    Args:
        path: the file to write, HTML that needs nothing else.
        posts: in the order of the table's rows.
        image: where a post's photo lies; one that can't be opened is said to be so.
        tick: called once a post.
        words: the page's language.

    Raises:
        WriteError: the file can't be written.
    """
    cards = []
    for number, post in enumerate(posts, start=1):
        cards.append(_card(number, post, image(post), words))
        tick()
    style = (importlib.resources.files("spe.likes") / "page.css").read_text("utf-8")
    page = template("form.html")
    write_whole(path, page.render(w=words, style=Markup(style), cards=cards))  # noqa: S704  (ours)


def read_form(
    path: Path, posts: Iterable[Post], now: datetime, *, overwrite: bool = False
) -> Filled:
    """Take the numbers of a filled-in form. Empty cells change nothing.

    Args:
        path: the table, CSV or a spreadsheet.
        posts: all posts of the account.
        now: the present, which the counts are said to be of.
        overwrite: whether a number replaces a different one that was typed before.

    Raises:
        SourceError: it is no table, or lacks the columns `post` and `likes`.
    """
    rows = [
        Row(((str(key).strip().casefold(), cell) for key, cell in row.items()), row.number)
        for row in table_rows(path)
    ]
    if not rows or not {"post", "likes"} <= set(rows[0]) | set(rows[-1]):
        raise SourceError(
            f"{path.name}: the columns 'post' and 'likes' are needed. "
            "Make a sheet with spe likes --sheet and fill it in."
        )
    table = list(posts)
    places = {post.id: at for at, post in enumerate(table)}
    filled = Filled(list(table))
    for row in rows:
        _take(row, f"{path.name}, row {row.number}", places, filled, now, overwrite=overwrite)
    before = {post.id: post.likes for post in table}
    filled.doubtful = [one for one in doubted(filled.posts) if one.likes != before[one.post.id]]
    return filled


def holds_unread(path: Path, posts: Iterable[Post]) -> bool:
    """Whether a form made before holds numbers that are not in the table of posts yet."""
    known = {f"{_MARK}{post.id}": str(post.likes) for post in posts}
    try:
        written = [(str(row.get("post")), str(row.get("likes") or "")) for row in table_rows(path)]
    except SourceError:
        return False
    return any(likes.strip() and likes.strip() != known.get(post) for post, likes in written)


def _take(
    row: Row, where: str, places: dict[str, int], filled: Filled, now: datetime, *, overwrite: bool
) -> None:
    written = row.get("likes")
    try:
        likes = count(written)
    except (ValueError, OverflowError):
        filled.problems.append(f"{where}: {str(written)[:40]!r} is not a number of likes.")
        return
    if likes is None:
        return
    identity = str(row.get("post") or "").strip().removeprefix(_MARK)
    at = places.get(identity)
    if at is None:
        filled.problems.append(f"{where}: there is no post {identity[:40]!r} in the table.")
        return
    post = filled.posts[at]
    if post.likes == likes:
        return
    if post.likes_from == TYPED and post.likes is not None and not overwrite:
        filled.kept += 1
        return
    filled.posts[at] = typed(post, likes, now)
    filled.saved += 1


@dataclass(frozen=True)
class _Card:
    """A photo of the page: its number, what is said below it, and its pixels, if it has any."""

    number: int
    day: str
    caption: str
    data: str = ""
    width: int = 0
    height: int = 0


def _card(number: int, post: Post, image: Path, words: PageWords) -> _Card:
    when = post.posted_at
    day = f"{words.long_day(when)}, {clock(when)}" if when else words.UNDATED
    caption = printable(" ".join(post.caption.split())[:120])
    try:
        pixels = shrink(decode_apart(image).rgb, _SIDE)
    except PhotoError:
        return _Card(number, day, caption)
    height, width = pixels.shape[:2]
    data = base64.b64encode(encode(pixels, 80)).decode()
    return _Card(number, day, caption, data, width, height)
