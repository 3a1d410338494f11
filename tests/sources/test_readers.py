"""What each reader makes of an honest export."""

import io
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from PIL import Image

from spe.errors import SourceError
from spe.sources import DatesUnclear
from tests.sources.made_exports import (
    MEDIUM,
    as_json,
    business_suite,
    gallery_dl,
    graph_api,
    insights,
    instagram,
    instaloader,
    lay_out,
    mojibake,
    photo,
    stamp,
    twitter,
    when,
    zipped,
)


def by_id(reading):
    return {found.post.id: found.post for found in reading.found}


# Instagram


@pytest.mark.parametrize(
    "root",
    [
        "content",
        "your_instagram_activity/content",
        "your_instagram_activity/media",
        "new/place/yet",
    ],
)
def test_an_instagram_export_is_read_wherever_its_list_lies(reading, root):
    result = reading(instagram(root=root))

    assert result.source == "instagram"
    assert len(result.found) == 5
    assert result.left_out == {
        "videos": 1,
        "reels": 1,
        "stories": 3,
        "entries without a photo": 1,
    }
    assert not result.problems


def test_an_instagram_zip_reads_as_its_folder_does(reading, tmp_path):
    folder = reading(instagram())

    archive = reading(zipped(instagram(), tmp_path / "export.zip"))

    assert by_id(archive) == by_id(folder)


def test_a_zip_with_everything_in_one_folder_more_is_read_alike(reading, tmp_path):
    deeper = {f"instagram-me-2024/{name}": data for name, data in instagram().items()}

    result = reading(zipped(deeper, tmp_path / "export.zip"))

    assert len(result.found) == 5


def test_instagram_posts_carry_the_mediums_id_the_time_and_the_mended_caption(reading):
    posts = by_id(reading(instagram()))

    assert posts[str(MEDIUM)].posted_at == when(0)
    assert posts[str(MEDIUM)].caption == "Zoë’s walk no. 0 🌿"
    assert posts[str(MEDIUM)].likes is None


def test_a_carousel_is_its_first_photo_even_without_a_suffix_behind_a_video(reading):
    result = reading(instagram())
    album = next(found for found in result.found if found.post.caption == "An album")

    assert album.member.endswith(f"plain_{MEDIUM + 50}")
    assert album.post.posted_at == datetime.fromtimestamp(stamp(50) + 1, UTC)


def test_instagram_says_how_many_pictures_a_post_holds_its_videos_among_them(reading):
    pictures = {post.caption: post.pictures for post in by_id(reading(instagram())).values()}

    assert pictures["An album"] == 3
    assert pictures["Zoë’s walk no. 0 🌿"] == 1


def test_the_export_says_that_instagram_leaves_likes_out(reading):
    assert any("no like counts" in note for note in reading(instagram()).notes)


def test_insights_in_german_give_likes_by_the_second_of_the_post(reading):
    files = instagram()
    files["logged_information/past_instagram_insights/posts.json"] = insights(
        {0: "980", 1: "12.345", 2: "--"}
    )

    posts = by_id(reading(files))

    assert posts[str(MEDIUM)].likes == 980
    assert posts[str(MEDIUM + 1)].likes == 12345
    assert posts[str(MEDIUM + 2)].likes is None
    assert posts[str(MEDIUM)].comments == 4
    assert posts[str(MEDIUM)].likes_from == "instagram-insights"
    assert posts[str(MEDIUM)].likes_as_of is None


def test_photos_of_an_export_in_two_parts_are_found_in_the_other(table, tmp_path):
    files = instagram()
    lists = {name: data for name, data in files.items() if name.endswith(".json")}
    media = {name: data for name, data in files.items() if not name.endswith(".json")}

    result = table(zipped(lists, tmp_path / "part1.zip"), zipped(media, tmp_path / "part2.zip"))

    assert len(result.posts) == 5
    assert not result.problems


def test_a_list_of_posts_named_itself_finds_its_photos_above_it(reading, tmp_path):
    lay_out(instagram(root="content"), tmp_path / "export")

    result = reading(tmp_path / "export/content/posts_1.json")

    assert len(result.found) == 4


def test_photos_that_are_not_in_the_export_are_counted_and_said(reading):
    files = instagram()
    for name in [name for name in files if name.startswith("media/posts/202403/1")]:
        del files[name]

    result = reading(files)

    assert result.left_out["posts whose photo is not there"] == 1
    assert "1 posts" in result.problems[0]


