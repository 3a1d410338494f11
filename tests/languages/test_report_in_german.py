"""The report and the card in German: whatever is true of an account, no English is left over."""

import re
from collections import Counter
from dataclasses import fields, replace
from inspect import isfunction, signature

import pytest

from spe.experiments.answer import standings
from spe.features import CATALOGUE
from spe.languages import language
from spe.languages.de.report import look
from spe.notices import Notice
from spe.report import notebook, page, palettes, postcard
from spe.report.words.en import ENGLISH
from tests.experiments.made import LATER, PLANNED, measured, own_words, posted
from tests.languages.leftovers import Said, english, left_over, pieces
from tests.report.account import EVERY, few, named, tracked
from tests.report.golden import KINDS

GERMAN = language("de").report
KNOWN = {**EVERY, **{f"golden_{name}": made for name, made in KINDS.items()}}

# What people call their experiment, and their subjects.
OWN = (own_words().words, "family, food, pets")


def both(facts, **options):
    """A page in German, and the same in English."""
    return (
        page.render(facts, {}, GERMAN, **options),
        page.render(facts, {}, ENGLISH, **options),
    )


def facts_of(kind):
    made = KNOWN[kind]()
    return made.facts() if hasattr(made, "facts") else made


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_no_english_is_left_on_a_german_page(kind):
    german, home = both(facts_of(kind), full=True)

    assert Said(german).language == "de"
    assert len(pieces(german)) > 60
    assert left_over(german, home, own=OWN) == []


def test_an_english_sentence_would_be_found():
    facts = named().facts()
    german, home = both(facts)
    sentence = ENGLISH.posts.best_text(facts)

    forgotten = german.replace(GERMAN.posts.best_text(facts), sentence)
    by_ear = german.replace(
        f'aria-label="{GERMAN.posts.BEST_LABEL}"', f'aria-label="{ENGLISH.posts.BEST_LABEL}"'
    )

    assert left_over(forgotten, home) == [sentence]
    assert left_over(by_ear, home) == [ENGLISH.posts.BEST_LABEL]


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_no_english_is_left_on_a_card_or_in_a_notebook(kind):
    facts = facts_of(kind)
    words = GERMAN.postcard
    told = [words.MADE_UP, words.OFFLINE, words.growth(facts), words.finding(facts)]
    told += [words.notes(facts), words.origin(facts), GERMAN.frame.NAME]
    told += [text for effect in facts.effects for text in words.evidence(effect)]
    for post in facts.posts:
        told += [*words.figure(post), words.figure_line(post)]

    assert [text for text in told if english(text)] == []
    assert left_over(notebook.summary(facts, GERMAN), notebook.summary(facts, ENGLISH)) == []


def figures(told, decimal):
    """The numbers in what is told, commands aside, as a language without separators has them."""
    text = re.sub(r"`[^`]*`", "", told) if isinstance(told, str) else ""
    if isinstance(told, tuple | list):
        return sum((figures(one, decimal) for one in told), Counter())
    thousands = {".": ",", ",": "."}[decimal]
    found = re.findall(r"(?:(?<![\w.])\.)?\d+(?:[.,]\d+)*", text)
    plain = (re.sub(rf"\{thousands}(?=\d{{3}}\b)", "", one).replace(decimal, ".") for one in found)
    return Counter(f"0{one}" if one.startswith(".") else one for one in plain)


@pytest.mark.parametrize("kind", sorted(KNOWN))
def test_both_languages_tell_the_same_figures_and_are_silent_alike(kind):
    facts = facts_of(kind)
    compared = 0
    for item in fields(ENGLISH):
        home, german = getattr(ENGLISH, item.name), getattr(GERMAN, item.name)
        for name, said in vars(home).items() if item.name != "language" else ():
            if not (isfunction(said) and hasattr(german, name) and name[0] != "_"):
                continue
            if [*signature(said).parameters] != ["facts"]:
                continue
            if unsaid(facts, item.name):
                continue
            here, there = said(facts), getattr(german, name)(facts)
            assert bool(here) == bool(there), (item.name, name)
            assert set(figures(here, ".")) == set(figures(there, ",")), (item.name, name)
            compared += 1
    assert compared > 25


