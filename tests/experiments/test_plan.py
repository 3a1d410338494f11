"""What an experiment takes: its size, its order, and what is fixed beforehand."""

import math
from dataclasses import replace

import numpy as np
import pytest

from spe.errors import SpeError
from spe.experiments import plan as planning
from spe.experiments.plan import choosable, own_words, plan, treatment_of, whole_blocks
from spe.features import BY_NAME
from spe.stats.power import posts_for
from spe.stats.randomisation import balanced
from tests.experiments.made import START, posted
from tests.small_model import TERMS, small_model, term


def planned(treatment="brightness", model=None, posts=(), **more):
    return plan(treatment=treatment, model=model, posts=posts, now=START, seed=3, **more)


def noisy(spread=0.3, terms=TERMS, **more):
    """A model whose posts missed what was foreseen by so much, in log-likes."""
    draw = np.random.default_rng(2)
    model = small_model(terms, **more)
    off = draw.normal(0, 1, len(model.posts))
    off = spread * (off - off.mean()) / off.std(ddof=1)
    fits = [
        replace(fit, likes=math.expm1(math.log1p(fit.expected) + by))
        for fit, by in zip(model.posts, off, strict=True)
    ]
    return replace(model, posts=tuple(fits))


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("faces", "faces"),
        ("Light", "brightness"),
        ("hour", "hour_sin"),
        ("album", "album"),
        ("captions", "captions"),
        ("Background blur", "background_blur"),
        ("background-blur", "background_blur"),
        (" weekend ", "weekend"),
    ],
)
def test_a_thing_is_called_as_people_call_it(asked, meant):
    assert treatment_of(asked) == meant


@pytest.mark.parametrize("asked", ["fcaes", "", "gap", "age"])
def test_what_nobody_can_choose_is_refused_with_what_can_be(asked):
    with pytest.raises(SpeError, match="album, background_blur"):
        treatment_of(asked)


def test_every_alias_is_of_something_that_can_be_chosen():
    names = {item.name for item in choosable()} | {"captions"}

    assert set(planning.ALIASES.values()) <= names
    assert not set(planning.ALIASES) & {item.name for item in choosable()}


def test_own_words_are_one_line_of_bounded_length():
    assert own_words("  a  question\nasked ") == "a question asked"
    assert own_words("x" * 80) == "x" * 80
    for wrong in ("", " \n", "x" * 81, "a\x1b[2Jb"):
        with pytest.raises(SpeError, match="--treatment"):
            own_words(wrong)


def test_the_size_is_the_near_end_of_an_effect_that_may_be_named():
    rising = planned("busyness", noisy(terms=(replace(TERMS[0], low=-0.4, high=-0.2),)))
    other = planned("busyness", noisy(terms=(replace(TERMS[0], low=0.3, high=0.5),)))

    assert rising.basis == other.basis == "estimate"
    assert rising.percent == pytest.approx(100 * math.expm1(-0.2))
    assert other.percent == pytest.approx(100 * math.expm1(0.3))


@pytest.mark.parametrize(("near", "percent"), [(0.001, 0.5), (0.005, 0.5), (0.008, 0.8)])
def test_no_effect_below_half_a_percent_is_looked_for(near, percent):
    made = planned("busyness", noisy(terms=(replace(TERMS[0], low=near, high=0.5),)))

    assert made.percent == pytest.approx(percent, abs=0.01)


@pytest.mark.parametrize(
    "model",
    [
        None,
        noisy(terms=(term("busyness", "detail", -0.25, 0, 0.4, "unclear"),)),
        noisy(terms=(TERMS[0],), has_skill=False),
        noisy(terms=(TERMS[1],)),
    ],
)
def test_a_size_that_may_not_be_named_is_not_taken_from_the_model(model):
    made = planned("busyness", model)

    assert (made.basis, made.percent) == ("none", 20)


def test_it_takes_what_the_account_s_own_luck_asks_for():
    calm, wild = planned("album", noisy(0.15)), planned("album", noisy(0.3))

    assert calm.spread == pytest.approx(0.15, abs=0.002)
    assert calm.posts == calm.needed == whole_blocks(posts_for(20, calm.spread))
    assert wild.needed == whole_blocks(posts_for(20, wild.spread))
    assert wild.needed > 60
    assert wild.posts == 60
    assert wild.shows > 20 > calm.shows


def test_it_is_never_of_fewer_posts_than_can_show_anything():
    assert planned("album", noisy(0.01)).posts == 12


def test_without_a_model_luck_is_told_by_the_posts_or_taken_as_usual():
    assert planned("album").spread == 0.35
    posts = posted(22, likes=[100, 110] * 11)
    assert 0.01 < planned("album", posts=posts).spread < 0.1
    assert planned("album", posts=posts[:19]).spread == 0.35


