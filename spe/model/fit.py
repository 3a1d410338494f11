"""From tables to a model: which posts count, what is learnt, and what may be said."""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from importlib.metadata import version

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from spe.doubt import Doubt, doubted
from spe.errors import NotReadyError, SpeError
from spe.features import (
    CATALOGUE,
    MOMENT_FEATURES,
    PHOTO_FEATURES,
    SUBJECT,
    WRITTEN,
    is_subject,
    named,
    subject_values,
)
from spe.files import finite
from spe.model import claims
from spe.model.compared import distance, told_pair
from spe.model.fitted import FittedModel, GroupTest, LeftOut, PostFit, Skill, Term, of_one
from spe.model.options import (
    DEFAULTS,
    FEWEST,
    RANKING,
    FitOptions,
    Target,
    Tier,
    tier_of,
)
from spe.notices import Notice
from spe.posts import Post, read_from
from spe.stats import data_quality, diagnostics, effects, inference, intervals, validation
from spe.stats.design import (
    RECENT,
    Column,
    Design,
    FloatArray,
    IntArray,
    mean_imputed,
    recent_baseline,
)
from spe.stats.regression import Learnt, learn
from spe.subjects import compared as compared_subjects
from spe.transforms import transformed
from spe.version import __version__
from spe.wording.notices import told

FACE_PHOTOS = 15

COLUMNS = tuple(
    Column(
        item.name,
        item.group,
        core=item.core,
        bend=bool(item.bend),
        slight=item.slight,
        transform=item.transform,
        pace=item.pace,
        moment=item in MOMENT_FEATURES or item.name in WRITTEN,
    )
    for item in CATALOGUE
    if item.regressed
)

QUANTILES = np.linspace(0, 1, 21)
SHOWN_RANGE = 0.80


def fit(
    posts: Sequence[Post],
    features: pd.DataFrame,
    options: FitOptions = DEFAULTS,
    *,
    now: datetime,
    zone: tzinfo = UTC,
    made_up: bool = False,
) -> FittedModel:
    """Learn from an account's posts what goes with their likes.

    `features` has one row a post, by id, with the catalogue's names as columns.
    `now` is the present: a post dated after it does not tell that likes were read later still.
    `zone` is the account's time zone, in which days of the week begin.
    `made_up` marks an account whose likes were invented. The same input and options give
    the same model, in whatever order it comes.

    Raises:
        NotReadyError: fewer than 5 posts have likes, a time and measurements.
        SpeError: there is nothing to learn from: all likes are equal, or nearly all 0.
    """
    chosen, left_out = _chosen(posts, features, now, options)
    chosen, repeats = _without_repeats(chosen, features)
    left_out += repeats
    warnings: list[Notice] = []
    target = options.target
    if hidden := data_quality.hidden_stretch([_count(post, target) for post in chosen]):
        stretch = chosen[hidden]
        warnings.append(_hidden(stretch, left_out=options.leave_out_hidden))
        if options.leave_out_hidden:
            chosen = chosen[: hidden.start] + chosen[hidden.stop :]
            left_out.append(LeftOut(Notice("same_count"), tuple(post.id for post in stretch)))
    unusual = doubted(chosen)
    if unusual:
        warnings.append(_far_counts(unusual))
    made = _made(chosen, features, options, left_out, warnings, zone=zone, made_up=made_up)
    if not unusual or made.skill is None:
        return made
    ids = {one.post.id for one in unusual}
    try:
        others = [post for post in chosen if post.id not in ids]
        without = _made(others, features, options, left_out, [], zone=zone, made_up=made_up)
    except SpeError:
        return made
    return replace(made, warnings=(*made.warnings, *_without(made, without)))


