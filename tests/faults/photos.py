"""Photos and machines that misbehave while spe measures: changed, gone, deadly, odd clocks.

    python tests/faults/photos.py [--runs N]

Ends with code 1 where anything came out otherwise than the line says.
"""

import argparse
import functools
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from spe.demo import write_account
from spe.measure import extract
from spe.measure.cache import Cache
from spe.photo.encode import encode
from spe.workers import Workers, each, time_limit

if TYPE_CHECKING:
    from collections.abc import Callable

# Photos of one folder, and seconds that an item may take here.
PHOTOS, LIMIT = 30, 3.0
SPE = (sys.executable, "-m", "spe")


def photos(folder: Path) -> list[Path]:
    """A folder of photos of noise, each its own."""
    folder.mkdir(parents=True)
    paths = []
    for number in range(PHOTOS):
        draw = np.random.default_rng(number)
        blocks = draw.integers(0, 256, (12, 16, 3), dtype=np.uint8)
        paths.append(folder / f"{number:02}.jpg")
        paths[-1].write_bytes(encode(np.asarray(Image.fromarray(blocks).resize((640, 480))), 90))
    return paths


def right(paths: list[Path]) -> dict[bytes, dict[str, float]]:
    """What each content measures to, undisturbed."""
    with extract.finder() as found:
        return {path.read_bytes(): extract.measure(path, found) for path in paths}


def swapped(folder: Path, draw: random.Random) -> list[str]:
    """Photos exchanged for one another while they are measured: no value under a wrong photo."""
    paths = photos(folder / "photos")
    expected = right(paths)
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            one, other = draw.sample(paths, 2)
            data = one.read_bytes(), other.read_bytes()
            for path, content in zip((one, other), reversed(data), strict=True):
                part = path.with_suffix(".new")
                part.write_bytes(content)
                part.replace(path)
            time.sleep(0.002)

    busy = threading.Thread(target=swap)
    busy.start()
    with Cache(folder / "cache.sqlite3", "1") as cache:
        extract.measure_all(paths, cache, Workers(1))
        stop.set()
        busy.join()
        again = extract.measure_all(paths, cache, Workers(1))
    return [
        f"{path.name} has the values of another photo"
        for path in paths
        if not _alike(again[path].known, expected[path.read_bytes()])
    ]


def vanishing(folder: Path, draw: random.Random) -> list[str]:
    """Photos cut off, deleted, and at last the whole folder, while they are measured."""
    paths = photos(folder / "photos")
    expected = right(paths)
    known = {path: expected[path.read_bytes()] for path in paths}

    def harm() -> None:
        for path in draw.sample(paths, 10):
            if draw.random() < 0.5:
                path.write_bytes(path.read_bytes()[: draw.randrange(2000)])
            else:
                path.unlink()
            time.sleep(0.03)
        shutil.rmtree(folder / "photos")

    busy = threading.Thread(target=harm)
    with Cache(folder / "cache.sqlite3", "1") as cache:
        busy.start()
        measured = extract.measure_all(paths, cache, Workers(1))
        busy.join()
    return [
        f"{path.name}: {one.problem or 'other values'}"
        for path, one in measured.items()
        if not (one.problem.startswith(f"{path.name}: ") or _alike(one.known, known[path]))
    ]


def _alike(one: object, other: object) -> bool:
    try:
        np.testing.assert_equal(dict(one), dict(other))  # type: ignore[call-overload]
    except (AssertionError, TypeError):
        return False
    return True


def work(deadly: int, hanging: int, number: int) -> int:
    """Die of one item, hang in another: natively, where no exception reaches."""
    with time_limit(LIMIT):
        if number == deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == hanging:
            # A regular expression holds Python's own lock for as long as it runs.
            import re

            re.match(r"(a|aa)+$", "a" * 60 + "b")
        return 2 * number


def deadly(_folder: Path, draw: random.Random) -> list[str]:
    """A worker that dies of one item, and one that hangs in another."""
    died, hung = draw.sample(range(40), 2)
    done = dict(each(functools.partial(work, died, hung), range(40), Workers(2)))
    expected = {number: 2 * number for number in range(40)} | {died: None, hung: None}
    return [] if done == expected else [f"{died} and {hung}: {done}"]


def orphans(folder: Path, draw: random.Random) -> list[str]:
    """Spe extract with two workers is killed: they end by themselves."""
    account = folder / "account"
    write_account(account, PHOTOS, seed=2)
    subprocess.run([*SPE, "-q", "import", "posts.csv"], cwd=account, check=True)
    words = [*SPE, "-q", "extract", "-j", "2"]
    process = subprocess.Popen(words, cwd=account, stderr=subprocess.DEVNULL)
    children: list[int] = []
    while len(children) < 3 and process.poll() is None:
        children = _children(process.pid)
    time.sleep(draw.uniform(0, 3))
    children = _children(process.pid) or children
    process.kill()
    process.wait()
    end = time.monotonic() + 20
    while (left := [child for child in children if _lives(child)]) and time.monotonic() < end:
        time.sleep(0.1)
    again = subprocess.run(words, cwd=account, check=False, capture_output=True)
    faults = [f"{len(left)} workers are left"] if left else []
    return faults if again.returncode == 0 else [*faults, again.stderr.decode()]


