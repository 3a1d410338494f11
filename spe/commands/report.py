"""`spe report`: write what was learnt as a page, to read and to send on."""

import dataclasses
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spe.commands._talk import console, echo_json, progress, talk, warn
from spe.errors import SOME_SKIPPED
from spe.project import Project
from spe.wording.notices import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.progress import Progress

    from spe.drafts.follow import Follow
    from spe.report.assemble import Shown
    from spe.report.facts import Facts


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the page.  [default: reports/report.html]",
)
@click.option("--open", "open_it", is_flag=True, help="Show the page in the browser.")
@click.option(
    "--photos",
    type=click.Choice(["all", "few", "none"]),
    default="all",
    show_default=True,
    help="Which photos go into the page; few: only those talked about.",
)
@click.option("--blur-faces", is_flag=True, help="Make faces unrecognisable.")
@click.option("--captions", is_flag=True, help="Show captions.")
@click.option("--json", "as_json", is_flag=True, help="The facts for scripts, and no page.")
@click.pass_obj
def command(
    project: Project,
    *,
    output: Path | None,
    open_it: bool,
    photos: "Shown",
    blur_faces: bool,
    captions: bool,
    as_json: bool,
) -> int:
    """Write what was learnt as one page: no server, nothing loaded, good to send to a friend.

    Photos become small copies without EXIF, places or file names.
    """
    from spe.files import write_whole  # noqa: PLC0415
    from spe.measure.table import read_features  # noqa: PLC0415  (pandas)
    from spe.model.so_far import model_of  # noqa: PLC0415
    from spe.posts import read_posts  # noqa: PLC0415
    from spe.report import assemble  # noqa: PLC0415
    from spe.report.facts import gather  # noqa: PLC0415

    model = model_of(project)
    posts = read_posts(project.posts)
    features = read_features(project.features)
    with progress() as bar:
        track, unread = assemble.forecasts_so_far(project, posts, _followed(bar))
    experiments, damaged = assemble.experiments_so_far(project, posts, features)
    unread += damaged
    facts = gather(
        model,
        features,
        posts,
        project.zone,
        captions=captions,
        track=track,
        experiments=experiments,
    )
    if as_json:
        for problem in unread:
            warn(problem)
        echo_json(_data(facts))
        return SOME_SKIPPED if unread else 0
    from spe.photo import faces  # noqa: PLC0415  (MediaPipe)
    from spe.report import page  # noqa: PLC0415  (Jinja)

    images = {post.id: project.image(post.image) for post in posts}
    if blur_faces and photos != "none" and (why := faces.why_unknown()) is not None:
        warn(f"{why} So no photo is shown: without finding faces, none can be blurred.")
    with progress() as bar:
        pictures, missing = assemble.photos_on_page(
            facts, images, photos, blur_faces=blur_faces, follow=_followed(bar)
        )
    if blur_faces and pictures:
        talk("  Faces that were found are blurred. Small or turned ones may be missed: look first.")
    path = output or project.report
    with console(stderr=True).status("Drawing the page"):
        html = page.render(facts, pictures)
    write_whole(path, html)
    for problem in missing:
        warn(f"{problem} The page shows a grey tile.")
    unread = [problem for problem in unread if problem.partition(" So ")[0] not in missing]
    for problem in unread:
        warn(problem)
    talk(f"  Wrote {path}  ({len(html.encode()) / 1e6:.1f} MB, opens offline)")
    if open_it:
        webbrowser.open(path.resolve().as_uri())
    return SOME_SKIPPED if missing or unread else 0


def _followed(bar: "Progress") -> "Follow":
    """Progress of what is done item by item, on a bar of its own."""

    def follow(items: "Iterable[Any]", description: str, total: int) -> "Iterable[Any]":
        return bar.track(items, total=total, description=description)

    return follow


def _data(facts: "Facts") -> dict[str, Any]:
    """The facts as JSON holds them; the model itself is in data/model.json."""
    from spe.features import CATALOGUE  # noqa: PLC0415  (OpenCV)

    labels = {item.name: item.label for item in CATALOGUE}
    left_out = [
        {
            "reason": told(item.reason, lambda name: labels.get(name, name)),
            "code": item.reason.code,
            "ids": item.ids,
        }
        for item in facts.left_out
    ]
    return {
        "schema": "spe.report/1",
        **{
            field.name: left_out if field.name == "left_out" else getattr(facts, field.name)
            for field in dataclasses.fields(facts)
            if field.name != "model"
        },
    }
