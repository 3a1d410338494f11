"""What readers of other programs' exports share: odd shapes made plain, photos found."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from spe.photo.decode import SUFFIXES
from spe.sources._private import private
from spe.sources._source import Found, Reading, kept_as
from spe.sources._tree import Folder, OneFile, Tree, safe

VIDEOS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".webm", ".mkv"})

# So many posts in a row with exactly `_HIDDEN` likes are a hidden count, not a taste.
_STRETCH = 6
_HIDDEN = 3

# Why an answer to somebody is left out, wherever it comes from.
REPLIES = "replies (--replies takes them in)"

# How deep beside a single file its photos are looked for.
_DEPTH = 3


def dicts(value: object) -> Iterator[dict[str, Any]]:
    """The objects in a list; nothing where it is no list."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def within(value: object, *path: str | int) -> Any:  # noqa: ANN401  (whatever JSON holds)
    """What stands at a path of keys and places; None where the path breaks off.

    >>> within({"a": [{"b": 1}]}, "a", 0, "b"), within({"a": []}, "a", 0, "b")
    (1, None)
    """
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def wider(tree: Tree, up: int = 0) -> Tree:
    """The tree in which an export's photos are looked for: around a file that came alone."""
    if not isinstance(tree, OneFile):
        return tree
    here = folder = tree.file.absolute().parent
    for _ in range(up):
        if any((folder / "media" / kept).is_dir() for kept in ("posts", "other")):
            return Folder(folder, depth=_DEPTH + up)
        folder = folder.parent
    return Folder(here, depth=_DEPTH + up)


class Photos:
    """The photos of a source (and of other parts of it), found by path, name or stem.

    Those out of messages, stories and profiles are never among them, whatever a list names.
    """

    def __init__(self, *trees: Tree) -> None:
        self._trees = trees

    @cached_property
    def _by_name(self) -> dict[str, list[tuple[Tree, str]]]:
        return self._index(lambda path: path.name)

    @cached_property
    def _by_stem(self) -> dict[str, list[tuple[Tree, str]]]:
        return self._index(lambda path: path.stem if path.suffix.lower() in SUFFIXES else None)

    def _index(self, key: Any) -> dict[str, list[tuple[Tree, str]]]:  # noqa: ANN401
        """Files by a part of their name: all that share it."""
        found: dict[str, list[tuple[Tree, str]]] = {}
        for tree in self._trees:
            for name in tree.names:
                part = key(PurePosixPath(name))
                if part is not None and private(name) is None:
                    found.setdefault(part, []).append((tree, name))
        return found

    def at(self, uri: str, near: str = "") -> tuple[Tree, str] | None:
        """The file an export names: below a folder above `near`, else where its path ends so.

        Where folders have moved its name alone tells, if no other file has it.
        """
        name = safe(uri)
        if name is None or private(name) is not None:
            return None
        folders = [folder.as_posix() for folder in PurePosixPath(near).parents] or ["."]
        for tree in self._trees:
            for folder in folders:
                member = name if folder == "." else f"{folder}/{name}"
                if member in tree.listed and private(member) is None:
                    return tree, member
        alike = self._by_name.get(PurePosixPath(name).name, [])
        ending = [(tree, member) for tree, member in alike if f"/{member}".endswith(f"/{name}")]
        return ending[0] if len(ending) == 1 else alike[0] if len(alike) == 1 else None

    @cached_property
    def _by_part(self) -> dict[str, list[tuple[Tree, str]]]:
        """Photos by their whole name, by it without its ending, and by long parts of it."""
        found: dict[str, list[tuple[Tree, str]]] = defaultdict(list)
        for tree in self._trees:
            for name in tree.names:
                path = PurePosixPath(name)
                if path.suffix.lower() not in SUFFIXES or private(name) is not None:
                    continue
                for key in _keys(path):
                    found[key].append((tree, name))
        return found

    def like(self, wanted: str) -> list[tuple[Tree, str]]:
        r"""The photos of one post by a name or id, however it is written; in their order.

        Capital letters, the form of accents, `\` for `/`, the ending and the folder do not
        count; an id may be a part of the name. Empty where it could be files of two posts.
        """
        path = PurePosixPath(_even(wanted).replace("\\", "/"))
        if not path.name:
            return []
        for key in (path.as_posix(), path.name, path.stem if path.suffix in SUFFIXES else ""):
            found = self._by_part.get(key, []) if key else []
            folders = {PurePosixPath(name).parent for _, name in found}
            if found and len(folders) == 1 and _one_post([name for _, name in found]):
                return sorted(found, key=lambda place: _natural(place[1]))
        return []

    def called(self, stem: str) -> tuple[Tree, str] | None:
        """The photo whose file name, without its suffix, is `stem`."""
        found = self._by_stem.get(stem, [])
        return found[0] if len(found) == 1 else None


