"""Copies of a picture are known by its fingerprint, and no other picture is."""

import itertools

import numpy as np
import pytest

from spe.photo import fingerprint as module
from spe.photo.decode import decode, shrink
from spe.photo.fingerprint import SAME_BITS, SAME_BITS_SAME_TIME, fingerprint, same_picture

PHOTOGRAPHS = ("astronaut", "coffee", "chelsea", "china", "flower", "brick", "rocket", "camera")


def waves(seed):
    """A picture of arithmetic: six waves across two colours."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:240, 0:320] / 240
    height = sum(
        random.normal() * np.cos(2 * np.pi * (random.uniform(0, 4) * x + random.uniform(0, 4) * y))
        for _ in range(6)
    )
    share = ((height - height.min()) / np.ptp(height))[..., None]
    one, other = random.uniform(0, 1, (2, 3))
    return np.uint8(255 * (share * one + (1 - share) * other))


@pytest.fixture
def pictures(photograph):
    """Photographs and arithmetic, by name."""
    made = {name: photograph(name).rgb for name in PHOTOGRAPHS}
    return made | {f"waves {seed}": waves(seed) for seed in range(12)}


@pytest.mark.parametrize("side", [96, 150, 400])
@pytest.mark.parametrize(("kind", "quality"), [("JPEG", 30), ("JPEG", 85), ("WEBP", 60)])
def test_a_copy_of_another_size_and_quality_at_the_same_time_is_the_same_picture(
    pictures, encoded, side, kind, quality
):
    for name, rgb in pictures.items():
        copy = decode(encoded(shrink(rgb, side), kind, quality=quality)).rgb

        assert same_picture(fingerprint(rgb), fingerprint(copy), same_time=True), name


def test_a_smaller_and_poorer_copy_is_known_by_its_picture_alone(pictures, encoded):
    for name in PHOTOGRAPHS:
        rgb = pictures[name]
        copy = decode(encoded(shrink(rgb, 300), "JPEG", quality=50)).rgb

        assert same_picture(fingerprint(rgb), fingerprint(copy)), name


def test_different_pictures_are_different_even_at_the_same_time(pictures):
    prints = [fingerprint(rgb) for rgb in pictures.values()]

    pairs = list(itertools.combinations(prints, 2))

    assert not any(same_picture(a, b, same_time=True) for a, b in pairs)
    assert not any(same_picture(a, b) for a, b in pairs)


def test_empty_pictures_are_taken_for_one_another_only_at_the_same_time(flat):
    empty = fingerprint(flat.rgb)

    assert not same_picture(empty, empty)
    assert same_picture(empty, empty, same_time=True)


@pytest.mark.parametrize(("same_time", "most"), [(False, 12), (True, 18)])
def test_the_bits_that_may_differ_are_exactly_as_many(same_time, most):
    assert most == (SAME_BITS_SAME_TIME if same_time else SAME_BITS)
    full = 2**128 - 1

    assert same_picture(full, full ^ (2**most - 1), same_time=same_time)
    assert not same_picture(full, full ^ (2 ** (most + 1) - 1), same_time=same_time)


def test_a_picture_with_one_bit_more_than_may_differ_has_enough_in_it():
    bare, telling = 2**SAME_BITS - 1, 2 ** (SAME_BITS + 1) - 1

    assert not same_picture(bare, bare)
    assert same_picture(telling, telling)
    assert not same_picture(bare, telling)


def test_steps_as_small_as_noise_are_no_steps():
    quiet = np.full((64, 72, 3), 100, np.uint8)
    loud = quiet.copy()
    quiet[:, 32:] += module.APART
    loud[:, 32:] += module.APART + 1

    assert fingerprint(quiet) == 0
    assert fingerprint(loud) > 0
