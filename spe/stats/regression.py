"""The regression that predicts: a ridge and a lasso, averaged, behind a trend."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.linear_model import LassoCV
from sklearn.model_selection import KFold

from spe.stats.sheet import FloatArray, filled
from spe.stats.trend import Trend

# Below this share of its own size a column's spread is rounding, not variation.
_FLAT = 1e-9


@dataclass(frozen=True, eq=False)
class Learnt:
    """All that one set of posts teaches.

    `coefficients` are log-likes for one unit of a (transformed) feature, `means` stand in
    for the unknown, `trend_y` and `trend_x` are the trend's own coefficients.
    """

    trend: Trend
    trend_y: FloatArray
    trend_x: FloatArray
    means: FloatArray
    coefficients: FloatArray

    def usual(self, days: FloatArray) -> FloatArray:
        """The trend in log-likes at these times."""
        at: FloatArray = self.trend.basis(days) @ self.trend_y
        return at

    def parts(self, days: FloatArray, x: FloatArray) -> FloatArray:
        """Log-likes by post and feature, against the average photo of that time."""
        known = np.where(np.isnan(x), self.means, x)
        parts: FloatArray = (known - self.trend.basis(days) @ self.trend_x) * self.coefficients
        return parts


def learn(days: FloatArray, y: FloatArray, x: FloatArray) -> Learnt:
    """Partial the trend out of likes and features together (Frisch-Waugh), then shrink."""
    full, means = filled(x)
    trend = Trend.of(days)
    basis = trend.basis(days)
    together = np.column_stack([y, full])
    fit = np.asarray(np.linalg.lstsq(basis, together, rcond=None)[0], np.float64)
    left = together - basis @ fit
    target, features = left[:, 0], left[:, 1:]
    scale = features.std(axis=0)
    flat = scale <= _FLAT * np.maximum(1.0, np.abs(means))
    scale = np.where(flat, 1.0, scale)
    standard = np.where(flat, 0.0, features / scale)
    coefficients = shrunk(standard, target) / scale
    return Learnt(trend, fit[:, 0], fit[:, 1:], means, np.where(flat, 0.0, coefficients))


def shrunk(z: FloatArray, target: FloatArray) -> FloatArray:
    """Coefficients of the standardised features: the mean of a ridge's and a lasso's."""
    if not z.shape[1] or not np.any(target):
        return np.zeros(z.shape[1])
    return (ridge(z, target) + lasso(z, target)) / 2


# The share of likes' variance that photos may be expected to explain, before looking,
# and how much that expectation weighs: a Beta distribution's two numbers.
_PRIOR = (1.5, 3.5)


def ridge(z: FloatArray, target: FloatArray) -> FloatArray:
    """Ridge coefficients, averaged over the penalty by its restricted likelihood and a weak prior.

    The penalty is p (1 - R2) / R2 for an explained share R2; its posterior is taken on a
    grid of R2 with a Beta prior, so few posts fall back to what is plausible, not to
    whatever penalty happened to win.
    """
    n, p = z.shape
    shares = np.linspace(0.02, 0.8, 27)
    penalties = p * (1 - shares) / shares
    u, s, vt = np.linalg.svd(z, full_matrices=False)
    along = u.T @ target
    beyond = max(float(target @ target - along @ along), 1e-12)
    # y ~ N(0, v (Z Z' / penalty + I)): the likelihood with v profiled out.
    spread = 1 + s**2 / penalties[:, None]
    quadratic = (along**2 / spread).sum(axis=1) + beyond
    log_likelihood = -0.5 * np.log(spread).sum(axis=1) - 0.5 * n * np.log(quadratic)
    a, b = _PRIOR
    log_prior = (a - 1) * np.log(shares) + (b - 1) * np.log(1 - shares)
    weight = np.exp(log_likelihood + log_prior - np.max(log_likelihood + log_prior))
    weight /= weight.sum()
    shrinkage = (weight[:, None] * s / (s**2 + penalties[:, None])).sum(axis=0)
    coefficients: FloatArray = vt.T @ (shrinkage * along)
    return coefficients


def lasso(z: FloatArray, target: FloatArray) -> FloatArray:
    """Lasso coefficients with the penalty that predicts best in 5 folds."""
    model = LassoCV(
        alphas=50,
        eps=0.01,
        fit_intercept=False,
        cv=KFold(5, shuffle=True, random_state=0),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a path's far end need not converge to be passed over
        model.fit(z, target)
    return np.asarray(model.coef_, np.float64)


class AboveRecent(RegressorMixin, BaseEstimator):  # type: ignore[misc]
    """Likes above the recent median, as scikit-learn and MAPIE call a regression.

    The columns of `X` are the days, the recent level and the features; `y` is log1p
    likes minus that level. The trend is learnt on the likes themselves.
    """

    def fit(self, X: FloatArray, y: FloatArray) -> "AboveRecent":  # noqa: N803
        """Learn coefficients, and the mean that is left."""
        days, level, x = X[:, 0], X[:, 1], X[:, 2:]
        learnt = learn(days, y + level, x)
        self.coef_: FloatArray = learnt.coefficients
        self.means_: FloatArray = learnt.means
        full = np.where(np.isnan(x), learnt.means, x)
        self.intercept_ = float(np.mean(y - full @ self.coef_))
        self.n_features_in_: int = X.shape[1]
        return self

    def predict(self, X: FloatArray) -> NDArray[np.float64]:  # noqa: N803
        """Log-likes above the recent level."""
        x = X[:, 2:]
        full = np.where(np.isnan(x), self.means_, x)
        above: FloatArray = self.intercept_ + full @ self.coef_
        return above
