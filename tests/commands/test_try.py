"""`spe try`: from a plan, over imports that tick posts off, to the answer."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.experiments.store import read_experiments, write_experiments
from spe.photo.encode import encode
from spe.posts import Post, keep_backup, write_posts
from spe.project import Project
from tests.conftest import wheel_photograph
from tests.experiments.made import ORDER, PLANNED, own_words, posted
from tests.small_model import small_model


@pytest.fixture
def project(tmp_path):
    (tmp_path / "spe.toml").write_text('timezone = "UTC"\n')
    return Project(tmp_path)


@pytest.fixture
def run(project):
    """A function: arguments -> the result of `spe ...` in the account's folder."""

    def run(*words, code=0):
        result = CliRunner().invoke(
            cli, ["-C", str(project.root), *map(str, words)], standalone_mode=False
        )
        ended = getattr(result.exception, "exit_code", 1) if result.exception else 0
        assert ended == code, (result.output, result.exception)
        return result

    return run


def test_without_a_plan_it_says_how_to_make_one(run):
    assert "spe try faces" in str(run("try", code=4).exception)
    assert "spe try faces" in str(run("try", "--cancel", code=4).exception)


def test_a_plan_says_what_to_do_next_what_counts_and_when_the_answer_comes(run, project):
    said = run("try", "light", "--posts", "12", "--seed", "1").stdout

    (planned,) = read_experiments(project.experiments)
    first = "● a bright photo" if planned.order[0] else "○ a dark photo"
    assert planned.treatment == "brightness"
    assert f"Next  {first}" in said
    assert "Brightness above 55 counts as a bright photo" in said
    assert "difference of 20% is looked for" in said
    assert "the answer comes at 12" in said
    assert not [line for line in said.splitlines() if line != line.rstrip()]


def test_a_plan_takes_the_size_from_the_model(run, project):
    small_model().write(project.model)

    said = run("try", "busyness").stdout

    assert "Today’s estimate begins at a difference of 12%" in said
    assert read_experiments(project.experiments)[0].basis == "estimate"


def test_a_second_at_once_is_refused_and_the_first_stays(run, project):
    run("try", "faces")
    before = project.experiments.read_bytes()

    refused = str(run("try", "album", code=2).exception)

    assert "One at a time" in refused
    assert "spe try --cancel" in refused
    assert project.experiments.read_bytes() == before


def test_what_was_given_up_stays_on_record_and_makes_room(run, project):
    run("try", "faces")

    assert "Given up after 0 of" in run("try", "--cancel").stdout
    assert "No experiment is running" in str(run("try", "--cancel", code=4).exception)
    run("try", "--treatment", "a question")

    given_up, now = read_experiments(project.experiments)
    assert given_up.cancelled_at is not None
    assert (now.treatment, now.words) == ("", "a question")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("smell",), "nothing that spe measures"),
        (("faces", "--treatment", "x"), "either THING or --treatment"),
        (("faces", "--posts", "11"), "from 12 to 400"),
        (("faces", "--cancel"), "--cancel gives up"),
        (("--anytime",), "go with what you try"),
        (("--posts", "20"), "go with what you try"),
        (("--treatment", " "), "in a few words"),
    ],
)
def test_a_wrong_wish_is_refused_and_nothing_is_written(run, project, words, said):
    assert said in str(run("try", *words, code=2).exception)
    assert not project.experiments.exists()


def test_a_damaged_file_is_named(run, project):
    write_experiments(project.experiments, [PLANNED])
    project.experiments.write_text(
        project.experiments.read_text().replace('"seed": 7', '"seed": -7')
    )

    assert "experiment 1, seed makes no sense" in str(run("try", code=2).exception)
    assert "experiment 1, seed makes no sense" in str(run("try", "faces", code=2).exception)


