"""How the luck of neighbouring posts hangs together, where photos say nothing.

A covariance of log-likes around a straight line, the sum of four parts: each post's own noise,
of which neighbours may share some (AR(1)); the luck of a stretch of life (a random effect,
`spe.stats.phases`); and reach, which wanders (an Ornstein-Uhlenbeck process). The likeliest of
a coarse grid is taken, by restricted likelihood. Whitened by it, posts stand alone: so tests
that shuffle them hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from spe.stats.design import FloatArray, IntArray
from spe.stats.phases import stretches
from spe.stats.trend import kernel, line_of, restricted_likelihood, whitened

# How much of their noise neighbours share, and the variances of a stretch's luck and of the
# wandering in units of the noise's, with the wandering's memory as a share of the time spanned.
_SHARED = (0.0, 0.3, 0.6)
_STRETCHES = (0.0, 0.3, 1.0, 2.5)
_WANDERINGS = ((0.0, 1.0), (0.15, 0.25), (0.15, 1.0), (0.5, 0.25), (0.5, 1.0))


@dataclass(frozen=True, eq=False)
class Dependence:
    """The covariance of posts' luck, in units of their noise's variance.

    Attributes:
        shared: Correlation of neighbours' noise, 0 to 1.
        stretch: Variance of a stretch's luck, 0 or more.
        wandering: Variance of the reach's wandering, 0 or more.
        covariance: (posts, posts).
    """

    shared: float
    stretch: float
    wandering: float
    covariance: FloatArray

    @classmethod
    def of(cls, days: FloatArray, y: FloatArray, z: FloatArray) -> "Dependence":
        """The likeliest of sixty.

        Args:
            days: (posts,) days, rising.
            y: (posts,) log-likes.
            z: (posts, features) standardised: they tell where a stretch ends, and are taken to
                say nothing about likes, which is what is tested.
        """
        line = line_of(days, days)

        def evidence(choice: "Dependence") -> float:
            return restricted_likelihood(choice.covariance, line, y) - choice.wandering

        return max(_choices(days, stretches(z)), key=evidence)

    def whitened(self, values: FloatArray) -> FloatArray:
        """(posts, k) values as if every post stood alone: of covariance 1."""
        return whitened(self.covariance, values)


def _choices(days: FloatArray, stretch: IntArray) -> Iterator[Dependence]:
    span = float(np.ptp(days))
    apart = np.abs(np.subtract.outer(np.arange(len(days)), np.arange(len(days))))
    together = np.equal.outer(stretch, stretch).astype(np.float64)
    lucks = _STRETCHES if stretch.any() else (0.0,)
    wanderings = _WANDERINGS if span > 0 else _WANDERINGS[:1]
    for shared, luck, (wandering, memory) in product(_SHARED, lucks, wanderings):
        own = shared**apart if shared else np.eye(len(days))
        reach = wandering * kernel(days, days, span * memory) if wandering else 0.0
        yield Dependence(shared, luck, wandering, own + luck * together + reach)
