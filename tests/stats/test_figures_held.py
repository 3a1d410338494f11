"""Figures that a person can work out, and those of a small account held to six digits."""

import math
from dataclasses import replace

import numpy as np
import pytest

from spe.stats import validation
from spe.stats.data_quality import hidden_stretch, level_shift, shortened
from spe.stats.design import Column, Design, mean_imputed
from spe.stats.power import expected_error, posts_for, reckon_power, smallest_found
from spe.stats.trend import line_of
from spe.stats.validation import fisher, pairs, spearman
from tests.planted import design as planted_design


@pytest.mark.parametrize(
    ("counts", "stretch"),
    [
        ([*range(10, 30), *[7] * 5, *range(40, 60)], slice(20, 25)),
        ([*range(10, 30), *[7] * 4, *range(40, 60)], None),
        ([*[7] * 6, *range(10, 40)], slice(0, 6)),
        ([*range(10, 40), *[7] * 6], slice(30, 36)),
        ([*[5] * 5, *range(10, 30), *[7] * 8, *range(40, 60)], slice(25, 33)),
        ([*[7] * 8, *range(10, 30), *[5] * 5, *range(40, 60)], slice(0, 8)),
        ([*[7] * 6, *range(10, 30), *[5] * 6, *range(40, 60)], slice(0, 6)),
        # Where every second post has 1 like, eight times 1 in a row is chance.
        ([1, 2] * 30 + [1] * 8 + [2, 1] * 30, None),
        (list(range(60)), None),
        ([7], None),
        ([], None),
    ],
)
def test_a_stretch_of_one_count_is_found_from_its_first_to_its_last_post(counts, stretch):
    assert hidden_stretch(counts) == stretch


def test_a_run_counts_where_chance_would_make_it_less_than_once_in_a_thousand():
    """25 posts, 5 in a row of a count no other has: 25 x (1/22)**5 is far below 1/1000.

    With the count on 4 of the 20 others, it is 25 x (5/22)**5 = 0.015, and no sign of hiding.
    """
    others = list(range(100, 120))
    seldom = [*others[:10], *[7] * 5, *others[10:]]
    often = [7, 101, 7, 103, 104, 105, 106, 107, 108, 109, *[7] * 5, *others[10:18], 7, 119, 7]

    assert hidden_stretch(seldom) == slice(10, 15)
    assert hidden_stretch(often) is None


@pytest.mark.parametrize(
    ("days", "axis"),
    [
        ([0.0, 60.0, 120.0], [0.0, 60.0, 120.0]),
        ([0.0, 61.0, 62.0], [0.0, 60.0, 61.0]),
        ([5.0, 6.0], [0.0, 1.0]),
    ],
)
def test_a_pause_counts_for_sixty_days_at_most(days, axis):
    assert shortened(np.array(days)).tolist() == axis


def jump(size, *, at=30, n=60, noise=0.05):
    """An account whose log-likes jump once."""
    draw = np.random.default_rng(3)
    y = 4 + noise * draw.normal(size=n) + size * (np.arange(n) >= at)
    return Design(np.arange(n, dtype=float), y, np.empty((n, 0)), ())


@pytest.mark.parametrize(("log", "found"), [(0.5, True), (-0.5, True), (0.15, False), (0.0, False)])
def test_a_jump_by_a_quarter_or_more_is_found_where_it_is(log, found):
    shift = level_shift(jump(log))

    assert (shift is not None) == found
    if shift is not None:
        assert shift.at == 30
        assert shift.change == pytest.approx(math.expm1(log), abs=0.08)


@pytest.mark.parametrize(("at", "found"), [(10, True), (50, True), (5, False), (55, False)])
def test_a_jump_needs_ten_posts_on_either_side(at, found):
    shift = level_shift(jump(0.9, at=at, noise=0.02))

    assert (shift is not None and shift.at == at) == found


