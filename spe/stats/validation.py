"""How well unseen posts are predicted: repeated K-fold, and from the past alone."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kendalltau, norm, rankdata
from sklearn.model_selection import RepeatedKFold

from spe.stats.design import Design, FloatArray, recent_baseline
from spe.stats.regression import learn

FOLDS = 5
REPEATS = 5

# A correlation of out-of-fold predictions varies more than Fisher's formula says,
# and so do other figures made of them: their standard errors are widened.
WIDER = 1.5

_BLOCK = 5


@dataclass(frozen=True, eq=False)
class OutOfFold:
    """Predictions of each post by models that never saw it, NaN where it was not predicted.

    Attributes:
        usual: (repetitions, posts) the trend, in log-likes.
        baseline: (repetitions, posts) where a next post starts (`Learnt.recent`).
        baseline_moment: (repetitions, posts) where it starts if only the moment tells posts apart.
        left: (repetitions, posts) what log-likes are above the trend.
        parts: (repetitions, posts, features) log-likes against the average photo.
    """

    usual: FloatArray
    baseline: FloatArray
    baseline_moment: FloatArray
    left: FloatArray
    parts: FloatArray


@dataclass(frozen=True)
class Measures:
    """Skill in the figures that a `Skill` holds.

    Attributes:
        posts: How many were predicted and had a recent baseline.
        mae: Mean absolute error in likes, 0 or more.
        mae_usual: That of the median of the posts before.
        gain: 1 - mae / mae_usual, 1 at most; `gain_low` to `gain_high` is its 90 % range.
        gain_beyond_pace: The same against the median of the posts before with what the
            account's pace adds: what is left for anything that a draft can differ in.
        spearman: Rank correlation within the trend, -1 to 1, with its 90 % range.
        pairs: Share of pairs of posts ranked rightly, 0 to 1; chance is .5.
        r2: Out-of-sample R2 above the trend, 1 at most.
        mae_moment: Mean absolute error of the median of the posts before with what the moment
            of posting adds, pace included: what is left is the photos'.
    """

    posts: int
    mae: float
    mae_usual: float
    gain: float
    gain_low: float
    gain_high: float
    spearman: float
    spearman_low: float
    spearman_high: float
    pairs: float
    r2: float
    gain_beyond_pace: float
    mae_moment: float


def kfold(design: Design, seed: int) -> OutOfFold:
    """Predict every post from the posts of the other folds; trend and all learnt inside.

    Returns:
        `REPEATS` repetitions, none with NaN but in the baselines before the fifth post.
    """
    n, p = design.x.shape
    usual, baseline, of_moment, left = (np.full((REPEATS, n), np.nan) for _ in range(4))
    parts = np.full((REPEATS, n, p), np.nan)
    folds = RepeatedKFold(n_splits=FOLDS, n_repeats=REPEATS, random_state=seed)
    for number, (train, test) in enumerate(folds.split(design.x)):
        learnt = learn(design.days[train], design.y[train], design.x[train], design.prior)
        turn = number // FOLDS
        usual[turn, test] = learnt.usual(design.days[test])
        baseline[turn, test] = learnt.recent(design)[test]
        of_moment[turn, test] = learnt.recent(design, design.moment)[test]
        left[turn, test] = design.y[test] - usual[turn, test]
        parts[turn, test] = learnt.parts(design.x[test])
    return OutOfFold(usual, baseline, of_moment, left, parts)


def forward(design: Design) -> OutOfFold | None:
    """Predict the later posts from the earlier; None where there are too few of either.

    The usual is the recent baseline, for the end of a trend is no guide to what comes next.

    Returns:
        One repetition, NaN for the posts that were only learnt from.
    """
    n, p = design.x.shape
    start = max(20, n // 3)
    if n - start < 8:
        return None
    baseline, of_moment = np.full((1, n), np.nan), np.full((1, n), np.nan)
    parts = np.full((1, n, p), np.nan)
    stride = max(1, (n - start) // 20)
    for first in range(start, n, stride):
        learnt = learn(design.days[:first], design.y[:first], design.x[:first], design.prior)
        later = slice(first, min(first + stride, n))
        baseline[0, later] = learnt.recent(design)[later]
        of_moment[0, later] = learnt.recent(design, design.moment)[later]
        parts[0, later] = learnt.parts(design.x[later])
    return OutOfFold(baseline, baseline, of_moment, design.y - baseline, parts)


def measures(design: Design, found: OutOfFold, seed: int) -> Measures:
    """Skill of out-of-fold predictions, averaged over the repetitions.

    MAEs are in likes against the median of the posts before; ranks, pairs and R2 are
    of what lies above the trend.
    """
    effect = found.parts.sum(axis=2)
    guess = recent_baseline(design.y)
    seen = ~np.isnan(effect[0]) & ~np.isnan(guess)
    likes = np.expm1(design.y[seen])
    foreseen = np.expm1(found.baseline[:, seen] + effect[:, seen])
    errors = np.abs(likes - foreseen).mean(axis=0)
    errors_usual = np.abs(likes - np.expm1(guess[seen]))
    gain, low, high = _gain(errors, errors_usual, seed)

    def mae_with(baseline: FloatArray, some: NDArray[np.bool_]) -> float:
        parts = found.parts[:, :, some].sum(axis=2)
        return float(np.abs(likes - np.expm1(baseline + parts)[:, seen]).mean())

    every = ~np.isnan(effect[0])
    n = int(every.sum())
    turns = list(zip(found.left[:, every], effect[:, every], strict=True))
    rank = float(np.mean([spearman(left, part) for left, part in turns]))
    rank_low, rank_high = fisher(rank, n)
    return Measures(
        posts=int(seen.sum()),
        mae=float(errors.mean()),
        mae_usual=float(errors_usual.mean()),
        gain=gain,
        gain_low=low,
        gain_high=high,
        spearman=rank,
        spearman_low=rank_low,
        spearman_high=rank_high,
        pairs=float(np.mean([pairs(left, part) for left, part in turns])),
        r2=float(np.mean([1 - ((a - b) ** 2).sum() / (a**2).sum() for a, b in turns])),
        gain_beyond_pace=1 - float(errors.mean()) / max(mae_with(guess, design.pace), 1e-9),
        mae_moment=mae_with(found.baseline_moment, design.moment),
    )


def spearman(a: FloatArray, b: FloatArray) -> float:
    """Rank correlation of (posts,) each, -1 to 1; 0 where either is constant."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(np.corrcoef(rankdata(a), rankdata(b))[0, 1])


