"""`spe extract`: measure your photos: light, colour, faces and so on."""

import math
import time
from functools import partial
from typing import TYPE_CHECKING

import click

from spe.commands._talk import console, echo_json, progress, talk, warn
from spe.errors import SOME_SKIPPED
from spe.measure.storage import Place, file_name
from spe.printable import printable
from spe.project import Project
from spe.wording import count, measure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spe.measure.values import Measurement


@click.command()
@click.argument("photos", nargs=-1)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@click.option("--force", is_flag=True, help="Measure again what has been measured before.")
@click.option(
    "--by", type=click.Choice(["account"]), help="Measure every account under accounts/ in one run."
)
@click.option(
    "--backend",
    type=click.Choice(["local", "dask"]),
    default="local",
    show_default=True,
    help="Measure on this computer, or on a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of the cluster, such as tcp://host:8786.")
@click.option(
    "--store",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="parquet: keep the tables also as data/features.parquet, a partition an account.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(
    project: Project,
    photos: tuple[str, ...],
    *,
    jobs: int | None,
    force: bool,
    by: str | None,
    backend: str,
    scheduler: str | None,
    store: str,
    as_json: bool,
) -> int:
    """Measure every post's photo, or only PHOTOS and show their values.

    Photos that were measured before are not measured again. Ctrl-C is safe:
    finished photos are kept. A photo may lie at an address such as s3://bucket/photo.jpg.
    """
    from spe.measure import extract  # noqa: PLC0415  (OpenCV)
    from spe.measure.cache import Cache  # noqa: PLC0415
    from spe.measure.storage import place  # noqa: PLC0415
    from spe.measure.table import write_features  # noqa: PLC0415  (OpenCV)
    from spe.measure.values import OF_FURTHER, further_of  # noqa: PLC0415  (OpenCV)
    from spe.model.accounts import accounts, write_parquet  # noqa: PLC0415
    from spe.posts import read_posts  # noqa: PLC0415
    from spe.workers import Workers  # noqa: PLC0415

    if photos and (by or store != "csv"):
        raise click.UsageError("--by and --store are for posts: leave PHOTOS out.")
    if (backend == "dask") != (scheduler is not None):
        raise click.UsageError("--backend dask and --scheduler ADDRESS belong together.")
    projects = [] if photos else accounts(project.root) if by else [project]
    posts = {one: read_posts(one.posts) for one in projects}
    places = [place(name) for name in photos] or [
        place(post.image, one.root) for one in projects for post in posts[one]
    ]
    others = [
        place(name, one.root)
        for one in projects
        for post in posts[one]
        for name in post.more_images
    ]
    _warn_of_people()
    start = time.monotonic()
    cached = 0
    definitions = extract.version()
    with Cache(project.cache, definitions) as cache, progress() as bar:
        task = bar.add_task("Measuring photos", total=len({*places}) + len({*others}))

        def done(_place: Place, from_cache: bool) -> None:  # noqa: FBT001
            nonlocal cached
            cached += from_cache
            bar.advance(task)

        def looked(_place: Place, _from_cache: bool) -> None:  # noqa: FBT001
            bar.advance(task)

        workers = Workers(jobs, scheduler)
        measured = extract.measure_all(places, cache, workers, force=force, done=done)
        seen = extract.measure_all(
            others, cache, workers, names=OF_FURTHER, force=force, done=looked
        )
    if photos:
        _show(measured, as_json=as_json)
    for one in projects:
        lies = partial(place, root=one.root)
        by_post = {post.id: measured[lies(post.image)] for post in posts[one]}
        further = further_of(posts[one], seen, lies)
        write_features(one.features, posts[one], by_post, one.zone, definitions, further)
    if store == "parquet":
        tables = {one.root.resolve().name: one.features for one in projects}
        write_parquet(project.features.with_suffix(".parquet"), tables)
    if as_json and not photos:
        bad = _problems(measured)
        good = len(measured) - len(bad)
        bad += _problems(seen)
        echo_json({"measured": good, "further": len(seen), "from_cache": cached, "problems": bad})
    status = max(_said(measured, cached, time.monotonic() - start), _said_of_albums(seen))
    if not photos:
        talk("  Next: spe fit --by account" if by else f"  {_next(project)}")
    return status


def _warn_of_people() -> None:
    """Say what can't be looked for on this computer."""
    from spe.photo import faces  # noqa: PLC0415  (OpenCV)

    if (why := faces.why_unknown()) is not None:
        warn(f"{why} Faces stay unknown.")
    if (why := faces.why_people_unknown()) is not None:
        warn(why)


def _next(project: Project) -> str:
    """What comes after measuring: likes as long as they are too few for a model."""
    from spe.model.so_far import so_far  # noqa: PLC0415

    return so_far(project).next_after_likes


def _said(measured: "Mapping[Place, Measurement]", cached: int, seconds: float) -> int:
    """Name what could not be measured, count what could, and tell the exit code."""
    bad = _problems(measured)
    for problem in bad:
        warn(problem)
    good = len(measured) - len(bad)
    minutes, rest = divmod(round(seconds), 60)
    talk(
        f"  {good} {'photo' if good == 1 else 'photos'} measured "
        f"({cached} from cache) in {minutes}:{rest:02}"
        + (f", {len(bad)} could not be" if bad else "")
    )
    return SOME_SKIPPED if bad else 0


def _said_of_albums(seen: "Mapping[Place, Measurement]") -> int:
    """Tell on how many other photos of albums faces were looked for, and the exit code."""
    bad = _problems(seen)
    for problem in bad:
        warn(problem)
    if looked := len(seen) - len(bad):
        talk(f"  Faces were looked for on {count(looked, 'further photo')} of albums, too")
    return SOME_SKIPPED if bad else 0


def _problems(measured: "Mapping[Place, Measurement]") -> list[str]:
    return [result.problem for result in measured.values() if result.problem]


def _show(measured: "Mapping[Place, Measurement]", *, as_json: bool) -> None:
    """Values of single photos: JSON, or a table with a row a feature."""
    from rich.table import Table  # noqa: PLC0415

    from spe.features import PHOTO_FEATURES  # noqa: PLC0415

    good = {at: result.known for at, result in measured.items() if not result.problem}
    if as_json:
        echo_json({str(at): values for at, values in good.items()})
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("Feature")
    for at in good:
        table.add_column(printable(file_name(at)), justify="right")
    table.add_column("Unit", style="dim")
    for item in PHOTO_FEATURES:
        values = (values[item.name] for values in good.values())
        table.add_row(
            item.label,
            *("unknown" if math.isnan(one) else measure(one) for one in values),
            item.unit,
        )
    console().print(table)
