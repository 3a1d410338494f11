"""The pause before a draft: the true one while the import can tell it, else the account's usual."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from spe.drafts import contact_sheet, export
from spe.drafts.forecast_log import Guess, read_log, remember
from spe.drafts.pipeline import ScoreOptions, remember_guesses, score_drafts, write_page
from spe.drafts.posting_time import moment_values, propose_times
from spe.files import jsonable
from spe.project import Project
from spe.wording import day
from spe.wording.comparisons import pause
from tests.drafts.test_forecast_log import A, guess
from tests.small_model import TERMS, general_warnings, posts, small_model, term

# Pauses of the account: 2 to 22 days, the median 12, nine in ten of them up to 20.
GAP = replace(
    term("gap", "time", 0.3, 0, 1, "strong", transform="log1p"),
    mean=2.4,
    scale=0.5,
    quantiles=tuple(np.linspace(2, 22, 21).tolist()),
)
POSTED = [post.posted_at for post in posts()]
LAST = POSTED[-1]


# Posts in the week before a post of the account: 0 to 4, the median 2.
LATELY = replace(
    term("posts_7d", "time", 0.1, 0, 1, transform="log1p"),
    mean=1.0,
    scale=0.4,
    quantiles=tuple(np.linspace(0, 4, 21).tolist()),
)


def model(**more):
    return small_model((*TERMS, GAP), **more)


def after(days, **more):
    return LAST + timedelta(days=days, **more)


def scored(faceless_draft, days):
    options = ScoreOptions(try_edits=False)
    return score_drafts(model(), [faceless_draft], at=after(days), options=options)


# The rule.


@pytest.mark.parametrize(
    ("days", "seconds", "taken"), [(3, 0, False), (20, 0, False), (20, 1, True), (900, 0, True)]
)
def test_a_pause_longer_than_nine_in_ten_is_taken_as_the_usual(days, seconds, taken):
    at = after(days, seconds=seconds)

    values, pause_taken = moment_values(model(), at, POSTED)

    assert values["gap"] == (12 if taken else days)
    assert (pause_taken is not None) is taken
    if taken:
        assert (pause_taken.last, pause_taken.days) == (LAST, 12)


def test_a_pause_shorter_than_any_is_the_shortest_there_was():
    values, taken = moment_values(model(), after(0, minutes=5), POSTED)

    assert (values["gap"], taken) == (2, None)


def test_a_moment_in_a_past_pause_is_drawn_in_to_the_longest_for_nothing_is_missing_there():
    before = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)]

    values, taken = moment_values(model(), datetime(2026, 5, 1, tzinfo=UTC), before)

    assert (values["gap"], taken) == (22, None)


def test_before_the_first_post_and_without_posts_the_pause_is_unknown():
    for posted in ([], POSTED):
        values, taken = moment_values(model(), POSTED[0] - timedelta(days=3), posted)

        assert math.isnan(values["gap"])
        assert taken is None


def test_a_model_that_does_not_know_pauses_takes_none():
    values, taken = moment_values(small_model(), after(900), POSTED)

    assert (values["gap"], taken) == (900, None)


@pytest.mark.parametrize(("days", "lately"), [(3, 1), (7, 1), (8, 0), (21, 2)])
def test_the_posts_of_the_week_are_as_many_as_there_were_or_the_usual_with_the_pause(days, lately):
    """The last two posts are five days apart: only the last is within 7 days."""
    known = small_model((*TERMS, GAP, LATELY))

    values, taken = moment_values(known, after(days), POSTED)

    assert values["posts_7d"] == lately
    assert (taken is not None) is (days == 21)


def test_more_posts_in_a_week_than_ever_are_the_most_there_were():
    week = [*POSTED, *(after(1, hours=hour) for hour in range(9))]

    values, _ = moment_values(small_model((*TERMS, GAP, LATELY)), after(3), week)

    assert values["posts_7d"] == 4


def test_a_model_that_does_not_know_pauses_counts_the_posts_of_the_week_as_they_are():
    values, taken = moment_values(small_model((*TERMS, LATELY)), after(900), POSTED)

    assert (values["posts_7d"], taken) == (0, None)


# What becomes of a score.


@pytest.mark.parametrize("days", [12, 40])
def test_a_score_two_years_later_is_the_score_now(faceless_draft, days):
    """On the same weekday at the same hour: 104 weeks."""
    now, later = scored(faceless_draft, days), scored(faceless_draft, days + 104 * 7)

    assert later.shown[0].expected == pytest.approx(now.shown[0].expected)
    assert (later.shown[0].low, later.shown[0].high) == (now.shown[0].low, now.shown[0].high)


def test_a_draft_a_few_days_later_has_its_true_pause(faceless_draft):
    soon, late = scored(faceless_draft, 3), scored(faceless_draft, 17)

    assert (soon.shown[0].values["gap"], late.shown[0].values["gap"]) == (3, 17)
    assert late.shown[0].expected > soon.shown[0].expected
    assert soon.pause_taken is None
    assert not any("last imported post" in said for said in (*soon.warnings, *late.warnings))


def test_a_time_that_is_proposed_is_scored_as_it_was_proposed():
    """Up to 20 days after the last post a later time gains by its pause, then no more."""
    made = model(time_found=True)
    values = {item.name: item.mean for item in TERMS}

    slots = propose_times(made, values, after(17), POSTED, most=7)

    for slot in slots:
        moment, _ = moment_values(made, slot.at, POSTED)
        foreseen = made.predict({**values, "gap": moment["gap"]})
        assert slot.expected == pytest.approx(math.expm1(foreseen))
    assert len(slots) == 7
    assert max(moment_values(made, slot.at, POSTED)[0]["gap"] for slot in slots) <= 20


# Where it is said.


def test_the_answer_says_that_the_usual_pause_was_taken(faceless_draft, tmp_path):
    result = scored(faceless_draft, 80)

    (said,) = (text for text in result.warnings if "usual pause" in text)
    assert said == (
        "Your last imported post is of 16 Jul 2026. The guess is for a post after your usual "
        "pause of 12 days."
    )
    write_page(result, tmp_path / "page.html")
    assert said in (tmp_path / "page.html").read_text()
    known = json.loads(json.dumps(jsonable(export.facts(result))))
    assert known["pause_taken"] == {"days": 12, "last_post": LAST.isoformat()}
    assert said in known["warnings"]
    assert known["drafts"][0]["features"]["gap"] == 12


@pytest.mark.parametrize(("since", "times"), [(0, 1), (3, 2)])
def test_after_a_long_silence_the_day_of_the_last_post_is_told_once(since, times):
    at = after(230)
    _, taken = moment_values(model(), at, POSTED)

    said = general_warnings(model(), at, at, taken=taken, since=since)

    told = [text for text in said if day(LAST) in text]
    assert len(told) == times
    assert sum("usual pause of 12 days" in text for text in said) == 1
    assert "230 days before: your usual may have moved since." in told[0]


def test_where_the_pause_is_known_nothing_is_said_of_it(faceless_draft):
    assert export.facts(scored(faceless_draft, 4))["pause_taken"] is None
    assert "imported" not in contact_sheet.page(
        model(), scored(faceless_draft, 4).shown, {}, posting="now"
    )


def test_a_model_that_tells_no_draft_from_another_says_nothing_of_pauses():
    dumb = model(has_skill=False)
    _, taken = moment_values(dumb, after(30), POSTED)

    assert taken is not None
    assert general_warnings(dumb, after(30), after(30), taken=taken) == []


def test_the_log_remembers_the_pause_that_was_taken(faceless_draft, tmp_path):
    project = Project(tmp_path)
    for days in (230, 4):
        remember_guesses(project, scored(faceless_draft, days))

    stale, true = read_log(project.scores)

    assert stale.pause_taken == 12
    assert math.isnan(true.pause_taken)


def test_a_log_of_before_is_read_with_the_pause_unknown(tmp_path):
    remember(tmp_path / "log.jsonl", [guess(A)])
    line = json.loads((tmp_path / "log.jsonl").read_text())
    del line["pause_taken"]
    (tmp_path / "log.jsonl").write_text(json.dumps(line))

    (read,) = read_log(tmp_path / "log.jsonl")

    assert isinstance(read, Guess)
    assert math.isnan(read.pause_taken)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (5.4, "5 days"),
        (3.0, "3 days"),
        (2.99, "3 days"),
        (2.5, "60 hours"),
        (1.0, "1 day"),
        (0.5, "12 hours"),
        (1 / 24, "1 hour"),
        (0.02, "29 minutes"),
    ],
)
def test_a_usual_pause_is_said_in_whole_units(days, text):
    assert pause(days) == text
