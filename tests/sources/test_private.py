"""What is private in an export never becomes a post, whatever is missing, moved or mangled."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe.errors import SourceError
from spe.sources import FoldersUnclear, ReadOptions, read_sources
from spe.sources._private import export_of, private
from spe.sources._tree import Folder, read
from tests.sources.made_exports import (
    MEDIUM,
    as_json,
    facebook,
    instagram,
    instagram_2018,
    instagram_2026,
    instagram_html,
    lay_out,
    photo,
    private_files,
    stamp,
    zipped,
)

WHOLE = {
    "2023": instagram(),
    "2026": instagram_2026(),
    "2018": instagram_2018(),
    "html": instagram_html(),
    "facebook": facebook(),
}
SECRET = frozenset({*private_files().values(), *(photo(90 + n) for n in range(3)), photo(99)})


def taken(paths, **options):
    """The bytes of every photo that would become a post."""
    readings, _ = read_sources(paths, ReadOptions(**options))
    found = [one for reading in readings for one in reading.found if one.tree is not None]
    return {read(one.tree, one.member) for one in found}


@pytest.mark.parametrize("kind", sorted(WHOLE))
@pytest.mark.parametrize("yes", [True, False])
def test_no_private_photo_of_a_whole_export_is_taken(tmp_path, kind, yes):
    folder = lay_out({**WHOLE[kind], **private_files()}, tmp_path / "e")

    photos = taken([folder], folders=yes)

    assert photos
    assert not photos & SECRET


@pytest.mark.parametrize("kind", sorted(WHOLE))
@pytest.mark.parametrize("yes", [True, False])
def test_an_export_without_its_lists_gives_no_photo_at_all(tmp_path, kind, yes):
    files = {n: d for n, d in WHOLE[kind].items() if not n.endswith((".json", ".html"))}

    readings, failed = read_sources([zipped(files, tmp_path / "e.zip")], ReadOptions(folders=yes))

    assert not readings
    assert "part of" in str(failed[0])
    assert "No photo was taken" in str(failed[0])


@pytest.mark.parametrize("kind", ["2023", "2026", "html"])
def test_the_private_part_of_an_export_in_parts_gives_nothing(tmp_path, kind):
    lists = {n: d for n, d in WHOLE[kind].items() if n.endswith((".json", ".html"))}
    rest = {n: d for n, d in WHOLE[kind].items() if n not in lists}

    photos = taken(
        [
            zipped(lists, tmp_path / "part1.zip"),
            zipped({**rest, **private_files()}, tmp_path / "part2.zip"),
        ]
    )

    assert photos
    assert not photos & SECRET


def test_a_folder_of_an_exports_zips_is_read_as_if_they_were_named(tmp_path):
    files = instagram_2026()
    lists = {name: data for name, data in files.items() if name.endswith(".json")}
    media = {name: data for name, data in files.items() if name not in lists}
    folder = tmp_path / "downloads"
    folder.mkdir()
    zipped(lists, folder / "part1.zip")
    zipped({**media, **private_files()}, folder / "part2.zip")
    zipped({"holiday.jpg": photo(5)}, folder / "other.zip")

    photos = taken([folder])

    assert len(photos) == 4
    assert not photos & {*SECRET, photo(5)}


@pytest.mark.parametrize("name", sorted(private_files()))
@pytest.mark.parametrize("deeper", [1, 2, 3])
def test_a_piece_cut_out_of_an_export_is_refused_for_where_it_lies(tmp_path, name, deeper):
    lay_out({name: photo(1)}, tmp_path)
    piece = (tmp_path / name).parents[min(deeper, name.count("/")) - 1]

    readings, failed = read_sources([piece], ReadOptions(folders=True))

    assert not any(reading.found for reading in readings)
    assert failed or all(reading.left_out for reading in readings)


def test_a_private_photo_named_itself_is_refused(tmp_path):
    for name, data in private_files().items():
        lay_out({name: data}, tmp_path)

        readings, failed = read_sources([tmp_path / name], ReadOptions())

        assert not readings
        assert "No photo was taken" in str(failed[0])


@pytest.mark.parametrize(
    "name", ["stories.json", "other_content.json", "archived_posts.json", "anything.json"]
)
def test_a_list_of_what_is_no_post_named_itself_gives_none(tmp_path, name):
    shown = {"uri": "media/stories/202403/4.jpg", "creation_timestamp": stamp(1), "title": ""}
    files = {
        f"your_instagram_activity/media/{name}": as_json({"ig_stories": [{"media": [shown]}]}),
        "media/stories/202403/4.jpg": photo(1),
    }
    folder = lay_out(files, tmp_path / "e")

    readings, _ = read_sources([folder / f"your_instagram_activity/media/{name}"], ReadOptions())

    assert not any(reading.found for reading in readings)


def test_a_missing_photo_is_not_made_up_for_by_a_private_one_of_the_same_name(reading):
    """Photos are found by their names alone where an export's folders moved."""
    files = instagram(posts=1)
    name = next(name for name in files if name.endswith(f"{MEDIUM}.jpg"))
    leaf = name.rpartition("/")[2]
    del files[name]
    files[f"your_instagram_activity/messages/inbox/friend_1/photos/{leaf}"] = photo(77)

    result = reading(files)

    assert str(MEDIUM) not in {found.post.id for found in result.found}
    assert result.left_out["posts whose photo is not there"] == 1


