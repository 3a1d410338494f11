"""Guesses written down before a post, held against what it got."""

import json
import math
import threading
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy.stats import binomtest

from spe.drafts.forecast_log import (
    Guess,
    fingerprints_of,
    last_moment,
    read_log,
    remember,
    track,
    wanted,
    wilson,
)
from spe.errors import TableError
from spe.photo.decode import decode, shrink
from spe.photo.encode import encode
from spe.photo.fingerprint import fingerprint
from spe.posts import Post

MAY = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
JULY = MAY + timedelta(days=61)


def guess(picture, *, scored_at=MAY, file="draft.jpg", expected=90.0, low=60.0, high=130.0, **more):
    known = {
        "file": file,
        "scored_at": scored_at,
        "posting_at": scored_at,
        "expected": expected,
        "low": low,
        "high": high,
        "confidence": 0.8,
        "usual": 80.0,
        "p_above_usual": 0.6,
        "has_skill": True,
        "model": "5ca1ab1e",
        "fingerprints": (picture,),
    }
    return Guess(**{**known, **more})


def post(name, likes, posted_at=MAY + timedelta(days=1), **more):
    return Post(name, f"{name}.jpg", posted_at, likes, **{"likes_as_of": JULY, **more})


# Fingerprints far apart from one another.
A, B, C = (int.from_bytes(bytes([byte]) * 16) for byte in (0b10101010, 0b11110000, 0b11001100))


def test_a_log_of_format_1_is_read(tmp_path):
    log = tmp_path / "scores.jsonl"
    remember(log, [guess(A)])
    text = log.read_text().replace('"format": 2', '"format": 1')
    text = text.replace('"confidence"', '"level"').replace('"has_skill"', '"speaks"')
    log.write_text(text)

    assert '"level": 0.8' in text
    (read,) = read_log(log)
    np.testing.assert_equal(asdict(read), asdict(guess(A)))


def test_a_log_is_read_as_it_was_written(tmp_path):
    log = tmp_path / "data" / "scores.jsonl"
    guesses = [guess(A), guess(B, high=math.inf, p_above_usual=math.nan), guess(C, file="é ☂.heic")]

    remember(log, guesses[:1])
    remember(log, guesses[1:])

    read = read_log(log)
    # To NumPy NaN is NaN; two dataclasses that hold one are unequal from Python 3.13 on.
    np.testing.assert_equal(asdict(read[0]), asdict(guesses[0]))
    assert math.isinf(read[1].high)
    assert math.isnan(read[1].p_above_usual)
    assert read[2].file == "é ☂.heic"
    assert [item.fingerprints for item in read] == [item.fingerprints for item in guesses]


def test_no_log_is_no_guesses(tmp_path):
    assert read_log(tmp_path / "scores.jsonl") == []


def test_a_line_cut_short_costs_no_other_line_and_is_named(tmp_path):
    log = tmp_path / "scores.jsonl"
    remember(log, [guess(A)])
    log.write_text(log.read_text() + '{"format": 1, "file"')

    remember(log, [guess(B)])

    assert len(log.read_text().splitlines()) == 3
    with pytest.raises(TableError, match="line 2: not a guess"):
        read_log(log)


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "3",
        '{"format": 9}',
        '{"format": 1}',
        '{"format": 1, "scored_at": "yesterday"}',
        "null",
    ],
)
def test_what_is_no_guess_is_refused_by_line(tmp_path, line):
    log = tmp_path / "scores.jsonl"
    log.write_text(line + "\n")

    with pytest.raises(TableError, match="line 1"):
        read_log(log)


def test_a_figure_beyond_all_numbers_is_refused_by_line(tmp_path):
    log = tmp_path / "scores.jsonl"
    remember(log, [guess(A)])
    kept = json.loads(log.read_text())
    log.write_text(json.dumps({**kept, "expected": 10**400}) + "\n")

    with pytest.raises(TableError, match="line 1"):
        read_log(log)


def test_a_post_is_known_by_its_picture_and_held_against_its_guess():
    result = track([post("a", 100), post("b", 200)], [guess(A)], {"a": A, "b": B}, now=JULY)

    (one,) = result.forecasts
    assert (one.post, one.likes, one.held) == ("a", 100, True)
    assert (result.settled, result.held, result.waiting) == (1, 1, ())
    assert result.mae == pytest.approx(10)
    assert result.mae_usual == pytest.approx(20)


def test_a_guess_made_after_the_post_does_not_count():
    late = guess(A, scored_at=MAY + timedelta(days=2))

    result = track([post("a", 100)], [late], {"a": A}, now=JULY)

    assert result.forecasts == ()
    assert result.waiting == (late,)


