"""spe's own files, damaged at random: every command that reads one must say so, or do without.

    python tests/faults/damage.py [--runs N] [--seed N]

Each file of a made-up account is cut off, overwritten, shortened, doubled in part, or, where
it holds JSON, has values deleted and exchanged, again and again. The commands that read it
must end well or with a sentence; a traceback is a fault. Of the cache more is asked: the
features must come out as if nothing had happened. Ends with code 1 where anything fails.
"""

import argparse
import copy
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _account import copied, run, states
from click.testing import CliRunner

from spe.cli import cli
from spe.errors import UNEXPECTED

READERS = {
    "data/posts.csv": (
        ("posts",),
        ("extract", "-j", "1"),
        ("fit",),
        ("report", "--json"),
        ("track",),
    ),
    "data/features.csv": (("fit",), ("report", "--json"), ("score", "--json", "drafts/coffee.jpg")),
    "data/model.json": (
        ("report", "--photos", "none"),
        ("score", "--when", "drafts/coffee.jpg"),
        ("score", "drafts/"),
    ),
    "data/experiment.json": (
        ("try",),
        ("report", "--json"),
        ("import", "new.zip"),
        ("posts", "--restore"),
    ),
    "data/scores.jsonl": (("track",), ("score", "--log", "drafts/coffee.jpg")),
    "spe.toml": (("posts",), ("import", "--tz", "Europe/Zurich", "new.zip")),
}
CACHE = "data/measured.sqlite3"
ODD = (None, True, -1, 0, 1e308, -1e308, "", "x", [], {}, [[]], "2026-01-01", 10**400)


def cut(data: bytes, draw: random.Random) -> bytes:
    """Cut off."""
    return data[: draw.randrange(len(data))]


def overwritten(data: bytes, draw: random.Random) -> bytes:
    """Up to 64 bytes in a row at random; half the time in the first hundred."""
    at = draw.randrange(min(len(data), 100) if draw.random() < 0.5 else len(data))
    length = draw.randint(1, 64)
    return data[:at] + draw.randbytes(length) + data[at + length :]


def flipped(data: bytes, draw: random.Random) -> bytes:
    """One bit."""
    at = draw.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << draw.randrange(8)]) + data[at + 1 :]


def shortened(data: bytes, draw: random.Random) -> bytes:
    """A piece is missing."""
    one, other = sorted((draw.randrange(len(data)), draw.randrange(len(data))))
    return data[:one] + data[other:]


def doubled(data: bytes, draw: random.Random) -> bytes:
    """A piece stands twice."""
    one, other = sorted((draw.randrange(len(data)), draw.randrange(len(data))))
    return data[:other] + data[one:]


def zeroed(data: bytes, draw: random.Random) -> bytes:
    """A page of zeros, as a disk leaves after a power cut; or nothing at all."""
    if draw.random() < 0.1:
        return b""
    at = draw.randrange(len(data))
    return data[:at] + bytes(min(4096, len(data) - at)) + data[at + 4096 :]


def exchanged(data: bytes, draw: random.Random) -> bytes:
    """JSON with values deleted or exchanged for odd ones; of lines, one of them."""
    lines = data.decode().splitlines()
    single = not lines or not lines[0].endswith("}")
    at = 0 if single else draw.randrange(len(lines))
    value = copy.deepcopy(json.loads(data if single else lines[at]))
    for _ in range(draw.randint(1, 3)):
        _exchange(value, draw)
    lines[at:] = [json.dumps(value), *([] if single else lines[at + 1 :])]
    return "\n".join(lines).encode()


def _exchange(value: Any, draw: random.Random) -> None:
    """Change one place in it, at any depth."""
    while True:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        if not keys:
            return
        key = draw.choice(keys)
        inner = value[key]
        if not (isinstance(inner, dict | list) and inner) or draw.random() < 0.25:
            break
        value = inner
    if draw.random() < 0.3:
        del value[key]
    elif draw.random() < 0.2 and isinstance(value, dict):
        value[draw.choice(("x", "format", "terms", ""))] = draw.choice(ODD)
    else:
        value[key] = draw.choice(ODD)


