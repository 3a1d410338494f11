from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy.stats import beta, multivariate_normal
from sklearn.linear_model import LinearRegression, Ridge

from spe.stats.design import Column
from spe.stats.regression import averaged, learn, mixtures, ridges
from tests.planted import design


@pytest.fixture
def standard():
    draw = np.random.default_rng(0)
    z = draw.normal(size=(90, 8))
    z[:, 1] += z[:, 0]
    z = (z - z.mean(axis=0)) / z.std(axis=0)
    target = 0.5 * z[:, 0] - 0.3 * z[:, 4] + draw.normal(size=90)
    return z, target - target.mean()


def test_each_ridge_is_scikit_learns(standard):
    z, target = standard

    rows, _, _ = ridges(z, target)

    for share, row in zip((0.05, 0.1, 0.2, 0.3, 0.45, 0.6), rows, strict=True):
        penalty = 8 * (1 - share) / share
        theirs = Ridge(alpha=penalty, fit_intercept=False).fit(z, target).coef_
        assert np.allclose(row, theirs, atol=1e-9)


def test_a_ridges_evidence_is_the_likelihood_of_the_likes(standard):
    z, target = standard
    _, _, logs = ridges(z, target)

    size = float(target @ target) / 90
    ours = []
    for share in (0.1, 0.3):
        covariance = (1 - share) * size * np.eye(90) + share * size / 8 * z @ z.T
        likelihood = multivariate_normal(np.zeros(90), covariance).logpdf(target)
        ours.append(likelihood + beta(1.5, 3.5).logpdf(share))
    assert logs[3] - logs[1] == pytest.approx(ours[1] - ours[0], abs=1e-8)


def test_one_lone_feature_gets_the_exact_spike_and_slab_mean():
    draw = np.random.default_rng(3)
    z = draw.normal(size=(50, 1))
    target = 0.3 * z[:, 0] + draw.normal(size=50)

    rows, _ = mixtures(z, target)

    size = float(target @ target) / 50
    share, matter = 0.3, 0.15
    noise, slab = (1 - share) * size, share * size / matter
    squares, product = float(z[:, 0] @ z[:, 0]), float(z[:, 0] @ target)
    factor = 0.5 * (
        -np.log1p(squares * slab / noise) + product**2 / noise / (squares + noise / slab)
    )
    chance = 1 / (1 + np.exp(-factor) * (1 - matter) / matter)
    exact = chance * product / (squares + noise / slab)
    assert GRID[9] == (0.0, matter, share)
    assert rows[9, 0] == pytest.approx(exact, rel=1e-3)


def test_a_few_large_effects_are_found_and_the_rest_shrunk():
    draw = np.random.default_rng(5)
    z = draw.normal(size=(400, 25))
    truth = np.zeros(25)
    truth[[3, 11]] = 0.6, -0.4
    found = averaged(z, z @ truth + 0.5 * draw.normal(size=400))

    assert np.abs(found - truth).max() < 0.08
    assert np.abs(found[truth == 0]).max() < 0.05


def test_without_noise_the_truth_comes_back():
    table = design(120, 4)
    y = 4 + 0.2 * table.x[:, 0] - 0.1 * table.x[:, 2]

    learnt = learn(table.days, y, table.x)

    assert np.allclose(learnt.coefficients, [0.2, 0, -0.1, 0], atol=0.02)


def test_partialling_out_is_regressing_on_both():
    from spe.stats.trend import residualize, spline

    table = design(80, 4)
    basis = spline(table.days)
    left = residualize(basis, np.column_stack([table.y, table.x]))

    ours = np.linalg.lstsq(left[:, 1:], left[:, 0], rcond=None)[0]

    both = np.column_stack([table.x, basis[:, 1:]])
    assert np.allclose(ours, LinearRegression().fit(both, table.y).coef_[:4], atol=1e-9)


def test_a_flat_column_changes_nothing():
    table = design(60, 4, signal=0.3)
    flat = np.column_stack([table.x[:, :2], np.full(60, 3.5), table.x[:, 2:]])

    found = learn(table.days, table.y, flat).coefficients

    assert found[2] == 0
    assert np.isfinite(found).all()


def test_an_unknown_value_counts_as_the_mean():
    table = design(60, 4, signal=0.3)
    x = table.x.copy()
    x[7, 2] = np.nan
    imputed = x.copy()
    imputed[7, 2] = np.nanmean(x[:, 2])

    with_gap, without_gap = learn(table.days, table.y, x), learn(table.days, table.y, imputed)

    assert np.allclose(with_gap.coefficients, without_gap.coefficients, atol=1e-12)
    assert with_gap.parts(x)[7, 2] == 0


def test_effects_do_not_care_about_a_features_unit():
    table = design(60, 4, signal=0.3)

    small = learn(table.days, table.y, table.x).coefficients
    large = learn(table.days, table.y, table.x * 1000).coefficients

    assert np.allclose(small, large * 1000, atol=1e-9)


def test_ten_good_photos_in_a_row_are_no_higher_reach():
    table = design(80, signal=0.6)
    better = np.where(np.arange(80) >= 70, 3.0, 0.0)
    x = table.x + np.outer(better, np.eye(table.x.shape[1])[0])
    streak = replace(table, x=x, y=table.y + 0.6 * better)

    learnt = learn(streak.days, streak.y, streak.x, streak.prior)
    baseline = learnt.recent(streak)

    usual = learnt.usual(streak.days)[-1]
    assert len(baseline) == 81
    assert baseline[-1] == pytest.approx(usual, abs=0.25)
    assert np.median(streak.y[-10:]) > usual + 1


