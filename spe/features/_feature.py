"""A feature is a value: a function of one photo (or post, or moment) with all said of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, get_args

Subject = TypeVar("Subject")

Group = Literal["light", "colour", "detail", "composition", "format", "faces", "time"]
Transform = Literal["identity", "log1p"]

# In the order of the table.
GROUPS: tuple[Group, ...] = get_args(Group)

NAN = float("nan")


@dataclass(frozen=True)
class Feature(Generic[Subject]):
    """One measurement, its words and its bounds.

    `low` and `high` bound the value, in `unit`. `lots` and `little` name a post
    at either end ("a bright photo"); `more` and `less` compare two ("brighter").
    `core` features are used below about a hundred posts; `transform` is what
    the model applies before it looks at the value. `binary` ones are 1 or 0, yes or no,
    and are told as one against the other.
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
    core: bool = False
    transform: Transform = "identity"
    binary: bool = False

    def __call__(self, subject: Subject) -> float:
        """Measure one photo, post or moment; NaN where the measure has no meaning."""
        return self.measure(subject)


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
    core: bool = False,
    transform: Transform = "identity",
    binary: bool = False,
) -> Callable[[Callable[[Subject], float]], Feature[Subject]]:
    """Turn a function of one photo, post or moment into a `Feature` of the same name."""

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
            core,
            transform,
            binary,
        )
        # So that doctest finds the examples and help() shows the function's own page.
        vars(value).update(
            __doc__=measure.__doc__, __module__=measure.__module__, __wrapped__=measure
        )
        return value

    return made