@pytest.mark.parametrize("form", ["folder", "file"])
def test_an_html_export_is_refused_with_what_to_ask_for(reading, tmp_path, form):
    folder = lay_out(
        {"content/posts_1.html": b"<html><body>Instagram</body></html>"}, tmp_path / "pages"
    )

    with pytest.raises(SourceError, match="JSON"):
        reading(folder if form == "folder" else folder / "content/posts_1.html")


# Instaloader


def test_instaloader_records_old_and_new_are_read(reading):
    posts = by_id(reading(instaloader()))

    assert posts["Cx000000000"].likes == 51
    assert posts["Cx000000000"].comments == 2
    assert posts["Cx000000000"].caption == "An old one 🌊"
    assert posts["Cx000000001"].likes == 7
    assert posts["Cx000000001"].posted_at == when(1)


def test_instaloader_hidden_likes_are_unknown(reading):
    assert by_id(reading(instaloader()))["Cx000000003"].likes is None


def test_an_instaloader_album_is_its_first_photo_and_no_videos_cover(reading):
    result = reading(instaloader())
    album = next(found for found in result.found if found.post.id == "Cx000000002")

    assert album.member.endswith("_UTC_2.jpg")


def test_an_instaloader_record_says_how_many_pictures_the_post_holds(reading):
    posts = by_id(reading(instaloader()))

    assert (posts["Cx000000000"].pictures, posts["Cx000000002"].pictures) == (1, 3)


def test_an_instaloader_album_whose_record_is_silent_holds_what_was_downloaded(reading):
    files = instaloader()
    stem = f"{when(2):%Y-%m-%d_%H-%M-%S}_UTC"
    told = json.loads(files[f"{stem}.json"])
    del told["node"]["edge_sidecar_to_children"]
    files[f"{stem}.json"] = as_json(told)

    several = by_id(reading(files))["Cx000000002"].pictures

    assert several == 2


def test_an_instaloader_album_of_which_one_picture_came_is_of_unknown_size(reading):
    stem = f"{when(2):%Y-%m-%d_%H-%M-%S}_UTC"

    bare = reading({f"{stem}_1.jpg": photo(2), "b.jpg": photo(3)}).found[0].post

    assert bare.pictures is None


def test_instaloader_photos_without_a_record_are_counted_by_their_names(reading):
    one, several = (f"{when(number):%Y-%m-%d_%H-%M-%S}_UTC" for number in (1, 2))
    files = {f"{one}.jpg": photo(1), f"{several}_1.jpg": photo(2), f"{several}_2.jpg": photo(3)}

    pictures = {post.posted_at: post.pictures for post in by_id(reading(files)).values()}

    assert pictures == {when(1): 1, when(2): 2}


def test_instaloader_videos_and_stories_are_left_out_and_the_profile_is_no_post(reading):
    assert reading(instaloader()).left_out == {"videos": 1, "stories": 1}


def test_an_instaloader_photo_without_a_record_still_has_its_time_and_caption(reading):
    post = next(
        post for post in by_id(reading(instaloader())).values() if post.caption.startswith("No rec")
    )

    assert post.posted_at == when(6)
    assert post.likes is None


def test_the_cover_of_a_video_without_a_record_is_no_post_and_costs_no_other(reading):
    film, *others = (f"{when(number):%Y-%m-%d_%H-%M-%S}_UTC" for number in (1, 2, 3))
    files = {f"{film}.jpg": photo(1), f"{film}.mp4": b"\0\0\0\x18ftypmp42"}

    result = reading(files | {f"{other}.jpg": photo(9) for other in others})

    assert [found.post.posted_at for found in result.found] == [when(2), when(3)]
    assert result.left_out == {"videos": 1}
    assert "2 posts have no JSON beside them, and so no like counts." in result.notes


def test_a_stretch_of_threes_is_a_hidden_count(reading):
    files = {}
    for number in range(9):
        stem = f"{when(number):%Y-%m-%d_%H-%M-%S}_UTC"
        likes = 3 if number < 7 else 20
        files[f"{stem}.jpg"] = photo(number)
        files[f"{stem}.json"] = as_json(
            {
                "node": {
                    "shortcode": f"C{number}",
                    "date": stamp(number),
                    "edge_media_preview_like": {"count": likes},
                },
                "instaloader": {"node_type": "Post"},
            }
        )

    posts = by_id(reading(files))

    assert [posts[f"C{number}"].likes for number in range(9)] == [None] * 7 + [20, 20]


