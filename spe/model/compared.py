"""Which two posts an effect is told between: the feature's own pair, where the account has such."""

import numpy as np

from spe.features import AnyFeature
from spe.stats.design import FloatArray
from spe.transforms import scaled, transformed, unscaled

# Posts beyond these shares, one in forty at either end, do not make a value one that the
# account posts: an effect told up to there would rest on them alone.
LEAST, MOST = 0.025, 0.975


def told_pair(item: AnyFeature, raw: FloatArray) -> tuple[float, float]:
    """The two values that an effect is told between, the lower first, in the feature's unit.

    The feature's own comparison where both ends lie within what the account posts. Where one
    does not, the two are moved there with the distance kept, on the scale of the model; where
    the account has no such distance, it is all that it has. They are rounded to what can be
    said, so that what is said is what was compared.

    Args:
        item: the feature.
        raw: its values over the posts that are learnt from, not all of them alike; what the
            model does not know, NaN first of all, is left out.
    """
    wanted = item.comparison
    known = raw[np.isfinite(transformed(raw, item.transform))]
    least = float(np.quantile(known, LEAST, method="lower"))
    most = float(np.quantile(known, MOST, method="higher"))
    ends = (_seen(item, least), _seen(item, most))
    low, high = _seen(item, wanted.low), _seen(item, wanted.high)
    if ends[1] - ends[0] > high - low:
        moved = max(ends[0] - low, 0.0) + min(ends[1] - high, 0.0)
        low, high = low + moved, high + moved
    else:
        low, high = ends
    told = wanted.rounded(_raw(item, low), _raw(item, high))
    own = float(wanted.low), float(wanted.high)
    return own if told == wanted.rounded(*own) else told


def distance(item: AnyFeature, pair: tuple[float, float]) -> float:
    """How far apart the two values are on the scale of the model."""
    return _seen(item, pair[1]) - _seen(item, pair[0])


def _seen(item: AnyFeature, value: float) -> float:
    """A raw value as the model sees it."""
    return scaled(value, item.transform)


def _raw(item: AnyFeature, value: float) -> float:
    return unscaled(value, item.transform)
