"""The photos' own colours."""

import numpy as np
import pytest

from spe.report.palettes import COLOURS, PIXELS, OwnColour, colours_of, name_of, own_colours
from spe.report.words import en


def painted(*parts, height=200, width=300):
    """A photo of stripes from left to right: share of the width, and red, green and blue."""
    rgb = np.zeros((height, width, 3), np.uint8)
    start = 0
    for share, colour in parts:
        end = start + round(share * width)
        rgb[:, start:end] = colour
        start = end
    return rgb


def test_colours_stand_for_the_area_they_cover_the_commonest_first():
    found = own_colours([painted((0.2, (220, 40, 40)), (0.8, (20, 40, 120)))])

    assert [item.colour for item in found] == ["#142878", "#dc2828"]
    assert [item.share for item in found] == pytest.approx([0.8, 0.2], abs=0.03)
    assert [(item.name, item.tone) for item in found] == [("blue", "dark"), ("red", "plain")]


def test_every_photo_counts_alike_however_large_it_is():
    small = painted((1, (255, 255, 255)), height=90, width=120)
    large = painted((1, (0, 0, 0)), height=900, width=1200)

    found = own_colours([small, large])

    assert {item.name: round(item.share, 1) for item in found} == {"white": 0.5, "black": 0.5}


def test_there_are_never_more_colours_than_are_told():
    noise = np.random.default_rng(0).integers(0, 256, (120, 160, 3), dtype=np.uint8)

    found = own_colours([noise])

    assert len(found) == COLOURS
    assert sum(item.share for item in found) == pytest.approx(1)
    assert found == own_colours([noise])


def test_a_photo_smaller_than_the_pixels_that_are_looked_at_is_looked_at_whole():
    tiny = np.zeros((4, 5, 3), np.uint8)
    assert tiny[..., 0].size < PIXELS

    assert own_colours([tiny])[0].share == 1
    assert own_colours([]) == ()


def test_a_palette_of_which_a_photo_lacks_is_not_made():
    photos = {1: painted((1, (0, 0, 0))), 2: painted((1, (255, 255, 255)))}

    assert list(colours_of({"best": (1, 2), "weakest": (2, 3), "none": ()}, photos)) == ["best"]


@pytest.mark.parametrize(
    ("colour", "name", "tone"),
    [
        ((250, 250, 250), "white", "plain"),
        ((200, 202, 204), "light_grey", "plain"),
        ((130, 130, 130), "grey", "plain"),
        ((70, 72, 74), "dark_grey", "plain"),
        ((12, 12, 14), "black", "plain"),
        ((230, 220, 196), "beige", "plain"),
        ((120, 72, 40), "brown", "plain"),
        ((64, 36, 18), "brown", "dark"),
        ((205, 30, 40), "red", "plain"),
        ((240, 140, 30), "orange", "plain"),
        ((240, 220, 60), "yellow", "light"),
        ((110, 110, 30), "olive", "plain"),
        ((60, 140, 60), "green", "plain"),
        ((20, 60, 30), "green", "dark"),
        ((40, 150, 150), "teal", "plain"),
        ((60, 110, 200), "blue", "plain"),
        ((190, 215, 240), "blue", "light"),
        ((130, 50, 160), "purple", "plain"),
        ((245, 170, 190), "pink", "plain"),
    ],
)
def test_colours_are_called_what_people_call_them(colour, name, tone):
    found = own_colours([painted((1, colour))])

    assert (found[0].name, found[0].tone) == (name, tone)


def test_a_name_is_found_at_every_angle_and_lightness():
    angles = np.radians(np.arange(0, 360, 5))
    for lightness in (5, 30, 50, 70, 95):
        for angle in angles:
            name, tone = name_of(lightness, 40 * np.cos(angle), 40 * np.sin(angle))
            assert name
            assert tone in {"dark", "plain", "light"}


def test_what_has_one_name_is_told_once():
    colours = [
        OwnColour("#111111", 0.3, "brown", "plain"),
        OwnColour("#222222", 0.35, "light_grey", "plain"),
        OwnColour("#333333", 0.296, "brown", "plain"),
        OwnColour("#444444", 0.054, "blue", "dark"),
    ]

    assert en.look.own_colours(colours) == "Brown 60%, light grey 35%, dark blue 5%"


def test_the_palettes_of_both_quarters_are_shown_or_that_of_all(told):
    assert list(told("named").look.palettes) == ["best", "weakest"]
    assert list(told("closed").look.palettes) == ["everyone"]
