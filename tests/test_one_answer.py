"""Whoever is asked, a model gives the same answer: under a "not yet" nothing is named anywhere."""

import json
import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from spe import api
from spe.commands import fit as fit_command
from spe.drafts import export
from spe.drafts.pipeline import ScoreOptions, score_drafts
from spe.features import CATALOGUE
from spe.model.claims import has_skill
from spe.report import notebook
from spe.report.words.en import ENGLISH
from spe.wording.numbers import capital
from tests.report.account import NAMED, make_account, page_without_plots
from tests.report.golden import sentences

SIZES = (14, 24, 70, 120)
FOUND = ("light", "detail", "faces", "time", "colour")
EFFECTS = {**NAMED, "weekend": "strong"}


def planted(size, *, gate, gain, found):
    """An account whose tests found things, or not; gate and gain are as they are."""
    account = make_account(
        size, gate_open=True, evidence=EFFECTS if found else {}, found=FOUND if found else ()
    )
    skill = account.model.skill and replace(account.model.skill, gain=gain, gain_low=gain - 0.05)
    return account.but(
        gate_open=gate,
        has_skill=size >= 20 and has_skill(gain, gain, gate_open=gate),
        skill=skill,
        usual_residuals=tuple(np.linspace(-0.5, 0.5, 20).tolist()),
        fold_coefficients=((0.0,) * len(account.model.terms),) * 2,
        fold_offsets=(0.0, 0.0),
        fold_of_post=(0, 1) * 10,
        fold_residuals=tuple(np.linspace(-0.4, 0.4, 20).tolist()),
    )


KINDS = list(product(SIZES, (True, False), (0.2, -0.1), (True, False)))
TOLD = [
    (size, gate, gain, found)
    for size, gate, gain, found in KINDS
    if size >= 20 and gate and gain > 0
]
# Where nothing was found there is nothing to be named.
NOT_YET = [kind for kind in KINDS if kind not in TOLD and kind[3]]

# What names an effect or a kind: a verdict on a page, dots, a claim.
VERDICTS = re.compile(
    r"(ev|ev-row)-(strong|suggestive)\b|●|>Strong<|>Suggestive<|" + ENGLISH.effects.GROUP_FOUND
)
# A claim begins with them; a row that says what is compared may hold them too.
SUBJECTS = {
    capital(ENGLISH.features.subject(item.name, more=more))
    for item in CATALOGUE
    if item.name != "age"
    for more in (True, False)
}
CLAIM = re.compile(rf"\b({'|'.join(map(re.escape, sorted(SUBJECTS)))})\b")


def named_in_json(value):
    """Whatever a script would take for a finding."""
    if isinstance(value, dict):
        if value.get("found") is True or value.get("evidence") in {"strong", "suggestive"}:
            yield value
        for item in value.values():
            yield from named_in_json(item)
    elif isinstance(value, list):
        for item in value:
            yield from named_in_json(item)


def printed(model, capsys):
    capsys.readouterr()
    fit_command._show(model)
    return capsys.readouterr().out


def outputs(kind, faceless_draft, capsys):
    """Every text and every table that is made of a model."""
    size, gate, gain, found = kind
    account = planted(size, gate=gate, gain=gain, found=found)
    model, facts = account.model, account.facts()
    scored = score_drafts(
        model, [faceless_draft], at="2026-07-24 18:00", options=ScoreOptions(propose_times=True)
    )
    texts = {
        "report": page_without_plots(facts).partition("<body")[2].partition("<script")[0],
        "sentences": sentences(facts),
        "notebook": notebook.summary(facts),
        "spe fit": printed(model, capsys),
    }
    values = {
        "spe fit --json": fit_command._summary(model),
        "spe score --json": export.facts(scored),
        "tidy": api.tidy(model).reset_index().to_dict(orient="records"),
        "settled": [vars(one) for one in (*model.settled().terms, *model.settled().groups)],
    }
    return model, facts, scored, texts, json.loads(json.dumps(values, default=str))


@pytest.mark.parametrize("kind", NOT_YET)
def test_under_a_not_yet_nothing_is_named_in_anything_that_is_told(kind, faceless_draft, capsys):
    model, facts, scored, texts, values = outputs(kind, faceless_draft, capsys)

    for where, text in texts.items():
        assert not VERDICTS.search(text), where
        assert not CLAIM.search(text), where
    assert list(named_in_json(values)) == []
    assert (facts.named, facts.lead) == ((), None)
    assert not any(post.reasons for post in facts.posts)
    assert not scored.slots
    assert scored.ranked[0].contributions == ()
    assert scored.ranked[0].expected == pytest.approx(model.usual)
    assert not api.glance(model).has_skill[0]


@pytest.mark.parametrize("kind", TOLD)
def test_where_drafts_are_told_apart_every_output_names_the_same(kind, faceless_draft, capsys):
    model, facts, scored, texts, values = outputs(kind, faceless_draft, capsys)

    effects = EFFECTS if kind[3] and kind[0] >= 100 else {}
    named = {name for name in effects if name in model.by_name}
    groups = {one.name for one in model.groups} & set(FOUND) if kind[3] else set()
    assert {item.name for item in facts.named} == named
    assert {item["feature"] for item in named_in_json(values["spe fit --json"]["effects"])} == named
    assert {item["term"] for item in named_in_json(values["tidy"])} == named
    assert {item["group"] for item in named_in_json(values["spe fit --json"]["groups"])} == groups
    assert ("●" in texts["spe fit"]) == bool(named)
    assert bool(CLAIM.search(texts["notebook"])) == bool(named)
    assert scored.ranked[0].contributions
    answers = {values[where]["answer"] for where in ("spe fit --json", "spe score --json")}
    assert answers == {facts.state} == set(api.glance(model).answer)