# Shorter parts of a file's name are no ids.
_LONG = 8
_PARTS = re.compile(r"[_\-. ]+")


def _even(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()[:300]).casefold()


def _keys(path: PurePosixPath) -> set[str]:
    whole = PurePosixPath(_even(path.as_posix()))
    stem = whole.stem
    gaps = [(found.start(), found.end()) for found in _PARTS.finditer(stem)][:8]
    parts = {stem[:start] for start, _ in gaps} | {stem[end:] for _, end in gaps}
    parts |= {part for part in _PARTS.split(stem)[:8] if part.isdecimal()}
    # A path is looked for from any folder of the source down.
    tails = {PurePosixPath(*whole.parts[at:]).as_posix() for at in range(len(whole.parts))}
    return tails | {stem} | {part for part in parts if len(part) >= _LONG}


def _one_post(names: Sequence[str]) -> bool:
    """Whether names differ in a number at their end at most, as an album's do."""
    return (
        len({re.sub(r"[_\-. (]*\d{1,3}\)?$", "", PurePosixPath(name).stem) for name in names}) == 1
    )


def _natural(name: str) -> list[tuple[int, str]]:
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name)
    ]


def day_in_name(tree: Tree, title: re.Pattern[str], zone: tzinfo) -> datetime | None:
    """The start of the day on which an export was made, as the network wrote it in its name.

    `title` finds year, month and day. None where the name was chosen otherwise: when a file
    was written or copied says nothing of when its likes were read.
    """
    found = title.search(tree.title)
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=zone) if found else None
    except ValueError:
        return None


def is_photo(tree: Tree, name: str) -> bool:
    """Whether a file's first bytes are a photo's, whatever its name."""
    return kept_as(tree, name) is not None


_MOVING = {"reel": "reels", "clip": "reels", "stor": "stories", "video": "videos", "igtv": "videos"}


def moving(kind: str, link: str = "") -> str | None:
    """Why a post of this kind, or at this link, is no photo post; None for one that is.

    >>> moving("IG reel"), moving("", "https://www.instagram.com/tv/Cx/"), moving("IG image")
    ('reels', 'videos', None)
    """
    told = kind.casefold()
    for part, reason in (("/reel/", "reels"), ("/stories/", "stories"), ("/tv/", "videos")):
        if part in f"{link}/":
            return reason
    return next((reason for part, reason in _MOVING.items() if part in told), None)


def on_facebook(link: str) -> bool:
    """Whether a link leads to a post on Facebook, whose reactions are no likes on Instagram."""
    return bool(re.match(r"(?:https?://)?(?:[a-z]+\.)?(?:facebook\.com|fb\.(?:com|watch))/", link))


def is_video(name: str) -> bool:
    """Whether a name is a video's."""
    return PurePosixPath(name).suffix.lower() in VIDEOS


def without_hidden(reading: Reading, found: Sequence[Found]) -> list[Found]:
    """The posts with hidden counts made unknown: 3 likes, again and again, is nobody's count."""
    kept = sorted(found, key=_when)
    start = 0
    for end in range(len(kept) + 1):
        if end < len(kept) and kept[end].post.likes == _HIDDEN:
            continue
        if end - start >= _STRETCH:
            reading.note(
                f"{end - start} posts in a row say exactly {_HIDDEN} likes, as hidden counts do: "
                "taken as unknown."
            )
            for at in range(start, end):
                bare = replace(kept[at].post, likes=None, likes_from="", likes_as_of=None)
                kept[at] = replace(kept[at], post=bare)
        start = end + 1
    return kept


def _when(found: Found) -> float:
    return found.post.posted_at.timestamp() if found.post.posted_at else 0.0


def once(reading: Reading, found: Sequence[Found]) -> list[Found]:
    """The posts, each id once; more of the same are counted as left out."""
    seen: dict[str, Found] = {}
    for item in found:
        if item.post.id in seen:
            reading.left_out["duplicates"] += 1
        else:
            seen[item.post.id] = item
    return list(seen.values())


def say_missing(reading: Reading, missing: int, where: str) -> None:
    """One sentence for all photos that an export names and does not hold."""
    if missing:
        reading.left_out["posts whose photo is not there"] += missing
        reading.problems.append(
            f"{where}: the photos of {missing} posts are not in it. "
            "If the export came in several parts, name them all."
        )
