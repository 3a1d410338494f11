"""`spe start`: the whole way in one command, and on from where it was."""

import signal
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from PIL import ExifTags, Image

from spe.cli import cli
from spe.measure.cache import Cache
from spe.measure.table import read_values
from spe.posts import Post, read_posts, write_posts
from spe.project import Project
from tests.commands.typist import Typist
from tests.sources.made_exports import instagram, lay_out, photo, zipped


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "account")


@pytest.fixture
def typist(monkeypatch):
    """Somebody at the browser, whose Ctrl-C is heard even where tests run in the background."""
    typist = Typist()
    monkeypatch.setattr("webbrowser.open", typist.open)
    monkeypatch.setenv("BROWSER", "one of windows")
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield typist
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def _plainly(monkeypatch):
    """One process measures, and nobody looks for faces."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr("spe.photo.faces.why_unknown", lambda: "No face model here.")
    monkeypatch.setattr("spe.photo.faces.why_people_unknown", lambda: None)


@pytest.fixture
def run(project, typist):
    """A function: what stands behind `spe start` -> its result, in the project's folder."""
    assert typist.asked == []

    def run(*arguments, **options):
        arguments = ["-C", str(project.root), "start", *map(str, arguments)]
        return CliRunner().invoke(cli, arguments, standalone_mode=False, **options)

    return run


@pytest.fixture
def export(tmp_path):
    """A function: how many single posts -> an export of as many and an album."""
    return lambda posts: zipped(instagram(posts), tmp_path / f"My export of {posts}.zip")


@pytest.fixture
def table(tmp_path):
    """A function: likes, None where unknown -> a table of as many posts beside their photos."""

    def table(likes):
        rows = ["photo,date,likes,likes_as_of"]
        for at, count in enumerate(likes):
            (tmp_path / f"{at}.jpg").write_bytes(photo(at))
            day = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=at)
            rows.append(f"{at}.jpg,{day:%Y-%m-%d},{'' if count is None else count},2026-03-01")
        path = tmp_path / "posts.csv"
        path.write_text("\n".join(rows))
        return path

    return table


def likes_of(project):
    return [post.likes for post in read_posts(project.posts)]


def ticked(result):
    return [line.strip() for line in result.stdout.splitlines() if line.strip().startswith("✓")]


def test_an_export_becomes_a_report_in_one_go_and_each_step_is_ticked(run, project, typist, export):
    result = run(export(23))

    assert result.return_value == 0
    assert None not in likes_of(project)
    assert len(typist.asked) == 24
    assert typist.reports == [project.report.resolve().as_uri()]
    assert [line.split()[1] for line in ticked(result)] == ["24", "24", "Learnt", "Your"]
    assert "✓ 24 photos measured" in result.stderr
    assert result.stderr.endswith("spe start EXPORT. For a photo to post: spe score PHOTO\n")


def test_run_again_it_asks_nothing_writes_nothing_and_opens_the_report(
    run, project, typist, export
):
    source = export(23)
    run(source)
    before = {path: path.stat().st_mtime_ns for path in project.root.rglob("*.*")}

    plain, with_source = run(), run(source)

    assert plain.return_value == with_source.return_value == 0
    assert len(typist.asked) == 24
    assert len(typist.reports) == 3
    assert "up to date" in plain.stdout
    assert {path: path.stat().st_mtime_ns for path in project.root.rglob("*.*")} == before


def test_likes_that_came_along_are_not_typed(run, project, typist, table):
    result = run(table([20 + at % 7 for at in range(20)]))

    assert typist.asked == []
    assert "✓ All 20 posts have their likes." in ticked(result)
    assert project.report.exists()


def test_only_the_likes_that_are_missing_are_asked_for(run, project, typist, table):
    run(table([None, *(20 + at % 7 for at in range(19)), None]))

    assert len(typist.asked) == 2
    assert likes_of(project)[1:-1] == [20 + at % 7 for at in range(19)]
    assert len(typist.reports) == 1


def test_likes_without_which_every_answer_can_be_had_are_not_asked_for_once_there_is_a_report(
    run, typist, table
):
    typist.most = 0
    source = table([*(20 + at % 7 for at in range(20)), None])
    first = run(source)

    again = run()

    assert "· 0 saved, 20 posts with likes, 1 to go" in first.stdout
    assert "up to date" in again.stdout
    assert "1 post has no likes yet: spe likes" in again.stderr
    assert len(typist.reports) == 2