def _made(
    chosen: Sequence[Post],
    features: pd.DataFrame,
    options: FitOptions,
    left_out: Sequence[LeftOut],
    warnings: Sequence[Notice],
    *,
    zone: tzinfo,
    made_up: bool,
) -> FittedModel:
    """Learn from the posts that were chosen, oldest first."""
    target = options.target
    _check_likes(chosen, left_out, target)
    features = with_subjects(chosen, features)
    design, dropped = _design(chosen, features, target, zone)
    if tier_of(len(chosen)) != "none" and not design.columns:
        raise SpeError(
            "There is nothing to learn from: every property is unknown or the same in all posts.\n"
            "Run spe extract, and leave fewer properties out."
        )
    with threadpool_limits(1):
        notes = [*warnings, *_notes(chosen, design)]
    made = FittedModel(
        tier=tier_of(len(chosen)),
        n_posts=len(chosen),
        baseline=float(np.median(design.y[-RECENT:])),
        left_out=tuple(left_out),
        warnings=tuple(notes),
        dropped=dropped,
        options=replace(options, exclude=tuple(sorted(set(options.exclude)))),
        made_with=_versions() | _definitions(chosen, features),
        data_hash=_data_hash(chosen, features, target),
        made_up=made_up,
    )
    if made.tier == "none":
        return _usual_only(made, chosen, design)
    # Matrices this small are slower on several threads than on one, by far on a busy machine.
    with threadpool_limits(1):
        return _fitted(made, chosen, design, features)


# Which posts count.


def _count(post: Post, target: Target) -> int | None:
    """What is to be explained; None where it is unknown."""
    counts = [post.likes] if target == "likes" else [post.likes, post.comments]
    return None if any(n is None or n < 0 for n in counts) else sum(n or 0 for n in counts)


def _chosen(
    posts: Sequence[Post],
    features: pd.DataFrame,
    now: datetime,
    options: FitOptions,
) -> tuple[list[Post], list[LeftOut]]:
    """The posts to fit, oldest first, and the others by their reason."""
    exclude, target = options.exclude, options.target
    unknown = set(exclude) - {post.id for post in posts}
    if unknown:
        raise SpeError(f"--exclude: no post has the id {min(unknown)!r}. See spe posts.")
    problems = features["problem"].fillna("") if "problem" in features else pd.Series(dtype=str)
    measured = set(features.index)
    age = timedelta(days=options.min_age_days)
    read = read_from(posts, now)
    chosen: list[Post] = []
    reasons: dict[tuple[str, str], list[str]] = {}
    unknown_count = "no_likes" if target == "likes" else "no_likes_or_comments"
    for post in posts:
        if post.id in exclude:
            code = "on_request"
        elif post.excluded:
            code = "excluded"
        elif _count(post, target) is None:
            code = unknown_count
        elif post.posted_at is None:
            code = "no_time"
        elif post.posted_at > read.get(post.id, now) - age:
            code = "too_young" if post.likes_as_of else "perhaps_young"
        elif post.id not in measured:
            code = "not_measured"
        elif problems.get(post.id, ""):
            code = "not_measurable"
        else:
            chosen.append(post)
            continue
        why = post.excluded if code == "excluded" else ""
        reasons.setdefault((code, why), []).append(post.id)
    days: dict[str, object] = {"days": float(options.min_age_days)}
    values = {"too_young": days, "perhaps_young": days}
    return sorted(chosen, key=_order), [
        LeftOut(Notice(code, {"why": why} if why else values.get(code, {})), tuple(sorted(ids)))
        for (code, why), ids in reasons.items()
    ]


def _order(post: Post) -> tuple[float, str]:
    return (post.posted_at.timestamp() if post.posted_at else math.inf, post.id)


def _without_repeats(
    chosen: list[Post], features: pd.DataFrame
) -> tuple[list[Post], list[LeftOut]]:
    """Each photo once, where it was posted first; a repeat would be half known beforehand."""
    names = [item.name for item in PHOTO_FEATURES if item.name in features]
    seen: set[tuple[float, ...]] = set()
    once, again = [], []
    values = features.loc[[post.id for post in chosen], names].to_numpy(np.float64)
    for post, row in zip(chosen, values, strict=True):
        known = ~np.isnan(row)
        look = tuple(np.where(known, row, -math.inf).tolist())
        if known.sum() >= 5 and look in seen:
            again.append(post.id)
        else:
            seen.add(look)
            once.append(post)
    left_out = [LeftOut(Notice("same_photo"), tuple(again))] if again else []
    return once, left_out


def _hidden(stretch: Sequence[Post], *, left_out: bool) -> Notice:
    return Notice(
        "hidden_counts",
        {
            "posts": len(stretch),
            "first": _iso(stretch[0].posted_at),
            "last": _iso(stretch[-1].posted_at),
            "count": stretch[0].likes,
            "left_out": left_out,
        },
    )


