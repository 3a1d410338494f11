"""Photos to values: the loop, the workers, the failures."""

import contextlib
import functools
import multiprocessing.util
import threading
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from spe.apart import memory_limit, warm_up
from spe.errors import PhotoError, SpeError
from spe.features import BY_NAME, DEFINITIONS
from spe.features.people import person_share
from spe.measure import storage
from spe.measure.cache import Cache, digest
from spe.measure.storage import Place, file_name
from spe.measure.values import Measurement, measure_photo, photo_names
from spe.photo import faces
from spe.photo.decode import DECODING, Decoded, decode
from spe.photo.guarded import DEADLY, LONGEST, decode_apart
from spe.photo.limits import MOST_MEMORY, check_file
from spe.photo.opencv import cv2
from spe.workers import Workers, each, one_thread, time_limit

# Below this many photos, starting workers costs more time than it saves.
WORTH_WORKERS = 12


def version() -> str:
    """The version of every definition that a measurement here rests on; the cache's key."""
    return f"decoding {DECODING}, features {DEFINITIONS}, faces {faces.version()}"


def measure(
    source: Path | bytes,
    finder: faces.FaceFinder | None,
    name: str | None = None,
    only: Collection[str] | None = None,
    *,
    decode: Callable[[Path | bytes, str | None], Decoded] = decode,
) -> dict[str, float]:
    """Every feature and histogram of one photo.

    Args:
        source: the file's path or its bytes.
        finder: looks for faces; None leaves them unknown.
        name: what to call the photo in an error; its path where None.
        only: the names that are wanted, all where None. Faces are looked for only
            where one of these is about them.
        decode: what decodes it: here, or in a process apart.

    Returns:
        The values by name, each in its feature's unit; NaN where unknown.

    Raises:
        PhotoError: the file can't be measured as a photo.
    """
    decoded = decode(source, name)
    look = finder if only is None or _of_faces(only) else None
    return measure_photo(decoded.photo() if look is None else look.seen(decoded), only)


def _of_faces(names: Collection[str]) -> bool:
    """Whether any of these features is about faces."""
    return any(name in BY_NAME and BY_NAME[name].group == "faces" for name in names)


def measure_all(
    places: Iterable[Place],
    cache: Cache,
    workers: Workers | None = None,
    *,
    names: Collection[str] | None = None,
    force: bool = False,
    done: Callable[[Place, bool], None] = lambda _place, _cached: None,
) -> dict[Place, Measurement]:
    """Measure photos, each once, in parallel processes; a bad photo costs its own entry only.

    What the cache has of a photo is not measured again: where features were added since,
    only they are. What is finished is in the cache, whatever happens to the rest. A photo
    that changes meanwhile is measured as it is when its turn comes, and kept as that.

    Args:
        places: where the photos lie.
        cache: what was measured before.
        workers: the processes to measure in; one a core where None.
        names: what is wanted of each; all where None.
        force: measure everything again.
        done: hears of each photo as it is finished, and whether the cache had all of it.

    Returns:
        What was measured, or why it could not be, for each place.

    Raises:
        WriteError: the cache can't be written.
        SpeError: a worker has other definitions, or the cluster went away.
    """
    wanted = frozenset(photo_names() if names is None else names)
    run = _Pass(cache, workers or Workers(), done, wanted, _unmeasured())
    changed: list[Place] = []
    for missing, photos in run.look_up(places, force=force).items():
        changed += run.measure(photos, missing)
    if changed:
        again = measure_all(changed, cache, workers, names=names, force=force, done=done)
        run.measured.update(again)
    return run.measured