def pairs(a: FloatArray, b: FloatArray) -> float:
    """Share of pairs of posts that both (posts,) put in the same order, 0 to 1; .5 is chance.

    From Kendall's tau-b, which halves ties.
    """
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.5
    return float((kendalltau(a, b).statistic + 1) / 2)


def fisher(rank: float, n: int, confidence: float = 0.90) -> tuple[float, float]:
    """A range for an out-of-fold rank correlation: Fisher's z with its standard error widened.

    Args:
        rank: -1 to 1.
        n: How many posts; of four or fewer nothing is known.
        confidence: 0 to 1.

    Returns:
        Low and high, -1 to 1; NaN where unknown.
    """
    if n <= 4:
        return np.nan, np.nan
    centre = np.arctanh(np.clip(rank, -0.999999, 0.999999))
    half = norm.ppf(0.5 + confidence / 2) * WIDER / np.sqrt(n - 3)
    return float(np.tanh(centre - half)), float(np.tanh(centre + half))


def _gain(errors: FloatArray, usual: FloatArray, seed: int) -> tuple[float, float, float]:
    """1 - MAE / MAE of the usual, with its 90 % range, by a widened block bootstrap."""
    total = float(usual.mean())
    if len(errors) < 2 * _BLOCK or total <= 0:
        return np.nan, np.nan, np.nan
    gain = 1 - float(errors.mean()) / total
    starts = np.arange(0, len(errors), _BLOCK)
    blocks = np.column_stack([np.add.reduceat(errors, starts), np.add.reduceat(usual, starts)])
    drawn = np.random.default_rng(seed).integers(0, len(blocks), (999, len(blocks)))
    sums = blocks[drawn].sum(axis=1)
    logs = np.log(np.maximum(sums[:, 0], 1e-9) / np.maximum(sums[:, 1], 1e-9))
    half = norm.ppf(0.95) * WIDER * float(logs.std())
    centre = np.log(max(1 - gain, 1e-9))
    return gain, float(1 - np.exp(centre + half)), float(1 - np.exp(centre - half))