def _far_counts(unusual: Sequence[Doubt]) -> Notice:
    """Counts that may be slips, named before they are believed."""
    return Notice(
        "far_counts",
        {
            "ids": [one.post.id for one in unusual],
            "days": [_iso(one.post.posted_at) for one in unusual],
            "likes": [one.likes for one in unusual],
            "usual": [round(one.usual) for one in unusual],
        },
    )


def _without(made: FittedModel, without: FittedModel) -> tuple[Notice, ...]:
    """What the posts with such counts do to the answer, told by the fit without them."""
    if made.skill is None or without.skill is None:
        return ()
    values = {
        "posts": made.n_posts - without.n_posts,
        "same": _said(made) == _said(without),
        "mae": made.skill.mae,
        "mae_without": without.skill.mae,
    }
    return (Notice("without_far_counts", values),)


def _said(model: FittedModel) -> object:
    """What may be said of photos: the answer, the kinds it names, and features with their sign."""
    said = model.answer
    more = {term.name: term.effect > 0 for term in model.terms}
    return said.state, set(said.groups), {(name, more[name]) for name in said.effects}


def _iso(at: datetime | None) -> str:
    """The day; posts that are fitted have one."""
    return at.date().isoformat() if at else ""


def _check_likes(chosen: Sequence[Post], left_out: Sequence[LeftOut], target: Target) -> None:
    """Refuse what no model can be made of."""
    if len(chosen) < FEWEST:
        others = "; ".join(f"{len(item.ids)}: {told(item.reason, str)}" for item in left_out)
        raise NotReadyError(
            f"Only {len(chosen)} posts can be used; {FEWEST} are needed, and {RANKING} for a model."
            + (f"\nLeft out: {others}." if others else "")
        )
    counts = Counter(_count(post, target) for post in chosen)
    value, times = counts.most_common(1)[0]
    if times == len(chosen):
        raise SpeError(
            f"All {len(chosen)} posts have {value} likes, so there is nothing to learn from. "
            "If counts were hidden, type in the real ones with spe likes."
        )
    if counts[0] > data_quality.MOST_ZERO * len(chosen):
        raise SpeError(
            f"{counts[0]} of {len(chosen)} posts have 0 likes: too few have any to learn from. "
            "If 0 stands for unknown, empty those cells in data/posts.csv."
        )


def _notes(chosen: Sequence[Post], design: Design) -> list[Notice]:
    """What a person should know about the account before believing anything."""
    notes = []
    times = [post.posted_at for post in chosen if post.posted_at]
    if len(set(times)) < len(times):
        notes.append(Notice("same_second", {"posts": len(times) - len(set(times))}))
    zeros = int((design.y == 0).sum())
    if zeros >= 0.3 * len(chosen):
        notes.append(Notice("many_zeros", {"zeros": zeros, "posts": len(chosen)}))
    pauses = np.diff([time.timestamp() for time in times]) / 86400
    longest = int(np.argmax(pauses)) if len(pauses) else 0
    if len(pauses) and pauses[longest] > data_quality.LONG_PAUSE_DAYS:
        before, after = _iso(times[longest]), _iso(times[longest + 1])
        notes.append(Notice("long_pause", {"first": before, "last": after}))
    if shift := data_quality.level_shift(design):
        notes.append(Notice("jump", {"since": _iso(times[shift.at]), "change": shift.change}))
    return notes


# The design.


def with_subjects(posts: Sequence[Post], features: pd.DataFrame) -> pd.DataFrame:
    """The table with a column for each subject that may be compared; as it is without one."""
    compared = compared_subjects(posts)
    if not compared:
        return features
    values = {post.id: subject_values(post.subject, compared) for post in posts}
    return features.join(pd.DataFrame.from_dict(values, orient="index"))


def _columns(features: pd.DataFrame) -> tuple[Column, ...]:
    """What may be learnt from a table: the catalogue, and the subjects that it holds."""
    subjects = [str(name) for name in features.columns if is_subject(str(name))]
    # Drafts that are scored together are said to be of one subject.
    own = (Column(name, SUBJECT, moment=True, exclusive=True) for name in subjects)
    return (*COLUMNS, *own)


