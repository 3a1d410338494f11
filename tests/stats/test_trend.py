import numpy as np
import pytest
from scipy.interpolate import CubicSpline
from scipy.stats import multivariate_normal
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern
from statsmodels.api import GLS

from spe.stats.trend import Trend, line_of, residualize, spline, winsorized
from tests.planted import design


def test_a_straight_line_hardly_wanders():
    draw = np.random.default_rng(0)
    days = np.linspace(0, 400, 80)

    shares = [
        Trend.of(days, 3 + days / 400 + 0.2 * draw.normal(size=80), np.empty((80, 0))).share
        for _ in range(40)
    ]

    assert np.median(shares) == 0


def test_a_reach_that_wanders_is_seen_to_wander():
    draw = np.random.default_rng(1)
    days = np.arange(150.0)
    wave = 0.6 * np.sin(days / 12)

    trend = Trend.of(days, 4 + wave + 0.2 * draw.normal(size=150), np.empty((150, 0)))

    assert trend.share > 0


def test_the_smooth_follows_a_jump():
    draw = np.random.default_rng(2)
    days = np.arange(120.0)
    y = 4 - 0.8 * (days >= 60) + 0.15 * draw.normal(size=120)
    trend = Trend.of(days, y, np.empty((120, 0)))

    usual = trend.smooth(y, days)

    assert abs(usual[40] - 4) < 0.12
    assert abs(usual[80] - 3.2) < 0.12


def test_whitening_is_generalised_least_squares():
    table = design(40, 3)
    trend = Trend(table.days, 0.4, 60.0)
    matrix = np.column_stack([line_of(table.days, table.days), table.x])

    white = trend.whitened(np.column_stack([table.y, matrix]))

    ours = np.linalg.lstsq(white[:, 1:], white[:, 0], rcond=None)[0]
    assert np.allclose(ours, GLS(table.y, matrix, sigma=trend.covariance).fit().params, atol=1e-9)


def test_the_spline_spans_the_natural_cubics_on_its_knots():
    days = np.sort(np.random.default_rng(3).uniform(0, 500, 90))
    t = line_of(days, days)[:, 1]
    knots = np.quantile(t, (0.05, 0.35, 0.65, 0.95))
    natural = CubicSpline(knots, np.random.default_rng(4).normal(size=4), bc_type="natural")
    inside = (t >= knots[0]) & (t <= knots[-1])

    left = residualize(spline(days)[inside], natural(t[inside])[:, None])

    assert np.abs(left).max() < 1e-9


def test_posts_of_one_moment_have_a_constant_trend():
    days = np.zeros(50)

    assert spline(days).shape == (50, 1)
    assert Trend.of(days, np.arange(50.0), np.empty((50, 0))).share == 0


def test_a_viral_post_is_drawn_in_and_the_others_stay():
    table = design(60)
    y = table.y.copy()
    y[20] += 4

    inside = winsorized(table.days, y)

    others = np.arange(60) != 20
    assert inside[20] < y[20] - 2
    assert np.mean(np.abs(inside - y)[others] < 1e-9) > 0.9


@pytest.mark.parametrize(("share", "memory"), [(0.15, 20.0), (1.0, 60.0)])
def test_the_smooth_is_a_line_by_gls_and_a_gaussian_process_around_it(share, memory):
    """statsmodels draws the line, scikit-learn's Matern kernel of nu 1/2 the wandering."""
    table = design(50)
    trend = Trend(table.days, share, memory)
    later = np.array([-4.0, 33.3, 150.0, 304.0, 400.0])

    line = GLS(table.y, line_of(table.days, table.days), sigma=trend.covariance).fit()
    process = GaussianProcessRegressor(
        ConstantKernel(share) * Matern(memory, nu=0.5), alpha=1.0, optimizer=None
    ).fit(table.days[:, None], line.resid)

    theirs = line.predict(line_of(later, table.days)) + process.predict(later[:, None])
    assert np.allclose(trend.smooth(table.y, later), theirs, atol=1e-9)


def test_without_wandering_the_smooth_is_the_straight_line():
    table = design(50)

    usual = Trend(table.days, 0.0, 1.0).smooth(table.y, np.array([10.0, 500.0]))

    slope, start = np.polyfit(table.days, table.y, 1)
    assert np.allclose(usual, start + slope * np.array([10.0, 500.0]), atol=1e-9)


def test_the_evidence_is_the_likelihood_of_what_no_line_can_explain():
    """Restricted likelihood: that of contrasts free of the line, with the best variance."""
    table = design(40, 3)
    photos = table.x @ table.x.T * 0.1
    line = line_of(table.days, table.days)
    contrasts = np.linalg.svd(line)[0][:, 2:].T
    free = contrasts @ table.y

    def theirs(trend):
        covariance = contrasts @ (trend.covariance + photos) @ contrasts.T
        variance = free @ np.linalg.solve(covariance, free) / len(free)
        likelihood = multivariate_normal(np.zeros(len(free)), variance * covariance)
        return likelihood.logpdf(free) - trend.share

    still, wandering = Trend(table.days, 0.0, 1.0), Trend(table.days, 0.4, 75.0)
    ours = wandering.evidence(table.y, photos) - still.evidence(table.y, photos)
    assert ours == pytest.approx(theirs(wandering) - theirs(still), abs=1e-8)


@pytest.mark.parametrize(
    ("posts", "columns"), [(39, 2), (40, 3), (79, 3), (80, 4), (199, 4), (200, 5)]
)
def test_more_posts_bend_the_spline_more(posts, columns):
    assert spline(np.arange(float(posts))).shape == (posts, columns)


def test_outliers_end_two_and_a_half_robust_spreads_from_the_others():
    draw = np.random.default_rng(0)
    days = np.arange(39.0)
    y = draw.normal(size=39)
    y[7], y[30] = 40.0, -40.0

    left = residualize(spline(days), winsorized(days, y))

    others = np.delete(left, [7, 30])
    robust = 1.4826 * np.median(np.abs(left - np.median(left)))
    assert left[7] == pytest.approx(np.median(left) + 2.5 * robust, rel=0.1)
    assert left[30] == pytest.approx(np.median(left) - 2.5 * robust, rel=0.1)
    assert np.abs(others).max() <= 2.6 * robust
