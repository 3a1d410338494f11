"""The fitted model: a few readable tables that predict, explain and can be written down.

Knows numbers only, and imports nothing heavier than numpy, so that scoring a
draft starts at once. `spe.fit` makes one; the report and the scores read it.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

# Raised when a reader of the old layout would misread the new one.
FORMAT = 1

Evidence = Literal["strong", "suggestive", "unclear"]
Tier = Literal["none", "ranking", "groups", "features", "full"]

NAN = math.nan


@dataclass(frozen=True)
class Term:
    """One feature in the model, on the scale that `transform` puts it on.

    `coefficient` is in log-likes for one `scale` (SD) above `mean`: what predicts.
    `effect` is what may be told: OLS, in log-likes for one `step` (the upper against
    the lower quartile of the posts; one face against none), with its HC3 standard
    error and 50 % and 90 % ranges; NaN where the posts are too few for it.
    `p_value` and `q_value` are the OLS's own, for the appendix; `p_max_t` is the
    permutation's, familywise, and decides `evidence` behind the gate.
    `quantiles` are the raw value's 0, 5, ... 100 % over the posts used.
    """

    name: str
    group: str
    transform: str
    mean: float
    scale: float
    coefficient: float
    quantiles: tuple[float, ...]
    step: float = NAN
    effect: float = NAN
    std_error: float = NAN
    low: float = NAN
    high: float = NAN
    low50: float = NAN
    high50: float = NAN
    p_value: float = NAN
    q_value: float = NAN
    p_max_t: float = NAN
    vif: float = NAN
    evidence: Evidence = "unclear"


@dataclass(frozen=True)
class GroupTest:
    """One of the pre-declared groups: Wald test on OLS with HC3, q over the groups tested.

    `found` is true only behind an open gate with q below .10.
    """

    name: str
    features: tuple[str, ...]
    p_value: float = NAN
    q_value: float = NAN
    found: bool = False


@dataclass(frozen=True)
class Skill:
    """How well posts were predicted that the model had not seen.

    `miss` and `miss_usual` are mean absolute errors in likes, of the model and of
    guessing the median of the 10 posts before; `gain` is 1 - miss / miss_usual.
    `spearman` ranks within the trend; `pairs` is the share of pairs ranked rightly.
    """

    posts: int
    miss: float
    miss_usual: float
    gain: float
    gain_low: float = NAN
    gain_high: float = NAN
    spearman: float = NAN
    spearman_low: float = NAN
    spearman_high: float = NAN
    pairs: float = NAN
    r2: float = NAN


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
    """Posts that were not fitted, and the plain reason."""

    reason: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class FittedModel:
    """Everything that was learnt from an account.

    `tier` says how much the number of posts allows to be told (docs/statistics.md).
    `gate_open` is whether the photos and moments say anything at all about likes;
    where it is closed, no effect is named. `speaks` is whether drafts are told apart.
    `level` is the log1p of the usual likes now, `fold_coefficients` and
    `fold_residuals` are what the conformal ranges are made of.
    `ols` and `diagnostics` are for the statistician's appendix, `warnings` for everyone.
    """

    tier: Tier
    n_posts: int
    level: float
    terms: tuple[Term, ...] = ()
    groups: tuple[GroupTest, ...] = ()
    gate_p: float = NAN
    gate_open: bool = False
    speaks: bool = False
    skill: Skill | None = None
    skill_forward: Skill | None = None
    fold_coefficients: tuple[tuple[float, ...], ...] = ()
    fold_offsets: tuple[float, ...] = ()
    fold_of_post: tuple[int, ...] = ()
    fold_residuals: tuple[float, ...] = ()
    posts: tuple[PostFit, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, str] = field(default_factory=dict)
    ols: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    made_with: Mapping[str, str] = field(default_factory=dict)
    data_hash: str = ""
    made_up: bool = False
    format: int = FORMAT
