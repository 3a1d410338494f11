"""Where an experiment stands, and that nothing is told too soon or too much."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from spe.experiments.answer import foreseen, standings
from spe.experiments.plan import Part, Ticked
from tests.experiments.made import LATER, ORDER, PLANNED, START, measured, own_words, posted

# Half as many likes again for each post that was asked to have a face.
BETTER = [150 if asked else 100 for asked in ORDER]
WEEKEND = Part("weekend", "identity", 0.5, 0.5, 0.2)


def standing(experiment, posts, values=None):
    return standings([experiment], posts, measured(posts) if values is None else values, LATER)[0]


def test_twelve_posts_give_the_answer():
    outcome = standing(PLANNED, posted(likes=BETTER)).outcome

    assert outcome.found == "more"
    assert outcome.percent == pytest.approx(100 * (151 / 101 - 1))
    assert outcome.p_value == pytest.approx(2 / 216)
    assert (outcome.posts, outcome.strayed, outcome.unseen, outcome.final) == (12, 0, 0, True)


def test_a_post_without_a_like_counts_as_none_not_as_unknown():
    outcome = standing(PLANNED, posted(likes=[3 if asked else 0 for asked in ORDER])).outcome

    assert outcome.posts == 12
    assert outcome.percent == pytest.approx(300)


def test_nothing_is_told_before_the_last_likes_are_in():
    for posts in (posted(11, likes=BETTER), [*posted(11), replace(posted()[11], likes=None)]):
        assert standing(PLANNED, posts).outcome is None
    assert standing(PLANNED, posted(11)).stage == "running"
    assert standing(PLANNED, [*posted(11), replace(posted()[11], likes=None)]).stage == "arriving"
    assert standing(PLANNED, posted(12)).stage == "answered"
    assert standing(PLANNED, posted(14)).stage == "answered"


def test_a_post_that_strayed_counts_as_the_coin_asked():
    posts = posted(likes=BETTER)
    values = measured(posts) | {"p0": {"faces": 0.0}}

    followed, strayed = standing(PLANNED, posts), standing(PLANNED, posts, values)

    assert strayed.outcome == replace(followed.outcome, strayed=1)
    assert [slot.number for slot in strayed.strayed] == [1]


def test_what_was_given_up_has_no_answer():
    ticked = tuple(Ticked(post.id, post.posted_at) for post in posted())
    given_up = replace(PLANNED, ticked=ticked, cancelled_at=START + timedelta(days=100))

    now = standing(given_up, posted(likes=BETTER))

    assert (now.stage, now.outcome, now.open) == ("given_up", None, False)


@pytest.mark.parametrize(("order", "stage"), [(ORDER, "untold"), (ORDER + ORDER[:4], "answered")])
def test_a_post_that_is_gone_takes_its_four_with_it(order, stage):
    plan = replace(PLANNED, order=order)
    posts = posted(len(order))
    ticked = tuple(Ticked(post.id, post.posted_at) for post in posts)

    now = standing(replace(plan, ticked=ticked), posts[1:])

    assert now.stage == stage
    assert (now.outcome.posts if now.outcome else None) == (12 if stage == "answered" else None)


def test_what_is_foreseen_whatever_the_coin_says_is_taken_out():
    """Weekends get half as many likes again, and the coin fell on them: no effect of faces."""
    plan = replace(PLANNED, forecast=(replace(WEEKEND, coefficient=math.log(151 / 101) / 2),))
    posts = posted(likes=BETTER)
    values = {
        post.id: {"faces": 1.0, "weekend": float(asked)}
        for post, asked in zip(posts, ORDER, strict=True)
    }

    outcome = standing(plan, posts, values).outcome

    assert outcome.percent == pytest.approx(0, abs=1e-9)
    assert outcome.found == "open"


def test_a_part_of_the_forecast_is_that_of_the_model():
    plan = replace(PLANNED, forecast=(WEEKEND, Part("gap", "log1p", 1.0, 2.0, 0.3)))
    values = {"a": {"weekend": 1.0, "gap": math.expm1(2.0)}, "b": {"weekend": math.nan, "gap": -1}}

    assert foreseen(plan, values, "a") == pytest.approx(0.2 + 0.15)
    assert foreseen(plan, values, "b") == 0
    assert foreseen(plan, values, "nobody") == 0


def test_a_forecast_waits_until_photos_are_measured():
    plan, posts = replace(PLANNED, forecast=(WEEKEND,)), posted(likes=BETTER)
    some = measured(posts[:-1])

    assert standing(plan, posts, some).stage == "unmeasured"
    assert standing(plan, posts).stage == "answered"
    assert standing(PLANNED, posts, {}).stage == "answered"
    # A photo that can't be measured has a row of unknowns.
    assert standing(plan, posts, {**some, posts[-1].id: {"weekend": math.nan}}).stage == "answered"


def test_who_chose_to_look_is_told_after_every_four():
    looked = replace(PLANNED, anytime=True)

    assert standing(looked, posted(3)).outcome is None
    four = standing(looked, posted(7)).outcome
    assert (four.posts, four.final, four.found) == (4, False, "open")
    assert (four.low, four.high) == (-100, math.inf)
    assert standing(looked, posted()).outcome.final


def test_a_look_goes_no_further_than_the_first_four_that_are_not_through():
    posts = posted(8, likes=BETTER[:8])
    looked, waits = replace(PLANNED, anytime=True), replace(posts[1], likes=None)

    assert standing(looked, posts).outcome.posts == 8
    assert standing(looked, [posts[0], waits, *posts[2:]]).outcome is None


def test_who_chose_to_look_may_stop_when_it_is_found():
    order = ORDER * 4
    likes = [300 if asked else 100 for asked in order]
    looked = replace(PLANNED, order=order, anytime=True, percent=100.0, spread=0.3)

    now = standing(looked, posted(40, likes=likes))
    plain = standing(replace(looked, anytime=False), posted(40, likes=likes))

    assert (now.stage, now.outcome.found, now.open, now.outcome.final) == (
        "answered",
        "more",
        False,
        False,
    )
    assert (plain.stage, plain.outcome, plain.open) == ("running", None, True)


def test_a_slow_rise_of_the_account_is_nobody_s_merit():
    rising = [round(100 * math.exp(0.05 * at)) for at in range(12)]
    draw = np.random.default_rng(0)
    likes = [round(count * math.exp(draw.normal(0, 0.02))) for count in rising]

    outcome = standing(own_words(), posted(likes=likes)).outcome

    assert abs(outcome.percent) < 8
    assert outcome.unseen == 12
