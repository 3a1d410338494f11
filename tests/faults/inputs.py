"""Hostile input: files made to break whoever reads them, through spe as a person runs it.

    python tests/faults/inputs.py [bombs] [archives] [photos] [parts] [exports]
                                  [--count N] [--seed N]

`bombs` are small files that claim, or unpack to, a great deal, and files that are no photos.
Each goes through `spe extract`, `spe score` and `spe import`, a process a time. `archives`
are the same of exports, for `spe import`. `photos` are mutants of good photos, measured
whole, faces and all; `parts` are mutants of each format of which segments, chunks or boxes are
swapped, dropped, resized or cut off; `exports` are mutants of every kind of export, imported.
Mutants run in spe's own workers: where native code dies or hangs for a minute the process is
replaced, and its mutant is told. All are made up on the spot.
Ends with code 1 where anything unforeseen happened.
"""

import argparse
import faulthandler
import functools
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import _hostile  # noqa: E402  (after the path is set)
import _segments  # noqa: E402

from spe.errors import PhotoError, SpeError  # noqa: E402
from spe.measure import extract  # noqa: E402
from spe.project import Project  # noqa: E402
from spe.sources import DatesUnclear, ReadOptions, Store, gather, read_sources  # noqa: E402
from spe.workers import Workers, each  # noqa: E402
from tests.sources import made_exports  # noqa: E402

# Seconds of processor time that one file may take, and seconds after which a mutant hangs.
MOST_SECONDS = 10
HANGS = 60

# MB that a process which measures photos, and its models, may take.
MOST_MEMORY = 600

SPE = (sys.executable, "-m", "spe", "-q")


@dataclass(frozen=True)
class Ended:
    """How a process ended: its code, processor seconds, peak memory in MB, what it said."""

    code: int
    seconds: float
    memory: float
    said: str


@dataclass(frozen=True)
class Outcome:
    """What came of one mutant: how it ended, processor seconds, the process's peak in MB."""

    ended: str
    seconds: float
    memory: float
    unforeseen: str = ""