def test_what_a_post_itself_got_is_not_in_its_own_recent_baseline():
    table = design(40, signal=0.4)
    learnt = learn(table.days, table.y, table.x)
    y = table.y.copy()
    y[30] += 9

    before, after = learnt.recent(table), learnt.recent(replace(table, y=y))

    assert np.array_equal(before[:31], after[:31], equal_nan=True)
    assert not np.array_equal(before[31:], after[31:])


GRID = [
    (alike, matter, explained)
    for alike in (0.0, 0.5)
    for matter in (0.05, 0.15)
    for explained in (0.05, 0.1, 0.2, 0.3, 0.45, 0.6)
]


def enumerated(z, target, alike, matter, explained):
    """By all 2^p choices of what matters more: the posterior mean and the log evidence."""
    n, p = z.shape
    size = float(target @ target) / n
    noise, little = (1 - explained) * size, alike * explained * size / p
    slab = (1 - alike) * explained * size / (p * matter)
    logs, means = [], []
    for kept in product([False, True], repeat=p):
        prior = np.diag(little + slab * np.array(kept))
        covariance = noise * np.eye(n) + z @ prior @ z.T
        chance = sum(kept) * np.log(matter) + (p - sum(kept)) * np.log(1 - matter)
        logs.append(multivariate_normal(np.zeros(n), covariance).logpdf(target) + chance)
        means.append(prior @ z.T @ np.linalg.solve(covariance, target))
    evidence = np.logaddexp.reduce(logs)
    weights = np.exp(np.array(logs) - evidence)
    return weights @ np.array(means), evidence + beta(1.5, 3.5).logpdf(explained)


def six(correlated):
    draw = np.random.default_rng(8)
    z = draw.normal(size=(60, 6))
    if correlated:
        z[:, 1] += 0.6 * z[:, 0]
    else:
        z = np.linalg.qr(z)[0]
    z = z / np.sqrt((z**2).mean(axis=0))
    return z, z @ [0.5, 0, -0.3, 0, 0, 0.15] + 0.8 * draw.normal(size=60)


# Of the log density of 60 likes and of the Beta prior: what no answer of the grid changes.
CONSTANT = -30 * np.log(2 * np.pi) + beta(1.5, 3.5).logpdf(0.5) - np.log(0.5**3)


def test_of_six_orthogonal_features_every_answer_of_the_grid_is_exact():
    z, target = six(correlated=False)

    rows, evidence = mixtures(z, target)

    exact = [enumerated(z, target, *point) for point in GRID]
    assert np.allclose(rows, [mean for mean, _ in exact], atol=1e-6)
    assert np.allclose(evidence + CONSTANT, [log for _, log in exact], atol=1e-6)


def test_of_six_correlated_features_the_means_are_close_and_the_evidence_is_a_bound():
    z, target = six(correlated=True)

    rows, bounds = mixtures(z, target)

    exact = [enumerated(z, target, *point) for point in GRID]
    assert np.abs(rows - [mean for mean, _ in exact]).max() < 0.06
    gaps = np.array([log for _, log in exact]) - (bounds + CONSTANT)
    assert (gaps > -1e-6).all()
    assert gaps.max() < 1.0


def test_the_coefficients_are_the_mean_of_every_answer_by_its_evidence():
    z, target = six(correlated=False)
    n, p = z.shape
    size = float(target @ target) / n
    answers = [enumerated(z, target, *point) for point in GRID]
    for share in (0.05, 0.1, 0.2, 0.3, 0.45, 0.6):
        covariance = (1 - share) * size * np.eye(n) + share * size / p * z @ z.T
        log = multivariate_normal(np.zeros(n), covariance).logpdf(target)
        penalty = p * (1 - share) / share
        ridge = np.linalg.solve(z.T @ z + penalty * np.eye(p), z.T @ target)
        answers.append((ridge, log + beta(1.5, 3.5).logpdf(share)))
    rows, logs = (np.array(part) for part in zip(*answers, strict=True))
    weights = np.exp(logs - logs.max())

    assert np.allclose(averaged(z, target), weights @ rows / weights.sum(), atol=1e-6)


def test_the_core_is_expected_to_matter_more_than_the_rest():
    table = design(60, 2, signal=0.15)
    core, rest = Column("one", "light", core=True), Column("one", "light")

    assert replace(table, columns=(core, rest)).prior.tolist() == [1.0, 0.5**0.5]
    little = Column("one", "light", slight=True)
    assert replace(table, columns=(rest, little)).prior.tolist() == [0.5**0.5, 0.05**0.5]
    bend = Column("one", "light", bend=True)
    assert replace(table, columns=(rest, bend)).prior.tolist() == [0.5**0.5, 0.2**0.5]
    trusted = learn(table.days, table.y, table.x, np.array([1.0, 0.5**0.5])).coefficients[0]
    doubted = learn(table.days, table.y, table.x, np.array([0.5**0.5, 1.0])).coefficients[0]
    assert abs(trusted) > abs(doubted) * 1.01


def test_likes_that_never_leave_their_trend_say_nothing_of_any_feature():
    z = np.random.default_rng(0).normal(size=(30, 4))

    assert averaged(z, np.zeros(30)).tolist() == [0, 0, 0, 0]
