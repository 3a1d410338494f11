"""`spe report`: write what was learnt as a page, to read and to send on."""

import dataclasses
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spe.commands import _language
from spe.commands._talk import console, echo_json, progress, talk, warn
from spe.errors import SOME_SKIPPED
from spe.project import Project
from spe.wording.notices import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.progress import Progress

    from spe.drafts.follow import Follow
    from spe.report.assemble import Shown
    from spe.report.facts import Facts
    from spe.report.postcard import Shape
    from spe.report.words.protocol import Words


LOOK_FIRST = "  Faces that were found are blurred. Small or turned ones may be missed: look first."


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
@click.option(
    "--card",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a picture to send on instead of the page; a name that ends in .png or .jpg.",
)
@click.option(
    "--card-size",
    "shape",
    type=click.Choice(["post", "story"]),
    default="post",
    show_default=True,
    help="What the card is for: post is 1080 by 1350 pixels, story 1080 by 1920.",
)
@click.option("--captions", is_flag=True, help="Show captions.")
@click.option("--full", is_flag=True, help="Unfold all that is folded away, as for paper.")
@_language.option
@click.option("--json", "as_json", is_flag=True, help="The facts for scripts, and no page.")
@click.pass_obj
def command(
    project: Project,
    *,
    output: Path | None,
    open_it: bool,
    photos: "Shown",
    blur_faces: bool,
    card: Path | None,
    shape: "Shape",
    captions: bool,
    full: bool,
    lang: str | None,
    as_json: bool,
) -> int:
    """Write what was learnt as one page: no server, nothing loaded, good to send to a friend.

    Photos become small copies without EXIF, places or file names. With --card, the best photo
    and the one thing that was found become a picture.
    """
    from spe.report import postcard  # noqa: PLC0415  (Jinja)

    if card is not None:
        if output is not None or as_json:
            raise click.UsageError("--card writes a picture instead: leave out -o and --json.")
        postcard.kind_of(card)
    words = _language.language_for(project, lang).report
    facts, images, unread = known(project, captions=captions)
    if as_json:
        for problem in unread:
            warn(problem)
        echo_json(_data(facts))
        return SOME_SKIPPED if unread else 0
    if blur_faces and photos != "none":
        _warn_where_none_can_be_blurred()
    if card is not None:
        shown = {} if photos == "none" else images
        written, problems = (
            card,
            _write_card(facts, shown, card, shape, words, blur_faces=blur_faces),
        )
    else:
        written = output or project.report
        problems = write_page(
            facts, images, written, photos, words, unread, blur_faces=blur_faces, full=full
        )
        talk(f"  Wrote {written}  ({written.stat().st_size / 1e6:.1f} MB, opens offline)")
    if open_it:
        webbrowser.open(written.resolve().as_uri())
    return SOME_SKIPPED if problems else 0


def known(project: Project, *, captions: bool) -> "tuple[Facts, Mapping[str, Path], Sequence[str]]":
    """What is true of the account, where its photos lie by post id, and what can't be read."""
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
    facts = gather(
        model,
        features,
        posts,
        project.zone,
        captions=captions,
        track=track,
        experiments=experiments,
    )
    return facts, {post.id: project.image(post.image) for post in posts}, [*unread, *damaged]


def _warn_where_none_can_be_blurred() -> None:
    from spe.photo import faces  # noqa: PLC0415  (MediaPipe)

    if (why := faces.why_unknown()) is not None:
        warn(f"{why} So no photo is shown: without finding faces, none can be blurred.")


def write_page(
    facts: "Facts",
    images: "Mapping[str, Path]",
    path: Path,
    photos: "Shown",
    words: "Words",
    unread: "Sequence[str]",
    *,
    blur_faces: bool,
    full: bool = False,
) -> list[str]:
    """Write the page; returns what could not be read for it."""
    from spe.files import write_whole  # noqa: PLC0415
    from spe.report import assemble, page  # noqa: PLC0415  (Jinja)

    with progress() as bar:
        shown = assemble.photos_on_page(
            facts, images, photos, blur_faces=blur_faces, follow=_followed(bar)
        )
    if blur_faces and shown.pictures:
        talk(LOOK_FIRST)
    with console(stderr=True).status("Drawing the page"):
        html = page.render(facts, shown.pictures, words, colours=shown.colours, full=full)
    write_whole(path, html)
    for problem in shown.missing:
        warn(f"{problem} The page shows a grey tile.")
    others = [problem for problem in unread if problem.partition(" So ")[0] not in shown.missing]
    for problem in others:
        warn(problem)
    return [*shown.missing, *others]


def _write_card(
    facts: "Facts",
    images: "Mapping[str, Path]",
    path: Path,
    shape: "Shape",
    words: "Words",
    *,
    blur_faces: bool,
) -> list[str]:
    """Write the card; returns what is wrong with its photo."""
    from spe.files import write_whole  # noqa: PLC0415
    from spe.report import assemble, postcard  # noqa: PLC0415  (Jinja)

    photo, missing = assemble.photo_on_card(facts, images, blur_faces=blur_faces)
    write_whole(path, postcard.as_file(postcard.draw(facts, photo, shape, words), path))
    for problem in missing:
        warn(f"{problem} The card shows no photo.")
    if photo is not None and facts.posts[facts.best[0] - 1].far:
        warn("Its likes are far from those of the posts around it. Is the number right?")
    if photo is not None and blur_faces:
        talk(LOOK_FIRST)
    talk(f"  Wrote {path}.")
    return missing


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
