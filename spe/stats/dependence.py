"""How the luck of neighbouring posts hangs together, where photos say nothing.

A covariance of log-likes around a straight line, the sum of six parts: each post's own noise,
of which neighbours may share some (AR(1)); the luck of a stretch of life (a random effect,
`spe.stats.phases`); reach, which wanders (an Ornstein-Uhlenbeck process); and, where the calendar
is known, the luck of a weekday and of a season (random effects, too). The likeliest of
a coarse grid is taken, by restricted likelihood. Whitened by it, posts stand alone: so tests
that shuffle them hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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

# The variances of the luck of weekdays and of seasons, in the same units.
_RHYTHMS = (0.0, 0.1, 0.3, 1.0)

# Days of a year, the workdays of a week, and how much of a season's luck comes twice a year.
_YEAR, _WORKDAYS, _TWICE = 365.25, 5, 0.25


@dataclass(frozen=True, eq=False)
class Dependence:
    """The covariance of posts' luck, in units of their noise's variance.

    Attributes:
        shared: Correlation of neighbours' noise, 0 to 1.
        stretch: Variance of a stretch's luck, 0 or more.
        wandering: Variance of the reach's wandering, 0 or more.
        weekday: Variance of a weekday's luck, 0 or more.
        season: Variance of a season's luck, 0 or more.
        covariance: (posts, posts).
    """

    shared: float
    stretch: float
    wandering: float
    covariance: FloatArray
    weekday: float = 0.0
    season: float = 0.0

    @classmethod
    def of(
        cls, days: FloatArray, y: FloatArray, z: FloatArray, calendar: FloatArray | None = None
    ) -> "Dependence":
        """The likeliest of sixty, and beside it of sixteen rhythms of week and year.

        Args:
            days: (posts,) days, rising.
            y: (posts,) log-likes.
            z: (posts, features) standardised: they tell where a stretch ends, and are taken to
                say nothing about likes, which is what is tested.
            calendar: (posts,) days since the midnight that a Monday began with; None where
                that is unknown, and no rhythm can be seen.
        """
        line = line_of(days, days)

        def evidence(choice: "Dependence") -> float:
            return restricted_likelihood(choice.covariance, line, y) - choice.wandering

        stretch = stretches(z)
        likeliest = max(_choices(days, stretch), key=evidence)
        if calendar is None:
            return likeliest
        likeliest = max(likeliest.with_rhythms(calendar), key=evidence)
        if not (likeliest.weekday or likeliest.season):
            return likeliest
        # What looked like wandering may have been the season's.
        rhythm = _rhythm(calendar, likeliest.weekday, likeliest.season)
        again = (
            replace(
                choice,
                covariance=choice.covariance + rhythm,
                weekday=likeliest.weekday,
                season=likeliest.season,
            )
            for choice in _choices(days, stretch)
        )
        return max(again, key=evidence)

    def with_rhythms(self, calendar: FloatArray) -> Iterator["Dependence"]:
        """The same beside each rhythm of week and year."""
        for weekday, season in product(_RHYTHMS, _RHYTHMS):
            covariance = self.covariance + _rhythm(calendar, weekday, season)
            yield replace(self, covariance=covariance, weekday=weekday, season=season)

    def whitened(self, values: FloatArray) -> FloatArray:
        """(posts, k) values as if every post stood alone: of covariance 1."""
        return whitened(self.covariance, values)


def _rhythm(calendar: FloatArray, weekday: float, season: float) -> FloatArray:
    """(posts, posts) covariance of the luck of weekdays and seasons, of these variances.

    What weekends as a whole have is no luck of a day: that is measured, and tested.
    """
    day = np.floor(calendar).astype(int) % 7
    end = day >= _WORKDAYS
    alike = np.equal.outer(day, day).astype(np.float64)
    alike -= np.where(np.equal.outer(end, end), np.where(end, 1 / 2, 1 / _WORKDAYS)[:, None], 0.0)
    turns = 2 * np.pi * np.subtract.outer(calendar, calendar) / _YEAR
    by_season = np.cos(turns) + _TWICE * np.cos(2 * turns)
    return np.asarray(weekday * alike + season * by_season, np.float64)


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
