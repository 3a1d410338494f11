"""Ranges for a next post: MAPIE's cross-conformal regression (CV+).

Barber, Candes, Ramdas and Tibshirani 2021, doi:10.1214/20-AOS1965: with posts that are
exchangeable given the recent level, a range of level 1 - a covers at least 1 - 2a, and in
practice about 1 - a.
"""

from dataclasses import dataclass

import numpy as np
from mapie.regression import CrossConformalRegressor
from sklearn.model_selection import KFold

from spe.stats.design import FloatArray, IntArray, Sheet, recent_level
from spe.stats.regression import Foresight

FOLDS = 10


@dataclass(frozen=True, eq=False)
class CrossConformal:
    """The fold models and what each post was above its own fold's prediction.

    A fold expects `levels[k] + (x - means[k]) @ coefficients[k]` of a next post, in
    log-likes, with `x` on the transformed scale and the unknown at `means[k]`. `rows` are
    the posts judged, those with a recent level, and `fold` which one judged them.
    """

    levels: FloatArray
    coefficients: FloatArray
    means: FloatArray
    fold: IntArray
    residuals: FloatArray
    rows: IntArray


def stacked(sheet: Sheet) -> tuple[FloatArray, FloatArray, IntArray]:
    """The columns and the target of `Foresight`, for the posts that have a recent level."""
    rows = np.flatnonzero(~np.isnan(recent_level(sheet.y)))
    return np.column_stack([rows, sheet.x[rows]]), sheet.y[rows], rows


def conformalised(sheet: Sheet, seed: int) -> CrossConformalRegressor:
    """MAPIE's regressor on these posts; the confidence level only matters to its own ranges."""
    columns, target, _ = stacked(sheet)
    folds = KFold(min(FOLDS, len(target)), shuffle=True, random_state=seed)
    regressor = CrossConformalRegressor(Foresight(sheet), method="plus", cv=folds)
    return regressor.fit_conformalize(columns, target)


def cross_conformal(sheet: Sheet, seed: int) -> CrossConformal:
    """Fit, and take out of MAPIE what its ranges are made of."""
    columns, target, rows = stacked(sheet)
    inner = conformalised(sheet, seed)._mapie_regressor.estimator_  # noqa: SLF001  (kept nowhere else)
    folds: list[Foresight] = inner.estimators_
    fold = np.argmax(~np.isnan(inner.k_), axis=1).astype(np.int64)
    predicted = np.array([model.predict(columns) for model in folds])
    return CrossConformal(
        levels=np.array([model.level_[-1] + model.intercept_ for model in folds]),
        coefficients=np.array([model.learnt_.coefficients for model in folds]),
        means=np.array([model.learnt_.means for model in folds]),
        fold=fold,
        residuals=target - predicted[fold, np.arange(len(rows))],
        rows=rows,
    )
