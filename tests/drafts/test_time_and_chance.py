"""The edges of when to post, and what is said of a draft's chances."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pytest

from spe.cells import FIRST_YEAR, LAST_YEAR
from spe.drafts.pipeline import _posting_at
from spe.drafts.posting_time import hour, posts_near, propose_times, timed
from spe.drafts.score import outcomes, score
from spe.errors import SpeError
from tests.small_model import POSTS, average, general_warnings, posts, small_model, term

FRIDAY = datetime(2026, 7, 24, 18, 0, tzinfo=UTC)
EVENINGS = (
    term("hour_sin", "time", -0.5, -1, 1, "strong"),
    term("hour_cos", "time", 0.0, -1, 1),
)


def test_the_week_ends_with_the_hour_it_began_and_each_day_has_its_best():
    proposed = propose_times(
        small_model(EVENINGS, time_found=True), {}, FRIDAY + timedelta(minutes=20), [], most=9
    )

    by_day = {slot.at.date(): slot.at for slot in proposed}
    first = FRIDAY + timedelta(hours=1)
    assert sorted(by_day.values()) == [
        first,
        *(FRIDAY + timedelta(days=day) for day in range(1, 8)),
    ]
    assert proposed[-1].at == first


def test_the_first_time_proposed_comes_after_the_draft_s_own():
    (best,) = propose_times(small_model(EVENINGS, time_found=True), {}, FRIDAY, [], most=1)

    assert best.at == FRIDAY + timedelta(days=1)


def test_past_posts_are_near_by_the_clock_of_the_draft():
    east = timezone(timedelta(hours=5))
    at = datetime(2026, 7, 24, 23, 0, tzinfo=east)

    assert posts_near(small_model(), at) == POSTS
    assert posts_near(small_model(), at.replace(hour=18)) == 0


@pytest.mark.parametrize(
    ("minutes", "near"), [(0, True), (120, True), (121, False), (-120, True), (-121, False)]
)
def test_two_hours_are_near_and_a_minute_more_is_not(minutes, near):
    at = FRIDAY + timedelta(minutes=minutes)

    assert hour(at) == pytest.approx(18 + minutes / 60)
    assert (posts_near(small_model(), at) == POSTS) is near


@pytest.mark.parametrize(("known", "left_out"), [(2, True), (3, False)])
def test_three_posts_tell_of_an_hour_and_two_do_not(known, left_out):
    model = small_model(posts=posts()[:known])
    values = average(hour_sin=0.5, hour_cos=0.5, weekend=1.0)

    used = timed(model, values, FRIDAY)

    assert math.isnan(used["hour_sin"]) is left_out
    assert used["weekend"] == 1.0
    assert timed(model, values, None) is values


def test_a_time_proposed_below_none_is_none():
    low = small_model(EVENINGS, time_found=True, baseline=-3.0)

    assert {slot.expected for slot in propose_times(low, {}, FRIDAY, [])} == {0.0}


def test_the_chance_to_beat_the_usual_is_high_for_the_better_draft():
    calm, busy = score(
        small_model(noise=0.05, spread=0.001),
        {"busy": average(busyness=0.38), "calm": average(busyness=0.02)},
    )

    assert (calm.name, busy.name) == ("calm", "busy")
    assert calm.p_above_usual > 0.95
    assert busy.p_above_usual < 0.05
    assert calm.above_usual > 0 > busy.above_usual


def test_the_first_beats_the_others_as_often_as_it_is_said_to():
    first, last = score(
        small_model(noise=0.05, spread=0.001),
        {"busy": average(busyness=0.38), "calm": average(busyness=0.02)},
    )

    assert first.p_first == 0.5
    assert last.p_first > 0.95


@pytest.mark.parametrize(("p_first", "close"), [(0.79, True), (0.8, False)])
def test_a_draft_beaten_four_times_in_five_is_told_apart(p_first, close):
    one, _ = score(small_model(), {"a": average(), "b": average()})

    assert replace(one, rank=2, p_first=p_first).close_to_best is close
    assert replace(one, rank=1, p_first=p_first).close_to_best


def test_at_most_four_posts_are_alike():
    past = {post.id: average(busyness=0.2) for post in posts()[:5]}

    (one,) = score(small_model(), {"a": average()}, past)

    assert [post.id for post in one.alike] == ["post0", "post1", "post2", "post3"]


@pytest.mark.parametrize(("photos", "warned"), [(1, False), (2, True)])
def test_two_photos_are_an_album_already(photos, warned):
    said = general_warnings(small_model(), FRIDAY, FRIDAY, photos)

    assert any("to be an album" in text for text in said) is warned


def test_a_model_without_skill_has_nothing_to_say_of_albums():
    said = general_warnings(small_model(has_skill=False), FRIDAY, FRIDAY, 4)

    assert said == []


def test_no_time_is_proposed_beyond_the_week():
    noon = FRIDAY.replace(hour=12)

    proposed = propose_times(small_model(EVENINGS, time_found=True), {}, noon, [], most=9)

    assert sorted(slot.at for slot in proposed) == [FRIDAY + timedelta(days=n) for n in range(7)]


def test_what_the_model_foresees_too_low_on_the_whole_is_made_good():
    """The misses of the past are on average 0.2 above what was foreseen."""
    model = small_model(spread=0.05)
    high = replace(model, fold_residuals=tuple(miss + 0.2 for miss in model.fold_residuals))

    usual, more = (np.log1p(outcomes(one, [average()])) for one in (model, high))

    assert more.mean() - usual.mean() == pytest.approx(0.2, abs=1e-6)
    assert more.std() == pytest.approx(usual.std(), abs=1e-6)


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_a_draft_may_be_of_any_year_that_a_table_of_posts_may_hold(year):
    at = datetime(year, 6, 1, 12, tzinfo=UTC)

    assert _posting_at(at, FRIDAY) == at


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_draft_of_any_other_year_is_refused(year):
    with pytest.raises(SpeError, match=f"the year {year}"):
        _posting_at(datetime(year, 6, 1, 12, tzinfo=UTC), FRIDAY)
