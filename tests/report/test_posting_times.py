"""Weekday and time of day: shrunk, and tested by shuffling."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from spe.report.posting_times import SLOTS, see_when

ZONE = ZoneInfo("Europe/Zurich")


def some_times(n, seed=0):
    draw = np.random.default_rng(seed)
    at = datetime(2026, 1, 5, tzinfo=ZONE)
    times = []
    for _ in range(n):
        at += timedelta(days=int(draw.integers(1, 4)))
        times.append(at.replace(hour=int(draw.integers(8, 23))))
    return times


def seen(times, left, **changes):
    return see_when(times, np.asarray(left, float), **{"told": True, "found": True, **changes})


def test_every_post_stands_in_one_cell():
    times = some_times(80)

    when = seen(times, np.zeros(80))

    assert sum(cell.posts for row in when.cells for cell in row) == 80


def test_a_post_stands_under_its_weekday_and_hour():
    saturday = datetime(2026, 11, 28, 20, 59, tzinfo=ZONE)

    when = seen([saturday], [0.0])

    assert when.cells[5][SLOTS.index(17)].posts == 1


def test_without_a_post_every_cell_is_empty():
    when = seen([], [])

    assert {cell.posts for row in when.cells for cell in row} == {0}
    assert when.proof == "untested"


def test_few_posts_are_not_tested():
    when = seen(some_times(12), np.ones(12))

    assert when.proof == "untested"
    assert not when.told


def test_noise_is_pulled_to_zero_and_proves_nothing():
    draw = np.random.default_rng(3)
    times = some_times(120)

    when = seen(times, draw.normal(0, 0.3, 120))

    assert when.p > 0.05
    assert max(abs(cell.percent) for row in when.cells for cell in row) < 15


def test_an_evening_effect_is_found_and_has_its_sign():
    draw = np.random.default_rng(0)
    times = some_times(200)
    evening = np.array([at.hour >= 17 for at in times])

    when = seen(times, np.where(evening, 0.5, 0.0) + draw.normal(0, 0.2, 200))

    assert when.proof == "yes"
    assert all(row[1].percent < 0 < row[4].percent for row in when.cells if row[1].posts > 2)


def test_a_cell_with_fewer_posts_is_pulled_closer_to_zero():
    times = [datetime(2026, 1, 5, 18, tzinfo=ZONE) + timedelta(weeks=week) for week in range(30)]
    lone = datetime(2026, 1, 6, 9, tzinfo=ZONE)
    draw = np.random.default_rng(1)
    left = [*(0.4 + draw.normal(0, 0.1, 30)), -0.4]

    when = seen([*times, lone], left)

    assert when.cells[0][4].percent > 0
    raw = -0.4 - np.mean(left)
    assert raw < np.log1p(when.cells[1][1].percent / 100) < 0


@pytest.mark.parametrize(("told", "found"), [(False, True), (True, False), (False, False)])
def test_nothing_is_proven_without_the_gate_and_the_group(told, found):
    times = some_times(200)
    left = [1.0 if at.hour >= 17 else 0.0 for at in times]

    assert seen(times, left, told=told, found=found).proof == "no"


def test_shuffles_of_noise_reject_about_as_often_as_they_should():
    times = some_times(60)
    draw = np.random.default_rng(7)

    small = sum(seen(times, draw.normal(0, 1, 60)).p <= 0.1 for _ in range(30))

    assert small <= 8
