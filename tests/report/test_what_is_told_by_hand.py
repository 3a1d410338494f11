"""Facts of a model small enough to work out by hand: what is told, and what is taken out."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from spe.model.fitted import GroupTest, Skill
from spe.notices import Notice
from spe.posts import Post
from spe.report import facts
from spe.report.facts import PostFact
from spe.report.look import _ends, _grey, _hue
from spe.report.posting_times import SLOTS, _cells, _place, _variances
from spe.report.words.en import card
from spe.wording.numbers import percent_of_log
from tests.small_model import small_model, term

AT = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


def row(number=1, *, likes=80.0, usual=80.0, expected=math.nan, inside=None, id_="post0"):
    """A post of the facts."""
    return PostFact(
        number=number,
        id=id_,
        at=AT + timedelta(days=number),
        likes=likes,
        usual=usual,
        expected=expected,
        low=50.0,
        high=120.0,
        ratio=(likes + 1) / (usual + 1),
        inside=inside,
    )


FOUND = (GroupTest("detail", ("busyness",), 0.001, 0.01, found=True),)
LOST = (GroupTest("detail", ("busyness",), 0.4, 0.5, found=False),)


@pytest.mark.parametrize(
    ("has_skill", "gate_open", "gain", "gain_low", "verdict"),
    [
        (True, True, 0.2, 0.05, "hint"),
        (True, True, 0.2, 0.0, "maybe"),
        (True, True, 0.2, -0.1, "maybe"),
        (True, True, 0.2, math.nan, "maybe"),
        (True, True, 0.0, 0.05, "no"),
        (True, True, -0.1, -0.3, "no"),
        (True, True, math.nan, math.nan, "no"),
        (False, True, 0.2, 0.05, "no"),
        (True, False, 0.2, 0.05, "no"),
    ],
)
def test_how_far_the_model_is_trusted(has_skill, gate_open, gain, gain_low, verdict):
    skill = Skill(posts=40, mae=16.0, mae_usual=20.0, gain=gain, gain_low=gain_low, gain_high=0.5)

    model = small_model(has_skill=has_skill, gate_open=gate_open, skill=skill)

    assert facts._verdict(model) == verdict
    assert facts._verdict(replace(model, skill=None)) == "none"


def with_reasons(reasons, **more):
    """The small model, whose first post was moved by these reasons."""
    model = small_model(**more)
    return replace(model, posts=(replace(model.posts[0], reasons=reasons), *model.posts[1:]))


def test_photo_parts_are_taken_out_for_the_times_and_the_times_own_parts_stay():
    model = with_reasons({"busyness": -0.3, "orange_brown": 0.1, "weekend": 0.05, "hour_sin": 0.02})
    ratio = np.array([0.5])

    assert facts._without_time_of_day(model, [row()], ratio) == pytest.approx([0.5 + 0.3 - 0.1])
    closed = replace(model, gate_open=False)
    assert facts._without_time_of_day(closed, [row()], ratio) == pytest.approx([0.5])


def test_for_one_feature_all_others_are_taken_out_and_its_own_part_stays():
    model = with_reasons({"busyness": -0.3, "orange_brown": 0.1})

    left = facts._partial_residuals(model, [row(), row(2, id_="post1")], np.array([0.5, 0.2]))

    assert left["busyness"] == pytest.approx([0.5 - 0.1, 0.2])
    assert left["orange_brown"] == pytest.approx([0.5 + 0.3, 0.2])
    assert left["brightness"] == pytest.approx([0.5 + 0.2, 0.2])


def test_reasons_of_a_named_account_are_its_named_features_largest_first_and_the_rest():
    model = with_reasons(
        {"busyness": -0.1, "orange_brown": 0.2, "brightness": 0.03, "weekend": 0.04}
    )
    measured = {"busyness": {"post0": 0.3}, "orange_brown": {"post0": 0.1}}

    told = facts._reasons(model, measured, model.posts[0], "named")

    assert [item.name for item in told] == ["orange_brown", "busyness", "rest"]
    assert [item.percent for item in told] == pytest.approx(
        [100 * math.expm1(0.2), 100 * math.expm1(-0.1), 100 * math.expm1(0.07)]
    )
    # Means are .2 and .5: more busyness than the average post, less orange.
    assert [item.high for item in told] == [False, True, None]


def test_kinds_are_no_reasons_for_a_post_as_they_have_no_direction():
    groups = (
        GroupTest("detail", ("busyness",), 0.001, 0.01, found=True),
        GroupTest("colour", ("orange_brown",), 0.5, 0.5, found=False),
        GroupTest("time", ("hour_sin", "weekend"), 0.01, 0.02, found=True),
    )
    reasons = {"busyness": -0.1, "orange_brown": 0.3, "hour_sin": 0.02, "weekend": 0.04}
    model = with_reasons(reasons, groups=groups)

    told = facts._reasons(model, {}, model.posts[0], "groups")

    assert told == ()


@pytest.mark.parametrize("state", ["few", "closed", "ranking", "whole"])
def test_without_anything_found_a_post_has_no_reasons(state):
    model = with_reasons({"busyness": -0.3})

    assert facts._reasons(model, {}, model.posts[0], state) == ()


def test_at_most_four_reasons_are_told_and_the_others_added_up():
    names = [f"feature{number}" for number in range(6)]
    terms = tuple(term(name, "light", 0.1, 0, 1, "strong") for name in names)
    sizes = dict(zip(names, (0.01, 0.06, 0.02, 0.05, 0.04, 0.03), strict=True))
    model = with_reasons(sizes, terms=terms, groups=())

    told = facts._reasons(model, {}, model.posts[0], "named")

    assert [item.name for item in told] == ["feature1", "feature3", "feature4", "feature5", "rest"]
    assert told[-1].percent == pytest.approx(100 * math.expm1(0.03))


@pytest.mark.parametrize(
    ("name", "value", "high"),
    [
        ("busyness", 0.21, True),
        ("busyness", 0.2, False),
        ("busyness", 0.1, False),
        ("busyness", math.nan, None),
        ("weekend", 1.0, True),
        ("weekend", 0.0, False),
        ("detail", 1.0, None),
    ],
)
def test_much_of_a_feature_is_more_than_the_average_post_has(name, value, high):
    assert facts._high(small_model(), {name: {"post0": value}}, "post0", name) is high


def test_a_long_tailed_feature_is_compared_on_the_models_scale():
    gap = replace(term("gap", "time", 0.1, 0, 4), transform="log1p", mean=math.log1p(3.0))
    model = small_model((gap,), groups=())

    assert facts._high(model, {"gap": {"post0": 3.1}}, "post0", "gap") is True
    assert facts._high(model, {"gap": {"post0": 2.9}}, "post0", "gap") is False


def test_the_account_in_figures():
    rows = [row(number, likes=float(10 * number), usual=70.0) for number in range(1, 26)]
    posts = [
        Post(id="a", image="", posted_at=AT, likes=1, likes_as_of=AT),
        Post(id="b", image="", posted_at=None, likes=None),
        Post(id="c", image="", posted_at=AT, likes=None, likes_as_of=AT + timedelta(days=1)),
    ]

    told = facts._account(small_model(), rows, posts)

    assert (told.posts, told.first, told.last) == (25, rows[0].at, rows[-1].at)
    assert (told.median, told.usual_then) == (130.0, 70.0)
    assert told.usual == pytest.approx(80.0)
    assert (told.recent, told.recent_low, told.recent_high) == (10, 160.0, 250.0)
    assert (told.undated, told.unliked) == (1, 2)
    assert told.likes_as_of == AT + timedelta(days=1)
    assert told.as_of_unknown == 0
    bare = [replace(post, likes_as_of=None) for post in posts]
    assert facts._account(small_model(), rows, bare).as_of_unknown == 1


@pytest.mark.parametrize(("known", "tried"), [({"album": 0.4}, "album"), ({}, "brightness")])
def test_where_nothing_is_named_what_is_least_known_is_tried(known, tried):
    """By the width of its range, and a property without a range has none."""
    names = ("brightness", "busyness", "album")
    model = small_model(tuple(term(name, "detail", 0.1, 0, 1, "unclear") for name in names))
    effects = [
        SimpleNamespace(name=name, term=SimpleNamespace(low=0.0, high=width))
        for name, width in known.items()
    ]

    assert facts._open_question(replace(model, groups=()), effects) == tried


def test_posts_inside_their_range_are_counted_among_those_that_had_one():
    rows = [row(1, inside=True), row(2, inside=True), row(3, inside=False), row(4, inside=None)]

    told = facts._trust(small_model(), rows)

    assert (told.inside, told.inside_of) == (2, 3)


def test_without_a_model_usual_is_the_median_of_the_posts_that_count():
    model = replace(small_model(), posts=(), left_out=())
    posts = [
        Post(id="a", image="", posted_at=AT, likes=10),
        Post(id="b", image="", posted_at=AT, likes=30),
        Post(id="c", image="", posted_at=AT, likes=80),
        Post(id="d", image="", posted_at=None, likes=900),
        Post(id="e", image="", posted_at=AT, likes=None),
        Post(id="f", image="", posted_at=AT, likes=900, excluded="not mine"),
    ]

    fits = facts._unfitted(model, posts)

    assert [(fit.id, fit.likes, fit.usual) for fit in fits] == [
        ("a", 10, 30.0),
        ("b", 30, 30.0),
        ("c", 80, 30.0),
    ]


@pytest.mark.parametrize(
    ("log", "percent"), [(0.0, 0.0), (math.log(1.5), 50.0), (math.log(0.5), -50.0)]
)
def test_percent_of_likes(log, percent):
    assert percent_of_log(log) == pytest.approx(percent)


@pytest.mark.parametrize(
    ("hour", "slot"),
    [
        *((0, 0), (5, 0), (6, 1), (10, 1), (11, 2), (13, 2)),
        *((14, 3), (16, 3), (17, 4), (20, 4), (21, 5), (23, 5)),
    ],
)
def test_every_hour_has_its_slot(hour, slot):
    friday = AT.replace(hour=hour, minute=59)

    assert _place(friday) == 4 * len(SLOTS) + slot


def test_a_cells_range_is_its_eighty_percent_one_in_percent_of_likes():
    table = _cells(np.array([3] + [0] * 41), np.array([0.2] + [0.0] * 41), np.full(42, 0.1))

    first = table[0][0]
    assert (len(table), len(table[0])) == (7, 6)
    assert first.posts == 3
    assert first.percent == pytest.approx(100 * math.expm1(0.2))
    assert first.low == pytest.approx(100 * math.expm1(0.2 - 0.128155), abs=1e-4)
    assert first.high == pytest.approx(100 * math.expm1(0.2 + 0.128155), abs=1e-4)
    assert first.sure
    assert not table[6][5].sure


def test_the_variance_within_and_between_two_cells_by_hand():
    """Ten posts around +1, ten around -1, each half .5 above and half .5 below.

    Within: 20 x .25 / 18. Between: (20 - 1 x within) / (20 - 200 / 20).
    """
    places = np.repeat([0, 1], 10)
    left = np.repeat([1.0, -1.0], 10) + np.tile([0.5, -0.5], 10)

    means, within, between = _variances(places, left, np.bincount(places, minlength=42))

    assert means[:3].tolist() == [1.0, -1.0, 0.0]
    assert within == pytest.approx(5 / 18)
    assert between == pytest.approx((20 - 5 / 18) / 10)


def test_cells_that_differ_by_less_than_chance_differ_by_nothing():
    places = np.repeat([0, 1], 10)

    assert _variances(places, np.tile([0.5, -0.5], 10), np.bincount(places, minlength=42))[2] == 0


def test_photos_at_either_end_are_the_first_and_last_three_in_order_of_the_feature():
    import pandas as pd

    table = pd.DataFrame({"brightness": [5.0, 1.0, math.nan, 4.0, 2.0, 3.0, 6.0]})

    ends = _ends(table, "brightness")

    assert (ends.low, ends.high) == ((2, 5, 6), (7, 1, 4))
    few = _ends(table.iloc[:4], "brightness")
    assert (few.low, few.high) == ((2,), (1,))


def test_colours_by_hand():
    assert _grey(100) == "#ffffff"
    assert _grey(0) == "#000000"
    # CIELAB L* = 53.585 is sRGB 128; L* = 5 lies on the straight part of both curves.
    assert _grey(53.585) == "#808080"
    assert _grey(5) == "#111111"
    assert _hue(0) == "#c74c4c"
    assert _hue(120) == "#4cc74c"


def test_a_post_whose_likes_may_be_a_slip_is_marked_and_no_other():
    posts = [
        Post(f"post{number}", "", AT + timedelta(days=number), 10 + number) for number in range(6)
    ]
    values = {"ids": ["post3"], "days": ["2026-03-04"], "likes": [450_000], "usual": [46]}
    model = replace(small_model(), posts=(), warnings=(Notice("far_counts", values),))

    rows = facts._posts(model, pd.DataFrame(), posts, UTC, "few", captions=False)

    assert [row.id for row in rows if row.far] == ["post3"]


@pytest.mark.parametrize(
    ("as_of", "unknown", "line"),
    [
        (None, 0, []),
        (None, 3, ["Likes read: date not known."]),
        (AT, 0, ["Likes as of 27 Nov 2026."]),
        (AT, 1, ["Likes as of 27 Nov 2026; of 1 post the date is not known."]),
        (AT, 3, ["Likes as of 27 Nov 2026; of 3 posts the date is not known."]),
    ],
)
def test_the_day_on_which_likes_were_read_is_told_as_far_as_it_is_known(as_of, unknown, line):
    account = SimpleNamespace(likes_as_of=as_of, as_of_unknown=unknown)

    assert card._read_on(account) == line
