"""How good the forecasts were: the facts, the words, and the section of the page."""

import math
import re
from dataclasses import replace

import pytest

from spe.report import page
from spe.report.charts import beside
from spe.report.words import en
from tests.report.account import closed, few, make_account, named, page_without_plots, tracked

GOOD, BAD = True, False


def told(held, **more):
    """The facts of a small account with such a record."""
    return tracked(make_account(24), held, **more).facts()


def section(facts):
    text = page_without_plots(facts)
    return re.search(r'<section [^>]*id="forecasts">.*?</section>', text, re.DOTALL)


# Facts.


def test_forecasts_stand_newest_first_under_their_posts_numbers():
    facts = told([GOOD, BAD, GOOD])

    assert [item.number for item in facts.forecasts.shown] == [24, 23, 22]
    assert [item.held for item in facts.forecasts.shown] == [True, False, True]
    assert [item.likes for item in facts.forecasts.shown] == [
        post.likes for post in reversed(facts.posts[-3:])
    ]


def test_posts_that_the_model_has_not_learnt_from_are_numbered_on():
    account = tracked(make_account(24), [GOOD, GOOD], arriving=2)
    facts = account.but(posts=account.model.posts[:-2]).facts()

    assert [item.number for item in facts.forecasts.shown] == [24, 23, 22, 21]
    assert len(facts.posts) == 22


@pytest.mark.parametrize(
    ("held", "agreement"),
    [
        ([], "none"),
        ([GOOD] * 3, "few"),
        ([BAD] * 9, "few"),
        ([GOOD] * 8 + [BAD] * 2, "agree"),
        ([GOOD] * 6 + [BAD] * 4, "agree"),
        ([GOOD] * 6 + [BAD] * 14, "narrow"),
        ([GOOD] * 24, "wide"),
    ],
)
def test_ranges_are_judged_by_whether_the_promise_lies_within_luck(held, agreement):
    assert told(held, arriving=0 if held else 2).forecasts.agreement == agreement


def test_drafts_that_wait_are_counted_and_not_shown():
    facts = told([GOOD], waiting=3)

    assert len(facts.forecasts.shown) == 1
    assert facts.forecasts.waiting == 3


# Words.


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([], "No likes to hold them against yet"),
        ([GOOD], "The first one landed in its range; one says little"),
        ([BAD], "The first one missed its range; one says little"),
        ([GOOD, BAD, GOOD], "2 of 3 landed in their range; too few to judge"),
        ([GOOD] * 9 + [BAD] * 3, "9 of 12 landed in their range"),
    ],
)
def test_the_headline_counts_and_says_when_that_is_too_few(held, said):
    assert en.forecasts.forecasts_headline(told(held, arriving=1)) == said


def test_three_are_given_the_bounds_of_three():
    text = en.forecasts.forecasts_text(told([GOOD] * 3))

    assert "going by three, the true share could be anything from 44% to 100%" in text
    assert "off by" not in text
    assert "times in 100" not in text


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([GOOD] * 9 + [BAD] * 3, "plausibly 47% to 91%, which agrees."),
        ([GOOD] * 6 + [BAD] * 14, "look too narrow"),
        ([GOOD] * 24, "look wider than they have to be"),
    ],
)
def test_enough_are_held_against_what_was_promised(held, said):
    text = en.forecasts.forecasts_text(told(held))

    assert "About 80% should" in text
    assert said in text


def test_misses_are_given_beside_those_of_guessing_the_usual():
    text = en.forecasts.forecasts_text(told([GOOD] * 10))

    assert "off by 5.0 likes on average" in text
    assert "would have been off by 9.0" in text
    assert "times in 100; a coin would have 50" in text


def test_where_the_model_told_nothing_apart_the_guess_is_called_the_usual():
    text = en.forecasts.forecasts_text(told([GOOD] * 10, has_skill=False))

    assert "Each was simply your usual of the time" in text
    assert "coin" not in text


