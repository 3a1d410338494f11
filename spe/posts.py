"""The post table: what was posted, when, and how it was received."""

import bisect
import csv
import io
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from spe import cells
from spe.errors import NotReadyError, TableError
from spe.files import write_whole


@dataclass(frozen=True)
class Post:
    """One photo post.

    `image` is the photo's path, relative to the project folder where it lies inside.
    `posted_at` has a time zone, or is None where the source does not know.
    `likes`, `comments` and `followers` are None where nobody has said: never 0 for unknown.
    `source` names where the post came from; a count that a person typed has `typed` in
    `likes_from` and is never overwritten unasked. `likes_as_of` is when the count was read, None
    where nobody knows; `likes_read_after` is then a moment before which it can't have been.
    `excluded` is the reason for leaving the post out, empty for none. `pictures` is how many
    photos and videos the post holds, 1 or more, of which `image` is the first photo; None
    where the source does not say. `subject` is what the photo is of, as its owner says; empty
    where nobody has said. `more_images` are the paths of a post's other photos, as far as they
    came, in their order.
    """

    id: str
    image: str
    posted_at: datetime | None = None
    likes: int | None = None
    caption: str = ""
    comments: int | None = None
    followers: int | None = None
    source: str = ""
    likes_from: str = ""
    likes_as_of: datetime | None = None
    excluded: str = ""
    pictures: int | None = None
    likes_read_after: datetime | None = None
    subject: str = ""
    more_images: tuple[str, ...] = ()


COLUMNS = (
    "image",
    "posted_at",
    "likes",
    "caption",
    "comments",
    "followers",
    "source",
    "id",
    "likes_from",
    "likes_as_of",
    "excluded",
    "pictures",
    "likes_read_after",
    "subject",
    "more_images",
)
_COUNTS = frozenset({"likes", "comments", "followers", "pictures"})
_TIMES = frozenset({"posted_at", "likes_as_of", "likes_read_after"})
_SEVERAL = frozenset({"more_images"})
_TEXTS = tuple(name for name in COLUMNS if name not in _COUNTS | _TIMES | _SEVERAL)

# Between several paths in one cell: no photo's name has it that a source would give.
_BETWEEN = "\n"

# `likes_from` of a count that a person typed.
TYPED = "typed"

# `source` of a post of which only the photo is known: its time is when it was taken.
TAKEN = "photos"

# Posts that say what was usual at the time of another.
_NEIGHBOURS = 10

# The name of a table of before: when it was changed, in UTC.
_STAMP = "posts-%Y%m%dT%H%M%S.%fZ"

# How many tables of before are kept.
BACKUPS = 20

