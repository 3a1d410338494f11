"""How far an account has come, and the step that comes next."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from spe.errors import NotReadyError
from spe.model.so_far import SoFar, model_of, so_far
from spe.posts import Post, write_posts
from spe.project import Project
from tests.small_model import small_model

NOON = datetime(2026, 7, 24, 12, tzinfo=UTC)
DONE = {"measured": True, "fitted": True, "reported": True}


@pytest.fixture
def project(tmp_path):
    (tmp_path / "spe.toml").write_text('timezone = "UTC"\n')
    return Project(tmp_path)


def post(at, likes=7, **more):
    return Post(f"post{at}", f"{at}.jpg", NOON, likes, **more)


def written(path, text, when):
    """A file that was written at this moment."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    os.utime(path, (when, when))


@pytest.mark.parametrize(
    ("posts", "with_likes", "step"),
    [
        (0, 0, "import"),
        (3, 0, "likes"),
        (19, 18, "likes"),
        (19, 19, "more"),
        (20, 20, "score"),
        (39, 20, "score"),
        (40, 20, "likes"),
        (40, 39, "likes"),
        (40, 40, "score"),
        (99, 40, "score"),
        (100, 40, "likes"),
        (199, 100, "score"),
        (200, 199, "likes"),
        (500, 200, "score"),
    ],
)
def test_likes_come_first_where_those_that_are_missing_lead_further(posts, with_likes, step):
    assert SoFar(posts, with_likes, **DONE).step == step


@pytest.mark.parametrize(
    ("missing", "step"), [("measured", "extract"), ("fitted", "fit"), ("reported", "report")]
)
def test_what_is_missing_comes_next(missing, step):
    assert SoFar(40, 40, **{**DONE, missing: False}).step == step


@pytest.mark.parametrize(("with_likes", "said"), [(19, "Next: spe likes"), (20, "Next: spe fit")])
def test_who_stops_typing_with_enough_likes_goes_on(with_likes, said):
    assert SoFar(60, with_likes, measured=True).next_after_likes == said


def test_it_is_said_in_one_line():
    assert SoFar().counted == "No posts here yet."
    assert SoFar(1, 1).counted == "1 post, 1 with likes."
    assert SoFar(1234, 1021).counted == "1,234 posts, 1,021 with likes."
    assert SoFar(40, 21).next_step == "Next: spe likes"
    assert SoFar(9, 9).next_step == (
        "20 posts with likes make a first model. Once there are more: spe import SRC"
    )


def test_an_empty_folder_is_the_beginning(project):
    assert so_far(project) == SoFar()


def test_posts_that_are_left_out_do_not_count(project):
    write_posts(project.posts, [post(1), post(2, None), post(3, excluded="a giveaway")])

    assert so_far(project) == SoFar(2, 1)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({}, DONE),
        ({"rows": "post1"}, {**DONE, "measured": False}),
        ({"posts": 30}, {**DONE, "fitted": False}),
        ({"features": 30}, {**DONE, "fitted": False}),
        ({"model": 50}, {**DONE, "reported": False}),
    ],
)
def test_a_step_is_done_once_what_it_makes_is_newer_than_what_it_is_made_of(project, changed, says):
    when = {"posts": 10, "features": 11, "model": 20, "report": 40, "rows": "post1\npost2"}
    when |= changed
    write_posts(project.posts, [post(1), post(2)])
    os.utime(project.posts, (when["posts"], when["posts"]))
    written(project.features, f"id,problem\n{when['rows']}\n", when["features"])
    written(project.model, "{}", when["model"])
    written(project.report, "", when["report"])

    assert so_far(project) == SoFar(2, 2, **says)


def test_a_model_is_read_where_there_is_one(project):
    small_model().write(project.model)

    assert model_of(project).n_posts == small_model().n_posts


def test_without_a_model_the_step_that_is_missing_is_named(project):
    def refused():
        with pytest.raises(NotReadyError) as error:
            model_of(project)
        return str(error.value)

    assert refused().endswith(
        "No posts here yet.\nNext: spe import SRC. To see how it goes: spe demo"
    )
    write_posts(project.posts, [replace(post(at), likes=None) for at in range(30)])
    assert refused().endswith("30 posts, 0 with likes.\nNext: spe likes")
    write_posts(project.posts, [post(at) for at in range(30)])
    assert refused().endswith("Next: spe extract")
