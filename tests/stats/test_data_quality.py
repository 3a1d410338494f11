import numpy as np
import pytest

from spe.stats import data_quality
from spe.stats.design import Design
from tests.planted import design


def test_a_stretch_of_threes_is_seen():
    draw = np.random.default_rng(0)
    likes = [*draw.poisson(60, 20), *[3] * 12, *draw.poisson(60, 20)]

    assert data_quality.hidden_stretch(likes) == slice(20, 32)


def test_small_counts_repeat_by_chance():
    likes = np.random.default_rng(0).poisson(1.0, 60).tolist()

    assert data_quality.hidden_stretch(likes) is None


def test_a_steady_account_has_no_shift():
    found = [data_quality.level_shift(design(60, seed=seed)) for seed in range(30)]

    assert sum(shift is not None for shift in found) <= 2


def test_growth_is_no_shift():
    table = design(100)

    assert (
        data_quality.level_shift(
            Design(table.days, table.y + table.days / 100, table.x, table.columns)
        )
        is None
    )


def test_a_lasting_drop_is_dated_and_measured():
    table = design(100)
    y = table.y - 1.2 * (np.arange(100) >= 55)

    shift = data_quality.level_shift(Design(table.days, y, table.x, table.columns))

    assert abs(shift.at - 55) <= 2
    assert abs(shift.change - (np.exp(-1.2) - 1)) < 0.15


def test_short_accounts_are_not_searched():
    assert data_quality.level_shift(design(20)) is None


@pytest.mark.parametrize(
    ("before", "run", "after", "stretch"),
    [
        (20, 5, 20, slice(20, 25)),
        (20, 4, 20, None),
        (0, 6, 20, slice(0, 6)),
        (20, 6, 0, slice(20, 26)),
    ],
)
def test_a_stretch_begins_with_its_first_post_and_ends_after_its_last(before, run, after, stretch):
    others = iter(range(100, 200))
    likes = [next(others) for _ in range(before)] + [3] * run + [next(others) for _ in range(after)]

    assert data_quality.hidden_stretch(likes) == stretch


def test_of_two_stretches_the_longest_is_told():
    likes = [*range(100, 120), *[3] * 6, *range(120, 140), *[4] * 7, *range(140, 160)]

    assert data_quality.hidden_stretch(likes) == slice(46, 53)


@pytest.mark.parametrize(("repeats", "seen"), [(2, True), (5, True), (6, False), (12, False)])
def test_a_value_taken_often_anyway_makes_no_stretch(repeats, seen):
    """n q^L is to be below .001: 60 posts and L = 5 with q = 6 / 57, but not 61 with 7 / 58."""
    others = [value for i in range(50) for value in ([100 + i, 3] if i < repeats else [100 + i])]
    likes = [*others, *[3] * 5]

    share = (repeats + 1) / (len(others) + 2)
    assert (len(likes) * share**5 < 0.001) == seen
    assert (data_quality.hidden_stretch(likes) is not None) == seen


def test_unknown_counts_are_no_number_that_repeats_by_chance():
    likes = [*range(100, 120), *[None] * 3, *range(120, 140)]

    assert data_quality.hidden_stretch(likes) is None


@pytest.mark.parametrize(("size", "seen"), [(0.15, False), (0.4, True)])
def test_a_jump_below_a_quarter_is_not_told(size, seen):
    table = design(120)
    quiet = 4 + 0.05 * np.random.default_rng(0).normal(size=120) + size * (np.arange(120) >= 60)

    shift = data_quality.level_shift(Design(table.days, quiet, table.x, table.columns))

    assert (shift is not None) == seen
    if shift is not None:
        assert shift.at == 60
        assert shift.change == pytest.approx(np.expm1(size), abs=0.1)


@pytest.mark.parametrize(("at", "seen"), [(9, False), (10, True), (50, True), (51, False)])
def test_a_jump_needs_ten_posts_on_either_side(at, seen):
    table = design(60)
    quiet = 4 + 0.02 * np.random.default_rng(0).normal(size=60) + (np.arange(60) >= at)

    shift = data_quality.level_shift(Design(table.days, quiet, table.x, table.columns))

    assert (shift is not None and shift.at == at) == seen


