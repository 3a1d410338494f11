"""`spe import` as a person meets it."""

import json
import zipfile
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.likes import Session
from spe.posts import Post, backups, read_posts, write_posts
from spe.project import Project
from spe.sources import Store
from tests.sources.made_exports import (
    MEDIUM,
    graph_api,
    instagram,
    lay_out,
    photo,
    zipped,
)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "account")


@pytest.fixture
def run(project):
    """A function: arguments -> the result of `spe ...` in the project's folder."""

    def run(*arguments, **options):
        arguments = ["-C", str(project.root), *map(str, arguments)]
        return CliRunner().invoke(cli, arguments, standalone_mode=False, **options)

    return run


@pytest.fixture
def export(tmp_path):
    return zipped(instagram(), tmp_path / "export.zip")


def test_an_export_becomes_a_table_and_a_summary(run, project, export):
    result = run("import", export)

    assert result.return_value == 0
    assert "5 new" in result.stdout
    assert "stories (3)" in result.stdout
    assert "no like counts" in result.stderr
    assert "spe likes" in result.stderr
    assert len(read_posts(project.posts)) == 5


def test_where_likes_came_along_the_next_step_is_the_one_that_is_missing(run, tmp_path):
    for at in range(20):
        (tmp_path / f"{at}.jpg").write_bytes(photo(at))
    rows = [f"{at}.jpg,2026-01-{at + 1:02},{at}" for at in range(20)]
    (tmp_path / "posts.csv").write_text("\n".join(["image,posted_at,likes", *rows]))

    dry = run("import", tmp_path / "posts.csv", "--dry-run")
    result = run("import", tmp_path / "posts.csv")

    assert "the same without --dry-run" in dry.stderr
    assert "Next:" not in dry.stderr
    assert "Next: spe extract" in result.stderr


def test_the_summary_counts_the_posts_of_several_photos(run, export):
    result = run("import", export)

    said = "(their first photo is measured, and faces are looked for on 1 further photo)"
    assert f"posts of several photos: 1 {said}" in result.stdout
    assert json.loads(run("import", export, "--json").stdout)["albums"] == 1


def test_importing_twice_writes_nothing(run, project, export):
    run("import", export)
    before = project.posts.stat().st_mtime_ns

    result = run("import", export)

    assert "nothing new" in result.stdout
    assert project.posts.stat().st_mtime_ns == before
    assert backups(project.backups) == []


def test_a_table_that_changes_is_kept_first(run, project, export, tmp_path):
    run("import", export)
    before = project.posts.read_bytes()

    result = run("import", lay_out(graph_api(), tmp_path / "graph"))

    assert "1 new, 3 updated" in result.stdout
    assert [path.read_bytes() for path in backups(project.backups)] == [before]


def test_a_dry_run_writes_nothing(run, project, export):
    result = run("import", "--dry-run", "--tz", "Europe/Zurich", export)

    assert "5 new" in result.stdout
    assert "dry run" in result.stdout
    assert not project.root.exists()


def test_the_summary_for_scripts_is_json(run, export):
    result = run("import", "--json", export)

    facts = json.loads(result.stdout)
    assert (facts["schema"], facts["added"], facts["posts"]) == ("spe.import/1", 5, 5)
    assert facts["with_likes"] == 0
    assert facts["left_out"]["reels"] == 1


def test_the_zone_named_is_kept_and_times_are_shown_in_it(run, project, export):
    run("import", "--tz", "America/New_York", export)

    assert 'timezone = "America/New_York"' in (project.root / "spe.toml").read_text()
    assert {post.posted_at.utcoffset().total_seconds() for post in read_posts(project.posts)} <= {
        -5 * 3600,
        -4 * 3600,
    }


def test_naming_another_zone_keeps_every_moment(run, project, export):
    run("import", "--tz", "America/New_York", export)
    before = {post.id: post.posted_at for post in read_posts(project.posts)}

    run("import", "--tz", "Asia/Tokyo", export)

    after = {post.id: post.posted_at for post in read_posts(project.posts)}
    assert after == before
    assert {when.utcoffset().total_seconds() for when in after.values()} == {9 * 3600}


