"""Sources of posts, one file each, and how what somebody hands over is recognised."""

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from spe.errors import SourceError
from spe.sources import (
    business_suite,
    gallery_dl,
    graph_api,
    instagram,
    instaloader,
    photos,
    table,
    twitter,
)
from spe.sources._gather import Gathered, Store, gather
from spe.sources._guard import read_guarded, recognised
from spe.sources._rows import Row, rows
from spe.sources._source import DatesUnclear, Found, Reading, Source, Wishes
from spe.sources._tree import Archive, Folder, OneFile, Tree
from spe.sources._values import count

# The first that recognises a source reads it: the particular before the general.
SOURCES: tuple[Source, ...] = (
    instagram.SOURCE,
    instagram.PAGES,
    twitter.SOURCE,
    instaloader.SOURCE,
    gallery_dl.SOURCE,
    business_suite.SOURCE,
    graph_api.SOURCE,
    table.SOURCE,
    photos.SOURCE,
)


def open_tree(path: Path, skip: Path | None = None) -> Tree:
    """The files of what was handed over: a folder, a zip archive, or one file.

    Raises:
        SourceError: nothing is there, or the archive is damaged.
    """
    if path.is_dir():
        return Folder(path, skip)
    if not path.is_file():
        raise SourceError(f"{path}: there is nothing of that name.")
    if zipfile.is_zipfile(path) and path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return Archive(path)
    return OneFile(path)


def recognise(tree: Tree) -> Source:
    """The kind of source, by its content.

    Raises:
        SourceError: of no kind that spe knows; the text says what was expected and found.
    """
    for source in SOURCES:
        if recognised(tree, source):
            return source
    raise SourceError(_unknown(tree))


def read_sources(
    paths: Iterable[Path], wishes: Wishes, skip: Path | None = None
) -> tuple[list[Reading], list[SourceError]]:
    """What each source gives; one that can't be read does not cost the others.

    `skip` is a folder whose files are nobody's posts: the project's own.

    Raises:
        DatesUnclear: the person must say how dates are meant.
    """
    trees: list[Tree] = []
    failed: list[SourceError] = []
    for path in paths:
        try:
            trees.append(open_tree(path, skip))
        except SourceError as error:
            failed.append(error)
    known: list[tuple[Tree, Source]] = []
    for tree in trees:
        try:
            known.append((tree, recognise(tree)))
        except SourceError as error:
            failed.append(error)
    readings: list[Reading] = []
    for tree, source in known:
        if source is photos.SOURCE and _is_part(tree, known):
            continue
        others = tuple(other for other in trees if other is not tree)
        try:
            readings.append(read_guarded(tree, source, replace(wishes, beside=others)))
        except DatesUnclear:
            raise
        except SourceError as error:
            failed.append(error)
    return readings, failed


def sheet_rows(path: Path) -> list[Row]:
    """The rows of one table file, by heading.

    Raises:
        SourceError: it is not there, or no table.
    """
    return rows(OneFile(path), path.name)


def _is_part(tree: Tree, known: Iterable[tuple[Tree, Source]]) -> bool:
    """Whether photos are those of an export in several parts, whose JSON lies in another."""
    whole = any(source is instagram.SOURCE for _, source in known)
    return whole and all("media/" in name for name in tree.names)


def _unknown(tree: Tree) -> str:
    kinds = "; ".join(source.label for source in SOURCES if source.label)
    first = ", ".join(tree.names[:4]) + (", ..." if len(tree.names) > 4 else "")
    held = f"It holds {len(tree.names)} files ({first})." if tree.names else "It is empty."
    if isinstance(tree, OneFile):
        return f"{tree.file.name}: no posts recognised in it.\nspe reads: {kinds}."
    return f"{tree.path}: no posts recognised. {held}\nspe reads: {kinds}."


__all__ = [
    "SOURCES",
    "DatesUnclear",
    "Found",
    "Gathered",
    "Reading",
    "Row",
    "Source",
    "Store",
    "Wishes",
    "count",
    "gather",
    "open_tree",
    "read_sources",
    "recognise",
    "sheet_rows",
]