def _design(
    chosen: Sequence[Post], features: pd.DataFrame, target: Target, zone: tzinfo = UTC
) -> tuple[Design, dict[str, Notice]]:
    """The table to fit, and the features that are not in it by their reason."""
    times = [post.posted_at.astimezone(zone) for post in chosen if post.posted_at]
    seconds = np.array([time.timestamp() for time in times])
    likes = np.array([float(_count(post, target) or 0) for post in chosen])
    rows = features.loc[[post.id for post in chosen]]
    columns, values = [], []
    dropped: dict[str, Notice] = {}
    for column in _columns(features):
        raw = (
            rows[column.name].to_numpy(np.float64, copy=True)
            if column.name in rows
            else np.full(len(rows), np.nan)
        )
        raw[~np.isfinite(raw)] = np.nan
        seen = transformed(raw, column.transform)
        # Only subjects of which there are enough have a column.
        if not column.exclusive and (reason := _unfit(column, seen)):
            dropped[column.name] = reason
        else:
            columns.append(column)
            values.append(seen)
    x = np.column_stack(values) if values else np.empty((len(rows), 0))
    days = data_quality.shortened((seconds - seconds[0]) / 86400)
    return Design(days, np.log1p(likes), x, tuple(columns), _calendar(times)), dropped


# The ordinal of the first Monday there is: days are counted from there.
_A_MONDAY = 1


def _calendar(times: Sequence[datetime]) -> FloatArray:
    """(posts,) days since the midnight that a Monday began with, by the clock on the wall."""
    midnights = np.array([time.toordinal() for time in times], np.float64)
    minutes = np.array([60 * time.hour + time.minute for time in times], np.float64)
    return np.asarray(midnights - _A_MONDAY + minutes / (24 * 60))


def _unfit(column: Column, seen: FloatArray) -> Notice | None:
    """Why a feature can't be used for these posts, None where it can.

    `seen` are its (posts,) values on the model's scale.
    """
    n = len(seen)
    known = seen[~np.isnan(seen)]
    if too_few := _too_few(column, len(known), n):
        return too_few
    if len(known) < 2 or np.ptp(known) <= 1e-9 * max(1.0, float(np.abs(known).max())):
        return Notice("constant")
    others = len(known) - int(np.unique(known, return_counts=True)[1].max())
    if others < _contrast(n):
        return Notice("nearly_constant")
    return None


def _too_few(column: Column, known: int, n: int) -> Notice | None:
    """Why what is known of so many of `n` posts is too little, None where it is enough."""
    feature = named(column.name)
    if feature.needs_album:
        few = Notice("few_albums", {"albums": known, "needed": FACE_PHOTOS})
        return few if known < FACE_PHOTOS else None
    if feature.needs_face or column.transform == "some":
        few = Notice("few_faces", {"photos": known, "needed": FACE_PHOTOS})
        return few if known < FACE_PHOTOS else None
    if known >= n / 2:
        return None
    if column.name in WRITTEN:
        return Notice("few_captions", {"posts": known, "of": n})
    return Notice("mostly_unknown")


# The model.


def _usual_only(made: FittedModel, chosen: Sequence[Post], design: Design) -> FittedModel:
    """Too few posts for a model: what is usual, and how much posts spread around it."""
    y = design.y
    others = np.array([np.median(np.delete(y, i)[-RECENT:]) for i in range(len(y))])
    bare = replace(made, usual_residuals=_floats(y - others))
    fits = tuple(
        _post_fit(
            post,
            float(at),
            float(usual),
            0.0,
            {},
            float(np.quantile(np.abs(y - others), SHOWN_RANGE)),
        )
        for post, at, usual in zip(chosen, y, others, strict=True)
    )
    return replace(bare, posts=fits)


