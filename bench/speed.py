"""How fast spe measures, held against the least any tool must do and against its peers.

Everything is measured in one run on one machine, so that the ratios mean something even
where the times do not. Writes docs/performance.md and its plots.

    python bench/speed.py [--sizes 100,1000] [--peers FOLDER] [--repeats 30]
"""
# ruff: noqa: S603  (starts Python itself, with words of its own)

import argparse
import importlib.metadata
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

# One thread is measured, so one thread must run: before numpy is loaded.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

# A person's Python keeps what it has compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

import matplotlib as mpl  # noqa: E402
import numpy as np  # noqa: E402
import pillow_heif  # noqa: E402
from PIL import Image, ImageOps  # noqa: E402
from skimage import data  # noqa: E402
from sklearn.datasets import load_sample_image  # noqa: E402

from spe.demo import write_account  # noqa: E402
from spe.features import HISTOGRAMS, PHOTO_FEATURES  # noqa: E402
from spe.measure import extract  # noqa: E402
from spe.measure.values import measure_photo  # noqa: E402
from spe.photo.decode import decode  # noqa: E402
from spe.photo.faces import FaceFinder, _Detector  # noqa: E402
from spe.photo.opencv import cv2  # noqa: E402
from spe.posts import Post, write_posts  # noqa: E402
from spe.workers import Workers, each  # noqa: E402

DOCS = Path(__file__).parents[1] / "docs"
SIZES = {"1080 x 1350": (1080, 1350), "12 megapixel": (4032, 3024)}
PEERS = {
    "visfeats": "from visfeats import extract_all_features as all_of\n"
    "def measure(path): return len(all_of(Image.open(path)))",
    "pyaesthetics": "from pyaesthetics.analysis import analyze_image\n"
    "def measure(path): return len(analyze_image(path, method='fast'))",
}
PEER_REPEATS = 5

# Where the time of one photo goes.
PARTS = ("decode", "shrink", "features", "faces", "people")

# What is measured of a photo: its features and the bins of its histograms.
VALUES = len(PHOTO_FEATURES) + len(HISTOGRAMS)

PEER = """
import importlib.metadata, json, statistics, sys, time
from PIL import Image
{body}
times = []
for turn in range(int(sys.argv[2]) + 1):
    start = time.process_time()
    values = measure(sys.argv[1])
    times.append(time.process_time() - start)
middle = 1000 * statistics.median(times[1:])
print(json.dumps([middle, values, importlib.metadata.version("{name}")]))
"""

SPE = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run([sys.executable, "-m", "spe", "-q", "-C", *sys.argv[1:]],
                      capture_output=True, text=True)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
if done.returncode:
    sys.exit(done.stderr)
print(json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


@dataclass(frozen=True)
class Run:
    """One run of spe: seconds on the clock and of CPU, and MB of its largest process."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Rate:
    """Photos a second on the clock, and ms of CPU a photo."""

    photos: float
    cpu: float


def main() -> None:
    """Measure, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="100,1000", help="photos in the runs of spe extract")
    parser.add_argument("--repeats", type=int, default=30)
    parser.add_argument("--peers", type=Path, help="folder that keeps the peers' environments")
    chosen = parser.parse_args()
    cv2.setNumThreads(1)
    pillow_heif.register_heif_opener()
    with tempfile.TemporaryDirectory(prefix="spe-bench-") as folder:
        root = Path(folder)
        photos = make_photos(root)
        singles = measure_singles(photos, chosen.repeats)
        peers = measure_peers(photos, (chosen.peers or root / "peers").resolve())
        throughput = measure_throughput(photos["1080 x 1350"])
        sizes = [int(size) for size in chosen.sizes.split(",")]
        growth = measure_growth(root, photos["1080 x 1350"], sizes)
        at_500 = measure_commands(root)
    plot_singles(singles)
    plot_growth(growth)
    page = written(singles, peers, throughput, growth, at_500, chosen.repeats)
    (DOCS / "performance.md").write_text(page, encoding="utf-8")
    print(page)


