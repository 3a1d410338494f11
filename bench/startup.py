"""How soon spe answers: wall time as ratios to bare imports, all taken in one run.

    python bench/startup.py [ROUNDS]

Each round runs every command once, one after the other, so a busy moment meets them all;
the median of the rounds is told. What is asked of them:

    spe --help          at most 2 times   python -c 'import click'
    spe score one.jpg   at most 1.5 times python -c 'import mediapipe'

The account is made up on the spot. Ends with code 1 where a ratio is missed.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from spe.demo import write_account

# A person's Python keeps what it has compiled.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

POSTS = 60
ROUNDS = 9
SPE = (sys.executable, "-m", "spe")
ASKED = (
    ("spe --help", (*SPE, "--help"), "import click", 2.0),
    (
        "spe score one.jpg",
        (*SPE, "-q", "score", "drafts/coffee.jpg", "--at", "18:00"),
        "import mediapipe",
        1.5,
    ),
)


def timed(words: tuple[str, ...], folder: Path) -> float:
    """Seconds of wall time from start to end of a process."""
    start = time.perf_counter()
    subprocess.run(words, cwd=folder, check=True, capture_output=True)  # noqa: S603  (own commands)
    return time.perf_counter() - start


def main() -> int:
    """Print a line a command; 1 where a ratio is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write_account(folder, POSTS)
        for words in (("import", "posts.csv"), ("extract",), ("fit",)):
            timed((*SPE, *words), folder)
        bare = {code: (sys.executable, "-c", code) for _, _, code, _ in ASKED}
        runs = {**bare, **{name: words for name, words, _, _ in ASKED}}
        seconds = {name: [] for name in runs}
        for words in runs.values():
            timed(words, folder)  # a first time warms the disk's cache and is not counted
        for _ in range(rounds):
            for name, words in runs.items():
                seconds[name].append(timed(words, folder))
    missed = 0
    for name, _, code, most in ASKED:
        ratios = [a / b for a, b in zip(seconds[name], seconds[code], strict=True)]
        ratio = statistics.median(ratios)
        missed += ratio > most
        print(
            f"{name:<18} {statistics.median(seconds[name]):6.3f} s   {code:<17}"
            f"{statistics.median(seconds[code]):6.3f} s   ratio {ratio:.2f} "
            f"({min(ratios):.2f}-{max(ratios):.2f}), at most {most:g}"
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
