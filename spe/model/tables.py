"""A fitted model as three tables: `tidy`, `glance` and `augment`.

One row a term, one row a model, one row a post: the contract of broom (Robinson, Hayes
and Couch, https://broom.tidymodels.org), with this package's own column names.
"""

from typing import TYPE_CHECKING

from spe.model.fitted import FittedModel

if TYPE_CHECKING:
    import pandas as pd

TIDY = (
    "group",
    "compared_low",
    "compared_high",
    "step",
    "estimate",
    "low",
    "high",
    "std_error",
    "p_max_t",
    "evidence",
    "coefficient",
    "ols_estimate",
    "ols_std_error",
    "ols_low",
    "ols_high",
    "ols_p_value",
    "ols_q_value",
    "vif",
)


def tidy(model: FittedModel) -> "pd.DataFrame":
    """One row a term.

    Args:
        model: a fitted model.

    Returns:
        A table of (terms, 18), indexed by `term`, the feature's name. `estimate` and the 90 %
        range `low` to `high` are what is told, in log-likes of a post with `compared_high` of
        the feature against one with `compared_low`, in its unit, which are `step` apart on the
        scale of the model; NaN where the posts are too few. The estimate is `coefficient`,
        what predicts, shrunken, which is in log-likes for one SD. `std_error` is of the least
        squares on whitened posts whose t is tested, for one `step`; `p_max_t` is that test's,
        familywise by permutation. `evidence` is what may be said: strong, suggestive or
        unclear. The columns from `ols_estimate` to `ols_q_value` (Benjamini-Hochberg) and
        `vif`, the variance inflation factor, 1 or more, are the classical table: least
        squares on a spline of time with HC3 errors, in log-likes for one `step`. Nothing is
        told from it, save by a model of an older spe (`effects_from`).
    """
    import pandas as pd  # noqa: PLC0415  (a model is read without it)

    given = {"estimate": "effect", "ols_estimate": "ols_effect"}
    index = pd.Index([term.name for term in model.terms], name="term", dtype="str")
    ends = {"compared_low": 0, "compared_high": 1}
    columns = {
        name: [term.compared[ends[name]] for term in model.terms]
        if name in ends
        else [getattr(term, given.get(name, name)) for term in model.terms]
        for name in TIDY
    }
    columns["evidence"] = [model.answer.evidence(term.name) for term in model.terms]
    return pd.DataFrame(columns, index=index)


def glance(model: FittedModel) -> "pd.DataFrame":
    """The model in one row.

    Args:
        model: a fitted model.

    Returns:
        A table of one row: `posts` that were used and the `tier` they allow; the `answer`,
        what may be said (a state of `spe.model.answer`); `usual`, the
        likes that the average photo gets now; the gate's permutation p-value `gate_p`,
        whether it is open, and whether the model has skill, which is when drafts are told
        apart. On posts that the model had not seen, in folds: the mean absolute errors
        `mae`, `mae_usual` (guessing the recent median) and `mae_moment` (guessing with what
        the moment of posting adds) in likes, `gain` = 1 - mae / mae_usual with its 90 %
        range, Spearman's rank correlation `spearman` (-1 to 1), the share of `pairs` ranked
        rightly (0 to 1) and `r2` of log-likes above the trend.
        `gain_forward` is the gain where only the past foretold. Unknown is NaN.
    """
    import pandas as pd  # noqa: PLC0415

    measures = (
        "mae",
        "mae_usual",
        "mae_moment",
        "gain",
        "gain_low",
        "gain_high",
        "spearman",
        "pairs",
        "r2",
    )
    skill, ahead = model.skill, model.skill_forward
    row: dict[str, object] = {
        "posts": model.n_posts,
        "tier": model.tier,
        "answer": model.answer.state,
        "usual": model.usual,
        "gate_p": model.gate_p,
        "gate_open": model.gate_open,
        "has_skill": model.answer.told_apart,
        **{name: float("nan") if skill is None else getattr(skill, name) for name in measures},
        "gain_forward": float("nan") if ahead is None else ahead.gain,
    }
    return pd.DataFrame([row])


def augment(model: FittedModel, features: "pd.DataFrame | None" = None) -> "pd.DataFrame":
    """One row a post that was fitted, as models saw it that had not learnt from it.

    Args:
        model: a fitted model.
        features: raw feature values to put beside, (posts, features), indexed by post id.

    Returns:
        A table indexed by post `id`, in order of time: `posted_at`, `likes`, the `usual` of
        that time, the `expected` likes (median) with their 80 % range `low` to `high`, the
        residual of log1p likes `residual`, and of least squares `cooks_distance` and
        `studentised`, NaN where there is none; then the columns of `features`.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from spe.measure.table import TEXTS  # noqa: PLC0415  (OpenCV)

    names = ("posted_at", "likes", "usual", "expected", "low", "high")
    posts = sorted(model.posts, key=lambda post: (post.posted_at, post.id))
    index = pd.Index([post.id for post in posts], name="id", dtype="str")
    table = pd.DataFrame(
        {name: [getattr(post, name) for post in posts] for name in names}, index=index
    )
    table["posted_at"] = pd.to_datetime(table["posted_at"], utc=True)
    table["residual"] = np.log1p(table["likes"]) - np.log1p(table["expected"])
    for name in ("cooks_distance", "studentised"):
        table[name] = [getattr(post, name) for post in posts]
    return (
        table if features is None else table.join(features.drop(columns=[*TEXTS], errors="ignore"))
    )
