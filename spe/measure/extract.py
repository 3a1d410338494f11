"""Posts to a feature table: the loop, the workers, the failures."""

import contextlib
import csv
import functools
import io
import math
import multiprocessing.util
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

import cv2

from spe.errors import NotReadyError, PhotoError, SpeError, TableError
from spe.features import (
    CATALOGUE,
    DEFINITIONS,
    HISTOGRAMS,
    MOMENT_FEATURES,
    PHOTO_FEATURES,
    POST_FEATURES,
    Moment,
    Photo,
    histograms,
)
from spe.files import write_whole
from spe.measure import storage
from spe.measure.cache import Cache, digest
from spe.measure.storage import Place, file_name
from spe.photo import faces
from spe.photo.decode import DECODING, decode
from spe.photo.limits import check_file
from spe.posts import Post
from spe.workers import Workers, each, one_thread, time_limit

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("id", "problem", *(item.name for item in CATALOGUE), *HISTOGRAMS)

# Seconds that a worker may spend on one photo. Far more than any takes, for it may have to
# come from the cloud first.
LONGEST = 300

_DEADLY = f"measuring it crashed a decoder, or took longer than {LONGEST // 60} minutes."

# Below this many photos, starting workers costs more time than it saves.
WORTH_WORKERS = 12

OTHER_COLUMNS = "has other columns than spe measures.\nRun spe extract again."
MEASURE_FIRST = "No photos have been measured yet.\nRun spe extract first."

NAN = math.nan


@dataclass(frozen=True)
class Measured:
    """What was measured of one photo; `problem` is the sentence why it could not be.

    `digest` is of the very bytes that were measured; empty where none were.
    """

    known: Mapping[str, float] = field(default_factory=dict)
    problem: str = ""
    digest: str = ""


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


def measure_post(post: Post) -> dict[str, float]:
    """Every feature of a post that neither its photo nor its time tells."""
    return {item.name: item(post) for item in POST_FEATURES}


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
    places: Iterable[Place],
    cache: Cache,
    workers: Workers | None = None,
    *,
    force: bool = False,
    done: Callable[[Place, bool], None] = lambda _place, _cached: None,
) -> dict[Place, Measured]:
    """Measure photos, each once, in parallel processes; a bad photo costs its own entry only.

    `done` hears of each photo as it is finished, and whether the cache had it.
    What is finished is in the cache, whatever happens to the rest. A photo that changes
    meanwhile is measured as it is when its turn comes, and kept as that.
    """
    measured: dict[Place, Measured] = {}
    todo: dict[str, list[Place]] = {}
    for place in dict.fromkeys(places):
        try:
            key = _key(place, cache)
        except (PhotoError, OSError) as error:
            measured[place] = Measured(problem=_said(place, error))
            done(place, False)
            continue
        values = None if force else cache.get(key)
        if values is None:
            todo.setdefault(key, []).append(place)
        else:
            measured[place] = Measured(values)
            done(place, True)
    alike = {same[0]: key for key, same in todo.items()}
    with contextlib.closing(_measured(alike, workers or Workers())) as results:
        changed: list[Place] = []
        for first, result in results:
            if not result.problem:
                cache.put(result.digest, result.known)
            same = todo[alike[first]]
            if result.digest != alike[first]:
                # It has changed since it was looked up, and says nothing of its copies.
                if isinstance(first, Path):
                    cache.forget(first)
                changed += same[1:]
                same = same[:1]
            for place in same:
                measured[place] = result
                done(place, False)
    if changed:
        measured |= measure_all(changed, cache, workers, force=force, done=done)
    return measured


def _key(place: Place, cache: Cache) -> str:
    if isinstance(place, Path):
        check_file(place)
    return cache.digest(place)


def _said(place: Place, error: PhotoError | OSError) -> str:
    if isinstance(error, PhotoError):
        return str(error)
    missing = isinstance(error, FileNotFoundError)
    return f"{file_name(place)}: can't be read ({'no such file' if missing else _reason(error)})."


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _measured(
    asked: Mapping[Place, str], workers: Workers
) -> Generator[tuple[Place, Measured], None, None]:
    if workers.alone or (workers.scheduler is None and len(asked) < WORTH_WORKERS):
        with finder() as found:
            for place in asked:
                yield place, _try(place, found)
        return
    if not asked:
        return
    expected = version(faces_known=faces.why_unknown() is None)
    work = functools.partial(_in_worker, expected)
    with contextlib.closing(each(work, asked, workers)) as results:
        for place, result in results:
            # Its copies would do the same, so it counts as what it was when it was looked up.
            deadly = Measured(problem=f"{file_name(place)}: {_DEADLY}", digest=asked[place])
            yield place, result or deadly


# A cluster's worker may run several threads; a detector is for one at a time.
_one_at_a_time = threading.Lock()


def _in_worker(expected: str, place: Place) -> Measured:
    with _one_at_a_time:
        found = _own_finder()
        if (here := version(faces_known=found is not None)) != expected:
            raise SpeError(
                f"A worker measures otherwise than this computer ({here}; here {expected}).\n"
                "Install the same spe there, and run spe setup."
            )
        with time_limit(LONGEST):
            return _try(place, found)


@functools.cache
def _own_finder() -> faces.FaceFinder | None:
    """This worker's detector, made at its first photo and closed when the process ends."""
    cv2.setNumThreads(1)
    one_thread()
    stack = contextlib.ExitStack()
    found = stack.enter_context(finder())
    multiprocessing.util.Finalize(None, stack.close, exitpriority=10)
    return found


def _try(place: Place, finder: faces.FaceFinder | None) -> Measured:
    try:
        data = _read(place)
        key = digest(place, data)
    except (PhotoError, OSError) as error:
        return Measured(problem=_said(place, error))
    try:
        return Measured(measure(data, finder, file_name(place)), digest=key)
    except PhotoError as error:
        return Measured(problem=str(error), digest=key)


def _read(place: Place) -> bytes:
    if isinstance(place, str):
        return storage.read(place)
    check_file(place)
    return place.read_bytes()


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
        values = {**result.known, **measure_post(post), **measure_moment(when[post.id])}
        cells = (_cell(values.get(name, NAN)) for name in COLUMNS[2:])
        writer.writerow((post.id, result.problem, *cells))
    write_whole(path, sheet.getvalue())


def _cell(value: float) -> str:
    return "" if math.isnan(value) else format(value, ".6g")


def read_values(path: Path) -> dict[str, dict[str, float]]:
    """The measured values by post id, read without pandas; posts with a problem left out.

    Raises:
        NotReadyError: nothing has been measured yet.
        TableError: the table is damaged, or was written by other definitions.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != COLUMNS:
                raise TableError(f"{path}: {OTHER_COLUMNS}")
            return {
                row["id"]: {name: float(row[name] or NAN) for name in COLUMNS[2:]}
                for row in rows
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
        raise TableError(f"{path}: {OTHER_COLUMNS}")
    if table["id"].isna().any() or not table["id"].is_unique:
        raise TableError(f"{path}: a post's id is missing or stands twice.\nRun spe extract again.")
    table["problem"] = table["problem"].fillna("")
    table = table.set_index("id")
    try:
        return table.astype(dict.fromkeys(COLUMNS[2:], "float64"))
    except ValueError as error:
        raise TableError(f"{path}: {error}.\nRun spe extract again.") from error
