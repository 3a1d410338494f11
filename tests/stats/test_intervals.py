import numpy as np

from spe.stats import intervals
from tests.planted import design


def test_what_is_kept_is_what_mapie_fitted():
    table = design(50, signal=0.3)

    ours = intervals.cross_conformal(table, 0)

    inner = intervals.conformalised(table, 0)._mapie_regressor
    assert np.allclose(np.abs(ours.residuals), inner.conformity_scores_, atol=1e-12)
    assert len(ours.baselines) == 10
    assert np.array_equal(ours.rows, np.arange(5, 50))


def test_a_post_is_judged_by_a_fold_that_never_saw_it():
    table = design(50, signal=0.3)
    columns, target, rows = intervals.stacked(table)
    ours = intervals.cross_conformal(table, 0)

    fresh = intervals.Foresight(table).fit(columns[ours.fold != 3], target[ours.fold != 3])

    assert np.allclose(fresh.learnt_.coefficients, ours.coefficients[3], atol=1e-12)
    assert np.isclose(fresh.baseline_[-1] + fresh.intercept_, ours.baselines[3], atol=1e-12)
    assert len(rows) == len(ours.fold)
