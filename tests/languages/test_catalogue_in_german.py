"""All that has a name in English has one in German."""

import math
from datetime import date

import pytest

from spe.features import CATALOGUE
from spe.features._feature import GROUPS
from spe.languages.de import catalogue, features, notices
from spe.notices import LEFT_OUT, NOT_USED, WARNINGS, Notice
from spe.wording.notices import told as in_english
from tests.languages.leftovers import english

NAMES = {item.name: item for item in CATALOGUE}
OF_KIND = {
    int: 3, float: 14.0, bool: True, str: "brightness", date: "2026-09-12", list: ["brightness"],
    tuple: [450],
}  # fmt: skip
CODES = {**LEFT_OUT, **NOT_USED, **WARNINGS}


def test_the_german_catalogue_has_every_feature_and_no_other():
    assert set(catalogue.CATALOGUE) == set(NAMES)
    assert set(features.GROUPS) == set(features.PLAIN) == set(features.WITH) == set(GROUPS)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_what_is_said_of_a_feature_is_german_and_takes_its_value(name):
    item, said = NAMES[name], catalogue.CATALOGUE[name]
    texts = [said.label, said.lots, said.little, said.more, said.less, *said.posts, said.phrase]
    texts += said.having or ()

    assert [word for text in texts for word in english(text)] == []
    assert said.phrase.count("{}") == 1
    assert (said.having is None) == (item.having is None)
    assert (name in catalogue.THINGS) == bool(item.counted)
    assert all(text.startswith(("ein ", "dein ")) for text in (said.lots, said.little))
    assert len({said.lots, said.little, said.more, said.less, *said.posts}) == 6


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_two_ends_of_a_comparison_differ_in_words(name):
    told = NAMES[name].comparison
    compared = features.values(name, told.low, told.high)
    more, _, less = compared.partition(" statt ")

    assert more
    assert less
    assert more != less
    assert english(compared) == []
    assert features.values(name, math.nan, math.nan).count(" statt ") == 1


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_notice_has_its_german_words(code):
    values = {name: OF_KIND[kind] for name, kind in CODES[code].items()}
    if code == "far_counts":
        values |= {"days": ["2026-09-12"], "usual": [46]}
    notice = Notice(code, values)

    said = notices.told(notice)

    assert said
    assert english(said) == []
    if code not in {"written", "excluded"}:
        assert said != in_english(notice, str)


@pytest.mark.parametrize("posts", [1, 2])
@pytest.mark.parametrize("code", sorted(code for code in CODES if "posts" in CODES[code]))
def test_one_post_is_a_post_and_two_are_posts(code, posts):
    values = {name: OF_KIND[kind] for name, kind in CODES[code].items()} | {"posts": posts}
    said = notices.told(Notice(code, values))

    assert ("1 Beiträge" in said, "2 Beitrag " in said) == (False, False)
