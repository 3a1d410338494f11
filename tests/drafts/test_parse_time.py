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
        ("12pm", "2026-11-25T12:00:00+01:00"),
        ("12:30 am", "2026-11-25T00:30:00+01:00"),
        ("12:30 pm", "2026-11-25T12:30:00+01:00"),
        ("1 am", "2026-11-25T01:00:00+01:00"),
        ("11:59 pm", "2026-11-24T23:59:00+01:00"),
        ("15:04", "2026-11-25T15:04:00+01:00"),
        ("15:05", "2026-11-24T15:05:00+01:00"),
        ("15h30", "2026-11-24T15:30:00+01:00"),
        ("15.30", "2026-11-24T15:30:00+01:00"),
        ("23:59", "2026-11-24T23:59:00+01:00"),
        ("0:00", "2026-11-25T00:00:00+01:00"),
        ("midnight", "2026-11-25T00:00:00+01:00"),
        ("tomorrow 9:00", "2026-11-25T09:00:00+01:00"),
        ("tomorrow", "2026-11-25T15:04:00+01:00"),
        ("today", "2026-11-24T15:04:00+01:00"),
        ("tonight 22:00", "2026-11-24T22:00:00+01:00"),
        ("this friday 9:00", "2026-11-27T09:00:00+01:00"),
        ("monday 9:00", "2026-11-30T09:00:00+01:00"),
        ("tuesday 15:04", "2026-12-01T15:04:00+01:00"),
        ("tuesday", "2026-12-01T15:04:00+01:00"),
        ("24 nov 9:00", "2026-11-24T09:00:00+01:00"),
        ("23 nov 9:00", "2027-11-23T09:00:00+01:00"),
        ("23 nov 2026 9:00", "2026-11-23T09:00:00+01:00"),
        ("3rd jan", "2027-01-03T15:04:00+01:00"),
        ("1. Dec 18:00", "2026-12-01T18:00:00+01:00"),
        ("in an hour", "2026-11-24T16:04:00+01:00"),
        ("in 90 minutes", "2026-11-24T16:34:00+01:00"),
        ("in 3 days", "2026-11-27T15:04:00+01:00"),
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
        "0am",
        "13:00 pm",
        "24:00",
        "12:60",
        "18",
        "soon",
        "fr 18:00",
        "in 2 fortnights",
        "32 nov",
        "nov",
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


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("25.04.2027", "2027-04-25T15:04:00+02:00"),
        ("25.04.2027 18:00", "2027-04-25T18:00:00+02:00"),
        ("25/04/2027 18:00", "2027-04-25T18:00:00+02:00"),
        ("04/25/2027 6:00 pm", "2027-04-25T18:00:00+02:00"),
        ("25. März 2027 18:00", "2027-03-25T18:00:00+01:00"),
        ("25 avril 2027", "2027-04-25T15:04:00+02:00"),
        ("27. Dezember 18:00", "2026-12-27T18:00:00+01:00"),
        ("27 mai 18:00", "2027-05-27T18:00:00+02:00"),
        ("20270425", "2027-04-25T15:04:00+02:00"),
    ],
)
def test_dates_are_read_as_they_stand_in_tables(said, meant):
    assert parse_time(said, TUESDAY).isoformat() == meant


def test_a_date_that_could_be_two_days_is_asked_for_year_first():
    with pytest.raises(SpeError, match="could be two days"):
        parse_time("03/04/2027 18:00", TUESDAY)


@pytest.mark.parametrize("said", ["45000", "1732460000", "29 février 2027", "30. Foo 2027"])
def test_numbers_and_days_that_no_calendar_has_are_no_dates(said):
    with pytest.raises(SpeError, match="can't read"):
        parse_time(said, TUESDAY)
