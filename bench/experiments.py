"""What experiments by coin find, on made-up accounts in lives of many kinds.

Each account lives 120 posts, from which a forecast is learnt, then posts by coin. The coin is
drawn several times for one account: its answer must be right for each life on its own.

    python bench/experiments.py --accounts 60 --coins 10 --posts 40
"""

import argparse
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from stats import one_thread

from spe.model.claims import found_by_coin
from spe.model.fit import COLUMNS
from spe.stats import randomisation, simulate
from spe.stats.design import FloatArray
from spe.stats.power import smallest_shown
from spe.stats.randomisation import confidence_sequence, draw_order, randomisation_test
from spe.stats.regression import learn
from spe.stats.worlds import WORLDS
from spe.transforms import transformed

BEFORE = 120
EFFECT = 0.30
CLAIMED = {"more", "fewer"}

# Draws at random for a test, fewer than spe makes.
DRAWS = 999

# Effects that are tried for the anytime range: none and the true one, and only few besides.
TRIED = np.unique([-3.0, *np.linspace(-1, 1, 9), math.log1p(EFFECT), 3.0])

TIMED = np.array([column.group == "time" and not column.pace for column in COLUMNS])
BESIDE = np.array([not column.pace for column in COLUMNS])


@dataclass(frozen=True)
class Case:
    """One row of a table: a life, a truth, and what goes on in the experiment.

    Attributes:
        world: one of `WORLDS`.
        truth: whether photos matter.
        kind: "plain"; "follows": the rest of the photo goes with the coin.
    """

    world: str
    truth: str = "none"
    kind: str = "plain"


def one_account(task: tuple[Case, int, int, int]) -> dict[str, list[float]]:
    """What is claimed over several coins of one account, by the name of the figure."""
    case, seed, posts, coins = task
    randomisation.DRAWS = DRAWS
    randomisation.TRIED = TRIED
    lived = simulate.account(COLUMNS, BEFORE + posts, seed, case.truth, world=case.world)  # type: ignore[arg-type]
    seen = np.column_stack(
        [transformed(lived.past.raw[:, at], column.transform) for at, column in enumerate(COLUMNS)]
    )
    y = np.log1p(lived.past.likes.astype(float))
    prior = np.array([column.prior for column in COLUMNS])
    learnt = learn(lived.past.days[:BEFORE], y[:BEFORE], seen[:BEFORE], prior)
    spread = float(np.std(np.diff(y[:BEFORE]), ddof=1)) / math.sqrt(2)
    found: dict[str, list[float]] = {}
    for coin in range(coins):
        order = np.reshape(draw_order(posts // 4, 1000 * seed + coin), (-1, 4))
        coming = seen[BEFORE:].copy()
        if case.kind == "follows":
            shift = np.where(learnt.coefficients > 0, 1.0, -1.0) * seen[:BEFORE].std(axis=0)
            coming += np.where(order.reshape(-1, 1) & ~TIMED, np.nan_to_num(shift), 0.0)
        parts = learnt.parts(coming)
        likes = lived.past.likes[BEFORE:].astype(float).reshape(-1, 4)
        for name, value in _figures(likes, order, parts, spread, coin).items():
            found.setdefault(name, []).append(value)
    return found


def _figures(
    likes: FloatArray, order: np.ndarray, parts: FloatArray, spread: float, seed: int
) -> dict[str, float]:
    """What one coin finds of nothing, and of an effect of `EFFECT`."""
    moved = np.where(order, np.round(likes * (1 + EFFECT)), likes)
    truth = math.log1p(EFFECT)
    timed, beside = (parts[:, kept].sum(axis=1).reshape(-1, 4) for kept in (TIMED, BESIDE))
    y, better = np.log1p(likes), np.log1p(moved)
    none = randomisation_test(y - timed, order, seed)
    wrongly = randomisation_test(y - beside, order, seed)
    told = randomisation_test(better - timed, order, seed)
    bare = randomisation_test(better, order, seed)
    full = randomisation_test(better - beside, order, seed)
    looked = confidence_sequence(y - timed, order, size=math.log(1.2), spread=spread)
    early = confidence_sequence(better - timed, order, size=math.log(1.2), spread=spread)
    return {
        "false": float(_claimed(none)),
        "false, all taken out": float(_claimed(wrongly)),
        "covered": float(told.low <= truth <= told.high),
        "found": float(_claimed(told)),
        "found, all taken out": float(_claimed(full)),
        "width bare": bare.high - bare.low,
        "width timed": told.high - told.low,
        "width full": full.high - full.low,
        "false, looking": float(_claimed(looked)),
        "covered, looking": float(early.low <= truth <= early.high),
        "found, looking": float(_claimed(early)),
    }


def _claimed(told: randomisation.Told) -> bool:
    return found_by_coin(told.low, told.high, told.p_value) in CLAIMED


def share(rows: list[dict[str, list[float]]], name: str) -> str:
    """A share in percent with its standard error, by accounts, which are what is independent."""
    by_account = np.array([np.mean(row[name]) for row in rows])
    error = by_account.std(ddof=1) / math.sqrt(len(by_account))
    return f"{100 * by_account.mean():.1f} ± {100 * error:.1f}"


def saved(rows: list[dict[str, list[float]]], name: str) -> str:
    """The share of posts that a narrower range saves, in percent, and its standard error."""
    ratios = np.array(
        [np.median(np.array(row[name]) / np.array(row["width bare"])) ** 2 for row in rows]
    )
    error = ratios.std(ddof=1) / math.sqrt(len(ratios))
    return f"{100 * (1 - ratios.mean()):.0f} ± {100 * error:.0f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=60, help="a row")
    parser.add_argument("--coins", type=int, default=10, help="an account")
    parser.add_argument("--posts", type=int, default=40, help="an experiment, in fours")
    parser.add_argument("--worlds", default=",".join(WORLDS))
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    cases = [Case(world) for world in given.worlds.split(",")]
    cases += [Case("phases of 10", kind="follows"), Case("long memory", kind="follows")]
    cases += [Case("usual", truth) for truth in ("sparse", "dense")]
    columns = (
        "false",
        "false, all taken out",
        "covered",
        "found",
        "false, looking",
        "covered, looking",
        "found, looking",
    )
    print(f"{given.accounts} accounts a row, {given.coins} coins each, {given.posts} posts;")
    print(f"effect {EFFECT:.0%}; percent ± standard error.\n")
    print("| | " + " | ".join(columns) + " | posts saved, moment | posts saved, all |")
    print("|---" * (len(columns) + 3) + "|")
    with ProcessPoolExecutor(given.jobs, initializer=one_thread) as pool:
        for case in cases:
            tasks = [(case, seed, given.posts, given.coins) for seed in range(given.accounts)]
            rows = list(pool.map(one_account, tasks, chunksize=2))
            cells = [share(rows, name) for name in columns]
            cells += [saved(rows, "width timed"), saved(rows, "width full")]
            said = " | ".join(cells)
            print(f"| {case.truth}: {case.world}, {case.kind} | {said} |", flush=True)
    print(
        f"\nWith SD .35 so many posts show {smallest_shown(given.posts, 0.35):.0f}% 4 times in 5."
    )


if __name__ == "__main__":
    main()
