"""Faults that must be noticed: what each would do to a reader, and the text that it changes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """A fault by hand: `before` stands once in spe, and becomes `after`."""

    what: str
    before: str
    after: str


NAMED: tuple[Named, ...] = ()
