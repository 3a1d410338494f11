from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spe.drafts.parse_time import parse_time
from spe.errors import SpeError

ZURICH = ZoneInfo("Europe/Zurich")
TUESDAY = datetime(2026, 11, 24, 15, 4, tzinfo=ZURICH)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("18:00", "2026-11-24T18:00:00+01:00"),
        ("9:00", "2026-11-25T09:00:00+01:00"),
        ("6pm", "2026-11-24T18:00:00+01:00"),
        ("12am", "2026-11-25T00:00:00+01:00"),
        ("tomorrow 9:00", "2026-11-25T09:00:00+01:00"),
        ("today 8:00", "2026-11-24T08:00:00+01:00"),
        ("tonight", "2026-11-24T20:00:00+01:00"),
        ("Friday 18:00", "2026-11-27T18:00:00+01:00"),
        ("fri 18:00", "2026-11-27T18:00:00+01:00"),
        ("tuesday 14:00", "2026-12-01T14:00:00+01:00"),
        ("tuesday 16:00", "2026-11-24T16:00:00+01:00"),
        ("27 Nov 18:00", "2026-11-27T18:00:00+01:00"),
        ("Nov 27, 18:00", "2026-11-27T18:00:00+01:00"),
        ("3 jan 10:00", "2027-01-03T10:00:00+01:00"),
        ("1 July 2027 10:00", "2027-07-01T10:00:00+02:00"),
        ("18:00 Friday", "2026-11-27T18:00:00+01:00"),
        ("18:00 on Friday", "2026-11-27T18:00:00+01:00"),
        ("on Friday at 6pm", "2026-11-27T18:00:00+01:00"),
        ("Friday evening", "2026-11-27T19:00:00+01:00"),
        ("noon", "2026-11-25T12:00:00+01:00"),
        ("tomorrow noon", "2026-11-25T12:00:00+01:00"),
        ("in 2 hours", "2026-11-24T17:04:00+01:00"),
        ("in a week", "2026-12-01T15:04:00+01:00"),
        ("friday", "2026-11-27T15:04:00+01:00"),
        ("2026-11-27", "2026-11-27T15:04:00+01:00"),
        ("29 Feb 2028 10:00", "2028-02-29T10:00:00+01:00"),
        ("2026-11-27 18:00", "2026-11-27T18:00:00+01:00"),
        ("2026-11-27T18:00+00:00", "2026-11-27T18:00:00+00:00"),
    ],
)
def test_a_time_means_what_a_person_means_by_it(said, meant):
    assert parse_time(said, TUESDAY).isoformat() == meant


def test_now_is_now():
    assert parse_time("now", TUESDAY) == TUESDAY


@pytest.mark.parametrize(
    "said",
    [
        "Fryday 18:00",
        "25:00",
        "tomorrow noonish",
        "31 Feb 10:00",
        "13pm",
        "18",
        "soon",
        "ju 3",
        "0001-01-01 00:00",
    ],
)
def test_what_is_no_time_is_refused_with_examples(said):
    with pytest.raises(SpeError, match=r"can't read .* as a time"):
        parse_time(said, TUESDAY)


def test_tonight_is_still_to_come():
    late = TUESDAY.replace(hour=22, minute=30)

    assert parse_time("tonight", late) == late


def test_a_time_the_clocks_jump_over_is_moved_on():
    said = parse_time("2027-03-28 02:30", TUESDAY)

    assert said.isoformat() == "2027-03-28T03:30:00+02:00"


def test_hours_ahead_are_hours_that_pass():
    evening = datetime(2026, 10, 24, 23, 0, tzinfo=ZURICH)

    assert parse_time("in 6 hours", evening).isoformat() == "2026-10-25T04:00:00+01:00"


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_a_time_or_a_sentence(said):
    try:
        moment = parse_time(said, TUESDAY)
    except SpeError:
        return

    assert moment.tzinfo is not None
