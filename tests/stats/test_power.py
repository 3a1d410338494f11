"""How many posts it takes."""

import math

import numpy as np
import pytest
from statsmodels.stats.power import normal_power, tt_ind_solve_power

from spe.stats.power import QUARTILE_STEP, posts_for, reckon_power, scatter, smallest_found

STAGES = (20, 40, 100, 200)


@pytest.mark.parametrize("percent", [10, 20, 30, 50])
def test_an_experiment_needs_what_statsmodels_says(percent):
    size = math.log1p(percent / 100) / 0.35

    half = tt_ind_solve_power(effect_size=size, alpha=0.05, power=0.8)

    assert posts_for(percent, 0.35) == pytest.approx(2 * half, rel=0.1, abs=5)


@pytest.mark.parametrize("comparisons", [1, 12, 28])
def test_the_smallest_effect_is_found_four_times_in_five_as_statsmodels_says(comparisons):
    effect = math.log1p(smallest_found(0.08, comparisons) / 100)

    power = normal_power(effect / 0.08, 1, 0.05 / comparisons)

    assert power == pytest.approx(0.8, abs=1e-6)


def test_the_false_alarms_are_shared_by_the_features_that_have_an_error():
    power = reckon_power(120, 0.3, [0.1, 0.2, math.nan, 0.4], 9, STAGES)

    assert power.comparisons == 3
    assert power.resolutions[0].percent == smallest_found(0.2, 3)
    assert smallest_found(0.2, 3) > smallest_found(0.2, 1)


def test_four_times_the_posts_see_effects_half_as_large():
    now, twice, four = reckon_power(60, 0.3, [0.1], 9, STAGES).resolutions

    assert (now.posts, twice.posts, four.posts) == (60, 120, 240)
    assert np.log1p(four.percent / 100) == pytest.approx(np.log1p(now.percent / 100) / 2)


def test_before_least_squares_the_scatter_stands_in_for_every_feature():
    power = reckon_power(24, 0.3, [math.nan] * 9, 9, STAGES)

    assert power.comparisons == 9
    error = 0.3 * QUARTILE_STEP * math.sqrt(2 / 24)
    assert power.resolutions[0].percent == smallest_found(error, 9)


def test_before_least_squares_posts_are_as_far_apart_as_their_comparisons_are():
    power = reckon_power(24, 0.3, [math.nan] * 3, 3, STAGES, [1.0, 2.0, 6.0])

    assert power.apart == 2
    assert power.resolutions[0].percent == smallest_found(0.3 * 2 * math.sqrt(2 / 24), 3)


@pytest.mark.parametrize(("posts", "many"), [(19, 0), (20, 3)])
def test_without_a_model_nothing_is_promised_of_one(posts, many):
    power = reckon_power(posts, 0.3, [], 9, STAGES)

    assert len(power.resolutions) == many
    assert len(power.trials) == 4


@pytest.mark.parametrize(
    ("posts", "stage"), [(5, 20), (19, 20), (20, 40), (99, 100), (199, 200), (200, None)]
)
def test_the_next_stage_is_the_first_that_is_not_reached(posts, stage):
    assert reckon_power(posts, 0.3, [], 9, STAGES).stage == stage


@pytest.mark.parametrize("spread", [math.nan, 0.0])
def test_an_unknown_spread_gives_no_tables(spread):
    power = reckon_power(60, spread, [0.1], 9, STAGES)

    assert (power.trials, power.resolutions) == ((), ())
    assert math.isnan(power.spread)


def test_the_scatter_is_of_what_was_not_foreseen():
    likes, unknown = (40.0, 80.0, 161.0), (math.nan,) * 3
    logs = [math.log(41 / 81), 0.0, math.log(162 / 81)]

    assert scatter(likes, (80.0,) * 3, unknown) == pytest.approx(np.std(logs, ddof=1))
    assert scatter(likes, unknown, (80.0,) * 3) == pytest.approx(np.std(logs, ddof=1))
    assert math.isnan(scatter(likes[:2], (80.0,) * 2, unknown[:2]))
