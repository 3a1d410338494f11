"""What subjects add to an account where they matter, and what they cost where they do not.

Somebody says of each post which of five subjects is in the picture. Where subjects matter, each
gets 20 to 40 % more or fewer likes; accounts are otherwise those of `bench/stats.py`. Tests go
through the steps of `spe fit` up to the kinds; ranks are those of fresh posts, on the same
accounts with subjects and without.

    python bench/subjects.py --accounts 200 --n 60,120 --ranks 30,60 --jobs 2
"""

import argparse
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from stats import LATER, on_scale, one_thread, tables

from spe.features import SUBJECT, subject_values
from spe.model.claims import group_found
from spe.model.fit import COLUMNS, _chosen, _design, with_subjects
from spe.model.options import GATE, FitOptions
from spe.posts import Post
from spe.stats import inference, simulate
from spe.stats.design import Design
from spe.stats.regression import learn
from spe.stats.validation import spearman
from spe.subjects import compared

NAMES = ("family", "food", "home", "pets", "travel")

# What is true of the photos, whether subjects differ, and whether they are said.
TESTED = {
    "nothing matters, subjects said": ("none", False, True),
    "nothing matters, subjects not said": ("none", False, False),
    "subjects alone matter": ("none", True, True),
    "four effects and subjects matter": ("sparse", True, True),
    "four effects matter, subjects said": ("sparse", False, True),
    "four effects matter, subjects not said": ("sparse", False, False),
}
RANKED = {
    "four effects, subjects do not matter": ("sparse", False),
    "all features matter, subjects do not": ("dense", False),
    "four effects and subjects matter": ("sparse", True),
}


class Task(NamedTuple):
    """One account: what is true of its photos, whether subjects matter and are said."""

    truth: str
    differ: bool
    said: bool
    n: int
    seed: int


def made(task: Task) -> tuple[simulate.Account, np.ndarray, list[Post], Design]:
    """The account, the subject of each of its posts, and what `spe fit` makes of it."""
    account = simulate.account(COLUMNS, task.n, task.seed, task.truth)  # type: ignore[arg-type]
    differences = simulate.drawn_differences(task.seed) if task.differ else np.zeros(len(NAMES))
    account, of_post = simulate.with_subjects(account, differences, task.seed)
    posts, features = tables(account)
    if task.said:
        posts = [
            replace(post, subject=NAMES[k])
            for post, k in zip(posts, of_post[: task.n], strict=True)
        ]
    chosen, _ = _chosen(posts, features, LATER, FitOptions())
    table, _ = _design(chosen, with_subjects(chosen, features), "likes")
    return account, of_post, chosen, table


def tested(task: Task) -> dict[str, float]:
    """Whether the gate opens, and which kinds are found behind it."""
    account, _, _, table = made(task)
    parts = inference.Residualized.of(table)
    is_open = inference.gate(parts, 0) < GATE
    tests = inference.groups(parts, 0)
    found = {name for name, (_, q) in tests.items() if group_found(q, gate_open=is_open)}
    true = {
        column.group for column, effect in zip(COLUMNS, account.coefficients, strict=True) if effect
    }
    return {
        "gate": is_open,
        "found": SUBJECT in found,
        "others": len((found - {SUBJECT}) & true) / len(true) if true else math.nan,
        "wrong": bool(found - true - ({SUBJECT} if task.differ else set())),
    }


def ranked(task: Task) -> dict[str, float]:
    """The rank correlation of fresh posts, as learnt with the subjects and as without them."""
    account, of_post, chosen, table = made(task)
    fresh = of_post[-len(account.fresh.days) :]
    merit = account.fresh.merit
    if task.differ:
        differences = simulate.drawn_differences(task.seed)
        merit = merit + differences[fresh]
    seen = {column.name: on_scale(account.fresh.raw)[:, j] for j, column in enumerate(COLUMNS)}
    said = [subject_values(NAMES[k], compared(chosen)) for k in fresh]
    seen |= {name: np.array([one[name] for one in said]) for name in (said[0] if said else {})}

    def rank(design: Design) -> float:
        learnt = learn(design.days, design.y, design.x, design.prior)
        x = np.column_stack([seen[column.name] for column in design.columns])
        return spearman(learnt.parts(x).sum(axis=1), merit)

    known, without = rank(table), rank(table.only(np.flatnonzero(~table.exclusive).tolist()))
    return {"with": known, "without": without, "difference": known - without}


def figure(values: Sequence[float], scale: float, digits: int) -> str:
    """A mean ± one standard error."""
    known = scale * np.array([value for value in values if not math.isnan(value)])
    if not len(known):
        return "–"
    return f"{known.mean():.{digits}f} ± {known.std(ddof=1) / math.sqrt(len(known)):.{digits}f}"


def told(name: str, n: int, rows: Sequence[Mapping[str, float]], digits: int) -> str:
    """A row of a Markdown table: a kind of account and length, in percent or in ranks."""
    scale = 1 if digits > 1 else 100
    cells = [figure([row[head] for row in rows], scale, digits) for head in rows[0]]
    return f"| {name} | {n} | {len(rows)} | {' | '.join(cells)} |"


def head(figures: Sequence[str]) -> str:
    """The head of such a table."""
    return f"| | n | accounts | {' | '.join(figures)} |\n{'|---' * (3 + len(figures))}|"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=200, help="of each kind and length")
    parser.add_argument("--n", default="60,120", help="posts an account, for the tests")
    parser.add_argument("--ranks", default="30,60", help="posts an account, for the ranks")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    with ProcessPoolExecutor(given.jobs, initializer=one_thread) as pool:
        print(head(("gate opens", "subjects found", "others found", "anything false")), flush=True)
        for n in lengths(given.n):
            for name, kind in TESTED.items():
                tasks = [Task(*kind, n, seed) for seed in range(given.accounts)]
                print(told(name, n, list(pool.map(tested, tasks, chunksize=4)), 1), flush=True)
        print(head(("with", "without", "difference")), flush=True)
        for n in lengths(given.ranks):
            for name, (truth, differ) in RANKED.items():
                tasks = [Task(truth, differ, True, n, seed) for seed in range(given.accounts)]
                print(told(name, n, list(pool.map(ranked, tasks, chunksize=4)), 4), flush=True)


def lengths(text: str) -> list[int]:
    """The numbers of posts that were asked for."""
    return [int(part) for part in text.split(",") if part]


if __name__ == "__main__":
    main()
