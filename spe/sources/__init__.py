"""Sources of posts, one file each, and how what somebody hands over is recognised."""

import zipfile
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from spe.errors import SourceError
from spe.sources import (
    _parts,
    apify,
    business_suite,
    facebook,
    flickr,
    gallery_dl,
    graph_api,
    instagram,
    instagram_api,
    instagram_html,
    instagram_scraper,
    instagrapi,
    instaloader,
    mastodon,
    photos,
    table,
    takeout,
    twitter,
)
from spe.sources._dates import Order, order_of, read_time
from spe.sources._gather import Gathered, Store, gather
from spe.sources._guard import read_guarded, recognised
from spe.sources._rows import Row, rows
from spe.sources._source import (
    DatesUnclear,
    FoldersUnclear,
    Found,
    Reading,
    ReadOptions,
    Source,
    read_together,
)
from spe.sources._tree import Archive, Folder, OneFile, Tree, named
from spe.sources._values import count

# The first that recognises a source reads it: the particular before the general.
SOURCES: tuple[Source, ...] = (
    instagram.SOURCE,
    instagram_html.SOURCE,
    facebook.SOURCE,
    facebook.PAGES,
    instagram_api.SOURCE,
    twitter.SOURCE,
    twitter.OLD,
    instaloader.SOURCE,
    gallery_dl.SOURCE,
    instagram_scraper.SOURCE,
    instagrapi.SOURCE,
    apify.SOURCE,
    mastodon.SOURCE,
    mastodon.STATUSES,
    flickr.SOURCE,
    takeout.SOURCE,
    business_suite.SOURCE,
    graph_api.SOURCE,
    _parts.SOURCE,
    table.SOURCE,
    _parts.LAST,
    photos.SOURCE,
)

# What else is handed over beside one of these may be a part of it, or hold its photos.
_WHOLE = (instagram.SOURCE, instagram_html.SOURCE, facebook.SOURCE)


# More parts than any export comes in.
_MOST_ZIPS = 100


def open_tree(path: Path, skip: Path | None = None) -> Tree:
    """The files of what was handed over: a folder, a zip archive, or one file.

    Raises:
        SourceError: nothing is there, or the archive is damaged.
    """
    if path.is_dir():
        return Folder(path, skip)
    if not path.is_file():
        raise SourceError(f"{path}: there is nothing of that name.")
    if zipfile.is_zipfile(path) and path.suffix.lower() not in {".xlsx", ".xlsm", ".ods"}:
        return Archive(path)
    return OneFile(path)


def recognise(tree: Tree) -> Source:
    """The kind of source, by its content.

    Raises:
        SourceError: of no kind that spe knows; the text says what was expected and found.
    """
    source = _known_source(tree)
    if source is None:
        raise SourceError(_unknown(tree))
    return source


def read_sources(
    paths: Iterable[Path], options: ReadOptions, skip: Path | None = None
) -> tuple[list[Reading], list[SourceError]]:
    """What each source gives; one that can't be read does not cost the others.

    `skip` is a folder whose files are nobody's posts: the project's own.

    Raises:
        DatesUnclear: the person must say how dates are meant.
        FoldersUnclear: the person must say whether photos in several folders are posts, and
            `options.folders` is None.
    """
    failed: list[SourceError] = []
    known = _known(paths, skip, failed)
    trees = [tree for tree, _ in known]
    readings: list[Reading] = []
    for tree, source in known:
        if source is None or _is_part(tree, source, known):
            continue
        others = tuple(other for other in trees if other is not tree)
        try:
            reading = read_guarded(tree, source, replace(options, beside=others))
            _date_likes(reading, tree, options.as_of)
            if not reading.found and not reading.left_out and not reading.problems:
                reading.problems.append(f"{named(tree)}: no post was found in it.")
            readings.append(reading)
        except SourceError as error:
            if isinstance(error, DatesUnclear) or (
                isinstance(error, FoldersUnclear) and options.folders is None
            ):
                raise
            failed.append(error)
    return readings, failed


