"""How posts come in, for every command that brings some in: read, placed, gathered, told."""

import contextlib
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands._brought import Brought
from spe.commands._talk import progress, quiet, say, talk
from spe.commands._ticking import ticked
from spe.errors import NotReadyError
from spe.project import Project, keep_zone, zone
from spe.wording import day

if TYPE_CHECKING:
    from spe.posts import Post
    from spe.sources import Order, Reading, ReadOptions


@dataclass(frozen=True)
class Wanted:
    """How posts are to be brought in, as `spe import` has options for.

    Attributes:
        dates: how to read dates like 03/04/2024; None asks.
        zone_name: the account's time zone; None takes the one that is kept, or asks.
        since: the day before which posts are left out.
        as_of: the day on which likes were read, where a source does not say it.
        replies: whether posts that answer somebody are taken in.
        yes: whether photos alone are posts even out of several folders; else it is asked.
        overwrite: whether a source replaces counts that were typed.
        dry_run: whether nothing is written.
    """

    dates: "Order | None" = None
    zone_name: str | None = None
    since: datetime | None = None
    as_of: datetime | None = None
    replies: bool = False
    yes: bool = False
    overwrite: bool = False
    dry_run: bool = False


def bring_in(project: Project, sources: tuple[Path, ...], wanted: Wanted) -> Brought:
    """Read sources into the account's table; what only the person can know is asked.

    Raises:
        SourceError: none of the sources can be read.
    """
    from spe.files import locked  # noqa: PLC0415
    from spe.posts import as_text, keep_backup, write_posts  # noqa: PLC0415
    from spe.sources import ReadOptions, Store, gather  # noqa: PLC0415

    dry_run = wanted.dry_run
    project = _settled(project, wanted.zone_name, dry_run=dry_run)
    folders = True if wanted.yes else None if asks() else False
    options = ReadOptions(project.zone, wanted.dates, wanted.replies, folders)
    if wanted.as_of is not None:
        options = replace(options, as_of=_past(wanted.as_of.replace(tzinfo=project.zone)))
    readings, failed = _readings(sources, options, project)
    known = _known(project)
    since = None if wanted.since is None else wanted.since.replace(tzinfo=project.zone)
    with progress() as bar:
        task = bar.add_task("Placing photos", total=sum(len(one.found) for one in readings))
        store = Store(project, dry=dry_run, tick=lambda: bar.advance(task))
        result = gather(known, readings, store, since=since, overwrite=wanted.overwrite)
    with contextlib.nullcontext() if dry_run else locked(project.posts):
        # Placing photos takes minutes in which likes may be typed: others are not kept
        # waiting for so long, and what they wrote meanwhile is gathered into instead.
        if (meanwhile := _known(project)) != known:
            known, store = meanwhile, Store(project, dry=dry_run)
            result = gather(known, readings, store, since=since, overwrite=wanted.overwrite)
        posts = [_in_zone(post, project) for post in result.posts]
        if not dry_run and as_text(posts) != as_text(known):
            keep_backup(project.posts, project.backups, datetime.now(project.zone))
            write_posts(project.posts, posts)
    experiments = () if dry_run else ticked(project, posts)
    problems = [*failed, *(line for one in readings for line in one.problems), *result.problems]
    return Brought(project, readings, result, posts, problems, experiments)


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
        if not asks() or quiet():
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
            if not asks():
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


def asks() -> bool:
    """Whether somebody is there to answer a question."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _in_zone(post: "Post", project: Project) -> "Post":
    """The post with its time as the account's clock shows it: the same moment."""
    if post.posted_at is None:
        return post
    return replace(post, posted_at=post.posted_at.astimezone(project.zone))
