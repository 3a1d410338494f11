"""What is true of an account, as data: numbers and names, no sentences and no HTML.

Everything the page says is derived from this tree. Percent are percent of likes
(`100 * (exp(x) - 1)` of a log-like x); posts are numbered from 1 in order of time,
and only their `id`, which the page never shows, can be traced to a file.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from spe.drafts.forecast_log import Track
from spe.experiments.answer import Standing
from spe.experiments.plan import Experiment, choosable, plan
from spe.features import SUBJECT, THERE_OR_NOT, is_subject
from spe.model.answer import State
from spe.model.fitted import (
    NAN,
    FittedModel,
    GroupTest,
    LeftOut,
    PostFit,
    Skill,
)
from spe.model.options import STAGES, Tier
from spe.posts import Post, times_usual
from spe.report.effects import Bound, Effect, lead, see_bound, see_costless, see_effects
from spe.report.forecasts import Forecasts, see_forecasts
from spe.report.look import Look, see_look
from spe.report.posting_times import When, see_when
from spe.report.subjects import Subjects, see_subjects
from spe.report.twins import Twins, see_twins
from spe.stats.design import RECENT
from spe.stats.power import Power, Trial, posts_for, reckon_power, scatter
from spe.wording import percent_of_log

if TYPE_CHECKING:
    import pandas as pd

# Raw values by feature, then by post.
RawValues = Mapping[str, Mapping[str, float]]

Verdict = Literal["none", "hint", "maybe", "no"]

Trend = Literal["grew", "fell", "steady"]

# From this many posts on, six that did well and four that did not are shown.
MANY = 18

# What anybody can choose for a post, tried where no property is named.
EASY = ("faces", "brightness", "colourfulness", "busyness", "album", "weekend")

# Reasons shown for a post; the others are added up.
MOST_REASONS = 4

# A usual that changed by fewer percent is called steady.
STEADY = 15

NOTHING_TRACKED = Track((), ())


@dataclass(frozen=True)
class AccountFacts:
    """The posts as a whole. `usual` is what a post gets now, `usual_then` what it got first.

    `recent_low` and `recent_high` span the last posts; `undated` and `unliked` count
    posts without a time or a like count, which no table below can hold. `likes_as_of` is the
    last day on which likes were read, and `as_of_unknown` counts those of no known day.
    """

    posts: int
    first: datetime | None
    last: datetime | None
    median: float
    usual: float
    usual_then: float
    recent: int
    recent_low: float
    recent_high: float
    undated: int
    unliked: int
    likes_as_of: datetime | None
    as_of_unknown: int
    made_up: bool

    @property
    def change(self) -> float:
        """By how many percent the usual has changed since the first post, each plus one."""
        return 100 * ((self.usual + 1) / (self.usual_then + 1) - 1)


@dataclass(frozen=True)
class Trust:
    """How well unseen posts were predicted, and what that amounts to.

    "hint" is better than guessing beyond doubt, and from the past alone too; "maybe" better but
    perhaps by luck. `skill` is of cross-validation, which knows later posts; `forward` of
    earlier posts alone. Half of the guesses for the `inside_of` posts were within `half_within`
    likes, and half of the posts got `half_off` percent or more above or below what was
    expected; `inside` of them landed in their range. `photos_add` is the answer's, and
    `subjects` whether the model knows what is in the picture.
    """

    verdict: Verdict
    skill: Skill | None
    forward: Skill | None
    inside: int
    inside_of: int
    half_within: float = NAN
    half_off: float = NAN
    photos_add: bool = False
    subjects: bool = False

    @property
    def told(self) -> Skill | None:
        """What is told first: from the past alone, where there were posts enough."""
        return self.forward or self.skill

    @property
    def smaller(self) -> bool:
        """Whether misses were smaller than those of the usual, be it by luck, in either check."""
        return any(one is not None and one.gain > 0 for one in (self.skill, self.forward))


@dataclass(frozen=True)
class Reason:
    """What moved a post's expectation: a feature, or "rest"; in percent.

    `high` is whether the post had more of a feature than the average post, or, where
    it is there or not (faces, weekend, album), whether it was there.
    """

    name: str
    percent: float
    high: bool | None = None


@dataclass(frozen=True)
class PostFact:
    """One post: what it got, against what a post of that time usually got.

    `number` counts from 1 by time. `ratio` is likes over usual (each plus one);
    `inside` is whether it landed in its range, None where there was none. `far` is whether
    its likes are so far from those around it that they may be a slip.
    """

    number: int
    id: str
    at: datetime
    likes: float
    usual: float
    expected: float
    low: float
    high: float
    ratio: float
    inside: bool | None
    reasons: tuple[Reason, ...] = ()
    caption: str = ""
    cooks_distance: float = NAN
    studentised: float = NAN
    far: bool = False

    @property
    def times_usual(self) -> float:
        """Likes as a multiple of the usual, as `spe posts` has it; NaN where that is 0."""
        return times_usual(self.likes, self.usual)


@dataclass(frozen=True)
class Facts:
    """All of it. `named` are the effects that may be told, strongest evidence first.

    `lead` is the one of them for the headline, `to_try` the one that an experiment would settle,
    and `trial` what that takes. `planned` is the experiment that `spe try` would plan today,
    None where one is still open or nothing was measured that can be chosen; `bound` is what size
    of difference is ruled out for most properties, None where hardly any is, and `costless` the
    percent of likes that no kind of photo makes more or less, None where one may or where
    anything was found. `effects` are
    all with a range: in order of evidence where some may be named, otherwise in catalogue
    order, so that none stands first for its size. `experiments` are those that were not
    given up, newest first; `twins` are pairs of posts that differ in what is named.
    """

    state: State
    tier: Tier
    account: AccountFacts
    trust: Trust
    effects: tuple[Effect, ...]
    named: tuple[Effect, ...]
    lead: Effect | None
    to_try: Effect | None
    trial: Trial | None
    planned: Experiment | None
    bound: Bound | None
    costless: int | None
    groups: tuple[GroupTest, ...]
    subjects: Subjects
    posts: tuple[PostFact, ...]
    best: tuple[int, ...]
    weakest: tuple[int, ...]
    forecasts: Forecasts
    experiments: tuple[Standing, ...]
    when: When
    look: Look
    twins: tuple[Twins, ...]
    power: Power
    left_out: tuple[LeftOut, ...]
    captions: bool
    model: FittedModel

    @property
    def trend(self) -> Trend:
        """Which way the usual went from the first post until now; steady where hardly or unknown.

        With too few posts for a model the usual is one for all of them.
        """
        change = self.account.change
        if self.state == "few" or not abs(change) >= STEADY:
            return "steady"
        return "grew" if change > 0 else "fell"


def gather(
    model: FittedModel,
    features: "pd.DataFrame",
    posts: Sequence[Post],
    zone: tzinfo,
    *,
    captions: bool = False,
    track: Track = NOTHING_TRACKED,
    experiments: Sequence[Standing] = (),
) -> Facts:
    """Derive the facts from a fitted model and the tables it was fitted on.

    `features` is indexed by post id; `zone` is the account's; `track` are the scores
    remembered so far, `experiments` those planned, oldest first. Deterministic: the shuffles
    are seeded, and no clock is read.
    """
    state = model.answer.state
    rows = _posts(model, features, posts, zone, state, captions=captions)
    log_ratio = np.log(np.array([row.ratio for row in rows], float)) if rows else np.empty(0)
    ids = [row.id for row in rows]
    table = features.reindex(ids)
    effects = see_effects(model, table)
    named = tuple(item for item in effects if item.evidence != "unclear")
    ranked = sorted(rows, key=lambda row: row.ratio)
    to_try = _to_try(named)
    power = reckon_power(
        model.n_posts,
        _spread(rows),
        [term.std_error for term in model.terms],
        len(model.terms),
        STAGES,
        [term.step / term.scale for term in model.terms if term.step > 0],
    )
    return Facts(
        state=state,
        tier=model.tier,
        account=_account(model, rows, posts),
        trust=_trust(model, rows),
        effects=effects,
        named=named,
        lead=lead(named),
        to_try=to_try,
        trial=_trial(to_try, power.spread),
        planned=None
        if any(one.open for one in experiments)
        else _planned(model, effects, to_try, posts, rows),
        bound=see_bound(effects),
        costless=see_costless(effects) if state == "closed" else None,
        groups=tuple(
            replace(group, found=group.name in model.answer.groups) for group in model.groups
        ),
        subjects=see_subjects(model, effects, _said_of(rows, posts)),
        posts=rows,
        best=tuple(row.number for row in reversed(ranked) if above(row.likes, row.usual))[
            : 6 if len(rows) >= MANY else 3
        ],
        weakest=tuple(row.number for row in ranked if above(row.usual, row.likes))[
            : 4 if len(rows) >= MANY else 2
        ],
        forecasts=see_forecasts(track, {row.id: row.number for row in rows}, len(rows), zone),
        experiments=tuple(one for one in reversed(experiments) if one.stage != "given_up"),
        when=see_when(
            [row.at for row in rows],
            _without_time_of_day(model, rows, log_ratio),
            told=model.answer.told_apart and model.tier in {"features", "full"},
            found="time" in model.answer.groups,
        ),
        look=see_look(
            table,
            log_ratio,
            effects,
            named,
            _partial_residuals(model, rows, log_ratio),
            quarters=state in {"groups", "whole", "named"},
            found=tuple(name for name in ("colour", "light") if name in model.answer.groups),
        ),
        twins=see_twins(model, table, named, rows),
        power=power,
        left_out=tuple(item for item in model.left_out if item.ids),
        captions=captions,
        model=model,
    )


def _said_of(rows: Sequence[PostFact], posts: Sequence[Post]) -> dict[int, str]:
    """By post number, what is in its picture."""
    said = {post.id: post.subject for post in posts}
    return {row.number: said.get(row.id, "") for row in rows}


def above(likes: float, other: float) -> bool:
    """Whether likes are above others by more than rounding, of which no machine's is another's."""
    return likes - other > 1e-6 * (1 + abs(other))


def _to_try(named: Sequence[Effect]) -> Effect | None:
    """The effect that an experiment would settle: a hint first, and a subject where all are."""
    measured = [item for item in named if item.group != SUBJECT] or named
    return next((item for item in measured if item.evidence == "suggestive"), lead(measured))


def _trial(effect: Effect | None, spread: float) -> Trial | None:
    """What an experiment takes that would show an effect of the size that is told."""
    if effect is None or not spread > 0 or not round(effect.percent):
        return None
    return Trial(round(effect.percent), posts_for(effect.percent, spread))


def _planned(
    model: FittedModel,
    effects: Sequence[Effect],
    to_try: Effect | None,
    posts: Sequence[Post],
    rows: Sequence[PostFact],
) -> Experiment | None:
    """The experiment that would tell most: on what is named, else on what is still open."""
    name = to_try.name if to_try else _open_question(model, effects)
    if not rows or name not in {item.name for item in choosable()}:
        return None
    return plan(treatment=name, model=model, posts=posts, now=rows[-1].at, seed=0)


def _open_question(model: FittedModel, effects: Sequence[Effect]) -> str:
    """A property to try where none is named: of a kind that was found, or one easily chosen.

    Never by the size of its estimate: first in the catalogue's order, or the widest range.
    """
    able = {item.name for item in choosable()}
    # A caption keeps a kind of post company: what a photo shows is tried before it.
    for group in sorted(model.groups, key=lambda one: one.name == "caption"):
        if group.name in model.answer.groups:
            known = [name for name in group.features if name in able]
            if known:
                return known[0]
    widths = {item.name: item.term.high - item.term.low for item in effects}
    measured = [name for name in EASY if name in model.by_name]
    return max(measured, key=lambda name: widths.get(name, 0.0), default="")


def _posts(
    model: FittedModel,
    features: "pd.DataFrame",
    posts: Sequence[Post],
    zone: tzinfo,
    state: State,
    *,
    captions: bool,
) -> tuple[PostFact, ...]:
    said = {post.id: post.caption for post in posts} if captions else {}
    measured = {
        term.name: dict(zip(features.index, features[term.name].astype(float), strict=True))
        for term in model.terms
        if term.name in features
    }
    far = set(model.far_counts)
    fits = sorted(model.posts or _unfitted(model, posts), key=lambda fit: (fit.posted_at, fit.id))
    return tuple(
        PostFact(
            number=number,
            id=fit.id,
            at=fit.posted_at.astimezone(zone),
            likes=fit.likes,
            usual=fit.usual,
            expected=fit.expected,
            low=fit.low,
            high=fit.high,
            ratio=(fit.likes + 1) / (fit.usual + 1),
            inside=None if math.isnan(fit.low) else fit.low <= fit.likes <= fit.high,
            reasons=_reasons(model, measured, fit, state),
            caption=said.get(fit.id, ""),
            cooks_distance=fit.cooks_distance,
            studentised=fit.studentised,
            far=fit.id in far,
        )
        for number, fit in enumerate(fits, start=1)
    )


def _unfitted(model: FittedModel, posts: Sequence[Post]) -> list[PostFit]:
    """Posts as they stand where there are too few to fit: usual is the median of all."""
    gone = {name for item in model.left_out for name in item.ids}
    kept = [
        post
        for post in posts
        if post.likes is not None and post.posted_at and not post.excluded and post.id not in gone
    ]
    usual = float(np.median([post.likes for post in kept])) if kept else NAN
    return [
        PostFit(post.id, post.posted_at, post.likes, usual, NAN, NAN, NAN)
        for post in kept
        if post.posted_at and post.likes is not None
    ]


def _reasons(
    model: FittedModel, measured: RawValues, fit: PostFit, state: State
) -> tuple[Reason, ...]:
    """What may be told of why: named features, and the rest in one.

    Kinds of property have no direction, which a bar for a post would show.
    """
    if not fit.reasons or state != "named":
        return ()
    # A post has one subject, and what that adds is told of it alone.
    parts = {
        name: fit.reasons.get(name, 0.0)
        for name in model.answer.effects
        if not is_subject(name) or fit.reasons.get(name)
    }
    largest = sorted(parts, key=lambda name: -abs(parts[name]))[:MOST_REASONS]
    rest = sum(fit.reasons.values()) - sum(parts[name] for name in largest)
    shown = [
        Reason(
            name,
            percent_of_log(parts[name]),
            _high(model, measured, fit.id, name),
        )
        for name in largest
    ]
    return (*shown, Reason("rest", percent_of_log(rest)))


def _high(model: FittedModel, measured: RawValues, post: str, name: str) -> bool | None:
    """Whether a post had much of a feature; None where it is unknown."""
    term = next((term for term in model.terms if term.name == name), None)
    value = measured.get(name, {}).get(post, NAN)
    if is_subject(name):
        return True  # only a post's own subject is among its reasons
    if term is None or math.isnan(value):
        return None
    if name in THERE_OR_NOT:
        return value > 0
    return term.seen(value) > term.mean


def _account(model: FittedModel, rows: Sequence[PostFact], posts: Sequence[Post]) -> AccountFacts:
    likes = [row.likes for row in rows]
    recent = likes[-RECENT:]
    return AccountFacts(
        posts=len(rows),
        first=rows[0].at if rows else None,
        last=rows[-1].at if rows else None,
        median=float(np.median(likes)) if likes else NAN,
        usual=math.expm1(model.baseline),
        usual_then=rows[0].usual if rows else NAN,
        recent=len(recent),
        recent_low=min(recent, default=NAN),
        recent_high=max(recent, default=NAN),
        undated=sum(post.posted_at is None for post in posts),
        unliked=sum(post.likes is None for post in posts),
        likes_as_of=max((post.likes_as_of for post in posts if post.likes_as_of), default=None),
        as_of_unknown=sum(post.likes is not None and not post.likes_as_of for post in posts),
        made_up=model.made_up,
    )


def _trust(model: FittedModel, rows: Sequence[PostFact]) -> Trust:
    ranged = [row for row in rows if row.inside is not None]
    missed = [abs(row.likes - row.expected) for row in ranged]
    off = [100 * abs(row.likes - row.expected) / row.expected for row in ranged if row.expected > 0]
    return Trust(
        verdict=_verdict(model),
        skill=model.skill,
        forward=model.skill_forward,
        inside=sum(bool(row.inside) for row in ranged),
        inside_of=len(ranged),
        half_within=float(np.median(missed)) if missed else NAN,
        half_off=float(np.median(off)) if off else NAN,
        photos_add=model.answer.photos_add,
        subjects=bool(model.subjects),
    )


def _verdict(model: FittedModel) -> Verdict:
    if model.skill is None:
        return "none"
    if not model.answer.told_apart:
        return "no"
    ahead = model.skill_forward
    proven = model.skill.gain_low > 0 and (ahead is None or ahead.gain > 0)
    return "hint" if proven else "maybe"


def _without_time_of_day(
    model: FittedModel, rows: Sequence[PostFact], log_ratio: NDArray[np.float64]
) -> NDArray[np.float64]:
    """What is left of likes over usual when the photos' own parts are taken out."""
    if not model.answer.told_apart:
        return log_ratio
    photo = {term.name for term in model.terms if term.group != "time"}
    parts = {
        fit.id: sum(part for name, part in fit.reasons.items() if name in photo)
        for fit in model.posts
    }
    photos = np.array([parts.get(row.id, 0.0) for row in rows], np.float64)
    return log_ratio - photos


def _partial_residuals(
    model: FittedModel, rows: Sequence[PostFact], log_ratio: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """For each feature, likes over usual with what all the others explain taken out."""
    reasons = {fit.id: fit.reasons for fit in model.posts}
    whole = np.array([sum(reasons.get(row.id, {}).values()) for row in rows])
    return {
        term.name: log_ratio
        - whole
        + np.array([reasons.get(row.id, {}).get(term.name, 0.0) for row in rows])
        for term in model.terms
    }


def _spread(rows: Sequence[PostFact]) -> float:
    """SD, in log-likes, of what nobody foresaw."""
    return scatter(
        [row.likes for row in rows],
        [row.expected for row in rows],
        [row.usual for row in rows],
    )
