"""`spe score`: what drafts may expect."""

import contextlib
import glob
import math
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from spe.commands._talk import SOME_SKIPPED, echo_json, progress, say, talk, warn
from spe.errors import NoSkillError, NotReadyError, PhotoError, SpeError, TableError
from spe.project import Project

if TYPE_CHECKING:
    from spe.drafts.posting_time import Slot
    from spe.drafts.score import PastPost, Scored
    from spe.drafts.suggest import Draft
    from spe.model.fitted import FittedModel
    from spe.posts import Post

# The longest side of a page's photos, and the JPEG quality of those and of saved edits.
THUMBNAIL, PAGE_QUALITY, QUALITY = 560, 82, 95

# From this many drafts on, measuring takes long enough for a bar.
SEVERAL = 4


@click.command()
@click.argument("drafts", nargs=-1, metavar="DRAFT...")
@click.option(
    "--at",
    "when",
    default="now",
    show_default=True,
    help="When it will be posted: 18:00, 'Friday 18:00', 'tomorrow 9:00', 2026-11-27.",
)
@click.option(
    "--multi",
    "pictures",
    type=click.IntRange(min=2),
    metavar="N",
    help="Each is the first photo of an album of N.  [default: a single photo]",
)
@click.option("--when", "propose", is_flag=True, help="Propose times, if the time matters.")
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
@click.option("--log", "remember", is_flag=True, help="Remember the guesses for spe track.")
@click.option(
    "--html", "page", type=click.Path(path_type=Path, dir_okay=False), help="Write a page."
)
@click.option("--show-features", is_flag=True, help="Show everything that was measured.")
@click.option(
    "--files-from",
    type=click.File("r", encoding="utf-8"),
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
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
@click.pass_obj
def command(project: Project, /, drafts: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401
    """Say what DRAFT photos may expect: likes, range, rank and reasons.

    DRAFT is a photo, a folder of photos, a pattern such as 'drafts/*.heic', or - for names
    on standard input. One draft is shown in full, several as a ranking.
    """
    return _run(project, drafts, Wishes(**options))


@dataclass(frozen=True)
class Wishes:
    """What the options say; `pictures` is None for a single photo."""

    when: str
    pictures: int | None
    propose: bool
    rank_by: Any
    top: int | None
    explain: int
    changes: bool | None
    save_edits: Path | None
    remember: bool
    page: Path | None
    show_features: bool
    files_from: Any
    nul: bool
    require_skill: bool
    form: Any


@dataclass
class Taken:
    """The drafts that could be measured, by name, and why the others could not."""

    paths: dict[str, str] = field(default_factory=dict)
    values: dict[str, Mapping[str, float]] = field(default_factory=dict)
    pictures: dict[str, tuple[int, ...]] = field(default_factory=dict)
    thumbnails: dict[str, bytes] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    only: "Draft | None" = None


def _run(project: Project, drafts: tuple[str, ...], wishes: Wishes) -> int:
    from spe.drafts.parse_time import parse_when  # noqa: PLC0415
    from spe.model.fitted import FittedModel  # noqa: PLC0415  (numpy)

    clock = datetime.now(project.zone)
    at = parse_when(wishes.when, clock).astimezone(project.zone)
    model = FittedModel.read(project.model)
    if wishes.require_skill and not model.has_skill:
        raise NoSkillError(
            f"With {model.n_posts} posts the model can't tell your photos apart yet."
        )
    taken = _taken(_named(drafts, wishes), wishes, model)
    result = _scored_drafts(project, model, taken, wishes, at, clock)
    if wishes.remember:
        _remember(project, result, taken, clock)
    _say(result, taken, wishes)
    if wishes.save_edits is not None:
        _save_edits(wishes.save_edits, result.shown, taken)
    if wishes.page is not None:
        _write_page(wishes.page, result, taken, wishes)
    return SOME_SKIPPED if taken.skipped else 0


@dataclass(frozen=True)
class Result:
    """The scores: all of them, those to show, and what goes for every draft.

    `pictures` is how many each post is to hold. `slots` are times to post, None where nobody
    asked; `sought` is whether edits were tried.
    """

    model: "FittedModel"
    at: datetime
    pictures: int
    ranked: "list[Scored]"
    shown: "list[Scored]"
    slots: "list[Slot] | None"
    sought: bool
    warnings: list[str]


def _scored_drafts(
    project: Project,
    model: "FittedModel",
    taken: Taken,
    wishes: Wishes,
    at: datetime,
    clock: datetime,
) -> Result:
    from spe.drafts import posting_time, score  # noqa: PLC0415
    from spe.measure import extract  # noqa: PLC0415
    from spe.posts import Post  # noqa: PLC0415

    posts, past = _posts(project), _past(project)
    pictures = wishes.pictures or 1
    posted = sorted(post.posted_at for post in posts if post.posted_at is not None)
    shared = {
        **extract.measure_post(Post("", "", pictures=pictures)),
        **extract.measure_moment(posting_time.moment_at(at, posted)),
    }
    drafts = {name: {**values, **shared} for name, values in taken.values.items()}
    ranked = [
        _recognised(one, taken, past, posts, project, model)
        for one in score.score(model, drafts, past, at=at, rank_by=wishes.rank_by)
    ]
    shown = ranked[: wishes.top]
    sought = len(ranked) == 1 if wishes.changes is None else wishes.changes
    if sought or wishes.save_edits is not None:
        shown = _changed(shown, taken, model, at)
        sought = True
    slots = posting_time.slots(model, shown[0].values, at, posted) if wishes.propose else None
    warnings = [*score.general_warnings(model, at, clock, pictures), *_alike_drafts(taken)]
    return Result(model, at, pictures, ranked, shown, slots, sought, warnings)


def _say(result: Result, taken: Taken, wishes: Wishes) -> None:
    """Print the scores, for scripts, spreadsheets or people."""
    from spe.commands import _scored  # noqa: PLC0415

    model, shown, at, slots = result.model, result.shown, result.at, result.slots
    if wishes.form == "json":
        echo_json(
            _scored.facts(
                model,
                shown,
                taken.skipped,
                at,
                given=wishes.when,
                pictures=result.pictures,
                sought=result.sought,
                slots=slots,
                warnings=result.warnings,
                paths=taken.paths,
            )
        )
        return
    if wishes.form == "csv":
        say(_scored.sheet(shown, taken.paths).rstrip("\n"))
        _scored.warn_of(shown)
        for warning in result.warnings:
            warn(warning)
        return
    now, pictures = wishes.when == "now", result.pictures
    if len(result.ranked) == 1:
        _scored.show_one(
            model,
            shown[0],
            at,
            now=now,
            pictures=pictures,
            explain=wishes.explain,
            sought=result.sought,
            slots=slots,
        )
    else:
        total = len(result.ranked)
        _scored.show_many(
            model, shown, total, at, now=now, pictures=pictures, paths=taken.paths, slots=slots
        )
        if result.sought and model.has_skill:
            _scored.show_changes(shown)
    for warning in result.warnings:
        warn(warning)
    if wishes.show_features:
        _scored.show_features(shown)


# Which photos.


def _named(drafts: tuple[str, ...], wishes: Wishes) -> list[str]:
    """The names given, as arguments and in a file."""
    names = list(drafts)
    if wishes.files_from is not None:
        names += _split(wishes.files_from.read(), nul=wishes.nul)
    if "-" in drafts:
        if wishes.files_from is not None and wishes.files_from is sys.stdin:
            raise click.UsageError("Standard input can be read once: - or --files-from -.")
        read = _split(sys.stdin.read(), nul=wishes.nul)
        names = [item for name in names for item in (read if name == "-" else [name])]
    if not names:
        raise click.UsageError(
            "Name a photo or a folder of photos, for example: spe score drafts/"
            if not drafts and wishes.files_from is None
            else "No names of photos came in."
        )
    return names


def _split(text: str, *, nul: bool) -> list[str]:
    return [name for name in (text.split("\0") if nul else text.splitlines()) if name.strip()]


def _paths(names: Iterable[str], skipped: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """The photos meant, each with the name it was given; what can't be one goes to `skipped`."""
    from spe.photo.decode import SUFFIXES  # noqa: PLC0415  (OpenCV)

    for name in names:
        path = Path(name)
        if path.is_dir():
            inside = sorted(item for item in path.iterdir() if not item.name.startswith("."))
            photos = [item for item in inside if item.suffix.lower() in SUFFIXES]
            others = [item for item in inside if item not in photos and item.is_file()]
            if others:
                listed = ", ".join(item.name for item in others[:3])
                more = "" if len(others) <= 3 else f" and {len(others) - 3} more"
                talk(f"  Left aside in {name}: {listed}{more} (no photos).")
            if not photos:
                skipped[name] = (
                    f"{name}: no photos in this folder (JPEG, PNG, HEIC, WebP, AVIF, TIFF, GIF)."
                )
            yield from ((item, str(item)) for item in photos)
        elif path.exists():
            yield path, name
        elif matches := _matches(name):
            yield from ((Path(match), match) for match in matches)
        else:
            skipped[name] = f"{name}: no such file."


def _matches(pattern: str) -> list[str]:
    """The files a pattern means, where the shell did not say."""
    if not glob.has_magic(pattern):
        return []
    found = glob.glob(pattern, recursive=True)  # noqa: PTH207  (the pattern may be absolute)
    return sorted(match for match in found if Path(match).is_file())


def _taken(names: list[str], wishes: Wishes, model: "FittedModel") -> Taken:
    """Measure the drafts, one after the other.

    Raises:
        SpeError: none of them could be measured.
    """
    from spe.drafts import suggest  # noqa: PLC0415
    from spe.drafts.forecast_log import pictures  # noqa: PLC0415
    from spe.measure import extract  # noqa: PLC0415
    from spe.photo import faces  # noqa: PLC0415

    taken = Taken()
    found = {path.resolve(): (path, name) for path, name in _paths(names, taken.skipped)}
    if found and "faces" in model.by_name and (why := faces.why_unknown()) is not None:
        warn(f"{why} Faces stay unknown.")
    called = _called([path for path, _ in found.values()])
    with contextlib.ExitStack() as stack:
        bar = stack.enter_context(progress()) if len(found) >= SEVERAL else None
        task = bar.add_task("Measuring drafts", total=len(found)) if bar else None
        finder = stack.enter_context(extract.finder())
        for (path, name), short in zip(found.values(), called, strict=True):
            try:
                draft = suggest.measured(path, finder, short)
            except PhotoError as error:
                taken.skipped[name] = str(error)
            else:
                taken.paths[short] = name
                taken.values[short] = draft.values
                taken.pictures[short] = pictures(draft.decoded.rgb)
                if wishes.page is not None:
                    taken.thumbnails[short] = _thumbnail(draft)
                taken.only = draft if len(found) == 1 else None
            if bar is not None and task is not None:
                bar.advance(task)
    for problem in taken.skipped.values():
        warn(f"{problem.rstrip('.')}. Skipped.")
    if not taken.values:
        raise SpeError(
            "None of the drafts could be measured.\nName a photo, or a folder with photos in it."
        )
    return taken


def _called(paths: list[Path]) -> list[str]:
    """What to call each draft: its file name, or its path where two share one."""
    names = [path.name for path in paths]
    return [str(path) if names.count(path.name) > 1 else path.name for path in paths]


def _thumbnail(draft: "Draft") -> bytes:
    from spe.photo.decode import encode, shrink  # noqa: PLC0415

    return encode(shrink(draft.decoded.rgb, THUMBNAIL), PAGE_QUALITY)


# What is known already.


def _posts(project: Project) -> "list[Post]":
    from spe.posts import read_posts  # noqa: PLC0415

    try:
        return read_posts(project.posts)
    except NotReadyError:
        return []


def _past(project: Project) -> dict[str, dict[str, float]]:
    from spe.measure.extract import read_values  # noqa: PLC0415

    try:
        return read_values(project.features)
    except NotReadyError:
        return {}
    except TableError as error:
        warn(f"{error}\nUntil then, posts that look alike are not found.")
        return {}


def _recognised(
    one: "Scored",
    taken: Taken,
    past: Mapping[str, Mapping[str, float]],
    posts: "list[Post]",
    project: Project,
    model: "FittedModel",
) -> "Scored":
    """The draft with the post that already shows its picture, and the sentence on it."""
    from spe.drafts.score import look_alikes  # noqa: PLC0415

    known = {post.id: post for post in posts}
    for name in look_alikes(taken.values[one.name], past):
        post = _same(known.get(name), taken.pictures[one.name][0], project)
        if post is None:
            continue
        learnt = name in {fit.id for fit in model.posts}
        said = f"You posted this picture on {post.posted_at.day} {post.posted_at:%b %Y}"
        said += "." if math.isnan(post.likes) else f", and it got {post.likes:.0f} likes."
        if learnt:
            said += " The model has learnt from it, so this guess is no test."
        return replace(one, posted=post, warnings=(said, *one.warnings))
    return one


def _same(post: "Post | None", picture: int, project: Project) -> "PastPost | None":
    """The post, if its photo shows this picture."""
    from spe.drafts.score import PastPost  # noqa: PLC0415
    from spe.photo.decode import decode  # noqa: PLC0415
    from spe.photo.fingerprint import fingerprint, same_picture  # noqa: PLC0415

    if post is None or post.posted_at is None:
        return None
    try:
        decoded = decode(project.image(post.image))
    except PhotoError:
        return None
    if not same_picture(fingerprint(decoded.rgb), picture):
        return None
    likes = float("nan") if post.likes is None else float(post.likes)
    return PastPost(post.id, post.posted_at, likes)


def _alike_drafts(taken: Taken) -> list[str]:
    """A sentence for each draft that shows the picture of an earlier one."""
    from spe.photo.fingerprint import same_picture  # noqa: PLC0415

    said = []
    names = list(taken.pictures)
    for number, name in enumerate(names):
        for other in names[:number]:
            if same_picture(taken.pictures[name][0], taken.pictures[other][0]):
                said.append(f"{other} and {name} show the same picture.")
                break
    return said


# What is written.


def _changed(
    shown: "list[Scored]", taken: Taken, model: "FittedModel", at: datetime
) -> "list[Scored]":
    """The drafts with the edits that would raise them."""
    from spe.drafts import posting_time, suggest  # noqa: PLC0415
    from spe.measure import extract  # noqa: PLC0415

    changed = []
    with extract.finder() as finder:
        for one in shown:
            draft = taken.only or suggest.measured(Path(taken.paths[one.name]), finder, one.name)
            used = posting_time.timed(model, one.values, at)
            changed.append(replace(one, changes=suggest.changes(model, draft, used)))
    return changed


def _save_edits(folder: Path, shown: "list[Scored]", taken: Taken) -> None:
    """Write each edited photo, in all its pixels and without its EXIF."""
    from spe.files import write_whole  # noqa: PLC0415
    from spe.photo.decode import decode, encode  # noqa: PLC0415

    written = 0
    for one in shown:
        edits = [change.edit for change in one.changes if change.edit is not None]
        if not edits:
            continue
        path = Path(taken.paths[one.name])
        whole = decode(path, one.name, side=None).rgb
        for edit in edits:
            target = folder / f"{path.stem}_{edit.name}.jpg"
            write_whole(target, encode(edit.apply(whole), QUALITY))
            written += 1
    photos = "photo" if written == 1 else "photos"
    talk(f"  Wrote {written} edited {photos} to {folder}." if written else "  No edit to write.")


def _remember(project: Project, result: Result, taken: Taken, clock: datetime) -> None:
    """Write the guesses down before anybody knows better."""
    from spe.drafts.forecast_log import Guess, remember  # noqa: PLC0415
    from spe.drafts.score import CONFIDENCE  # noqa: PLC0415

    guesses = [
        Guess(
            file=Path(taken.paths[one.name]).name,
            scored_at=clock,
            posting_at=result.at,
            expected=one.expected,
            low=one.low,
            high=one.high,
            confidence=CONFIDENCE,
            usual=one.usual,
            p_above_usual=one.p_above_usual,
            has_skill=result.model.has_skill,
            model=result.model.data_hash,
            pictures=taken.pictures[one.name],
            made_up=result.model.made_up,
        )
        for one in result.ranked
    ]
    remember(project.scores, guesses)
    drafts = "1 draft" if len(guesses) == 1 else f"{len(guesses)} drafts"
    talk(f"  Remembered {drafts}. Once posted and imported: spe track")


def _write_page(path: Path, result: Result, taken: Taken, wishes: Wishes) -> None:
    from spe.commands import _scored  # noqa: PLC0415
    from spe.drafts import contact_sheet  # noqa: PLC0415  (jinja2)
    from spe.files import write_whole  # noqa: PLC0415

    which, why = _scored.too_close(result.shown) if result.model.has_skill else ("", "")
    text = contact_sheet.page(
        result.model,
        result.shown,
        taken.thumbnails,
        posting=_scored.posting(result.at, result.pictures, now=wishes.when == "now"),
        close=f"It can’t be told which of {which} will do best. {why}" if which else "",
    )
    write_whole(path, text)
    talk(f"  Wrote {path}.")
