"""The sentences of one account of every kind, as texts that a person can read and compare.

They are made from the words alone, of a fixed set of features, so that neither a change of
style nor a new feature touches them. `python -m tests.report.golden` writes them anew; then
read what changed.
"""

import math
from dataclasses import fields, replace
from inspect import isfunction, signature
from pathlib import Path

import numpy as np

from spe.experiments.answer import standings
from spe.features import CATALOGUE
from spe.notices import Notice
from spe.report.words.en import ENGLISH
from tests.experiments.made import LATER, ORDER, PLANNED, measured, own_words, posted
from tests.report.account import NAMED, make_account, of_subjects, tracked

FOLDER = Path(__file__).parent / "golden"

# What these accounts are measured by, whatever the catalogue grows to.
MEASURED = {
    "brightness", "contrast", "colourfulness", "orange_brown", "yellow_green", "blue", "busyness",
    "blur", "symmetry", "background_blur", "shape", "faces", "album", "weekend", "gap", "thirds",
}  # fmt: skip
FIXED = tuple(item for item in CATALOGUE if item.name in MEASURED)


def _account(n, **options):
    return make_account(n, of=FIXED, **options)


def _jump():
    """An account whose usual fell by a half after a third of its posts."""
    account = _account(66)
    fits = tuple(
        replace(fit, usual=2 * fit.usual) if place < 22 else fit
        for place, fit in enumerate(account.model.posts)
    )
    since = fits[22].posted_at.date().isoformat()
    jump = Notice("jump", {"since": since, "change": -0.5})
    return account.but(posts=fits, warnings=(jump,))


def _hopeful():
    """Misses were smaller, but nothing is clearer than chance."""
    account = _account(62)
    skill = replace(account.model.skill, gain=0.04, mae=19.2)
    return account.but(skill=skill, skill_forward=None)


def _own_face():
    """Every post has the person's face in it: faces are no property that could be compared."""
    of = tuple(item for item in FIXED if item.name != "faces")
    account = make_account(62, of=of)
    kinds = list(dict.fromkeys(item.group for item in of if item.core))
    alike = {"posts": 62, "with_face": 62, "differing": [*kinds, "face_size"]}
    return account.but(
        warnings=(Notice("faces_alike", alike),), dropped={"faces": Notice("constant")}
    )


def _full():
    found = ("light", "detail", "faces", "time", "colour")
    account = _account(230, gate_open=True, evidence=NAMED, found=found)
    notes = (Notice("fragile", {"features": ["faces"], "posts": 5}),)
    return account.but(warnings=notes, diagnostics={"flips_without_top": ["faces"]})


def _experiment():
    """An answer that one post strayed from, and an experiment that has begun since."""
    posts = posted(likes=[150 if asked else 100 for asked in ORDER])
    begun = own_words(started_at=posts[-1].posted_at)
    later = posted(5, start=posts[-1].posted_at, prefix="q")
    values = measured([*posts, *later]) | {"p3": {"faces": 1.0}}
    known = standings([PLANNED, begun], [*posts, *later], values, LATER)
    return replace(_account(14), experiments=known)


SUBJECTS = {"family": 0.05, "food": -0.25, "pets": 0.35, "yard": None}

KINDS = {
    "experiment": _experiment,
    "too_few": lambda: _account(14),
    "silent": lambda: _account(62),
    "silent_with_ranges": lambda: _account(120),
    "silent_but_smaller": _hopeful,
    "own_face": _own_face,
    "unproven": lambda: _account(120, gate_open=True, proven=False),
    "ranking": lambda: _account(24, gate_open=True),
    "kinds_only": lambda: _account(70, gate_open=True, found=("light", "detail")),
    "nothing_single": lambda: _account(120, gate_open=True),
    "single_effects": lambda: _account(
        120, gate_open=True, evidence=NAMED, found=("light", "detail", "faces")
    ),
    "full": _full,
    "jump": _jump,
    "subjects_found": lambda: of_subjects(
        _account(70, gate_open=True, found=("light",)), SUBJECTS, found=True, said=0.8
    ),
    "subjects_named": lambda: of_subjects(
        _account(120, gate_open=True, evidence=NAMED, found=("light", "detail", "faces")),
        SUBJECTS,
        found=True,
        evidence={"pets": "strong"},
    ),
    "subjects_silent": lambda: of_subjects(_account(62), SUBJECTS),
    "forecasts": lambda: tracked(
        _account(24, made_up=True), [True] * 13 + [False] * 4, arriving=1, waiting=2
    ),
}


