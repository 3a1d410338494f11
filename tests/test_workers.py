import functools
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from spe.errors import NotReadyError
from spe.workers import Workers, each, time_limit


def double(number):
    return 2 * number


def die_of(deadly, number):
    if number == deadly:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def die_once(mark, number):
    """Take the process down at 5, the first time only."""
    if number == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def hang_in(deadly, number):
    """Hang at one number in code that holds the interpreter's lock."""
    with time_limit(2):
        if number == deadly:
            re.match("(a|aa)+$", "a" * 60 + "b")
    return 2 * number


def numbered(folder, number):
    time.sleep(0.05)
    (folder / str(number)).touch()
    return number


def mark(folder, number):
    (folder / f"worker.{os.getpid()}").touch()
    time.sleep(0.05)
    return number


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


EXPECTED = {number: 2 * number for number in range(20)}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A Dask scheduler and two worker processes on loopback; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("dask")
    address = f"tcp://127.0.0.1:{port}"
    log = (folder / "log").open("wb")
    dask = [sys.executable, "-m", "dask"]
    places = os.pathsep.join(path for path in sys.path if path)
    start = functools.partial(
        subprocess.Popen,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": places},
        stdout=log,
        stderr=log,
    )
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", str(port)]
    started = [start([*dask, *scheduler, "--no-dashboard"])]
    worker = ["worker", address, "--nthreads", "1", "--no-dashboard"]
    started += [start([*dask, *worker]) for _ in range(2)]
    yield address
    for process in reversed(started):
        process.terminate()
        process.wait()
    log.close()


def test_every_item_is_worked_on_once():
    assert dict(each(double, range(20), Workers(2))) == EXPECTED


def test_an_item_that_kills_its_process_is_named_and_the_others_are_not_lost():
    result = dict(each(functools.partial(die_of, 7), range(20), Workers(2)))

    assert result == {**EXPECTED, 7: None}


def test_an_item_that_hangs_is_named_and_the_others_are_not_lost():
    result = dict(each(functools.partial(hang_in, 3), range(6), Workers(2)))

    assert result == {number: None if number == 3 else 2 * number for number in range(6)}


def test_workers_end_when_their_parent_is_killed(tmp_path):
    code = (
        "import functools, pathlib, sys\nfrom tests.test_workers import mark\n"
        "from spe.workers import Workers, each\n"
        "if __name__ == '__main__':\n"
        "    work = functools.partial(mark, pathlib.Path(sys.argv[1]))\n"
        "    for one in each(work, range(10_000), Workers(2)):\n        print(flush=True)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code)
    root = str(Path(__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
    ) as process:
        process.stdout.readline()
        process.kill()
    workers = [int(path.suffix[1:]) for path in tmp_path.glob("worker.*")]

    assert workers
    while any(lives(worker) for worker in workers):
        time.sleep(0.05)


def test_a_process_that_dies_by_chance_loses_nothing(tmp_path):
    result = dict(each(functools.partial(die_once, tmp_path / "mark"), range(20), Workers(2)))

    assert result == EXPECTED


def test_stopping_leaves_what_was_not_begun_alone(tmp_path):
    results = each(functools.partial(numbered, tmp_path), range(200), Workers(2))
    next(results)

    results.close()

    assert len(list(tmp_path.iterdir())) < 20


def test_a_cluster_gives_the_same(cluster):
    assert dict(each(double, range(20), Workers(scheduler=cluster))) == EXPECTED


def test_a_clusters_worker_that_dies_by_chance_loses_nothing(cluster, tmp_path):
    work = functools.partial(die_once, tmp_path / "mark")

    assert dict(each(work, range(20), Workers(scheduler=cluster))) == EXPECTED


def test_an_item_that_kills_a_clusters_workers_is_named(cluster):
    work = functools.partial(die_of, 7)

    assert dict(each(work, range(20), Workers(scheduler=cluster))) == {**EXPECTED, 7: None}


def test_a_scheduler_that_does_not_answer_is_said():
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}):
        results = each(double, [1], Workers(scheduler="tcp://127.0.0.1:9"))
        with pytest.raises(NotReadyError, match="dask scheduler"):
            next(results)


def test_a_scheduler_that_wants_a_certificate_says_so_at_once():
    with pytest.raises(NotReadyError, match="DASK_DISTRIBUTED__COMM__TLS__CA_FILE"):
        next(each(double, [1], Workers(scheduler="tls://127.0.0.1:9")))


def test_dask_that_is_not_installed_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(NotReadyError, match=r"social-performance-estimator\[dask\]"):
        next(each(double, [1], Workers(scheduler="tcp://127.0.0.1:9")))


def test_spe_starts_without_anything_of_clusters_or_addresses():
    code = (
        "import sys, spe.commands.extract, spe.measure.extract; "
        "print(*{'dask', 'distributed', 'fsspec', 'pyarrow', 'pandas'} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )

    assert done.stdout.strip() == ""
