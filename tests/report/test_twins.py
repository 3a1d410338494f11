from dataclasses import replace

import numpy as np
import pytest

from spe.report import twins as pairing
from spe.report.page import few_photos
from spe.report.twins import FEWEST, MOST, Pair, Twins, _shown, sides
from spe.report.words import en
from tests.report.account import NAMED, make_account


@pytest.fixture(scope="module")
def told():
    """An account of whose posts those with a face got more."""
    return make_account(230, gate_open=True, evidence=NAMED, found=("faces",))


@pytest.fixture(scope="module")
def facts(told):
    return told.facts()


def effect(facts, name):
    return next(item for item in facts.effects if item.name == name)


def test_the_first_named_effects_have_twins_and_no_others(facts):
    names = [item.name for item in facts.named]

    assert [twins.name for twins in facts.twins] == names[: len(facts.twins)]
    assert 0 < len(facts.twins) <= MOST


def test_what_is_in_the_picture_has_rows_of_its_own_and_no_twins(told, facts):
    table = told.features.reindex([post.id for post in facts.posts])
    subject = replace(facts.named[0], name="subject:pets", group="subject")

    found = pairing.see_twins(told.model, table, [subject, facts.named[0]], facts.posts)

    assert [twins.name for twins in found] == [facts.named[0].name]


def test_nothing_that_is_not_named_has_twins():
    assert make_account(62).facts().twins == ()


def test_the_first_of_a_pair_is_the_post_that_the_effect_speaks_for(told, facts):
    at = {post.number: post for post in facts.posts}
    for twins in facts.twins:
        values = told.features[twins.name]
        for pair in twins.shown:
            first, second = (values[at[number].id] for number in pair.posts)
            assert bool(first > second) is twins.rising
            assert pair.agrees is (at[pair.first].ratio > at[pair.second].ratio)


def test_what_speaks_for_less_puts_the_post_with_less_first(told, facts):
    """The same posts; only the effect's sign is turned."""
    item = facts.named[0]
    table = told.features.reindex([post.id for post in facts.posts])
    other = replace(item, percent=-item.percent)

    (as_it_is,) = pairing.see_twins(told.model, table, [item], facts.posts)
    (turned,) = pairing.see_twins(told.model, table, [other], facts.posts)

    assert turned.rising is not as_it_is.rising
    assert turned.pairs == as_it_is.pairs
    assert turned.agreeing == as_it_is.pairs - as_it_is.agreeing


def test_posts_that_were_liked_alike_are_no_pair(told, facts):
    table = told.features.reindex([post.id for post in facts.posts])
    alike = [replace(post, ratio=1.0) for post in facts.posts]

    assert pairing.see_twins(told.model, table, facts.named, alike) == ()


@pytest.mark.parametrize("pairs", [FEWEST - 1, FEWEST])
def test_too_few_pairs_are_not_counted(told, facts, monkeypatch, pairs):
    table = told.features.reindex([post.id for post in facts.posts])
    rows = [replace(post, ratio=float(post.number)) for post in facts.posts]
    monkeypatch.setattr(
        pairing, "matched", lambda *_: [(2 * at, 2 * at + 1) for at in range(pairs)]
    )

    found = pairing.see_twins(told.model, table, facts.named[:1], rows)

    assert bool(found) is (pairs == FEWEST)


def test_what_belongs_to_the_same_kind_need_not_be_alike(told, facts, monkeypatch):
    table = told.features.reindex([post.id for post in facts.posts])
    seen = []
    monkeypatch.setattr(pairing, "matched", lambda z, *_: seen.append(z.shape[1]) or [])

    pairing.see_twins(told.model, table, facts.named[:1], facts.posts)

    kin = [term for term in told.model.terms if term.group == facts.named[0].group]
    assert seen == [len(told.model.terms) - len(kin)]


def test_what_is_there_or_not_parts_the_posts_and_the_rest_its_upper_and_lower_third(facts):
    having, lacking = sides(effect(facts, "faces"), np.array([0.0, 1, 3, np.nan]))
    most, least = sides(facts.named[-1], np.array([1.0, 2, 3, 4, 5, 6, np.nan]))

    assert having.tolist() == [False, True, True, False]
    assert lacking.tolist() == [True, False, False, False]
    if not en.features.named(facts.named[-1].name).there_or_not:
        assert most.tolist() == [False] * 4 + [True] * 2 + [False]
        assert least.tolist() == [True] * 2 + [False] * 5


def test_a_property_that_hardly_varies_has_no_thirds(facts):
    item = replace(facts.named[0], name="brightness")

    having, lacking = sides(item, np.array([5.0, 5, 5, 5, 5]))

    assert not having.any()
    assert not lacking.any()


YES, NO = Pair(1, 2, agrees=True), Pair(3, 4, agrees=False)


@pytest.mark.parametrize(
    ("pairs", "shown"),
    [
        ([YES] * 6, [YES] * 3),
        ([YES] * 5 + [NO], [YES, YES, NO]),
        ([NO, YES, YES, NO], [NO, YES, YES]),
        ([NO] * 3 + [YES], [NO, NO, YES]),
    ],
)
def test_a_pair_that_goes_the_other_way_is_shown_where_there_is_one(pairs, shown):
    assert _shown(pairs) == tuple(shown)


# In words


def twins(**changes):
    return replace(Twins("faces", True, 40, 27, (YES, NO)), **changes)


def test_pairs_are_counted_beside_what_chance_would_make():
    assert en.twins.tally(twins()) == (
        "In *27 of 40 pairs* the post on the left got more, against what was usual at its time. "
        "If the two kinds were liked alike, it would be about 20."
    )
    assert en.twins.tally(twins(pairs=7, agreeing=3)).endswith("it would be 3 or 4.")


def test_the_post_that_is_spoken_for_stands_on_the_left():
    assert en.twins.heads(twins()) == ("A photo with faces", "A photo without a face")
    assert en.twins.heads(twins(rising=False)) == ("A photo without a face", "A photo with faces")


def test_a_pair_is_told_to_those_who_do_not_see_it():
    assert en.twins.pair_label(twins(), YES) == (
        "A photo with faces, beside: a photo without a face. The one on the left got more for its "
        "time."
    )
    assert "on the right got more" in en.twins.pair_label(twins(), NO)


def test_a_page_of_few_photos_has_those_of_the_twins(facts):
    shown = {number for one in facts.twins for pair in one.shown for number in pair.posts}

    assert shown <= {*few_photos(facts)}
