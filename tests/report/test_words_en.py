"""The sentences: right direction, right number, right grammar, no claim too many."""

import math
import re
from dataclasses import replace
from datetime import UTC, datetime
from inspect import isfunction, ismodule, signature

import pandas as pd
import pytest

from spe.experiments.plan import asked_as
from spe.features import CATALOGUE
from spe.model.fitted import GroupTest
from spe.report import effects
from spe.report.facts import Facts, _open_question
from spe.report.words import en
from spe.wording.comparisons import short
from tests.report.account import EVERY, closed, groups, make_account, named

CLAIM = re.compile(r"got about|goes with more|goes with fewer|% (more|fewer) likes", re.IGNORECASE)


def sentences(facts):
    """All that the words say of an account."""
    said = []
    for section in (getattr(en, name) for name in en.__all__ if ismodule(getattr(en, name))):
        for name, value in vars(section).items():
            if not isfunction(value) or name.startswith("_"):
                continue
            if value.__module__ == section.__name__ and [*signature(value).parameters] == ["facts"]:
                said.extend(flat(value(facts)))
    return [text for text in said if text]


def flat(value):
    if isinstance(value, str):
        return [value]
    return [text for item in value for text in flat(item)]


@pytest.fixture
def every_sentence(told):
    return {kind: sentences(told(kind)) for kind in EVERY}


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind != "named"])
def test_no_effect_is_claimed_where_none_may_be(told, kind):
    claims = [text for text in sentences(told(kind)) if CLAIM.search(text)]

    assert claims == []


def test_behind_a_closed_gate_the_title_says_so(told):
    assert en.frame.title(told("closed")) == "We can’t tell your photos apart by their likes."


def test_the_answer_names_the_feature_its_direction_and_its_size(told):
    facts = told("named")
    effect = facts.named[0]

    headline = en.answer.headline(facts)

    assert effect.name == "brightness"
    assert headline == f"Brighter posts got about *{round(effect.percent)}%* more likes."


def test_a_negative_effect_goes_with_fewer_likes(told):
    effect = next(item for item in told("named").named if item.name == "busyness")

    assert effect.percent < 0
    assert (
        en.features.claim(effect)
        == f"Busier posts got about *{round(-effect.percent)}%* fewer likes."
    )


def test_the_plausible_range_runs_from_small_to_large_either_way(told):
    facts = told("named")
    falling = next(item for item in facts.named if item.percent < 0)
    only = replace(facts, named=(falling,), lead=falling)

    low, high = re.search(r"range is (\d+)% to (\d+)% fewer", en.answer.subtitle(only)).groups()

    assert int(low) < round(-falling.percent) < int(high)


def test_an_effect_that_rests_on_few_posts_says_so_and_makes_no_headline():
    account = named()
    facts = account.but(diagnostics={"flips_without_top": ["brightness"]}).facts()

    assert "Brighter" not in en.answer.headline(facts)
    only = replace(facts, named=facts.named[:1], lead=facts.named[0])
    assert "rests on few posts" in en.answer.subtitle(only)


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("a busy photo, full of edges", "a busy photo"),
        ("a soft, even photo", "a soft, even photo"),
        ("one colour, or none", "one colour"),
    ],
)
def test_a_phrase_is_cut_only_where_it_stays_whole(phrase, said):
    assert short(phrase) == said


def test_a_range_across_zero_keeps_its_signs(told):
    facts = told("named")
    effect = replace(facts.named[0], low=-3.0, high=12.0)

    assert "range is −3% to +12%" in en.answer.subtitle(
        replace(facts, named=(effect,), lead=effect)
    )


def test_seventy_posts_name_groups_and_no_feature(told):
    facts = told("groups")

    assert en.answer.headline(facts) == "Your likes go with *light and sharpness*."
    assert "not yet the single one" in en.answer.subtitle(facts)


@pytest.mark.parametrize("kind", ["groups", "closed", "closed_24", "unproven", "whole"])
def test_the_page_that_names_nothing_tells_luck_what_is_ruled_out_and_one_experiment(told, kind):
    facts = told(kind)
    (luck, moved), (ruled_out, within), (_, command) = en.answer.plain_cards(facts)

    assert (luck, ruled_out) == ("What luck does", "What is ruled out")
    assert f"about *{round(facts.trust.half_off)}%* or more above or below" in moved
    assert command.startswith(f"`spe try {asked_as(facts.planned.treatment)}` ")
    assert f"next {facts.planned.posts} posts" in command
    assert en.next_steps.experiments(facts)[0][1].startswith(command.split(" lets ")[0])
    if kind == "closed_24":
        assert "too few" in within
    else:
        assert f"Differences of more than *{facts.bound.percent}%*" in within
        assert f"for {len(facts.bound.names)} of {facts.bound.of} properties" in within