# gallery-dl


def test_gallery_dl_files_are_grouped_by_post_and_zero_likes_are_unknown(reading):
    result = reading(gallery_dl())
    posts = by_id(result)

    assert {code: post.likes for code, post in posts.items()} == {
        "Cx000000000": 12,
        "Cx000000001": 8,
        "Cx000000002": None,
    }
    assert posts["Cx000000001"].posted_at == when(1)
    assert result.left_out == {"reels": 1}


def test_gallery_dl_says_how_many_pictures_a_post_holds(reading):
    posts = by_id(reading(gallery_dl()))

    assert (posts["Cx000000000"].pictures, posts["Cx000000001"].pictures) == (1, 2)


# Graph API


def test_graph_api_media_are_joined_to_the_photos_named_by_id(reading):
    result = reading(graph_api())
    posts = by_id(result)

    assert posts[str(MEDIUM + 2)].likes == 12
    assert posts[str(MEDIUM + 2)].comments == 2
    assert posts[str(MEDIUM + 2)].posted_at == when(2)
    assert posts[str(MEDIUM + 80)].likes == 90
    assert result.left_out == {"reels": 1}


def test_the_graph_api_counts_an_albums_children_where_they_were_asked_for(reading):
    files = graph_api()
    bare = {**files, "media.json": files["media.json"].replace(b'"children"', b'"other"')}
    bare[f"{MEDIUM + 80}.jpg"] = photo(80)

    posts, without = by_id(reading(files)), by_id(reading(bare))

    assert (posts[str(MEDIUM)].pictures, posts[str(MEDIUM + 80)].pictures) == (1, 3)
    assert without[str(MEDIUM + 80)].pictures is None


@pytest.mark.parametrize(
    ("kind", "children", "pictures"),
    [("IMAGE", 0, 1), ("CAROUSEL_ALBUM", 2, 2), ("CAROUSEL_ALBUM", 1, None), (None, 0, None)],
)
def test_of_the_graph_api_a_photo_is_one_and_an_album_two_or_more(
    reading, kind, children, pictures
):
    item = {
        "id": "17900000000000001",
        "timestamp": "2024-03-04T17:30:12+0000",
        "like_count": 5,
        "media_type": kind,
        "children": {"data": [{"id": str(number)} for number in range(children)]},
    }

    (found,) = reading({"media.json": as_json({"data": [item]})}).found

    assert found.post.pictures == pictures


def test_a_hidden_count_is_simply_not_in_the_answer(reading):
    files = graph_api()
    files["media.json"] = files["media.json"].replace(b'"like_count": 11', b'"other": 11')

    assert by_id(reading(files))[str(MEDIUM + 1)].likes is None


# X


def test_the_archive_of_x_gives_likes_and_leaves_out_what_is_no_photo_of_ones_own(reading):
    result = reading(twitter())
    post = result.found[0].post

    assert len(result.found) == 1
    assert (post.likes, post.posted_at, post.caption) == (5, when(5), "Walk & talk 5")
    assert result.left_out == {
        "replies (--replies takes them in)": 1,
        "reposts of others": 1,
        "posts without a photo": 1,
        "videos": 1,
        "posts whose photo is not there": 1,
    }


def test_the_archive_of_x_says_how_many_pictures_a_post_holds(reading):
    assert reading(twitter()).found[0].post.pictures == 2


def test_replies_come_in_when_asked_for(reading):
    assert len(reading(twitter(), replies=True).found) == 2


# Business Suite


def test_business_suite_counts_join_an_export_by_minute_and_caption(table, tmp_path):
    export = lay_out(instagram(), tmp_path / "export")
    sheet = tmp_path / "counts.csv"
    sheet.write_bytes(business_suite({0: "1,520", 2: "18"}, ZoneInfo("Europe/Zurich")))

    result = table(export, sheet)

    likes = {post.id: post.likes for post in result.posts}
    assert (likes[str(MEDIUM)], likes[str(MEDIUM + 1)], likes[str(MEDIUM + 2)]) == (1520, None, 18)


