import math

import pytest

from spe.features import HISTOGRAMS
from spe.features.novelty import Recent, mean_bins, unlike_recent


def bins(**shares):
    return {name: shares.get(name, 0.0) for name in HISTOGRAMS}


DARK, LIGHT = bins(lightness_0=1.0), bins(lightness_7=1.0)


def test_the_same_colours_and_light_are_not_unlike():
    assert unlike_recent(Recent(DARK, mean_bins([DARK] * 5))) == 0


def test_half_of_the_photo_in_another_light_is_one_half():
    half = bins(lightness_0=0.5, lightness_7=0.5)

    assert unlike_recent(Recent(half, DARK)) == 0.5


def test_another_light_is_1_and_other_colours_over_all_of_it_2():
    red = bins(hue_00=1.0, lightness_0=1.0)
    blue = bins(hue_15=1.0, lightness_7=1.0)

    assert unlike_recent(Recent(LIGHT, DARK)) == 1
    assert unlike_recent(Recent(red, blue)) == 2


def test_the_five_are_averaged_and_fewer_say_nothing():
    mixed = mean_bins([DARK, DARK, DARK, LIGHT, LIGHT])

    assert mixed is not None
    assert mixed["lightness_0"] == pytest.approx(0.6)
    assert unlike_recent(Recent(DARK, mixed)) == pytest.approx(0.4)
    assert mean_bins([DARK] * 4) is None
    assert math.isnan(unlike_recent(Recent(DARK, None)))


def test_a_photo_that_was_not_measured_is_unknown():
    assert math.isnan(unlike_recent(Recent({}, DARK)))
