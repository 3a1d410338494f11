"""What can go wrong in a foreseen way: one sentence each, and the exit code it ends with."""

from spe.printable import printable


class SpeError(Exception):
    """A foreseen problem; its text says what is wrong and what to do about it."""

    exit_code = 2


class PhotoError(SpeError):
    """A file that can't be measured as a photo. Costs its own row, never the run.

    The text stands on one line, whatever the file is called.
    """

    def __init__(self, text: str) -> None:
        super().__init__(printable(text))


class SourceError(SpeError):
    """A source of posts that can't be read: not the format expected, or damaged."""


class TableError(SpeError):
    """One of spe's own tables (posts, features) that doesn't hold what it should."""


class ModelError(SpeError):
    """A model file that can't be used: mangled, or written by a newer spe."""


class WriteError(SpeError):
    """A file that can't be written: the disk is full, or the folder read-only."""


class NotReadyError(SpeError):
    """A step asked for before the one it rests on: no posts, no likes or no model yet."""

    exit_code = 4


class NoSkillError(SpeError):
    """A model no better than the recent median, where skill was required."""

    exit_code = 5