def test_without_a_level_that_holds_for_most_little_is_ruled_out(told):
    cards = dict(en.answer.plain_cards(replace(told("closed"), bound=None)))

    assert "more than 50% possible" in cards["What is ruled out"]


def test_where_nothing_is_to_be_planned_no_command_is_given(told):
    facts = replace(told("closed"), planned=None)

    assert len(en.answer.plain_cards(facts)) == 2
    assert "spe try" not in str(en.next_steps.experiments(facts))


def test_where_guesses_were_exact_no_share_of_luck_is_told(told):
    facts = told("closed")
    exact = replace(facts, trust=replace(facts.trust, half_off=0.2))

    assert en.answer.plain_cards(exact)[0][1].startswith("Luck, the feed")


def test_seventy_posts_say_once_what_likes_go_with(told):
    facts = told("groups")
    said = [en.answer.subtitle(facts), *(text for _, text in en.answer.plain_cards(facts))]

    assert not any("light and sharpness" in text.lower() for text in said)
    assert "Of colour, composition, format and faces nothing can be told" in said[0]
    assert "nothing can be told" not in en.answer.subtitle(told("whole"))


def test_one_group_goes_and_two_go():
    one = make_account(70, gate_open=True, found=("colour",)).facts()
    two = groups().facts()

    assert en.answer.headline(one) == "Your likes go with *colour*."
    assert en.answer.headline(two) == "Your likes go with *light and sharpness*."


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 posts"), (1, "1 post"), (2, "2 posts"), (1200, "1,200 posts")]
)
def test_one_and_many(n, said):
    assert en.numbers.count(n, "post") == said


def test_one_like_is_not_one_likes(told):
    post = replace(told("closed").posts[0], likes=1.0)

    assert en.expected.tip(post)[0] == "1 like"
    assert en.posts.times_usual(post).startswith("like · ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (19.4, "+19%"),
        (-12.6, "−13%"),
        (0.4, "0%"),
        (-0.4, "0%"),
        (1234.0, "+1,234%"),
        (float("nan"), "–"),
    ],
)
def test_percent_with_a_sign(value, said):
    assert en.numbers.percent(value) == said


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.0005, "in fewer than 1 of 100 shuffles"),
        (0.01, "in 1 of 100 shuffles"),
        (0.35, "in 35 of 100 shuffles"),
        (1.0, "in 99 of 100 shuffles"),
    ],
)
def test_a_share_of_shuffles(p, said):
    assert en.numbers.in_hundred(p) == said


def test_small_p_values_are_not_zero():
    assert en.numbers.probability(0.0) == "<0.001"
    assert en.numbers.probability(0.0449) == "0.045"


def test_a_list_has_its_and():
    assert en.numbers.listed([]) == ""
    assert en.numbers.listed(["a"]) == "a"
    assert en.numbers.listed(["a", "b", "c"]) == "a, b and c"


def test_a_time_has_two_digits_of_minutes():
    assert en.days.time_and_day(datetime(2026, 9, 12, 8, 5, tzinfo=UTC)) == "Sat 8:05, 12 Sep 2026"


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item.name)
def test_every_feature_makes_a_sentence(item):
    for more in (True, False):
        subject = en.features.subject(item.name, more=more)

        assert re.search(r"\bposts\b", subject)
        assert not re.match(r"posts (more|less|\w+er)$", subject)
        assert not re.match(r"(with|from|at|on|nearer|after|sooner) ", subject)


@pytest.fixture(scope="module")
def albums():
    """The facts of an account in which albums go with likes."""
    return make_account(
        120, gate_open=True, evidence={"album": "suggestive"}, found=("format",)
    ).facts()


def test_an_album_is_told_against_a_single_photo_with_the_posts_of_each(albums):
    (effect,) = albums.named

    assert en.features.claim(effect).startswith("Posts of several photos got about *")
    assert en.features.comparison(effect) == (
        f"an album of several photos against a single photo ({effect.posts_with} and "
        f"{effect.posts_without} posts)"
    )
    assert effect.posts_with + effect.posts_without == 120


