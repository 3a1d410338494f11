"""How a caller follows work that takes its time, without the work knowing how that looks."""

from collections.abc import Callable, Iterable
from typing import Any

# Items, what is done with them and how many there are; gives the items on.
Follow = Callable[[Iterable[Any], str, int], Iterable[Any]]

# One sentence for the person who waits.
Say = Callable[[str], None]


def unseen(items: Iterable[Any], _description: str, _total: int) -> Iterable[Any]:
    """Follow nothing: for a caller who shows no progress."""
    return items


def unheard(_said: str) -> None:
    """Say nothing to anybody."""
