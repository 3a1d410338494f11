"""`spe track`: from a remembered draft to what its post got."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.drafts.forecast_log import read_log, remember
from spe.photo.encode import encode
from spe.posts import Post, read_posts, write_posts
from spe.project import Project
from tests.conftest import wheel_photograph
from tests.small_model import small_model


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An account whose two drafts were scored and remembered."""
    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: "No face model here.")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spe.toml").write_text('timezone = "UTC"\n')
    account = Project(tmp_path)
    small_model().write(account.model)
    for name in ("coffee", "china"):
        (tmp_path / f"{name}.jpg").write_bytes(encode(wheel_photograph(name), 90))
    invoke("score", "--log", "coffee.jpg", "china.jpg")
    return account


def invoke(*words, code=0):
    result = CliRunner().invoke(cli, words, standalone_mode=False)
    ended = getattr(result.exception, "exit_code", 1) if result.exception else 0
    assert ended == code, (result.output, result.exception)
    return result


def post(project, *posted):
    """Post copies of photos a moment from now; likes as counted 20 days later."""
    at = datetime.now(UTC) + timedelta(hours=1)
    posts = []
    for name, likes in posted:
        path = project.root / f"posted_{name}.jpg"
        path.write_bytes(encode(wheel_photograph(name)[::2, ::2], 70))
        as_of = None if likes is None else at + timedelta(days=20)
        posts.append(Post(name, path.name, at, likes, likes_as_of=as_of))
    write_posts(project.posts, posts)


def test_without_a_remembered_draft_it_is_not_ready(project):
    project.scores.unlink()

    assert "spe score --log" in str(invoke("track", code=4).exception)


def test_a_draft_that_is_not_posted_is_waited_for(project):
    post(project, ("flower", 50))

    result = invoke("track")

    assert "None of the remembered drafts is posted yet" in result.stdout
    assert "2 remembered drafts not posted so far" in result.stderr


def test_predicted_and_actual_stand_side_by_side(project):
    post(project, ("coffee", 115), ("china", 100_000))

    result = invoke("track")
    told = json.loads(invoke("track", "--json").stdout)

    assert "Forecasts held  1 of 2   80% should" in result.stdout
    assert "10 or more are needed before this says much" in result.stdout
    assert (told["schema"], told["settled"], told["held"]) == ("spe.track/1", 2, 1)
    assert {item["post"]: item["held"] for item in told["forecasts"]} == {
        "coffee": True,
        "china": False,
    }
    assert not [line for line in result.stdout.splitlines() if line != line.rstrip()]


def test_likes_still_arriving_are_not_judged(project):
    post(project, ("coffee", None))

    result = invoke("track")

    assert "still arriving" in result.stdout
    assert json.loads(invoke("track", "--json").stdout)["mae"] is None


def test_likes_that_nobody_read_in_time_are_not_said_to_arrive(project):
    old = datetime.now(UTC) - timedelta(days=30)
    guesses = [replace(one, scored_at=old) for one in read_log(project.scores)]
    project.scores.unlink()
    remember(project.scores, guesses)
    post(project, ("coffee", None))
    (known,) = read_posts(project.posts)
    write_posts(project.posts, [replace(known, posted_at=old)])

    result = invoke("track")

    assert "not known" in result.stdout
    assert "no likes are known to hold them against" in result.stdout
    (told,) = json.loads(invoke("track", "--json").stdout)["forecasts"]
    assert told["arriving"] is False


def test_a_post_whose_photo_is_gone_costs_itself_alone(project):
    post(project, ("coffee", 115), ("china", 70))
    (project.root / "posted_china.jpg").unlink()

    result = invoke("track")

    assert "posted_china.jpg: can't be read" in result.stderr
    assert "Forecasts held  1 of 1" in result.stdout
