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
