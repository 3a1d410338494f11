"""Work that goes on beside the typing, as far as the page shows it."""

import threading
from collections.abc import Callable
from typing import Any

from spe.likes import english
from spe.likes.words import PageWords


class Beside:
    """How many photos are measured so far: one thread counts, others look.

    Attributes:
        done: how many are finished, 0 or more.
        total: how many there are.
    """

    def __init__(self, total: int = 0) -> None:
        self.done = 0
        self.total = total
        self._whole = False
        self._ended = threading.Event()
        self._followers: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def ended(self) -> bool:
        """Whether it is over, for better or worse."""
        return self._ended.is_set()

    def end(self, *, whole: bool) -> None:
        """Say that it is over; `whole` is whether it came to its end by itself."""
        with self._lock:
            self._whole = whole
            self._ended.set()
            followers = self._followers.copy()
        for follow in followers:
            follow()

    def follow(self, ended: Callable[[], None]) -> None:
        """Let somebody know when it is over; at once, where it is."""
        with self._lock:
            self._followers.append(ended)
            late = self.ended
        if late:
            ended()

    def shown(self, words: PageWords = english) -> dict[str, Any]:
        """What the page shows of it, in a language."""
        ended = self.ended
        return {
            "done": self.done,
            "total": self.total,
            "running": not ended,
            "said": words.beside(self.done, self.total, ended=ended, whole=self._whole),
        }