def test_business_suite_counts_in_another_zone_join_by_caption(table, tmp_path):
    export = lay_out(instagram(), tmp_path / "export")
    sheet = tmp_path / "counts.csv"
    sheet.write_bytes(business_suite({1: "7"}, ZoneInfo("America/Los_Angeles")))

    result = table(export, sheet)

    assert {post.id: post.likes for post in result.posts}[str(MEDIUM + 1)] == 7


def silent(files, number):
    """The export with one post's caption left out."""
    name = "your_instagram_activity/media/posts_1.json"
    title = mojibake(f"Zoë’s walk no. {number} 🌿")
    return {**files, name: files[name].replace(as_json(title), as_json(""))}


@pytest.mark.parametrize(("told", "joins"), [((0, 1, 2, 3), True), ((1, 2, 3), False)])
def test_three_captions_tell_the_clock_by_which_a_count_without_one_joins(
    table, tmp_path, told, joins
):
    export = lay_out(silent(instagram(), 3), tmp_path / "export")
    sheet = tmp_path / "counts.csv"
    counts = business_suite({n: str(20 + n) for n in told}, ZoneInfo("America/Los_Angeles"))
    sheet.write_bytes(counts.replace("Zoë’s walk no. 3 🌿".encode(), b""))

    result = table(export, sheet)

    likes = {post.id: post.likes for post in result.posts}
    assert likes[str(MEDIUM + 2)] == 22
    assert likes[str(MEDIUM + 3)] == (23 if joins else None)
    assert ("counts of posts whose photo is not here" in result.left_out) is not joins


def test_a_clock_that_could_be_of_zones_that_differ_in_summer_joins_nothing_in_summer(
    table, tmp_path
):
    export = lay_out(silent(instagram(13), 12), tmp_path / "export")
    sheet = tmp_path / "counts.csv"
    counts = business_suite(dict.fromkeys((0, 1, 2, 12), "5"), ZoneInfo("Europe/London"))
    sheet.write_bytes(counts.replace("Zoë’s walk no. 12 🌿".encode(), b""))

    result = table(export, sheet)

    likes = {post.id: post.likes for post in result.posts}
    assert (likes[str(MEDIUM + 2)], likes[str(MEDIUM + 12)]) == (5, None)


def test_counts_whose_clocks_differ_tell_no_clock(table, tmp_path):
    export = lay_out(silent(instagram(), 3), tmp_path / "export")
    own, far = (
        business_suite(counts, ZoneInfo(zone)).splitlines(keepends=True)
        for counts, zone in (
            ({0: "20", 1: "21"}, "Europe/Zurich"),
            ({2: "22", 3: "23"}, "America/Los_Angeles"),
        )
    )
    sheet = tmp_path / "counts.csv"
    sheet.write_bytes(b"".join([*own[:3], *far[1:3]]).replace("Zoë’s walk no. 3 🌿".encode(), b""))

    result = table(export, sheet)

    assert {post.id: post.likes for post in result.posts}[str(MEDIUM + 3)] is None


def test_business_suite_does_not_change_how_many_pictures_a_post_holds(table, tmp_path):
    export = lay_out(instagram(), tmp_path / "export")
    sheet = tmp_path / "counts.csv"
    sheet.write_bytes(business_suite({0: "9"}, ZoneInfo("Europe/Zurich")))

    result = table(export, sheet)

    pictures = {post.id: post.pictures for post in result.posts}
    assert (pictures[str(MEDIUM)], pictures[str(MEDIUM + 50)]) == (1, 3)


def test_business_suite_alone_is_counts_without_photos(table, tmp_path):
    sheet = tmp_path / "counts.csv"
    sheet.write_bytes(business_suite({0: "3"}))

    result = table(sheet)

    assert result.posts == []
    assert result.left_out["counts of posts whose photo is not here"] == 1


# Tables


def csv_of(*lines):
    return {"posts.csv": "\n".join(lines).encode(), "a.jpg": photo(1), "b.jpg": photo(2)}


@pytest.mark.parametrize(
    "top",
    [
        "image,likes,posted",
        "File Name,Like Count,Timestamp",
        "Photo;Likes;Date",
        "bild\tGefällt mir\tDatum",
        "filename|number_of_likes|posted_at",
    ],
)
def test_headings_are_known_however_they_are_spelt(reading, top):
    mark = next(sign for sign in ",;\t|" if sign in top)
    row = mark.join(["a.jpg", '"1,204"', "2024-03-04 18:30"])

    post = reading(csv_of(top, row)).found[0].post

    assert post.likes == 1204
    assert post.posted_at.isoformat() == "2024-03-04T18:30:00+01:00"


