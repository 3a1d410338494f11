"""Which commands touch the network, seen from outside with strace.

    python tests/faults/network.py

A made-up account is taken through every command. A line a command: sockets of the internet
(AF_INET and AF_INET6) that it and its processes asked for, and sockets of any other kind.
Only `likes`, which serves a page to this computer, and `setup`, which may fetch the face
model, may ask for any. Ends with code 1 where another one does, 2 where strace can't watch.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
SPE = (sys.executable, "-m", "spe", "-q")
STRACE = ("strace", "-f", "-qq", "-e", "trace=network", "-e", "signal=none")


LINES = (
    "--help",
    "demo --posts 40 --out account",
    "-C account import account/posts.csv",
    "-C account posts",
    "-C account extract --force",
    "-C account extract -j 1 --force account/drafts/coffee.jpg",
    "-C account fit",
    "-C account report --captions --blur-faces",
    "-C account score --log --when --html page.html account/drafts",
    "-C account score account/drafts/coffee.jpg",
    "-C account track",
    "-C account features",
    "-C account doctor",
    "-C account likes --sheet --all --no-open",
    "setup --check",
    "-C account likes --all --no-open",
)


def main() -> int:
    """Print a line a command; 1 where one of them used the network and may not."""
    with tempfile.TemporaryDirectory(prefix="spe-faults-") as made:
        folder = Path(made)
        proof = _traced((sys.executable, "-c", "import socket; socket.socket().close()"), folder)
        if proof[0] != 1:
            print("strace can't watch here.")
            return 2
        print(f"{'command':<64} {'exit':>4} {'internet':>8} {'others':>6}")
        wrong = 0
        for line in LINES:
            served = line.endswith("likes --all --no-open")
            inet, others, code = _traced((*SPE, *line.split()), folder, served=served)
            wrong += inet > 0 and not served
            print(f"spe {line:<60} {code:>4} {inet:>8} {others:>6}", flush=True)
    return int(wrong > 0)


def _traced(words: tuple[str, ...], folder: Path, *, served: bool = False) -> tuple[int, int, int]:
    """Sockets of the internet, sockets of other kinds, and how the process ended."""
    calls = folder / "calls"
    with subprocess.Popen(
        [*STRACE, "-o", str(calls), *words],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(Path.home()), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        if served:
            # strace keeps Ctrl-C to itself: it goes to the process that listens.
            os.kill(int(_listening(calls).split()[0]), signal.SIGINT)
    text = calls.read_text(errors="replace")
    calls.unlink()
    kinds = re.findall(r"socket(?:pair)?\((AF_\w+)", text)
    inet = sum(kind in {"AF_INET", "AF_INET6"} for kind in kinds)
    return inet, len(kinds) - inet, process.returncode


def _listening(calls: Path, seconds: float = 60) -> str:
    """The line in which a process begins to listen, as soon as it stands there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        lines = calls.read_text().splitlines() if calls.exists() else []
        if found := next((line for line in lines if " listen(" in line), ""):
            return found
        time.sleep(0.1)
    raise TimeoutError("nobody listens")


if __name__ == "__main__":
    sys.exit(main())
