"""Sources of posts, one file each, and how what somebody hands over is recognised."""

import zipfile
from pathlib import Path

from spe.errors import SourceError
from spe.sources import photos, table
from spe.sources._source import DatesUnclear, Found, Reading, Source, Wishes
from spe.sources._tree import Archive, Folder, OneFile, Tree
from spe.sources.gather import Gathered, Store, gather

# The first that recognises a source reads it: the particular before the general.
SOURCES: tuple[Source, ...] = (
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
        if source.recognise(tree):
            return source
    raise SourceError(_unknown(tree))


def read_source(path: Path, wishes: Wishes, skip: Path | None = None) -> Reading:
    """Everything that one source gives.

    Raises:
        SourceError: it can't be read, or is of no known kind.
    """
    tree = open_tree(path, skip)
    return recognise(tree).read(tree, wishes)


def _unknown(tree: Tree) -> str:
    known = "; ".join(source.label for source in SOURCES)
    first = ", ".join(tree.names[:4]) + (", ..." if len(tree.names) > 4 else "")
    held = f"It holds {len(tree.names)} files ({first})." if tree.names else "It is empty."
    name = tree.file if isinstance(tree, OneFile) else tree.path
    return f"{name}: no posts recognised. {held}\nspe reads: {known}."


__all__ = [
    "SOURCES",
    "DatesUnclear",
    "Found",
    "Gathered",
    "Reading",
    "Source",
    "Store",
    "Wishes",
    "gather",
    "open_tree",
    "read_source",
    "recognise",
]
