"""Counts that may be slips are named before they count, with what they do to the answer."""

from dataclasses import replace

import pytest

from spe.model import fit as fitting
from tests.planted import planted

SLIP = 450_000


@pytest.fixture(scope="module")
def account():
    return planted(45, {"brightness": 0.3}, seed=1)


@pytest.fixture(scope="module")
def slip(account):
    return account.change(20, likes=SLIP).fit()


def values(model, code):
    return [notice.values for notice in model.warnings if notice.code == code]


def test_a_count_of_a_few_digits_more_is_named_and_counts(account, slip):
    (named,) = values(slip, "far_counts")

    near = sorted(account.likes()[14:27])
    assert named["ids"] == ["post020"]
    assert named["days"] == [account.posts[20].posted_at.date().isoformat()]
    assert named["likes"] == [SLIP]
    assert near[0] <= named["usual"][0] <= near[-1]
    assert slip.n_posts == 45
    assert {fit.id: fit.likes for fit in slip.posts}["post020"] == SLIP


def test_what_it_does_to_the_answer_is_told_by_the_fit_without_it(account, slip):
    (told,) = values(slip, "without_far_counts")

    without = account.change(20, likes=SLIP).fit(exclude=["post020"])
    assert told["posts"] == 1
    assert told["mae"] == slip.skill.mae
    assert told["mae_without"] == pytest.approx(without.skill.mae)
    assert told["mae"] > 100 * told["mae_without"]
    assert values(without, "far_counts") == values(without, "without_far_counts") == []


@pytest.mark.parametrize("same", [True, False])
def test_an_answer_that_it_changes_is_told_from_one_that_it_leaves(slip, same, monkeypatch):
    monkeypatch.setattr(fitting, "_said", lambda model: same or id(model))

    (told,) = fitting._without(slip, replace(slip, n_posts=44))

    assert told.values["same"] is same


def told(slip, **changes):
    """What is said of a model that names one kind and one feature."""
    clear = {"effect": 0.1, "low": 0.05, "high": 0.15, "evidence": "strong"}
    model = replace(
        slip,
        tier="full",
        gate_open=True,
        has_skill=True,
        skill=replace(slip.skill, gain=0.2),
        groups=(replace(slip.groups[0], found=True),),
        terms=(replace(slip.terms[0], **clear),),
    )
    return fitting._said(replace(model, **changes))


@pytest.mark.parametrize("other", [{"gate_open": False}, {"has_skill": False}, {"groups": ()}])
def test_what_is_said_changes_with_the_answer_and_the_kinds(slip, other):
    assert told(slip) == told(slip, usual_residuals=())
    assert told(slip) != told(slip, **other)


@pytest.mark.parametrize("turn", [{"evidence": "unclear"}, {"effect": -0.1}])
def test_what_is_said_changes_with_the_features_and_their_sign(slip, turn):
    term = replace(slip.terms[0], effect=0.1, low=0.05, high=0.15, evidence="strong")

    assert told(slip) == told(slip, terms=(replace(term, effect=0.2),))
    assert told(slip) != told(slip, terms=(replace(term, **turn),))


def test_too_few_posts_for_a_model_have_one_named_and_no_answer_to_change():
    low = planted(12).change(5, likes=1).fit()

    assert [notice.code for notice in low.warnings] == ["far_counts"]


def test_without_enough_others_for_a_model_nothing_is_told_of_the_answer():
    few = planted(20).change(5, likes=SLIP).fit()

    assert few.skill is not None
    assert [notice.code for notice in few.warnings] == ["far_counts"]


def test_a_post_that_is_left_out_has_no_count_to_be_named():
    out = planted(12).change(5, likes=SLIP, excluded="a slip").fit()

    assert out.warnings == ()
