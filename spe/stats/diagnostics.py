"""For the statistician's appendix: the full least squares, its checks, and unusual drafts."""

import math
from collections.abc import Mapping

import numpy as np
from scipy.stats import chi2
from scipy.stats import t as student
from sklearn.covariance import LedoitWolf
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.outliers_influence import variance_inflation_factor

from spe.stats.design import Design, FloatArray, IntArray, mean_imputed
from spe.stats.inference import Ols, wald

_UNUSUAL = 0.975

# The share of posts, those most above what was foreseen, without which all is fitted again.
TOP = 0.02

OLS = (
    "effect",
    "std_error",
    "low",
    "high",
    "p_value",
    "q_value",
    "vif",
)


def ols_effects(fit: Ols) -> Mapping[str, FloatArray]:
    """The classical table: OLS, HC3 errors, t ranges, p, q and VIF of each feature.

    Returns:
        By the names in `OLS`, (features,) each: `effect`, `std_error` and the ends of the
        90 % range (`low`, `high`) in log-likes for one unit, `p_value` 0 to 1, `q_value`
        after Benjamini and Hochberg 1995, `vif` 1 or more. HC3: MacKinnon and White 1985,
        doi:10.1016/0304-4076(85)90158-7.
    """
    coefficient = fit.of(fit.result.params)
    error = fit.of(fit.result.bse)
    p_values = fit.of(fit.result.pvalues)
    freedom = fit.result.df_resid
    half = student.ppf(0.95, freedom) * error
    exog = np.asarray(fit.result.model.exog)
    vif = [variance_inflation_factor(exog, fit.first + i) for i in range(len(coefficient))]
    columns = (
        coefficient,
        error,
        coefficient - half,
        coefficient + half,
        p_values,
        np.asarray(multipletests(p_values, method="fdr_bh")[1]),
        np.asarray(vif),
    )
    return dict(zip(OLS, columns, strict=True))


def ols_table(design: Design, fit: Ols) -> Mapping[str, object]:
    """The fit as one row of figures, by name; SDs in log-likes, shares of 1, p 0 to 1."""
    result = fit.result
    return {
        "covariance": "HC3",
        "observations": int(result.nobs),
        "regressors": len(design.columns),
        "trend_columns": fit.first,
        "df_resid": float(result.df_resid),
        "r2": float(result.rsquared),
        "r2_adjusted": float(result.rsquared_adj),
        "residual_sd": float(np.sqrt(result.mse_resid)),
        "posts_per_regressor": len(design) / (len(design.columns) + fit.first),
        "wald_p_by_group": wald(design, fit),
    }


def checks(fit: Ols) -> Mapping[str, object]:
    """Ljung-Box on the residuals in order of time.

    Returns:
        `ljung_box_lags` (up to 10) and `ljung_box_p` (0 to 1; Ljung and Box 1978,
        doi:10.1093/biomet/65.2.297).
    """
    lags = min(10, len(fit.result.resid) // 5)
    test = acorr_ljungbox(fit.result.resid, lags=[lags])
    return {
        "ljung_box_lags": lags,
        "ljung_box_p": float(test["lb_pvalue"].iloc[0]),
    }


def without_top(fit: Ols) -> IntArray:
    """(fewer,) indices of the posts but for the `TOP` share most above what was foreseen."""
    n = len(fit.result.resid)
    return np.sort(np.argsort(fit.result.resid)[: n - math.ceil(TOP * n)])


def unusual(z: FloatArray) -> tuple[FloatArray, float]:
    """The inverse covariance of standardised features, and what is far by it.

    Shrunk after Ledoit and Wolf 2004, doi:10.1016/S0047-259X(03)00096-4. Far is beyond the
    97.5 % point of chi squared, or of the posts' own distances where their tails are
    heavier.

    Args:
        z: (posts, features) in SDs from their means, NaN where one is unknown.

    Returns:
        (features, features) precision, and the squared Mahalanobis distance that is far.
    """
    known, _ = mean_imputed(z)
    precision = LedoitWolf(assume_centered=True).fit(known).precision_
    own = np.einsum("ij,jk,ik->i", known, precision, known)
    far = max(float(chi2.ppf(_UNUSUAL, z.shape[1])), float(np.quantile(own, _UNUSUAL)))
    return np.asarray(precision), far
