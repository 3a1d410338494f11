"""Edits do to a photo what they say, and nothing to what they should leave alone."""

import itertools

import numpy as np
import pytest

from spe.photo.edits import (
    Edit,
    _kept,
    black_and_white,
    cropped,
    edits,
    exposed,
    levelled,
    spoils,
    tilted,
    warmed,
)
from spe.photo.opencv import cv2
from spe.photo.planes import Face, Photo


@pytest.fixture
def lines():
    """A window front: level and upright lines on grey."""
    rgb = np.full((600, 900, 3), 120, np.uint8)
    for x, y in itertools.product(range(60, 880, 160), range(40, 560, 120)):
        cv2.rectangle(rgb, (x, y), (x + 110, y + 80), (30, 40, 60), -1)
    return rgb


def leaning(rgb, degrees):
    """The photo turned counter-clockwise, cut so that no corner is empty."""
    return levelled(rgb, -degrees)


def named(rgb):
    return {edit.name: edit for edit in edits(rgb)}


def test_every_edit_leaves_the_photo_as_it_was(photograph):
    rgb = cv2.resize(photograph("coffee").rgb, (900, 600))
    before = rgb.copy()

    for edit in edits(rgb):
        made = edit.apply(rgb)

        assert made.dtype == np.uint8
        assert made.ndim == 3
        assert (rgb == before).all()


def test_edits_of_one_way_differ_in_strength_alone():
    ways = {name: edit.way for name, edit in named(np.full((800, 1200, 3), 90, np.uint8)).items()}

    assert ways["brighter_1"] == ways["brighter_2"] == "brighter"
    assert len({ways[name] for name in ("brighter_1", "darker_1", "warmer_1", "cooler_1")}) == 4
    crops = {name for name in ways if name.endswith("two_thirds")}
    assert len(crops) == len({ways[name] for name in crops}) > 1


def test_tones_keep_the_size_and_crops_do_not():
    rgb = np.full((800, 1200, 3), 90, np.uint8)

    for edit in edits(rgb):
        assert (edit.apply(rgb).shape == rgb.shape) == edit.of_tone


def test_crops_are_shapes_that_apps_show_and_large_enough():
    sizes = [(800, 1200), (1200, 800), (1080, 1080), (400, 1200), (350, 350)]

    for height, width in sizes:
        rgb = np.zeros((height, width, 3), np.uint8)
        for edit in (edit for edit in edits(rgb) if edit.kind == "crop"):
            tall, wide = edit.apply(rgb).shape[:2]

            assert min(tall, wide) >= 319
            assert 0.73 < wide / tall < 1.93


def test_a_small_photo_is_not_cropped():
    assert not any(edit.kind == "crop" for edit in edits(np.zeros((300, 300, 3), np.uint8)))


def test_two_thirds_are_two_thirds():
    rgb = np.zeros((900, 1200, 3), np.uint8)
    rgb[:, :400] = 255

    kept = named(rgb)["right_two_thirds"].apply(rgb)

    assert kept.shape == (900, 800, 3)
    assert not kept.any()


def test_a_square_crop_is_square_and_in_the_middle():
    rgb = np.zeros((600, 900, 3), np.uint8)
    rgb[:, 150:750] = 7

    square = named(rgb)["square"].apply(rgb)

    assert square.shape == (600, 600, 3)
    assert (square == 7).all()


def test_a_stop_doubles_the_light_and_two_thirds_back_undo_two_thirds():
    grey = np.full((4, 4, 3), 100, np.uint8)

    brighter = exposed(grey, 1)

    assert brighter[0, 0, 0] == 138  # 100 is .127 of linear light, 138 is .254
    assert exposed(exposed(grey, 2 / 3), -2 / 3)[0, 0, 0] == pytest.approx(100, abs=1)


def test_warmth_moves_blue_to_amber_and_leaves_a_grey_as_bright():
    grey = np.full((8, 8, 3), 128, np.uint8)

    warm, cool = warmed(grey, 0.1)[0, 0], warmed(grey, -0.1)[0, 0]

    assert warm[0] > warm[1] > warm[2]
    assert cool[0] < cool[1] < cool[2]
    assert Photo(warmed(grey, 0.1)).lightness.mean() == pytest.approx(
        Photo(grey).lightness.mean(), abs=0.5
    )


def test_black_and_white_has_no_colour_and_the_same_lightness(photograph):
    photo = photograph("china")
    grey = Photo(black_and_white(photo.rgb))

    assert float(grey.chroma.max()) < 1e-2
    assert float(np.abs(grey.lightness - photo.lightness).max()) < 1


@pytest.mark.parametrize("degrees", [-5.0, -2.0, 1.5, 4.0])
def test_a_lean_is_seen_and_put_right(lines, degrees):
    crooked = leaning(lines, degrees)

    assert tilted(crooked) == pytest.approx(degrees, abs=0.5)
    assert tilted(levelled(crooked, degrees)) is None


def test_what_is_level_or_has_no_lines_is_not_straightened(lines, photograph, flat):
    photos = [lines, flat.rgb, photograph("chelsea").rgb, photograph("flower").rgb]

    assert [tilted(rgb) for rgb in photos] == [None] * 4
    assert "level" not in named(lines)
    assert "level" in named(leaning(lines, 3))


def test_a_photo_turned_within_its_frame_has_no_empty_corners():
    white = np.full((600, 900, 3), 255, np.uint8)

    turned = cv2.warpAffine(white, cv2.getRotationMatrix2D((450, 300), 5, 1), (900, 600))
    margin = (1 - _kept(5, 1.5)) / 2

    assert (cropped(turned, (margin, margin, 1 - margin, 1 - margin))[2:-2, 2:-2] == 255).all()


def test_a_face_moves_with_a_crop():
    crop = named(np.zeros((900, 1200, 3), np.uint8))["right_two_thirds"]

    (face,) = crop.faces((Face(0.5, 0.2, 0.1, 0.2),))

    assert (face.x, face.y, face.width, face.height) == pytest.approx((0.25, 0.2, 0.15, 0.2))


def test_a_crop_through_a_face_is_refused():
    crop = named(np.zeros((900, 1200, 3), np.uint8))["right_two_thirds"]

    with pytest.raises(ValueError, match="a face would be cut"):
        crop.faces((Face(0.3, 0.2, 0.1, 0.2),))


def test_faces_nobody_looked_for_stay_unknown():
    for edit in edits(np.zeros((900, 1200, 3), np.uint8)):
        assert edit.faces(None) is None
        assert edit.faces(()) == ()


def test_a_face_follows_the_turn(lines):
    rgb = np.full((600, 900, 3), 128, np.uint8)
    rgb[100:160, 200:290] = (255, 0, 0)
    made = levelled(rgb, 4)
    rows, columns = np.nonzero(made[..., 1] < 40)

    edit = next(edit for edit in edits(leaning(lines, 4)) if edit.kind == "level")
    by_four = Edit(edit.kind, edit.name, edit.how, edit.apply, edit.moved)
    (face,) = by_four.faces((Face(200 / 900, 100 / 600, 0.1, 0.1),))

    assert face.centre_x * made.shape[1] == pytest.approx(columns.mean(), abs=8)
    assert (face.y + face.height / 2) * made.shape[0] == pytest.approx(rows.mean(), abs=8)


def test_burning_out_the_photo_spoils_it():
    rgb = np.full((300, 300, 3), 120, np.uint8)
    rgb[:60] = 235

    assert spoils(rgb, exposed(rgb, 2 / 3))
    assert not spoils(rgb, exposed(rgb, -2 / 3))
