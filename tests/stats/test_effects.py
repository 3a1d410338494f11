from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from spe.stats import effects, inference
from spe.stats.regression import Posterior, learn
from tests.planted import design


def told(table, keep=None):
    learnt = learn(table.days, table.y, table.x, table.prior)
    keep = np.arange(table.x.shape[1]) if keep is None else np.array(keep)
    return learnt, effects.tell(learnt, table.only(keep.tolist()), keep)


@pytest.fixture(scope="module")
def table():
    return design(120, 6, signal=0.3)


def test_the_size_told_is_what_predicts(table):
    learnt, found = told(table)

    assert np.array_equal(found.effect, learnt.coefficients)


@pytest.mark.parametrize(("low", "high", "share"), [("low", "high", 0.9), ("low50", "high50", 0.5)])
def test_a_range_holds_what_either_belief_leaves_possible(table, low, high, share):
    learnt, found = told(table)
    estimates, errors, freedom = inference.least_squares(inference.Residualized.of(table))
    half = student.ppf((1 + share) / 2, freedom) * errors
    below, above = (1 - share) / 2, (1 + share) / 2

    lowest = np.minimum(learnt.dense.quantile(below), estimates - half)
    highest = np.maximum(learnt.dense.quantile(above), estimates + half)

    assert np.allclose(getattr(found, low), np.minimum(lowest, found.effect), atol=1e-12)
    assert np.allclose(getattr(found, high), np.maximum(highest, found.effect), atol=1e-12)
    assert (learnt.dense.quantile(below) < estimates - half).any()
    assert (learnt.dense.quantile(above) < estimates + half).any()


def test_what_is_told_lies_in_its_range_whatever_the_two_beliefs_leave(table):
    learnt, _ = told(table)
    far = replace(learnt, coefficients=learnt.coefficients + np.array([9.0, -9.0, 0, 0, 0, 0]))

    found = effects.tell(far, table, np.arange(6))

    assert found.high[0] == found.high50[0] == far.coefficients[0]
    assert found.low[1] == found.low50[1] == far.coefficients[1]


def test_the_least_squares_of_the_range_is_the_one_that_is_tested(table):
    parts = inference.Residualized.of(table)

    estimates, errors, freedom = inference.least_squares(parts)

    t = inference.t_values(parts.z, parts.y[:, None], parts.basis.shape[1])[:, 0]
    assert np.allclose(estimates / errors, t, atol=1e-9)
    assert freedom == 120 - 6 - parts.basis.shape[1]


def test_effects_are_told_for_one_unit_of_a_feature(table):
    _, small = told(table)
    _, large = told(replace(table, x=table.x * 1000))

    for name in ("effect", "low", "high", "low50", "high50", "std_error"):
        assert np.allclose(getattr(small, name), getattr(large, name) * 1000, atol=1e-7)


def test_some_features_are_told_at_their_own_places(table):
    learnt, found = told(table, [1, 4])

    assert np.array_equal(found.effect, learnt.coefficients[[1, 4]])
    assert (found.low <= learnt.dense.quantile(0.05)[[1, 4]] + 1e-12).all()


def test_a_verdict_is_a_sign_where_the_range_leaves_0_out():
    two = np.array([0.3, 0.2, -0.2, -0.1])
    found = effects.Effects(
        two, np.array([0.1, 0.0, -0.4, -0.3]), np.array([0.5, 0.4, 0.0, -0.01]), two, two, two
    )

    assert found.verdicts().tolist() == [1.0, 0.0, 0.0, -1.0]


def test_a_quantile_of_normals_is_theirs_by_weight():
    mixture = Posterior(
        np.array([0.25, 0.75]),
        np.array([[0.0, 1.0], [2.0, 1.0]]),
        np.array([[1.0, 3.0], [0.5, 3.0]]),
    )

    at = mixture.quantile(0.3)

    assert mixture.mean.tolist() == [1.5, 1.0]
    held = 0.25 * norm.cdf(at[0]) + 0.75 * norm.cdf((at[0] - 2) / 0.5)
    assert held == pytest.approx(0.3, abs=1e-9)
    assert at[1] == pytest.approx(norm.ppf(0.3, 1, 3), abs=1e-9)


def test_what_is_sure_has_no_width():
    sure = Posterior(np.ones(1), np.array([[0.5, 0.0]]), np.zeros((1, 2)))

    assert sure.quantile(0.05).tolist() == sure.quantile(0.95).tolist() == [0.5, 0.0]


def test_effects_that_rest_on_a_few_posts_flip_without_them():
    table = design(100, 4)
    viral = table.x[:, 1] >= np.sort(table.x[:, 1])[-6]
    lucky = replace(table, y=table.y + 3.0 * viral)
    every = np.arange(4)
    _, found = told(lucky)

    flipped = effects.flips(lucky, every, found, np.flatnonzero(~viral))
    none = effects.flips(lucky, every, found, np.arange(100))

    assert found.verdicts()[1] == 1.0
    assert lucky.columns[1].name in flipped
    assert none == []


def test_a_feature_that_fewer_posts_have_alike_does_not_flip():
    table = design(100, 4)
    rare = np.zeros(100)
    rare[:3] = 1.0
    x = np.column_stack([table.x[:, :3], rare])
    marked = replace(table, x=x, y=table.y + 2.0 * rare)
    _, found = told(marked)

    assert marked.columns[3].name not in effects.flips(
        marked, np.arange(4), found, np.arange(3, 100)
    )
