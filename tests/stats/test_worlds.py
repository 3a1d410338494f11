import numpy as np
import pytest

from spe.model.fit import COLUMNS
from spe.stats import simulate
from spe.stats.worlds import WORLDS

DAYS = np.cumsum(np.random.default_rng(0).gamma(1.0, 5.0, 2000))


def lived(world, features=6, days=DAYS):
    return WORLDS[world](np.random.default_rng(1), days, features)


def neighbours(values, lag=1):
    return float(np.mean([np.corrcoef(x[:-lag], x[lag:])[0, 1] for x in np.atleast_2d(values.T)]))


@pytest.mark.parametrize("posts", [5, 10])
def test_posts_of_a_phase_share_style_and_luck(posts):
    world = lived(f"phases of {posts}")

    assert (np.diff(world.luck).nonzero()[0] % posts == posts - 1).all()
    assert np.ptp(world.style[:posts], axis=0).max() == 0
    assert abs(np.corrcoef(world.style.T, world.luck)[-1, :-1]).max() < 0.3


@pytest.mark.parametrize(
    ("world", "near", "far"), [("AR(.6)", 0.6, 0.0), ("long memory", 0.62, 0.22)]
)
def test_style_and_luck_remember_for_so_long(world, near, far):
    made = lived(world, 40)

    for values in (made.style, made.luck):
        assert neighbours(values) == pytest.approx(near, abs=0.08)
    assert neighbours(made.style, 20) == pytest.approx(far, abs=0.08)
    assert made.style.std() == pytest.approx(1, abs=0.2)


def test_a_season_comes_back_after_a_year():
    days = np.arange(0, 3 * 365.25, 365.25 / 73)
    world = lived("seasons", days=days)

    assert np.allclose(world.style[:73], world.style[73:146])
    assert np.allclose(world.luck[:73], world.luck[73:146])


def test_a_week_has_days_of_its_own_that_are_not_the_weekends():
    world = lived("weekly rhythm")
    weekday = np.floor(DAYS) % 7

    means = np.array([world.luck[weekday == day].mean() for day in range(7)])

    assert means[:5].mean() == pytest.approx(0)
    assert means[5:].mean() == pytest.approx(0)
    assert np.ptp(means) > 0.5


def test_regimes_of_style_and_reach_change_at_times_of_their_own():
    world = lived("regimes")
    style = set(np.diff(world.style[:, 0]).nonzero()[0])
    reach = set(np.diff(world.reach).nonzero()[0])

    assert 25 <= len(style) <= 80
    assert 25 <= len(reach) <= 80
    assert len(style & reach) < 0.2 * len(style)


def likes(world, n=300):
    return simulate.account(COLUMNS, n, 3, "none", world=world).past.likes


def test_few_likes_are_few():
    assert 4 <= np.median(likes("few likes")) <= 16


def test_one_post_in_ten_has_none():
    assert 0.05 < np.mean(likes("zeros") == 0) < 0.16


def test_an_account_that_grows_tenfold_does():
    ratio = np.median(likes("growth of ten")[-30:]) / np.median(likes("usual")[-30:])

    assert ratio == pytest.approx(10, rel=0.25)


def test_the_plain_world_is_the_account_as_it_was():
    one, other = (
        simulate.account(COLUMNS, 40, 7, "sparse", **more) for more in ({}, {"world": "usual"})
    )

    assert np.array_equal(one.past.likes, other.past.likes)
    assert not np.array_equal(likes("usual"), likes("phases of 5"))
