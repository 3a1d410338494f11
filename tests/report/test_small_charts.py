"""The marks of the small charts, and the photos at either end, as they can be worked out."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from spe.features import HISTOGRAMS
from spe.report.effects import Effect
from spe.report.look import Ends, Mark, _ends, _grey, _hue, _palette, _varies, _with_marks
from tests.small_model import term

BUSY = replace(
    term("busyness", "detail", -0.25, 0, 0.4, "strong"), effect=0.3, low=0.1, high=0.5, step=2.0
)


def marked(values, residuals, fitted=BUSY):
    effect = Effect("busyness", "detail", "strong", *[math.nan] * 5, None, None, False, fitted)
    table = pd.DataFrame({"busyness": values})
    return _with_marks(Ends("busyness", (), ()), table, effect, np.array(residuals))


def test_a_mark_stands_at_its_distance_from_the_mean_in_sds():
    ends = marked([1.0, 5.0, 5.0, 1.0], [0.1, 0.2, 0.3, 0.4])

    assert ends.marks == (Mark(1, -1, 0.1), Mark(2, 1, 0.2), Mark(3, 1, 0.3), Mark(4, -1, 0.4))
    # An SD is 2, and so is the step.
    assert (ends.rise, ends.rise_low, ends.rise_high) == pytest.approx((0.3, 0.1, 0.5))


def test_the_rise_is_for_one_sd_whatever_the_step():
    ends = marked([1.0, 7.0], [0.1, 0.2])

    assert (ends.rise, ends.rise_low, ends.rise_high) == pytest.approx((0.45, 0.15, 0.75))


def test_what_is_unknown_has_no_mark_and_moves_no_other():
    ends = marked([1.0, math.nan, 5.0, 9.0], [0.1, 0.2, 0.3, math.nan])

    assert ends.marks == (Mark(1, -1, 0.1), Mark(3, 1, 0.3))


def test_marks_stand_on_the_scale_that_was_fitted():
    ends = marked(np.expm1([1.0, 5.0]), [0.1, 0.2], replace(BUSY, transform="log1p"))

    assert [mark.x for mark in ends.marks] == pytest.approx([-1, 1])


@pytest.mark.parametrize("fitted", [replace(BUSY, step=0.0), BUSY])
def test_without_a_spread_or_a_step_nothing_is_marked(fitted):
    values = [1.0, 5.0] if fitted.step == 0 else [3.0, 3.0]

    assert marked(values, [0.1, 0.2], fitted).marks == ()


def test_three_photos_stand_at_either_end_the_utmost_first():
    table = pd.DataFrame({"busyness": [0.5, 0.1, 0.9, math.nan, 0.3, 0.7, 0.2, 0.8]})

    ends = _ends(table, "busyness")

    assert (ends.name, ends.low, ends.high) == ("busyness", (2, 7, 5), (3, 8, 6))
    assert ends.marks == ()
    assert math.isnan(ends.rise)


def test_of_five_photos_two_stand_at_either_end_and_none_at_both():
    table = pd.DataFrame({"busyness": [0.5, 0.1, 0.9, 0.3, 0.7]})

    ends = _ends(table, "busyness")

    assert (ends.low, ends.high) == ((2, 4), (3, 5))


def test_a_feature_varies_that_has_two_values():
    assert _varies(np.array([1.0, 2.0, math.nan]))
    assert not _varies(np.array([1.0, math.nan]))
    assert not _varies(np.array([1.0, 1.0]))
    assert not _varies(np.array([]))


@pytest.mark.parametrize(
    ("lightness", "grey"), [(0, "#000000"), (2, "#070707"), (50, "#777777"), (100, "#ffffff")]
)
def test_a_grey_is_that_of_its_lightness(lightness, grey):
    """The sRGB greys of CIELAB, as tables of the two give them."""
    assert _grey(lightness) == grey


def test_hues_go_round_the_wheel_from_red():
    red, green, blue = (_hue(degrees) for degrees in (0, 120, 240))

    assert red == "#c74c4c"
    assert green == "#4cc74c"
    assert blue == "#4c4cc7"


def bins(**shares):
    return np.array([[shares.get(name, 0.0) for name in HISTOGRAMS]])


def test_a_swatch_has_the_colour_of_the_middle_of_its_bin():
    hues = sum(name.startswith("hue") for name in HISTOGRAMS)
    greys = len(HISTOGRAMS) - hues

    palette = _palette(
        bins(hue_01=0.25, hue_02=0.5, lightness_0=0.375, lightness_1=0.625), np.array([7])
    )

    step = 360 / hues
    assert [swatch.colour for swatch in palette.hues] == [_hue(1.5 * step), _hue(2.5 * step)]
    assert [swatch.share for swatch in palette.hues] == [0.25, 0.5]
    assert [swatch.colour for swatch in palette.greys] == [_grey(50 / greys), _grey(150 / greys)]
    assert [swatch.share for swatch in palette.greys] == [0.375, 0.625]
    assert (palette.numbers, palette.posts, palette.coloured) == ((7,), 1, 0.75)


def test_a_palette_is_the_mean_of_its_posts_and_leaves_out_next_to_nothing():
    two = np.vstack([bins(hue_03=0.5), bins(hue_03=0.25, hue_04=0.007, hue_05=0.009)])

    palette = _palette(two, np.array([4, 2]))

    assert [swatch.share for swatch in palette.hues] == pytest.approx([0.375, 0.0045])
    assert palette.numbers == (2, 4)
