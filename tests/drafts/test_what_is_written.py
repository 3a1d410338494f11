"""What is written of scored drafts: the page, the table, and what a log may hold."""

import csv
import io
import json
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from spe.drafts import contact_sheet, english, export, race, recognise, sentences
from spe.drafts.explain import Contribution, Standing
from spe.drafts.forecast_log import read_log, remember
from spe.drafts.pipeline import (
    Known,
    ScoreOptions,
    remember_guesses,
    score_drafts,
    write_page,
)
from spe.drafts.score import PastPost, score
from spe.errors import SpeError, TableError
from spe.features import HISTOGRAMS, PHOTO_FEATURES, Beside
from spe.features.novelty import unlike_recent
from spe.files import jsonable
from spe.photo.decode import decode
from spe.photo.fingerprint import fingerprint
from spe.posts import Post, write_posts
from spe.project import Project
from tests.drafts.test_forecast_log import A, guess
from tests.small_model import TERMS, average, posts, small_model, term

AT = datetime(2026, 7, 24, 18, 0, tzinfo=UTC)


# The table.


def test_the_table_holds_the_figures_and_an_empty_cell_where_one_is_unknown(faceless_draft):
    result = score_drafts(small_model(has_skill=False, usual_residuals=()), [faceless_draft], at=AT)

    (row,) = csv.DictReader(io.StringIO(export.table(result)))

    (one,) = result.shown
    assert float(row["usual_likes"]) == pytest.approx(80, abs=1e-3)
    assert float(row["expected_likes"]) == pytest.approx(one.expected, rel=1e-5)
    assert math.isnan(one.p_above_usual)
    assert row["p_above_usual"] == ""
    assert row["too_close_to_call"] == "true"


def test_the_table_tells_the_first_from_one_that_is_clearly_behind(faceless_draft):
    result = score_drafts(small_model(), [faceless_draft], at=AT)
    behind = replace(result.shown[0], rank=2, p_first=0.9)

    rows = csv.DictReader(io.StringIO(export.table(replace(result, shown=[behind]))))

    assert [row["too_close_to_call"] for row in rows] == ["false"]


# The page.


def drawn(model, drafts, pictures=()):
    ranked = score(model, drafts)
    return contact_sheet.page(model, ranked, dict(pictures), posting="posting now")


def test_the_page_says_which_drafts_cannot_be_told_apart_and_why():
    model = small_model(noise=0.8)
    drafts = {"a.jpg": average(busyness=0.19), "b.jpg": average(busyness=0.21)}

    page = drawn(model, drafts)

    assert "<h1>a or b: too close to call.</h1>" in page
    assert sentences.too_close(score(model, drafts)).why in page
    assert "TooClose" not in page


def test_the_page_says_nothing_of_a_close_race_where_there_is_none():
    drafts = {"a.jpg": average(busyness=0.02), "b.jpg": average(busyness=0.38)}

    ahead = drawn(small_model(noise=0.02, spread=0.001), drafts)

    assert "<h1>a is ahead of b.</h1>" in ahead
    assert "would beat" not in ahead
    assert "would beat" not in drawn(small_model(has_skill=False), drafts)


def ranked(*p_first, names="abcdefgh"):
    """Drafts of which the first beats each other one with these chances."""
    one, *_ = score(small_model(), {"a": average()})
    chances = [0.5, *p_first]
    return [
        replace(one, name=f"{name}.jpg", rank=rank, p_first=chance)
        for rank, (name, chance) in enumerate(zip(names, chances, strict=False), start=1)
    ]


@pytest.mark.parametrize(
    ("drafts", "said"),
    [
        (ranked(), ("About 80 likes", "")),
        (ranked(0.6), ("a or b: too close to call.", "")),
        (ranked(0.6, 0.9), ("a or b: too close to call.", "c is behind number 1.")),
        (ranked(0.9, 0.9), ("a is ahead of b and c.", "")),
        (ranked(math.nan), ("2 drafts side by side", "")),
    ],
)
def test_the_headline_says_what_is_told_apart_and_no_more(drafts, said):
    assert english.headlines(small_model(), drafts) == said


@pytest.mark.parametrize(("number", "said"), [(1, "It may"), (2, "Each may")])
def test_where_no_draft_is_told_from_another_the_headline_is_the_usual(number, said):
    untold = small_model(has_skill=False)

    assert english.headlines(untold, ranked(*[0.9] * (number - 1))) == (
        f"{said} expect your usual 80 likes",
        "",
    )


def test_endings_of_files_stay_where_only_they_tell_two_drafts_apart():
    drafts = ranked(0.9)

    same = [replace(drafts[0], name="a.jpg"), replace(drafts[1], name="a.png")]

    assert [one.name for one in race.briefly_named(drafts)] == ["a", "b"]
    assert [one.name for one in race.briefly_named(same)] == ["a.jpg", "a.png"]


