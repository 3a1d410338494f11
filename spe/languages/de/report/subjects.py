"""Was auf den Bildern ist, und ob Likes damit einhergehen."""

from spe.languages.de.numbers import NO_BREAK, capital, number, of_posts, posts
from spe.model import options
from spe.report.facts import Facts
from spe.report.subjects import SubjectRow
from spe.subjects import FEWEST

SUBJECTS = "Was auf dem Bild ist"


SUBJECT_HEAD, RANGE_HEAD, USUAL_HEAD = "Motiv", "90‑%‑Spanne", "Vielfaches des Üblichen"


ROWS_CAPTION = "Deine Motive, ihre letzten Fotos, und was sich über ihre Likes sagen lässt"


USUAL = "das Übliche"


def subjects_headline(facts: Facts) -> str:
    """The section's title: no more than was found."""
    if facts.subjects.found:
        return "Likes gehen mit dem einher, was auf dem Bild ist"
    if facts.subjects.told:
        one = len(facts.subjects.told) == 1
        return "Ein Motiv ragt heraus" if one else "Einige Motive ragen heraus"
    return "Kein Motiv, über das sich etwas sagen lässt"


def subjects_text(facts: Facts) -> str:
    """What is known, how to read the rows, or why there is no figure."""
    seen = facts.subjects
    if not seen.rows:
        return ""
    said = f"Du hast gesagt, was auf {_of(seen.said, facts.account.posts)} ist. "
    return f"{said}{_how_to_read(facts)}" if seen.told else f"{said}{_why_silent(facts)}"


def _of(said: int, all_: int) -> str:
    if said == all_:
        return "dem einen Foto" if all_ == 1 else f"allen {number(all_)} Fotos"
    return f"{number(said)} von {number(all_)} Fotos"


def _how_to_read(facts: Facts) -> str:
    found = (
        "Zusammengenommen unterscheiden sich deine Motive in den Likes mehr, als der Zufall es "
        "meist zustande brächte. "
        if facts.subjects.found
        else "Nur was unter allem Geprüften herausragt, hat eine Zahl. "
    )
    early = (
        f" Welches von ihnen vom Üblichen abweicht, wird ab {of_posts(options.FEATURES)} geprüft; "
        "nimm bis dahin keine einzelne Zeile für bewiesen."
        if facts.account.posts < options.FEATURES
        else ""
    )
    return (
        f"{found}Eine Zahl vergleicht einen Beitrag mit diesem Motiv mit deinem üblichen Beitrag, "
        "alles andere Gemessene gleich. Der Punkt ist die beste Schätzung, der dicke Balken ihre "
        "wahrscheinlichste Hälfte, die Linie ihre 90‑%‑Spanne: Wo sie 1× kreuzt, kann der wahre "
        f"Unterschied null sein.{early} Es ist ein Muster in deinen Beiträgen, kein Beweis für eine "
        "Ursache."
    )


def _why_silent(facts: Facts) -> str:
    """Why no subject has a figure."""
    if facts.subjects.compared == 0:
        return (
            f"Motive werden verglichen, sobald zwei von ihnen mindestens {FEWEST} Beiträge mit "
            f"Likes haben und das Konto mindestens {options.RANKING}."
        )
    match facts.state:
        case "ranking":
            return (
                f"Was sie mit Likes zu tun haben, lässt sich ab {of_posts(options.GROUPS)} sagen."
            )
        case "closed":
            why = (
                "Nichts, was wir von deinen Beiträgen wissen, auch nicht ihr Motiv, ist klarer als "
                "der Zufall"
            )
        case "unproven":
            why = (
                "Nichts, was wir von deinen Beiträgen wissen, auch nicht ihr Motiv, hilft, neue zu "
                "schätzen"
            )
        case _:
            why = (
                "Sie unterscheiden sich in den Likes nicht klarer, als der Zufall solche Gruppen "
                "unterscheidet"
            )
    return (
        f"{why}. Darum hat keines eine Zahl. Das heißt nicht „kein Unterschied“: Es lässt sich noch "
        "nicht sagen."
    )


def row_name(row: SubjectRow) -> str:
    """A subject as the head of its row."""
    return capital(row.name)


def row_posts(row: SubjectRow) -> str:
    """How many posts are about it."""
    return posts(row.posts).replace(" ", NO_BREAK)


# Percent below which one digit of a multiple would say no difference, or that of its range's end.
_NEAR = 10


def times(percent: float) -> str:
    """A change in percent as a multiple: 1,4×.

    >>> times(40), times(-5), times(0)
    ('1,4×', '0,95×', '1×')
    """
    return f"{number(1 + percent / 100, 2).rstrip('0').rstrip(',')}×"


def row_usual(row: SubjectRow) -> tuple[str, str]:
    """1,4×, and 1,1 bis 1,7; both empty where nothing is told.

    With two digits where one would make too little of one of them.
    """
    if row.effect is None:
        return "", ""
    said = (row.effect.percent, row.effect.low, row.effect.high)
    digits = 2 if any(abs(value) < _NEAR for value in said) else 1
    best, low, high = (number(1 + value / 100, digits) for value in said)
    return f"{best}×", f"{low} bis {high}"


def row_silent(row: SubjectRow) -> str:
    """Why a row among others that have a figure has none; empty for one that has."""
    if row.effect is not None:
        return ""
    return f"Weniger als {FEWEST} Beiträge" if row.posts < FEWEST else "Offen"


def subjects_statistics(facts: Facts) -> str:
    """How it was reckoned."""
    if not facts.subjects.compared:
        return ""
    return (
        f"Ein Indikator je Motiv mit mindestens {of_posts(FEWEST)} in den Regressionen mit allem "
        "anderen; Beiträge mit anderem oder ohne Motiv stehen beim Mittel. Eine Zahl ist der Kontrast "
        "des Koeffizienten zum durchschnittlichen Beitrag (geschrumpftes partielles Mittel), ihre "
        "Spanne die Vereinigung aus dem Posterior-Intervall der Ridge-Regression und dem "
        "t-Intervall der Kleinsten Quadrate für diesen Kontrast. Die Art: Permutation der "
        "Wald-Statistik einer Ridge-Regression neben allen anderen Arten, Benjamini–Hochberg "
        "q < 0,10, hinter der Vorprüfung. Einzelne Motive: das größte |t| über alle Merkmale."
    )
