"""Exports of Instagram of every age, and Facebook's: what comes in, what is left out and why."""

import json
import tracemalloc
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from spe.errors import SourceError
from spe.sources import DatesUnclear, ReadOptions, read_sources
from spe.sources._export import Photos
from spe.sources._tree import Folder
from tests.sources.made_exports import (
    MEDIUM,
    as_json,
    facebook,
    graph_api,
    insights,
    instagram,
    instagram_2018,
    instagram_2026,
    instagram_api,
    instagram_html,
    instaloader,
    labelled_post,
    lay_out,
    mojibake,
    photo,
    stamp,
    twitter,
    when,
    zipped,
)

POSTS = "your_instagram_activity/media/posts.json"
PAGE = "your_instagram_activity/media/posts_1.html"
GERMAN = ("Bildunterschrift", "Entwurf", "Veröffentlicht", "Ist Werbung")
KLINGON = ("ngoq", "lo'be'", "jaj", "mal")


def by_id(reading):
    return {found.post.id: found.post for found in reading.found}


# Since 2026


def test_posts_whose_photos_stand_among_labels_are_read(reading):
    result = reading(instagram_2026())

    assert sorted(by_id(result)) == [str(MEDIUM + number) for number in (0, 1, 2, 50)]
    assert result.left_out == {"drafts": 1, "reels": 1}
    assert not result.problems
    post = by_id(result)[str(MEDIUM)]
    assert (post.posted_at, post.caption) == (when(0), "Zoë’s walk no. 0 🌿")


def test_an_album_nested_among_labels_is_one_post_of_all_its_photos(reading):
    assert by_id(reading(instagram_2026()))[str(MEDIUM + 50)].pictures == 3


@pytest.mark.parametrize("words", [GERMAN, KLINGON])
def test_labels_in_any_language_tell_a_draft_and_a_caption(reading, words):
    result = reading(instagram_2026(words=words))

    assert result.left_out["drafts"] == 1
    assert by_id(result)[str(MEDIUM)].caption == "Zoë’s walk no. 0 🌿"


@pytest.mark.parametrize(
    ("flags", "reason"),
    [("FTF", None), ("TTF", "drafts"), ("FFF", "drafts"), ("FTT", "advertisements")],
)
@pytest.mark.parametrize("words", [GERMAN, KLINGON])
def test_only_what_was_published_and_is_no_advertisement_is_a_post(reading, flags, reason, words):
    name = f"media/posts/202403/{MEDIUM}.jpg"
    files = {POSTS: as_json([labelled_post(0, name, words=words, flags=flags)]), name: photo(0)}

    result = reading(files)

    assert len(result.found) == (reason is None)
    assert result.left_out == ({reason: 1} if reason else {})


def test_a_post_in_both_lists_is_one_post_and_nothing_is_said_to_be_lost(reading):
    files = instagram(posts=3) | instagram_2026(posts=3)

    result = reading(files)

    assert len(result.found) == 4
    assert "duplicates" not in result.left_out
    assert result.left_out["entries without a photo"] == 1
    assert by_id(result)[str(MEDIUM)].pictures == 1


def test_singles_of_the_new_list_and_albums_of_the_old_one_come_in_together(reading):
    old = {name: data for name, data in instagram(posts=0).items() if "posts_1" not in name}
    new = instagram_2026(posts=4)

    result = reading(old | new)

    assert {str(MEDIUM + number) for number in (0, 1, 2, 3, 50)} == set(by_id(result))


def test_an_export_of_2026_joins_one_of_2023_of_the_same_account(table, tmp_path):
    old = lay_out(instagram(posts=3), tmp_path / "2023")
    new = lay_out(instagram_2026(posts=4), tmp_path / "2026")

    result = table(old, new)

    assert result.added == 5
    assert len({post.id for post in result.posts}) == 5


def test_a_list_whose_first_photo_stands_late_is_known_all_the_same(reading):
    files = instagram(posts=2)
    name = "your_instagram_activity/media/posts_1.json"
    value = json.loads(files[name])
    value[0] = {"title": "x" * 9000, "more": [{"exif": "y" * 300_000}], **value[0]}
    files[name] = as_json(value)

    assert len(reading(files).found) == 3


def test_an_export_of_2026_in_two_parts_finds_its_photos_in_the_other(table, tmp_path):
    files = instagram_2026()
    lists = {name: data for name, data in files.items() if name.endswith(".json")}
    media = {name: data for name, data in files.items() if not name.endswith(".json")}

    result = table(zipped(lists, tmp_path / "part1.zip"), zipped(media, tmp_path / "part2.zip"))

    assert len(result.posts) == 4
    assert not result.problems


