"""When likes were read: as the source itself says it, else unknown; a file's time is no word."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

import spe
from spe.posts import Post, merged, read_from, stays_for_its_day
from tests.sources.made_exports import (
    MEDIUM,
    business_suite,
    graph_api,
    insights,
    instagram,
    instagram_api,
    instaloader,
    lay_out,
    table,
    twitter,
    when,
    zipped,
)
from tests.sources.made_records import mastodon

DAY = datetime(2026, 3, 4, tzinfo=UTC)
INSIGHTS = {"logged_information/past_instagram_insights/posts.json": insights({0: "980"})}
MANIFEST = (
    b'window.__THAR_CONFIG = {"userInfo": {"accountId": "1"}, "archiveInfo": '
    b'{"sizeBytes": "1", "generationDate": "2026-03-04T10:20:30.456Z", "maxPartSizeBytes": "9"}}'
)


def read_on(reading):
    """The days of reading of the counts of a source."""
    return {found.post.likes_as_of for found in reading.found if found.post.likes is not None}


def days(reading):
    return {day and f"{day:%Y-%m-%d %H:%M %z}" for day in read_on(reading)}


@pytest.mark.parametrize(
    "files",
    [
        {**instagram(), **INSIGHTS},
        graph_api(),
        instaloader(),
        instagram_api(),
        twitter(),
        table(),
        {"suite.csv": business_suite({0: 5, 1: 6})},
        mastodon(),
    ],
)
@pytest.mark.parametrize("packed", [True, False])
def test_the_time_of_a_file_or_of_a_zips_member_is_no_day_of_reading(
    reading, tmp_path, files, packed
):
    result = reading(zipped(files, tmp_path / "export.zip") if packed else files)

    assert read_on(result) == {None}
    assert sum("does not say when its likes were read" in note for note in result.notes) == 1


@pytest.mark.parametrize(
    ("files", "name", "day"),
    [
        (
            {**instagram(), **INSIGHTS},
            "instagram-made-2020-01-01-up-2026-03-04-8trX8Sq2.zip",
            "2026-03-04 00:00 +0100",
        ),
        (twitter(), "twitter-2026-03-04-0123abcd.zip", "2026-03-04 00:00 +0100"),
        (
            {**twitter(), "data/manifest.js": MANIFEST},
            "twitter-2020-01-01-0123abcd.zip",
            "2026-03-04 10:20 +0000",
        ),
        (mastodon(), "archive-20260304101112-0123abcd.zip", "2026-03-04 00:00 +0100"),
    ],
)
def test_an_export_that_tells_its_own_day_was_read_then(reading, tmp_path, files, name, day):
    result = reading(zipped(files, tmp_path / name))

    assert days(result) == {day}
    assert not any("does not say" in note for note in result.notes)


@pytest.mark.parametrize(
    "name", ["instagram-me-2026-13-04-x.zip", "me-2026-03-04.zip", "instagram-me-2026-03-041.zip"]
)
def test_a_name_that_is_not_the_networks_tells_no_day(reading, tmp_path, name):
    assert read_on(reading(zipped({**instagram(), **INSIGHTS}, tmp_path / name))) == {None}


def test_a_manifest_without_a_date_leaves_the_name(reading, tmp_path):
    files = {**twitter(), "data/manifest.js": MANIFEST.replace(b"2026-03", b"in March")}

    result = reading(zipped(files, tmp_path / "twitter-2026-03-05-0123abcd.zip"))

    assert days(result) == {"2026-03-05 00:00 +0100"}


@pytest.mark.parametrize(
    ("files", "counted"),
    [
        (graph_api(), "graph-api"),
        (instagram_api(), "instagram-api"),
        (twitter(), "twitter"),
        (instaloader(), "instaloader"),
        (mastodon(), "mastodon"),
        ({**instagram(), **INSIGHTS}, "instagram-insights"),
        ({"suite.csv": business_suite({0: 5, 1: 6})}, "business-suite"),
        ({"posts.csv": b"id,likes\n17900000001,5\n17900000002,\n"}, "table"),
    ],
)
def test_a_count_says_where_it_is_from_and_no_count_is_from_nowhere(reading, files, counted):
    posts = [found.post for found in reading(files).found]

    assert {post.likes_from for post in posts if post.likes is not None} == {counted}
    assert {post.likes_from for post in posts if post.likes is None} <= {""}


def test_an_export_without_likes_says_nothing_of_when_they_were_read(reading):
    assert not any("does not say" in note for note in reading(instagram()).notes)


def test_likes_of_no_known_day_were_not_read_before_the_newest_of_them_was_posted(reading):
    files = {**instagram(), **INSIGHTS}
    files["logged_information/past_instagram_insights/posts.json"] = insights({0: "9", 2: "12"})

    posts = {found.post.id: found.post for found in reading(files).found}

    assert posts[str(MEDIUM)].likes_read_after == when(2)
    assert posts[str(MEDIUM + 2)].likes_read_after == when(2)
    assert posts[str(MEDIUM + 3)].likes_read_after is None


def test_each_table_of_a_folder_was_read_for_itself(reading):
    rows = "id,posted,likes\npost-in-{0}-a,2026-0{0}-01 12:00,5\npost-in-{0}-b,2026-0{0}-20 12:00,6"
    result = reading({f"{month}.csv": rows.format(month).encode() for month in (1, 3)})

    assert [found.post.likes_read_after.month for found in result.found] == [1, 1, 3, 3]


def test_each_sheet_of_business_suite_was_read_for_itself(reading):
    files = {"a.csv": business_suite({0: 5, 1: 6}), "b.csv": business_suite({8: 5, 9: 6})}

    after = [found.post.likes_read_after for found in reading(files).found]

    assert len(set(after)) == 2
    assert after[0] == after[1] < after[2] == after[3]


def test_a_moment_before_which_likes_were_not_read_is_read_back_from_our_own_table(reading):
    rows = "id,posted_at,likes,likes_read_after\npost-a-1,2026-01-01T12:00+01:00,5,{0}"
    result = reading({"posts.csv": rows.format("2026-02-03T10:00:00+01:00").encode()})

    assert f"{result.found[0].post.likes_read_after:%Y-%m-%d}" == "2026-02-03"


def test_a_day_of_reading_with_slashes_is_read_as_the_others_are_or_not_at_all(reading):
    rows = "id,posted,likes,likes as of\npost-a-1,{0},5,05/04/2026"

    told = reading({"a.csv": rows.format("25/03/2026 12:00").encode()})
    unclear = reading({"a.csv": rows.format("2026-03-25 12:00").encode()})

    assert {f"{day:%Y-%m-%d}" for day in read_on(told)} == {"2026-04-05"}
    assert read_on(unclear) == {None}
    assert any("05/04/2026" in problem for problem in unclear.problems)


def test_from_python_the_day_is_told_too(tmp_path):
    lay_out(table(), tmp_path)

    unknown = spe.read_posts(tmp_path, zone="Europe/Zurich")
    known = spe.read_posts(tmp_path, zone="Europe/Zurich", as_of=date(2026, 3, 4))

    liked = [post for post in known if post.likes is not None]
    assert {post.likes_as_of for post in unknown} == {None}
    assert {post.likes_as_of.isoformat() for post in liked} == {"2026-03-04T00:00:00+01:00"}


def post(likes, as_of=None, after=None, **more):
    return Post("a", "", DAY, likes, likes_as_of=as_of, likes_read_after=after, **more)


LATER = DAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("old", "new", "likes", "stays"),
    [
        # Of no known day: replaces another such, and a dated one only where it is newer for sure.
        (post(1), post(2), 2, False),
        (post(1, None, LATER), post(2, None, DAY), 2, False),
        (post(1, DAY), post(2), 1, True),
        (post(1, LATER), post(2, None, DAY), 1, True),
        (post(1, DAY), post(2, None, DAY), 2, False),
        (post(1, DAY), post(2, None, LATER), 2, False),
        # Dated: replaces one of no known day unless that is newer for sure.
        (post(1), post(2, DAY), 2, False),
        (post(1, None, DAY), post(2, DAY), 2, False),
        (post(1, None, LATER), post(2, DAY), 1, False),
        # The same number stays as it is, and nothing is said; so with what was typed.
        (post(2, DAY), post(2), 2, False),
        (post(1, DAY, likes_from="typed"), post(2), 1, False),
        (post(None), post(2), 2, False),
        (post(1, DAY), post(None), 1, False),
    ],
)
def test_which_of_two_counts_stays_is_told_by_when_they_were_read(old, new, likes, stays):
    after = merged(old, new)

    assert after.likes == likes
    assert stays_for_its_day(old, new) is stays
    if likes == new.likes != old.likes:
        assert (after.likes_as_of, after.likes_read_after) == (
            new.likes_as_of,
            new.likes_read_after,
        )


def test_what_is_known_of_the_day_of_reading_is_taken_in_order():
    older = Post("o", "", DAY, 5)
    newer = Post("n", "", LATER, 6)
    future = Post("f", "", DAY + timedelta(days=900), 7)
    bound = Post("b", "", LATER + timedelta(days=1), 8, likes_read_after=LATER + timedelta(days=3))
    dated = Post("d", "", DAY, 9, likes_as_of=LATER + timedelta(days=5))
    unliked = Post("u", "", LATER + timedelta(days=9), None)

    found = read_from([older, newer, future, bound, dated, unliked], LATER + timedelta(days=30))

    assert found == {
        "o": LATER,
        "n": LATER,
        "f": LATER,
        "b": LATER + timedelta(days=3),
        "d": LATER + timedelta(days=5),
    }
    assert read_from([replace(older, posted_at=None)], LATER) == {}
