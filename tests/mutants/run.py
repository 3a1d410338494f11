"""Put small faults into the code, one at a time, and see whether the tests notice.

    python tests/mutants/run.py                    the sample of every room, and the named faults
    python tests/mutants/run.py --room stats       one room
    python tests/mutants/run.py --named            the named faults alone
    python tests/mutants/run.py --part 0.2         a fifth of each sample

No source is written: the heavy libraries are loaded once, then each mutant lives in
a forked process, whose import system is given the changed source. First every test runs
once on the code as it is, to see which statements it reaches and how long it takes; a mutant
then meets only the tests that reach it, quickest file first. Only a test that fails has killed it:
one that ended late is counted apart, and not as killed. What was found is kept in
`.mutants_cache` for as long as the code stays the same: of a killed mutant the test file that
killed it, of one that survived those that it has met, each as it was. So a run can be stopped
and taken up again, and what is left meets only the tests that are new.
Linux and macOS only, for the fork.
"""

import argparse
import ast
import builtins
import contextlib
import functools
import hashlib
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import io
import json
import math
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))
os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
KEPT = ROOT / ".mutants_cache"
sys.pycache_prefix = str(KEPT / "bytecode")
sys.dont_write_bytecode = False  # else every mutant compiles all of spe and its tests anew

import pytest  # noqa: E402  (the same)
from _changes import Change, changes  # noqa: E402  (the path is set above)
from named import NAMED, Named  # noqa: E402

ENOUGH = 0.85


@dataclass(frozen=True)
class Room:
    """Files in which faults are put, without some, how many, and where their tests are."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]
    sample: int
    aside: tuple[str, ...] = ()


# The page is drawn of facts and words that the other tests hold already, and takes long.
REPORT = tuple(
    path.relative_to(ROOT).as_posix()
    for path in sorted((ROOT / "tests/report").glob("test_*.py"))
    if path.name != "test_page.py"
)

ROOMS = {
    # What makes up accounts for the bench is aside: its constants are choices, not answers.
    # What a coin decides is asked with the experiments.
    "stats": Room(
        ("spe/stats/*.py",),
        # Of whole fits those that are pinned, what may be claimed of them, and their edges.
        (
            "tests/stats",
            "tests/model/test_pinned.py",
            "tests/model/test_claims.py",
            "tests/model/test_fit_edges.py",
        ),
        90,
        aside=("spe/stats/randomisation.py", "spe/stats/simulate.py", "spe/stats/worlds.py"),
    ),
    "experiments": Room(
        ("spe/experiments/*.py", "spe/stats/randomisation.py"),
        ("tests/experiments", "tests/stats/test_randomisation.py"),
        90,
    ),
    "model": Room(
        ("spe/model/*.py", "spe/transforms.py"),
        ("tests/model", "tests/report/test_facts.py", "tests/test_transforms.py"),
        90,
    ),
    "drafts": Room(("spe/drafts/*.py",), ("tests/drafts", "tests/report/test_forecasts.py"), 90),
    "report facts": Room(
        (
            "spe/report/facts.py",
            "spe/report/effects.py",
            "spe/report/look.py",
            "spe/report/posting_times.py",
            "spe/report/forecasts.py",
        ),
        REPORT,
        90,
    ),
    "report words": Room(("spe/report/words/**/*.py",), REPORT, 60),
    "sources": Room(("spe/sources/*.py",), ("tests/sources",), 90),
}

# A mutant is late when it has used so many seconds of the processor, and so many times what its
# tests used before. What waits and uses none is ended by the clock, for a machine may be busy.
SLACK, PATIENCE = 20.0, 5.0
LONGEST_WAIT = 1800.0
LATE, NO_TESTS = -2, 5

PRELOADED = (
    "cv2",
    "jinja2",
    "mapie.regression",
    "matplotlib.figure",
    "numpy",
    "openpyxl",
    "pandas",
    "pillow_heif",
    "rich.console",
    "scipy.stats",
    "skimage.feature",
    "skimage.filters",
    "sklearn.covariance",
    "sklearn.gaussian_process",
    "sklearn.model_selection",
    "statsmodels.api",
    "statsmodels.stats.diagnostic",
    "statsmodels.stats.multitest",
    "statsmodels.stats.outliers_influence",
)


# A changed source in place of the file.


class _Loader(importlib.abc.InspectLoader):
    def __init__(self, path: Path, source: str | ast.Module) -> None:
        self._path, self._source = path, source

    def get_source(self, fullname: str) -> str:  # noqa: ARG002  (the loader's protocol)
        return self._path.read_text(encoding="utf-8")

    def get_code(self, fullname: str):  # noqa: ARG002  (the loader's protocol)
        return compile(self._source, str(self._path), "exec", dont_inherit=True)

    def get_filename(self, fullname: str) -> str:  # noqa: ARG002  (the loader's protocol)
        return str(self._path)


class _Finder(importlib.abc.MetaPathFinder):
    """Gives some modules of spe another source."""

    def __init__(self, source: Callable[[Path], str | ast.Module | None]) -> None:
        self._source = source

    def find_spec(self, fullname, path, target=None):  # noqa: ARG002
        if fullname.split(".", maxsplit=1)[0] != "spe":
            return None
        base = ROOT.joinpath(*fullname.split("."))
        file = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
        changed = self._source(file) if file.is_file() else None
        if changed is None:
            return None
        places = [str(base)] if base.is_dir() else None
        return importlib.util.spec_from_file_location(
            fullname, file, loader=_Loader(file, changed), submodule_search_locations=places
        )


# Which statements a test file reaches.


def _marked(path: Path) -> ast.Module:
    """A source whose statements inside functions say that they were reached."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = path.relative_to(ROOT).as_posix()
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                for field in ("body", "orelse", "finalbody"):
                    block = getattr(node, field, None)
                    if isinstance(block, list) and not getattr(node, f"_{field}_marked", False):
                        setattr(node, f"_{field}_marked", True)
                        setattr(node, field, _with_marks(block, name))
    return ast.fix_missing_locations(tree)


