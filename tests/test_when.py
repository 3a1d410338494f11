from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from spe.errors import SpeError
from spe.when import parse_when

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
        ("2026-11-27 18:00", "2026-11-27T18:00:00+01:00"),
        ("2026-11-27T18:00+00:00", "2026-11-27T18:00:00+00:00"),
    ],
)
def test_a_time_means_what_a_person_means_by_it(said, meant):
    assert parse_when(said, TUESDAY).isoformat() == meant


def test_now_is_now():
    assert parse_when("now", TUESDAY) == TUESDAY


@pytest.mark.parametrize(
    "said",
    ["Fryday 18:00", "25:00", "tomorrow noonish", "31 Feb 10:00", "13pm", "18", "soon", "ju 3"],
)
def test_what_is_no_time_is_refused_with_examples(said):
    with pytest.raises(SpeError, match=r"can't read .* as a time"):
        parse_when(said, TUESDAY)
