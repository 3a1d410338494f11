"""The rows of subjects: a figure where it may be told, silence where not, photos either way."""

import math
import re
from dataclasses import replace

import pytest

from spe.report import page
from spe.report.words import en
from tests.report.account import NAMED, make_account, of_subjects, page_without_plots

EFFECTS = {"family": 0.05, "food": -0.25, "pets": 0.35}


def facts(n=62, *, found=True, evidence=None, effects=EFFECTS, said=1.0, **options):
    known = {"gate_open": True, "evidence": evidence and NAMED, "found": ("light",), **options}
    account = make_account(n, **known)
    return of_subjects(account, effects, found=found, evidence=evidence, said=said).facts()


def told(made):
    return [row.name for row in made.subjects.told]


def test_where_the_kind_is_found_every_subject_has_its_figure_the_largest_first():
    made = facts()

    assert made.subjects.found
    assert told(made) == ["pets", "family", "food"]


def test_where_the_kind_is_not_found_no_subject_has_a_figure_and_none_stands_first():
    made = facts(found=False)

    assert not made.subjects.found
    assert told(made) == []
    assert [row.name for row in made.subjects.rows] == ["family", "food", "pets"]


@pytest.mark.parametrize("silence", [{"gate_open": False}, {"proven": False}])
def test_behind_a_closed_gate_or_without_skill_no_subject_has_a_figure(silence):
    made = facts(120, evidence={"pets": "strong"}, **silence)

    assert told(made) == []
    assert not made.subjects.found


def test_a_subject_that_stands_out_alone_has_a_figure_though_its_kind_was_not_found():
    made = facts(120, found=False, evidence={"pets": "strong"})

    assert told(made) == ["pets"]
    assert en.subjects.subjects_headline(made) == "One subject stands out"
    assert "Only what stands out" in en.subjects.subjects_text(made)
    assert [en.subjects.row_silent(row) for row in made.subjects.rows] == ["", *["Can’t tell"] * 2]


def test_a_row_shows_the_last_six_photos_newest_first():
    pets = next(row for row in facts().subjects.rows if row.name == "pets")

    assert pets.photos == (60, 57, 54, 51, 48, 45)
    assert pets.posts == 20


def test_a_subject_with_too_few_posts_is_shown_and_has_no_figure():
    made = facts(found=True, effects={**EFFECTS, "yard": None}, said=28 / 62)
    yard = made.subjects.rows[-1]

    assert (yard.name, yard.posts, yard.effect) == ("yard", 7, None)
    assert en.subjects.row_silent(yard) == "Fewer than 8 posts"
    assert en.subjects.subjects_text(made).startswith("You said what is in 28 of 62 photos.")


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda: facts(24), "can be told from 40 posts on"),
        (lambda: facts(gate_open=False, found=False), "is clearer than chance, so none"),
        (lambda: facts(120, proven=False, found=False), "helps to guess new ones, so none"),
        (lambda: facts(found=False), "no more clearly than chance"),
        (
            lambda: facts(found=False, effects={"pets": None}),
            "once two of them have 8 posts with likes",
        ),
    ],
)
def test_silence_is_told_by_its_true_reason(made, text):
    known = made()

    assert en.subjects.subjects_headline(known) == "No subject of which we can tell"
    assert text in en.subjects.subjects_text(known)
    assert not any(any(en.subjects.row_usual(row)) for row in known.subjects.rows)


def test_single_rows_are_no_proof_before_single_things_are_tested():
    assert "take no single row for proven" in en.subjects.subjects_text(facts(70))
    assert "take no single row" not in en.subjects.subjects_text(
        facts(120, evidence={"pets": "strong"})
    )


@pytest.mark.parametrize(
    ("percent", "low", "high", "said"),
    [
        (40, 10, 70, ("1.4×", "1.1 to 1.7")),
        (9, 2, 30, ("1.09×", "1.02 to 1.30")),
        (-20, -30, -10, ("0.8×", "0.7 to 0.9")),
        (13, 6, 30, ("1.13×", "1.06 to 1.30")),
    ],
)
def test_a_figure_has_a_second_digit_where_one_would_say_no_difference(percent, low, high, said):
    row = facts().subjects.rows[0]
    effect = replace(row.effect, percent=percent, low=low, high=high)

    assert en.subjects.row_usual(replace(row, effect=effect)) == said


def test_an_account_of_no_subjects_has_no_such_section():
    made = make_account(62, gate_open=True, found=("light",)).facts()

    assert made.subjects.rows == ()
    assert 'id="subjects"' not in page_without_plots(made)
    assert "subjects" not in dict(en.frame.navigation(made))


def section(made):
    html = page_without_plots(made)
    return html[html.index('id="subjects"') :].partition("</section>")[0]


def test_the_page_has_a_row_a_subject_with_dot_and_range_only_where_it_is_told():
    known, silent = section(facts()), section(facts(found=False))

    assert known.count('class="best"') == known.count('class="whole"') == 3
    assert "1.4× <small>usual</small>" in known
    assert 'class="best"' not in silent
    assert not re.search(r"\d×", silent)
    assert all(name in silent for name in ("Family", "Food", "Pets"))


def test_a_name_can_do_nothing_to_the_page():
    made = facts(effects={"<b>cats</b>": 0.3, "food": 0.0})

    assert "&lt;b&gt;cats&lt;/b&gt;" in section(made)
    assert "<b>cats</b>" not in page_without_plots(made)


def test_photos_of_subjects_are_among_the_few():
    made = facts(found=False)

    assert {60, 57, 54} <= set(page.few_photos(made))


def test_what_is_tried_first_is_measured_and_a_subject_is_tried_by_its_name():
    both = facts(120, evidence={"pets": "strong"})
    alone = facts(120, evidence={"pets": "strong"}, found=True)
    alone = replace(alone, to_try=next(item for item in alone.named if item.group == "subject"))

    assert both.to_try.group != "subject"
    (_, text), *_ = en.next_steps.experiments(alone)
    assert "`spe try pets`" in text
    assert "about pets and which is not" in text


def test_a_claim_about_a_subject_is_against_the_usual_post():
    made = facts(120, evidence={"pets": "strong"})
    pets = next(item for item in made.named if item.group == "subject")

    assert en.features.claim(pets) == (
        "Posts about pets got about *42%* more likes than your usual post."
    )
    assert en.features.ends(pets) == "a post about pets against your usual post"
    assert math.isclose(pets.percent, 41.9, abs_tol=0.1)


def test_a_post_is_told_its_own_subject_as_a_reason_and_no_other():
    account = of_subjects(
        make_account(120, gate_open=True, evidence=NAMED, found=("light",)),
        EFFECTS,
        found=True,
        evidence={"pets": "strong", "food": "strong"},
    )
    fits = [
        replace(fit, reasons={"subject:pets": 0.3 * (post.subject == "pets")})
        for fit, post in zip(account.model.posts, account.posts, strict=True)
    ]
    made = account.but(posts=tuple(fits)).facts()
    own = {post.id: post.subject for post in account.posts}

    for post in made.posts:
        told = [part for part in post.reasons if part.name.startswith("subject:")]
        assert [part.name for part in told] == ["subject:pets"] * (own[post.id] == "pets")
        assert [en.posts.reason(part) for part in told] == ["Pets"] * len(told)
