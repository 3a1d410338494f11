import math
from datetime import UTC, datetime, timedelta

import pytest

from spe.features.moment import Moment, age, gap, hour_cos, hour_sin, posts_7d, weekend

FRIDAY = datetime(2026, 11, 27, 18, 0, tzinfo=UTC)


def test_the_clock_goes_round():
    midnight, late = Moment(FRIDAY.replace(hour=0)), Moment(FRIDAY.replace(hour=23, minute=59))

    assert hour_sin(midnight) == pytest.approx(hour_sin(late), abs=0.01)
    assert hour_cos(midnight) == pytest.approx(hour_cos(late), abs=0.01)
    assert hour_cos(Moment(FRIDAY.replace(hour=12))) == -1


def test_saturday_and_sunday_are_the_weekend():
    week = [weekend(Moment(FRIDAY + timedelta(days=days))) for days in range(7)]

    assert week == [0, 1, 1, 0, 0, 0, 0]


def test_days_are_counted_from_the_last_and_the_first_post():
    moment = Moment(FRIDAY, FRIDAY - timedelta(hours=12), FRIDAY - timedelta(days=30))

    assert gap(moment) == 0.5
    assert age(moment) == 30


def test_the_first_post_has_no_pause_before_it():
    assert math.isnan(gap(Moment(FRIDAY, None, FRIDAY)))


def test_posts_of_the_week_are_as_many_as_were_counted_and_unknown_where_nobody_counted():
    assert posts_7d(Moment(FRIDAY, lately=3)) == 3
    assert posts_7d(Moment(FRIDAY, lately=0)) == 0
    assert math.isnan(posts_7d(Moment(FRIDAY)))
