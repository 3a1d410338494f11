"""How many posts it takes: what could have been found, and what an experiment needs."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from spe.model.fitted import NAN, FittedModel

# A finding is one at 5 % over all comparisons together, found four times in five.
FALSE_ALARM = 0.05
POWER = 0.80

# Where there is no OLS yet: a step from the lower to the upper quartile is 1.35 SD of a
# normal, and features share half their variance with the others (VIF 2, the core's own).
QUARTILE_STEP = 2 * NormalDist().inv_cdf(0.75)
USUAL_VIF = 2.0

EFFECTS = (10, 20, 30, 50)

# Posts at which more may be told (docs/statistics.md).
STAGES = (20, 40, 100, 200)


@dataclass(frozen=True)
class Resolution:
    """With so many posts, the smallest effect found four times in five, in percent."""

    posts: int
    percent: float


@dataclass(frozen=True)
class Trial:
    """Posts, half of them of each kind in turn, that show an effect of `percent`."""

    percent: int
    posts: int


@dataclass(frozen=True)
class Power:
    """`spread` is the SD in log-likes of what was not foreseen, `stage` the next threshold.

    `comparisons` is how many properties share the false alarms.
    """

    spread: float
    comparisons: int
    resolutions: tuple[Resolution, ...]
    trials: tuple[Trial, ...]
    stage: int | None


def reckon_power(model: FittedModel, spread: float) -> Power:
    """Work out the two tables from the account's own scatter."""
    n = model.n_posts
    stage = next((posts for posts in STAGES if posts > n), None)
    if not spread > 0 or not n:
        return Power(NAN, 0, (), (), stage)
    return Power(
        spread,
        comparisons(model),
        tuple(
            Resolution(posts, smallest_found(model, spread, posts))
            for posts in (n, 2 * n, 4 * n)
            if n >= STAGES[0]
        ),
        tuple(Trial(size, posts_for(size, spread)) for size in EFFECTS),
        stage,
    )


def smallest_found(model: FittedModel, spread: float, posts: int) -> float:
    """The effect of one property, in percent, that is found four times in five."""
    errors = [term.std_error for term in model.terms if term.std_error > 0]
    if errors:
        error = float(np.median(errors))
    else:
        error = spread * QUARTILE_STEP * math.sqrt(USUAL_VIF / model.n_posts)
    bell = NormalDist()
    reach = bell.inv_cdf(1 - FALSE_ALARM / (2 * comparisons(model))) + bell.inv_cdf(POWER)
    return 100 * math.expm1(reach * error * math.sqrt(model.n_posts / posts))


def comparisons(model: FittedModel) -> int:
    """How many properties are told one by one: those with a standard error, else all."""
    return sum(term.std_error > 0 for term in model.terms) or max(1, len(model.terms))


def posts_for(percent: float, spread: float) -> int:
    """Posts, in equal halves, for one planned comparison of two kinds.

    >>> posts_for(20, 0.35)
    116
    """
    bell = NormalDist()
    reach = bell.inv_cdf(1 - FALSE_ALARM / 2) + bell.inv_cdf(POWER)
    return 2 * math.ceil(2 * (reach * spread / math.log1p(percent / 100)) ** 2)
