"""The post table: what was posted, when, and how it was received."""

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from spe.errors import NotReadyError, TableError
from spe.files import write_whole


@dataclass(frozen=True)
class Post:
    """One photo post.

    `image` is the photo's path, relative to the project folder where it lies inside.
    `posted_at` has a time zone, or is None where the source does not know.
    `likes`, `comments` and `followers` are None where nobody has said: never 0 for unknown.
    `source` names where the post came from; a count that a person typed has `typed` in
    `likes_from` and is never overwritten unasked. `likes_as_of` is when the count was read.
    `excluded` is the reason for leaving the post out, empty for none.
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
)
_COUNTS = frozenset({"likes", "comments", "followers"})
_TIMES = frozenset({"posted_at", "likes_as_of"})

# A cell that starts with one of these would be run by a spreadsheet as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read_posts(path: Path) -> list[Post]:
    """The posts of a table, in its order.

    Raises:
        NotReadyError: there is no table yet.
        TableError: a cell that does not hold what its column should, named by row and column.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotReadyError(
            f"No posts in {path.parent} yet.\nRun spe import with your photos, or try spe demo."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: can't be read ({error}).") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = {"image", "id"} - set(reader.fieldnames or ())
    if missing:
        raise TableError(f"{path}: the column {min(missing)!r} is missing.")
    posts = [_post(row, f"{path}, row {number}") for number, row in enumerate(reader, start=2)]
    _check_ids(posts, path)
    return posts


def write_posts(path: Path, posts: Iterable[Post]) -> None:
    """Write the table, oldest post first (posts without a time last), whole or not at all."""
    rows = sorted(posts, key=_order)
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(getattr(post, name)) for name in COLUMNS} for post in rows)
    write_whole(path, sheet.getvalue())


def _order(post: Post) -> tuple[float, str]:
    return (post.posted_at.timestamp() if post.posted_at else math.inf, post.id)


def _cell(value: str | float | datetime | None) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _post(row: dict[str, str | None], where: str) -> Post:
    known = {field.name for field in fields(Post)}
    values: dict[str, object] = {}
    for name, cell in row.items():
        if name not in known:
            continue
        text = cell or ""
        text = text[1:] if text[:1] == "'" and text[1:].startswith((*_FORMULA, "'")) else text
        if name in _COUNTS:
            values[name] = _count(text.strip(), f"{where}, {name}")
        elif name in _TIMES:
            values[name] = _time(text.strip(), f"{where}, {name}")
        else:
            values[name] = text
    return Post(**values)  # type: ignore[arg-type]


def _count(text: str, where: str) -> int | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not number.is_integer():
        raise TableError(f"{where}: {text!r} is not a whole number.")
    return int(number) if number >= 0 else None


def _time(text: str, where: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise TableError(f"{where}: {text!r} is not a time like 2026-11-27T18:00+01:00.") from None
    if moment.tzinfo is None:
        raise TableError(f"{where}: {text!r} has no time zone; write it like {text}+01:00.")
    return moment


def _check_ids(posts: list[Post], path: Path) -> None:
    seen: set[str] = set()
    for number, post in enumerate(posts, start=2):
        if not post.id or post.id in seen:
            fault = f"the id {post.id!r} stands twice" if post.id else "the id is empty"
            raise TableError(f"{path}, row {number}: {fault}.")
        seen.add(post.id)
