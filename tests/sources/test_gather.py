"""One table out of several sources: the same post is recognised, nothing typed is lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from spe.errors import SourceError
from spe.posts import merged, read_posts, write_posts
from spe.sources import ReadOptions, read_sources
from tests.sources.made_exports import (
    MEDIUM,
    as_json,
    graph_api,
    instagram,
    instaloader,
    lay_out,
    photo,
    stamp,
    when,
    zipped,
)


@pytest.fixture
def export(tmp_path):
    return zipped(instagram(), tmp_path / "export.zip")


def test_importing_twice_changes_nothing(table, export):
    first = table(export)

    second = table(export, known=first.posts)

    assert second.posts == first.posts
    assert (second.added, second.updated, second.unchanged) == (0, 0, 5)


def test_photos_out_of_an_archive_are_unpacked_into_the_project(table, export):
    result = table(export)

    images = {post.image for post in result.posts}
    assert all(image.startswith("data/photos/2024-") for image in images)
    assert all((table.project.root / image).is_file() for image in images)
    assert len(list(table.project.photos.iterdir())) == 6  # an album brings another photo


def test_a_photo_that_is_gone_from_the_project_is_unpacked_again(table, export):
    first = table(export)
    places = [table.project.root / post.image for post in first.posts]
    places[0].unlink()

    again = table(export, known=first.posts)

    assert [post.id for post in again.posts] == [post.id for post in first.posts]
    assert all((table.project.root / post.image).is_file() for post in again.posts)


def test_photos_in_folders_stay_where_they_are(table, tmp_path):
    folder = lay_out(instagram(), tmp_path / "export")

    result = table(folder)

    assert all(post.image.startswith(str(folder)) for post in result.posts)
    assert not table.project.photos.exists()


def test_a_photo_without_a_suffix_is_kept_under_what_it_is(table, export):
    post = next(post for post in table(export).posts if post.caption == "An album")

    assert post.image.endswith(f"_{MEDIUM + 50}.jpg")


def test_a_post_known_by_id_gets_the_likes_of_another_source(table, export, tmp_path):
    answer = lay_out(graph_api(), tmp_path / "graph")

    result = table(export, answer)

    assert len(result.posts) == 6
    assert {post.id: post.likes for post in result.posts}[str(MEDIUM + 1)] == 11


def test_a_post_of_another_program_is_known_by_time_and_picture(table, export, tmp_path):
    folder = lay_out(instaloader(), tmp_path / "loader")

    result = table(export, folder)

    likes = {post.id: post.likes for post in result.posts}
    assert likes[str(MEDIUM)] == 51
    assert likes[str(MEDIUM + 1)] == 7
    assert len(result.posts) == 5 + 1


def test_a_shrunk_copy_at_the_same_time_is_the_same_post(table, export, tmp_path):
    small = photo(0, "JPEG", side=70, quality=60)
    stem = f"{when(0) + timedelta(seconds=2):%Y-%m-%d_%H-%M-%S}_UTC"
    folder = lay_out({f"{stem}.jpg": small}, tmp_path / "loader")

    assert len(table(export, folder).posts) == 5


@pytest.mark.parametrize(("seconds", "posts"), [(-60, 5), (60, 5), (-61, 6), (61, 6)])
def test_a_copy_a_minute_apart_is_the_same_post_and_a_second_more_makes_two(
    table, export, tmp_path, seconds, posts
):
    stem = f"{when(0) + timedelta(seconds=seconds):%Y-%m-%d_%H-%M-%S}_UTC"
    folder = lay_out({f"{stem}.jpg": photo(0, quality=60)}, tmp_path / "loader")

    assert len(table(export, folder).posts) == posts


def test_a_photo_that_could_be_either_of_two_posts_is_taken_for_neither(table, tmp_path):
    files = {}
    for number in (0, 9):
        files[f"{when(number):%Y-%m-%d_%H-%M-%S}_UTC.jpg"] = photo(0, quality=80 + number)
    posted = table(lay_out(files, tmp_path / "loader"))
    folder = lay_out({"IMG_1.jpg": photo(0, quality=60)}, tmp_path / "photos")

    assert len(table(folder, known=posted.posts).posts) == 3
    assert len(table(folder, known=posted.posts[:1]).posts) == 1


def test_another_picture_at_the_same_time_is_another_post(table, export, tmp_path):
    stem = f"{when(0):%Y-%m-%d_%H-%M-%S}_UTC"
    folder = lay_out({f"{stem}.jpg": photo(777)}, tmp_path / "loader")

    assert len(table(export, folder).posts) == 6


def test_two_posts_of_one_source_are_never_made_one(table, tmp_path):
    files = {}
    for number in (0, 1):
        stem = f"{when(0) + timedelta(seconds=number):%Y-%m-%d_%H-%M-%S}_UTC"
        files[f"{stem}.jpg"] = photo(0)
    folder = lay_out(files, tmp_path / "loader")

    assert len(table(folder).posts) == 2


def test_two_tables_of_the_same_posts_in_one_folder_are_merged_and_can_be_read_again(
    table, tmp_path
):
    files = {
        "a.jpg": photo(1),
        "b.jpg": photo(2),
        "posts.csv": b"image,likes,posted\na.jpg,12,2024-03-04 18:30\nb.jpg,,2024-03-09 18:30\n",
        "again.csv": b"image,comments,posted\nb.jpg,7,2024-03-09 18:30\na.jpg,5,2024-03-04 18:30\n",
    }
    folder = lay_out(files, tmp_path / "tables")

    result = table(folder)

    write_posts(table.project.posts, result.posts)
    kept = read_posts(table.project.posts)
    assert [(post.likes, post.comments) for post in kept] == [(12, 5), (None, 7)]
    # Of b, posts.csv tells nothing that again.csv has not told; of a, each tells something.
    assert result.left_out["the same post told twice"] == 1
    assert table(folder, known=kept).posts == kept


def test_a_post_of_which_a_second_table_tells_nothing_more_is_counted_as_told_twice(
    table, tmp_path
):
    rows = b"image,likes,posted\na.jpg,12,2024-03-04 18:30\nb.jpg,7,2024-03-09 18:30\n"
    files = {"a.jpg": photo(1), "b.jpg": photo(2), "posts.csv": rows, "posts (copy).csv": rows}

    result = table(lay_out(files, tmp_path / "tables"))

    assert result.added == 2
    assert result.left_out["the same post told twice"] == 2


def test_a_photo_posted_twice_is_two_posts_whichever_row_stands_first(table, tmp_path):
    rows = [b"a.jpg,12,2024-03-04 18:30\n", b"a.jpg,25,2024-05-04 18:30\n"]
    folder = lay_out({"a.jpg": photo(1)}, tmp_path / "tables")
    (folder / "posts.csv").write_bytes(b"image,likes,posted\n" + rows[0] + rows[1])

    first = table(folder)
    (folder / "posts.csv").write_bytes(b"image,likes,posted\n" + rows[1] + rows[0])
    second = table(folder, known=first.posts)

    assert [post.likes for post in first.posts] == [12, 25]
    assert second.posts == first.posts


def test_a_photo_posted_again_later_is_a_new_post_beside_the_known_one(table, tmp_path):
    rows = [b"a.jpg,12,2024-03-04 18:30\n", b"a.jpg,25,2024-05-04 18:30\n"]
    folder = lay_out({"a.jpg": photo(1)}, tmp_path / "tables")
    (folder / "posts.csv").write_bytes(b"image,likes,posted\n" + rows[0])

    first = table(folder)
    (folder / "posts.csv").write_bytes(b"image,likes,posted\n" + rows[1] + rows[0])
    second = table(folder, known=first.posts)

    assert [post.likes for post in second.posts] == [12, 25]
    # The newer table shows that its counts were read later: no more is new of the first.
    then = first.posts[0].likes_read_after
    assert replace(second.posts[0], likes_read_after=then) == first.posts[0]


def test_a_row_that_stands_twice_is_one_post(table, tmp_path):
    row = b"a.jpg,12,2024-03-04 18:30\n"
    files = {"a.jpg": photo(1), "posts.csv": b"image,likes,posted\n" + 2 * row}

    assert len(table(lay_out(files, tmp_path / "tables")).posts) == 1


@pytest.mark.parametrize("written", [b"1.79E+16", b'"1,79E+16"'])
def test_ids_that_a_spreadsheet_shortened_are_no_ids_and_this_is_said(table, tmp_path, written):
    rows = b"".join(b"%s,%d.jpg,2024-03-0%d 18:30\n" % (written, at, at) for at in (1, 2, 3))
    files = {f"{at}.jpg": photo(at) for at in (1, 2, 3)}
    folder = lay_out({**files, "media.csv": b"id,image,posted\n" + rows}, tmp_path / "tables")

    result = table(folder)

    assert len({post.id for post in result.posts}) == 3
    (reading,), _ = read_sources([folder], ReadOptions())
    assert any("like 1.79E+16 (3 in media.csv), are none" in note for note in reading.notes)


def test_a_cell_of_140_000_characters_costs_no_table(table, tmp_path):
    files = {
        "a.jpg": photo(1),
        "posts.csv": b"image,caption,likes\na.jpg," + b"x" * 140_000 + b",3",
    }

    assert [post.likes for post in table(lay_out(files, tmp_path / "tables")).posts] == [3]


def test_a_table_gives_posting_times_to_photos_known_by_content(table, tmp_path):
    folder = lay_out({"a.jpg": photo(1), "b.jpg": photo(2)}, tmp_path / "photos")
    sheet = tmp_path / "photos.csv"
    sheet.write_text("image,likes,posted\nphotos/a.jpg,12,2024-03-04 18:30\n")

    first = table(folder)
    second = table(sheet, known=first.posts)

    post = next(post for post in second.posts if post.likes == 12)
    assert len(second.posts) == 2
    assert post.source == "table"
    assert post.posted_at.isoformat() == "2024-03-04T18:30:00+01:00"


@pytest.mark.parametrize("first", ["photos", "export"])
def test_photos_of_a_folder_are_known_again_in_an_export_by_picture(table, export, tmp_path, first):
    folder = lay_out(
        {"IMG_1.jpg": photo(1, quality=98), "IMG_9.jpg": photo(9)}, tmp_path / "photos"
    )
    one, other = (folder, export) if first == "photos" else (export, folder)

    known = table(one).posts
    result = table(other, known=known)

    same = [post for post in result.posts if post.posted_at == when(1)]
    assert len(result.posts) == 6
    assert [post.source for post in same] == ["instagram"]


def test_a_table_with_small_numbers_for_ids_meets_no_other_table(table, tmp_path):
    for name in ("one", "two"):
        files = {
            f"{name}.csv": b"id,image,likes\n1,a.jpg,3\n",
            "a.jpg": photo(len(name) + ord(name[0])),
        }
        lay_out(files, tmp_path / name)

    assert len(table(tmp_path / "one", tmp_path / "two").posts) == 2


def test_a_mangled_source_does_not_cost_the_good_one(table, export, tmp_path):
    from spe.sources import ReadOptions, read_sources

    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 cut off")

    readings, failed = read_sources([tmp_path / "bad.zip", export], ReadOptions())

    assert len(readings) == 1
    assert len(failed) == 1
    assert isinstance(failed[0], SourceError)


DAY = datetime(2024, 5, 1, tzinfo=UTC)


@pytest.fixture
def post(table, export):
    return table(export).posts[0]


def test_newer_counts_update_older_ones_and_keep_the_day(post):
    old = replace(post, likes=10, likes_from="graph-api", likes_as_of=DAY)

    newer = merged(old, replace(old, likes=12, likes_as_of=DAY + timedelta(days=1)))
    older = merged(old, replace(old, likes=8, likes_as_of=DAY - timedelta(days=1)))

    assert (newer.likes, newer.likes_as_of) == (12, DAY + timedelta(days=1))
    assert older == old


def test_a_typed_count_stays_unless_told_otherwise(post):
    old = replace(post, likes=10, likes_from="typed", likes_as_of=DAY)
    new = replace(post, likes=99, likes_from="graph-api", likes_as_of=DAY + timedelta(days=9))

    assert merged(old, new).likes == 10
    assert merged(old, new, overwrite=True).likes == 99


def test_what_is_unknown_replaces_nothing(post):
    old = replace(post, likes=10, likes_as_of=DAY, comments=2, followers=50, excluded="a flyer")

    assert merged(old, replace(post, likes=None)) == old


def test_how_many_pictures_a_post_holds_is_learnt_later_and_unknown_replaces_nothing(post):
    silent = replace(post, source="photos", pictures=None)

    learnt = merged(silent, replace(post, source="other", pictures=4))

    assert learnt.pictures == 4
    assert merged(learnt, replace(post, source="other", pictures=None)).pictures == 4


def test_posts_before_a_day_are_left_out(table, export):
    from spe.sources import ReadOptions, Store, gather, read_sources

    readings, _ = read_sources([export], ReadOptions())

    result = gather([], readings, Store(table.project), since=when(2))

    assert len(result.posts) == 3
    assert sum(result.left_out.values()) == 2


def test_a_bomb_of_photos_is_not_unpacked(table, tmp_path, monkeypatch):
    monkeypatch.setattr("spe.sources._tree.ALLOWED", 0)
    blank = photo(1)[:200] + bytes(4_000_000)
    files = {f"media/posts/{number}_{MEDIUM + number}.jpg": blank for number in range(8)}
    entries = [
        {"media": [{"uri": name, "creation_timestamp": stamp(number)}]}
        for number, name in enumerate(files)
    ]
    files["content/posts_1.json"] = as_json(entries)

    result = table(zipped(files, tmp_path / "bomb.zip"))

    assert result.posts == []
    assert any("unpacks to far more" in problem for problem in result.problems)
    assert not table.project.photos.exists()


def subjects_of(tmp_path, table, subjects, **options):
    lines = [f"{number}.jpg,{number},{name}" for number, name in enumerate(subjects)]
    files = {f"{number}.jpg": photo(number) for number in range(len(subjects))}
    text = "\n".join(["photo,likes,subject", *lines])
    folder = lay_out(
        {"posts.csv": text.encode(), **files}, tmp_path / f"source{len(list(tmp_path.iterdir()))}"
    )
    return table(folder, **options)


def said(result):
    return [post.subject for post in result.posts]


def test_a_subject_is_never_overwritten_unasked(table, tmp_path):
    first = subjects_of(tmp_path, table, ["food", "", "pets"])
    known = [replace(post, subject=post.subject or "home") for post in first.posts]

    again = subjects_of(tmp_path, table, ["travel", "travel", ""], known=known)
    asked = subjects_of(tmp_path, table, ["travel", "travel", ""], known=known, overwrite=True)

    assert said(again) == ["food", "home", "pets"]
    assert said(asked) == ["travel", "travel", "pets"]


def test_a_table_of_more_than_six_subjects_costs_only_those_of_fewest_posts(table, tmp_path):
    names = [name for name in "abcdef" for _ in range(2)]

    result = subjects_of(tmp_path, table, [*names, "g"])

    assert said(result) == [*names, ""]
    (problem,) = result.problems
    assert problem.startswith("Six subjects count, so 'g' came in as none. ")
    assert problem.endswith("spe posts --subject a ID")


def test_the_six_that_were_there_before_stay_before_those_of_more_posts(table, tmp_path):
    known = subjects_of(tmp_path, table, list("abcdef")).posts

    result = subjects_of(tmp_path, table, [*"abcdef", "g", "g"], known=known)

    assert sorted(set(said(result))) == ["", *"abcdef"]
