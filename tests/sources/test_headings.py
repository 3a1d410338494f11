"""What the columns of a table are about, and counts that stand beside words."""

import pytest

from spe.sources._headings import about, columns, counted


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (["Photos", "Likes"], {"image": "Photos", "likes": "Likes"}),
        (["Photos", "File"], {"image": "File", "pictures": "Photos"}),
        (["File", "Photos"], {"image": "File", "pictures": "Photos"}),
        # Two that name the photo: neither says how many there are.
        (["File", "Path"], {"image": "File"}),
        (["Likes", "Reach", "Like count"], {"likes": "Likes"}),
        (["Date", "Time"], {"posted_at": "Date", "time": "Time"}),
        (["Time", "Likes"], {"posted_at": "Time", "likes": "Likes"}),
        (["Reach", ""], {}),
    ],
)
def test_each_meaning_has_its_first_heading(headings, found):
    assert columns(headings) == found


def test_two_headings_of_one_meaning_are_one_meaning():
    assert about(["Likes", "Like count", "Reach", "Date"]) == 2


@pytest.mark.parametrize(
    ("written", "likes"),
    [(7, 7), ("12 likes", 12), ("Likes: 1.2k", 1200), ("❤️ 56", 56), ("", None)],
)
def test_a_count_is_read_beside_its_own_word_or_a_picture(written, likes):
    assert counted(written, "likes") == likes


@pytest.mark.parametrize(
    "written", ["12 comments", "12 something", "12 of 30", "~12", "+12 likes", "many", "❤️"]
)
def test_another_count_two_counts_or_about_so_many_are_no_likes(written):
    with pytest.raises(ValueError, match="not a number"):
        counted(written, "likes")
