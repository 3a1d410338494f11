"""The regression that predicts: linear, shrunk by the mean of two beliefs.

One says that every feature matters a little (ridge), the other that a few matter and the
rest do not ("spike and slab", by variational Bayes after Carbonetto and Stephens 2012,
doi:10.1214/12-BA703). How much of likes is explained, and how many features matter, are
not known: each belief is fitted for a grid of answers and averaged by how well they
explain the posts. The result is one linear model, good for sparse and for dense truths;
docs/statistics.md has what it is measured against.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

from spe.stats.design import Design, FloatArray, mean_imputed, recent_baseline
from spe.stats.trend import Trend, line_of, residualize, winsorized

# Below this share of its own size a column's spread is rounding, not variation.
_FLAT = 1e-9

# The grid: the share of features that matter, and the share of the likes' variance
# explained, which before looking is taken to be .3 or so (a Beta distribution).
_MATTER = (0.05, 0.15, 0.4)
_EXPLAINED = (0.05, 0.1, 0.2, 0.3, 0.45, 0.6)
_PRIOR = (1.5, 3.5)
_SWEEPS, _TOLERANCE = 60, 1e-3

# Halvings of an interval of 16 SDs, which leave a hundred-millionth of it.
_HALVINGS = 40


@dataclass(frozen=True, eq=False)
class Posterior:
    """What is believed of every coefficient after the posts: normal distributions by evidence.

    Attributes:
        weights: (grid,) of sum 1.
        means: (grid, features) log-likes for one unit of a feature.
        sds: (grid, features) likewise, 0 or more.
    """

    weights: FloatArray
    means: FloatArray
    sds: FloatArray

    @property
    def mean(self) -> FloatArray:
        """(features,)."""
        mean: FloatArray = self.weights @ self.means
        return mean

    def quantile(self, share: float) -> FloatArray:
        """(features,) the values below which each coefficient lies with probability `share`."""
        low = (self.means - 8 * self.sds).min(axis=0)
        high = (self.means + 8 * self.sds).max(axis=0)
        width = np.maximum(self.sds, 1e-300)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            below = self.weights @ ndtr((middle - self.means) / width) < share
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray((low + high) / 2, np.float64)

    def rescaled(self, factor: FloatArray) -> "Posterior":
        """The same where each coefficient is (features,) `factor` times as large."""
        return Posterior(self.weights, self.means * factor, self.sds * factor)


@dataclass(frozen=True, eq=False)
class Learnt:
    """All that one set of posts teaches.

    Attributes:
        trend: The rise and fall of these posts' reach.
        left: (posts,) winsorized log-likes without their photos' part.
        means: (features,) on the transformed scale; they stand in for the unknown.
        coefficients: (features,) log-likes for one unit of a transformed feature.
        dense: What the ridge believes of what is told of them; the unknown is NaN, where a
            feature is flat.
        contrasts: (features, features) what is told of them, as `Design.contrasts` says.
    """

    trend: Trend
    left: FloatArray
    means: FloatArray
    coefficients: FloatArray
    dense: Posterior
    contrasts: FloatArray

    @property
    def effects(self) -> FloatArray:
        """(features,) what is told of the coefficients."""
        told: FloatArray = self.contrasts @ self.coefficients
        return told

    def usual(self, days: FloatArray) -> FloatArray:
        """(times,) log-likes of the average photo at these (times,) days."""
        return self.trend.smooth(self.left, days)

    def parts(self, x: FloatArray) -> FloatArray:
        """(posts, features) log-likes against the average photo; 0 where one is unknown.

        Args:
            x: (posts, features) on the transformed scale, NaN where one is unknown.
        """
        known = np.where(np.isnan(x), self.means, x)
        parts: FloatArray = (known - self.means) * self.coefficients
        return parts

    def recent(self, design: Design, told: NDArray[np.bool_] | None = None) -> FloatArray:
        """(posts + 1,) log-likes that the average photo got lately, at each post and the next.

        The recent baseline of log-likes without their photos' part: ten good photos in a row
        are no higher reach, and would count twice if the next is as good.

        Args:
            design: The posts.
            told: (features,) whose parts are taken out; all without it.
        """
        parts = self.parts(design.x)
        photos = parts.sum(axis=1) if told is None else parts[:, told].sum(axis=1)
        return recent_baseline(np.append(design.y - photos, np.nan))


def learn(
    days: FloatArray,
    y: FloatArray,
    x: FloatArray,
    prior: FloatArray | None = None,
    contrasts: FloatArray | None = None,
) -> Learnt:
    """Residualize likes and features by the trend together (Frisch-Waugh), then shrink.

    Args:
        days: (posts,) days, rising.
        y: (posts,) log1p likes.
        x: (posts, features) on the transformed scale, NaN where one is unknown.
        prior: (features,) how large each coefficient of a standardised feature is expected
            to be, up to a common factor; all alike without it.
        contrasts: (features, features) what is told of the coefficients; each by itself
            without it.
    """
    full, means = mean_imputed(x)
    spread = full.std(axis=0)
    flat = spread <= _FLAT * np.maximum(1.0, np.abs(means))
    z = np.where(flat, 0.0, (full - means) / np.where(flat, 1.0, spread))
    inside = winsorized(days, y)
    trend = Trend.of(days, inside, z)
    white = trend.whitened(np.column_stack([inside, z, line_of(days, days)]))
    width = 1 + z.shape[1]
    left = residualize(white[:, width:], white[:, :width])
    scale = left[:, 1:].std(axis=0)
    flat |= scale <= _FLAT
    scale = np.where(flat, 1.0, scale / (1.0 if prior is None else prior))
    standard = np.where(flat, 0.0, left[:, 1:] / scale)
    unit = np.where(flat, np.nan, 1 / (scale * np.where(flat, 1.0, spread)))
    dense, sparse = _beliefs(standard, left[:, 0])
    coefficients = np.where(flat, 0.0, (dense.mean + sparse) / 2 * unit)
    rest = inside - (full - means) @ coefficients
    if contrasts is None:
        return Learnt(trend, rest, means, coefficients, dense.rescaled(unit), np.eye(z.shape[1]))
    size = np.where(flat, 1.0, unit)
    told = _dense(standard, left[:, 0], contrasts * (size / size[:, None]))
    return Learnt(trend, rest, means, coefficients, told.rescaled(unit), contrasts)


def averaged(z: FloatArray, target: FloatArray) -> FloatArray:
    """Coefficients of standardised features: the mean of the dense truths' and the sparse ones'.

    Within either, by evidence; between them by halves, for a variational bound and an exact
    likelihood do not weigh fairly against each other.

    Args:
        z: (posts, features) of SD 1, or of less where a feature is expected to matter less.
        target: (posts,) log-likes around 0.

    Returns:
        (features,) log-likes for one unit of `z`; 0 where the target is.
    """
    dense, sparse = _beliefs(z, target)
    coefficients: FloatArray = (dense.mean + sparse) / 2
    return coefficients


def _beliefs(z: FloatArray, target: FloatArray) -> tuple[Posterior, FloatArray]:
    """What the ridge believes, and the (features,) mean of spike and slab."""
    p = z.shape[1]
    if not p or not np.any(target):
        return _dense(z, target), np.zeros(p)
    rows, bounds = spikes(z, target)
    sparse: FloatArray = _weights(bounds) @ rows
    return _dense(z, target), sparse


def _dense(z: FloatArray, target: FloatArray, told: FloatArray | None = None) -> Posterior:
    """What the ridge believes of every coefficient, or of what is `told` of them."""
    p = z.shape[1]
    if not p or not np.any(target):
        return Posterior(np.ones(1), np.zeros((1, p)), np.zeros((1, p)))
    means, sds, evidence = ridges(z, target, told)
    return Posterior(_weights(evidence), means, sds)


def _weights(log_evidence: FloatArray) -> FloatArray:
    """By evidence, of sum 1."""
    weights = np.exp(log_evidence - log_evidence.max())
    return np.asarray(weights / weights.sum(), np.float64)


def _log_prior(explained: FloatArray) -> FloatArray:
    a, b = _PRIOR
    log_prior: FloatArray = (a - 1) * np.log(explained) + (b - 1) * np.log(1 - explained)
    return log_prior


def ridges(
    z: FloatArray, target: FloatArray, told: FloatArray | None = None
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Ridge coefficients for each explained share, their posterior SDs, and the log evidence.

    The evidence is the marginal likelihood (MacKay 1992, doi:10.1162/neco.1992.4.3.415) in
    closed form, by the singular values, up to a constant.

    Args:
        z: (posts, features).
        target: (posts,).
        told: (told, features) sums of coefficients that are wanted instead of each.

    Returns:
        (shares, features or told) coefficients and SDs, and (shares,) log evidence with its prior.
    """
    n, p = z.shape
    explained = np.array(_EXPLAINED)
    size = float(target @ target) / n
    noise, slab = (1 - explained) * size, explained * size / p
    u, s, vt = np.linalg.svd(z, full_matrices=False)
    along = u.T @ target
    beyond = float(target @ target - along @ along)
    spread = noise[:, None] + slab[:, None] * s**2
    log = -0.5 * (
        np.log(spread).sum(axis=1)
        + (n - len(s)) * np.log(noise)
        + (along**2 / spread).sum(axis=1)
        + beyond / noise
    )
    rows = np.eye(p) if told is None else told
    seen = vt @ rows.T
    coefficients: FloatArray = (along * s * slab[:, None] / spread) @ seen
    known = (slab[:, None] * s**2 / spread) @ seen**2
    free = np.maximum((rows**2).sum(axis=1) - known, 0.0)
    return coefficients, np.sqrt(slab[:, None] * free), log + _log_prior(explained)


