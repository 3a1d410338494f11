"""The face model: checked wherever it comes from, and a sentence for everything that goes wrong."""

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from spe.errors import NotReadyError, SpeError
from spe.photo import face_model

MADE_UP = b"a model made up for the tests"
MADE_UP_PERSON = b"a model of people, made up as well"


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Where the model belongs during a test."""
    path = tmp_path / "data" / "model.tflite"
    monkeypatch.setenv(face_model.VARIABLE, str(path))
    return path


@pytest.fixture
def made_up(monkeypatch):
    """Models small enough for tests: their sizes and digests are the expected ones."""
    for name, data in (("FACE", MADE_UP), ("PERSON", MADE_UP_PERSON)):
        model = replace(
            getattr(face_model, name), size=len(data), digest=hashlib.sha256(data).hexdigest()
        )
        monkeypatch.setattr(face_model, name, model)
    return MADE_UP


def wheel(path, content, member=face_model.FACE.member, person=None):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mediapipe/__init__.py", "")
        archive.writestr(member, content)
        if person is not None:
            archive.writestr(face_model.PERSON.member, person)
    return path


def pip_that(monkeypatch, does):
    """Let `pip` be a Python program of the test's."""
    monkeypatch.setattr(face_model, "pip", lambda: [sys.executable, "-c", does])


def test_the_model_is_the_one_that_was_measured(face_model_file):
    data = face_model_file.read_bytes()

    assert len(data) == 676_746
    assert (
        hashlib.sha256(data).hexdigest()
        == "2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1"
    )


def test_the_model_lies_in_the_users_data_folder_unless_named_elsewhere(monkeypatch, tmp_path):
    monkeypatch.delenv(face_model.VARIABLE, raising=False)
    usual = face_model.place(face_model.FACE)
    monkeypatch.setenv(face_model.VARIABLE, str(tmp_path / "x.tflite"))

    assert usual.name == face_model.FACE.name
    assert "spe" in usual.parent.parts
    assert face_model.place(face_model.FACE) == tmp_path / "x.tflite"


def test_without_a_model_nothing_is_found(place):
    assert face_model.find(face_model.FACE) is None


def test_a_wrong_file_in_its_place_is_an_error_that_names_it(place, made_up):
    place.parent.mkdir()
    place.write_bytes(made_up[::-1])

    with pytest.raises(NotReadyError, match=r"model\.tflite.*spe setup"):
        face_model.find(face_model.FACE)


def test_a_folder_in_its_place_is_an_error_that_names_it(place):
    place.mkdir(parents=True)

    with pytest.raises(NotReadyError, match=r"model\.tflite"):
        face_model.find(face_model.FACE)


@pytest.mark.parametrize("kind", ["model", "wheel"])
def test_a_local_model_or_the_wheel_that_holds_it_is_taken(place, made_up, tmp_path, kind):
    source = tmp_path / "source"
    if kind == "model":
        source.write_bytes(made_up)
    else:
        wheel(source, made_up)

    assert face_model.obtain(source) == (place,)
    assert place.read_bytes() == made_up
    assert face_model.find(face_model.FACE) == place


def test_the_person_model_is_the_one_that_was_measured(face_model_file):
    data = face_model_file.with_name("selfie_segmentation.tflite").read_bytes()

    assert len(data) == 249_505
    assert (
        hashlib.sha256(data).hexdigest()
        == "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c"
    )


def test_the_wheel_brings_the_person_model_beside_the_face_model(place, made_up, tmp_path):
    source = wheel(tmp_path / "source.whl", made_up, person=MADE_UP_PERSON)
    beside = place.with_name("selfie_segmentation.tflite")

    assert face_model.find(face_model.PERSON) is None
    assert face_model.obtain(source) == (place, beside)
    assert beside.read_bytes() == MADE_UP_PERSON
    assert face_model.find(face_model.PERSON) == beside


def test_the_person_model_alone_is_taken_and_goes_into_its_own_place(place, made_up, tmp_path):
    source = tmp_path / "brought.tflite"
    source.write_bytes(MADE_UP_PERSON)

    assert face_model.obtain(source) == (place.with_name("selfie_segmentation.tflite"),)
    assert not place.exists()


def test_a_wheel_with_another_person_model_brings_the_face_model_alone(place, made_up, tmp_path):
    source = wheel(tmp_path / "source.whl", made_up, person=MADE_UP_PERSON[::-1])

    assert face_model.obtain(source) == (place,)


