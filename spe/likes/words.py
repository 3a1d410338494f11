"""What a language has to say on the page where likes are typed: the page asks for nothing else."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

from spe.errors import SpeError
from spe.likes.session import Progress
from spe.wording.steps import Step


class PageWords(Protocol):
    """A language's words on the page, and on that beside a sheet; a module holds them.

    `PAGE` and `FORM` are texts of the templates by name; one that stands around a command, or
    around two of them, is a tuple of its pieces. `SCRIPT` are those of the script: what stands
    in braces is put in by it.
    """

    LANGUAGE: str
    PAGE: Mapping[str, str | tuple[str, ...]]
    SCRIPT: Mapping[str, str]
    FORM: Mapping[str, str | tuple[str, ...]]
    UNDATED: str
    SKIPPED: str
    TAKEN_BACK: str
    SHOWN_AGAIN: str
    FINISHED: str
    REFUSED: str

    def long_day(self, at: date) -> str:
        """12 September 2026."""
        ...

    def day_and_clock(self, at: datetime) -> str:
        """Saturday, 18:05."""
        ...

    def saved(self, likes: int) -> str:
        """That a number was saved, for those who hear the page."""
        ...

    def subject(self, name: str) -> str:
        """That a subject was said, or taken back where it is empty."""
        ...

    def progress(self, progress: Progress) -> str:
        """What the next few numbers are good for; it begins with how many, where there are any."""
        ...

    def following(self, step: Step) -> str:
        """What comes after the typing; the command stands behind the last colon."""
        ...

    def goes_on(self, *, opens: bool) -> str:
        """What comes by itself once all is typed: the report in the browser, or the terminal."""
        ...

    def beside(self, done: int, total: int, *, ended: bool, whole: bool) -> str:
        """How far the measuring is that goes on meanwhile, or how it ended."""
        ...

    def elsewhere(self, command: str) -> str:
        """That the page belongs to another browser."""
        ...

    def used(self, command: str) -> str:
        """That the address has been used."""
        ...

    def wrong(self, error: SpeError) -> str:
        """Why something was not saved, and what to do."""
        ...

    def photo_of(self, day: str) -> str:
        """A photo in words: nothing is known of it but its day."""
        ...