def make_photos(root: Path) -> dict[str, list[Path]]:
    """The wheels' photographs with a sensor's grain, at the sizes of a post and of a camera."""
    shots = {
        "astronaut": data.astronaut(),
        "coffee": data.coffee(),
        "cat": data.chelsea(),
        "motorcycle": data.stereo_motorcycle()[0],
        "pagoda": load_sample_image("china.jpg"),
        "dahlia": load_sample_image("flower.jpg"),
    }
    made: dict[str, list[Path]] = {}
    for size, shape in SIZES.items():
        for name, shot in shots.items():
            large = ImageOps.fit(Image.fromarray(shot), shape, Image.Resampling.LANCZOS)
            grain = np.random.default_rng(0).normal(0, 3, (shape[1], shape[0], 1))
            pixels = np.clip(np.asarray(large) + grain, 0, 255).astype(np.uint8)
            made.setdefault(size, []).append(root / f"{name}-{shape[0]}.jpg")
            Image.fromarray(pixels).save(made[size][-1], quality=92)
            if name == "astronaut" and size == "12 megapixel":
                made["12 megapixel HEIC"] = [root / f"{name}.heic"]
                Image.fromarray(pixels).save(made["12 megapixel HEIC"][0], quality=70)
    return made


def alternating(repeats: int, *works: Callable[[], object]) -> list[float]:
    """Median ms of CPU of each work, taking turns so that what disturbs one disturbs all."""
    times: list[list[float]] = [[] for _ in works]
    for turn in range(repeats + 1):
        for work, own in zip(works, times, strict=True):
            start = time.process_time()
            work()
            if turn:
                own.append(time.process_time() - start)
    return [1000 * statistics.median(own) for own in times]


def floor(path: Path, detector: _Detector) -> None:
    """The least there is to do: open, shrink to 1024 px, look once for faces."""
    with Image.open(path) as opened:
        opened.draft("RGB", (1024, 1024))
        image = opened.convert("RGB")
    image.thumbnail((1024, 1024), Image.Resampling.LANCZOS)
    detector.look(np.asarray(image))


def measure_singles(photos: dict[str, list[Path]], repeats: int) -> list[dict[str, float | str]]:
    """One row a photo: the floor, all of spe, and where spe's time goes, in ms of CPU."""
    rows: list[dict[str, float | str]] = []
    with FaceFinder() as finder:
        for size, paths in photos.items():
            for path in paths:
                decoded = decode(path)
                photo = finder.seen(decoded)
                times = alternating(
                    max(1, repeats // 3) if path.suffix == ".heic" else repeats,
                    lambda path=path: floor(path, finder._detector),  # noqa: SLF001
                    lambda path=path: extract.measure(path, finder),
                    lambda path=path: decode(path),
                    lambda decoded=decoded: finder.find(decoded.rgb),
                    lambda photo=photo: finder.people(photo),
                    lambda decoded=decoded: decoded.photo(),
                    lambda photo=photo: measure_photo(replace(photo)),
                )
                names = ("floor", "spe", "decode", "faces", "people", "shrink", "features")
                row = dict(zip(names, times, strict=True))
                rows.append({"size": size, "photo": path.stem.partition("-")[0], **row})
                print(rows[-1], flush=True)
    return rows


def measure_peers(photos: dict[str, list[Path]], folder: Path) -> list[dict[str, float | str]]:
    """The peers on one photo of each size, each in an environment of its own."""
    rows: list[dict[str, float | str]] = []
    for name, body in PEERS.items():
        python = folder / name / ("Scripts" if os.name == "nt" else "bin") / "python"
        try:
            if not python.exists():
                subprocess.run([sys.executable, "-m", "venv", folder / name], check=True)
                subprocess.run([python, "-m", "pip", "install", "--quiet", name], check=True)
            for size in SIZES:
                code = PEER.format(body=body, name=name)
                done = subprocess.run(
                    [python, "-c", code, photos[size][0], str(PEER_REPEATS)],
                    check=True,
                    capture_output=True,
                    text=True,
                    cwd=folder,  # one of them leaves a picture where it runs
                )
                cpu, values, version = json.loads(done.stdout.splitlines()[-1])
                called = f"{name} {version}"
                rows.append({"peer": called, "size": size, "cpu": cpu, "values": values})
        except (subprocess.CalledProcessError, OSError) as error:
            why = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1]
            rows.append({"peer": name, "missing": why})
        print(rows[-1], flush=True)
    return rows


