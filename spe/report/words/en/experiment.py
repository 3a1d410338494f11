"""An experiment by coin: where it stands, and its answer.

Own words may be part of what is said, so nothing here carries marks for the page to read.
"""

from spe.experiments import sentences
from spe.experiments.answer import Standing
from spe.experiments.match import Slot
from spe.wording.comparisons import short
from spe.wording.days import day
from spe.wording.numbers import capital, count, number, p_is

EXPERIMENT = "Your experiment"


EXPERIMENT_LIST = "Posts of the experiment, in order"


STRAYED_KEY, TO_COME_KEY = "was of the other kind", "to come"


def experiment_headline(now: Standing) -> str:
    """What the coin decides: a photo with faces, or without."""
    return sentences.question(now.experiment)


def experiment_text(now: Standing) -> tuple[str, ...]:
    """How far it is, and what was found where that may be told."""
    begun = day(now.experiment.started_at)
    told = [
        f"{sentences.headline(now)}, since {begun}. A coin decided the kind of each post.",
        *sentences.answer(now),
    ]
    if now.outcome is None and now.stage in {"running", "arriving"}:
        told.append(f"The answer comes after post {now.experiment.posts}; until then none is told.")
    told += [sentences.waiting(now), sentences.strayed(now) if now.outcome is None else ""]
    return tuple(filter(None, told))


def kind_names(now: Standing) -> tuple[str, str]:
    """The two kinds of post, the one that is tried first."""
    one, other = (short(kind) for kind in sentences.kinds(now.experiment))
    return one, other


def slot_label(now: Standing, slot: Slot) -> str:
    """A place of the order for those who hear the page."""
    if slot.state == "to_come":
        return f"{slot.number}: {TO_COME_KEY}"
    one, other = kind_names(now)
    parts = [f"{slot.number}: {one if slot.asked else other}"]
    if slot.followed is False:
        parts.append(STRAYED_KEY)
    if now.outcome is not None and slot.likes is not None:
        parts.append(count(slot.likes, "like"))
    return ", ".join(parts)


def experiment_statistics(now: Standing) -> str:
    """The test, for those who know."""
    outcome = now.outcome
    if outcome is None:
        return ""
    how = (
        "Anytime-valid: a permutation martingale over blocks with bets mixed in advance"
        if now.experiment.anytime
        else "Randomisation test over blocks of four, inverted for the range"
    )
    beside = len(now.experiment.forecast)
    taken = f"{count(beside, 'feature')} of the forecast" if beside else "Nothing"
    return capital(
        f"{how}; two-sided {p_is(outcome.p_value)}, {number(outcome.posts)} posts. {taken} was taken "
        "out beforehand. By intention to treat; log1p of likes, clipped 2.5 SDs from a "
        "block’s median."
    )