def test_other_settings_stay_when_the_zone_is_kept(run, project, export):
    project.root.mkdir()
    settings = project.root / "spe.toml"
    settings.write_text('language = "en"\ntimezone = "UTC"\n\n[more]\nthing = 1\n')

    run("import", "--tz", "Europe/Zurich", export)

    assert Project(project.root).settings == {
        "language": "en",
        "timezone": "Europe/Zurich",
        "more": {"thing": 1},
    }


def test_a_zone_that_does_not_exist_is_a_sentence(run, export):
    result = run("import", "--tz", "Mars/Olympus", export)

    assert result.exception.exit_code == 2
    assert "No time zone is called 'Mars/Olympus'" in str(result.exception)


def test_older_posts_are_left_out_with_since(run, project, export):
    result = run("import", "--tz", "UTC", "--since", "2024-03-09", export)

    assert "before 9 Mar 2024 (2)" in result.stdout
    assert len(read_posts(project.posts)) == 3


def test_a_bad_source_beside_a_good_one_is_named_and_ends_with_3(run, project, export, tmp_path):
    (tmp_path / "notes.txt").write_text("hello")

    result = run("import", tmp_path / "notes.txt", export)

    assert result.return_value == 3
    assert "notes.txt: no posts recognised" in result.stderr
    assert len(read_posts(project.posts)) == 5


def test_a_bad_source_alone_is_an_error_that_writes_nothing(run, project, tmp_path):
    (tmp_path / "notes.txt").write_text("hello")

    result = run("import", tmp_path / "notes.txt")

    assert result.exception.exit_code == 2
    assert not project.posts.exists()


def test_unclear_dates_are_refused_with_the_way_on(run, project, tmp_path):
    table = tmp_path / "posts.csv"
    table.write_text("image,likes,date\na.jpg,3,03/04/2024\n")
    (tmp_path / "a.jpg").write_bytes(photo(1))

    result = run("import", table)
    answered = run("import", "--dates", "day-first", table)

    assert result.exception.exit_code == 2
    assert "--dates day-first or --dates month-first" in str(result.exception)
    assert answered.return_value == 0
    assert read_posts(project.posts)[0].posted_at.month == 4


def test_what_was_typed_stays_without_overwrite(run, project, export, tmp_path):
    from dataclasses import replace

    from spe.posts import write_posts

    run("import", export)
    typed = [replace(p, likes=99, likes_from="typed") for p in read_posts(project.posts)]
    write_posts(project.posts, typed)
    answer = lay_out(graph_api(), tmp_path / "graph")

    kept = run("import", answer)
    likes = {post.id: post.likes for post in read_posts(project.posts)}
    assert likes[str(MEDIUM)] == 99
    assert "3 counts that you typed stay" in kept.stderr

    run("import", "--overwrite", answer)
    likes = {post.id: post.likes for post in read_posts(project.posts)}
    assert likes[str(MEDIUM)] == 10


def test_the_projects_own_folder_is_not_imported_again(run, project, export):
    run("import", export)
    (project.root / "mine.jpg").write_bytes(photo(500))

    result = run("import", project.root)

    assert "1 new" in result.stdout
    assert {post.image for post in read_posts(project.posts) if post.source == "photos"} == {
        "mine.jpg"
    }


def test_a_zip_that_is_not_one_is_a_sentence(run, tmp_path):
    bad = tmp_path / "export.zip"
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("content/posts_1.json", b'[{"media": [{"uri": ')

    result = run("import", bad)

    assert result.exception.exit_code == 2
    assert "cut off or damaged" in str(result.exception)


def test_likes_typed_while_photos_are_placed_are_kept(run, project, export, tmp_path, monkeypatch):
    run("import", export)
    first = read_posts(project.posts)[0]
    session = Session(project.posts, project.backups, lambda: datetime.now(UTC), everything=True)
    lay_out({"later.jpg": photo(77)}, tmp_path / "more")
    whole = Store.place

    def place(self, found):
        if session.progress.done == 0:
            session.save(first.id, "41", sure=True)
        return whole(self, found)

    monkeypatch.setattr(Store, "place", place)
    result = run("import", tmp_path / "more")

    posts = {post.id: post for post in read_posts(project.posts)}
    assert "1 new" in result.stdout
    assert len(posts) == 6
    assert posts[first.id].likes == 41


