"""How the two ends of a comparison are said."""

import math

import pytest

from spe.wording.comparisons import amount, compared


@pytest.mark.parametrize(
    ("scale", "value", "text"),
    [
        ("number", 45.0, "45"),
        ("number", -0.25, "−0.25"),
        ("number", 0.0, "0"),
        ("percent", 0.05, "5%"),
        ("percent", 0.123, "12.3%"),
        ("percent", 0.0, "0%"),
        ("area", 0.0, "none"),
        ("area", 1 / 3, "a third"),
        ("area", 0.33, "33%"),
        ("area", 0.2, "a fifth"),
        ("area", 0.5, "half"),
        ("area", 0.07, "7%"),
        ("difference", 12.0, "12 points brighter"),
        ("difference", -5.0, "5 points darker"),
        ("difference", 0.0, "no brighter"),
        ("times", 0.0, "1×"),
        ("times", math.log2(1.5), "1.5×"),
        ("times", -1.0, "0.5×"),
        ("format", 0.0, "1:1"),
        ("format", math.log2(9 / 16), "9:16"),
        ("format", math.log2(1.91), "1.91:1"),
        ("format", -math.log2(1.37), "1:1.37"),
        ("days", 1 / 24 / 60 * 15, "15 minutes"),
        ("days", 1 / 24, "1 hour"),
        ("days", 23 / 24, "23 hours"),
        ("days", 1.0, "1 day"),
        ("days", 1.25, "30 hours"),
        ("days", 2.0, "2 days"),
        ("days", 40.0, "40 days"),
        ("sine", 1.0, "6:00"),
        ("sine", -1.0, "18:00"),
        ("sine", 0.0, "0:00 or 12:00"),
        ("sine", math.sin(2 * math.pi * 13.5 / 24), "13:30 or 22:30"),
        ("cosine", 1.0, "0:00"),
        ("cosine", -1.0, "12:00"),
        ("cosine", 0.5, "4:00 or 20:00"),
    ],
)
def test_a_value_is_said_as_it_is(scale, value, text):
    assert amount(scale, value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "none"), (1.0, "1 face"), (2.0, "2 faces"), (1.5, "1.5 faces")]
)
def test_things_are_counted(value, text):
    assert amount("count", value, ("face", "faces")) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (1, 14, "14 days against 1"),
        (0.25, 14, "14 days against 6 hours"),
        (1 / 24, 0.25, "6 hours against 1"),
        (1.0, 1.25, "30 hours against 1 day"),
    ],
)
def test_the_unit_of_a_pause_is_said_twice_only_where_there_are_two(low, high, text):
    assert compared("days", "{}", low, high) == text


def test_a_count_is_said_against_a_bare_number():
    assert compared("count", "{}", 1, 3, ("face", "faces")) == "3 faces against 1"
    assert compared("count", "{}", 0, 1, ("face", "faces")) == "1 face against none"
