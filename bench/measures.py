"""What a measure costs where it tells nothing, and what a bent line gains where the truth is bent.

What is learnt of a measure that tells nothing is noise, for those that do. So accounts of which the
truth is known are learnt with and without some columns, and ranks of unseen posts compared:
the columns that came to the catalogue late and have no effect in made-up accounts; the bends, once
where every truth is a straight line and once where brightness is liked up to a point; and one
interaction that the catalogue has not, light in photos of people.

    python bench/measures.py --accounts 150 --n 30,60,120,300 --null 200

Prints mean Spearman of unseen posts without the columns, the mean difference that they make, with
Monte Carlo standard errors, and how often the gate opens where nothing has an effect.
"""

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from stats import on_scale, one_thread

from spe.model.fit import COLUMNS
from spe.model.options import GATE
from spe.stats import inference, simulate
from spe.stats.design import BEND, BESIDE, SLIGHT, Column, Design, FloatArray, mean_imputed
from spe.stats.regression import learn
from spe.stats.validation import spearman

NAMES = [column.name for column in COLUMNS]
BENDS = [column.name for column in COLUMNS if column.bend]
LATE = [column.name for column in COLUMNS if column.name in simulate.WITHOUT_EFFECT]

# A true bend's size: log-likes for one SD of the distance from the median.
SIZE = 0.12

Truth = Callable[[FloatArray, FloatArray], FloatArray]


def bent(x: FloatArray, past: FloatArray) -> FloatArray:
    """(posts,) a truth that is liked up to a point: how far brightness is from the median."""
    j = NAMES.index("brightness")
    return -np.abs(x[:, j] - np.nanmedian(past[:, j]))


def together(x: FloatArray, past: FloatArray) -> FloatArray:
    """(posts,) a truth of two: light, in photos of people more than in others."""
    i, j = NAMES.index("faces"), NAMES.index("brightness")
    centred = x - np.nanmean(past, axis=0)
    return np.asarray(centred[:, i] * centred[:, j])


TRUTHS: dict[str, Truth | None] = {"straight": None, "bent": bent, "together": together}


def ranked(design: Design, fresh: FloatArray, merit: FloatArray, prior: FloatArray) -> float:
    """Spearman of unseen posts."""
    found = learn(design.days, design.y, design.x, prior)
    full = np.where(np.isnan(fresh), found.means, fresh)
    return spearman(full @ found.coefficients, merit)


def without(names: Sequence[str]) -> list[int]:
    """Where all other columns stand."""
    return [j for j, name in enumerate(NAMES) if name not in names]


def with_product(design: Design, fresh: FloatArray) -> tuple[Design, FloatArray]:
    """All but the bends, and the interaction: the posts to learn from, and the unseen."""
    kept = without(BENDS)
    columns = (*design.only(kept).columns, Column("people x light", "light"))
    x = np.column_stack([design.x[:, kept], together(design.x, design.x)])
    unseen = np.column_stack([fresh[:, kept], together(fresh, design.x)])
    return replace(design, x=x, columns=columns), unseen


def measured(n: int, seed: int, truth: str) -> dict[str, tuple[float, float]]:
    """Spearman of one account's unseen posts without and with some columns, by what they are."""
    account = simulate.account(COLUMNS, n, seed, "sparse")
    past, fresh = on_scale(account.past.raw), on_scale(account.fresh.raw)
    y, merit = np.log1p(account.past.likes), account.fresh.merit
    if (more := TRUTHS[truth]) is not None:
        signal = more(np.vstack([past, fresh]), past)
        signal = SIZE * (signal - signal.mean()) / signal.std()
        y, merit = np.maximum(y + signal[:n], 0.0), merit + signal[n:]
    whole = Design(account.past.days, y, past, tuple(COLUMNS))
    plain = without(BENDS)
    straight = whole.only(plain), fresh[:, plain]
    none = ranked(*straight, merit, straight[0].prior)
    found = {}
    for size in (BESIDE, BEND, SLIGHT):
        prior = np.where([column.bend for column in COLUMNS], size, whole.prior)
        found[f"the bends, {size:.2f}"] = none, ranked(whole, fresh, merit, prior)
    for size in (BEND, SLIGHT):
        wider, unseen = with_product(whole, fresh)
        prior = np.append(straight[0].prior, size)
        found[f"people x light, {size:.2f}"] = none, ranked(wider, unseen, merit, prior)
    early = without(LATE)
    bare = whole.only(early)
    found[f"the {len(LATE)} of late"] = (
        ranked(bare, fresh[:, early], merit, bare.prior),
        ranked(whole, fresh, merit, whole.prior),
    )
    return found


def opens(n: int, seed: int) -> dict[str, bool]:
    """Whether the gate opens where nothing has an effect, without the bends and with them."""
    account = simulate.account(COLUMNS, n, seed, "none")
    past = on_scale(account.past.raw)
    design = Design(account.past.days, np.log1p(account.past.likes), past, tuple(COLUMNS))
    varied = mean_imputed(past)[0].std(axis=0) > 0
    found = {}
    for how, kept in (("without the bends", without(BENDS)), ("with them", without(()))):
        table = design.only([j for j in kept if varied[j]])
        found[how] = inference.gate(inference.Residualized.of(table), 0) < GATE
    return found


def mean(values: Sequence[float]) -> str:
    """A mean and its standard error."""
    return f"{np.mean(values):+.4f} ± {np.std(values, ddof=1) / math.sqrt(len(values)):.4f}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--accounts", type=int, default=150)
    parser.add_argument("--n", default="30,60,120,300")
    parser.add_argument("--null", type=int, default=0, help="accounts without effect, for the gate")
    asked = parser.parse_args()
    one_thread()
    for n in map(int, asked.n.split(",")):
        for truth in TRUTHS:
            rows = [measured(n, seed, truth) for seed in range(asked.accounts)]
            print(f"{n} posts, {truth}")
            for how in rows[0]:
                before = float(np.mean([row[how][0] for row in rows]))
                gained = mean([row[how][1] - row[how][0] for row in rows])
                print(f"  {how:22} {before:.3f}  {gained}", flush=True)
        if asked.null:
            nulls = [opens(n, seed) for seed in range(asked.null)]
            for how in nulls[0]:
                print(f"  gate opens, {how}: {np.mean([row[how] for row in nulls]):.3f}")


if __name__ == "__main__":
    main()
