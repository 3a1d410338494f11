"""What comes out of programs that save posts, and out of archives of other networks."""

import json
from datetime import timedelta

import pytest

from spe.errors import SourceError
from spe.sources import FoldersUnclear
from tests.sources.made_exports import MEDIUM, as_json, graph_api, photo, twitter, when
from tests.sources.made_records import (
    LONG,
    apify,
    code,
    file_of,
    flickr,
    gallery_dl_2019,
    gallery_dl_a_post,
    gallery_dl_dump,
    gallery_dl_lines,
    gallery_dl_without_its_ending,
    gallery_dl_x,
    instagram_scraper,
    instagrapi,
    instaloader_3,
    instaloader_without_records,
    lines,
    mastodon,
    pixelfed,
    saved,
    takeout,
)

REPLIES = "replies (--replies takes them in)"


def by_id(reading):
    return {found.post.id: found.post for found in reading.found}


def likes(reading):
    return {name: post.likes for name, post in by_id(reading).items()}


def photos(reading):
    return {found.post.id: found.member for found in reading.found}


# gallery-dl


def notes_but_of_the_day(result):
    """What is said besides that nobody knows when the likes were read."""
    return [note for note in result.notes if "does not say when its likes were read" not in note]


@pytest.mark.parametrize("make", [gallery_dl_lines, gallery_dl_dump])
def test_gallery_dl_in_one_long_file_gives_posts_and_leaves_out_whose_they_are_not(reading, make):
    result = reading(make())

    assert likes(result) == {code(0): 20, code(1): 21}
    assert by_id(result)[code(1)].posted_at == when(1)
    assert photos(result)[code(1)] == f"instagram/{file_of(1)}"
    assert by_id(result)[code(1)].pictures == 2
    assert result.left_out == {"posts of others": 1, "stories": 1}
    assert (notes_but_of_the_day(result), result.problems) == ([], [])


@pytest.mark.parametrize("kind", ["saved", "collection", "tagged"])
def test_what_others_posted_is_left_out_by_how_gallery_dl_came_to_it(reading, kind):
    files = {"a.jpg": photo(0), "a.jpg.json": as_json(saved(0, subcategory=kind))}

    result = reading(files)

    assert (result.found, result.left_out) == ([], {"posts of others": 1})


def test_without_the_posts_own_date_gallery_dl_tells_that_of_the_file(reading):
    record = saved(0, post_date=None)
    (found,) = reading({"a.jpg": photo(0), "a.jpg.json": as_json(record)}).found

    assert found.post.posted_at == when(0) + timedelta(seconds=2)


@pytest.mark.parametrize(
    "moving", [{"video_url": "https://x.example/v.mp4"}, {"typename": "GraphVideo"}]
)
def test_the_cover_of_a_video_that_gallery_dl_saved_is_no_photo_of_the_post(reading, moving):
    """Its picture is called as the post, and the photo of no file of it."""
    name = f"p/{LONG}"
    record = saved(0, media_id="9", filename="9_n", **moving)
    result = reading({f"{name}.json": as_json(record), f"{name}.jpg": photo(0)})

    assert photos(result) == {}


def test_posts_of_several_accounts_are_said(reading):
    files = {"data.jsonl": lines([saved(0), saved(1, username="somebody")])}

    assert "These are posts of several accounts: made_up, somebody." in reading(files).notes


def test_gallery_dls_one_json_a_post_finds_the_posts_own_pictures(reading):
    result = reading(gallery_dl_a_post())

    assert photos(result) == {code(n): f"p/{LONG + n}_1.jpg" for n in (0, 1)}


def test_gallery_dls_json_without_the_photos_ending_is_read(reading):
    assert photos(reading(gallery_dl_without_its_ending())) == {
        code(0): "a/0.jpg",
        code(1): "a/1.jpg",
    }


def test_gallery_dls_keys_of_2019_are_read(reading):
    result = reading(gallery_dl_2019())

    assert likes(result) == {code(0): 5, code(1): 6}
    assert by_id(result)[code(1)].caption == "Old 1"
    assert photos(result)[code(0)] == f"{LONG}.jpg"


def test_gallery_dls_posts_of_x_hold_ones_own_threads_and_nobody_elses(reading):
    result = reading(gallery_dl_x())

    assert likes(result) == {str(LONG): 5, str(LONG + 1): 6}
    assert result.left_out == {REPLIES: 1, "reposts of others": 1, "videos": 1}


