"""What readers of other programs' exports share: odd shapes made plain, photos found."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
    def _by_name(self) -> dict[str, tuple[Tree, str] | None]:
        return self._index(lambda path: path.name)

    @cached_property
    def _by_stem(self) -> dict[str, tuple[Tree, str] | None]:
        return self._index(lambda path: path.stem if path.suffix.lower() in SUFFIXES else None)

    def _index(self, key: Any) -> dict[str, tuple[Tree, str] | None]:  # noqa: ANN401
        """Files by a part of their name; None where two share it."""
        found: dict[str, tuple[Tree, str] | None] = {}
        for tree in self._trees:
            for name in tree.names:
                part = key(PurePosixPath(name))
                if part is not None and private(name) is None:
                    found[part] = None if part in found else (tree, name)
        return found

    def at(self, uri: str, near: str = "") -> tuple[Tree, str] | None:
        """The file an export names: below a folder above `near`, else by its name alone."""
        name = safe(uri)
        if name is None or private(name) is not None:
            return None
        folders = [folder.as_posix() for folder in PurePosixPath(near).parents] or ["."]
        for tree in self._trees:
            for folder in folders:
                member = name if folder == "." else f"{folder}/{name}"
                if member in tree.listed and private(member) is None:
                    return tree, member
        return self._by_name.get(PurePosixPath(name).name)

    def called(self, stem: str) -> tuple[Tree, str] | None:
        """The photo whose file name, without its suffix, is `stem`."""
        return self._by_stem.get(stem)


def is_photo(tree: Tree, name: str) -> bool:
    """Whether a file's first bytes are a photo's, whatever its name."""
    return kept_as(tree, name) is not None


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
