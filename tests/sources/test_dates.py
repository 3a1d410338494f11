"""Dates, in numbers and in words of many languages."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from spe.sources import _dates
from spe.sources._dates import order_of, read_clock, read_time

ZURICH = ZoneInfo("Europe/Zurich")
EVENING = datetime(2025, 5, 6, 18, 30, tzinfo=ZURICH)


@pytest.mark.parametrize(
    "text",
    [
        "6. Mai 2025, 18:30",
        "Dienstag, 6. Mai 2025 um 18:30 Uhr",
        "6 de mayo de 2025, 18:30",
        "mar. 6 mai 2025 à 18h30",
        "martedì 6 maggio 2025 18.30",
        "6 maj 2025 kl. 18:30",
        "6 мая 2025 г., 18:30",
        "6 Mayıs 2025 18:30",
        "2025年5月6日 18:30",
        "2025년 5월 6일 오후 6:30",
        "2025. 05. 06. 18:30",
        "Tue 06.05.2025 18:30",
        "May 6th, 2025 6:30 pm",
        "6-May-2025 18:30",
        "20250506_183000",
        "202505061830",
        "2025/5/6 6:30 PM",
        "45783.770833",
        "45783,770833",
    ],
)
def test_a_date_with_its_time_is_read_in_the_accounts_zone(text):
    assert read_time(text, ZURICH, None) == (EVENING, False, True)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 06 May 2025 16:30:00 +0000",
        "Tue, 06 May 2025 16:30:00 GMT",
        "Tue May 06 2025 18:30:00 GMT+0200 (Central European Summer Time)",
        "Tue May 06 16:30:00 +0000 2025",
        "2025-05-06 16:30 UTC",
    ],
)
def test_a_zone_that_is_written_is_kept(text):
    when, zoned, timed = read_time(text, ZURICH, None)

    assert when == EVENING
    assert zoned
    assert timed


@pytest.mark.parametrize("text", ["6. Mai 2025", "20250506", "45783", "06.05.25", "6 maio 2025"])
def test_a_date_alone_is_noon_and_says_so(text):
    assert read_time(text, ZURICH, None) == (EVENING.replace(hour=12, minute=0), False, False)


@pytest.mark.parametrize(
    "text",
    [
        "4 listopada 2024",  # October in Croatian, November in Polish
        "4 Foo 2024",
        "4. März",
        "12 likes",
        "31 February 2024",
        "03/04/2024",
        "Sunday 03/04/2024",
        "18:30",
        "4 May 2024 13:00 pm",
        "4 May June 2024",
        "",
    ],
)
def test_what_is_no_one_date_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_time(text, ZURICH, None)


def test_an_english_month_is_not_taken_for_a_spanish_tuesday_nor_the_other_way():
    assert read_time("mar 4, 2025", UTC, None)[0].month == 3
    assert read_time("mar 1 abr 2025", UTC, None)[0].month == 4


def test_a_weekday_before_a_date_does_not_hide_its_order():
    assert order_of(["Sun 25/05/2025"]) == "day-first"
    assert order_of(["Sun 05/04/2025"]) == "ambiguous"


@pytest.mark.parametrize(
    "value", ["18:30", "6:30 PM", "0.770833", "18h30", time(18, 30), timedelta(hours=18.5)]
)
def test_a_clock_is_read_from_a_column_of_its_own(value):
    assert read_clock(value) == time(18, 30)


@pytest.mark.parametrize("value", ["noonish", "", "25:00", date(2025, 5, 6)])
def test_what_is_no_time_of_day_is_refused(value):
    with pytest.raises(ValueError, match=r"."):
        read_clock(value)


@pytest.mark.parametrize(
    "text",
    [
        "May 6th, 2025 6:30 pm",
        "Tue, 6 May 2025 18:30:00 +0200",
        "Tuesday 6 May 2025 18:30",
        "Tue May 06 2025 18:30:00 GMT+0200 (CEST)",
        "6-May-2025 18:30",
    ],
)
def test_english_dates_need_no_tables_of_other_languages(monkeypatch, text):
    def tables():
        raise AssertionError(text)

    monkeypatch.setattr(_dates, "_names", tables)

    assert read_time(text, ZURICH, None)[0] == EVENING


def test_every_english_month_is_the_one_of_unicodes_tables():
    months, _ = _dates._names()

    for name, number in _dates._ENGLISH.items():
        assert months[name] == {number}
        assert read_time(f"6 {name} 2025", ZURICH, None)[0].month == number