def test_settings_that_are_no_text_are_a_sentence(run, project, export):
    project.root.mkdir()
    (project.root / "spe.toml").write_bytes(b"\xff\xfe\x00")

    result = run("import", "--tz", "Europe/Zurich", export)

    assert "spe.toml: can't be read" in str(result.exception)


def nothing_in(result):
    """The sentence of an import in which no post came in."""
    assert result.exception.exit_code == 2
    assert "✓" not in result.stdout
    return str(result.exception)


def test_no_post_out_of_an_export_is_an_error_with_the_reasons(run, project, tmp_path):
    files = {name: data for name, data in instagram(posts=0).items() if "posts_1" not in name}
    files = {name: data for name, data in files.items() if f"{MEDIUM + 50}" not in name}
    files = {name: data for name, data in files.items() if f"{MEDIUM + 51}" not in name}

    result = run("import", lay_out(files, tmp_path / "e"))

    told = nothing_in(result)
    assert told.startswith("No post came in. Left out: ")
    assert all(reason in told for reason in ["stories (3)", "reels (1)", "videos (1)"])
    assert "posts whose photo is not there (1)" in told
    assert "name them all" in result.stderr
    assert not project.posts.exists()


def test_an_export_without_any_post_is_an_error_too(run, tmp_path):
    files = {"content/posts_1.json": b"[]"}

    result = run("import", lay_out(files, tmp_path / "e"))

    assert nothing_in(result) == "No post came in."
    assert "e: no post was found in it" in result.stderr


def test_counts_that_join_no_post_are_an_error_and_joined_ones_are_none(run, export, tmp_path):
    folder = tmp_path / "graph"
    lay_out({"media.json": graph_api()["media.json"]}, folder)

    alone = nothing_in(run("import", folder))
    run("import", export)
    joined = run("import", folder)

    assert "counts of posts whose photo is not here" in alone
    assert joined.return_value == 0


def test_posts_that_are_all_older_than_asked_for_are_an_error_with_the_day(run, export):
    assert "before 1 Jan 2090 (5)" in nothing_in(run("import", "--since", "2090-01-01", export))


def test_the_summary_for_scripts_of_an_import_without_posts_ends_with_2(run, tmp_path):
    folder = lay_out({"content/posts_1.json": b"[]"}, tmp_path / "e")

    result = run("import", "--json", folder)

    assert result.return_value == 2
    assert json.loads(result.stdout)["posts"] == 0


def test_a_source_without_posts_beside_a_good_one_is_named_and_ends_with_3(run, export, tmp_path):
    empty = lay_out({"content/posts_1.json": b"[]"}, tmp_path / "empty")

    result = run("import", export, empty)

    assert result.return_value == 3
    assert "empty: no post was found in it" in result.stderr


def test_photos_in_several_folders_need_a_yes(run, project, tmp_path):
    folder = lay_out({"a.jpg": photo(1), "sub/b.jpg": photo(2)}, tmp_path / "many")

    refused = run("import", folder)
    taken = run("import", "--yes", folder)

    assert refused.exception.exit_code == 2
    assert "say --yes" in str(refused.exception)
    assert taken.return_value == 0
    assert len(read_posts(project.posts)) == 2


@pytest.mark.parametrize("answer", ["y", "n"])
def test_photos_in_several_folders_are_asked_about_where_somebody_answers(
    run, project, tmp_path, monkeypatch, answer
):
    monkeypatch.setattr("spe.commands._bring_in.asks", lambda: True)
    folder = lay_out({"a.jpg": photo(1), "sub/b.jpg": photo(2)}, tmp_path / "many")

    result = run("import", "--tz", "UTC", folder, input=f"{answer}\n")

    assert "Are all of them posts" in result.stderr
    assert project.posts.exists() == (answer == "y")
    assert (result.exception is None) == (answer == "y")


