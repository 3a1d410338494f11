"""The page's frame in English."""

import math

from spe.report.facts import Facts
from spe.report.words.en.answer import headline
from spe.wording.days import day
from spe.wording.numbers import capital, count

NAME = "What your followers like"


NAVIGATION_LABEL = "Sections"


STATISTICS = "Statistics"


THEME = "Switch between light and dark"


SKIP = "Skip to the answer"


MADE_UP_SHORT = "made-up account"


MADE_UP = (
    "*A made-up account.* Its likes were invented to show what spe does; "
    "nothing here is about real people."
)


def navigation(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Anchors and names of the sections worth jumping to."""
    forecasts = (("forecasts", "Forecasts"),) if facts.forecasts.shown else ()
    subjects = (("subjects", "Subjects"),) if facts.subjects.rows else ()
    tried = (("experiment", "Experiment"),) if facts.experiments else ()
    return (
        ("trust", "Trust"),
        ("effects", "Effects"),
        *subjects,
        ("posts", "Posts"),
        *forecasts,
        *tried,
        ("when", "When"),
        ("next", "Next"),
        ("card", "Model card"),
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
    parts = [count(account.posts, "photo post")]
    if account.first and account.last:
        first, last = day(account.first), day(account.last)
        parts.append(first if first == last else f"{first} – {last}")
    if math.isfinite(account.median):
        parts.append(f"a typical post got {count(account.median, 'like')}")
    return " · ".join(parts)


def footer(facts: Facts) -> str:
    """Where the page came from."""
    version = facts.model.made_with.get("spe", "")
    made = f"Made offline by spe {version}".strip()
    return f"{made}. This page loads nothing from the internet."
