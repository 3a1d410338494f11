"""Bars that an app added are cut off, whatever a JPEG makes of their edge; a layout is not."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from spe.photo.bars import LEAST, without_bars
from spe.photo.decode import decode
from tests.conftest import wheel_photograph

WHITE, BLACK, TEAL = (255, 255, 255), (0, 0, 0), (38, 92, 120)
SIDE, SHORT = 1080, 810


def in_frame(picture, frame, at, tone):
    """A picture pasted at (left, top) into a frame of one colour, each size (width, height)."""
    made = Image.new("RGB", frame, tone)
    made.paste(picture, at)
    return made


def padded(name, *, upright, tone=WHITE, size=(SHORT, SIDE)):
    """A photograph in a square, with its own size as (height, width)."""
    size = size if upright else size[::-1]
    picture = ImageOps.fit(Image.fromarray(wheel_photograph(name)), size)
    side = max(size)
    at = ((side - size[0]) // 2, (side - size[1]) // 2)
    return np.asarray(in_frame(picture, (side, side), at, tone)), size[::-1]


def off_by(rgb, size):
    return max(abs(one - other) for one, other in zip(rgb.shape[:2], size, strict=True))


@pytest.mark.parametrize("quality", [60, 75, 85, 92])
@pytest.mark.parametrize("subsampling", ["4:2:0", "4:4:4"])
@pytest.mark.parametrize("tone", [WHITE, BLACK, TEAL], ids=["white", "black", "plain"])
def test_bars_are_found_behind_the_ringing_of_a_jpeg(tone, subsampling, quality, encoded):
    for upright in (True, False):
        rgb, size = padded("coffee", upright=upright, tone=tone)

        found = decode(encoded(rgb, "JPEG", quality=quality, subsampling=subsampling))

        assert off_by(found.rgb, size) <= 4
        assert any("bars" in note for note in found.notes)


@pytest.mark.parametrize("short", [246, 493, 831, 1577])
def test_bars_are_found_at_any_size_that_a_file_is_decoded_at(short, encoded):
    rgb, size = padded("chelsea", upright=True, size=(short, short * 4 // 3))

    found = decode(encoded(rgb, "JPEG", quality=75)).rgb

    assert found.shape[1] / found.shape[0] == pytest.approx(size[1] / size[0], rel=0.02)


def test_bars_are_found_in_a_file_that_was_shrunk_and_saved_again(encoded):
    rgb, size = padded("coffee", upright=False)
    with Image.open(io.BytesIO(encoded(rgb, "JPEG", quality=75))) as saved:
        smaller = saved.resize((756, 756))

    found = decode(encoded(smaller, "JPEG", quality=70)).rgb

    assert found.shape[1] / found.shape[0] == pytest.approx(size[1] / size[0], rel=0.02)


def test_a_frame_all_round_is_two_pairs_of_bars(encoded):
    picture = ImageOps.fit(Image.fromarray(wheel_photograph("chelsea")), (600, 800))
    frame = np.asarray(in_frame(picture, (1000, 1000), (200, 100), WHITE))

    assert off_by(decode(encoded(frame, "JPEG", quality=75)).rgb, (800, 600)) <= 4


def test_what_is_left_is_the_picture_to_the_pixel():
    rgb, _ = padded("coffee", upright=True)
    left = (SIDE - SHORT) // 2

    np.testing.assert_array_equal(without_bars(rgb), rgb[:, left : left + SHORT])


@pytest.mark.parametrize("name", ["coffee", "rocket", "hubble_deep_field", "china", "retina"])
def test_a_photo_without_bars_stays_whole(name, encoded):
    rgb = wheel_photograph(name)

    assert decode(encoded(rgb, "JPEG", quality=75), side=None).rgb.shape == rgb.shape


@pytest.mark.parametrize("below", [False, True], ids=["above", "above and below"])
def test_what_is_burnt_to_the_bars_white_hides_none_of_them(below, encoded):
    """It has the colour of the bars beside it, but no edge."""
    rgb, size = padded("coffee", upright=True)
    rows = np.arange(SIDE)
    fade = np.clip(1.5 - (np.minimum(rows, rows[::-1]) if below else rows) / 300, 0, 1)
    fade = fade[:, None, None]
    burnt = (255 * fade + rgb * (1 - fade)).astype(np.uint8)

    assert off_by(decode(encoded(burnt, "JPEG", quality=85)).rgb, size) <= 4


def with_borders(left, top, right, bottom, tone=WHITE):
    """A photograph of 600 x 600 with borders of these widths."""
    picture = ImageOps.fit(Image.fromarray(wheel_photograph("coffee")), (600, 600))
    return np.asarray(
        in_frame(picture, (600 + left + right, 600 + top + bottom), (left, top), tone)
    )


@pytest.mark.parametrize("tone", [WHITE, BLACK])
@pytest.mark.parametrize(
    ("borders", "cut"),
    [
        ((40, 40, 40, 40), True),
        ((40, 40, 40, 160), False),
        ((40, 0, 40, 0), True),
        ((40, 0, 40, 160), False),
        ((0, 40, 0, 0), False),
        ((0, 40, 0, 120), False),
        ((0, 100, 0, 109), True),
        ((0, 100, 0, 119), False),
    ],
    ids=[
        "even frame",
        "print with a broad lower border",
        "left and right",
        "left and right, and white below",
        "above alone",
        "above and three times as much below",
        "nearly even",
        "not quite even",
    ],
)
def test_a_pair_of_bars_is_even(borders, cut, tone, encoded):
    """What has the bars' colour and is no pair tells that somebody laid the picture out so."""
    rgb = with_borders(*borders, tone)

    assert (decode(encoded(rgb, "JPEG", quality=85)).rgb.shape != rgb.shape) is cut


