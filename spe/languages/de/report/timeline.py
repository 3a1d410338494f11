"""Likes im Lauf der Zeit."""

from spe.languages.de.numbers import capital, likes, number, of_posts
from spe.report.facts import Facts

TIMELINE = "Im Lauf der Zeit"


def timeline_headline(facts: Facts) -> str:
    """How the usual changed, and where it stands."""
    now = f"ein Beitrag beginnt jetzt bei etwa {likes(facts.account.usual)}"
    changed = {"grew": "Deine Likes wurden mehr", "fell": "Deine Likes wurden weniger"}
    start = changed.get(facts.trend)
    return capital(now) if start is None else f"{start}; {now}"


def timeline_text(facts: Facts) -> str:
    """What the line is for."""
    if facts.state == "few":
        return "Jedes Zeichen ist ein Beitrag; die Linie ist die Mitte der Beiträge ringsum."
    return (
        "Die Linie ist das, was ein typischer Beitrag zu jedem Zeitpunkt bekommen hätte. Alles "
        "andere auf dieser Seite wird daran gemessen."
    )


def timeline_statistics(facts: Facts) -> str:
    """How the line was made."""
    if facts.state == "few":
        return "Der Median der Beiträge ringsum, jeweils ohne den Beitrag selbst."
    return (
        "Der Trend von Modellen, die den Beitrag nicht kannten (eine Gerade und ein "
        "Ornstein-Uhlenbeck-Prozess auf log(1 + Likes)), nur für das Bild über bis zu 11 benachbarte "
        "Beiträge gemittelt."
    )


ABOVE, BELOW, USUAL_KEY = "über der Linie", "darauf oder darunter", "damals üblich"


BAND_KEY = "wo etwa 8 von 10 dieser Beiträge liegen"


def timeline_label(facts: Facts) -> str:
    """The plot in words."""
    account = facts.account
    return (
        f"Likes von {of_posts(account.posts)} im Lauf der Zeit; üblich waren anfangs etwa "
        f"{number(account.usual_then)}, jetzt sind es etwa {number(account.usual)}. Pfeiltasten "
        "führen von Beitrag zu Beitrag."
    )
