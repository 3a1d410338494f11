"""The copy of OpenCV without windows: made where the installed one can't be loaded, and used."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from spe.errors import SpeError
from spe.photo import headless

# A cv2 that can be told from the real one.
MADE_UP = 'import numpy\n__version__ = "made up"\n'


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The user's data folder during a test, and of the programs that it starts."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(headless, "_home", lambda: tmp_path / "spe")
    return tmp_path / "spe"


@pytest.fixture
def index(monkeypatch):
    """A pip that brings a made-up OpenCV; returns what it was asked."""
    asked = []

    def bring(content):
        def run(words, **options):
            if "install" not in words:
                return started(words, **options)
            asked.append(words)
            package = Path(words[words.index("--target") + 1]) / "cv2"
            package.mkdir(parents=True)
            (package / "__init__.py").write_text(content)
            return subprocess.CompletedProcess(words, 0, "", "")

        started = subprocess.run
        monkeypatch.setattr(headless.subprocess, "run", run)
        return asked

    return bring


def version_of(monkeypatch, version):
    monkeypatch.setattr(headless, "installed", lambda: {"opencv-contrib-python": version})


def test_without_a_copy_the_installed_opencv_is_loaded(home):
    assert headless.find() is None


def test_the_copy_is_of_the_installed_release_or_the_last_before_it(home, index, monkeypatch):
    version_of(monkeypatch, "5.1.0.95")
    asked = index(MADE_UP)

    place = headless.obtain()

    assert place.parent == home
    assert (place / "cv2").is_dir()
    assert [path.name for path in home.iterdir()] == [place.name]
    ((*_, wanted),) = asked
    assert wanted == "opencv-contrib-python-headless<=5.1.0.95,>=4.10.0.84"
    assert {"--no-deps", "--only-binary=:all:"} <= set(asked[0])


def test_a_copy_serves_the_release_it_was_made_for_and_no_other(home, index, monkeypatch):
    version_of(monkeypatch, "5.0.0.93")
    index(MADE_UP)
    place = headless.obtain()

    assert headless.find() == place
    version_of(monkeypatch, "5.1.0.95")
    assert headless.find() is None


def test_a_copy_that_cant_be_loaded_either_is_not_kept(home, index, monkeypatch):
    version_of(monkeypatch, "5.0.0.93")
    index("raise ImportError('libGL.so.1: cannot open shared object file')")

    with pytest.raises(SpeError, match="can't be loaded either"):
        headless.obtain()
    assert headless.find() is None
    assert not any(home.iterdir())


def test_what_pip_complains_about_is_said_with_what_to_do(home, monkeypatch):
    version_of(monkeypatch, "5.0.0.93")
    monkeypatch.setattr(
        headless, "pip", lambda: [sys.executable, "-c", "import sys; sys.exit('ERROR: Offline')"]
    )

    with pytest.raises(SpeError, match=r"Offline[\s\S]*spe setup"):
        headless.obtain()


def test_without_any_opencv_there_is_nothing_to_copy(home, monkeypatch):
    monkeypatch.setattr(headless, "installed", dict)

    with pytest.raises(SpeError, match="not installed"):
        headless.obtain()


def test_a_folder_that_cant_be_written_is_said_so(home, index, monkeypatch):
    version_of(monkeypatch, "5.0.0.93")
    index(MADE_UP)
    home.write_text("a file where a folder should be")

    with pytest.raises(SpeError, match="opencv-for-5"):
        headless.obtain()


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_DATA_HOME is a Linux matter")
def test_the_copy_is_what_spe_loads_and_nothing_else_of_its_folder_is_found(home):
    ((name, version),) = headless.installed().items()
    package = home / f"opencv-for-{version}" / "cv2"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(MADE_UP)
    code = (
        "import sys; before = list(sys.path); from spe.photo.opencv import cv2\n"
        "print(cv2.__version__, sys.path == before, sys.modules['cv2'] is cv2)"
    )

    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )

    assert name.startswith("opencv-")
    assert ran.stdout == "made up True True\n"


@pytest.mark.parametrize(
    ("content", "loads"), [(MADE_UP, True), ("raise ImportError('libGL.so.1')", False)]
)
def test_whether_an_opencv_loads_is_found_out_in_another_process(tmp_path, content, loads):
    package = tmp_path / "some" / "cv2"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(content)

    assert headless.loads(package.parent) == loads