@pytest.mark.parametrize("where", ["media/stories/202403", "messages/inbox/friend_1/photos"])
def test_a_list_of_posts_that_names_a_private_photo_does_not_make_it_a_post(reading, where):
    medium = {"uri": f"{where}/4.jpg", "creation_timestamp": stamp(1), "title": ""}
    files = instagram(posts=1) | {f"{where}/4.jpg": photo(1)}
    files["content/posts_3.json"] = as_json([{"media": [medium]}])

    result = reading(files)

    assert len(result.found) == 2
    assert result.left_out[private(f"{where}/4.jpg")] >= 1


OTHERS = {
    "WhatsApp": ["_chat.txt", "00000012-PHOTO-2024-01-01-10-00-00.jpg"],
    "Telegram": ["ChatExport_2024-01-01/photos/photo_1@01-01-2024_10-00-00.jpg"],
    "Snapchat": ["json/chat_history.json", "chat_media/2024-01-01_a.jpg"],
    "Discord": ["messages/c123456789012345678/a.jpg"],
    "X (Twitter)": ["data/direct_messages_media/1-a.jpg", "data/account.js"],
    "BeReal": ["Photos/realmoji/a.jpg"],
}


@pytest.mark.parametrize("of", sorted(OTHERS))
def test_other_exports_without_posts_are_no_folders_of_photos(tmp_path, of):
    folder = lay_out(dict.fromkeys(OTHERS[of], photo(1)), tmp_path / "x")

    readings, failed = read_sources([folder], ReadOptions(folders=True))

    assert export_of(Folder(folder)) == of
    assert not readings
    assert f"export of {of}" in str(failed[0])


@pytest.mark.parametrize(
    "names",
    [
        ["a.jpg", "b.jpg"],
        ["photos/2024/a.jpg"],
        ["posts/a.jpg"],
        ["other/x/a.jpg", "other/x/b.jpg"],
    ],
)
def test_ones_own_folder_of_photos_is_still_one(reading, names):
    files = {name: photo(number) for number, name in enumerate(names)}

    assert len(reading(files).found) == len(names)


def test_a_table_that_a_person_made_may_name_photos_of_an_export(reading):
    files = {
        "mine.csv": b"image,likes\nmedia/posts/202403/1.jpg,5\n",
        "media/posts/202403/1.jpg": photo(1),
        "media/stories/202403/2.jpg": photo(2),
    }

    assert [found.post.likes for found in reading(files).found] == [5]


def test_messages_among_ones_own_folders_are_left_out_and_counted(reading):
    files = {
        "mine/a.jpg": photo(1),
        "mine/Stories/b.jpg": photo(2),
        "mine/messages/c.jpg": photo(3),
    }

    result = reading(files)

    assert len(result.found) == 1
    assert result.left_out == {"stories": 1, "photos out of messages": 1}


def test_photos_in_several_folders_are_asked_about(reading):
    files = {"a.jpg": photo(1), "sub/b.jpg": photo(2)}

    with pytest.raises(FoldersUnclear, match=r"(?s)in 2 folders.*--yes"):
        reading(files)

    assert len(reading(files, folders=True).found) == 2


def test_photos_in_several_folders_do_not_cost_the_good_source(tmp_path):
    folder = lay_out({"a.jpg": photo(1), "sub/b.jpg": photo(2)}, tmp_path / "many")

    readings, failed = read_sources(
        [folder, lay_out(instagram(), tmp_path / "e")], ReadOptions(folders=False)
    )

    assert [len(reading.found) for reading in readings] == [5]
    assert isinstance(failed[0], FoldersUnclear)


def test_the_files_that_a_folder_of_photos_leaves_unread_are_named(reading):
    left = ["notes.json", "old.zip", "page.html", "likes.csv", "book.ods"]
    files = {"a.jpg": photo(1), "readme.txt": b"x", **dict.fromkeys(left, b"x")}

    note = next(note for note in reading(files).notes if "Not read" in note)

    assert all(name in note for name in left)
    assert "readme" not in note


@st.composite
def torn(draw):
    """An export of any age with private photos, and any of its files dropped."""
    files = {**WHOLE[draw(st.sampled_from(sorted(WHOLE)))], **private_files()}
    dropped = draw(st.sets(st.sampled_from(sorted(files))))
    return sorted(files.items() - {(name, files[name]) for name in dropped})


@given(torn(), st.booleans(), st.booleans())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_no_piece_of_an_export_gives_a_private_photo(tmp_path_factory, files, packed, yes):
    folder = tmp_path_factory.mktemp("torn")
    path = zipped(dict(files), folder / "e.zip") if packed else lay_out(dict(files), folder / "e")

    if files:
        assert not taken([path], folders=yes) & SECRET


def test_source_error_is_what_a_question_is_in_scripts():
    assert issubclass(FoldersUnclear, SourceError)
