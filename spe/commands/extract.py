"""`spe extract`: measure your photos: light, colour, faces and so on."""

import math
from typing import TYPE_CHECKING

import click

from spe.commands._measuring import Todo, measure, tell, todo_of, warn_of_people, write_down
from spe.commands._table import print_table
from spe.commands._talk import echo_json, progress, talk
from spe.measure.storage import Place, file_name
from spe.printable import printable
from spe.project import Project
from spe.wording import measure as measure_in_words

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
    from spe.measure.storage import place  # noqa: PLC0415
    from spe.model.accounts import accounts, write_parquet  # noqa: PLC0415
    from spe.posts import read_posts  # noqa: PLC0415
    from spe.workers import Workers  # noqa: PLC0415

    if photos and (by or store != "csv"):
        raise click.UsageError("--by and --store are for posts: leave PHOTOS out.")
    if (backend == "dask") != (scheduler is not None):
        raise click.UsageError("--backend dask and --scheduler ADDRESS belong together.")
    projects = [] if photos else accounts(project.root) if by else [project]
    posts = {one: read_posts(one.posts) for one in projects}
    todo = Todo([place(name) for name in photos]) if photos else todo_of(posts)
    warn_of_people()
    with progress() as bar:
        task = bar.add_task("Measuring photos", total=todo.total)
        measured = measure(
            project.cache, todo, Workers(jobs, scheduler), lambda: bar.advance(task), force=force
        )
    if photos:
        _show(measured.photos, as_json=as_json)
    for one in projects:
        write_down(one, posts[one], measured)
    if store == "parquet":
        tables = {one.root.resolve().name: one.features for one in projects}
        write_parquet(project.features.with_suffix(".parquet"), tables)
    if as_json and not photos:
        echo_json(
            {
                "measured": len(measured.photos) - len(measured.bad),
                "further": len(measured.others),
                "from_cache": measured.cached,
                "problems": [*measured.bad, *measured.bad_others],
            }
        )
    status = tell(measured)
    if not photos:
        talk("  Next: spe fit --by account" if by else f"  {_next(project)}")
    return status


def _next(project: Project) -> str:
    """What comes after measuring: likes as long as they are too few for a model."""
    from spe.model.so_far import so_far  # noqa: PLC0415

    return so_far(project).next_after_likes


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
            *("unknown" if math.isnan(one) else measure_in_words(one) for one in values),
            item.unit,
        )
    print_table(table)