# A cell that starts with one of these would be run by a spreadsheet as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_posts(path: Path) -> list[Post]:
    """The posts of a table, in its order.

    Args:
        path: the table, CSV in any of the ways that spreadsheets save it.

    Raises:
        NotReadyError: there is no table yet.
        TableError: a cell that does not hold what its column should, named by row and column.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotReadyError(
            f"No posts in {path.parent} yet.\nRun spe import with your photos, or try spe demo."
        ) from None
    except OSError as error:
        raise TableError(f"{path}: can't be read ({error}).") from error
    table = list(cells.rows(cells.text_of(data, path), path, ("image", "id")))
    posts = [_post(row, f"{path}, row {number}") for number, row in table]
    cells.check_ids(
        ((number, post.id) for (number, _), post in zip(table, posts, strict=True)), path
    )
    return posts


def merged(old: Post, new: Post, *, overwrite: bool = False) -> Post:
    """A known post with what a source says anew.

    A count replaces an older one, by the day it was read; one that a person typed stays
    unless `overwrite`. Unknown replaces nothing. When a photo was taken gives way to when
    it was posted; a post keeps its id, its photo and the reason it is left out for. A subject
    that is there stays unless `overwrite`: it was typed, here or in the table it came from.

    Args:
        old: the post as it is known.
        new: what the source says of it.
        overwrite: whether a count or a subject of the source replaces one that was typed.
    """
    changes: dict[str, object] = {}
    if new.posted_at is not None and _tells_better(old, new):
        changes |= {"posted_at": new.posted_at, "source": new.source}
    if new.caption and (not old.caption or old.source == new.source):
        changes["caption"] = new.caption
    if new.pictures is not None and (old.pictures is None or old.source == new.source):
        changes["pictures"] = new.pictures
    if new.subject and (overwrite or not old.subject):
        changes["subject"] = new.subject
    if _counts_anew(old, new, overwrite=overwrite):
        changes |= {"likes": new.likes, "likes_from": new.likes_from}
        changes |= {"likes_as_of": new.likes_as_of, "likes_read_after": new.likes_read_after}
    for name in ("comments", "followers"):
        count = getattr(new, name)
        if count is not None and (getattr(old, name) is None or _no_older(old, new)):
            changes[name] = count
    return replace(old, image=old.image or new.image, **changes)  # type: ignore[arg-type]


def _tells_better(old: Post, new: Post) -> bool:
    return old.posted_at is None or old.source in {TAKEN, new.source} != {TAKEN}


def _counts_anew(old: Post, new: Post, *, overwrite: bool) -> bool:
    if new.likes is None:
        return False
    if old.likes_from == TYPED and new.likes_from != TYPED:
        return overwrite
    return old.likes is None or _no_older(old, new)


def _no_older(old: Post, new: Post) -> bool:
    """Whether a count may replace a known one: one of no known day only what is older for sure."""
    if old.likes_as_of is None and new.likes_as_of is None:
        return True
    told = new.likes_as_of or new.likes_read_after
    before = old.likes_as_of or old.likes_read_after
    if told is None or before is None:
        return old.likes_as_of is None
    return told >= before


def stays_for_its_day(old: Post, new: Post) -> bool:
    """Whether a known count stays because nobody says when the other one was read."""
    return (
        old.likes_from != TYPED
        and new.likes not in {None, old.likes}
        and old.likes is not None
        and new.likes_as_of is None
        and not _no_older(old, new)
    )


def read_from(posts: Iterable[Post], now: datetime) -> dict[str, datetime]:
    """By id of the posts with likes, when these were read, or a moment before which they were not.

    Where neither is known, likes were not read before the newest of such posts was there;
    posts that are dated after `now` tell nothing.
    """
    liked = [post for post in posts if post.likes is not None]
    bare = [post for post in liked if post.likes_as_of is None and post.likes_read_after is None]
    times = [post.posted_at for post in bare if post.posted_at and post.posted_at <= now]
    newest = max(times, default=None)
    known = ((post.id, post.likes_as_of or post.likes_read_after or newest) for post in liked)
    return {name: moment for name, moment in known if moment is not None}


def settled_likes(post: Post, read: Mapping[str, datetime], days: float) -> int | None:
    """A post's likes once they have arrived; None before, and where they are unknown.

    Args:
        post: the post.
        read: when likes were read, by id, as `read_from` tells it.
        days: how many days after posting likes must have been read, 0 or more.
    """
    if post.posted_at is None or post.id not in read:
        return None
    return post.likes if read[post.id] - post.posted_at >= timedelta(days=days) else None


def keep_backup(path: Path, folder: Path, now: datetime) -> Path | None:
    """Keep the table as it stands before it changes, and the last `BACKUPS` of them.

    Its name is after those of the others even where the clock was put back.

    Args:
        path: the table.
        folder: where those of before are kept.
        now: the present, with a time zone.

    Returns:
        Where it is kept, also where the newest kept is the same; None without a table.

    Raises:
        WriteError: `folder` can't be written.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    kept = backups(folder)
    if kept and kept[0].read_bytes() == data:
        return kept[0]
    changed = now.astimezone(UTC)
    if kept:
        changed = max(changed, kept_until(kept[0]) + timedelta(microseconds=1))
    made = folder / f"{changed:{_STAMP}}.csv"
    write_whole(made, data)
    for old in backups(folder)[BACKUPS:]:
        old.unlink(missing_ok=True)
    return made


def backups(folder: Path) -> list[Path]:
    """The tables of before, newest first."""
    return sorted(folder.glob("posts-*.csv"), reverse=True)


def kept_until(backup: Path) -> datetime:
    """When a table of before was changed, as its name says, in UTC.

    Raises:
        ValueError: its name is none that `keep_backup` gives.
    """
    return datetime.strptime(backup.stem, _STAMP).replace(tzinfo=UTC)


def times_usual(likes: float, usual: float) -> float:
    """Likes as a multiple of the usual: 1 is the usual, 2 twice that; NaN where it is 0.

    What the usual of a post is depends on what is known: the fit's own, else `ratios`.
    """
    return likes / usual if usual > 0 else math.nan


