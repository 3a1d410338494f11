"""What the face model is fed and what its numbers mean, on made numbers."""

import numpy as np
import pytest

from spe.photo.blazeface import PLACES, SIDE, boxes, squared

# The log odds of .9, .8 and .5.
LIKELY, GOOD, EVEN = 2.1972246, 1.3862944, 0.0


def told(*faces):
    """The model's numbers where these faces are: row, column, the four of a box, log odds."""
    places = np.zeros((PLACES, 16), np.float32)
    logits = np.full(PLACES, -20, np.float32)
    for row, column, box, odds in faces:
        place = row * 48 + column
        places[place, :4] = box
        logits[place] = odds
    return places, logits


def test_a_box_lies_around_the_middle_of_its_place():
    (face,) = boxes(*told((10, 20, (0, 0, 48, 24), LIKELY)), 0.2)

    # The middle of column 20 is at 20.5 x 4 = 82 of 192 pixels, that of row 10 at 42.
    assert face[:4] * SIDE == pytest.approx([82 - 24, 42 - 12, 82 + 24, 42 + 12], abs=1e-4)
    assert face[4] == pytest.approx(0.9)


def test_across_comes_before_down_and_is_counted_from_the_middle():
    (face,) = boxes(*told((10, 20, (6, -3, 10, 10), LIKELY)), 0.2)

    assert (face[:2] + face[2:4]) / 2 * SIDE == pytest.approx([88, 39], abs=1e-4)


def test_a_score_below_the_weakest_is_no_face():
    numbers = told((10, 20, (0, 0, 48, 24), EVEN))

    assert len(boxes(*numbers, 0.5)) == 1
    assert len(boxes(*numbers, 0.51)) == 0


def test_a_box_of_no_size_or_less_is_none():
    assert len(boxes(*told((10, 20, (0, 0, -1, 24), LIKELY)), 0.2)) == 0


def test_numbers_far_out_are_scores_and_no_warning():
    places, logits = told((10, 20, (0, 0, 48, 24), 1e6))
    logits[0] = -1e6

    assert boxes(places, logits, 0.2)[:, 4] == pytest.approx([1])


def test_boxes_on_one_face_become_their_weighted_mean_with_the_best_score():
    numbers = told((10, 20, (0, 0, 40, 40), LIKELY), (10, 21, (0, 0, 40, 40), GOOD))
    (face,) = boxes(*numbers, 0.2)

    # Middles at 82 and 86, weighted with .9 and .8.
    assert face[0] * SIDE == pytest.approx((0.9 * 62 + 0.8 * 66) / 1.7, abs=1e-3)
    assert face[4] == pytest.approx(0.9)


@pytest.mark.parametrize(("apart", "count"), [(5, 1), (6, 2)])
def test_boxes_are_one_face_from_three_tenths_of_common_ground_on(apart, count):
    # Two squares of 40: 20 pixels apart they have 20 / 60 in common, 24 apart 16 / 64.
    numbers = told((10, 20, (0, 0, 40, 40), LIKELY), (10, 20 + apart, (0, 0, 40, 40), GOOD))

    assert len(boxes(*numbers, 0.2)) == count


def test_the_best_comes_first_and_boxes_apart_are_kept():
    numbers = told((10, 10, (0, 0, 20, 20), GOOD), (40, 40, (0, 0, 20, 20), LIKELY))

    assert boxes(*numbers, 0.2)[:, 4] == pytest.approx([0.9, 0.8])


def test_no_face_is_no_rows():
    assert boxes(*told(), 0.2).shape == (0, 5)


@pytest.mark.parametrize(
    ("height", "width", "left", "top"), [(400, 800, 0, -200), (800, 400, -200, 0), (500, 500, 0, 0)]
)
def test_a_picture_lies_in_the_middle_of_the_square_with_black_around(height, width, left, top):
    square = squared(np.full((height, width, 3), 255, np.uint8))

    assert (square.left, square.top, square.side) == (left, top, max(height, width))
    assert square.pixels.shape == (1, SIDE, SIDE, 3)
    assert square.pixels[0, SIDE // 2, SIDE // 2].tolist() == [1, 1, 1]
    white = (square.pixels[0, ..., 0] > 0.99).mean()
    assert white == pytest.approx(height * width / max(height, width) ** 2, abs=0.01)


def test_a_pixel_of_the_square_is_the_one_that_lies_at_its_corner():
    # Each pixel of the square is 4 of the photo wide; only those at corners are white.
    photo = np.zeros((4 * SIDE, 4 * SIDE, 3), np.uint8)
    photo[::4, ::4] = 255

    assert (squared(photo).pixels == 1).all()
    assert (squared(photo[1:, 1:]).pixels < 0).any()


def test_a_pixel_is_mixed_of_the_four_around_it():
    # The square is as large as a photo of 96, twice: every second pixel lies half between.
    photo = np.zeros((96, 96, 3), np.uint8)
    photo[:, 1] = 200
    (row,) = squared(photo).pixels[:, 50, :5, 0]

    assert ((row + 1) * 127.5).tolist() == pytest.approx([0, 100, 200, 100, 0], abs=1e-3)
