"""The fitted model: a few readable tables that predict, explain and can be written down.

Knows numbers only, and imports nothing heavier than numpy, so that scoring a
draft starts at once. `spe.model.fit` makes one; the report and the scores read it.
"""

import contextlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from spe.cells import FIRST_YEAR, LAST_YEAR, MOST_COUNTED
from spe.errors import ModelError, NotReadyError
from spe.files import jsonable, write_whole
from spe.model.answer import Answer, answer
from spe.model.claims import Evidence
from spe.model.options import DEFAULTS, FitOptions, Tier
from spe.model.record import made
from spe.notices import Notice
from spe.transforms import scaled

# Raised when a reader of the old layout would misread the new one.
FORMAT = 4

# Where the effects that are told come from: the regression that predicts, or, in models of
# formats 1 to 3, the classical table.
EffectsFrom = Literal["prediction", "least_squares"]

# What entries were called in format 1.
_FORMAT_1 = {"level": "baseline", "speaks": "has_skill", "miss": "mae", "miss_usual": "mae_usual"}

# What entries of a term were called in formats 1 to 3, and which of them are now two.
_FORMAT_3 = {"p_value": "ols_p_value", "q_value": "ols_q_value"}
_TOLD_IN_FORMAT_3 = ("effect", "std_error", "low", "high")

NAN = math.nan

# What numbers of a model can't exceed: posts, what is measured, and the log1p of likes, twice
# for what lies between two of them.
MOST_POSTS = 10_000_000
MOST_MEASURED = 1e6
MOST_LOG = 2 * math.log1p(MOST_COUNTED)

# The kind of the terms that exclude each other.
SUBJECT = "subject"

# Rounding may put the usual of an account without likes below 0, but log1p needs it above -1.
_ABOVE_NONE = -0.999

# Tables of features keep six digits.
_ROUNDED = 1e-5


@dataclass(frozen=True)
class Term:
    """One feature in the model, on the scale that `transform` puts it on.

    `coefficient` is in log-likes for one `scale` (SD) above `mean`: what predicts.
    `effect` is the same between two posts of which the one has the higher of the raw values
    `compared`, the other the lower; `step` is how far apart these are on the term's scale. Of
    subjects, which exclude each other, it is a post of this one against the average post. It
    is the size that is told, drawn in as far as predicting asks for. `low` to `high` and
    `low50` to `high50` are its 90 % and 50 % ranges: all that the ridge's posterior or the
    least squares on whitened posts leaves possible; NaN where the posts are too few.
    `std_error` is that least squares', and `p_max_t` the familywise permutation p of its t.
    Both range and p decide `evidence` behind the gate.
    `ols_effect`, its HC3 standard error, 90 % range, p and q (Benjamini-Hochberg) and `vif`
    are the classical table of the appendix, by least squares on a spline of time, and nothing
    is told from it; of a subject they are against the most common one, which has none. In
    models before format 4 the effect and its ranges were taken from
    that table, and stay so: `FittedModel.effects_from` tells. Models before format 3 do not
    know the two values (NaN): there a step is from the lower to the upper quartile, one
    face, or yes against no.
    `quantiles` are the raw value's 0, 5, ... 100 % over the posts used.
    """

    name: str
    group: str
    transform: str
    mean: float
    scale: float
    coefficient: float
    quantiles: tuple[float, ...]
    compared: tuple[float, float] = (NAN, NAN)
    step: float = NAN
    effect: float = NAN
    std_error: float = NAN
    low: float = NAN
    high: float = NAN
    low50: float = NAN
    high50: float = NAN
    p_max_t: float = NAN
    evidence: Evidence = "unclear"
    ols_effect: float = NAN
    ols_std_error: float = NAN
    ols_low: float = NAN
    ols_high: float = NAN
    ols_p_value: float = NAN
    ols_q_value: float = NAN
    vif: float = NAN

    def seen(self, value: float) -> float:
        """A raw value on the term's scale."""
        return scaled(value, self.transform)


@dataclass(frozen=True)
class GroupTest:
    """One of the pre-declared groups: permutation p-value, and q over the groups tested.

    `found` is true only where drafts are told apart and q is below .10.
    """

    name: str
    features: tuple[str, ...]
    p_value: float = NAN
    q_value: float = NAN
    found: bool = False


