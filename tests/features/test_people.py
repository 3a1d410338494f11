import math

import pytest

from spe.features.people import face_off_centre, face_size, faces, three_faces
from spe.photo.planes import Face, Photo


def with_faces(photo, *found):
    return Photo(photo.rgb, found)


def test_nobody_looked_is_unknown_and_nobody_there_is_zero(flat):
    assert math.isnan(faces(flat))
    assert faces(with_faces(flat)) == 0


def test_without_a_face_its_size_and_place_have_no_meaning(flat):
    assert math.isnan(face_size(with_faces(flat)))
    assert math.isnan(face_off_centre(with_faces(flat)))


def test_three_faces_make_a_group(flat):
    assert math.isnan(three_faces(flat))
    told = [three_faces(with_faces(flat, *[Face(0, 0, 0.1, 0.1)] * count)) for count in range(5)]
    assert told == [0, 0, 0, 1, 1]


def test_the_largest_face_is_the_one_that_counts(flat):
    photo = with_faces(flat, Face(0, 0, 0.1, 0.1), Face(0.6, 0.2, 0.4, 0.4))

    assert faces(photo) == 2
    assert face_size(photo) == pytest.approx(0.4)
    assert face_off_centre(photo) == pytest.approx(0.3)
