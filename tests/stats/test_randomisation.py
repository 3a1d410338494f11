"""Tests by the coin alone, against what can be counted through."""

import itertools
import math

import numpy as np
import pytest
from scipy.stats import norm

from spe.stats import randomisation
from spe.stats.randomisation import (
    WAYS,
    balanced,
    clipped,
    confidence_sequence,
    draw_order,
    randomisation_test,
)

# Two, two and two of twelve.
ORDER = np.array([[1, 1, 0, 0], [0, 1, 0, 1], [0, 1, 1, 0]], bool)


def difference(values, order):
    return np.mean(values[order].mean() - values[~order].mean())


def counted_through(values, order):
    """The share of all draws that show at least the true difference, and at most it."""
    shown = [difference(values, np.array(draw)) for draw in itertools.product(WAYS, repeat=3)]
    true = difference(values, order)
    return np.mean(np.array(shown) >= true - 1e-9), np.mean(np.array(shown) <= true + 1e-9)


@pytest.fixture
def values():
    """Three blocks at three levels, without anything far out."""
    luck = np.random.default_rng(4).uniform(-0.5, 0.5, (3, 4))
    return luck + np.array([[4.0], [3.0], [5.0]])


def test_an_order_has_two_of_each_kind_in_every_four():
    orders = [draw_order(5, seed) for seed in range(50)]

    assert all(balanced(order) and len(order) == 20 for order in orders)
    assert draw_order(5, 3) == draw_order(5, 3)
    assert len(set(orders)) == 50


def test_every_way_to_draw_a_four_is_drawn_alike():
    drawn = np.reshape(draw_order(6000, 0), (-1, 4))
    times = [(drawn == way).all(axis=1).sum() for way in WAYS]

    assert sum(times) == 6000
    assert max(abs(count - 1000) for count in times) < 4 * math.sqrt(1000 * 5 / 6)


@pytest.mark.parametrize(
    "order", [(), (True, False), (True,) * 4, (True, True, False, True), (True, False) * 3]
)
def test_other_orders_are_none(order):
    assert not balanced(order)


def test_a_difference_without_any_luck_is_found_to_the_digit():
    told = randomisation_test(2 + 0.5 * ORDER, ORDER, 0)

    assert told.estimate == pytest.approx(0.5)
    assert (told.low, told.high) == pytest.approx((0.5, 0.5))
    # One of 6 x 6 x 6 draws in either direction.
    assert told.p_value == pytest.approx(2 / 216)


def test_p_is_the_share_of_all_draws_that_show_as_much(values):
    told = randomisation_test(values, ORDER, 0)

    above, below = counted_through(values, ORDER)
    assert told.estimate == pytest.approx(difference(values, ORDER))
    assert told.p_value == pytest.approx(2 * min(above, below))


def test_the_range_holds_what_the_test_does_not_refuse(values):
    told = randomisation_test(values, ORDER, 0)

    for end, inwards, tail in ((told.low, 1e-6, 0), (told.high, -1e-6, 1)):
        inside = counted_through(values - (end + inwards) * ORDER, ORDER)[tail]
        outside = counted_through(values - (end - inwards) * ORDER, ORDER)[tail]
        assert outside <= 0.05 < inside


def test_one_block_has_too_few_draws_for_a_range():
    told = randomisation_test(np.arange(8.0).reshape(2, 4), ORDER[:2], 0)
    one = randomisation_test(np.arange(4.0).reshape(1, 4), ORDER[:1], 0)

    assert math.isfinite(told.low)
    assert (one.low, one.high) == (-math.inf, math.inf)


def test_among_draws_at_random_the_true_one_counts():
    """Of twelve fours no draw of 9,999 is likely to be the true one again."""
    order = np.reshape(draw_order(12, 5), (-1, 4))

    assert randomisation_test(2 + 0.5 * order, order, 0).p_value == pytest.approx(2 / 10_000)


def test_draws_at_random_agree_with_all_of_them(values, monkeypatch):
    every = randomisation_test(values, ORDER, 0)
    monkeypatch.setattr(randomisation, "ALL_UP_TO", 2)
    some = randomisation_test(values, ORDER, 0)

    assert some.p_value == pytest.approx(every.p_value, abs=0.02)
    assert (some.low, some.high) == pytest.approx((every.low, every.high), abs=0.05)
    assert randomisation_test(values, ORDER, 0) == some


def test_of_five_fours_every_draw_is_gone_through_whatever_the_seed():
    order = np.reshape(draw_order(5, 1), (-1, 4))
    values = np.random.default_rng(2).normal(size=(5, 4))

    told = randomisation_test(values, order, 0)

    assert told == randomisation_test(values, order, 1)
    assert told.p_value * 6**5 / 2 == pytest.approx(round(told.p_value * 6**5 / 2))


def test_a_level_that_each_four_shares_changes_nothing(values):
    moved = values + np.array([[10.0], [-3.0], [0.0]])

    told, other = randomisation_test(values, ORDER, 0), randomisation_test(moved, ORDER, 0)

    assert told.estimate == pytest.approx(other.estimate)
    assert told.low == pytest.approx(other.low)


def test_one_viral_post_counts_as_two_and_a_half_sds_at_most():
    drawn = clipped(np.array([[0.0, 0.1, 0.2, 9.0]]), 0.4)

    assert drawn.tolist() == [[0.0, 0.1, 0.2, pytest.approx(0.15 + 1.0)]]