def test_at_the_end_the_answer_comes_and_the_next_may_be_planned(run, project):
    likes = [150 if asked else 100 for asked in ORDER]
    write_experiments(project.experiments, [own_words()])

    write_posts(project.posts, posted(11, likes=likes))
    early = run("try").stdout
    write_posts(project.posts, posted(12, likes=likes))
    answered = run("try").stdout

    assert "11 of 12 posts so far" in early
    assert "likes than" not in early
    assert (
        "You chose by coin, so this is a cause, not a pattern: a post with “a question" in answered
    )
    assert "50% more likes" in answered
    told = json.loads(run("try", "--json").stdout)["experiments"][0]
    assert (told["stage"], told["outcome"]["found"], told["next"]) == ("answered", "more", None)
    run("try", "faces")


def test_scripts_are_told_no_more_than_people(run, project):
    write_experiments(project.experiments, [PLANNED])
    write_posts(project.posts, posted(11))

    told = json.loads(run("try", "--json").stdout)

    assert told["schema"] == "spe.try/1"
    (one,) = told["experiments"]
    assert (one["stage"], one["done"], one["next"], one["outcome"]) == ("running", 11, False, None)
    assert one["answer"] == []


def sheet(project, count):
    """A table of posts from now on, a day apart, beside their photos."""
    start = datetime.now(UTC) + timedelta(hours=1)
    with (project.root / "sheet.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("image", "posted_at", "likes"))
        for at in range(count):
            name = f"new{at}.jpg"
            picture = wheel_photograph("coffee")[at * 40 :, :300]
            (project.root / name).write_bytes(encode(picture, 80))
            writer.writerow((name, (start + timedelta(days=at)).isoformat(), 50 + at))
    return project.root / "sheet.csv"


def test_an_import_ticks_posts_off(run, project):
    run("try", "album", "--posts", "12")

    tried = run("import", "--dry-run", sheet(project, 2))
    assert read_experiments(project.experiments)[0].ticked == ()
    said = run("import", sheet(project, 2))

    assert "your experiment" not in tried.stderr
    assert "your experiment: 2 of 12 posts so far (spe try)" in said.stderr
    assert len(read_experiments(project.experiments)[0].ticked) == 2
    run("try", "--cancel")
    assert "your experiment" not in run("import", sheet(project, 3)).stderr


def test_whatever_changes_the_table_ticks_posts_off(run, project, monkeypatch):
    def ticked():
        return len(read_experiments(project.experiments)[0].ticked)

    write_posts(project.posts, [Post("old", "a.jpg", datetime(2026, 1, 1, tzinfo=UTC), 20)])
    run("try", "album", "--posts", "12")
    start = read_experiments(project.experiments)[0].started_at
    posts = [
        Post(f"n{at}", "a.jpg", start + timedelta(hours=at + 1), 30 + at if at < 2 else None)
        for at in range(5)
    ]

    write_posts(project.posts, posts[:1])
    run("posts", "--likes", "n0", "31")
    assert ticked() == 1
    write_posts(project.posts, posts[:2])
    (project.root / "likes.csv").write_text("post,likes\n#n1,7\n")
    said = run("likes", "--overwrite", "--csv", project.root / "likes.csv")
    assert ticked() == 2
    assert "your experiment: 2 of 12 posts so far" in said.stderr
    write_posts(project.posts, posts[:3])
    monkeypatch.setattr("click.prompt", lambda *_said, **_how: "q")
    run("likes", "--terminal")
    assert ticked() == 3
    write_posts(project.posts, posts)
    keep_backup(project.posts, project.backups, datetime.now(UTC))
    write_posts(project.posts, posts[:1])
    said = run("posts", "--restore", "1")
    assert ticked() == 5
    assert "your experiment: 5 of 12 posts so far" in said.stderr


def test_an_experiment_that_cannot_be_read_costs_no_import(run, project):
    project.experiments.parent.mkdir()
    project.experiments.write_text("{")

    said = run("import", sheet(project, 2))

    assert "2 new" in said.stdout
    assert "no post is ticked off" in said.stderr
