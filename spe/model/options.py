"""What decides a fit, each thing once: the person's options, the thresholds, and the tests' levels.

docs/statistics.md tells why they are what they are. Imports nothing heavy: commands,
pages and sentences read from here.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Target = Literal["likes", "likes+comments"]
TARGETS: tuple[Target, ...] = get_args(Target)

Tier = Literal["none", "ranking", "groups", "features", "full"]

# Numbers of posts: with fewer than `FEWEST` nothing is said; from the others on, drafts
# are put in order, groups of features are tested, single features are told, and the full
# regression table stands.
FEWEST = 5
RANKING, GROUPS, FEATURES, FULL = 20, 40, 100, 200
STAGES = (RANKING, GROUPS, FEATURES, FULL)

# Posts from which on a first model is called a useful one.
USEFUL = 30

# So many posts after the last one that was learnt from it is time to fit again: the usual is
# the median of as many, and by then none of them is among the last.
FIT_AGAIN = 10

# Days after which likes have arrived: 98 % within two, with a margin.
SETTLED_DAYS = 14.0

# The gate opens below this p. On accounts without any effect it then errs at most 6 times
# in 100: shuffling in blocks is only nearly exact where noise is shared.
GATE = 0.04

# Behind the gate: the false discovery rate of groups, and the familywise p of features.
GROUPS_Q = 0.10
STRONG, SUGGESTIVE = 0.05, 0.20


@dataclass(frozen=True)
class FitOptions:
    """What a person may choose about a fit.

    Attributes:
        min_age_days: Posts younger than so many days when their likes were read are left
            out, 0 or more: their likes still come in.
        exclude: Ids of posts to leave out.
        target: What is to be explained.
        seed: For everything that is drawn at random: folds, shuffles, bootstrap.
        leave_out_hidden: Whether a stretch of hidden counts is left out, or only told.
    """

    min_age_days: float = SETTLED_DAYS
    exclude: tuple[str, ...] = ()
    target: Target = "likes"
    seed: int = 0
    leave_out_hidden: bool = False


DEFAULTS = FitOptions()


def tier_of(posts: int) -> Tier:
    """How much so many posts allow to be told.

    >>> [tier_of(posts) for posts in (19, 20, 40, 100, 200)]
    ['none', 'ranking', 'groups', 'features', 'full']
    """
    tiers: tuple[Tier, ...] = get_args(Tier)
    return tiers[sum(posts >= stage for stage in STAGES)]
