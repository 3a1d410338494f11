"""A copy of OpenCV that needs no library of the system, kept where the installed one does.

MediaPipe requires the build of OpenCV that opens windows. On Linux that build loads libraries
of a desktop, which a server or a container lacks, and who is not root can't bring them. The
same OpenCV is published without windows; spe opens none. Two of them in one environment
overwrite each other, so the copy lies in the user's data folder, and spe alone loads it from
there (spe.photo.opencv). Nothing here imports OpenCV.
"""

import importlib.metadata
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import platformdirs

from spe.errors import SpeError
from spe.files import cant_write
from spe.photo.face_model import complaint, pip

# Every distribution that puts a `cv2` where the others put theirs, and the one that is copied.
DISTRIBUTIONS = tuple(
    f"opencv{contrib}-python{headless}"
    for contrib in ("", "-contrib")
    for headless in ("", "-headless")
)
COPIED = "opencv-contrib-python-headless"

# Older releases do not load beside numpy 2 (setup.cfg).
OLDEST = "4.10.0.84"

_LOADS = "import sys; sys.path[:0] = sys.argv[1:]; import cv2"


def installed() -> dict[str, str]:
    """The version of each distribution of OpenCV that is installed, by its name."""
    versions = {}
    for name in DISTRIBUTIONS:
        try:
            versions[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return versions


def find() -> Path | None:
    """The folder to load OpenCV from instead of the installed one; None without a copy of it.

    A copy that was made for another version than the one installed now counts for nothing.
    """
    if not any(_home().glob("opencv-for-*")):
        return None
    return next((folder for folder in map(_place, installed().values()) if folder.is_dir()), None)


def loads(folder: Path | None = None) -> bool:
    """Whether OpenCV can be loaded: from a folder, or where None as `find` says.

    A process of its own tries it, so that nothing stays loaded in this one.
    """
    folder = folder or find()
    ran = subprocess.run(  # noqa: S603  (this Python, our own words)
        [sys.executable, "-c", _LOADS, *([str(folder)] if folder else [])],
        capture_output=True,
        check=False,
    )
    return ran.returncode == 0


def obtain() -> Path:
    """Put a copy that fits the installed OpenCV into the user's data folder, and say where.

    Raises:
        SpeError: no OpenCV is installed, the package index can't be reached, the copy can't be
            loaded either, or the data folder can't be written.
    """
    version = next(iter(installed().values()), None)
    if version is None:
        raise SpeError("OpenCV is not installed.")
    place = _place(version)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="opencv-", dir=place.parent) as folder:
            fetched = Path(folder) / "fetched"
            _fetch(fetched, version)
            if not place.exists():
                fetched.replace(place)
    except OSError as error:
        raise cant_write(place, error) from error
    return place


def _home() -> Path:
    return Path(platformdirs.user_data_dir("spe", False))


def _place(version: str) -> Path:
    return _home() / f"opencv-for-{version}"


def _fetch(folder: Path, version: str) -> None:
    """Let pip unpack the wheel of that release, or of the last one before it."""
    wanted = f"{COPIED}<={version},>={OLDEST}"
    words = ["install", "--quiet", "--no-input", "--no-deps", "--only-binary=:all:"]
    ran = subprocess.run(  # noqa: S603  (pip, with fixed words)
        [*pip(), *words, "--target", str(folder), wanted],
        env={**os.environ, "PIP_USER": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise SpeError(
            f"An OpenCV that needs no system libraries could not be fetched "
            f"({complaint(ran.stderr)}).\nOnce online, run spe setup again."
        )
    if not loads(folder):
        raise SpeError(f"The OpenCV that was fetched ({wanted}) can't be loaded either.")
