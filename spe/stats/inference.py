"""The tests behind what may be claimed: a gate, then groups declared beforehand, then features.

Freedman and Lane 1983 (doi:10.1080/07350015.1983.10509354): what is left after the trend
is shuffled in blocks of posts, put back on the trend and residualized again. Blocks keep
what neighbours have in common.
"""

from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from statsmodels.regression.linear_model import RegressionResultsWrapper
from statsmodels.stats.multitest import multipletests

from spe.stats.dependence import Dependence
from spe.stats.design import Column, Design, FloatArray, mean_imputed
from spe.stats.permutation import block_orders, p_value
from spe.stats.trend import line_of, orthonormal, residualize, spline, winsorized

PERMUTATIONS = 999

# What photos may be expected to explain, for the gate's one fixed penalty.
_R2 = 0.3

# Below this share of the largest, what is left of a direction is rounding: columns that exclude
# each other add up to one, so they span a direction less than they are.
_RANK = 1e-10


def shuffled(left: FloatArray, basis: FloatArray, count: int, seed: int) -> FloatArray:
    """Residualized likes: as they were (first column), then shuffled and residualized again.

    Args:
        left: (posts,) log-likes without the trend.
        basis: (posts, k) of the trend.
        count: How many orders.
        seed: For them.

    Returns:
        (posts, 1 + count) log-likes.
    """
    orders = block_orders(len(left), count, seed)
    return residualize(basis, np.column_stack([left, left[orders].T]))


@dataclass(frozen=True, eq=False)
class Residualized:
    """Likes and standardised features without the trend and the account's pace, and their basis.

    All whitened by how luck hangs together; outlying likes are winsorized. An account that
    posts more while its reach is high would make a taste of the pause before a post.

    Attributes:
        columns: (features,) those that are tested: all but the measures of pace.
        basis: (posts, k) the whitened line and pace.
        y: (posts,) log-likes in units of the noise's own, orthogonal to `basis`.
        z: (posts, features) of SD 1, orthogonal to `basis`.
        prior: (features,) 0 to 1: less where a feature is expected to matter less.
        scale: (features,) one unit of `z` in units of the transformed feature.
        contrasts: (features, features) what is told of the coefficients of `z`, as
            `Design.contrasts` says of those of the transformed features.
        luck: how luck hangs together, of which all is freed.
    """

    columns: tuple[Column, ...]
    basis: FloatArray
    y: FloatArray
    z: FloatArray
    prior: FloatArray
    scale: FloatArray
    contrasts: FloatArray
    luck: Dependence

    @classmethod
    def of(
        cls, design: Design, *, pace_apart: bool = True, luck: Dependence | None = None
    ) -> "Residualized":
        """Partial line and pace out of everything (Frisch and Waugh 1933, doi:10.2307/1907330).

        Without `pace_apart`, pace stays among the features, and only the line is taken out.
        `luck` is that of the same design, where it is known: it takes longest to find out.
        """
        full, means = mean_imputed(design.x)
        inside = winsorized(design.days, design.y)
        spread = full.std(axis=0)
        z = (full - means) / spread
        if luck is None:
            luck = Dependence.of(design.days, inside, z[:, ~design.pace], design.calendar)
        line = line_of(design.days, design.days)
        apart = design.pace & pace_apart
        tested = design.only(np.flatnonzero(~apart).tolist())
        white = luck.whitened(np.column_stack([inside, z[:, ~apart], line, z[:, apart]]))
        width = 1 + len(tested.columns)
        basis = white[:, width:]
        left = residualize(basis, white[:, :width])
        size = left[:, 1:].std(axis=0)
        scale = spread[~apart] * size
        told = tested.contrasts * (scale[:, None] / scale)
        return cls(
            tested.columns,
            basis,
            left[:, 0],
            left[:, 1:] / size,
            tested.prior,
            scale,
            told,
            luck,
        )


