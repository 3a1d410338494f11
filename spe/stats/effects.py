"""The size that is told of each effect, and its range.

An effect is named because it came out large, and the largest are partly lucky: among those
that are named, least squares is too large, and its ranges miss the truth too often. So the
size is that of the regression that predicts, which is drawn in; and the range holds
whatever either of two opposite beliefs leaves possible: that every feature matters a
little (the ridge's posterior, which no choosing of the largest puts out) or that size
needs no drawing in (least squares, whose t is what is tested). docs/statistics.md has how
often such ranges hold the truth.
"""

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from spe.stats.dependence import Dependence
from spe.stats.design import Design, FloatArray, IntArray, mean_imputed
from spe.stats.inference import Residualized, least_squares
from spe.stats.regression import Learnt, learn


@dataclass(frozen=True, eq=False)
class Effects:
    """Log-likes for one unit of each transformed feature, (features,) each.

    Attributes:
        effect: What predicts, drawn in.
        low: Lower end of the 90 % range.
        high: Its upper end.
        low50: Lower end of the 50 % range.
        high50: Its upper end.
        std_error: Of the least squares that is tested.
    """

    effect: FloatArray
    low: FloatArray
    high: FloatArray
    low50: FloatArray
    high50: FloatArray
    std_error: FloatArray

    def verdicts(self) -> FloatArray:
        """(features,) 1 or -1, the effect's sign, where the 90 % range leaves 0 out; else 0."""
        clear = (self.low > 0) | (self.high < 0)
        return np.where(clear, np.sign(self.effect), 0.0)


def tell(learnt: Learnt, plain: Design, told: IntArray, luck: Dependence | None = None) -> Effects:
    """The effects of some features.

    Args:
        learnt: From all features, with what is told of them.
        plain: The same posts with the features that are told, none of them flat; more posts
            than features.
        told: (told,) where these stand among all.
        luck: How the luck of `plain` hangs together, where that is known.
    """
    parts = Residualized.of(plain, pace_apart=False, luck=luck)
    estimates, errors, freedom = least_squares(parts)
    effect = learnt.effects[told]

    def ends(confidence: float) -> tuple[FloatArray, FloatArray]:
        beyond = (1 - confidence) / 2
        half = student.ppf(1 - beyond, freedom) * errors
        low, high = (learnt.dense.quantile(share)[told] for share in (beyond, 1 - beyond))
        # What is told lies in its range, whatever a few that matter more made of it.
        return (
            np.minimum(np.minimum(low, estimates - half), effect),
            np.maximum(np.maximum(high, estimates + half), effect),
        )

    return Effects(effect, *ends(0.90), *ends(0.50), errors)


def flips(design: Design, told: IntArray, found: Effects, rest: IntArray) -> list[str]:
    """Features whose effect is told otherwise from fewer posts.

    Otherwise: another sign, or a 90 % range that no longer leaves 0 out, or now does. A
    feature that the fewer posts all have alike is told as before.

    Args:
        design: All posts and features.
        told: (told,) where the told features stand among all.
        found: Their effects, from all posts.
        rest: (fewer,) indices of the posts that stay, rising.
    """
    less = design.rows(rest)
    vary = np.flatnonzero(mean_imputed(less.x)[0].std(axis=0))
    less = less.only(vary.tolist())
    kept = np.flatnonzero(np.isin(vary, told))
    learnt = learn(less.days, less.y, less.x, less.prior, less.contrasts)
    after = tell(learnt, less.only(kept.tolist()), kept).verdicts()
    names = [less.columns[i].name for i in kept]
    now = dict(zip(names, after, strict=True))
    before = zip((design.columns[i].name for i in told), found.verdicts(), strict=True)
    return [name for name, verdict in before if now.get(name, verdict) != verdict]