def test_unread_files_beside_photos_are_named_on_the_way(run, tmp_path):
    folder = lay_out({"a.jpg": photo(1), "likes.json": b'{"a": 5}'}, tmp_path / "mine")

    assert "Not read, for spe knows no posts in them: likes.json" in run("import", folder).stderr


def dated_table(folder, heading="", cells=("", "", "")):
    """Three posts a day apart; with a column of when their likes were read."""
    folder.mkdir(exist_ok=True)
    rows = [f"id,posted,likes{heading}"]
    for number, cell in enumerate(cells):
        rows.append(f"post-number-{number},2026-03-0{number + 1} 12:00,{40 + number}{cell}")
    path = folder / "likes.csv"
    path.write_text("\n".join(rows))
    return path


@pytest.fixture
def known(project):
    """The project's posts, which the counts of a table join."""
    posts = [
        Post(f"post-number-{number}", "", datetime(2026, 3, number + 1, 11, tzinfo=UTC))
        for number in range(3)
    ]
    write_posts(project.posts, posts)
    return posts


def test_a_table_that_does_not_say_when_likes_were_read_leaves_it_unknown(
    run, project, known, tmp_path
):
    result = run("import", "--tz", "Europe/Zurich", dated_table(tmp_path / "t"))

    posts = read_posts(project.posts)
    assert [post.likes for post in posts] == [40, 41, 42]
    assert {post.likes_as_of for post in posts} == {None}
    assert {post.likes_read_after for post in posts} == {posts[2].posted_at}
    assert result.stderr.count("likes.csv does not say when its likes were read") == 1
    assert "--as-of" in result.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31"])
def test_there_were_no_likes_before_there_were_photos(run, known, tmp_path, day):
    result = run("import", "--as-of", day, dated_table(tmp_path / "t"))

    assert "there were no likes in" in str(result.exception)


def test_the_day_on_which_likes_were_read_is_told_with_as_of(run, project, known, tmp_path):
    result = run(
        "import", "--tz", "Europe/Zurich", "--as-of", "2026-03-20", dated_table(tmp_path / "t")
    )

    posts = read_posts(project.posts)
    assert {post.likes_as_of.isoformat() for post in posts} == {"2026-03-20T00:00:00+01:00"}
    assert {post.likes_read_after for post in posts} == {None}
    assert "does not say" not in result.stderr


def test_what_a_row_says_of_the_day_is_no_business_of_as_of(run, project, known, tmp_path):
    table = dated_table(tmp_path / "t", ",likes as of", (",2026-03-09", ",", ",soon"))

    result = run("import", "--tz", "UTC", "--as-of", "2026-03-20", table)

    days = [f"{post.likes_as_of:%Y-%m-%d}" for post in read_posts(project.posts)]
    assert days == ["2026-03-09", "2026-03-20", "2026-03-20"]
    assert "row 4: likes read on 'soon' is no date" in result.stderr


def test_a_day_to_come_is_refused(run, project, known, tmp_path):
    before = project.posts.read_bytes()

    result = run("import", "--tz", "UTC", "--as-of", "2126-03-20", dated_table(tmp_path / "t"))

    assert "20 Mar 2126 is still to come" in str(result.exception)
    assert project.posts.read_bytes() == before


def test_counts_of_no_known_day_leave_dated_ones_and_say_so(run, project, known, tmp_path):
    table = dated_table(tmp_path / "t")
    run("import", "--tz", "UTC", "--as-of", "2026-03-20", table)
    table.write_text(table.read_text().replace(",41", ",55"))

    result = run("import", "--tz", "UTC", table)
    assert [post.likes for post in read_posts(project.posts)] == [40, 41, 42]
    assert "1 known count stays" in result.stderr
    assert json.loads(run("import", "--json", table).stdout)["kept_dated"] == 1

    run("import", "--tz", "UTC", "--as-of", "2026-03-21", table)
    assert [post.likes for post in read_posts(project.posts)] == [40, 55, 42]
