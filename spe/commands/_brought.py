"""What came in, and how it is told."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spe.commands._talk import say, talk, warn
from spe.errors import SourceError
from spe.project import Project
from spe.wording import count, day

if TYPE_CHECKING:
    from spe.experiments.plan import Experiment
    from spe.posts import Post
    from spe.sources import Gathered, Reading

# How many problems are named one by one.
_NAMED = 8


@dataclass(frozen=True)
class Brought:
    """What came in.

    Attributes:
        project: the account, with its time zone.
        readings: what each source gave.
        result: what became of it.
        posts: the account's posts now.
        problems: sentences on what could not be read.
        experiments: those that are planned, with the posts ticked off.
    """

    project: Project
    readings: "list[Reading]"
    result: "Gathered"
    posts: "list[Post]"
    problems: list[str]
    experiments: "tuple[Experiment, ...]"

    @property
    def anything(self) -> bool:
        """Whether any post came in, new or known."""
        return bool(self.result.added + self.result.updated + self.result.unchanged)

    @property
    def left_out(self) -> Counter[str]:
        """How many posts were left out, by the reason."""
        counts = (reading.left_out for reading in self.readings)
        return sum(counts, Counter(self.result.left_out))

    @property
    def albums(self) -> int:
        """How many posts are of several photos."""
        return sum((post.pictures or 1) > 1 for post in self.posts)


def tell(brought: Brought, *, dry_run: bool = False) -> None:
    """Say what came in, what was left out, and what to know about it."""
    result, posts = brought.result, brought.posts
    done = [
        f"{result.added} new" if result.added else "",
        f"{result.updated} updated" if result.updated else "",
        "" if result.added or result.updated else "nothing new",
    ]
    would = "  (dry run: nothing was written)" if dry_run else ""
    span = _span(posts)
    say(f"  ✓ {', '.join(filter(None, done))} · {count(len(posts), 'post')}{span}{would}")
    if reasons := _reasons(brought.left_out):
        say(f"  · left out: {reasons}")
    if albums := brought.albums:
        say(f"  · posts of several photos: {albums} ({_of_albums(posts)})")
    if undated := sum(post.posted_at is None and not post.excluded for post in posts):
        say(
            f"  · without a posting time: {undated}. Nothing is learnt from those; a table can tell"
        )
    _tell_notes(brought)
    _tell_kept(result)
    for problem in brought.problems[:_NAMED]:
        warn(problem)
    if len(brought.problems) > _NAMED:
        warn(f"... and {len(brought.problems) - _NAMED} more like these.")


def tell_nothing(brought: Brought) -> SourceError:
    """Say what is known of sources none of whose posts came in; the error that says the rest."""
    _tell_notes(brought)
    for problem in brought.problems[:_NAMED]:
        warn(problem)
    reasons = _reasons(brought.left_out)
    return SourceError("No post came in." + (f" Left out: {reasons}." if reasons else ""))


def _tell_notes(brought: Brought) -> None:
    for reading in brought.readings:
        for note in reading.notes:
            talk(f"  · {note}")


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


def _of_albums(posts: list["Post"]) -> str:
    """What is looked at of albums: all of the first photo, faces on the others that came."""
    others = sum(len(post.more_images) for post in posts)
    if not others:
        return "their first photo is measured; no other is here"
    more = count(others, "further photo")
    return f"their first photo is measured, and faces are looked for on {more}"


def _reasons(out: Counter[str]) -> str:
    return ", ".join(f"{reason} ({count})" for reason, count in out.most_common() if count)


def _span(posts: list["Post"]) -> str:
    times = sorted(post.posted_at for post in posts if post.posted_at)
    if not times:
        return ""
    first, last = (day(moment) for moment in (times[0], times[-1]))
    return f", {first} – {last}" if first != last else f", {first}"