def test_a_wrong_file_in_the_place_of_the_person_model_is_named_as_that(place, made_up):
    place.parent.mkdir()
    place.with_name("selfie_segmentation.tflite").write_bytes(b"wrong")

    with pytest.raises(NotReadyError, match=r"selfie_segmentation.* is not the person model"):
        face_model.find(face_model.PERSON)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"another model"),
        lambda path: wheel(path, b"another model"),
        lambda path: wheel(path, MADE_UP, "elsewhere.tflite"),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(wheel(path, MADE_UP).read_bytes()[:-40]),
    ],
    ids=["another model", "another in the wheel", "none in the wheel", "empty", "cut off"],
)
def test_a_source_that_holds_something_else_is_refused_and_changes_nothing(
    place, made_up, tmp_path, spoil
):
    place.parent.mkdir()
    place.write_bytes(made_up)
    source = tmp_path / "source.whl"
    spoil(source)

    with pytest.raises(SpeError, match=r"source\.whl"):
        face_model.obtain(source)
    assert place.read_bytes() == made_up


def test_a_source_that_is_not_there_is_said_so(place, tmp_path):
    with pytest.raises(SpeError, match="no such file"):
        face_model.obtain(tmp_path / "nowhere.whl")


def test_a_data_folder_that_cant_be_written_is_said_so(monkeypatch, made_up, tmp_path):
    source = tmp_path / "source.tflite"
    source.write_bytes(made_up)
    monkeypatch.setenv(face_model.VARIABLE, str(source / "below a file" / "model.tflite"))

    with pytest.raises(SpeError, match=face_model.VARIABLE):
        face_model.obtain(source)


def test_pip_is_asked_for_one_wheel_by_version_and_platform_and_nothing_else(
    place, made_up, tmp_path, monkeypatch
):
    kept = wheel(tmp_path / "kept.whl", made_up)
    asked = tmp_path / "asked"
    pip_that(
        monkeypatch,
        "import pathlib, shutil, sys\n"
        f"pathlib.Path({str(asked)!r}).write_text(' '.join(sys.argv[1:]))\n"
        f"shutil.copy({str(kept)!r}, pathlib.Path(sys.argv[-1]) / 'mediapipe-0.10.21.whl')\n",
    )

    face_model.obtain()

    assert place.read_bytes() == made_up
    words = asked.read_text().split()
    assert words[0] == "download"
    assert {"--no-deps", "--only-binary=:all:", "mediapipe==0.10.21"} <= set(words)
    assert {"--platform", "--python-version", "--implementation", "--abi"} <= set(words)


def test_what_pip_complains_about_is_said_with_what_to_do(place, monkeypatch):
    pip_that(monkeypatch, "import sys; sys.exit('ERROR: No network here')")

    with pytest.raises(SpeError, match=r"No network here[\s\S]*spe setup --model"):
        face_model.obtain()
    assert not place.exists()


def test_without_pip_the_sentence_says_how_to_bring_the_wheel(place, monkeypatch):
    monkeypatch.setattr(face_model.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(face_model.shutil, "which", lambda _name: None)

    with pytest.raises(SpeError, match=r"no pip here[\s\S]*spe setup --model"):
        face_model.obtain()


def test_a_pip_on_the_path_serves_where_python_has_none(monkeypatch):
    monkeypatch.setattr(face_model.importlib.util, "find_spec", lambda _name: None)
    there = {"pip3": "/usr/bin/pip3"}
    monkeypatch.setattr(face_model.shutil, "which", there.get)

    assert face_model.pip() == ["/usr/bin/pip3"]


def test_uv_runs_a_pip_for_this_python_where_its_environment_has_none(monkeypatch):
    monkeypatch.setattr(face_model.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(face_model.importlib.util, "find_spec", lambda name: name == "pip" or None)
    assert face_model.pip() == [sys.executable, "-m", "pip"]
    monkeypatch.setattr(face_model.importlib.util, "find_spec", lambda _name: None)

    assert face_model.pip() == [
        "/usr/bin/uv", "tool", "run", "--quiet", "--python", sys.executable, "pip"
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="system libraries are looked for on Linux")
def test_a_library_that_cant_be_loaded_is_missing(monkeypatch):
    monkeypatch.setattr(face_model, "LIBRARIES", {"libc.so.6": "libc6", "libno.so.9": "libno9"})

    assert face_model.missing_libraries() == ("libno.so.9",)
    assert face_model.missing_sentence(("libno.so.9",)) == (
        "Missing system library: libno.so.9. Run: sudo apt-get install libno9"
    )


def test_a_package_that_brings_two_libraries_is_named_once():
    both = ("libglib-2.0.so.0", "libgthread-2.0.so.0")

    assert face_model.packages(both) == ["libglib2.0-0"]


def test_looking_for_the_model_loads_neither_opencv_nor_mediapipe():
    code = (
        "import sys; from spe.photo import face_model; face_model.missing_libraries()\n"
        "print([name for name in ('cv2', 'numpy', 'mediapipe') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout == "[]\n"
