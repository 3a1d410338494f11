"""The photos as the page carries them."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from spe.photo.planes import Face
from spe.report.photos import blurred, collect, encode
from tests.report.account import jpeg, photographs


def opened(picture):
    return Image.open(io.BytesIO(base64.b64decode(picture.uri.partition(",")[2])))


def test_a_picture_keeps_its_shape_and_nothing_else(tmp_path):
    exif = Image.Exif()
    exif[0x010F] = "CameraMaker"
    exif[0x8825] = {1: "N", 2: (47.0, 22.0, 0.0)}
    pixels = np.ascontiguousarray(photographs(1)[1][:, :180])
    path = tmp_path / "secret-name.jpg"
    path.write_bytes(jpeg(pixels, exif=exif))

    ((number, rgb),) = collect({1: path}, large=[])
    picture = encode({number: rgb}, large=[])[1]

    image = opened(picture)
    assert (picture.width, picture.height) == image.size
    assert image.size == (150, 200)
    assert not image.getexif()
    assert b"CameraMaker" not in base64.b64decode(picture.uri.partition(",")[2])
    assert "icc_profile" not in image.info


def test_a_missing_file_is_a_sentence_and_costs_no_other(tmp_path):
    good = tmp_path / "good.jpg"
    good.write_bytes(jpeg(photographs(1)[1]))

    found = dict(collect({1: tmp_path / "gone.jpg", 2: good}, large=[]))

    assert found[1].startswith("gone.jpg: can't be read")
    assert found[2].shape == (200, 200, 3)


def test_photos_shown_large_are_larger():
    pixels = photographs(2)

    made = encode(pixels, large=[2])

    assert made[1].width < made[2].width


def test_two_hundred_busy_photos_stay_within_their_budget():
    draw = np.random.default_rng(0)
    noise = draw.integers(0, 256, (200, 200, 3), dtype=np.uint8)
    pixels = dict.fromkeys(range(1, 211), noise)

    made = encode(pixels, large=list(range(1, 11)))

    assert len(made) == 210
    assert sum(len(item.uri) for item in made.values()) < 270_000 + 420_000 + 3_300 * 100


def test_encoding_is_the_same_twice():
    pixels = photographs(3)

    assert encode(pixels, [1]) == encode(pixels, [1])


def test_a_face_is_blurred_and_the_rest_is_left_alone():
    rgb = np.random.default_rng(0).integers(0, 256, (200, 200, 3), dtype=np.uint8)

    out = blurred(rgb, [Face(0.4, 0.4, 0.2, 0.2)])

    assert out[85:115, 85:115].std() < 0.4 * rgb[85:115, 85:115].std()
    assert (out[:60] == rgb[:60]).all()
    assert (out[:, 140:] == rgb[:, 140:]).all()


@pytest.mark.parametrize("box", [(-0.1, -0.1, 0.3, 0.3), (0.9, 0.9, 0.3, 0.3), (0.5, 0.5, 0, 0)])
def test_a_face_at_the_edge_breaks_nothing(box):
    rgb = photographs(1)[1]

    assert blurred(rgb, [Face(*box)]).shape == rgb.shape


def test_faces_are_blurred_before_the_photo_is_shrunk(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg(photographs(1)[1]))

    ((_, plain),) = collect({1: path}, [])
    ((_, safe),) = collect({1: path}, [], find_faces=lambda _: (Face(0.3, 0.3, 0.4, 0.4),))

    assert safe[70:130, 70:130].std() < plain[70:130, 70:130].std()
