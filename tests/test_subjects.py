"""What is in the picture, as people say it: six names, each kept, none lost."""

import pytest

from spe.errors import SpeError
from spe.posts import Post
from spe.subjects import (
    FEWEST,
    LONGEST,
    MOST,
    chosen,
    cleaned,
    compared,
    counts,
    from_hashtags,
    given,
    meant,
    names,
    renamed,
)

SIX = ("family", "food", "home", "pets", "travel", "work")


def posts(*subjects, caption=""):
    return [
        Post(id=f"p{i}", image="", subject=subject, caption=caption)
        for i, subject in enumerate(subjects)
    ]


def said(found):
    return [post.subject for post in found]


def test_subjects_come_by_their_posts_and_as_most_of_these_spell_them():
    found = posts("Pets", "food", "pets", "pets", "", "  food ", "home")

    assert counts(said(found)) == {"pets": 3, "food": 2, "home": 1}
    assert names(found) == ("pets", "food", "home")


def test_a_name_is_one_line_without_marks_of_emphasis():
    assert cleaned(" our\n *cats*  ") == "our cats"
    assert cleaned("a\x1b[31m") == "a␛[31m"


def test_a_subject_is_compared_from_eight_posts_on():
    assert compared(posts(*["food"] * FEWEST, *["Pets"] * FEWEST)) == ("food", "Pets")
    assert compared(posts(*["food"] * FEWEST, *["pets"] * (FEWEST - 1))) == ()
    three = posts(*["food"] * FEWEST, *["pets"] * FEWEST, *["home"] * (FEWEST - 1))
    assert compared(three) == ("food", "pets")


def test_of_more_than_six_only_those_of_most_posts_are_compared():
    found = posts(*(name for name in SIX for _ in range(FEWEST + 1)), *["yard"] * FEWEST)

    assert compared(found) == SIX
    assert len(compared(found)) == MOST


def test_a_name_that_is_there_is_taken_as_it_is_spelled():
    assert chosen(" PETS", ("pets", "food")) == "pets"
    assert chosen("home", ("pets", "food")) == "home"
    assert chosen("  ", SIX) == ""


def test_a_seventh_subject_is_refused_and_the_six_are_named():
    assert chosen("yard", SIX[:5]) == "yard"
    with pytest.raises(SpeError, match=r"six subjects already \(family, .*make room for 'yard'"):
        chosen("yard", SIX)
    assert chosen("Work", SIX) == "work"


def test_a_name_is_a_word_or_two():
    assert chosen("x" * LONGEST, ()) == "x" * LONGEST
    with pytest.raises(SpeError, match="24 characters at most"):
        chosen("x" * (LONGEST + 1), ())


def test_a_typo_is_answered_with_the_known_names():
    assert meant("PETS ", SIX) == "pets"
    with pytest.raises(SpeError, match=r"no subject 'pest' among family.*Did you mean 'pets'\?"):
        meant("pest", SIX)
    with pytest.raises(SpeError, match="No post has a subject yet"):
        meant("pets", ())


def test_posts_get_a_subject_and_lose_it_again():
    found = given(posts("", "food", ""), {"p0", "p1"}, "pets")

    assert said(found) == ["pets", "pets", ""]
    assert said(given(found, {"p1"}, "")) == ["pets", "", ""]


def test_the_last_post_of_one_of_six_makes_room_for_another():
    assert said(given(posts(*SIX), {"p0"}, "yard")) == ["yard", *SIX[1:]]
    with pytest.raises(SpeError, match="six subjects already"):
        given(posts(*SIX, "family"), {"p0"}, "yard")


def test_a_subject_gets_another_name_and_two_become_one():
    assert said(renamed(posts("food", "Food", "pets"), "FOOD", "meals")) == [
        "meals",
        "meals",
        "pets",
    ]
    assert said(renamed(posts("trips", "travel"), "trips", "Travel")) == ["travel", "travel"]
    assert said(renamed(posts(*SIX), "work", "office")) == [*SIX[:5], "office"]


def test_a_name_can_be_spelled_otherwise():
    assert said(renamed(posts("pets", "pets", "food"), "pets", "Pets")) == ["Pets", "Pets", "food"]


@pytest.mark.parametrize(("old", "new"), [("yard", "home"), ("food", " ")])
def test_what_is_not_there_and_what_has_no_name_renames_nothing(old, new):
    with pytest.raises(SpeError):
        renamed(posts("food"), old, new)


def test_hashtags_name_the_subject_of_posts_without_one():
    found = [
        *posts("", caption="Our #Cat and #lunch"),
        *posts("family", caption="#cat"),
        *posts("", caption="#lunch, then the #cat"),
        *posts("", caption="#catalogue https://example.org/#cat"),
    ]
    found = [Post(**{**vars(post), "id": f"p{i}"}) for i, post in enumerate(found)]

    tagged = from_hashtags(found, {"pets": ["#cat", "dog"], "food": ["lunch"]})

    assert said(tagged) == ["pets", "family", "food", ""]
