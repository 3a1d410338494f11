import math

from spe.features.album import album
from spe.posts import Post


def test_two_pictures_make_an_album_and_one_does_not():
    posts = [Post("a", "a.jpg", pictures=pictures) for pictures in (1, 2, 20)]

    assert [album(post) for post in posts] == [0, 1, 1]


def test_a_post_of_unknown_size_is_not_taken_for_a_single_photo():
    assert math.isnan(album(Post("a", "a.jpg")))
