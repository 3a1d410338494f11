import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe.features import colour
from spe.features.colour import colour_variety, colourfulness, histograms
from spe.photo.planes import Photo


def painted(*colours):
    """Vertical stripes of equal width."""
    return Photo(np.tile(np.repeat(np.array([colours], np.uint8), 32, axis=1), (64, 1, 1)))


SHARES = ("red_pink", "orange_brown", "yellow_green", "blue")

channels = st.sampled_from(range(3))
ones = st.sampled_from([-1, 1])


def shares(rgb, names=SHARES):
    photo = Photo(rgb)
    return np.array([getattr(colour, name)(photo) for name in names])


def tinted(rgb, channel, one):
    made = rgb.astype(int)
    made[..., channel] += one
    return np.clip(made, 0, 255).astype(np.uint8)


@given(
    level=st.integers(5, 250),
    cast=st.tuples(*[st.integers(-3, 3)] * 3),
    grain=st.integers(0, 40),
    channel=channels,
    one=ones,
    seed=st.integers(0, 99),
)
@settings(max_examples=150, deadline=None)
def test_a_tint_of_one_unit_moves_no_share_of_a_grey_picture(
    level, cast, grain, channel, one, seed
):
    """Grey with a slight cast, flat or grainy; the variety of its colours stays as well."""
    light = np.random.default_rng(seed).normal(level, grain, (32, 32, 1)).round()
    rgb = np.clip(light + np.array(cast), 0, 255).astype(np.uint8)
    names = (*SHARES, "colour_variety")

    moved = np.abs(shares(tinted(rgb, channel, one), names) - shares(rgb, names))

    assert moved.max() <= 0.05


@given(
    paint=st.tuples(*[st.integers(0, 255)] * 3),
    channel=channels,
    one=ones,
)
@settings(max_examples=300, deadline=None)
def test_a_tint_of_one_unit_moves_a_share_of_any_paint_by_a_quarter_at_most(paint, channel, one):
    """The whole picture moves at once here; with sharp borders it would move by 1."""
    rgb = np.full((2, 2, 3), paint, np.uint8)

    assert np.abs(shares(tinted(rgb, channel, one)) - shares(rgb)).max() <= 1 / 4


@pytest.mark.parametrize(
    ("paint", "chroma", "share"),
    [
        ((128, 124, 118), 3.83, 0),
        ((128, 122, 110), 7.39, 0.116),
        ((128, 120, 104), 9.90, 0.325),
        ((128, 118, 92), 15.76, 0.813),
        ((128, 110, 60), 30.29, 1),
    ],
)
def test_a_paint_counts_as_far_as_it_is_coloured(paint, chroma, share):
    """From nothing at a chroma of 6 to all of it at 18, in equal steps."""
    photo = painted(paint)

    assert float(photo.chroma.mean()) == pytest.approx(chroma, abs=0.01)
    assert sum(shares(photo.rgb)) == pytest.approx(share, abs=1e-3)
    expected = np.clip((photo.chroma.mean() - 6) / 12, 0, 1)
    assert sum(shares(photo.rgb)) == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("paint", "hue", "names"),
    [
        ((240, 80, 0), 20, ("red_pink", "orange_brown")),
        ((240, 200, 0), 50, ("orange_brown", "yellow_green")),
        ((0, 240, 180), 165, ("yellow_green", "blue")),
    ],
)
def test_on_the_border_of_two_colours_a_paint_counts_half_for_each(paint, hue, names):
    photo = painted(paint)

    assert float(photo.hue.mean()) == pytest.approx(hue, abs=0.1)
    found = dict(zip(SHARES, shares(photo.rgb), strict=True))
    assert found == pytest.approx({name: 0.5 if name in names else 0 for name in SHARES}, abs=0.01)


def test_the_variety_of_a_coloured_corner_counts_by_its_size():
    """Two paints on a twentieth of the photo count half, on a tenth and more wholly."""
    stripes = painted((220, 20, 60), (30, 80, 220)).rgb

    def on(share):
        rgb = np.full((200, 64, 3), 128, np.uint8)
        rgb[: round(200 * share)] = stripes[:1]
        return colour_variety(Photo(rgb))

    assert on(0.05) == pytest.approx(on(0.10) / 2)
    assert on(0.10) == pytest.approx(on(0.50)) == pytest.approx(colour_variety(Photo(stripes)))


@pytest.mark.parametrize(
    ("name", "paint"),
    [
        ("red_pink", (220, 20, 60)),
        ("orange_brown", (230, 140, 30)),
        ("yellow_green", (60, 180, 40)),
        ("blue", (30, 80, 220)),
    ],
)
def test_a_paint_is_counted_under_its_own_name_only(name, paint):
    photo = painted(paint, (128, 128, 128))
    shares = {
        key: getattr(colour, key)(photo)
        for key in ("red_pink", "orange_brown", "yellow_green", "blue")
    }

    assert shares == {key: 0.5 if key == name else 0.0 for key in shares}


def test_red_and_blue_are_not_swapped(photograph):
    rocket = photograph("rocket")
    swapped = Photo(np.ascontiguousarray(rocket.rgb[..., ::-1]))

    assert colour.blue(rocket) > 0.7
    assert colour.blue(swapped) < 0.1


def test_grey_has_no_colour_at_all(ramp):
    assert colourfulness(ramp) == 0
    assert colour_variety(ramp) == 0


def test_one_paint_has_no_variety_and_two_have_more_than_one():
    one = painted((220, 20, 60))
    two = painted((220, 20, 60), (30, 80, 220))

    assert colour_variety(one) == pytest.approx(0, abs=1e-9)
    assert 0 < colour_variety(two) <= np.log(2) / np.log(24) + 1e-9


def test_more_saturation_reads_as_more_colourful(photograph):
    photo = photograph("coffee")
    grey = photo.rgb.mean(axis=2, keepdims=True)
    muted = Photo((grey + (photo.rgb - grey) * 0.5).round().astype(np.uint8))

    assert colourfulness(muted) < colourfulness(photo)


def test_colourfulness_of_red_and_green_stripes_is_what_paper_gives():
    photo = painted((255, 0, 0), (0, 255, 0))

    # rg = 255 and -255: SD 255, mean 0; yb = 127.5 and 127.5: SD 0, mean 127.5.
    assert colourfulness(photo) == pytest.approx(255 + 0.3 * 127.5)


def test_histograms_put_a_paint_into_its_bin():
    bins = histograms(painted((255, 0, 0)))

    assert bins["hue_00"] == 1
    assert sum(bins[f"hue_{number:02}"] for number in range(1, 24)) == 0