def falling(step, slope, n=60, at=30):
    """Likes that fall by `slope` a post on either side of a step."""
    order = np.arange(n)
    y = 5 + 0.05 * np.random.default_rng(1).normal(size=n) - slope * order + step * (order >= at)
    return Design(order.astype(float), y, np.empty((n, 0)), ())


def test_the_size_of_a_jump_is_that_of_the_medians_of_twenty_posts():
    table = falling(-0.8, 0.0)

    shift = data_quality.level_shift(table)

    likes = np.expm1(table.y)
    told = np.median(likes[30:50]) / np.median(likes[10:30]) - 1
    assert shift.change == pytest.approx(told, abs=1e-4)


@pytest.mark.parametrize(
    ("step", "slope", "seen"),
    [
        (0.5, 0.0, True),
        (0.5, 0.0175, False),  # 58 % up beside a falling line, 16 % by the medians
        (0.15, -0.02, False),  # 16 % up beside a rising line, 70 % by the medians
        (0.5, 0.04, False),  # up beside the line, down by the medians
    ],
)
def test_a_jump_that_the_medians_do_not_show_is_not_told(step, slope, seen):
    assert (data_quality.level_shift(falling(step, slope)) is not None) == seen


def test_a_jump_from_no_likes_at_all_has_no_size():
    table = falling(0.0, 0.0)
    y = np.where(np.arange(60) < 30, 0.0, 1.0)
    y[[3, 8, 14]] = 0.7

    assert data_quality.level_shift(Design(table.days, y, table.x, ())) is None


def lately(ago, size, *, n=60, noise=0.3, seed=1):
    """Log-likes that jumped `ago` posts ago."""
    y = 4 + noise * np.random.default_rng(seed).normal(size=n)
    return y + size * (np.arange(n) >= n - ago)


@pytest.mark.parametrize("size", [-1.0, 1.0])
@pytest.mark.parametrize("ago", [3, 4, 5])
def test_a_jump_a_few_posts_ago_is_seen_and_dated(ago, size):
    assert abs(data_quality.recent_jump(lately(ago, size, noise=0.15)) - ago) <= 1


@pytest.mark.parametrize("ago", [1, 9])
def test_one_post_is_no_level_and_nine_are_the_usual(ago):
    assert data_quality.recent_jump(lately(ago, -1.0, noise=0.15)) is None


@pytest.mark.parametrize(("size", "seen"), [(0.15, False), (0.4, True)])
def test_a_recent_jump_below_a_quarter_is_not_told(size, seen):
    assert (data_quality.recent_jump(lately(4, size, noise=0.02)) is not None) == seen


@pytest.mark.parametrize(("posts", "seen"), [(39, False), (40, True)])
def test_a_recent_jump_is_looked_for_from_forty_posts_on(posts, seen):
    assert (data_quality.recent_jump(lately(4, -1.0, n=posts, noise=0.1)) is not None) == seen


def test_the_jump_told_is_one_by_a_quarter_whatever_smaller_one_is_clearer():
    """The last nine stand .15 higher, beyond doubt; the last six by .35 in the median."""
    y = lately(9, 0.15, noise=0.02) + lately(3, 0.4, noise=0.0) - 4

    assert data_quality.recent_jump(y) == 6


def test_a_jump_that_is_taken_back_is_not_told():
    y = lately(9, -1.0, noise=0.1)
    y[-3:] += 1.0

    assert data_quality.recent_jump(y) is None


def test_steady_accounts_are_seldom_told_of_a_recent_jump():
    told = [data_quality.recent_jump(lately(1, 0.0, seed=seed)) for seed in range(200)]

    assert sum(ago is not None for ago in told) <= 6


def test_likes_that_never_changed_have_no_recent_jump():
    assert data_quality.recent_jump(np.full(60, 4.0)) is None
