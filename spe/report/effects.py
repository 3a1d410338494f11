"""Effects: what goes with likes, feature by feature, and which of them may be told."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spe.features import BY_NAME, THERE_OR_NOT
from spe.model.claims import Evidence, none_beyond
from spe.model.fitted import FittedModel, Term
from spe.wording import percent_of_log

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Effect:
    """One property: percent of likes between the two ends of `term.compared`, others alike.

    `fragile` is whether the verdict changes without the few most outlying posts.
    """

    name: str
    group: str
    evidence: Evidence
    percent: float
    low: float
    high: float
    low50: float
    high50: float
    posts_with: int | None
    posts_without: int | None
    fragile: bool
    term: Term

    @property
    def misses_zero(self) -> bool:
        """Whether the 90 % range lies on one side of no difference."""
        return self.low > 0 or self.high < 0


# Differences, in percent either way, that may be said to be ruled out; the least that holds
# for half of the properties is told.
RULED_OUT = (10, 20, 30, 50)

# Sizes, in percent of likes, below which what a kind of photo may cost is called nothing much.
COSTLY = RULED_OUT[:2]

NOT_OF_PHOTOS = frozenset({"caption", "time"})


@dataclass(frozen=True)
class Bound:
    """The 90 % ranges of `names` lie within `percent` either way; `of` properties have one."""

    percent: int
    names: tuple[str, ...]
    of: int


def see_bound(effects: Sequence[Effect]) -> Bound | None:
    """What size of difference the ranges leave out, for half of the properties or more."""
    for percent in RULED_OUT:
        within = [item.name for item in effects if -percent <= item.low and item.high <= percent]
        if within and 2 * len(within) >= len(effects):
            return Bound(percent, tuple(within), len(effects))
    return None


def see_costless(effects: Sequence[Effect]) -> int | None:
    """The least of `COSTLY` that no property of a photo makes either way; None where one may.

    What was written and the moment of posting are no properties of a photo.
    """
    of_photos = [item for item in effects if item.group not in NOT_OF_PHOTOS]
    ranges = [(item.low, item.high) for item in of_photos]
    return next((percent for percent in COSTLY if none_beyond(ranges, percent)), None)


def see_effects(model: FittedModel, table: "pd.DataFrame") -> tuple[Effect, ...]:
    """Every effect that has a range.

    Where single properties may be named, the surest and largest come first; otherwise all are
    "unclear" and in the catalogue's order, so that none stands first for its size.

    Args:
        model: the fitted model.
        table: the features by post, raw values.
    """
    order = {"strong": 0, "suggestive": 1, "unclear": 2}
    fragile = frozenset(model.diagnostics.get("flips_without_top", ()))
    found = [
        Effect(
            name=term.name,
            group=term.group,
            evidence=model.answer.evidence(term.name),
            percent=percent_of_log(term.effect),
            low=percent_of_log(term.low),
            high=percent_of_log(term.high),
            low50=percent_of_log(term.low50),
            high50=percent_of_log(term.high50),
            posts_with=_posts_having(term, table, having=True),
            posts_without=_posts_having(term, table, having=False),
            fragile=term.name in fragile,
            term=term,
        )
        for term in model.terms
        if has_range(term)
    ]
    places = {name: place for place, name in enumerate(BY_NAME)}
    if model.answer.state != "named":
        return tuple(sorted(found, key=lambda item: places.get(item.name, len(places))))
    return tuple(
        sorted(found, key=lambda item: (order[item.evidence], -abs(item.term.effect), item.name))
    )


def lead(named: Sequence[Effect]) -> Effect | None:
    """The effect told first: firm before fragile, strong before suggestive, more before fewer."""
    firm = [item for item in named if not item.fragile] or list(named)
    strong = [item for item in firm if item.evidence == "strong"] or firm
    rising = [item for item in strong if item.percent > 0]
    return next(iter(rising or strong), None)


def _posts_having(term: Term, table: "pd.DataFrame", *, having: bool) -> int | None:
    """How many posts have the thing, or have it not, where these are what is compared."""
    if term.name not in THERE_OR_NOT or term.name not in table or term.compared[0] > 0:
        return None
    return int((table[term.name] > 0 if having else table[term.name] == 0).sum())


def has_range(term: Term) -> bool:
    """Whether the posts were enough for a range of a feature's effect."""
    return math.isfinite(term.low) and math.isfinite(term.high)
