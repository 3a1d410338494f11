"""Which posts count, and whether they were what the coin asked for."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from spe.experiments.match import slots, ticked_off
from spe.posts import Post
from tests.experiments.made import LATER, ORDER, PLANNED, START, measured, own_words, posted


def ticked(experiment, posts):
    return [one.id for one in ticked_off([experiment], posts)[0].ticked]


def places(experiment, posts, values=None, now=LATER):
    (counted,) = ticked_off([experiment], posts)
    return slots(counted, posts, values or {}, now)


def test_the_first_posts_after_the_start_count_by_time_however_they_come():
    posts = posted(14)
    before = [Post("old", "old.jpg", START), Post("undated", "undated.jpg")]

    assert ticked(PLANNED, [*reversed(posts), *before]) == [f"p{at}" for at in range(12)]


def test_a_post_imported_late_takes_its_place_by_time():
    first, second, third = posted(3)
    (counted,) = ticked_off([PLANNED], [first, third])

    assert ticked(counted, [first, second, third]) == ["p0", "p1", "p2"]


def test_a_post_that_left_the_table_keeps_its_place():
    first, second, third = posted(3)
    (counted,) = ticked_off([PLANNED], [first, second, third])
    states = [slot.state for slot in places(counted, [first, third])]

    assert ticked(counted, [first, third]) == ["p0", "p1", "p2"]
    assert states[:4] == ["counted", "gone", "counted", "to_come"]


def test_what_was_given_up_counts_nothing_more():
    given_up = replace(PLANNED, cancelled_at=START + timedelta(days=3))

    assert ticked(given_up, posted(3)) == []


def test_posts_after_the_next_experiment_began_are_that_one_s():
    posts = posted(6)
    later = replace(PLANNED, started_at=posts[1].posted_at)

    first, second = ticked_off([PLANNED, later], posts)

    assert [one.id for one in first.ticked] == ["p0", "p1"]
    assert [one.id for one in second.ticked] == ["p2", "p3", "p4", "p5"]


@pytest.mark.parametrize(
    ("days", "state", "likes"), [(14, "counted", 100), (13.9, "arriving", None)]
)
def test_likes_count_two_weeks_after_posting(days, state, likes):
    post = posted(1)[0]
    read = replace(post, likes_as_of=post.posted_at + timedelta(days=days))

    (slot, *_) = places(PLANNED, [read])

    assert (slot.state, slot.likes) == (state, likes)


def test_a_post_without_likes_is_waited_for():
    assert places(PLANNED, [replace(posted(1)[0], likes=None)])[0].state == "arriving"


def test_it_is_seen_who_followed_the_coin():
    posts = posted(3)
    values = measured(posts) | {"p1": {"faces": 0.0}, "p2": {"faces": math.nan}}

    followed = [slot.followed for slot in places(PLANNED, posts, values)]

    assert [slot.asked for slot in places(PLANNED, posts)] == list(ORDER)
    assert followed[:4] == [True, False, None, None]
    assert places(PLANNED, posts)[0].followed is None


@pytest.mark.parametrize(("value", "had"), [(55.1, True), (55.0, False), (20.0, False)])
def test_a_kind_begins_above_the_cut(value, had):
    light = replace(PLANNED, treatment="brightness", cut=55.0)

    slot = places(light, posted(1), {"p0": {"brightness": value}})[0]

    assert slot.asked
    assert slot.followed == had


def test_a_caption_is_seen_where_the_source_has_any():
    tried = replace(PLANNED, treatment="captions", cut=math.nan)
    posts = posted(3)
    posts[1] = replace(posts[1], caption="By the sea")

    assert [slot.followed for slot in places(tried, posts)][:3] == [False, True, True]
    silent = [replace(post, caption="") for post in posts]
    assert [slot.followed for slot in places(tried, silent)][:3] == [None] * 3


def test_own_words_can_be_seen_by_nobody():
    assert places(own_words(), posted(1), measured(posted(1)))[0].followed is None


@pytest.mark.parametrize(
    ("said", "followed"), [("Pets", True), ("pets ", True), ("food", False), ("", None)]
)
def test_a_subject_is_what_its_owner_says_of_a_post(said, followed):
    tried = replace(PLANNED, treatment="subject:pets", cut=math.nan)
    first, *others = posted(4)
    others[0] = replace(others[0], subject="pets")

    place = places(tried, [replace(first, subject=said), *others])[0]

    expected = None if followed is None else followed == place.asked
    assert place.followed == expected


def test_of_a_subject_that_is_called_otherwise_by_now_nobody_can_see():
    tried = replace(PLANNED, treatment="subject:pets", cut=math.nan)
    posts = [replace(post, subject="animals") for post in posted(4)]

    assert [place.followed for place in places(tried, posts)[:4]] == [None] * 4