def test_replies_that_gallery_dl_saved_come_in_when_asked_for(reading):
    result = reading(gallery_dl_x(), replies=True)

    assert str(LONG + 2) in by_id(result)
    assert REPLIES not in result.left_out


def test_a_record_whose_photo_is_not_there_is_a_count_without_a_photo(reading):
    files = gallery_dl_lines()
    del files[f"instagram/{file_of(0)}"]

    result = reading(files)

    assert (photos(result)[code(0)], likes(result)[code(0)]) == ("", 20)
    assert result.notes[0].startswith("1 posts have no photo beside their JSON")


# instagram-scraper, instagrapi, Apify


def test_instagram_scrapers_file_of_an_account_is_read(reading):
    result = reading(instagram_scraper())

    assert likes(result) == {code(0): 9, code(1): 10, code(2): 11}
    assert [post.pictures for post in by_id(result).values()] == [1, 1, 3]
    assert photos(result)[code(1)] == "made_up/43000001_170001_n.jpg"
    assert by_id(result)[code(1)].posted_at == when(1)
    assert result.left_out == {"videos": 1, "stories": 1}


def test_media_saved_with_instagrapi_are_read(reading):
    result = reading(instagrapi())

    assert likes(result) == {code(0): 20, code(1): 21, code(2): None}
    assert [post.pictures for post in by_id(result).values()] == [1, 2, 1]
    assert photos(result)[code(1)] == f"made_up_{LONG + 1}.jpg"
    assert by_id(result)[code(1)].caption == "Walk 1"
    assert result.left_out == {"videos": 1, "reels": 1}


def test_apifys_json_is_read(reading):
    result = reading(apify())

    assert likes(result) == {code(0): 30, code(1): 31, code(2): None}
    assert [post.pictures for post in by_id(result).values()] == [1, 2, 1]
    assert photos(result)[code(1)] == f"{code(1)}.jpg"
    assert by_id(result)[code(1)].posted_at == when(1)
    assert result.left_out == {"reels": 1}


# Mastodon, Pixelfed, Flickr, Google Takeout


def test_mastodons_archive_is_read_without_messages_boosts_and_pictures_of_oneself(reading):
    result = reading(mastodon())
    post = by_id(result)["110000000000000001"]

    assert len(result.found) == 8
    assert post.caption == "Walk & talk\nno. 1\n🌿"
    assert (post.posted_at, post.likes, post.comments) == (when(1), 3, 1)
    assert all(name.startswith("media_attachments/") for name in photos(result).values())
    assert result.left_out == {
        REPLIES: 1,
        "reposts of others": 2,
        "posts without a photo": 1,
        "videos": 1,
        "posts to a few people only": 1,
    }


def test_a_thread_of_ones_own_on_mastodon_is_no_reply(reading):
    assert "110000000000000010" in by_id(reading(mastodon()))
    assert "110000000000000011" not in by_id(reading(mastodon()))


def seven_threes_on_flickr():
    """Seven photos in a row with three faves each."""
    one = json.loads(flickr()["photo_53000000000.json"])
    return {
        f"photo_{number}.json": as_json(
            {**one, "id": str(number), "count_faves": "3", "date_imported": f"{when(number)}"}
        )
        for number in range(7)
    }


def seven_threes_on_pixelfed():
    """Seven statuses in a row with three likes each."""
    one = json.loads(pixelfed()["pixelfed-statuses.json"])[0]
    return {
        "pixelfed-statuses.json": as_json(
            [
                {**one, "id": str(number), "created_at": f"{when(number):%Y-%m-%dT%H:%M:%SZ}"}
                for number in range(7)
            ]
        )
    }


@pytest.mark.parametrize("make", [mastodon, seven_threes_on_flickr, seven_threes_on_pixelfed])
def test_three_likes_again_and_again_are_a_count_where_counts_are_not_hidden(reading, make):
    result = reading(make())

    assert len(result.found) >= 7
    assert set(likes(result).values()) == {3}
    assert not any("hidden" in note for note in result.notes)


