"""Das Bild zum Weiterschicken: ein Foto, eine Zahl und ein Satz."""

import math

from spe.languages.de.days import day, month
from spe.languages.de.numbers import count, in_percent, likes, number, of_posts, posts, span
from spe.languages.de.report.answer import headline
from spe.languages.de.report.features import FRAGILE, STRAIGHT, companion, ends, of_properties
from spe.model.claims import Evidence
from spe.report.effects import Bound, Effect
from spe.report.facts import Facts, PostFact

MADE_UP = "Ein erfundenes Konto: Beiträge und Likes sind ausgedacht."

OFFLINE = "Herausgefunden mit spe, offline: Nichts wurde hochgeladen."

LOVE = "*Poste, was dir am Herzen liegt.*"

PATTERN = "Ein Muster in früheren Beiträgen, kein Beweis für eine Ursache."

_EVIDENCE: dict[Evidence, str] = {
    "strong": "deutlich belegt",
    "suggestive": "nur ein Hinweis",
    "unclear": "offen",
}


def figure(post: PostFact) -> tuple[str, str]:
    """What the best post got, as a large figure and the words below it."""
    times = number(post.times_usual, 1)
    if math.isnan(post.times_usual) or times == number(1, 1):
        return number(post.likes), "Like" if post.likes == 1 else "Likes"
    return f"{times}-mal", "so viel wie üblich"


def figure_line(post: PostFact) -> str:
    """When the best post went out, and its likes."""
    return f"{day(post.at)}, {likes(post.likes)}"


def growth(facts: Facts) -> str:
    """From 40 to 73 likes a post; where they did not grow, what a post gets now."""
    account = facts.account
    then, now = number(account.usual_then), number(account.usual)
    if facts.trend != "grew" or then == now or account.first is None:
        return f"Etwa *{likes(account.usual)}* je Beitrag"
    return f"Von {then} auf *{now}* Likes je Beitrag seit {month(account.first)}"


def finding(facts: Facts) -> str:
    """The one thing that was found, or what was found not to matter."""
    n = facts.account.posts
    match facts.state:
        case "few":
            return f"{headline(facts)}\n{LOVE}"
        case "closed" if facts.costless is not None:
            much = in_percent(str(facts.costless))
            say = "sagt" if n == 1 else "sagen"
            return (
                f"*{posts(n)}* {say}: Keine Art von Foto kostet dich {much} deiner Likes.\n{LOVE}"
            )
        case "closed" if facts.bound is not None:
            return (
                f"In *{of_posts(n)}* zeigte sich keine Art von Foto, die dich Likes kostet.\n{LOVE}"
            )
        case "closed":
            return f"{headline(facts)}\n{LOVE}"
        case _:
            return headline(facts)


def evidence(effect: Effect) -> tuple[str, str]:
    """How sure the finding is, and its range."""
    return _EVIDENCE[effect.evidence], f"plausibel {span(effect.low, effect.high)}"


def notes(facts: Facts) -> str:
    """What the finding rests on and how far it goes, in small print; empty where it says all."""
    match facts.state:
        case "named":
            lead = facts.lead or facts.named[0]
            fragile = f" {FRAGILE}." if lead.fragile else ""
            return f"Verglichen: {ends(lead)}. {PATTERN}{companion([lead.group])}{fragile}"
        case "groups":
            found = [group.name for group in facts.groups if group.found]
            return f"In welche Richtung, lässt sich noch nicht sagen. {PATTERN}{companion(found)}"
        case "closed" if facts.costless is not None:
            return f"Das gilt für alles, was spe misst, mehr davon oder weniger. {STRAIGHT}"
        case "closed" if facts.bound is not None:
            return f"{_ruled_out(facts.bound)} {STRAIGHT}"
        case _:
            return ""


def _ruled_out(bound: Bound) -> str:
    return (
        f"Unterschiede von mehr als {in_percent(str(bound.percent))} sind für {len(bound.names)} von "
        f"{of_properties(bound.of)} ausgeschlossen; etwa eine von zehn dieser Aussagen kann falsch "
        "sein."
    )


def origin(facts: Facts) -> str:
    """What it was learnt from."""
    account = facts.account
    n = count(account.posts, "Fotobeitrag", "Fotobeiträge")
    if account.first is None or account.last is None:
        return n
    first, last = month(account.first), month(account.last)
    return f"{n}, {first}" if first == last else f"{n}, {first} bis {last}"
