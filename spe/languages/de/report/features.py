"""Merkmale, Arten von Merkmalen und Wirkungen im Bericht."""

from collections.abc import Mapping, Sequence

from spe.features import CATALOGUE, SUBJECT, named
from spe.languages.de import features
from spe.languages.de.features import label, values, words_of
from spe.languages.de.numbers import capital, count, listed, more_or_fewer, number, posts, size
from spe.model.fitted import FittedModel
from spe.report.effects import Effect

__all__ = ["EVIDENCE", "FRAGILE", "claim", "companion", "comparison", "ends", "label", "straight"]

FRAGILE = "Das hängt an wenigen Beiträgen: Ohne die auffälligsten fiele das Urteil anders aus"

EVIDENCE: Mapping[str, str] = {kind: capital(word) for kind, word in features.EVIDENCE.items()}

# Every effect is one straight line, on the scale that the property is learnt on.
STRAIGHT = "Was dazwischen am besten läuft, weder dunkel noch hell, würde sich so nicht zeigen."


def subject(name: str, *, more: bool) -> str:
    """The posts with more (or less) of a feature."""
    return words_of(name).posts[0 if more else 1]


def comparison(effect: Effect) -> str:
    """The two posts that an effect is told between, with the values that they have."""
    text = ends(effect)
    if effect.posts_with is None or effect.posts_without is None:
        return text
    feature = named(effect.name)
    if not feature.counted:
        return f"{text} ({number(effect.posts_with)} und {posts(effect.posts_without)})"
    having, lacking = (words.removeprefix("Beiträge") for words in words_of(effect.name).posts)
    return f"{text} ({posts(effect.posts_with)}{having}, {number(effect.posts_without)}{lacking})"


def ends(effect: Effect) -> str:
    """The two values that an effect is told between, where the model knows them."""
    return values(effect.name, *effect.term.compared)


def companion(groups: Sequence[str]) -> str:
    """What has to be said where likes go with what was written; empty where they do not.

    It follows a sentence, and begins with a space.
    """
    if "caption" not in groups:
        return ""
    return (
        " Der Text hängt oft von der Art des Beitrags ab: Vielleicht geht er nur mit ihr einher "
        "und bringt selbst keine Likes."
    )


def claim(effect: Effect) -> str:
    """Beiträge mit mehr Blau bekamen etwa *12 %* mehr Likes."""
    than = " als dein üblicher Beitrag" if effect.group == SUBJECT else ""
    return (
        f"{capital(subject(effect.name, more=True))} bekamen etwa *{size(effect.percent)}* "
        f"{more_or_fewer(effect.percent)} Likes{than}."
    )


def straight(model: FittedModel) -> str:
    """What lines can't say; those that have a bend may say it of all posts, if of no effect."""
    bends = {item.bend for item in CATALOGUE if item.bend and item.name in model.by_name}
    if not bends:
        return STRAIGHT
    bent = listed(sorted(label(name) for name in bends))
    return f"Was dazwischen am besten läuft, würde sich so nur bei {bent} zeigen."


def properties(n: int) -> str:
    """1 Merkmal, 2 Merkmale."""
    return count(n, "Merkmal", "Merkmale")


def of_properties(n: int) -> str:
    """The same after in, von: 2 Merkmalen."""
    return count(n, "Merkmal", "Merkmalen")