def _with_marks(block: Sequence[ast.stmt], name: str) -> list[ast.stmt]:
    marked: list[ast.stmt] = []
    for statement in block:
        text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not text and not hasattr(statement, "mark"):
            mark = ast.parse(f"__reached__.add(({name!r}, {statement.lineno}))")
            mark.body[0].mark = True  # type: ignore[attr-defined]
            marked.append(mark.body[0])
        marked.append(statement)
    return marked


# Processes.


@dataclass
class Running:
    """A test run in a process of its own."""

    process: int
    answer: Path
    started: float


def _start(
    tests: Sequence[str],
    finder: _Finder,
    folder: Path,
    limit: float,
    only: frozenset[str] | None = None,
) -> Running:
    handle, name = tempfile.mkstemp(dir=folder, suffix=".json")
    os.close(handle)
    started = time.monotonic()
    process = os.fork()
    if process:
        return Running(process, Path(name), started)
    code = 1
    try:
        os.setsid()
        os.chdir(ROOT)
        most = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(limit), most))
        _silence(Path(name).with_suffix(".out"))
        code = _child(tests, finder, Path(name), only)
    except BaseException:  # noqa: BLE001  (told in the log, and counted as a failure)
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _silence(log: Path) -> None:
    target = os.open(log, os.O_WRONLY | os.O_CREAT)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(target, 1)
    os.dup2(target, 2)