def test_the_last_guess_before_the_post_counts():
    early, last = guess(A, expected=50.0), guess(A, scored_at=MAY + timedelta(hours=5))
    late = guess(A, scored_at=MAY + timedelta(days=3), expected=100.0)

    result = track([post("a", 100)], [early, last, late], {"a": A}, now=JULY)

    assert [one.guess for one in result.forecasts] == [last]
    assert result.waiting == ()


def test_a_picture_posted_twice_counts_where_it_was_first():
    posts = [post("again", 30, MAY + timedelta(days=9)), post("a", 100)]

    result = track(posts, [guess(A)], {"a": A, "again": A}, now=JULY)

    assert [one.post for one in result.forecasts] == ["a"]


@pytest.mark.parametrize(
    ("likes", "read_at", "now", "arriving"),
    [
        (None, None, 13, True),
        (None, None, 14, False),
        (100, 3, 13, True),
        (100, 3, 14, False),
        (100, None, 14, False),
        (100, 14, 20, False),
    ],
)
def test_likes_arrive_for_two_weeks_and_are_unknown_where_nobody_read_them_then(
    likes, read_at, now, arriving
):
    as_of = None if read_at is None else MAY + timedelta(days=read_at)
    one = post("a", likes, MAY, likes_as_of=as_of)

    (told,) = track([one], [guess(A)], {"a": A}, now=MAY + timedelta(days=now)).forecasts

    assert told.arriving is arriving
    assert (told.likes is not None) == (read_at == 14)


@pytest.mark.parametrize(
    ("likes", "days", "as_of"),
    [(None, 60, None), (100, 5, None), (100, 60, MAY + timedelta(days=4))],
)
def test_likes_that_have_not_arrived_are_waited_for(likes, days, as_of):
    one = post("a", likes, likes_as_of=as_of)

    result = track([one], [guess(A)], {"a": A}, now=MAY + timedelta(days=days))

    assert [item.held for item in result.forecasts] == [None]
    assert result.settled == 0
    assert math.isnan(result.mae)


def test_coverage_counts_hits_and_bounds_the_true_share():
    draw = np.random.default_rng(0)
    prints = {f"p{n}": int.from_bytes(draw.bytes(16)) for n in range(12)}
    guesses = [guess(picture) for picture in prints.values()]
    posts = [post(name, 100 if n < 9 else 10) for n, name in enumerate(prints)]

    result = track(posts, guesses, prints, now=JULY)

    assert (result.held, result.settled) == (9, 12)
    assert result.held_low < 0.75 < result.held_high
    assert result.confidence == pytest.approx(0.8)


def test_pairs_ranked_rightly_are_counted():
    guesses = [guess(A, expected=100.0), guess(B, expected=90.0), guess(C, expected=70.0)]
    posts = [post("a", 120), post("b", 130), post("c", 50)]

    result = track(posts, guesses, {"a": A, "b": B, "c": C}, now=JULY)

    assert result.pairs == pytest.approx(2 / 3)


def test_wilson_s_bounds_are_scipy_s():
    for hits, tries in [(0, 3), (8, 10), (5, 5), (41, 60)]:
        exact = binomtest(hits, tries).proportion_ci(0.95, method="wilson")

        assert wilson(hits, tries) == pytest.approx((exact.low, exact.high), abs=1e-7)


def test_only_posts_after_the_first_guess_are_looked_at():
    posts = [post("before", 5, MAY - timedelta(days=1)), post("after", 5), Post("x", "x.jpg")]

    assert [item.id for item in wanted(posts, [guess(A)])] == ["after"]
    assert wanted(posts, []) == []


@pytest.mark.parametrize("aspect", [1.0, 0.8, 1.91])
def test_a_picture_is_known_again_after_an_app_cropped_and_shrank_it(photograph, aspect):
    rgb = photograph("china").rgb
    height, width = rgb.shape[:2]
    wide, tall = min(width, round(height * aspect)), min(height, round(width / aspect))
    left, top = (width - wide) // 2, (height - tall) // 2
    cut = np.ascontiguousarray(rgb[top : top + tall, left : left + wide])
    posted = decode(encode(shrink(cut, 360), 70)).rgb

    result = track(
        [post("a", 100)],
        [guess(A, fingerprints=fingerprints_of(rgb))],
        {"a": fingerprint(posted)},
        now=JULY,
    )

    assert len(result.forecasts) == 1


def test_another_picture_is_no_match(photograph):
    mine = guess(A, fingerprints=fingerprints_of(photograph("china").rgb))

    for other in ("astronaut", "coffee", "chelsea", "flower", "brick"):
        prints = {"a": fingerprint(photograph(other).rgb)}

        assert track([post("a", 100)], [mine], prints, now=JULY).forecasts == ()


