"""What the page says of every kind of account, word for word."""

import pytest

from tests.report.golden import FOLDER, KINDS, sentences


@pytest.mark.parametrize("kind", KINDS)
def test_an_account_of_each_kind_is_told_as_it_was(kind):
    text = sentences(KINDS[kind]().facts())

    assert text == (FOLDER / f"{kind}.txt").read_text(encoding="utf-8"), (
        "the words changed: run python -m tests.report.golden, and read what is different"
    )


def test_every_golden_text_is_compared():
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(KINDS)
