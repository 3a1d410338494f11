"""Sentences against the conditions they rest on: case by case, what is said and what is not."""

import math
from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest

from spe.api import Fit
from spe.notices import Notice
from spe.report import charts, page
from spe.report.effects import Effect
from spe.report.facts import Trust, _trial, above
from spe.report.words import en
from spe.stats.power import posts_for
from spe.wording.skill import PHOTOS_NOT_SHOWN, PHOTOS_NOT_SHOWN_OF_SUBJECTS
from tests.planted import with_faces
from tests.report.account import closed, make_account, named, ranking, unproven


@pytest.fixture(scope="module")
def facts():
    return named().facts()


# Colours.


def look(facts, *, p, proven, found, effects=()):
    told = tuple(
        Effect(name, group, "strong", 20.0, 10.0, 30.0, 15.0, 25.0, None, None, False, None)
        for name, group in effects
    )
    seen = replace(facts.look, p=p, proven=proven, found=found)
    return en.look.look_text(replace(facts, look=seen, named=told))


NEITHER = "neither colour nor light as a whole is clear of chance"
BOTH = "Colour and light as a whole go with likes all the same"
ONE = "Light as a whole goes with likes all the same"
ABOVE = "the effects above say better"
UNTOLD = "Which colour or tone it is, can’t be told"
CHANCE = "take the difference for chance"


@pytest.mark.parametrize(
    ("p", "found", "effects", "said"),
    [
        (0.03, ("colour", "light"), [("blue", "colour")], {ABOVE}),
        (0.03, ("light",), [("brightness", "light"), ("faces", "faces")], {ABOVE}),
        (0.03, ("light",), [("faces", "faces")], {UNTOLD}),
        (0.03, ("light",), [], {UNTOLD}),
        (0.07, ("colour", "light"), [("blue", "colour")], {BOTH}),
        (0.07, ("light",), [], {ONE}),
        (0.07, (), [], {NEITHER}),
        (0.03, (), [], {NEITHER}),
        (0.2, ("colour", "light"), [], {CHANCE, BOTH}),
        (0.2, ("light",), [], {CHANCE, ONE}),
        (0.2, (), [], {CHANCE}),
    ],
)
def test_what_the_colours_say(facts, p, found, effects, said):
    text = look(facts, p=p, proven=bool(found) and p <= 0.05, found=found, effects=effects)

    assert {part for part in (NEITHER, BOTH, ONE, ABOVE, UNTOLD, CHANCE) if part in text} == said


# Trust.


def trust(facts, *, verdict="hint", gain=0.2, ahead=None, posts=115):
    skill = replace(facts.trust.skill, posts=posts, gain=gain, mae=20 * (1 - gain), mae_usual=20.0)
    forward = ahead and replace(skill, posts=80, gain=ahead, mae=414.2, mae_usual=500.0, pairs=0.6)
    return replace(facts, trust=Trust(verdict, skill, forward, 90, 115, 11.0))


@pytest.mark.parametrize(
    ("gain", "ahead", "said"),
    [
        (-0.1, None, "No better than guessing your usual."),
        (0.0, None, "No better than guessing your usual."),
        (-0.1, -0.1, "No better than guessing your usual."),
        (0.1, None, "Not proven better than guessing your usual."),
        (-0.1, 0.1, "Not proven better than guessing your usual."),
        (0.1, -0.1, "Not proven better than guessing your usual."),
    ],
)
def test_smaller_misses_are_never_said_to_be_no_smaller(facts, gain, ahead, said):
    told = trust(facts, verdict="no", gain=gain, ahead=ahead)

    assert en.trust.trust_headline(told) == said
    assert ("can be luck" in en.trust.trust_text(told)) == said.startswith("Not proven")


def test_the_past_alone_comes_first_and_the_other_check_is_called_what_it_is(facts):
    told = trust(facts, ahead=0.17)
    text, checks = en.trust.trust_text(told), en.trust.checks(told)

    assert text.startswith("Your last 80 posts were each foretold from earlier posts alone.")
    assert "off by 410 likes on average; guessing your usual of that time was off by 500" in text
    assert "later ones too" not in text
    assert checks.startswith("In a check among all, ")
    assert "later ones too" in checks
    assert "first 60 times in 100" in text