class _Watch:
    """Notes what each test reaches, its fixtures included, or runs only some tests."""

    def __init__(self, only: frozenset[str] | None) -> None:
        self.only = only
        self.by_test: dict[str, tuple[set[tuple[str, int]], float]] = {}
        self.by_fixture: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self.failed = ""
        self._asked: dict[str, Sequence[str]] = {}

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """Leave out what does not reach the fault; what is left runs quickest file first."""
        if self.only is not None:
            items[:] = [item for item in items if item.nodeid in self.only]

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Which test failed; it is the last one."""
        if report.failed:
            self.failed = report.nodeid

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        """A test, with all that it reaches."""
        before, builtins.__reached__ = builtins.__reached__, set()
        began = time.process_time()
        try:
            return (yield)
        finally:
            self.by_test[item.nodeid] = (builtins.__reached__, time.process_time() - began)
            self._asked[item.nodeid] = list(getattr(item, "fixturenames", ()))
            builtins.__reached__ = before

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """What a fixture reaches counts for every test that asks for it."""
        before, builtins.__reached__ = builtins.__reached__, set()
        try:
            return (yield)
        finally:
            self.by_fixture[fixturedef.argname] |= builtins.__reached__
            before |= builtins.__reached__
            builtins.__reached__ = before

    def reached(self) -> dict[str, list[tuple[str, int]]]:
        """By test, everything."""
        return {
            test: sorted(own.union(*(self.by_fixture[name] for name in self._asked[test])))
            for test, (own, _) in self.by_test.items()
        }


def _child(tests: Sequence[str], finder: _Finder, answer: Path, only: frozenset[str] | None) -> int:
    builtins.__reached__ = set()
    sys.meta_path.insert(0, finder)
    watch = _Watch(only)
    options = "-q -x --tb=line -p no:cacheprovider".split()  # noqa: SIM905
    options += ["-m", "not memory", f"--basetemp={answer.with_suffix('.d')}"]
    code = int(pytest.main([*options, *tests], plugins=[watch]))
    sys.stdout.flush()
    if only is None:
        seconds = {test: took for test, (_, took) in watch.by_test.items()}
        answer.write_text(json.dumps([watch.reached(), seconds]), encoding="utf-8")
    else:
        answer.write_text(json.dumps(watch.failed), encoding="utf-8")
    return code


def _ended(running: Running) -> int | None:
    """How it ended: pytest's code, LATE, or -1 where it died; None while it runs."""
    process, status = os.waitpid(running.process, os.WNOHANG)
    late = time.monotonic() - running.started > LONGEST_WAIT
    if not process and not late:
        return None
    if not process:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.process, signal.SIGKILL)
        os.waitpid(running.process, 0)
        return LATE
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return LATE
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else -1


def _side_by_side(
    work: Sequence[Any], start: Callable[[Any], Running], jobs: int
) -> Iterator[tuple[Any, int, Running, float]]:
    waiting, now = list(work), []
    try:
        while waiting or now:
            while waiting and len(now) < jobs:
                item = waiting.pop(0)
                now.append((item, start(item)))
            for item, running in list(now):
                if (code := _ended(running)) is not None:
                    now.remove((item, running))
                    shutil.rmtree(running.answer.with_suffix(".d"), ignore_errors=True)
                    yield item, code, running, time.monotonic() - running.started
            time.sleep(0.02)
    finally:
        for _, running in now:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.process, signal.SIGKILL)


# What is run.


@dataclass(frozen=True)
class Mutant:
    """A fault in a file, the statement it stands in, and which of its room it is."""

    room: str
    path: str
    change: Change
    place: int = 0

    @property
    def told(self) -> str:
        """Where it is, and what it does."""
        return f"{self.path}:{self.change.line}  {self.change.what}"


