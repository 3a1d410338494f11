"""A language made from the English one: every text of it stands between ⟦ and ⟧."""

from collections.abc import Mapping
from dataclasses import fields

from spe.report.words.en import ENGLISH
from spe.report.words.protocol import Words


def marked(value):
    """A text with its marks, or whatever holds texts with all of them marked."""
    if isinstance(value, str):
        return f"⟦{value}⟧" if value else value
    if isinstance(value, Mapping):
        return {key: marked(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(marked(item) for item in value)
    return value


class Marked:
    """A section whose words are those of another, marked."""

    def __init__(self, section):
        self._section = section

    def __getattr__(self, name):
        """A constant marked, or a function whose result will be."""
        found = getattr(self._section, name)
        return (
            (lambda *given, **named: marked(found(*given, **named)))
            if callable(found)
            else (marked(found))
        )


def pseudo() -> Words:
    """English, marked; its code is that of no language."""
    sections = {
        item.name: Marked(getattr(ENGLISH, item.name))
        for item in fields(ENGLISH)
        if item.name != "language"
    }
    return Words(language="qps", **sections)