def test_pixelfeds_statuses_are_read(reading):
    result = reading(pixelfed())

    assert likes(result) == {"500": 3, "501": 4}
    assert [post.pictures for post in by_id(result).values()] == [1, 2]
    assert photos(result)["501"] == "000000000001.jpg"
    assert result.left_out == {
        "videos": 1,
        REPLIES: 1,
        "reposts of others": 1,
        "posts to a few people only": 1,
    }


def test_flickrs_export_is_read_with_faves_as_likes_and_the_day_of_upload(reading):
    result = reading(flickr())
    post = by_id(result)["53000000001"]

    assert likes(result) == {"53000000000": 4, "53000000001": 5}
    assert (post.posted_at, post.caption) == (when(1), "Lake 1\nAt dawn")
    assert photos(result)["53000000001"] == "lake-1_53000000001_o.jpg"
    assert result.left_out == {"private photos": 1, "videos": 1}


def test_google_takeouts_json_gives_the_time_and_the_words_of_the_photo_beside_it(reading):
    result = reading(takeout())
    told = {found.member.rpartition("/")[2]: found.post for found in result.found}

    assert sorted(told) == [
        "IMG_0.jpg",
        "IMG_2(1).jpg",
        "a name that is longer than what is kept of it.jpg",
    ]
    assert (told["IMG_2(1).jpg"].posted_at, told["IMG_2(1).jpg"].caption) == (when(2), "Walk 2")
    assert all(post.likes is None and post.source == "photos" for post in told.values())
    assert {post.pictures for post in told.values()} == {1}
    assert result.left_out == {"videos": 1, "deleted photos": 1, "photos of others": 1}
    assert "when a photo was taken, not when it was posted" in result.notes[0]


def test_google_takeouts_photos_of_several_folders_are_asked_for(reading):
    other = takeout("Takeout/Google Photos/Photos from 2023")

    with pytest.raises(FoldersUnclear):
        reading({**takeout(), **other}, folders=None)


# Instaloader


def test_instaloader_3_is_read(reading):
    result = reading(instaloader_3())

    assert likes(result) == {code(0): 5, code(1): 6}
    assert by_id(result)[code(1)].posted_at == when(1)
    assert by_id(result)[code(1)].caption == "Old walk 1"
    assert result.left_out == {"videos": 1}


def test_instaloader_names_that_begin_with_the_profile_tell_time_words_and_albums(reading):
    result = reading(instaloader_without_records())
    single, album = (found.post for found in result.found)

    assert (single.posted_at, single.caption) == (when(0), "Zoë’s walk 🌿")
    assert (album.posted_at, album.caption, album.pictures) == (when(1), "An album", 2)
    assert result.found[1].member.endswith("_UTC_1.jpg")
    assert result.left_out == {"videos": 1}


def test_a_photo_behind_a_video_is_a_post_though_nothing_was_recorded(reading):
    def stem(number):
        return f"made_up/made_up_{when(number):%Y-%m-%d_%H-%M-%S}_UTC"

    moves = {f"{stem(0)}.jpg": photo(0), f"{stem(0)}.mp4": b"\0\0\0\x18ftypmp42"}
    result = reading({**moves, f"{stem(1)}.jpg": photo(1)})

    assert [found.post.posted_at for found in result.found] == [when(1)]
    assert result.left_out == {"videos": 1}


# the Graph API's answers in other wrappings


def in_pages(items):
    return as_json([{"data": items[:2], "paging": {}}, {"data": items[2:], "paging": {}}])


def keyed_by_date(items):
    return as_json({f"2024-03-{at:02}": [item] for at, item in enumerate(items, 1)})


def discovered(items):
    return as_json({"business_discovery": {"media": {"data": items}, "id": "1"}})


def within_posts(items):
    return as_json({"posts": items})


@pytest.mark.parametrize("wrapped", [in_pages, lines, keyed_by_date, discovered, within_posts])
def test_the_graph_apis_media_are_read_however_they_are_wrapped(reading, wrapped):
    files = graph_api()
    items = json.loads(files["media.json"])["data"]
    files["media.json"] = wrapped(items)

    result = reading(files)

    assert len(result.found) == 4
    assert likes(result)[str(MEDIUM + 2)] == 12
    assert result.left_out == {"reels": 1}


def test_photos_called_as_the_links_of_the_graph_api_end_are_found(reading):
    files = graph_api(1)
    del files[f"{MEDIUM}.jpg"]
    files["expired.jpg"] = photo(0)

    assert photos(reading(files))[str(MEDIUM)] == "expired.jpg"