def main() -> int:
    """Run what is asked for; 1 where something unforeseen happened."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="bombs|archives|photos|parts|exports")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    runs = {
        "bombs": functools.partial(bombs, "files", ("extract", "score", "import")),
        "archives": functools.partial(bombs, "archives", ("import",)),
        "photos": lambda: mutants("photos", mutated_photo, chosen.count, chosen.seed),
        "parts": lambda: max(
            mutants(
                f"{kind} files by their parts",
                functools.partial(mutated_parts, kind),
                chosen.count,
                chosen.seed,
            )
            for kind in _segments.PARTS
        ),
        "exports": lambda: mutants("exports", mutated_export, chosen.count, chosen.seed),
    }
    if unknown := set(chosen.parts) - set(runs):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    return max(runs[part]() for part in chosen.parts or runs)


# Files that claim too much, or are no photos.


def bombs(kind: str, commands: tuple[str, ...]) -> int:
    """A line a file: what each command made of it."""
    bad = 0
    print(
        f"{'file':<24} {'on disk':>10}  "
        + "  ".join(f"{name:>7} code, CPU s, MB" for name in commands)
    )
    with tempfile.TemporaryDirectory(prefix="spe-faults-") as made:
        folder = Path(made)
        account = _account(folder / "account") if "score" in commands else folder
        most: Counter[str] = Counter()
        for path in _files(folder / "files", kind):
            name, data = path.name, path.read_bytes()
            cells, said = [], set()
            for command in commands:
                ended = _spe(command, name, data, account, folder)
                foreseen = ended.code in {0, 2, 3} and "unexpected" not in ended.said
                bad += not foreseen or ended.seconds > MOST_SECONDS or "Traceback" in ended.said
                most["seconds"] = max(most["seconds"], ended.seconds)
                most["memory"] = max(most["memory"], ended.memory)
                cells.append(f"{ended.code:>7}, {ended.seconds:6.1f}, {ended.memory:5.0f}")
                said |= {
                    line for line in ended.said.splitlines() if line.startswith(("!", "Error"))
                }
            print(f"{name:<24} {len(data):>10,}  {'  '.join(cells)}")
            for line in sorted(said):
                print(f"    {line[:150]}")
            sys.stdout.flush()
    print(
        f"most processor time {most['seconds']:.1f} s, most memory {most['memory']:.0f} MB, "
        f"unforeseen {bad}"
    )
    return int(bad > 0)


def _files(folder: Path, kind: str) -> list[Path]:
    """The files, in the order they were made in.

    Another process makes them: the peak memory that the system tells of a process begins
    with that of the one which started it.
    """
    subprocess.run([sys.executable, _hostile.__file__, kind, folder], check=True)
    return sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)


def _account(folder: Path) -> Path:
    """A made-up account with a model, to score under."""
    _run("-C", str(folder.parent), "demo", "--posts", "24", "--out", str(folder))
    return folder


def _spe(command: str, name: str, data: bytes, account: Path, folder: Path) -> Ended:
    """Give one command the file, in a place of its own; `import` is handed a good photo, too."""
    with tempfile.TemporaryDirectory(dir=folder) as made:
        place = Path(made) / name
        place.write_bytes(data)
        if command == "import":
            (Path(made) / "good").mkdir()
            (Path(made) / "good" / "good.jpg").write_bytes(made_exports.photo(1))
            sources = (str(place), str(Path(made) / "good"))
            return _run("-C", str(folder / "empty"), "import", "--dry-run", *sources)
        if command == "extract":
            return _run("-C", made, "extract", "--force", str(place))
        return _run("-C", str(account), "score", str(place))


def _run(*words: str) -> Ended:
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen([*SPE, *words], stdout=said, stderr=said, cwd=ROOT) as process,
    ):
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    return Ended(process.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)


# Mutants.


def mutants(kind: str, work: Callable[[int, int], Outcome], count: int, seed: int) -> int:
    """Work on so many mutants in two processes, and print what came of them."""
    start = time.monotonic()
    ended: Counter[str] = Counter()
    unforeseen: Counter[str] = Counter()
    slowest, memory = (0.0, -1), 0.0
    for number, outcome in each(functools.partial(work, seed), range(count), Workers(2)):
        if outcome is None:
            unforeseen[f"the process died or hung for {HANGS} s: number {number}"] += 1
            continue
        ended[outcome.ended] += 1
        slowest = max(slowest, (outcome.seconds, number))
        memory = max(memory, outcome.memory)
        if outcome.unforeseen:
            unforeseen[f"{outcome.unforeseen}, first number {number}"] += 1
    print(f"{count:,} mutated {kind}, seed {seed}, {time.monotonic() - start:.0f} s of clock")
    for name, times in ended.most_common(20):
        print(f"  {times:>7,}  {name}")
    print(f"  slowest {slowest[0]:.2f} s of processor time (number {slowest[1]})")
    print(f"  most memory of a process {memory:.0f} MB")
    print(f"  unforeseen {unforeseen.total()}")
    for name, times in unforeseen.most_common():
        print(f"  {times:>7,}  {name}")
    bad = unforeseen.total() or slowest[0] > MOST_SECONDS or memory > MOST_MEMORY
    return int(bad)


def _timed(work: Callable[[], str], foreseen: tuple[type[Exception], ...]) -> Outcome:
    """Do one piece of work under watch; a hang ends the process, and so is seen from outside."""
    faulthandler.dump_traceback_later(HANGS, exit=True)
    start = time.process_time()
    wrong = ""
    try:
        ended = work()
    except foreseen as error:
        ended = f"{type(error).__name__}: {_kind(str(error))}"
    except Exception as error:  # noqa: BLE001  (what is unforeseen is what is looked for)
        at = traceback.extract_tb(error.__traceback__)[-1]
        ended = "unforeseen"
        wrong = f"{type(error).__name__}: {str(error)[:100]} ({Path(at.filename).name}:{at.lineno})"
    finally:
        faulthandler.cancel_dump_traceback_later()
    used = time.process_time() - start
    return Outcome(ended, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, wrong)


def _kind(said: str) -> str:
    """A sentence without the name before it and the figures in it."""
    first = said.partition("\n")[0]
    _, _, rest = first.partition(": ")
    return re.sub(r"\d+", "#", rest or first)[:70]


@functools.cache
def _photos() -> tuple[bytes, ...]:
    return tuple(_hostile.good_photos())


def mutated_photo(seed: int, number: int) -> Outcome:
    """Measure one mutant as `spe extract` does, faces and all."""
    draw = random.Random(f"{seed} photo {number}")  # noqa: S311  (a bench, not a secret)
    data = _hostile.mutated(draw, _photos())
    finder = extract._own_finder()

    def work() -> str:
        extract.measure(data, finder, f"{number}.jpg")
        return "measured"

    return _timed(work, (PhotoError,))


@functools.cache
def _photos_of(kind: str) -> tuple[bytes, ...]:
    return tuple(data for data in _photos() if _segments.kind_of(data) == kind)


def mutated_parts(kind: str, seed: int, number: int) -> Outcome:
    """Measure one mutant of a format as `spe extract` does, faces and all."""
    draw = random.Random(f"{seed} {kind} {number}")  # noqa: S311  (a bench, not a secret)
    data = _segments.mutated(draw, kind, _photos_of(kind))
    finder = extract._own_finder()

    def work() -> str:
        extract.measure(data, finder, f"{number}.jpg")
        return "measured"

    return _timed(work, (PhotoError,))


@functools.cache
def _exports() -> tuple[dict[str, bytes], ...]:
    return tuple(_hostile.good_exports())


def mutated_export(seed: int, number: int) -> Outcome:
    """Import one mutant as `spe import` does, from a folder, a file or a zip."""
    draw = random.Random(f"{seed} export {number}")  # noqa: S311
    with tempfile.TemporaryDirectory(prefix="spe-mutant-") as made:
        folder = Path(made)
        path = _hostile.mutated_export(draw, _exports(), folder)

        def work() -> str:
            try:
                readings, failed = read_sources([path], ReadOptions())
            except DatesUnclear:
                return "asks how dates are meant"
            unforeseen = [error for error in failed if not isinstance(error, SpeError)]
            if unforeseen:
                raise unforeseen[0]
            result = gather([], readings, Store(Project(folder / "project")))
            for post in result.posts:
                post.id.encode()
                post.caption.encode()
            kind = readings[0].source if readings else f"refused: {_kind(str(failed[0]))}"
            return f"{kind}, posts" if result.posts else f"{kind}, none" if readings else kind

        return _timed(work, (SpeError,))


if __name__ == "__main__":
    sys.exit(main())
