"""Whether small accounts gain by lending each other strength.

Families of made-up accounts share a part of their taste: effects are drawn once for the
family and once for each account, and mixed by the share. Each account is then fitted
alone, as `spe fit` does it, and the family together: a mixed model (statsmodels MixedLM,
REML) with the family's slopes as fixed effects and each account's own as random ones of
one variance, on likes and features freed from each account's trend.

    python bench/pooling.py --families 10 --jobs 2
"""

import argparse
import math
import os
import warnings
from concurrent.futures import ProcessPoolExecutor

import numpy as np
from stats import on_scale, one_thread
from statsmodels.regression.mixed_linear_model import MixedLM, VCSpec

from spe.model.fit import COLUMNS
from spe.stats import simulate
from spe.stats.design import mean_imputed
from spe.stats.regression import learn
from spe.stats.trend import line_of, residualize
from spe.stats.validation import spearman

PRIOR = np.array([1.0 if column.core else 0.5**0.5 for column in COLUMNS])


def family(
    n: int, members: int, share: float, truth: simulate.Truth, seed: int
) -> list[simulate.Account]:
    """Accounts of `n` posts whose effects have the share `share` of their variance in common."""
    draw = np.random.default_rng([seed, members])
    common, *own = (
        effects / np.linalg.norm(effects)
        for effects in (simulate.drawn_effects(draw, COLUMNS, truth) for _ in range(members + 1))
    )
    return [
        simulate.account(
            COLUMNS,
            n,
            1000 * seed + number,
            truth,
            effects=math.sqrt(share) * common + math.sqrt(1 - share) * mine,
        )
        for number, mine in enumerate(own)
    ]


def pooled(accounts: list[simulate.Account]) -> list[np.ndarray]:
    """Each account's slopes under the mixed model, on the features' own scale."""
    tables = [mean_imputed(on_scale(account.past.raw))[0] for account in accounts]
    scale = np.sqrt(np.mean([table.var(axis=0) for table in tables], axis=0))
    likes, features = [], []
    for account, table in zip(accounts, tables, strict=True):
        days, y = account.past.days, np.log1p(account.past.likes)
        learnt = learn(days, y, table, PRIOR)
        inside = learnt.left + (table - learnt.means) @ learnt.coefficients
        together = np.column_stack([inside, (table - learnt.means) / scale, line_of(days, days)])
        white = learnt.trend.whitened(together)
        width = 1 + table.shape[1]
        left = residualize(white[:, width:], white[:, :width])
        likes.append(left[:, 0])
        features.append(left[:, 1:])
    names = [[column.name for column in COLUMNS]] * len(accounts)
    groups = np.repeat(np.arange(len(accounts)), [len(y) for y in likes])
    own = VCSpec(["own"], [names], [features])
    model = MixedLM(np.concatenate(likes), np.vstack(features), groups, exog_vc=own)
    with warnings.catch_warnings():
        # A variance at its boundary, 0, is an answer: the accounts do not differ.
        warnings.simplefilter("ignore")
        # Its default, L-BFGS, was seen to stop far from the maximum and call that converged.
        found = model.fit(reml=True, method="powell")
        slopes = found.random_effects
    common = np.asarray(found.fe_params)
    return [(common + slopes[number].to_numpy()) / scale for number in range(len(accounts))]


def measured(task: tuple[int, int, float, simulate.Truth, int]) -> tuple[float, float, float]:
    """Mean Spearman on fresh posts in one family: fitted alone, together, and by the oracle."""
    accounts = family(*task)
    rows = []
    for account, slopes in zip(accounts, pooled(accounts), strict=True):
        past, fresh = on_scale(account.past.raw), on_scale(account.fresh.raw)
        alone = learn(account.past.days, np.log1p(account.past.likes), past, PRIOR)
        known = np.where(np.isnan(fresh), alone.means, fresh)
        rows.append(
            [
                spearman(alone.parts(fresh).sum(axis=1), account.fresh.merit),
                spearman(known @ slopes, account.fresh.merit),
                spearman(account.fresh.signal, account.fresh.merit),
            ]
        )
    alone, together, oracle = np.mean(rows, axis=0)
    return float(alone), float(together), float(oracle)


def cell(found: np.ndarray) -> str:
    """Alone and together in percent of the oracle, and the difference with its standard error."""
    alone, together = 100 * found[:, :2].mean(axis=0) / found[:, 2].mean()
    apart = 100 * (found[:, 1] - found[:, 0]) / found[:, 2].mean()
    error = apart.std(ddof=1) / math.sqrt(len(apart))
    return f"{alone:.0f} / {together:.0f} ({apart.mean():+.1f} ± {error:.1f})"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--families", type=int, default=10, help="a cell")
    parser.add_argument("--members", type=int, default=12, help="accounts a family")
    parser.add_argument("--n", default="30,60,120", help="posts an account")
    parser.add_argument("--shares", default="0,0.25,0.5,0.75,1", help="of taste in common")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    given = parser.parse_args()
    lengths = [int(part) for part in given.n.split(",")]
    shares = [float(part) for part in given.shares.split(",")]
    kinds: tuple[simulate.Truth, ...] = ("sparse", "dense")
    print("| taste in common | effects |" + "|".join(f" n = {n} " for n in lengths) + "|")
    print("|---" * (2 + len(lengths)) + "|")
    with ProcessPoolExecutor(given.jobs, initializer=one_thread) as pool:
        for share in shares:
            for truth in kinds:
                cells = []
                for n in lengths:
                    tasks = [(n, given.members, share, truth, k) for k in range(given.families)]
                    cells.append(cell(np.array(list(pool.map(measured, tasks)))))
                effects = "4 + 4" if truth == "sparse" else "all"
                print(f"| {share:.0%} | {effects} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
