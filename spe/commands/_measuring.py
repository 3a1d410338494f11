"""How posts' photos are measured and written down, for every command that does."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from spe.commands._talk import talk, warn
from spe.errors import SOME_SKIPPED
from spe.measure.storage import Place, place
from spe.project import Project
from spe.wording import count

if TYPE_CHECKING:
    from spe.measure.values import Measurement
    from spe.posts import Post
    from spe.workers import Workers


@dataclass(frozen=True)
class Todo:
    """What is to be measured: the photos, and those further in albums, on which faces are sought.

    Attributes:
        photos: where they lie.
        others: where the others of albums lie.
    """

    photos: Sequence[Place]
    others: Sequence[Place] = ()

    @property
    def total(self) -> int:
        """How many there are, each counted once."""
        return len({*self.photos}) + len({*self.others})


@dataclass(frozen=True)
class Measured:
    """What was measured.

    Attributes:
        photos: by place, what came out.
        others: the same of the others of albums.
        cached: how many of the photos had been measured before.
        seconds: how long it took.
        definitions: the version of the definitions that it rests on.
    """

    photos: "Mapping[Place, Measurement]"
    others: "Mapping[Place, Measurement]"
    cached: int
    seconds: float
    definitions: str

    @property
    def bad(self) -> list[str]:
        """Why some of the photos could not be measured."""
        return _problems(self.photos)

    @property
    def bad_others(self) -> list[str]:
        """Why faces could not be sought on some of the others."""
        return _problems(self.others)


def todo_of(posts: "Mapping[Project, Sequence[Post]]") -> Todo:
    """What is to be measured of accounts."""
    return Todo(
        [place(post.image, one.root) for one in posts for post in posts[one]],
        [
            place(name, one.root)
            for one in posts
            for post in posts[one]
            for name in post.more_images
        ],
    )


def measure(
    cache_file: Path,
    todo: Todo,
    workers: "Workers",
    done: Callable[[], object],
    *,
    force: bool = False,
) -> Measured:
    """Measure photos, each once; `done` hears of each. What is finished is kept, come what may.

    Raises:
        WriteError: the cache can't be written.
        SpeError: a worker has other definitions, or the cluster went away.
    """
    from spe.measure import extract  # noqa: PLC0415  (OpenCV)
    from spe.measure.cache import Cache  # noqa: PLC0415
    from spe.measure.values import OF_FURTHER  # noqa: PLC0415  (OpenCV)

    start = time.monotonic()
    cached = 0
    definitions = extract.version()

    def measured(_place: Place, from_cache: bool) -> None:  # noqa: FBT001
        nonlocal cached
        cached += from_cache
        done()

    def looked(_place: Place, _from_cache: bool) -> None:  # noqa: FBT001
        done()

    with Cache(cache_file, definitions) as cache:
        photos = extract.measure_all(todo.photos, cache, workers, force=force, done=measured)
        others = extract.measure_all(
            todo.others, cache, workers, names=OF_FURTHER, force=force, done=looked
        )
    return Measured(photos, others, cached, time.monotonic() - start, definitions)


def write_down(
    project: Project, posts: "Sequence[Post]", measured: Measured, *, anew: bool = True
) -> None:
    """Write an account's table of measurements.

    Args:
        project: the account.
        posts: its posts.
        measured: what was measured of their photos.
        anew: whether it is written even where the same stands there already.

    Raises:
        WriteError: it can't be written.
    """
    from spe.files import write_whole  # noqa: PLC0415
    from spe.measure.table import as_text  # noqa: PLC0415  (OpenCV)
    from spe.measure.values import further_of  # noqa: PLC0415  (OpenCV)

    lies = partial(place, root=project.root)
    by_post = {post.id: measured.photos[lies(post.image)] for post in posts}
    further = further_of(posts, measured.others, lies)
    text = as_text(posts, by_post, project.zone, measured.definitions, further)
    if anew or not _holds(project.features, text):
        write_whole(project.features, text)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except OSError:
        return False


def warn_of_people() -> None:
    """Say what can't be looked for on this computer."""
    from spe.photo import faces  # noqa: PLC0415  (OpenCV)

    if (why := faces.why_unknown()) is not None:
        warn(f"{why} Faces stay unknown.")
    if (why := faces.why_people_unknown()) is not None:
        warn(why)


def tell(measured: Measured, *, tick: bool = False) -> int:
    """Name what could not be measured, count what could, and tell the exit code.

    Args:
        measured: what was measured.
        tick: whether what could be is ticked.
    """
    bad, others = measured.bad, measured.bad_others
    for problem in bad:
        warn(problem)
    good = len(measured.photos) - len(bad)
    minutes, rest = divmod(round(measured.seconds), 60)
    talk(
        f"  {'✓ ' * (tick and good > 0)}{good} {'photo' if good == 1 else 'photos'} measured "
        f"({measured.cached} from cache) in {minutes}:{rest:02}"
        + (f", {len(bad)} could not be" if bad else "")
    )
    for problem in others:
        warn(problem)
    if looked := len(measured.others) - len(others):
        talk(f"  Faces were looked for on {count(looked, 'further photo')} of albums, too")
    return SOME_SKIPPED if bad or others else 0


def _problems(measured: "Mapping[Place, Measurement]") -> list[str]:
    return [result.problem for result in measured.values() if result.problem]
