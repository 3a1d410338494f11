"""What may be claimed, each rule once: functions on numbers, which a table of cases can hold.

An unknown number (NaN) never allows a claim.
"""

from collections.abc import Sequence
from typing import Literal

from spe.model.options import FULL, GATE, GROUPS_Q, STRONG, SUGGESTIVE

Evidence = Literal["strong", "suggestive", "unclear"]

# What an experiment says of one kind of post against the other: "more" or "fewer" likes beyond
# doubt, "leaning" to either without proof, or "open".
Found = Literal["more", "fewer", "leaning", "open"]

# A difference is found by a coin below this p, two-sided.
COIN = 0.05


def gate_opens(p: float) -> bool:
    """Whether photos and moments say anything at all about likes: the gate's p is below `GATE`."""
    return p < GATE


def group_found(q: float, *, gate_open: bool) -> bool:
    """Whether a group of features goes with likes: q below `GROUPS_Q`, behind an open gate."""
    return gate_open and q < GROUPS_Q


def evidence(
    low: float, high: float, p_max_t: float, *, posts: int, gate_open: bool, found: bool
) -> Evidence:
    """How sure a single feature's effect is.

    Strong: familywise p below `STRONG`. Suggestive: below `SUGGESTIVE`, in a group that was
    found, from `FULL` posts on: with fewer, one in four such was false. Both only behind an
    open gate, so that an account without any effect is told one at most as often as the gate
    errs; and only where the range that is shown leaves out 0.

    Args:
        low: Lower end of the 90 % range, in log-likes; NaN where the posts are too few.
        high: Its upper end.
        p_max_t: The permutation's p over all features, 0 to 1, or NaN.
        posts: How many were learnt from.
        gate_open: Whether anything may be claimed of this account.
        found: Whether the feature's group was found.
    """
    if not gate_open or not (low > 0 or high < 0):
        return "unclear"
    if p_max_t < STRONG:
        return "strong"
    hinted = found and posts >= FULL and p_max_t < SUGGESTIVE
    return "suggestive" if hinted else "unclear"


def has_skill(gain: float, gain_beyond_pace: float, *, gate_open: bool) -> bool:
    """Whether drafts are told apart: an open gate, and unseen posts predicted better than usual.

    And better than by how fast the account posts alone, which drafts of one hour share.
    """
    return gate_open and gain > 0 and gain_beyond_pace > 0


def photos_add(gain_beyond_moment: float) -> bool:
    """Whether photos told more of unseen posts than the moment of posting had told already.

    If not, drafts for one moment are not told apart. Where it was not measured (NaN) they are
    given the benefit of the doubt.
    """
    return not gain_beyond_moment <= 0


def none_beyond(ranges: Sequence[tuple[float, float]], percent: float) -> bool:
    """Whether no difference as large as that is left possible: every range lies within it.

    Where a single true difference is larger, its own 90 % range lies within at most once in
    twenty times, however many others there are (an intersection-union test).

    Args:
        ranges: The 90 % range of each property, in percent of likes; NaN where unknown.
        percent: The size either way, above 0.
    """
    return bool(ranges) and all(-percent < low and high < percent for low, high in ranges)


def found_by_coin(low: float, high: float, p: float) -> Found:
    """What an experiment has found.

    A cause is named where drawing the coin anew would give as large a difference in fewer than
    5 of 100 draws, and the range that is shown lies on one side of 0; "leaning" where
    only the range does.

    Args:
        low: Lower end of the 90 % range, in log-likes or percent; NaN or infinite where unknown.
        high: Its upper end.
        p: Of the randomisation test, two-sided, 0 to 1.
    """
    if not (low > 0 or high < 0):
        return "open"
    if not p < COIN:
        return "leaning"
    return "more" if low > 0 else "fewer"
