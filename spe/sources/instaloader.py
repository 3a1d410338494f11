"""A folder that Instaloader made: photos, captions and JSON named by the post's UTC time."""

import lzma
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

from spe.errors import SourceError
from spe.photo.decode import SUFFIXES
from spe.posts import Post
from spe.sources._export import dicts, is_photo, once, say_missing, wider, within, without_hidden
from spe.sources._json import load
from spe.sources._source import MOST_PICTURES, Found, Reading, ReadOptions, Source
from spe.sources._tree import Tree, head, read
from spe.sources._values import known, mended, moment, words

NAME = "instaloader"

# A profile's name may stand before the time; version 3 left the zone out.
_STEM = re.compile(r"^(?:.*/)?(?:[^/]*_)?(\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d)(?:_UTC)?$")
_PICTURE = re.compile(
    r"^((?:.*/)?(?:[^/]*_)?\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d_UTC)(?:_(\d{1,2}))?\.(\w+)$"
)
_ENDINGS = (".json", ".json.xz")

# A record packs to a tenth or so; one that unpacks to more than so many times its size,
# and this, is a bomb.
_GROWTH = 100
_ALLOWED = 2**16

# How many files are opened to recognise a folder whose names were chosen otherwise.
_TRIED = 20


def _recognise(tree: Tree) -> bool:
    if any(_PICTURE.match(name) for name in tree.names if _is_named_photo(name)):
        return True
    records = [name for name in tree.names if name.endswith(_ENDINGS)]
    return any(_is_record(tree, name) for name in records[:_TRIED])


def _is_record(tree: Tree, name: str) -> bool:
    first = head(tree, name, 2**16)
    if name.endswith(".xz"):
        try:
            first = lzma.LZMADecompressor(memlimit=2**28).decompress(first, 2**16)
        except (lzma.LZMAError, MemoryError, EOFError):
            return False
    if b'"shortcode"' not in first and b'"instaloader"' not in first:
        return False
    bare = b'"__typename"' in first and b'"taken_at_timestamp"' in first
    return (b'"node"' in first or bare) and b'"GraphImages"' not in first


def _read(tree: Tree, options: ReadOptions) -> Reading:  # noqa: ARG001  (as every reader)
    reading = Reading(NAME)
    around = wider(tree)
    owners: set[str] = set()
    found: list[Found] = []
    missing = 0
    recorded: set[str] = set()
    for name in tree.names:
        if not name.endswith(_ENDINGS):
            continue
        stem = name.removesuffix(".xz").removesuffix(".json")
        try:
            node = _node(tree, name)
        except SourceError as error:
            reading.problems.append(str(error))
            continue
        if node is None:
            continue
        recorded.add(stem)
        if (reason := _no_photo_post(node)) is not None:
            reading.left_out[reason] += 1
            continue
        owners.add(words(within(node, "owner", "username")))
        pictures = list(_photos(around, stem))
        if not pictures:
            missing += 1
            continue
        found.append(_post(node, stem, around, pictures))
    found.extend(_bare(tree, recorded, reading))
    say_missing(reading, missing, tree.title)
    if len(owners - {""}) > 1:
        reading.note(f"These are posts of several accounts: {', '.join(sorted(owners - {''}))}.")
    reading.found = without_hidden(reading, once(reading, found))
    return reading


def _node(tree: Tree, name: str) -> dict[str, Any] | None:
    """What a record says about a post; None for a record of something else."""
    data = read(tree, name)
    if name.endswith(".xz"):
        data = _unpacked(data, name)
    value = load(data, name)
    node = within(value, "node")
    if node is None and "taken_at_timestamp" in _keys(value):
        node = value  # as version 3 wrote it
    kind = words(within(value, "instaloader", "node_type"))
    if not isinstance(node, dict) or kind not in {"", "Post", "StoryItem"}:
        return None
    if kind == "StoryItem":
        return {**node, "__typename": "Story"}
    return node if "shortcode" in node else None


def _keys(value: object) -> frozenset[str]:
    return frozenset(value) if isinstance(value, dict) else frozenset()


def _unpacked(data: bytes, name: str) -> bytes:
    most = _GROWTH * len(data) + _ALLOWED
    try:
        made = lzma.LZMADecompressor(memlimit=2**28).decompress(data, most + 1)
    except (lzma.LZMAError, MemoryError, EOFError) as error:
        raise SourceError(f"{name}: cut off or damaged.") from error
    if len(made) > most:
        raise SourceError(f"{name}: unpacks to far more than a post; not read.")
    return made


def _no_photo_post(node: dict[str, Any]) -> str | None:
    """Why a record is left out; None for a photo post."""
    if node.get("__typename") == "Story":
        return "stories"
    if node.get("is_video") is True or node.get("__typename") == "GraphVideo":
        return "reels" if within(node, "iphone_struct", "product_type") == "clips" else "videos"
    return None


