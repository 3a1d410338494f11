"""kill -9 at random moments, of every command that writes: what is lost, what is half-written.

    python tests/faults/kills.py [--runs N] [--seed N] [--only COMMAND]

Each command runs on a small made-up account and is killed at a moment drawn from the
whole length of its work. Then every file must be the old one or the new one, byte for
byte; the same command, run again, must end with 0 and leave what an undisturbed run leaves.
The page of likes is killed while numbers are sent to it: what it had acknowledged must be
in the table. Ends with code 1 where anything of that fails.
"""

import argparse
import http.client
import itertools
import json
import os
import random
import re
import signal
import statistics
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from _account import ONCE, STEPS, copied, ended, killed_after, run, said, start, states

from spe.measure.table import read_features
from spe.model.fitted import FittedModel
from spe.posts import read_posts
from spe.project import Project

# Ctrl-C ends it after the kill in hand, and what was seen so far is told.
STOPPED = threading.Event()

# A count like those around it, of which the terminal asks nothing; at its last look at others, q.
BELIEVED = 70

# Seconds in which numbers are sent to the page before it is killed, at most.
TYPING = 1.0


@dataclass
class Row:
    """What came of one command's kills; `faults` are sentences on what must not be."""

    name: str
    runs: int = 0
    killed: int = 0
    typed: int = 0
    unfinished: int = 0
    faults: list[str] = field(default_factory=list)


def files(folder: Path) -> dict[str, bytes]:
    """The account's files by name, without unfinished ones, locks, SQLite's and the sheet."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.startswith(".")
        and ".sqlite3" not in path.name
        and path.name != "filled.csv"
    }


def unfinished(folder: Path) -> int:
    """How many unfinished files lie about."""
    return sum(1 for _ in folder.rglob(".spe-*.part"))


def without_times(table: bytes) -> bytes:
    """A table without the times of what was done, which no two runs share."""
    return re.sub(rb'(typed,|"started_at": ")[0-9T:+-]+', rb"\1", table)


def same(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The files in which two states of an account differ, backups by their content alone."""
    return [
        name
        for name in sorted(one.keys() | other.keys())
        if "backups" not in name
        and without_times(one.get(name, b"")) != without_times(other.get(name, b""))
    ]


def whole(folder: Path) -> None:
    """Read every table, the model and the page to their ends; raises where one is cut off."""
    project = Project(folder)
    read_posts(project.posts)
    read_features(project.features)
    FittedModel.read(project.model)
    if not project.report.read_text().rstrip().endswith("</html>"):
        raise ValueError("the report is cut off")
    for backup in project.backups.glob("posts-*.csv"):
        read_posts(backup)


def command(name: str, before: Path, after: Path, runs: int, draw: random.Random) -> Row:
    """Kill one command again and again."""
    row, words = Row(f"spe {' '.join(STEPS[name])}"), STEPS[name]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "account"
        old, new = files(before), files(after)
        lengths = []
        for _ in range(3):
            copied(before, folder)
            begun = time.monotonic()
            run(folder, *words)
            lengths.append(time.monotonic() - begun)
        length = statistics.median(lengths)
        for _ in range(runs):
            if STOPPED.is_set():
                break
            copied(before, folder)
            moment = draw.uniform(0, length)
            killed = killed_after(folder, moment, *words)
            row.runs += 1
            row.killed += killed.code == -signal.SIGKILL
            row.unfinished += unfinished(folder)
            found = files(folder)
            mixed = [
                name
                for name in sorted(old.keys() | new.keys() | found.keys())
                if "backups" not in name
                and without_times(found.get(name, b""))
                not in {without_times(old.get(name, b"")), without_times(new.get(name, b""))}
            ]
            at = f"{row.name}, killed after {moment:.3f} s"
            if mixed:
                row.faults.append(f"{at}: neither old nor new: {mixed}")
            try:
                whole(folder)
            except Exception as error:  # noqa: BLE001  (whatever it is, it is the finding)
                row.faults.append(f"{at}: not whole: {error}")
            if name in ONCE and not same(found, new):
                continue
            again = run(folder, *words)
            if again.code or (differ := same(files(folder), new)):
                row.faults.append(f"{at}: the next run: {again.code} {again.err} {differ}")
    return row