DAMAGE: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut,
    overwritten,
    flipped,
    shortened,
    doubled,
    zeroed,
)


def ended(folder: Path, words: tuple[str, ...]) -> str:
    """How a command ended, in this process: well, with a sentence, or the fault."""
    done = CliRunner().invoke(cli, ["-C", str(folder), *_placed(folder, words)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return f"FAULT {words}: {done.exception!r}"
    if done.exit_code == UNEXPECTED:
        return f"FAULT {words}: {done.stderr}"
    return "as if nothing had happened" if done.exit_code == 0 else "a sentence"


def _placed(folder: Path, words: tuple[str, ...]) -> list[str]:
    return [str(folder / word) if "drafts/" in word or ".zip" in word else word for word in words]


def file(name: str, account: Path, runs: int, draw: random.Random) -> Counter[str]:
    """Damage one file again and again, and let its readers read it."""
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        folder = copied(account, Path(made) / "account")
        whole = {path: path.read_bytes() for path in _tables(folder)}
        ways = (*DAMAGE, exchanged, exchanged, exchanged) if "json" in name else DAMAGE
        for number in range(runs):
            for path, data in whole.items():
                path.write_bytes(data)
            way = ways[number % len(ways)]
            damaged = way(whole[folder / name], draw)
            for words in READERS[name]:
                (folder / name).write_bytes(damaged)
                told[ended(folder, words)] += 1
    return told


def _tables(folder: Path) -> list[Path]:
    tables = ("posts.csv", "features.csv", "model.json", "scores.jsonl", "experiment.json")
    return [folder / "spe.toml", *(folder / "data" / name for name in tables)]


def cache(account: Path, runs: int, draw: random.Random) -> Counter[str]:
    """Damage the cache again and again; the features must come out as before."""
    told: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        folder = copied(account, Path(made) / "account")
        kept, table = folder / CACHE, folder / "data" / "features.csv"
        whole, right = kept.read_bytes(), table.read_bytes()
        for number in range(runs):
            for rest in folder.glob("data/measured.*"):
                rest.unlink()
            kept.write_bytes(DAMAGE[number % len(DAMAGE)](whole, draw))
            if number % 7 == 0:
                Path(f"{kept}-wal").write_bytes(draw.randbytes(5000))
            table.unlink(missing_ok=True)
            how = ended(folder, ("extract", "-j", "1"))
            if how == "as if nothing had happened" and table.read_bytes() != right:
                how = f"FAULT {number}: other features"
            if how == "a sentence":
                how = f"FAULT {number}: extract did not go on"
            anew = kept.with_suffix(".damaged").exists()
            told["begun anew" if anew and "FAULT" not in how else how] += 1
    return told


def main() -> int:
    """Print a line a file; 1 where a command did not know what to say."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--runs", type=int, default=200, help="damages of each file")
    asked.add_argument("--seed", type=int, default=0)
    options = asked.parse_args()
    faults = []
    with states() as account:
        run(account["done"], "score", "--log", "--at", "2026-12-01 18:00", "drafts/")
        for name in (*READERS, CACHE):
            draw = random.Random(f"{options.seed} {name}")  # noqa: S311  (damage, no secrets)
            if name == CACHE:
                told = cache(account["done"], options.runs, draw)
            else:
                told = file(name, account["done"], options.runs, draw)
            faults += [text for text in told if text.startswith("FAULT")]
            good = ", ".join(f"{n} {text}" for text, n in told.items() if "FAULT" not in text)
            bad = sum(n for text, n in told.items() if "FAULT" in text)
            print(f"{name:<24} {options.runs} damages: {good}, {bad} faults", flush=True)
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
