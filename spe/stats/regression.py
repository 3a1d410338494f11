"""The regression that predicts: linear, and shrunk as far as the posts ask for.

Every feature matters a little, and a few matter more ("Bayesian sparse linear mixed model",
Zhou, Carbonetto and Stephens 2013, doi:10.1371/journal.pgen.1003264). The little is
integrated out exactly; which ones matter more ("spike and slab") is found by variational
Bayes after Carbonetto and Stephens 2012, doi:10.1214/12-BA703. How much of likes is
explained, how much of that by the little things, and how many features matter more, are
not known: the model is fitted for a grid of answers and averaged by how well each explains
the posts. At one end of the grid is a ridge, at the other spike and slab alone, so that the
result, one linear model, is good for sparse and for dense truths; docs/statistics.md has
what it is measured against.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

from spe.stats.design import Design, FloatArray, mean_imputed, recent_baseline
from spe.stats.trend import Trend, line_of, residualize, winsorized

# Below this share of its own size a column's spread is rounding, not variation.
_FLAT = 1e-9

# The grid: how much of what is explained comes from all features alike, where it is not all;
# the share of features that matter more; and the share of the likes' variance explained,
# which before looking is taken to be .3 or so (a Beta distribution). Apart from that every
# answer is as likely as another.
_FROM_ALL = (0.0, 0.5)
_MATTER = (0.05, 0.15)
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
    coefficients = np.where(flat, 0.0, averaged(standard, left[:, 0]) * unit)
    rest = inside - (full - means) @ coefficients
    if contrasts is None:
        contrasts = np.eye(z.shape[1])
    size = np.where(flat, 1.0, unit)
    told = _dense(standard, left[:, 0], contrasts * (size / size[:, None]))
    return Learnt(trend, rest, means, coefficients, told.rescaled(unit), contrasts)


def averaged(z: FloatArray, target: FloatArray) -> FloatArray:
    """Coefficients of standardised features: posterior means, averaged by evidence.

    Args:
        z: (posts, features) of SD 1, or of less where a feature is expected to matter less.
        target: (posts,) log-likes around 0.

    Returns:
        (features,) log-likes for one unit of `z`; 0 where the target is.
    """
    p = z.shape[1]
    if not p or not np.any(target):
        return np.zeros(p)
    alike, _, evidence = ridges(z, target)
    mixed, bounds = mixtures(z, target)
    coefficients: FloatArray = _weights(np.append(evidence, bounds)) @ np.vstack([alike, mixed])
    return coefficients


def _dense(z: FloatArray, target: FloatArray, told: FloatArray) -> Posterior:
    """What the ridge alone believes of these (told, features) sums of coefficients."""
    if not z.shape[1] or not np.any(target):
        nothing = np.zeros((1, len(told)))
        return Posterior(np.ones(1), nothing, nothing)
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


def _principal(
    z: FloatArray, target: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    """Singular values and right vectors, the target along the left ones, its squares beyond."""
    u, s, vt = np.linalg.svd(z, full_matrices=False)
    along = u.T @ target
    return s, vt, along, float(target @ target - along @ along)


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
    s, vt, along, beyond = _principal(z, target)
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


def mixtures(z: FloatArray, target: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Posterior means over the grid where some features matter more, and their evidence bounds.

    A coefficient is normal around 0, and for those that matter more another normal is added.
    The first is a part of the likes' covariance. Of the second, variational Bayes has one
    factor a feature: exact where whitened features are orthogonal, elsewhere the bound is
    below the evidence.

    Args:
        z: (posts, features).
        target: (posts,), not all 0.

    Returns:
        (grid, features) coefficients and (grid,) log evidence with its prior, up to the same
        constant as that of `ridges`; the grid is of the share that comes from all features
        alike, then of the share that matter more, then of the share explained.
    """
    n, p = z.shape
    from_all, matter, explained = (
        grid.ravel() for grid in np.meshgrid(_FROM_ALL, _MATTER, _EXPLAINED, indexing="ij")
    )
    size = float(target @ target) / n
    noise = (1 - explained) * size
    little = from_all * explained * size / p
    slab = (1 - from_all) * explained * size / (p * matter)

    # Whitened by noise and what matters a little: feature by feature, grid by feature.
    s, vt, along, beyond = _principal(z, target)
    spread = noise[:, None] + little[:, None] * s**2
    gram = np.einsum("rj,kr,rl->jkl", vt, s**2 / spread, vt, optimize=True)
    cross = ((along * s / spread) @ vt).T
    own = np.einsum("jkj->jk", gram)
    total = (along**2 / spread).sum(axis=1) + beyond / noise
    log_noise = np.log(spread).sum(axis=1) + (n - len(s)) * np.log(noise)

    variance = 1 / (own + 1 / slab)
    bonus = np.log(matter / (1 - matter)) + 0.5 * np.log(variance / slab)
    likely = gram.transpose(1, 0, 2) + np.eye(p) / (slab * matter)[:, None, None]
    both = np.linalg.solve(likely, cross.T[..., None])[..., 0].T.copy()
    mean, chance = both / matter, np.repeat(matter[None], p, axis=0)
    for _ in range(_SWEEPS):
        before = both.copy()
        for j in range(p):
            others = np.einsum("kl,lk->k", gram[j], both) - own[j] * both[j]
            mean[j] = variance[j] * (cross[j] - others)
            chance[j] = expit(bonus[j] + 0.5 * mean[j] ** 2 / variance[j])
            both[j] = chance[j] * mean[j]
        if np.abs(both - before).max() < _TOLERANCE * np.sqrt(size):
            break

    explains = np.einsum("jkl,lk->jk", gram, both)
    fit = total + (
        both * (explains - 2 * cross) + own * (chance * (mean**2 + variance) - both**2)
    ).sum(axis=0)
    sure = np.clip(chance, 1e-12, 1 - 1e-12)
    which = sure * np.log(sure / matter) + (1 - sure) * np.log((1 - sure) / (1 - matter))
    how_much = chance * (1 + np.log(variance / slab) - (mean**2 + variance) / slab)
    bound = 0.5 * (how_much.sum(axis=0) - log_noise - fit) - which.sum(axis=0)
    coefficients: FloatArray = (both + little * (cross - explains)).T
    return coefficients, bound + _log_prior(explained)
