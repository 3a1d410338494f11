import math

from spe.features.album import Further, album, face_further_in
from spe.posts import Post


def test_two_pictures_make_an_album_and_one_does_not():
    posts = [Post("a", "a.jpg", pictures=pictures) for pictures in (1, 2, 20)]

    assert [album(post) for post in posts] == [0, 1, 1]


def test_a_post_of_unknown_size_is_not_taken_for_a_single_photo():
    assert math.isnan(album(Post("a", "a.jpg")))


def test_a_face_on_any_other_photo_is_further_in_and_none_is_none():
    counts = [(0, 2), (0, 0), (3,), (0,)]

    found = [face_further_in(Further([{"faces": float(n)} for n in one])) for one in counts]

    assert found == [1, 0, 1, 0]


def test_it_is_unknown_for_a_single_photo_and_where_one_that_was_not_seen_may_show_a_face():
    unseen = [(), (math.nan,), (0.0, math.nan)]
    known = Further([{"faces": math.nan}, {"faces": 1.0}])

    found = [face_further_in(Further([{"faces": n} for n in one])) for one in unseen]

    assert all(math.isnan(value) for value in found)
    assert math.isnan(face_further_in(Further([{}, {"faces": 0.0}])))
    assert face_further_in(known) == 1
