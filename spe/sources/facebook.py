"""Facebook's own export ("Download your information") as JSON, a zip or a folder.

It has no like counts of one's own posts.
"""

import re
from itertools import islice
from typing import Any

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._export import Photos, dicts, is_photo, is_video, once, say_missing, within
from spe.sources._json import entries
from spe.sources._labels import caption, labels
from spe.sources._labels import media as labelled
from spe.sources._private import private
from spe.sources._source import Found, Reading, ReadOptions, Source, digest
from spe.sources._tree import Folder, OneFile, Tree
from spe.sources._values import mended, moment

NAME = "facebook"

_LISTS = re.compile(r"(?:^|/)(?:your_posts|profile_posts|page_posts)[^/]*\.json$")
_PAGES = re.compile(r"(?:^|/)(?:your_posts|profile_posts|page_posts)[^/]*\.html$")
_ALBUMS = re.compile(r"(?:^|/)(?:album/\d+|your_(?:uncategorized_)?photos(?:_\d+)?)\.json$")
_TRIED = 50


def _recognise(tree: Tree) -> bool:
    return bool(_chosen(tree))


def _chosen(tree: Tree) -> list[str]:
    alone = isinstance(tree, OneFile)
    fitting = (n for n in tree.names if n.endswith(".json") and (alone or _LISTS.search(n)))
    return [name for name in fitting if _is_list(tree, name)]


def _is_list(tree: Tree, name: str) -> bool:
    named = bool(_LISTS.search(name))
    try:
        first = [entry for entry in islice(entries(tree, name), _TRIED) if isinstance(entry, dict)]
    except SourceError:
        return named
    if named:
        return not first or any("timestamp" in entry for entry in first)
    return any("timestamp" in entry and _media(entry) for entry in first)


def _media(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The photos and videos attached to a post, in their order."""
    found = [
        part["media"]
        for attached in dicts(entry.get("attachments"))
        for part in dicts(attached.get("data"))
        if isinstance(within(part, "media", "uri"), str)
    ]
    return list({str(medium["uri"]): medium for medium in (*found, *labelled(entry))}.values())


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    around = _root(tree) if isinstance(tree, OneFile) else tree
    photos = Photos(around, *options.beside)
    found: list[Found] = []
    named: set[str] = set()
    missing = 0
    for name in _chosen(tree):
        near = name
        if isinstance(tree, OneFile):
            near = tree.file.absolute().relative_to(around.path).as_posix()
        for entry in entries(around, near):
            if not isinstance(entry, dict):
                continue
            named.update(str(medium["uri"]) for medium in _media(entry))
            made = _post(entry, near, photos, reading)
            missing += made == "missing"
            if isinstance(made, Found):
                found.append(made)
    reading.found = once(reading, found)
    say_missing(reading, missing, tree.title)
    _count_albums(around, named, reading)
    if reading.found:
        reading.note("The export has no like counts: Facebook leaves them out.")
    return reading


def _root(tree: OneFile) -> Tree:
    """The folder in which a list that was named itself finds its photos."""
    here = tree.file.absolute().parent
    for folder in (here, *list(here.parents)[:3]):
        if (folder / "your_facebook_activity").is_dir() or (folder / "posts").is_dir():
            return Folder(folder, depth=6)
    return Folder(here, depth=3)


def _post(entry: dict[str, Any], near: str, photos: Photos, reading: Reading) -> Found | str | None:
    """One entry as a post; "missing" where its photo is; None for what is no photo post."""
    media = _media(entry)
    uris = [str(medium["uri"]) for medium in media]
    kinds = [kind for kind in map(private, uris) if kind]
    if not uris or kinds:
        reading.left_out[kinds[0] if kinds else "posts without a photo"] += 1
        return None
    places = [photos.at(uri, near) for uri in uris if not is_video(uri)]
    if not places:
        reading.left_out["videos"] += 1
        return None
    there = [place for place in places if place and is_photo(*place)]
    if not there:
        return "missing"
    try:
        identity = digest(*there[0])
    except SourceError as error:
        reading.problems.append(str(error))
        return None
    texts = [mended(part.get("post")) for part in dicts(entry.get("data"))]
    texts += [caption(labels(entry))]
    texts += [mended(medium.get("description")) for medium in media]
    first = media[0].get("creation_timestamp")
    post = Post(
        id=identity,
        image="",
        posted_at=moment(entry.get("timestamp")) or moment(first),
        caption=next(filter(None, texts), ""),
        source=NAME,
        pictures=len(uris),
    )
    return Found(post, *there[0], more=tuple(there[1:]))


def _count_albums(tree: Tree, named: set[str], reading: Reading) -> None:
    """Count the photos of albums of which no post tells."""
    for name in tree.names:
        if not _ALBUMS.search(name):
            continue
        try:
            uris = [entry.get("uri") for entry in entries(tree, name) if isinstance(entry, dict)]
        except SourceError:
            continue
        if number := sum(isinstance(uri, str) and uri not in named for uri in uris):
            reading.left_out["photos in albums without a post"] += number


def _is_page(tree: Tree) -> bool:
    return any(_PAGES.search(name) for name in tree.names)


def _refuse(tree: Tree, options: ReadOptions) -> Reading:  # noqa: ARG001  (as every reader)
    raise SourceError(
        f"{tree.title}: this is Facebook's export as HTML, which spe does not read.\n"
        "Ask Facebook for it again and choose the format JSON. No photo was taken from it."
    )


SOURCE = Source(NAME, "Facebook's export as JSON (zip or folder)", _recognise, _read)
PAGES = Source("facebook-html", "", _is_page, _refuse)