class Page:
    """The page of likes as a browser sees it."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host = parts.netloc
        self.line = http.client.HTTPConnection(self.host, timeout=10)
        answer = self._ask("GET", f"/?{parts.query}")
        self.cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
        answer.read()
        page = self._ask("GET", "/", Cookie=self.cookie).read().decode()
        self.key = re.search(r'content="([\w-]{40,})"', page)[1]  # type: ignore[index]

    def _ask(self, method: str, path: str, body: str | None = None, **headers: str):
        self.line.request(method, path, body, {"Host": self.host, **headers})
        return self.line.getresponse()

    def _post(self, path: str, value: dict[str, object]):
        origin = {"Origin": f"http://{self.host}", "X-Spe-Key": self.key, "Cookie": self.cookie}
        answer = self._ask("POST", path, json.dumps(value), **origin)
        return answer, answer.read()

    def save(self, post: str, likes: int) -> None:
        """Send a number; returns once it is acknowledged."""
        answer, told = self._post("/likes", {"id": post, "text": str(likes), "sure": True})
        if answer.status != http.HTTPStatus.OK:
            raise ValueError(json.loads(told)["error"])

    def finish(self) -> None:
        """Press Finish."""
        self._post("/finish", {})


def served(folder: Path, *words: str) -> tuple[int, str]:
    """Start the page of likes: its process and its address."""
    child = start(folder, "likes", "--no-open", *words)
    while not (found := re.search(r"http://\S+\n", said(child, "err"))):
        time.sleep(0.005)
    return child, found[0].strip()


def page(before: Path, runs: int, draw: random.Random) -> Row:
    """Kill the page of likes while numbers are typed into it."""
    row = Row("spe likes, its page")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "account"
        project = Project(folder)
        for _ in range(runs):
            if STOPPED.is_set():
                break
            copied(before, folder)
            child, address = served(folder, "--all")
            there = Page(address)
            kill = threading.Timer(draw.uniform(0, TYPING), os.kill, (child, signal.SIGKILL))
            kill.start()
            acknowledged: dict[str, int] = {}
            names = [post.id for post in read_posts(project.posts)]
            number, asked = 0, names[0]
            try:
                while True:
                    number, asked = number + 1, names[number % len(names)]
                    there.save(asked, number)
                    acknowledged[asked] = number
            except (http.client.HTTPException, ConnectionError):
                pass
            kill.join()
            killed = ended(child)
            row.runs += 1
            row.killed += killed.code == -signal.SIGKILL
            row.typed += number - 1
            row.unfinished += unfinished(folder)
            likes = {post.id: post.likes for post in read_posts(project.posts)}
            row.faults += [
                f"{row.name}: {post} has {likes[post]}, acknowledged was {told}"
                for post, told in acknowledged.items()
                if likes[post] != told and not (post == asked and likes[post] == number)
            ]
            whole(folder)
            left = [post for post in read_posts(project.posts) if post.likes is None]
            again = run(folder, "likes", "--terminal", stdin=f"{BELIEVED}\n" * len(left) + "q\n")
            if again.code or any(post.likes is None for post in read_posts(project.posts)):
                row.faults.append(f"{row.name}: the next run: {again}")
    return row


def main() -> int:
    """Print a line a command; 1 where anything was lost."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--runs", type=int, default=100, help="kills of each command")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", choices=[*STEPS, "page"], help="one command")
    options = asked.parse_args()
    rows = []
    signal.signal(signal.SIGINT, lambda *_: STOPPED.set())
    with states() as account:
        order = [*STEPS, "done"]
        for name, following in itertools.pairwise(order):
            draw = random.Random(f"{options.seed} {name}")  # noqa: S311  (moments, no secrets)
            if options.only in {None, name}:
                rows.append(command(name, account[name], account[following], options.runs, draw))
                tell(rows[-1])
            if name == "likes" and options.only in {None, "page"}:
                rows.append(page(account[name], options.runs, draw))
                tell(rows[-1])
    faults = [fault for row in rows for fault in row.faults]
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


def tell(row: Row) -> None:
    """One line of the table."""
    typed = f", {row.typed:,} numbers acknowledged" if row.typed else ""
    print(
        f"{row.name:<32} {row.runs} runs, {row.killed} killed before their end{typed}, "
        f"{row.unfinished} unfinished files left, {len(row.faults)} faults",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
