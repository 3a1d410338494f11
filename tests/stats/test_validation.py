from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy.stats import spearmanr
from sklearn.metrics import r2_score

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

    # The posts from 50 on are foreseen two at a time, each from those before its pair.
    assert np.array_equal(before.parts[0, :52], after.parts[0, :52], equal_nan=True)
    assert not np.array_equal(before.parts[0, 52:], after.parts[0, 52:])
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


@pytest.mark.parametrize(("posts", "first"), [(28, 20), (60, 20), (90, 30)])
def test_looking_ahead_begins_after_twenty_posts_or_a_third(posts, first):
    out = validation.forward(design(posts))

    assert np.flatnonzero(~np.isnan(out.parts[0, :, 0])).tolist() == list(range(first, posts))


def test_figures_are_those_of_textbooks():
    """MAE in likes against the recent median, R2 and pairs above the trend."""
    table = design(30, 2)
    columns = (replace(table.columns[0], moment=True), table.columns[1])
    table = replace(table, columns=columns)
    draw = np.random.default_rng(0)
    baseline, usual = table.y + 0.1 * draw.normal(size=(2, 30)), np.full((2, 30), 4.0)
    parts = 0.2 * draw.normal(size=(2, 30, 2))
    out = validation.OutOfFold(usual, baseline, baseline + 0.1, table.y - usual, parts)

    found = validation.measures(table, out, 0)

    likes, effect = np.expm1(table.y), parts.sum(axis=2)
    mae = np.abs(likes - np.expm1(baseline + effect))[:, 5:].mean()
    guess = np.array([np.median(table.y[max(0, i - 10) : i]) for i in range(5, 30)])
    mae_usual = np.abs(likes[5:] - np.expm1(guess)).mean()
    assert (found.posts, found.mae) == (25, pytest.approx(mae))
    assert found.mae_usual == pytest.approx(mae_usual)
    by_moment = np.expm1(baseline + 0.1 + parts[:, :, 0])
    assert found.mae_moment == pytest.approx(np.abs(likes - by_moment)[:, 5:].mean())
    assert found.gain == pytest.approx(1 - mae / mae_usual)
    left = table.y - 4.0
    r2 = [r2_score(left, one) for one in effect]
    # Against the trend, not against the mean of what is left.
    r2 = [1 - (1 - one) * ((left - left.mean()) ** 2).sum() / (left**2).sum() for one in r2]
    assert found.r2 == pytest.approx(np.mean(r2))
    ordered = [
        np.mean(
            [(left[i] - left[j]) * (one[i] - one[j]) > 0 for i, j in combinations(range(30), 2)]
        )
        for one in effect
    ]
    assert found.pairs == pytest.approx(np.mean(ordered))
    assert found.spearman == pytest.approx(np.mean([spearmanr(left, one)[0] for one in effect]))


def test_the_range_of_a_gain_is_a_block_bootstraps_half_as_wide_again():
    """Against the delta method for the ratio of two sums over blocks of five."""
    draw = np.random.default_rng(0)
    errors, usual = draw.gamma(4, 2, 400), draw.gamma(4, 3, 400)

    gain, low, high = validation._gain(errors, usual, 0)

    sums = np.column_stack([errors, usual]).reshape(80, 5, 2).sum(axis=1)
    relative = sums / sums.mean(axis=0)
    error = np.std(relative[:, 0] - relative[:, 1]) / np.sqrt(80)
    assert gain == pytest.approx(1 - errors.mean() / usual.mean())
    assert low < gain < high
    half = 1.645 * 1.5 * error
    assert np.log(1 - low) - np.log(1 - gain) == pytest.approx(half, rel=0.1)
    assert np.log(1 - gain) - np.log(1 - high) == pytest.approx(half, rel=0.1)


def test_a_gain_of_nine_posts_or_over_nothing_is_unknown():
    assert np.isnan(validation._gain(np.ones(9), np.ones(9), 0)).all()
    assert np.isnan(validation._gain(np.ones(20), np.zeros(20), 0)).all()
    assert validation._gain(np.ones(10), np.ones(10), 0)[0] == 0


def test_of_four_posts_no_rank_correlation_has_a_range():
    assert np.isnan(validation.fisher(0.5, 4)).all()
    assert not np.isnan(validation.fisher(0.5, 5)).any()
