"""What may be said of a model, as a table of every case, and in whatever is written of it."""

import math
from dataclasses import replace
from itertools import product
from typing import get_args

import pytest

from spe.model.answer import State
from spe.model.fitted import FittedModel, GroupTest, Skill, Term
from spe.model.options import Tier
from spe.notices import Notice

TIERS = get_args(Tier)
UNFOUND = GroupTest("colour", ("blue",), 0.5, 0.5, found=False)


def a_term(name="brightness", evidence="strong", low=0.1, high=0.3):
    term = Term(name, "light", "identity", 0.5, 0.1, 0.2, (0.0, 1.0), step=0.1)
    return replace(term, effect=0.2, low=low, high=high, p_max_t=0.01, evidence=evidence)


def a_model(tier="features", *, gate=True, gain=0.1, flag=True, told=True, ranged=True, found=True):
    """A model of these verdicts, whether or not they go together."""
    low = 0.1 if ranged else math.nan
    evidence = "strong" if told else "unclear"
    return FittedModel(
        tier,
        120,
        4.0,
        terms=(a_term("blue", "unclear"), a_term(evidence=evidence, low=low)),
        groups=(UNFOUND, GroupTest("light", ("brightness",), 0.001, 0.01, found=found)),
        gate_open=gate,
        has_skill=flag,
        skill=Skill(120, 20 * (1 - gain), 20.0, gain),
    )


def expected_state(tier, *, gate, gain, flag, told, ranged, found):
    """The same rule, read off docs/statistics.md."""
    if tier == "none":
        return "few"
    if not gate:
        return "closed"
    if not flag or not gain > 0:
        return "unproven"
    if tier == "ranking":
        return "ranking"
    if tier in {"features", "full"} and told and ranged:
        return "named"
    return "groups" if found else "whole"


CASES = [
    (tier, dict(zip(("gate", "gain", "flag", "told", "ranged", "found"), case, strict=True)))
    for tier in TIERS
    for case in product(
        (True, False), (0.1, 0.0, -0.1, math.nan), (True, False), *[(True, False)] * 3
    )
]


def test_every_case_has_its_state_and_every_state_a_case():
    states = {a_model(tier, **case).answer.state for tier, case in CASES}

    for tier, case in CASES:
        assert a_model(tier, **case).answer.state == expected_state(tier, **case), (tier, case)
    assert states == set(get_args(State))


def test_where_drafts_are_not_told_apart_nothing_may_be_named():
    for tier, case in CASES:
        answer = a_model(tier, **case).answer

        assert answer.told_apart == (answer.state not in {"few", "closed", "unproven"})
        if not answer.told_apart:
            assert (answer.groups, answer.effects) == ((), {})


def test_found_groups_may_be_named_from_the_tier_of_groups_on():
    for tier, case in CASES:
        answer = a_model(tier, **case).answer

        named = answer.state in {"groups", "whole", "named"} and case["found"]
        assert answer.groups == (("light",) if named else ())


def test_a_single_feature_may_be_named_with_its_own_evidence_and_a_whole_range():
    for tier, case in CASES:
        answer = a_model(tier, **case).answer

        assert answer.effects == ({"brightness": "strong"} if answer.state == "named" else {})
        assert answer.evidence("brightness") == ("strong" if answer.state == "named" else "unclear")
        assert answer.evidence("blue") == answer.evidence("no such") == "unclear"


@pytest.mark.parametrize(
    ("low", "high", "named"),
    [(0.1, 0.2, True), (math.nan, 0.2, False), (0.1, math.nan, False), (0.1, math.inf, False)],
)
def test_a_range_has_two_ends(low, high, named):
    model = replace(a_model(), terms=(a_term(evidence="suggestive", low=low, high=high),))

    assert model.answer.effects == ({"brightness": "suggestive"} if named else {})


def test_without_a_figure_of_skill_nothing_is_proven():
    assert replace(a_model(), skill=None).answer.state == "unproven"


@pytest.mark.parametrize(
    ("mae", "ahead", "add"),
    [
        (19.0, None, True),
        (19.0, 19.0, True),
        (17.0, None, False),
        (19.0, 17.0, False),
        (17.0, 19.0, False),
        (18.0, 19.0, False),
        (math.nan, None, True),
        (math.nan, math.nan, True),
    ],
)
def test_photos_add_where_both_checks_show_it_and_an_older_model_knows_of_none(mae, ahead, add):
    model = a_model()
    skill = replace(model.skill, mae_moment=mae)
    forward = None if ahead is None else replace(skill, mae_moment=ahead)
    for tier in ("ranking", "features"):
        judged = replace(model, tier=tier, skill=skill, skill_forward=forward)

        assert judged.answer.photos_add == add


def test_where_drafts_are_not_told_apart_photos_are_not_said_to_add():
    assert not any(
        a_model(tier, **case).answer.photos_add
        for tier, case in CASES
        if not a_model(tier, **case).answer.told_apart
    )


# What is written, and what an older spe wrote.


def test_a_settled_model_says_in_its_verdicts_what_its_answer_says():
    for tier, case in CASES:
        model = a_model(tier, **case)
        settled = model.settled()

        assert settled.answer == model.answer
        assert settled.has_skill == model.answer.told_apart
        assert {one.name for one in settled.groups if one.found} == set(model.answer.groups)
        assert {one.name: one.evidence for one in settled.terms if one.evidence != "unclear"} == (
            model.answer.effects
        )


def test_a_model_of_an_older_spe_is_settled_when_it_is_read(tmp_path):
    """It named what it had found behind an open gate, whatever the gain."""
    old = replace(
        a_model(gain=-0.1, flag=False),
        warnings=(
            Notice("fragile", {"features": ["brightness"], "posts": 2}),
            Notice("same_second", {"posts": 1}),
        ),
    )
    old.write(tmp_path / "model.json")

    read = FittedModel.read(tmp_path / "model.json")

    assert read.gate_open
    assert not any(group.found for group in read.groups)
    assert {term.evidence for term in read.terms} == {"unclear"}
    assert [warning.code for warning in read.warnings] == ["same_second"]


def test_a_warning_about_features_keeps_those_that_may_be_named():
    fragile = Notice("fragile", {"features": ["blue", "brightness"], "posts": 2})

    settled = replace(a_model(), warnings=(fragile,)).settled()

    assert settled.warnings == (Notice("fragile", {"features": ["brightness"], "posts": 2}),)
