"""What is fitted: one row a post, oldest first, and one column a feature."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]

# How many earlier posts say what is usual, and how few will do at an account's start.
RECENT = 10
FEWEST_RECENT = 5

# Features outside the core are expected to matter half as much, in variance.
BESIDE = 0.5**0.5

# The bend of a line: next to nothing is lost where the truth is straight, and where it is bent more
# than half of what more would gain (docs/measures.md).
BEND = 0.2**0.5

# Those of which little is expected each, a twentieth: what they cost where they tell nothing
# stays small (docs/measures.md).
SLIGHT = 0.05**0.5


@dataclass(frozen=True)
class Column:
    """A feature as the statistics see it.

    Attributes:
        name: As in the catalogue.
        group: One of the groups declared beforehand, which are tested as a whole.
        core: Whether it is one of the few expected to matter.
        bend: Whether it lets the line of another have a bend: it predicts and is tested with its
            kind, but not by itself, for beside it the other's own effect would be less sure.
        slight: Whether little is expected of it, less than of those outside the core.
        transform: `identity`, or `log1p` for a count.
        pace: Whether it tells how fast the account posts: it predicts, and is not tested.
        moment: Whether drafts for one moment share it, as they do what is written beside them.
        exclusive: Whether it is one of its group's columns of which every post has exactly one
            (1, the others 0), or nobody knows which (all unknown).
    """

    name: str
    group: str
    core: bool = False
    bend: bool = False
    slight: bool = False
    transform: str = "identity"
    pace: bool = False
    moment: bool = False
    exclusive: bool = False

    @property
    def prior(self) -> float:
        """How large its coefficient is expected to be, against one of the core."""
        if self.core:
            return 1.0
        if self.bend:
            return BEND
        return SLIGHT if self.slight else BESIDE


@dataclass(frozen=True, eq=False)
class Design:
    """Posts in order of time.

    Attributes:
        days: (posts,) days since the first post, 0 or more, rising.
        y: (posts,) log1p of the likes, 0 or more.
        x: (posts, features) on their transformed scale, NaN where one is unknown.
        columns: (features,) what the columns of `x` are.
        calendar: (posts,) days since the midnight that a Monday began with, where the account
            lives; None where that is unknown.
    """

    days: FloatArray
    y: FloatArray
    x: FloatArray
    columns: tuple[Column, ...]
    calendar: FloatArray | None = None

    def __len__(self) -> int:
        return len(self.y)

    def rows(self, index: IntArray | NDArray[np.bool_]) -> "Design":
        """Some of the posts: (some,) indices, rising, or (posts,) whether to keep each."""
        calendar = None if self.calendar is None else self.calendar[index]
        return replace(
            self, days=self.days[index], y=self.y[index], x=self.x[index], calendar=calendar
        )

    def only(self, keep: Sequence[int]) -> "Design":
        """Some of the columns."""
        kept = list(keep)
        return replace(self, x=self.x[:, kept], columns=tuple(self.columns[i] for i in kept))

    @property
    def pace(self) -> NDArray[np.bool_]:
        """(features,) whether each tells how fast the account posts."""
        return np.array([column.pace for column in self.columns], bool)

    @property
    def moment(self) -> NDArray[np.bool_]:
        """(features,) whether drafts for one moment share each."""
        return np.array([column.moment for column in self.columns], bool)

    @property
    def prior(self) -> FloatArray:
        """(features,) SD of each coefficient beforehand, 1 for one of the core.

        Up to a factor that all share.
        """
        return np.array([column.prior for column in self.columns])

    @property
    def exclusive(self) -> NDArray[np.bool_]:
        """(features,) whether each is one of several that exclude each other."""
        return np.array([column.exclusive for column in self.columns], bool)

    @property
    def contrasts(self) -> FloatArray:
        """(features, features) what each coefficient is told as, row by row: itself, mostly.

        Of columns that exclude each other, one coefficient alone says nothing: a post that has
        one of them lacks the others. What is told is such a post against the average one, as
        many as there are of each.
        """
        told = np.eye(len(self.columns))
        _, means = mean_imputed(self.x)
        for i, column in enumerate(self.columns):
            if column.exclusive:
                same = [one.exclusive and one.group == column.group for one in self.columns]
                told[i, same] -= means[same]
        return told


def mean_imputed(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The features with the unknown at the mean of the known.

    Args:
        x: (posts, features), NaN where one is unknown.

    Returns:
        (posts, features) without NaN, and the (features,) means, 0 where none is known.
    """
    known = ~np.isnan(x)
    means = np.where(known, x, 0.0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, x, means), means


def recent_baseline(y: FloatArray) -> FloatArray:
    """For every post the median of the `RECENT` posts before it.

    Args:
        y: (posts,) log1p likes, oldest first.

    Returns:
        (posts,) log1p likes; NaN where fewer than `FEWEST_RECENT` stand before.

    >>> recent_baseline(np.arange(7.0))
    array([nan, nan, nan, nan, nan, 2. , 2.5])
    """
    baseline = np.full(len(y), np.nan)
    for i in range(FEWEST_RECENT, min(RECENT, len(y))):
        baseline[i] = np.median(y[:i])
    if len(y) > RECENT:
        baseline[RECENT:] = np.median(sliding_window_view(y[:-1], RECENT), axis=1)
    return baseline
