"""Meta Business Suite's CSV: counts without photos, joined to posts that are known.

Its headings come in the account's language, so its columns are told by what stands in
them: a link to the post, the post's long id, its minute.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from spe.posts import Post
from spe.sources._dates import Order, order_of, read_time
from spe.sources._export import moving, on_facebook
from spe.sources._headings import columns
from spe.sources._rows import Row, headings, rows
from spe.sources._source import (
    DatesUnclear,
    Found,
    Reading,
    ReadOptions,
    Source,
    read_together,
)
from spe.sources._tree import Tree, head
from spe.sources._values import known, whole_id, words

NAME = "business-suite"

# What a link of Business Suite leads to.
_LINK = re.compile(
    r"https?://(?:www\.|m\.)?(?:(?:instagram\.com|threads\.(?:net|com)|facebook\.com)/\S+|fb\.watch/\S*)"
)
_LONG_ID = re.compile(r"\d{3,25}|\d[.,]\d+E\+?\d+", re.IGNORECASE)
_DATED = re.compile(
    r"\D{0,15}(?:\d{1,4}\D{1,15}\d{1,4}\D{1,15}\d{1,4}|\d{1,2}\D{2,15}\d{4})"
    r"\D{1,15}\d\d?[:.h]\d\d.{0,10}"
)

# The counts stand behind the link in the same places in every language.
_LIKES_AFTER, _COMMENTS_AFTER = 6, 9
_FEWEST_COLUMNS = 12

# So many rows are looked at to tell columns.
_TRIED = 50


def _recognise(tree: Tree) -> bool:
    return bool(_sheets(tree))


def _sheets(tree: Tree) -> list[str]:
    named = [name for name in tree.names if name.lower().endswith(".csv")]
    return [name for name in named[:_TRIED] if _fit(tree, name)]


def _fit(tree: Tree, name: str) -> bool:
    """Whether it holds counts by post, with ids and links and no photos."""
    first = head(tree, name, 2**13)
    if b"nstagram.com/" not in first.replace(b"\0", b"") and b"acebook.com/" not in first:
        return {"likes", "posted_at", "permalink", "id"} <= set(columns(headings(first)))
    top = headings(first)
    return len(top) >= _FEWEST_COLUMNS and not {"image", "code"} & set(columns(top))


@dataclass(frozen=True)
class _Columns:
    """Under which heading what stands; empty where it is nowhere."""

    identity: str
    when: str
    link: str
    likes: str
    comments: str
    kind: str
    caption: str


def _columns(table: Sequence[Row], top: Sequence[str]) -> _Columns:
    called = columns(top)

    def told(name: str, fits: Callable[[str], object], among: Iterable[str] = top) -> str:
        """The heading whose values fit; the one called so before others."""
        for heading in (called.get(name, ""), *among):
            values = [words(row.get(heading)).strip() for row in table[:_TRIED]]
            values = [value for value in values if value]
            if values and sum(map(bool, map(fits, values))) > len(values) / 2:
                return heading
        return ""

    link = told("permalink", _LINK.fullmatch)
    identity = told("id", _LONG_ID.fullmatch)
    when = told("posted_at", _DATED.fullmatch)
    return _Columns(
        identity=identity,
        when=when,
        link=link,
        likes=called.get("likes") or _behind(table, top, link, _LIKES_AFTER),
        comments=called.get("comments") or _behind(table, top, link, _COMMENTS_AFTER),
        kind=called.get("type", ""),
        caption=called.get("caption") or _before(top, link, when),
    )


def _behind(table: Sequence[Row], top: Sequence[str], link: str, places: int) -> str:
    """The heading so many places behind the link, where numbers stand under it."""
    at = top.index(link) + places if link in top else len(top)
    if at >= len(top):
        return ""
    numbers = (re.fullmatch(r"[\d.,\s]*|--?", words(row.get(top[at]))) for row in table[:_TRIED])
    return top[at] if all(numbers) else ""


def _before(top: Sequence[str], link: str, when: str) -> str:
    """The caption's heading: it stands two before the time, which stands before the link."""
    at = top.index(when) - 2 if when in top and link in top else -1
    return top[at] if at >= 0 else ""


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    for name in _sheets(tree):
        table = rows(tree, name)
        top = list(dict.fromkeys(words(key) for row in table for key in row))
        called = _columns(table, top)
        if not called.likes and not all(on_facebook(_link(row, called)) for row in table):
            reading.problems.append(f"{name}: none of its columns is known to hold likes.")
            continue
        if called.likes not in {"", columns(top).get("likes")}:
            reading.note(f"{name}: the column {called.likes!r} was taken for likes by its place.")
        order = _order(table, called.when, name, options)
        found = []
        for row in table:
            link = _link(row, called)
            reason = moving(words(row.get(called.kind)), link)
            if on_facebook(link):
                reason = "posts on Facebook"
            if reason is not None:
                reading.left_out[reason] += 1
                continue
            found.append(_found(row, called, order, options))
        reading.found += read_together(found)
    if reading.found:
        reading.note(
            f"Business Suite writes no time zone: {options.zone} was taken. Counts join a post by "
            "its id, its minute or its caption."
        )
    return reading


def _link(row: Row, called: _Columns) -> str:
    return words(row.get(called.link)).partition("?")[0].strip().rstrip("/")


def _order(table: list[Row], date: str, name: str, options: ReadOptions) -> Order | None:
    said = order_of(str(row.get(date, "")) for row in table)
    if options.dates is not None or said is None:
        return options.dates
    if said in {"day-first", "month-first"}:
        return said
    if said == "ambiguous" and date.casefold() == "publish time":
        return "month-first"  # as Business Suite writes in English
    raise DatesUnclear(
        f"{name}: its dates could be day first or month first.\n"
        "Say which: --dates day-first or --dates month-first."
    )


def _found(row: Row, called: _Columns, order: Order | None, options: ReadOptions) -> Found:
    try:
        when = read_time(row.get(called.when, ""), options.zone, order)[0]
    except (ValueError, OverflowError):
        when = None
    likes = known(row.get(called.likes))
    code = PurePosixPath(_link(row, called)).name[:60]
    post = Post(
        id=whole_id(row.get(called.identity))[:60] or code,
        image="",
        posted_at=when,
        likes=likes,
        caption=words(row.get(called.caption, "")),
        comments=known(row.get(called.comments, "")),
        source=NAME,
        likes_from=NAME if likes is not None else "",
        # `pictures` stays unknown: "IG carousel" does not say how many, and to know of the
        # single photos alone would make all known posts alike.
    )
    return Found(post, names=frozenset({code} - {""}))


SOURCE = Source(NAME, "a Meta Business Suite CSV (its counts join an export)", _recognise, _read)
