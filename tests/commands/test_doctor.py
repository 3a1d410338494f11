"""`spe doctor`: what is here, what is wrong, and what to do about it."""

import configparser
import importlib.metadata
import json
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from spe.cli import cli
from spe.commands import doctor
from spe.errors import NotReadyError
from spe.photo import face_model, headless
from spe.posts import Post, write_posts

ROOT = Path(__file__).parents[2]


@pytest.fixture
def well(monkeypatch, tmp_path):
    """A computer where all is well, and the slow look for a face is taken as done."""
    monkeypatch.setattr(doctor, "_face_run", lambda: doctor.Finding("Finding a face", "works"))
    monkeypatch.setattr(doctor, "_dependency", lambda name: doctor.Finding(name, "1.0"))
    monkeypatch.setattr(doctor, "_one_cv2", lambda: doctor.Finding("OpenCV", "once"))
    monkeypatch.setattr(face_model, "missing_libraries", lambda: ())
    monkeypatch.setattr(face_model, "find", lambda _model: tmp_path / "model.tflite")
    monkeypatch.setattr(face_model, "supported", lambda: True)
    monkeypatch.setattr(face_model, "engine", lambda: "MediaPipe")
    monkeypatch.setattr(headless, "loads", lambda: True)


def asked(folder):
    """What doctor finds in a folder: its exit code, and its findings by name."""
    words = ["-C", str(folder), "doctor", "--json"]
    result = CliRunner().invoke(cli, words, standalone_mode=False)
    assert result.exception is None, result.exception
    facts = json.loads(result.stdout)
    assert facts["ok"] == (result.return_value == 0)
    return result.return_value, {item["name"]: item for item in facts["findings"]}


def versions(monkeypatch, **known):
    def version(name):
        try:
            return known[name.replace("-", "_")]
        except KeyError:
            raise importlib.metadata.PackageNotFoundError(name) from None

    monkeypatch.setattr(doctor.importlib.metadata, "version", version)


def declare(monkeypatch, lines):
    """Let these be what the metadata of the installation declares."""
    monkeypatch.setattr(doctor.importlib.metadata, "requires", lambda _name: lines)


def test_the_dependencies_are_those_of_setup_cfg_for_this_computer(monkeypatch):
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].strip().splitlines()
    declare(monkeypatch, lines)
    needed = doctor.dependencies()
    for_all = [re.match(r"[\w.-]+", line)[0] for line in lines if ";" not in line]

    assert [name for name in needed if name in for_all] == for_all
    assert ("mediapipe" in needed) == face_model.supported()
    assert len([name for name in needed if name in headless.DISTRIBUTIONS]) == 1


def test_what_is_for_extras_or_other_computers_is_no_dependency(monkeypatch):
    here = doctor.sys.platform
    declare(
        monkeypatch,
        [
            "click>=8.4",
            f'mediapipe==0.10.33; sys_platform == "{here}"',
            f'elsewhere; sys_platform != "{here}"',
            'x; extra == "test"',
        ],
    )

    assert doctor.dependencies() == ["click", "mediapipe"]


def test_without_metadata_no_dependency_is_known(monkeypatch):
    def missing(name):
        raise doctor.importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(doctor.importlib.metadata, "requires", missing)

    assert doctor.dependencies() == []


def test_where_all_is_well_it_says_so_and_ends_with_0(well, tmp_path):
    code, findings = asked(tmp_path)
    said = CliRunner().invoke(cli, ["-C", str(tmp_path), "doctor"]).output

    assert code == 0
    assert not any(item["problem"] for item in findings.values())
    assert findings["HEIC photos"]["found"] == "written and read"
    assert "All is well." in said


def test_a_missing_model_is_said_with_what_to_do_and_ends_with_4(well, tmp_path, monkeypatch):
    monkeypatch.setattr(face_model, "find", lambda _model: None)
    code, findings = asked(tmp_path)
    said = CliRunner().invoke(cli, ["-C", str(tmp_path), "doctor"]).output

    assert code == 4
    assert "spe setup" in findings["Face model"]["problem"]
    assert "1 to mend" in said


