"""A reader that stumbles costs the one file it stumbled over, and says so."""

from pathlib import PurePosixPath

from spe.errors import SourceError
from spe.photo.decode import SUFFIXES
from spe.sources._source import DatesUnclear, FoldersUnclear, Reading, ReadOptions, Source
from spe.sources._tree import Tree

# Files that one source may stumble over; with more, it is the source that can't be read.
MOST_STUMBLES = 20


def recognised(tree: Tree, source: Source) -> bool:
    """Whether a source recognises the tree.

    Raises:
        SourceError: its recogniser failed. No other is asked then: a photo that is nobody's
            post must not come in because the reader that knows so has a fault.
    """
    try:
        return source.recognise(tree)
    except SourceError:
        raise
    except Exception as error:
        raise SourceError(_stumbled(tree, _culprit(tree), source, error)) from error


def read_guarded(tree: Tree, source: Source, options: ReadOptions) -> Reading:
    """What a source gives; a file that its reader fails on is left out, named in `problems`.

    Raises:
        DatesUnclear: the person must say how dates are meant.
        FoldersUnclear: the person must say whether photos in several folders are posts.
        SourceError: nothing can be read, for the reason that came first.
    """
    faults: dict[str, SourceError] = {}
    while True:
        tree.opened.clear()
        try:
            reading = source.read(tree, options)
        except (DatesUnclear, FoldersUnclear):
            raise
        except SourceError as error:
            fault, culprit = error, _culprit(tree)
        except Exception as error:  # noqa: BLE001  (a reader's fault, of whatever kind, is said)
            culprit = _culprit(tree)
            fault = SourceError(_stumbled(tree, culprit, source, error))
            fault.__cause__ = error
        else:
            break
        again = str(fault) in faults
        faults.setdefault(str(fault), fault)
        if again or culprit is None or len(faults) > MOST_STUMBLES:
            raise next(iter(faults.values()))
        tree.leave_out(culprit)
    if faults and not reading.found:
        raise next(iter(faults.values()))
    reading.problems[:0] = faults
    return reading


def _culprit(tree: Tree) -> str | None:
    """The file that was being read: the last list opened; a photo only where there is none."""
    listed = [name for name in tree.opened if name in tree.listed]
    lists = [name for name in listed if PurePosixPath(name).suffix.lower() not in SUFFIXES]
    return next(reversed(lists or listed), None)


def _stumbled(tree: Tree, name: str | None, source: Source, error: Exception) -> str:
    kind = type(error).__name__
    what = f"{kind}: {str(error)[:80]}" if str(error) else kind
    where = tree.title if name is None else f"{name} in {tree.title}"
    return f"{where}: spe's reader for {source.name} failed on it ({what}). That is a fault of spe."