@pytest.mark.parametrize(
    ("shown", "scored", "said"),
    [
        (1, 1, "One draft"),
        (3, 3, "3 drafts"),
        (2, 3, "The best 2 of 3 drafts"),
        (1, 3, "The best of 3"),
    ],
)
def test_the_page_says_how_many_drafts_it_shows(shown, scored, said):
    assert english.how_many(shown, scored) == said


def test_the_headline_is_of_all_drafts_though_only_the_best_are_shown():
    drafts = ranked(0.6, 0.9)

    page = contact_sheet.page(small_model(), drafts[:1], {}, posting="posting now", ranked=drafts)

    assert "<h1>a or b: too close to call.</h1>" in page
    assert "c is behind number 1." in page


def test_drafts_posts_and_the_usual_share_one_axis():
    low, high = score(small_model(), {"a": average(busyness=0.02), "b": average(busyness=0.38)})

    axis = contact_sheet.axis(small_model(), [low, high])

    for one, line in zip((low, high), axis.lines, strict=True):
        assert 0 < line.low < line.expected < line.high < 100
        assert (
            line.said
            == f"Expected {one.expected:.0f} likes, 80% range {one.low:.0f}–{one.high:.0f}"
        )
    assert (axis.lines[0].expected > axis.usual) == (low.expected > low.usual)
    assert axis.said_of_posts == "Your last 30 posts: 70–99 likes"
    assert len(axis.dots) == contact_sheet.POSTS
    assert {0 < dot.at < 100 for dot in axis.dots} == {True}


def test_a_range_without_an_end_runs_to_the_edge_and_what_is_unknown_has_no_place():
    (one,) = score(small_model(), {"a": average()})
    unknown = replace(one, low=math.nan, high=math.nan)

    (open_ended,) = contact_sheet.axis(small_model(), [replace(one, high=math.inf)]).lines
    (nowhere,) = contact_sheet.axis(small_model(), [unknown]).lines

    assert open_ended.high == 100
    assert math.isnan(nowhere.low)
    assert "nan" not in drawn_ones([unknown, replace(one, high=math.inf)])


def test_an_account_of_nothing_but_zeros_has_an_axis():
    (one,) = score(small_model(), {"a": average()})
    nothing = replace(one, low=0.0, high=0.0, expected=0.0, usual=0.0)

    axis = contact_sheet.axis(small_model(baseline=0.0, posts=()), [nothing])

    assert 0 <= axis.usual == axis.lines[0].low <= 100
    assert axis.dots == ()
    assert axis.said_of_posts == ""


def test_where_no_draft_is_told_from_another_one_row_stands_for_all():
    drafts = ranked(*[0.9] * 2)

    told = contact_sheet.axis(small_model(), drafts)
    untold = contact_sheet.axis(small_model(has_skill=False), drafts)

    assert (len(told.lines), told.left_out) == (3, 0)
    assert (len(untold.lines), untold.left_out) == (1, 0)


def test_the_axis_has_rows_for_the_best_and_counts_the_others():
    drafts = ranked(*[0.9] * 13, names="abcdefghijklmn")

    axis = contact_sheet.axis(small_model(), drafts)

    assert [line.name for line in axis.lines] == [one.name for one in drafts[:12]]
    assert axis.left_out == 2
    assert "2 more drafts are below." in drawn_ones(drafts)


def test_marks_that_would_touch_stand_in_rows_of_their_own():
    dots = contact_sheet._swarm([50, 10, 50, 52.2, 51, math.nan])

    assert [(dot.at, dot.row) for dot in dots] == [(10, 0), (50, 0), (50, 1), (51, 2), (52.2, 0)]


def drawn_ones(drafts, **more):
    return contact_sheet.page(small_model(), drafts, {}, posting="posting now", **more)


def test_posts_most_alike_stand_beside_a_draft_with_what_they_got():
    at = datetime(2026, 1, 7, 18, 0, tzinfo=UTC)
    alike = (
        PastPost("secret/one.jpg", at, 120.0, 80.0),
        PastPost("secret/two.jpg", at, 7.0, math.nan),
    )
    (one,) = score(small_model(), {"a": average()})

    page = drawn_ones([replace(one, alike=alike)], alike={"secret/one.jpg": b"jpeg"})

    assert 'alt="Your post of 7 Jan 2026">1.5× usual</li>' in page
    assert 'aria-label="Your post of 7 Jan 2026"></span>7 likes</li>' in page
    assert "secret" not in page
    assert "Most alike of your posts" not in drawn_ones([one])


