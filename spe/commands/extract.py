"""`spe extract`: measure the photos."""

import math
import time
from pathlib import Path
from typing import Any

import click

from spe.commands._talk import SOME_SKIPPED, console, echo_json, progress, talk, warn
from spe.project import Project


@click.command()
@click.argument("photos", nargs=-1, type=click.Path(path_type=Path))
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes.  [default: one a core]")
@click.option("--force", is_flag=True, help="Measure again what has been measured before.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(
    project: Project,
    photos: tuple[Path, ...],
    *,
    jobs: int | None,
    force: bool,
    as_json: bool,
) -> int:
    """Measure every post's photo, or only PHOTOS and show their values.

    Photos that were measured before are not measured again. Ctrl-C is safe:
    finished photos are kept.
    """
    from spe import extract, faces  # noqa: PLC0415  (OpenCV)
    from spe.cache import Cache  # noqa: PLC0415
    from spe.posts import read_posts  # noqa: PLC0415

    posts = [] if photos else read_posts(project.posts)
    paths = list(photos) or [project.image(post.image) for post in posts]
    if (why := faces.why_unknown()) is not None:
        warn(f"{why} Faces stay unknown.")
    start = time.monotonic()
    cached = 0
    version = extract.version(faces_known=why is None)
    with Cache(project.cache, version) as cache, progress() as bar:
        task = bar.add_task("Measuring photos", total=len(dict.fromkeys(paths)))

        def done(_path: Path, from_cache: bool) -> None:  # noqa: FBT001
            nonlocal cached
            cached += from_cache
            bar.advance(task)

        measured = extract.measure_all(paths, cache, jobs=jobs, force=force, done=done)
    if photos:
        _show(measured, as_json=as_json)
    else:
        by_post = {post.id: measured[project.image(post.image)] for post in posts}
        extract.write_features(project.features, posts, by_post, project.zone)
    bad = [result.problem for result in measured.values() if result.problem]
    for problem in bad:
        warn(problem)
    good = len(measured) - len(bad)
    if as_json and not photos:
        echo_json({"measured": good, "from_cache": cached, "problems": bad})
    minutes, seconds = divmod(round(time.monotonic() - start), 60)
    talk(
        f"  {good} {'photo' if good == 1 else 'photos'} measured "
        f"({cached} from cache) in {minutes}:{seconds:02}"
        + (f", {len(bad)} could not be" if bad else "")
    )
    if not photos:
        talk("  Next: spe fit")
    return SOME_SKIPPED if bad else 0


def _show(measured: Any, *, as_json: bool) -> None:  # noqa: ANN401
    """Values of single photos: JSON, or a table with a row a feature."""
    from rich.table import Table  # noqa: PLC0415

    from spe.features import PHOTO_FEATURES  # noqa: PLC0415

    good = {path: result.known for path, result in measured.items() if not result.problem}
    if as_json:
        echo_json({str(path): values for path, values in good.items()})
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("Feature")
    for path in good:
        table.add_column(path.name, justify="right")
    table.add_column("Unit", style="dim")
    for item in PHOTO_FEATURES:
        values = (values[item.name] for values in good.values())
        table.add_row(
            item.label,
            *("unknown" if math.isnan(one) else f"{one:.3g}" for one in values),
            item.unit,
        )
    console().print(table)