def measure_throughput(paths: list[Path]) -> dict[int, Rate]:
    """What 1 and 2 worker processes do, without their start; medians of 3 turns."""
    rates: dict[int, list[Rate]] = {1: [], 2: []}
    for _ in range(3):
        for jobs, own in rates.items():
            own.append(rate(paths, jobs))
            print(jobs, own[-1], flush=True)
    return {
        jobs: Rate(
            statistics.median(one.photos for one in own), statistics.median(one.cpu for one in own)
        )
        for jobs, own in rates.items()
    }


def rate(paths: list[Path], jobs: int) -> Rate:
    """How it goes once every worker has its detector, until the work runs out."""
    done = each(measured, [*paths] * 20, Workers(jobs))
    seen = [(time.perf_counter(), pid, cpu) for _, (pid, cpu) in done][10:-2]
    spent = 0.0
    for own in {pid for _, pid, _ in seen}:
        clocks = [cpu for _, pid, cpu in seen if pid == own]
        spent += (clocks[-1] - clocks[0]) / (len(clocks) - 1) * len(clocks) / len(seen)
    return Rate((len(seen) - 1) / (seen[-1][0] - seen[0][0]), 1000 * spent)


def measured(path: Path) -> tuple[int, float]:
    """What a worker of spe extract does with one photo; which worker, and its CPU time so far."""
    finder = extract._own_finder()  # noqa: SLF001
    extract._try(path, finder, None, decode)  # noqa: SLF001
    return os.getpid(), time.process_time()


def spe(project: Path, *options: str) -> Run:
    """Run spe in a project."""
    done = subprocess.run(
        [sys.executable, "-c", SPE, project, *options], check=True, capture_output=True, text=True
    )
    return Run(*json.loads(done.stdout))


def account(root: Path, photos: list[Path], count: int) -> Path:
    """A made-up account of `count` posts; no two files have the same bytes."""
    project = root / f"account-{count}"
    (project / "photos").mkdir(parents=True)
    files = [path.read_bytes() for path in photos]
    draw = np.random.default_rng(0)
    start = datetime(2020, 1, 1, 18, tzinfo=UTC)
    posts = []
    for number in range(count):
        path = project / "photos" / f"{number:06}.jpg"
        # What follows a JPEG's end is no part of the picture, but of the file.
        path.write_bytes(files[number % len(files)] + number.to_bytes(4))
        likes = int(draw.lognormal(4, 0.4))
        at = start + timedelta(days=4 * number / max(1, count / 500))
        posts.append(Post(f"post{number:06}", f"photos/{path.name}", at, likes))
    write_posts(project / "data" / "posts.csv", posts)
    (project / "spe.toml").write_text('timezone = "UTC"\nmade_up = true\n', encoding="utf-8")
    return project


def measure_growth(root: Path, photos: list[Path], sizes: list[int]) -> dict[int, tuple[Run, Run]]:
    """A first and a second run of `spe extract` over accounts of these sizes."""
    runs = {}
    for size in sizes:
        project = account(root, photos, size)
        runs[size] = (spe(project, "extract", "-j", "2"), spe(project, "extract", "-j", "2"))
        print(size, runs[size], flush=True)
    return runs


def measure_commands(root: Path) -> dict[str, Run]:
    """`spe fit` and `spe report` on the demo's account of 500 posts, which has effects to tell."""
    project = root / "demo"
    write_account(project, 500)
    spe(project, "import", str(project / "posts.csv"))
    spe(project, "extract", "-j", "2")
    return {"spe fit": spe(project, "fit"), "spe report": spe(project, "report")}


