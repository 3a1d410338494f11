"""What may be claimed, each rule once: functions on numbers, which a table of cases can hold.

An unknown number (NaN) never allows a claim.
"""

from typing import Literal

from spe.model.options import GATE, GROUPS_Q, STRONG, SUGGESTIVE

Evidence = Literal["strong", "suggestive", "unclear"]


def gate_opens(p: float) -> bool:
    """Whether photos and moments say anything at all about likes: the gate's p is below `GATE`."""
    return p < GATE


def group_found(q: float, *, gate_open: bool) -> bool:
    """Whether a group of features goes with likes: q below `GROUPS_Q`, behind an open gate."""
    return gate_open and q < GROUPS_Q


def evidence(low: float, high: float, p_max_t: float, *, gate_open: bool, found: bool) -> Evidence:
    """How sure a single feature's effect is.

    Strong: familywise p below `STRONG`. Suggestive: below `SUGGESTIVE`, in a group that was
    found. Both only behind an open gate, so that an account without any effect is told one
    at most as often as the gate errs; and only where the range that is shown leaves out 0.

    Args:
        low: Lower end of the 90 % range, in log-likes; NaN where the posts are too few.
        high: Its upper end.
        p_max_t: The permutation's p over all features, 0 to 1, or NaN.
        gate_open: Whether anything may be claimed of this account.
        found: Whether the feature's group was found.
    """
    if not gate_open or not (low > 0 or high < 0):
        return "unclear"
    if p_max_t < STRONG:
        return "strong"
    return "suggestive" if found and p_max_t < SUGGESTIVE else "unclear"


def has_skill(gain: float, *, gate_open: bool) -> bool:
    """Whether drafts are told apart: an open gate, and unseen posts predicted better than usual."""
    return gate_open and gain > 0
