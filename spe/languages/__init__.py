"""Languages of the pages and of the card: which there are, and which one is meant.

A language is one package with all its words. What is printed in a terminal is English.
"""

import contextlib
import locale
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from spe.errors import SpeError

if TYPE_CHECKING:
    from spe.drafts.words import PageWords as DraftsWords
    from spe.likes.words import PageWords as LikesWords
    from spe.report.words.protocol import Words

# By its code (BCP 47), what a language is called by those who speak it.
NAMES: Mapping[str, str] = {"de": "Deutsch", "en": "English"}

DEFAULT = "en"

# What some systems call a language instead of its code.
_CALLED = {"german": "de", "english": "en"}


@dataclass(frozen=True)
class Language:
    """All that is said in one language.

    Attributes:
        code: as BCP 47 has it.
        report: the words of the report and of the card.
        drafts: those of the page of scored drafts.
        likes: those of the page where likes are typed.
    """

    code: str
    report: "Words"
    drafts: "DraftsWords"
    likes: "LikesWords"


def language(code: str) -> Language:
    """A language by its code.

    Raises:
        SpeError: there is none of that code; those there are, are named.
    """
    module = import_module(f"spe.languages.{known(code)}")  # with all that it speaks of
    return cast("Language", module.LANGUAGE)


def known(code: str, where: str = "") -> str:
    """The code of a language that there is, from how a person writes it.

    Args:
        code: "de", "DE" or "de-CH".
        where: where it was written, to begin a refusal with.

    Raises:
        SpeError: there is none of that code.
    """
    found = _meant(code)
    if found is None:
        names = " and ".join(f"{one} ({name})" for one, name in NAMES.items())
        start = f"{where}: " if where else ""
        raise SpeError(f"{start}spe does not speak {code!r}. The languages are {names}.")
    return found


def chosen(
    option: str | None, settings: Mapping[str, object], environment: Mapping[str, str]
) -> str:
    """The code of the language that is meant: by an option, a project's settings, or the system.

    Args:
        option: what was asked for, None where nothing was.
        settings: of the project, where `language` may stand.
        environment: the system's variables.

    Raises:
        SpeError: option or settings name a language that there is not. What the system asks for
            in vain is silently English.
    """
    if option is not None:
        return known(option, "--lang")
    if "language" in settings:
        return known(str(settings["language"]), "spe.toml")
    found = (_meant(name) for name in _of_system(environment))
    return next(filter(None, found), DEFAULT)


def _of_system(environment: Mapping[str, str]) -> list[str]:
    """The languages that the system asks for, as gettext reads them, the most wanted first."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    wanted = next((environment[name] for name in names if environment.get(name)), "")
    if not wanted:
        with contextlib.suppress(ValueError):  # a name that Python does not know
            wanted = locale.getlocale()[0] or ""
    if wanted.partition(".")[0] in {"C", "POSIX"}:
        return []
    listed = environment.get("LANGUAGE", "").split(":")
    return [name for name in (*listed, wanted) if name]


def _meant(name: str) -> str | None:
    """The code that a name such as de_CH.UTF-8, de-CH or German_Germany begins with."""
    start = name.replace("-", "_").partition(".")[0].partition("@")[0].partition("_")[0].lower()
    code = _CALLED.get(start, start)
    return code if code in NAMES else None