def sentences(facts):
    """Everything the page says of an account, section by section."""
    unsaid = {
        "expected": facts.trust.skill is None,
        "forecasts": not facts.forecasts.shown,
        "experiment": not facts.experiments,
        "subjects": not facts.subjects.rows,
        "plain_cards": facts.state == "named",
        "power_statistics": not facts.power.trials,
        "ols_note": not facts.effects,
    }
    lines = []
    for item in fields(ENGLISH):
        if item.name in {"language", "numbers", "days", "features"} or unsaid.get(item.name):
            continue
        section = getattr(ENGLISH, item.name)
        said = [
            f"{name}: {text}"
            for name, value in sorted(vars(section).items())
            if isfunction(value) and value.__module__ == section.__name__ and name[0] != "_"
            if not unsaid.get(name)
            if [*signature(value).parameters] == ["facts"]
            for text in _flat(value(facts))
            if text
        ]
        lines += ["", f"== {item.name}", *said]
    return "\n".join([*lines[1:], "", "== one by one", *_one_by_one(facts), ""])


def _one_by_one(facts):
    features, numbers = ENGLISH.features, ENGLISH.numbers
    for effect in facts.effects:
        verdict = features.EVIDENCE[effect.evidence]
        reach = numbers.span(effect.low, effect.high)
        yield f"{features.label(effect.name)}, {features.comparison(effect)}: {reach}; {verdict}"
    for effect in facts.named:
        yield f"named: {ENGLISH.answer.card_claim(effect)} {numbers.percent(effect.percent)}"
    if not facts.named:
        yield ENGLISH.answer.unclear_list(facts.effects)
    yield from _subjects(facts)
    for group in facts.groups:
        found = ENGLISH.effects.GROUP_FOUND if group.found else ENGLISH.effects.GROUP_NOT
        yield f"{features.label(group.name)}: {found}"
    for number in (*facts.best[:3], *facts.weakest[:1]):
        post = facts.posts[number - 1]
        yield " | ".join(
            [
                *_flat(ENGLISH.posts.post_line(post)),
                ENGLISH.posts.times_usual(post),
                *(
                    f"{ENGLISH.posts.reason(part)} {numbers.percent(part.percent)}"
                    for part in post.reasons
                ),
            ]
        )
    for item in facts.forecasts.shown:
        yield f"{ENGLISH.forecasts.forecast_line(item)}: {ENGLISH.forecasts.outcome(item)}"
    for now in facts.experiments:
        yield f"{ENGLISH.experiment.experiment_headline(now)}?"
        yield from ENGLISH.experiment.experiment_text(now)
        yield ENGLISH.experiment.experiment_statistics(now)
    if facts.trust.skill:
        yield " ".join(ENGLISH.trust.gain(facts.trust.told))
    told = [cell for row in facts.when.cells for cell in row if cell.posts]
    if facts.when.told and math.isfinite(facts.when.p):
        fullest = max(told, key=lambda cell: cell.posts)
        yield f"{ENGLISH.when.cell_value(fullest)}: {ENGLISH.when.cell_range(fullest)}"


def _subjects(facts):
    words = ENGLISH.subjects
    for row in facts.subjects.rows:
        figures = filter(None, (*words.row_usual(row), words.row_silent(row)))
        yield " | ".join([words.row_name(row), words.row_posts(row), *figures])


def _flat(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, int | float | np.number):
        return [str(value)]
    return [text for item in value for text in _flat(item)]


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for kind, make in KINDS.items():
        (FOLDER / f"{kind}.txt").write_text(sentences(make().facts()), encoding="utf-8")