def _fitted(
    made: FittedModel, chosen: Sequence[Post], design: Design, features: pd.DataFrame
) -> FittedModel:
    """Everything that the number of posts allows."""
    seed = made.options.seed
    learnt = learn(design.days, design.y, design.x, design.prior, design.contrasts)
    said = _claims(design, learnt, made.tier, seed=seed)
    out = validation.kfold(design, seed)
    skill = Skill(**asdict(validation.measures(design, out, seed)))
    ahead = validation.forward(design)
    skill_forward = Skill(**asdict(validation.measures(design, ahead, seed))) if ahead else None
    has_skill = claims.has_skill(skill.gain, skill.gain_beyond_pace, gate_open=said.gate_open)
    terms = _terms(design, chosen, features, learnt, said)
    full, means = mean_imputed(design.x)
    precision, far = diagnostics.unusual((full - means) / full.std(axis=0))
    left = design.y - learnt.parts(design.x).sum(axis=1) if has_skill else design.y
    ranged = _folded(_ranged(replace(made, has_skill=has_skill), design, left), design)
    fitted = replace(
        ranged,
        warnings=_faces_alike(design, features.loc[[post.id for post in chosen]])
        + ranged.warnings
        + _fragile(terms, said),
        terms=terms,
        groups=said.groups,
        gate_p=said.gate_p,
        gate_open=said.gate_open,
        skill=skill,
        skill_forward=skill_forward,
        precision=tuple(_floats(row) for row in precision),
        far=far,
        posts=_post_fits(chosen, design, out, said, has_skill=has_skill),
        ols=said.ols,
        diagnostics=said.diagnostics,
    )
    return fitted.settled()


def _ranged(made: FittedModel, design: Design, left: FloatArray) -> FittedModel:
    """Where the next post starts, and how that changed lately and will.

    `left` are (posts,) log-likes, without their photos' part where the model has skill.
    """
    judged = ~np.isnan(recent_baseline(design.y))
    shifts = intervals.shifts(left)
    warnings = made.warnings
    if ago := data_quality.recent_jump(left):
        warnings += (Notice("recent_jump", {"posts": ago}),)
    return replace(
        made,
        baseline=float(recent_baseline(np.append(left, np.nan))[-1]),
        warnings=warnings,
        usual_residuals=_floats((design.y - recent_baseline(design.y))[judged]),
        shifts=_floats(shifts[:-1][judged]),
        shift=float(shifts[-1]),
        drift=intervals.drift(left),
    )


def _folded(made: FittedModel, design: Design) -> FittedModel:
    """What each fold foresees, and by how much it missed the posts it never saw."""
    conformal = intervals.cross_conformal(design, made.options.seed)
    full, means = mean_imputed(design.x)
    # What each fold expects of the average post: unknown values stand at the mean.
    centres = conformal.baselines + (conformal.coefficients * (means - conformal.means)).sum(axis=1)
    return replace(
        made,
        fold_offsets=_floats(centres - made.baseline),
        fold_coefficients=tuple(_floats(row) for row in conformal.coefficients * full.std(axis=0)),
        fold_of_post=tuple(int(k) for k in conformal.fold),
        fold_residuals=_floats(conformal.residuals),
    )


@dataclass(frozen=True)
class _Claims:
    """What inference found; arrays are by feature (influence: by post), NaN for too few posts.

    `effects` are what is told, `classical` what least squares behind a spline found, both
    for one unit of a transformed feature.
    """

    gate_p: float
    gate_open: bool
    p_max_t: FloatArray
    influence: FloatArray
    groups: tuple[GroupTest, ...] = ()
    effects: Mapping[str, FloatArray] = field(default_factory=dict)
    classical: Mapping[str, FloatArray] = field(default_factory=dict)
    ols: Mapping[str, object] = field(default_factory=dict)
    diagnostics: Mapping[str, object] = field(default_factory=dict)