def test_faces_are_told_as_one_against_none_with_the_posts_that_have_any(told):
    (effect,) = (item for item in told("named").effects if item.name == "faces")

    assert en.features.comparison(effect) == (
        f"1 face against none ({effect.posts_with} posts with a face, "
        f"{effect.posts_without} without a face)"
    )


def test_where_every_post_has_a_face_none_are_counted_without(told):
    (effect,) = (item for item in told("named").effects if item.name == "faces")
    always = replace(effect.term, compared=(1.0, 3.0))
    table = pd.DataFrame({"faces": [1.0, 2.0, 4.0]})

    assert effects._posts_having(effect.term, table, having=True) == 3
    assert effects._posts_having(always, table, having=True) is None
    more = replace(effect, term=always, posts_with=None, posts_without=None)
    assert en.features.comparison(more) == "3 faces against 1"


def test_an_effect_is_told_with_its_two_values_in_the_answer_and_in_the_table(told):
    facts = told("named")
    low, high = facts.lead.term.compared

    assert facts.lead.name == "brightness"
    assert en.answer.subtitle(facts).startswith(f"Compared: brightness {high:g} against {low:g}. ")
    assert en.features.comparison(facts.lead) == f"brightness {high:g} against {low:g}"


def test_a_headline_of_albums_says_by_itself_what_it_compares(albums):
    assert "Compared" not in en.answer.subtitle(albums)


def test_an_older_model_s_effect_is_told_without_values(told):
    (known,) = (item for item in told("named").effects if item.name == "busyness")
    older = replace(known, term=replace(known.term, compared=(math.nan, math.nan)))

    assert en.features.comparison(older) == "a busy photo against a calm photo"


def test_a_post_s_reason_is_that_it_is_an_album_or_a_single_photo(albums):
    told = {
        en.posts.reason(item)
        for post in albums.posts
        for item in post.reasons
        if item.name == "album"
    }

    assert told == {"An album", "A single photo"}


def test_albums_and_single_photos_in_turn_are_an_experiment(albums):
    (_, text), *_ = en.next_steps.experiments(albums)

    assert "is an album of several photos and which a single photo. Today" in text


def test_an_experiment_names_the_two_values_that_its_estimate_is_for(told):
    facts = told("named")
    bright = replace(facts, to_try=facts.lead)

    (_, text), *_ = en.next_steps.experiments(bright)

    assert f"a bright photo and which a dark photo ({en.features.ends(facts.lead)}). Today" in text


@pytest.mark.parametrize("kind", EVERY)
def test_sentences_are_whole(told, kind):
    for text in sentences(told(kind)):
        assert "nan" not in re.findall(r"\w+", text)
        assert not re.search(r"None(?! is clear)", text)
        assert "  " not in text
        assert text == text.strip()
        assert not re.search(r"\b1 (posts|likes|lines|comparisons)\b", text)
        assert text.count("*") % 2 == 0
        assert " ." not in text.replace(" .05", "").replace(" .10", "").replace(" .20", "").replace(
            " .80", ""
        )


@pytest.mark.parametrize("kind", EVERY)
def test_words_have_curly_apostrophes(told, kind):
    for text in sentences(told(kind)):
        assert "'" not in text


def test_without_gain_the_trust_part_says_so(told):
    facts = told("closed")

    assert en.trust.trust_headline(facts) == "No better than guessing your usual."
    assert en.trust.gain(facts.trust.skill) == ("2%", "larger misses")
    assert "between 23% larger and 7% smaller" in en.trust.gain_range(facts)


def test_a_sure_gain_is_said_with_its_range(told):
    facts = told("named")

    assert en.trust.gain(facts.trust.skill) == ("30%", "smaller misses")
    assert "Plausibly 9% to 39% smaller" in en.trust.gain_range(facts)


@pytest.mark.parametrize(
    ("gain", "said"),
    [
        (0.62, ("62%", "smaller misses")),
        (-0.62, ("62%", "larger misses")),
        (0.005, ("0%", "difference in misses")),
        (-0.005, ("0%", "difference in misses")),
    ],
)
def test_a_gain_is_told_in_whole_percent_and_half_a_percent_is_none(told, gain, said):
    assert en.trust.gain(replace(told("named").trust.skill, gain=gain)) == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.62, 0.85, "Plausibly 62% to 85% smaller."),
        (-0.85, -0.62, "Plausibly 62% to 85% larger."),
        (-0.62, 0.85, "Plausibly between 62% larger and 85% smaller."),
        (math.nan, math.nan, "alone."),
    ],
)
def test_the_range_of_a_gain_is_told_by_which_side_of_nothing_it_lies_on(told, low, high, said):
    facts = told("named")
    skill = replace(facts.trust.told, gain_low=low, gain_high=high)
    trust = replace(facts.trust, skill=skill, forward=skill)

    assert en.trust.gain_range(replace(facts, trust=trust)).endswith(said)


