"""Another language is one package: nothing on the page is said outside the words."""

import re
from html.parser import HTMLParser

import pytest

from spe.report import notebook, page
from tests.report.account import EVERY
from tests.report.pseudo import pseudo

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-1", "data-2", "data-3", "data-sort")


class Said(HTMLParser):
    """What a reader sees or hears of a page: its texts in one, and its spoken attributes."""

    def __init__(self, html):
        super().__init__()
        self.text, self.attributes, self._silent, self.language = "", [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.language = self.language or given.get("lang")
        self.attributes += [given[name] for name in SPOKEN if given.get(name)]
        if tag in {"style", "script"}:
            self._silent = tag

    def handle_endtag(self, tag):
        if tag == self._silent:
            self._silent = None

    def handle_data(self, data):
        if self._silent is None:
            self.text += data


def unmarked(text):
    """The letters that no language put there."""
    return re.findall(r"[^\W\d_]+", MARKED.sub(" ", text))


@pytest.mark.parametrize("kind", EVERY)
def test_a_page_in_another_language_holds_no_other_word(told, kind):
    said = Said(page.render(told(kind), {}, pseudo()))

    assert said.language == "qps"
    assert unmarked(said.text) == []
    assert [text for text in said.attributes if unmarked(text)] == []
    assert said.text.count("⟦") > 100


@pytest.mark.parametrize("kind", EVERY)
def test_a_notebook_in_another_language_holds_no_other_word(told, kind):
    assert unmarked(Said(notebook.summary(told(kind), pseudo())).text) == []


def test_a_word_outside_the_language_would_be_found():
    assert unmarked("⟦Likes⟧ 12 likes × ⟦3⟧") == ["likes"]