@dataclass(frozen=True)
class Reach:
    """By test: its seconds of the processor, and the statements in functions that it reaches."""

    seconds: Mapping[str, float]
    by_line: Mapping[tuple[str, int], frozenset[str]]
    by_file: Mapping[str, frozenset[str]]

    def tests_of(self, path: str, line: int, *, inside: bool) -> frozenset[str]:
        """The tests that reach a statement; a module's own statement all that reach the module."""
        none: frozenset[str] = frozenset()
        return self.by_line.get((path, line), none) if inside else self.by_file.get(path, none)

    def only(self, files: Sequence[str]) -> "Reach":
        """What the tests of these files reach."""
        kept = frozenset(test for test in self.seconds if _file(test) in files)
        return Reach(
            {test: took for test, took in self.seconds.items() if test in kept},
            {place: found & kept for place, found in self.by_line.items()},
            {name: found & kept for name, found in self.by_file.items()},
        )

    def files_of(self, tests: frozenset[str], path: str) -> list[str]:
        """Their files, first those that are quick for how likely they notice a fault in `path`."""
        took: dict[str, float] = defaultdict(float)
        for test in tests:
            took[_file(test)] += self.seconds[test]
        return sorted(took, key=lambda file: took[file] / _likely(file, path))


def _likely(test: str, source: str) -> float:
    """A guess of how often a test file notices a fault: that of the source first, then its room."""
    own, room = Path(source), Path(test).parent.as_posix().replace("tests", "spe", 1)
    if test == source or own.stem.strip("_") in Path(test).stem:
        return 0.7
    return 0.3 if own.parent.as_posix() == room else 0.1


def _files(patterns: Sequence[str]) -> list[str]:
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def _test_files(rooms: Sequence[Room]) -> list[str]:
    found: dict[str, None] = {}
    for room in rooms:
        for place in room.tests:
            here = ROOT / place
            files = [here] if here.is_file() else sorted(here.rglob("test_*.py"))
            found.update(dict.fromkeys(path.relative_to(ROOT).as_posix() for path in files))
        for source in _files(room.sources):
            if ">>> " in (ROOT / source).read_text(encoding="utf-8"):
                found[source] = None
    return list(found)


@functools.cache
def _state(file: str) -> str:
    """A hash of a test file and of all that it may rest on: spe, and what tests share."""
    return hashlib.sha256(
        (_code() + (ROOT / file).read_text(encoding="utf-8")).encode()
    ).hexdigest()


@functools.cache
def _code() -> str:
    state = hashlib.sha256()
    for path in sorted([*ROOT.glob("spe/**/*"), *ROOT.glob("tests/**/*")]):
        name = path.relative_to(ROOT).as_posix()
        own = path.suffix == ".pyc" or path.match("test_*.py") or name.startswith("tests/mutants/")
        if path.is_file() and not own:
            state.update(name.encode() + path.read_bytes())
    return state.hexdigest()


def _reach(rooms: Sequence[Room], folder: Path, jobs: int) -> Reach:
    sources = {ROOT / path for room in ROOMS.values() for path in _files(room.sources)}
    finder = _Finder(lambda path: _marked(path) if path in sources else None)
    seconds: dict[str, float] = {}
    by_line: dict[tuple[str, int], set[str]] = defaultdict(set)
    by_file: dict[str, set[str]] = defaultdict(set)
    tests = _test_files(rooms)
    kept = {file: KEPT / "reach" / f"{_state(file)}.json" for file in tests}
    for file, code, running, _ in _side_by_side(
        [file for file in tests if not kept[file].is_file()],
        lambda file: _start([file], finder, folder, 900),
        jobs,
    ):
        if code not in {0, NO_TESTS}:
            log = running.answer.with_suffix(".out").read_text(errors="replace")
            sys.exit(f"{file} fails on the code as it is:\n{log[-2000:]}")
        kept[file].parent.mkdir(parents=True, exist_ok=True)
        shutil.move(running.answer, kept[file])
    for file in tests:
        reached, took = json.loads(kept[file].read_text())
        seconds |= took
        for test, lines in reached.items():
            for name, line in lines:
                by_line[name, line].add(test)
                by_file[name].add(test)
    return Reach(
        seconds,
        {place: frozenset(found) for place, found in by_line.items()},
        {name: frozenset(found) for name, found in by_file.items()},
    )