def unsaid(facts, section):
    """Whether a section is left out of the page, and so has nothing to say."""
    return {
        "expected": facts.trust.skill is None,
        "forecasts": not facts.forecasts.shown,
        "twins": not facts.twins,
    }.get(section, False)


def test_figures_are_read_as_each_language_writes_them():
    assert figures("1,999 shuffles, p < .05, 12.5% of `spe 3`", ".") == Counter(
        ["1999", "0.05", "12.5"]
    )
    assert figures(("1.999 Mischungen, p < 0,05", "12,5 %"), ",") == Counter(
        ["1999", "0.05", "12.5"]
    )


@pytest.mark.parametrize("of", [11, 12])
@pytest.mark.parametrize(
    "experiment",
    [
        PLANNED,
        replace(PLANNED, anytime=True),
        replace(PLANNED, treatment="captions"),
        replace(PLANNED, treatment="subject:Berge"),
        own_words(),
    ],
    ids=["faces", "anytime", "captions", "subject", "own_words"],
)
@pytest.mark.parametrize("strayed", [0, 1, 2])
def test_no_english_is_left_of_an_experiment(experiment, of, strayed):
    posts = posted(of, likes=[1500 if number % 3 else 1003 for number in range(12)])
    values = measured(posts) | {f"p{number}": {"faces": 1.0} for number in range(2, 2 + strayed)}
    known = standings([experiment], posts, values, LATER)

    assert left_over(*both(few().facts(experiments=known)), own=OWN) == []


@pytest.mark.parametrize(
    ("held", "more"),
    [
        ([], {"arriving": 1}),
        ([True], {}),
        ([False], {"arriving": 2, "waiting": 1}),
        ([True] * 6, {"waiting": 2}),
        ([True] * 13 + [False] * 4, {"has_skill": False}),
        ([True] * 4 + [False] * 14, {}),
        ([True] * 30, {"confidence": 0.6}),
    ],
)
def test_no_english_is_left_of_forecasts(held, more):
    german, home = both(tracked(named(), held, **more).facts())

    assert left_over(german, home) == []
    assert "1 Beiträge" not in german


def test_every_feature_has_a_german_name_on_the_page():
    assert {GERMAN.features.label(item.name) for item in CATALOGUE} & {
        ENGLISH.features.label(item.name) for item in CATALOGUE
    } <= {"Album", "Hashtags"}


def test_every_colour_has_a_german_name():
    from typing import get_args

    assert set(look.COLOUR_NAMES) == set(get_args(palettes.Name))
    own = [palettes.OwnColour("#000000", 0.5, "blue", "dark")]
    assert GERMAN.look.own_colours(own) == "Dunkelblau 50\u00a0%"


def test_numbers_and_days_are_written_the_german_way():
    german, _ = both(named().facts())
    seen = " ".join(pieces(german))

    assert re.search(r"\d\u00a0%", german)
    assert not re.search(r"\d%", seen)
    assert re.findall(r"(?<![\d.])\d+\.\d{1,2}(?![\d.])", re.sub(r"spe \S+", "", seen)) == []
    assert re.search(r"\b\d{1,2}\.\u00a0(Jan\.|Feb\.|März|Apr\.|Mai|Juni|Juli) 2025", german)


def test_a_warning_of_an_older_model_stays_as_it_was_written():
    made = named().but(warnings=(Notice("written", {"text": "As an older spe wrote it."}),))

    german, home = both(made.facts())

    assert left_over(german, home) == ["As an older spe wrote it."]


@pytest.mark.parametrize("shape", ["post", "story"])
def test_a_german_card_is_drawn(shape):
    drawn = postcard.draw(named().facts(), None, shape, GERMAN)

    assert (drawn != postcard.draw(named().facts(), None, shape, ENGLISH)).any()
