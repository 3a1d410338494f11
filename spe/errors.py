"""What can go wrong in a foreseen way: one sentence each, and the exit codes of spe."""

from spe.printable import printable

# Every code that spe ends with. 2 is Click's own for a wrong option, and ours for wrong input.
DONE, UNEXPECTED, WRONG_INPUT, SOME_SKIPPED, NOT_READY, NO_SKILL, INTERRUPTED = (
    0,
    1,
    2,
    3,
    4,
    5,
    130,
)

EXIT_CODES = {
    DONE: "done",
    UNEXPECTED: "a bug in spe; `spe --debug ...` shows where",
    WRONG_INPUT: "wrong input: an option, a file, or nothing to work on; one sentence says which",
    SOME_SKIPPED: "done, but some of the input was skipped, and named",
    NOT_READY: "a step is missing before this one (posts, likes, a model), or part of the machine",
    NO_SKILL: "`spe score --require-skill`: the model can't tell photos apart",
    INTERRUPTED: "stopped with Ctrl-C; what was finished is kept",
}


class SpeError(Exception):
    """A foreseen problem; its text says what is wrong and what to do about it."""

    exit_code = WRONG_INPUT


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

    exit_code = NOT_READY


class NoSkillError(SpeError):
    """A model no better than the recent median, where skill was required."""

    exit_code = NO_SKILL