@pytest.mark.parametrize(("n", "word"), [(0, "posts"), (1, "post"), (2, "posts")])
def test_one_post_is_no_posts(n, word):
    assert en.when.posts_word(n) == word


def test_growth_is_said_only_where_there_is_some():
    account = closed()
    first = replace(account.model.posts[0], usual=20.0)
    grown = account.but(posts=(first, *account.model.posts[1:])).facts()

    assert en.timeline.timeline_headline(grown).startswith("Your likes grew; ")
    assert en.timeline.timeline_headline(account.facts()).startswith("A post now starts")


def test_made_up_accounts_say_so_in_the_title(told):
    facts = make_account(30, made_up=True).facts()

    assert en.frame.title(facts).startswith("Made-up account: ")
    assert en.card.card(facts)[0][0] == "Made up"
    assert not en.frame.title(told("closed")).startswith("Made-up")


def test_time_is_called_proven_only_where_it_is(told):
    facts = told("named")
    proven = replace(facts, when=replace(facts.when, proof="yes"))

    assert en.when.when_headline(facts) == "No best time that we can prove"
    assert en.when.when_headline(proven) == "Some times went with more likes than others"


def test_ranges_that_miss_zero_behind_a_closed_gate_are_called_luck(told):
    text = en.effects.effects_text(told("closed"))

    assert "by luck alone" in text
    assert "no clearer than chance" in text


def test_every_public_word_of_one_account_is_text(told):
    facts = told("named")

    assert isinstance(facts, Facts)
    assert len(sentences(facts)) > 40


def test_what_was_left_out_is_counted_and_never_named():
    card = en.card.card(named().facts())

    said = " ".join(line for _, lines in card for line in lines)
    assert "2 younger than 14 days" in said
    assert "late-1" not in said


@pytest.mark.parametrize(
    ("undated", "unliked", "said"),
    [
        (1, 3, "Not usable: 1 post without a time and 3 posts without a like count."),
        (0, 1, "Not usable: 1 post without a like count."),
        (2, 0, "Not usable: 2 posts without a time."),
        (0, 0, None),
    ],
)
def test_posts_that_lack_a_time_or_likes_are_counted_where_nothing_else_tells_of_them(
    undated, unliked, said
):
    facts = named().facts()
    account = replace(facts.account, undated=undated, unliked=unliked)

    lines = dict(en.card.card(replace(facts, account=account, left_out=())))["Data"]
    beside = dict(en.card.card(replace(facts, account=account)))["Data"]

    assert [line for line in lines if line.startswith("Not usable")] == ([said] if said else [])
    assert not any(line.startswith("Not usable") for line in beside)


@pytest.mark.parametrize(
    ("percent", "said"),
    [(12.4, "about 12%"), (99.4, "about 99%"), (101.3, "about 100%"), (187.0, "about 190%")],
)
def test_a_large_percent_is_told_in_tens(percent, said):
    assert en.next_steps.about(percent) == said


def test_what_could_be_found_is_told_by_how_often_it_would_be(told):
    smallest = told("closed").power.resolutions[0].percent

    assert (
        f"only one of {en.next_steps.about(smallest)} or more would stand out four times in five"
        in (en.answer.subtitle(told("closed")))
    )


# Sizes that are drawn in, and those of a model that an older spe wrote.


def as_older(facts):
    """The same account, told by a model whose effects are the classical table's."""
    return replace(facts, model=replace(facts.model, effects_from="least_squares"))


def test_sizes_are_said_to_be_drawn_in_only_where_they_are(told):
    facts = told("named")

    assert "all are drawn towards zero" in en.effects.reading(facts)
    assert "drawn towards zero" not in en.effects.reading(as_older(facts))
    assert "expect it to shrink" in en.effects.reading(as_older(facts))


