"""The report and the card in German: nothing English is left over, and German is well made."""

import pytest

from spe.languages import language
from spe.report import page
from spe.report.words.en import ENGLISH
from tests.languages.leftovers import Said, left_over
from tests.report.account import EVERY

GERMAN = language("de").report


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_no_english_is_left_on_a_german_page(kind):
    facts = EVERY[kind]().facts()

    german = page.render(facts, {}, GERMAN)

    assert Said(german).language == "de"
    assert left_over(german, page.render(facts, {}, ENGLISH)) == []
