"""`spe setup`: gets what faces need once, and says what it could not get."""

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.commands import setup
from spe.photo import face_model, headless

MADE_UP = b"a model made up for the tests"
MADE_UP_PERSON = b"a model of people, made up as well"


@pytest.fixture(autouse=True)
def computer(tmp_path, monkeypatch):
    """A computer where everything but the models is there; returns the face model's place."""
    place = tmp_path / "data" / "model.tflite"
    monkeypatch.setenv(face_model.VARIABLE, str(place))
    for name, data in (("FACE", MADE_UP), ("PERSON", MADE_UP_PERSON)):
        model = replace(
            getattr(face_model, name), size=len(data), digest=hashlib.sha256(data).hexdigest()
        )
        monkeypatch.setattr(face_model, name, model)
    monkeypatch.setattr(face_model, "supported", lambda: True)
    monkeypatch.setattr(face_model, "missing_libraries", lambda: ())
    monkeypatch.setattr(face_model, "installed", lambda _by: True)
    monkeypatch.setattr(headless, "loads", lambda: pytest.fail("tried to load OpenCV"))
    monkeypatch.setattr(headless, "obtain", lambda: pytest.fail("asked the package index"))
    monkeypatch.setattr(face_model, "_fetched", lambda: pytest.fail("asked the package index"))
    return place


@pytest.fixture
def source(tmp_path):
    """The wheel with both models, as a file that somebody brought."""
    path = tmp_path / "brought.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for model, data in both().items():
            archive.writestr(model.member, data)
    return path


def both():
    return {face_model.FACE: MADE_UP, face_model.PERSON: MADE_UP_PERSON}


@pytest.fixture
def lacking(monkeypatch):
    """A computer without two libraries, until `apt-get install` brings them; returns its calls."""
    missing = ["libGLESv2.so.2", "libEGL.so.1"]
    calls = []

    def run(words, **_options):
        calls.append(words)
        if "install" in words:
            missing.clear()
        return subprocess.CompletedProcess(words, 0)

    monkeypatch.setattr(face_model, "missing_libraries", lambda: tuple(missing))
    monkeypatch.setattr(setup.subprocess, "run", run)
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup.os, "geteuid", lambda: 0, raising=False)
    return calls


def run(*words):
    result = CliRunner().invoke(cli, ["setup", *map(str, words)], standalone_mode=False)
    return result.return_value if result.exception is None else result


def said(*words):
    return CliRunner().invoke(cli, ["setup", *map(str, words)]).output


def test_a_brought_model_is_put_in_its_place(computer, source):
    assert run("--model", source) == 0
    assert computer.read_bytes() == MADE_UP


def test_the_model_is_fetched_once_and_the_second_time_only_looked_at(computer, monkeypatch):
    fetched = []
    monkeypatch.setattr(face_model, "_fetched", lambda: fetched.append(1) or both())

    assert run() == run() == 0
    assert fetched == [1]
    assert f"Face model: {computer}" in said()


def test_the_person_model_is_fetched_where_only_the_face_model_is_there(computer, monkeypatch):
    computer.parent.mkdir()
    computer.write_bytes(MADE_UP)
    monkeypatch.setattr(face_model, "_fetched", both)

    assert run("--check") == 4
    assert face_model.NO_PERSON_MODEL in said("--check").replace("\n", " ")
    assert run() == run("--check") == 0
    assert computer.with_name("selfie_segmentation.tflite").read_bytes() == MADE_UP_PERSON


def test_a_face_model_that_is_brought_alone_leaves_the_person_model_to_be_got(computer, tmp_path):
    path = tmp_path / "brought.tflite"
    path.write_bytes(MADE_UP)

    assert run("--model", path) == 4
    assert computer.read_bytes() == MADE_UP


def test_a_damaged_model_is_replaced(computer, source, monkeypatch):
    computer.parent.mkdir()
    computer.write_bytes(b"damaged")
    monkeypatch.setattr(face_model, "_fetched", both)

    assert run() == 0
    assert computer.read_bytes() == MADE_UP


def test_check_changes_nothing_and_says_what_is_missing(computer, lacking, monkeypatch):
    monkeypatch.setattr(headless, "loads", lambda: False)

    assert run("--check") == 4
    assert lacking == []
    assert not computer.exists()
    assert "libEGL.so.1" in said("--check")
    assert "spe setup" in said("--check")