@pytest.mark.parametrize("name", [POSTS, "media/anything.json"])
def test_the_new_list_named_itself_finds_its_photos_above_it(reading, tmp_path, name):
    files = instagram_2026()
    files[name] = files.pop(POSTS)
    folder = lay_out(files, tmp_path / "export")

    assert len(reading(folder / name).found) == 4


@pytest.mark.parametrize("thumbnail", [True, False])
def test_insights_join_with_and_without_a_thumbnail(reading, thumbnail):
    told = json.loads(insights({0: "980", 1: "12.345"}))
    if not thumbnail:
        for entry in told["organic_insights_posts"]:
            entry["media_map_data"] = {}
    files = {**instagram_2026(), "past_instagram_insights/posts.json": as_json(told)}

    posts = by_id(reading(files))

    assert [posts[str(MEDIUM + number)].likes for number in range(3)] == [980, 12345, None]


def test_insights_among_labels_join_too(reading):
    entry = {
        "timestamp": stamp(1),
        "media": [],
        "label_values": [{"label": mojibake("„Gefällt mir“-Angaben"), "value": "77"}],
        "fbid": str(MEDIUM + 1),
    }
    files = {**instagram_2026(), "past_instagram_insights/posts.json": as_json([entry])}

    assert by_id(reading(files))[str(MEDIUM + 1)].likes == 77


def test_a_chat_beside_an_export_is_no_part_of_it_and_is_said(tmp_path):
    export = lay_out(instagram(), tmp_path / "export")
    chat = lay_out(
        {"_chat.txt": b"[04.03.24, 18:30] Zo\xc3\xab: hi", "a.jpg": photo(9)}, tmp_path / "chat"
    )

    (reading,), (error,) = read_sources([export, chat], ReadOptions())

    assert reading.source == "instagram"
    assert "this looks like an export of WhatsApp" in str(error)


def test_insights_in_another_part_of_the_export_give_their_likes(table, tmp_path):
    counts = {"past_instagram_insights/posts.json": insights({0: "980"})}
    first = zipped(instagram_2026(), tmp_path / "part1.zip")

    result = table(first, zipped(counts, tmp_path / "part2.zip"))

    assert {post.likes for post in result.posts if post.id == str(MEDIUM)} == {980}


def test_archived_deleted_and_other_content_is_counted_and_never_a_post(reading):
    shown = {"media": [{"uri": "media/other/1.jpg", "creation_timestamp": stamp(1)}]}
    lists = {
        "archived_posts.json": "ig_archived_post_media",
        "recently_deleted_content.json": "ig_recently_deleted_media",
        "other_content.json": "ig_other_media",
    }
    files = {
        f"your_instagram_activity/media/{name}": as_json({key: [shown] * (2 + n)})
        for n, (name, key) in enumerate(lists.items())
    }

    result = reading({**instagram_2026(), **files, "media/other/1.jpg": photo(5)})

    assert len(result.found) == 4
    assert result.left_out["archived posts"] == 2
    assert result.left_out["deleted posts"] == 3
    assert result.left_out["other content"] == 4


@pytest.mark.memory
def test_labelled_posts_are_read_in_memory_that_would_do_for_a_hundred_thousand(tmp_path):
    folder = tmp_path / "export"
    name = folder / POSTS
    name.parent.mkdir(parents=True)
    uri = "media/posts/202403/one.jpg"
    (folder / uri).parent.mkdir(parents=True)
    (folder / uri).write_bytes(photo(0))
    with name.open("wb") as file:
        file.write(b"[")
        for number in range(2_000):
            entry = labelled_post(0, f"media/posts/202403/{MEDIUM + number}.jpg")
            file.write(b"," * (number > 0) + as_json(entry))
        file.write(b"," + as_json(labelled_post(1, uri)) + b"]")
    # Tried again: Python's own table of names grows now and then, whoever comes then.
    for _ in range(4):
        tracemalloc.start()
        readings, failed = read_sources([folder], ReadOptions())
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        if peak * 50 < 400 * 2**20:
            break

    assert not failed
    assert readings[0].left_out["posts whose photo is not there"] == 2_000
    assert len(readings[0].found) == 1
    assert peak * 50 < 400 * 2**20


