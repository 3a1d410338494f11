"""What bent lines and one interaction would be worth, on accounts whose truth is known.

Likes may rise with brightness up to a point and fall after it. The model's line can't say so; with
the distance from the account's median beside it, it can (the two together are any line with one
bend at the median). Whether that pays is asked of the same accounts with and without, once
where every truth is a straight line, once where one is bent, once where light counts
for photos of people alone.

    python bench/bends.py --accounts 200 --n 30,60,120,300

Prints mean Spearman of unseen posts, the mean difference that each makes, with its
Monte Carlo standard error, and how often the gate opens where nothing has an effect.
"""

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from threadpoolctl import threadpool_limits

from spe.model.fit import COLUMNS
from spe.model.options import GATE
from spe.stats import inference, simulate
from spe.stats.design import Column, Design, FloatArray, mean_imputed
from spe.stats.regression import learn
from spe.stats.validation import spearman
from spe.transforms import transformed

NAMES = [column.name for column in COLUMNS]
BENT = ("brightness", "colourfulness")

# A true bend's size: log-likes for one SD from the median.
SIZE = 0.12


def distance(name: str) -> Callable[[FloatArray, FloatArray], FloatArray]:
    """A column of how far a post is from the account's median of a feature."""
    j = NAMES.index(name)
    return lambda x, past: np.abs(x[:, j] - np.nanmedian(past[:, j]))


def together(one: str, other: str) -> Callable[[FloatArray, FloatArray], FloatArray]:
    """A column of two features' product, each about the account's mean."""
    i, j = NAMES.index(one), NAMES.index(other)
    return lambda x, past: (x[:, i] - np.nanmean(past[:, i])) * (x[:, j] - np.nanmean(past[:, j]))


BENDS = [distance(name) for name in BENT]
PRODUCT = [together("faces", "brightness")]

Added = tuple[Sequence[Callable[[FloatArray, FloatArray], FloatArray]], float]

# What is added, and how large its coefficients are expected to be, a core feature's being 1.
ADDED: dict[str, Added] = {
    **{f"bends, {prior:g}": (BENDS, prior) for prior in (0.71, 0.45, 0.32, 0.22)},
    **{f"people x light, {prior:g}": (PRODUCT, prior) for prior in (0.45, 0.22)},
}
TRUTHS = {"straight": [], "bent": BENDS[:1], "together": PRODUCT}


def on_scale(raw: FloatArray) -> FloatArray:
    """(posts, features) as the model sees them."""
    return np.column_stack([transformed(raw[:, j], c.transform) for j, c in enumerate(COLUMNS)])


def signal(
    column: Callable[[FloatArray, FloatArray], FloatArray], x: FloatArray, past: FloatArray
) -> FloatArray:
    """(posts,) log-likes of a truth that is no line, about 0 and of `SIZE` a SD."""
    values = column(x, past)
    values = np.where(np.isnan(values), np.nanmean(values), values)
    return -SIZE * (values - values.mean()) / values.std()


def ranked(design: Design, prior: FloatArray, fresh: FloatArray, merit: FloatArray) -> float:
    """Spearman of unseen posts."""
    found = learn(design.days, design.y, design.x, prior)
    full = np.where(np.isnan(fresh), found.means, fresh)
    return spearman(full @ found.coefficients, merit)


def with_columns(
    design: Design, fresh: FloatArray, how: str
) -> tuple[Design, FloatArray, FloatArray]:
    """The posts to learn from, what is expected of the columns, and the unseen, with more."""
    columns, size = ADDED[how]
    more = [column(design.x, design.x) for column in columns]
    names = tuple(Column(f"{how} {j}", "light") for j in range(len(columns)))
    wider = replace(design, x=np.column_stack([design.x, *more]), columns=(*design.columns, *names))
    prior = np.concatenate([design.prior, np.full(len(more), size)])
    return wider, prior, np.column_stack([fresh, *(one(fresh, design.x) for one in columns)])


def measured(n: int, seed: int, truth: str) -> dict[str, float]:
    """By what is added ("" for nothing), Spearman of one account's unseen posts."""
    account = simulate.account(COLUMNS, n, seed, "sparse")
    past, fresh = on_scale(account.past.raw), on_scale(account.fresh.raw)
    y, merit = np.log1p(account.past.likes), account.fresh.merit
    for column in TRUTHS[truth]:
        both = signal(column, np.vstack([past, fresh]), past)
        y, merit = np.maximum(y + both[:n], 0.0), merit + both[n:]
    design = Design(account.past.days, y, past, tuple(COLUMNS))
    found = {"": ranked(design, design.prior, fresh, merit)}
    for how in ADDED:
        found[how] = ranked(*with_columns(design, fresh, how), merit)
    return found


def opens(n: int, seed: int) -> dict[str, bool]:
    """By what is added, whether the gate opens where nothing has an effect."""
    account = simulate.account(COLUMNS, n, seed, "none")
    past = on_scale(account.past.raw)
    design = Design(account.past.days, np.log1p(account.past.likes), past, tuple(COLUMNS))
    found = {}
    for how in ("", "bends, 0.71", "people x light, 0.45"):
        wider = with_columns(design, past, how)[0] if how else design
        varied = np.flatnonzero(mean_imputed(wider.x)[0].std(axis=0) > 0).tolist()
        found[how] = inference.gate(inference.Residualized.of(wider.only(varied)), 0) < GATE
    return found


def mean(values: Sequence[float]) -> str:
    """A mean and its standard error."""
    return f"{np.mean(values):+.4f} ± {np.std(values, ddof=1) / math.sqrt(len(values)):.4f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--n", default="30,60,120,300")
    parser.add_argument("--null", type=int, default=0, help="accounts without effect, for the gate")
    asked = parser.parse_args()
    threadpool_limits(1)
    for n in map(int, asked.n.split(",")):
        for truth in TRUTHS:
            rows = [measured(n, seed, truth) for seed in range(asked.accounts)]
            print(f"n = {n}, {truth}: Spearman {np.mean([row[''] for row in rows]):.3f}")
            for how in ADDED:
                print(f"  {how:24} {mean([row[how] - row[''] for row in rows])}", flush=True)
        if asked.null:
            rows = [opens(n, seed) for seed in range(asked.null)]
            for how in rows[0]:
                print(f"  gate opens, {how or 'as it is'}: {np.mean([r[how] for r in rows]):.3f}")


if __name__ == "__main__":
    main()
