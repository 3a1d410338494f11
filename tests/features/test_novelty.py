import math

import pytest

from spe.features import HISTOGRAMS
from spe.features.novelty import (
    Beside,
    mean_bins,
    medians,
    unlike_recent,
    unusual_brightness,
    unusual_colourfulness,
)


def bins(**shares):
    return {name: shares.get(name, 0.0) for name in HISTOGRAMS}


DARK, LIGHT = bins(lightness_0=1.0), bins(lightness_7=1.0)


def test_the_same_colours_and_light_are_not_unlike():
    assert unlike_recent(Beside(DARK, mean_bins([DARK] * 5))) == 0


def test_half_of_the_photo_in_another_light_is_one_half():
    half = bins(lightness_0=0.5, lightness_7=0.5)

    assert unlike_recent(Beside(half, DARK)) == 0.5


def test_another_light_is_1_and_other_colours_over_all_of_it_2():
    red = bins(hue_00=1.0, lightness_0=1.0)
    blue = bins(hue_15=1.0, lightness_7=1.0)

    assert unlike_recent(Beside(LIGHT, DARK)) == 1
    assert unlike_recent(Beside(red, blue)) == 2


def test_the_five_are_averaged_and_fewer_say_nothing():
    mixed = mean_bins([DARK, DARK, DARK, LIGHT, LIGHT])

    assert mixed is not None
    assert mixed["lightness_0"] == pytest.approx(0.6)
    assert unlike_recent(Beside(DARK, mixed)) == pytest.approx(0.4)
    assert mean_bins([DARK] * 4) is None
    assert math.isnan(unlike_recent(Beside(DARK, None)))


def test_a_photo_that_was_not_measured_is_unknown():
    assert math.isnan(unlike_recent(Beside({}, DARK)))


# What is usual


def test_what_is_usual_is_the_median_of_five_measured_photos_or_more():
    photos = [{"brightness": 10.0 * n, "colourfulness": 5.0 * n} for n in (1, 9, 3, 4, 2)]

    assert medians([*photos, {}]) == {"brightness": 30, "colourfulness": 15}
    assert medians([*photos[:4], {}]) is None


@pytest.mark.parametrize(("value", "away"), [(30, 0), (55, 25), (5, 25)])
def test_a_photo_is_as_unusual_to_the_dark_as_to_the_bright_side(value, away):
    photo = {"brightness": float(value), "colourfulness": float(value)}
    usual = {"brightness": 30.0, "colourfulness": 30.0}

    beside = Beside(photo, None, usual)

    assert unusual_brightness(beside) == unusual_colourfulness(beside) == away


def test_each_is_held_against_its_own_median():
    beside = Beside(
        {"brightness": 50.0, "colourfulness": 20.0}, None, {"brightness": 40, "colourfulness": 25}
    )

    assert (unusual_brightness(beside), unusual_colourfulness(beside)) == (10, 5)


def test_nothing_is_unusual_where_nobody_knows_what_is_usual():
    assert math.isnan(unusual_brightness(Beside({"brightness": 5.0})))
    assert math.isnan(unusual_brightness(Beside({}, None, {"brightness": 40.0})))