def test_fewer_ranges_of_today_miss_zero_by_luck(told):
    facts = told("named")
    twice = replace(facts, effects=(facts.effects * 3)[:40])

    assert "about 2 at most are expected" in en.effects.reading(twice)
    assert "about 4 at most are expected" in en.effects.reading(as_older(twice))


def test_the_statistics_name_the_regression_that_sizes_and_ranges_come_from(told):
    facts = told("named")

    assert "the ridge’s 90% (50%) posterior interval" in en.effects.effects_statistics(facts)
    assert "HC3" not in en.effects.effects_statistics(facts)
    assert "HC3 standard errors" in en.effects.effects_statistics(as_older(facts))
    assert "posterior" not in en.effects.effects_statistics(as_older(facts))


def test_the_classical_table_says_that_nothing_is_told_from_it(told):
    facts = told("named")

    assert "do not come from this table" in en.appendix.ols_note(facts)
    assert "do not come from this table" not in en.appendix.ols_note(as_older(facts))


def test_a_90_percent_range_is_what_it_was_made_as(told):
    facts = told("named")

    assert "two opposite ways of reckoning" in dict(en.appendix.words(facts))["90% range"]
    assert "confidence interval" in dict(en.appendix.words(as_older(facts)))["90% range"]


def test_an_older_models_sizes_are_told_with_a_warning_where_there_are_any(told):
    def notes(facts):
        return " ".join(dict(en.card.card(facts)).get("Take note", ()))

    assert "an older spe reckoned" not in notes(told("named"))
    assert "an older spe reckoned" in notes(as_older(told("named")))
    assert "an older spe reckoned" not in notes(as_older(told("few")))


CAPTION = GroupTest("caption", ("caption_length",), 0.001, 0.01, found=True)
LIGHT = GroupTest("light", ("brightness",), 0.002, 0.02, found=True)
COMPANY = "Captions often go with the kind of post"


@pytest.mark.parametrize(
    ("found", "said"), [((CAPTION,), True), ((LIGHT, CAPTION), True), ((LIGHT,), False)]
)
@pytest.mark.parametrize("tier", ["groups", "features"])
def test_what_was_written_is_called_a_companion_where_it_goes_with_likes(told, found, said, tier):
    facts = replace(told("groups"), groups=found, tier=tier)

    assert (COMPANY in en.answer.subtitle(facts)) is said


def test_a_headline_of_what_was_written_calls_it_a_companion(told):
    facts = told("named")
    written = replace(facts.lead, name="caption_length", group="caption")

    assert COMPANY not in en.answer.subtitle(facts)
    assert COMPANY not in en.effects.effects_text(facts)
    assert COMPANY in en.answer.subtitle(replace(facts, lead=written))
    assert COMPANY in en.effects.effects_text(replace(facts, named=(*facts.named, written)))


def test_an_experiment_with_captions_keeps_the_kind_of_post_the_same(told):
    facts = told("named")
    written = replace(facts.lead, name="caption_length", group="caption")
    (_, plain), *_ = en.next_steps.experiments(facts)
    (_, text), *_ = en.next_steps.experiments(replace(facts, to_try=written))

    assert "keep the kind the same" not in plain
    assert "is a post with a long caption and which a post with a short caption" in text
    assert "so keep the kind the same." in text


@pytest.mark.parametrize(
    ("found", "tried"),
    [
        ((CAPTION,), "caption_length"),
        ((CAPTION, LIGHT), "brightness"),
        ((LIGHT, CAPTION), "brightness"),
    ],
)
def test_what_a_photo_shows_is_tried_before_what_was_written(told, found, tried):
    facts = told("groups")
    name = _open_question(replace(facts.model, groups=found), ())

    assert name == tried
    planned = replace(facts.planned, treatment=name)
    (_, text), *_ = en.next_steps.experiments(replace(facts, planned=planned))
    assert ("keep the kind the same" in text) == (tried == "caption_length")


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ({"light", "caption", "time"}, "in your photos, their captions or their timing,"),
        ({"light", "caption"}, "in your photos or their captions,"),
        ({"light", "time"}, "in your photos or their timing,"),
        ({"light"}, "in your photos,"),
    ],
)
def test_what_was_looked_at_is_named(told, kinds, said):
    facts = told("closed")
    terms = tuple(replace(facts.model.terms[0], name=kind, group=kind) for kind in sorted(kinds))

    text = en.answer.subtitle(replace(facts, model=replace(facts.model, terms=terms)))

    assert f"anything that we measured {said}" in text
