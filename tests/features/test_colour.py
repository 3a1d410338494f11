import numpy as np
import pytest

from spe.features import colour
from spe.features.colour import colour_variety, colourfulness, histograms
from spe.photo.planes import Photo


def painted(*colours):
    """Vertical stripes of equal width."""
    return Photo(np.tile(np.repeat(np.array([colours], np.uint8), 32, axis=1), (64, 1, 1)))


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