@pytest.mark.parametrize(
    ("chance", "said"), [(0.0099, "under 1%"), (0.01, "1%"), (0.5, "50%"), (1.0, "100%")]
)
def test_a_small_chance_is_not_told_as_none(chance, said):
    assert english.share(chance) == said


# Reasons.


def test_a_part_of_three_percent_with_evidence_goes_first_and_a_smaller_one_does_not():
    def part(name, percent):
        effect = math.log1p(percent / 100)
        evidence = "strong" if name == "contrast" else "unclear"
        return Contribution(name, effect, 1.0, 50.0, evidence)

    def first(percent):
        (one,) = score(small_model(), {"a": average()})
        parts = (part("brightness", 9), part("contrast", percent))
        return sentences.main_reasons(replace(one, contributions=parts))[0].feature

    assert first(3.01) == "contrast"
    assert first(2.99) == "brightness"


# The log, and the posts.


@pytest.mark.parametrize("without", ["scored_at", "posting_at"])
def test_a_guess_whose_time_has_no_zone_is_refused(tmp_path, without):
    log = tmp_path / "scores.jsonl"
    remember(log, [guess(A)])
    kept = json.loads(log.read_text())
    log.write_text(json.dumps({**kept, without: "2026-05-01T12:00:00"}) + "\n")

    with pytest.raises(TableError, match=r"line 1: .*a time has no time zone"):
        read_log(log)


def test_a_draft_follows_the_posts_whose_time_is_known(faceless_draft, tmp_path):
    project = Project(tmp_path)
    small_model().write(project.model)
    known = [Post(fit.id, "", fit.posted_at, 10) for fit in posts()[-2:]]
    write_posts(project.posts, [*known, Post("undated", "", None, 10)])

    (one,) = score_drafts(project, [faceless_draft], at=AT).shown

    assert one.values["gap"] == pytest.approx((AT - known[-1].posted_at).total_seconds() / 86400)


def test_a_picture_posted_nobody_knows_when_is_not_told_as_posted(faceless_draft, tmp_path):
    picture = fingerprint(decode(faceless_draft).rgb)

    def same(posted_at):
        post = Post("same", faceless_draft.name, posted_at, 10)
        return recognise._same(post, picture, Project(tmp_path))

    assert same(posts()[0].posted_at).id == "same"
    assert same(None) is None
    assert recognise._same(None, picture, Project(tmp_path)) is None


def test_a_value_that_two_steps_of_the_table_share_has_those_below_and_those_above():
    standing = Standing.of(2.0, (1.0, 2.0, 2.0, 3.0))

    assert (standing.below, standing.above) == pytest.approx((100 / 3, 100 / 3))


def test_a_measure_that_one_post_lacks_hides_no_other_post():
    names = [item.name for item in PHOTO_FEATURES]
    draw = np.random.default_rng(1)
    past = {name: dict(zip(names, draw.random(len(names)), strict=True)) for name in "abcd"}
    del past["b"][names[0]]

    assert recognise.look_alikes(past["a"], past)[0] == "a"


def test_the_gain_over_guessing_is_told_and_unknown_where_it_was_not_measured(faceless_draft):
    def told(**more):
        return export.facts(score_drafts(small_model(**more), [faceless_draft], at=AT))["skill"]

    assert told() == 0.27
    assert told(skill=None) is None


# The caption.

LENGTH = term("caption_length", "caption", 0.3, 0, 6, transform="log1p")
WORDS = "Zwetschgenkuchen! https://example.org"


def captioned(faceless_draft, caption, model=None):
    options = ScoreOptions(caption=caption, try_edits=False, thumbnails=True)
    return score_drafts(
        model or small_model((*TERMS, LENGTH)), [faceless_draft], at=AT, options=options
    )


def test_a_caption_moves_a_guess_by_its_form_and_none_moves_nothing(faceless_draft):
    without, short, long = (captioned(faceless_draft, text) for text in (None, "a", "a" * 300))

    assert short.shown[0].expected < without.shown[0].expected < long.shown[0].expected
    plain = score_drafts(small_model(), [faceless_draft], at=AT).shown[0].expected
    assert without.shown[0].expected == pytest.approx(plain)


def test_a_caption_that_is_not_known_is_said_once_where_the_model_has_the_kind(faceless_draft):
    def said(result):
        everything = (*result.warnings, *result.shown[0].warnings)
        return sum("--caption TEXT" in one or "caption length" in one for one in everything)

    dumb = small_model((*TERMS, LENGTH), has_skill=False)
    assert said(captioned(faceless_draft, None)) == 1
    assert said(captioned(faceless_draft, "a")) == said(captioned(faceless_draft, "")) == 0
    assert said(captioned(faceless_draft, None, small_model())) == 0
    assert said(captioned(faceless_draft, None, dumb)) == 0