@pytest.mark.parametrize("levels", [(0.0, 0.0, 0.0), (4.0, 3.0, 5.0)])
def test_what_is_far_out_is_told_by_how_far_most_posts_are_from_their_own_four(levels):
    values = np.tile([0.0, 0.1, 0.2, 0.3], (3, 1)) + np.reshape(levels, (3, 1))
    values[0, 3] += 9

    told = randomisation_test(values, ORDER, 0)

    # Half of the posts are within .1 of their four's median, so one viral post counts as
    # .15 + 2.5 x 2.05 x .1 in the first four, which is of the other kind.
    viral = 0.15 + 2.5 * 2.05 * 0.1
    assert told.estimate == pytest.approx(((0.1 - 0.2 - viral) / 2 + 0.1 + 0.0) / 3)


def test_likes_that_are_all_alike_are_no_reason_for_clipping():
    told = randomisation_test(np.array([[1.0, 1, 1, 1], [2, 2, 2, 2], [3, 3, 3, 7]]), ORDER, 0)

    # The last post of the last four is of the other kind: 4 / 2, over three blocks.
    assert told.estimate == pytest.approx(-2 / 3)


@pytest.mark.parametrize("effect", [0.0, 0.4])
def test_a_stake_is_on_average_what_it_was_before_if_the_effect_is_the_true_one(effect):
    """Over the six ways that the coin may fall, whatever the likes: a fair game."""
    luck = np.array([[0.3, -0.2, 0.9, 0.1]])
    stakes = [
        math.exp(
            randomisation._log_stakes(
                luck + effect * way, way[None], np.array([effect]), np.array([-2.0, 1.0, 3.0]), 0.3
            )[0, 0]
        )
        for way in WAYS
    ]

    assert np.mean(stakes) == pytest.approx(1)
    assert max(stakes) > 1.2


def test_the_stake_after_two_blocks_is_the_product_of_both():
    values, bets = np.array([[0.3, 0.1, 0.0, -0.2], [0.5, 0.1, 0.2, 0.4]]), np.array([1.5])
    order = ORDER[:2]
    both = randomisation._log_stakes(values, order, np.zeros(1), bets, 1.0)[0]
    apart = [
        randomisation._log_stakes(values[at : at + 1], order[at : at + 1], np.zeros(1), bets, 1.0)
        for at in range(2)
    ]

    # .35 above the others by the coin; of six ways three pairs of opposite signs.
    differences = np.array([0.3, 0.2, 0.0])
    by_hand = 1.5 * 0.3 - math.log(np.cosh(1.5 * differences).mean())
    assert both[0] == pytest.approx(by_hand)
    assert both[1] == pytest.approx(apart[0][0, 0] + apart[1][0, 0])


def test_looking_early_keeps_the_truth_in_range_and_finds_a_large_effect():
    draw = np.random.default_rng(1)
    order = np.reshape(draw_order(12, 5), (-1, 4))
    values = draw.normal(0, 0.2, (12, 4)) + 0.6 * order

    told = confidence_sequence(values, order, size=0.5, spread=0.2)

    assert told.low < 0.6 < told.high
    assert told.low > 0
    assert told.p_value < 0.01
    assert confidence_sequence(values[:1], order[:1], size=0.5, spread=0.2).low == -math.inf


def ever_staked(values, order, effect):
    """The largest stake against an effect at any look, for effects of a half and luck of .2."""
    bets = randomisation._bets(0.5 / 0.2**2)
    stakes = randomisation._log_stakes(values, order, np.array([effect]), bets, 0.2)
    return math.exp(stakes.max())


def test_bets_are_as_likely_as_each_other_around_none():
    under = norm.cdf(randomisation._bets(2.0) / 2.0)

    assert under == pytest.approx((np.arange(16) + 0.5) / 16)


@pytest.mark.parametrize("blocks", [8, 12])
def test_a_range_ends_where_a_stake_against_an_effect_has_reached_ten(blocks):
    order = np.reshape(draw_order(blocks, 5), (-1, 4))
    values = np.random.default_rng(1).normal(0, 0.2, (blocks, 4)) + 0.6 * order

    told = confidence_sequence(values, order, size=0.5, spread=0.2)

    for end, outwards in ((told.low, -0.005), (told.high, 0.005)):
        assert ever_staked(values, order, end) < 10 <= ever_staked(values, order, end + outwards)
    assert told.p_value == pytest.approx(1 / ever_staked(values, order, 0.0))
    assert told.estimate == pytest.approx(difference(clipped(values, 0.2), order))


def test_with_other_units_of_likes_the_answer_is_the_same():
    order = np.reshape(draw_order(6, 5), (-1, 4))
    values = np.random.default_rng(1).normal(0, 0.2, (6, 4)) + 0.2 * order

    told = confidence_sequence(values, order, size=0.3, spread=0.2)
    other = confidence_sequence(3 * values, order, size=0.9, spread=0.6)

    assert other.p_value == pytest.approx(told.p_value)
    assert 0 < told.p_value < 1


def test_what_was_refused_at_one_look_stays_refused():
    order = np.reshape(draw_order(12, 5), (-1, 4))
    good = 0.6 * order + np.random.default_rng(1).normal(0, 0.05, (12, 4))
    then_bad = good - 1.2 * order * (np.arange(12) >= 6)[:, None]

    first = confidence_sequence(good[:6], order[:6], size=0.5, spread=0.2)
    later = confidence_sequence(then_bad, order, size=0.5, spread=0.2)

    assert later.p_value <= first.p_value < 0.05
    assert 0 < first.low <= later.low <= later.high <= first.high


def test_a_range_never_vanishes_however_luck_turns():
    order = np.reshape(draw_order(40, 5), (-1, 4))
    turned = (np.arange(40) >= 20)[:, None]
    values = (0.6 - 1.2 * turned) * order + np.random.default_rng(1).normal(0, 0.02, (40, 4))

    told = confidence_sequence(values, order, size=0.5, spread=0.2)

    assert 0 < told.low <= told.estimate <= told.high < 0.7
    assert told.p_value < 0.001