@dataclass(frozen=True)
class Skill:
    """How well posts were predicted that the model had not seen.

    `mae` and `mae_usual` are mean absolute errors in likes, of the model and of
    guessing the median of the 10 posts before; `gain` is 1 - mae / mae_usual,
    and `gain_beyond_pace` the same with what the account's pace adds on the usual's side.
    `mae_moment` is the error of guessing the usual with all that the moment of posting adds.
    Models of an older spe know neither (NaN).
    `spearman` ranks within the trend; `pairs` is the share of pairs ranked rightly.
    """

    posts: int
    mae: float
    mae_usual: float
    gain: float
    gain_low: float = NAN
    gain_high: float = NAN
    spearman: float = NAN
    spearman_low: float = NAN
    spearman_high: float = NAN
    pairs: float = NAN
    r2: float = NAN
    gain_beyond_pace: float = NAN
    mae_moment: float = NAN

    @property
    def gain_beyond_moment(self) -> float:
        """What the photos themselves add: 1 - mae / mae_moment, 1 at most."""
        return 1 - self.mae / self.mae_moment if self.mae_moment > 0 else NAN


@dataclass(frozen=True)
class PostFit:
    """One post under the model, all of it predicted without that post.

    `usual` is what a typical post got at that time; `expected` the median likes foreseen,
    with its 80 % range `low`-`high`. `reasons` are log-likes by feature against the
    average post. Influence figures are the OLS's, NaN where there is none.
    """

    id: str
    posted_at: datetime
    likes: float
    usual: float
    expected: float
    low: float
    high: float
    reasons: Mapping[str, float] = field(default_factory=dict)
    cooks_distance: float = NAN
    studentised: float = NAN


@dataclass(frozen=True)
class LeftOut:
    """Posts that were not fitted, and why: a code of `spe.notices.LEFT_OUT`."""

    reason: Notice
    ids: tuple[str, ...]