@pytest.mark.parametrize("moment", [math.nan, 455.0])
@pytest.mark.parametrize("add", [True, False])
def test_what_the_moment_does_alone_is_told_where_it_is_known(facts, moment, add):
    told = trust(facts, ahead=0.17)
    forward = replace(told.trust.forward, mae_moment=moment)
    told = replace(facts, trust=replace(told.trust, forward=forward, photos_add=add))
    text, checks = en.trust.trust_text(told), en.trust.checks(told)

    known = math.isfinite(moment)
    said = "By the moment of posting alone the guess would have been off by 460"
    assert (said in text) == (known and not add)
    assert (said in checks) == (known and add)
    assert (PHOTOS_NOT_SHOWN in text) == (known and not add)


@pytest.mark.parametrize("add", [True, False])
def test_of_the_moment_nothing_is_said_where_drafts_are_not_told_apart(facts, add):
    told = trust(facts, verdict="no", ahead=-0.1)
    forward = replace(told.trust.forward, mae_moment=455.0)
    told = replace(facts, trust=replace(told.trust, forward=forward, photos_add=add))

    assert "alone the guess would" not in en.trust.trust_text(told) + en.trust.checks(told)


def test_without_a_check_from_the_past_alone_nothing_is_called_a_forecast(facts):
    text = en.trust.trust_text(trust(facts))

    assert "easier than a forecast" in text
    assert "foretold" not in text
    assert "first 67 times in 100" in text


@pytest.mark.parametrize("ahead", [None, 0.1])
@pytest.mark.parametrize(
    ("posts", "kept", "why"),
    [
        (120, "ach of your 120 posts was guessed", False),
        (115, "115 of your 120 posts were guessed", True),
    ],
)
def test_posts_that_are_not_in_a_check_are_accounted_for(facts, ahead, posts, kept, why):
    told = trust(facts, ahead=ahead, posts=posts)
    text = en.trust.trust_text(told) if ahead is None else en.trust.checks(told)

    assert kept in text
    assert ("The first 5 are not in it" in text) == why


def test_of_pairs_nothing_is_said_where_drafts_are_not_told_apart(facts):
    assert "times in 100" not in en.trust.trust_text(trust(facts, verdict="no", ahead=-0.1))


@pytest.mark.parametrize(
    ("ahead", "verdict"), [(None, "hint"), (0.1, "hint"), (0.0, "maybe"), (-0.1, "maybe")]
)
def test_a_hint_holds_from_the_past_alone_too(ahead, verdict):
    account = named()
    skill = account.model.skill
    forward = None if ahead is None else replace(skill, gain=ahead)

    assert account.but(skill_forward=forward).facts().trust.verdict == verdict


def test_half_of_the_guesses_were_nearer_than_is_said():
    told = named().facts()

    misses = [abs(post.likes - post.expected) for post in told.posts]
    assert told.trust.half_within == np.median(misses)
    said = f"within {round(told.trust.half_within)} likes"
    assert en.expected.expected_headline(told) == f"Half of the guesses were {said}"


# Effects.


@pytest.mark.parametrize(
    ("account", "together"),
    [
        (lambda: closed(120), "no clearer than chance"),
        (unproven, "don’t help to guess a post that the model has not seen"),
        (named, "the verdict in the last column takes all comparisons together"),
    ],
)
def test_ranges_that_miss_zero_are_counted_beside_those_that_luck_makes(account, together):
    told = account().facts()

    text = f"{en.effects.effects_text(told)} {en.effects.reading(told)}"

    missing = sum(item.misses_zero for item in told.effects)
    said = {0: "none does", 1: "one does"}.get(missing, f"{missing} do")
    assert f"about one at most is expected to miss zero by luck alone; here {said}" in text
    assert together in text


@pytest.mark.parametrize("percent", [23.4, -23.4, 80.0])
def test_an_experiment_is_sized_for_the_estimate_that_is_told(facts, percent):
    told = replace(facts.to_try, percent=percent)
    trial = _trial(told, 0.35)

    assert trial.percent == round(percent)
    assert trial.posts == posts_for(percent, 0.35)
    _, text = en.next_steps.experiments(replace(facts, to_try=told, trial=trial))[0]
    assert f"{abs(round(percent))}%, about {trial.posts} posts" in text
    assert "30%" not in text


def test_fewer_likes_by_a_fifth_take_as_many_posts_as_more_by_a_quarter():
    assert posts_for(-20, 0.35) == posts_for(25, 0.35)


@pytest.mark.parametrize(("posts", "quick"), [(200, True), (202, False)])
def test_an_experiment_that_few_will_make_is_said_to_be_long(facts, posts, quick):
    text = " ".join(
        text
        for _, text in en.next_steps.experiments(
            replace(facts, trial=replace(facts.trial, posts=posts))
        )
    )

    assert ("would show it four times in five" in text) is quick
    assert ("expect no quick answer" in text) is not quick


