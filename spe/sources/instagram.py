"""Instagram's own export ("Export your information") as JSON, a zip or a folder.

Three ages of it are read: `media.json` until 2021, `posts_1.json` since, and `posts.json`
with labelled values beside it since 2026. None has like counts; those of a professional
account's insights are joined: by the second of the post, else by the photo's name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._dates import read_time
from spe.sources._export import (
    Photos,
    day_in_name,
    dicts,
    is_photo,
    is_video,
    once,
    say_missing,
    wider,
)
from spe.sources._json import entries, load
from spe.sources._labels import caption, labelled, labels, media, no_post
from spe.sources._private import private
from spe.sources._source import Found, Reading, ReadOptions, Source, digest
from spe.sources._tree import OneFile, Tree, head, read
from spe.sources._values import mended, moment, words

NAME = "instagram"
INSIGHTS = "instagram-insights"

_POSTS = re.compile(r"(?:^|/)posts(?:_\d+)?\.json$")
_OLD = re.compile(r"(?:^|/)media(?:_\d+)?\.json$")
_INSIGHTS = re.compile(r"(?:^|/)past_instagram_insights/posts[^/]*\.json$")
_OTHERS = {
    re.compile(rf"(?:^|/){name}(?:_\d+)?\.json$"): called
    for name, called in {
        "stories": "stories",
        "reels": "reels",
        "igtv_videos": "videos",
        "archived_posts": "archived posts",
        "recently_deleted_content": "deleted posts",
        "other_content": "other content",
        "profile_photos": "profile pictures",
        "threads_and_replies": "posts on Threads",
    }.items()
}

# As Instagram names an export: the account's name and the day on which it was made.
_TITLE = re.compile(r"instagram-.+-(\d{4})-(\d\d)-(\d\d)(?!\d)")

# The lists of media.json that are no photo posts.
_OLD_OTHERS = {
    "stories": "stories",
    "profile": "profile pictures",
    "direct": "photos out of messages",
}

# The number at the end of a file's name is the medium's id, the same as in the Graph API.
_MEDIUM = re.compile(r"(?:^|_)(\d{15,20})(?:\.\w+)?$")

# A list may begin with a few entries that have no photo.
_TRIED = 50
_FIRST = 2**16


def _recognise(tree: Tree) -> bool:
    return bool(_chosen(tree) or _olds(tree)) or any(_is_insights(tree, n) for n in tree.names)


def _chosen(tree: Tree) -> list[str]:
    """The files that list posts. One that was named itself may be called anything."""
    alone = isinstance(tree, OneFile)
    fitting = (name for name in tree.names if alone or _POSTS.search(name))
    chosen = [name for name in fitting if _is_posts(tree, name)]
    # posts.json repeats what posts_1.json says, and says less of albums.
    return sorted(chosen, key=lambda name: (name.endswith("posts.json"), name))


def _is_posts(tree: Tree, name: str) -> bool:
    named = bool(_POSTS.search(name))
    if not name.endswith(".json") or _INSIGHTS.search(name) or _other(name) or private(name):
        return False
    first = head(tree, name, _FIRST)
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start not in {b"[", b"{"}:
        return False
    if first.strip() == b"[]":
        return named
    if start == b"{" and b'"ig_' in first[:4096] and b'"ig_posts' not in first[:4096]:
        return False
    try:
        return any(
            media(entry) or (named and isinstance(entry.get("label_values"), list))
            for entry in dicts_of(islice(entries(tree, name), _TRIED))
        )
    except SourceError:  # let the reading say what is wrong with it
        return (b'"media"' in first and b'"uri"' in first) or b'"label_values"' in first


def _other(name: str) -> str | None:
    return next((called for pattern, called in _OTHERS.items() if pattern.search(name)), None)


def _olds(tree: Tree) -> list[str]:
    """The files that list photos as they were listed until 2021."""
    alone = isinstance(tree, OneFile)
    fitting = (name for name in tree.names if alone or _OLD.search(name))
    return [name for name in fitting if name.endswith(".json") and _is_old(tree, name)]


def _is_old(tree: Tree, name: str) -> bool:
    first = head(tree, name, _FIRST)
    lists = (b'"photos"', b'"videos"', *(f'"{key}"'.encode() for key in _OLD_OTHERS))
    return (
        first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
        and b'"taken_at"' in first
        and b'"path"' in first
        and any(key in first for key in lists)
    )


def _is_insights(tree: Tree, name: str) -> bool:
    if _INSIGHTS.search(name):
        return True
    alone = isinstance(tree, OneFile) and name.endswith(".json")
    return alone and b'"organic_insights_posts"' in head(tree, name)


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    around = wider(tree, up=4)
    chosen, olds = _chosen(tree), _olds(tree)
    if isinstance(tree, OneFile):
        inside = tree.file.absolute().relative_to(around.path).as_posix()
        chosen, olds = [inside for _ in chosen], [inside for _ in olds]
    trees = (around, *options.beside) if chosen or olds else (tree,)
    insights = _insights(options.zone, *trees)
    if not chosen and not olds:
        reading.found = list(insights.alone)
        return reading
    photos = Photos(around, *options.beside)
    lists = _Lists(reading, photos, insights)
    for name in chosen:
        lists.add(around, name)
    for name in olds:
        lists.add_old(around, name)
    reading.found = once(reading, lists.found)
    say_missing(reading, lists.missing, tree.title)
    _count_others(around, reading)
    without = sum(item.post.likes is None for item in reading.found)
    if without and not insights.counts:
        reading.note("The export has no like counts: Instagram leaves them out.")
    elif without:
        reading.note(f"{without} posts are not in the export's insights: no like counts for them.")
    return reading


def dicts_of(values: Iterator[Any]) -> Iterator[dict[str, Any]]:
    """The objects among the entries of a list."""
    return (value for value in values if isinstance(value, dict))


class _Lists:
    """The posts of one export's lists, each once however many lists name it."""

    def __init__(self, reading: Reading, photos: Photos, insights: "_Insights") -> None:
        self.found: list[Found] = []
        self.missing = 0
        self._reading = reading
        self._photos = photos
        self._insights = insights
        self._seen: set[str] = set()

    def add(self, tree: Tree, name: str) -> None:
        """Take in the posts of a list; those that an earlier list told are passed over."""
        here: set[str] = set()
        for entry in dicts_of(entries(tree, name)):
            told = labels(entry)
            parts = self._public(media(entry))
            ids = {_identity(str(medium["uri"])) for medium in parts or ()}
            if parts is None or ids & self._seen:
                continue
            here |= ids
            if (reason := no_post(told)) is not None:
                self._reading.left_out[reason] += 1
                continue
            first = parts[0] if parts else {}
            one = parts[0].get("creation_timestamp") if len(parts) == 1 else None
            times = (
                entry.get("creation_timestamp"),
                one,
                entry.get("timestamp"),
                *(label.seconds for label in told),
                first.get("creation_timestamp"),
            )
            titles = (mended(entry.get("title")), mended(first.get("title")), caption(told))
            self._take(
                [str(medium["uri"]) for medium in parts],
                name,
                when=next(filter(None, map(moment, times)), None),
                text=next(filter(None, titles), ""),
                more=frozenset({words(entry.get("fbid"))[:60]} - {""}) | ids,
            )
        self._seen |= here

    def _public(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
        """The media that are no message's or story's; None, counted, where all are."""
        public = [medium for medium in parts if private(str(medium["uri"])) is None]
        if parts and not public:
            self._reading.left_out[private(str(parts[0]["uri"])) or ""] += 1
            return None
        return public

    def add_old(self, tree: Tree, name: str) -> None:
        """Take in `media.json`, where an album is several photos of one second and caption."""
        whole = load(read(tree, name), name)
        albums: dict[tuple[str, str], list[str]] = {}
        lists = whole if isinstance(whole, dict) else {}
        for key, called in _OLD_OTHERS.items():
            if number := sum(1 for _ in dicts(lists.get(key))):
                self._reading.left_out[called] += number
        for item in (*dicts(lists.get("photos")), *dicts(lists.get("videos"))):
            if isinstance(path := item.get("path"), str):
                key_of = (words(item.get("taken_at")) or path, mended(item.get("caption")))
                albums.setdefault(key_of, []).append(path)
        for (taken, told), paths in albums.items():
            try:
                when = read_time(taken, UTC, None)[0]
            except (ValueError, OverflowError):
                when = None
            self._take(paths, name, when=when, text=told)

    def _take(
        self,
        uris: list[str],
        near: str,
        *,
        when: datetime | None,
        text: str,
        more: frozenset[str] = frozenset(),
    ) -> None:
        """One post: its first photo is it; one without a photo is counted by its reason."""
        reading, photos = self._reading, self._photos
        places = list(_photos(uris, near, photos))
        if not places:
            if not uris:
                reading.left_out["entries without a photo"] += 1
            elif all(_moves(uri, near, photos) for uri in uris):
                reel = any("/reels/" in uri for uri in uris)
                reading.left_out["reels" if reel else "videos"] += 1
            else:
                self.missing += 1
            return
        (tree, member, uri), *more_photos = places
        medium = _MEDIUM.search(PurePosixPath(uri).name)
        try:
            identity = medium[1] if medium else digest(tree, member)
        except SourceError as error:
            reading.problems.append(str(error))
            return
        counts = self._insights.of(when, uris, more)
        post = Post(
            id=identity,
            image="",
            posted_at=when,
            likes=counts.likes,
            caption=text,
            comments=counts.comments,
            source=NAME,
            likes_from=INSIGHTS if counts.likes is not None else "",
            likes_as_of=counts.read if counts.likes is not None else None,
            pictures=len(uris),
        )
        names = frozenset(name for name in more if name.isdigit()) - {identity}
        others = tuple((tree, member) for tree, member, _ in more_photos)
        self.found.append(Found(post, tree, member, names, others))


def _identity(uri: str) -> str:
    """What tells a medium in every list: its id, else its address."""
    medium = _MEDIUM.search(PurePosixPath(uri).name)
    return medium[1] if medium else uri


def _photos(uris: list[str], near: str, photos: Photos) -> Iterator[tuple[Tree, str, str]]:
    """A post's photos, as far as they came: where each lies, and what the list calls it."""
    for uri in uris:
        place = None if is_video(uri) else photos.at(uri, near)
        if place is not None and is_photo(*place):
            yield (*place, uri)


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
    """The counts of a professional account, by the second, the photo's name and the id."""

    counts: dict[int, _Counts] = field(default_factory=dict)
    named: dict[str, _Counts] = field(default_factory=dict)
    alone: list[Found] = field(default_factory=list)

    def of(self, when: datetime | None, uris: list[str], ids: frozenset[str]) -> _Counts:
        """The counts of the post of this second, else of this id or photo."""
        if when is not None and (found := self.counts.get(int(when.timestamp()))):
            return found
        names = (*sorted(ids), *(PurePosixPath(uri).name for uri in uris))
        return next((self.named[name] for name in names if name in self.named), _Counts())


def _insights(zone: tzinfo, *trees: Tree) -> _Insights:
    made = _Insights()
    for tree in trees:
        for name in tree.names:
            if _is_insights(tree, name):
                _add_insights(tree, name, made, zone)
    return made


def _add_insights(tree: Tree, name: str, made: _Insights, zone: tzinfo) -> None:
    read_at = day_in_name(tree, _TITLE, zone)
    for entry in dicts_of(entries(tree, name)):
        told = labels(entry)
        counts = _Counts(labelled(told, "likes"), labelled(told, "comments"), read_at)
        thumbnails = entry.get("media_map_data")
        about = list(dicts(list(thumbnails.values()))) if isinstance(thumbnails, dict) else []
        about += media(entry)
        # Without a thumbnail the time of the post stands among the labels only.
        seconds = [medium.get("creation_timestamp") for medium in about]
        seconds += [label.seconds for label in told] + [entry.get("timestamp")]
        whens = [when for when in map(moment, seconds) if when is not None]
        if not whens and not about:
            continue
        made.alone.append(_alone(about[0] if about else {}, whens, counts))
        for when in whens[: max(1, len(about))]:
            made.counts.setdefault(int(when.timestamp()), counts)
        for medium in about:
            if isinstance(uri := medium.get("uri"), str) and "://" not in uri:
                made.named.setdefault(PurePosixPath(uri).name, counts)
                made.named.setdefault(_identity(uri), counts)
        if identity := words(entry.get("fbid")):
            made.named.setdefault(identity, counts)


def _alone(medium: dict[str, Any], whens: list[datetime], counts: _Counts) -> Found:
    """A count to be joined to a post that is known already."""
    post = Post(
        id="",
        image="",
        posted_at=whens[0] if whens else None,
        likes=counts.likes,
        caption=mended(medium.get("title")),
        comments=counts.comments,
        source=NAME,
        likes_from=INSIGHTS if counts.likes is not None else "",
        likes_as_of=counts.read if counts.likes is not None else None,
    )
    return Found(post)


def _count_others(tree: Tree, reading: Reading) -> None:
    """Count the stories, reels and what else is listed and is no photo post."""
    for name in tree.names:
        if (called := _other(name)) is not None:
            try:
                if number := sum(1 for _ in entries(tree, name)):
                    reading.left_out[called] += number
            except SourceError:
                reading.note(f"{name} can't be read; its {called} would be left out anyway.")


SOURCE = Source(NAME, "Instagram's export as JSON (zip or folder)", _recognise, _read)
