"""`spe likes` in the terminal, by sheet, and where there is nothing to do."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from PIL import Image

from spe.cli import cli
from spe.posts import Post, backups, read_posts, write_posts
from spe.project import Project

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def project(tmp_path):
    """Three posts without likes."""
    project = Project(tmp_path / "account")
    posts = []
    for number in range(3):
        file = io.BytesIO()
        Image.new("RGB", (80, 80), (60 * number, 90, 120)).save(file, "PNG")
        path = tmp_path / f"{number}.png"
        path.write_bytes(file.getvalue())
        when = START + timedelta(days=number)
        posts.append(
            Post(id=f"p{number}", image=str(path), posted_at=when, caption=f"No. {number}")
        )
    write_posts(project.posts, posts)
    return project


@pytest.fixture
def run(project):
    def run(*arguments, **options):
        arguments = ["-C", str(project.root), "likes", *map(str, arguments)]
        return CliRunner().invoke(cli, arguments, standalone_mode=False, **options)

    return run


def likes_of(project):
    return [post.likes for post in read_posts(project.posts)]


def test_the_terminal_asks_newest_first_and_saves_each(run, project):
    result = run("--terminal", input="31\n1.2k\n\n")

    assert likes_of(project) == [None, 1200, 31]
    assert "2 saved, 2 posts with likes" in result.stdout
    assert "No. 2" in result.stderr


def test_the_terminal_takes_back_and_ends(run, project):
    run("--terminal", input="31\nu\n32\nq\n")

    assert likes_of(project) == [None, None, 32]


def test_the_terminal_says_what_is_no_number_and_asks_again(run, project):
    result = run("--terminal", input="lots\n5\nq\n")

    assert "not a number" in result.stderr
    assert likes_of(project) == [None, None, 5]


def test_the_end_of_input_keeps_what_was_typed(run, project):
    run("--terminal", input="31\n")

    assert likes_of(project) == [None, None, 31]


def test_a_sheet_goes_out_and_comes_back(run, project):
    run("--sheet", "--no-open")
    table = project.posts.parent / "likes.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
    for number, row in enumerate(rows):
        row["likes"] = str(10 + number)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    table.write_text(text.getvalue())

    result = run("--csv", table)

    assert "3 numbers taken" in result.stdout
    assert likes_of(project) == [12, 11, 10]
    assert len(backups(project.backups)) == 1


def test_a_filled_in_sheet_is_not_overwritten_by_a_new_one(run, project):
    run("--sheet", "--no-open")
    table = project.posts.parent / "likes.csv"
    table.write_text("post,likes\n#p0,7\n")

    result = run("--sheet", "--no-open")

    assert result.exception.exit_code == 2
    assert "has not read yet" in str(result.exception)
    assert table.read_text() == "post,likes\n#p0,7\n"


def test_rows_that_cannot_be_read_end_with_3(run, tmp_path):
    table = tmp_path / "sheet.csv"
    table.write_text("post,likes\n#p0,7\n#p1,many\n")

    result = run("--csv", table)

    assert result.return_value == 3
    assert "row 3" in result.stderr


def test_when_every_post_has_likes_it_says_so(run, project):
    run("--terminal", input="1\n2\n3\n")

    result = run()
    assert "All 3 posts have their likes" in result.stdout
    assert "20 posts with likes make a first model" in result.stderr


def test_what_comes_after_the_last_number_is_not_what_is_done(run, project):
    posts = [Post(f"q{at}", f"q{at}.jpg", likes=7) for at in range(17)]
    write_posts(project.posts, [*read_posts(project.posts), *posts])

    assert run("--terminal", input="1\n2\nq\n").stderr.splitlines()[-1].startswith("  1 more")
    assert "Next: spe extract" in run("--terminal", input="3\n").stderr
    rows = [f"{post.id}\n" for post in read_posts(project.posts)]
    project.features.write_text("".join(["id\n", *rows]))
    assert "Next: spe fit" in run().stderr


def test_without_posts_it_says_what_to_do(tmp_path):
    arguments = ["-C", str(tmp_path), "likes"]

    result = CliRunner().invoke(cli, arguments, standalone_mode=False)

    assert result.exception.exit_code == 4


def test_two_ways_at_once_are_refused(run):
    assert run("--sheet", "--terminal").exception.exit_code == 2


def test_enter_keeps_a_number_that_was_asked_about(run, project):
    result = run("--terminal", input="31\n32\n450000\n\n\n")

    assert "far more than the posts around it got, about 32" in result.stderr
    assert "Enter keeps it" in result.stderr
    assert likes_of(project) == [450_000, 32, 31]


@pytest.mark.parametrize("text", ["450000", "45"])
def test_a_number_typed_after_the_question_counts(run, project, text):
    run("--terminal", input=f"31\n32\n450000\n{text}\n\n")

    assert likes_of(project) == [int(text), 32, 31]


@pytest.mark.parametrize(("answer", "likes"), [("q", [None, 32, 31]), ("u\nq", [None, 32, 31])])
def test_a_number_that_is_not_kept_is_said_not_to_be_saved(run, project, answer, likes):
    result = run("--terminal", input=f"31\n32\n450000\n{answer}\n")

    assert "450000 is not saved" in result.stderr
    assert likes_of(project) == likes


def test_after_no_number_enter_still_keeps_the_one_that_was_asked_about(run, project):
    run("--terminal", input="31\n32\n450000\nlots\n\n\n")

    assert likes_of(project) == [450_000, 32, 31]


@pytest.mark.parametrize(
    ("answer", "likes"), [("\n", 450_000), ("31\n", 31), ("lots\n31\n", 31), ("q\n", 450_000)]
)
def test_a_last_look_lets_each_doubtful_number_be_corrected(run, project, answer, likes):
    result = run("--terminal", input=f"450000\n32\n33\n{answer}")

    assert "A last look" in result.stderr
    assert likes_of(project) == [33, 32, likes]
    assert ("spe posts --likes p2 N" in result.stderr) is (likes == 450_000)
    assert "3 saved" in result.stdout


def test_without_doubt_there_is_no_last_look(run):
    assert "A last look" not in run("--terminal", input="31\n32\n33\n").stderr


def test_doubtful_numbers_of_a_sheet_are_taken_and_named_with_what_corrects_them(
    run, project, tmp_path
):
    table = tmp_path / "sheet.csv"
    table.write_text("post,likes\n#p0,31\n#p1,32\n#p2,450000\n")

    result = run("--csv", table)

    assert result.return_value == 0
    assert likes_of(project) == [31, 32, 450_000]
    assert "3 Jan 2026: 450,000 is far more" in result.stderr
    assert "spe posts --likes p2 N" in result.stderr
