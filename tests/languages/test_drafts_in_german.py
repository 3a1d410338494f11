"""The page of scored drafts in German: of whatever is told of them, no English is left over."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from spe.drafts import contact_sheet, english, remarks
from spe.drafts.explain import Contribution, Stand, StandKind
from spe.drafts.remarks import CODES, Remark
from spe.drafts.score import PastPost, general_remarks, score
from spe.drafts.suggest import Change
from spe.features import BY_NAME, TIME_OF_DAY
from spe.languages import language
from spe.languages.de.drafts import edit_said
from spe.notices import Notice
from spe.photo.edits import edits
from tests.languages.leftovers import Said, left_over, pieces
from tests.languages.leftovers import english as in_english
from tests.small_model import FIRST, average, posts, small_model

GERMAN = language("de").drafts
FRIDAY = FIRST + timedelta(days=300, hours=18)

# One value of each kind that a remark has.
VALUES = {
    "features": ("busyness", "faces"), "at": FRIDAY, "likes": 12.0, "learnt": True,
    "first": "a.jpg", "second": "b.jpg", "last": FIRST, "days": 91, "pause": 6.0,
    "subjects": ("x",),
    "why": Notice("constant"), "subject": "Berge", "notice": Notice("recent_jump", {"posts": 4}),
    "posts": 12,
}  # fmt: skip


def page(words, model, drafts, **more):
    """The page of some drafts in a language."""
    told = [words.remark(one) for one in general_remarks(model, FRIDAY, FRIDAY, 3)]
    at = words.posting(FRIDAY, 3, now=False)
    return contact_sheet.page(model, drafts, {}, posting=at, warnings=told, words=words, **more)


def drafts(count=3, **more):
    """Drafts of whose every feature something is told."""
    values = {f"{name}.jpg": average(busyness=0.1 * at) for at, name in enumerate("abcd"[:count])}
    past = {post.id: average(busyness=at / 40) for at, post in enumerate(posts())}
    ranked = score(small_model(**more), values, past, at=FRIDAY)
    changes = (
        Change(None, "album", True, 90.0, 0.1, 0.1, ("album",)),
        *(Change(edit, "busyness", False, 90.0, 0.1, 0.1, ("busyness",)) for edit in EDITS[:2]),
    )
    alike = (PastPost("one", FIRST, 120.0, 80.0), PastPost("two", FIRST, 7.0, math.nan))
    said = tuple(Remark(code, {name: VALUES[name] for name in names}) for code, names in ALL)
    return [replace(one, changes=changes, alike=alike, remarks=said) for one in ranked]


def _tilted():
    """A photo of leaning stripes, for which every edit there is is offered."""
    y, x = np.indices((900, 1200))
    stripes = ((y + 0.04 * x) // 60 % 2 * 200 + 20).astype(np.uint8)
    return np.repeat(stripes[..., None], 3, axis=2)


EDITS = list(edits(_tilted()))
ALL = sorted(CODES.items())


@pytest.mark.parametrize("has_skill", [True, False])
@pytest.mark.parametrize("made_up", [True, False])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_no_english_is_left_on_the_german_page(has_skill, made_up, count):
    model = small_model(has_skill=has_skill, made_up=made_up)
    shown = drafts(count, has_skill=has_skill)

    german, home = page(GERMAN, model, shown), page(english, model, shown)

    assert Said(german).language == "de"
    assert len(pieces(german)) > 20
    assert left_over(german, home) == []


@pytest.mark.parametrize(
    "chances", [[], [0.6], [0.9], [0.6, 0.9], [0.9, 0.9], [0.9] * 4, [0.6] * 4, [math.nan]]
)
def test_headlines_hold_no_english_and_no_verb_in_the_wrong_number(chances):
    one = drafts(1)[0]
    ranked = [
        replace(one, name=f"{name}.jpg", rank=at + 1, p_first=chance)
        for at, (name, chance) in enumerate(zip("abcde", [0.5, *chances], strict=False))
    ]
    model = small_model()

    said = " ".join(GERMAN.headlines(model, ranked))

    assert in_english(said) == []
    assert said != " ".join(english.headlines(model, ranked))
    assert ("liegt hinter" in said) == (chances == [0.6, 0.9])
    for how_many in (GERMAN.how_many(1, len(ranked)), GERMAN.how_many(len(ranked), len(ranked))):
        assert in_english(how_many) == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_remark_has_its_words_in_both_languages(code):
    remark = Remark(code, {name: VALUES[name] for name in CODES[code]})

    german, home = GERMAN.remark(remark), remarks.told(remark)

    assert in_english(german) == []
    assert german != home
    assert german.endswith(".")


@pytest.mark.parametrize("edit", EDITS, ids=[edit.name for edit in EDITS])
def test_every_edit_has_its_words(edit):
    assert in_english(edit_said(edit)) == []
    assert edit_said(edit) != edit.how
    assert len({edit_said(one) for one in EDITS}) == len(EDITS)


def test_every_way_that_a_draft_compares_has_its_words():
    from typing import get_args

    clock = {"hour", "time_matters", "no_hour"}
    for kind in get_args(StandKind):
        name = TIME_OF_DAY if kind in clock else "faces" if kind == "count" else "busyness"
        for stand in (Stand(kind, more=True, amount=1), Stand(kind, amount=0)):
            part = Contribution(name, 0.1, 1.0, 50.0, "unclear", stand, FRIDAY)
            assert in_english(GERMAN.reason_said(part)) == []
            assert GERMAN.reason_said(part) != part.said
            assert GERMAN.reason(part) != part.label
    assert {"Freitag", "Samstag"} & set(GERMAN.reason(part).split()) or name in BY_NAME


@pytest.mark.parametrize("likes", [1, 2])
def test_one_like_is_a_like(likes):
    assert f"{likes} {'Like' if likes == 1 else 'Likes'}" in GERMAN.got(
        PastPost("one", FIRST, likes, math.nan)
    ).split(".")
