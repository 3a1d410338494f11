"""A feature is a value: a function of one photo (or post, or moment) with all said of it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

from spe.features._comparison import Comparison
from spe.transforms import Transform
from spe.wording.comparisons import compared

Subject = TypeVar("Subject")

Group = Literal[
    "light", "colour", "detail", "composition", "format", "faces", "subject", "caption", "time"
]

# In the order of the table.
GROUPS: tuple[Group, ...] = get_args(Group)

NAN = float("nan")


@dataclass(frozen=True)
class Feature(Generic[Subject]):
    """One measurement, its bounds, its words, and how it is used and told.

    Attributes:
        name: the function's own name; the column of the feature table.
        label: the name a person reads.
        group: the kind of thing it is about; the features of a group are also tested together.
        unit: what the value is counted in.
        low: the lowest value there can be, in `unit`.
        high: the highest value there can be, in `unit`; infinite where there is no end.
        lots: a post with a lot of it ("a bright photo").
        little: a post with little of it ("a dark photo").
        more: how a post with more compares ("brighter").
        less: how a post with less compares ("darker").
        source: the definition's origin, to be cited.
        measure: the function itself; NaN where the measure has no meaning.
        comparison: the two posts that its effect is told between, where an account has such.
        core: whether it is used with fewer than about a hundred posts.
        bend: the feature whose line may have a bend through it, by name; empty for none. It
            predicts and is tested with its kind, and no effect of its own is told.
        slight: whether little is expected of it by itself, so that it predicts only where the
            posts insist.
        transform: what the model applies before it looks at the value.
        needs_face: whether it is NaN, by its meaning, for a photo without a face.
        needs_album: whether it is NaN, by its meaning, for a post of a single photo.
        regressed: whether the model may use it.
        pace: whether it tells how fast the account posts, which goes with its reach: it
            predicts, but nothing is tested or told of it.
        part_of: the thing of which it is only a part, as each of sine and cosine says
            nothing alone; empty where it stands for itself.
        counted: what one of it is called, where it counts things; `unit` is the plural.
        by_threshold: whether it counts what passes some threshold, as pixels that are light or
            coloured enough. A change of tone, however faint, carries pixels over it and adds
            nothing to what is in the picture, so none is proposed for its sake.
        posts: posts with more and posts with less of it, where `more` and `less` alone
            would not tell of what.
        having: having it and having it not, in a word or two, where it is there or not.
    """

    name: str
    label: str
    group: Group
    unit: str
    low: float
    high: float
    lots: str
    little: str
    more: str
    less: str
    source: str
    measure: Callable[[Subject], float]
    comparison: Comparison
    core: bool = False
    bend: str = ""
    slight: bool = False
    transform: Transform = "identity"
    needs_face: bool = False
    needs_album: bool = False
    regressed: bool = True
    pace: bool = False
    part_of: str = ""
    counted: str = ""
    by_threshold: bool = False
    posts: tuple[str, str] | None = None
    having: tuple[str, str] | None = None

    def __call__(self, subject: Subject) -> float:
        """Measure one photo, post or moment, in `unit`; NaN where the measure has no meaning."""
        return self.measure(subject)

    @property
    def binary(self) -> bool:
        """Whether it is 1 or 0, yes or no."""
        return self.comparison.scale == "yes_or_no"

    @property
    def there_or_not(self) -> bool:
        """Whether a post has it or has it not, so that its posts can be counted."""
        return self.comparison.scale in {"count", "yes_or_no"}

    def compared(self, low: float, high: float) -> str:
        """The two posts that an effect is told between, in words; in general ones if NaN.

        >>> from spe.features import BY_NAME
        >>> BY_NAME["gap"].compared(1, 14), BY_NAME["gap"].compared(NAN, NAN)
        ('14 days after the last post against 1', \
'a post after a long pause against a post soon after the last')
        """
        if self.binary or math.isnan(low) or math.isnan(high):
            return f"{self.lots} against {self.little}"
        told = self.comparison
        return compared(told.scale, told.phrase, low, high, (self.counted, self.unit))


def feature(
    label: str,
    *,
    group: Group,
    unit: str,
    low: float,
    high: float,
    lots: str,
    little: str,
    more: str,
    less: str,
    source: str,
    comparison: Comparison,
    core: bool = False,
    bend: str = "",
    slight: bool = False,
    transform: Transform = "identity",
    needs_face: bool = False,
    needs_album: bool = False,
    regressed: bool = True,
    pace: bool = False,
    part_of: str = "",
    counted: str = "",
    by_threshold: bool = False,
    posts: tuple[str, str] | None = None,
    having: tuple[str, str] | None = None,
) -> Callable[[Callable[[Subject], float]], Feature[Subject]]:
    """Turn a function of one photo, post or moment into a `Feature` of the same name.

    The arguments are the attributes of `Feature`, where they are explained.
    """

    def made(measure: Callable[[Subject], float]) -> Feature[Subject]:
        value = Feature(
            measure.__name__,
            label,
            group,
            unit,
            low,
            high,
            lots,
            little,
            more,
            less,
            source,
            measure,
            comparison,
            core,
            bend,
            slight,
            transform,
            needs_face,
            needs_album,
            regressed,
            pace,
            part_of,
            counted,
            by_threshold,
            posts,
            having,
        )
        # So that doctest finds the examples and help() shows the function's own page.
        vars(value).update(
            __doc__=measure.__doc__, __module__=measure.__module__, __wrapped__=measure
        )
        return value

    return made
