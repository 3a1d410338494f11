"""How many posts it takes."""

import math

import numpy as np
import pytest
from statsmodels.stats.power import tt_ind_solve_power

from spe.report.power import posts_for, reckon_power
from tests.report.account import closed, few, ranking


@pytest.mark.parametrize("percent", [10, 20, 30, 50])
def test_an_experiment_needs_what_statsmodels_says(percent):
    size = math.log1p(percent / 100) / 0.35

    half = tt_ind_solve_power(effect_size=size, alpha=0.05, power=0.8)

    assert posts_for(percent, 0.35) == pytest.approx(2 * half, rel=0.1, abs=5)


def test_four_times_the_posts_see_effects_half_as_large():
    now, _, four = reckon_power(closed().model, 0.3).resolutions

    assert np.log1p(four.percent / 100) == pytest.approx(np.log1p(now.percent / 100) / 2)


def test_before_least_squares_the_scatter_stands_in():
    resolutions = reckon_power(ranking().model, 0.3).resolutions

    assert resolutions[0].posts == 24
    assert 30 < resolutions[0].percent < 200


def test_with_a_handful_of_posts_nothing_is_promised():
    power = reckon_power(few().model, 0.3)

    assert power.resolutions == ()
    assert power.stage == 20


def test_an_unknown_spread_gives_no_tables():
    assert reckon_power(closed().model, math.nan).trials == ()