def test_likes_that_lead_to_a_further_answer_are_asked_for_again(run, typist, table):
    typist.most = 0
    first = run(table([*(20 + at % 7 for at in range(15)), *[None] * 5]))
    assert "5 posts have no likes yet. To go on typing: spe start\n" in first.stderr
    typist.most = None

    run()

    assert len(typist.asked) == 5


def test_finish_on_the_page_goes_on_with_what_is_there(run, project, typist, export):
    typist.most = 20

    result = run(export(23))

    assert "✓ 20 saved, 20 posts with likes, 4 to go" in result.stdout
    assert project.report.exists()


def test_ctrl_c_keeps_what_was_typed_and_says_how_to_go_on(run, project, typist, export):
    typist.most = 3
    typist.then = lambda: signal.raise_signal(signal.SIGINT)

    stopped = run(export(23))

    assert stopped.return_value == 130
    assert stopped.stderr.endswith("Stopped. What was finished is kept. To go on: spe start\n")
    assert sum(likes is not None for likes in likes_of(project)) == 3
    assert not project.report.exists()
    typist.most = None
    run()
    assert len(typist.asked) == len(set(typist.asked)) == 24
    assert project.report.exists()


def test_a_newer_export_brings_what_is_new_and_only_that_is_typed(run, project, typist, export):
    run(export(20))
    assert len(typist.asked) == 21

    result = run(export(23))

    assert "3 new" in result.stdout
    assert len(typist.asked) == len(set(typist.asked)) == 24
    assert len(read_values(project.features)) == 24
    assert len(typist.reports) == 2


@pytest.mark.parametrize(
    ("posts", "code", "said"),
    [(3, 4, "Only 3 posts can be used; 5 are needed, and 20 for a model."), (7, 0, "")],
)
def test_too_few_likes_are_said_and_get_no_tick(run, project, typist, table, posts, code, said):
    result = run(table([20 + at % 7 for at in range(posts)]))

    assert (result.exception.exit_code if code else result.return_value) == code
    assert said in str(result.exception)
    assert not any("Learnt" in line for line in ticked(result))
    assert ("· No model yet: 7 posts are too few; 20 are needed." in result.stdout) == (posts == 7)
    assert project.report.exists() == bool(typist.reports) == (posts == 7)
    more = "20 posts with likes make a first model. Once there are more: spe start EXPORT"
    assert (more in result.stderr) == (posts == 7)


def test_without_posts_and_without_anybody_to_ask_it_says_what_to_name(run):
    result = run()

    assert result.exception.exit_code == 4
    assert "No posts in" in str(result.exception)
    assert "spe start ~/Downloads/export.zip" in str(result.exception)


@pytest.fixture
def _somebody(monkeypatch):
    """There is somebody to ask."""
    for room in ("start", "_bring_in"):
        monkeypatch.setattr(f"spe.commands.{room}.asks", lambda: True)


@pytest.mark.usefixtures("_somebody")
def test_it_asks_for_the_export_until_one_can_be_read_and_only_then(
    run, project, typist, export, tmp_path
):
    source, other = export(20), tmp_path / "notes.txt"
    other.write_text("nothing to see")

    result = run(input=f"nowhere.zip\n{other}\nUTC\n'{source}'\n")

    assert "nowhere.zip: there is nothing of that name" in result.stderr
    assert "notes.txt: no posts recognised in it" in result.stderr
    assert result.stderr.count("Time zone of the account") == 1
    assert "README.md, “Your own account”" in result.stderr
    assert len(read_posts(project.posts)) == 21
    assert len(typist.reports) == 1
    assert "Pull your export" not in run().stderr


@pytest.mark.usefixtures("_somebody")
def test_a_folder_of_photos_does_as_well(run, project, tmp_path):
    taken = Image.Exif()
    pictures = {}
    for at in range(6):
        taken.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = (
            f"2026:01:0{at + 1} 12:00:00"
        )
        pictures[f"{at}.jpg"] = photo(at, exif=taken.tobytes())
    folder = lay_out(pictures, tmp_path / "my photos")

    run(input=f"{folder}\nUTC\n")

    assert len(read_posts(project.posts)) == 6
    assert project.report.exists()


@pytest.mark.parametrize("timed", [4, 5])
def test_nobody_types_likes_of_photos_whose_day_nobody_knows(run, typist, tmp_path, timed):
    rows = [f"{at}.jpg,{f'2026-01-{at + 1:02}' if at < timed else ''}" for at in range(9)]
    pictures = {f"{at}.jpg": photo(at) for at in range(9)}
    lay_out({**pictures, "t.csv": "\n".join(["photo,date", *rows]).encode()}, tmp_path / "mine")

    result = run(tmp_path / "mine" / "t.csv")

    assert f"without a posting time: {9 - timed}." in result.stdout
    assert len(typist.asked) == (9 if timed == 5 else 0)
    if timed == 4:
        assert result.exception.exit_code == 4
        assert "4 of 9 posts have a posting time; 5 are needed." in str(result.exception)


