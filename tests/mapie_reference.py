"""The ranges of `spe.stats.intervals` as MAPIE makes them: the tests' independent reference."""

import numpy as np
from mapie.regression import CrossConformalRegressor
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.model_selection import KFold

from spe.stats.design import recent_baseline
from spe.stats.intervals import FOLDS, Foresight


class Regressor(RegressorMixin, BaseEstimator):
    """`Foresight` as scikit-learn calls it: the first column of X is a post's row."""

    def __init__(self, design):
        self.design = design

    def fit(self, X, y):  # noqa: ARG002, N803
        self.model_ = Foresight.of(self.design, X[:, 0].astype(int))
        self.n_features_in_ = X.shape[1]
        return self

    def predict(self, X):  # noqa: N803
        return self.model_.predict(X[:, 0].astype(int), X[:, 1:])


def cv_plus(design, confidence=0.9, seed=0):
    """MAPIE's CV+ regressor, fitted to the posts that have a recent baseline."""
    rows = np.flatnonzero(~np.isnan(recent_baseline(design.y)))
    folds = KFold(min(FOLDS, len(rows)), shuffle=True, random_state=seed)
    regressor = CrossConformalRegressor(
        Regressor(design), confidence_level=confidence, method="plus", cv=folds
    )
    return regressor.fit_conformalize(np.column_stack([rows, design.x[rows]]), design.y[rows])
