"""`spe import`: bring in your posts: an export, a table or a folder of photos."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands._bring_in import Wanted, bring_in
from spe.commands._brought import Brought, tell, tell_nothing
from spe.commands._talk import echo_json, talk
from spe.commands._ticking import tell_experiment
from spe.errors import SOME_SKIPPED, SourceError
from spe.project import Project
from spe.wording import count

if TYPE_CHECKING:
    from spe.sources import Order


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
    dates: "Order | None",
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
    wanted = Wanted(
        dates=dates,
        zone_name=zone_name,
        since=since,
        as_of=as_of,
        replies=replies,
        yes=yes,
        overwrite=overwrite,
        dry_run=dry_run,
    )
    brought = bring_in(project, sources, wanted)
    if as_json:
        echo_json(_facts(brought, dry_run=dry_run))
    if not brought.anything:
        if as_json:
            return SourceError.exit_code
        raise tell_nothing(brought)
    if not as_json:
        tell(brought, dry_run=dry_run)
        _tell_next(brought, dry_run=dry_run)
        tell_experiment(brought.experiments)
    return SOME_SKIPPED if brought.problems else 0


def _tell_next(brought: Brought, *, dry_run: bool) -> None:
    """What to do next: the likes that are missing first."""
    missing = sum(post.likes is None and not post.excluded for post in brought.posts)
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

        talk(f"\n  {so_far(brought.project).next_step}")


def _facts(brought: Brought, *, dry_run: bool) -> dict[str, object]:
    readings, result, posts = brought.readings, brought.result, brought.posts
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
        "albums": brought.albums,
        "first": min(times).isoformat() if times else None,
        "last": max(times).isoformat() if times else None,
        "left_out": dict(brought.left_out),
        "notes": [note for reading in readings for note in reading.notes],
        "problems": brought.problems,
    }
