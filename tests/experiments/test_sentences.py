"""What is said of experiments: no more than its facts, for every kind of account."""

import math
from dataclasses import replace

import pytest

from spe.experiments import sentences
from spe.experiments.answer import Outcome, Standing, standings
from spe.experiments.plan import choosable, plan
from spe.features import BY_NAME
from tests.experiments.made import LATER, ORDER, PLANNED, START, measured, own_words, posted

CAUSE = "this is a cause, not a pattern"


def told(found, low, high, percent=10.0, experiment=PLANNED, **more):
    values = {"p_value": 0.01, "posts": 12, "strayed": 0, "unseen": 0, "final": True, **more}
    outcome = Outcome(found, percent, low, high, **values)
    return " ".join(sentences.answer(Standing(experiment, (), "answered", outcome)))


def now(posts, experiment=PLANNED, values=None):
    known = measured(posts) if values is None else values
    return standings([experiment], posts, known, LATER)[0]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("more", "a photo with faces gets you 10% more likes than a photo without a face"),
        ("fewer", "a photo with faces gets you 10% fewer likes than a photo without a face"),
        ("leaning", "It leans to more likes for a photo with faces (+10%, "),
        ("open", "No difference is proven."),
    ],
)
def test_a_cause_is_named_only_where_one_was_found(found, said):
    text = told(found, 2.0, 27.0)

    assert said in text
    assert (CAUSE in text) == (found in {"more", "fewer"})
    assert "+2% to +27%" in text


def test_a_leaning_has_the_direction_of_its_range():
    assert "leans to fewer likes" in told("leaning", -20.0, -1.0, -10.0)


def test_an_open_answer_says_what_is_ruled_out():
    text = told("open", -8.0, 27.0)

    assert "over 27% more likes" in text
    assert "over 8% fewer" in text


def test_an_end_next_to_nothing_leaves_one_percent_possible():
    text = told("open", -0.3, 0.4)

    assert "over 1% more likes" in text
    assert "over 1% fewer" in text


@pytest.mark.parametrize("ends", [(-100.0, 30.0), (-20.0, math.inf), (-100.0, math.inf)])
def test_posts_that_bound_nothing_rule_nothing_out(ends):
    text = told("open", *ends)

    assert "rule nothing out" in text
    assert "Ruled out" not in text


def test_posts_that_strayed_are_told():
    assert "Of 12 posts, 3 were not of the kind" in told("more", 2.0, 27.0, strayed=3)
    assert "not of the kind" not in told("more", 2.0, 27.0)


def test_what_comes_along_with_a_photo_is_told_of_photos_alone():
    assert "comes along" in told("more", 2.0, 27.0)
    for other in ("weekend", "album", "captions"):
        assert "comes along" not in told(
            "more", 2.0, 27.0, experiment=replace(PLANNED, treatment=other)
        )
    assert "comes along" not in told("more", 2.0, 27.0, experiment=own_words())
    assert "comes along" not in told("open", -2.0, 27.0)


@pytest.mark.parametrize("name", [*(item.name for item in choosable()), "captions"])
def test_everything_that_can_be_tried_has_its_words(name):
    made = plan(treatment=name, model=None, posts=(), now=START, seed=1)

    one, other = sentences.kinds(made)
    assert one != other
    assert sentences.question(made)[0].isupper()
    counts = sentences.what_counts(made)
    assert counts == "" or (counts.endswith(".") and "nan" not in counts)
    if name == "captions" or not BY_NAME[name].binary:
        assert counts


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("faces", "One face or more that is found counts as a photo with faces."),
        ("hour_sin", "From midnight to noon counts as a post in the morning"),
        ("hour_cos", "From 18:00 to 6:00 counts as a post at night"),
        ("brightness", "Brightness above 55 counts as a bright photo, the rest as a dark photo."),
        ("subject_light", "Light on the middle above 0 points counts as"),
        ("captions", "Any caption counts"),
        ("weekend", ""),
    ],
)
def test_what_counts_is_said_in_plain_words(name, said):
    text = sentences.what_counts(plan(treatment=name, model=None, posts=(), now=START, seed=1))

    assert text.startswith(said)
    assert bool(text) == bool(said)


def test_own_words_stand_as_they_were_written():
    assert sentences.kinds(own_words())[0] == "a post with “a question in the caption”"
    assert "only you can see" in sentences.what_counts(own_words())


def test_a_plan_that_is_too_short_says_what_it_can_find():
    short = replace(PLANNED, needed=72)
    enough = replace(PLANNED, needed=12)

    assert "about 72 posts; 12 show one of 62% or more" in sentences.why_so_many(short)
    assert sentences.longer(short) == "--posts 72"
    assert "which so many posts show four times in five" in sentences.why_so_many(enough)
    assert sentences.longer(enough) == ""
    assert "Today’s estimate" not in sentences.why_so_many(short)
    assert "Today’s estimate" in sentences.why_so_many(replace(short, basis="estimate"))


def test_peeking_is_forbidden_but_to_those_who_chose_it():
    assert "the answer comes at 12" in sentences.rules(PLANNED)[-1]
    assert "after each four" in sentences.rules(replace(PLANNED, anytime=True))[-1]


def test_the_circles_are_filled_as_the_coin_fell():
    assert sentences.circles(now(posted(5))) == "●●○○ ○··· ····"


@pytest.mark.parametrize(
    ("count", "head"), [(0, "0 of 12 posts so far"), (12, "The answer is in: 12 posts")]
)
def test_the_headline_is_how_far_it_is(count, head):
    assert sentences.headline(now(posted(count))) == head


def test_what_an_answer_waits_for_is_said():
    posts = [*posted(10), *(replace(post, likes=None) for post in posted()[10:])]

    assert "2 posts without settled likes" in sentences.waiting(now(posts))
    assert sentences.headline(now(posts)) == "All 12 posts are out"
    assert sentences.waiting(now(posted(3))) == ""
    assert sentences.waiting(now(posted())) == ""
    assert "spe extract" in sentences.waiting(Standing(PLANNED, (), "unmeasured"))
    assert "spe posts --restore" in sentences.waiting(Standing(PLANNED, (), "untold"))


def test_posts_of_the_other_kind_are_named_by_number():
    posts = posted(4)
    straying = {post.id: {"faces": 1.0} for post in posts}

    assert sentences.strayed(now(posts)) == ""
    assert sentences.strayed(now(posts, values=straying)).startswith("Posts 3 and 4 were")
    assert sentences.strayed(now(posts[:3], values=straying)).startswith("Post 3 was")
    assert ORDER[:4] == (True, True, False, False)


def test_a_subject_is_tried_against_something_else():
    tried = replace(PLANNED, treatment="subject:pets", cut=math.nan)

    assert sentences.kinds(tried) == ("a post about pets", "a post about something else")
    assert "spe posts --subject" in sentences.what_counts(tried)