@dataclass(frozen=True)
class FittedModel:
    """Everything that was learnt from an account.

    `tier` says how much the number of posts allows to be told (docs/statistics.md).
    `gate_open` is whether the photos and moments say anything at all about likes.
    `has_skill` is whether drafts are told apart: the gate is open and unseen posts were
    predicted better than by guessing the usual. Otherwise no effect is named; what may be
    said is in `answer`.
    `baseline` is the log1p of the usual likes now: the median of the last 10 posts, where the
    model has skill, of their likes without their photos' part, so what the average photo gets.

    A prediction is `baseline` plus the contributions, to 1e-9. A contribution is
    `coefficient * (transformed value - mean) / scale` of its term, in log-likes against
    the account's average post; an unknown value contributes 0. Where the model has
    no skill, the contributions are 0, the prediction is `baseline`, and the range is that of
    `usual_residuals`; the terms keep what was learnt, for those who want to see it.

    `fold_coefficients` (by fold, then by term, for one `scale`), `fold_offsets`,
    `fold_of_post` and `fold_residuals` (what a post was above its own fold's prediction)
    are what the conformal ranges are made of: fold k foresees
    `baseline + fold_offsets[k] + z @ fold_coefficients[k]`. `usual_residuals` are what the
    same posts were above the recent median. `shifts` are by how much the last three posts
    before the same posts stood above the baseline of then, and `shift` those before the next
    (log-likes, without their photos' part where the model has skill); `drift` is the share by
    which the variance of misses rises with every post that comes after the last one that was
    learnt from (docs/statistics.md). `precision` (by term) and `far` tell an unusual
    draft: its squared distance `z @ precision @ z` exceeds `far`.
    `effects_from` is "least_squares" where an older spe wrote the terms' effects.
    `ols` and `diagnostics` are for the statistician's appendix, `warnings` for everyone.
    """

    tier: Tier
    n_posts: int
    baseline: float
    terms: tuple[Term, ...] = ()
    effects_from: EffectsFrom = "prediction"
    groups: tuple[GroupTest, ...] = ()
    gate_p: float = NAN
    gate_open: bool = False
    has_skill: bool = False
    skill: Skill | None = None
    skill_forward: Skill | None = None
    fold_coefficients: tuple[tuple[float, ...], ...] = ()
    fold_offsets: tuple[float, ...] = ()
    fold_of_post: tuple[int, ...] = ()
    fold_residuals: tuple[float, ...] = ()
    usual_residuals: tuple[float, ...] = ()
    shifts: tuple[float, ...] = ()
    shift: float = 0.0
    drift: float = 0.0
    precision: tuple[tuple[float, ...], ...] = ()
    far: float = NAN
    posts: tuple[PostFit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[Notice, ...] = ()
    dropped: Mapping[str, Notice] = field(default_factory=dict)
    ols: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    options: FitOptions = DEFAULTS
    made_with: Mapping[str, str] = field(default_factory=dict)
    data_hash: str = ""
    made_up: bool = False
    format: int = FORMAT

    @property
    def usual(self) -> float:
        """The likes a typical photo gets now."""
        return math.expm1(self.baseline)

    @property
    def skill_told(self) -> Skill | None:
        """The skill that is told first: from the past alone, where there were posts enough."""
        return self.skill_forward or self.skill

    @cached_property
    def answer(self) -> Answer:
        """What may be said of it: whatever is told of a model asks this."""
        return answer(self)

    def settled(self) -> "FittedModel":
        """The same, with no more in its tests' verdicts and warnings than may be said of it."""
        said = self.answer
        return replace(
            self,
            has_skill=said.told_apart,
            groups=tuple(replace(one, found=one.name in said.groups) for one in self.groups),
            terms=tuple(replace(one, evidence=said.evidence(one.name)) for one in self.terms),
            warnings=tuple(known for one in self.warnings if (known := _about(one, said))),
        )

    @cached_property
    def by_name(self) -> Mapping[str, Term]:
        """The terms by feature."""
        return {term.name: term for term in self.terms}

    @property
    def subjects(self) -> tuple[str, ...]:
        """The terms of subjects, of which a post has one."""
        return tuple(term.name for term in self.terms if term.group == SUBJECT)

    def standardised(self, values: Mapping[str, float]) -> NDArray[np.float64]:
        """A post's raw values in the terms' SDs from their means; 0 where one is unknown."""
        z = [
            (term.seen(values.get(term.name, NAN)) - term.mean) / term.scale for term in self.terms
        ]
        return np.nan_to_num(np.array(z, np.float64), nan=0.0)

    def contributions(self, values: Mapping[str, float]) -> dict[str, float]:
        """How far each feature moves a post from the average one, in log-likes.

        `values` are raw, by feature name. All are 0 where the model has no skill. What a
        post's subject adds, and what it is not takes away, is told of its own alone.
        """
        z = self.standardised(values) if self.answer.told_apart else np.zeros(len(self.terms))
        parts = {
            term.name: term.coefficient * float(at) for term, at in zip(self.terms, z, strict=True)
        }
        own = next((name for name in self.subjects if values.get(name) == 1), None)
        return of_one(parts, self.subjects, own)

    def predict(self, values: Mapping[str, float]) -> float:
        """The log1p of the median likes foreseen now: `baseline` plus the contributions."""
        return self.baseline + math.fsum(self.contributions(values).values())

    def outcomes(self, values: Mapping[str, float]) -> NDArray[np.float64]:
        """What the post might get, in likes: one equally likely outcome for each past miss.

        The share of them above `usual` is the chance to beat it; the outcomes of several
        drafts, taken pairwise, say which is likely to do best.
        """
        if not self.answer.told_apart:
            return _likes(self.baseline + np.array(self.usual_residuals))
        return _likes(self.baseline + self._centres(values) + np.array(self.fold_residuals))

    def interval(
        self, values: Mapping[str, float], confidence: float, since: int = 0
    ) -> tuple[float, float]:
        """The range that holds the likes of such a post with probability `confidence`, in likes.

        Cross-conformal (CV+) where the model has skill, otherwise split-conformal around the usual.
        It spans from the baseline to what the last three posts got, and beyond that as far as past
        posts fell outside of such spans; the wider, the more posts (`since`) went out after
        the last one that was learnt from.
        From fewer past posts than the confidence needs (9 for 90 %), the range is 0 to infinity.
        """
        if self.answer.told_apart:
            centres, missed = self._centres(values), np.array(self.fold_residuals)
        else:
            missed = np.array(self.usual_residuals)
            centres = np.zeros(len(missed))
        lately = np.array(self.shifts) if self.shifts else np.zeros(len(missed))
        outside = np.maximum(np.minimum(0.0, lately) - missed, missed - np.maximum(0.0, lately))
        sizes = np.maximum(0.0, outside) * self.widening(since)
        rank = math.ceil((1 - (1 - confidence)) * (len(sizes) + 1))
        if rank > len(sizes):
            return 0.0, math.inf
        low = min(0.0, self.shift) - np.sort(sizes - centres)[rank - 1]
        high = max(0.0, self.shift) + np.sort(centres + sizes)[rank - 1]
        bounds = _likes(self.baseline + np.array([low, high]))
        return float(bounds[0]), float(bounds[1])

    def widening(self, since: int) -> float:
        """How much further misses reach `since` posts later than at the next post, 1 or more."""
        return math.sqrt(1 + self.drift * max(0, since))

    def outside(self, values: Mapping[str, float]) -> tuple[str, ...]:
        """The features in which a post lies beyond every post that was learnt from."""
        return tuple(
            term.name for term in self.terms if _beyond(values.get(term.name, NAN), term.quantiles)
        )

    def unlike(self, values: Mapping[str, float]) -> bool:
        """Whether the combination is one that hardly any post has (Mahalanobis, Ledoit-Wolf)."""
        z = self.standardised(values)
        return bool(self.precision) and float(z @ np.array(self.precision) @ z) > self.far

    def _centres(self, values: Mapping[str, float]) -> NDArray[np.float64]:
        """What each past post's fold foresees for this one, above the usual."""
        folds = np.array(self.fold_offsets) + np.array(self.fold_coefficients) @ self.standardised(
            values
        )
        centres: NDArray[np.float64] = folds[np.array(self.fold_of_post, int)]
        return centres

    @property
    def far_counts(self) -> tuple[str, ...]:
        """The posts whose likes are far from those of the posts around them, by id."""
        named = (dict(item.values) for item in self.warnings if item.code == "far_counts")
        return tuple(name for values in named for name in values["ids"])

    def write(self, path: Path) -> None:
        """Write readable JSON; what is unknown (NaN) is null."""
        text = json.dumps(jsonable(self), ensure_ascii=False, indent=1, allow_nan=False)
        write_whole(path, text + "\n")

    @classmethod
    def read(cls, path: Path) -> "FittedModel":
        """The model that was written to `path`.

        Raises:
            NotReadyError: there is none yet.
            ModelError: not a model, mangled, or written by a newer spe.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise NotReadyError(
                f"No model in {path.parent} yet.\nRun spe fit first, or try spe demo."
            ) from None
        except (OSError, ValueError, RecursionError) as error:
            raise ModelError(f"{path}: can't be read ({error}). Run spe fit again.") from error
        number = data.get("format") if isinstance(data, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            raise ModelError(f"{path}: not a model that spe fit wrote. Run spe fit again.")
        if number > FORMAT:
            raise ModelError(
                f"{path}: written by a newer spe (format {number}, this one reads {FORMAT}). "
                "Update spe, or run spe fit again."
            )
        try:
            if number < 2:
                data = _from_format_1(data)
            if number < FORMAT:
                data = _from_format_3(data)
            model: FittedModel = made(cls, data, "the model")
            model._check()
            return model.settled()
        except (ValueError, TypeError, OverflowError) as error:
            raise ModelError(f"{path}: {error}. Run spe fit again.") from error

    def _check(self) -> None:
        """Refuse tables that do not fit together."""
        width = len(self.terms)
        for term in self.terms:
            numbers = (term.mean, term.scale, term.coefficient)
            if not all(map(math.isfinite, numbers)) or term.scale <= 0 or not term.quantiles:
                raise ValueError(f"the numbers of {term.name!r} make no sense")
        folds = len(self.fold_offsets)
        if (
            not math.isfinite(self.baseline)
            or len(self.fold_coefficients) != folds
            or any(len(row) != width for row in self.fold_coefficients)
            or any(not 0 <= fold < folds for fold in self.fold_of_post)
            or len(self.fold_of_post) != len(self.fold_residuals)
            or not self._shifts_fit()
            or len(self.precision) not in {0, width}
            or any(len(row) != width for row in self.precision)
        ):
            raise ValueError("its tables do not fit together")
        if not all(map(_sized, self._sizes())) or not all(map(_dated, self.posts)):
            raise ValueError("its numbers are of no account's size")

    def _sizes(self) -> Iterator[tuple[float, float, float]]:
        """Each number from which likes are told, with the least and the most that it can be."""
        yield self.n_posts, 0, MOST_POSTS
        logs = (self.baseline, self.shift, *self.fold_offsets, *self.fold_residuals, *self.shifts)
        folds = (value for row in self.fold_coefficients for value in row)
        for value in (*logs, *self.usual_residuals, *folds):
            yield value, -MOST_LOG, MOST_LOG
        yield self.drift, 0, MOST_POSTS
        for term in self.terms:
            yield term.coefficient, -MOST_LOG, MOST_LOG
            for value in (term.mean, term.scale, *term.quantiles, *term.compared):
                yield value, -MOST_MEASURED, MOST_MEASURED
        for post in self.posts:
            yield post.likes, 0, MOST_COUNTED
            for value in (post.usual, post.expected, post.low, post.high):
                yield value, _ABOVE_NONE, MOST_COUNTED * 1000

    def _shifts_fit(self) -> bool:
        """Whether what widens the ranges is of the posts they are made of, and finite."""
        judged = self.fold_residuals if self.answer.told_apart else self.usual_residuals
        numbers = (*self.shifts, self.shift, self.drift)
        return (
            len(self.shifts) in {0, len(judged)}
            and all(map(math.isfinite, numbers))
            and self.drift >= 0
        )


def of_one(
    parts: Mapping[str, float], exclusive: Sequence[str], own: str | None
) -> dict[str, float]:
    """Parts of a sum, with those that exclude each other put together as that of one of them.

    Args:
        parts: log-likes by name.
        exclusive: the names of those that exclude each other.
        own: the one that the post has; None where nobody knows, so that none adds anything.
    """
    if own is None:
        return dict(parts)
    whole = math.fsum(parts[name] for name in exclusive)
    return {**parts, **dict.fromkeys(exclusive, 0.0), own: whole}


def _sized(bounded: tuple[float, float, float]) -> bool:
    """Whether a number lies within its bounds; unknown it may be."""
    value, low, high = bounded
    return math.isnan(value) or low <= value <= high


def _dated(post: PostFit) -> bool:
    return FIRST_YEAR <= post.posted_at.year <= LAST_YEAR and post.posted_at.tzinfo is not None


def _from_format_1(data: Mapping[str, Any]) -> dict[str, Any]:
    """A model of format 1 in today's words; what does not look like one is left as it is."""
    new = {_FORMAT_1.get(key, key): value for key, value in data.items()}
    for name in ("skill", "skill_forward"):
        if isinstance(new.get(name), dict):
            new[name] = {_FORMAT_1.get(key, key): value for key, value in new[name].items()}
    with contextlib.suppress(TypeError, AttributeError, KeyError):
        new["left_out"] = [
            {**item, "reason": _written(item["reason"])} for item in new.get("left_out", [])
        ]
        new["warnings"] = [_written(text) for text in new.get("warnings", [])]
        new["dropped"] = {name: _written(why) for name, why in new.get("dropped", {}).items()}
    return new


def _from_format_3(data: Mapping[str, Any]) -> dict[str, Any]:
    """A model of format 2 or 3: its effects are the classical table's, and are told as they were.

    The range that goes with the size of today can't be had from the file, and without one
    no effect would be named that was.
    """
    new = {**data, "format": FORMAT}
    with contextlib.suppress(TypeError, AttributeError):
        terms = [_term_of_format_3(term) for term in data.get("terms", [])]
        if terms:
            new = {**new, "terms": terms, "effects_from": "least_squares"}
    return new


def _term_of_format_3(term: Mapping[str, Any]) -> dict[str, Any]:
    new = {_FORMAT_3.get(key, key): value for key, value in term.items()}
    copies = {f"ols_{key}": term[key] for key in _TOLD_IN_FORMAT_3 if key in term}
    return {**new, **copies}


def _about(notice: Notice, said: Answer) -> Notice | None:
    """A warning about features as one about those that may be named; None where none is left."""
    if notice.code != "fragile":
        return notice
    names = [name for name in notice.values["features"] if name in said.effects]
    return Notice("fragile", {**notice.values, "features": names}) if names else None


def _written(text: object) -> dict[str, Any]:
    """A sentence that an older spe wrote out, as a notice."""
    return {"code": "written", "values": {"text": text}}


def _beyond(value: float, quantiles: Sequence[float]) -> bool:
    """Whether a value lies outside, by more than the rounding of the table that was learnt from."""
    low, high = quantiles[0], quantiles[-1]
    return value < low - _ROUNDED * abs(low) or value > high + _ROUNDED * abs(high)


def _likes(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Likes of log1p likes, which are never below 0."""
    return np.maximum(0.0, np.expm1(logs))
