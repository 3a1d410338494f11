"""What is true of an account, as data."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from spe.experiments.answer import Standing
from spe.experiments.plan import plan
from spe.posts import Post
from spe.report import page
from spe.report.effects import see_bound
from spe.report.facts import EASY, _planned, gather
from tests.report.account import EVERY, ZONE, closed, few, groups, make_account, named

if TYPE_CHECKING:
    from spe.report.effects import Effect

SILENT = ("few", "closed", "closed_24", "closed_120")


@pytest.mark.parametrize(
    ("kind", "state"),
    [(kind, kind.partition("_")[0]) for kind in EVERY],
)
def test_the_state_follows_gate_and_number_of_posts(told, kind, state):
    assert told(kind).state == state


@pytest.mark.parametrize("kind", SILENT)
def test_behind_a_closed_gate_nothing_is_named(told, kind):
    facts = told(kind)

    assert facts.named == ()
    assert all(effect.evidence == "unclear" for effect in facts.effects)
    assert all(post.reasons == () for post in facts.posts)
    assert not facts.when.told
    assert facts.look.best is None
    assert all(ends.marks == () for ends in facts.look.ends)


def test_an_effect_without_a_range_is_not_named_whatever_the_model_calls_it():
    account = named()
    terms = tuple(replace(term, low=math.nan, high=math.nan) for term in account.model.terms)

    facts = account.but(terms=terms).facts()

    assert facts.state != "named"
    assert facts.named == ()
    page.render(facts, {})


def test_a_closed_gate_silences_even_a_model_that_calls_a_feature_strong():
    account = make_account(120, evidence={"brightness": "strong"}, found=("light",))

    facts = account.facts()

    assert facts.state == "closed"
    assert facts.named == ()


def test_below_a_hundred_posts_no_feature_is_named_though_the_gate_is_open():
    facts = make_account(
        70, gate_open=True, evidence={"brightness": "strong"}, found=("light",)
    ).facts()

    assert facts.state == "groups"
    assert facts.named == ()
    assert {post.reasons for post in facts.posts} == {()}


def test_without_a_name_effects_stand_in_catalogue_order_not_by_size(told):
    names = [effect.name for effect in told("closed").effects]

    assert names[:4] == ["brightness", "contrast", "colourfulness", "orange_brown"]


def test_named_effects_come_first_strong_before_suggestive(told):
    evidence = [effect.evidence for effect in told("named").effects]

    assert evidence[:3] == ["strong", "strong", "suggestive"]
    assert set(evidence[3:]) == {"unclear"}


def test_an_effect_in_percent_is_exp_of_its_log_likes(told):
    effect = told("named").effects[0]

    assert effect.percent == pytest.approx(100 * math.expm1(effect.term.effect))
    assert effect.low < effect.low50 < effect.percent < effect.high50 < effect.high


def test_reasons_multiply_to_what_was_expected_over_usual(told):
    for post in told("named").posts:
        factor = math.prod(1 + reason.percent / 100 for reason in post.reasons)

        assert factor == pytest.approx((post.expected + 1) / (post.usual + 1))


def test_only_named_features_are_reasons_and_the_rest_is_one(told):
    for post in told("named").posts:
        names = [reason.name for reason in post.reasons]

        assert set(names) == {"brightness", "busyness", "faces", "rest"}
        assert names[-1] == "rest"


def test_a_reason_says_high_where_the_post_has_more_than_the_average_post():
    account = named()
    facts = account.facts()
    mean = next(term.mean for term in account.model.terms if term.name == "brightness")

    for post in facts.posts:
        reason = next(item for item in post.reasons if item.name == "brightness")
        assert reason.high == (account.features.at[post.id, "brightness"] > mean)


def test_a_reason_says_high_for_one_face_even_where_most_posts_have_more():
    account = named()
    post = account.posts[0].id
    account.features["faces"] = 3.0
    account.features.loc[post, "faces"] = 1.0

    facts = account.facts()

    reason = next(item for item in facts.posts[0].reasons if item.name == "faces")
    assert reason.high is True


def test_posts_that_beat_their_moment_are_ranked_by_likes_over_usual():
    account = closed()
    last = account.model.posts[-1]
    grown = replace(last, usual=10.0, likes=100.0)
    first = replace(account.model.posts[0], usual=400.0, likes=300.0)
    fits = (first, *account.model.posts[1:-1], grown)

    facts = account.but(posts=fits).facts()

    assert facts.best[0] == len(facts.posts)
    assert 1 not in facts.best


def test_no_post_is_among_the_best_and_the_weakest(told):
    for kind in EVERY:
        facts = told(kind)

        assert not set(facts.best) & set(facts.weakest)
        assert all(facts.posts[number - 1].ratio > 1 for number in facts.best)
        assert all(facts.posts[number - 1].ratio < 1 for number in facts.weakest)


def test_posts_are_numbered_by_time_whatever_order_the_model_has():
    account = closed()

    shuffled = account.but(posts=tuple(reversed(account.model.posts))).facts()

    assert shuffled.posts == account.facts().posts


def test_captions_are_left_out_unless_asked_for():
    account = closed()

    assert {post.caption for post in account.facts().posts} == {""}
    assert account.facts(captions=True).posts[3].caption == "Caption 3"


def test_posts_inside_their_range_are_counted(told):
    facts = told("closed")

    inside = sum(post.low <= post.likes <= post.high for post in facts.posts)

    assert (facts.trust.inside, facts.trust.inside_of) == (inside, 62)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "hint"),
        ({"has_skill": False}, "no"),
        ({"gate_open": False}, "no"),
    ],
)
def test_trust_needs_an_open_gate_and_a_model_that_speaks(changes, verdict):
    assert named().but(**changes).facts().trust.verdict == verdict


def test_a_gain_that_may_be_luck_is_only_perhaps_a_hint():
    account = named()
    skill = replace(account.model.skill, gain_low=-0.05)

    assert account.but(skill=skill).facts().trust.verdict == "maybe"


def test_posts_with_and_without_a_face_are_counted():
    account = named()

    facts = account.facts()

    effect: Effect = next(item for item in facts.effects if item.name == "faces")
    assert effect.posts_with == int((account.features["faces"] > 0).sum())
    assert effect.posts_with + effect.posts_without == 120


def test_unknown_values_and_missing_rows_break_nothing():
    account = named()
    account.features.loc[account.posts[5].id] = np.nan
    account.features["brightness"] = account.features["brightness"].mask(
        account.features.index == account.posts[6].id
    )
    features = account.features.drop(index=account.posts[7].id)

    facts = gather(account.model, features, account.posts, ZONE)

    assert len(facts.posts) == 120
    assert facts.posts[6].reasons[0].high in {True, False, None}


def test_too_few_posts_still_show_what_is_usual():
    account = few()
    bare = account.but(posts=())

    facts = bare.facts()

    assert facts.account.posts == 14
    assert facts.posts[0].usual == np.median([post.likes for post in account.posts])
    assert facts.posts[0].inside is None


def test_posts_without_a_time_or_likes_are_counted():
    account = few()
    account.posts.extend([Post("a", "a.jpg"), Post("b", "b.jpg", likes=3)])

    counted = account.facts().account

    assert (counted.undated, counted.unliked) == (2, 1)


def test_times_are_those_of_the_accounts_zone():
    account = closed()

    first = account.facts().posts[0].at

    assert first.tzinfo is ZONE
    assert first == account.posts[0].posted_at


def test_the_same_account_gives_the_same_facts():
    account = groups()

    # By their texts, in which an unknown (NaN) is like another and every digit shows.
    assert repr(account.facts()) == repr(account.facts())


def between(*ranges):
    """Effects of which only the 90 % ranges matter."""
    (first, *_) = closed().facts().effects
    return [
        replace(first, name=f"n{at}", low=low, high=high) for at, (low, high) in enumerate(ranges)
    ]


@pytest.mark.parametrize(
    ("ranges", "told"),
    [
        ([(-10, 10), (-60, 5)], (10, 1)),
        ([(-10.1, 10), (-60, 5)], (20, 1)),
        ([(-5, 25), (-60, 5), (-60, 5)], None),
        ([(-30, 5), (-5, 30), (-60, 5)], (30, 2)),
        ([(31, 49), (-60, 5)], (50, 1)),
        ([(-5, 51)], None),
        ([], None),
    ],
)
def test_a_size_is_ruled_out_where_half_of_the_ranges_lie_within_it(ranges, told):
    bound = see_bound(between(*ranges))

    assert (bound and (bound.percent, len(bound.names))) == told
    assert bound is None or bound.of == len(ranges)


def test_half_of_the_posts_were_further_off_than_is_said(told):
    facts = told("closed")

    off = [100 * abs(post.likes / post.expected - 1) for post in facts.posts]
    assert facts.trust.half_off == pytest.approx(np.median(off))


@pytest.mark.parametrize(
    ("kind", "treatment"), [("groups", "brightness"), ("named", "faces"), ("ranking", "faces")]
)
def test_an_experiment_is_on_what_is_named_or_of_a_kind_that_was_found(told, kind, treatment):
    assert told(kind).planned.treatment == treatment


def test_where_nothing_is_found_the_widest_range_of_what_is_easy_is_tried(told):
    facts = told("closed")
    widths = {item.name: item.term.high - item.term.low for item in facts.effects}

    easy = [name for name in EASY if name in widths]
    assert facts.planned.treatment == max(easy, key=widths.get)
    assert (
        facts.planned.posts
        == plan(
            treatment=facts.planned.treatment,
            model=facts.model,
            posts=(),
            now=facts.posts[-1].at,
            seed=5,
        ).posts
    )


@pytest.mark.parametrize(("stage", "planned"), [("running", False), ("answered", True)])
def test_nothing_is_planned_while_an_experiment_is_open(told, stage, planned):
    known = Standing(told("closed").planned, (), stage)
    account = replace(closed(), experiments=(known,))

    assert (account.facts().planned is not None) is planned


def test_nothing_is_planned_below_a_first_model(told):
    assert told("few").planned is None


def test_what_nobody_chooses_for_a_post_is_not_planned(told):
    facts = told("named")
    pace = replace(facts.to_try, name="gap")

    assert _planned(facts.model, facts.effects, facts.to_try, (), facts.posts) is not None
    assert _planned(facts.model, facts.effects, pace, (), facts.posts) is None