def _post(node: dict[str, Any], stem: str, tree: Tree, pictures: Sequence[str]) -> Found:
    likes = _likes(node)
    code = words(node.get("shortcode"))[:60]
    number = words(str(node.get("id") or "")).partition("_")[0][:60]
    return Found(
        Post(
            id=code or number or stem,
            image="",
            posted_at=moment(node.get("taken_at_timestamp"))
            or moment(node.get("date"))
            or _named_time(stem),
            likes=likes,
            caption=_caption(node) or _text_beside(tree, stem),
            comments=_first_known(
                within(node, "edge_media_to_comment", "count"),
                node.get("comments"),
                within(node, "iphone_struct", "comment_count"),
            ),
            source=NAME,
            likes_from=NAME if likes is not None else "",
            pictures=_pictures(node, stem, tree),
        ),
        tree,
        pictures[0],
        frozenset({number} - {""}),
        tuple((tree, picture) for picture in pictures[1:]),
    )


def _pictures(node: dict[str, Any], stem: str, tree: Tree) -> int | None:
    """How many the post holds: as its record says, else as many as were downloaded."""
    if node.get("__typename") == "GraphImage":
        return 1
    children = within(node, "edge_sidecar_to_children", "edges")
    told = sum(1 for _ in dicts(children)) or known(
        within(node, "iphone_struct", "carousel_media_count")
    )
    return told or _downloaded(tree, stem)


def _downloaded(tree: Tree, stem: str) -> int | None:
    """An album's pictures by their names, `_UTC_1`, `_UTC_2`; None where one at most came."""
    endings = (*sorted(SUFFIXES), ".mp4")
    numbered = (
        any(f"{stem}_{number}{ending}" in tree.listed for ending in endings)
        for number in range(1, MOST_PICTURES + 1)
    )
    count = sum(numbered)
    return count if count > 1 else None


def _likes(node: dict[str, Any]) -> int | None:
    if within(node, "iphone_struct", "like_and_view_counts_disabled") is True:
        return None
    return _first_known(
        within(node, "edge_media_preview_like", "count"),
        within(node, "edge_liked_by", "count"),
        within(node, "iphone_struct", "like_count"),
    )


def _first_known(*values: object) -> int | None:
    return next((number for value in values if (number := known(value)) is not None), None)


def _caption(node: dict[str, Any]) -> str:
    caption = node.get("caption")
    if isinstance(caption, str):
        return words(caption)
    written = within(node, "edge_media_to_caption", "edges", 0, "node", "text")
    return words(written) or words(within(node, "iphone_struct", "caption", "text"))


def _text_beside(tree: Tree, stem: str) -> str:
    name = f"{stem}.txt"
    return mended(head(tree, name, 2**16).decode("utf-8", "replace")) if name in tree.listed else ""


def _photos(tree: Tree, stem: str) -> Iterator[str]:
    """The post's photos: a video's cover, which shares its stem with the video, is none."""
    for part in ("", *(f"_{number}" for number in range(1, MOST_PICTURES + 1))):
        if f"{stem}{part}.mp4" in tree.listed:
            continue
        for suffix in sorted(SUFFIXES):
            name = f"{stem}{part}{suffix}"
            if name in tree.listed and is_photo(tree, name):
                yield name
                break


def _bare(tree: Tree, recorded: set[str], reading: Reading) -> Iterator[Found]:
    """Posts without a record: the name still tells when, and a text file the caption."""
    bare = 0
    for name in tree.names:
        matched = _PICTURE.match(name) if _is_named_photo(name) else None
        if matched is None or matched[1] in recorded or not is_photo(tree, name):
            continue
        stem = matched[1]
        if f"{stem}.mp4" in tree.listed:
            reading.left_out["videos"] += 1
            continue
        bare += 1
        recorded.add(stem)
        post = Post(
            id=PurePosixPath(stem).name,
            image="",
            posted_at=_named_time(stem),
            caption=_text_beside(tree, stem),
            source=NAME,
            pictures=1 if name.startswith(f"{stem}.") else _downloaded(tree, stem),
        )
        others = (other for other in _photos(tree, stem) if other != name)
        yield Found(post, tree, name, more=tuple((tree, other) for other in others))
    if bare:
        reading.note(f"{bare} posts have no JSON beside them, and so no like counts.")


def _named_time(stem: str) -> datetime | None:
    found = _STEM.match(stem)
    try:
        return (
            datetime.strptime(found[1], "%Y-%m-%d_%H-%M-%S").replace(tzinfo=UTC) if found else None
        )
    except ValueError:
        return None


def _is_named_photo(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


SOURCE = Source(NAME, "an Instaloader folder", _recognise, _read)
