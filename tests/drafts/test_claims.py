"""What may be claimed of a draft: tables of the conditions that decide it, at their edges."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from spe.drafts import explain, posting_time, recognise, score, sentences, suggest
from spe.drafts.explain import Contribution, Standing
from spe.drafts.posting_time import posts_near, propose_times, time_matters
from spe.drafts.score import PastPost, Scored
from spe.drafts.suggest import Change
from spe.features import BY_NAME, PHOTO_FEATURES, Moment
from spe.measure.values import moment_at
from spe.model.fitted import GroupTest
from spe.notices import Notice
from tests.small_model import (
    FIRST,
    TERMS,
    TIMED,
    average,
    general_warnings,
    posts,
    small_model,
    term,
)

EVENING = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 20, 18, 0, tzinfo=UTC)
ALBUM = term("album", "format", 0.05, 0, 1, "strong")


def scored(rank=1, **more):
    """A scored draft with these figures."""
    known = {
        "name": f"{rank}.jpg",
        "expected": 90.0,
        "low": 60.0,
        "high": 130.0,
        "usual": 80.0,
        "p_above_usual": 0.6,
        "contributions": (),
        "values": {},
        "rank": rank,
    }
    return Scored(**{**known, **more})


def part(feature, percent, evidence="unclear"):
    """A contribution of so many percent."""
    return Contribution(feature, math.log1p(percent / 100), 1.0, 50.0, evidence)


def in_words(feature, item, standing, *, above_average):
    """How a draft compares, as a terminal says it."""
    return explain._in_words(
        feature, explain._compared(item, standing, above_average=above_average)
    )


# Told apart, or too close to call.


@pytest.mark.parametrize(
    ("rank", "p_first", "close"),
    [(1, 0.5, True), (1, 0.99, True), (2, 0.5, True), (2, 0.79, True), (2, 0.80, False)],
)
def test_a_draft_is_told_from_the_first_where_it_loses_eight_times_in_ten(rank, p_first, close):
    assert scored(rank, p_first=p_first).close_to_best is close


def test_too_close_to_call_names_those_that_are_and_how_often_the_first_wins():
    first, second, third = scored(), scored(2, p_first=0.61), scored(3, p_first=0.9)

    assert sentences.too_close([first]) is None
    assert sentences.too_close([first, third]) is None
    two = sentences.too_close([first, second, third])
    assert two.which == "1 and 2"
    assert two.why.startswith("Number 1 would beat number 2 only 6 times in 10.")
    four = [first, replace(third, rank=2), scored(3, p_first=0.7), scored(4, p_first=0.72)]
    assert sentences.too_close(four).which == "1, 3 and 4"
    assert sentences.too_close(four).why.startswith("Number 1 would beat number 3 only 7 times")


def drafts(*chances):
    """Drafts by rank, the first of which beats the others with these chances."""
    return [scored(), *(scored(at, p_first=chance) for at, chance in enumerate(chances, start=2))]


@pytest.mark.parametrize(
    ("chances", "says"),
    [
        ([], ""),
        ([0.7], "1.jpg or 2.jpg: too close to call."),
        ([0.7, 0.79], "1.jpg, 2.jpg or 3.jpg: too close to call."),
        ([0.7, 0.8], "1.jpg or 2.jpg: too close to call. 3.jpg is behind number 1."),
        (
            [0.7, 0.9, 0.9],
            "1.jpg or 2.jpg: too close to call. 3.jpg and 4.jpg are behind number 1.",
        ),
        ([0.6] * 3, "4 of 4: too close to call."),
        ([0.6] * 3 + [0.9] * 4, "4 of 8: too close to call. The other 4 are behind number 1."),
        ([0.8], "1.jpg is ahead of 2.jpg."),
        ([0.9] * 3, "1.jpg is ahead of 2.jpg, 3.jpg and 4.jpg."),
        ([0.9] * 4, "1.jpg is ahead of the other 4."),
        ([0.7, math.nan], ""),
        ([math.nan], ""),
    ],
)
def test_a_race_names_who_may_win_and_who_is_behind(chances, says):
    assert sentences.race(drafts(*chances)) == says


def test_a_world_won_by_several_counts_for_each_in_part():
    likes = np.array([[5.0, 0.0, 3.0, 1.0], [5.0, 0.0, 1.0, 2.0], [1.0, 0.0, 1.0, 0.0]])

    share = score._share_best(likes)

    assert share == pytest.approx([(1 / 2 + 1 / 3 + 1) / 4, (1 / 2 + 1 / 3 + 1) / 4, 1 / 3 / 4])


def test_a_tie_counts_by_half_and_what_is_unknown_is_no_chance():
    likes = np.array([3.0, 2.0, 2.0, 1.0])

    assert score._share_above(likes, 2.0) == 0.5
    assert score._share_above(likes, 3.0) == 0.125
    assert score._share_above(likes, np.array([0.0, 2.0, 3.0, 1.0])) == 0.5
    assert math.isnan(score._share_above(np.array([1.0, math.nan]), 0.0))


def test_a_ranking_by_the_chance_to_do_best_may_differ_from_one_by_expected_likes(monkeypatch):
    """Two that share their luck split what they win; the third wins more alone."""
    worlds = np.array([[100.0, 100.0, 0.0, 0.0], [99.0, 99.0, 1.0, 1.0], [10.0, 120.0, 9.0, 9.0]])
    monkeypatch.setattr(score, "outcomes", lambda _model, _drafts: worlds)
    drafts = {name: average(busyness=value) for name, value in zip("abc", (0.1, 0.2, 0.3))}  # noqa: B905

    by_likes = score.score(small_model(), drafts)
    by_chance = score.score(small_model(), drafts, rank_by="best")

    assert [one.name for one in by_likes] == ["a", "b", "c"]
    assert [one.name for one in by_chance] == ["c", "a", "b"]
    assert [one.p_first for one in by_chance] == pytest.approx([0.5, 0.75, 0.75])
    assert [one.p_best for one in by_chance] == [0.75, 0.25, 0.0]


def test_drafts_that_expect_the_same_keep_their_order():
    ranked = score.score(small_model(), {name: average() for name in "cab"})

    assert [one.name for one in ranked] == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("expected", "usual", "said"),
    [
        (88.0, 80.0, "about 10% above"),
        (72.0, 80.0, "about 10% below"),
        (80.3, 80.0, "the same"),
        (5.0, 0.0, "the same"),
    ],
)
def test_a_draft_is_said_to_stand_above_or_below_the_usual(expected, usual, said):
    one = scored(expected=expected, usual=usual, p_above_usual=0.72)

    assert sentences.beside_usual(one) == f"{said}; beats your usual 7 times in 10"
    assert math.isnan(one.above_usual) == (usual == 0)


@pytest.mark.parametrize("has_skill", [True, False])
def test_the_range_is_the_one_that_holds_eight_times_in_ten(has_skill):
    model = small_model(has_skill=has_skill)

    (one,) = score.score(model, {"a": average(busyness=0.3)})

    assert (one.low, one.high) == model.interval(average(busyness=0.3), 0.80)
    assert f"{score.CONFIDENCE:.0%}" == "80%"


def test_without_past_misses_no_chance_is_given():
    (one,) = score.score(small_model(has_skill=False, usual_residuals=()), {"a": average()})

    assert math.isnan(one.p_above_usual)
    assert math.isinf(one.high)
    assert sentences.likes_range(one) == "0–?"
    assert sentences.likes_range(scored(low=1234.4, high=23456.0)) == "1,234–23,456"


# Reasons.


def test_main_reasons_are_the_photo_s_and_sizeable_ones_with_evidence_go_first():
    parts = (
        part("brightness", 9),
        part("album", 8, "strong"),
        part("busyness", -6, "suggestive"),
        part("contrast", 2, "strong"),
        part("blue", 0.4),
    )

    main = sentences.main_reasons(scored(contributions=parts))

    assert [item.feature for item in main] == ["busyness", "brightness", "contrast"]


def test_parts_that_are_not_shown_are_put_together():
    several = sentences.smaller_parts([part("blue", 10), part("blur", 10)])

    assert several == ("+21%", "2 smaller parts together")
    assert sentences.smaller_parts([part("blue", -3)]) == ("−3%", "1 smaller part")


def test_parts_that_come_to_nothing_get_no_figure():
    even = [part("blue", 10), part("blur", -9)]

    assert sentences.smaller_parts(even) == ("", "2 parts, together less than 1%")
    assert sentences.smaller_parts([part("blue", 0.4)]) == ("", "1 part of less than 1%")
    assert sentences.smaller_parts([part("blue", 0.6)])[0] == "+1%"


@pytest.mark.parametrize(
    ("value", "below", "above"),
    [
        (-1.0, 0, 100),
        (0.0, 0, 100),
        (0.25, 25, 75),
        (0.5, 50, 50),
        (1.0, 100, 0),
        (2.0, 100, 0),
    ],
)
def test_a_value_stands_among_the_past_posts(value, below, above):
    standing = Standing.of(value, tuple(np.linspace(0, 1, 21).tolist()))

    assert (standing.below, standing.above) == (pytest.approx(below), pytest.approx(above))
    assert standing.percentile == pytest.approx(below)


def test_a_value_that_many_posts_share_has_those_below_and_those_above():
    standing = Standing.of(2.0, (1.0, 2.0, 2.0, 2.0, 3.0))

    assert (standing.below, standing.above, standing.percentile) == (25, 25, 50)


def test_what_is_unknown_stands_nowhere():
    for standing in (Standing.of(math.nan, (0.0, 1.0)), Standing.of(1.0, ())):
        assert math.isnan(standing.below)
        assert math.isnan(standing.percentile)


@pytest.mark.parametrize(
    ("value", "below", "above", "above_average", "said"),
    [
        (1.0, 54.9, 45.1, True, "about as in most of your posts"),
        (1.0, 55.0, 45.0, True, "busier than 55% of your posts"),
        (1.0, 45.0, 55.0, False, "calmer than 55% of your posts"),
        (1.0, 45.0, 55.0, True, "busier than your average post"),
        (1.0, 55.0, 45.0, False, "calmer than your average post"),
        (1.0, 99.4, 0.6, True, "busier than 99% of your posts"),
        (1.0, 99.5, 0.5, True, "busier than all your posts"),
        (1.0, 0.0, 100.0, False, "calmer than all your posts"),
        (math.nan, math.nan, math.nan, False, "unknown"),
    ],
)
def test_a_comparison_says_no_more_than_where_the_value_stands(
    value, below, above, above_average, said
):
    standing = Standing(value, below, above)

    item = BY_NAME["busyness"]
    assert in_words("busyness", item, standing, above_average=above_average) == said


@pytest.mark.parametrize(
    ("count", "said"), [(0.0, "no face"), (1.0, "1 face"), (2.0, "2 faces"), (5.0, "5 faces")]
)
def test_faces_are_counted(count, said):
    standing = Standing(count, 80.0, 20.0)

    item = BY_NAME["faces"]
    assert in_words("faces", item, standing, above_average=True) == said


def test_reasons_come_largest_first_whichever_way_and_none_that_adds_nothing():
    model = small_model((*TERMS, term("contrast", "light", 0.0, 0, 1)))

    told = explain.explain(
        model, average(busyness=0.4, orange_brown=0.6, contrast=1.0, weekend=1.0)
    )

    names = [item.feature for item in told]
    assert names[:2] == ["busyness", "weekend"]
    assert names[-1] == "time_of_day"
    assert "contrast" not in names
    assert "brightness" not in names
    sizes = [abs(item.effect) for item in told]
    assert sizes == sorted(sizes, reverse=True)


def test_a_reason_carries_its_term_s_evidence():
    told = {item.feature: item for item in explain.explain(small_model(), average(busyness=0.4))}

    assert told["busyness"].evidence == "strong"
    assert told["busyness"].backed
    assert not Contribution("blue", 0.1, 1.0, 50.0, "unclear").backed
    assert Contribution("blue", 0.1, 1.0, 50.0, "suggestive").backed


@pytest.mark.parametrize(
    ("sine", "cosine", "matters", "hour_sin", "evidence", "said"),
    [
        ("unclear", "unclear", False, 0.9, "unclear", "no clear effect of the hour so far"),
        (
            "unclear",
            "unclear",
            True,
            0.9,
            "unclear",
            "the time matters; what the hour does alone is not clear",
        ),
        ("strong", "unclear", False, 0.9, "strong", "a better hour than your average one"),
        ("unclear", "suggestive", True, 0.9, "suggestive", "a better hour than your average one"),
        ("suggestive", "strong", True, -0.9, "strong", "a worse hour than your average one"),
    ],
)
def test_the_hour_is_told_with_the_stronger_evidence_of_its_two_measures(
    sine, cosine, matters, hour_sin, evidence, said
):
    terms = (
        term("hour_sin", "time", 0.2, -1, 1, sine),
        term("hour_cos", "time", 0.01, -1, 1, cosine),
    )
    model = small_model(terms, time_found=matters)

    (told,) = explain.explain(model, {"hour_sin": hour_sin, "hour_cos": 0.0}, EVENING)

    assert (told.evidence, told.said, told.label) == (evidence, said, "Friday 18:00")


def test_an_unknown_hour_is_no_reason():
    values = average(hour_sin=math.nan, hour_cos=math.nan)

    told = {item.feature for item in explain.explain(small_model(), values, EVENING)}

    assert "time_of_day" not in told


# Warnings.


@pytest.mark.parametrize(("seconds", "said"), [(-61, True), (-59, False), (0, False), (60, False)])
def test_a_minute_ago_still_is_now(seconds, said):
    warned = general_warnings(small_model(), JULY + timedelta(seconds=seconds), JULY)

    assert any("is in the past" in warning for warning in warned) is said


@pytest.mark.parametrize(("days", "said"), [(90, False), (91, True)])
def test_silence_is_long_after_ninety_days(days, said):
    at = posts()[-1].posted_at + timedelta(days=days)

    warned = general_warnings(small_model(), at, at)

    assert any(f"{days} days before: your usual may have moved" in w for w in warned) is said


def test_without_posts_no_silence_is_told():
    assert general_warnings(small_model(TERMS[:3], posts=()), JULY, JULY) == []


@pytest.mark.parametrize(("since", "said"), [(0, False), (9, False), (10, True), (12, True)])
def test_from_ten_posts_on_it_is_time_to_fit_again(since, said):
    warned = general_warnings(small_model(), JULY, JULY, since=since)

    told = f"{since} posts went out after the last one that was learnt from"
    assert any(told in warning for warning in warned) is said
    assert (sentences.fit_again(since) == "") is said


def test_how_many_posts_are_left_until_then():
    assert sentences.fit_again(0) == "Run spe fit again after 10 more posts."
    assert sentences.fit_again(9) == "Run spe fit again after 1 more post."


@pytest.mark.parametrize(("since", "ago"), [(0, 4), (5, 9), (6, None)])
def test_a_recent_jump_is_told_until_ten_posts_have_come(since, ago):
    model = small_model(warnings=(Notice("recent_jump", {"posts": 4}),))

    told = [said for said in general_warnings(model, JULY, JULY, since=since) if "level" in said]

    assert len(told) == (ago is not None)
    assert all(f"about {ago} posts ago" in said for said in told)


def test_a_later_draft_has_a_wider_range():
    model = small_model(drift=0.1)

    (now,) = score.score(model, {"a": average()})
    (later,) = score.score(model, {"a": average()}, since=8)

    assert later.low < now.low < now.expected < now.high < later.high
    assert later.expected == now.expected


@pytest.mark.parametrize("has_skill", [True, False])
def test_a_model_without_skill_leaves_no_hour_and_no_album_out(has_skill):
    night = JULY.replace(hour=4)

    warned = general_warnings(small_model(has_skill=has_skill), night, night, 3)

    assert len(warned) == (2 if has_skill else 0)


def test_one_beyond_all_posts_is_not_called_unlike_them_too():
    (one,) = score.score(small_model(far=0.5), {"a": average(busyness=0.6)})

    assert len(one.warnings) == 1
    assert one.warnings[0].startswith("Outside what you have posted so far in busyness:")


def test_a_face_s_size_is_not_missed_where_there_is_no_face():
    face = (term("faces", "faces", 0.1, 0, 3), term("face_size", "faces", 0.1, 0, 1))
    values = {**average(), "faces": 0.0, "face_size": math.nan}

    (alone,) = score.score(small_model((*TERMS, *face)), {"a": values})
    (unseen,) = score.score(
        small_model((*TERMS, *face)), {"a": {**values, "faces": math.nan, "weekend": math.nan}}
    )

    assert alone.warnings == ()
    assert unseen.warnings == ("Unknown here, so taken as average: weekend and faces.",)


# Posts that look alike.


def test_at_most_four_are_most_alike_and_only_posts_that_were_learnt_from():
    past = {f"post{number}": average(busyness=0.2 + number / 100) for number in range(6)}
    past["unknown"] = average()

    (one,) = score.score(small_model(), {"a": average()}, past)

    assert [post.id for post in one.alike] == ["post0", "post1", "post2", "post3"]
    assert sentences.most_alike(replace(one, alike=one.alike[:2])) == (
        "Most alike: 2 Jan 2026 (60 likes, 0.8× usual), 7 Jan 2026 (61, 0.8× usual)."
    )
    assert sentences.most_alike(replace(one, alike=())) == ""


@pytest.mark.parametrize(
    ("likes", "usual", "says"),
    [
        (1234.0, 881.0, "(1,234 likes, 1.4× usual)"),
        (7.0, 0.0, "(7 likes)"),
        (7.0, math.nan, "(7 likes)"),
    ],
)
def test_a_post_most_alike_stands_beside_the_usual_of_its_days(likes, usual, says):
    alike = (PastPost("post", JULY, likes, usual),)

    assert sentences.most_alike(scored(alike=alike)) == f"Most alike: 20 Jul 2026 {says}."


def measured(value):
    """A photo that measures the same in everything."""
    return {item.name: value for item in PHOTO_FEATURES}


def test_look_alikes_come_nearest_first_and_at_most_three():
    past = {name: measured(value) for name, value in zip("abcdef", (4.0, 3.0, 1.0, 2.0, 0.5, 40.0))}  # noqa: B905

    assert recognise.look_alikes(measured(0.0), past) == ["e", "c", "d"]
    assert recognise.look_alikes(measured(0.0), past, most=1) == ["e"]


def test_a_post_looks_the_same_within_a_share_of_the_posts_spread():
    past = {"near": measured(0.0), "far": measured(2.0)}  # an SD of 1

    assert recognise.look_alikes(measured(0.59), past) == ["near"]
    assert recognise.look_alikes(measured(0.61), past) == []


# Posting times.


@pytest.mark.parametrize(("minutes", "near"), [(0, 40), (119, 40), (120, 40), (121, 0), (-121, 0)])
def test_posts_are_near_within_two_hours(minutes, near):
    at = JULY + timedelta(minutes=minutes)

    assert posts_near(small_model(), at) == near


@pytest.mark.parametrize(("number", "new"), [(2, True), (3, False)])
def test_an_hour_is_known_from_three_posts_on(number, new):
    assert posting_time.hour_is_new(small_model(posts=posts()[:number]), JULY) is new


def test_an_hour_is_new_only_to_a_model_with_an_effect_of_the_hour():
    night = JULY.replace(hour=4)

    assert posting_time.hour_is_new(small_model(), night)
    assert not posting_time.hour_is_new(small_model(TERMS[:3]), night)


@pytest.mark.parametrize(
    ("has_skill", "group", "found", "matters"),
    [
        (True, "time", True, True),
        (False, "time", True, False),
        (True, "time", False, False),
        (True, "light", True, False),
    ],
)
def test_the_time_matters_where_its_group_is_found_by_a_model_with_skill(
    has_skill, group, found, matters
):
    groups = (GroupTest(group, ("hour_sin",), 0.2, 0.01, found),)
    model = small_model(has_skill=has_skill, groups=groups)

    assert time_matters(model) is matters
    said = "no hour or day stands out" if matters else "can't be told so far"
    assert said in sentences.no_time(model)


@pytest.mark.parametrize(
    ("name", "tier", "has_skill", "proposed"),
    [
        ("hour_sin", "features", True, True),
        ("hour_cos", "full", True, True),
        ("weekend", "features", True, True),
        ("busyness", "features", True, False),
        (None, "features", True, False),
        ("hour_sin", "groups", True, False),
        ("hour_sin", "features", False, False),
    ],
)
def test_times_are_proposed_where_an_hour_or_a_day_may_be_named(name, tier, has_skill, proposed):
    terms = tuple(
        replace(item, evidence="suggestive" if item.name == name else "unclear") for item in TERMS
    )
    model = small_model(terms, tier=tier, has_skill=has_skill, time_found=True)

    assert bool(propose_times(model, average(), JULY, [])) is proposed


def test_what_is_not_known_of_the_time_moves_no_proposal():
    """Only the weekend is known: the hours, larger as they are in the model, change nothing."""
    terms = (
        term("weekend", "time", 0.1, 0, 1, "strong"),
        term("hour_sin", "time", 0.9, -1, 1),
        term("hour_cos", "time", 0.9, -1, 1),
    )
    values = {"weekend": 0.0, "hour_sin": -1.0, "hour_cos": 0.0}
    model = small_model(terms, time_found=True)

    best = propose_times(model, values, JULY, [], most=9)

    step = 0.1 * 12**0.5
    assert {round(slot.gain, 9) for slot in best} <= {0.0, round(step, 9)}
    assert best[0].gain == pytest.approx(step)


def test_the_two_measures_of_the_clock_are_one_thing():
    terms = (term("hour_sin", "time", 0.0, -1, 1, "strong"), term("hour_cos", "time", 0.3, -1, 1))
    terms = (replace(terms[0], low=0.1, high=0.2), terms[1])
    values = {"hour_sin": -1.0, "hour_cos": 0.0}

    best = propose_times(small_model(terms, time_found=True), values, JULY, [])

    assert best[0].gain > 0.05


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("strong", "No change that the evidence supports would raise it."),
        ("unclear", "No single property is clear enough yet to propose a change."),
    ],
)
def test_why_no_change_is_told(evidence, said):
    terms = tuple(replace(item, evidence=evidence) for item in TERMS)

    assert sentences.no_change(small_model(terms)) == said


@pytest.mark.parametrize(
    ("gate_open", "said"),
    [
        (True, "unseen posts were not guessed better"),
        (False, "goes with likes no more than by chance"),
    ],
)
def test_why_drafts_are_not_told_apart(gate_open, said):
    """The misses are smaller either way, so they are no reason."""
    model = small_model(has_skill=False, gate_open=gate_open)

    assert said in sentences.why_no_skill(model)


def test_times_proposed_are_the_full_hours_of_a_week_the_earliest_of_equals():
    flat = (
        replace(term("weekend", "time", 0.0, 0, 1, "strong"), low=0.1, high=0.2),
        term("hour_sin", "time", 0.0, -1, 1),
    )
    model = small_model(flat, time_found=True)
    at = datetime(2026, 11, 27, 17, 30, tzinfo=UTC)

    proposed = propose_times(model, average(), at, [], most=9)

    assert [slot.at for slot in proposed] == [
        datetime(2026, 11, 27, 18, 0, tzinfo=UTC),
        *(datetime(2026, 11, day, 16, 0, tzinfo=UTC) for day in (28, 29, 30)),
        *(datetime(2026, 12, day, 16, 0, tzinfo=UTC) for day in (1, 2, 3, 4)),
    ]
    assert all(slot.gain == 0 for slot in proposed)


def test_a_gain_in_time_is_held_against_the_draft_s_own_time():
    model = small_model(TIMED, time_found=True)
    monday = datetime(2026, 11, 30, 18, 0, tzinfo=UTC)
    values = average(weekend=0.0, hour_sin=-1.0, hour_cos=0.0)

    best = propose_times(model, values, monday, [])[0]

    assert best.gain == pytest.approx(math.log1p(best.expected) - model.predict(values), abs=1e-9)
    assert best.percent == pytest.approx(math.expm1(best.gain) * 100)


def test_a_post_at_the_draft_s_own_time_is_not_before_it():
    assert moment_at(JULY, [FIRST, JULY]) == Moment(JULY, FIRST, FIRST, 0)
    assert moment_at(JULY, []) == Moment(JULY, None, None, 0)


# What would change it.


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        ({"busyness": 0.021}, True),
        ({"busyness": 0.019}, False),
        ({"busyness": 0.05, "brightness": -0.029}, True),
        ({"busyness": 0.05, "brightness": -0.031}, False),
        ({"busyness": 0.05, "brightness": 0.049}, True),
        ({"busyness": 0.05, "brightness": 0.051}, False),
        ({"busyness": 0.05, "brightness": 0.03, "weekend": -0.03}, False),
        ({"busyness": -0.05, "brightness": 0.09}, False),
        ({"busyness": 0.05, "orange_brown": -0.029}, True),
        ({"busyness": 0.05, "orange_brown": -0.031}, False),
    ],
)
def test_a_change_is_told_where_the_evidence_carries_it(moves, told):
    """Moves in log-likes; there is evidence for busyness and orange."""
    model = small_model()
    before = model.contributions(average())
    after = average()
    for name, move in moves.items():
        known = model.by_name[name]
        after[name] += move / known.coefficient * known.scale

    change = suggest._change(model, None, before, after, ["busyness", "orange_brown"])

    assert (change is not None) is told
    if change is not None:
        assert change.gain == pytest.approx(math.fsum(moves.values()))
        assert change.features[0] == "busyness"
        assert change.becomes == "calmer"


@pytest.mark.parametrize(("share", "named"), [(0.24, 1), (0.26, 2)])
def test_a_change_names_what_carries_a_quarter_of_it(share, named):
    model = small_model()
    after = average()
    for name, move in (("busyness", 1 - share), ("orange_brown", share)):
        known = model.by_name[name]
        after[name] += 0.1 * move / known.coefficient * known.scale

    change = suggest._change(
        model, None, model.contributions(average()), after, ["busyness", "orange_brown"]
    )

    assert len(change.features) == named


@pytest.mark.parametrize(
    ("evidence", "coefficient", "backed"),
    [
        ("strong", 0.1, True),
        ("suggestive", -0.1, True),
        ("unclear", 0.1, False),
        ("strong", 0.0, False),
    ],
)
def test_an_edit_rests_on_effects_with_evidence(evidence, coefficient, backed):
    model = small_model((term("blue", "colour", coefficient, 0, 1, evidence),))

    assert suggest._backed(model, "blue") is backed
    assert not suggest._backed(model, "blur")


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ([], ""),
        ([None], sentences.UNTESTED_ALBUM),
        (["crop"], sentences.UNTESTED),
        ([None, "crop"], sentences.UNTESTED),
    ],
)
def test_changes_are_said_to_be_untested_and_an_album_is_not_called_an_edit(edits, said):
    changes = [Change(edit, "busyness", False, 90.0, 0.1, 0.1, ("busyness",)) for edit in edits]

    assert sentences.untested(changes) == said


def test_an_album_unlike_all_posts_is_no_proposal_unless_the_draft_is_unlike_them_already():
    rare = replace(ALBUM, mean=0.1)
    single = {**average(), "album": 0.0}
    strange = {**single, "busyness": 0.39, "orange_brown": 0.99}

    def told(values, far):
        return suggest._as_album(small_model((*TERMS, rare), far=far), values) is not None

    # Distances: single 0.1, album 9.7, strange 5.6, strange album 15.2.
    assert told(single, 10.0)
    assert not told(single, 5.0)
    assert not told(strange, 6.0)
    assert told(strange, 5.0)


def test_a_post_that_may_be_an_album_already_gets_no_album_proposed():
    model = small_model((*TERMS, ALBUM))

    assert suggest._as_album(model, {**average(), "album": math.nan}) is None
    assert suggest._as_album(model, average()) is None


# What is said of the model.


def test_a_typical_miss_is_told_only_of_a_model_with_skill():
    assert sentences.typical_miss(small_model()) == (
        "From 40 posts. Typical miss ±16 likes; guessing your recent median misses by ±22."
    )
    assert sentences.typical_miss(small_model(has_skill=False)) == ""
    assert sentences.typical_miss(small_model(skill=None)) == ""


def test_why_there_is_no_skill_is_said():
    assert sentences.why_no_skill(small_model(skill=None)) == (
        "With 40 posts there is no model yet; 20 are needed for one."
    )
    assert sentences.why_no_skill(small_model(has_skill=False)).endswith("chance.")
