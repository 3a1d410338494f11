"""The page where likes are typed, and that beside a sheet, in English."""

from collections.abc import Mapping
from datetime import datetime

from spe.errors import SpeError, WriteError
from spe.likes.session import Progress
from spe.model.options import RANKING
from spe.wording import clock, long_day, weekday
from spe.wording.steps import Step, next_step

__all__ = [
    "FINISHED",
    "FORM",
    "LANGUAGE",
    "PAGE",
    "REFUSED",
    "SCRIPT",
    "SHOWN_AGAIN",
    "SKIPPED",
    "TAKEN_BACK",
    "UNDATED",
    "beside",
    "day_and_clock",
    "elsewhere",
    "following",
    "goes_on",
    "long_day",
    "photo_of",
    "progress",
    "saved",
    "subject",
    "used",
    "wrong",
]

LANGUAGE = "en"

PAGE: Mapping[str, str | tuple[str, ...]] = {
    "title": "Likes",
    "name": "How many likes?",
    "finish": "Finish",
    "no_script": ("This page needs JavaScript. Without it: ", ""),
    "lost": "This photo can’t be shown. The number still counts.",
    "this_post": "This post",
    "young": "Younger than 14 days: likes are still coming in. You can skip it.",
    "likes": "Likes",
    "save": "Save",
    "hint": "124, 1,204 and 1.2k all work.",
    "what": "What is in the picture?",
    "optional": "Optional",
    "name_one": "Name a subject",
    "name_of": "The name of a subject",
    "examples": "family, food, pets",
    "add": "Add",
    "undo": "Undo",
    "undo_keys": "Ctrl Z",
    "skip": "Skip",
    "done": "All done",
    "right": "Are these right?",
    "far": (
        "They are far from the posts around them. If they are right, leave them: such posts happen."
    ),
    "in_terminal": "(in the terminal)",
    "undo_last": "Undo the last one",
    "back": "Back to the photos",
    "not_connected": "Not connected",
    "not_running": "spe is not running any more.",
    "again": ("Every number you saved is kept. To go on, run ", " again."),
}

SCRIPT: Mapping[str, str] = {
    "notSaved": "Not saved. Try again.",
    "finished": "Finished",
    "close": "You can close this page.",
    "tally": "{done} saved · {left} to go",
    "undo": "Undo",
    "undoOf": "Undo {what}",
    "aSubject": "subject",
    "newSubject": "New",
    "nameSubject": "Name a subject",
    "photoOf": "Your photo of {day}",
    "lastOne": "The last one",
    "toGo": "{left} to go",
    "allDone": "All done",
    "onePost": "1 post has its likes.",
    "manyPosts": "{posts} posts have their likes.",
    "finishGoesOn": "Finish, at the top, goes on.",
    "doubt": "{day}; around it about {usual}",
    "change": "Change",
    "changeOf": "Change {likes} of {day}",
    "before": "Before you go",
    "lastLook": "One last look.",
    "kept": "Everything you saved is kept. Finish, at the top, ends it.",
    "unsaved": "{text} is not saved yet. Enter saves it; Finish once more leaves it.",
}

FORM: Mapping[str, str | tuple[str, ...]] = {
    "title": "Photos beside the sheet",
    "how": (
        "Each number stands in the column ",
        " of ",
        ". Type the likes there, save it, and read it back with ",
        ".",
    ),
    "lost": "This photo can’t be shown.",
}

UNDATED = "Date unknown"

SKIPPED, TAKEN_BACK, SHOWN_AGAIN, FINISHED = "Skipped.", "Taken back.", "Shown again.", "Finished."

REFUSED = "Refused."


def day_and_clock(at: datetime) -> str:
    """Saturday, 18:05."""
    return f"{weekday(at)}, {clock(at)}"


def saved(likes: int) -> str:
    """That a number was saved, for those who hear the page."""
    return f"Saved {likes:,} likes."


def subject(name: str) -> str:
    """That a subject was said, or taken back where it is empty."""
    return f"{name or 'No subject'}."


def progress(progress: Progress) -> str:
    """What the next few numbers are good for; it begins with how many, where there are any."""
    return progress.sentence


def following(step: Step) -> str:
    """What comes after the typing; the command stands behind the last colon."""
    return next_step(step, RANKING)


def goes_on(*, opens: bool) -> str:
    """What comes by itself once all is typed: the report in the browser, or the terminal."""
    return "The report opens once it is ready." if opens else "spe goes on in the terminal."


def beside(done: int, total: int, *, ended: bool, whole: bool) -> str:
    """How far the measuring is that goes on meanwhile, or how it ended."""
    if not ended:
        return f"Measuring the photos: {done:,} of {total:,}"
    if whole:
        return "Measuring the photos is done."
    return "Measuring the photos stopped. The terminal says why."


def elsewhere(command: str) -> str:
    """That the page belongs to another browser."""
    return f"This page was opened elsewhere. Run {command} again to open a new one."


def used(command: str) -> str:
    """That the address has been used."""
    return f"This address has been used. Run {command} again to open a new one."


def wrong(error: SpeError) -> str:
    """Why something was not saved, and what to do."""
    if isinstance(error, WriteError):
        return f"Not saved. {error}\nWhat was saved before is kept."
    return str(error)


def photo_of(day: str) -> str:
    """A photo in words: nothing is known of it but its day."""
    return f"Your photo of {day}"
