"""In which language commands write their pages: the option beats spe.toml, and that the system."""

import re
import threading

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.likes import LikesServer
from spe.posts import read_posts, write_posts
from spe.project import Project
from tests.commands.test_report import write_project
from tests.report.account import make_account


@pytest.fixture
def project(tmp_path):
    return write_project(tmp_path / "account", make_account(24))


@pytest.fixture
def system(monkeypatch):
    """A function: the language that the system has from then on."""

    def speak(name):
        for variable in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv("LANG", name)

    return speak


def run(project, *arguments):
    words = ["-C", str(project), *map(str, arguments)]
    return CliRunner().invoke(cli, words, standalone_mode=False)


def settle(project, code):
    with (project / "spe.toml").open("a", encoding="utf-8") as file:
        file.write(f'language = "{code}"\n')


def spoken(path):
    return re.search(r'<html lang="(\w+)">', path.read_text("utf-8"))[1]


def drafts(project):
    """A draft, and where its page is to be written."""
    return project / "photos" / "holiday_003.jpg", project / "drafts.html"


def pages(project, *option):
    """The languages of the report, of a page of drafts and of that beside a sheet."""
    told = [run(project, "report", "--photos", "none", *option)]
    draft, page = drafts(project)
    told.append(run(project, "score", draft, "--html", page, "--no-changes", *option))
    told.append(run(project, "likes", "--sheet", "--all", "--no-open", *option))
    assert [result.exception for result in told] == [None] * 3
    made = (project / "reports" / "report.html", page, project / "data" / "likes.html")
    (project / "data" / "likes.csv").unlink()
    return [spoken(path) for path in made], told


@pytest.mark.parametrize(
    ("language", "settings", "option", "written"),
    [
        ("C.UTF-8", None, (), "en"),
        ("de_DE.UTF-8", None, (), "de"),
        ("fr_FR.UTF-8", None, (), "en"),
        ("de_DE.UTF-8", "en", (), "en"),
        ("en_US.UTF-8", "de", (), "de"),
        ("en_US.UTF-8", "en", ("--lang", "de"), "de"),
        ("de_DE.UTF-8", "de", ("--lang", "en"), "en"),
    ],
)
def test_the_option_beats_the_file_and_the_file_the_system(
    project, system, language, settings, option, written
):
    system(language)
    if settings:
        settle(project, settings)

    assert pages(project, *option)[0] == [written] * 3


def test_the_terminal_stays_english(project):
    _, german = pages(project, "--lang", "de")
    _, english = pages(project, "--lang", "en")

    for one, other in zip(german, english, strict=True):
        assert re.sub(r"[\d.]+ MB", "", one.output) == re.sub(r"[\d.]+ MB", "", other.output)
        assert one.output


@pytest.mark.parametrize(
    "command",
    [
        ("report",),
        ("report", "--card", "card.png"),
        ("score", "photos/holiday_003.jpg", "--html", "x.html"),
        ("likes",),
        ("start",),
    ],
    ids=" ".join,
)
def test_a_language_that_there_is_not_is_refused_before_anything_is_done(project, command):
    before = sorted(path.name for path in project.rglob("*"))

    result = run(project, *command, "--lang", "fr")

    assert str(result.exception) == (
        "--lang: spe does not speak 'fr'. The languages are de (Deutsch) and en (English)."
    )
    assert sorted(path.name for path in project.rglob("*")) == before


def test_a_language_in_the_file_that_there_is_not_is_refused_by_the_file_s_name(project):
    settle(project, "klingon")

    result = run(project, "report")

    assert str(result.exception).startswith("spe.toml: spe does not speak 'klingon'.")


def test_a_german_card_is_another_picture(project):
    for code in ("de", "en"):
        assert (
            run(project, "report", "--card", project / f"{code}.png", "--lang", code).exception
            is None
        )

    assert (project / "de.png").read_bytes() != (project / "en.png").read_bytes()


def test_the_typing_page_is_served_in_the_language(project, monkeypatch):
    known = Project(project)
    posts = read_posts(known.posts)
    write_posts(known.posts, [*posts[:-1], type(posts[0])(**{**vars(posts[-1]), "likes": None})])
    spoke = []

    def serve(self, **_):
        spoke.append((self.words.LANGUAGE, self.state()["sentence"], self._following()))

    monkeypatch.setattr(LikesServer, "serve_forever", serve)
    monkeypatch.setattr(threading, "Thread", lambda **_: pytest.fail("nothing is opened"))

    assert run(project, "likes", "--no-open", "--lang", "de").exception is None

    ((code, sentence, following),) = spoke
    assert code == "de"
    assert sentence.startswith("17 mehr, dann kann spe ")
    assert following.startswith("Weiter: spe ")
