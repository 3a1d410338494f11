"""Drafts under a small model: figures that can be worked out, and ways they have to move."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from spe.drafts.explain import Standing, explain
from spe.drafts.posting_time import hour_is_new, propose_times
from spe.drafts.recognise import look_alikes
from spe.drafts.score import outcomes, score
from spe.drafts.suggest import Draft, changes
from spe.features import PHOTO_FEATURES, Moment
from spe.measure.values import measure_moment, measure_photo, moment_at
from spe.notices import Notice
from spe.photo.decode import Decoded, decode
from spe.photo.encode import encode
from spe.photo.planes import Face
from spe.wording.skill import PHOTOS_NOT_SHOWN
from tests.conftest import wheel_photograph
from tests.small_model import (
    BASELINE,
    TERMS,
    TIMED,
    average,
    general_warnings,
    posts,
    small_model,
    term,
)

EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)

# An album gets some 20 % more likes than a single photo.
ALBUM = term("album", "format", 0.05, 0, 1, "strong")


def drawn(rgb, faces=None):
    """A draft of these pixels, measured."""
    decoded = Decoded(rgb)
    values = measure_photo(decoded.photo(faces))
    return Draft("draft", decoded, faces, values)


def moved(values, at=EVENING):
    return {**values, **measure_moment(moment_at(at, []))}


@pytest.fixture
def busy_left():
    """Much to see on the left, a blue calm on the right."""
    rgb = np.zeros((800, 1200, 3), np.uint8)
    rgb[:] = (90, 110, 140)
    noise = np.random.default_rng(1).integers(0, 2, (100, 50), dtype=np.uint8)
    rgb[:, :400] = np.kron(noise, np.ones((8, 8), np.uint8))[..., None] * 180 + 30
    return rgb


def test_an_average_draft_may_expect_the_usual():
    (one,) = score(small_model(), {"a": average()})

    assert one.expected == pytest.approx(80)
    assert one.usual == pytest.approx(80)
    assert one.p_above_usual == pytest.approx(0.5, abs=0.1)


def test_reasons_add_up_to_the_prediction():
    model = small_model()
    values = average(busyness=0.3, orange_brown=0.9, hour_sin=-1.0, weekend=1.0)

    told = explain(model, values, EVENING)

    assert BASELINE + math.fsum(item.effect for item in told) == pytest.approx(
        model.predict(values), abs=1e-9
    )


def test_the_clock_is_one_reason_with_the_time_said():
    told = {item.feature: item for item in explain(small_model(), average(hour_sin=-1.0), EVENING)}

    assert "hour_sin" not in told
    assert "hour_cos" not in told
    assert told["time_of_day"].label == "Friday 18:00"
    assert told["time_of_day"].said == "no clear effect of the hour so far"
    assert not told["time_of_day"].of_photo


def test_a_found_hour_is_called_better_or_worse():
    strong = [
        item if item.name != "hour_sin" else term("hour_sin", "time", 0.2, -1, 1, "strong")
        for item in TERMS
    ]
    model = small_model(tuple(strong), time_found=True)

    def said(hour_sin):
        told = explain(model, average(hour_sin=hour_sin), EVENING)
        return next(item.said for item in told if item.feature == "time_of_day")

    assert said(0.9) == "a better hour than your average one"
    assert said(-0.9) == "a worse hour than your average one"


def test_less_of_something_is_compared_with_those_that_have_more():
    none = [0.0] * 9 + np.linspace(0.1, 1, 12).tolist()
    blue = Standing.of(0.0, none)

    assert blue.below == 0
    assert blue.above == pytest.approx(60)
    assert blue.percentile == pytest.approx(20)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("busyness", 0.39, "busier than 98% of your posts"),
        ("busyness", 0.5, "busier than all your posts"),
        ("busyness", 0.04, "calmer than 90% of your posts"),
        ("brightness", 51.0, "about as in most of your posts"),
        ("weekend", 1.0, "at the weekend"),
        ("weekend", 0.0, "on a weekday"),
        ("album", 1.0, "as an album"),
        ("album", 0.0, "as a single photo"),
    ],
)
def test_a_draft_is_compared_in_the_feature_s_own_words(name, value, said):
    model = small_model((*TERMS, ALBUM))

    told = {item.feature: item.said for item in explain(model, average(**{name: value}))}

    assert told[name] == said


def test_more_than_most_but_less_than_the_average_is_told_as_less():
    """Where a few posts have very much orange, most have less than the average."""
    skewed = replace(
        term("orange_brown", "colour", 0.2, 0, 1),
        mean=0.4,
        quantiles=tuple((np.linspace(0, 1, 21) ** 3).tolist()),
    )
    model = small_model((*TERMS[:1], skewed))

    below, above = (
        next(item for item in explain(model, average(orange_brown=value)) if item.value == value)
        for value in (0.3, 0.5)
    )

    assert below.percentile > 60
    assert below.effect < 0
    assert below.said == "with less orange and brown than your average post"
    assert above.effect > 0
    assert above.said == "with more orange and brown than 79% of your posts"


def test_a_model_without_skill_gives_no_reasons_and_one_range():
    model = small_model(has_skill=False)

    calm, busy = score(model, {"calm": average(busyness=0.0), "busy": average(busyness=0.4)})

    assert calm.expected == busy.expected == pytest.approx(80)
    assert (calm.low, calm.high) == (busy.low, busy.high)
    assert calm.contributions == busy.contributions == ()
    assert calm.p_best == pytest.approx(0.5, abs=0.02)


def test_drafts_are_ranked_best_first_and_their_chances_add_up():
    ranked = score(
        small_model(),
        {"busy": average(busyness=0.4), "calm": average(busyness=0.0), "usual": average()},
    )

    assert [one.name for one in ranked] == ["calm", "usual", "busy"]
    assert [one.rank for one in ranked] == [1, 2, 3]
    assert sum(one.p_best for one in ranked) == pytest.approx(1)
    assert ranked[0].p_best > ranked[1].p_best > ranked[2].p_best


def test_ranking_by_the_chance_to_do_best_follows_that_chance():
    drafts = {f"d{number}": average(busyness=number / 20) for number in range(5)}

    ranked = score(small_model(), drafts, rank_by="best")

    chances = [one.p_best for one in ranked]
    assert chances == sorted(chances, reverse=True)


def test_two_drafts_that_measure_alike_are_even():
    one, other = score(small_model(), {"a": average(), "b": average()})

    assert one.p_best == pytest.approx(0.5, abs=0.01)
    assert other.close_to_best


def test_much_luck_is_too_close_to_call_and_little_is_not():
    drafts = {"calm": average(busyness=0.1), "busy": average(busyness=0.3)}

    lucky = score(small_model(noise=0.8), drafts)
    steady = score(small_model(noise=0.02, spread=0.001), drafts)

    assert lucky[1].close_to_best
    assert not steady[1].close_to_best


def test_what_the_model_has_wrong_it_has_wrong_for_drafts_alike():
    """Where the coefficients are unsure and noise is small, likes of twins go together."""
    model = small_model(spread=0.2, noise=0.05)
    alike = average(busyness=0.35, orange_brown=0.9)
    opposite = average(busyness=0.05, orange_brown=0.1)

    likes = np.log1p(outcomes(model, [alike, alike, opposite]))

    assert np.corrcoef(likes)[0, 1] > 0.9
    assert np.corrcoef(likes)[0, 2] < 0


def test_drafts_spread_as_past_misses_did():
    model = small_model(spread=0.05)
    draw = np.random.default_rng(2)
    drafts = [
        {item.name: item.mean + item.scale * draw.standard_normal() for item in TERMS}
        for _ in range(60)
    ]

    spread = np.log1p(outcomes(model, drafts)).var(axis=1).mean()

    assert spread == pytest.approx(np.var(model.fold_residuals), rel=0.1)


def test_scores_are_the_same_every_time():
    drafts = {"a": average(busyness=0.1), "b": average()}

    # By their texts, in which an unknown (NaN) is like another and every digit shows.
    assert repr(score(small_model(), drafts)) == repr(score(small_model(), drafts))


def test_the_posts_most_alike_are_found_by_their_photos_albums_or_not():
    model = small_model((*TERMS, ALBUM))
    past = {"post1": average(album=1.0, busyness=0.2), "post2": average(album=0.0, busyness=0.3)}

    (one,) = score(model, {"a": average(album=0.0, busyness=0.2)}, past)

    assert [post.id for post in one.alike] == ["post1", "post2"]


def test_the_posts_most_alike_are_found_by_their_photos_not_their_hour():
    past = {
        "post1": average(busyness=0.3),
        "post2": average(busyness=0.1, hour_sin=1.0),
        "post3": average(orange_brown=0.9),
        "post4": average(busyness=0.11),
    }

    (one,) = score(small_model(), {"a": average(busyness=0.1, hour_sin=-1.0)}, past)

    assert [post.id for post in one.alike] == ["post2", "post4", "post3", "post1"]
    assert one.alike[0].likes == 62


def test_a_draft_beyond_all_posts_is_warned_of_by_name():
    (one,) = score(small_model(), {"a": average(busyness=0.6)})

    assert one.warnings[0].startswith("Outside what you have posted so far in busyness:")


def test_a_strange_combination_is_warned_of():
    (one,) = score(small_model(far=0.5), {"a": average(busyness=0.39)})

    assert one.warnings == (
        "Hardly any of your posts looks like this one: the guess is less sure.",
    )


def test_an_unknown_value_counts_as_average_and_is_said():
    (one,) = score(small_model(), {"a": average(orange_brown=math.nan)})

    assert one.expected == pytest.approx(80)
    assert one.warnings == ("Unknown here, so taken as average: orange and brown.",)


# The hour.


def test_an_hour_never_posted_at_says_nothing():
    model, at = small_model(), datetime(2026, 11, 27, 4, 0, tzinfo=UTC)

    (one,) = score(model, {"a": average(hour_sin=0.9, hour_cos=0.5)}, at=at)

    assert one.expected == pytest.approx(80)
    assert "time_of_day" not in {item.feature for item in one.contributions}
    assert any(
        "hardly ever posted around 04:00" in said for said in general_warnings(model, at, at)
    )


def test_hours_are_near_across_midnight():
    late = tuple(replace(post, posted_at=post.posted_at.replace(hour=23)) for post in posts())

    assert not hour_is_new(small_model(posts=late), EVENING.replace(hour=0, minute=30))
    assert hour_is_new(small_model(posts=late), EVENING.replace(hour=12))


def test_no_time_is_proposed_where_the_time_is_not_found_to_matter():
    assert propose_times(small_model(), average(), EVENING, []) == []


def test_times_proposed_are_hours_posted_at_before_the_best_first():
    model = small_model(TIMED, time_found=True)

    proposed = propose_times(model, average(), EVENING, [post.posted_at for post in model.posts])

    assert len({slot.at.date() for slot in proposed}) == len(proposed) == 3
    assert all(EVENING < slot.at <= EVENING + timedelta(days=7) for slot in proposed)
    assert all(16 <= slot.at.hour <= 20 for slot in proposed)
    assert proposed[0].at.weekday() >= 5
    assert [slot.gain for slot in proposed] == sorted((s.gain for s in proposed), reverse=True)


def test_the_times_proposed_are_for_the_album_that_the_draft_is():
    model = small_model((*TIMED, ALBUM), time_found=True)

    single, album = (
        propose_times(model, average(album=value), EVENING, [])[0] for value in (0.0, 1.0)
    )

    assert album.gain == pytest.approx(single.gain)
    assert album.expected > 1.15 * single.expected


def test_a_draft_follows_the_post_before_it():
    times = [EVENING - timedelta(days=9), EVENING - timedelta(days=2), EVENING + timedelta(days=1)]

    assert moment_at(EVENING, times) == Moment(EVENING, times[1], times[0], 1)


def test_a_past_time_and_a_long_silence_are_said():
    model = small_model()
    after = EVENING + timedelta(days=200)

    assert "is in the past" in general_warnings(model, EVENING, after)[0]
    assert "your usual may have moved" in general_warnings(model, after, after)[0]
    assert general_warnings(model, datetime(2026, 7, 20, 18, 0, tzinfo=UTC), FIRST_OF_JULY) == []


FIRST_OF_JULY = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("dropped", "why"),
    [
        ({"album": Notice("constant")}, "is the same in all posts."),
        ({"album": Notice("mostly_unknown")}, "is unknown for most posts."),
        ({}, "was not measured yet when it was fitted."),
    ],
)
def test_of_an_album_it_is_said_where_the_model_knows_nothing_of_albums(dropped, why):
    july = datetime(2026, 7, 20, 18, 0, tzinfo=UTC)
    ignorant, knowing = small_model(dropped=dropped), small_model((*TERMS, ALBUM))

    (said,) = general_warnings(ignorant, july, FIRST_OF_JULY, n_photos=4)

    assert said.startswith("As far as the model knows, it makes no difference to be an album")
    assert said.endswith(why)
    assert general_warnings(ignorant, july, FIRST_OF_JULY) == []
    assert general_warnings(knowing, july, FIRST_OF_JULY, n_photos=4) == []


# A photo posted already.


def test_a_poorer_copy_measures_like_its_post_and_other_photos_do_not(photograph):
    names = ("astronaut", "coffee", "chelsea", "china", "flower", "brick")
    past = {name: measure_photo(photograph(name)) for name in names}
    copy = decode(encode(photograph("coffee").rgb, 60)).photo()

    assert look_alikes(measure_photo(copy), past)[0] == "coffee"
    assert look_alikes(past["china"], {n: v for n, v in past.items() if n != "china"}) == []


def test_no_post_measures_like_a_draft_of_which_nothing_is_known(photograph):
    past = {"a": measure_photo(photograph("coffee")), "b": {}}

    assert look_alikes({item.name: math.nan for item in PHOTO_FEATURES}, past) == []
    assert look_alikes({}, {}) == []


# What would change it.


def test_a_crop_that_leaves_out_the_busy_part_is_told(busy_left):
    draft = drawn(busy_left)

    found = changes(small_model(), draft, moved(draft.values))

    crop = next(change for change in found if change.edit.kind == "crop")
    assert crop.edit.name == "right_two_thirds"
    assert crop.becomes == "calmer"
    assert crop.percent > 0


def test_the_expected_likes_of_a_change_are_those_of_the_edited_photo_scored(busy_left):
    model, draft = small_model(), drawn(busy_left)

    told = changes(model, draft, moved(draft.values))

    assert told
    for change in told:
        edited = drawn(change.edit.apply(busy_left))
        (again,) = score(model, {"edited": moved(edited.values)})

        assert again.expected == pytest.approx(change.expected, rel=0.02)


# What there is evidence for when every kind of edit finds something that gains.
EAGER = (
    term("orange_brown", "colour", 0.3, 0, 1, "strong"),
    term("colourfulness", "colour", 0.3, 0, 120, "strong"),
    term("brightness", "light", 0.3, 0, 100, "strong"),
    term("busyness", "detail", -0.3, 0, 0.6, "strong"),
)


@pytest.mark.parametrize("name", ["coffee", "gravel", "chelsea", "astronaut", "china"])
@pytest.mark.parametrize("side", [1.0, -1.0])
def test_what_was_told_is_not_told_again_of_the_edited_photo(name, side):
    terms = tuple(replace(item, coefficient=side * item.coefficient) for item in EAGER)
    model, rgb = small_model(terms, far=1e9), wheel_photograph(name)
    draft = drawn(rgb)

    for change in changes(model, draft, moved(draft.values)):
        edited = drawn(change.edit.apply(rgb))
        again = changes(model, edited, moved(edited.values))

        assert change.edit.way not in {other.edit.way for other in again}


def test_gravel_is_not_made_orange_by_a_tint_that_hardly_shows():
    """Grey up to now; the account's followers like orange and brown."""
    rgb = np.clip(wheel_photograph("gravel") * np.array([1.0, 0.97, 0.92]), 0, 255)
    draft = drawn(rgb.astype(np.uint8))
    likes_orange = small_model((term("orange_brown", "colour", 0.5, 0, 1, "strong"),), far=1e9)

    assert draft.values["orange_brown"] < 0.05
    assert changes(likes_orange, draft, moved(draft.values)) == ()


