"""Drafts under a fitted model: what to expect, how sure, how they rank, and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from spe.drafts.explain import Contribution, beyond, explain
from spe.drafts.posting_time import PauseTaken, Values, hour_is_new, timed
from spe.drafts.remarks import Remark, told
from spe.drafts.suggest import Change
from spe.features import CLOCK, PHOTO_FEATURES, SUBJECT, WRITTEN, named, subject_of
from spe.model.fitted import FittedModel
from spe.model.options import FIT_AGAIN
from spe.stats.design import RECENT

# The range shown with every draft, and how often it should hold.
CONFIDENCE = 0.80

# How often the first must beat another for the two to count as told apart.
TOLD_APART = 0.80

DRAWS = 20_000

# Posts that are named as most alike.
ALIKE = 4

# Days without a post after which the usual may have moved.
LONG_SILENCE = 90

RankBy = Literal["expected", "best"]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True)
class PastPost:
    """A post that looks alike, what it got, and the usual of its days (NaN where unknown)."""

    id: str
    posted_at: datetime
    likes: float
    usual: float = math.nan


@dataclass(frozen=True)
class Scored:
    """One draft: expected likes (the median), its 80 % range, and what they rest on.

    `p_above_usual` is the chance to beat the usual, `p_best` to do best of all the
    drafts scored together, `p_first` that the first of the ranking beats this one;
    `rank` counts from 1. `posted` is the past post that shows the same picture.
    """

    name: str
    expected: float
    low: float
    high: float
    usual: float
    p_above_usual: float
    contributions: tuple[Contribution, ...]
    values: Values
    alike: tuple[PastPost, ...] = ()
    remarks: tuple[Remark, ...] = ()
    rank: int = 1
    p_best: float = 1.0
    p_first: float = 0.5
    posted: PastPost | None = None
    changes: tuple[Change, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """The remarks in English, as a terminal has them."""
        return tuple(map(told, self.remarks))

    @property
    def above_usual(self) -> float:
        """How far the expected likes stand above the usual, in percent."""
        return (self.expected / self.usual - 1) * 100 if self.usual > 0 else math.nan

    @property
    def close_to_best(self) -> bool:
        """Whether it can't be told apart from the first."""
        return self.rank == 1 or self.p_first < TOLD_APART

    @property
    def behind_first(self) -> bool:
        """Whether it is told apart from the first; not where the chance is unknown."""
        return self.rank > 1 and self.p_first >= TOLD_APART


def score(
    model: FittedModel,
    drafts: Mapping[str, Values],
    past: Mapping[str, Values] | None = None,
    *,
    at: datetime | None = None,
    rank_by: RankBy = "expected",
    since: int = 0,
) -> list[Scored]:
    """Score drafts by name, best first.

    `drafts` and `past` are feature values by name and by post id; `past` serves to
    find the posts that look most alike. `at` is when the drafts will be posted, `since` how
    many posts went out after the last one that was learnt from. Equal drafts keep the order
    they came in.
    """
    if not drafts:
        return []
    used = {name: timed(model, values, at) for name, values in drafts.items()}
    likes = outcomes(model, list(used.values()))
    best = _share_best(likes)
    known = [
        replace(
            _one(model, name, values, drafts[name], past or {}, at, since),
            p_best=float(best[row]),
            p_above_usual=_share_above(likes[row], model.usual),
        )
        for row, (name, values) in enumerate(used.items())
    ]
    figure = [one.p_best if rank_by == "best" else one.expected for one in known]
    order = sorted(range(len(known)), key=lambda row: -figure[row])
    first = likes[order[0]]
    return [
        replace(known[row], rank=rank, p_first=_share_above(first, likes[row]))
        for rank, row in enumerate(order, start=1)
    ]


def expected_likes(model: FittedModel, values: Values) -> float:
    """The likes that a draft of these values may expect, 0 or more: the median."""
    return max(0.0, math.expm1(model.predict(values)))


def outcomes(model: FittedModel, drafts: Sequence[Values]) -> FloatArray:
    """What the drafts might get together, in likes: a row a draft, a column a possible world.

    In each world the drafts share what the model has wrong about this account: its
    coefficients are drawn around their own with the folds' jackknife covariance, so two
    drafts that look alike are wrong together. Noise, drawn from the past misses, is each
    draft's own. The part of those misses that the shared error explains is taken out of
    them, so that a draft's own spread stays that of the past misses.
    """
    draw = np.random.default_rng(0)
    size = (len(drafts), DRAWS)
    if not model.answer.told_apart:
        noise = draw.choice(model.usual_residuals, size) if model.usual_residuals else np.nan
        return np.asarray(np.maximum(0.0, np.expm1(np.full(size, model.baseline) + noise)))
    coefficients, offsets = np.array(model.fold_coefficients), np.array(model.fold_offsets)
    folds = len(offsets)
    away = (coefficients - coefficients.mean(axis=0)) * math.sqrt((folds - 1) / folds)
    shared = away.T @ draw.standard_normal((folds, DRAWS))
    # What a post was above the recent baseline, beyond what its photo and moment say.
    misses = np.array(model.fold_residuals) + offsets[np.array(model.fold_of_post, int)]
    own = misses.mean() + (misses - misses.mean()) * _own_share(model, away, misses)
    centre = np.array([model.predict(values) for values in drafts])
    z = np.array([model.standardised(values) for values in drafts])
    worlds: FloatArray = centre[:, None] + z @ shared + draw.choice(own, size)
    return np.asarray(np.maximum(0.0, np.expm1(worlds)))