def _style() -> None:
    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "spe", "svg.fonttype": "none", "font.size": 9})


def _save(figure: object, name: str) -> None:
    figure.tight_layout()
    figure.savefig(DOCS / name, metadata={"Date": None})


def plot_singles(rows: list[dict[str, float | str]]) -> None:
    """Where the time of one photo goes, beside the floor; medians over the photos."""
    _style()
    from matplotlib.figure import Figure  # noqa: PLC0415  (after the backend is chosen)

    figure = Figure(figsize=(6.5, 2.6))
    axes = figure.subplots(1, len(SIZES), sharex=False)
    for axis, size in zip(axes, SIZES, strict=True):
        own = [row for row in rows if row["size"] == size]
        left = 0.0
        axis.barh("floor", _middle(own, "floor"), color="#b0b0b0")
        for part, tone in zip(
            PARTS,
            ("#1f5a7a", "#3f87a6", "#7fb5c9", "#e0a458", "#c96f4a"),
            strict=True,
        ):
            axis.barh("spe", _middle(own, part), left=left, color=tone, label=part)
            left += _middle(own, part)
        axis.set(title=f"JPEG, {size}", xlabel="ms of CPU")
        axis.spines[["top", "right"]].set_visible(False)
    axes[-1].legend(frameon=False, fontsize=7, loc="lower right")
    _save(figure, "performance-photo.svg")


def plot_growth(growth: dict[int, tuple[Run, Run]]) -> None:
    """CPU and memory against the number of photos."""
    _style()
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(6.5, 2.6))
    cpu, memory = figure.subplots(1, 2)
    sizes = list(growth)
    cpu.loglog(sizes, [first.cpu for first, _ in growth.values()], "o-", label="first run")
    cpu.loglog(sizes, [again.cpu for _, again in growth.values()], "o-", label="nothing changed")
    cpu.set(xlabel="photos", ylabel="s of CPU")
    cpu.legend(frameon=False, fontsize=7)
    memory.semilogx(sizes, [first.memory for first, _ in growth.values()], "o-")
    memory.set(xlabel="photos", ylabel="MB, largest process", ylim=(0, 450))
    memory.axhline(400, color="#b0b0b0", linewidth=0.8)
    for axis in (cpu, memory):
        axis.spines[["top", "right"]].set_visible(False)
    _save(figure, "performance-growth.svg")


def _middle(rows: list[dict[str, float | str]], name: str) -> float:
    return statistics.median(float(row[name]) for row in rows)


def _singles(rows: list[dict[str, float | str]]) -> Iterator[str]:
    yield f"| photo | floor | spe | spe / floor | {' | '.join(PARTS)} |"
    yield f"|---|--:|--:|--:|{'--:|' * len(PARTS)}"
    for size in dict.fromkeys(row["size"] for row in rows):
        own = [row for row in rows if row["size"] == size]
        for row in own:
            yield _single(f"{row['size']}, {row['photo']}", row)
        if len(own) > 1:
            names = ("floor", "spe", *PARTS)
            yield _single(f"**{size}, median**", {name: _middle(own, name) for name in names})


def _single(title: str, row: dict[str, float | str]) -> str:
    parts = " | ".join(f"{row[name]:.1f}" for name in PARTS)
    ratio = float(row["spe"]) / float(row["floor"])
    return f"| {title} | {row['floor']:.1f} | {row['spe']:.1f} | **{ratio:.2f}** | {parts} |"


