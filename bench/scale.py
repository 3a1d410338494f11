"""What it takes to measure more photos than one machine can: a cluster, storage, accounts.

Starts a real Dask scheduler and worker processes on loopback, and an S3 server if moto and
s3fs are installed. Writes docs/scale.md.

    python bench/scale.py [--photos 300] [--accounts 6]
"""
# ruff: noqa: S603  (starts Python itself, with words of its own)

import argparse
import contextlib
import importlib.util
import os
import platform
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
from speed import DOCS, Run, account, make_photos, spe

from spe.posts import read_posts, write_posts

HERE = "127.0.0.1"


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--accounts", type=int, default=6)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="spe-bench-") as folder:
        root = Path(folder)
        photos = make_photos(root)
        project = account(root, photos["1080 x 1350"], chosen.photos)
        facts = {
            "photos": chosen.photos,
            "alone": extracted(project, "-j", "1"),
            "large": extracted(account(root / "large", photos["12 megapixel"], 60), "-j", "1").cpu
            / 60,
        }
        table = (project / "data" / "features.csv").read_bytes()
        facts["one"], facts["two"] = throughput(project)
        facts["same"] = (project / "data" / "features.csv").read_bytes() == table
        facts |= killed(project, chosen.photos, table)
        facts |= on_s3(root, project, table)
        facts |= sizes(project, chosen.photos)
        facts |= accounts(root, photos["1080 x 1350"], chosen.accounts)
    page = written(facts)
    (DOCS / "scale.md").write_text(page, encoding="utf-8")
    print(page)


def extracted(project: Path, *options: str) -> Run:
    """Measure a project whose photos nobody has measured yet."""
    for path in (project / "data").glob("measured.*"):
        path.unlink()
    run = spe(project, "extract", *options)
    print(options, run, flush=True)
    return run


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler with workers of one thread each; its address and the worker processes."""
    address = f"tcp://{HERE}:{free_port()}"
    dask = [sys.executable, "-m", "dask"]
    port = address.rpartition(":")[2]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    scheduler = [*dask, "scheduler", "--host", HERE, "--port", port, "--no-dashboard"]
    worker = [*dask, "worker", address, "--nthreads", "1", "--no-dashboard"]
    with tempfile.TemporaryDirectory() as folder:
        started = [subprocess.Popen(scheduler, cwd=folder, **quiet)]
        started += [subprocess.Popen(worker, cwd=folder, **quiet) for _ in range(workers)]
        try:
            yield address, started[1:]
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as free:
        free.bind((HERE, 0))
        return int(free.getsockname()[1])


def dask_of(address: str) -> tuple[str, ...]:
    """The options that send photos to a cluster."""
    return "--backend", "dask", "--scheduler", address


def throughput(project: Path) -> tuple[float, float]:
    """Photos a second of 1 and of 2 workers of a cluster: medians of 3 turns, once warm."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(3):
        for workers, own in rates.items():
            with cluster(workers) as (address, _), run_beside(project, address) as process:
                own.append(rate(project, process))
    return statistics.median(rates[1]), statistics.median(rates[2])


@contextlib.contextmanager
def run_beside(project: Path, address: str) -> Iterator[subprocess.Popen[bytes]]:
    """`spe extract` on a cluster, begun anew, in a process of its own."""
    for path in (project / "data").glob("measured.*"):
        path.unlink()
    command = [sys.executable, "-m", "spe", "-q", "-C", str(project), "extract"]
    with subprocess.Popen([*command, *dask_of(address)], stderr=subprocess.PIPE) as process:
        yield process
        _, errors = process.communicate()
        if process.returncode:
            sys.exit(errors.decode())


def rate(project: Path, process: subprocess.Popen[bytes]) -> float:
    """Photos a second between a fifth of them and the last."""
    whole = len(read_posts(project / "data" / "posts.csv"))
    begun = when = 0.0
    first = count = 0
    while count < whole - 2 and process.poll() is None:
        time.sleep(0.05)
        count, before = finished(project), count
        if count != before:
            when = time.perf_counter()
        if not begun and count >= whole // 5:
            begun, first = when, count
    if when == begun:
        process.terminate()
        sys.exit((process.stderr.read() if process.stderr else b"").decode() or "No photo came.")
    print(count - first, when - begun, flush=True)
    return (count - first) / (when - begun)