def _date_likes(reading: Reading, tree: Tree, as_of: datetime | None) -> None:
    """Let every count say when it was read, or that nobody knows; a file's own time is no word."""
    undated = [one.post.likes is not None and one.post.likes_as_of is None for one in reading.found]
    if as_of is not None:
        reading.found = [
            replace(one, post=replace(one.post, likes_as_of=as_of, likes_read_after=None))
            if lacks
            else one
            for one, lacks in zip(reading.found, undated, strict=True)
        ]
    elif any(undated):
        reading.found = read_together(reading.found)
        reading.note(
            f"{named(tree)} does not say when its likes were read. Posts not long before its "
            "newest may have been too young then; spe fit leaves them out. If you know the day: "
            "--as-of 2026-03-04"
        )


def _known(
    paths: Iterable[Path], skip: Path | None, failed: list[SourceError]
) -> list[tuple[Tree, Source | None]]:
    """What was handed over, each with the kind of source it is; None where nobody knows."""
    trees: list[Tree] = []
    for path in paths:
        try:
            trees.extend(_opened(path, skip, failed))
        except SourceError as error:
            failed.append(error)
    known: list[tuple[Tree, Source | None]] = []
    for tree in trees:
        try:
            known.append((tree, recognise(tree)))
        except SourceError as error:
            failed.append(error)
            known.append((tree, None))
    return known


def _opened(path: Path, skip: Path | None, failed: list[SourceError]) -> list[Tree]:
    """What was handed over; of a folder that holds the zips of an export, these zips too.

    Other zips are left alone: whether their photos are posts, nobody said.
    """
    tree = open_tree(path, skip)
    if not isinstance(tree, Folder) or isinstance(tree, OneFile):
        return [tree]
    packed: list[Tree] = []
    for name in [name for name in tree.names if _is_zip_on_top(name)][:_MOST_ZIPS]:
        try:
            inside = open_tree(path / name)
            if _known_source(inside) not in {None, photos.SOURCE, table.SOURCE}:
                packed.append(inside)
        except SourceError as error:
            failed.append(error)
    if not packed:
        return [tree]
    return [tree, *packed] if _known_source(tree) not in {None, photos.SOURCE} else packed


def _is_zip_on_top(name: str) -> bool:
    return "/" not in name and name.lower().endswith(".zip")


def _known_source(tree: Tree) -> Source | None:
    return next((source for source in SOURCES if recognised(tree, source)), None)


def table_rows(path: Path) -> list[Row]:
    """The rows of one table file, by heading.

    Raises:
        SourceError: it is not there, or no table.
    """
    return rows(OneFile(path), path.name)


def _is_part(tree: Tree, source: Source, known: Iterable[tuple[Tree, Source | None]]) -> bool:
    """Whether a tree is a part of an export whose list of posts lies in another."""
    part = source in {_parts.SOURCE, _parts.LAST} and _parts.of_meta(tree)
    return part and any(other in _WHOLE for _, other in known)


def _unknown(tree: Tree) -> str:
    kinds = "; ".join(source.label for source in SOURCES if source.label)
    first = ", ".join(tree.names[:4]) + (", ..." if len(tree.names) > 4 else "")
    held = f"It holds {len(tree.names)} files ({first})." if tree.names else "It is empty."
    if isinstance(tree, OneFile):
        if why := table.why_unused(tree, tree.file.name):
            return why
        return f"{named(tree)}: no posts recognised in it.\nspe reads: {kinds}."
    if any(name.lower().endswith(".zip") for name in tree.names):
        held += " Unpack the zips in it, or name each of them."
    return f"{tree.path}: no posts recognised. {held}\nspe reads: {kinds}."


__all__ = [
    "SOURCES",
    "DatesUnclear",
    "FoldersUnclear",
    "Found",
    "Gathered",
    "Order",
    "ReadOptions",
    "Reading",
    "Row",
    "Source",
    "Store",
    "count",
    "gather",
    "open_tree",
    "order_of",
    "read_sources",
    "read_time",
    "recognise",
    "table_rows",
]
