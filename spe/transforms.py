"""The scale that a feature is learnt on, and back: a tenth day of pause counts less than one."""

import math
from typing import Literal

import numpy as np
from numpy.typing import NDArray

# identity  as it is
# log1p     by the log of one more
# any       1 where there is any, 0 where there is none, however many
# some      as it is where there is some, and unknown where there is none: how much, once there is
#           any, beside another feature that tells whether there is
Transform = Literal["identity", "log1p", "any", "some"]


def transformed(values: NDArray[np.float64], transform: str) -> NDArray[np.float64]:
    """Raw values of a feature on the model's scale, in the same shape.

    NaN stays NaN, and what has no logarithm becomes it.
    """
    if transform == "any":
        return np.minimum(values, 1.0)
    if transform == "some":
        return np.where(values > 0, values, np.nan)
    return np.log1p(np.where(values > -1, values, np.nan)) if transform == "log1p" else values


def scaled(value: float, transform: str) -> float:
    """One raw value on the model's scale; NaN where it is unknown or has no place there."""
    return float(transformed(np.asarray(value, np.float64), transform))


def unscaled(value: float, transform: str) -> float:
    """The raw value of one on the model's scale; the fewest of any."""
    return math.expm1(value) if transform == "log1p" else value