def test_parts_unpacked_beside_each_other_are_one_export(reading):
    """Names like 1.jpg stand in many folders: the end of the path tells which is meant."""
    files = {f"part1/media/posts/2024{month:02}/1.jpg": photo(month) for month in range(1, 4)} | {
        "part1/media/stories/202403/1.jpg": photo(99)
    }
    entries = [
        {"media": [{"uri": f"media/posts/2024{n:02}/1.jpg", "creation_timestamp": stamp(n)}]}
        for n in range(1, 4)
    ]
    files["part2/your_instagram_activity/media/posts_1.json"] = as_json(entries)

    assert [found.member for found in reading(files).found] == [
        f"part1/media/posts/2024{month:02}/1.jpg" for month in range(1, 4)
    ]


def test_an_archived_post_among_the_posts_is_left_out(reading):
    files = instagram_2026()
    entries = json.loads(files[POSTS])
    entries[0]["label_values"].append({"label": "Archiviert", "value": "Wahr"})
    files[POSTS] = as_json(entries)

    assert reading(files).left_out["archived posts"] == 1


# Until 2021


def test_media_json_is_read_as_it_was_until_2021(reading):
    result = reading(instagram_2018())

    posts = sorted((found.post for found in result.found), key=lambda post: post.posted_at)
    assert [(post.posted_at, post.caption, post.pictures) for post in posts] == [
        (when(0), "Zoë", 1),
        (when(1), "", 1),
        (when(9), "An album 🌿", 3),
    ]
    assert result.left_out == {"stories": 1, "profile pictures": 1, "photos out of messages": 1}


# The first API


def test_answers_of_instagrams_first_api_are_read(reading):
    result = reading(instagram_api())
    posts = by_id(result)

    assert [posts[f"{MEDIUM + n}_1"].likes for n in range(3)] == [5, 6, 7]
    assert posts[f"{MEDIUM + 1}_1"].posted_at == when(1)
    assert posts[f"{MEDIUM + 1}_1"].caption == "Walk 1"
    assert sum(found.tree is None for found in result.found) == 1
    assert result.left_out == {"videos": 1}


# Graph API beside an export


def test_likes_of_the_graph_api_join_an_export_by_id(table, tmp_path):
    answer = {"media.json": graph_api()["media.json"]}

    result = table(
        lay_out(instagram(), tmp_path / "export"),
        lay_out(answer, tmp_path / "graph") / "media.json",
    )

    likes = {post.id: post.likes for post in result.posts}
    assert [likes[str(MEDIUM + number)] for number in range(3)] == [10, 11, 12]


# Pages


def test_the_pages_of_an_export_are_read_in_the_accounts_time(reading):
    result = reading(instagram_html())

    posts = by_id(result)
    assert sorted(posts) == [str(MEDIUM + number) for number in (0, 1, 50)]
    assert posts[str(MEDIUM)].posted_at == when(0).replace(second=0)
    assert posts[str(MEDIUM)].caption == "Zoë’s walk & no. 0\n🌿"
    assert posts[str(MEDIUM + 50)].pictures == 2
    assert result.left_out == {"videos": 1}
    assert any("without a zone: Europe/Zurich" in note for note in result.notes)


def test_the_zone_decides_what_the_pages_mean(tmp_path):
    folder = lay_out(instagram_html(), tmp_path / "pages")

    times = [
        by_id(read_sources([folder], ReadOptions(ZoneInfo(zone)))[0][0])[str(MEDIUM)].posted_at
        for zone in ("Europe/Zurich", "Asia/Tokyo")
    ]

    assert times[0] - times[1] == timedelta(hours=8)


@pytest.mark.parametrize("box", ["quite other names", ""])
def test_the_pages_are_read_whatever_their_boxes_are_called(reading, box):
    assert len(reading(instagram_html(box=box)).found) == 3


def test_dates_on_pages_that_could_be_two_days_are_asked(reading):
    files = instagram_html(["03/04/2024 18:30"] * 4)

    with pytest.raises(DatesUnclear, match="--dates"):
        reading(files)

    assert {post.posted_at.month for post in by_id(reading(files, dates="day-first")).values()} == {
        4
    }


def test_dates_on_pages_that_nobody_can_read_cost_the_date_and_are_said(reading):
    result = reading(instagram_html(["the 3rd hour of day 7"] * 4))

    assert {post.posted_at for post in by_id(result).values()} == {None}
    assert "the dates of 3 posts" in result.problems[0]


