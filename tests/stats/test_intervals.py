import numpy as np
import pytest

from spe.stats import intervals
from tests.mapie_reference import cv_plus
from tests.planted import design


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9])
def test_the_ranges_made_of_what_is_kept_are_mapies(confidence):
    table = design(50, signal=0.3)
    new = np.random.default_rng(1).normal(size=(4, 6))
    kept = intervals.cross_conformal(table, 0)

    _, theirs = cv_plus(table, confidence).predict_interval(
        np.column_stack([np.full(len(new), len(table)), new])
    )

    rank = int(np.ceil(confidence * (len(kept.fold) + 1))) - 1
    for x, (low, high) in zip(new, theirs[:, :, 0], strict=True):
        centres = (kept.baselines + ((x - kept.means) * kept.coefficients).sum(axis=1))[kept.fold]
        assert -np.sort(np.abs(kept.residuals) - centres)[rank] == pytest.approx(low, abs=1e-9)
        assert np.sort(centres + np.abs(kept.residuals))[rank] == pytest.approx(high, abs=1e-9)


def test_every_post_with_a_recent_baseline_is_judged_once():
    kept = intervals.cross_conformal(design(50, signal=0.3), 0)

    assert np.array_equal(kept.rows, np.arange(5, 50))
    assert np.bincount(kept.fold).tolist() == [5] * 5 + [4] * 5
    assert len(kept.baselines) == 10


def test_a_post_is_judged_by_a_fold_that_never_saw_it():
    table = design(50, signal=0.3)
    kept = intervals.cross_conformal(table, 0)

    seen, unseen = kept.rows[kept.fold != 3], kept.rows[kept.fold == 3]
    fresh = intervals.Foresight.of(table, seen)

    assert np.allclose(fresh.learnt.coefficients, kept.coefficients[3], atol=1e-12)
    assert np.isclose(fresh.baseline[-1] + fresh.intercept, kept.baselines[3], atol=1e-12)
    missed = table.y[unseen] - fresh.predict(unseen, table.x[unseen])
    assert np.allclose(kept.residuals[kept.fold == 3], missed, atol=1e-12)


def test_a_shift_is_of_the_last_three_against_the_last_ten():
    y = np.array([4.0, 4, 4, 4, 4, 4, 4, 4, 4, 3, 5, 3])

    found = intervals.shifts(y)

    assert np.isnan(found[:5]).all()
    assert found[5:].tolist() == [0, 0, 0, 0, 0, 0, 0, -1]


def test_a_shift_counts_no_post_that_came_later():
    y = np.random.default_rng(0).normal(size=30)

    assert np.array_equal(intervals.shifts(y)[:21], intervals.shifts(y[:20]), equal_nan=True)


def test_posts_that_stand_alone_hardly_drift_and_a_random_walk_does():
    draw = np.random.default_rng(0)
    alone, steps = draw.normal(size=(20, 100)), draw.normal(size=(20, 100))

    still = [intervals.drift(y) for y in alone]
    walk = [intervals.drift(y) for y in steps.cumsum(axis=1)]

    assert min(still) == 0.0
    assert np.mean(still) < 0.01
    assert min(walk) > 0.05


def test_the_drift_of_a_rise_can_be_worked_out():
    """The median of ten before lies 5.5 steps below the next post, 5.5 + k below the k-th after."""
    y = np.arange(200.0)
    lags = np.arange(20)
    squares = np.array([np.mean((y[10 + k :] - y[: 190 - k] - 4.5) ** 2) for k in lags])

    rises = squares / squares[0] - 1

    # The first five baselines are of fewer posts than ten.
    assert squares[3] == 8.5**2
    assert intervals.drift(y) == pytest.approx(lags @ rises / (lags @ lags), rel=0.02)


@pytest.mark.parametrize(("posts", "known"), [(20, False), (21, True)])
def test_a_drift_is_learnt_from_fifteen_pairs_or_more(posts, known):
    assert (intervals.drift(np.arange(float(posts))) > 0) == known


def test_likes_that_never_change_do_not_drift():
    assert intervals.drift(np.full(60, 4.0)) == 0.0


def test_one_viral_post_is_no_drift():
    y = 0.1 * np.random.default_rng(2).normal(size=60)
    viral = y.copy()
    viral[-3] += 5

    assert abs(intervals.drift(viral) - intervals.drift(y)) < 0.02