def spikes(z: FloatArray, target: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Spike-and-slab posterior means over the grid, and their evidence bounds.

    Variational Bayes with one factor a feature (Carbonetto and Stephens 2012): exact where
    features are orthogonal, elsewhere the bound is below the evidence.

    Args:
        z: (posts, features).
        target: (posts,), not all 0.

    Returns:
        (grid, features) coefficients and (grid,) log evidence with its prior, up to a
        constant; the grid is of the share that matters, then of the share explained.
    """
    n, p = z.shape
    matter, explained = (grid.ravel() for grid in np.meshgrid(_MATTER, _EXPLAINED, indexing="ij"))
    gram, cross, total = z.T @ z, z.T @ target, float(target @ target)
    own = np.diag(gram).copy()
    noise = (1 - explained) * total / n
    slab = explained * total / n / (p * matter)
    variance = 1 / (own / noise[:, None] + 1 / slab[:, None])
    odds = np.log(matter / (1 - matter))
    start = np.linalg.solve(
        gram + np.eye(p) * (noise / (slab * matter))[:, None, None], cross[:, None]
    )[..., 0]
    mean, chance = start / matter[:, None], np.repeat(matter[:, None], p, axis=1)
    both = start.T.copy()
    gain = (variance / noise[:, None]).T.copy()
    bonus = odds + 0.5 * np.log(variance.T / slab)
    mean, chance, half = mean.T.copy(), chance.T.copy(), 0.5 / variance.T
    for _ in range(_SWEEPS):
        before = both.copy()
        for j in range(p):
            rest = cross[j] - gram[j] @ both + own[j] * both[j]
            mean[j] = gain[j] * rest
            chance[j] = expit(bonus[j] + half[j] * mean[j] ** 2)
            both[j] = chance[j] * mean[j]
        if np.abs(both - before).max() < _TOLERANCE * np.sqrt(total / n):
            break
    both, mean, chance = both.T, mean.T, chance.T
    fit = (
        total
        - 2 * both @ cross
        + np.einsum("ki,ij,kj->k", both, gram, both)
        + (own * (chance * (mean**2 + variance) - both**2)).sum(axis=1)
    )
    sure = np.clip(chance, 1e-12, 1 - 1e-12)
    which = sure * np.log(sure / matter[:, None])
    which += (1 - sure) * np.log((1 - sure) / (1 - matter[:, None]))
    how_much = chance * (
        1 + np.log(variance / slab[:, None]) - (mean**2 + variance) / slab[:, None]
    )
    bound = -0.5 * (n * np.log(noise) + fit / noise) - which.sum(axis=1)
    return both, bound + 0.5 * how_much.sum(axis=1) + _log_prior(explained)
