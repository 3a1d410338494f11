"""Posts to a feature table: the loop, the workers, the failures."""

import contextlib
import csv
import io
import math
import multiprocessing
import multiprocessing.util
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from spe import faces
from spe.cache import Cache
from spe.errors import NotReadyError, PhotoError, TableError
from spe.features import (
    CATALOGUE,
    DEFINITIONS,
    HISTOGRAMS,
    MOMENT_FEATURES,
    PHOTO_FEATURES,
    Moment,
    Photo,
    histograms,
)
from spe.files import write_whole
from spe.photo import DECODING, decode
from spe.posts import Post

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("id", "problem", *(item.name for item in CATALOGUE), *HISTOGRAMS)

# Below this many photos, starting workers costs more time than it saves.
WORTH_WORKERS = 12

MEASURE_FIRST = "No photos have been measured yet.\nRun spe extract first."

NAN = math.nan


@dataclass(frozen=True)
class Measured:
    """What was measured of one photo; `problem` is the sentence why it could not be."""

    known: Mapping[str, float] = field(default_factory=dict)
    problem: str = ""


def version(*, faces_known: bool) -> str:
    """The version of every definition a measurement rests on; the cache's key."""
    people = faces.FACES if faces_known else "none"
    return f"decoding {DECODING}, features {DEFINITIONS}, faces {people}"


def measure(
    source: Path | bytes, finder: faces.FaceFinder | None, name: str | None = None
) -> dict[str, float]:
    """Every feature and histogram of one photo, unknown ones NaN.

    Raises:
        PhotoError: the file can't be measured as a photo.
    """
    decoded = decode(source, name)
    found = None if finder is None else finder.find(decoded.rgb)
    return measure_photo(decoded.photo(found))


def measure_photo(photo: Photo) -> dict[str, float]:
    """Every feature and histogram of a photo that is already decoded."""
    values = {item.name: item(photo) for item in PHOTO_FEATURES}
    return {**values, **histograms(photo)}


def moments(posts: Sequence[Post], zone: tzinfo) -> dict[str, Moment]:
    """The moment of each post by its id, in the account's time zone."""
    times = sorted({post.posted_at for post in posts if post.posted_at is not None})
    before = dict(zip(times[1:], times, strict=False))
    first = times[0] if times else None
    return {
        post.id: Moment(
            None if post.posted_at is None else post.posted_at.astimezone(zone),
            before.get(post.posted_at) if post.posted_at else None,
            first,
        )
        for post in posts
    }


def measure_moment(moment: Moment) -> dict[str, float]:
    """Every feature of one moment."""
    return {item.name: item(moment) for item in MOMENT_FEATURES}


def measure_all(
    paths: Iterable[Path],
    cache: Cache,
    *,
    jobs: int | None = None,
    force: bool = False,
    done: Callable[[Path, bool], None] = lambda _path, _cached: None,
) -> dict[Path, Measured]:
    """Measure photos, each once, in parallel processes; a bad photo costs its own entry only.

    `done` hears of each photo as it is finished, and whether the cache had it.
    What is finished is in the cache, whatever happens to the rest.
    """
    measured: dict[Path, Measured] = {}
    todo: dict[str, list[Path]] = {}
    for path in dict.fromkeys(paths):
        try:
            digest = cache.digest(path)
        except OSError as error:
            reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
            measured[path] = Measured(problem=f"{path.name}: can't be read ({reason}).")
            done(path, False)
            continue
        values = None if force else cache.get(digest)
        if values is None:
            todo.setdefault(digest, []).append(path)
        else:
            measured[path] = Measured(values)
            done(path, True)
    asked = {digest: alike[0] for digest, alike in todo.items()}
    with contextlib.closing(_measured(asked, jobs or os.cpu_count() or 1)) as results:
        for digest, result in results:
            if not result.problem:
                cache.put(digest, result.known)
            for path in todo[digest]:
                measured[path] = result
                done(path, False)
    return measured