def test_an_environment_from_before_people_were_measured_is_told_what_it_lacks(
    well, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        face_model,
        "find",
        lambda model: tmp_path / "model.tflite" if model == face_model.FACE else None,
    )

    code, findings = asked(tmp_path)

    assert code == 4
    assert not findings["Face model"]["problem"]
    assert findings["Person model"] == {
        "name": "Person model",
        "found": "missing",
        "problem": face_model.NO_PERSON_MODEL,
        "needed": True,
    }
    assert "spe setup" in face_model.NO_PERSON_MODEL


def test_a_wrong_person_model_is_said_with_its_place(well, tmp_path, monkeypatch):
    def find(model):
        if model == face_model.PERSON:
            raise NotReadyError("The file x is not the person model.")
        return tmp_path / "model.tflite"

    monkeypatch.setattr(face_model, "find", find)

    code, findings = asked(tmp_path)

    assert code == 4
    assert findings["Person model"]["problem"] == "The file x is not the person model."


@pytest.mark.parametrize("engine", ["MediaPipe", "LiteRT"])
def test_what_looks_for_faces_is_said(well, tmp_path, monkeypatch, engine):
    monkeypatch.setattr(face_model, "engine", lambda: engine)

    assert asked(tmp_path)[1]["Faces"]["found"] == f"looked for by {engine}"


@pytest.mark.parametrize(("known", "code"), [(False, 0), (True, 4)])
def test_where_nothing_looks_for_faces_that_is_wrong_only_where_something_could(
    well, tmp_path, monkeypatch, known, code
):
    monkeypatch.setattr(face_model, "engine", lambda: None)
    monkeypatch.setattr(face_model, "supported", lambda: False)
    monkeypatch.setattr(face_model, "known", lambda _by: known)
    monkeypatch.setattr(face_model, "why_no_engine", lambda: "Faces are not looked for.")
    ended, findings = asked(tmp_path)

    assert ended == code
    assert findings["Faces"]["problem"] == "Faces are not looked for."
    assert findings["Faces"]["needed"] == known
    assert "Finding a face" not in findings


@pytest.mark.skipif(doctor.sys.platform != "linux", reason="system libraries are a Linux matter")
@pytest.mark.parametrize(
    ("engine", "loads", "code"), [(None, True, 4), ("LiteRT", False, 4), ("LiteRT", True, 0)]
)
def test_a_missing_system_library_is_named_and_wrong_unless_spe_does_without(
    well, tmp_path, monkeypatch, engine, loads, code
):
    monkeypatch.setattr(face_model, "missing_libraries", lambda: ("libEGL.so.1",))
    monkeypatch.setattr(face_model, "engine", lambda: engine)
    monkeypatch.setattr(face_model, "why_no_engine", lambda: "Faces are not looked for.")
    monkeypatch.setattr(headless, "loads", lambda: loads)
    ended, findings = asked(tmp_path)

    assert ended == code
    assert "apt-get install libegl1" in findings["System libraries"]["problem"]
    assert findings["System libraries"]["needed"] == (code == 4)
    assert ("does without" in findings["System libraries"]["problem"]) == (code == 0)
    assert ("Finding a face" in findings) == (engine is not None)


def test_another_mediapipe_than_the_pinned_one_is_wrong(monkeypatch):
    versions(monkeypatch, mediapipe="0.10.35")
    finding = doctor._dependency("mediapipe")

    assert finding.bad
    assert "mediapipe==0.10.33" in finding.problem


def test_a_dependency_that_is_missing_is_wrong(monkeypatch):
    versions(monkeypatch)

    assert doctor._dependency("pandas").problem == "Run: pip install pandas"


