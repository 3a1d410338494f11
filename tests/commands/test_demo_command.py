"""`spe demo` as people meet it: where it writes."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from spe.cli import cli


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


def test_without_a_folder_the_report_lies_beside_those_of_the_account(pages, tmp_path):
    CliRunner().invoke(cli, ["demo"])

    assert pages() == [tmp_path / "reports" / "demo.html"]
