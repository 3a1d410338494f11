"""The account's own rise and fall, which is nobody's photo's merit.

Reach is a straight line plus an Ornstein-Uhlenbeck process, the Gaussian process with a
Matern kernel of nu = 1/2 (Rasmussen and Williams 2006, ISBN 0-262-18253-X): it wanders, and
what it was yesterday it nearly is today. How far it wanders and how long it remembers are
chosen by restricted likelihood (Patterson and Thompson 1971, doi:10.1093/biomet/58.3.545)
on a coarse grid, with a weak prior for standing still. Whitening by it (generalised least
squares) and partialling the line out of likes and features together frees both from the
trend, jumps included. Nothing about the photos is penalised here.

For the classical least squares of the appendix there is a restricted cubic spline of time
(Harrell 2015, section 2.4.5).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from spe.stats.design import FloatArray

# Variance of the wandering against that of the noise, and memory as a share of the time spanned.
_SHARES = (0.15, 0.4, 1.0)
_MEMORIES = (1 / 12, 1 / 4, 1.0)

# What photos are taken to explain while the trend is chosen.
_R2 = 0.3

# Residuals beyond this many robust SDs count as this many: a viral post stays, but does
# not bend the line for the others (Huber's psi).
CLIP = 2.5

# Where the spline's knots stand, as shares of the posts (Harrell 2015, table 2.3).
_KNOTS = {
    3: (0.10, 0.50, 0.90),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.50, 0.725, 0.95),
}


@dataclass(frozen=True, eq=False)
class Trend:
    """How the reach of these posts hangs together.

    Attributes:
        days: (posts,) days, rising.
        share: The wandering's variance in units of the noise's, 0 or more; at 0 a straight
            line suffices.
        memory: The wandering's time constant in days, above 0.
    """

    days: FloatArray
    share: float
    memory: float

    @classmethod
    def of(cls, days: FloatArray, y: FloatArray, z: FloatArray) -> "Trend":
        """The likeliest trend of a grid of ten.

        Args:
            days: (posts,) days, rising.
            y: (posts,) log-likes.
            z: (posts, features) standardised, taken to explain `_R2` together; no columns
                where photos are taken to say nothing.
        """
        span = float(np.ptp(days))
        choices = [cls(days, 0.0, 1.0)]
        if span > 0:
            choices += [cls(days, share, span * m) for share in _SHARES for m in _MEMORIES]
        photos = z @ z.T * (_R2 / (1 - _R2) / max(1, z.shape[1]))
        return max(choices, key=lambda trend: trend.evidence(y, photos))

    def evidence(self, y: FloatArray, photos: FloatArray) -> float:
        """Log restricted likelihood with the noise's variance profiled out, and the prior's.

        Args:
            y: (posts,) log-likes.
            photos: (posts, posts) covariance of the photos' part, in units of the noise's.

        Returns:
            Natural log, up to a constant that all trends share.
        """
        line = line_of(self.days, self.days)
        return restricted_likelihood(self.covariance + photos, line, y) - self.share

    @cached_property
    def covariance(self) -> FloatArray:
        """(posts, posts) of log-likes around the line, in units of the noise's variance."""
        own = np.eye(len(self.days))
        return own + self.kernel(self.days) if self.share else own

    def kernel(self, days: FloatArray) -> FloatArray:
        """(times, posts) covariance of the wandering at other (times,) days with the posts'."""
        return self.share * kernel(days, self.days, self.memory)

    def whitened(self, values: FloatArray) -> FloatArray:
        """(posts, k) values as if every post stood alone: of covariance 1."""
        return whitened(self.covariance, values) if self.share else values

    def smooth(self, left: FloatArray, days: FloatArray) -> FloatArray:
        """The trend at other times: the best linear unbiased prediction.

        Robinson 1991, doi:10.1214/ss/1177011926.

        Args:
            left: (posts,) log-likes without their photos' part.
            days: (times,) days.

        Returns:
            (times,) log-likes.
        """
        line = line_of(self.days, self.days)
        ahead = line_of(days, self.days)
        if not self.share:
            fitted: FloatArray = ahead @ np.linalg.lstsq(line, left, rcond=None)[0]
            return fitted
        factor = cho_factor(self.covariance)
        solved = cho_solve(factor, np.column_stack([line, left]))
        slope = np.linalg.lstsq(line.T @ solved[:, :-1], line.T @ solved[:, -1], rcond=None)[0]
        wander = solved[:, -1] - solved[:, :-1] @ slope
        known: FloatArray = ahead @ slope + self.kernel(days) @ wander
        return known


