"""A disk that is full, and one that is read-only: what every command says, and what it leaves.

    python tests/faults/disk.py [full | read-only]

The disk is a tmpfs of this process alone (a mount namespace; Linux, no root needed). For
the full one, each command is given no room at all, then more and more of what it needs.
It must then either end well, or end with one sentence that names the file, code 2, and
every file as it was; with room it must then do what an undisturbed run does. On the
read-only one the same, while the commands that only read must work. Ends with code 1 where
anything of that fails.
"""

import itertools
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from _account import ONCE, STEPS, Ended, copied, ended, run, states
from kills import Page, files, same, served, unfinished

from spe.posts import read_posts
from spe.project import Project

SHARES = (0.0, 0.1, 0.3, 0.6)
TYPED = "spe likes, its page"

# Commands beside the steps, each on the finished account.
MORE = (
    ("posts", "--exclude", "ID", "--reason", "a giveaway"),
    ("likes", "--all", "--sheet", "--no-open"),
    ("score", "--log", "--at", "2026-12-01 18:00", "drafts/"),
    ("score", "--html", "drafts.html", "drafts/"),
    ("import", "--tz", "Europe/Rome", "new.zip"),
)
READING = (
    ("posts",),
    ("posts", "--restore"),
    ("report", "--json"),
    ("score", "--json", "drafts/"),
    ("fit", "--help"),
)


def alone() -> None:
    """Go on in a mount namespace of this process's own."""
    if "SPE_OWN_MOUNTS" not in os.environ:
        words = ["unshare", "--map-root-user", "--mount", sys.executable, *sys.argv]
        os.execvpe("unshare", words, {**os.environ, "SPE_OWN_MOUNTS": "1"})  # noqa: S606, S607


def mount(*words: str) -> None:
    """Call mount or umount."""
    subprocess.run(words, check=True)


def size(folder: Path) -> int:
    """Bytes that a folder takes on a tmpfs, in pages."""
    return sum(4096 * (path.stat().st_size // 4096 + 1) for path in folder.rglob("*"))


def fill(disk: Path, room: int) -> None:
    """Leave so much room on a disk."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    state = os.statvfs(disk)
    with filler.open("wb") as file:
        left = state.f_bavail * state.f_frsize - room
        while left > 0:
            left -= file.write(b"\0" * min(left, 1 << 20))


def typed(folder: Path) -> Ended:
    """Send one number to the page of likes; what the page says of it."""
    child, address = served(folder, "--all")
    there = Page(address)
    said, code = "", 0
    try:
        there.save(read_posts(Project(folder).posts)[0].id, 77)
    except ValueError as error:
        said, code = str(error), 2
    there.finish()
    ended(child)
    return Ended(code, "", said)


def wrong(told: Ended, before: dict[str, bytes], folder: Path, *, adds: bool) -> str:
    """What is wrong with how a command failed; empty where nothing is.

    Where it `adds` files of its own beside the old, such as photos, those may be there.
    """
    after = files(folder)
    lost = [name for name in before if before[name] != after.get(name)]
    more = [] if adds else sorted(after.keys() - before.keys())
    lines = told.err.strip().splitlines()
    sentence = any("can't be written" in line for line in lines)
    ugly = any(word in told.err for word in ("Traceback", "bug in spe", "unexpected"))
    backups = [name for name in more if "backups" in name]
    if told.code == 2 and sentence and not ugly and not lost and more == backups:
        return "" if not unfinished(folder) else "an unfinished file is left"
    return f"code {told.code}, lost {lost}, more {more}, said {told.err[-400:]!r}"


def full(name: str, words: tuple[str, ...], before: Path, after: Path | None) -> Counter[str]:
    """One command on a disk with ever more room."""
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        disk = Path(made)
        reference = copied(before, disk / "reference")
        _must_end_well(_do(reference, words), name)
        need = max(size(reference) - size(before), 0) + 2 * size(reference / "reports") + 300_000
        mount("mount", "-t", "tmpfs", "-o", f"size={size(before) * 2 + need}", "tmpfs", made)
        folder = disk / "account"
        for share in SHARES:
            copied(before, folder)
            old = files(folder)
            fill(disk, int(share * need))
            first = _do(folder, words)
            (disk / "filler").unlink()
            if first.code == 0:
                told["had room"] += 1
            elif fault := wrong(first, old, folder, adds=words[:1] in {("import",), ("score",)}):
                told[f"FAULT {name} at {share:.0%}: {fault}"] += 1
            else:
                told["said so"] += 1
            done = first.code == 0 and words in [STEPS[name] for name in ONCE]
            again = first if done else _do(folder, words)
            if again.code or (after and same(files(folder), files(after))):
                told[f"FAULT {name} at {share:.0%}, with room again: {again}"] += 1
        mount("umount", "--lazy", made)
    return told


def read_only(name: str, words: tuple[str, ...], before: Path) -> Counter[str]:
    """One command on a disk that is read-only."""
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        mount("mount", "-t", "tmpfs", "tmpfs", made)
        folder = copied(before, Path(made) / "account")
        mount("mount", "--bind", str(folder), str(folder))
        mount("mount", "-o", "remount,bind,ro", str(folder))
        old = files(folder)
        done = _do(folder, words)
        reads = words in READING
        if reads and done.code == 0:
            told["works"] += 1
        elif reads:
            told[f"FAULT {name}: {done}"] += 1
        elif fault := wrong(done, old, folder, adds=False):
            told[f"FAULT {name}: {fault}"] += 1
        else:
            told["said so"] += 1
        mount("umount", "--lazy", str(folder))
        mount("umount", "--lazy", made)
    return told


def _do(folder: Path, words: tuple[str, ...]) -> Ended:
    return run(folder, *words) if words else typed(folder)


def _must_end_well(done: Ended, name: str) -> None:
    if done.code:
        raise SystemExit(f"{name} does not even work: {done}")


def main() -> int:
    """Print a line a command and disk; 1 where one lost a file, or its words."""
    alone()
    asked, faults = "".join(sys.argv[1:2]), []
    with states() as account:
        order = [*STEPS, "done"]
        cases = {
            f"spe {' '.join(STEPS[name])}": (STEPS[name], account[name], account[following])
            for name, following in itertools.pairwise(order)
        }
        cases[TYPED] = ((), account["done"], None)
        first = read_posts(Project(account["done"]).posts)[0].id
        for words in MORE:
            named = tuple(first if word == "ID" else word for word in words)
            cases[f"spe {' '.join(words)}"] = (named, account["done"], None)
        for name, (words, before, after) in cases.items() if asked != "read-only" else ():
            told = full(name, words, before, after)
            faults += [text for text in told if text.startswith("FAULT")]
            good = f"{told['said so']} said so, {told['had room']} had room"
            print(f"full       {name:<60} {good}", flush=True)
        cases |= {f"spe {' '.join(words)}": (words, account["done"], None) for words in READING}
        for name, (words, before, _) in cases.items() if asked != "full" else ():
            told = read_only(name, words, before)
            faults += [text for text in told if text.startswith("FAULT")]
            good = ", ".join(text for text in told if "FAULT" not in text)
            print(f"read-only  {name:<60} {good}", flush=True)
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
