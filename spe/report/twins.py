"""Twins: the account's own posts in pairs that are alike but for what an effect is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from spe.features import SUBJECT
from spe.features import named as feature_of
from spe.model.fitted import FittedModel
from spe.report.effects import Effect
from spe.stats.design import FloatArray
from spe.stats.matching import matched

if TYPE_CHECKING:
    import pandas as pd

# How many effects have twins on the page, how many pairs it takes to count them, and how many
# are shown.
MOST, FEWEST, SHOWN = 3, 6, 3


class Row(Protocol):
    """What is to be known of a post here."""

    @property
    def number(self) -> int:
        """Its number on the page."""

    @property
    def at(self) -> datetime:
        """When it was posted."""

    @property
    def ratio(self) -> float:
        """Its likes over what was usual."""


@dataclass(frozen=True)
class Pair:
    """Two posts by number, the one that should be liked more first, and whether it was."""

    first: int
    second: int
    agrees: bool

    @property
    def posts(self) -> tuple[int, int]:
        """Both, by number."""
        return self.first, self.second


@dataclass(frozen=True)
class Twins:
    """The pairs for one effect.

    Of `pairs` that were not equally liked, the post that the effect speaks for got more in
    `agreeing`. `shown` are the most alike, with one of the others' kind where there is one.
    `rising` is whether the effect speaks for the post that has more of it.
    """

    name: str
    rising: bool
    pairs: int
    agreeing: int
    shown: tuple[Pair, ...]


def see_twins(
    model: FittedModel, table: "pd.DataFrame", named: Sequence[Effect], rows: Sequence[Row]
) -> tuple[Twins, ...]:
    """The twins of the first few effects that are named, where there are pairs enough to count.

    Args:
        model: the fitted model.
        table: the features by post, raw values, one row for each of `rows`.
        named: the effects that may be told.
        rows: the posts.
    """
    if not rows or not named:
        return ()
    numbers = table.select_dtypes("number").to_dict(orient="records")
    z = np.array([model.standardised({str(k): v for k, v in row.items()}) for row in numbers])
    days = np.array([row.at.timestamp() for row in rows]) / 86400
    # What is in the picture has rows of photos of its own, and is not in the table of features.
    of_photos = [effect for effect in named if effect.group != SUBJECT][:MOST]
    made = (_twins(model, effect, table, z, days, rows) for effect in of_photos)
    return tuple(twins for twins in made if twins is not None)


def _twins(
    model: FittedModel,
    effect: Effect,
    table: "pd.DataFrame",
    z: FloatArray,
    days: FloatArray,
    rows: Sequence[Row],
) -> Twins | None:
    having, lacking = sides(effect, table[effect.name].to_numpy(np.float64))
    # What is of its kind often changes with it, as a portrait's face and its size.
    beside = [at for at, term in enumerate(model.terms) if term.group != effect.group]
    rising = effect.percent > 0
    pairs = []
    for some, other in matched(z[:, beside], days, having, lacking):
        first, second = (some, other) if rising else (other, some)
        gain = rows[first].ratio - rows[second].ratio
        if abs(gain) > 1e-9 * (1 + abs(rows[second].ratio)):
            pairs.append(Pair(rows[first].number, rows[second].number, gain > 0))
    if len(pairs) < FEWEST:
        return None
    agreeing = sum(pair.agrees for pair in pairs)
    return Twins(effect.name, rising, len(pairs), agreeing, _shown(pairs))


def sides(effect: Effect, values: FloatArray) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(posts,) which have a property and which lack it, or have much and little of it.

    Of what is there or not, that is plain; of the rest they are the upper and the lower third.
    Posts of which it is unknown are neither.
    """
    if feature_of(effect.name).there_or_not:
        return values > 0, values == 0
    known = values[~np.isnan(values)]
    low, high = np.quantile(known, [1 / 3, 2 / 3]) if len(known) else (np.nan, np.nan)
    return (values >= high) & (values > low), (values <= low) & (values < high)


def _shown(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The most alike pairs, the last of them one that goes the other way if need be."""
    first = list(pairs[:SHOWN])
    if len({pair.agrees for pair in first}) == 1:
        kind = first[0].agrees
        other = next((pair for pair in pairs[SHOWN:] if pair.agrees is not kind), None)
        if other is not None:
            first[-1] = other
    return tuple(first)