def whitened(covariance: FloatArray, values: FloatArray) -> FloatArray:
    """(posts, k) values of this (posts, posts) covariance as values of covariance 1."""
    white: FloatArray = solve_triangular(np.linalg.cholesky(covariance), values, lower=True)
    return white


def restricted_likelihood(covariance: FloatArray, basis: FloatArray, y: FloatArray) -> float:
    """How likely log-likes are around a basis, whatever its coefficients and the noise's size.

    Patterson and Thompson 1971, doi:10.1093/biomet/58.3.545.

    Args:
        covariance: (posts, posts) positive definite, up to a factor.
        basis: (posts, k) of full rank.
        y: (posts,) log-likes.

    Returns:
        Natural log, up to a constant that all covariances of the same posts share.
    """
    root = np.linalg.cholesky(covariance)
    left = solve_triangular(root, np.column_stack([basis, y]), lower=True)
    q, r = np.linalg.qr(left[:, :-1])
    rest = left[:, -1] - q @ (q.T @ left[:, -1])
    freedom = len(y) - basis.shape[1]
    size = max(float(rest @ rest), 1e-12)
    return float(
        -np.log(np.diag(root)).sum()
        - np.log(np.abs(np.diag(r))).sum()
        - 0.5 * freedom * np.log(size)
    )


def kernel(days: FloatArray, others: FloatArray, memory: float) -> FloatArray:
    """(times, posts) correlation of an Ornstein-Uhlenbeck process at two sets of days.

    Args:
        days: (times,) days.
        others: (posts,) days.
        memory: Days after which it has fallen to 1 / e, above 0.
    """
    fallen: FloatArray = np.exp(-np.abs(days[:, None] - others[None]) / memory)
    return fallen


def line_of(days: FloatArray, posts: FloatArray) -> FloatArray:
    """Columns 1 and t, with t from -1 to 1 over the posts; 1 alone where they are simultaneous.

    Args:
        days: (times,) days.
        posts: (posts,) days that the scale is taken from.

    Returns:
        (times, 1 or 2).
    """
    span = float(np.ptp(posts))
    ones = np.ones(len(days))
    if span <= 0:
        return ones[:, None]
    return np.column_stack([ones, 2 * (days - posts.min()) / span - 1])


def spline(days: FloatArray) -> FloatArray:
    """A restricted cubic spline's columns, with 1 and t.

    Below 40 posts a line, below 80 with 2 degrees of freedom, below 200 with 3, then 4.

    Args:
        days: (posts,) days, rising.

    Returns:
        (posts, 1 to 5), of full rank.
    """
    line = line_of(days, days)
    posts = len(days)
    count = 0 if posts < 40 else 3 if posts < 80 else 4 if posts < 200 else 5
    if not count or line.shape[1] == 1:
        return line
    t = line[:, 1]
    knots = np.unique(np.quantile(t, _KNOTS[count])).tolist()
    if len(knots) < 3:
        return line
    *inner, before, last = knots

    def cube(at: float) -> FloatArray:
        return np.maximum(t - at, 0.0) ** 3

    width, scale = last - before, (last - knots[0]) ** 2
    bent = [
        (cube(knot) - cube(before) * (last - knot) / width + cube(last) * (before - knot) / width)
        / scale
        for knot in inner
    ]
    return np.column_stack([line, *bent])


def winsorized(days: FloatArray, y: FloatArray) -> FloatArray:
    """Log-likes with the outliers from the spline drawn in to `CLIP` robust SDs.

    The SD is 1.4826 times the median absolute deviation (Huber 1981, ISBN 0-471-41805-6).

    Args:
        days: (posts,) days, rising.
        y: (posts,) log-likes.

    Returns:
        (posts,) log-likes; as they were where half of them lie on one curve.
    """
    basis = orthonormal(spline(days))
    inside = y
    for _ in range(3):
        fit = basis @ (basis.T @ inside)
        left = inside - fit
        middle = np.median(left)
        robust = 1.4826 * np.median(np.abs(left - middle))
        if robust <= 0:
            return y
        inside = fit + np.clip(left, middle - CLIP * robust, middle + CLIP * robust)
    return inside


def residualize(basis: FloatArray, values: FloatArray) -> FloatArray:
    """What is left of values (posts, k) once a basis (posts, m) is partialled out: (posts, k)."""
    q = orthonormal(basis)
    left: FloatArray = values - q @ (q.T @ values)
    return left


def orthonormal(basis: FloatArray) -> FloatArray:
    """An orthonormal basis (posts, rank) of the same span as (posts, m)."""
    u, s, _ = np.linalg.svd(basis, full_matrices=False)
    return np.asarray(u[:, s > s[0] * 1e-10], np.float64)