def finished(project: Path) -> int:
    """How many photos are in the cache by now."""
    path = project / "data" / "measured.sqlite3"
    if not path.exists():
        return 0
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=60)
    try:
        return int(connection.execute("SELECT COUNT(*) FROM measurements").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def killed(project: Path, whole: int, table: bytes) -> dict[str, object]:
    """Kill a worker half-way, the hard way."""
    (project / "data" / "features.csv").unlink()
    with cluster(2) as (address, workers), run_beside(project, address) as process:
        while (at := finished(project)) < whole // 2 and process.poll() is None:
            time.sleep(0.05)
        # The nanny is what was started; the worker is its child.
        children = psutil.Process(workers[0].pid).children(recursive=True)
        for child in children:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.send_signal(signal.SIGKILL)
    after = (project / "data" / "features.csv").read_bytes()
    print("killed at", at, len(children), after == table, flush=True)
    return {"killed_at": at, "killed_same": after == table}


def on_s3(root: Path, project: Path, table: bytes) -> dict[str, object]:
    """The same photos from an S3 server on loopback, by two workers that fetch them themselves."""
    if not (importlib.util.find_spec("moto") and importlib.util.find_spec("s3fs")):
        return {"s3": None}
    import s3fs  # noqa: PLC0415  (optional)

    port = free_port()
    endpoint = f"http://{HERE}:{port}"
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": endpoint,
    }
    command = [sys.executable, "-m", "moto.server", "-H", HERE, "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as server:
        try:
            await_port(port)
            bucket = s3fs.S3FileSystem(endpoint_url=endpoint)
            bucket.mkdir("photos")
            bucket.put(str(project / "photos"), "photos", recursive=True)
            remote = root / "remote"
            posts = [
                replace(post, image=f"s3://photos/{post.image}")
                for post in read_posts(project / "data" / "posts.csv")
            ]
            write_posts(remote / "data" / "posts.csv", posts)
            (remote / "spe.toml").write_text('timezone = "UTC"\n', encoding="utf-8")
            with cluster(2) as (address, _):
                first = spe(remote, "extract", *dask_of(address))
            again = spe(remote, "extract")
        finally:
            server.terminate()
    after = (remote / "data" / "features.csv").read_bytes()
    print("s3", first, again, after == table, flush=True)
    return {"s3": first, "s3_again": again, "s3_same": after == table}


def await_port(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection((HERE, port), timeout=1):
            return
        time.sleep(0.1)
    sys.exit("The S3 server did not start.")


def sizes(project: Path, photos: int) -> dict[str, object]:
    """Bytes a photo of what is kept, and the parent's own work for a photo."""
    again = [spe(project, "extract") for _ in range(3)]
    start = statistics.median(
        spe(project, "extract", str(project / "photos" / "000000.jpg")).cpu for _ in range(3)
    )
    spe(project, "extract", "--store", "parquet")
    kept = {
        "cache": project / "data" / "measured.sqlite3",
        "csv": project / "data" / "features.csv",
        "parquet": next((project / "data" / "features.parquet").rglob("*.parquet")),
    }
    own = statistics.median(run.cpu for run in again) - start
    return {"parent": max(0.0, own) / photos} | {
        name: path.stat().st_size / photos for name, path in kept.items()
    }


def accounts(root: Path, photos: list[Path], count: int) -> dict[str, object]:
    """Several accounts of 120 posts in one run: measured, then each fitted."""
    agency = root / "agency"
    made = account(root / "one", photos, 120)
    for number in range(count):
        target = agency / "accounts" / f"account{number}"
        (target / "data").mkdir(parents=True)
        (target / "photos").symlink_to(made / "photos")
        for name in ("data/posts.csv", "spe.toml"):
            (target / name).write_bytes((made / name).read_bytes())
    spe(agency, "extract", "--by", "account", "--store", "parquet")
    fits = spe(agency, "fit", "--by", "account", "-j", "1")
    print("accounts", fits, flush=True)
    return {"accounts": count, "fits": fits}


def hours(seconds: float) -> str:
    """Seconds a photo, as hours a million photos."""
    return f"{seconds * 1e6 / 3600:.1f}"


def gigabytes(size: float) -> str:
    """Bytes a photo, as GB a million photos."""
    return f"{size / 1000:.1f}"


def yes(value: object) -> str:
    """How the page says whether two tables are the same."""
    return "the same table, byte by byte" if value else "ANOTHER TABLE"


def s3_lines(facts: dict[str, object]) -> str:
    """What the page says about S3."""
    if facts["s3"] is None:
        return "Not measured here: moto or s3fs is not installed."
    again = facts["s3_again"].cpu / facts["photos"]
    return (
        f"The {facts['photos']} photos on an S3 server on loopback (moto), `posts.csv` naming them "
        f"`s3://photos/...`, two workers that fetch them themselves: {yes(facts['s3_same'])} as "
        f"from files. A second run fetches nothing; it asks for each photo's size and version: "
        f"{1000 * again:.1f} ms of CPU a photo, the server not counted."
    )


def written(facts: dict[str, object]) -> str:
    """The page."""
    alone = facts["alone"].cpu / facts["photos"]
    fit = facts["fits"].cpu / facts["accounts"]
    return f"""# Many accounts, many photos

This page is written by `python bench/scale.py`, which measured every figure on it in one run on
{os.cpu_count()} cores ({platform.machine()}, load average {os.getloadavg()[0]:.1f} at the end, with
a scheduler, two workers and the command sharing them). For one account, none of this is needed.

## How

An account is a folder. An agency keeps one below `accounts/` for each:

```console
spe -C accounts/anna import anna.zip
spe extract --by account                     # all accounts in one run, one cache
spe fit --by account                         # each alone, one summary table
spe -C accounts/anna report
```

On a cluster, with `pip install 'social-performance-estimator[dask]'` and `spe setup` on every
machine:

```console
dask scheduler
dask worker tcp://HOST:8786 --nthreads 1 --nworkers 16      # on each machine
spe extract --by account --backend dask --scheduler tcp://HOST:8786 --store parquet
```

The workers must reach the photos: a folder that all machines mount, or addresses such as
`s3://bucket/photo.jpg` in `posts.csv` (`spe[s3]`; any kind of storage that fsspec knows). A worker
with another version of spe, or without the models of faces and people, is refused rather than mixed
in. `--store parquet` (`spe[parquet]`) keeps the tables also as `data/features.parquet`, a partition
an account, for whatever reads Parquet. `features.csv` stays what `fit` and `report` read.

Both backends are `concurrent.futures` executors: processes of this computer, or Dask's client.
joblib's Dask backend was tried and left: when a worker dies of a task, it waits for ever.

### Who may use the cluster

Whoever reaches a Dask scheduler's port can run any code on its workers, and read what they read: it
asks for no password. Keep the ports to a network of your own or to an SSH tunnel, and where others
are on that network let both sides show a certificate:

```console
dask scheduler --protocol tls --tls-ca-file ca.pem --tls-cert node.pem --tls-key node.key
dask worker tls://HOST:8786 --tls-ca-file ca.pem --tls-cert node.pem --tls-key node.key --nthreads 1
export DASK_DISTRIBUTED__COMM__TLS__CA_FILE=ca.pem
export DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT=node.pem
export DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY=node.key
spe extract --by account --backend dask --scheduler tls://HOST:8786
```

Dask's own page in the browser (port 8787) shows file names to whoever opens it: `--no-dashboard`
leaves it out.

## A cluster on loopback

{facts["photos"]} photos of 1080 x 1350, a Dask scheduler and worker processes of one thread.

- Two workers: {yes(facts["same"])} as from a single process.
- Photos a second, once warm, medians of three turns: {facts["one"]:.1f} with one worker,
  {facts["two"]:.1f} with two, **{facts["two"] / facts["one"]:.2f} times** as many.
- One of the two workers killed (SIGKILL) after {facts["killed_at"]} photos:
  {yes(facts["killed_same"])}. Dask gives its photos to the other; a photo that takes workers down
  again and again is tried alone, and then named.
- The command stopped or killed: what was finished is in the cache, the next run does the rest.

## Storage

{s3_lines(facts)}

## Cost of a million photos

| | a million |
|---|--:|
| measuring, 1080 x 1350: hours of CPU | {hours(alone)} |
| measuring, 12 megapixel: hours of CPU | {hours(facts["large"])} |
| looking up what was measured before: hours of CPU | {hours(facts["parent"])} |
| the cache (SQLite): GB | {gigabytes(facts["cache"])} |
| the tables as CSV: GB | {gigabytes(facts["csv"])} |
| the tables as Parquet: GB | {gigabytes(facts["parquet"])} |

Measured on {facts["photos"]} and 60 photos and multiplied; the start of Python is in it.
`spe fit --by account` took {fit:.1f} s of CPU an account of 120 posts, so a thousand such accounts
take {fit * 1000 / 3600:.1f} hours of one core; `--jobs` shares them.

## What would break next

- **One process keeps the cache.** It looks up and writes every photo. Measuring a photo takes
  {1000 * alone:.0f} ms and looking one up {1000 * facts["parent"]:.2f} ms, so it is the limit at
  hundreds of cores. The next step is a cache a shard, or one in the storage itself.
- **The first look at storage is one after the other.** Each `s3://` photo is asked for its version
  before anything is measured; at 20 ms a question a million take 5.6 hours. Listing folders instead
  would take minutes.
- **All posts of a run are held in memory**, some kB each: tens of millions want runs of their own.
- **Accounts know nothing of each other.** Each is fitted alone; a small one gets no strength from
  the others. What a mixed model over accounts would gain and lose is in
  [statistics.md](statistics.md#many-accounts-each-alone).
- **Many tests.** Of a thousand accounts some say yes by luck: the table's q corrects for that, but
  p cannot fall below the share of one permutation, so in thousands of accounts few can pass.
- **Equal tables want equal libraries.** Another OpenCV, Pillow or processor may move last digits.
"""


if __name__ == "__main__":
    main()
