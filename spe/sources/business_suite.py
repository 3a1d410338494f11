"""Meta Business Suite's CSV: counts without photos, joined to posts that are known."""

from pathlib import PurePosixPath

from spe.posts import Post
from spe.sources._dates import Order, order_of, read_time
from spe.sources._headings import columns, meaning
from spe.sources._rows import Row, headings, rows
from spe.sources._source import DatesUnclear, Found, Reading, Source, Wishes
from spe.sources._tree import Tree, head
from spe.sources._values import known, words

NAME = "business-suite"

_MOVING = {"reel": "reels", "story": "stories", "video": "videos"}


def _recognise(tree: Tree) -> bool:
    return bool(_sheets(tree))


def _sheets(tree: Tree) -> list[str]:
    named = [name for name in tree.names if name.lower().endswith(".csv")]
    return [name for name in named[:50] if _fit(headings(head(tree, name)))]


def _fit(top: list[str]) -> bool:
    """Whether the headings are those of counts by post, with links and no photos."""
    found = columns(top)
    return {"likes", "posted_at", "permalink", "id"} <= set(found) and "image" not in found


def _read(tree: Tree, wishes: Wishes) -> Reading:
    reading = Reading(NAME)
    for name in _sheets(tree):
        table = rows(tree, name)
        top = list(dict.fromkeys(words(key) for row in table for key in row))
        found = columns(top)
        date = _date_column(table, top)
        order = _order(table, date, name, wishes)
        for row in table:
            kind = str(row.get(found.get("type", ""), "")).casefold()
            reason = next((called for part, called in _MOVING.items() if part in kind), None)
            if reason is not None:
                reading.left_out[reason] += 1
                continue
            reading.found.append(_found(row, found, date, order, wishes, tree, name))
    reading.note(
        f"Business Suite writes no time zone: {wishes.zone} was taken. Counts join a post by "
        "its id, its minute or its caption."
    )
    return reading


def _date_column(table: list[Row], top: list[str]) -> str:
    """The heading under which times stand; another one says "Lifetime" all the way down."""
    dated = [heading for heading in top if meaning(heading) == "posted_at"]
    for heading in dated:
        if any(any(sign.isdigit() for sign in str(row.get(heading, ""))) for row in table[:20]):
            return heading
    return dated[0] if dated else ""


def _order(table: list[Row], date: str, name: str, wishes: Wishes) -> Order | None:
    said = order_of(str(row.get(date, "")) for row in table)
    if wishes.dates is not None or said is None:
        return wishes.dates
    if said in {"day-first", "month-first"}:
        return said
    if said == "ambiguous" and date.casefold() == "publish time":
        return "month-first"  # as Business Suite writes in English
    raise DatesUnclear(
        f"{name}: its dates could be day first or month first.\n"
        "Say which: --dates day-first or --dates month-first."
    )


def _found(
    row: Row,
    found: dict[str, str],
    date: str,
    order: Order | None,
    wishes: Wishes,
    tree: Tree,
    name: str,
) -> Found:
    try:
        when = read_time(row.get(date, ""), wishes.zone, order)[0]
    except (ValueError, OverflowError):
        when = None
    likes = known(row.get(found.get("likes", "")))
    link = words(row.get(found.get("permalink", ""), "")).rstrip("/")
    post = Post(
        id=words(row.get(found.get("id", ""), "")).strip()[:60],
        image="",
        posted_at=when,
        likes=likes,
        caption=words(row.get(found.get("caption", ""), "")),
        comments=known(row.get(found.get("comments", ""), "")),
        source=NAME,
        likes_from=NAME if likes is not None else "",
        likes_as_of=tree.changed(name) if likes is not None else None,
        # `pictures` stays unknown: "IG carousel" does not say how many, and to know of the
        # single photos alone would make all known posts alike.
    )
    return Found(post, names=frozenset({PurePosixPath(link).name[:60]} - {""}))


SOURCE = Source(NAME, "a Meta Business Suite CSV (its counts join an export)", _recognise, _read)