def _own_share(model: FittedModel, away: FloatArray, misses: FloatArray) -> float:
    """How much of the misses' SD is noise, 0-1: the rest is error that drafts share."""
    if not model.precision or not misses.any():
        return 1.0
    spread = np.linalg.inv(np.array(model.precision))
    shared = float(np.trace(away @ spread @ away.T))
    return math.sqrt(max(0.0, 1 - shared / float(misses.var())))


def _share_best(likes: FloatArray) -> FloatArray:
    """How often each row is the largest; a world won by several counts for each in part."""
    top = likes == likes.max(axis=0)
    won = top.sum(axis=0)
    return np.asarray((top / np.maximum(won, 1)).mean(axis=1)) if won.any() else likes[:, 0]


def _share_above(likes: FloatArray, other: FloatArray | float) -> float:
    """How often likes are above the other; a tie counts by half."""
    if np.isnan(likes).any():
        return math.nan
    return float(np.mean(likes > other) + np.mean(likes == other) / 2)


def _one(
    model: FittedModel,
    name: str,
    used: Values,
    values: Values,
    past: Mapping[str, Values],
    at: datetime | None,
    since: int,
) -> Scored:
    low, high = model.interval(used, CONFIDENCE, since)
    return Scored(
        name=name,
        expected=expected_likes(model, used),
        low=low,
        high=high,
        usual=model.usual,
        p_above_usual=math.nan,
        contributions=explain(model, used, at),
        values=dict(values),
        alike=_alike(model, used, past),
        remarks=_remarks(model, used),
    )


# Posts that look alike.


def _alike(model: FittedModel, values: Values, past: Mapping[str, Values]) -> tuple[PastPost, ...]:
    """The fitted posts nearest in the model's own features of the photo (standardised)."""
    names = {item.name for item in PHOTO_FEATURES}
    photo = np.array([term.name in names for term in model.terms])
    if not photo.any():
        return ()
    here = model.standardised(values)[photo]
    near = sorted(
        (float(np.sum((model.standardised(past[post.id])[photo] - here) ** 2)), post.id, post)
        for post in model.posts
        if post.id in past
    )
    return tuple(
        PastPost(post.id, post.posted_at, post.likes, post.usual) for _, _, post in near[:ALIKE]
    )


# What to know.


def _remarks(model: FittedModel, values: Values) -> tuple[Remark, ...]:
    """Where a draft is unlike everything that was learnt from."""
    outside = beyond(model, values)
    said = []
    if outside:
        said.append(Remark("beyond", {"features": outside}))
    elif model.unlike(values):
        said.append(Remark("unlike"))
    unknown = tuple(
        term.name
        for term in model.terms
        if math.isnan(values.get(term.name, math.nan))
        and not (named(term.name).needs_face or named(term.name).needs_album)
        and term.name not in CLOCK | WRITTEN
        and term.group != SUBJECT
    )
    if unknown:
        said.append(Remark("unknown", {"features": unknown}))
    return tuple(said)


def general_remarks(
    model: FittedModel,
    at: datetime,
    now: datetime,
    n_photos: int = 1,
    taken: PauseTaken | None = None,
    *,
    since: int = 0,
    caption_known: bool = True,
    subject: str = "",
) -> list[Remark]:
    """What to know about all drafts of posts at `at` of so many photos, whatever they show.

    `taken` is the pause that the guess rests on where it is not the true one, `since` how
    many posts went out after the last one that was learnt from, `caption_known` whether it
    was said what will be written, `subject` what is in the picture, empty where it was not.
    """
    said = []
    if at < now - timedelta(minutes=1):
        said.append(Remark("over", {"at": at}))
    taken = taken if model.answer.told_apart else None
    last = max((post.posted_at for post in model.posts), default=None)
    silent = last is not None and (at - last).days > LONG_SILENCE
    if last is not None and silent:
        pause = None if since or taken is None else taken.days
        known = {"last": last, "days": (at - last).days, "pause": pause}
        said.append(Remark("long_silence", known))
    said += _unlearnt(model, since)
    if not model.answer.told_apart:
        return said
    if not model.answer.photos_add:
        said.append(Remark("photos_not_shown", {"subjects": bool(model.subjects)}))
    if taken is not None and (since or not silent):
        last_imported = taken.last.astimezone(at.tzinfo)
        said.append(Remark("usual_pause", {"last": last_imported, "days": taken.days}))
    if hour_is_new(model, at):
        said.append(Remark("new_hour", {"at": at}))
    if n_photos > 1 and "album" not in model.by_name:
        said.append(Remark("album", {"why": model.dropped.get("album")}))
    if not caption_known and WRITTEN & model.by_name.keys():
        said.append(Remark("no_caption"))
    return said + _of_subject(model, subject)


def _of_subject(model: FittedModel, subject: str) -> list[Remark]:
    """What to know where the guess does not rest on what is in the picture, and could."""
    learnt = tuple(subject_of(name) for name in model.subjects)
    if subject and subject not in learnt:
        return [Remark("rare_subject", {"subject": subject})]
    if learnt and not subject:
        return [Remark("no_subject", {"subjects": learnt})]
    return []


def _unlearnt(model: FittedModel, since: int) -> list[Remark]:
    """What to know of a change that the usual has not followed, and of posts not learnt from."""
    said = [
        Remark("of_model", {"notice": replace(notice, values={"posts": ago})})
        for notice in model.warnings
        if notice.code == "recent_jump" and (ago := notice.values["posts"] + since) < RECENT
    ]
    if since >= FIT_AGAIN:
        said.append(Remark("posts_since", {"posts": since}))
    return said
