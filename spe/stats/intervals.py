"""Ranges for a next post: MAPIE's cross-conformal regression (CV+).

Barber, Candes, Ramdas and Tibshirani 2021, doi:10.1214/20-AOS1965: with posts that are
exchangeable given the recent baseline, a range of level 1 - a covers at least 1 - 2a, and in
practice about 1 - a.
"""

from dataclasses import dataclass

import numpy as np
from mapie.regression import CrossConformalRegressor
from sklearn.model_selection import KFold

from spe.stats.design import Design, FloatArray, IntArray, recent_baseline
from spe.stats.regression import Foresight

FOLDS = 10


@dataclass(frozen=True, eq=False)
class CrossConformal:
    """The fold models and what each post was above its own fold's prediction.

    A fold expects `baselines[k] + (x - means[k]) @ coefficients[k]` of a next post, in
    log-likes, with `x` on the transformed scale and the unknown at `means[k]`. `rows` are
    the posts judged, those with a recent baseline, and `fold` which one judged them.
    """

    baselines: FloatArray
    coefficients: FloatArray
    means: FloatArray
    fold: IntArray
    residuals: FloatArray
    rows: IntArray


def stacked(design: Design) -> tuple[FloatArray, FloatArray, IntArray]:
    """The columns and the target of `Foresight`, for the posts that have a recent baseline."""
    rows = np.flatnonzero(~np.isnan(recent_baseline(design.y)))
    return np.column_stack([rows, design.x[rows]]), design.y[rows], rows


def conformalised(design: Design, seed: int) -> CrossConformalRegressor:
    """MAPIE's regressor on these posts; the confidence level only matters to its own ranges."""
    columns, target, _ = stacked(design)
    folds = KFold(min(FOLDS, len(target)), shuffle=True, random_state=seed)
    regressor = CrossConformalRegressor(Foresight(design), method="plus", cv=folds)
    return regressor.fit_conformalize(columns, target)


def cross_conformal(design: Design, seed: int) -> CrossConformal:
    """Fit, and take out of MAPIE what its ranges are made of."""
    columns, target, rows = stacked(design)
    inner = conformalised(design, seed)._mapie_regressor.estimator_  # noqa: SLF001  (kept nowhere else)
    folds: list[Foresight] = inner.estimators_
    fold = np.argmax(~np.isnan(inner.k_), axis=1).astype(np.int64)
    predicted = np.array([model.predict(columns) for model in folds])
    return CrossConformal(
        baselines=np.array([model.baseline_[-1] + model.intercept_ for model in folds]),
        coefficients=np.array([model.learnt_.coefficients for model in folds]),
        means=np.array([model.learnt_.means for model in folds]),
        fold=fold,
        residuals=target - predicted[fold, np.arange(len(rows))],
        rows=rows,
    )
