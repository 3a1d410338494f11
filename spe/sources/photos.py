"""A folder (or archive) of photos: the pictures, and when they were taken."""

import re
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from spe.errors import SourceError
from spe.photo.decode import SUFFIXES, taken_at
from spe.posts import Post
from spe.sources._source import Found, Reading, Source, Wishes, digest, photo_suffix
from spe.sources._tree import Tree, head, read
from spe.sources._values import sensible

# Posts of this source bear the moment the picture was taken, not when it was posted.
NAME = "photos"

# EXIF stands at the start of most files; HEIC keeps it further in.
_START = 2**18

_VIDEOS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".webm", ".mkv"})
_EXIF = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)([+-]\d\d:\d\d|Z)?")


def _recognise(tree: Tree) -> bool:
    return any(_is_photo(tree, name) for name in tree.names if _named_so(name))


def _read(tree: Tree, wishes: Wishes) -> Reading:
    reading = Reading(NAME)
    seen: set[str] = set()
    naive = dated = 0
    for name in tree.names:
        suffix = PurePosixPath(name).suffix.lower()
        if suffix in _VIDEOS:
            reading.left_out["videos"] += 1
        if not _named_so(name):
            continue
        if not _is_photo(tree, name):
            reading.problems.append(f"{name}: not a photo, whatever its name says.")
            continue
        try:
            content = digest(tree, name)
            when, zoned = taken(tree, name, wishes.zone)
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
        reading.note(f"Cameras write no time zone: {wishes.zone} was taken.")
    if reading.found:
        reading.note("Photos alone have no like counts.")
    return reading


def taken(tree: Tree, name: str, zone: tzinfo) -> tuple[datetime | None, bool]:
    """When a photo was taken, and whether its zone was written."""
    found = _EXIF.match(taken_at(head(tree, name, _START)) or "")
    if found is None and name.lower().endswith((".heic", ".heif", ".avif", ".webp", ".tif")):
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


def _named_so(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _is_photo(tree: Tree, name: str) -> bool:
    return photo_suffix(head(tree, name, 16)) is not None


SOURCE = Source(NAME, "a folder of photos", _recognise, _read)