@pytest.mark.parametrize(("percent", "spread"), [(0.3, 0.35), (20.0, math.nan), (20.0, 0.0)])
def test_where_nothing_can_be_reckoned_no_size_is_told(facts, percent, spread):
    trial = _trial(replace(facts.to_try, percent=percent), spread)

    assert trial is None
    _, text = en.next_steps.experiments(replace(facts, trial=trial))[0]
    assert text.endswith("what you happened to post.")


def test_the_experiment_is_about_what_is_least_sure():
    told = named().facts()

    assert told.to_try.evidence == "suggestive"
    sure = make_account(120, gate_open=True, evidence={"busyness": "strong"}, found=("detail",))
    assert sure.facts().to_try.name == "busyness"
    assert ranking().facts().to_try is None


# Posts and their usual.


@pytest.mark.parametrize(
    ("likes", "usual", "is_above"),
    [
        (51, 50.0, True),
        (50, 50.0, False),
        (50, 50.0 - 1e-12, False),
        (50, 50.0 + 1e-12, False),
        (0, 0.0, False),
        (0, -1e-12, False),
        (1, 0.0, True),
        (49, 50.0, False),
        (100_001, 100_000.0, True),
    ],
)
def test_a_post_at_its_usual_is_not_above_it_whatever_the_rounding(likes, usual, is_above):
    assert above(likes, usual) is is_above


@pytest.mark.parametrize("off", [0.0, 1e-13, -1e-13])
def test_posts_at_their_usual_are_drawn_on_the_line_and_are_nobodys_best(off):
    account = closed(24)
    fits = tuple(replace(fit, likes=50.0, usual=50.0 * (1 + off)) for fit in account.model.posts)
    told = account.but(posts=fits).facts()

    assert not any(point.above for point in charts.timeline(told).points)
    assert (told.best, told.weakest) == ((), ())


def test_without_a_usual_there_is_no_multiple_of_it():
    post = replace(closed(24).facts().posts[0], likes=3.0, usual=0.0)

    assert math.isnan(post.times_usual)
    assert en.posts.times_usual(post) == "likes"
    assert en.posts.times_usual(replace(post, likes=28.0, usual=10.0)) == "likes · 2.8× usual"


# Accounts of one's own face.


def test_an_account_of_faces_throughout_is_told_what_can_be_compared():
    """Page and notebook say once, and first, that faces can't be compared."""
    account = with_faces(60)
    fitted = Fit(account.fit(), account.posts, account.features, UTC)

    said = en.answer.alike(fitted.facts)

    assert said.startswith(
        "A face was found in all 60 of your posts, so they can’t tell whether a face goes with "
        "likes. What differs between them, and can be compared: light, colour, "
    )
    for text in (fitted._repr_html_(), page.render(fitted.facts, {})):
        assert text.index("A face was found in all 60") < text.index(
            en.answer.subtitle(fitted.facts)[:40]
        )
        assert text.count("A face was found in all 60") == 1


@pytest.mark.parametrize(("alike", "kind"), [(True, "how faces are framed"), (False, "faces")])
@pytest.mark.parametrize("found", [True, False])
def test_where_all_posts_have_a_face_only_how_it_is_can_be_told_or_not(alike, kind, found):
    account = make_account(70, gate_open=True, found=("faces",) if found else ("light",))
    notice = Notice("faces_alike", {"posts": 70, "with_face": 70, "differing": ["light"]})
    told = account.but(warnings=(notice,) if alike else ()).facts()

    assert (f"*{kind}*" in en.answer.headline(told)) is found
    assert (f" {kind} nothing can be told" in en.answer.subtitle(told)) is not found


def test_where_subjects_are_known_what_drafts_share_is_told_with_their_subject(facts):
    told = trust(facts, ahead=0.17)
    forward = replace(told.trust.forward, mae_moment=455.0)
    plain = replace(told.trust, forward=forward, photos_add=False, subjects=False)

    without = en.trust.trust_text(replace(facts, trust=plain))
    known = en.trust.trust_text(replace(facts, trust=replace(plain, subjects=True)))

    assert "By the moment of posting alone" in without
    assert "By the subject and the moment of posting alone" in known
    assert PHOTOS_NOT_SHOWN_OF_SUBJECTS in known
    assert PHOTOS_NOT_SHOWN not in known
    assert PHOTOS_NOT_SHOWN_OF_SUBJECTS not in without
