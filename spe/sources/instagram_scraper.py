"""What instagram-scraper writes: the nodes of Instagram's own pages, in one file an account."""

from typing import Any

from spe.sources._export import dicts, within
from spe.sources._records import Dialect, Record, Told, ending, identity, moment_of, source
from spe.sources._values import known, words

NAME = "instagram-scraper"


def _tells(record: Record) -> bool:
    return "shortcode" in record and "taken_at_timestamp" in record


def _told(record: Record) -> Told:
    links = record.get("urls")
    named = [ending(link) for link in links] if isinstance(links, list) else []
    children = sum(1 for _ in dicts(within(record, "edge_sidecar_to_children", "edges")))
    code = identity(record.get("shortcode"))
    number = identity(record.get("id"))
    return Told(
        id=code,
        names=(number,),
        when=moment_of(record.get("taken_at_timestamp")),
        likes=_likes(record),
        comments=known(within(record, "edge_media_to_comment", "count")),
        caption=words(within(record, "edge_media_to_caption", "edges", 0, "node", "text")),
        photos=tuple(name for name in (*named, ending(record.get("display_url")), code) if name),
        parts=tuple(name for name in named if name),
        pictures=children or (1 if record.get("__typename") == "GraphImage" else None),
        owner=words(record.get("username")) or words(within(record, "owner", "username")),
        reason=_reason(record),
    )


def _likes(record: Record) -> int | None:
    counts: tuple[Any, ...] = (
        within(record, "edge_media_preview_like", "count"),
        within(record, "edge_liked_by", "count"),
    )
    return next((number for count in counts if (number := known(count)) is not None), None)


def _reason(record: Record) -> str | None:
    if record.get("__typename") in {"GraphStoryImage", "GraphStoryVideo", "Story"}:
        return "stories"
    moves = record.get("is_video") is True or record.get("__typename") == "GraphVideo"
    return "videos" if moves else None


SOURCE = source(
    Dialect(NAME, (("GraphImages", "shortcode"),), _tells, _told),
    "an instagram-scraper folder with its JSON",
)
