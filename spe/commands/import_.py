"""`spe import`: bring in your posts: an export, a table or a folder of photos."""

import contextlib
import sys
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands._talk import echo_json, progress, quiet, say, talk, warn
from spe.errors import SOME_SKIPPED, NotReadyError
from spe.project import Project, keep_zone, zone
from spe.wording import count, day

if TYPE_CHECKING:
    from spe.experiments.plan import Experiment
    from spe.posts import Post
    from spe.sources import Gathered, Reading, ReadOptions


@click.command()
@click.argument(
    "sources", nargs=-1, required=True, metavar="SRC...", type=click.Path(path_type=Path)
)
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="How to read dates like 03/04/2024.  [default: ask where a table does not tell]",
)
@click.option(
    "--tz",
    "zone_name",
    metavar="ZONE",
    help="The account's time zone, e.g. Europe/Zurich; kept in spe.toml.",
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Leave out posts before, e.g. 2024-01-01.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The day on which likes were read, where a source does not say it.",
)
@click.option("--replies", is_flag=True, help="Take in posts that answer somebody, too.")
@click.option("--yes", is_flag=True, help="Take photos alone as posts even out of several folders.")
@click.option("--overwrite", is_flag=True, help="Let a source replace counts that you typed.")
@click.option("--dry-run", is_flag=True, help="Say what would come in; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The summary for scripts.")
@click.pass_obj
def command(
    project: Project,
    sources: tuple[Path, ...],
    dates: str | None,
    zone_name: str | None,
    since: datetime | None,
    as_of: datetime | None,
    *,
    replies: bool,
    yes: bool,
    overwrite: bool,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Bring in posts: an export, a table that names photos, or a folder of photos.

    Several sources become one table; importing the same thing twice changes nothing.
    """
    from spe.files import locked  # noqa: PLC0415
    from spe.posts import as_text, keep_backup, write_posts  # noqa: PLC0415
    from spe.sources import ReadOptions, Store, gather  # noqa: PLC0415

    project = _settled(project, zone_name, dry_run=dry_run)
    folders = True if yes else None if _asks() else False
    options = ReadOptions(project.zone, dates, replies, folders)  # type: ignore[arg-type]  # Click chose
    if as_of is not None:
        options = replace(options, as_of=_past(as_of.replace(tzinfo=project.zone)))
    readings, failed = _readings(sources, options, project)
    known = _known(project)
    if since is not None:
        since = since.replace(tzinfo=project.zone)
    with progress() as bar:
        task = bar.add_task("Placing photos", total=sum(len(one.found) for one in readings))
        store = Store(project, dry=dry_run, tick=lambda: bar.advance(task))
        result = gather(known, readings, store, since=since, overwrite=overwrite)
    with contextlib.nullcontext() if dry_run else locked(project.posts):
        # Placing photos takes minutes in which likes may be typed: others are not kept
        # waiting for so long, and what they wrote meanwhile is gathered into instead.
        if (meanwhile := _known(project)) != known:
            known, store = meanwhile, Store(project, dry=dry_run)
            result = gather(known, readings, store, since=since, overwrite=overwrite)
        posts = [_in_zone(post, project) for post in result.posts]
        if not dry_run and as_text(posts) != as_text(known):
            keep_backup(project.posts, project.backups, datetime.now(project.zone))
            write_posts(project.posts, posts)
    experiments = () if dry_run else _ticked(project, posts)
    problems = [*failed, *(line for one in readings for line in one.problems), *result.problems]
    if not result.added + result.updated + result.unchanged:
        return _tell_nothing(readings, result, posts, problems, dry_run=dry_run, as_json=as_json)
    if as_json:
        echo_json(_facts(readings, result, posts, problems, dry_run=dry_run))
    else:
        _tell(project, readings, result, posts, problems, dry_run=dry_run)
        _tell_experiment(experiments)
    return SOME_SKIPPED if problems else 0


def _ticked(project: Project, posts: list["Post"]) -> "tuple[Experiment, ...]":
    """Tick off the posts that experiments count; one that can't be read costs only itself."""
    from spe.errors import TableError  # noqa: PLC0415

    if not project.experiments.exists():
        return ()
    from spe.experiments.store import tick_off  # noqa: PLC0415  (OpenCV)

    try:
        return tick_off(project.experiments, posts)
    except TableError as error:
        warn(f"{error} Until then no post is ticked off.")
        return ()


def _tell_experiment(experiments: "tuple[Experiment, ...]") -> None:
    """How far the experiment is that runs."""
    last = experiments[-1] if experiments else None
    if last is not None and last.cancelled_at is None:
        done = f"{len(last.ticked)} of {count(last.posts, 'post')}"
        talk(f"  · your experiment: {done} so far (spe try)")


def _known(project: Project) -> list["Post"]:
    from spe.posts import read_posts  # noqa: PLC0415

    try:
        return read_posts(project.posts)
    except NotReadyError:
        return []


def _past(as_of: datetime) -> datetime:
    """The start of a day on which likes can have been read."""
    if as_of > datetime.now(as_of.tzinfo):
        raise click.BadParameter(f"{day(as_of)} is still to come.", param_hint="--as-of")
    from spe.cells import FIRST_YEAR  # noqa: PLC0415

    if as_of.year < FIRST_YEAR:
        raise click.BadParameter(f"there were no likes in {as_of.year}.", param_hint="--as-of")
    return as_of


def _settled(project: Project, zone_name: str | None, *, dry_run: bool) -> Project:
    """The project with its time zone: the one named, the one kept, or the one just asked for."""
    if zone_name is None:
        if "timezone" in project.settings:
            return project
        system = str(project.zone)
        if not _asks() or quiet():
            talk(f"  Times are in {system}, this computer's zone. Another: --tz Europe/Zurich")
            return project
        zone_name = click.prompt("  Time zone of the account", default=system, err=True)
    zone(zone_name)
    if dry_run:
        made = Project(project.root)
        vars(made)["zone"] = zone(zone_name)
        return made
    keep_zone(project, zone_name)
    return Project(project.root)


def _readings(
    sources: tuple[Path, ...], options: "ReadOptions", project: Project
) -> tuple[list["Reading"], list[str]]:
    """What the sources give; what only the person can know is asked."""
    from spe.sources import DatesUnclear, FoldersUnclear, read_sources  # noqa: PLC0415

    skip = project.posts.parent
    while True:
        try:
            readings, failed = read_sources(sources, options, skip)
            break
        except DatesUnclear as error:
            if not _asks():
                raise
            say(str(error), err=True)
            orders = click.Choice(["day-first", "month-first"])
            asked = click.prompt("  Which", type=orders, err=True)
            options = replace(options, dates=asked)  # type: ignore[arg-type]  # Click chose
        except FoldersUnclear as error:
            say(str(error), err=True)
            options = replace(options, folders=click.confirm("  Are all of them posts", err=True))
    if failed and not readings:
        raise failed[0]
    return readings, [str(error) for error in failed]


def _asks() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _in_zone(post: "Post", project: Project) -> "Post":
    """The post with its time as the account's clock shows it: the same moment."""
    if post.posted_at is None:
        return post
    return replace(post, posted_at=post.posted_at.astimezone(project.zone))


def _facts(
    readings: list["Reading"],
    result: "Gathered",
    posts: list["Post"],
    problems: list[str],
    *,
    dry_run: bool,
) -> dict[str, object]:
    times = [post.posted_at for post in posts if post.posted_at]
    return {
        "schema": "spe.import/1",
        "dry_run": dry_run,
        "sources": [reading.source for reading in readings],
        "added": result.added,
        "updated": result.updated,
        "unchanged": result.unchanged,
        "kept_typed": result.kept_typed,
        "kept_dated": result.kept_dated,
        "posts": len(posts),
        "with_likes": sum(post.likes is not None for post in posts),
        "albums": _albums(posts),
        "first": min(times).isoformat() if times else None,
        "last": max(times).isoformat() if times else None,
        "left_out": dict(_left_out(readings, result)),
        "notes": [note for reading in readings for note in reading.notes],
        "problems": problems,
    }


def _albums(posts: list["Post"]) -> int:
    return sum((post.pictures or 1) > 1 for post in posts)


def _of_albums(posts: list["Post"]) -> str:
    """What is looked at of albums: all of the first photo, faces on the others that came."""
    others = sum(len(post.more_images) for post in posts)
    if not others:
        return "their first photo is measured; no other is here"
    more = count(others, "further photo")
    return f"their first photo is measured, and faces are looked for on {more}"


def _left_out(readings: list["Reading"], result: "Gathered") -> Counter[str]:
    return sum((reading.left_out for reading in readings), Counter(result.left_out))


# How many problems are named one by one.
_NAMED = 8


def _tell(
    project: Project,
    readings: list["Reading"],
    result: "Gathered",
    posts: list["Post"],
    problems: list[str],
    *,
    dry_run: bool,
) -> None:
    done = [
        f"{result.added} new" if result.added else "",
        f"{result.updated} updated" if result.updated else "",
        "" if result.added or result.updated else "nothing new",
    ]
    would = "  (dry run: nothing was written)" if dry_run else ""
    span = _span(posts)
    say(f"  ✓ {', '.join(filter(None, done))} · {count(len(posts), 'post')}{span}{would}")
    if reasons := _reasons(_left_out(readings, result)):
        say(f"  · left out: {reasons}")
    if albums := _albums(posts):
        say(f"  · posts of several photos: {albums} ({_of_albums(posts)})")
    for reading in readings:
        for note in reading.notes:
            talk(f"  · {note}")
    _tell_kept(result)
    for problem in problems[:_NAMED]:
        warn(problem)
    if len(problems) > _NAMED:
        warn(f"... and {len(problems) - _NAMED} more like these.")
    missing = sum(post.likes is None and not post.excluded for post in posts)
    if missing:
        talk(
            f"\n  Next: the likes of {count(missing, 'post')}, about 5 seconds each\n"
            "    spe likes               shows each photo, you type the number (stop any time)\n"
            "    spe likes --sheet       a table to fill in, with a page of thumbnails"
        )
    elif dry_run:
        talk("\n  To let it come in: the same without --dry-run")
    else:
        from spe.model.so_far import so_far  # noqa: PLC0415

        talk(f"\n  {so_far(project).next_step}")


def _tell_kept(result: "Gathered") -> None:
    """Which counts a source did not replace."""
    if result.kept_typed:
        typed = count(result.kept_typed, "count")
        talk(f"  · {typed} that you typed stay. --overwrite replaces them.")
    if result.kept_dated:
        dated = count(result.kept_dated, "known count")
        talk(
            f"  · {dated} stay{'s' * (result.kept_dated == 1)}: when the other was read, nobody "
            "says. If you know the day: --as-of 2026-03-04"
        )


def _tell_nothing(
    readings: list["Reading"],
    result: "Gathered",
    posts: list["Post"],
    problems: list[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Say why no post came in: with a source in hand that is a failure, whatever the reason.

    Raises:
        SourceError: always, unless the summary is for scripts.
    """
    from spe.errors import SourceError  # noqa: PLC0415

    if as_json:
        echo_json(_facts(readings, result, posts, problems, dry_run=dry_run))
        return SourceError.exit_code
    for reading in readings:
        for note in reading.notes:
            talk(f"  · {note}")
    for problem in problems[:_NAMED]:
        warn(problem)
    reasons = _reasons(_left_out(readings, result))
    raise SourceError("No post came in." + (f" Left out: {reasons}." if reasons else ""))


def _reasons(out: Counter[str]) -> str:
    return ", ".join(f"{reason} ({count})" for reason, count in out.most_common() if count)


def _span(posts: list["Post"]) -> str:
    times = sorted(post.posted_at for post in posts if post.posted_at)
    if not times:
        return ""
    first, last = (day(moment) for moment in (times[0], times[-1]))
    return f", {first} – {last}" if first != last else f", {first}"
