"""The form: out to a spreadsheet, filled in, and safely back."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest

from spe.errors import SourceError
from spe.likes import form
from spe.posts import read_posts

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def posts(project):
    return read_posts(project.posts)


def rows_of(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))


def filled(path, likes, mark=",", encoding="utf-8-sig"):
    """The form as somebody saves it with some cells filled in."""
    rows = rows_of(path)
    for row in rows:
        row["likes"] = likes.get(row["post"].removeprefix("#"), row["likes"])
    text = io.StringIO()
    writer = csv.DictWriter(text, form.COLUMNS, delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding)
    return path


@pytest.fixture
def made(tmp_path, posts):
    path = tmp_path / "likes.csv"
    form.write_form(path, posts)
    return path


def by_id(result):
    return {post.id: post for post in result.posts}


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_form_comes_back_however_it_was_saved(made, posts, mark, encoding):
    filled(made, {"p0": "31", "p1": "1.2k"}, mark, encoding)

    result = form.read_form(made, posts, NOW)

    assert result.saved == 2
    assert by_id(result)["p1"].likes == 1200
    assert by_id(result)["p1"].likes_from == "typed"
    assert not result.problems


def test_empty_cells_change_nothing(made, posts):
    result = form.read_form(made, posts, NOW)

    assert result.saved == 0
    assert result.posts == posts


def test_a_number_typed_before_stays_unless_told_otherwise(made, posts):
    first = form.read_form(filled(made, {"p0": "31"}), posts, NOW)

    again = form.read_form(filled(made, {"p0": "99"}), first.posts, NOW)
    told = form.read_form(made, first.posts, NOW, overwrite=True)

    assert (again.kept, by_id(again)["p0"].likes) == (1, 31)
    assert by_id(told)["p0"].likes == 99


def test_rows_that_cannot_be_read_are_named_and_cost_no_other(made, posts):
    filled(made, {"p0": "many", "p1": "27"})
    made.write_text(made.read_text("utf-8-sig") + "99,,5,,#p99\n", "utf-8")

    result = form.read_form(made, posts, NOW)

    assert result.saved == 1
    assert any("'many'" in problem for problem in result.problems)
    assert any("'p99'" in problem for problem in result.problems)


def test_long_ids_stay_text_in_a_spreadsheet(tmp_path, posts):
    from dataclasses import replace

    path = tmp_path / "likes.csv"
    form.write_form(path, [replace(posts[0], id="17900000000000003")])

    assert rows_of(path)[0]["post"] == "#17900000000000003"


def test_captions_that_are_formulas_are_not_run(tmp_path, posts):
    from dataclasses import replace

    path = tmp_path / "likes.csv"
    form.write_form(path, [replace(posts[0], caption="=1+1"), replace(posts[1], caption="+x")])

    assert [row["caption"] for row in rows_of(path)] == ["'=1+1", "'+x"]


def test_a_form_saved_as_excel_comes_back(tmp_path, posts):
    book = openpyxl.Workbook()
    book.active.append(["no", "posted", "likes", "caption", "post"])
    book.active.append([1, None, 31, None, "#p0"])
    path = tmp_path / "likes.xlsx"
    book.save(path)

    assert by_id(form.read_form(path, posts, NOW))["p0"].likes == 31


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x89PNG\r\n\x1a\n\0\0", b"PK\x03\x04xx"])
def test_what_is_no_form_is_refused(tmp_path, posts, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)

    with pytest.raises(SourceError):
        form.read_form(path, posts, NOW)


def test_the_page_numbers_its_photos_like_the_rows_and_escapes_captions(tmp_path, posts, project):
    path = tmp_path / "likes.html"
    (project.photos / "11.jpg").write_bytes(b"broken")

    form.write_page(path, posts, lambda post: project.image(post.image))
    page = path.read_text()

    assert page.count("<li>") == 12
    assert "&lt;b&gt;" in page
    assert "can’t be shown" in page
    assert str(project.root) not in page


def test_numbers_far_from_the_others_are_taken_and_named(made, posts):
    filled(made, {"p0": "31", "p1": "45000", "p2": "1"})

    result = form.read_form(made, posts, NOW)

    assert result.saved == 3
    assert [(one.post.id, one.likes) for one in result.doubtful] == [("p2", 1), ("p1", 45_000)]


def test_numbers_that_the_form_did_not_change_are_not_named(made, posts):
    known = [replace(post, likes=45_000) if post.id == "p9" else post for post in posts]
    filled(made, {"p0": "31"})

    assert form.read_form(made, known, NOW).doubtful == []


def saved_by_a_spreadsheet(path, posts, mark, encoding, likes, above=""):
    """The form with Thai captions as a spreadsheet saves it, with blank rows, and a row above."""
    form.write_form(path, [replace(post, caption="วันเสาร์ที่ทะเล") for post in posts])
    filled(path, likes, mark)
    first, *rows = path.read_text("utf-8-sig").splitlines()
    blank = mark * (len(form.COLUMNS) - 1)
    path.write_text("\r\n".join([*([above] if above else []), first, blank, *rows]), encoding)
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp874"])
@pytest.mark.parametrize("above", ["", "My likes"])
def test_a_form_in_thai_comes_back_with_blank_rows_and_a_title(made, posts, mark, encoding, above):
    likes = {"p0": "1.204" if mark != "," else "1204", "p1": "31", "p2": "1.2E+03"}
    saved_by_a_spreadsheet(made, posts, mark, encoding, likes, above)
    row = next(number for number, post in enumerate(posts, start=3) if post.id == "p2")

    result = form.read_form(made, posts, NOW)

    assert (by_id(result)["p0"].likes, by_id(result)["p1"].likes) == (1204, 31)
    (problem,) = result.problems
    assert problem.startswith(f"likes.csv, row {row + bool(above)}: '1.2E+03' is not a number")


@pytest.mark.parametrize("written", ["12,5", "1,2E3", "45355.75", "4/3/2567", "1 2 0 4"])
def test_what_a_spreadsheet_made_of_a_count_is_refused_by_its_row(made, posts, written):
    filled(made, {posts[4].id: written}, ";")

    result = form.read_form(made, posts, NOW)

    assert result.posts == posts
    assert [problem.split(":")[0] for problem in result.problems] == ["likes.csv, row 6"]


@pytest.mark.parametrize("number", [1204.5, 1e300])
def test_a_cell_of_excel_that_is_no_count_is_refused_by_its_row(tmp_path, posts, number):
    book = openpyxl.Workbook()
    headings = ["no", "posted", "likes", "caption", "post"]
    rows = ([1, None, 7, "วันเสาร์", "#p0"], [2, None, number, None, "#p1"])
    for row in (["My likes"], headings, [], *rows):
        book.active.append(row)
    path = tmp_path / "likes.xlsx"
    book.save(path)

    result = form.read_form(path, posts, NOW)

    assert by_id(result)["p0"].likes == 7
    assert [problem.split(":")[0] for problem in result.problems] == ["likes.xlsx, row 5"]


def test_thai_digits_are_digits(made, posts):
    assert by_id(form.read_form(filled(made, {"p0": "๑๒๐๔"}), posts, NOW))["p0"].likes == 1204


def test_a_form_whose_headings_were_translated_is_refused(made, posts):
    made.write_text(made.read_text("utf-8-sig").replace("likes,", "Anzahl,", 1), "utf-8")

    with pytest.raises(SourceError, match="the columns 'post' and 'likes' are needed"):
        form.read_form(made, posts, NOW)
