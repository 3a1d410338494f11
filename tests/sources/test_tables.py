"""Tables as people keep them, and Business Suite's in any language."""

import io
import unicodedata
import zipfile
from datetime import UTC, datetime, time

import openpyxl
import pytest

from spe.apart import DiedError
from spe.errors import SourceError
from spe.sources import ReadOptions, read_sources, table_rows
from tests.sources.made_exports import business_suite, instagram, lay_out, open_document, photo


def likes(result):
    return sorted(found.post.likes for found in result.found)


def whens(result):
    return [found.post.posted_at for found in result.found]


def book(*sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets):
        sheet = made.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    "table",
    [
        "sep=;\nphoto;likes\na.jpg;3\nb.jpg;4",
        'My year,,\n,,\nphoto,likes,remarks\na.jpg,3,"x, y; z"\nb.jpg,4,',
        "who,how many\nphoto,likes\na.jpg,3 likes\nb.jpg,❤️ 4",
        "photo\tGefällt mir\na.jpg\t3\nb.jpg\t4",
    ],
)
def test_headings_are_found_below_what_stands_above_them(reading, table):
    result = reading({"posts.csv": table.encode(), "a.jpg": photo(1), "b.jpg": photo(2)})

    assert likes(result) == [3, 4]
    assert not result.problems


@pytest.mark.parametrize(
    ("written", "there"),
    [
        ("IMG_1.heic", "IMG_1.HEIC"),
        ("IMG_1", "IMG_1.JPG"),
        ("sub\\IMG_1.jpg", "sub/IMG_1.jpg"),
        ("IMG_1.jpg", "photos/IMG_1.jpg"),
        ("C:\\Users\\me\\IMG_1.jpg", "images/IMG_1.jpg"),
        ("Café.jpg", unicodedata.normalize("NFD", "Café.jpg")),
    ],
)
def test_a_photo_is_found_however_its_name_is_written(reading, written, there):
    result = reading({"posts.csv": f"photo,likes\n{written},5".encode(), there: photo(1)})

    assert [found.member for found in result.found] == [there.rpartition("/")[2]] or [
        found.member for found in result.found
    ] == [there]


def test_a_name_that_two_folders_hold_is_nobodys(reading):
    files = {"a/x.jpg": photo(1), "b/x.jpg": photo(2), "posts.csv": b"photo,likes\nx.jpg,5"}

    result = reading(files)

    assert not result.found
    assert result.problems == ["posts.csv, row 2: the photo x.jpg is not there."]


def test_several_photos_in_a_cell_are_an_album_whose_first_is_measured(reading):
    files = {f"{name}.jpg": photo(number) for number, name in enumerate("abcd")}
    files["posts.csv"] = b'photos,likes\n"b.jpg, a.jpg",5\nc.jpg;d.jpg,6'

    result = reading(files)

    assert [(found.member, found.post.pictures) for found in result.found] == [
        ("b.jpg", 2),
        ("c.jpg", 2),
    ]


def test_the_photo_of_a_row_without_one_is_found_by_its_id(reading):
    files = {"me_179000000001.jpg": photo(1), "posts.csv": b"id,likes\n179000000001,5"}

    assert [found.member for found in reading(files).found] == ["me_179000000001.jpg"]


def test_dates_of_a_spreadsheet_without_times_are_noon_and_this_is_said(reading):
    rows = [["photo", "likes", "date"], ["a.jpg", 3, datetime(2025, 5, 6)]]  # noqa: DTZ001

    result = reading({"posts.xlsx": book(rows), "a.jpg": photo(1)})

    assert [(when.hour, when.day) for when in whens(result)] == [(12, 6)]
    assert any("noon" in note for note in result.notes)


def test_one_post_at_midnight_among_others_is_at_midnight(reading):
    rows = [
        ["photo", "likes", "date"],
        ["a.jpg", 3, datetime(2025, 5, 6)],  # noqa: DTZ001
        ["b.jpg", 4, datetime(2025, 5, 7, 18, 30)],  # noqa: DTZ001
    ]

    result = reading({"posts.xlsx": book(rows), "a.jpg": photo(1), "b.jpg": photo(2)})

    assert sorted(when.hour for when in whens(result)) == [0, 18]


