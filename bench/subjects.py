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

    without = table.only(np.flatnonzero(~table.exclusive).tolist())
    return {"with": rank(table), "without": rank(without)}


def figure(values: Sequence[float], scale: float, digits: int) -> str:
    """A mean ± one standard error."""
    known = scale * np.array([value for value in values if not math.isnan(value)])
    if not len(known):
        return "–"
    return f"{known.mean():.{digits}f} ± {known.std(ddof=1) / math.sqrt(len(known)):.{digits}f}"


def table_of(
    rows: Mapping[tuple[str, int], list[dict[str, float]]], heads: Mapping[str, int]
) -> str:
    """A Markdown table: a row a kind of account and length; in percent, or in ranks."""
    lines = ["| | n | accounts | " + " | ".join(heads) + " |", "|---" * (3 + len(heads)) + "|"]
    for (name, n), found in rows.items():
        cells = [
            figure([one[head] for one in found], 1 if digits > 1 else 100, digits)
            for head, digits in heads.items()
        ]
        lines.append(f"| {name} | {n} | {len(found)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=200, help="of each kind and length")
    parser.add_argument("--n", default="60,120", help="posts an account, for the tests")
    parser.add_argument("--ranks", default="30,60", help="posts an account, for the ranks")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    kinds = {
        "nothing matters, subjects not said": ("none", False, False),
        "nothing matters, subjects said": ("none", False, True),
        "photos matter, subjects not said": ("sparse", False, False),
        "photos matter, subjects said": ("sparse", False, True),
        "both matter": ("sparse", True, True),
        "subjects alone matter": ("none", True, True),
    }
    tests = {
        (name, n): [Task(*kind, n, seed) for seed in range(given.accounts)]
        for name, kind in kinds.items()
        for n in lengths(given.n)
    }
    ranks = {
        (f"{truth}, subjects {'matter' if differ else 'do not'}", n): [
            Task(truth, differ, True, n, seed) for seed in range(given.accounts)
        ]
        for truth, differ in (("sparse", False), ("dense", False), ("sparse", True))
        for n in lengths(given.ranks)
    }
    with ProcessPoolExecutor(given.jobs, initializer=one_thread) as pool:
        found = {key: list(pool.map(tested, tasks, chunksize=4)) for key, tasks in tests.items()}
        print(table_of(found, dict.fromkeys(("gate", "found", "others", "wrong"), 1)), flush=True)
        rank = {key: list(pool.map(ranked, tasks, chunksize=4)) for key, tasks in ranks.items()}
    for rows in rank.values():
        for row in rows:
            row["difference"] = row["with"] - row["without"]
    print(table_of(rank, dict.fromkeys(("with", "without", "difference"), 4)))


def lengths(text: str) -> list[int]:
    """The numbers of posts that were asked for."""
    return [int(part) for part in text.split(",") if part]


if __name__ == "__main__":
    main()
