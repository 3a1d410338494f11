"""Google Takeout: photos with a JSON beside each. It tells when they were taken, and no likes."""

import re
from dataclasses import replace
from pathlib import PurePosixPath

from spe.sources import photos
from spe.sources._export import within
from spe.sources._records import Dialect, Record, Told, moment_of, source
from spe.sources._source import Reading, ReadOptions
from spe.sources._tree import Tree
from spe.sources._values import words

NAME = photos.NAME

# Takeout cuts names at 51 letters or so, and puts a copy's number behind the ending.
_SIDE = re.compile(
    r"(?P<name>.+?)(?:\.s(?:u(?:p(?:p(?:l[a-z-]*)?)?)?)?)?(?P<copy>\(\d+\))?\.json$", re.IGNORECASE
)

_NO_LIKES = (
    "Google Photos tells when a photo was taken, not when it was posted, and has no like counts."
)


def _read(tree: Tree, options: ReadOptions) -> Reading:
    # Nothing in it says which photos were posted.
    photos.settle_folders(tree, options)
    return _RECORDS.read(tree, options)


def _tells(record: Record) -> bool:
    return "photoTakenTime" in record and "title" in record


def _told(record: Record) -> Told:
    title = words(record.get("title"))[:200]
    seconds = words(within(record, "photoTakenTime", "timestamp"))
    shared = within(record, "googlePhotosOrigin", "fromPartnerSharing")
    reason = "photos of others" if shared is not None else None
    return Told(
        id=f"{PurePosixPath(title).stem[:40]}-{seconds[:12]}",
        when=moment_of(seconds),
        caption=words(record.get("description")),
        photos=(title,),
        pictures=1,
        moves=title.lower().endswith((".mp4", ".mov", ".m4v", ".3gp", ".avi")),
        reason="deleted photos" if record.get("trashed") is True else reason,
    )


def _near(name: str) -> tuple[str, ...]:
    found = _SIDE.match(name)
    if found is None:
        return ()
    path = PurePosixPath(found["name"])
    copy = path.with_name(f"{path.stem}{found['copy'] or ''}{path.suffix}").as_posix()
    return (copy, found["name"])


_RECORDS = source(
    Dialect(
        NAME,
        (("photoTakenTime", "title"),),
        _tells,
        _told,
        _near,
        (_NO_LIKES,),
        threes=False,
    ),
    "Google Takeout: photos and their JSON",
)
SOURCE = replace(_RECORDS, read=_read)
