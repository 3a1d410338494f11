import numpy as np
import pytest

from spe.stats.phases import SHORTEST, stretches


def styled(lengths, seed=0, features=20):
    """Photos of stretches so many posts long, each with a style of its own."""
    draw = np.random.default_rng(seed)
    of = np.repeat(np.arange(len(lengths)), lengths)
    z = draw.normal(size=(len(of), features)) + draw.normal(size=(len(lengths), features))[of]
    return (z - z.mean(axis=0)) / z.std(axis=0), of


def test_stretches_with_a_style_of_their_own_are_found():
    z, of = styled((10, 5, 20, 8, 17))

    assert np.array_equal(stretches(z), of)


def test_photos_that_change_from_post_to_post_are_cut_seldom():
    """Eagerly all the same: whether luck keeps to the stretches is for the likes to say."""
    counts = [
        1 + stretches(np.random.default_rng(seed).normal(size=(60, 20))).max() for seed in range(10)
    ]

    assert min(counts) == 1
    assert np.mean(counts) <= 5


def test_features_that_say_the_same_thing_do_not_count_as_many():
    """Twenty copies of one noise are no more reason for a boundary than the one."""
    one = np.random.default_rng(3).normal(size=(60, 1))

    assert np.array_equal(stretches(np.repeat(one, 20, axis=1)), stretches(one))


def test_stretches_are_numbered_in_order_and_none_is_too_short():
    of = stretches(styled((3, 4, 3, 6, 30, 3))[0])

    numbers, lengths = np.unique(of, return_counts=True)

    assert (np.diff(of) >= 0).all()
    assert np.array_equal(numbers, np.arange(len(numbers)))
    assert lengths.min() >= SHORTEST


@pytest.mark.parametrize("shape", [(0, 3), (5, 3), (40, 0)])
def test_few_posts_or_no_photos_are_one_stretch(shape):
    assert not stretches(np.zeros(shape)).any()


def test_photos_all_alike_are_one_stretch():
    assert not stretches(np.zeros((40, 3))).any()