def _measured(asked: Mapping[str, Path], jobs: int) -> Generator[tuple[str, Measured], None, None]:
    if jobs == 1 or len(asked) < WORTH_WORKERS:
        with finder() as found:
            for digest, path in asked.items():
                yield digest, _try(path, found)
        return
    lost = dict(asked)
    try:
        for digest, result in _in_workers(asked, min(jobs, len(asked))):
            del lost[digest]
            yield digest, result
    except BrokenProcessPool:
        # Native code died on some photo. One worker a photo finds out on which.
        for digest, path in lost.items():
            try:
                yield next(_in_workers({digest: path}, 1))
            except BrokenProcessPool:
                yield digest, Measured(problem=f"{path.name}: a decoder crashed on this file.")


def _in_workers(asked: Mapping[str, Path], jobs: int) -> Iterator[tuple[str, Measured]]:
    # A fresh interpreter a worker: a detector made before a fork hangs in the child.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_start_worker)
    try:
        asking: dict[Future[Measured], str] = {
            pool.submit(_in_worker, path): digest for digest, path in asked.items()
        }
        for future in as_completed(asking):
            yield asking[future], future.result()
    finally:
        pool.shutdown(cancel_futures=True)


_worker_finder: faces.FaceFinder | None = None


def _start_worker() -> None:
    """Load the face model once a process, and leave Ctrl-C and the other cores to the parent."""
    global _worker_finder  # noqa: PLW0603  (a worker process has one detector)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    stack = contextlib.ExitStack()
    _worker_finder = stack.enter_context(finder())
    multiprocessing.util.Finalize(None, stack.close, exitpriority=10)


def _in_worker(path: Path) -> Measured:
    return _try(path, _worker_finder)


def _try(path: Path, finder: faces.FaceFinder | None) -> Measured:
    try:
        return Measured(measure(path, finder))
    except PhotoError as error:
        return Measured(problem=str(error))


@contextlib.contextmanager
def finder() -> Iterator[faces.FaceFinder | None]:
    """A face finder, or None where faces can't be looked for: they are unknown then."""
    if faces.why_unknown() is not None:
        yield None
        return
    with faces.FaceFinder() as found:
        yield found


def write_features(
    path: Path, posts: Sequence[Post], measured: Mapping[str, Measured], zone: tzinfo
) -> None:
    """Write the feature table: one row a post, one column a feature, unknown cells empty."""
    when = moments(posts, zone)
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow(COLUMNS)
    for post in posts:
        result = measured[post.id]
        values = {**result.known, **measure_moment(when[post.id])}
        cells = (_cell(values.get(name, NAN)) for name in COLUMNS[2:])
        writer.writerow((post.id, result.problem, *cells))
    write_whole(path, sheet.getvalue())


def _cell(value: float) -> str:
    return "" if math.isnan(value) else format(value, ".6g")


def read_values(path: Path) -> dict[str, dict[str, float]]:
    """The measured values by post id, read without pandas; posts with a problem left out.

    Raises:
        NotReadyError: nothing has been measured yet.
        TableError: the table is damaged.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {
                row["id"]: {name: float(row[name] or NAN) for name in COLUMNS[2:]}
                for row in csv.DictReader(file)
                if not row["problem"]
            }
    except FileNotFoundError:
        raise NotReadyError(MEASURE_FIRST) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TableError(f"{path}: can't be read ({error}).\nRun spe extract again.") from error


def read_features(path: Path) -> "pd.DataFrame":
    """The feature table, indexed by post id: `problem`, the features, the histograms.

    Raises:
        NotReadyError: nothing has been measured yet.
        TableError: the table is damaged, or was written by other definitions.
    """
    import pandas as pd  # noqa: PLC0415  (scoring does without it)

    try:
        table = pd.read_csv(path, dtype={"id": str, "problem": str}, keep_default_na=True)
    except FileNotFoundError:
        raise NotReadyError(MEASURE_FIRST) from None
    except (OSError, ValueError) as error:
        raise TableError(f"{path}: can't be read ({error}).\nRun spe extract again.") from error
    if tuple(table.columns) != COLUMNS:
        raise TableError(f"{path}: has other columns than spe measures.\nRun spe extract again.")
    table["problem"] = table["problem"].fillna("")
    table = table.set_index("id")
    try:
        return table.astype(dict.fromkeys(COLUMNS[2:], "float64"))
    except ValueError as error:
        raise TableError(f"{path}: {error}.\nRun spe extract again.") from error
