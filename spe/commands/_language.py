"""The language of what a command writes: an option, or what spe.toml or the system say."""

import os
from typing import TYPE_CHECKING

import click

from spe.languages import NAMES, chosen

if TYPE_CHECKING:
    from spe.languages import Language
    from spe.project import Project

option = click.option(
    "--lang",
    metavar="CODE",
    help=f"Language of what is written: {', '.join(NAMES)}.  "
    "[default: that of spe.toml, or the system's]",
)


def language_for(project: "Project", asked: str | None) -> "Language":
    """The language that is meant.

    Raises:
        SpeError: there is none of that name.
    """
    from spe.languages import language  # noqa: PLC0415  (all that it speaks of)

    return language(code_for(project, asked))


def code_for(project: "Project", asked: str | None) -> str:
    """The code of the language that is meant.

    Raises:
        SpeError: there is none of that name.
    """
    return chosen(asked, project.settings, os.environ)
