"""`spe demo` as people meet it: where it writes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.posts import Post, write_posts
from spe.project import Project


@pytest.fixture
def pages(monkeypatch, tmp_path):
    """Where the report is written, with every step left out."""
    asked = []
    monkeypatch.setattr("spe.demo.write_account", lambda *_of, **_how: None)
    monkeypatch.setattr("spe.commands.demo._compare", lambda *_of, **_how: None)
    monkeypatch.setattr(
        "spe.commands.demo._step", lambda *_of, **how: asked.append(how.get("output"))
    )
    monkeypatch.chdir(tmp_path)
    return lambda: [path for path in asked if path]


def test_a_folder_of_its_own_holds_the_report_too(pages, tmp_path):
    result = CliRunner().invoke(cli, ["demo", "--out", "elsewhere"])

    assert result.exit_code == 0, result.output
    assert pages() == [Path("elsewhere/reports/report.html")]
    assert str(tmp_path / "elsewhere" / "reports" / "report.html") in result.stdout


@pytest.mark.parametrize(
    ("made_up", "folder", "page"),
    [
        ("", "spe-demo", "spe-demo/reports/report.html"),
        ("made_up = true", "demo", "reports/demo.html"),
    ],
)
def test_beside_an_account_of_ones_own_it_keeps_to_its_folder_and_says_so(
    pages, tmp_path, made_up, folder, page
):
    (tmp_path / "spe.toml").write_text(made_up)
    write_posts(Project(tmp_path).posts, [Post("mine", "mine.jpg")])
    before = sorted(tmp_path.rglob("*"))

    result = CliRunner().invoke(cli, ["demo"])

    assert pages() == [tmp_path / page]
    assert f"posts in {tmp_path / folder}\n" in result.stderr
    assert ("the demo keeps to spe-demo" in result.stderr) == (made_up == "")
    assert sorted(tmp_path.rglob("*")) == before


def test_without_a_folder_the_report_lies_beside_those_of_the_account(pages, tmp_path):
    CliRunner().invoke(cli, ["demo"])

    assert pages() == [tmp_path / "reports" / "demo.html"]
