import math

import numpy as np
import pytest
from skimage.measure import blur_effect

from spe.features.detail import blur, busyness, empty_space
from spe.photo.opencv import cv2
from spe.photo.planes import Photo


def blurred(photo, sigma):
    return Photo(cv2.GaussianBlur(photo.rgb, (0, 0), sigma))


def test_more_blur_reads_as_more_blur(photograph):
    sharp = photograph("astronaut")
    values = [blur(sharp), *(blur(blurred(sharp, sigma)) for sigma in (1, 2, 4))]

    assert values == sorted(values)
    assert len(set(values)) == len(values)


def test_a_flat_photo_has_no_blur_no_edges_and_nothing_but_space(flat):
    assert math.isnan(blur(flat))
    assert busyness(flat) == 0
    assert empty_space(flat) == 1


def test_a_chessboard_is_busier_than_half_a_chessboard(chequers):
    half = chequers.rgb.copy()
    half[:, 128:] = 128

    assert busyness(Photo(half)) < busyness(chequers)
    assert empty_space(Photo(half)) > empty_space(chequers)


def test_a_grey_copy_is_as_busy_as_the_colour_photo(photograph):
    photo = photograph("coffee")
    grey = Photo(np.repeat(photo.grey[..., None], 3, axis=2))

    assert busyness(grey) == busyness(photo)
    assert blur(grey) == blur(photo)


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "china", "flower", "brick"])
def test_blur_is_the_published_measure_as_scikit_image_has_it(photograph, name):
    photo = photograph(name)
    soft = blurred(photo, 2)

    assert blur(photo) == pytest.approx(blur_effect(photo.grey), abs=1e-6)
    assert blur(soft) == pytest.approx(blur_effect(soft.grey), abs=1e-6)


def test_blur_is_scikit_image_s_on_noise_steps_stripes_and_slivers(noise, chequers, ramp):
    stripes = Photo(np.repeat(chequers.rgb[:1], 40, axis=0))
    sliver = Photo(noise.rgb[:5, :40])

    for photo in (noise, chequers, ramp, stripes, sliver):
        assert blur(photo) == pytest.approx(blur_effect(photo.grey), abs=1e-6)
