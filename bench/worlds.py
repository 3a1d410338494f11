"""How often something is claimed where there is nothing, in lives of many kinds.

In each world of `spe.stats.worlds` photos and likes share their times but not their reasons.
Everything that `spe fit` claims stands behind the gate, so accounts go through its steps up to
there. Below stand the accounts that do have effects, in the plain world: the power.

    python bench/worlds.py --n 60,120,300 --accounts 400 --jobs 2 --resume FILE
"""

import argparse
import json
import math
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from stats import LATER, one_thread, tables

from spe.model.fit import COLUMNS, _chosen, _design
from spe.model.options import GATE, FitOptions
from spe.stats import inference, simulate
from spe.stats.worlds import WORLDS

Task = tuple[str, str, int, int]

POWER = ("sparse", "dense")


def opened(task: Task) -> bool:
    """Whether an account's gate opens."""
    world, truth, n, seed = task
    account = simulate.account(COLUMNS, n, seed, truth, world=world)  # type: ignore[arg-type]
    posts, features = tables(account)
    chosen, _ = _chosen(posts, features, LATER, FitOptions())
    table, _ = _design(chosen, features, "likes")
    return inference.gate(inference.Residualized.of(table), 0) < GATE


def run(tasks: list[Task], jobs: int, resume: Path | None) -> dict[Task, bool]:
    """Every account's answer, from the file where it is known."""
    known: dict[Task, bool] = {}
    if resume and resume.exists():
        rows = (json.loads(line) for line in resume.read_text().splitlines())
        known = {tuple(task): gate for task, gate in rows}  # type: ignore[misc]
    todo = [task for task in tasks if task not in known]
    with ProcessPoolExecutor(jobs, initializer=one_thread) as pool:
        for task, gate in zip(todo, pool.map(opened, todo, chunksize=4), strict=True):
            known[task] = bool(gate)
            if resume:
                with resume.open("a") as file:
                    file.write(json.dumps([task, bool(gate)]) + "\n")
    return known


def table(answers: dict[Task, bool], lengths: list[int]) -> str:
    """The Markdown table: in percent, with one standard error, and of how many accounts."""
    by_row: dict[tuple[str, int], list[bool]] = defaultdict(list)
    for (world, truth, n, _), gate in answers.items():
        by_row[f"{truth}: {world}", n].append(gate)
    lines = ["| |" + "|".join(f" n = {n} " for n in lengths) + "|", "|---" * (len(lengths) + 1)]
    for name in dict.fromkeys(name for name, _ in by_row):
        cells = []
        for n in lengths:
            found = np.array(by_row.get((name, n), []), float)
            error = found.std() / math.sqrt(len(found)) if len(found) else math.nan
            cells.append(
                f"{100 * found.mean():.1f} ± {100 * error:.1f} of {len(found)}"
                if len(found)
                else "–"
            )
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines[1] += "|"
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=400, help="a world and length")
    parser.add_argument("--long", type=int, default=200, help="the same, of 300 posts and more")
    parser.add_argument("--n", default="60,120,300", help="posts an account")
    parser.add_argument("--worlds", default=",".join(WORLDS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument(
        "--resume", type=Path, help="keep answers here, and measure only what is missing"
    )
    given = parser.parse_args()
    lengths = [int(part) for part in given.n.split(",")]
    kinds = [(world, "none") for world in given.worlds.split(",")]
    kinds += [("usual", truth) for truth in POWER]
    tasks = [
        (world, truth, n, seed)
        for world, truth in kinds
        for n in lengths
        for seed in range(given.accounts if n < 300 else given.long)
    ]
    print(table(run(tasks, given.jobs, given.resume), lengths))


if __name__ == "__main__":
    main()
