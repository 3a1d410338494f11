"""Palettes from the histograms, and photos at either end."""

import numpy as np
import pytest
from skimage.color import lab2rgb

from spe.features import HISTOGRAMS
from tests.report.account import EFFECTS, make_account, named


def test_a_palette_adds_up_to_the_whole_area(told):
    palette = told("closed").look.everyone

    assert sum(swatch.share for swatch in palette.greys) == pytest.approx(1, abs=0.03)
    assert palette.coloured == pytest.approx(0.5)


def test_red_photos_give_a_red_palette():
    account = named()
    account.features.loc[:, list(HISTOGRAMS)] = 0.0
    account.features["hue_00"] = 1.0
    account.features["lightness_7"] = 1.0

    look = account.facts().look

    assert [swatch.share for swatch in look.best.hues] == [1.0]
    assert look.best.hues[0].colour.startswith("#c7")
    grey = round(255 * float(lab2rgb([93.75, 0.0, 0.0])[0]))
    assert look.best.greys[0].colour == "#" + 3 * f"{grey:02x}"


def test_quarters_that_differ_by_colour_are_told_apart():
    account = make_account(120, gate_open=True, found=("colour",))
    ratio = np.array([post.ratio for post in account.facts().posts])
    table = account.features
    table.loc[:, list(HISTOGRAMS)] = 0.0
    table["hue_02"] = (ratio > np.median(ratio)).astype(float)
    table["hue_15"] = 1 - table["hue_02"]
    table["lightness_3"] = 1.0

    look = account.facts().look

    assert look.p < 0.05
    assert look.proven


def test_a_small_p_alone_proves_nothing_where_neither_colour_nor_light_was_found():
    account = make_account(120, gate_open=True, found=("faces",))
    ratio = np.array([post.ratio for post in account.facts().posts])
    table = account.features
    table.loc[:, list(HISTOGRAMS)] = 0.0
    table["hue_02"] = (ratio > np.median(ratio)).astype(float)
    table["lightness_3"] = 1.0

    look = account.facts().look

    assert look.p < 0.05
    assert not look.proven


def test_the_ends_hold_the_posts_with_least_and_most():
    account = named()

    ends = next(item for item in account.facts().look.ends if item.name == "brightness")

    values = account.features["brightness"].to_numpy()
    assert {number - 1 for number in ends.low} == set(np.argsort(values)[:3])
    assert {number - 1 for number in ends.high} == set(np.argsort(values)[-3:])


def test_a_line_rises_as_its_effect_does(told):
    for ends in told("named").look.ends:
        if ends.name in EFFECTS:
            assert ends.rise * EFFECTS[ends.name] > 0
            assert ends.rise_low < ends.rise < ends.rise_high


def test_no_post_is_both_low_and_high(told):
    for ends in told("named").look.ends:
        assert not set(ends.low) & set(ends.high)
