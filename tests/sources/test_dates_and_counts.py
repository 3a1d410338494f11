"""Counts and dates as people and exports write them: tables of what each means."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from spe.sources import _values
from spe.sources._dates import order_of, read_time
from spe.sources._values import count, known, mended, moment, sensible, squeezed, words

ZURICH = ZoneInfo("Europe/Zurich")


@pytest.mark.parametrize(
    ("written", "likes"),
    [
        (0, 0),
        (7, 7),
        (7.0, 7),
        ("0", 0),
        ("007", 7),
        (" 12 ", 12),
        ("'12'", 12),
        ('"12"', 12),
        ("12.0", 12),
        ("12,00", 12),
        ("1,204", 1204),
        ("1.204", 1204),
        ("1'204", 1204),
        ("1’204", 1204),
        ("1 204", 1204),
        ("1\u00a0204", 1204),
        ("1\u202f204", 1204),
        ("1,234,567", 1234567),
        ("1k", 1000),
        ("1.2K", 1200),
        ("1,2 k", 1200),
        ("2 Tsd.", 2000),
        ("2 mil", 2000),
        ("3m", 3_000_000),
        ("1,5 Mio.", 1_500_000),
        ("2 mln", 2_000_000),
        ("2 млн", 2_000_000),
        ("3 万", 30_000),
        ("3 萬", 30_000),
        ("3 만", 30_000),
        ("2 lakh", 200_000),
        ("100000000000", 10**11),
    ],
)
def test_a_count_is_read_however_it_is_written(written, likes):
    assert count(written) == likes
    assert known(written) == likes


@pytest.mark.parametrize(
    "written",
    [
        *(None, True, False, "", " ", "-", "--", "–", "—", "?", "N/A", "na", "NaN", "None", "null"),
        *(-1, -1.0, "-1", "-3.0", float("nan")),
    ],
)
def test_what_stands_for_unknown_is_unknown(written):
    assert count(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "many",
        "1.25",
        "12,5",
        "1,20",
        "1,2345",
        "12k likes",
        "1.2b",
        "k",
        7.5,
        float("inf"),
        10**11 + 1,
        "100000000001",
        "1" * 41,
    ],
)
def test_what_is_no_whole_number_is_refused_and_mangled_exports_make_it_unknown(written):
    with pytest.raises(ValueError, match=r"number"):
        count(written)
    assert known(written) is None


def test_forty_signs_are_still_looked_at():
    assert count("0" * 39 + "7") == 7


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\0b", "ab"),
        ("half \ud83d a pair", "half ? a pair"),
        (None, ""),
        (12, ""),
        ("x" * (_values.LONGEST_TEXT + 1), "x" * _values.LONGEST_TEXT),
    ],
)
def test_a_text_can_be_written_down(given, kept):
    assert words(given) == kept


def test_a_text_written_byte_by_byte_is_put_together_and_others_stay():
    assert mended("caf\u00c3\u00a9") == "café"
    assert mended("café") == "café"
    assert mended("日本") == "日本"


@pytest.mark.parametrize(
    ("seconds", "when"),
    [
        (1424225088, datetime(2015, 2, 18, 2, 4, 48, tzinfo=UTC)),
        ("1424225088", datetime(2015, 2, 18, 2, 4, 48, tzinfo=UTC)),
        (1424225088.9, datetime(2015, 2, 18, 2, 4, 48, tzinfo=UTC)),
        (1424225088123, datetime(2015, 2, 18, 2, 4, 48, tzinfo=UTC)),
        (0, None),
        (True, None),
        (None, None),
        ([1424225088], None),
        ("soon", None),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_seconds_and_milliseconds_since_1970_are_moments(seconds, when):
    assert moment(seconds) == when


@pytest.mark.parametrize(
    ("year", "possible"), [(1989, False), (1990, True), (2024, True), (2100, True), (2101, False)]
)
def test_posts_are_from_1990_to_2100(year, possible):
    assert sensible(datetime(year, 6, 1, tzinfo=UTC)) is possible


@pytest.mark.parametrize(
    ("heading", "compared"),
    [("Likes (total)", "likestotal"), ("Gefällt mir", "gefalltmir"), ("POSTED_AT", "postedat")],
)
def test_headings_are_compared_without_case_accents_and_signs(heading, compared):
    assert squeezed(heading) == compared


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["13/01/2024"], "day-first"),
        (["01/13/2024"], "month-first"),
        (["13/01/2024", "01/13/2024"], "both"),
        (["12/01/2024"], "ambiguous"),
        (["01/12/2024"], "ambiguous"),
        (["07/07/2024"], None),
        (["13.01.2024", "01.02.2024"], None),
        (["01.02.2024", "13-01-2024"], "day-first"),
        (["2024-01-13", "soon"], None),
        ([" 13/01/2024 18:00 ", "03/04/2024"], "day-first"),
        ([], None),
    ],
)
def test_a_column_tells_its_own_order(texts, order):
    assert order_of(texts) == order


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2024-04-25", None, (2024, 4, 25)),
        ("2024/4/5", None, (2024, 4, 5)),
        ("2024:04:25", None, (2024, 4, 25)),
        ("25.04.2024", None, (2024, 4, 25)),
        ("3.4.2024", None, (2024, 4, 3)),
        ("3.4.2024", "month-first", (2024, 4, 3)),
        ("25.04.24", None, (2024, 4, 25)),
        ("07/07/2024", None, (2024, 7, 7)),
        ("03/04/2024", "day-first", (2024, 4, 3)),
        ("03/04/2024", "month-first", (2024, 3, 4)),
        ("03-04-24", "month-first", (2024, 3, 4)),
        ("25 April 2024", None, (2024, 4, 25)),
        ("25. Apr. 2024", None, (2024, 4, 25)),
        ("April 25, 2024", None, (2024, 4, 25)),
        ("Jan 1st 2024", None, (2024, 1, 1)),
        ("31 dec 2023", None, (2023, 12, 31)),
    ],
)
def test_a_date_without_a_time_is_noon_of_its_day(text, order, day):
    assert read_time(text, ZURICH, order) == (datetime(*day, 12, tzinfo=ZURICH), False, False)


@pytest.mark.parametrize(
    ("clock", "hour", "minute", "second"),
    [
        ("00:00", 0, 0, 0),
        ("9:05", 9, 5, 0),
        ("18:30:59", 18, 30, 59),
        ("18.30", 18, 30, 0),
        ("18:30:59.123", 18, 30, 59),
        ("12:30 am", 0, 30, 0),
        ("12:30 pm", 12, 30, 0),
        ("1:15 AM", 1, 15, 0),
        ("1:15 p.m.", 13, 15, 0),
        ("11:59pm", 23, 59, 0),
    ],
)
@pytest.mark.parametrize("day", ["2024-04-25", "25.04.2024", "25 Apr 2024", "Apr 25, 2024"])
def test_a_clock_time_is_read_behind_every_kind_of_date(day, clock, hour, minute, second):
    expected = datetime(2024, 4, 25, hour, minute, second, tzinfo=ZURICH)

    assert read_time(f"{day} {clock}", ZURICH, None) == (expected, False, True)


@pytest.mark.parametrize(
    ("value", "expected", "zoned", "clocked"),
    [
        ("2024-04-25T18:30:00Z", datetime(2024, 4, 25, 18, 30, tzinfo=UTC), True, True),
        (
            "2024-04-25 18:30:00+02:00",
            datetime(2024, 4, 25, 18, 30, tzinfo=timezone(timedelta(hours=2))),
            True,
            True,
        ),
        ("1424225088", datetime(2015, 2, 18, 2, 4, 48, tzinfo=UTC), True, True),
        ("1424225088.0", datetime(2015, 2, 18, 2, 4, 48, tzinfo=UTC), True, True),
        (date(2024, 4, 25), datetime(2024, 4, 25, 12, tzinfo=ZURICH), False, False),
        (
            datetime(2024, 4, 25, 18, 30, 1, 5),  # noqa: DTZ001  (a spreadsheet's cell)
            datetime(2024, 4, 25, 18, 30, 1, tzinfo=ZURICH),
            False,
            True,
        ),
        (
            datetime(2024, 4, 25, 18, 30, tzinfo=UTC),
            datetime(2024, 4, 25, 18, 30, tzinfo=UTC),
            True,
            True,
        ),
    ],
)
def test_a_zone_that_is_written_stays_and_another_is_the_accounts(value, expected, zoned, clocked):
    assert read_time(value, ZURICH, None) == (expected, zoned, clocked)


@pytest.mark.parametrize(
    "value",
    [
        "03/04/2024",
        "31.02.2024",
        "25.13.2024",
        "2024-04-25 25:00",
        "1 foo 2024",
        "soon",
        "",
        "1985-01-01",
        "1985-01-01T00:00:00Z",
        date(1, 1, 1).isoformat(),
        datetime(1985, 1, 1, tzinfo=UTC),
    ],
)
def test_what_is_no_date_or_could_be_two_is_refused(value):
    with pytest.raises(ValueError, match=r"\w"):
        read_time(value, ZURICH, None)
