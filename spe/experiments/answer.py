"""Where an experiment stands, and its answer once it may be told."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import numpy as np

from spe.experiments.match import Slot, Values, slots, ticked_off
from spe.experiments.plan import Experiment
from spe.model.claims import Found, found_by_coin
from spe.posts import Post
from spe.stats.design import FloatArray
from spe.stats.randomisation import (
    BLOCK,
    BoolArray,
    Told,
    confidence_sequence,
    randomisation_test,
)
from spe.transforms import scaled
from spe.wording import percent_of_log

# "running": posts are to come. "arriving": all are posted, and likes are not known or not
# settled. "unmeasured": the forecast needs `spe extract`. "untold": too few whole blocks are left
# for an answer. "given_up": before its end.
Stage = Literal["running", "arriving", "unmeasured", "answered", "untold", "given_up"]

# Whole blocks without which nothing is answered: with two, the coin has too few ways to fall.
FEWEST_BLOCKS = 3


@dataclass(frozen=True)
class Outcome:
    """What the posts say, in percent of likes.

    Attributes:
        found: what may be claimed.
        percent: the difference that the one kind makes.
        low: lower end of the 90 % range, -100 or more.
        high: upper end, infinite where the posts bound nothing.
        p_value: of the coin, two-sided, 0 to 1.
        posts: how many posts it rests on.
        strayed: of those, how many were not what the coin asked for.
        unseen: of those, of how many nobody can see it.
        final: whether all posts are in that were planned.
    """

    found: Found
    percent: float
    low: float
    high: float
    p_value: float
    posts: int
    strayed: int
    unseen: int
    final: bool


@dataclass(frozen=True)
class Standing:
    """An experiment, its places, how far it is, and the answer where one may be told."""

    experiment: Experiment
    slots: tuple[Slot, ...]
    stage: Stage
    outcome: Outcome | None = None

    @property
    def done(self) -> int:
        """How many posts are out."""
        return sum(slot.state != "to_come" for slot in self.slots)

    @property
    def to_come(self) -> tuple[Slot, ...]:
        """The places that are still empty."""
        return tuple(slot for slot in self.slots if slot.state == "to_come")

    @property
    def strayed(self) -> tuple[Slot, ...]:
        """The posts that were not what the coin asked for."""
        return tuple(slot for slot in self.slots if slot.followed is False)

    @property
    def open(self) -> bool:
        """Whether it is still to be answered, and was not given up."""
        return self.stage in {"running", "arriving", "unmeasured"}


def standings(
    experiments: Sequence[Experiment], posts: Sequence[Post], values: Values, now: datetime
) -> tuple[Standing, ...]:
    """Where experiments stand, oldest first.

    Nothing is told of likes before the last are in, unless it was planned with `anytime`: who
    looks at every post and stops when it suits finds something sooner or later.

    Args:
        experiments: the plans; posts that came since are ticked off here.
        posts: the account's posts.
        values: what was measured, by post, then by feature; may be empty.
        now: the present, with a time zone.
    """
    return tuple(
        _standing(one, slots(one, posts, values, now), values)
        for one in ticked_off(experiments, posts)
    )


def _standing(experiment: Experiment, places: tuple[Slot, ...], values: Values) -> Standing:
    stage = _stage(experiment, places, values)
    if stage == "answered":
        return Standing(experiment, places, stage, _outcome(experiment, places, values, final=True))
    if not experiment.anytime or stage not in {"running", "arriving"}:
        return Standing(experiment, places, stage)
    outcome = _outcome(experiment, places, values, final=False)
    found = outcome is not None and outcome.found in {"more", "fewer"}
    return Standing(experiment, places, "answered" if found else stage, outcome)


def _stage(experiment: Experiment, places: Sequence[Slot], values: Values) -> Stage:
    states = {slot.state for slot in places}
    if experiment.cancelled_at is not None:
        return "given_up"
    if "to_come" in states:
        return "running"
    if "arriving" in states:
        return "arriving"
    if _unmeasured(experiment, [slot for slot in places if slot.state == "counted"], values):
        return "unmeasured"
    return "answered" if len(_whole(places)) >= FEWEST_BLOCKS else "untold"


def _unmeasured(experiment: Experiment, counted: Sequence[Slot], values: Values) -> bool:
    """Whether the forecast of a post waits for `spe extract`."""
    return bool(experiment.forecast) and any(slot.id not in values for slot in counted)


def _whole(places: Sequence[Slot]) -> list[Sequence[Slot]]:
    """The blocks of which all likes are known, up to the first that is not through."""
    blocks = [places[at : at + BLOCK] for at in range(0, len(places), BLOCK)]
    kept = []
    for block in blocks:
        states = {slot.state for slot in block}
        if states & {"to_come", "arriving"}:
            break
        if states == {"counted"}:
            kept.append(block)
    return kept


def _outcome(
    experiment: Experiment, places: Sequence[Slot], values: Values, *, final: bool
) -> Outcome | None:
    blocks = _whole(places)
    if not blocks or _unmeasured(experiment, [slot for one in blocks for slot in one], values):
        return None
    above = np.array(
        [[math.log1p(slot.likes or 0) for slot in block] for block in blocks]
    ) - np.array([[foreseen(experiment, values, slot.id) for slot in block] for block in blocks])
    asked = np.array([[slot.asked for slot in block] for block in blocks])
    told = _told(experiment, above, asked)
    counted = [slot for block in blocks for slot in block]
    return Outcome(
        found=found_by_coin(told.low, told.high, told.p_value),
        percent=percent_of_log(told.estimate),
        low=percent_of_log(told.low),
        high=percent_of_log(told.high),
        p_value=told.p_value,
        posts=len(counted),
        strayed=sum(slot.followed is False for slot in counted),
        unseen=sum(slot.followed is None for slot in counted),
        final=final,
    )


def _told(experiment: Experiment, above: FloatArray, asked: BoolArray) -> Told:
    """The test that was chosen before the first post."""
    if experiment.anytime:
        return confidence_sequence(
            above,
            asked,
            size=math.log1p(experiment.percent / 100),
            spread=experiment.spread,
        )
    return randomisation_test(above, asked, experiment.seed)


def foreseen(experiment: Experiment, values: Values, post: str) -> float:
    """What the forecast of before makes of a post beside what was tried, in log-likes.

    An unknown value adds nothing.
    """
    known = values.get(post, {})
    parts = []
    for part in experiment.forecast:
        seen = scaled(known.get(part.name, math.nan), part.transform)
        if math.isfinite(seen):
            parts.append(part.coefficient * (seen - part.mean) / part.scale)
    return math.fsum(parts)
