"""`spe score`: say what a photo may expect before you post it."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spe.commands import _language
from spe.commands._talk import echo_json, progress, say_raw, talk, warn
from spe.errors import SOME_SKIPPED
from spe.project import Project

if TYPE_CHECKING:
    from spe.drafts.pipeline import ScoredDrafts

# From this many drafts on, measuring takes long enough for a bar.
SEVERAL = 4

# How photos begin, but for HEIC and AVIF.
_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"II*\0", b"MM\0*")


@click.command()
@click.argument("drafts", nargs=-1, metavar="DRAFT...")
@click.option(
    "--at",
    default="now",
    show_default=True,
    help="When it will be posted: 18:00, 'Friday 18:00', 'tomorrow 9:00', 2026-11-27.",
)
@click.option(
    "--multi",
    "n_photos",
    type=click.IntRange(min=2),
    metavar="N",
    help="Each is the first photo of an album of N.  [default: a single photo]",
)
@click.option(
    "--caption",
    metavar="TEXT",
    help="What will be written beside it, or beside each; only its form counts, no word is kept.",
)
@click.option(
    "--subject",
    metavar="NAME",
    help="What is in the picture, or in each: one of the subjects of your posts.",
)
@click.option(
    "--when",
    "propose_times",
    is_flag=True,
    help="Propose times, if the time matters.",
)
@click.option(
    "--rank-by",
    type=click.Choice(["expected", "best"]),
    default="expected",
    show_default=True,
    help="By expected likes, or by the chance to do best.",
)
@click.option("--top", type=click.IntRange(min=1), help="Show only the best N.")
@click.option(
    "--explain", type=click.IntRange(min=0), default=4, show_default=True, help="Reasons shown."
)
@click.option(
    "--changes/--no-changes",
    default=None,
    help="Try crops, light, warmth, level, black and white.  [default: for one draft]",
)
@click.option(
    "--save-edits",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the edited photos to this folder.",
)
@click.option("--log", is_flag=True, help="Remember the guesses for spe track.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write a page.")
@_language.option
@click.option("--show-features", is_flag=True, help="Show everything that was measured.")
@click.option(
    "--files-from",
    type=click.File("rb"),
    help="Read more names from a file, one a line; - for standard input.",
)
@click.option("-0", "nul", is_flag=True, help="Names that are read end with NUL, as find -print0.")
@click.option("--require-skill", is_flag=True, help="End with code 5 where the model can't tell.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="How to print: for people, for scripts, for spreadsheets.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="The same as --format json.",
)
@click.pass_obj
def command(project: Project, /, drafts: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401
    """Say what DRAFT photos may expect: likes, range, rank and reasons.

    DRAFT is a photo, a folder of photos, a pattern such as 'drafts/*.heic', or - for names
    on standard input. One draft is shown in full, several as a ranking.
    """
    return _run(project, drafts, Asked(**options))


@dataclass(frozen=True)
class Asked:
    """What the options say, each under its own name where it has one that Python allows."""

    at: str
    n_photos: int | None
    caption: str | None
    subject: str | None
    propose_times: bool
    rank_by: Any
    top: int | None
    explain: int
    changes: bool | None
    save_edits: Path | None
    log: bool
    html: Path | None
    lang: str | None
    show_features: bool
    files_from: Any
    nul: bool
    require_skill: bool
    form: str
    as_json: bool


def _run(project: Project, drafts: tuple[str, ...], asked: Asked) -> int:
    from spe.drafts import pipeline  # noqa: PLC0415  (numpy, OpenCV, jinja2)
    from spe.languages import language  # noqa: PLC0415  (as above)

    code = _language.code_for(project, asked.lang)
    result = pipeline.score_drafts(
        project,
        _named(drafts, asked),
        at=asked.at,
        options=pipeline.ScoreOptions(
            n_photos=asked.n_photos or 1,
            caption=asked.caption,
            subject=asked.subject,
            propose_times=asked.propose_times,
            rank_by=asked.rank_by,
            top=asked.top,
            try_edits=asked.changes if asked.save_edits is None else True,
            thumbnails=asked.html is not None,
            require_skill=asked.require_skill,
        ),
        listener=pipeline.Listener(lambda said: talk(f"  {said}"), warn, _followed),
    )
    if asked.log:
        number = pipeline.remember_guesses(project, result)
        what = "1 draft" if number == 1 else f"{number} drafts"
        talk(f"  Remembered {what}. Once posted and imported: spe track")
    _show(result, asked)
    if (folder := asked.save_edits) is not None:
        number = pipeline.save_edits(result, folder)
        what = "1 edited photo" if number == 1 else f"{number} edited photos"
        talk(f"  Wrote {what} to {folder}." if number else "  No edit to write.")
    if asked.html is not None:
        pipeline.write_page(result, asked.html, language(code).drafts)
        talk(f"  Wrote {asked.html}.")
    return SOME_SKIPPED if result.skipped else 0


def _followed(items: Iterable[Any], description: str, total: int) -> Iterable[Any]:
    """The drafts, with a bar where there are several."""
    if total < SEVERAL:
        yield from items
        return
    with progress() as bar:
        yield from bar.track(items, total=total, description=description)


def _show(result: "ScoredDrafts", asked: Asked) -> None:
    """Print the scores, for scripts, spreadsheets or people."""
    if asked.as_json or asked.form == "json":
        from spe.drafts import export  # noqa: PLC0415  (as above)

        echo_json(export.facts(result))
        return
    from spe.commands import _score_many, _score_one  # noqa: PLC0415  (Rich)

    if asked.form == "csv":
        from spe.drafts import export  # noqa: PLC0415  (as above)

        say_raw(export.table(result).rstrip("\n"))
        _score_many.warn_of(result.shown)
    elif len(result.ranked) == 1:
        _score_one.show_one(result, asked.explain)
    else:
        _score_many.show_many(result)
        if result.edits_tried and result.model.answer.told_apart:
            _score_many.show_changes(result.shown, result.model)
    for warning in result.warnings:
        warn(warning)
    if asked.show_features and asked.form == "table":
        _score_many.show_features(result.shown)


def _named(drafts: tuple[str, ...], asked: Asked) -> Iterator[str]:
    """The names given as arguments and in a file, read when they are asked for."""
    names = list(drafts)
    if asked.files_from is not None:
        names += _names_in(asked.files_from.read(), nul=asked.nul)
    if "-" in drafts:
        stream = sys.stdin.buffer
        if asked.files_from is not None and asked.files_from is stream:
            raise click.UsageError("Standard input can be read once: - or --files-from -.")
        read = _names_in(stream.read(), nul=asked.nul)
        names = [item for name in names for item in (read if name == "-" else [name])]
    if not names:
        raise click.UsageError(
            "Name a photo or a folder of photos, for example: spe score drafts/"
            if not drafts and asked.files_from is None
            else "No names of photos came in."
        )
    yield from names


def _names_in(data: bytes, *, nul: bool) -> list[str]:
    """The names in what was read; a photo itself, or names that end otherwise, are none."""
    if data.startswith(_PHOTOS) or data[4:8] == b"ftyp":
        raise click.UsageError("That is a photo itself. Give its name: spe score photo.jpg")
    if b"\0" in data and not nul:
        raise click.UsageError("That is no list of names, one a line. If they end with NUL: -0")
    return _split(data.decode("utf-8-sig", "surrogateescape"), nul=nul)


def _split(text: str, *, nul: bool) -> list[str]:
    return [name for name in (text.split("\0") if nul else text.splitlines()) if name.strip()]
