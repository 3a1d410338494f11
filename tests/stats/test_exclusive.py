"""Columns that exclude each other: what is told of one is its posts against the average one."""

import numpy as np
import pytest
from scipy.stats import kstest

from spe.stats import inference
from spe.stats.design import BESIDE, Column, Design
from spe.stats.effects import tell
from spe.stats.regression import learn, ridges

KINDS = ("a", "b", "c")


def of_kinds(n=90, differences=(0.0, 0.0, 0.0), seed=0, unknown=0):
    """A bare design: one other feature, and three columns of which each post has one."""
    draw = np.random.default_rng(seed)
    own = draw.choice(3, n, p=[0.5, 0.3, 0.2])
    x = np.column_stack([draw.normal(size=n), np.eye(3)[own]])
    x[draw.choice(n, unknown, replace=False), 1:] = np.nan
    days = np.sort(draw.uniform(0, 300, n))
    y = 4 + 0.3 * draw.normal(size=n) + np.array(differences)[own]
    columns = (Column("light", "light"), *(Column(k, "kind", exclusive=True) for k in KINDS))
    return Design(days, y, x, columns)


def test_what_is_told_of_one_is_itself_without_the_average_of_all():
    table = of_kinds()
    shares = table.x[:, 1:].mean(axis=0)

    told = table.contrasts

    assert np.array_equal(told[0], [1, 0, 0, 0])
    assert np.allclose(told[1:, 1:], np.eye(3) - shares)
    assert np.allclose(told[1:].sum(axis=1), 0)


def test_the_shares_are_those_of_the_posts_of_which_it_is_known():
    table = of_kinds(unknown=30)
    known = table.x[~np.isnan(table.x[:, 1]), 1:]

    assert np.allclose(table.contrasts[1:, 1:], np.eye(3) - known.mean(axis=0))


def test_the_least_squares_of_one_are_its_mean_against_that_of_all():
    table = of_kinds(differences=(0.0, 0.5, -0.5)).only([1, 2, 3])
    parts = inference.Residualized.of(table)
    estimates, errors, _ = inference.least_squares(parts)

    # The same by hand, with one of them left out: predictions of each against their average.
    z = parts.z * parts.scale
    slopes = np.linalg.lstsq(z[:, 1:], parts.y, rcond=None)[0]
    each = np.array([0.0, *slopes])
    shares = table.x.mean(axis=0)

    assert np.allclose(estimates, each - shares @ each)
    assert (errors > 0).all()
    assert np.allclose(shares @ estimates, 0)


def test_the_t_that_are_tested_are_the_estimates_over_their_errors():
    parts = inference.Residualized.of(of_kinds(differences=(0.0, 0.5, -0.5)))
    estimates, errors, _ = inference.least_squares(parts)

    t = inference.t_values(parts.z, parts.y[:, None], parts.basis.shape[1], parts.contrasts)

    assert np.allclose(t[:, 0], estimates / errors)


def test_a_belief_about_a_sum_of_coefficients_has_its_own_spread():
    draw = np.random.default_rng(3)
    z, target = draw.normal(size=(40, 3)), draw.normal(size=40)
    told = np.array([[1.0, -1.0, 0.0]])
    means, sds, _ = ridges(z, target)

    mean, sd, _ = ridges(z, target, told)

    assert np.allclose(mean[:, 0], means[:, 0] - means[:, 1])
    # By hand: noise times the inverse of what the posts and the belief beforehand know.
    explained = 0.3
    size = float(target @ target) / 40
    noise, slab = (1 - explained) * size, explained * size / 3
    covariance = noise * np.linalg.inv(z.T @ z + noise / slab * np.eye(3))
    assert sd[3, 0] == pytest.approx(float(np.sqrt(told[0] @ covariance @ told[0])))
    assert sds[3] == pytest.approx(np.sqrt(np.diag(covariance)))


def test_a_range_holds_the_true_difference_and_a_found_one_leaves_out_none():
    differences = np.array([0.0, 0.6, -0.3])
    table = of_kinds(160, differences)
    learnt = learn(table.days, table.y, table.x, table.prior, table.contrasts)
    found = tell(learnt, table, np.arange(4))
    true = differences - table.x[:, 1:].mean(axis=0) @ differences

    assert (found.low[1:] < true).all()
    assert (true < found.high[1:]).all()
    assert found.low[2] > 0 > found.high[3]


def test_a_kind_of_columns_that_add_up_to_one_is_tested_and_found_where_it_matters():
    parts = inference.Residualized.of(of_kinds(differences=(0.0, 0.5, -0.5)))

    assert inference.groups(parts, 0)["kind"][0] == 0.001
    assert inference.groups(parts, 0)["light"][0] > 0.05
    assert (inference.max_t(parts, 0)[[2, 3]] < 0.05).all()


@pytest.mark.parametrize("test", ["kind", "other", "feature"])
def test_p_values_of_such_kinds_are_uniform_where_nothing_matters(test, monkeypatch):
    monkeypatch.setattr(inference, "PERMUTATIONS", 99)
    found = []
    for seed in range(100):
        parts = inference.Residualized.of(of_kinds(40, seed=seed, unknown=seed % 10))
        if test == "feature":
            found.append(inference.max_t(parts, seed).min())
        else:
            found.append(inference.groups(parts, seed)[{"other": "light"}.get(test, test)][0])

    assert kstest(found, "uniform").pvalue > 0.01


def test_of_each_of_them_as_much_is_expected_as_of_any_outside_the_core():
    table = of_kinds()

    assert [column.prior for column in table.columns] == [BESIDE] * 4
    assert table.exclusive.tolist() == [False, True, True, True]