def gate(parts: Residualized, seed: int) -> float:
    """The p-value of "photos and moments say nothing about likes".

    The statistic is the leave-one-out R2 of a ridge with one fixed penalty, in closed form.

    Returns:
        p, from .001 to 1.
    """
    targets = shuffled(parts.y, parts.basis, PERMUTATIONS, seed)
    spent = (orthonormal(parts.basis) ** 2).sum(axis=1)
    return p_value(loo_r2(parts.z * parts.prior, targets, spent))


def loo_r2(z: FloatArray, targets: FloatArray, spent: FloatArray) -> FloatArray:
    """Leave-one-out R2 of a ridge on `z`, for each column of `targets`.

    In closed form, from the hat matrix (Allen 1974, PRESS, doi:10.1080/00401706.1974.10489157).

    Args:
        z: (posts, features) of SD 1 or so.
        targets: (posts, orders).
        spent: (posts,) each post's leverage on the trend that was taken out before, 0 to 1.

    Returns:
        (orders,) R2, 1 at most.
    """
    p = z.shape[1]
    penalty = p * (1 - _R2) / _R2
    hat = z @ np.linalg.solve(z.T @ z + penalty * np.eye(p), z.T)
    free = 1 - spent
    errors = (targets - hat @ targets) / np.maximum(free - np.diag(hat), 1e-3)[:, None]
    usual = targets / np.maximum(free, 1e-3)[:, None]
    r2: FloatArray = 1 - (errors**2).sum(axis=0) / (usual**2).sum(axis=0)
    return r2


def groups(parts: Residualized, seed: int) -> dict[str, tuple[float, float]]:
    """Each group's p-value beside all others, and its q-value (Benjamini-Hochberg).

    The statistic is Wald's on the ridge coefficients of the group, so that it stands
    where features are nearly as many as posts. A ridge lends a strong feature's effect to
    its neighbours in other groups, so the shuffled likes keep what those others explain
    (Freedman and Lane 1983): only the rest changes places, widened to its full size.

    Args:
        parts: (posts, features) residualized, with their groups.
        seed: For the orders.

    Returns:
        By group, in the columns' order: p and q, both .001 to 1.
    """
    names = list(dict.fromkeys(column.group for column in parts.columns))
    if not names:
        return {}
    z = parts.z * parts.prior
    n, p = z.shape
    gram = z.T @ z
    inverse = np.linalg.inv(gram + p * (1 - _R2) / _R2 * np.eye(p))
    covariance = inverse @ gram @ inverse
    orders = block_orders(n, PERMUTATIONS, seed)
    p_values = []
    for name in names:
        own = np.array([column.group == name for column in parts.columns])
        others = orthonormal(np.column_stack([parts.basis, z[:, ~own]]))
        explained = others @ (others.T @ parts.y)
        rest = parts.y - explained
        widened = np.sqrt((n - parts.basis.shape[1]) / max(1, n - others.shape[1])) * rest
        again = explained[:, None] + widened[orders].T
        targets = residualize(parts.basis, np.column_stack([parts.y, again]))
        coefficients = inverse @ (z.T @ targets)
        noise = ((targets - z @ coefficients) ** 2).sum(axis=0)
        mine = coefficients[own]
        solved = np.linalg.pinv(covariance[np.ix_(own, own)], rcond=_RANK, hermitian=True) @ mine
        p_values.append(p_value((mine * solved).sum(axis=0) / noise))
    q_values = multipletests(p_values, method="fdr_bh")[1]
    return {name: (p, float(q)) for name, p, q in zip(names, p_values, q_values, strict=True)}


def max_t(parts: Residualized, seed: int) -> FloatArray:
    """Familywise p-values of single features (Westfall and Young 1993, single step).

    The statistic is the ordinary |t| of the joint regression, of what is told of a feature.

    Returns:
        (features,) p, from .001 to 1, of those that are tested.
    """
    targets = shuffled(parts.y, parts.basis, PERMUTATIONS, seed)
    sizes = np.abs(t_values(parts.z, targets, parts.basis.shape[1], parts.contrasts))
    largest = sizes.max(axis=0, initial=0.0)
    return np.array([p_value(np.append(own, largest[1:])) for own in sizes[:, 0]])