def test_no_change_is_told_without_evidence(busy_left):
    unclear = tuple(replace(item, evidence="unclear") for item in TERMS)
    draft = drawn(busy_left)

    assert changes(small_model(unclear), draft, moved(draft.values)) == ()
    assert changes(small_model(has_skill=False), draft, moved(draft.values)) == ()


def test_no_change_is_told_whose_gain_is_mostly_without_evidence(busy_left):
    """Brightness moves far more than what there is evidence for."""
    loud = (*TERMS[:2], term("brightness", "light", 30.0, 0, 100), *TERMS[3:])
    draft = drawn(busy_left)

    assert changes(small_model(loud), draft, moved(draft.values)) == ()


def test_no_change_is_told_that_leaves_what_was_learnt_from(busy_left):
    narrow = (term("busyness", "detail", -0.25, 0.02, 0.4, "strong"), *TERMS[1:])
    draft = drawn(busy_left)

    told = changes(small_model(narrow), draft, moved(draft.values))

    assert "right_two_thirds" not in {change.edit.name for change in told}


def test_no_crop_cuts_a_face(busy_left):
    across = (Face(0.3, 0.3, 0.1, 0.2),)
    draft = drawn(busy_left, across)

    told = changes(small_model(), draft, moved(draft.values))

    assert "right_two_thirds" not in {change.edit.name for change in told}


