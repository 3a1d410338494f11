"""The scale that a feature is learnt on, and back: likes go with the log of a count of faces."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Transform = Literal["identity", "log1p"]


def transformed(values: NDArray[np.float64], transform: str) -> NDArray[np.float64]:
    """Raw values of a feature on the model's scale, in the same shape.

    NaN stays NaN, and what has no logarithm becomes it.
    """
    return np.log1p(np.where(values > -1, values, np.nan)) if transform == "log1p" else values


def untransformed(values: NDArray[np.float64], transform: str) -> NDArray[np.float64]:
    """The raw values of those on the model's scale, in the same shape."""
    return np.expm1(values) if transform == "log1p" else values