@pytest.mark.parametrize(
    ("arriving", "waiting", "said"),
    [
        (1, 0, "One more is posted, and its likes are still arriving."),
        (2, 0, "Two more are posted, and their likes are still arriving."),
        (0, 1, "One remembered draft is not posted so far."),
        (0, 12, "12 remembered drafts are not posted so far."),
    ],
)
def test_one_and_many_that_are_still_open(arriving, waiting, said):
    assert said in en.forecasts.forecasts_text(told([GOOD] * 2, arriving=arriving, waiting=waiting))


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        (1, "One more is posted, but what it had got after 14 days is not known."),
        (2, "Two more are posted, but what they had got after 14 days is not known."),
    ],
)
def test_likes_that_nobody_knows_are_not_said_to_arrive(unknown, said):
    facts = told([GOOD] * 2, arriving=unknown)
    shown = tuple(replace(item, arriving=False) for item in facts.forecasts.shown)
    facts = replace(facts, forecasts=replace(facts.forecasts, shown=shown))

    text = en.forecasts.forecasts_text(facts)

    assert said in text
    assert "arriving" not in text
    assert en.forecasts.outcome(shown[0]) == "not known"


def test_without_one_settled_the_first_is_not_called_one_more():
    text = en.forecasts.forecasts_text(told([], arriving=1))

    assert "One is posted, and its likes" in text
    assert "should" not in text


def test_a_forecast_says_where_its_post_ended():
    shown = told([GOOD, BAD], arriving=1).forecasts.shown
    above = replace(shown[1], likes=shown[1].high + 1)

    assert [en.forecasts.outcome(item) for item in shown] == [
        "still arriving",
        "below it",
        "in its range",
    ]
    assert en.forecasts.outcome(above) == "above it"


def test_a_range_without_an_end_is_so_many_or_more():
    item = replace(told([GOOD]).forecasts.shown[0], expected=70.0, low=40.0, high=math.inf)

    assert en.forecasts.forecast_line(item) == "expected 70 (40 or more)"


def test_remembering_is_proposed_until_it_is_done():
    assert "spe score --log" in en.next_steps.forecast_hint(closed(24).facts())
    assert en.next_steps.forecast_hint(told([], waiting=1)).startswith(
        "One remembered draft waits "
    )
    assert en.next_steps.forecast_hint(told([], waiting=2)).startswith(
        "Two remembered drafts wait "
    )
    assert en.next_steps.forecast_hint(told([GOOD])) == ""
    assert en.next_steps.forecast_hint(few().facts()) == ""


# The page.


def test_the_section_and_its_link_are_there_only_with_a_forecast():
    with_one, without = told([GOOD]), told([], waiting=1)

    assert section(with_one)
    assert '<a href="#forecasts">' in page.render(with_one, {})
    assert section(without) is None
    assert "#forecasts" not in page.render(without, {}).partition("<body>")[2]


def test_every_forecast_has_a_row_and_older_ones_are_folded_away():
    account = tracked(named(), [GOOD] * 30)

    shown, _, folded = section(account.facts())[0].partition("<details")

    assert shown.count('<th scope="row"') == page.ROWS
    assert shown.count('<th scope="row"') + folded.count('<th scope="row"') == 30
    assert "18 older forecasts" in folded


def test_no_draft_s_name_reaches_the_page():
    text = page.render(told([GOOD, BAD], waiting=1), {})

    assert "secret" not in text
    assert ".heic" not in text


def test_all_stands_inside_the_chart_and_in_its_order():
    facts = told([GOOD] * 4 + [BAD] * 2, arriving=1)
    endless = replace(facts.forecasts.shown[2], high=math.inf)

    for row in beside([*facts.forecasts.shown, endless]).rows:
        assert 0 <= row.low < row.expected < row.high <= 100
        assert math.isnan(row.likes) or 0 < row.likes < 100


def test_a_forecast_whose_likes_arrive_has_no_mark():
    text = section(told([], arriving=1))[0]

    assert 'class="guess"' in text
    assert 'class="pt' not in text
    assert "nan" not in text


def test_few_photos_hold_those_of_the_forecasts():
    facts = tracked(named(), [GOOD] * 5).facts()

    assert {116, 117, 118, 119, 120} <= set(page.few_photos(facts))