def _claims(design: Design, learnt: Learnt, tier: Tier, *, seed: int) -> _Claims:
    """Everything is tested that the number of posts allows, and nothing is told that is not."""
    n, p = design.x.shape
    parts = inference.Residualized.of(design)
    gate_p = inference.gate(parts, seed)
    none = _Claims(gate_p, claims.gate_opens(gate_p), np.full(p, np.nan), np.full((2, n), np.nan))
    if tier == "ranking":
        return none
    groups = tuple(
        GroupTest(
            name,
            tuple(item.name for item in parts.columns if item.group == name),
            p_value,
            q_value,
            found=claims.group_found(q_value, gate_open=none.gate_open),
        )
        for name, (p_value, q_value) in inference.groups(parts, seed).items()
    )
    enough = tier in {"features", "full"}
    told = np.flatnonzero(
        [
            (enough or column.core or column.exclusive) and not column.bend
            for column in design.columns
        ]
    )
    plain = design.only(told.tolist())
    if not len(told) or n < 2 * len(told):
        return replace(none, groups=groups)
    classical = np.setdiff1d(told, _reference(design))
    table = design.only(classical.tolist())
    fit = inference.ols(table)
    tested = inference.Residualized.of(plain)
    found = effects.tell(learnt, plain, told, tested.luck)
    rest = diagnostics.without_top(fit)
    p_max_t = none.p_max_t.copy()
    if enough:
        p_max_t[told[~plain.pace]] = inference.max_t(tested, seed)
    return replace(
        none,
        groups=groups,
        effects=_spread(vars(found), told, p),
        classical=_spread(diagnostics.ols_effects(fit), classical, p),
        p_max_t=p_max_t,
        influence=np.array(inference.influence(fit)),
        ols=diagnostics.ols_table(table, fit),
        diagnostics={
            **diagnostics.checks(fit),
            "without_top": n - len(rest),
            "flips_without_top": effects.flips(design, told, found, rest),
        },
    )


def _reference(design: Design) -> IntArray:
    """The most common of the columns that exclude each other: least squares leaves it out."""
    own = np.flatnonzero(design.exclusive)
    if not len(own):
        return own
    return own[[int(np.argmax(mean_imputed(design.x[:, own])[1]))]]


def _spread(
    values: Mapping[str, FloatArray], told: IntArray, features: int
) -> dict[str, FloatArray]:
    """Values of the told features as (features,) arrays, NaN for the others."""
    spread = {name: np.full(features, np.nan) for name in values}
    for name, of_told in values.items():
        spread[name][told] = of_told
    return spread


def _terms(
    design: Design,
    chosen: Sequence[Post],
    features: pd.DataFrame,
    learnt: Learnt,
    said: _Claims,
) -> tuple[Term, ...]:
    full, means = mean_imputed(design.x)
    scales = full.std(axis=0)
    raw = features.loc[[post.id for post in chosen]]
    found = {group.name for group in said.groups if group.found}
    terms = []
    for i, column in enumerate(design.columns):
        own = {name: float(values[i]) for name, values in said.effects.items()}
        classical = {name: float(values[i]) for name, values in said.classical.items()}
        values = raw[column.name].to_numpy(np.float64)
        item = named(column.name)
        compared = (0.0, 1.0) if column.exclusive else told_pair(item, values)
        step = distance(item, compared)
        p_max_t = float(said.p_max_t[i])
        term = Term(
            name=column.name,
            group=column.group,
            transform=column.transform,
            mean=float(means[i]),
            scale=float(scales[i]),
            coefficient=float(learnt.coefficients[i] * scales[i]),
            quantiles=_floats(np.nanquantile(values, QUANTILES)),
            compared=compared,
            step=step,
            p_max_t=p_max_t,
        )
        if own:
            term = replace(
                term,
                effect=own["effect"] * step,
                low=own["low"] * step,
                high=own["high"] * step,
                low50=own["low50"] * step,
                high50=own["high50"] * step,
                std_error=own["std_error"] * step,
                ols_effect=classical["effect"] * step,
                ols_std_error=classical["std_error"] * step,
                ols_low=classical["low"] * step,
                ols_high=classical["high"] * step,
                ols_p_value=classical["p_value"],
                ols_q_value=classical["q_value"],
                vif=classical["vif"],
            )
            evidence = claims.evidence(
                term.low,
                term.high,
                p_max_t,
                posts=len(chosen),
                gate_open=said.gate_open,
                found=column.group in found,
            )
            term = replace(term, evidence=evidence)
        terms.append(term)
    return tuple(terms)


def _faces_alike(design: Design, rows: pd.DataFrame) -> tuple[Notice, ...]:
    """That hardly a post lacks a face, or has one, and what differs between the posts instead."""
    if "faces" not in rows:
        return ()
    known = rows["faces"].dropna()
    having = int((known > 0).sum())
    if len(known) < len(rows) / 2 or min(having, len(known) - having) >= _contrast(len(rows)):
        return ()
    names = [column.name if column.group == "faces" else column.group for column in design.columns]
    differing = list(dict.fromkeys(names))
    values = {"posts": len(known), "with_face": having, "differing": differing}
    return (Notice("faces_alike", values),)


