import numpy as np
from scipy.interpolate import CubicSpline
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
