"""`spe posts`: looking, leaving out, taking in, bringing back."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.model.fitted import FittedModel, PostFit
from spe.model.options import FitOptions
from spe.posts import Post, backups, merged, read_posts, write_posts
from spe.project import Project
from spe.report.facts import PostFact

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def project(tmp_path):
    """Twelve posts with 10 likes and more; the ninth has thirty."""
    project = Project(tmp_path)
    posts = [
        Post(
            id=f"id-{number:02}",
            image=f"{number}.jpg",
            posted_at=START + timedelta(days=number),
            likes=30 if number == 8 else 10,
        )
        for number in range(12)
    ]
    write_posts(project.posts, [*posts, Post(id="unknown", image="x.jpg")])
    return project


@pytest.fixture
def run(project):
    def run(*arguments):
        arguments = ["-C", str(project.root), "posts", *arguments]
        return CliRunner().invoke(cli, arguments, standalone_mode=False)

    return run


def excluded(project):
    return {post.id: post.excluded for post in read_posts(project.posts) if post.excluded}


@pytest.mark.parametrize(
    ("sort", "first"), [("ratio", "id-08"), ("likes", "id-08"), ("date", "id-11")]
)
def test_the_best_or_newest_comes_first_and_the_unknown_last(run, sort, first):
    posts = json.loads(run("--sort", sort, "--json").stdout)

    assert posts[0]["id"] == first
    assert posts[-1]["id"] == "unknown"


def test_after_a_fit_the_usual_is_that_of_the_report(project, run):
    """The fit says that 12 was usual for the ninth post, and knows nothing of the others."""
    fits = (
        PostFit("id-08", START, 30.0, 12.0, 12.0, 5.0, 20.0),
        PostFit("id-09", START, 10.0, 0.0, 0.0, 0.0, 1.0),
        PostFit("gone", START, 10.0, 5.0, 5.0, 1.0, 9.0),
    )
    FittedModel("none", 3, 2.0, posts=fits).write(project.model)

    ratios = {post["id"]: post["ratio"] for post in json.loads(run("--json").stdout)}

    page = PostFact(1, "id-08", START, 30.0, 12.0, 12.0, 5.0, 20.0, 31 / 13, True)
    assert ratios["id-08"] == page.times_usual == 2.5
    assert ratios["id-09"] == ratios["id-07"] == 1.0
    assert ratios["unknown"] is None


def test_likes_typed_since_the_fit_are_held_against_its_usual(project, run):
    fit = PostFit("id-08", START, 12.0, 12.0, 12.0, 5.0, 20.0)
    model = FittedModel("none", 1, 2.0, posts=(fit,))
    for target, ratio in (("likes", 2.5), ("likes+comments", 1.0)):
        replace(model, options=FitOptions(target=target)).write(project.model)

        ratios = {post["id"]: post["ratio"] for post in json.loads(run("--json").stdout)}

        assert ratios["id-08"] == ratio


def test_the_table_shows_the_ratio_to_the_usual(run):
    line = next(line for line in run("--sort", "ratio").stdout.splitlines() if "id-08" in line)

    assert "30" in line
    assert "3.0" in line


def test_a_post_is_left_out_with_its_reason_and_taken_in_again(run, project):
    run("--exclude", "id-08", "--reason", "a giveaway")
    assert excluded(project) == {"id-08": "a giveaway"}

    run("--include", "8.jpg")
    assert excluded(project) == {}


def test_leaving_out_needs_a_reason(run, project):
    result = run("--exclude", "id-08")

    assert result.exception.exit_code == 2
    assert excluded(project) == {}


@pytest.mark.parametrize(
    ("name", "said"), [("id-", "Several"), ("nothing", "No post"), ("", "No post")]
)
def test_a_name_that_means_no_single_post_is_a_sentence(run, project, name, said):
    result = run("--exclude", name, "--reason", "x")

    assert said in str(result.exception)
    assert excluded(project) == {}


def test_the_start_of_an_id_is_enough(run, project):
    run("--exclude", "unk", "--reason", "x")

    assert "unknown" in excluded(project)


def test_a_table_of_before_is_listed_and_brought_back(run, project):
    before = project.posts.read_bytes()
    run("--exclude", "id-08", "--reason", "a giveaway")

    listed = run("--restore").stdout
    run("--restore", "1")

    assert "13 posts, 12 with likes" in listed
    assert project.posts.read_bytes() == before


def test_restoring_can_itself_be_undone(run, project):
    run("--exclude", "id-08", "--reason", "a giveaway")
    changed = project.posts.read_bytes()
    run("--restore", "1")

    run("--restore", "1")

    assert project.posts.read_bytes() == changed


@pytest.mark.parametrize("which", ["0", "99", "first", "1.5"])
def test_a_table_that_is_not_there_is_a_sentence(run, which):
    assert "no table" in str(run("--restore", which).exception)


def test_an_album_is_seen_to_be_one(run, project):
    posts = read_posts(project.posts)
    write_posts(project.posts, [replace(posts[0], pictures=4), *posts[1:]])

    lines = [line for line in run().stdout.splitlines() if "album of 4" in line]

    assert len(lines) == 1
    assert posts[0].id in lines[0]
    assert {post["pictures"] for post in json.loads(run("--json").stdout)} == {4, None}


def likes_of(project):
    return {post.id: post.likes for post in read_posts(project.posts)}


@pytest.mark.parametrize("name", ["id-08", "8.jpg"])
def test_one_posts_likes_are_corrected_as_typed_ones(run, project, name):
    result = run("--likes", name, "1,204")

    post = next(post for post in read_posts(project.posts) if post.id == "id-08")
    assert (post.likes, post.likes_from) == (1204, "typed")
    assert post.likes_as_of is not None
    assert "id-08: 1,204 likes (was 30)" in result.stderr
    assert len(backups(project.backups)) == 1


def test_several_are_corrected_at_once_and_the_others_stay(run, project):
    before = likes_of(project)

    run("--likes", "id-08", "12", "--likes", "unknown", "13")

    assert likes_of(project) == {**before, "id-08": 12, "unknown": 13}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("id-", "12", "Several"),
        ("nothing", "12", "No post"),
        ("id-08", "lots", "not a number"),
        ("id-08", "", "number of likes"),
    ],
)
def test_what_is_no_post_or_no_number_corrects_nothing(run, project, name, text, said):
    before = project.posts.read_bytes()

    result = run("--likes", "id-09", "11", "--likes", name, text)

    assert said in str(result.exception)
    assert project.posts.read_bytes() == before


def test_a_correction_far_from_the_others_is_taken_and_named(run, project):
    result = run("--likes", "id-08", "450000")

    assert likes_of(project)["id-08"] == 450_000
    assert "far more than the posts around it got, about 10" in result.stderr
    assert "far" not in run("--likes", "id-08", "12").stderr


def test_a_later_import_keeps_the_correction(run, project):
    run("--likes", "id-08", "12")

    (post,) = [post for post in read_posts(project.posts) if post.id == "id-08"]
    later = replace(post, likes=99, likes_from="table", likes_as_of=START + timedelta(days=9999))
    assert merged(post, later).likes == 12


def subjects_of(project):
    return {post.id: post.subject for post in read_posts(project.posts) if post.subject}


def test_posts_get_a_subject_and_lose_it_again(run, project):
    result = run("--subject", "our  pets", "id-01", "2.jpg")

    assert subjects_of(project) == {"id-01": "our pets", "id-02": "our pets"}
    assert "2 changed. Subjects: our pets 2. Next: spe fit" in result.stderr
    assert len(backups(project.backups)) == 1

    shown = {post["id"]: post["subject"] for post in json.loads(run("--json").stdout)}
    assert (shown["id-01"], shown["id-03"]) == ("our pets", None)
    assert "our pets · 1.jpg" in run().stdout

    run("--subject", "", "id-01")
    assert subjects_of(project) == {"id-02": "our pets"}


def test_a_subject_is_called_otherwise(run, project):
    run("--subject", "cats", "id-01", "id-02")
    run("--rename-subject", "CATS", "pets")

    assert subjects_of(project) == {"id-01": "pets", "id-02": "pets"}


def test_hashtags_name_subjects_of_posts_without_one(run, project):
    posts = [replace(post, caption="Look #cat #sun") for post in read_posts(project.posts)]
    write_posts(project.posts, [replace(posts[0], subject="family"), *posts[1:4]])

    run("--subject-from-hashtags", "pets=#dog,#cat", "--subject-from-hashtags", "sky=sun")

    assert list(subjects_of(project).values()) == ["family", "pets", "pets", "pets"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--subject", "pets"), "--subject goes with IDs"),
        (("id-01",), "--subject goes with IDs"),
        (("--subject", "pets", "nothing"), "No post"),
        (("--subject", "x" * 25, "id-01"), "24 characters at most"),
        (("--subject-from-hashtags", "pets"), "pets=cat,dog"),
        (("--subject-from-hashtags", "=cat"), "pets=cat,dog"),
        (("--subject-from-hashtags", "pets=#"), "pets=cat,dog"),
        (("--rename-subject", "pets", "cats"), "No post has a subject yet"),
        (("--likes", "id-01", "12", "--rename-subject", "pets", "cats"), "No post has a subject"),
    ],
)
def test_what_can_not_be_done_with_subjects_changes_nothing(run, project, arguments, said):
    before = project.posts.read_bytes()

    result = run(*arguments)

    assert said in str(result.exception)
    assert project.posts.read_bytes() == before


def test_a_later_import_keeps_the_subject(run, project):
    run("--subject", "pets", "id-08")

    (post,) = [post for post in read_posts(project.posts) if post.id == "id-08"]
    assert merged(post, replace(post, subject="food")).subject == "pets"
    assert merged(post, replace(post, subject="food"), overwrite=True).subject == "food"
    assert merged(replace(post, subject=""), post).subject == "pets"
