"""How often ranges hold, at the next post and later, on steady accounts and on others.

Fits only what a range is made of, by the steps of `spe.model.fit`: no effect is tested.
Prints one table a length of account, with Monte Carlo standard errors; the same seeds give
the same table.

    python bench/ranges.py --accounts 200 --n 60,120 --resume FILE
"""

import argparse
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
from stats import LATER, tables, values
from threadpoolctl import threadpool_limits

from spe.model import claims
from spe.model.fit import COLUMNS, _chosen, _Claims, _design, _folded, _ranged, _terms
from spe.model.fitted import FittedModel, Skill
from spe.model.options import FitOptions, tier_of
from spe.stats import data_quality, inference, simulate
from spe.stats.design import RECENT
from spe.stats.regression import learn

KINDS = {
    "sparse": "few effects",
    "none": "no effect",
    "halved": "likes halved or doubled within the last ten posts",
    "thirds": "a third or three times as many within the last ten posts",
    "wandering": "wandering reach",
}
SPANS = ((0, 1), (0, 5), (5, 10), (10, 20))
CONFIDENCES = (0.9, 0.8)

# Reach that wanders: SD of log-likes, and how many posts it remembers.
WANDERING, MEMORY = 0.4, (20, 60)


def made(kind: str, n: int, seed: int) -> simulate.Account:
    """An account of this kind; what is special to it has a stream of its own."""
    account = simulate.account(COLUMNS, n, seed, "none" if kind == "none" else "sparse")
    draw = np.random.default_rng([seed, n, 99])
    posts = n + simulate.NEXT + simulate.FRESH
    if kind in {"halved", "thirds"}:
        ago = draw.integers(1, RECENT + 1)
        size = draw.choice([-1, 1]) * (0.7 if kind == "halved" else 1.1)
        return account.moved(size * (np.arange(posts) >= n - ago))
    if kind == "wandering":
        kept = math.exp(-1 / draw.uniform(*MEMORY))
        steps = draw.normal(size=posts) * np.append(1.0, np.full(posts - 1, (1 - kept**2) ** 0.5))
        reach = np.empty(posts)
        reach[0] = steps[0]
        for i in range(1, posts):
            reach[i] = kept * reach[i - 1] + steps[i]
        return account.moved(WANDERING * reach)
    return account


def ranged(account: simulate.Account) -> FittedModel:
    """The account's model as `fit` makes it, without what is told of effects.

    An open gate is taken for skill: of 95 in 100 such accounts unseen posts are foreseen better
    than by the usual, and to find out which would take longer than all the rest.
    """
    posts, features = tables(account)
    chosen, _ = _chosen(posts, features, LATER, FitOptions())
    table, _ = _design(chosen, features, "likes")
    n, p = table.x.shape
    gate = inference.gate(inference.Residualized.of(table), 0)
    skill = claims.gate_opens(gate)
    told = Skill(posts=n, mae=math.nan, mae_usual=math.nan, gain=float(skill))
    bare = FittedModel(tier_of(n), n, math.nan, gate_open=skill, has_skill=skill, skill=told)
    if not skill:
        return _ranged(bare, table, table.y)
    learnt = learn(table.days, table.y, table.x, table.prior)
    nothing = _Claims(gate, skill, np.full(p, np.nan), np.full((2, n), np.nan))
    terms = _terms(table, chosen, features, learnt, nothing)
    left = table.y - learnt.parts(table.x).sum(axis=1)
    return _folded(_ranged(replace(bare, terms=terms), table, left), table)


def measured(kind: str, n: int, seed: int) -> dict[str, object]:
    """Which of the next posts fell into their range, and how wide it was."""
    account = made(kind, n, seed)
    model = ranged(account)
    coming = account.following(SPANS[-1][1])
    row: dict[str, object] = {"kind": kind, "n": n, "seed": seed, "has_skill": model.has_skill}
    row["jump_told"] = any(notice.code == "recent_jump" for notice in model.warnings)
    plain = replace(model, shifts=(), shift=0.0, drift=0.0)
    for confidence in CONFIDENCES:
        for name, of in ((f"{confidence}", model), (f"{confidence} plain", plain)):
            ranges = [
                of.interval(values(raw), confidence, since) for since, raw in enumerate(coming.raw)
            ]
            row[f"inside {name}"] = [
                low <= got <= high for (low, high), got in zip(ranges, coming.likes, strict=True)
            ]
            row[f"factor {name}"] = [math.sqrt((high + 1) / (low + 1)) for low, high in ranges]
    return row


