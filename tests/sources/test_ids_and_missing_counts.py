"""Ids that a spreadsheet may have cut down, and what is said of counts that are not there."""

import pytest

from spe.sources._values import whole_id
from tests.sources.made_exports import (
    MEDIUM,
    graph_api,
    insights,
    instagram,
    instagram_api,
    twitter,
)
from tests.sources.made_records import flickr


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("17900000000000123", "17900000000000123"),
        ("'17900000000000123", "17900000000000123"),
        (17900000000000123, "17900000000000123"),
        (12.0, "12"),
        (2.0**53 - 1, "9007199254740991"),
        (2.0**53, ""),
        (1.5, ""),
        ("1.79E+16", ""),
        ("", ""),
        (None, ""),
        (0, "0"),
        (" Ab-3 ", "Ab-3"),
        ("x" * 101, "x" * 100),
    ],
)
def test_an_id_is_kept_whole_or_not_at_all(value, text):
    assert whole_id(value) == text


@pytest.mark.parametrize(
    ("files", "own"),
    [
        (graph_api(), f"{MEDIUM}"),
        (instagram_api(), f"{MEDIUM}_1"),
        (twitter(), "1588000000000000005"),
        (flickr(), "53000000000"),
    ],
)
def test_an_id_that_no_network_gives_is_cut_at_sixty_signs(reading, files, own):
    long = "7" * 70
    told = {
        name.replace(f"/{own}", f"/{long}"): data.replace(f'"{own}"'.encode(), f'"{long}"'.encode())
        for name, data in files.items()
    }

    ids = {found.post.id for found in reading(told).found}

    assert "7" * 60 in ids
    assert max(map(len, ids)) == 60


# What is said of counts that are not there.

NONE_AT_ALL = "The export has no like counts: Instagram leaves them out."
INSIGHTS = "logged_information/past_instagram_insights/posts.json"


def test_an_export_without_insights_is_said_to_have_no_likes(reading):
    assert NONE_AT_ALL in reading(instagram()).notes


def test_posts_that_insights_do_not_hold_are_counted(reading):
    result = reading({**instagram(), INSIGHTS: insights({0: "980", 1: "4"})})

    without = sum(found.post.likes is None for found in result.found)
    said = f"{without} posts are not in the export's insights: no like counts for them."
    assert 0 < without == len(result.found) - 2
    assert said in result.notes
    assert NONE_AT_ALL not in result.notes