def test_an_album_is_told_where_the_evidence_supports_it(busy_left):
    model, draft = small_model((*TERMS, ALBUM)), drawn(busy_left)
    values = {**moved(draft.values), "album": 0.0}

    album = next(change for change in changes(model, draft, values) if change.edit is None)

    (again,) = score(model, {"album": {**values, "album": 1.0}})
    assert album.expected == pytest.approx(again.expected)
    assert (album.name, album.becomes, album.features) == ("album", "as an album", ("album",))


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (replace(ALBUM, evidence="unclear"), 0.0),
        (replace(ALBUM, coefficient=-0.05), 0.0),
        (replace(ALBUM, coefficient=0.001), 0.0),
        (ALBUM, 1.0),
    ],
    ids=["without evidence", "that costs likes", "worth next to nothing", "it is already"],
)
def test_no_album_is_told(busy_left, term, value):
    draft = drawn(busy_left)
    values = {**moved(draft.values), "album": value}

    told = changes(small_model((*TERMS, term)), draft, values)

    assert "album" not in {change.name for change in told}


def test_an_album_is_told_where_no_edit_of_the_photo_has_evidence(busy_left):
    unclear = tuple(replace(item, evidence="unclear") for item in TERMS)
    draft = drawn(busy_left)

    told = changes(small_model((*unclear, ALBUM)), draft, {**moved(draft.values), "album": 0.0})

    assert [change.name for change in told] == ["album"]


@pytest.mark.parametrize(
    ("has_skill", "mae_moment", "warned"),
    [(True, 16.0, True), (True, 18.0, False), (False, 16.0, False)],
)
def test_drafts_that_only_their_moment_tells_apart_come_with_a_warning(
    has_skill, mae_moment, warned
):
    model = small_model(has_skill=has_skill)
    model = replace(model, skill=replace(model.skill, mae_moment=mae_moment))

    said = general_warnings(model, datetime(2026, 7, 20, 18, 0, tzinfo=UTC), FIRST_OF_JULY)

    assert (PHOTOS_NOT_SHOWN in said) == warned
