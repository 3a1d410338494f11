"""Truth tables: what decides what the report claims, case by case."""

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from spe.features import CATALOGUE, HISTOGRAMS
from spe.model.fitted import FittedModel, GroupTest, Skill, Term
from spe.report import posting_times
from spe.report.effects import Effect, has_range, lead, see_effects
from spe.report.facts import _verdict
from spe.report.look import see_look
from spe.report.posting_times import SLOTS, see_when
from tests.report.test_posting_times import some_times


def a_term(name="brightness", **changes):
    term = Term(name, "light", "identity", 0.5, 0.1, 0.0, (0.0, 1.0), step=0.1)
    return replace(term, **{"effect": 0.2, "low": 0.1, "high": 0.3, "p_max_t": 0.01, **changes})


def a_model(tier="features", **changes):
    known = {
        "terms": (a_term(evidence="strong"),),
        "groups": (GroupTest("light", ("brightness",), 0.001, 0.01, found=True),),
        "gate_open": True,
        "has_skill": True,
        "skill": Skill(120, 14.0, 20.0, 0.3),
    }
    return FittedModel(tier, 120, 4.0, **{**known, **changes})


UNTOLD = {"has_skill": False}


# The verdict: what the model is worth.


@pytest.mark.parametrize(
    ("has_skill", "gate_open", "gain", "gain_low", "verdict"),
    [
        (True, True, 0.3, 0.1, "hint"),
        (True, True, 0.3, 0.0, "maybe"),
        (True, True, 0.3, -0.1, "maybe"),
        (True, True, 0.3, math.nan, "maybe"),
        (True, True, 0.0, -0.1, "no"),
        (True, True, -0.1, -0.3, "no"),
        (True, True, 0.0, 0.1, "no"),
        (True, False, 0.3, 0.1, "no"),
        (False, True, 0.3, 0.1, "no"),
        (False, False, 0.3, 0.1, "no"),
    ],
)
def test_the_verdict_on_a_model(has_skill, gate_open, gain, gain_low, verdict):
    skill = Skill(120, 14.0, 20.0, gain, gain_low, 0.5)

    assert _verdict(a_model(gate_open=gate_open, has_skill=has_skill, skill=skill)) == verdict


def test_without_a_model_there_is_no_verdict():
    assert _verdict(a_model(has_skill=True, skill=None)) == "none"


# Which effects are told, in which order, and which first.


def an_effect(name, evidence="strong", percent=10.0, *, fragile=False):
    return Effect(
        name, "light", evidence, percent, 5.0, 15.0, 8.0, 12.0, None, None, fragile, a_term(name)
    )


FIRST = {
    "the first of what is firm, strong and more": (
        [an_effect("a"), an_effect("b")],
        "a",
    ),
    "firm before fragile": ([an_effect("a", fragile=True), an_effect("b")], "b"),
    "firm and suggestive before fragile and strong": (
        [an_effect("a", fragile=True), an_effect("b", "suggestive")],
        "b",
    ),
    "firm and fewer before fragile and more": (
        [an_effect("a", fragile=True), an_effect("b", percent=-10.0)],
        "b",
    ),
    "strong before suggestive": ([an_effect("a", "suggestive"), an_effect("b")], "b"),
    "strong and fewer before suggestive and more": (
        [an_effect("a", "suggestive"), an_effect("b", percent=-10.0)],
        "b",
    ),
    "more before fewer": ([an_effect("a", percent=-30.0), an_effect("b", percent=5.0)], "b"),
    "fewer where nothing goes with more": (
        [an_effect("a", percent=-30.0), an_effect("b", percent=-5.0)],
        "a",
    ),
    "fragile where all are": (
        [an_effect("a", "suggestive", fragile=True), an_effect("b", fragile=True)],
        "b",
    ),
    "suggestive where all are": ([an_effect("a", "suggestive")], "a"),
}


@pytest.mark.parametrize("case", FIRST)
def test_what_the_headline_names(case):
    named, first = FIRST[case]

    assert lead(named).name == first


def test_where_nothing_is_named_nothing_leads():
    assert lead([]) is None


EMPTY = pd.DataFrame()


def several():
    terms = (
        a_term("blue", evidence="suggestive", effect=0.5),
        a_term("contrast", evidence="strong", effect=0.1),
        a_term("brightness", evidence="strong", effect=-0.4),
        a_term("shape", evidence="unclear", effect=0.9),
        a_term("faces", evidence="strong", effect=0.3, low=math.nan),
        a_term("busyness", evidence="strong", effect=0.3, high=math.nan),
        a_term("symmetry", evidence="unclear", effect=0.9),
    )
    return replace(a_model(), terms=terms, diagnostics={"flips_without_top": ["contrast"]})


def test_told_effects_go_by_evidence_then_by_size_then_by_name():
    names = [item.name for item in see_effects(several(), EMPTY)]

    assert names == ["brightness", "contrast", "blue", "shape", "symmetry"]


