"""What Instagram's Graph API answers for a professional account's media, as JSON.

Its links to the pictures expire: the photos must lie beside the JSON, named by id.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._dates import read_time
from spe.sources._export import Photos, dicts, is_photo, once, wider, within
from spe.sources._json import values
from spe.sources._records import ending, records
from spe.sources._source import Found, Reading, ReadOptions, Source, first_and_more
from spe.sources._tree import Tree, head
from spe.sources._values import known, words

NAME = "graph-api"

_TRIED = 50


def _recognise(tree: Tree) -> bool:
    return bool(_answers(tree))


def _answers(tree: Tree) -> list[str]:
    named = [name for name in tree.names if name.lower().endswith((".json", ".jsonl", ".ndjson"))]
    return [name for name in named[:_TRIED] if _is_answer(head(tree, name, 2**15))]


def _is_answer(first: bytes) -> bool:
    telling = (b'"media_type"', b'"media_url"', b'"like_count"', b'"permalink"')
    return b'"timestamp"' in first and b'"id"' in first and any(key in first for key in telling)


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    photos = Photos(wider(tree), *options.beside)
    missing = 0
    found: list[Found] = []
    for name in _answers(tree):
        try:
            for item in _items(values(tree, name)):
                if (reason := _no_photo_post(item)) is not None:
                    reading.left_out[reason] += 1
                    continue
                # Without its photo it is a count still, of a post that another source may show.
                inside, member, more = first_and_more(_photos(item, photos))
                missing += inside is None
                names = frozenset({_code(item)} - {""})
                found.append(Found(_post(item, options), inside, member, names, more))
        except SourceError as error:
            reading.problems.append(str(error))
    if missing:
        reading.note(
            "The photos must lie beside the JSON, each named by its post's id. The counts of "
            f"{missing} posts without one join the posts of other sources."
        )
    reading.found = once(reading, found)
    return reading


def _items(answers: Iterator[Any]) -> Iterator[dict[str, Any]]:
    """The media of an answer: of a list, of pages, of a profile around them, keyed by date."""
    for answer in answers:
        yield from records(answer, _is_medium)


def _is_medium(value: dict[str, Any]) -> bool:
    told = {"media_type", "media_url", "like_count", "permalink", "caption", "likes"}
    return (
        "timestamp" in value
        and bool({"id", "shortcode", "permalink"} & set(value))
        and bool(told & set(value))
    )


def _no_photo_post(item: dict[str, Any]) -> str | None:
    product = str(item.get("media_product_type") or "").upper()
    if product in {"REELS", "STORY", "AD"}:
        return {"REELS": "reels", "STORY": "stories"}.get(product, "advertisements")
    if item.get("media_type") == "VIDEO" or item.get("is_video") is True:
        return "videos"
    return None


def _photos(item: dict[str, Any], photos: Photos) -> list[tuple[Tree, str]]:
    """The photo of a post, then those of its children, as far as they are there."""
    first = _first_photo(item, photos)
    if first is None:
        return []
    children = [_first_photo(child, photos) for child in dicts(within(item, "children", "data"))]
    return [first, *(place for place in children if place is not None)]


def _first_photo(item: dict[str, Any], photos: Photos) -> tuple[Tree, str] | None:
    children = within(item, "children", "data")
    ids = [item.get("id"), *(child.get("id") for child in dicts(children)), _code(item)]
    places = [photos.called(str(one)) for one in ids if one]
    named = (item.get(key) for key in ("image", "url", "media_url"))
    places += [
        photos.at(PurePosixPath(link).name)
        for link in named
        if isinstance(link, str) and "://" not in link and PurePosixPath(link).name
    ]
    links = [item.get("media_url"), *(child.get("media_url") for child in dicts(children))]
    for wanted in (*ids, *(ending(link) for link in links)):
        places += photos.like(str(wanted)) if wanted else []
    return next((place for place in places if place and is_photo(*place)), None)


def _post(item: dict[str, Any], options: ReadOptions) -> Post:
    likes = known(item.get("like_count", item.get("likes")))
    try:
        when = read_time(words(item.get("timestamp")), options.zone, None)[0]
    except (ValueError, OverflowError):
        when = None
    return Post(
        id=words(str(item.get("id") or _code(item)))[:60],
        image="",
        posted_at=when,
        likes=likes,
        caption=words(item.get("caption")),
        comments=known(item.get("comments_count", item.get("comments"))),
        source=NAME,
        likes_from=NAME if likes is not None else "",
        pictures=_pictures(item),
    )


def _pictures(item: dict[str, Any]) -> int | None:
    """How many the post holds; an album whose children were not asked for does not say."""
    if item.get("media_type") == "IMAGE":
        return 1
    children = sum(1 for _ in dicts(within(item, "children", "data")))
    return children if children > 1 else None


def _code(item: dict[str, Any]) -> str:
    """The short code: told, or the end of the link to the post."""
    link = words(item.get("permalink")).rstrip("/")
    return words(item.get("shortcode"))[:60] or PurePosixPath(link).name[:60]


SOURCE = Source(NAME, "Graph API JSON with the photos beside it", _recognise, _read)
