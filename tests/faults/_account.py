"""A made-up account in every state between two imports, and commands run on it as forks.

A fork of a process that has loaded spe already starts within milliseconds, so that what
befalls a command befalls its work and not its loading.
"""

import contextlib
import os
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spe import cli, demo
from spe.commands import extract, import_, likes, posts, report, score, try_
from spe.likes import server
from spe.model import accounts, fit
from spe.posts import read_posts
from spe.project import Project

# Loaded before any fork.
LOADED = (accounts, cli, demo, extract, fit, import_, likes, posts, report, score, server, try_)

# Posts of the account before, and after the second import.
BEFORE, AFTER = 24, 32

# Where what the commands say goes, on a disk that no fault befalls.
_made = tempfile.TemporaryDirectory(prefix="spe-said-")
_said: dict[int, Path] = {}

STEPS = {
    "import": ("import", "new.zip"),
    "likes": ("likes", "--csv", "filled.csv"),
    "extract": ("extract", "-j", "1"),
    "fit": ("fit",),
    "report": ("report",),
    "subjects": ("posts", "--rename-subject", "outdoors", "nature"),
    "try": ("try", "faces", "--seed", "1"),
}

# What is done once: run again after it was done, it says that there is nothing more to do.
ONCE = frozenset({"subjects", "try"})


@dataclass(frozen=True)
class Ended:
    """How a command ended: its code (-9 where it was killed), and what it said."""

    code: int
    out: str
    err: str


def start(folder: Path, *words: str, stdin: str = "") -> int:
    """Start `spe WORDS` in a folder as a fork; its process id."""
    place = Path(tempfile.mkdtemp(dir=_made.name))
    for name, text in (("in", stdin), ("out", ""), ("err", "")):
        (place / name).write_text(text)
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        _said[child] = place
        return child
    code = 99
    try:
        for number, name, mode in ((0, "in", "r"), (1, "out", "w"), (2, "err", "w")):
            with (place / name).open(mode) as file:
                os.dup2(file.fileno(), number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115  (for a life)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.chdir(folder)
        sys.argv = ["spe", *words]
        cli.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def said(child: int, stream: str) -> str:
    """What a running command has said so far, on `out` or `err`."""
    return (_said[child] / stream).read_text(errors="replace")


def ended(child: int) -> Ended:
    """Wait for a command to end."""
    _, status = os.waitpid(child, 0)
    out, err = said(child, "out"), said(child, "err")
    shutil.rmtree(_said.pop(child))
    return Ended(os.waitstatus_to_exitcode(status), out, err)


def run(folder: Path, *words: str, stdin: str = "") -> Ended:
    """Run `spe WORDS` in a folder to its end."""
    return ended(start(folder, *words, stdin=stdin))


def killed_after(folder: Path, seconds: float, *words: str) -> Ended:
    """Run `spe WORDS` and kill it after so many seconds, unless it has ended by then."""
    child = start(folder, *words)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return ended(child)


@contextlib.contextmanager
def states() -> Iterator[dict[str, Path]]:
    """The account's folder before each step, and `done`; each may be copied, none changed.

    The first posts have been taken all the way; more have come in as an archive, and their
    likes as a filled-in sheet.
    """
    with tempfile.TemporaryDirectory(prefix="spe-faults-") as made:
        top = Path(made)
        folder = top / "account"
        demo.write_account(folder, AFTER, seed=1)
        _split(folder)
        for words in (("import", "old.zip"), STEPS["extract"], STEPS["fit"], STEPS["report"]):
            _must(run(folder, *words))
        found = {}
        for name, words in STEPS.items():
            if name == "likes":
                _fill_in(folder)
            found[name] = _kept(folder, top / name)
            _must(run(folder, *words))
        found["done"] = _kept(folder, top / "done")
        yield found


def copied(state: Path, to: Path) -> Path:
    """A state of the account as a folder of its own."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(state, to)
    return to


def _kept(folder: Path, to: Path) -> Path:
    shutil.copytree(folder, to)
    return to


def _split(folder: Path) -> None:
    """The account as two archives: the posts of before, and all of them, the new without likes."""
    heading, *rows = (folder / "posts.csv").read_text().splitlines()
    late = [",".join([*row.split(",")[:2], "", *row.split(",")[3:]]) for row in rows[BEFORE:]]
    for name, chosen in (("old.zip", rows[:BEFORE]), ("new.zip", [*rows[:BEFORE], *late])):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr("posts.csv", "\n".join([heading, *chosen]) + "\n")
            for row in chosen:
                photo = row.partition(",")[0]
                archive.write(folder / photo, photo)
    (folder / "posts.csv").unlink()
    shutil.rmtree(folder / "photos")


def _fill_in(folder: Path) -> None:
    """A sheet with the likes of the new posts."""
    new = [post for post in read_posts(Project(folder).posts) if post.likes is None]
    rows = [f"#{post.id},{60 + number}" for number, post in enumerate(new)]
    (folder / "filled.csv").write_text("\n".join(["post,likes", *rows]) + "\n")


def _must(ended_: Ended) -> None:
    if ended_.code:
        raise SystemExit(f"The account could not be made: {ended_}")
