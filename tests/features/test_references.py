"""The wheels' photographs, measured by other people's code: scikit-image and plain numpy."""

import numpy as np
import pytest
from skimage.color import rgb2hsv, rgb2lab

from spe.features.colour import blue, colourfulness, orange_brown, red_pink, yellow_green
from spe.features.light import bright_area, brightness, contrast
from spe.photo.opencv import cv2
from spe.photo.planes import Photo
from tests.conftest import wheel_photograph

NAMES = ("astronaut", "coffee", "chelsea", "rocket", "china", "flower", "retina", "camera")

each = pytest.mark.parametrize("name", NAMES)


@each
def test_lightness_agrees_with_scikit_image(name, photograph):
    photo = photograph(name)
    light = rgb2lab(photo.rgb)[..., 0]

    assert brightness(photo) == pytest.approx(light.mean(), rel=1e-3)
    assert contrast(photo) == pytest.approx(light.std(), rel=1e-3)
    assert bright_area(photo) == pytest.approx((light > 90).mean(), abs=1e-3)


@each
def test_colourfulness_agrees_with_the_formula_in_plain_numpy(name, photograph):
    photo = photograph(name)
    red, green, blue_ = photo.rgb.astype(np.float64).transpose(2, 0, 1)
    first, second = red - green, 0.5 * (red + green) - blue_
    spread = np.sqrt(first.var() + second.var())
    strength = np.sqrt(first.mean() ** 2 + second.mean() ** 2)

    assert colourfulness(photo) == pytest.approx(spread + 0.3 * strength, rel=1e-3, abs=1e-9)


# Each colour's hues: where it begins, where it is whole, where it wanes and where it ends.
HUES = {
    red_pink: (285 - 360, 295 - 360, 15, 25),
    orange_brown: (15, 25, 45, 55),
    yellow_green: (45, 55, 160, 170),
    blue: (160, 170, 260, 270),
}


@each
def test_coloured_shares_agree_with_scikit_image(name, photograph):
    photo = photograph(name)
    lab, hue = rgb2lab(photo.rgb), rgb2hsv(photo.rgb)[..., 0] * 360
    coloured = np.interp(np.hypot(lab[..., 1], lab[..., 2]), [6, 18], [0, 1])

    for share, hues in HUES.items():
        of_hue = np.interp(hue, hues, [0, 1, 1, 0]) + np.interp(hue - 360, hues, [0, 1, 1, 0])
        assert share(photo) == pytest.approx(np.mean(coloured * of_hue), abs=1e-3)


@each
def test_saturation_of_the_hsv_plane_agrees_with_scikit_image(name, photograph):
    rgb = photograph(name).rgb
    ours = cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2HSV)[..., 1]

    assert ours.mean(dtype=np.float64) == pytest.approx(
        rgb2hsv(rgb)[..., 1].mean(), rel=1e-3, abs=1e-9
    )


# Native size, by code that shares nothing with ours: mean and SD of L* (scikit-image,
# D65), colourfulness (Hasler & Suesstrunk, three implementations agreeing to 1e-6).
PUBLISHED = {
    "astronaut": (47.717589, 30.055701, 72.605165),
    "coffee": (44.418501, 23.202918, 76.91791),
    "chelsea": (49.806237, 12.810223, 37.95736),
    "rocket": (25.736159, 12.997295, 38.559216),
    "china": (58.590978, 32.650805, 36.680508),
    "flower": (30.395987, 21.183605, 86.510768),
    "retina": (39.64988, 22.56163, 99.524596),
    "camera": (52.280756, 30.09756, 0.0),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_values_at_native_size_are_the_independent_ones(name):
    photo = Photo(wheel_photograph(name))
    light, spread, colour = PUBLISHED[name]

    assert brightness(photo) == pytest.approx(light, rel=1e-3)
    assert contrast(photo) == pytest.approx(spread, rel=1e-3)
    assert colourfulness(photo) == pytest.approx(colour, rel=1e-3, abs=1e-9)
