"""The account's own rise and fall, which is nobody's photo's merit.

A restricted cubic spline of time (Harrell 2015, section 2.4.5): smooth, and straight
beyond its outer knots. Nothing about it is penalised.
"""

from dataclasses import dataclass

import numpy as np

from spe.stats.sheet import FloatArray

# Where the knots stand, as shares of the posts (Harrell 2015, table 2.3).
_KNOTS = {
    3: (0.10, 0.50, 0.90),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.50, 0.725, 0.95),
}


@dataclass(frozen=True)
class Trend:
    """The time axis: its origin, its unit in days, and the spline's knots on it.

    Without knots the trend is a straight line; with `unit` 0 (all posts at the same
    moment) it is a constant.
    """

    origin: float
    unit: float
    knots: tuple[float, ...] = ()

    @classmethod
    def of(cls, days: FloatArray) -> "Trend":
        """The axis for these posts: a line below 40, 2 degrees of freedom below 80, 3, then 4."""
        origin, last = float(days.min()), float(days.max())
        unit = last - origin
        if unit <= 0:
            return cls(origin, 0.0)
        posts = len(days)
        count = 0 if posts < 40 else 3 if posts < 80 else 4 if posts < 200 else 5
        if not count:
            return cls(origin, unit)
        knots = np.unique(np.quantile((days - origin) / unit, _KNOTS[count]))
        return cls(origin, unit, tuple(knots.tolist()) if len(knots) > 2 else ())

    def basis(self, days: FloatArray) -> FloatArray:
        """Columns 1, t and the spline's, for posts at these times."""
        columns = [np.ones(len(days))]
        if self.unit:
            t = (days - self.origin) / self.unit
            columns += [t, *_restricted(t, self.knots)]
        return np.column_stack(columns)


def _restricted(t: FloatArray, knots: tuple[float, ...]) -> list[FloatArray]:
    """Cubic columns that are straight outside the outer knots; one fewer than inner intervals."""
    if not knots:
        return []
    *inner, before, last = knots
    width = last - before

    def cube(at: float) -> FloatArray:
        return np.maximum(t - at, 0.0) ** 3

    scale = (last - knots[0]) ** 2
    return [
        (cube(knot) - cube(before) * (last - knot) / width + cube(last) * (before - knot) / width)
        / scale
        for knot in inner
    ]


def without(basis: FloatArray, values: FloatArray) -> FloatArray:
    """What is left of `values` once `basis` is partialled out."""
    q = orthonormal(basis)
    left: FloatArray = values - q @ (q.T @ values)
    return left


def orthonormal(basis: FloatArray) -> FloatArray:
    """An orthonormal basis of the same span, of its true rank."""
    u, s, _ = np.linalg.svd(basis, full_matrices=False)
    return np.asarray(u[:, s > s[0] * 1e-10], np.float64)
