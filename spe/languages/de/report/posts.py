"""Die Beiträge, die gut liefen, und die, die zurückblieben."""

import math

from spe.features import BY_NAME, is_subject
from spe.languages.de.days import day
from spe.languages.de.features import words_of
from spe.languages.de.numbers import between, capital, few, number, times
from spe.languages.de.report.features import label
from spe.report.facts import Facts, PostFact, Reason

POSTS = "Deine Beiträge"


def best_headline(facts: Facts) -> str:
    """Above the posts that did well."""
    if facts.best:
        return "Besser gelaufen als damals üblich"
    return "Kein Beitrag lief besser als damals üblich"


def best_text(facts: Facts) -> str:
    """How posts are ranked, and whether reasons are given."""
    start = (
        "Geordnet nach Likes im Vergleich zu dem, was ein Beitrag von dir damals üblicherweise "
        "bekam, nicht nach Likes allein. So haben auch frühe Beiträge eine faire Chance."
    )
    first = "und irgendein Beitrag steht immer vorn."
    match facts.state:
        case "named":
            return (
                f"{start} Balken zeigen, wie die Merkmale, die wir nennen können, die Erwartung "
                "bewegt haben, jeweils gegenüber deinem durchschnittlichen Beitrag, nicht gegenüber "
                "dem anderen Ende; der Rest ist ein Balken. Ein einzelner Beitrag kann aus ganz "
                "anderen Gründen abheben."
            )
        case "groups":
            return (
                f"{start} Gründe stehen hier nicht: Eine Art von Merkmal hat keine Richtung, die "
                f"sich nennen ließe, {first}"
            )
        case "unproven":
            return (
                f"{start} Gründe stehen hier nicht: Keiner half, einen Beitrag zu schätzen, den das "
                f"Modell nicht kannte, {first}"
            )
        case "closed":
            return f"{start} Gründe stehen hier nicht: Keiner hielt stand, {first}"
        case "whole":
            return (
                f"{start} Gründe stehen hier nicht: Kein einzelner ist so klar, dass man ihn nennen "
                "könnte."
            )
        case _:
            return f"{start} Gründe stehen hier nicht: Es ist zu früh, welche zu nennen, {first}"


def more_posts(n: int) -> str:
    """The photos that are folded away, and that `n` more of the best are among them."""
    fell_short = "welche zurückblieben"
    if not n:
        return capital(fell_short)
    return f"{'Ein weiterer' if n == 1 else f'{capital(few(n))} weitere'}, und {fell_short}"


def weak_headline(facts: Facts) -> str:
    """Above the posts that fell short."""
    n = len(facts.weakest)
    if n == 1:
        return "Und einer, der zurückblieb"
    return f"Und {few(n)}, die zurückblieben"


BEST_LABEL, WEAK_LABEL = (
    "Beiträge, die besser liefen als damals üblich",
    "Beiträge, die zurückblieben",
)


def times_usual(post: PostFact) -> str:
    """Likes · 2,3-mal das Übliche; without a usual above 0 just likes."""
    likes = "Like" if post.likes == 1 else "Likes"
    if math.isnan(post.times_usual):
        return likes
    return f"{likes} · {times(post.times_usual, 1)} das Übliche"


def post_line(post: PostFact) -> tuple[str, str]:
    """12. Sep. 2026, and: erwartet 85–155, or without a range the usual."""
    if math.isfinite(post.low):
        return day(post.at), f"erwartet {between(post.low, post.high)}"
    return day(post.at), f"üblich {number(post.usual)}"


FAR = "Weit weg von den Beiträgen ringsum. Stimmt die Zahl?"


def photo_alt(post: PostFact) -> str:
    """A photo in words: nothing is known of it but its date."""
    return f"Dein Beitrag vom {day(post.at)}"


def reason(item: Reason) -> str:
    """A reason's name, with whether the post had much or little of it."""
    if item.high is None:
        return label(item.name)
    if item.name in BY_NAME or is_subject(item.name):
        having = words_of(item.name).having
        if having:
            return having[0 if item.high else 1]
    return f"{label(item.name)} ({'viel' if item.high else 'wenig'})"