@pytest.mark.parametrize(("width", "cut"), [(11, False), (14, True)])
def test_a_line_thinner_than_a_fiftieth_is_no_bar(width, cut):
    rgb = with_borders(0, width, 0, width)

    assert (width >= LEAST * len(rgb)) is cut
    assert (without_bars(rgb).shape != rgb.shape) is cut


def test_bars_are_of_one_colour():
    rgb = with_borders(0, 100, 0, 100).copy()
    rgb[:100] = TEAL

    assert without_bars(rgb).shape == rgb.shape


def drawing(draw):
    made = Image.new("RGB", (SIDE, SIDE), WHITE)
    draw(ImageDraw.Draw(made))
    return np.asarray(made)


LAID_OUT = {
    "text": lambda draw: [
        draw.text((120, row), "Made-up words " * 4, "black", font_size=32)
        for row in range(120, 960, 60)
    ],
    "a panel with words": lambda draw: (
        draw.rectangle((90, 90, 990, 990), (200, 60, 40)),
        draw.text((200, 500), "Made-up words", WHITE, font_size=90),
    ),
    "columns of a chart": lambda draw: [
        draw.rectangle((160 + 160 * bar, 200 + 90 * bar, 260 + 160 * bar, 880), TEAL)
        for bar in range(5)
    ],
    "a thing on white": lambda draw: draw.ellipse((340, 240, 740, 840), (120, 80, 60)),
    "stripes": lambda draw: draw.rectangle((0, 270, 1079, 809), (218, 41, 28)),
}


@pytest.mark.parametrize("name", LAID_OUT)
@pytest.mark.parametrize("quality", [60, 92])
def test_margins_of_what_is_drawn_are_a_part_of_it(name, quality, encoded):
    rgb = drawing(LAID_OUT[name])

    assert decode(encoded(rgb, "JPEG", quality=quality)).rgb.shape == rgb.shape


def test_a_picture_that_fades_has_no_edge(encoded):
    fade = np.minimum(np.indices((900, 900)).min(axis=0) // 2, 160)
    fade = np.minimum(fade, fade[::-1, ::-1]).astype(np.uint8)
    rgb = np.repeat(fade[..., None], 3, axis=2)

    assert without_bars(rgb).shape == rgb.shape
    assert decode(encoded(rgb, "JPEG", quality=75)).rgb.shape == rgb.shape


def test_a_picture_too_small_between_its_bars_is_left_whole():
    noise = np.random.default_rng(0).integers(0, 200, (40, 200, 3), dtype=np.uint8)

    assert without_bars(np.pad(noise, ((80, 80), (0, 0), (0, 0)))).shape[0] == 40
    assert without_bars(np.pad(noise[:30], ((85, 85), (0, 0), (0, 0)))).shape[0] == 200


def test_a_dark_sky_a_white_wall_and_a_flat_photo_are_no_bars():
    night = wheel_photograph("coffee").copy()
    night[:50] = 0
    vignette = np.clip(np.indices((200, 200)).min(axis=0), 0, 99)
    fading = np.repeat(vignette[..., None], 3, axis=2).astype(np.uint8)
    product = np.full((200, 200, 3), 255, np.uint8)
    product[80:120, 90:110] = 40
    flat = np.zeros((100, 100, 3), np.uint8)

    for rgb in (night, fading, product, flat):
        assert without_bars(rgb).shape == rgb.shape
