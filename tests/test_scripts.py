"""Scripts that are no part of the package find in it what they ask for."""

import ast
import importlib
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("bench", "tests/faults", "tests/mutants")
    for path in (ROOT / folder).glob("*.py")
)


def is_there(module, name):
    """Whether a module has something of this name, be it a module of its own."""
    if hasattr(importlib.import_module(module), name):
        return True
    try:
        importlib.import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_imports_nothing_that_spe_has_not(script):
    tree = ast.parse((ROOT / script).read_text(encoding="utf-8"))
    asked = [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "spe"
        for alias in node.names
    ]

    assert [name for name in asked if not is_there(*name)] == []


def test_without_a_browser_the_card_is_taken_and_a_sentence_says_what_is_missing(
    monkeypatch, capsys
):
    spec = importlib.util.spec_from_file_location("pictures", ROOT / "bench" / "pictures.py")
    pictures = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pictures)
    kept = []
    monkeypatch.setattr(pictures, "run", lambda *_: None)
    monkeypatch.setattr(pictures, "keep", lambda _, name, _width: kept.append(name))
    monkeypatch.setattr(pictures, "browser", lambda: None)
    monkeypatch.setattr("sys.argv", ["pictures.py", "demo"])

    code = pictures.main()

    assert code == 3
    assert kept == ["card.png"]
    assert capsys.readouterr().err.count(".") == 1


def test_every_post_of_a_benchs_account_is_learnt_from(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "bench")
    stats = importlib.import_module("stats")

    model = stats.fitted(stats.simulate.account(stats.COLUMNS, 60, 1, "sparse"))

    assert model.n_posts == 60
    assert model.left_out == ()