def shift_told(n: int, seed: int, jump: float) -> bool | None:
    """Whether a lasting jump is told, rightly (its sign); None where none is."""
    account = simulate.account(COLUMNS, n, seed, jump=jump)
    posts, features = tables(account)
    table, _ = _design(posts, features, "likes")
    found = data_quality.level_shift(table)
    return None if found is None else found.change * jump > 0


def mean(data: np.ndarray, scale: float = 100, digits: int = 1) -> str:
    """A mean over accounts ± its standard error."""
    error = data.std(ddof=1) / math.sqrt(len(data)) if len(data) > 1 else math.nan
    return f"{scale * data.mean():.{digits}f} ± {scale * error:.{digits}f}"


def cell(rows: list[dict], confidence: float, span: tuple[int, int]) -> str:
    """How many hold and how wide they are, and in brackets the same of plain ranges."""

    def of(name: str) -> tuple[np.ndarray, np.ndarray]:
        one, two = (
            np.array([np.mean(row[f"{figure} {name}"][slice(*span)]) for row in rows])
            for figure in ("inside", "factor")
        )
        return one, two

    inside, factor = of(f"{confidence}")
    inside_plain, factor_plain = of(f"{confidence} plain")
    return (
        f"{mean(inside)}, {mean(factor, 1, 2)} "
        f"({100 * inside_plain.mean():.1f}, {factor_plain.mean():.2f})"
    )


def table(rows: list[dict], lengths: list[int]) -> str:
    """The Markdown table."""
    lines = []
    for kind, label in KINDS.items():
        of = {n: [row for row in rows if row["kind"] == kind and row["n"] == n] for n in lengths}
        if not all(of.values()):
            continue
        lines.append((f"**{label}**, accounts", [str(len(of[n])) for n in lengths]))
        for confidence in CONFIDENCES:
            for first, last in SPANS:
                cells = [cell(of[n], confidence, (first, last)) for n in lengths]
                posts = "the next post" if last == 1 else f"posts {first + 1}-{last} after the fit"
                lines.append((f"{confidence:.0%}, {posts}", cells))
        told = [mean(np.array([row["jump_told"] for row in of[n]], float)) for n in lengths]
        lines.append(("a jump within the last ten posts told, %", told))
    head = [
        "| |" + "|".join(f" n = {n} " for n in lengths) + "|",
        "|---" * (len(lengths) + 1) + "|",
    ]
    return "\n".join(head + [f"| {name} | {' | '.join(cells)} |" for name, cells in lines])


def shifts(lengths: list[int], accounts: int) -> str:
    """How often a lasting jump is told, of steady accounts and of those that lost half."""
    lines = [
        "| |" + "|".join(f" n = {n} " for n in lengths) + "|",
        "|---" * (len(lengths) + 1) + "|",
    ]
    for name, jump in (("steady", 0.0), ("halved", -math.log(2))):
        found = {n: [shift_told(n, seed, jump) for seed in range(accounts)] for n in lengths}
        told = [mean(np.array([one is not None for one in found[n]], float)) for n in lengths]
        lines.append(f"| lasting jump told, {name}, % | {' | '.join(told)} |")
        if jump:
            right = [mean(np.array([one is True for one in found[n]], float)) for n in lengths]
            lines.append(f"| – of its sign, % | {' | '.join(right)} |")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=200, help="a kind and length")
    parser.add_argument("--n", default="60,120", help="posts an account")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--shifts", type=int, default=300, help="accounts searched for jumps")
    parser.add_argument("--resume", type=Path, help="keep rows here, measure what is missing")
    given = parser.parse_args()
    lengths = [int(part) for part in given.n.split(",")]
    kept = given.resume.read_text() if given.resume and given.resume.exists() else ""
    rows = {(row["kind"], row["n"], row["seed"]): row for row in map(json.loads, kept.splitlines())}
    with threadpool_limits(1):
        tasks = [
            (kind, n, seed)
            for seed in range(given.accounts)
            for n in lengths
            for kind in given.kinds.split(",")
        ]
        for task in tasks:
            if task not in rows:
                rows[task] = measured(*task)
                if given.resume:
                    with given.resume.open("a") as file:
                        file.write(json.dumps(rows[task], default=bool) + "\n")
        print(table([rows[task] for task in tasks], lengths))
        if given.shifts:
            print("\n" + shifts([30, *lengths, 300], given.shifts))


if __name__ == "__main__":
    main()