@pytest.mark.usefixtures("_somebody")
def test_whoever_does_not_answer_has_stopped_it(run):
    result = run(input="")

    assert result.return_value == 130
    assert "To go on: spe start" in result.stderr


def test_a_photo_that_is_gone_is_named_at_the_end_and_costs_itself(run, project, table):
    run(table([20 + at % 7 for at in range(21)]))
    posts = read_posts(project.posts)
    project.image(posts[4].image).unlink()
    write_posts(project.posts, posts)

    result = run()

    assert result.return_value == 3
    assert "4.jpg: can't be read (no such file)." in result.stderr
    assert "20 photos measured" in result.stderr
    assert len(read_values(project.features)) == 20


def test_where_measuring_fails_the_numbers_are_kept_and_the_reason_is_told(
    run, project, typist, export
):
    project.cache.mkdir(parents=True)

    result = run(export(20))

    assert result.exception.exit_code == 2
    assert "measured.sqlite3: can't be written" in str(result.exception)
    assert len(typist.asked) == 21
    assert None not in likes_of(project)
    assert not project.model.exists()


def test_posts_that_another_command_brought_meanwhile_are_measured_too(run, project, typist, table):
    source = table([*(20 + at % 7 for at in range(20)), None])

    def bring_one():
        posts = read_posts(project.posts)
        write_posts(project.posts, [*posts, Post("new", posts[0].image, posts[0].posted_at, 25)])
        typist.finish()

    typist.most, typist.then = 0, bring_one

    run(source)

    assert "new" in read_values(project.features)


def test_what_is_done_already_is_not_done_again(run, project, table):
    run(table([20 + at % 7 for at in range(20)]))
    before = {path: path.stat().st_mtime_ns for path in (project.features, project.model)}
    project.report.unlink()

    result = run()

    assert "✓ Learnt from 20 posts." in result.stdout
    assert project.report.exists()
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_without_a_browser_the_address_is_said_and_nothing_is_opened(
    run, project, typist, table, monkeypatch
):
    run(table([20 + at % 7 for at in range(20)]), "--no-open")
    assert typist.reports == []
    assert project.report.exists()

    run("--no-open")
    assert typist.reports == []
    monkeypatch.setattr("spe.commands.start.has_screen", lambda: False)
    run()
    assert typist.reports == []


def test_measuring_stops_early_and_keeps_what_is_finished(project, monkeypatch):
    import threading

    from spe.commands._background import Measuring
    from spe.measure import extract

    posts = [Post(f"p{at}", f"{at}.jpg") for at in range(5)]
    lay_out({f"{at}.jpg": photo(at) for at in range(5)}, project.root)
    one_is_done, go_on = threading.Event(), threading.Event()
    real = extract._try

    def slow(place, *rest):
        if place.name == "1.jpg":
            one_is_done.set()
            go_on.wait(20)
        return real(place, *rest)

    monkeypatch.setattr(extract, "_try", slow)
    with Measuring(project, posts) as measuring:
        assert one_is_done.wait(20)
        measuring._stop.set()
        go_on.set()

    assert (measuring.beside.done, measuring.beside.ended) == (2, True)
    assert "stopped" in measuring.beside.shown()["said"]
    assert not project.features.exists()
    with Cache(project.cache, extract.version()) as cache:
        kept = [cache.get(cache.digest(project.image(post.image))) for post in posts]
    assert [one is not None for one in kept] == [True, True, False, False, False]


def test_typing_and_measuring_at_once_lose_nothing_of_each_other(project):
    from spe.commands._background import Measuring
    from spe.likes import Session

    now = datetime(2026, 3, 1, tzinfo=UTC)
    posts = [Post(f"p{at}", f"{at}.jpg", now - timedelta(days=at + 20)) for at in range(30)]
    lay_out({f"{at}.jpg": photo(at) for at in range(30)}, project.root)
    write_posts(project.posts, posts)
    session = Session(project.posts, project.backups, lambda: now)

    with Measuring(project, read_posts(project.posts)) as measuring:
        typed = 0
        while not measuring.beside.ended or typed < 30:
            session.save(f"p{typed % 30}", str(typed), sure=True)
            typed += 1
        measuring.result()

    last = {f"p{at % 30}": at for at in range(typed)}
    assert {post.id: post.likes for post in read_posts(project.posts)} == last
    assert set(read_values(project.features)) == set(last)
