"""Drafts under a fitted model: what to expect, how sure, how they rank, and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from spe.features import CATALOGUE
from spe.model import Evidence, FittedModel

# The range shown with every draft, and how often it should hold.
LEVEL = 0.80

# How often the first must beat another for the two to count as told apart.
TOLD_APART = 0.80

DRAWS = 20_000

FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class Reason:
    """What one feature adds to a prediction, against the account's average post.

    `effect` is in log-likes; `percentile` is the share of past posts (0-100) with less
    of it, NaN where the value is unknown.
    """

    feature: str
    effect: float
    value: float
    percentile: float
    evidence: Evidence

    @property
    def percent(self) -> float:
        """The effect in percent of likes."""
        return math.expm1(self.effect) * 100


@dataclass(frozen=True)
class PastPost:
    """A post that looks alike, and what it got."""

    id: str
    posted_at: datetime
    likes: float


@dataclass(frozen=True)
class Scored:
    """One draft: expected likes (the median), its 80 % range, and what they rest on.

    `p_above_usual` is the chance to beat the usual, `p_best` to do best of all the
    drafts scored together; `rank` counts from 1.
    """

    name: str
    expected: float
    low: float
    high: float
    usual: float
    p_above_usual: float
    reasons: tuple[Reason, ...]
    values: Mapping[str, float]
    alike: tuple[PastPost, ...] = ()
    warnings: tuple[str, ...] = ()
    rank: int = 1
    p_best: float = 1.0
    close_to_best: bool = True
    notes: tuple[str, ...] = field(default_factory=tuple)

    @property
    def above_usual(self) -> float:
        """How far the expected likes stand above the usual, in percent."""
        return (self.expected / self.usual - 1) * 100 if self.usual > 0 else math.nan


def score(
    model: FittedModel,
    drafts: Mapping[str, Mapping[str, float]],
    past: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Scored]:
    """Score drafts by name, best first.

    `drafts` and `past` are feature values by name and by post id; `past` serves to
    find the posts that look most alike. Equal drafts keep the order they came in.
    """
    known = [_one(model, name, values, past or {}) for name, values in drafts.items()]
    outcomes = np.stack([_drawn(model, drafts[one.name], row) for row, one in enumerate(known)])
    best = _share_best(outcomes)
    order = sorted(range(len(known)), key=lambda row: -known[row].expected)
    first = outcomes[order[0]]
    ranked = []
    for rank, row in enumerate(order, start=1):
        beaten = float(np.mean(first > outcomes[row]) + np.mean(first == outcomes[row]) / 2)
        ranked.append(
            _placed(known[row], rank, float(best[row]), close=rank == 1 or beaten < TOLD_APART)
        )
    return ranked


def _placed(one: Scored, rank: int, p_best: float, *, close: bool) -> Scored:
    return replace(one, rank=rank, p_best=p_best, close_to_best=close)


def _drawn(model: FittedModel, values: Mapping[str, float], row: int) -> FloatArray:
    """What a draft might get, drawn apart from every other draft; the same at every call."""
    return np.random.default_rng(row).choice(model.outcomes(values), DRAWS)


def _share_best(outcomes: FloatArray) -> FloatArray:
    """How often each row is the largest; a draw shared by several counts for each in part."""
    top = outcomes == outcomes.max(axis=0)
    return np.asarray((top / top.sum(axis=0)).mean(axis=1))


def _one(
    model: FittedModel,
    name: str,
    values: Mapping[str, float],
    past: Mapping[str, Mapping[str, float]],
) -> Scored:
    low, high = model.interval(values, LEVEL)
    outcomes = model.outcomes(values)
    chance = float(np.mean(outcomes > model.usual)) if outcomes.size else math.nan
    return Scored(
        name=name,
        expected=max(0.0, math.expm1(model.predict(values))),
        low=low,
        high=high,
        usual=model.usual,
        p_above_usual=chance,
        reasons=reasons(model, values),
        values=dict(values),
        alike=_alike(model, values, past),
        warnings=_warnings(model, values),
    )


def reasons(model: FittedModel, values: Mapping[str, float]) -> tuple[Reason, ...]:
    """The parts of a prediction, largest first; they add up to it. Empty if it does not speak."""
    if not model.speaks:
        return ()
    parts = [
        Reason(
            name,
            effect,
            values.get(name, math.nan),
            _percentile(values.get(name, math.nan), model.by_name[name].quantiles),
            model.by_name[name].evidence,
        )
        for name, effect in model.contributions(values).items()
        if effect
    ]
    return tuple(sorted(parts, key=lambda part: -abs(part.effect)))


def _percentile(value: float, quantiles: Sequence[float]) -> float:
    """The share of past posts with a smaller value, 0-100; ties count by half."""
    if math.isnan(value) or not quantiles:
        return math.nan
    steps = np.linspace(0, 100, len(quantiles))
    below = np.interp(value, quantiles, steps, left=0, right=100)
    at = np.asarray(quantiles) == value
    return float(steps[at].mean()) if at.sum() > 1 else float(below)


def _alike(
    model: FittedModel, values: Mapping[str, float], past: Mapping[str, Mapping[str, float]]
) -> tuple[PastPost, ...]:
    """The three fitted posts nearest in the model's own features (standardised, Euclidean)."""
    if not model.terms:
        return ()
    here = model.standardised(values)
    near = sorted(
        (float(np.sum((model.standardised(past[post.id]) - here) ** 2)), post.id, post)
        for post in model.posts
        if post.id in past
    )
    return tuple(PastPost(post.id, post.posted_at, post.likes) for _, _, post in near[:3])


def _warnings(model: FittedModel, values: Mapping[str, float]) -> tuple[str, ...]:
    """Where a draft is unlike everything that was learnt from."""
    labels = {item.name: item.label.lower() for item in CATALOGUE}
    beyond = [labels.get(name, name) for name in model.outside(values)]
    said = []
    if beyond:
        said.append(
            f"Outside what you have posted so far in {_listed(beyond)}: the guess reaches further "
            "than your posts do."
        )
    elif model.unlike(values):
        said.append("Hardly any of your posts looks like this one: the guess is less sure.")
    unknown = [
        labels.get(term.name, term.name)
        for term in model.terms
        if math.isnan(values.get(term.name, math.nan)) and term.name not in _MAY_BE_UNKNOWN
    ]
    if unknown:
        said.append(f"Unknown here, so taken as average: {_listed(unknown)}.")
    return tuple(said)


# Without a face these have no value, and that is no lack.
_MAY_BE_UNKNOWN = frozenset({"face_size", "face_off_centre"})


def _listed(words: Sequence[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
