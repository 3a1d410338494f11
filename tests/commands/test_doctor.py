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
from spe.photo import face_model
from spe.posts import Post, write_posts

ROOT = Path(__file__).parents[2]


@pytest.fixture
def well(monkeypatch, tmp_path):
    """A computer where all is well, and the slow look for a face is taken as done."""
    monkeypatch.setattr(doctor, "_face_run", lambda: doctor.Finding("Finding a face", "works"))
    monkeypatch.setattr(doctor, "_dependency", lambda name: doctor.Finding(name, "1.0"))
    monkeypatch.setattr(doctor, "_one_cv2", lambda: doctor.Finding("OpenCV", "once"))
    monkeypatch.setattr(face_model, "missing_libraries", lambda: ())
    monkeypatch.setattr(face_model, "find", lambda: tmp_path / "model.tflite")
    monkeypatch.setattr(face_model, "supported", lambda: True)


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


def test_the_dependencies_are_those_of_setup_cfg():
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    lines = setup["options"]["install_requires"].split("\n")
    declared = [re.match(r"[\w-]+", line)[0] for line in lines if line.strip()]

    assert doctor.dependencies() == declared


def test_extras_are_no_dependencies_and_without_metadata_there_are_none(monkeypatch):
    told = ["click>=8.4", 'mediapipe==0.10.33; sys_platform == "linux"', 'x; extra == "test"']
    monkeypatch.setattr(doctor.importlib.metadata, "requires", lambda _name: told)
    assert doctor.dependencies() == ["click", "mediapipe"]

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
    monkeypatch.setattr(face_model, "find", lambda: None)
    code, findings = asked(tmp_path)
    said = CliRunner().invoke(cli, ["-C", str(tmp_path), "doctor"]).output

    assert code == 4
    assert "spe setup" in findings["Face model"]["problem"]
    assert "1 to mend" in said


def test_a_computer_without_mediapipes_release_lacks_nothing_needed(well, tmp_path, monkeypatch):
    monkeypatch.setattr(face_model, "find", lambda: None)
    monkeypatch.setattr(face_model, "supported", lambda: False)
    code, findings = asked(tmp_path)

    assert code == 0
    assert findings["Face model"]["problem"]
    assert not findings["Face model"]["needed"]


@pytest.mark.skipif(doctor.sys.platform != "linux", reason="system libraries are a Linux matter")
def test_a_missing_system_library_is_named_with_the_command_that_brings_it(
    well, tmp_path, monkeypatch
):
    monkeypatch.setattr(face_model, "missing_libraries", lambda: ("libEGL.so.1",))
    code, findings = asked(tmp_path)

    assert code == 4
    assert "apt-get install libegl1" in findings["System libraries"]["problem"]
    assert "Finding a face" not in findings


def test_another_mediapipe_than_the_pinned_one_is_wrong(monkeypatch):
    versions(monkeypatch, mediapipe="0.10.35")
    finding = doctor._dependency("mediapipe")

    assert finding.bad
    assert "mediapipe==0.10.33" in finding.problem


def test_a_dependency_that_is_missing_is_wrong(monkeypatch):
    versions(monkeypatch)

    assert doctor._dependency("pandas").problem == "Run: pip install pandas"


def test_opencv_is_there_exactly_once_or_it_is_wrong(monkeypatch):
    versions(monkeypatch, opencv_contrib_python="5.0")
    once = doctor._one_cv2()
    versions(monkeypatch, opencv_contrib_python="5.0", opencv_python_headless="5.0")
    twice = doctor._one_cv2()
    versions(monkeypatch)
    never = doctor._one_cv2()

    assert not once.problem
    assert "opencv-python-headless" in twice.problem
    assert never.bad


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