def opencv(monkeypatch, *names, loads=True, copy=None):
    """What doctor says where these distributions of OpenCV are installed."""
    monkeypatch.setattr(headless, "installed", lambda: dict.fromkeys(names, "5.0"))
    monkeypatch.setattr(headless, "loads", lambda: loads)
    monkeypatch.setattr(headless, "find", lambda: copy)
    return doctor._one_cv2()


def test_opencv_is_there_exactly_once_and_loads_or_it_is_wrong(monkeypatch):
    once = opencv(monkeypatch, "opencv-contrib-python")
    twice = opencv(monkeypatch, "opencv-contrib-python", "opencv-python-headless")

    assert once == doctor.Finding("OpenCV", "once, opencv-contrib-python")
    assert "opencv-python-headless" in twice.problem
    assert opencv(monkeypatch).bad
    assert opencv(monkeypatch, "opencv-python", loads=False).problem == "Run: spe setup"
    assert "the copy in x" in opencv(monkeypatch, "opencv-python", copy="x").found


@pytest.mark.parametrize("name", ["opencv-contrib-python", "opencv-python-headless"])
def test_the_opencv_to_install_is_the_one_that_is_declared_here(monkeypatch, name):
    declare(monkeypatch, [name])

    assert opencv(monkeypatch).problem == f"Run: pip install {name}"
    assert opencv(monkeypatch, "opencv-python", "x").problem.endswith(f"pip install {name}")


def test_a_real_face_is_found_in_a_process_of_its_own(face_model_file):
    assert doctor._face_run() == doctor.Finding("Finding a face", "works")


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import os; os.abort()", "ended with"),
        ("raise OSError('libEGL.so.1 is missing')", "libEGL.so.1 is missing"),
        ("print(2)", "known portrait"),
    ],
    ids=["crash", "error", "wrong count"],
)
def test_a_look_for_a_face_that_fails_is_told_and_takes_nothing_down(monkeypatch, code, says):
    monkeypatch.setattr(doctor, "FACE_RUN", code)
    finding = doctor._face_run()

    assert finding.bad
    assert says in finding.problem


def test_a_look_for_a_face_that_hangs_is_given_up(monkeypatch):
    def hangs(words, **options):
        raise subprocess.TimeoutExpired(words, options["timeout"])

    monkeypatch.setattr(doctor.subprocess, "run", hangs)

    assert doctor._face_run().found == "hangs"


def test_the_folders_posts_and_time_zone_are_told(well, tmp_path):
    (tmp_path / "spe.toml").write_text('timezone = "Europe/Zurich"\n')
    (tmp_path / "a.jpg").write_bytes(b"")
    when = datetime(2026, 1, 2, tzinfo=UTC)
    posts = [Post("a", "a.jpg", when, likes=3), Post("b", "gone.jpg", when)]
    write_posts(tmp_path / "data" / "posts.csv", posts)
    code, findings = asked(tmp_path)

    assert code == 0
    assert findings["Posts"]["found"] == "2, 1 with likes, 1 without their photo"
    assert findings["Time zone"]["found"] == "Europe/Zurich"
    assert findings["Model"]["found"] == "none yet (spe fit)"


@pytest.mark.parametrize(
    ("name", "content", "finding"),
    [
        ("spe.toml", 'timezone = "Europe/Atlantis"', "Time zone"),
        ("spe.toml", "timezone = ", "Time zone"),
        ("data/posts.csv", "image\na.jpg\n", "Posts"),
        ("data/features.csv", "id\n1\n", "Measured"),
        ("data/model.json", "{}", "Model"),
    ],
)
def test_a_damaged_file_of_the_folder_is_said_and_the_rest_still_looked_at(
    well, tmp_path, name, content, finding
):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(content)
    code, findings = asked(tmp_path)

    assert code == 4
    assert findings[finding]["problem"]
    assert [key for key, item in findings.items() if item["problem"]] == [finding]


def test_doctor_writes_nothing(well, tmp_path):
    asked(tmp_path)

    assert list(tmp_path.iterdir()) == []