@dataclass(frozen=True)
class _Pass:
    """Each photo's way through one pass, from the cache and back to it.

    Attributes:
        wanted: names of what is wanted of each photo.
        unmeasured: names that nothing here can measure; they are measured alone once it can.
        measured: what came out, for each place that is finished.
        known: what the cache has of a photo already, by the digest of its bytes.
    """

    cache: Cache
    workers: Workers
    done: Callable[[Place, bool], None]
    wanted: frozenset[str]
    unmeasured: frozenset[str]
    measured: dict[Place, Measurement] = field(default_factory=dict)
    known: dict[str, dict[str, float]] = field(default_factory=dict)

    def look_up(
        self, places: Iterable[Place], *, force: bool
    ) -> dict[frozenset[str], dict[str, list[Place]]]:
        """What is still to be measured: by the names that are missing, each digest's places.

        For most photos that is everything, for those measured before only what is new.
        """
        names = photo_names()
        todo: dict[frozenset[str], dict[str, list[Place]]] = {}
        for place in dict.fromkeys(places):
            try:
                key = _key(place, self.cache)
            except (PhotoError, OSError) as error:
                self._finish([place], Measurement(problem=_said(place, error)))
                continue
            before = (None if force else self.cache.get(key)) or {}
            self.known[key] = {name: before[name] for name in names if name in before}
            missing = self.wanted.difference(self.known[key], self.unmeasured)
            if missing:
                todo.setdefault(missing, {}).setdefault(key, []).append(place)
            else:
                self._finish([place], Measurement(self.known[key]), cached=True)
        return todo

    def measure(
        self, photos: Mapping[str, Sequence[Place]], missing: frozenset[str]
    ) -> list[Place]:
        """Measure what is missing of photos that lack the same, once for all places of a digest.

        Returns:
            The places that have to be looked up again: their photos changed meanwhile.
        """
        only = None if len(missing) == len(photo_names()) - len(self.unmeasured) else missing
        alike = {same[0]: key for key, same in photos.items()}
        changed: list[Place] = []
        with contextlib.closing(_measured(alike, self.workers, only)) as results:
            for first, result in results:
                key = alike[first]
                if result.digest == key:
                    self._keep(key, photos[key], result)
                else:
                    changed += self._keep_changed(photos[key], result, partial=only is not None)
        return changed

    def _keep(self, key: str, same: Iterable[Place], result: Measurement) -> None:
        """Keep what was measured of a photo together with what was known of it."""
        if not result.problem:
            result = replace(result, known=_in_order({**self.known[key], **self._measured(result)}))
            self.cache.put(key, result.known)
        self._finish(same, result)

    def _keep_changed(
        self, same: Sequence[Place], result: Measurement, *, partial: bool
    ) -> Sequence[Place]:
        """Keep what was measured of a photo that changed meanwhile, if all of it was.

        It says nothing of its copies, nor of what was known of it before: these places are
        returned.
        """
        first = same[0]
        if isinstance(first, Path):
            self.cache.forget(first)
        if partial:
            return same
        if not result.problem:
            self.cache.put(result.digest, self._measured(result))
        self._finish([first], result)
        return same[1:]

    def _measured(self, result: Measurement) -> dict[str, float]:
        """The values that could be measured here, which the cache may keep."""
        return {name: at for name, at in result.known.items() if name not in self.unmeasured}

    def _finish(
        self, places: Iterable[Place], result: Measurement, *, cached: bool = False
    ) -> None:
        for place in places:
            self.measured[place] = result
            self.done(place, cached)


def _in_order(known: Mapping[str, float]) -> dict[str, float]:
    return {name: known[name] for name in photo_names() if name in known}


def _unmeasured() -> frozenset[str]:
    """What is not measured here for want of the person model.

    Where faces can't be looked for, all that is about them is kept as unknown under a version
    of its own.
    """
    lacking = faces.why_people_unknown() is not None
    return frozenset({person_share.name}) if lacking else frozenset()


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
    asked: Mapping[Place, str], workers: Workers, only: Collection[str] | None
) -> Generator[tuple[Place, Measurement], None, None]:
    if workers.in_this_process or (workers.scheduler is None and len(asked) < WORTH_WORKERS):
        looks = only is None or _of_faces(only)
        if asked:
            warm_up()
        with finder() if looks else contextlib.nullcontext() as found:
            for place in asked:
                yield place, _try(place, found, only, decode_apart)
        return
    if not asked:
        return
    expected = _abilities()
    work = functools.partial(_in_worker, expected, only)
    with contextlib.closing(each(work, asked, workers)) as results:
        for place, result in results:
            # Its copies would do the same, so it counts as what it was when it was looked up.
            deadly = Measurement(problem=f"{file_name(place)}: {DEADLY}", digest=asked[place])
            yield place, result or deadly


# A cluster's worker may run several threads; a detector is for one at a time.
_one_at_a_time = threading.Lock()


def _in_worker(expected: str, only: Collection[str] | None, place: Place) -> Measurement:
    with _one_at_a_time:
        found = _own_finder()
        if (here := _own_abilities()) != expected:
            raise SpeError(
                f"A worker measures otherwise than this computer ({here}; here {expected}).\n"
                "Install the same spe there, run spe setup, and ask spe doctor what finds faces."
            )
        with time_limit(LONGEST), memory_limit(MOST_MEMORY):
            return _try(place, found, only, decode)


def _abilities() -> str:
    """The version of every definition, and whether people are measured: workers must be alike."""
    return f"{version()}, people {'measured' if faces.sees_people() else 'unknown'}"


@functools.cache
def _own_abilities() -> str:
    """This worker's: asked for once, since it looks at the models."""
    return _abilities()


@functools.cache
def _own_finder() -> faces.FaceFinder | None:
    """This worker's detector, made at its first photo and closed when the process ends."""
    cv2.setNumThreads(1)
    one_thread()
    stack = contextlib.ExitStack()
    found = stack.enter_context(finder())
    multiprocessing.util.Finalize(None, stack.close, exitpriority=10)
    return found


def _try(
    place: Place,
    finder: faces.FaceFinder | None,
    only: Collection[str] | None,
    decode: Callable[[Path | bytes, str | None], Decoded],
) -> Measurement:
    try:
        data = _read(place)
        key = digest(place, data)
    except (PhotoError, OSError) as error:
        return Measurement(problem=_said(place, error))
    try:
        return Measurement(measure(data, finder, file_name(place), only, decode=decode), digest=key)
    except PhotoError as error:
        return Measurement(problem=str(error), digest=key)


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
