"""Every condition that decides what is claimed, turned round once."""

import math
from dataclasses import replace

import numpy as np
import pytest

from spe.model import claims
from spe.stats import inference, validation
from tests.planted import planted


@pytest.mark.parametrize(
    ("p", "opens"),
    [(0.001, True), (0.039, True), (0.04, False), (0.041, False), (0.5, False), (math.nan, False)],
)
def test_the_gate_opens_below_four_in_a_hundred(p, opens):
    assert claims.gate_opens(p) == opens


@pytest.mark.parametrize(
    ("q", "gate_open", "found"),
    [
        (0.001, True, True),
        (0.099, True, True),
        (0.1, True, False),
        (0.5, True, False),
        (math.nan, True, False),
        (0.001, False, False),
        (0.5, False, False),
    ],
)
def test_a_group_is_found_behind_an_open_gate_with_a_small_q(q, gate_open, found):
    assert claims.group_found(q, gate_open=gate_open) == found


CLEAR, BELOW, ACROSS = (0.1, 0.3), (-0.3, -0.1), (-0.1, 0.3)


@pytest.mark.parametrize(
    ("ends", "p", "gate_open", "found", "evidence"),
    [
        (CLEAR, 0.01, True, True, "strong"),
        (CLEAR, 0.01, True, False, "strong"),
        (BELOW, 0.01, True, False, "strong"),
        (CLEAR, 0.049, True, True, "strong"),
        (CLEAR, 0.05, True, True, "suggestive"),
        (BELOW, 0.1, True, True, "suggestive"),
        (CLEAR, 0.199, True, True, "suggestive"),
        # Without a group that was found.
        (CLEAR, 0.05, True, False, "unclear"),
        (CLEAR, 0.1, True, False, "unclear"),
        # Not sure enough.
        (CLEAR, 0.2, True, True, "unclear"),
        (CLEAR, 0.9, True, True, "unclear"),
        # Behind a closed gate.
        (CLEAR, 0.01, False, True, "unclear"),
        (CLEAR, 0.1, False, True, "unclear"),
        # The range holds 0.
        (ACROSS, 0.01, True, True, "unclear"),
        (ACROSS, 0.1, True, True, "unclear"),
        ((0.0, 0.3), 0.01, True, True, "unclear"),
        ((-0.3, 0.0), 0.01, True, True, "unclear"),
        # Unknown.
        (CLEAR, math.nan, True, True, "unclear"),
        ((math.nan, math.nan), 0.01, True, True, "unclear"),
    ],
)
def test_evidence_needs_gate_range_and_p_and_a_suggestion_its_group(
    ends, p, gate_open, found, evidence
):
    assert claims.evidence(*ends, p, posts=200, gate_open=gate_open, found=found) == evidence


@pytest.mark.parametrize(
    ("posts", "p", "evidence"),
    [
        (199, 0.1, "unclear"),
        (200, 0.1, "suggestive"),
        (100, 0.01, "strong"),
        (1000, 0.2, "unclear"),
    ],
)
def test_a_suggestion_needs_two_hundred_posts(posts, p, evidence):
    assert claims.evidence(*CLEAR, p, posts=posts, gate_open=True, found=True) == evidence


@pytest.mark.parametrize(
    ("gain", "beyond_pace", "gate_open", "skill"),
    [
        (0.2, 0.1, True, True),
        (0.001, 0.001, True, True),
        (0.0, 0.1, True, False),
        (-0.1, 0.1, True, False),
        (math.nan, 0.1, True, False),
        (0.2, 0.0, True, False),
        (0.2, -0.1, True, False),
        (0.2, math.nan, True, False),
        (0.2, 0.1, False, False),
        (-0.1, -0.1, False, False),
    ],
)
def test_skill_is_a_gain_beyond_the_accounts_pace_behind_an_open_gate(
    gain, beyond_pace, gate_open, skill
):
    assert claims.has_skill(gain, beyond_pace, gate_open=gate_open) == skill