def test_the_gain_is_one_less_the_ratio_of_errors_with_its_range_around_it():
    errors, usual = np.tile([6.0, 10.0], 20), np.tile([9.0, 11.0], 20)

    gain, low, high = validation._gain(errors, usual, 0)

    # Every block of ten has the same two sums, every block of five one of two.
    assert gain == pytest.approx(1 - 8 / 10)
    assert low < gain < high


def test_the_range_of_the_gain_is_half_as_wide_again_as_the_bootstraps():
    """1.645 x 1.5 standard errors of the log ratio, here worked out from blocks of five."""
    draw = np.random.default_rng(1)
    errors, usual = draw.gamma(4, 2, 60), draw.gamma(4, 3, 60)
    sums = np.column_stack([errors.reshape(12, 5).sum(axis=1), usual.reshape(12, 5).sum(axis=1)])
    again = np.random.default_rng(99).integers(0, 12, (20_000, 12))
    drawn = sums[again].sum(axis=1)
    error = np.log(drawn[:, 0] / drawn[:, 1]).std()

    gain, low, high = validation._gain(errors, usual, 0)

    ratio = errors.mean() / usual.mean()
    assert gain == pytest.approx(1 - ratio)
    assert math.log((1 - low) / ratio) == pytest.approx(1.645 * 1.5 * error, rel=0.08)
    assert math.log(ratio / (1 - high)) == pytest.approx(1.645 * 1.5 * error, rel=0.08)


@pytest.mark.parametrize(("posts", "known"), [(9, False), (10, True)])
def test_a_gain_needs_two_blocks_and_something_to_be_wrong_about(posts, known):
    errors = np.arange(1.0, posts + 1)

    assert math.isfinite(validation._gain(errors, errors + 1, 0)[0]) is known
    assert math.isnan(validation._gain(errors, np.zeros(posts), 0)[0])


def test_fishers_range_by_hand():
    """At rank 0 of 28 posts: tanh(1.644854 x 1.5 / 5) = 0.456955."""
    assert fisher(0.0, 28) == pytest.approx((-0.456955, 0.456955), abs=1e-6)
    low, high = fisher(0.5, 103)
    assert np.arctanh([low, high]) == pytest.approx(
        [0.549306 - 0.246728, 0.549306 + 0.246728], abs=1e-6
    )
    assert all(map(math.isnan, fisher(0.5, 4)))
    assert all(map(math.isfinite, fisher(0.5, 5)))


def test_ranks_and_pairs_of_four_posts_by_hand():
    one, other = np.array([1.0, 2.0, 3.0, 4.0]), np.array([10.0, 30.0, 20.0, 40.0])
    flat = np.ones(4)

    assert spearman(one, other) == pytest.approx(0.8)
    assert pairs(one, other) == pytest.approx(5 / 6)
    assert spearman(one, -one) == pytest.approx(-1)
    assert pairs(one, -one) == 0
    assert spearman(one, flat) == spearman(flat, one) == 0
    assert pairs(one, flat) == pairs(flat, one) == 0.5


@pytest.mark.parametrize(
    ("posts", "first"), [(27, None), (28, 20), (60, 20), (63, 21), (90, 30), (120, 40)]
)
def test_looking_ahead_begins_after_twenty_posts_or_a_third(posts, first):
    draw = np.random.default_rng(0)
    table = Design(
        np.arange(posts, dtype=float),
        4 + draw.normal(size=posts),
        draw.normal(size=(posts, 2)),
        (Column("a", "light", core=True), Column("b", "colour")),
    )

    ahead = validation.forward(table)

    if first is None:
        assert ahead is None
    else:
        known = ~np.isnan(ahead.parts[0, :, 0])
        assert known.tolist() == [number >= first for number in range(posts)]
        assert np.array_equal(ahead.left[0, first:], (table.y - ahead.usual[0])[first:])


