"""Was von Experimenten gesagt wird."""

import math

from spe.experiments.answer import Outcome, Standing
from spe.experiments.plan import CAPTIONS, Experiment
from spe.features import BY_NAME, OF_PHOTO, is_subject, subject_of
from spe.languages.de.catalogue import CATALOGUE
from spe.languages.de.numbers import (
    capital,
    listed,
    number,
    of_posts,
    percent,
    plain,
    posts,
    size,
    span,
)
from spe.model.options import SETTLED_DAYS


def kinds(experiment: Experiment) -> tuple[str, str]:
    """The two kinds of post, the one that is tried first."""
    if experiment.treatment == CAPTIONS:
        return "ein Beitrag mit Text", "ein Beitrag ohne Text"
    if experiment.treatment in BY_NAME:
        said = CATALOGUE[experiment.treatment]
        return said.lots, said.little
    if is_subject(experiment.treatment):
        subject = subject_of(experiment.treatment)
        return f"ein Beitrag mit dem Motiv „{subject}“", "ein Beitrag mit einem anderen Motiv"
    return f"ein Beitrag mit „{experiment.words}“", "ein Beitrag ohne"


def question(experiment: Experiment) -> str:
    """What the coin is to decide."""
    one, other = kinds(experiment)
    return f"{capital(one)} oder {other}"


def why_so_many(experiment: Experiment) -> str:
    """What the posts are enough for, and where the size that is looked for comes from."""
    sought = size(experiment.percent)
    if experiment.basis == "estimate":
        start = f"Die heutige Schätzung beginnt bei einem Unterschied von {sought}"
    else:
        start = (
            f"Wie viel es ausmacht, ist nicht bekannt; gesucht wird ein Unterschied von {sought}"
        )
    if experiment.posts >= experiment.needed:
        return f"{start}, und so viele Beiträge zeigen ihn in vier von fünf Fällen."
    return (
        f"{start}. Dafür bräuchte es etwa {posts(experiment.needed)}. {number(experiment.posts)} "
        f"zeigen einen von {size(experiment.shows)} oder mehr in vier von fünf Fällen und "
        "schließen aus, was größer ist."
    )


def headline(standing: Standing) -> str:
    """How far it is."""
    total = standing.experiment.posts
    done = f"{number(standing.done)} von {of_posts(total)}"
    match standing.stage:
        case "answered" if standing.to_come:
            return f"Die Antwort ist nach {done} da"
        case "answered":
            return f"Die Antwort ist da: {posts(total)}"
        case "given_up":
            return f"Aufgegeben nach {done}"
        case "untold":
            return "Keine Antwort: zu wenige Beiträge sind übrig"
        case "running":
            return f"Bisher {done}"
        case _:
            return f"Alle {posts(total)} sind online"


def waiting(standing: Standing) -> str:
    """What an answer still waits for; empty where it is in, or where posts are to come."""
    missing = sum(slot.state == "arriving" for slot in standing.slots)
    if standing.stage == "unmeasured":
        return "Die Fotos müssen erst gemessen werden: spe extract"
    if standing.stage == "untold":
        return (
            "Ein Beitrag, der aus der Tabelle verschwindet, nimmt seine Vierergruppe mit, und "
            "weniger als drei sind noch ganz. spe posts --restore bringt ihn vielleicht zurück."
        )
    if standing.stage != "arriving":
        return ""
    return (
        f"Bei {of_posts(missing)} kommen noch Likes: Sie zählen, wenn sie "
        f"{plain(SETTLED_DAYS)} Tage nach dem Posten abgelesen sind. Importiere dann noch einmal, "
        "oder tippe sie ein: spe likes"
    )


def strayed(standing: Standing) -> str:
    """The posts that were not what the coin asked for."""
    places = [str(slot.number) for slot in standing.strayed]
    if not places:
        return ""
    if len(places) == 1:
        return f"Beitrag {places[0]} war von der anderen Art. Er zählt so, wie die Münze fiel."
    return f"Die Beiträge {listed(places)} waren von der anderen Art. Sie zählen so, wie die Münze fiel."


def answer(standing: Standing) -> tuple[str, ...]:
    """What was found, and what it means; empty before anything may be told."""
    outcome = standing.outcome
    if outcome is None:
        return ()
    said = [_found(standing.experiment, outcome)]
    if outcome.strayed:
        others = "war 1" if outcome.strayed == 1 else f"waren {number(outcome.strayed)}"
        said.append(
            f"Von {of_posts(outcome.posts)} {others} nicht von der Art, nach der die Münze fragte. "
            "Alle zählen so, wie sie fiel: Das hält den Vergleich fair und zieht den Unterschied "
            "zur Null hin."
        )
    treatment = standing.experiment.treatment
    of_photo = treatment in OF_PHOTO or is_subject(treatment)
    if outcome.found in {"more", "fewer"} and of_photo:
        said.append(
            "Was mit einem solchen Foto einhergeht, seine Farben oder sein Ort, gehört mit dazu."
        )
    return tuple(said)


def _found(experiment: Experiment, outcome: Outcome) -> str:
    one, other = kinds(experiment)
    bounds = f"90‑%‑Spanne {span(outcome.low, outcome.high)}"
    match outcome.found:
        case "more" | "fewer":
            more = "mehr" if outcome.found == "more" else "weniger"
            return (
                f"Eine Münze hat gewählt, also ist das eine Ursache und nicht bloß ein Muster: "
                f"{capital(one)} bringt dir {size(outcome.percent)} {more} Likes als {other} "
                f"({bounds})."
            )
        case "leaning":
            more = "mehr" if outcome.low > 0 else "weniger"
            return (
                f"Es deutet sich an: {capital(one)} bekam {more} Likes "
                f"({percent(outcome.percent)}, {bounds}). Aber das Glück allein schafft so etwas zu "
                "oft, als dass man es bewiesen nennen könnte."
            )
        case _:
            return f"Ein Unterschied ist nicht bewiesen. {_ruled_out(outcome, one, other)}"


def _ruled_out(outcome: Outcome, one: str, other: str) -> str:
    """What an open answer leaves possible."""
    if math.isinf(outcome.high) or outcome.low <= -100:
        return "Bisher schließen die Beiträge nichts aus."
    # An end within 1 % of nothing leaves 1 % possible: below that no size is told.
    return (
        f"Ausgeschlossen ist, dass {one} dir über {size(max(outcome.high, 1))} mehr Likes bringt "
        f"als {other}, oder über {size(min(outcome.low, -1))} weniger (90‑%‑Spanne "
        f"{span(outcome.low, outcome.high)})."
    )
