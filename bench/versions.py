"""The tests under other releases of what spe rests on, and known holes in those it pins.

    python bench/versions.py lowest [PYTEST ARGUMENTS]
    python bench/versions.py newest [PYTEST ARGUMENTS]
    python bench/versions.py audit

`lowest` installs, into an environment that is thrown away, the oldest release of each
dependency that setup.cfg allows; `newest` the newest, whatever constraints.txt says. Only
wheels are taken. Under old releases warnings that something will go away do not count: they
speak of releases that are not installed. `audit` asks the package index about holes in the
releases of constraints.txt, and fails where the index does not answer for one of them.
"""
# ruff: noqa: S603  (starts Python and its tools, with words of its own)

import configparser
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
NO_DEPRECATIONS = ("-W", "ignore::DeprecationWarning", "-W", "ignore::PendingDeprecationWarning")


def main() -> int:
    """Install, show what was installed, run; the code that the tests or the audit ended with."""
    which, *arguments = sys.argv[1:] or [""]
    if which not in {"lowest", "newest", "audit"}:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="spe-versions-") as folder:
        made = Path(folder)
        python = environment(made / "tools", "uv", "pip-audit")
        if which == "audit":
            return audit(python)
        pins = pinned(python, made, which)
        print(pins, flush=True)
        return tested(python, made, pins, which, arguments)


def environment(folder: Path, *packages: str) -> Path:
    """The Python of a new environment with these packages in it."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
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
    install = [python, "-m", "uv", "pip", "install", "--quiet", "--python", own]
    subprocess.run([*install, "--no-deps", "--only-binary", ":all:", "-r", listed], check=True)
    subprocess.run([*install, "--no-deps", "--editable", ROOT], check=True)
    words = [own, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    spared = NO_DEPRECATIONS if which == "lowest" else ()
    return subprocess.run([*words, *spared, *arguments], cwd=ROOT, check=False).returncode


def audit(python: Path) -> int:
    """What is known of the releases of constraints.txt."""
    words = ["--strict", "--no-deps", "--disable-pip", "--requirement", ROOT / "constraints.txt"]
    return subprocess.run([python, "-m", "pip_audit", *words], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