def test_check_names_a_damaged_model(computer):
    computer.parent.mkdir()
    computer.write_bytes(b"damaged")

    assert run("--check") == 4
    assert str(computer) in said("--check")


def test_missing_libraries_are_installed_without_questions_as_root(lacking, source):
    assert run("--model", source) == 0
    (install,) = lacking
    assert install[:2] == ["env", "DEBIAN_FRONTEND=noninteractive"]
    assert {"--yes", "--no-remove", "libgles2", "libegl1"} <= set(install)


def test_sudo_is_used_where_it_asks_nothing(lacking, source, monkeypatch):
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000, raising=False)

    assert run("--model", source) == 0
    assert lacking[0] == ["sudo", "--non-interactive", "true"]
    assert lacking[1][:2] == ["sudo", "--non-interactive"]


@pytest.fixture
def plain(lacking, monkeypatch):
    """A plain user on a computer without these libraries, where sudo would ask.

    Its OpenCV can't be loaded until there is a copy; returns what was fetched.
    """
    fetched = []
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(
        setup.subprocess, "run", lambda words, **_: subprocess.CompletedProcess(words, 1)
    )
    monkeypatch.setattr(headless, "loads", lambda: bool(fetched))
    monkeypatch.setattr(headless, "obtain", lambda: fetched.append("OpenCV") or "the copy")
    return fetched


def test_who_may_install_nothing_gets_an_opencv_and_litert_that_need_nothing(
    plain, source, computer
):
    told = said("--model", source)

    assert plain == ["OpenCV"]
    assert computer.exists()
    assert "✓ OpenCV that needs no system libraries: the copy" in told
    assert "LiteRT looks for faces" in told
    assert run() == 0
    assert plain == ["OpenCV"]  # the second time it only looks


def test_check_fetches_no_opencv_and_names_both_ways(plain, source):
    assert run("--check") == 4
    assert plain == []
    assert "sudo apt-get install libgles2 libegl1" in said("--check")
    assert "spe setup" in said("--check")


def test_without_litert_the_one_command_is_printed_and_the_model_still_fetched(
    plain, source, computer, monkeypatch
):
    monkeypatch.setattr(face_model, "installed", lambda by: by == "MediaPipe")

    assert run("--model", source) == 4
    assert computer.exists()
    assert "sudo apt-get install libgles2 libegl1" in said()
    assert "pip install ai-edge-litert" in said()


def test_old_package_lists_are_fetched_anew_once(lacking, source, monkeypatch):
    calls = []

    def run_(words, **_options):
        calls.append("update" if "update" in words else "install")
        return subprocess.CompletedProcess(words, int(calls == ["install"]))

    monkeypatch.setattr(setup.subprocess, "run", run_)
    monkeypatch.setattr(headless, "loads", lambda: True)

    assert run("--model", source) == 0  # this apt-get brings nothing
    assert calls == ["install", "update", "install"]


def test_a_model_that_is_another_one_gets_one_sentence(tmp_path, computer):
    wrong = tmp_path / "wrong.tflite"
    wrong.write_bytes(b"another")
    result = CliRunner().invoke(cli, ["setup", "--model", str(wrong)])

    assert result.exit_code == 2
    assert "wrong.tflite is no model that spe was measured with" in result.output
    assert not computer.exists()


def test_a_computer_that_nothing_runs_the_model_on_is_told_so_and_that_is_all(
    monkeypatch, computer
):
    monkeypatch.setattr(face_model, "supported", lambda: False)
    monkeypatch.setattr(face_model, "installed", lambda _by: False)

    assert run() == 0
    assert "Everything else works" in said()
    assert not computer.exists()


def test_a_computer_without_mediapipes_release_gets_the_model_for_litert(
    monkeypatch, computer, source
):
    monkeypatch.setattr(face_model, "supported", lambda: False)
    monkeypatch.setattr(face_model, "installed", lambda by: by == "LiteRT")
    monkeypatch.setattr(face_model, "missing_libraries", lambda: pytest.fail("asked for libraries"))

    assert run("--model", source) == 0
    assert computer.exists()


def test_setup_loads_nothing_that_a_missing_library_would_break(source, computer):
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom spe.cli import cli\n"
        "CliRunner().invoke(cli, ['setup', '--check'])\n"
        "print([name for name in ('cv2', 'numpy', 'mediapipe', 'rich') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout == "[]\n"
