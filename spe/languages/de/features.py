"""Wie Merkmale, Arten von Merkmalen und Motive heißen."""

import math
from collections.abc import Mapping, Sequence

from spe.features import is_subject, named, subject_of
from spe.languages.de.catalogue import CATALOGUE, THINGS, FeatureWords
from spe.languages.de.comparisons import compared
from spe.languages.de.numbers import capital

# As a headline has them, and as a sentence does.
GROUPS: Mapping[str, str] = {
    "light": "Licht",
    "colour": "Farbe",
    "detail": "Details und Schärfe",
    "composition": "Bildaufbau",
    "format": "Format",
    "faces": "Gesichter",
    "subject": "Was auf dem Bild ist",
    "caption": "Was du dazu schreibst",
    "time": "Zeit des Postens",
}

# The same within a sentence.
PLAIN: Mapping[str, str] = {
    **GROUPS,
    "detail": "Schärfe",
    "subject": "Motiv",
    "caption": "Text",
}

# After "mit", which asks for the dative.
WITH: Mapping[str, str] = {
    **PLAIN,
    "faces": "Gesichtern",
    "subject": "dem Motiv",
    "caption": "dem Text",
    "time": "der Zeit des Postens",
}

REST = "Alles Übrige"

EVIDENCE: Mapping[str, str] = {
    "strong": "deutlich",
    "suggestive": "Hinweis",
    "unclear": "offen",
}


def words_of(name: str) -> FeatureWords:
    """What is said of a feature of the catalogue, or of a subject that an account has.

    Raises:
        KeyError: it is neither.
    """
    if not is_subject(name):
        return CATALOGUE[name]
    subject = subject_of(name)
    return FeatureWords(
        f"Motiv: {subject}",
        f"ein Beitrag mit dem Motiv „{subject}“",
        "dein üblicher Beitrag",
        "das, was auf dem Bild ist",
        "nicht das, was auf dem Bild ist",
        (f"Beiträge mit dem Motiv „{subject}“", f"Beiträge ohne das Motiv „{subject}“"),
        having=(capital(subject), "Ein anderes Motiv"),
    )


def label(name: str) -> str:
    """What a feature, a group or the rest is called."""
    if name in CATALOGUE or is_subject(name):
        return words_of(name).label
    return GROUPS.get(name, REST)


def values(name: str, low: float, high: float) -> str:
    """The two posts that an effect is told between; in general words where the values are NaN."""
    feature, said = named(name), words_of(name)
    if feature.binary or math.isnan(low) or math.isnan(high):
        return f"{said.lots} statt {said.little}"
    things = THINGS.get(name, ("", ""))
    return compared(feature.comparison.scale, said.phrase, low, high, things)


def labels(names: Sequence[str]) -> list[str]:
    """What several are called."""
    return [label(name) for name in names]
