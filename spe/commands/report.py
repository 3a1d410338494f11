"""`spe report`: the insight report, one page that opens anywhere."""

import contextlib
import dataclasses
import webbrowser
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spe.commands._talk import SOME_SKIPPED, console, echo_json, progress, talk, warn
from spe.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spe.drafts.forecast_log import Track
    from spe.model.fitted import FittedModel
    from spe.posts import Post
    from spe.report.facts import Facts
    from spe.report.photos import FindFaces, Picture


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
    photos: str,
    blur_faces: bool,
    captions: bool,
    as_json: bool,
) -> int:
    """Write what was learnt as one page: no server, nothing loaded, good to send to a friend.

    Photos become small copies without EXIF, places or file names.
    """
    from spe.files import write_whole  # noqa: PLC0415
    from spe.measure.extract import read_features  # noqa: PLC0415  (pandas)
    from spe.model.fitted import FittedModel  # noqa: PLC0415
    from spe.posts import read_posts  # noqa: PLC0415
    from spe.report.facts import gather  # noqa: PLC0415

    model = FittedModel.read(project.model)
    posts = read_posts(project.posts)
    features = read_features(project.features)
    track, unread = _track(project, posts, model)
    facts = gather(model, features, posts, project.zone, captions=captions, track=track)
    if as_json:
        for problem in unread:
            warn(problem)
        echo_json(_data(facts))
        return SOME_SKIPPED if unread else 0
    from spe.report import page  # noqa: PLC0415  (Jinja)

    images = {post.id: project.image(post.image) for post in posts}
    pictures, missing = _pictures(facts, images, photos, blur_faces=blur_faces)
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


def _track(
    project: Project, posts: "list[Post]", model: "FittedModel"
) -> "tuple[Track, list[str]]":
    """The forecasts so far, and a sentence for what could not be read.

    The present is the last moment that the tables tell of, so that the same tables make
    the same page whenever it is drawn. The model tells of one too: the posts that it was
    learnt from were old enough then.
    """
    from spe.commands._prints import fingerprints  # noqa: PLC0415
    from spe.drafts.forecast_log import last_moment, read_log, track, wanted  # noqa: PLC0415
    from spe.errors import TableError  # noqa: PLC0415
    from spe.report.facts import NOTHING_TRACKED  # noqa: PLC0415

    try:
        guesses = read_log(project.scores)
    except TableError as error:
        return NOTHING_TRACKED, [f"{error} So the report knows of no forecasts."]
    if not guesses:
        return NOTHING_TRACKED, []
    aged = timedelta(days=float(model.options.get("min_age_days", 0)))
    now = max([last_moment(posts, guesses), *(fit.posted_at + aged for fit in model.posts)])
    prints, problems = fingerprints(project, wanted(posts, guesses))
    unread = [f"{problem} So no forecast can be held against it." for problem in problems]
    return track(posts, guesses, prints, now=now), unread


def _pictures(
    facts: "Facts", images: dict[str, Path], photos: str, *, blur_faces: bool
) -> tuple[dict[int, "Picture"], list[str]]:
    """The photos that go into the page, and a sentence for each that can't."""
    from spe.report import page  # noqa: PLC0415
    from spe.report import photos as shelf  # noqa: PLC0415

    if photos == "none":
        return {}, []
    numbers = {post.number: post.id for post in facts.posts}
    numbers |= {item.number: item.id for item in facts.forecasts.shown}
    wanted = page.few_photos(facts) if photos == "few" else tuple(numbers)
    paths = {number: images[numbers[number]] for number in wanted if numbers[number] in images}
    large = page.large_photos(facts)
    with _face_finder(wanted=blur_faces) as find_faces, progress() as bar:
        if blur_faces and find_faces is None:
            return {}, []
        task = bar.add_task("Making small copies", total=len(paths))
        pixels, missing = {}, []
        for number, result in shelf.collect(paths, large, find_faces=find_faces):
            bar.advance(task)
            if isinstance(result, str):
                missing.append(result)
            else:
                pixels[number] = result
    if blur_faces:
        talk("  Faces that were found are blurred. Small or turned ones may be missed: look first.")
    return shelf.encode(pixels, large), missing


@contextlib.contextmanager
def _face_finder(*, wanted: bool) -> "Iterator[FindFaces | None]":
    """What finds faces; None where it isn't wanted, or can't be had (said on stderr)."""
    if not wanted:
        yield None
        return
    from spe.measure import extract  # noqa: PLC0415  (MediaPipe)
    from spe.photo import faces  # noqa: PLC0415  (MediaPipe)

    if (why := faces.why_unknown()) is not None:
        warn(f"{why} So no photo is shown: without finding faces, none can be blurred.")
    with extract.finder() as finder:
        yield None if finder is None else finder.find


def _data(facts: "Facts") -> dict[str, Any]:
    """The facts as JSON holds them; the model itself is in data/model.json."""
    told = {
        field.name: getattr(facts, field.name)
        for field in dataclasses.fields(facts)
        if field.name != "model"
    }
    return {"schema": "spe.report/1", **{name: _plain(value) for name, value in told.items()}}


def _plain(value: Any) -> Any:  # noqa: ANN401  (whatever the facts hold)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, datetime):
        return value.isoformat()
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
