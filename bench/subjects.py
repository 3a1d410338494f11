"""What subjects add to an account where they matter, and what they cost where they do not.

Somebody says of each post which of five subjects is in the picture. Where subjects matter, each
gets 20 to 40 % more or fewer likes; accounts are otherwise those of `bench/stats.py`. Tests go
through the steps of `spe fit` up to the kinds; ranks are those of fresh posts. All of it on the
same accounts without their subjects, and for several beliefs in how much subjects matter.

    python bench/subjects.py --accounts 200 --n 60,120 --jobs 2
"""

import argparse
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np
from stats import LATER, on_scale, one_thread, tables

from spe.features import SUBJECT, subject_values
from spe.model.claims import group_found
from spe.model.fit import COLUMNS, _chosen, _design, with_subjects
from spe.model.options import GATE, FitOptions
from spe.posts import Post
from spe.stats import inference, simulate
from spe.stats.design import BESIDE, Design, FloatArray
from spe.stats.regression import learn
from spe.stats.validation import spearman
from spe.subjects import compared

NAMES = ("family", "food", "home", "pets", "travel")

# What is true of the photos, and whether subjects differ.
KINDS = {
    "nothing matters": ("none", False),
    "subjects matter": ("none", True),
    "four effects matter": ("sparse", False),
    "all features matter": ("dense", False),
    "four effects and subjects matter": ("sparse", True),
}

# Without subjects.
WITHOUT = -1.0


class Task(NamedTuple):
    """One account: what is true of its photos, and whether its subjects differ."""

    truth: str
    differ: bool
    n: int
    seed: int


def made(task: Task) -> tuple[simulate.Account, np.ndarray, list[Post], Design]:
    """The account, the subject of each of its posts, and what `spe fit` makes of it."""
    account = simulate.account(COLUMNS, task.n, task.seed, task.truth)  # type: ignore[arg-type]
    differences = simulate.drawn_differences(task.seed) if task.differ else np.zeros(len(NAMES))
    account, of_post = simulate.with_subjects(account, differences, task.seed)
    posts, features = tables(account)
    said = [replace(post, subject=NAMES[k]) for post, k in zip(posts, of_post, strict=False)]
    chosen, _ = _chosen(said, features, LATER, FitOptions())
    table, _ = _design(chosen, with_subjects(chosen, features), "likes")
    return account, of_post, chosen, table


def measured(task: Task, priors: Sequence[float]) -> dict[float, dict[str, float]]:
    """What is found of an account and how well it ranks, by the prior of its subjects."""
    account, of_post, chosen, table = made(task)
    bare = table.only(np.flatnonzero(~table.exclusive).tolist())
    parts = {False: inference.Residualized.of(table), True: inference.Residualized.of(bare)}
    true = {
        column.group for column, effect in zip(COLUMNS, account.coefficients, strict=True) if effect
    }
    true |= {SUBJECT} if task.differ else set()
    fresh, merit = _fresh(account, of_post, chosen, task)
    rows = {}
    for prior in (WITHOUT, *priors):
        alone = prior == WITHOUT
        known = parts[alone]
        own = np.array([column.exclusive for column in known.columns], bool)
        tested = replace(known, prior=np.where(own, prior, known.prior))
        found = _found(tested)
        design = bare if alone else table
        believed = np.where(design.exclusive, prior, design.prior)
        learnt = learn(design.days, design.y, design.x, believed)
        seen = np.column_stack([fresh[column.name] for column in design.columns])
        rows[prior] = {
            "gate": found is not None,
            "found": SUBJECT in (found or ()),
            "others": _share(found or set(), true - {SUBJECT}),
            "false": bool((found or set()) - true),
            "rank": spearman(learnt.parts(seen).sum(axis=1), merit),
        }
    for row in rows.values():
        row["more"] = row["rank"] - rows[WITHOUT]["rank"]
    return rows


def _found(parts: inference.Residualized) -> set[str] | None:
    """The kinds that are found behind the gate; None where it is closed."""
    if inference.gate(parts, 0) >= GATE:
        return None
    return {
        name
        for name, (_, q) in inference.groups(parts, 0).items()
        if group_found(q, gate_open=True)
    }


def _share(found: set[str], true: set[str]) -> float:
    return len(found & true) / len(true) if true else math.nan


def _fresh(
    account: simulate.Account, of_post: np.ndarray, chosen: Sequence[Post], task: Task
) -> tuple[Mapping[str, FloatArray], FloatArray]:
    """The fresh posts as the model sees them, by feature, and what they are worth."""
    own = of_post[-len(account.fresh.days) :]
    merit = account.fresh.merit
    if task.differ:
        merit = merit + simulate.drawn_differences(task.seed)[own]
    raw = on_scale(account.fresh.raw)
    seen = {column.name: raw[:, j] for j, column in enumerate(COLUMNS)}
    known = compared(chosen)
    said = [subject_values(NAMES[k], known) for k in own]
    return seen | {name: np.array([one[name] for one in said]) for name in said[0]}, merit


FIGURES = {"gate": 1, "found": 1, "others": 1, "false": 1, "rank": 4, "more": 4}


def figure(values: Sequence[float], digits: int) -> str:
    """A mean ± one standard error: in percent, or a rank correlation."""
    known = (1 if digits > 1 else 100) * np.array([one for one in values if not math.isnan(one)])
    if not len(known):
        return "–"
    return f"{known.mean():.{digits}f} ± {known.std(ddof=1) / math.sqrt(len(known)):.{digits}f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=200, help="of each kind and length")
    parser.add_argument("--n", default="60,120", help="posts an account")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--priors", default=f"{BESIDE}", help="of a subject; a core feature's 1")
    parser.add_argument("--shuffles", type=int, default=inference.PERMUTATIONS)
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    inference.PERMUTATIONS = given.shuffles
    priors = [float(part) for part in given.priors.split(",")]
    print(f"| | n | prior | {' | '.join(FIGURES)} |\n{'|---' * (3 + len(FIGURES))}|", flush=True)
    with ProcessPoolExecutor(given.jobs, initializer=one_thread) as pool:
        for n in map(int, given.n.split(",")):
            for name in given.kinds.split(","):
                tasks = [Task(*KINDS[name], n, seed) for seed in range(given.accounts)]
                found = list(pool.map(partial(measured, priors=priors), tasks, chunksize=2))
                for prior in (WITHOUT, *priors):
                    rows = [one[prior] for one in found]
                    cells = [figure([row[key] for row in rows], FIGURES[key]) for key in FIGURES]
                    said = "not said" if prior == WITHOUT else f"{prior:.2f}"
                    print(f"| {name} | {n} | {said} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
