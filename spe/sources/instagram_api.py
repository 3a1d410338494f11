"""What Instagram's first API answered for one's own media, as JSON, until 2020.

Its links are dead: the photos must lie beside the JSON, named by id or as the link ends.
"""

from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._export import Photos, dicts, is_photo, once, wider, within
from spe.sources._json import entries
from spe.sources._source import Found, Reading, ReadOptions, Source, first_and_more
from spe.sources._tree import Tree, head
from spe.sources._values import known, moment, words

NAME = "instagram-api"

_TRIED = 50


def _recognise(tree: Tree) -> bool:
    return bool(_answers(tree))


def _answers(tree: Tree) -> list[str]:
    named = [name for name in tree.names if name.endswith(".json")]
    return [name for name in named[:_TRIED] if _is_answer(head(tree, name, 2**15))]


def _is_answer(first: bytes) -> bool:
    telling = (b'"created_time"', b'"images"', b'"link"', b'"id"')
    return all(key in first for key in telling)


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    photos = Photos(wider(tree), *options.beside)
    found: list[Found] = []
    for name in _answers(tree):
        try:
            for item in entries(tree, name):
                made = _found(item, photos) if isinstance(item, dict) else None
                if isinstance(made, Found):
                    found.append(made)
                elif made is not None:
                    reading.left_out[made] += 1
        except SourceError as error:
            reading.problems.append(str(error))
    reading.found = once(reading, found)
    if any(item.tree is None for item in reading.found):
        reading.note("The photos must lie beside the JSON, each named by its post's id.")
    return reading


def _found(item: dict[str, Any], photos: Photos) -> Found | str:
    """One answer as a post, or as counts where its photo is not here; else why it is none."""
    if item.get("type") == "video":
        return "videos"
    likes = known(within(item, "likes", "count"))
    identity = words(str(item.get("id") or ""))[:60]
    code = PurePosixPath(words(item.get("link")).rstrip("/")).name[:60]
    if not identity and not code:
        return "entries without an id"
    post = Post(
        id=identity or code,
        image="",
        posted_at=moment(item.get("created_time")),
        likes=likes,
        caption=words(within(item, "caption", "text")),
        comments=known(within(item, "comments", "count")),
        source=NAME,
        likes_from=NAME if likes is not None else "",
        pictures=sum(1 for _ in dicts(item.get("carousel_media"))) or 1,
    )
    names = frozenset({code, identity.partition("_")[0]} - {"", post.id})
    tree, member, more = first_and_more(_photos(item, [post.id, *sorted(names)], photos))
    return Found(post, tree, member, names, more)


def _photos(item: dict[str, Any], stems: list[str], photos: Photos) -> list[tuple[Tree, str]]:
    parts = (item, *dicts(item.get("carousel_media")))
    links = [within(part, "images", "standard_resolution", "url") for part in parts]
    named = [PurePosixPath(_path(link)).name for link in links if isinstance(link, str)]
    places = [photos.called(stem) for stem in stems]
    places += [photos.at(name) for name in named if name]
    return [place for place in places if place and is_photo(*place)]


def _path(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""


SOURCE = Source(
    NAME, "answers of Instagram's first API with the photos beside them", _recognise, _read
)