def test_no_word_of_a_caption_is_written_anywhere(faceless_draft, tmp_path):
    result = captioned(faceless_draft, WORDS)
    project = Project(tmp_path / "account")
    remember_guesses(project, result)
    write_page(result, tmp_path / "page.html")
    texts = [
        project.scores.read_text(encoding="utf-8"),
        (tmp_path / "page.html").read_text(encoding="utf-8"),
        json.dumps(jsonable(export.facts(result))),
        export.table(result),
    ]

    assert result.shown[0].values["caption_length"] == 17
    assert all("Zwetschgen" not in text and "example.org" not in text for text in texts)


# What was posted before.


def test_a_draft_is_held_against_the_last_five_posts_that_were_measured(faceless_draft):
    unlike = replace(term("unlike_recent", "colour", 0.2, 0, 1), quantiles=(0.0, 2.0))
    model = small_model((*TERMS, unlike))
    dark = {name: float(name == "lightness_0") for name in HISTOGRAMS}
    known = [
        Post(f"p{n}", f"p{n}.jpg", posts()[-1].posted_at - timedelta(days=n)) for n in range(6)
    ]
    late = Post("late", "late.jpg", AT + timedelta(hours=1))

    def value(*measured):
        past = dict.fromkeys(measured, dark)
        of = {post.id: post for post in (*known, late)}
        more = Known(of, past, Project(faceless_draft.parent), UTC)
        result = score_drafts(
            model, [faceless_draft], at=AT, known=more, options=ScoreOptions(try_edits=False)
        )
        return result.shown[0].values

    told = value("p0", "p1", "p2", "p3", "p4")
    bins = {name: told[name] for name in HISTOGRAMS}
    assert told["unlike_recent"] == pytest.approx(unlike_recent(Beside(bins, dark)))
    assert told["unlike_recent"] > 0.5
    assert math.isnan(value("p0", "p1", "p2", "p3", "late")["unlike_recent"])


# What is in the picture.

OF_SUBJECTS = (
    *TERMS,
    replace(term("subject:food", "subject", -0.1, 0, 1), mean=0.5, scale=0.5),
    replace(term("subject:pets", "subject", 0.1, 0, 1, "strong"), mean=0.5, scale=0.5),
)


def of_subject(faceless_draft, subject, model=None, known=None):
    options = ScoreOptions(subject=subject, try_edits=False)
    model = model or small_model(OF_SUBJECTS)
    return score_drafts(model, [faceless_draft], at=AT, options=options, known=known)


def test_a_subject_moves_a_guess_and_is_told_as_one_reason(faceless_draft):
    unsaid, food, pets = (of_subject(faceless_draft, name) for name in (None, "food", "PETS"))

    (of_pets,) = [part for part in pets.shown[0].contributions if "subject" in part.feature]
    assert (of_pets.feature, of_pets.label, of_pets.said) == (
        "subject:pets",
        "Subject: pets",
        "what is in the picture",
    )
    assert of_pets.effect == pytest.approx(0.2)
    assert of_pets.backed
    assert not any("subject" in part.feature for part in unsaid.shown[0].contributions)
    guesses = [result.shown[0].expected for result in (food, unsaid, pets)]
    assert guesses == sorted(guesses)


def test_a_typo_of_a_subject_is_answered_before_any_photo_is_opened(tmp_path):
    with pytest.raises(SpeError, match=r"among food, pets. Did you mean 'pets'\?"):
        of_subject(tmp_path / "missing.jpg", "pest")
    with pytest.raises(SpeError, match="No post has a subject yet"):
        of_subject(tmp_path / "missing.jpg", "pets", small_model())


def test_a_subject_of_too_few_posts_is_taken_for_any_and_said(faceless_draft):
    yard = {"y": Post("y", "", subject="yard")}
    known = Known(yard, {}, Project("."), UTC)

    result = of_subject(faceless_draft, "yard", known=known)

    unsaid = of_subject(faceless_draft, None)
    assert result.shown[0].expected == unsaid.shown[0].expected
    assert any(
        "Too few of the posts that were learnt from are about yard" in one
        for one in result.warnings
    )


def test_a_subject_that_is_not_said_is_asked_for_once_where_the_model_has_some(faceless_draft):
    def said(result):
        everything = [*result.warnings, *result.shown[0].warnings]
        return sum("subject" in one.lower() for one in everything)

    dumb = small_model(OF_SUBJECTS, has_skill=False)
    assert said(of_subject(faceless_draft, None)) == 1
    assert said(of_subject(faceless_draft, "pets")) == 0
    assert said(of_subject(faceless_draft, None, small_model())) == 0
    assert said(of_subject(faceless_draft, None, dumb)) == 0
