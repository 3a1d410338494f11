"""Scripts that are no part of the package find in it what they ask for."""

import ast
import importlib
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
