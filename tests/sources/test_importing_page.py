"""docs/importing.md says what is read; each row names a test that exists and is run."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/importing.md").read_text()


def rows():
    table = PAGE.partition("| held by |\n|---|---|---|---|\n")[2].partition("\n\n")[0]
    return table.splitlines()


def test_every_kind_of_source_is_held_by_a_test_that_exists():
    assert len(rows()) > 10
    for row in rows():
        links = re.findall(r"\[(test_\w+)\]\(\.\./([\w/.]+)\)", row)
        assert links, row
        for name, path in links:
            assert f"def {name}(" in (ROOT / path).read_text(), name


def test_the_steps_in_instagram_stand_on_both_pages():
    readme = (ROOT / "README.md").read_text()
    for page in (PAGE, readme):
        text = " ".join(page.split())
        for step in ("Accounts Center", "Your information and permissions", "JSON", "high"):
            assert step in text
        assert "Export your information" in text
