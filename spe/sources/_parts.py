"""Exports without their posts: a part, a piece of one, or another program's. Never photos.

They hold messages, stories and profile pictures. What is a post among them only the list
of posts can tell, and it is not here.
"""

from spe.errors import SourceError
from spe.sources._private import export_of, has_sheets
from spe.sources._source import Reading, ReadOptions, Source
from spe.sources._tree import OneFile, Tree, named

_META = frozenset({"Instagram", "Facebook"})


def of_meta(tree: Tree) -> bool:
    """Whether a tree looks like a part of an export of Instagram or Facebook."""
    return export_of(tree) in _META


def _recognise(tree: Tree) -> bool:
    return not isinstance(tree, OneFile) and not has_sheets(tree) and export_of(tree) is not None


def _recognise_last(tree: Tree) -> bool:
    return export_of(tree) is not None


def _refuse(tree: Tree, options: ReadOptions) -> Reading:  # noqa: ARG001  (as every reader)
    of = export_of(tree)
    if of not in _META:
        raise SourceError(
            f"{named(tree)}: this looks like an export of {of}, in which spe finds no "
            "list of posts.\n"
            "No photo was taken from it: they may be other people's, or out of messages.\n"
            "Put the photos that you posted into a folder of their own and name that."
        )
    pages = any(name.endswith((".html", ".htm")) for name in tree.names)
    asked = (
        "\nIts lists are pages (HTML). If the part with the page of posts (posts_1.html) is lost,\n"
        f"ask {of} for the export again and choose the format JSON."
        if pages
        else ""
    )
    raise SourceError(
        f"{named(tree)}: this is a part of {of}'s export, without its list of posts.\n"
        "Name all parts of the export together: spe import part1.zip part2.zip\n"
        "No photo was taken from it: it may hold messages, stories and profile pictures." + asked
    )


SOURCE = Source("export-part", "", _recognise, _refuse)
LAST = Source("export-part", "", _recognise_last, _refuse)
