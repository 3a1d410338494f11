"""When a like count may be a slip: one rule, by the counts of the posts around it."""

from datetime import UTC, datetime, timedelta

import pytest

from spe.doubt import doubt, doubted, far
from spe.posts import Post

START = datetime(2026, 1, 1, tzinfo=UTC)


def post(number, likes, **changes):
    when = START + timedelta(days=number)
    return Post(**{"id": f"p{number}", "image": "", "posted_at": when, "likes": likes, **changes})


@pytest.mark.parametrize(
    ("likes", "others", "way"),
    [
        # One number alone says nothing of another.
        (450_000, [], None),
        (450_000, [45], None),
        (450_000, [45, 48], "more"),
        (1, [45, 48], "fewer"),
        # Eight times is not yet far, nor is an eighth.
        (320, [40, 40, 40], None),
        (321, [40, 40, 40], "more"),
        (5, [40, 40, 40], None),
        (4, [40, 40, 40], "fewer"),
        # A digit typed twice, and one left out.
        (455, [45, 47, 52], "more"),
        (4, [45, 47, 52], "fewer"),
        # Small counts: one against eight is ordinary, and so is nought against ten.
        (8, [1, 1, 1], None),
        (1, [8, 8, 8], None),
        (0, [10, 10, 10], None),
        (10, [0, 0, 0], None),
        (16, [0, 0, 0], None),
        (17, [0, 0, 0], "more"),
        (0, [16, 16, 16], None),
        (0, [17, 17, 17], "fewer"),
        # One slip among the others does not make the right ones odd, nor do two of six.
        (48, [45, 450_000], None),
        (48, [45, 52, 450_000], None),
        (48, [41, 45, 47, 52, 450_000, 450_000], None),
        # Between two halves that differ nothing is odd; beyond both it is.
        (300, [10, 10, 900, 900], None),
        (7_300, [10, 10, 900, 900], "more"),
        (1, [17, 17, 900, 900], "fewer"),
    ],
)
def test_far_is_beyond_eight_times_the_middle_of_the_others(likes, others, way):
    assert far(likes, others) == way


def test_a_slip_is_found_among_the_posts_around_it_and_told_with_their_usual():
    posts = [post(number, 40 + number) for number in range(12)]
    posts[6] = post(6, 46_000)

    (one,) = doubted(posts)

    assert (one.post.id, one.likes, one.way) == ("p6", 46_000, "more")
    assert one.usual == pytest.approx(46.0, abs=1)


def test_an_account_that_grew_is_held_against_its_own_time():
    young = [post(number, 4) for number in range(12)]
    grown = [post(100 + number, 400) for number in range(12)]

    assert doubted([*young, *grown]) == []
    assert [one.post.id for one in doubted([*young, *grown, post(5.5, 400)])] == ["p5.5"]


def test_the_ten_nearest_are_asked_and_no_others():
    near = [post(number, 10) for number in range(10)]
    farther = [post(-40 - number, 900) for number in range(30)]

    assert doubt(post(4.5, 100), [*near, *farther]).usual == 10
    assert doubt(post(4.5, 60), [*near, *farther]) is None


def test_a_post_without_a_time_is_held_against_all():
    others = [post(number, 40) for number in range(3)]
    undated = post(9, 400, posted_at=None)

    assert doubt(undated, others).usual == 40
    assert [one.post.id for one in doubted([*others, undated])] == ["p9"]


def test_where_hardly_any_post_has_a_time_all_others_are_asked():
    others = [post(number, 40, posted_at=None) for number in range(3)]

    assert doubt(post(9, 400), [*others, post(8, 300)]).usual == 40


@pytest.mark.parametrize("when", [START, None])
def test_a_post_is_not_held_against_itself(when):
    own = post(1, 7_300, posted_at=when)

    assert doubt(own, [own, post(2, 10), post(3, 900)]).usual == 455


@pytest.mark.parametrize("change", [{"likes": None}, {"excluded": "a giveaway"}])
def test_what_is_not_counted_is_neither_doubted_nor_asked(change):
    others = [post(number, 40) for number in range(2)]

    assert doubt(post(5, **{"likes": 4_000, **change}), others) is None
    assert doubt(post(5, 4_000), [others[0], post(1, **{"likes": 40, **change})]) is None
