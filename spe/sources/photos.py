"""A folder (or archive) of photos: the pictures, and when they were taken."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from spe.errors import SourceError
from spe.photo.containers import RAW_SUFFIXES, NoPreviewError, foreign, inside
from spe.photo.decode import SUFFIXES, taken_at
from spe.posts import Post
from spe.sources import table
from spe.sources._private import private
from spe.sources._source import (
    FoldersUnclear,
    Found,
    Reading,
    ReadOptions,
    Source,
    digest,
    kept_as,
)
from spe.sources._tree import LARGEST_PHOTO, OneFile, Tree, head, read
from spe.sources._values import sensible

# Posts of this source bear the moment the picture was taken, not when it was posted.
NAME = "photos"

# EXIF stands at the start of most files; HEIC keeps it further in.
_START = 2**18
_EXIF_FURTHER_IN = frozenset({".heic", ".heif", ".hif", ".avif", ".webp", ".tif"})

# Files in which posts or their likes may stand; more than so many are not named one by one.
_LISTS = re.compile(
    r"\.(?:jsonl?|ndjson|js|xz|[ct]sv|xls[xm]?|ods|numbers|html?|xml|zip|7z|rar|tar|t?gz|db|sqlite)$",
    re.IGNORECASE,
)
_NAMED = 8

_VIDEOS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".webm", ".mkv"})

# Downloads that have not ended, and pictures of kinds that spe does not read.
_PARTIAL = frozenset(".crdownload .download .part .partial .opdownload .icloud".split())  # noqa: SIM905
_NOT_READ = frozenset({".jxl", ".psd"})

_EXIF = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)([+-]\d\d:\d\d|Z)?")


def _recognise(tree: Tree) -> bool:
    return any(_may_be(tree, name) and kept_as(tree, name) for name in tree.names)


def _folders(tree: Tree) -> list[str]:
    """The folders in which photos lie, but those of messages and stories."""
    named = (name for name in tree.names if _may_be(tree, name) and private(name) is None)
    return sorted({PurePosixPath(name).parent.as_posix() for name in named})


def settle_folders(tree: Tree, options: ReadOptions) -> None:
    """Ask before photos that no list calls posts are taken out of several folders.

    Raises:
        FoldersUnclear: they lie in several, and nobody said that all of them are posts.
    """
    folders = [] if options.folders else _folders(tree)
    if len(folders) > 1:
        shown = ", ".join(_shown(folder) for folder in folders[:4]) + ", ..." * (len(folders) > 4)
        raise FoldersUnclear(
            f"{tree.title}: its photos lie in {len(folders)} folders ({shown}), and spe finds\n"
            "no list of posts beside them. Each photo would become a post, whatever it is of.\n"
            "Name the one folder that holds your posts, or say --yes if all of them are."
        )


def _shown(folder: str) -> str:
    return "the top one" if folder == "." else folder


def _read(tree: Tree, options: ReadOptions) -> Reading:
    settle_folders(tree, options)
    reading = Reading(NAME)
    seen: set[str] = set()
    naive = dated = 0
    for name in _candidates(tree, reading):
        try:
            content = digest(tree, name)
            when, zoned = taken(tree, name, options.zone)
        except SourceError as error:
            reading.problems.append(str(error))
            continue
        if content in seen:
            reading.left_out["copies of the same photo"] += 1
            continue
        seen.add(content)
        dated += when is not None
        naive += when is not None and not zoned
        post = Post(id=content, image="", posted_at=when, source=NAME)
        reading.found.append(Found(post, tree, name))
    if dated:
        reading.note(
            f"The photos tell when {dated} of them were taken, not when they were posted: "
            "times of day and of the week are the camera's."
        )
    if naive:
        reading.note(f"Cameras write no time zone: {options.zone} was taken.")
    if reading.found:
        reading.note("Photos alone have no like counts.")
    _say_unused(tree, reading)
    return reading


def _candidates(tree: Tree, reading: Reading) -> Iterator[str]:
    """The photos that may be posts; the rest is counted or named, by its reason."""
    others = {
        PurePosixPath(name).with_suffix("") for name in tree.names if _suffix(name) in SUFFIXES
    }
    for name in tree.names:
        suffix = _suffix(name)
        if suffix in _VIDEOS:
            reading.left_out["videos"] += 1
        elif suffix in _PARTIAL:
            reading.problems.append(f"{name}: not downloaded to its end.")
        elif suffix in _NOT_READ or not _may_be(tree, name):
            if kind := suffix in _NOT_READ and foreign(head(tree, name, 64)):
                reading.problems.append(f"{name}: {kind}, which spe does not read.")
        elif (kind := private(name)) is not None:
            reading.left_out[kind] += 1
        elif suffix in RAW_SUFFIXES and PurePosixPath(name).with_suffix("") in others:
            reading.left_out["RAW files beside their photo"] += 1
        else:
            try:
                fault = _fault(tree, name)
            except SourceError as error:
                reading.problems.append(str(error))
                continue
            if fault is None:
                yield name
            else:
                reading.problems.append(f"{name}: {fault}.")


def _fault(tree: Tree, name: str) -> str | None:
    """Why a file can be no post, though it is called like a photo; None where it can."""
    first = head(tree, name, 64)
    if not first:
        return "empty (is it still in the cloud?)"
    if kept_as(tree, name) is None:
        kind = foreign(first)
        return f"{kind}, not a photo" if kind else "not a photo, whatever its name says"
    if _suffix(name) in RAW_SUFFIXES and not _has_preview(tree, name):
        return "a RAW file without a preview to measure; save it as JPEG"
    return None


def _has_preview(tree: Tree, name: str) -> bool:
    data = read(tree, name, LARGEST_PHOTO)
    try:
        return inside(data).data is not data
    except NoPreviewError:
        return False


def _say_unused(tree: Tree, reading: Reading) -> None:
    """Name the files in which posts or likes may stand, and of which nothing was read."""
    if isinstance(tree, OneFile):
        return
    unused = [name for name in tree.names if _LISTS.search(name)]
    for name in unused[:_NAMED]:
        if why := table.why_unused(tree, name):
            reading.note(why)
    other = [name for name in tree.names if name not in unused and _is_nothing(tree, name)]
    if other:
        more = f" and {len(other) - _NAMED} more" if len(other) > _NAMED else ""
        reading.note(f"Left aside: {', '.join(other[:_NAMED])}{more} (no photos).")
    if unused:
        more = f" and {len(unused) - _NAMED} more" if len(unused) > _NAMED else ""
        reading.note(
            f"Only the photos were taken. Not read, for spe knows no posts in them: "
            f"{', '.join(unused[:_NAMED])}{more}."
        )


def _is_nothing(tree: Tree, name: str) -> bool:
    named = _suffix(name) in _VIDEOS | _PARTIAL | _NOT_READ
    return not named and not _may_be(tree, name)


def taken(tree: Tree, name: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """When a photo was taken, and whether its zone was written."""
    found = _EXIF.match(taken_at(head(tree, name, _START)) or "")
    if found is None and name.lower().endswith(
        (".heic", ".heif", ".hif", ".avif", ".webp", ".tif")
    ):
        found = _EXIF.match(taken_at(read(tree, name)) or "")
    if found is None:
        return None, False
    try:
        year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
        when = datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None, False
    if offset := found[7]:
        written = UTC if offset == "Z" else datetime.strptime(offset, "%z").tzinfo
        when = when.replace(tzinfo=written)
    return (when, bool(found[7])) if sensible(when) else (None, False)


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _may_be(tree: Tree, name: str) -> bool:
    """Whether a file is called like a photo, or has no suffix and is one."""
    suffix = _suffix(name)
    if not suffix:
        return kept_as(tree, name) is not None
    return suffix in SUFFIXES or suffix in RAW_SUFFIXES


SOURCE = Source(NAME, "a folder of photos", _recognise, _read)
