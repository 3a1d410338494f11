"""Which photos are meant: files, folders and patterns, each photo once."""

import glob
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spe.photo.decode import SUFFIXES

# How many files that are no photos are named.
NAMED = 3


@dataclass(frozen=True)
class DraftFile:
    """A photo to score: where it lies, the name it was given, and what to call it.

    `name` is its file name, or its whole path where two drafts share one.
    """

    path: Path
    given: str
    name: str


@dataclass(frozen=True)
class Gathered:
    """The photos that were meant.

    `skipped` says by name why there is none, `left_aside` what else the folders hold.
    """

    files: tuple[DraftFile, ...]
    skipped: dict[str, str]
    left_aside: tuple[str, ...]


def gather(names: Iterable[str | Path]) -> Gathered:
    """The photos that names stand for, in the order given; one named twice comes once.

    A name is a file, a folder (the photos right in it), or a pattern for `glob`. A file
    whose name holds a pattern's signs is a file first.
    """
    skipped: dict[str, str] = {}
    left_aside: list[str] = []
    found: dict[Path, tuple[Path, str]] = {}
    for name in map(str, names):
        path = Path(name)
        if path.is_dir():
            meant = list(_in_folder(path, name, left_aside))
            if not meant:
                skipped[name] = (
                    f"{name}: no photos in this folder (JPEG, PNG, HEIC, WebP, AVIF, TIFF, GIF)."
                )
        elif path.exists():
            meant = [(path, name)]
        else:
            meant = [(Path(match), match) for match in _matches(name)]
            if not meant:
                skipped[name] = f"{name}: no such file."
        found |= {item.resolve(): (item, given) for item, given in meant}
    called = _called([path for path, _ in found.values()])
    files = (
        DraftFile(path, given, name)
        for (path, given), name in zip(found.values(), called, strict=True)
    )
    return Gathered(tuple(files), skipped, tuple(left_aside))


def _in_folder(folder: Path, name: str, left_aside: list[str]) -> Iterator[tuple[Path, str]]:
    inside = sorted(item for item in folder.iterdir() if not item.name.startswith("."))
    photos = [item for item in inside if item.suffix.lower() in SUFFIXES]
    others = [item for item in inside if item not in photos and item.is_file()]
    if others:
        some = ", ".join(item.name for item in others[:NAMED])
        more = "" if len(others) <= NAMED else f" and {len(others) - NAMED} more"
        left_aside.append(f"Left aside in {name}: {some}{more} (no photos).")
    return ((item, str(item)) for item in photos)


def _matches(pattern: str) -> list[str]:
    """The files a pattern means, where the shell did not say."""
    if not glob.has_magic(pattern):
        return []
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207  (the pattern may be absolute)
    return sorted(match for match in found if Path(match).is_file())


def _called(paths: Sequence[Path]) -> list[str]:
    names = [path.name for path in paths]
    return [str(path) if names.count(path.name) > 1 else path.name for path in paths]