def _peers(peers: list[dict[str, float | str]], singles: list[dict[str, float | str]]) -> str:
    lines = ["| | size | ms of CPU | values | times spe |", "|---|---|--:|--:|--:|"]
    for size in SIZES:
        ours = next(float(row["spe"]) for row in singles if row["size"] == size)
        lines.append(f"| spe | {size} | {ours:.0f} | {VALUES} | 1 |")
        lines += [
            f"| {row['peer']} | {size} | {row['cpu']:.0f} | {row['values']} "
            f"| {float(row['cpu']) / ours:.1f} |"
            for row in peers
            if row.get("size") == size
        ]
    missing = [f"{row['peer']} ({row['missing']})" for row in peers if "missing" in row]
    lines += ["", f"Not measured, for it did not run here: {', '.join(missing)}."] * bool(missing)
    return "\n".join(lines)


def _growth(growth: dict[int, tuple[Run, Run]]) -> str:
    lines = [
        "| photos | CPU s | ms of CPU a photo | clock s | MB at most | again: CPU s | clock s |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {size:,} | {first.cpu:.1f} | {1000 * first.cpu / size:.0f} | {first.wall:.1f} "
        f"| {first.memory:.0f} | {again.cpu:.2f} | {again.wall:.2f} |"
        for size, (first, again) in growth.items()
    ]
    return "\n".join(lines)


def _machine() -> str:
    names = ("numpy", "pillow", "opencv-contrib-python", "mediapipe", "pillow-heif")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    load = (
        f", load average {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    )
    return (
        f"{platform.machine()}, {os.cpu_count()} cores{load}; "
        f"Python {platform.python_version()}, {versions}"
    )


def written(
    singles: list[dict[str, float | str]],
    peers: list[dict[str, float | str]],
    throughput: dict[int, Rate],
    growth: dict[int, tuple[Run, Run]],
    at_500: dict[str, Run],
    repeats: int,
) -> str:
    """The page."""
    commands = "; ".join(
        f"`{name}` {run.cpu:.1f} s of CPU, {run.wall:.1f} s on the clock"
        for name, run in at_500.items()
    )
    table = "\n".join(_singles(singles))
    one, two = throughput[1], throughput[2]
    return f"""# Performance

This page is written by `make bench`: every figure on it was measured in one run, side by side,
on {_machine()}.
Where a machine has other work to do, times on the clock are upper bounds: look at CPU times and at
ratios first. The photos are the photographs inside the scikit-image and scikit-learn wheels,
enlarged, with a camera's grain.

## One photo

Milliseconds of CPU in one thread, medians of {repeats} (HEIC: a third), taking
turns. The *floor* is the least any tool with faces must do: Pillow's draft decoding, a resize to
1024 px, one look of the detector.
*spe* is everything it measures: {VALUES} values of a photo. The bar is 2.0 times
the floor. Where spe sees something that may be a face, it looks again, closer; where it
finds a small face, at more places. That is what differs from photo to photo.

{table}

![Where the time of one photo goes](performance-photo.svg)

## Peers

On the first photo of each size; for the peers medians of {PEER_REPEATS}, each in an environment of
its own with the newest release from the package index, called as its documentation shows. They
measure other things, and look for no faces.

{_peers(peers, singles)}

## Two cores

Photos of 1080 x 1350, once the workers have started, medians of three turns.

| workers | photos a second, on the clock | ms of CPU a photo |
|--:|--:|--:|
| 1 | {one.photos:.1f} | {one.cpu:.1f} |
| 2 | {two.photos:.1f} | {two.cpu:.1f} |

Two workers did **{two.photos / one.photos:.2f} times** as much on the clock, on which other work of
the same cores counts. By CPU, a photo cost {two.cpu / one.cpu:.2f} times as much with two, so that
two idle cores would do **{2 * one.cpu / two.cpu:.2f} times** as much at most.

## Many photos

`spe extract -j 2` as a person runs it, photos of 1080 x 1350, from the start of Python to the end;
then once more with nothing changed. Every photo is another file. The bars: time grows as the number
of photos, no process needs more than 400 MB, and the second run needs at most 1 s for 1,000 photos.

{_growth(growth)}

![CPU time and memory by the number of photos](performance-growth.svg)

At 500 posts of the demo's account: {commands}.
"""


if __name__ == "__main__":
    main()
