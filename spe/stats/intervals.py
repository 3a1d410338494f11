"""Ranges for a next post: cross-conformal prediction (CV+).

Barber, Candes, Ramdas and Tibshirani 2021, doi:10.1214/20-AOS1965: with posts that are
exchangeable given the recent baseline, a range of confidence 1 - a covers at least 1 - 2a,
and in practice about 1 - a. The tests hold it against MAPIE.
"""

from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import KFold

from spe.stats.design import Design, FloatArray, IntArray, recent_baseline
from spe.stats.regression import Learnt, learn

FOLDS = 10


@dataclass(frozen=True, eq=False)
class Foresight:
    """A regression of a next post's log-likes, learnt from some of the posts.

    Attributes:
        learnt: What these posts teach.
        baseline: (posts + 1,) log-likes that the average photo got lately, for every post
            and for the next. What came before a post is no secret when it goes out, so it
            is of all posts.
        intercept: The mean that is left above it, in log-likes.
    """

    learnt: Learnt
    baseline: FloatArray
    intercept: float

    @classmethod
    def of(cls, design: Design, rows: IntArray) -> "Foresight":
        """Learn from the posts `rows`."""
        x, y = design.x[rows], design.y[rows]
        learnt = learn(design.days[rows], y, x, design.prior)
        baseline = learnt.recent(design)
        above = y - baseline[rows] - learnt.parts(x).sum(axis=1)
        return cls(learnt, baseline, float(np.mean(above)))

    def predict(self, rows: IntArray, x: FloatArray) -> FloatArray:
        """Log-likes of the posts at `rows` (the next one's is `posts`), with features `x`."""
        known: FloatArray = self.baseline[rows] + self.intercept + self.learnt.parts(x).sum(axis=1)
        return known


@dataclass(frozen=True, eq=False)
class CrossConformal:
    """The fold models and what each post was above its own fold's prediction.

    A fold expects `baselines[k] + (x - means[k]) @ coefficients[k]` of a next post.

    Attributes:
        baselines: (folds,) log-likes of the average photo now.
        coefficients: (folds, features) log-likes for one unit of a transformed feature.
        means: (folds, features) on the transformed scale; they stand in for the unknown.
        fold: (judged,) the fold whose model never saw the post, 0 .. folds - 1.
        residuals: (judged,) log-likes above that model's prediction.
        rows: (judged,) the posts judged: those with a recent baseline.
    """

    baselines: FloatArray
    coefficients: FloatArray
    means: FloatArray
    fold: IntArray
    residuals: FloatArray
    rows: IntArray


def cross_conformal(design: Design, seed: int) -> CrossConformal:
    """Predict each post by the folds without it, and keep what ranges are made of.

    Args:
        design: At least seven posts, so that two have a recent baseline.
        seed: For the folds.
    """
    rows = np.flatnonzero(~np.isnan(recent_baseline(design.y)))
    folds = KFold(min(FOLDS, len(rows)), shuffle=True, random_state=seed)
    fold, residuals, models = np.empty(len(rows), np.int64), np.empty(len(rows)), []
    for number, (train, test) in enumerate(folds.split(rows)):
        model = Foresight.of(design, rows[train])
        judged = rows[test]
        fold[test] = number
        residuals[test] = design.y[judged] - model.predict(judged, design.x[judged])
        models.append(model)
    return CrossConformal(
        baselines=np.array([model.baseline[-1] + model.intercept for model in models]),
        coefficients=np.array([model.learnt.coefficients for model in models]),
        means=np.array([model.learnt.means for model in models]),
        fold=fold,
        residuals=residuals,
        rows=rows,
    )
