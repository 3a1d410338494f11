"""The experiments of an account, data/experiment.json: written whole, and read with care.

All that were ever planned stay there, given up or not; the last one may be running.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spe.errors import TableError
from spe.experiments.match import ticked_off
from spe.experiments.plan import CAPTIONS, MOST, Experiment, choosable
from spe.features import is_subject
from spe.files import jsonable, locked, write_whole
from spe.model.record import made
from spe.posts import Post
from spe.stats.randomisation import balanced

# What the file looks like; raised when a reader of the old would misread the new.
FORMAT = 1

_REMEDY = "Mend it in an editor, or move it away to begin anew."


@dataclass(frozen=True)
class _File:
    format: int
    experiments: tuple[Experiment, ...] = ()


def read_experiments(path: Path) -> tuple[Experiment, ...]:
    """The experiments, oldest first; none without a file.

    Raises:
        TableError: the file is damaged, absurd, or written by a newer spe.
    """
    try:
        known = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, RecursionError) as error:
        raise TableError(f"{path}: can't be read ({error}). {_REMEDY}") from error
    number = known.get("format") if isinstance(known, dict) else None
    if isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        raise TableError(
            f"{path}: written by a newer spe (format {number}, this one reads {FORMAT}). "
            "Update spe."
        )
    if number != FORMAT or isinstance(number, bool):
        raise TableError(f"{path}: not what spe try wrote. {_REMEDY}")
    try:
        found: tuple[Experiment, ...] = made(_File, known, "the file").experiments
        for place, one in enumerate(found):
            _check(one, f"experiment {place + 1}")
    except (ValueError, TypeError, OverflowError) as error:
        raise TableError(f"{path}: {error}. {_REMEDY}") from error
    return found


def write_experiments(path: Path, experiments: Sequence[Experiment]) -> None:
    """Write them, whole or not at all.

    Raises:
        WriteError: the file can't be written.
    """
    known = jsonable(_File(FORMAT, tuple(experiments)))
    write_whole(path, json.dumps(known, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def tick_off(path: Path, posts: Sequence[Post]) -> tuple[Experiment, ...]:
    """The experiments with the posts that they count, kept where that changed.

    Raises:
        TableError: as `read_experiments`.
        WriteError: the file can't be written.
    """
    if not path.exists():
        return ()
    with locked(path):
        known = read_experiments(path)
        counted = ticked_off(known, posts)
        if counted != known:
            write_experiments(path, counted)
    return counted


def _check(one: Experiment, where: str) -> None:
    """Refuse an experiment that none can be.

    Raises:
        ValueError: which entry makes no sense.
    """
    names = {item.name for item in choosable()} | {CAPTIONS}
    times = [one.started_at, *(item.posted_at for item in one.ticked)]
    times += [one.cancelled_at] if one.cancelled_at else []
    numbers = [number for part in one.forecast for number in (part.mean, part.coefficient)]
    wrong = {
        "treatment": bool(one.words) == (one.treatment in names or is_subject(one.treatment))
        or not (one.words or one.treatment),
        "order": not balanced(one.order) or one.posts > MOST,
        "seed": one.seed < 0,
        "spread": not 0 < one.spread < math.inf,
        "percent": not (-100 < one.percent < math.inf and one.percent),
        "needed": one.needed < 1,
        "forecast": not all(map(math.isfinite, numbers))
        or any(not 0 < part.scale < math.inf for part in one.forecast),
        "started_at": any(time.tzinfo is None for time in times),
        "ticked": _disordered(one),
    }
    for entry, found in wrong.items():
        if found:
            raise ValueError(f"{where}, {entry} makes no sense")


def _disordered(one: Experiment) -> bool:
    """Whether the posts that are counted can't be those after the start, each once, in order."""
    if any(item.posted_at.tzinfo is None for item in one.ticked) or one.started_at.tzinfo is None:
        return False
    times = [item.posted_at for item in one.ticked]
    return (
        len({item.id for item in one.ticked}) < len(one.ticked)
        or len(one.ticked) > one.posts
        or times != sorted(times)
        or any(time <= one.started_at for time in times)
    )
