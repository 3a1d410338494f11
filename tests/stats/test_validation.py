from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import spearmanr

from spe.stats import regression, validation
from spe.stats.design import recent_baseline
from tests.planted import design


def test_every_post_is_foreseen_once_a_repetition():
    out = validation.kfold(design(40), 0)

    assert out.parts.shape == (5, 40, 6)
    assert not np.isnan(out.usual).any()


def test_nothing_of_a_held_out_post_is_learnt(monkeypatch):
    """Trend, scaling, fill and choice see training rows only: a poisoned test fold is harmless."""
    clean = design(40, signal=0.4)
    folds = validation.RepeatedKFold(n_splits=5, n_repeats=5, random_state=0)
    _, held_out = next(iter(folds.split(clean.x)))
    x, y = clean.x.copy(), clean.y.copy()
    x[held_out] += 1e3
    y[held_out] += 50.0
    poisoned = replace(clean, x=x, y=y)
    learnt = []

    def spy(*given):
        learnt.append(regression.learn(*given))
        return learnt[-1]

    monkeypatch.setattr(validation, "learn", spy)
    validation.kfold(clean, 0)
    validation.kfold(poisoned, 0)

    first, again = learnt[0], learnt[25]
    assert np.array_equal(first.coefficients, again.coefficients)
    assert np.array_equal(first.means, again.means)
    assert np.array_equal(first.usual(clean.days), again.usual(clean.days))


def test_looking_ahead_sees_only_the_past():
    clean = design(60, signal=0.4)
    y = clean.y.copy()
    y[50:] += np.linspace(0, 9, 10)

    before, after = validation.forward(clean), validation.forward(replace(clean, y=y))

    assert np.array_equal(before.parts[0, :50], after.parts[0, :50], equal_nan=True)
    assert np.array_equal(before.usual[0, :51], after.usual[0, :51], equal_nan=True)


def test_the_recent_baseline_of_a_post_never_holds_the_post():
    y = np.arange(30.0)
    changed = y.copy()
    changed[20] = 1e6

    assert recent_baseline(y)[20] == recent_baseline(changed)[20] == np.median(y[10:20])


def test_ranks_are_scipys():
    draw = np.random.default_rng(0)
    a, b = draw.normal(size=50), draw.integers(0, 5, 50).astype(float)

    assert validation.spearman(a, b) == pytest.approx(spearmanr(a, b).statistic, abs=1e-12)


def test_a_constant_prediction_ranks_nothing():
    a = np.arange(10.0)

    assert validation.spearman(a, np.zeros(10)) == 0
    assert validation.pairs(a, np.zeros(10)) == 0.5


def test_more_signal_is_more_skill():
    skills = []
    for signal in (0.0, 0.3, 0.9):
        table = design(80, signal=signal)
        skills.append(validation.measures(table, validation.kfold(table, 0), 0))

    assert skills[0].spearman < skills[1].spearman < skills[2].spearman
    assert skills[0].gain < skills[1].gain < skills[2].gain
    assert skills[2].gain_low > 0
    assert skills[2].pairs > 0.75


def test_a_range_is_wider_than_fishers():
    low, high = validation.fisher(0.4, 103)

    plain = 1.6449 / 10
    assert (np.arctanh(high) - np.arctanh(low)) / 2 == pytest.approx(1.5 * plain, abs=1e-4)


def test_too_few_later_posts_give_no_forward_skill():
    assert validation.forward(design(25)) is None
