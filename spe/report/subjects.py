"""What is in the pictures, as their owner says: a row a subject, with what may be told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spe.features import SUBJECT, subject_of
from spe.model.fitted import FittedModel
from spe.report.effects import Effect
from spe.subjects import counts, key

# Photos in a row.
EXAMPLES = 6


@dataclass(frozen=True)
class SubjectRow:
    """One subject: how many posts have it, and the numbers of the last six of them.

    `effect` is what its posts get against the usual post, None where that may not be told.
    """

    name: str
    posts: int
    photos: tuple[int, ...]
    effect: Effect | None = None


@dataclass(frozen=True)
class Subjects:
    """The subjects of the posts that were learnt from; no rows where nobody has said any.

    `said` is of how many posts it is known what is in the picture, `compared` how many subjects
    had posts enough to be learnt from. `found` is whether the kind may be said to go with
    likes. Rows with an effect come by its size; otherwise those of most posts come first, so
    that none stands first for its likes.
    """

    rows: tuple[SubjectRow, ...] = ()
    said: int = 0
    compared: int = 0
    found: bool = False

    @property
    def told(self) -> tuple[SubjectRow, ...]:
        """The rows of which an effect is told."""
        return tuple(row for row in self.rows if row.effect is not None)


def see_subjects(
    model: FittedModel, effects: Sequence[Effect], subjects: Mapping[int, str]
) -> Subjects:
    """The subjects, and what may be told of each.

    Args:
        model: the fitted model, whose answer decides what is told.
        effects: those that have a range.
        subjects: by the number of each post what is in its picture, empty where nobody has said;
            in order of time.
    """
    many = counts(subjects.values())
    found = SUBJECT in model.answer.groups
    known = {key(subject_of(item.name)): item for item in effects if item.group == SUBJECT}
    told = {name: item for name, item in known.items() if found or item.evidence != "unclear"}
    rows = [
        SubjectRow(name, posts, _last(name, subjects), told.get(key(name)))
        for name, posts in many.items()
    ]
    order = sorted(rows, key=lambda row: -row.effect.percent if row.effect else float("inf"))
    return Subjects(
        rows=tuple(order),
        said=sum(many.values()),
        compared=len(model.subjects),
        found=found,
    )


def _last(name: str, subjects: Mapping[int, str]) -> tuple[int, ...]:
    """The numbers of a subject's last posts, newest first."""
    own = [number for number, subject in subjects.items() if key(subject) == key(name)]
    return tuple(sorted(own, reverse=True)[:EXAMPLES])
