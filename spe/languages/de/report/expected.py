"""Erwartete und tatsächliche Likes."""

import math

from spe.languages.de.days import time_and_day
from spe.languages.de.numbers import between, likes, number, of_posts
from spe.model import options
from spe.report.facts import Facts, PostFact

EXPECTED = "Erwartet und tatsächlich"


def expected_headline(facts: Facts) -> str:
    """How near the guesses came. How many ranges held is how they are built, and no news."""
    return f"Die Hälfte der Schätzungen lag höchstens {likes(facts.trust.half_within)} daneben"


def expected_text(facts: Facts) -> str:
    """How to read the plot."""
    start = (
        "Jedes Zeichen ist ein Beitrag, geschätzt von einem Modell, das nicht aus ihm gelernt "
        "hatte, wohl aber aus späteren wie aus früheren; das blasse Band ist die 80‑%‑Spanne. "
        " Auf der gestrichelten Linie stimmte die Schätzung genau."
    )
    if facts.trust.verdict not in {"hint", "maybe"}:
        start += (
            " Weil das Modell Fotos nicht unterscheiden kann, ist das Erwartete einfach das, was "
            "damals üblich war."
        )
    return (
        f"{start} Die Spanne eines Entwurfs ist für die Beiträge gemacht, die als Nächstes kommen; "
        f"ruf nach je {options.FIT_AGAIN} neuen Beiträgen wieder `spe fit` auf."
    )


def expected_statistics(facts: Facts) -> str:
    """How the ranges of past posts were made."""
    return (
        "Vorhersagen aus der Kreuzvalidierung, über die Wiederholungen gemittelt. Die Spanne eines "
        "Beitrags ist ± das 80‑%‑Quantil der absoluten Abweichungen der anderen in Log-Likes. Dass etwa "
        f"{number(0.8 * facts.trust.inside_of)} von {number(facts.trust.inside_of)} darin liegen "
        f"(hier {number(facts.trust.inside)}), ist also so gebaut und keine Entdeckung."
    )


HOW_TO_POINT = (
    "Zeig auf ein Zeichen, tippe es an oder nimm die Pfeiltasten, um zu sehen, welcher Beitrag es "
    "ist."
)


ACTUAL_AXIS = "Tatsächliche Likes"


EXPECTED_AXIS = "Erwartete Likes, von einem Modell ohne diesen Beitrag"


INSIDE, OUTSIDE, RANGE_KEY = "in seiner 80‑%‑Spanne", "außerhalb", "80‑%‑Spanne"


def expected_label(facts: Facts) -> str:
    """The plot in words."""
    trust = facts.trust
    return (
        f"Tatsächliche über erwarteten Likes von {of_posts(trust.inside_of)}: "
        f"{number(trust.inside)} liegen in ihrer 80‑%‑Spanne. Pfeiltasten führen von Beitrag zu "
        "Beitrag; alle stehen in der Tabelle am Ende."
    )


def tip(post: PostFact) -> tuple[str, str, str]:
    """The three lines beside a photo that is pointed at."""
    if math.isfinite(post.low):
        second = f"erwartet {number(post.expected)} ({between(post.low, post.high)})"
    else:
        second = f"üblich {number(post.usual)}"
    return likes(post.likes), second, time_and_day(post.at)
