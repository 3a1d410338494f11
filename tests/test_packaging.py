"""What is handed out is whole, is called by its own name, and starts by saying what it does."""

import configparser
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from spe.version import DISTRIBUTION, __version__

ROOT = Path(__file__).parents[1]

# What is written for people who have spe: there a name to install is meant.
TEXTS = [
    *(path for path in (ROOT / "spe").rglob("*") if path.suffix in {".py", ".html", ".js"}),
    *(ROOT / "docs").glob("*.md"),
    *(ROOT / "bench").glob("*.py"),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "Dockerfile")),
]


def test_no_hint_installs_a_package_of_somebody_else_s():
    wrong = re.compile(r"pip install[^\n`]*[\s'\"]spe(?![\w./-])")

    assert [str(path) for path in TEXTS if wrong.search(path.read_text(encoding="utf-8"))] == []
    assert wrong.search("pip install spe")
    assert wrong.search("pip install 'spe[dask]'")


def test_name_and_version_are_the_same_wherever_they_stand():
    declared = configparser.ConfigParser()
    declared.read(ROOT / "setup.cfg", encoding="utf-8")

    assert declared["metadata"]["name"] == DISTRIBUTION
    assert f"\nversion: {__version__}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text()


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    """The names in a source distribution, built from a copy with somebody's posts in it."""
    # Found, and not imported here: it puts itself in place of a distutils that is loaded already.
    if importlib.util.find_spec("setuptools") is None:
        pytest.skip("no setuptools here")
    copy = tmp_path_factory.mktemp("sdist") / "copy"
    others = shutil.ignore_patterns(".git", ".*_cache", ".venv", "__pycache__", "*.egg-info")
    for name in ("spe", "tests", "docs", "bench", ".ci"):
        shutil.copytree(ROOT / name, copy / name, ignore=others)
    for path in (path for path in ROOT.iterdir() if path.is_file()):
        shutil.copy(path, copy)
    for name in ("data", "reports"):
        (copy / name).mkdir()
        (copy / name / "README.md").write_text("What lies here.\n")
        (copy / name / "posts.csv").write_text("image,id\n")
    build = "from setuptools import build_meta; print(build_meta.build_sdist('dist'))"
    made = subprocess.run(
        [sys.executable, "-c", build], cwd=copy, capture_output=True, text=True, check=True
    )
    with tarfile.open(copy / "dist" / made.stdout.splitlines()[-1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    return names, {name for name in there if not name.startswith("dist/")}


def test_the_source_distribution_holds_what_its_tests_need(sdist):
    names, there = sdist
    kept = {name for name in there if name.split("/")[0] in {"spe", "tests", "docs", "bench"}}

    assert kept - names == set()
    assert {"Makefile", "constraints.txt", "ruff.toml", "SECURITY.md", "Dockerfile"} <= names


def test_nobody_s_posts_go_out_with_it(sdist):
    names, _ = sdist

    assert {name for name in names if name.startswith(("data/", "reports/"))} == {
        "data/README.md",
        "reports/README.md",
    }


INSTRUCTIONS = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENTRYPOINT", "CMD"}


def dockerfile():
    """The instructions of the Dockerfile, each with what follows it."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def test_the_container_runs_without_root_and_installs_what_was_tested():
    told = dockerfile()
    names = [name for name, _ in told]

    assert set(names) <= INSTRUCTIONS
    assert names[0] == "FROM"
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert [user for name, user in told if name == "USER"] == ["spe"]
    assert any("--constraint constraints.txt" in words for name, words in told if name == "RUN")
    for sources in (words.split()[:-1] for name, words in told if name == "COPY"):
        assert all((ROOT / source).exists() for source in sources)
    assert "has not been built" in (ROOT / "Dockerfile").read_text()


@pytest.fixture
def make(tmp_path):
    """A function: words for make -> how it ended, with programs of the test's own."""
    program_make = shutil.which("make")
    if program_make is None:
        pytest.skip("no make here")

    def run(*words, **more):
        return subprocess.run(
            [program_make, "-s", "-C", str(ROOT), f"VENV={tmp_path / 'venv'}", *words],
            env={**os.environ, "PATH": f"{tmp_path}:/usr/bin:/bin", **more},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def program(path, text):
    """Write a program of the shell."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_set_up_says_what_it_does_before_it_does_it(make, tmp_path):
    said = make("setup", "-n", f"UV={tmp_path / 'uv'}").stdout

    first, *others = said.splitlines()
    assert first.startswith('echo "Installing spe, OpenCV, MediaPipe and the rest into ')
    assert "with uv: a minute or two" in first
    assert any(f"{tmp_path / 'uv'} pip install --python" in line for line in others)
    assert "--quiet" not in "".join(line for line in others if "--editable ." in line)
    assert "with pip: a minute or two" in make("setup", "-n", "UV=").stdout


def test_a_python_without_venv_is_one_sentence(make, tmp_path):
    bare = program(tmp_path / "bare-python", "echo noise >&2; exit 1")

    ended = make("setup", "UV=", f"PYTHON={bare}")

    assert ended.returncode != 0
    said = [line for line in ended.stderr.splitlines() if not line.startswith("make")]
    assert said == [
        f"{bare} can make no environment. Run: sudo apt-get install python3 python3-venv"
    ]


@pytest.mark.parametrize("goal", ["import", "start"])
@pytest.mark.parametrize(
    ("written", "meant"),
    [("a b/x.zip", ["{}/a b/x.zip"]), ("y.zip {}/z.zip", ["{}/y.zip", "{}/z.zip"])],
)
def test_a_source_may_have_spaces_in_its_name(make, tmp_path, written, meant, goal):
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b/x.zip").touch()
    for name in ("venv", "venv/bin"):
        (tmp_path / name).mkdir()
    shows = program(tmp_path / "shows", 'shift; for one; do echo "<$one>"; done')
    for name in ("installed", "ready"):
        (tmp_path / "venv" / name).touch()

    ended = make(goal, f"SPE={shows}", f"SRC={tmp_path}/{written.format(tmp_path)}")

    said = [line for line in ended.stdout.splitlines() if line.startswith("<")]
    assert said == [f"<{one.format(tmp_path)}>" for one in meant]
