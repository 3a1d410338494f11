"""A post table that a spreadsheet saved is read rightly, or refused with one cell named."""

import csv
import io
from datetime import UTC, datetime

import pytest

from spe import cells
from spe.errors import TableError
from spe.posts import Post, as_text, read_posts

POSTS = [
    Post(
        id=f"1790000000000000{number}",
        image=f"Zürich/{number}.jpg",
        posted_at=datetime(2024, 3, number, 18, tzinfo=UTC),
        likes=1200 + number,
        caption=f"„Grüße“ aus Zürich; Tag {number}, 18 Uhr",
        followers=15_000,
        pictures=2,
    )
    for number in range(1, 5)
]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "posts.csv"


def saved(separator=",", newline="\n", change=lambda row: row):
    """The table with its cells separated otherwise, each row changed on the way."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=newline)
    rows = list(csv.DictReader(io.StringIO(as_text(POSTS), newline="")))
    writer.writerow(rows[0])
    for row in rows:
        writer.writerow(change(row).values())
    return text.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_separators_line_ends_and_encodings_of_spreadsheets_change_nothing(
    path, separator, newline, encoding
):
    path.write_bytes(saved(separator, newline).encode(encoding))

    assert read_posts(path) == POSTS


def test_utf_16_the_other_way_round_is_read(path):
    path.write_bytes(saved().encode("utf-16-be"))

    assert read_posts(path) == POSTS


def test_a_line_that_tells_the_separator_is_no_row(path):
    path.write_text("sep=;\n" + saved(";", change=lambda row: {**row, "likes": "x"}))

    with pytest.raises(TableError, match="row 3, likes: 'x'"):
        read_posts(path)


def test_bytes_of_no_encoding_are_refused(path):
    path.write_bytes(b"image,id\n\x81\xff.jpg,a\n")

    with pytest.raises(TableError, match="can't be read as text"):
        read_posts(path)


def test_rows_of_nothing_but_separators_are_no_posts_and_are_counted(path):
    path.write_text("image,id,likes\n,,\na.jpg,a,x\n,,\n")

    with pytest.raises(TableError, match="row 3, likes"):
        read_posts(path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1204", 1204),
        ("1.204", 1204),
        ("1,204", 1204),
        ("1.000", 1000),
        ("1'204", 1204),
        ("1’204", 1204),
        ("1\u00a0204", 1204),
        ("1.204.000", 1_204_000),
        ("12.0", 12),
        ("12,00", 12),
        ("0", 0),
        ("-1", None),
        ("-1.0", None),
        ("", None),
        ("100000000000", 10**11),
    ],
)
def test_a_count_means_one_number(written, meant):
    assert cells.count(written, "row 2, likes") == meant


@pytest.mark.parametrize(
    "written",
    ["1.2", "1.20e3", "1E+03", "1_000", "1.204,000", "12.3456", "1e308", "inf", "nan", "1204 likes",
     "04.01.2024", "100000000001", "9" * 400, "01/12", "0x10"],
)  # fmt: skip
def test_a_count_that_could_be_another_number_is_refused_by_its_cell(path, written):
    path.write_text(saved(";", change=lambda row: {**row, "likes": written}))

    with pytest.raises(TableError, match=r"posts\.csv, row 2, likes: '") as error:
        read_posts(path)

    assert len(str(error.value).splitlines()[0]) < len(str(path)) + 120


@pytest.mark.parametrize(
    "written",
    ["25/11/2026 18:00", "11/25/2026 18:00", "25.11.2026", "2026-11-25 18:00", "46351.75",
     "0001-01-01T00:00+14:00", "9999-12-31T23:59-12:00", "1899-12-31T00:00Z", "2201-01-01T00:00Z",
     "20261125"],
)  # fmt: skip
def test_a_time_that_could_be_another_is_refused_by_its_cell(path, written):
    path.write_text(saved(change=lambda row: {**row, "posted_at": written}))

    with pytest.raises(TableError, match="row 2, posted_at: '"):
        read_posts(path)


@pytest.mark.parametrize("year", [1900, 2200])
def test_the_first_and_last_year_of_photos_are_read(year):
    assert cells.moment(f"{year}-06-01T12:00Z", "row 2").year == year


@pytest.mark.parametrize("written", ["1.79E+16", "1,79E+16", "2e+15"])
def test_an_id_that_a_spreadsheet_shortened_is_refused_and_not_called_doubled(path, written):
    path.write_text(saved(";", change=lambda row: {**row, "id": written}))

    with pytest.raises(TableError, match=r"row 2, id: .* shortened; its last digits are lost"):
        read_posts(path)


def test_ids_that_a_spreadsheet_rounded_are_refused_and_not_called_doubled(path):
    path.write_text(saved(change=lambda row: {**row, "id": row["id"][:15] + "00"}))

    with pytest.raises(TableError, match=r"row 2, id: .* a spreadsheet rounded them"):
        read_posts(path)


def test_a_single_long_id_may_end_in_zeros(path):
    path.write_text(
        f"image,id\na.jpg,{POSTS[0].id}\nb.jpg,17900000000000000\nc.jpg,179000000000000000\n"
    )

    assert len(read_posts(path)) == 3


def test_an_id_made_of_a_photos_content_is_no_shortened_number():
    assert not cells.shortened("1e23456789012345")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("image,id\na.jpg,a,b\n", "row 2: more cells than there are columns"),
        ("image,id,likes,likes\na.jpg,a,1,2\n", "the column 'likes' stands twice"),
        ("image;likes\na.jpg;1\n", "the column 'id' is missing"),
        ("image,id\na.jpg,a\nb.jpg,a\n", "row 3: the id 'a' stands twice"),
        ("image,id\na.jpg\n", "row 2: the id is empty"),
        ("", "the column 'id' is missing"),
    ],
)
def test_a_table_out_of_shape_is_refused(path, text, said):
    path.write_text(text)

    with pytest.raises(TableError, match=said):
        read_posts(path)


def test_empty_cells_beyond_the_columns_are_nothing(path):
    path.write_text("image,id\na.jpg,a,,\n")

    assert [post.id for post in read_posts(path)] == ["a"]


@pytest.mark.parametrize("encoding", ["cp874", "cp1251", "cp1253"])
def test_letters_in_an_encoding_that_can_t_be_told_are_refused_by_their_row(path, encoding):
    caption = {"cp874": "วันเสาร์", "cp1251": "суббота", "cp1253": "Σάββατο"}[encoding]
    rows = saved(
        ";", "\r\n", lambda row: {**row, "caption": "Sabato" if row["id"][-1] == "1" else caption}
    )

    path.write_bytes(rows.replace("Zürich", "Bern").encode(encoding))

    with pytest.raises(TableError, match=r"posts\.csv, row 3: letters in an encoding"):
        read_posts(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_thai_is_read_where_its_encoding_can_be_told(path, encoding, separator):
    caption = "วันเสาร์ที่ทะเล ๒๕๖๗"
    text = saved(separator, "\r\n", lambda row: {**row, "caption": caption})

    path.write_bytes(text.encode(encoding))

    assert {post.caption for post in read_posts(path)} == {caption}


@pytest.mark.parametrize(
    "written",
    ["4/3/2567 18:00", "2567-03-04T18:00:00+07:00", "04.03.2024 18:00", "3/4/24 6:00 PM",
     "45355.75"],
)  # fmt: skip
@pytest.mark.parametrize("column", ["posted_at", "likes_as_of"])
def test_a_time_as_a_spreadsheet_shows_it_is_refused_by_its_cell(path, column, written):
    path.write_text(saved(";", change=lambda row: {**row, column: written}))

    with pytest.raises(TableError, match=rf"posts\.csv, row 2, {column}: '"):
        read_posts(path)


@pytest.mark.parametrize("above", ["My posts;;;\n", ";;;\n"])
def test_a_row_above_the_headings_is_refused_and_named(path, above):
    path.write_text(above + saved(";"))

    with pytest.raises(TableError, match=r"posts\.csv, row 1: the column 'id' is missing"):
        read_posts(path)


@pytest.mark.parametrize(("column", "named"), [("id", "Kennung"), ("image", "รูปภาพ")])
def test_a_heading_that_was_translated_is_refused_by_its_own_name(path, column, named):
    first, _, rest = saved(";").partition("\n")
    path.write_text(
        ";".join(named if one == column else one for one in first.split(";")) + "\n" + rest
    )

    with pytest.raises(TableError, match=f"row 1: the column {column!r} is missing"):
        read_posts(path)
