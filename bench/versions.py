"""The tests under other releases of what spe rests on, and known holes in those it pins.

    python bench/versions.py lowest [PYTEST ARGUMENTS]
    python bench/versions.py newest [PYTEST ARGUMENTS]
    python bench/versions.py pythons [PYTEST ARGUMENTS]
    python bench/versions.py newest-python [PYTEST ARGUMENTS]
    python bench/versions.py audit

`lowest` installs, into an environment that is thrown away, the oldest release of each
dependency that setup.cfg allows; `newest` the newest, whatever constraints.txt says. Only
wheels are taken. Under old releases warnings that something will go away do not count: they
speak of releases that are not installed. `pythons` runs the tests, with what constraints.txt
pins, on every Python that setup.cfg names but the one that runs this; `newest-python` on the
newest of them that is to be had. An interpreter is one that is here, also pyenv's, or one
that uv brings; which ran, and which could not be had, is said at the end. `audit` asks the
package index about holes in the releases of constraints.txt, and fails where the index does
not answer for one of them.
"""
# ruff: noqa: S603  (starts Python and its tools, with words of its own)

import configparser
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Many tests start a Python of their own: compiled once, not by each of them.
INSTALL = ("pip", "install", "--quiet", "--compile-bytecode")
# As in `make test`.
ON_EVERY_CORE = ("-n", "logical", "--dist", "worksteal")
NO_DEPRECATIONS = ("-W", "ignore::DeprecationWarning", "-W", "ignore::PendingDeprecationWarning")


def main() -> int:
    """Install, show what was installed, run; the code that the tests or the audit ended with."""
    which, *arguments = sys.argv[1:] or [""]
    if which not in {"lowest", "newest", "pythons", "newest-python", "audit"}:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="spe-versions-") as folder:
        made = Path(folder)
        python = environment(made / "tools", "uv", *(["pip-audit"] if which == "audit" else []))
        if which == "audit":
            return audit(python)
        if which.endswith(("pythons", "-python")):
            return on_pythons(python, made, arguments, one=which == "newest-python")
        pins = pinned(python, made, which)
        print(pins, flush=True)
        return tested(python, made, pins, which, arguments)


def environment(folder: Path, *packages: str, by: str | Path = sys.executable) -> Path:
    """The Python of a new environment with these packages in it, made by an interpreter."""
    subprocess.run([by, "-m", "venv", folder], check=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if packages:
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return python


def requirements() -> str:
    """What setup.cfg asks for, to run spe and its tests, a line each."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    return setup["options"]["install_requires"] + setup["options.extras_require"]["test"]


def pinned(python: Path, folder: Path, which: str) -> str:
    """One release of each package, all of which go together; lowest: of those in setup.cfg."""
    asked = folder / "asked.txt"
    asked.write_text(requirements(), encoding="utf-8")
    resolution = "lowest-direct" if which == "lowest" else "highest"
    words = ["pip", "compile", asked, "--resolution", resolution, "--only-binary", ":all:"]
    plain = ["--quiet", "--no-header", "--no-annotate", "--python", sys.executable]
    done = subprocess.run(
        [python, "-m", "uv", *words, *plain], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def tested(python: Path, folder: Path, pins: str, which: str, arguments: list[str]) -> int:
    """The tests, on exactly these releases."""
    listed = folder / "pins.txt"
    listed.write_text(pins, encoding="utf-8")
    own = environment(folder / "own")
    install = [python, "-m", "uv", *INSTALL, "--python", own]
    subprocess.run([*install, "--no-deps", "--only-binary", ":all:", "-r", listed], check=True)
    subprocess.run([*install, "--no-deps", "--editable", ROOT], check=True)
    words = [own, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ON_EVERY_CORE]
    spared = NO_DEPRECATIONS if which == "lowest" else ()
    return subprocess.run([*words, *spared, *arguments], cwd=ROOT, check=False).returncode


def promised() -> list[str]:
    """The Pythons that setup.cfg names, oldest first, such as 3.11."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    named = re.findall(r":: (3\.\d+)$", setup["metadata"]["classifiers"], re.MULTILINE)
    return sorted(named, key=lambda version: int(version.partition(".")[2]))


def interpreter(tools: Path, version: str) -> str | None:
    """A Python of a version: one that is here, else one that uv brings; None without either."""
    pyenv = Path.home() / ".pyenv" / "versions"
    for found in (shutil.which(f"python{version}"), *pyenv.glob(f"{version}.*/bin/python")):
        if found is not None and _is(version, found):
            return str(found)
    uv = [tools, "-m", "uv", "python"]
    subprocess.run([*uv, "install", "--quiet", version], check=False, stderr=subprocess.DEVNULL)
    asked = subprocess.run(
        [*uv, "find", "--quiet", version], check=False, capture_output=True, text=True
    )
    found = asked.stdout.strip()
    return found if found and _is(version, found) else None


def _is(version: str, python: str | Path) -> bool:
    """Whether an interpreter starts and is of this version, which a shim of pyenv's may not be."""
    code = "import sys; print(*sys.version_info[:2], sep='.')"
    ran = subprocess.run([python, "-c", code], check=False, capture_output=True, text=True)
    return ran.stdout.strip() == version


def on_pythons(tools: Path, folder: Path, arguments: list[str], *, one: bool) -> int:
    """The tests on other Pythons than this one: on all that are promised, or the newest to be had.

    Returns:
        1 where they failed on one of them, or where of all there was none to run them on.
    """
    this = f"{sys.version_info.major}.{sys.version_info.minor}"
    said = {}
    for version in reversed(promised()):
        if version == this:
            continue
        if (python := interpreter(tools, version)) is None:
            said[version] = "not to be had here"
            continue
        print(f"The tests on Python {version}:", flush=True)
        own = environment(folder / version, by=python)
        install = [tools, "-m", "uv", *INSTALL, "--python", own]
        pins = ["--constraint", ROOT / "constraints.txt"]
        subprocess.run([*install, *pins, "--editable", f"{ROOT}[test,lint]"], check=True)
        words = [own, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ON_EVERY_CORE, *arguments]
        failed = subprocess.run(words, cwd=ROOT, check=False).returncode
        said[version] = "failed" if failed else "passed"
        if one:
            break
    for version, outcome in said.items():
        print(f"Python {version}: {outcome}", file=sys.stderr)
    none_ran = not one and "passed" not in said.values()
    return int("failed" in said.values() or none_ran)


def audit(python: Path) -> int:
    """What is known of the releases of constraints.txt."""
    words = ["--strict", "--no-deps", "--disable-pip", "--requirement", ROOT / "constraints.txt"]
    return subprocess.run([python, "-m", "pip_audit", *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
