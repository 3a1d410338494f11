"""The contracts between rooms bite: a forbidden import in any module makes the linter fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("importlinter")

ROOT = Path(__file__).parents[1]

# Where something is written that must not be, and the line of the contract that says so.
FORBIDDEN = {
    "model/accounts.py": ("import click", "spe.model.accounts -> click"),
    "stats/power.py": ("import rich", "spe.stats.power -> rich"),
    "photo/edits.py": ("import mediapipe", "spe.photo.edits -> mediapipe"),
    "photo/blazeface.py": ("import ai_edge_litert", "spe.photo.blazeface -> ai_edge_litert"),
    "features/light.py": ("import cv2", "spe.features.light -> cv2"),
    "measure/cache.py": ("import spe.report.page", "spe.measure.cache -> spe.report.page"),
    "stats/trend.py": ("import spe.photo.planes", "spe.stats.trend -> spe.photo.planes"),
    "model/fitted.py": ("import scipy", "spe.model.fitted -> scipy"),
    "drafts/score.py": ("import openpyxl", "spe.drafts.score -> openpyxl"),
    "likes/session.py": ("import PIL", "spe.likes.session -> PIL"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "spe", folder / "spe", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "setup.cfg", folder)
    return folder


def linted(folder):
    command = "from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_house_as_it_stands_keeps_its_contracts(copy):
    said = linted(copy)

    assert said.returncode == 0, said.stdout
    assert " 0 broken" in said.stdout


def test_each_forbidden_import_is_named_by_its_module(copy):
    for name, (line, _) in FORBIDDEN.items():
        path = copy / "spe" / name
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")

    said = linted(copy)

    assert said.returncode == 1
    for _, arrow in FORBIDDEN.values():
        assert arrow in said.stdout, arrow
