"""Ranges for a next post: cross-conformal prediction (CV+).

Barber, Candes, Ramdas and Tibshirani 2021, doi:10.1214/20-AOS1965: with posts that are
exchangeable given the recent baseline, a range of confidence 1 - a covers at least 1 - 2a,
and in practice about 1 - a. The tests hold it against MAPIE.

Reach may have changed lately, and then the median of the last ten posts is not yet where a
next one starts. So a range spans from there to the median of the last `LAST`, and what it
reaches beyond is conformal, too: how far past posts fell outside of that span of their own
(the score of conformalised quantile regression, Romano, Patterson and Candes 2019,
arXiv:1905.03222). Where reach stood still the two medians nearly agree, and what the span
adds, the misses lose.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from sklearn.model_selection import KFold

from spe.stats.design import FEWEST_RECENT, Design, FloatArray, IntArray, recent_baseline
from spe.stats.regression import Learnt, learn
from spe.stats.trend import CLIP

FOLDS = 10

# How many of the last posts say where reach may be by now.
LAST = 3

# The drift is learnt from how far posts were foreseen up to so many posts ahead, where at
# least so many pairs tell of it.
_LAGS, _PAIRS = 20, 15


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


def shifts(y: FloatArray) -> FloatArray:
    """How far the median of the last `LAST` posts stands above the recent baseline.

    Args:
        y: (posts,) log-likes, oldest first; without their photos' part where that is known.

    Returns:
        (posts + 1,) log-likes, before every post and the next; NaN without a baseline.

    >>> shifts(np.array([4.0, 4, 4, 4, 4, 3, 3, 3])).tolist()[5:]
    [0.0, 0.0, -1.0, -1.0]
    """
    lately = np.full(len(y) + 1, np.nan)
    lately[LAST:] = np.median(sliding_window_view(y, LAST), axis=1)
    return lately - recent_baseline(np.append(y, np.nan))


def drift(y: FloatArray) -> float:
    """How much faster than chance posts leave the baseline behind, as that becomes older.

    The mean square of what posts are above the recent baseline of some posts earlier (drawn in
    to `CLIP` robust SDs) is taken to rise by the same amount with every post in between, as
    it does for a random walk; least squares, held to its value for the very next post.

    Args:
        y: (posts,) log-likes, oldest first.

    Returns:
        The rise with each post, as a share of the mean square for the very next: 0 or more,
        0 where too few posts tell of it.
    """
    baseline = recent_baseline(y)
    sizes = []
    for lag in range(min(_LAGS, len(y) - FEWEST_RECENT - _PAIRS + 1)):
        above = y[FEWEST_RECENT + lag :] - baseline[FEWEST_RECENT : len(y) - lag]
        most = CLIP * 1.4826 * float(np.median(np.abs(above)))
        sizes.append(float(np.mean(np.clip(above, -most, most) ** 2)))
    if len(sizes) < 2 or sizes[0] <= 0:
        return 0.0
    lags = np.arange(len(sizes))
    rises = np.array(sizes) / sizes[0] - 1
    return max(0.0, float(lags @ rises / (lags @ lags)))