def ratios(posts: Iterable[Post]) -> dict[str, float]:
    """By id, each post's likes against the median of the ten posts nearest in time.

    1 is the usual of its days, 2 twice that; missing where likes or time are, where fewer
    than ten others have both, and where the usual is 0. Excluded posts are nobody's usual.
    """
    dated = [post for post in posts if post.posted_at is not None and post.likes is not None]
    kept = in_time(post for post in dated if not post.excluded)
    found: dict[str, float] = {}
    for post in dated:
        near = around(post, kept)
        usual = statistics.median(other.likes or 0 for other in near) if near else 0
        if len(near) == _NEIGHBOURS and usual > 0:
            found[post.id] = times_usual(post.likes or 0, usual)
    return found


def in_time(posts: Iterable[Post]) -> list[Post]:
    """Oldest first; posts without a time last."""
    return sorted(posts, key=_order)


def around(post: Post, posts: Sequence[Post]) -> list[Post]:
    """The ten others that are nearest in time; none of a post without one.

    Args:
        post: whose neighbours are asked for, among `posts` or not.
        posts: as `in_time` puts them.
    """
    if post.posted_at is None:
        return []
    at = bisect.bisect_left(posts, _order(post), key=_order)
    near = posts[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
    others = [other for other in near if other.id != post.id and other.posted_at is not None]
    return sorted(others, key=lambda other: _distance(post, other))[:_NEIGHBOURS]


def typed(post: Post, likes: int, now: datetime) -> Post:
    """The post with a count that a person typed `now`; no import replaces it unasked."""
    read = now.replace(microsecond=0)
    return replace(post, likes=likes, likes_from=TYPED, likes_as_of=read, likes_read_after=None)


def _distance(post: Post, other: Post) -> tuple[float, str]:
    return (abs(_order(post)[0] - _order(other)[0]), other.id)


def escaped(text: str) -> str:
    """A text as a cell that no spreadsheet runs as a formula."""
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def unescaped(text: str) -> str:
    """A cell as it was before it was kept from being run as a formula."""
    return text[1:] if text[:1] == "'" and text[1:].startswith((*_FORMULA, "'")) else text


def write_posts(path: Path, posts: Iterable[Post]) -> None:
    """Write the table, oldest post first (posts without a time last), whole or not at all.

    Raises:
        TableError: a post that `read_posts` would refuse; the table stays as it was.
        WriteError: the file can't be written.
    """
    known = list(posts)
    check_posts(known)
    write_whole(path, as_text(known))


def check_posts(posts: Iterable[Post]) -> None:
    """Look whether each post's times, counts and texts are such as a table can hold.

    Raises:
        TableError: one is not, named by its post and field.
    """
    for post in posts:
        where = f"the post {post.id[:100]!r}"
        for name in sorted(_COUNTS):
            cells.check_count(getattr(post, name), f"{where}, {name}")
        for name in sorted(_TIMES):
            cells.check_moment(getattr(post, name), f"{where}, {name}")
        for name in (*_TEXTS, *_SEVERAL):
            value = getattr(post, name)
            text = value if isinstance(value, str) else _BETWEEN.join(value)
            if len(text) >= cells.LONGEST_CELL:
                raise TableError(f"{where}, {name}: longer than a table's cell may be.")


def as_text(posts: Iterable[Post]) -> str:
    """The table as it is written; equal texts are equal tables, zones and all."""
    rows = sorted(posts, key=_order)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(getattr(post, name)) for name in COLUMNS} for post in rows)
    return text.getvalue()


def _order(post: Post) -> tuple[float, str]:
    return (post.posted_at.timestamp() if post.posted_at else math.inf, post.id)


def _cell(value: str | float | datetime | tuple[str, ...] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return escaped(_BETWEEN.join(value))
    if isinstance(value, datetime):
        return value.isoformat()
    # A lone carriage return would end the row for some readers of CSV.
    return escaped(str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _post(row: dict[str, str], where: str) -> Post:
    values: dict[str, object] = {}
    for name, cell in row.items():
        if name not in COLUMNS:
            continue
        text = unescaped(cell)
        if name in {"image", *_SEVERAL} and "\0" in text:
            raise TableError(f"{where}, {name}: no file has a NUL in its name. Type it anew.")
        if name in _COUNTS:
            values[name] = cells.count(text.strip(), f"{where}, {name}")
            if name == "pictures":
                values[name] = values[name] or None  # no post holds none
        elif name in _TIMES:
            values[name] = cells.moment(text.strip(), f"{where}, {name}")
        elif name in _SEVERAL:
            values[name] = tuple(
                path for path in text.replace("\r\n", _BETWEEN).split(_BETWEEN) if path.strip()
            )
        else:
            values[name] = text
    return Post(**{"image": "", "id": "", **values})  # type: ignore[arg-type]
