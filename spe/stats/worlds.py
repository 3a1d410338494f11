"""How a made-up account's life may go, beyond what its photos show.

In a *world* photos and likes share their times but not their reasons: whoever takes
neighbouring posts for so many independent ones sees effects where there are none.
`spe.stats.simulate` makes the accounts, `make bench-stats` measures what is claimed of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from spe.stats.design import FloatArray

# The share of style, and of luck, that a stretch of life decides.
HALF = 0.5
SEASON = 365.25
WEEK = 7.0


@dataclass(frozen=True, eq=False)
class World:
    """What is added to an account.

    Attributes:
        style: (posts, features) standard normal, shared by neighbours; None for none.
        luck: (posts,) standard normal, shared by neighbours; None for none.
        share: Of the variance of features and of luck, 0 to 1.
        reach: (posts,) log-likes on top of the reach.
        median: The likes of a typical post, drawn as Poisson counts; None where they are many.
        zeros: The share of posts whose likes are 0 for another reason, 0 to 1.
    """

    style: FloatArray | None = None
    luck: FloatArray | None = None
    share: float = HALF
    reach: FloatArray | float = 0.0
    median: float | None = None
    zeros: float = 0.0


Draw = Callable[[np.random.Generator, FloatArray, int], World]


def usual(_draw: np.random.Generator, _days: FloatArray, _features: int) -> World:
    """Nothing besides."""
    return World()


def phases(draw: np.random.Generator, days: FloatArray, features: int, *, posts: int) -> World:
    """Stretches of so many posts that share a style and a fate: a holiday, an exam term."""
    stretch = np.arange(len(days)) // posts
    count = int(stretch[-1]) + 1
    return World(draw.normal(size=(count, features))[stretch], draw.normal(size=count)[stretch])


def seasons(draw: np.random.Generator, days: FloatArray, features: int) -> World:
    """Style and luck follow the year."""
    return _waves(draw, days, features, SEASON)


def weeks(draw: np.random.Generator, days: FloatArray, features: int) -> World:
    """Style and luck follow the week, each in its own way."""
    at = (np.floor(days) % WEEK).astype(int)
    return World(draw.normal(size=(int(WEEK), features))[at], _between(draw, at), share=0.15)


def _between(draw: np.random.Generator, at: np.ndarray) -> FloatArray:
    """Luck by weekday that a weekend can't explain: its mean is that of the other days."""
    by_day = draw.normal(size=int(WEEK))
    by_day[:5] -= by_day[:5].mean()
    by_day[5:] -= by_day[5:].mean()
    return np.asarray(by_day[at])


def _waves(draw: np.random.Generator, days: FloatArray, features: int, period: float) -> World:
    turn = 2 * np.pi * days / period
    waves = np.column_stack([np.sin(turn), np.cos(turn)])
    return World(waves @ draw.normal(size=(2, features)), waves @ draw.normal(size=2), share=0.3)


def long_memory(draw: np.random.Generator, days: FloatArray, features: int) -> World:
    """Style and luck wander for years (fractional noise of d = .4, Hosking 1981)."""
    n = len(days)
    weights = np.cumprod(np.concatenate([[1.0], (np.arange(1, n) - 0.6) / np.arange(1, n)]))
    steps = draw.normal(size=(2 * n, features + 1))
    wander = np.array(
        [np.convolve(column, weights)[n : 2 * n] for column in steps.T]
    ).T / np.linalg.norm(weights)
    return World(wander[:, 1:], wander[:, 0])


def autoregressive(draw: np.random.Generator, days: FloatArray, features: int) -> World:
    """Neighbours correlate by .6, in style and in luck (AR(1))."""
    n, share = len(days), 0.6
    steps = draw.normal(size=(n, features + 1))
    steps[1:] *= np.sqrt(1 - share**2)
    for i in range(1, n):
        steps[i] += share * steps[i - 1]
    return World(steps[:, 1:], steps[:, 0], share=1.0)


def regimes(draw: np.random.Generator, days: FloatArray, features: int) -> World:
    """Reach jumps every forty posts or so, and style does, at times of its own."""
    n = len(days)

    def stretch() -> np.ndarray:
        return np.cumsum(draw.random(n) < 1 / 40)

    style, luck = stretch(), stretch()
    return World(draw.normal(size=(n, features))[style], reach=0.35 * draw.normal(size=n)[luck])


def few_likes(draw: np.random.Generator, _days: FloatArray, _features: int) -> World:
    """Poisson counts with a median of 5 to 15."""
    return World(median=float(draw.uniform(5, 15)))


def zeros(_draw: np.random.Generator, _days: FloatArray, _features: int) -> World:
    """One post in ten has no likes at all."""
    return World(zeros=0.1)


def growth(_draw: np.random.Generator, days: FloatArray, _features: int) -> World:
    """Ten times as many likes at the end as at the beginning."""
    return World(reach=np.log(10) * days / days[-1])


WORLDS: Mapping[str, Draw] = {
    "usual": usual,
    "phases of 5": partial(phases, posts=5),
    "phases of 10": partial(phases, posts=10),
    "seasons": seasons,
    "long memory": long_memory,
    "AR(.6)": autoregressive,
    "regimes": regimes,
    "few likes": few_likes,
    "zeros": zeros,
    "growth of ten": growth,
    "weekly rhythm": weeks,
}
