"""How many posts it takes: what could have been found, and what an experiment needs.

The usual normal approximation of a two-sided test (Cohen 1988, ISBN 0-8058-0283-5):
an effect is found with probability `POWER` where it is z(1 - alpha / 2) + z(power)
standard errors large.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from spe.wording import percent_of_log

# A finding is one at 5 % over all comparisons together, found four times in five.
FALSE_ALARM = 0.05
POWER = 0.80

# Where there is no OLS yet, features share half their variance with the others (VIF 2, the
# core's own), and unless it is said how far apart the posts are that are compared, it is from
# the lower to the upper quartile: 1.35 SD of a normal.
QUARTILE_STEP = 2 * NormalDist().inv_cdf(0.75)
USUAL_VIF = 2.0

# Planned comparisons that are reckoned, in percent.
EFFECTS = (10, 20, 30, 50)


@dataclass(frozen=True)
class Resolution:
    """With `posts` posts, the smallest effect of one feature that is found, in percent."""

    posts: int
    percent: float


@dataclass(frozen=True)
class Trial:
    """Posts, half of them of each kind in turn, that show an effect of `percent`."""

    percent: int
    posts: int


@dataclass(frozen=True)
class Power:
    """What an account's posts can show.

    Attributes:
        spread: SD in log-likes of what was not foreseen, NaN where it is unknown.
        apart: How far apart two compared posts are, in SDs of a feature.
        comparisons: How many features share the false alarms.
        resolutions: For the posts there are, twice and four times as many; empty where
            they are too few for a model.
        trials: For each of `EFFECTS`.
        stage: The next number of posts at which more may be told, None at the last.
    """

    spread: float
    apart: float
    comparisons: int
    resolutions: tuple[Resolution, ...]
    trials: tuple[Trial, ...]
    stage: int | None


def reckon_power(
    posts: int,
    spread: float,
    errors: Sequence[float],
    features: int,
    stages: Sequence[int],
    distances: Sequence[float] = (),
) -> Power:
    """Work out both tables from an account's own scatter.

    Args:
        posts: How many posts were learnt from.
        spread: SD in log-likes of what was not foreseen; without one above 0 no table.
        errors: Standard errors of the features that are told one by one, in log-likes for
            their comparison; those that are not above 0 (NaN among them) do not count.
        features: How many features there are; they are compared where no error is known.
        stages: Numbers of posts at which more may be told, rising; below the first there
            is no model, and nothing is promised of one.
        distances: How far apart two compared posts are, in SDs, by feature.
    """
    stage = next((needed for needed in stages if needed > posts), None)
    if not spread > 0 or not posts:
        return Power(math.nan, math.nan, 0, (), (), stage)
    known = [error for error in errors if error > 0]
    apart = float(np.median(distances)) if distances else QUARTILE_STEP
    error = float(np.median(known)) if known else expected_error(spread, posts, apart)
    comparisons = len(known) or max(1, features)
    return Power(
        spread,
        apart,
        comparisons,
        tuple(
            Resolution(many, smallest_found(error * math.sqrt(posts / many), comparisons))
            for many in (posts, 2 * posts, 4 * posts)
            if posts >= stages[0]
        ),
        tuple(Trial(size, posts_for(size, spread)) for size in EFFECTS),
        stage,
    )


def smallest_shown(posts: int, spread: float) -> float:
    """The difference, in percent, that one planned comparison of two kinds finds 4 times in 5.

    Args:
        posts: In equal halves, above 0.
        spread: SD of log-likes within either kind, above 0.

    >>> round(smallest_shown(116, 0.35), 1)
    20.0
    """
    return smallest_found(2 * spread / math.sqrt(posts), 1)


def scatter(likes: Sequence[float], expected: Sequence[float], usual: Sequence[float]) -> float:
    """SD in log-likes of what was not foreseen; NaN for fewer than three posts.

    Args:
        likes: (posts,) what they got.
        expected: (posts,) what was foreseen of each without itself; NaN where nothing was.
        usual: (posts,) of their times, which stand in where nothing was foreseen of any.
    """
    got, foreseen = np.log1p(np.asarray(likes, float)), np.log1p(np.asarray(expected, float))
    if not np.isfinite(foreseen).any():
        foreseen = np.log1p(np.asarray(usual, float))
    missed = (got - foreseen)[np.isfinite(foreseen)]
    return float(np.std(missed, ddof=1)) if len(missed) > 2 else math.nan


def expected_error(spread: float, posts: int, apart: float = QUARTILE_STEP) -> float:
    """The standard error that least squares would have for posts so far apart, in log-likes."""
    return spread * apart * math.sqrt(USUAL_VIF / posts)


def smallest_found(error: float, comparisons: int) -> float:
    """The effect of one feature, in percent, that is found four times in five.

    Args:
        error: The standard error of the effect, in log-likes, above 0.
        comparisons: How many features share the false alarms (Bonferroni), 1 or more.

    >>> round(smallest_found(0.1, 1), 1), round(smallest_found(0.1, 20), 1)
    (32.3, 47.2)
    """
    bell = NormalDist()
    reach = bell.inv_cdf(1 - FALSE_ALARM / (2 * comparisons)) + bell.inv_cdf(POWER)
    return percent_of_log(reach * error)


def posts_for(percent: float, spread: float) -> int:
    """Posts, in equal halves, for one planned comparison of two kinds.

    Args:
        percent: The effect on likes, above -100 and not 0.
        spread: SD of log-likes within either kind, above 0.

    >>> posts_for(20, 0.35)
    116
    """
    bell = NormalDist()
    reach = bell.inv_cdf(1 - FALSE_ALARM / 2) + bell.inv_cdf(POWER)
    return 2 * math.ceil(2 * (reach * spread / math.log1p(percent / 100)) ** 2)
