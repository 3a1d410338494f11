"""How far an account has come: what is there already, and which step comes next.

Imports nothing heavy: `spe` alone tells it at once.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spe.errors import NotReadyError
from spe.model.options import RANKING, STAGES
from spe.posts import read_posts
from spe.project import Project
from spe.wording.numbers import count, number
from spe.wording.steps import Step, next_step

if TYPE_CHECKING:
    from spe.model.fitted import FittedModel


@dataclass(frozen=True)
class SoFar:
    """How far an account has come.

    Attributes:
        posts: how many there are, 0 or more, without those left out on request.
        with_likes: of how many of them the likes are known.
        measured: whether every post has its row in the table of measurements.
        fitted: whether the model is newer than posts and measurements.
        reported: whether the report is newer than the model.
    """

    posts: int = 0
    with_likes: int = 0
    measured: bool = False
    fitted: bool = False
    reported: bool = False

    @property
    def step(self) -> Step:
        """The step that comes next.

        Likes come first as long as those that are missing lead to a further kind of answer.
        """
        if not self.posts:
            return "import"
        if self._likes_are_worth_it:
            return "likes"
        if self.with_likes < RANKING:
            return "more"
        return self._later_step

    @property
    def _later_step(self) -> Step:
        if not self.measured:
            return "extract"
        if not self.fitted:
            return "fit"
        return "score" if self.reported else "report"

    @property
    def _likes_are_worth_it(self) -> bool:
        if self.with_likes < RANKING:
            return self.with_likes < self.posts
        return any(self.with_likes < stage <= self.posts for stage in STAGES)

    @property
    def counted(self) -> str:
        """How many posts there are, and how many with likes."""
        if not self.posts:
            return "No posts here yet."
        return f"{count(self.posts, 'post')}, {number(self.with_likes)} with likes."

    @property
    def next_step(self) -> str:
        """What to do next, in words."""
        return next_step(self.step, RANKING)

    @property
    def step_after_likes(self) -> Step:
        """The step for someone who has typed as many likes as they want to, if enough."""
        return self._later_step if self.with_likes >= RANKING else self.step

    @property
    def next_after_likes(self) -> str:
        """The same in words."""
        return next_step(self.step_after_likes, RANKING)


def so_far(project: Project) -> SoFar:
    """How far a project has come, by what lies in its folder.

    Raises:
        TableError: the table of posts does not hold what it should.
    """
    try:
        known = read_posts(project.posts)
    except NotReadyError:
        return SoFar()
    posts = [post for post in known if not post.excluded]
    tables, model, page = (
        max(_changed(project.posts), _changed(project.features)),
        _changed(project.model),
        _changed(project.report),
    )
    return SoFar(
        posts=len(posts),
        with_likes=sum(post.likes is not None for post in posts),
        measured={post.id for post in known} <= _rows(project.features),
        fitted=model > tables,
        reported=page > model,
    )


def model_of(project: Project) -> "FittedModel":
    """The project's model.

    Raises:
        NotReadyError: there is none; it says which step comes first.
        ModelError: not a model, mangled, or written by a newer spe.
    """
    from spe.model.reading import read_model  # noqa: PLC0415  (numpy, OpenCV)

    try:
        return read_model(project.model)
    except NotReadyError:
        now = so_far(project)
        said = f"No model in {project.model.parent} yet. {now.counted}\n{now.next_step}"
        demo = "" if now.posts else ". To see how it goes: spe demo"
        raise NotReadyError(said + demo) from None


def _changed(path: Path) -> int:
    """When a file was written last, in nanoseconds; -1 without one."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return -1


def _rows(features: Path) -> set[str]:
    """The ids of the posts in the table of measurements; empty where it can't be read."""
    try:
        with features.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            column = next(rows, []).index("id")
            return {row[column] for row in rows if column < len(row)}
    except (OSError, ValueError, csv.Error):
        return set()
