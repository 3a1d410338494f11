import numpy as np
import pytest

from spe.model.fit import COLUMNS
from spe.stats import simulate
from spe.stats.validation import spearman

WITH_EFFECTS = [column for column in COLUMNS if column.name not in simulate.WITHOUT_EFFECT]


def test_the_same_seed_is_the_same_account():
    one, again = (simulate.account(COLUMNS, 40, 7, "sparse") for _ in range(2))

    assert np.array_equal(one.past.likes, again.past.likes)
    assert np.array_equal(one.past.raw, again.past.raw, equal_nan=True)


@pytest.mark.parametrize(
    ("truth", "count"), [("none", 0), ("sparse", 4), ("core", 4), ("dense", len(WITH_EFFECTS))]
)
def test_the_truth_has_as_many_effects_as_it_says(truth, count):
    account = simulate.account(COLUMNS, 60, 1, truth)

    assert np.count_nonzero(account.coefficients) == count


def test_photos_explain_the_share_they_should():
    shares = []
    for seed in range(30):
        fresh = simulate.account(COLUMNS, 60, seed, "sparse").fresh
        usual = np.abs(fresh.merit - fresh.signal) < 0.7
        shares.append(
            fresh.signal.var() / (fresh.signal.var() + (fresh.merit - fresh.signal)[usual].var())
        )

    assert 0.27 < np.mean(shares) < 0.36


def test_who_knows_the_truth_ranks_fresh_posts_at_about_one_half():
    ranks = []
    for seed in range(30):
        fresh = simulate.account(COLUMNS, 60, seed, "dense").fresh
        ranks.append(spearman(fresh.signal, fresh.merit))

    assert 0.47 < np.mean(ranks) < 0.55


def test_a_null_account_has_no_signal():
    assert not simulate.account(COLUMNS, 40, 2, "none").past.signal.any()


def test_photos_without_a_face_have_no_face_size():
    account = simulate.account(COLUMNS, 80, 3)
    names = [column.name for column in COLUMNS]
    faces, size = (account.past.raw[:, names.index(name)] for name in ("faces", "face_size"))

    assert np.array_equal(faces == 0, np.isnan(size))


def test_albums_leave_the_rest_of_an_account_as_it_was():
    others = [column for column in COLUMNS if column.name != "album"]
    at = [column.name for column in COLUMNS].index("album")
    account, without = (simulate.account(columns, 60, 4) for columns in (COLUMNS, others))

    assert np.array_equal(account.past.likes, without.past.likes)
    assert np.array_equal(np.delete(account.past.raw, at, axis=1), without.past.raw, equal_nan=True)
    assert np.array_equal(np.delete(account.coefficients, at), without.coefficients)


def test_what_has_no_effect_leaves_the_rest_of_an_account_as_it_was():
    names = [column.name for column in COLUMNS]
    kept = [names.index(column.name) for column in WITH_EFFECTS]
    account = simulate.account(COLUMNS, 60, 4, "dense")
    without = simulate.account(WITH_EFFECTS, 60, 4, "dense")

    assert np.array_equal(account.past.likes, without.past.likes)
    assert np.array_equal(account.past.raw[:, kept], without.past.raw, equal_nan=True)
    assert np.array_equal(account.coefficients[kept], without.coefficients)
    assert not np.delete(account.coefficients, kept).any()


def test_people_fill_the_frame_where_there_are_faces_and_captions_are_known_or_not_together():
    account = simulate.account(COLUMNS, 80, 3).past.raw
    raw = {column.name: account[:, j] for j, column in enumerate(COLUMNS)}

    assert np.array_equal(raw["faces"] > 0, raw["person_share"] > 0)
    written = [np.isnan(values) for name, values in raw.items() if name.startswith("caption_")]
    assert len(written) == 6
    assert all(np.array_equal(written[0], one) for one in written)
    assert 0 < written[0].mean() < 0.4


def test_the_posts_of_the_week_are_those_of_the_days():
    past = simulate.account(COLUMNS, 40, 3).past
    lately = past.raw[:, [column.name for column in COLUMNS].index("posts_7d")]

    assert lately.tolist() == [
        sum(day - 7 <= other < day for other in past.days) for day in past.days
    ]


def test_about_three_posts_in_ten_are_albums():
    at = [column.name for column in COLUMNS].index("album")
    albums = np.concatenate(
        [simulate.account(COLUMNS, 40, seed).past.raw[:, at] for seed in range(30)]
    )

    assert set(albums) == {0.0, 1.0}
    assert 0.25 < albums.mean() < 0.35


def test_an_account_without_a_jump_differs_in_nothing_else():
    jumping, steady = (simulate.account(COLUMNS, 60, 4, jump=jump) for jump in (-0.7, 0.0))

    ratio = np.log(jumping.past.likes / steady.past.likes)
    assert np.array_equal(jumping.past.raw, steady.past.raw, equal_nan=True)
    assert np.array_equal(jumping.past.merit, steady.past.merit)
    assert np.allclose(ratio[:12], 0)
    assert np.allclose(ratio[-12:], -0.7, atol=0.05)


def test_the_posts_that_follow_are_the_coming_and_then_the_fresh():
    account = simulate.account(COLUMNS, 40, 5)

    following = account.following(20)

    assert np.array_equal(following.likes[:5], account.coming.likes)
    assert np.array_equal(following.likes[5:], account.fresh.likes[:15])
    assert np.all(np.diff(following.days) > 0)
    assert len(following.raw) == 20


def test_an_account_that_is_moved_gets_more_likes_at_the_same_posts():
    account = simulate.account(COLUMNS, 40, 5)
    by = np.where(np.arange(40 + simulate.NEXT + simulate.FRESH) >= 38, np.log(2), 0.0)

    moved = account.moved(by)

    assert np.array_equal(moved.past.likes[:38], account.past.likes[:38])
    assert np.array_equal(moved.past.likes[38:], 2 * account.past.likes[38:])
    assert np.array_equal(moved.coming.likes, 2 * account.coming.likes)
    assert np.array_equal(moved.fresh.likes, 2 * account.fresh.likes)


def test_what_is_unusual_is_the_distance_from_the_median_of_what_was_drawn():
    account = simulate.account(COLUMNS, 40, 7, "sparse")
    names = [column.name for column in COLUMNS]
    parts = (account.past, account.coming, account.fresh)
    raw = np.vstack([posts.raw for posts in parts])

    for name in ("brightness", "colourfulness"):
        values = raw[:, names.index(name)]
        told = raw[:, names.index(f"unusual_{name}")]
        assert np.allclose(told, np.abs(values - np.median(values)))


def test_three_posts_in_ten_have_photos_further_in_and_half_of_those_a_face_there():
    account = simulate.account(COLUMNS, 600, 7, "sparse")
    found = account.past.raw[:, [column.name for column in COLUMNS].index("face_further_in")]

    assert 0.25 < np.mean(~np.isnan(found)) < 0.35
    assert 0.4 < np.nanmean(found) < 0.6