@pytest.mark.parametrize(("asked", "made"), [(12, 12), (13, 16), (400, 400)])
def test_posts_asked_for_are_whole_fours(asked, made):
    plan = planned("album", count=asked)

    assert plan.posts == made
    assert balanced(plan.order)


@pytest.mark.parametrize("count", [0, 11, 401, -4])
def test_lengths_that_make_no_sense_are_refused(count):
    with pytest.raises(SpeError, match="from 12 to 400"):
        planned("album", count=count)


def test_it_starts_at_a_whole_second_as_posts_are_dated():
    now = START.replace(microsecond=250_000)

    assert plan(treatment="album", model=None, posts=(), now=now, seed=3).started_at == START


def test_the_same_seed_draws_the_same_order():
    one = planned("album", count=40)

    assert one == planned("album", count=40)
    assert (
        one.order
        != replace(
            one,
            order=plan(treatment="album", model=None, posts=(), now=START, seed=4, count=40).order,
        ).order
    )


def test_a_kind_begins_in_the_middle_of_what_is_compared():
    assert planned("brightness").cut == 55
    assert planned("faces").cut == planned("weekend").cut == 0.5
    assert planned("hour_sin").cut == 0
    own = noisy(terms=(replace(TERMS[2], compared=(30.0, 50.0)),))
    assert planned("brightness", own).cut == 40
    assert math.isnan(planned("captions").cut)
    # Between 50 and 200 characters on the scale of the model, and none and two emoji.
    assert planned("caption_length").cut == 100
    assert planned("caption_emoji").cut == 0.7


@pytest.mark.parametrize(
    ("treatment", "taken"),
    [
        # Of a photo that is chosen by the coin nothing is taken out, only of its moment.
        ("brightness", {"hour_sin", "hour_cos", "weekend"}),
        ("album", {"hour_sin", "hour_cos", "weekend"}),
        ("weekend", {"busyness", "orange_brown", "brightness"}),
        ("hour_sin", {"busyness", "orange_brown", "brightness"}),
        ("captions", {"busyness", "orange_brown", "brightness", "hour_sin", "hour_cos", "weekend"}),
        ("", set()),
    ],
)
def test_only_what_the_coin_cannot_move_is_foreseen(treatment, taken):
    pace = term("gap", "time", 0.1, 0, 3, transform="log1p")
    model = small_model((*TERMS, pace))

    assert {part.name for part in planned(treatment, model).forecast} == taken


@pytest.mark.parametrize(
    ("treatment", "taken"), [("captions", False), ("caption_length", False), ("weekend", True)]
)
def test_the_form_of_a_caption_is_foreseen_where_the_coin_leaves_captions_alone(treatment, taken):
    written = term("caption_emoji", "caption", 0.1, 0, 3, transform="log1p")
    model = small_model((*TERMS, written))

    names = {part.name for part in planned(treatment, model).forecast}

    assert ("caption_emoji" in names) is taken


def test_every_feature_that_can_be_tried_is_out_of_its_own_forecast():
    model = small_model(tuple(term(item.name, item.group, 0.1, 0, 1) for item in choosable()))

    for item in choosable():
        names = {part.name for part in planned(item.name, model).forecast}
        assert item.name not in names
        assert {BY_NAME[name].group == "time" for name in names} == {item.group != "time"}


def test_a_model_that_tells_nothing_apart_foresees_nothing():
    assert planned("weekend", small_model(has_skill=False)).forecast == ()


SUBJECTS = ("Pets", "old cars", "light")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("pets", "subject:Pets"),
        ("OLD  CARS", "subject:old cars"),
        ("light", "brightness"),
        ("subject:light", "subject:light"),
        ("subject:pets", "subject:Pets"),
        ("faces", "faces"),
    ],
)
def test_a_subject_is_tried_by_its_name_and_what_spe_measures_goes_before_it(asked, meant):
    assert treatment_of(asked, SUBJECTS) == meant


@pytest.mark.parametrize("asked", ["subject:boats", "boats", "subject:"])
def test_a_subject_that_no_post_has_is_refused_with_those_there_are(asked):
    with pytest.raises(SpeError, match="Or one of your subjects: Pets, old cars, light"):
        treatment_of(asked, SUBJECTS)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_typed_for_a_subject_means_that_subject(subject):
    typed = planning.asked_as(f"subject:{subject}")

    assert treatment_of(typed.strip('"'), SUBJECTS) == f"subject:{subject}"


def test_of_a_subject_the_forecast_keeps_the_moment_alone():
    model = noisy()
    of_moment = [part.name for part in planned("brightness", model).forecast]

    assert [part.name for part in planned("subject:pets", model).forecast] == of_moment
    assert math.isnan(planned("subject:pets", model).cut)