def t_values(
    z: FloatArray, targets: FloatArray, spent: int, told: FloatArray | None = None
) -> FloatArray:
    """Least-squares t of every feature, for each column of `targets`.

    Args:
        z: (posts, features).
        targets: (posts, orders).
        spent: Degrees of freedom that the trend took before.
        told: (features, features) sums of coefficients of which the t are wanted; of each by
            itself without it.

    Returns:
        (features, orders) t.
    """
    n, p = z.shape
    rows = np.eye(p) if told is None else told
    inverse = np.linalg.pinv(z.T @ z, rcond=_RANK)
    coefficients = inverse @ (z.T @ targets)
    rest = targets - z @ coefficients
    variance = (rest**2).sum(axis=0) / (n - p - spent)
    spread = np.diag(rows @ inverse @ rows.T)
    t: FloatArray = rows @ coefficients / np.sqrt(np.outer(spread, variance))
    return t


def least_squares(parts: Residualized) -> tuple[FloatArray, FloatArray, int]:
    """The joint regression that `max_t` tests: its t are these estimates over these errors.

    They are the same whether pace stands among the features or in the basis.

    Returns:
        (features,) log-likes for one unit of a transformed feature, as it is told, their
        (features,) standard errors, and the degrees of freedom, 1 or more: one too few where
        columns exclude each other.
    """
    n, p = parts.z.shape
    freedom = n - p - parts.basis.shape[1]
    inverse = np.linalg.pinv(parts.z.T @ parts.z, rcond=_RANK)
    coefficients = inverse @ (parts.z.T @ parts.y)
    rest = parts.y - parts.z @ coefficients
    spread = np.diag(parts.contrasts @ inverse @ parts.contrasts.T)
    errors = np.sqrt(spread * float(rest @ rest) / freedom)
    return parts.contrasts @ coefficients / parts.scale, errors / parts.scale, freedom


@dataclass(frozen=True, eq=False)
class Ols:
    """statsmodels' least squares on trend and features, and where the features begin."""

    result: RegressionResultsWrapper
    first: int

    def of(self, values: FloatArray) -> FloatArray:
        """The (features,) part of one of its tables, which is (first + features,) long."""
        return np.asarray(values, np.float64)[self.first :]


def ols(design: Design) -> Ols:
    """log1p likes on a spline of time and the transformed features; HC3 errors, t ranges."""
    full, _ = mean_imputed(design.x)
    basis = spline(design.days)
    model = sm.OLS(design.y, np.column_stack([basis, full]))
    return Ols(model.fit(cov_type="HC3", use_t=True), basis.shape[1])


def wald(design: Design, fit: Ols) -> dict[str, float]:
    """The classical test of each group, Wald's F on HC3, for the appendix: p by group."""
    names = list(dict.fromkeys(column.group for column in design.columns))
    unit = np.eye(len(fit.result.params))
    p_values = {}
    for name in names:
        members = [fit.first + i for i, item in enumerate(design.columns) if item.group == name]
        test = fit.result.wald_test(unit[members], use_f=True, scalar=True)
        p_values[name] = float(test.pvalue)
    return p_values


def influence(fit: Ols) -> tuple[FloatArray, FloatArray]:
    """Cook's distance (0 or more) and the externally studentised residual, (posts,) each.

    The latter follows from the internally studentised one; statsmodels fits anew without
    each post, which comes to the same (Cook and Weisberg 1982, chapter 2).
    """
    seen = fit.result.get_influence()
    internal = np.asarray(seen.resid_studentized_internal, np.float64)
    freedom = fit.result.df_resid
    external = internal * np.sqrt((freedom - 1) / (freedom - internal**2))
    return np.asarray(seen.cooks_distance[0], np.float64), external