def test_a_core_feature_may_matter_twice_as_much_in_variance():
    table = Design(
        np.arange(2.0),
        np.zeros(2),
        np.zeros((2, 2)),
        (Column("a", "light", core=True), Column("b", "light", core=False)),
    )

    assert (table.prior**2).tolist() == pytest.approx([1.0, 0.5])


def test_the_unknown_stands_at_the_mean_of_the_known():
    full, means = mean_imputed(np.array([[1.0, np.nan], [np.nan, np.nan], [4.0, np.nan]]))

    assert means.tolist() == [2.5, 0.0]
    assert full.tolist() == [[1.0, 0.0], [2.5, 0.0], [4.0, 0.0]]


def test_the_line_runs_from_minus_one_to_one_over_the_posts():
    posts = np.array([10.0, 20.0, 30.0])

    assert line_of(np.array([10.0, 25.0, 40.0]), posts).tolist() == [[1, -1], [1, 0.5], [1, 2]]
    assert line_of(posts, np.array([7.0, 7.0])).tolist() == [[1], [1], [1]]


def test_power_by_hand():
    """z(.975) + z(.80) = 1.959964 + 0.841621; with 20 comparisons z(.99875) = 3.023341."""
    assert smallest_found(0.1, 1) == pytest.approx(100 * math.expm1(0.2801585), abs=1e-4)
    assert smallest_found(0.1, 20) == pytest.approx(100 * math.expm1(0.3864962), abs=1e-4)
    # 2 x 0.674490 = 1.348980 SD from quartile to quartile, the error doubled in variance.
    assert expected_error(0.5, 50) == pytest.approx(0.5 * 1.348980 * 0.2, abs=1e-6)
    # 4 x (0.35 x 2.801585 / log 1.2)**2 = 115.7: halves of 58.
    assert posts_for(20, 0.35) == 116


def test_power_counts_what_is_compared_and_promises_nothing_below_the_first_stage():
    stages = (20, 40, 80)
    known = reckon_power(50, 0.4, [0.1, math.nan, 0.3, 0.0], 9, stages)
    bare = reckon_power(50, 0.4, [math.nan], 9, stages)
    few = reckon_power(19, 0.4, [], 0, stages)

    assert (known.comparisons, bare.comparisons, few.comparisons) == (2, 9, 1)
    assert [item.posts for item in known.resolutions] == [50, 100, 200]
    assert known.resolutions[0].percent == pytest.approx(smallest_found(0.2, 2))
    assert known.resolutions[2].percent == pytest.approx(smallest_found(0.1, 2))
    assert bare.resolutions[0].percent == pytest.approx(smallest_found(expected_error(0.4, 50), 9))
    assert few.resolutions == ()
    assert [item.percent for item in few.trials] == [10, 20, 30, 50]
    assert [known.stage, few.stage, reckon_power(80, 0.4, [], 1, stages).stage] == [80, 20, None]
    for spread in (0.0, math.nan):
        assert reckon_power(50, spread, [], 1, stages).trials == ()


@pytest.mark.parametrize("post", [20, 30, 39])
def test_looking_ahead_never_learns_from_the_post_it_foresees(post):
    table = planted_design(40, signal=0.4)
    y, x = table.y.copy(), table.x.copy()
    y[post] += 3.0
    x[post, 1] += 2.0

    before = validation.forward(table)
    liked = validation.forward(replace(table, y=y))
    looked = validation.forward(replace(table, x=x))

    until = slice(0, post + 1)
    assert np.array_equal(before.parts[0, until], liked.parts[0, until], equal_nan=True)
    assert np.array_equal(before.usual[0, until], liked.usual[0, until], equal_nan=True)
    assert np.array_equal(before.parts[0, :post], looked.parts[0, :post], equal_nan=True)
    others = [0, 2, 3, 4, 5]
    assert np.array_equal(before.parts[0, post, others], looked.parts[0, post, others])
    if post < 39:
        assert not np.array_equal(before.parts[0, post + 1], liked.parts[0, post + 1])