def _mutants(name: str, room: Room, reach: Reach, part: float) -> tuple[list[Mutant], int]:
    """The sample of a room, and how many there are to draw from."""
    found = []
    for path in _files(room.sources):
        if path in room.aside:
            continue
        inside = _inside(path)
        found += [
            Mutant(name, path, change)
            for change in changes((ROOT / path).read_text(encoding="utf-8"), path)
            if reach.tests_of(path, change.statement, inside=change.statement in inside)
        ]
    found.sort(key=lambda mutant: mutant.change.key)
    drawn = found[: max(1, round(part * room.sample))]
    return [replace(mutant, place=place) for place, mutant in enumerate(drawn)], len(found)


@functools.cache
def _tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


@functools.cache
def _inside(path: str) -> frozenset[int]:
    """The lines of statements inside functions; the others run when the module is loaded."""
    return frozenset(
        node.lineno
        for function in ast.walk(_tree(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in function.body
        for node in ast.walk(statement)
        if isinstance(node, ast.stmt)
    )


def _named(chosen: Sequence[Named]) -> list[Mutant]:
    """The named faults; one whose text is gone, or stands twice, ends the run."""
    sources = {path: (ROOT / path).read_text(encoding="utf-8") for path in _files(["spe/**/*.py"])}
    mutants, lost = [], []
    for item in chosen:
        places = [path for path, source in sources.items() if item.before in source]
        if len(places) != 1 or sources[places[0]].count(item.before) != 1:
            lost.append(f"{item.what}: {item.before!r} stands in {places or 'no file'}")
            continue
        source = sources[places[0]]
        line = source[: source.index(item.before)].count("\n") + 1
        changed = source.replace(item.before, item.after)
        change = Change(line, line, item.what, "", functools.partial(str, changed))
        mutants.append(Mutant("named", places[0], change, len(mutants)))
    if lost:
        sys.exit("Named faults that do not fit the code any more:\n" + "\n".join(lost))
    return mutants


def _tests_for(mutant: Mutant, reach: Reach) -> frozenset[str]:
    line = mutant.change.statement
    statements = [
        node.lineno
        for node in ast.walk(_tree(mutant.path))
        if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or node.lineno)
    ]
    at = max(statements, default=line)
    tests = reach.tests_of(mutant.path, at, inside=at in _inside(mutant.path))
    return tests or reach.tests_of(mutant.path, at, inside=False)


def main() -> int:
    """Run, print the survivors, and judge."""
    asked = _arguments()
    rooms = {name: ROOMS[name] for name in asked.room or ROOMS}
    for name in PRELOADED:
        with contextlib.suppress(ImportError), contextlib.redirect_stderr(io.StringIO()):
            importlib.import_module(name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        began = time.monotonic()
        reach = _reach(list(rooms.values()), folder, asked.jobs)
        # A fault meets the tests of its own room.
        own = {room: reach.only(_test_files([what])) for room, what in rooms.items()}
        reaches = {
            path: own[room]
            for room, what in rooms.items()
            for path in _files(what.sources)
            if path not in what.aside
        }
        took = time.monotonic() - began
        print(f"{len(reach.seconds)} tests pass on the code as it is, {took:.0f} s", flush=True)
        mutants: list[Mutant] = []
        if not asked.named:
            for room, what in rooms.items():
                drawn, of = _mutants(room, what, own[room], asked.part)
                print(f"{room}: {len(drawn)} of {of} possible faults", flush=True)
                mutants += drawn
        mutants += [item for item in _named(NAMED) if item.path in reaches]
        # In turn, so that a run that is stopped has seen as much of each room.
        mutants.sort(key=lambda mutant: mutant.place)
        return _judge(mutants, reaches, folder, asked.jobs, time.monotonic() - began)


def _judge(
    mutants: Sequence[Mutant],
    reaches: Mapping[str, Reach],
    folder: Path,
    jobs: int,
    spent: float,
) -> int:
    def start(item: tuple[Mutant, list[str]]) -> Running:
        mutant, files = item
        reach = reaches[mutant.path]
        tests = frozenset(test for test in _tests_for(mutant, reach) if _file(test) in files)
        limit = SLACK + PATIENCE * sum(reach.seconds[test] for test in tests)
        finder = _Finder(lambda path: mutant.change.source if path == ROOT / mutant.path else None)
        return _start(files, finder, folder, limit, tests)

    began = time.monotonic()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    left = []
    for mutant in mutants:
        reach = reaches[mutant.path]
        files = reach.files_of(_tests_for(mutant, reach), mutant.path)
        memory = _memory(mutant)
        if memory.killer(files):
            found[mutant.room]["killed"] += 1
        elif new := memory.not_met(files):
            left.append((mutant, new))
        else:
            found[mutant.room]["survived"] += 1
            print(f"survived  {mutant.told}", flush=True)
    done = 0
    with contextlib.suppress(KeyboardInterrupt):
        for (mutant, files), code, running, took in _side_by_side(left, start, jobs):
            how = {0: "survived", NO_TESTS: "survived", LATE: "late"}.get(code, "killed")
            found[mutant.room][how] += 1
            done += 1
            _memory(mutant).keep(how, files, _failed(running))
            if how != "killed":
                print(f"{how:9} {mutant.told}  ({took:.0f} s)", flush=True)
    good = _told(found) and done == len(left)
    minutes = (spent + time.monotonic() - began) / 60
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    core = (used.ru_utime + used.ru_stime + time.process_time()) / 60
    print(
        f"{minutes:.0f} minutes, in which a core would have been busy for {core:.0f}; "
        f"{done} of {len(left)} faults run, the others known from before"
    )
    return 0 if good else 1


def _told(found: Mapping[str, Counter[str]]) -> bool:
    """A line a room, and whether each of them has enough killed, and the named faults all."""
    good = True
    print()
    for room, how in found.items():
        count = how.total()
        enough = how["killed"] >= (1 if room == "named" else ENOUGH) * count
        good = good and enough
        print(
            f"{room:14} {how['killed']:4} of {count:4} killed, {how['killed'] / count:.1%}; "
            f"{how['survived']} survived, {how['late']} late{'' if enough else ': too few killed'}"
        )
    return good


def _file(test: str) -> str:
    return test.split("::", maxsplit=1)[0]


def _failed(running: Running) -> str | None:
    """The file of the test that failed; none where the process died, or a file did not load."""
    answer = running.answer.read_text(encoding="utf-8")
    return _file(json.loads(answer)) if answer else None


@dataclass(frozen=True)
class Memory:
    """What is known of a mutant from before, each with the test files as they were then."""

    folder: Path
    name: str

    def killer(self, files: Sequence[str]) -> bool:
        """Whether what killed it is all still there, unchanged."""
        before = self._read("killed")
        return bool(before) and all(
            file in files and _state(file) == state for file, state in before.items()
        )

    def not_met(self, files: Sequence[str]) -> list[str]:
        """The test files that it has not survived yet."""
        met = self._read("survived")
        return [file for file in files if met.get(file) != _state(file)]

    def keep(self, how: str, files: Sequence[str], failed: str | None) -> None:
        """Note what killed it, or, beside those of before, what it survived."""
        if how == "killed":
            self._write(how, {file: _state(file) for file in ([failed] if failed else files)})
        elif how == "survived":
            self._write(how, self._read(how) | {file: _state(file) for file in files})

    def _read(self, how: str) -> dict[str, str]:
        path = self.folder / how / self.name
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    def _write(self, how: str, what: Mapping[str, str]) -> None:
        path = self.folder / how / self.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(what), encoding="utf-8")


def _memory(mutant: Mutant) -> Memory:
    name = hashlib.sha256((mutant.path + mutant.change.source).encode()).hexdigest()
    return Memory(KEPT, f"{name}.json")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--room", action="append", choices=ROOMS, help="only this room")
    parser.add_argument("--named", action="store_true", help="only the named faults")
    parser.add_argument("--part", type=float, default=1.0, help="share of each sample")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
