"""Der Rahmen der Seite."""

import math

from spe.languages.de.days import day
from spe.languages.de.numbers import capital, count, likes
from spe.languages.de.report.answer import headline
from spe.report.facts import Facts

NAME = "Was deinen Followern gefällt"


NAVIGATION_LABEL = "Abschnitte"


STATISTICS = "Statistik"


THEME = "Zwischen hell und dunkel wechseln"


SKIP = "Zur Antwort springen"


MADE_UP_SHORT = "erfundenes Konto"


MADE_UP = (
    "*Ein erfundenes Konto.* Seine Likes sind ausgedacht, um zu zeigen, was spe macht; nichts "
    "hier handelt von wirklichen Menschen."
)


def navigation(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Anchors and names of the sections worth jumping to."""
    forecasts = (("forecasts", "Vorhersagen"),) if facts.forecasts.shown else ()
    subjects = (("subjects", "Motive"),) if facts.subjects.rows else ()
    tried = (("experiment", "Experiment"),) if facts.experiments else ()
    return (
        ("trust", "Vertrauen"),
        ("effects", "Wirkungen"),
        *subjects,
        ("posts", "Beiträge"),
        *forecasts,
        *tried,
        ("when", "Wann"),
        ("next", "Weiter"),
        ("card", "Steckbrief"),
    )


def title(facts: Facts) -> str:
    """The document's title: it claims no more than the page."""
    start = f"{capital(MADE_UP_SHORT)}: " if facts.account.made_up else ""
    return f"{start}{plain(headline(facts))}"


def plain(text: str) -> str:
    """A sentence without its marks."""
    return text.replace("*", "").replace("`", "")


def meta(facts: Facts) -> str:
    """The account in one line."""
    account = facts.account
    parts = [count(account.posts, "Fotobeitrag", "Fotobeiträge")]
    if account.first and account.last:
        first, last = day(account.first), day(account.last)
        parts.append(first if first == last else f"{first} – {last}")
    if math.isfinite(account.median):
        parts.append(f"ein typischer Beitrag bekam {likes(account.median)}")
    return " · ".join(parts)


def footer(facts: Facts) -> str:
    """Where the page came from."""
    version = facts.model.made_with.get("spe", "")
    made = f"Offline gemacht mit spe {version}".strip()
    return f"{made}. Diese Seite lädt nichts aus dem Internet."
