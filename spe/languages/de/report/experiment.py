"""Ein Experiment mit der Münze: wie weit es ist, und seine Antwort.

Own words may be part of what is said, so nothing here carries marks for the page to read.
"""

from spe.experiments.answer import Standing
from spe.experiments.match import Slot
from spe.languages.de import experiments
from spe.languages.de.days import day
from spe.languages.de.numbers import count, likes, number, p_is, plain

EXPERIMENT = "Dein Experiment"


EXPERIMENT_LIST = "Die Beiträge des Experiments, der Reihe nach"


STRAYED_KEY, TO_COME_KEY = "war von der anderen Art", "kommt noch"


def experiment_headline(now: Standing) -> str:
    """What the coin decides: a photo with faces, or without."""
    return experiments.question(now.experiment)


def experiment_text(now: Standing) -> tuple[str, ...]:
    """How far it is, and what was found where that may be told."""
    begun = day(now.experiment.started_at)
    told = [
        (
            f"{experiments.headline(now)}, begonnen am {begun}. Eine Münze hat die Art jedes "
            "Beitrags bestimmt."
        ),
        *experiments.answer(now),
    ]
    if now.outcome is None and now.stage in {"running", "arriving"}:
        told.append(
            f"Die Antwort kommt nach Beitrag {now.experiment.posts}; bis dahin gibt es keine."
        )
    told += [
        experiments.waiting(now),
        experiments.strayed(now) if now.outcome is None else "",
    ]
    return tuple(filter(None, told))


def kind_names(now: Standing) -> tuple[str, str]:
    """The two kinds of post, the one that is tried first."""
    return experiments.kinds(now.experiment)


def slot_label(now: Standing, slot: Slot) -> str:
    """A place of the order for those who hear the page."""
    if slot.state == "to_come":
        return f"{slot.number}: {TO_COME_KEY}"
    one, other = kind_names(now)
    parts = [f"{slot.number}: {one if slot.asked else other}"]
    if slot.followed is False:
        parts.append(STRAYED_KEY)
    if now.outcome is not None and slot.likes is not None:
        parts.append(likes(slot.likes))
    return ", ".join(parts)


def experiment_statistics(now: Standing) -> str:
    """The test, for those who know."""
    outcome = now.outcome
    if outcome is None:
        return ""
    how = (
        "Jederzeit gültig: ein Permutationsmartingal über Blöcke, dessen Einsätze vorher gemischt "
        "wurden"
        if now.experiment.anytime
        else "Randomisierungstest über Viererblöcke, für die Spanne umgekehrt"
    )
    beside = len(now.experiment.forecast)
    taken = (
        f"{count(beside, 'Merkmal', 'Merkmale')} der Vorhersage {'wurde' if beside == 1 else 'wurden'}"
        if beside
        else "Nichts wurde"
    )
    return (
        f"{how}; zweiseitig {p_is(outcome.p_value)}, {number(outcome.posts)} Beiträge. {taken} "
        "vorher herausgerechnet. Gezählt wird nach der Absicht (Intention-to-treat); log1p der "
        f"Likes, gekappt bei {plain(2.5)} Standardabweichungen vom Median des Blocks."
    )
