"""How scored drafts stand to each other: which may be the best, and which are behind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spe.drafts.score import Scored

# So many drafts are named in a sentence; more are counted.
NAMED = 3


@dataclass(frozen=True)
class Race:
    """Several drafts, best first: those that may be the best, and those that are behind.

    The first is always among the `close`, alone where it is ahead of all others.
    """

    close: tuple[Scored, ...]
    behind: tuple[Scored, ...]


def race_of(ranked: Sequence[Scored]) -> Race | None:
    """How several drafts stand; None for a single one, and where the chances are unknown."""
    first, *others = ranked
    close = [one for one in others if one.close_to_best]
    behind = [one for one in others if one.behind_first]
    if not others or len(close) + len(behind) < len(others):
        return None
    return Race((first, *close), tuple(behind))


def level(ranked: Sequence[Scored]) -> tuple[Scored, ...]:
    """The drafts that can't be told apart from the first, with it; empty if all can."""
    close = tuple(one for one in ranked if one.close_to_best)
    return close if len(close) > 1 else ()


def names_of(drafts: Sequence[Scored]) -> tuple[str, ...]:
    """A few drafts by their names; empty for more."""
    return tuple(one.name for one in drafts) if len(drafts) <= NAMED else ()


def briefly_named(ranked: Sequence[Scored]) -> list[Scored]:
    """The drafts named without the endings of their files, where that tells them apart."""
    names = [Path(one.name).stem for one in ranked]
    if len(set(names)) < len(names):
        return list(ranked)
    return [replace(one, name=name) for one, name in zip(ranked, names, strict=True)]
