"""How good the forecasts were: scores remembered before a post, beside what it got."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal

from spe.drafts.forecast_log import ENOUGH, Track

# Whether ranges of `confidence` held as often as they should: "narrow" and "wide" are beyond
# luck, "few" is too few to judge, "none" not one whose likes have arrived.
Agreement = Literal["none", "few", "agree", "narrow", "wide"]


@dataclass(frozen=True)
class Remembered:
    """A score that was remembered, and the post it became.

    `number` is the post's own; posts that the model has not learnt from are numbered on
    from the last. `likes` is NaN and `held` None where likes are not known: they are `arriving`,
    or nobody knows what they were by then.
    """

    number: int
    id: str
    at: datetime
    expected: float
    low: float
    high: float
    likes: float
    held: bool | None
    arriving: bool


@dataclass(frozen=True)
class Forecasts:
    """Remembered scores, newest post first, and what the settled ones amount to.

    `held` of `settled` fell into their ranges, of which `confidence` should; the true share is
    bounded by `held_low` and `held_high` with 95 %. `mae` and `mae_usual` are mean
    absolute errors in likes, of the scores and of the usual at the time; `pairs` is the
    share of pairs put in the right order. `with_skill` counts settled scores of models that
    told drafts apart, `waiting` drafts that are not posted.
    """

    shown: tuple[Remembered, ...]
    agreement: Agreement
    settled: int
    held: int
    confidence: float
    held_low: float
    held_high: float
    mae: float
    mae_usual: float
    pairs: float
    with_skill: int
    waiting: int


def see_forecasts(track: Track, numbers: Mapping[str, int], last: int, zone: tzinfo) -> Forecasts:
    """Lay out what was tracked. `numbers` are the posts' by id, `last` is the largest of them."""
    unknown = [one.post for one in track.forecasts if one.post not in numbers]
    known = {**numbers, **{name: last + place for place, name in enumerate(unknown, start=1)}}
    return Forecasts(
        shown=tuple(
            Remembered(
                number=known[one.post],
                id=one.post,
                at=one.posted_at.astimezone(zone),
                expected=one.guess.expected,
                low=one.guess.low,
                high=one.guess.high,
                likes=math.nan if one.likes is None else float(one.likes),
                held=one.held,
                arriving=one.arriving,
            )
            for one in reversed(track.forecasts)
        ),
        agreement=_agreement(track),
        settled=track.settled,
        held=track.held,
        confidence=track.confidence,
        held_low=track.held_low,
        held_high=track.held_high,
        mae=track.mae,
        mae_usual=track.mae_usual,
        pairs=track.pairs,
        with_skill=sum(one.guess.has_skill for one in track.forecasts if one.likes is not None),
        waiting=track.drafts_waiting,
    )


def _agreement(track: Track) -> Agreement:
    if track.settled < ENOUGH:
        return "few" if track.settled else "none"
    if track.held_high < track.confidence:
        return "narrow"
    return "wide" if track.held_low > track.confidence else "agree"
