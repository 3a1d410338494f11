"""The posts that experiments count, ticked off by every command that changes the table of posts."""

from typing import TYPE_CHECKING

from spe.commands._talk import talk, warn
from spe.errors import TableError
from spe.project import Project
from spe.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spe.experiments.plan import Experiment
    from spe.posts import Post


def ticked(project: Project, posts: "Sequence[Post]") -> "tuple[Experiment, ...]":
    """Tick off the posts that experiments count; one that can't be read costs only itself."""
    if not project.experiments.exists():
        return ()
    from spe.experiments.store import tick_off  # noqa: PLC0415  (OpenCV)

    try:
        return tick_off(project.experiments, posts)
    except TableError as error:
        warn(f"{error} Until then no post is ticked off.")
        return ()


def tell_experiment(experiments: "Sequence[Experiment]") -> None:
    """How far the experiment is that runs."""
    last = experiments[-1] if experiments else None
    if last is not None and last.cancelled_at is None:
        done = f"{len(last.ticked)} of {count(last.posts, 'post')}"
        talk(f"  · your experiment: {done} so far (spe try)")
