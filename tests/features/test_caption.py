import math

import pytest

from spe.features import WRITTEN
from spe.features.caption import (
    caption_breaks,
    caption_emoji,
    caption_hashtags,
    caption_length,
    caption_link,
    caption_marks,
)
from spe.posts import Post


def of(feature, caption):
    return feature(Post("a", "a.jpg", caption=caption))


def test_they_are_a_kind_of_their_own():
    assert {
        "caption_length",
        "caption_breaks",
        "caption_link",
        "caption_hashtags",
        "caption_emoji",
        "caption_marks",
    } == WRITTEN


@pytest.mark.parametrize("caption", ["", " \n ", "https://t.co/abc1DEF", " https://t.co/a "])
def test_where_nothing_is_written_nothing_is_known(caption):
    features = (
        caption_length,
        caption_breaks,
        caption_link,
        caption_hashtags,
        caption_emoji,
        caption_marks,
    )

    assert all(math.isnan(of(feature, caption)) for feature in features)


@pytest.mark.parametrize(
    ("caption", "length"),
    [
        ("Home again", 10),
        ("  Home again \n", 10),
        ("Home again https://t.co/abc", 10),
        ("www.example.org", 0),
        ("See https://example.org/a?b=c for it", 11),
        ("家に帰る", 4),
    ],
)
def test_length_is_of_the_characters_without_links(caption, length):
    assert of(caption_length, caption) == length


def test_a_link_counts_unless_it_is_the_one_to_the_post_s_own_picture():
    assert of(caption_link, "new: https://example.org") == 1
    assert of(caption_link, "new: WWW.example.org") == 1
    assert of(caption_link, "new https://t.co/abc") == 0
    assert of(caption_link, "https://t.co/one and https://t.co/two") == 1
    assert of(caption_link, "a.b www") == 0


def test_lines_are_counted_by_their_breaks_whatever_ends_them():
    assert of(caption_breaks, "one") == 0
    assert of(caption_breaks, "one\r\ntwo\n\nfour") == 3
    assert of(caption_breaks, "one\n") == 0


@pytest.mark.parametrize(
    ("caption", "number"),
    [
        ("none", 0),
        ("#one two #drei_3", 2),
        ("#one#two", 1),
        ("#山 and ＃川", 2),
        ("#1 of 3, c#sharp, a # b", 0),
        ("https://example.org/#top", 0),
    ],
)
def test_hashtags_are_words_behind_a_sign_in_any_script(caption, number):
    assert of(caption_hashtags, caption) == number


@pytest.mark.parametrize(
    ("caption", "number"),
    [
        ("plain: 1 2 3 # * © ™", 0),
        ("\U0001f600\U0001f600", 2),
        ("\u2764\ufe0f", 1),
        ("\u2600 sun", 1),
        ("\U0001f44d\U0001f3fd", 1),
        ("\U0001f1e8\U0001f1ed \U0001f1eb\U0001f1f7", 2),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 1),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", 1),
        ("1\ufe0f\u20e3", 1),
        ("\u2764\ufe0f\u200d\U0001f525 fire", 1),
        ("日本語 — … →", 0),
    ],
)
def test_an_emoji_counts_once_with_all_that_is_joined_to_it(caption, number):
    assert of(caption_emoji, caption) == number


def test_exclamation_and_question_marks_of_any_script_count_outside_of_links():
    assert of(caption_marks, "Really?! ¿Sí? 本当？") == 5
    assert of(caption_marks, "https://example.org/?a=b") == 0
    assert of(caption_marks, "no.") == 0