def _contrast(posts: int) -> float:
    """How many of so many posts have to differ from the others to be compared with them."""
    return max(3, 0.05 * posts)


def _fragile(terms: Sequence[Term], said: _Claims) -> tuple[Notice, ...]:
    """Told effects that hang on the few most outlying posts."""
    flips = said.diagnostics.get("flips_without_top", [])
    names = [
        term.name
        for term in terms
        if term.evidence != "unclear" and isinstance(flips, list) and term.name in flips
    ]
    if not names:
        return ()
    return (Notice("fragile", {"features": names, "posts": said.diagnostics["without_top"]}),)


def _post_fits(
    chosen: Sequence[Post],
    design: Design,
    out: validation.OutOfFold,
    said: _Claims,
    *,
    has_skill: bool,
) -> tuple[PostFit, ...]:
    """Every post as models without it saw it, averaged over the repetitions."""
    usual = out.usual.mean(axis=0)
    parts = out.parts.mean(axis=0) if has_skill else np.zeros_like(design.x)
    missed = np.abs(design.y - usual - parts.sum(axis=1))
    fits = []
    for i, post in enumerate(chosen):
        others = np.sort(np.delete(missed, i))
        rank = min(math.ceil(SHOWN_RANGE * (len(others) + 1)), len(others))
        reasons = _reasons(design, i, parts[i]) if has_skill else {}
        fits.append(
            replace(
                _post_fit(
                    post,
                    float(design.y[i]),
                    float(usual[i]),
                    float(parts[i].sum()),
                    reasons,
                    float(others[rank - 1]),
                ),
                cooks_distance=float(said.influence[0, i]),
                studentised=float(said.influence[1, i]),
            )
        )
    return tuple(fits)


def _reasons(design: Design, post: int, parts: FloatArray) -> dict[str, float]:
    """A post's log-likes by feature; what its subject adds is told of that one alone."""
    reasons = {column.name: float(part) for column, part in zip(design.columns, parts, strict=True)}
    own = np.flatnonzero(design.exclusive & (design.x[post] == 1))
    return of_one(
        reasons,
        [column.name for column in design.columns if column.exclusive],
        design.columns[int(own[0])].name if len(own) else None,
    )


def _post_fit(
    post: Post, y: float, usual: float, effect: float, reasons: Mapping[str, float], half: float
) -> PostFit:
    if post.posted_at is None:
        raise ValueError("a post without a time is never fitted")
    expected = usual + effect
    return PostFit(
        id=post.id,
        posted_at=post.posted_at,
        likes=float(round(math.expm1(y))),
        usual=max(0.0, math.expm1(usual)),
        expected=max(0.0, math.expm1(expected)),
        low=max(0.0, math.expm1(expected - half)),
        high=max(0.0, math.expm1(expected + half)),
        reasons=reasons,
    )


# What it was made of.


def _floats(values: FloatArray) -> tuple[float, ...]:
    return tuple(np.asarray(values, np.float64).tolist())


def _versions() -> dict[str, str]:
    libraries = ("numpy", "scipy", "scikit-learn", "statsmodels")
    return {"spe": __version__, **{name: version(name) for name in libraries}}


def _definitions(chosen: Sequence[Post], features: pd.DataFrame) -> dict[str, str]:
    """The definitions that all these posts were measured by; nothing where they are not told."""
    if "definitions" not in features:
        return {}
    told = features.loc[[post.id for post in chosen], "definitions"].unique().tolist()
    return {"definitions": str(told[0])} if len(told) == 1 and told[0] else {}


def _data_hash(chosen: Sequence[Post], features: pd.DataFrame, target: Target) -> str:
    """A fingerprint of the posts used: what was counted, when, and what was measured."""
    names = [column.name for column in _columns(features) if column.name in features]
    rows = features.loc[[post.id for post in chosen], names].to_numpy(np.float64)
    posts: list[list[object]] = [
        [
            post.id,
            _count(post, target),
            post.posted_at.isoformat() if post.posted_at else "",
            *map(finite, row),
        ]
        for post, row in zip(chosen, rows.tolist(), strict=True)
    ]
    return hashlib.sha256(json.dumps([names, posts]).encode()).hexdigest()