def test_the_last_moment_is_the_latest_that_posts_and_guesses_tell_of():
    read = MAY + timedelta(days=30)

    assert last_moment([Post("a", "", MAY), post("b", 1, likes_as_of=read)], [guess(A)]) == read
    assert last_moment([post("a", 1)], [guess(A, scored_at=JULY)]) == JULY
    assert last_moment([Post("x", "x.jpg")], [guess(A)]) == MAY


def test_a_draft_scored_twice_waits_once():
    again = guess(A, scored_at=MAY + timedelta(days=1))

    assert track([], [guess(A), again, guess(B)], {}, now=JULY).drafts_waiting == 2


def test_guesses_remembered_at_once_are_all_kept(tmp_path):
    log = tmp_path / "scores.jsonl"
    threads = [
        threading.Thread(target=lambda: [remember(log, [guess(A)]) for _ in range(10)])
        for _ in range(3)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(read_log(log)) == 30


@pytest.mark.parametrize(
    ("likes", "held"), [(59, False), (60, True), (95, True), (130, True), (131, False)]
)
def test_a_forecast_holds_within_its_range_ends_included(likes, held):
    result = track([post("a", likes)], [guess(A)], {"a": A}, now=JULY)

    assert [one.held for one in result.forecasts] == [held]
    assert result.held == int(held)


@pytest.mark.parametrize(("seconds", "counts"), [(-1, True), (0, True), (1, False)])
def test_a_guess_counts_that_was_made_by_the_time_of_the_post(seconds, counts):
    posted_at = MAY + timedelta(days=1)
    one = guess(A, scored_at=posted_at + timedelta(seconds=seconds))

    result = track([post("a", 100, posted_at)], [one], {"a": A}, now=JULY)

    assert (len(result.forecasts), len(result.waiting)) == ((1, 0) if counts else (0, 1))


@pytest.mark.parametrize(("days", "settled"), [(13.99, 0), (14, 1)])
def test_likes_have_arrived_after_fourteen_days(days, settled):
    posted_at = MAY + timedelta(days=1)

    read = posted_at + timedelta(days=days)

    newest = [post("a", 100, posted_at, likes_as_of=None), post("b", 9, read, likes_as_of=None)]
    by_newest = track(newest, [guess(A)], {"a": A}, now=JULY)
    as_read = track(
        [post("a", 100, posted_at, likes_as_of=read)],
        [guess(A)],
        {"a": A},
        now=JULY,
    )

    assert (by_newest.settled, as_read.settled) == (settled, settled)


def test_a_picture_with_next_to_nothing_in_it_is_nobody_s():
    blank = 0b1011

    result = track([post("a", 100)], [guess(blank)], {"a": blank}, now=JULY)

    assert result.forecasts == ()


def test_a_draft_is_found_by_any_of_its_crops():
    cropped = guess(A, fingerprints=(A, B))

    result = track([post("b", 100)], [cropped], {"b": B}, now=JULY)

    assert [one.guess for one in result.forecasts] == [cropped]


def test_pairs_that_tie_or_are_alone_say_nothing():
    same = [guess(A), guess(B)]
    posts = [post("a", 120), post("b", 130)]

    assert math.isnan(track(posts, same, {"a": A, "b": B}, now=JULY).pairs)
    alike = [guess(A), guess(B, expected=100.0)]
    equal = [post("a", 120), post("b", 120)]
    assert math.isnan(track(equal, alike, {"a": A, "b": B}, now=JULY).pairs)
    assert math.isnan(track(posts[:1], same, {"a": A}, now=JULY).pairs)


def test_pairs_are_held_against_the_usual_of_their_time():
    """More was expected of the one in likes, less above its usual."""
    guesses = [guess(A, expected=90.0, usual=90.0), guess(B, expected=60.0, usual=40.0)]
    posts = [post("a", 95), post("b", 80)]

    assert track(posts, guesses, {"a": A, "b": B}, now=JULY).pairs == 1
    assert track(posts[::-1], guesses, {"a": A, "b": B}, now=JULY).pairs == 1


def test_only_forecasts_that_settled_make_figures():
    guesses = [guess(A), guess(B, expected=100.0, confidence=0.9)]
    posts = [post("a", 100), post("b", None)]

    result = track(posts, guesses, {"a": A, "b": B}, now=JULY)

    assert (len(result.forecasts), result.settled) == (2, 1)
    assert (result.confidence, result.mae) == (0.8, 10)