def _children(pid: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# Odd surroundings: names, words for the shell in which the account lives, and its folder.
# SQLite opens no path of more than 512 bytes.
DEEP = Path(*["a folder with a long name " * 4] * 4)
SURROUNDINGS: dict[str, tuple[dict[str, str | None], Path]] = {
    "spaces and Unicode in the folder": ({}, Path("Ünsere Fötos 📷 'n' \"q\" $x")),
    "a path of over 400 characters": ({}, DEEP),
    "HOME unset": ({"HOME": None}, Path("a")),
    "HOME and XDG_CACHE_HOME not to be written": (
        {"HOME": "/proc/none", "XDG_CACHE_HOME": "/proc/none", "MPLCONFIGDIR": "/proc/none"},
        Path("a"),
    ),
    "LANG=C": ({"LANG": "C", "LC_ALL": "C"}, Path("Fötos")),
    "LC_ALL=C, no UTF-8 mode": (
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        Path("a"),
    ),
    "an unknown zone in TZ": ({"TZ": "Nowhere/Land"}, Path("a")),
}


def surroundings(folder: Path, name: str, model: Path | None) -> list[str]:
    """Import, extract, fit, report and score in odd surroundings."""
    changes, inner = SURROUNDINGS[name]
    account = folder / inner
    account.mkdir(parents=True)
    write_account(account, 24, seed=3)
    here = {**os.environ, **({"SPE_FACE_MODEL": str(model)} if model else {})}
    environment = {key: value for key, value in {**here, **changes}.items() if value is not None}
    return _all_steps(account, environment, name)


def _all_steps(account: Path, environment: dict[str, str], name: str) -> list[str]:
    faults = []
    for words in (
        ("import", "posts.csv"),
        ("extract",),
        ("fit",),
        ("report",),
        ("score", "drafts/"),
    ):
        done = subprocess.run(
            [*SPE, *words], cwd=account, env=environment, check=False, capture_output=True
        )
        said = (done.stderr + done.stdout).decode(errors="replace")
        if done.returncode or "Traceback" in said:
            faults.append(f"{name}: {' '.join(words)}: {done.returncode} {said[-500:]}")
    return faults


# A library that puts the clock back or forward before any program asks for it.
CLOCK = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
static time_t shift(void) { return atol(getenv("CLOCK_SHIFT")); }
int clock_gettime(clockid_t which, struct timespec *at) {
    int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
    int said = real(which, at);
    if (which == CLOCK_REALTIME) at->tv_sec += shift();
    return said;
}
time_t time(time_t *at) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (at) *at = now.tv_sec;
    return now.tv_sec;
}
"""
YEAR = 365 * 24 * 3600


def clocks(folder: Path, years: int) -> list[str]:
    """Every step with a clock that is years out."""
    (folder / "clock.c").write_text(CLOCK)
    library = folder / "clock.so"
    words = ["cc", "-shared", "-fPIC", "-o", str(library), str(folder / "clock.c"), "-ldl"]
    subprocess.run(words, check=True)
    account = folder / "account"
    write_account(account, 24, seed=3)
    for number, path in enumerate(sorted((account / "photos").iterdir())):
        os.utime(path, (0, 0) if number % 2 else (4e9, 4e9))
    shifted = {"LD_PRELOAD": str(library), "CLOCK_SHIFT": str(years * YEAR)}
    return _all_steps(account, {**os.environ, **shifted}, f"{years:+} years")


def main() -> int:
    """Print a line a fault; 1 where one cost more than it should."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--runs", type=int, default=10, help="rounds of what is drawn at random")
    options = asked.parse_args()
    rounds: dict[str, Callable[[Path, random.Random], list[str]]] = {
        "photos exchanged while measured": swapped,
        "photos cut off, deleted, all gone": vanishing,
        "a worker dies, a worker hangs": deadly,
        "kill -9 with two workers": orphans,
    }
    faults = []
    for name, case in rounds.items():
        draw = random.Random(name)  # noqa: S311  (moments, no secrets)
        bad = 0
        for _ in range(options.runs):
            with tempfile.TemporaryDirectory() as made:
                found = case(Path(made), draw)
            bad += bool(found)
            faults += [f"{name}: {text}" for text in found]
        print(f"{name:<45} {options.runs} rounds, {bad} with a fault", flush=True)
    from spe.photo import face_model

    once: dict[str, Callable[[Path], list[str]]] = {
        name: functools.partial(surroundings, name=name, model=face_model.find(face_model.FACE))
        for name in SURROUNDINGS
    }
    once |= {
        f"a clock {years:+} years, photos of 1970 and 2096": functools.partial(clocks, years=years)
        for years in (-40, 40)
    }
    for name, one in once.items():
        with tempfile.TemporaryDirectory() as made:
            found = one(Path(made))
        faults += found
        print(f"{name:<45} 5 commands, {len(found)} with a fault", flush=True)
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