@pytest.mark.parametrize(("draft", "count"), [("False", 1), ("True", 0)])
def test_boxes_that_are_tables_of_labels_are_read(reading, draft, count):
    name = f"media/posts/202403/{MEDIUM}.jpg"
    rows = {"Caption": "A walk", "Media": f'<img src="{name}"/>', "Draft": draft}
    cells = "".join(
        f"<tr><td>{label}<div><div>{value}</div></div></td></tr>" for label, value in rows.items()
    )
    page = (
        f'<html><main><div class="_a6-g"><table>{cells}</table>'
        '<div class="_3-94 _a6-o">Mar 04, 2024 6:30 pm</div></div></main></html>'
    )

    result = reading({PAGE.replace("posts_1", "posts"): page.encode(), name: photo(0)})

    assert [found.post.caption for found in result.found] == ["A walk"] * count
    assert [found.post.posted_at for found in result.found] == [when(0).replace(second=0)] * count
    assert result.left_out == ({} if count else {"drafts": 1})


def test_a_page_of_stories_is_no_page_of_posts(reading):
    files = instagram_html()
    del files[PAGE]

    with pytest.raises(SourceError, match="part of Instagram's export"):
        reading(files)


def test_pages_and_lists_of_one_account_are_one_account(table, tmp_path):
    pages = lay_out(instagram_html(), tmp_path / "pages")

    result = table(lay_out(instagram_2026(posts=2), tmp_path / "lists"), pages)

    assert result.added == 3


# Facebook


def test_facebooks_export_is_read(reading):
    result = reading(facebook())
    posts = sorted((found.post for found in result.found), key=lambda post: post.posted_at)

    assert [post.posted_at for post in posts] == [when(0), when(1), when(2), when(50)]
    assert [post.pictures for post in posts] == [1, 1, 1, 2]
    assert posts[0].caption == "Zoë’s walk no. 0 🌿"
    assert result.left_out == {
        "posts without a photo": 1,
        "videos": 1,
        "profile pictures": 1,
        "photos in albums without a post": 1,
    }


def test_facebooks_posts_among_labels_are_read_too(reading):
    uri = "your_facebook_activity/posts/media/your_posts/1.jpg"
    entry = labelled_post(0, uri)
    name = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.json"

    result = reading({name: as_json([entry]), uri: photo(0)})

    assert [found.post.caption for found in result.found] == ["Zoë’s walk no. 0 🌿"]


@pytest.mark.parametrize("root", ["posts", "fb/your_facebook_activity/posts"])
def test_facebooks_export_is_read_wherever_its_list_lies(reading, root):
    assert len(reading(facebook(root=root)).found) == 4


def test_facebooks_pages_are_refused_with_what_to_ask_for(reading):
    files = {name: data for name, data in facebook().items() if not name.endswith(".json")}
    page = "your_facebook_activity/posts/your_posts__check_ins__photos_and_videos_1.html"

    with pytest.raises(SourceError, match="JSON"):
        reading({**files, page: b"<html></html>"})


@pytest.mark.parametrize("given", [".", ".."])
@pytest.mark.parametrize(
    "made",
    [instagram, instagram_html, facebook, instaloader, twitter],
    ids=lambda one: one.__name__,
)
def test_a_folder_given_as_a_dot_is_called_by_its_name(tmp_path, monkeypatch, made, given):
    (tmp_path / "my export" / "in").mkdir(parents=True)
    files = {name: data for name, data in made().items() if not name.endswith(".jpg")}
    lay_out(files, tmp_path / "my export")
    monkeypatch.chdir(tmp_path / "my export" / ("" if given == "." else "in"))

    readings, failed = read_sources([Path(given)], ReadOptions())

    said = [*(str(error) for error in failed), *(line for one in readings for line in one.problems)]
    assert said
    assert all(line.startswith("my export: ") for line in said)


# Where the photos of an export lie


@pytest.mark.parametrize(
    ("folders", "near", "place"),
    [
        ("ab", "a/posts.json", "a/media/x.jpg"),
        ("ab", "b/lists/posts.json", "b/media/x.jpg"),
        ("ab", "c/posts.json", None),
        ("ab", "", None),
        (".b", "", "media/x.jpg"),
    ],
)
def test_of_two_exports_side_by_side_each_list_finds_its_own_photos(tmp_path, folders, near, place):
    tree = Folder(lay_out({f"{folder}/media/x.jpg": photo(1) for folder in folders}, tmp_path))

    assert Photos(tree).at("media/x.jpg", near) == (place and (tree, place))
