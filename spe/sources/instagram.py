"""Instagram's own export ("Download your information") as JSON, a zip or a folder.

The export has no like counts. Those of a professional account's insights are joined:
by the second of the post, else by the photo's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._export import Photos, dicts, is_photo, is_video, once, say_missing, wider, within
from spe.sources._headings import meaning
from spe.sources._json import entries
from spe.sources._source import Found, Reading, Source, Wishes, digest
from spe.sources._tree import OneFile, Tree, head
from spe.sources._values import known, mended, moment

NAME = "instagram"
INSIGHTS = "instagram-insights"

_POSTS = re.compile(r"(?:^|/)posts(?:_\d+)?\.json$")
_PAGES = re.compile(r"(?:^|/)posts(?:_\d+)?\.html$")
_INSIGHTS = re.compile(r"(?:^|/)past_instagram_insights/posts[^/]*\.json$")
_OTHERS = {
    re.compile(r"(?:^|/)stories(?:_\d+)?\.json$"): "stories",
    re.compile(r"(?:^|/)reels(?:_\d+)?\.json$"): "reels",
    re.compile(r"(?:^|/)igtv_videos(?:_\d+)?\.json$"): "videos",
    re.compile(r"(?:^|/)archived_posts(?:_\d+)?\.json$"): "archived posts",
}

# The number at the end of a file's name is the medium's id, the same as in the Graph API.
_MEDIUM = re.compile(r"_(\d{15,20})(?:\.\w+)?$")


def _recognise(tree: Tree) -> bool:
    return bool(_chosen(tree)) or any(_is_insights(tree, name) for name in tree.names)


def _chosen(tree: Tree) -> list[str]:
    """The files that list posts. One that was named itself may be called anything."""
    alone = isinstance(tree, OneFile)
    fitting = (name for name in tree.names if alone or _POSTS.search(name))
    return [name for name in fitting if _is_posts(tree, name)]


def _is_posts(tree: Tree, name: str) -> bool:
    first = head(tree, name)
    return name.endswith(".json") and (
        (b'"media"' in first and b'"uri"' in first)
        or bool(_POSTS.search(name) and first.strip() == b"[]" and not _INSIGHTS.search(name))
    )


def _is_insights(tree: Tree, name: str) -> bool:
    named = _INSIGHTS.search(name) or (isinstance(tree, OneFile) and name.endswith(".json"))
    return bool(named) and b'"organic_insights_posts"' in head(tree, name)


def _read(tree: Tree, wishes: Wishes) -> Reading:
    reading = Reading(NAME)
    around = wider(tree, up=3)
    chosen = _chosen(tree)
    if isinstance(tree, OneFile):
        inside = tree.file.absolute().relative_to(around.path).as_posix()
        chosen = [inside for _ in chosen]
    insights = _insights(around if chosen else tree)
    photos = Photos(around, *wishes.beside)
    found: list[Found] = []
    missing = 0
    for name in chosen:
        for entry in dicts_of(entries(around, name)):
            made = _post(entry, name, photos, insights, reading)
            missing += made == "missing"
            if isinstance(made, Found):
                found.append(made)
    reading.found = once(reading, found)
    say_missing(reading, missing, tree.path.name)
    _count_others(around, reading)
    if not chosen:
        reading.found = list(insights.alone)
        return reading
    without = sum(item.post.likes is None for item in reading.found)
    if without and not insights.counts:
        reading.note("The export has no like counts: Instagram leaves them out.")
    elif without:
        reading.note(f"{without} posts are not in the export's insights: no like counts for them.")
    return reading


def dicts_of(values: Iterator[Any]) -> Iterator[dict[str, Any]]:
    """The objects among the entries of a list."""
    return (value for value in values if isinstance(value, dict))


def _post(
    entry: dict[str, Any], near: str, photos: Photos, insights: "_Insights", reading: Reading
) -> Found | str | None:
    """One entry as a post; "missing" where its photo is; None for what is no photo post."""
    media = list(dicts(entry.get("media")))
    uris = [uri for medium in media if isinstance(uri := medium.get("uri"), str)]
    place = _first_photo(uris, near, photos)
    if place is None:
        if not uris:
            reading.left_out["entries without a photo"] += 1
            return None
        if all(_moves(uri, near, photos) for uri in uris):
            reading.left_out["reels" if any("/reels/" in uri for uri in uris) else "videos"] += 1
            return None
        return "missing"
    tree, member, uri = place
    when = moment(entry.get("creation_timestamp")) or moment(media[0].get("creation_timestamp"))
    medium = _MEDIUM.search(PurePosixPath(uri).name)
    try:
        identity = medium[1] if medium else digest(tree, member)
    except SourceError as error:
        reading.problems.append(str(error))
        return None
    counts = insights.of(when, uris)
    return Found(
        Post(
            id=identity,
            image="",
            posted_at=when,
            likes=counts.likes,
            caption=mended(entry.get("title")) or mended(media[0].get("title")),
            comments=counts.comments,
            source=NAME,
            likes_from=INSIGHTS if counts.likes is not None else "",
            likes_as_of=counts.read if counts.likes is not None else None,
            pictures=len(media),
        ),
        tree,
        member,
    )


def _first_photo(uris: list[str], near: str, photos: Photos) -> tuple[Tree, str, str] | None:
    for uri in uris:
        place = None if is_video(uri) else photos.at(uri, near)
        if place is not None and is_photo(*place):
            return (*place, uri)
    return None


def _moves(uri: str, near: str, photos: Photos) -> bool:
    """Whether a medium is there and no photo: a video, with a telling name or without one."""
    if is_video(uri):
        return True
    place = photos.at(uri, near)
    return place is not None and not is_photo(*place)


@dataclass(frozen=True)
class _Counts:
    """What the insights say about one post."""

    likes: int | None = None
    comments: int | None = None
    read: datetime | None = None


@dataclass
class _Insights:
    """The counts of a professional account, by the second and by the photo's name."""

    counts: dict[int, _Counts] = field(default_factory=dict)
    named: dict[str, _Counts] = field(default_factory=dict)
    alone: list[Found] = field(default_factory=list)

    def of(self, when: datetime | None, uris: list[str]) -> _Counts:
        """The counts of the post of this second, else of this photo."""
        if when is not None and (found := self.counts.get(int(when.timestamp()))):
            return found
        names = (PurePosixPath(uri).name for uri in uris)
        return next((self.named[name] for name in names if name in self.named), _Counts())