# X


def thread(files, **more):
    """The archive with its reply turned to somebody: {"in_reply_to_user_id_str": ...}."""
    start, _, rest = files["data/tweets.js"].partition(b"= ")
    tweets = json.loads(rest)
    tweets[1]["tweet"] |= more
    return {**files, "data/tweets.js": start + b"= " + as_json(tweets)}


def owned(files, number):
    account = as_json([{"account": {"accountId": number}}])
    return {**files, "data/account.js": b"window.YTD.account.part0 = " + account}


def test_a_thread_of_ones_own_answers_nobody_else(reading):
    result = reading(owned(thread(twitter(), in_reply_to_user_id_str="77"), "77"))

    assert REPLIES not in result.left_out
    assert len(result.found) == 2


def test_an_answer_to_somebody_else_is_a_reply(reading):
    result = reading(owned(thread(twitter(), in_reply_to_user_id_str="78"), "77"))

    assert result.left_out[REPLIES] == 1
    assert len(result.found) == 1


def test_posts_to_a_community_on_x_are_posts(reading):
    files = twitter()
    tweets = json.loads(files["data/tweets.js"].partition(b"= ")[2])
    told = as_json([{"communityTweet": tweets[0]["tweet"]}])
    community = {"data/community-tweet.js": b"window.YTD.community_tweet.part0 = " + told}
    name = f"{tweets[0]['tweet']['id_str']}-Pic5.jpg"

    result = reading({**community, f"data/community_tweet_media/{name}": photo(5)})

    assert likes(result) == {tweets[0]["tweet"]["id_str"]: 5}
    assert photos(result) == {tweets[0]["tweet"]["id_str"]: f"data/community_tweet_media/{name}"}


def test_twitters_old_archive_is_refused_with_what_to_ask_for(reading):
    files = {
        "data/js/tweets/2013_01.js": b'Grailbird.data.tweets_2013_01 = \n [{"id_str": "1"}]',
        "tweets.csv": b"tweet_id,timestamp,text\n1,2013-01-31 20:00:00 +0000,hi\n",
        "img/sprite.png": photo(0, "PNG"),
    }

    with pytest.raises(SourceError, match="Ask X for a new one"):
        reading(files)


# tables that are of no use


def test_a_table_with_likes_and_nothing_that_names_a_post_is_said_to_be_of_no_use(reading):
    files = {"reach.csv": b"Impressions,Likes,Caption\n9,4,a\n", "a.jpg": photo(0)}

    (note,) = [note for note in reading(files).notes if note.startswith("reach.csv: ")]

    assert "nothing that tells of which post" in note


def test_a_table_that_names_photos_but_lies_too_deep_is_not_said_to_name_none(reading):
    files = {"deep/er/posts.csv": b"photo,likes\nb.jpg,4\n", "a.jpg": photo(0)}

    notes = reading(files).notes

    assert not any("nothing that tells of which post" in note for note in notes)
    assert any("Not read" in note and "deep/er/posts.csv" in note for note in notes)


@pytest.mark.parametrize(("others", "more"), [(8, ""), (9, " and 1 more"), (11, " and 3 more")])
def test_of_many_files_that_are_not_read_eight_are_named(reading, others, more):
    names = [f"{number:02}" for number in range(others)]
    lists = {f"{name}.json": b"{}" for name in names}
    texts = {f"{name}.txt": b"x" for name in names}

    notes = reading({"a.jpg": photo(0), **lists, **texts}).notes

    named = {end: ", ".join(f"{name}.{end}" for name in names[:8]) for end in ("txt", "json")}
    assert f"Left aside: {named['txt']}{more} (no photos)." in notes
    assert any(note.endswith(f"no posts in them: {named['json']}{more}.") for note in notes)


@pytest.mark.parametrize("name", ["posts.ods", "posts.xls", "posts.numbers"])
def test_a_spreadsheet_that_cannot_be_read_is_said_with_how_to_save_it(reading, name):
    damaged = (b"\xd0\xcf\x11\xe0" if name.endswith("xls") else b"PK\3\4") + bytes(50)

    (note,) = [note for note in reading({name: damaged, "a.jpg": photo(0)}).notes if name in note][
        :1
    ]

    assert ".xlsx or .csv" in note
