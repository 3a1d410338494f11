import numpy as np
import pytest

from spe.model.fit import COLUMNS
from spe.stats import simulate
from spe.stats.validation import spearman


def test_the_same_seed_is_the_same_account():
    one, again = (simulate.account(COLUMNS, 40, 7, "sparse") for _ in range(2))

    assert np.array_equal(one.past.likes, again.past.likes)
    assert np.array_equal(one.past.raw, again.past.raw, equal_nan=True)


@pytest.mark.parametrize(
    ("truth", "count"), [("none", 0), ("sparse", 4), ("core", 4), ("dense", len(COLUMNS))]
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


def test_about_three_posts_in_ten_are_albums():
    at = [column.name for column in COLUMNS].index("album")
    albums = np.concatenate(
        [simulate.account(COLUMNS, 40, seed).past.raw[:, at] for seed in range(30)]
    )

    assert set(albums) == {0.0, 1.0}
    assert 0.25 < albums.mean() < 0.35