@pytest.mark.parametrize(
    ("words", "encoding", "guessed"),
    [
        ("เที่ยวทะเลกับแม่", "cp874", True),
        ("Прогулка у моря", "cp1251", True),
        ("Après-midi à Zürich", "cp1252", False),
        ("เที่ยวทะเลกับแม่", "utf-8", False),
        ("เที่ยวทะเลกับแม่", "utf-16", False),
    ],
)
def test_letters_whose_encoding_cannot_be_told_are_named(reading, words, encoding, guessed):
    table = f"image,likes,caption\na.jpg,5,{words}".encode(encoding)

    read = reading({"posts.csv": table, "a.jpg": photo(1)})

    said = [note for note in read.notes if "read as Windows-1252" in note]
    assert len(said) == guessed
    assert read.found[0].post.likes == 5
    assert (read.found[0].post.caption == words) is not guessed


@pytest.mark.parametrize("heading", ["pictures", "Photos", "Slides", "Number of photos", "Bilder"])
def test_a_column_of_a_table_says_how_many_pictures_a_post_holds(reading, heading):
    found = reading(csv_of(f"{heading},image,likes", "4,a.jpg,5", ",b.jpg,6", "0,b.jpg,7")).found

    assert [item.post.pictures for item in found[:2]] == [4, None]


@pytest.mark.parametrize("heading", ["photos", "Bilder", "pictures"])
def test_a_column_called_photos_names_them_where_no_other_does(reading, heading):
    post = reading(csv_of(f"{heading},likes", "a.jpg,5")).found[0].post

    assert (post.likes, post.pictures) == (5, None)


@pytest.mark.parametrize(
    ("written", "likes"),
    [("12", 12), ("1.2k", 1200), ("1,2K", 1200), ("1'204", 1204), ("3.5M", 3_500_000), ("", None),
     ("-", None), ("n/a", None), ("0", 0), ("12.0", 12), ("-1", None)],
)  # fmt: skip
def test_likes_are_read_as_people_write_them(reading, written, likes):
    result = reading(csv_of("image;likes;date", f"a.jpg;{written};2024-03-04"))

    assert result.found[0].post.likes == likes


def test_likes_that_are_no_number_are_left_empty_and_said(reading):
    result = reading(csv_of("image,likes", "a.jpg,lots", "b.jpg,5"))

    assert [found.post.likes for found in result.found] == [None, 5]
    assert "row 2" in result.problems[0]
    assert "'lots'" in result.problems[0]


def test_dates_that_could_be_two_days_are_asked_never_guessed(reading):
    files = csv_of("image,likes,date", "a.jpg,1,03/04/2024", "b.jpg,2,05/06/2024")

    with pytest.raises(DatesUnclear, match="--dates day-first or --dates month-first"):
        reading(files)


@pytest.mark.parametrize(("dates", "month"), [("day-first", 4), ("month-first", 3)])
def test_the_answer_decides_the_dates(reading, dates, month):
    result = reading(csv_of("image,date", "a.jpg,03/04/2024"), dates=dates)

    assert result.found[0].post.posted_at.month == month


def test_one_date_that_can_be_nothing_else_settles_the_column_and_is_said(reading):
    result = reading(csv_of("image,date", "a.jpg,03/04/2024", "b.jpg,25/04/2024"))

    assert [found.post.posted_at.month for found in result.found] == [4, 4]
    assert any("day first" in note for note in result.notes)


def test_dates_that_contradict_each_other_are_asked(reading):
    rows = ["a.jpg,03/04/2024", "b.jpg,25/04/2024", "a.jpg,04/25/2024"]

    with pytest.raises(DatesUnclear):
        reading(csv_of("image,date", *rows))


def test_times_without_a_zone_are_the_accounts_and_summer_time_is_kept(reading):
    result = reading(csv_of("image,date", "a.jpg,2024-01-10 12:00", "b.jpg,2024-07-10 12:00"))

    hours = [found.post.posted_at.astimezone(UTC).hour for found in result.found]
    assert hours == [11, 10]
    assert any("Europe/Zurich" in note for note in result.notes)


