"""The appendix for statisticians."""

from collections.abc import Mapping

from spe.model import options
from spe.report.facts import Facts
from spe.wording.numbers import UNKNOWN, number, p_is

APPENDIX = "Appendix"


APPENDIX_HEADLINE = "For statisticians"


OLS = "Least squares in full"


OLS_NONE = f"No least squares below {options.GROUPS} posts."


OLS_HEADS: tuple[str, ...] = (
    "Term", "Compared", "Step", "Log-likes a step", "Std. error (HC3)", "t", "p", "q\u00a0(BH)", "90% range",
    "p\u00a0(max\u2011T)", "VIF", "Prediction, log-likes an SD",
)  # fmt: skip


DIAGNOSTICS = "Residual diagnostics"


ALL_POSTS = "All posts as a table"


POST_HEADS: tuple[str, ...] = (
    "Posted",
    "Photo",
    "Likes",
    "Expected",
    "80% range",
    "× usual",
    "Cook’s D",
    "Stud. residual",
)


SORT = "Sort by"


GLOSSARY = "Words used here"


WORDS: tuple[tuple[str, str], ...] = (
    (
        "90% range",
        (
            "A confidence interval: if your history could be repeated many times, nine in ten such "
            "ranges would hold the true value."
        ),
    ),
    (
        "80% range of a post",
        (
            "Four in five posts land in theirs. It is built from the misses on "
            "posts that the model "
            "had not seen."
        ),
    ),
    (
        "Expected likes",
        (
            "The model’s guess, made without seeing that post: half of such posts get more, half "
            "fewer."
        ),
    ),
    ("Usual", "What a typical post of yours got at that time, whatever was on it."),
    (
        "Strong, suggestive, can’t tell",
        (
            "With all comparisons considered together, chance alone gives one this "
            "clear in less than "
            "5% (strong) or 20% (suggestive) of accounts."
        ),
    ),
    (
        "q",
        "Among findings with q below 0.10, about one in ten is expected to be a fluke.",
    ),
    (
        "Gate",
        (
            "A first test of whether photos and times say anything at all about likes. Where it is "
            "closed, or posts not seen are guessed no better for it, no effect is named."
        ),
    ),
)


def ols_note(facts: Facts) -> str:
    """The fit in one line."""
    ols = facts.model.ols
    parts = []
    if "observations" in ols:
        parts.append(f"{number(float(ols['observations']))} posts")
    if "regressors" in ols:
        parts.append(f"{number(float(ols['regressors']))} properties")
    if "trend_columns" in ols:
        parts.append(f"{number(float(ols['trend_columns']))} columns of trend and intercept")
    for key, name in (("r2", "R²"), ("r2_adjusted", "adjusted R²"), ("residual_sd", "residual SD")):
        if key in ols:
            parts.append(f"{name} {number(float(ols[key]), 2)}")
    if "df_resid" in ols:
        parts.append(f"{number(float(ols['df_resid']))} residual df")
    checks = facts.model.diagnostics
    if "ljung_box_p" in checks:
        parts.append(
            f"Ljung–Box to lag {checks.get('ljung_box_lags', UNKNOWN)} "
            f"{p_is(float(checks['ljung_box_p']))}"
        )
    text = "OLS on log(1 + likes), HC3: " + ", ".join(parts) + "." if parts else ""
    return f"{text}{_use(facts)}".strip()


def _use(facts: Facts) -> str:
    """What the table is for, where no finding rests on it."""
    if facts.state == "closed":
        return (
            " The gate is closed: these figures are printed for checking. A small p among them is "
            "expected by luck and is not a finding."
        )
    if facts.state == "unproven":
        return (
            " Unseen posts were not predicted better: these figures are printed for checking, and "
            "no finding rests on them."
        )
    if facts.account.posts < options.FULL:
        return (
            f" Below {options.FULL} posts, HC3 and q are approximate: no stars, and no finding "
            "rests on this table."
        )
    return ""


PLOTS: Mapping[str, str] = {
    "residuals": "Studentised residuals against expected likes",
    "normal": "Normal quantiles of the studentised residuals",
    "time": "Autocorrelation of the residuals in order of time",
    "influence": "Cook’s distance by post",
}


PLOT_AXES: Mapping[str, tuple[str, str]] = {
    "residuals": ("Expected likes", "Studentised residual"),
    "normal": ("Normal quantile", "Studentised residual"),
    "time": ("Lag in posts", "Autocorrelation"),
    "influence": ("Post, in order of time", "Cook’s distance"),
}