@pytest.mark.parametrize("clock", [time(18, 30), "18:30", "6:30 PM", 0.7708333])
def test_a_time_in_a_column_of_its_own_joins_the_date(reading, clock):
    rows = [["photo", "likes", "date", "time"], ["a.jpg", 3, datetime(2025, 5, 6), clock]]  # noqa: DTZ001

    result = reading({"posts.xlsx": book(rows), "a.jpg": photo(1)})

    assert [(when.hour, when.minute) for when in whens(result)] == [(18, 30)]


def test_the_worksheet_with_the_posts_is_read_wherever_it_stands(reading):
    sheet = book([["Notes"], ["about my year"]], [["photo", "likes"], ["a.jpg", 3]])

    assert likes(reading({"posts.xlsx": sheet, "a.jpg": photo(1)})) == [3]


def test_a_table_of_libreoffice_is_read(reading, tmp_path):
    sheet = open_document([["photo", "likes", "date"], ["a.jpg", 3, "2025-05-06 18:30"]])
    files = {"posts.ods": sheet, "a.jpg": photo(1)}

    assert likes(reading(files)) == [3]
    alone = lay_out(files, tmp_path / "alone") / "posts.ods"
    assert likes(reading(alone)) == [3]


def test_a_damaged_spreadsheet_is_a_sentence(reading):
    damaged = open_document([["photo", "likes"]])[:200]

    with pytest.raises(SourceError):
        reading({"posts.ods": damaged})


def test_ids_that_a_spreadsheet_cut_down_are_said_and_cost_no_post(reading):
    table = b"id,image,likes\n1.79E+16,a.jpg,3\n1.79E+16,b.jpg,4"

    result = reading({"posts.csv": table, "a.jpg": photo(1), "b.jpg": photo(2)})

    assert likes(result) == [3, 4]
    assert any("1.79E+16 (2 in posts.csv)" in note for note in result.notes)


def test_ids_whose_last_digits_became_zeros_are_told_by_their_photos(reading):
    table = b"id,image,likes\n17900000000001200,a.jpg,3\n17900000000001200,b.jpg,4"

    result = reading({"posts.csv": table, "a.jpg": photo(1), "b.jpg": photo(2)})

    assert likes(result) == [3, 4]
    assert len({found.post.id for found in result.found}) == 2


def test_a_row_of_a_reel_is_no_photo_post(reading):
    table = b"photo,likes,type\na.jpg,3,IG reel\nb.jpg,4,IG image"

    result = reading({"posts.csv": table, "a.jpg": photo(1), "b.jpg": photo(2)})

    assert likes(result) == [4]
    assert result.left_out == {"reels": 1}


def test_counts_alone_join_an_import_by_minute_and_caption(table, tmp_path):
    export = lay_out(instagram(), tmp_path / "export")
    notes = tmp_path / "notes.csv"
    notes.write_text(
        "Date,Caption,Likes,Link\n"
        "2024-03-04T18:30Z,Zoë’s walk no. 0 🌿,55,https://www.instagram.com/p/Cx000000000/\n",
        encoding="utf-8",
    )
    made = table(export)
    at = next(post for post in made.posts if post.caption.startswith("Zoë’s walk no. 0"))
    text = notes.read_text(encoding="utf-8")
    notes.write_text(
        text.replace("2024-03-04T18:30Z", f"{at.posted_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"),
        encoding="utf-8",
    )

    joined = table(export, notes, known=made.posts)

    assert [post.likes for post in joined.posts if post.id == at.id] == [55]


def test_a_day_and_a_count_alone_name_no_post(reading):
    result = reading({"notes.csv": b"date,likes\n2024-03-04,20\n2024-03-05,21"})

    assert not result.found
    assert sum(result.left_out.values()) == 2


def in_words_nobody_knows(data):
    """Business Suite's table under headings of no language."""
    top, _, rest = data.decode().partition("\n")
    return (",".join(f"Qwx{at}" for at in range(top.count(",") + 1)) + "\n" + rest).encode()


def test_business_suite_is_read_by_its_values_in_any_language(reading):
    told = reading({"counts.csv": business_suite({0: "3", 1: "1,204"})})

    result = reading({"counts.csv": in_words_nobody_knows(business_suite({0: "3", 1: "1,204"}))})

    assert likes(result) == likes(told) == [3, 1204]
    assert whens(result) == whens(told)
    assert [found.post.caption for found in result.found] == [
        found.post.caption for found in told.found
    ]
    assert result.left_out == {"reels": 1}
    assert any("taken for likes by its place" in note for note in result.notes)