def test_untold_effects_go_by_the_catalogue_and_are_all_unclear():
    effects = see_effects(replace(several(), **UNTOLD), EMPTY)

    order = [item.name for item in CATALOGUE]
    assert [item.name for item in effects] == sorted(
        (item.name for item in effects), key=order.index
    )
    assert len(effects) == 5
    assert {item.evidence for item in effects} == {"unclear"}


def test_evidence_is_told_as_the_model_has_it():
    told = {item.name: item.evidence for item in see_effects(several(), EMPTY)}

    assert told == {
        "brightness": "strong",
        "contrast": "strong",
        "blue": "suggestive",
        "shape": "unclear",
        "symmetry": "unclear",
    }


def test_only_what_flips_is_fragile():
    fragile = [item.name for item in see_effects(several(), EMPTY) if item.fragile]

    assert fragile == ["contrast"]


def test_an_effect_is_percent_of_likes_with_its_sign_and_its_ends():
    term = a_term(
        effect=math.log(0.8), low=math.log(0.7), high=math.log(0.9),
        low50=math.log(0.75), high50=math.log(0.85),
    )  # fmt: skip
    (effect,) = see_effects(replace(a_model(), terms=(term,)), EMPTY)

    told = (effect.percent, effect.low, effect.high, effect.low50, effect.high50)
    assert told == pytest.approx((-20, -30, -10, -25, -15))


@pytest.mark.parametrize(
    ("low", "high", "has"),
    [(0.1, 0.2, True), (math.nan, 0.2, False), (0.1, math.nan, False), (-math.inf, 0.2, False)],
)
def test_a_range_has_two_ends(low, high, has):
    assert has_range(a_term(low=low, high=high)) is has


@pytest.mark.parametrize(
    ("low", "high", "misses"),
    [(1.0, 5.0, True), (-5.0, -1.0, True), (-1.0, 5.0, False), (0.0, 5.0, False), (-5, 0.0, False)],
)
def test_a_range_that_touches_zero_does_not_miss_it(low, high, misses):
    assert replace(an_effect("a"), low=low, high=high).misses_zero is misses


def test_posts_are_counted_only_where_a_property_is_there_or_not():
    table = pd.DataFrame({"faces": [0.0, 2.0, 1.0, math.nan], "brightness": [0.1, 0.2, 0.3, 0.4]})
    model = replace(a_model(), terms=(a_term("faces"), a_term("brightness")))

    counts = {
        item.name: (item.posts_with, item.posts_without) for item in see_effects(model, table)
    }

    assert counts == {"faces": (2, 1), "brightness": (None, None)}


# Time of day, and colours.


@pytest.mark.parametrize(
    ("told", "found", "effect", "posts", "proof"),
    [
        (True, True, True, 200, "yes"),
        (True, True, False, 200, "some"),
        (True, False, True, 200, "no"),
        (False, True, True, 200, "no"),
        (False, False, True, 200, "no"),
        (True, False, False, 200, "no"),
        (True, True, True, 19, "untested"),
        (True, False, True, 20, "no"),
    ],
)
def test_the_proof_of_a_time_of_day(told, found, effect, posts, proof):
    times = some_times(posts)
    noise = np.random.default_rng(5).normal(0, 0.3, posts)
    evening = np.array([at.hour >= SLOTS[4] for at in times])

    when = see_when(times, noise + (1.0 * evening if effect else 0.0), told=told, found=found)

    assert when.proof == proof
    assert when.told is (told and proof != "untested")


def test_even_cells_prove_no_time_however_small_the_p(monkeypatch):
    times = some_times(200)
    monkeypatch.setattr(posting_times, "_shuffle_p", lambda *_: 0.001)

    when = see_when(times, np.zeros(200), told=True, found=True)

    assert (when.p, when.between) == (0.001, 0)
    assert when.proof == "some"


@pytest.mark.parametrize(("found", "apart"), list(product((True, False), repeat=2)))
def test_colours_are_proven_where_a_kind_is_found_and_the_quarters_differ(found, apart):
    table, likes = coloured(60, apart=apart)

    look = see_look(table, likes, (), (), {}, quarters=True, found=("light",) if found else ())

    assert (look.p <= 0.05) is apart
    assert look.proven is (found and apart)


def coloured(n, *, apart):
    """Posts of two colours, which go with likes or do not."""
    draw = np.random.default_rng(2)
    red = draw.random(n) < 0.5
    bins = draw.random((n, len(HISTOGRAMS))) * 0.01
    bins[:, 0] += np.where(red, 0.9, 0.0)
    bins[:, 9] += np.where(red, 0.0, 0.9)
    table = pd.DataFrame(bins / bins.sum(axis=1, keepdims=True), columns=list(HISTOGRAMS))
    return table, (2.0 * red if apart else 0.0) + draw.normal(0, 0.3, n)