@pytest.mark.parametrize(
    ("gain", "add"), [(0.01, True), (0.0, False), (-0.01, False), (math.nan, True)]
)
def test_photos_add_where_they_foretold_more_than_the_moment_had(gain, add):
    assert claims.photos_add(gain) == add


@pytest.mark.parametrize(("p", "opens"), [(0.039, True), (0.04, False)])
def test_behind_a_closed_gate_a_fit_names_nothing_however_clear_the_effects(p, opens, monkeypatch):
    monkeypatch.setattr(inference, "gate", lambda *_: p)

    model = planted(120, {"brightness": 0.25, "busyness": -0.2}).fit()

    assert model.gate_p == p
    assert model.gate_open == opens
    assert model.has_skill == opens
    assert any(group.q_value < 0.01 for group in model.groups)
    assert any(group.found for group in model.groups) == opens
    assert any(term.evidence != "unclear" for term in model.terms) == opens
    assert any(post.reasons for post in model.posts) == opens


@pytest.mark.parametrize(
    ("posts", "found", "evidence"),
    [(200, True, "suggestive"), (200, False, "unclear"), (199, True, "unclear")],
)
def test_a_fit_suggests_an_effect_only_of_many_posts_and_where_its_group_is_found(
    posts, found, evidence, monkeypatch
):
    q = 0.01 if found else 0.5
    monkeypatch.setattr(
        inference, "groups", lambda parts, _: {c.group: (0.01, q) for c in parts.columns}
    )
    monkeypatch.setattr(inference, "max_t", lambda parts, _: np.full(parts.z.shape[1], 0.1))

    model = planted(posts, {"brightness": 0.25}).fit()

    assert model.by_name["brightness"].evidence == evidence


@pytest.mark.parametrize(
    ("effects", "add"), [({"brightness": 0.3, "busyness": -0.3}, True), ({"weekend": 1.0}, False)]
)
def test_what_the_photos_add_is_told_from_what_the_moment_does(effects, add):
    model = planted(90, effects).fit()

    assert model.answer.told_apart
    assert model.answer.photos_add == add
    assert (model.skill.gain_beyond_moment > 0.1) == add


def test_an_open_gate_without_a_gain_is_no_skill(monkeypatch):
    measures = validation.measures
    monkeypatch.setattr(
        validation, "measures", lambda *given: replace(measures(*given), gain=-0.01)
    )

    model = planted(120, {"brightness": 0.25}).fit()

    assert model.gate_open
    assert not model.has_skill
    assert set(model.contributions({"brightness": 3.0}).values()) == {0.0}


@pytest.mark.parametrize(
    ("low", "high", "p", "found"),
    [
        (2.0, 27.0, 0.01, "more"),
        (-27.0, -2.0, 0.01, "fewer"),
        (2.0, 27.0, 0.049, "more"),
        # The range leaves out 0, the test of 5 % does not.
        (2.0, 27.0, 0.05, "leaning"),
        (-27.0, -2.0, 0.09, "leaning"),
        (2.0, 27.0, math.nan, "leaning"),
        # The range holds 0.
        (-2.0, 27.0, 0.01, "open"),
        (0.0, 27.0, 0.01, "open"),
        (-27.0, 0.0, 0.01, "open"),
        (-2.0, 27.0, 0.5, "open"),
        (-100.0, math.inf, 0.01, "open"),
        (math.nan, math.nan, 0.01, "open"),
    ],
)
def test_a_coin_finds_a_cause_where_both_its_range_and_its_test_say_so(low, high, p, found):
    assert claims.found_by_coin(low, high, p) == found


@pytest.mark.parametrize(
    ("ranges", "percent", "none"),
    [
        ([(-9, 9), (-1, 5)], 10, True),
        ([(-9, 9), (-1, 10)], 10, False),
        ([(-10, 9), (-1, 5)], 10, False),
        ([(-10, 9), (-1, 10)], 20, True),
        ([(-9, math.nan)], 10, False),
        ([(math.nan, 9)], 10, False),
        ([], 10, False),
    ],
)
def test_no_difference_is_left_possible_where_every_range_lies_within(ranges, percent, none):
    assert claims.none_beyond(ranges, percent) == none