def test_a_sheet_of_business_suite_without_likes_is_said_and_costs_no_other(reading):
    unknown = in_words_nobody_knows(business_suite({0: "three"}))

    result = reading({"a.csv": unknown, "b.csv": business_suite({1: "4"})})

    assert likes(result) == [4]
    assert result.problems == ["a.csv: none of its columns is known to hold likes."]


def test_reactions_on_facebook_are_never_likes_on_instagram(reading):
    page = business_suite({0: "3", 1: "4"}).replace(b"www.instagram", b"www.facebook")

    result = reading({"page.csv": page})

    assert not result.found
    assert result.left_out == {"posts on Facebook": 3}


def refused(tmp_path, data, name="posts.xlsx"):
    """Why a spreadsheet that was handed over alone is not read."""
    path = tmp_path / name
    path.write_bytes(data)
    readings, (error,) = read_sources([path], ReadOptions())
    assert readings == []
    return str(error)


def swollen(data, part, more):
    """A spreadsheet with more in one of its parts, before that ends."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", 8) as new:
        for name in old.namelist():
            text = old.read(name)
            end = text.rfind(b"</")
            new.writestr(name, text[:end] + more + text[end:] if name == part else text)
    return made.getvalue()


GOOD = [["photo", "likes"], ["a.jpg", 3]]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_spreadsheet_of_too_many_cells_or_strings_is_not_opened(tmp_path, monkeypatch, part):
    monkeypatch.setattr("spe.sources._rows.apart.call", lambda work, *given, **_: work(*given))
    monkeypatch.setattr("spe.sources._rows._openpyxl", None)
    data = swollen(book(GOOD), part, b"<x/>" * 4_000_000)

    assert refused(tmp_path, data) == (
        "posts.xlsx: the spreadsheet has too many cells. Save it as .csv."
    )


def test_a_spreadsheet_that_unpacks_to_too_much_is_not_opened(tmp_path):
    data = swollen(book(GOOD), "xl/styles.xml", bytes(65 * 2**20))

    assert "posts.xlsx: the spreadsheet unpacks to 65 MB, which is too much" in refused(
        tmp_path, data
    )


def test_photos_within_a_spreadsheet_weigh_nothing(tmp_path, reading):
    data = io.BytesIO(book(GOOD))
    with zipfile.ZipFile(data, "a", 8) as archive:
        archive.writestr("xl/media/image1.jpg", bytes(70 * 2**20))

    assert likes(reading({"posts.xlsx": data.getvalue(), "a.jpg": photo(1)})) == [3]


@pytest.mark.parametrize("error", [DiedError, MemoryError])
def test_a_spreadsheet_that_takes_too_long_or_too_much_costs_itself(tmp_path, monkeypatch, error):
    asked = []

    def fails(*_given, **_limits):
        asked.append(1)
        raise error

    monkeypatch.setattr("spe.sources._rows.apart.call", fails)

    said = refused(tmp_path, book(GOOD))

    assert said.startswith("posts.xlsx: the spreadsheet takes too much time or memory to open")
    assert len(asked) == 1


def locked_xls():
    return b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def locked_ods():
    return swollen(open_document(GOOD), "META-INF/manifest.xml", b"<m:encryption-data/>")


@pytest.mark.parametrize(("name", "data"), [("a.xlsx", locked_xls()), ("a.ods", locked_ods())])
def test_a_spreadsheet_that_wants_a_password_says_so(tmp_path, name, data):
    assert refused(tmp_path, data, name) == (
        f"{name}: the spreadsheet wants a password. Save it without one."
    )


@pytest.mark.parametrize(
    ("lines", "rows"),
    [
        ([], []),
        ([["photo", "likes"]], []),
        ([["photo"], ["a.jpg"]], [{"photo": "a.jpg"}]),
    ],
)
def test_a_spreadsheet_is_read_however_little_stands_in_it(tmp_path, lines, rows):
    path = tmp_path / "posts.xlsx"
    path.write_bytes(book(lines))

    assert table_rows(path) == rows


def test_a_column_says_what_is_in_the_picture(reading):
    table = "photo,likes,Subject\na.jpg,3, Our  cats \nb.jpg,4,\nc.jpg,5," + "x" * 30
    photos = {f"{name}.jpg": photo(number) for number, name in enumerate("abc")}

    result = reading({"posts.csv": table.encode(), **photos})

    assert [found.post.subject for found in result.found] == ["Our cats", "", ""]
    assert len(result.problems) == 1
    assert "24 characters at most. Left empty." in result.problems[0]
