"""Die Seite zum Eintippen der Likes, und die neben dem Blatt, auf Deutsch."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from spe.errors import SpeError, TableError, WriteError
from spe.languages.de import numbers
from spe.languages.de.days import long_day, weekday
from spe.languages.de.notices import far_count
from spe.languages.de.numbers import number
from spe.likes.session import DoubtfulError, GoneError, NotANumberError, Progress
from spe.model.options import FEATURES, FULL, GROUPS, RANKING
from spe.subjects import LONGEST, SubjectError
from spe.wording.days import clock
from spe.wording.steps import COMMANDS, Step

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

LANGUAGE = "de"

PAGE: Mapping[str, str | tuple[str, ...]] = {
    "title": "Likes",
    "name": "Wie viele Likes?",
    "finish": "Fertig",
    "no_script": ("Diese Seite braucht JavaScript. Ohne geht es so: ", ""),
    "lost": "Dieses Foto lässt sich nicht zeigen. Die Zahl zählt trotzdem.",
    "this_post": "Dieser Beitrag",
    "young": "Jünger als 14 Tage: Es kommen noch Likes dazu. Du kannst ihn überspringen.",
    "likes": "Likes",
    "save": "Sichern",
    "hint": "124, 1.204 und 1,2k gehen alle.",
    "what": "Was ist auf dem Bild?",
    "optional": "Wenn du magst",
    "name_one": "Motiv benennen",
    "name_of": "Der Name eines Motivs",
    "examples": "Familie, Essen, Tiere",
    "add": "Dazu",
    "undo": "Zurück",
    "undo_keys": "Strg Z",
    "skip": "Überspringen",
    "done": "Alles erledigt",
    "right": "Stimmen diese Zahlen?",
    "far": (
        "Sie liegen weit weg von den Beiträgen ringsum. Wenn sie stimmen, lass sie stehen: So etwas "
        "kommt vor."
    ),
    "in_terminal": "(im Terminal)",
    "undo_last": "Die letzte zurücknehmen",
    "back": "Zurück zu den Fotos",
    "not_connected": "Nicht verbunden",
    "not_running": "spe läuft nicht mehr.",
    "again": ("Jede gesicherte Zahl bleibt. Um weiterzumachen, ruf wieder ", " auf."),
}

SCRIPT: Mapping[str, str] = {
    "notSaved": "Nicht gesichert. Versuch es noch einmal.",
    "finished": "Fertig",
    "close": "Du kannst diese Seite schließen.",
    "tally": "{done} gesichert · noch {left}",
    "undo": "Zurück",
    "undoOf": "{what} zurück",
    "aSubject": "Motiv",
    "newSubject": "Neu",
    "nameSubject": "Motiv benennen",
    "photoOf": "Dein Foto, {day}",
    "lastOne": "Das letzte",
    "toGo": "Noch {left}",
    "allDone": "Alles erledigt",
    "onePost": "1 Beitrag hat seine Likes.",
    "manyPosts": "{posts} Beiträge haben ihre Likes.",
    "finishGoesOn": "Mit „Fertig“, ganz oben, geht es weiter.",
    "doubt": "{day}; ringsum etwa {usual}",
    "change": "Ändern",
    "changeOf": "Ändern: {likes}, {day}",
    "before": "Bevor du gehst",
    "lastLook": "Ein letzter Blick.",
    "kept": "Alles Gesicherte bleibt. „Fertig“, ganz oben, beendet es.",
    "unsaved": "{text} ist noch nicht gesichert. Enter sichert es; noch einmal „Fertig“ lässt es weg.",
}

FORM: Mapping[str, str | tuple[str, ...]] = {
    "title": "Die Fotos zum Blatt",
    "how": (
        "Jede Zahl steht in der Spalte ",
        " von ",
        ". Tipp dort die Likes ein, speichere, und lies das Blatt wieder ein mit ",
        ".",
    ),
    "lost": "Dieses Foto lässt sich nicht zeigen.",
}

UNDATED = "Datum unbekannt"

SKIPPED = "Übersprungen."
TAKEN_BACK = "Zurückgenommen."
SHOWN_AGAIN = "Wieder da."
FINISHED = "Fertig."

REFUSED = "Abgelehnt."

# What spe can do from so many posts with likes on.
_ALLOWED_FROM: Mapping[int, str] = {
    RANKING: "ein neues Foto zum ersten Mal schätzen",
    GROUPS: "fragen, welche Arten von Dingen überhaupt zählen: Licht, Farbe, Gesichter",
    FEATURES: "nach einzelnen Dingen fragen, etwa nach Helligkeit oder Unschärfe",
    FULL: "die volle Statistik zeigen, und kleinere Wirkungen",
}


def day_and_clock(at: datetime) -> str:
    """Samstag, 18:05."""
    return f"{weekday(at)}, {clock(at)}"


def saved(likes: int) -> str:
    """That a number was saved, for those who hear the page."""
    return f"{numbers.likes(likes)} gesichert."


def subject(name: str) -> str:
    """That a subject was said, or taken back where it is empty."""
    return f"{name or 'Kein Motiv'}."


def progress(progress: Progress) -> str:
    """What the next few numbers are good for; it begins with how many, where there are any."""
    if progress.next_stage is None:
        return "Genug für alles, was spe fragt. Mehr Beiträge machen die Antworten sicherer."
    more, stage, _ = progress.next_stage
    return f"{number(more)} mehr, dann kann spe {_ALLOWED_FROM[stage]} ({number(stage)} Beiträge)."


def following(step: Step) -> str:
    """What comes after the typing; the command stands behind the last colon."""
    if step == "more":
        return (
            f"Ein erstes Modell braucht {number(RANKING)} Beiträge mit Likes. Sobald es mehr sind: "
            f"{COMMANDS[step]}"
        )
    return f"Weiter: {COMMANDS[step]}"


def goes_on(*, opens: bool) -> str:
    """What comes by itself once all is typed: the report in the browser, or the terminal."""
    return (
        "Der Bericht öffnet sich, sobald er fertig ist."
        if opens
        else "spe macht im Terminal weiter."
    )


def beside(done: int, total: int, *, ended: bool, whole: bool) -> str:
    """How far the measuring is that goes on meanwhile, or how it ended."""
    if not ended:
        return f"Die Fotos werden gemessen: {number(done)} von {number(total)}"
    if whole:
        return "Die Fotos sind gemessen."
    return "Das Messen der Fotos ist stehen geblieben. Warum, steht im Terminal."


def elsewhere(command: str) -> str:
    """That the page belongs to another browser."""
    return f"Diese Seite ist woanders geöffnet. Ruf wieder {command} auf, um eine neue zu öffnen."


def used(command: str) -> str:
    """That the address has been used."""
    return f"Diese Adresse ist verbraucht. Ruf wieder {command} auf, um eine neue zu öffnen."


def wrong(error: SpeError) -> str:
    """Why something was not saved, and what to do."""
    match error:
        case DoubtfulError(found=found):
            far = far_count(found.likes, found.usual)
            return f"{far}. Enter behält die Zahl; oder tipp die richtige ein."
        case NotANumberError(text=text):
            return _no_number(text)
        case SubjectError(known=known, wanted=wanted):
            return _no_subject(known, wanted)
        case _:
            return next(said for kind, said in _PROBLEMS.items() if isinstance(error, kind))


def _no_number(text: str) -> str:
    if not text:
        return "Tipp die Zahl der Likes ein, oder überspring dieses Foto."
    return f"„{text}“ ist keine Zahl. Schreib sie wie 124, 1.204 oder 1,2k."


def _no_subject(known: Sequence[str], wanted: str) -> str:
    if not known:
        return f"Ein Motiv ist ein Wort oder zwei: höchstens {LONGEST} Zeichen."
    return (
        f"Du hast schon sechs Motive ({', '.join(known)}), und mehr lassen sich nicht "
        f"auseinanderhalten. Benenne eines um, damit Platz für „{wanted}“ ist."
    )


# By the kind of error, the narrower first.
_PROBLEMS: Mapping[type[SpeError], str] = {
    GoneError: "Dieser Beitrag steht nicht mehr in der Tabelle. Ruf spe likes noch einmal auf.",
    WriteError: (
        "Nicht gesichert: Die Tabelle der Beiträge lässt sich nicht schreiben. Vielleicht ist die "
        "Platte voll oder die Datei anderswo offen. Was vorher gesichert war, bleibt."
    ),
    TableError: (
        "Nicht gesichert: Die Tabelle der Beiträge lässt sich nicht lesen. Was nicht stimmt, sagt "
        "spe posts."
    ),
    SpeError: "Nicht gesichert. Versuch es noch einmal.",
}


def photo_of(day: str) -> str:
    """A photo in words: nothing is known of it but its day."""
    return f"Dein Foto, {day}"
