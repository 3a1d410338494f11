import math

import numpy as np
import pytest

from spe.features import composition
from spe.features.composition import (
    background_blur,
    focus_height,
    focus_off_centre,
    horizontal_lines,
    symmetry,
    thirds,
    vertical_lines,
)
from spe.photo.opencv import cv2
from spe.photo.planes import Photo


def spot(x, y, size=240):
    """A bright spot on grey, at shares x and y of the frame."""
    rgb = np.full((size, size, 3), 90, np.uint8)
    cv2.circle(rgb, (round(x * size), round(y * size)), 14, (250, 250, 250), -1)
    return Photo(rgb)


def test_a_mirrored_half_is_exactly_symmetrical(noise):
    half = noise.rgb[:, :128]

    assert symmetry(Photo(np.hstack([half, half[:, ::-1]]))) == pytest.approx(1, abs=1e-6)


def test_light_against_dark_is_the_opposite_of_symmetrical(ramp):
    assert symmetry(ramp) == pytest.approx(-1, abs=0.02)


def test_the_eye_catcher_is_found_where_it_stands():
    assert focus_off_centre(spot(0.5, 0.5)) < 0.03
    assert focus_off_centre(spot(0.85, 0.5)) > 0.15
    assert focus_height(spot(0.5, 0.15)) < 0.4
    assert focus_height(spot(0.5, 0.85)) > 0.6


def test_a_spot_on_a_third_counts_for_the_thirds():
    assert thirds(spot(1 / 3, 1 / 3)) > 2 * thirds(spot(0.5, 0.5))


def test_mirroring_leaves_the_eye_catcher_as_far_off_centre(photograph):
    photo = photograph("rocket")
    mirrored = Photo(np.ascontiguousarray(photo.rgb[:, ::-1]))

    assert focus_off_centre(mirrored) == pytest.approx(focus_off_centre(photo), abs=0.01)


def test_blurring_the_surroundings_reads_as_background_blur(photograph):
    photo = photograph("astronaut")
    height, width = photo.rgb.shape[:2]
    soft = cv2.GaussianBlur(photo.rgb, (0, 0), 4)
    middle = (slice(height // 4, -(height // 4)), slice(width // 4, -(width // 4)))
    soft[middle] = photo.rgb[middle]

    assert background_blur(Photo(soft)) > background_blur(photo) + 1


def test_even_texture_has_no_background_blur(chequers):
    assert background_blur(chequers) == pytest.approx(0, abs=0.35)


def test_stripes_lie_or_stand():
    lying = np.zeros((120, 120, 3), np.uint8)
    lying[::8] = 255
    standing = np.ascontiguousarray(lying.swapaxes(0, 1))

    assert horizontal_lines(Photo(lying)) == pytest.approx(1)
    assert vertical_lines(Photo(lying)) == 0
    assert vertical_lines(Photo(standing)) == pytest.approx(1)


def test_lines_lean_evenly_in_noise():
    grey = np.random.default_rng(0).normal(128, 20, (256, 256)).clip(0, 255).astype(np.uint8)
    photo = Photo(np.repeat(cv2.GaussianBlur(grey, (0, 0), 3)[..., None], 3, axis=2))

    assert horizontal_lines(photo) == pytest.approx(1 / 6, abs=0.03)
    assert vertical_lines(photo) == pytest.approx(1 / 6, abs=0.03)


@pytest.mark.parametrize(
    "name",
    [
        "symmetry",
        "focus_off_centre",
        "focus_height",
        "thirds",
        "background_blur",
        "horizontal_lines",
        "vertical_lines",
    ],
)
def test_a_flat_photo_has_no_composition(name, flat):
    assert math.isnan(getattr(composition, name)(flat))


@pytest.mark.parametrize("name", ["astronaut", "china", "camera"])
def test_lines_agree_with_the_formula_in_plain_numpy(name, photograph):
    photo = photograph(name)
    grey = np.pad(photo.grey.astype(np.float64), 1, mode="reflect")
    right, left = grey[:, 2:], grey[:, :-2]
    below, above = grey[2:], grey[:-2]
    across = np.abs((right - left)[:-2] + 2 * (right - left)[1:-1] + (right - left)[2:])
    down = np.abs((below - above)[:, :-2] + 2 * (below - above)[:, 1:-1] + (below - above)[:, 2:])
    weight, close = np.hypot(across, down), np.tan(np.radians(15))

    level = weight[across < close * down].sum() / weight.sum()
    upright = weight[down < close * across].sum() / weight.sum()

    assert horizontal_lines(photo) == pytest.approx(level, rel=1e-6)
    assert vertical_lines(photo) == pytest.approx(upright, rel=1e-6)