def _insights(tree: Tree) -> _Insights:
    made = _Insights()
    for name in tree.names:
        if not _is_insights(tree, name):
            continue
        read = tree.changed(name)
        for entry in dicts_of(entries(tree, name)):
            thumbnails = entry.get("media_map_data")
            about = list(dicts(list(thumbnails.values()))) if isinstance(thumbnails, dict) else []
            likes, comments = _labelled(entry, "likes"), _labelled(entry, "comments")
            counts = _Counts(likes, comments, read)
            made.alone.extend(_alone(medium, counts) for medium in about[:1])
            for medium in about:
                if (when := moment(medium.get("creation_timestamp"))) is not None:
                    made.counts.setdefault(int(when.timestamp()), counts)
                if isinstance(uri := medium.get("uri"), str) and "://" not in uri:
                    made.named.setdefault(PurePosixPath(uri).name, counts)
    return made


def _alone(medium: dict[str, Any], counts: _Counts) -> Found:
    """A count to be joined to a post that is known already."""
    post = Post(
        id="",
        image="",
        posted_at=moment(medium.get("creation_timestamp")),
        likes=counts.likes,
        caption=mended(medium.get("title")),
        comments=counts.comments,
        source=NAME,
        likes_from=INSIGHTS if counts.likes is not None else "",
        likes_as_of=counts.read if counts.likes is not None else None,
    )
    return Found(post)


def _labelled(entry: dict[str, Any], about: str) -> int | None:
    labels = entry.get("string_map_data")
    if not isinstance(labels, dict):
        return None
    values = (within(labels, key, "value") for key in labels if meaning(mended(key)) == about)
    return next((known(value) for value in values), None)


def _count_others(tree: Tree, reading: Reading) -> None:
    """Count the stories and reels, which are no photo posts."""
    for name in tree.names:
        for pattern, called in _OTHERS.items():
            if pattern.search(name):
                try:
                    reading.left_out[called] += sum(1 for _ in entries(tree, name))
                except SourceError:
                    reading.note(f"{name} can't be read; its {called} would be left out anyway.")


def _is_page(tree: Tree) -> bool:
    if isinstance(tree, OneFile):
        first = head(tree, tree.names[0]).lower()
        return tree.file.suffix.lower() in {".html", ".htm"} and b"<html" in first
    return any(_PAGES.search(name) for name in tree.names)


def _refuse(tree: Tree, wishes: Wishes) -> Reading:  # noqa: ARG001  (as every reader)
    raise SourceError(
        f"{tree.path.name}: this is Instagram's export as HTML, whose dates can't be read safely.\n"
        'Ask Instagram for it again and choose the format JSON: in the app, "Download your\n'
        'information", "Format: JSON".'
    )


SOURCE = Source(NAME, "Instagram's export as JSON (zip or folder)", _recognise, _read)
PAGES = Source("instagram-html", "", _is_page, _refuse)