def test_dates_without_a_time_of_day_are_said(reading):
    result = reading(csv_of("image,date", "a.jpg,4 Mar 2024"))

    assert any("without a time of day" in note for note in result.notes)


def test_a_table_in_excel_is_read(reading, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Photo", "Likes", "Posted", "Caption"])
    book.active.append(["a.jpg", 12, datetime(2024, 3, 4, 18, 30), "=SUM(A1)"])  # noqa: DTZ001  (spreadsheets know no zones)
    book.active["D2"].data_type = "s"
    file = io.BytesIO()
    book.save(file)

    result = reading({"posts.xlsx": file.getvalue(), "a.jpg": photo(1)})

    assert result.found[0].post.likes == 12
    assert result.found[0].post.caption == "=SUM(A1)"
    assert result.found[0].post.posted_at.isoformat() == "2024-03-04T18:30:00+01:00"


def test_a_table_in_json_is_read(reading):
    rows = [{"image": "a.jpg", "likes": "1.2k", "timestamp": stamp(0)}]

    result = reading({"posts.json": as_json(rows), "a.jpg": photo(1)})

    assert result.found[0].post.likes == 1200
    assert result.found[0].post.posted_at == when(0)


def test_a_photo_that_is_a_link_is_never_fetched(reading):
    result = reading(csv_of("image,likes", "https://example.org/a.jpg,3", "a.jpg,4"))

    assert len(result.found) == 1
    assert "downloads nothing" in result.problems[0]


def test_a_table_may_name_a_photo_anywhere_but_only_a_photo(reading, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("no photo")

    result = reading(csv_of("image,likes", f"{secret},3", "a.jpg,4"))

    assert len(result.found) == 1
    assert "is not a photo" in result.problems[0]


# Photos


def with_moment(moment, offset=None):
    exif = Image.Exif()
    camera = exif.get_ifd(0x8769)
    camera[36867] = moment
    if offset:
        camera[36881] = offset
    return photo(1, exif=exif.tobytes())


def test_a_folder_of_photos_tells_when_they_were_taken_and_says_so(reading):
    result = reading({"a.jpg": with_moment("2024:03:04 18:30:00"), "b.png": photo(2, "PNG")})

    taken, undated = (found.post for found in result.found)
    assert taken.posted_at.isoformat() == "2024-03-04T18:30:00+01:00"
    assert undated.posted_at is None
    assert taken.likes is None
    assert any("taken, not when they were posted" in note for note in result.notes)


def test_a_cameras_offset_is_heeded(reading):
    result = reading({"a.jpg": with_moment("2024:03:04 18:30:00", "-05:00")})

    assert result.found[0].post.posted_at.isoformat() == "2024-03-04T18:30:00-05:00"


@pytest.mark.parametrize("moment", ["0000:00:00 00:00:00", "2024:13:45 99:00:00", "gestern"])
def test_a_camera_without_a_clock_gives_no_time(reading, moment):
    assert reading({"a.jpg": with_moment(moment)}).found[0].post.posted_at is None


def test_the_same_photo_twice_is_one_post(reading):
    result = reading({"a.jpg": photo(1), "copy of a.jpg": photo(1), "clip.mov": b"..."})

    assert len(result.found) == 1
    assert result.left_out == {"copies of the same photo": 1, "videos": 1}


def test_a_file_that_lies_about_its_type_is_named(reading):
    result = reading({"a.jpg": photo(1), "b.jpg": b"<html>login</html>"})

    assert len(result.found) == 1
    assert result.problems == ["b.jpg: a web page, not a photo."]


# None of these


def test_an_unknown_source_says_what_was_expected_and_what_was_found(reading):
    with pytest.raises(SourceError) as error:
        reading({"notes.txt": b"hello", "more/thing.bin": b"\0"})

    assert "Instagram's export" in str(error.value)
    assert "2 files (more/thing.bin, notes.txt)" in str(error.value)


def test_an_empty_folder_is_said_to_be_empty(reading, tmp_path):
    (tmp_path / "empty").mkdir()

    with pytest.raises(SourceError, match="It is empty"):
        reading(tmp_path / "empty")


def test_nothing_of_that_name_is_said(reading, tmp_path):
    with pytest.raises(SourceError, match="nothing of that name"):
        reading(tmp_path / "nowhere")
