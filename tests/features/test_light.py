import numpy as np
import pytest

from spe.features.light import bright_area, brightness, contrast, subject_light, top_light
from spe.photo.planes import Photo


def test_half_black_half_white_has_mean_50_and_sd_50():
    photo = Photo(np.repeat([[[0], [255]]], 3, axis=2).astype(np.uint8).repeat(64, 0).repeat(32, 1))

    assert brightness(photo) == pytest.approx(50, abs=0.01)
    assert contrast(photo) == pytest.approx(50, abs=0.01)
    assert bright_area(photo) == 0.5


@pytest.mark.parametrize("measure", [brightness, contrast, bright_area, top_light, subject_light])
def test_mirroring_leaves_light_alone(measure, noise):
    mirrored = Photo(np.ascontiguousarray(noise.rgb[:, ::-1]))

    assert measure(mirrored) == pytest.approx(measure(noise), abs=1e-4)


def test_brightening_reads_as_brighter_and_halving_the_range_as_less_contrast(ramp):
    half = Photo(ramp.rgb // 2)
    middle = Photo(ramp.rgb // 2 + 64)

    assert brightness(half) < brightness(middle)
    assert contrast(middle) < contrast(ramp)


def test_a_lit_middle_reads_above_zero_and_a_lit_sky_above_zero():
    middle = np.zeros((100, 100, 3), np.uint8)
    middle[25:75, 25:75] = 255
    sky = np.zeros((99, 100, 3), np.uint8)
    sky[:33] = 255

    assert subject_light(Photo(middle)) == pytest.approx(100, abs=0.01)
    assert top_light(Photo(sky)) == pytest.approx(100, abs=0.01)
    assert top_light(Photo(np.ascontiguousarray(sky[::-1]))) == pytest.approx(-100, abs=0.01)
