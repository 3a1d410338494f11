"""What the statistics are worth, on accounts whose truth is known.

Every account goes through `spe.model.fit.fit`, as `spe fit` does it. Prints one table a length
of account, with Monte Carlo standard errors; the same seeds give the same table.

    python bench/stats.py --accounts 100 --n 30,60,120,300 --jobs 2 --resume FILE
"""

import argparse
import json
import math
import os
import resource
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LassoCV, RidgeCV
from threadpoolctl import threadpool_limits

from spe.model.fit import COLUMNS, _chosen, _claims, _design, _terms, fit
from spe.model.fitted import FittedModel, Term
from spe.model.options import FEATURES, GATE, SETTLED_DAYS, FitOptions, tier_of
from spe.posts import Post
from spe.stats import inference, simulate
from spe.stats.design import RECENT, mean_imputed, recent_baseline
from spe.stats.regression import learn, ridges
from spe.stats.trend import residualize, spline
from spe.stats.validation import spearman
from spe.transforms import transformed

# A Monday: the weekends of made-up accounts are those of the calendar.
START = datetime(2020, 1, 6, tzinfo=UTC)
LATER = datetime(2100, 1, 1, tzinfo=UTC)

TRUTHS = "none,sparse,dense,core,none/gate,sparse/named,dense/named"

# What the statistics should reach: see docs/statistics.md.
BAR = {
    30: {"sparse": 45, "factor": 2.20, "groups": 3},
    60: {"sparse": 66, "dense": 64, "factor": 1.95, "groups": 13},
    120: {"sparse": 79, "dense": 76, "factor": 1.85, "groups": 45},
    300: {"sparse": 91, "dense": 87, "factor": 1.82, "groups": 83},
}


def frame(posts: simulate.Posts, ids: list[str]) -> pd.DataFrame:
    """A feature table as `spe extract` would have written it."""
    table = pd.DataFrame(posts.raw, columns=[column.name for column in COLUMNS], index=ids)
    return table.assign(problem="")


def tables(account: simulate.Account) -> tuple[list[Post], pd.DataFrame]:
    """The account as `spe fit` finds it."""
    past = account.past
    ids = [f"{i:04}" for i in range(len(past.likes))]
    # They were read when the newest post had all of its own, so that every post counts.
    read = START + timedelta(days=float(past.days.max()) + SETTLED_DAYS)
    posts = [
        Post(
            id=name,
            image="",
            posted_at=START + timedelta(days=float(day)),
            likes=int(likes),
            likes_as_of=read,
        )
        for name, day, likes in zip(ids, past.days, past.likes, strict=True)
    ]
    return posts, frame(past, ids)


def fitted(account: simulate.Account) -> FittedModel:
    """The account through the only door."""
    return fit(*tables(account), now=LATER)


def opened(task: tuple[str, int, int]) -> dict[str, object]:
    """Whether the gate opens, by the steps of `fit` up to there and no further.

    Nothing is claimed behind a closed gate, so on accounts without an effect this is the
    rate of claims; without cross-validation it can be had of many more accounts.
    """
    truth, n, seed = task
    posts, features = tables(simulate.account(COLUMNS, n, seed, truth))
    chosen, _ = _chosen(posts, features, LATER, FitOptions())
    table, _ = _design(chosen, features, "likes")
    p = inference.gate(inference.Residualized.of(table), 0)
    return {"truth": f"{truth}, gate", "n": n, "seed": seed, "gate": p < GATE}


def named(task: tuple[str, int, int]) -> dict[str, object]:
    """The effects that are named and what they are told to be, by the steps of `fit` for that.

    Few are named of an account, so it takes many accounts to tell how good they are. An open
    gate is taken for skill. "sparse@.15" are accounts whose photos explain a share of .15.
    """
    truth, n, seed = task
    kind, _, share = truth.partition("@")
    account = simulate.account(COLUMNS, n, seed, kind, float(share or 0.3))  # type: ignore[arg-type]
    posts, features = tables(account)
    chosen, _ = _chosen(posts, features, LATER, FitOptions())
    table, _ = _design(chosen, features, "likes")
    learnt = learn(table.days, table.y, table.x, table.prior)
    said = _claims(table, learnt, tier_of(len(chosen)), seed=0)
    terms = _terms(table, chosen, features, learnt, said)
    effects = dict(zip((c.name for c in COLUMNS), account.coefficients, strict=True))
    told = [
        (term.effect, term.low, term.high, effects[term.name] * term.step)
        for term in terms
        if term.evidence != "unclear"
    ]
    found = {term.name for term in terms if term.evidence != "unclear"}
    true = {name for name, effect in effects.items() if effect}
    return {
        "truth": f"{truth}, named",
        "n": n,
        "seed": seed,
        "effects": told,
        "named": len(found & true) / len(true),
    }


def values(raw: np.ndarray) -> dict[str, float]:
    """One post's raw values by name."""
    return {column.name: float(value) for column, value in zip(COLUMNS, raw, strict=True)}


def learnt(model: FittedModel, posts: simulate.Posts) -> np.ndarray:
    """The photos' part as the model learnt it, told or not."""
    weights = np.array([term.coefficient for term in model.terms])
    return np.array([model.standardised(values(raw)) @ weights for raw in posts.raw])


def on_scale(raw: np.ndarray) -> np.ndarray:
    """Raw values as the model sees them."""
    return np.column_stack(
        [transformed(raw[:, j], column.transform) for j, column in enumerate(COLUMNS)]
    )


def baselines(account: simulate.Account) -> dict[str, float]:
    """Spearman on fresh posts of what people would reach for first, behind a spline."""
    x, means = mean_imputed(on_scale(account.past.raw))
    fresh = on_scale(account.fresh.raw)
    fresh = np.where(np.isnan(fresh), means, fresh)
    keep = x.std(axis=0) > 1e-9
    left = residualize(
        spline(account.past.days), np.column_stack([np.log1p(account.past.likes), x[:, keep]])
    )
    scale = left[:, 1:].std(axis=0)
    z, target = left[:, 1:] / scale, left[:, 0]
    lasso = LassoCV(alphas=50, eps=0.01, fit_intercept=False, cv=5, max_iter=5000).fit(z, target)
    dense, _, evidence = ridges(z, target)
    weight = np.exp(evidence - evidence.max())
    found = {
        "ridgecv": RidgeCV(alphas=np.logspace(-1, 4, 30), fit_intercept=False).fit(z, target).coef_,
        "lassocv": lasso.coef_,
        "ols": np.linalg.lstsq(z, target, rcond=None)[0],
        "ridge_lasso": (weight @ dense / weight.sum() + lasso.coef_) / 2,
    }
    return {
        name: spearman(fresh[:, keep] / scale @ coefficients, account.fresh.merit)
        for name, coefficients in found.items()
    }


def measured(task: tuple[str, int, int]) -> dict[str, object]:
    """Everything that is to be known of one account."""
    truth, n, seed = task
    account = simulate.account(COLUMNS, n, seed, truth)  # type: ignore[arg-type]
    start, cpu = time.perf_counter(), time.process_time()
    model = fitted(account)
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    row: dict[str, object] = {"truth": truth, "n": n, "seed": seed, "seconds": took, "cpu": cpu}
    row["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ranges = [model.interval(values(raw), 0.9) for raw in account.coming.raw]
    likes = account.coming.likes
    row["covered"] = float(
        np.mean([low <= got <= high for (low, high), got in zip(ranges, likes, strict=True)])
    )
    row["factor"] = float(np.mean([math.sqrt((high + 1) / (low + 1)) for low, high in ranges]))
    row["oracle_misses"] = oracle_misses(account)
    row["gate"] = model.gate_open
    row["has_skill"] = model.has_skill
    strong = [term for term in model.terms if term.evidence == "strong"]
    told = [term for term in model.terms if term.evidence != "unclear"]
    found = {group.name for group in model.groups if group.found}
    row["claims"] = model.gate_open or bool(found) or bool(told) or model.has_skill
    row["told"] = bool(told) or bool(found)
    effects = dict(zip((c.name for c in COLUMNS), account.coefficients, strict=True))
    inside = [
        t.low <= effects[t.name] * t.step <= t.high for t in model.terms if not math.isnan(t.effect)
    ]
    row["effect_covered"] = float(np.mean(inside)) if inside else None
    ranked = spearman(learnt(model, account.fresh), account.fresh.merit)
    if model.skill:
        row["reported"] = model.skill.spearman
        row["reported_inside"] = model.skill.spearman_low <= ranked <= model.skill.spearman_high
        row["reported_pairs"] = model.skill.pairs
        row["gain"] = model.skill.gain
    baseline = float(recent_baseline(np.append(np.log1p(account.past.likes), 0.0))[-1])
    foreseen = np.array([model.predict(values(raw)) for raw in account.coming.raw])
    row["mae"] = float(np.abs(np.expm1(foreseen) - likes).mean())
    row["mae_usual"] = float(np.abs(np.expm1(baseline) - likes).mean())
    row["spearman"] = ranked
    if truth != "none":
        true = {name: effect for name, effect in effects.items() if effect}
        groups = {column.group for column in COLUMNS if column.name in true}
        row["oracle"] = spearman(account.fresh.signal, account.fresh.merit)
        row["groups"] = len(found & groups) / len(groups)
        # Of accounts where something is named: the silent ones would pass for right.
        row["false_groups"] = len(found - groups) / len(found) if found else None
        largest = sorted(true, key=lambda name: -abs(true[name] * model_sd(account, name)))[:4]
        signs = [model.by_name[k].coefficient * true[k] > 0 for k in largest if k in model.by_name]
        row["signs"] = float(np.mean(signs)) if signs else None
        row["named"] = len([t for t in told if t.name in true]) / len(true)
        row["named_wrongly"] = _not_in(told, true)
        row["suggested_wrongly"] = _not_in([t for t in told if t not in strong], true)
        row["strong_wrongly"] = bool([t for t in strong if t.name not in true])
        row["told_sign"] = (
            float(np.mean([t.effect * true[t.name] > 0 for t in told if t.name in true]))
            if any(t.name in true for t in told)
            else None
        )
        row.update({f"by_{name}": value for name, value in baselines(account).items()})
    return row


def _not_in(told: Sequence[Term], true: Collection[str]) -> float | None:
    """The share of these effects that are none; None where there are none to be judged."""
    return sum(term.name not in true for term in told) / len(told) if told else None


def oracle_misses(account: simulate.Account) -> list[float]:
    """How far the next posts' log-likes fall from what the true effects foresee.

    The oracle starts where the model does, at the recent median without the photos' part.
    """
    baseline = np.median((np.log1p(account.past.likes) - account.past.signal)[-RECENT:])
    missed: np.ndarray = np.log1p(account.coming.likes) - baseline - account.coming.signal
    return missed.tolist()


def model_sd(account: simulate.Account, name: str) -> float:
    """The spread of a feature over fresh posts, on the model's scale."""
    j = [column.name for column in COLUMNS].index(name)
    return float(np.nanstd(on_scale(account.fresh.raw)[:, j]))


def one_thread() -> None:
    """Two processes are parallel enough."""
    threadpool_limits(1)


def run(tasks: list[tuple[str, int, int]], jobs: int, resume: Path | None) -> Iterator[dict]:
    """Every task's row, from the file where it is known, else measured and written down."""
    known = {}
    if resume and resume.exists():
        for line in resume.read_text().splitlines():
            row = json.loads(line)
            known[row["truth"], row["n"], row["seed"]] = row
    yield from (known[task] for task in tasks if task in known)
    todo = [task for task in tasks if task not in known]
    with ProcessPoolExecutor(jobs, initializer=one_thread) as pool:
        for done, row in enumerate(pool.map(one, todo, chunksize=2), start=1):
            if resume:
                with resume.open("a") as file:
                    file.write(json.dumps(row) + "\n")
            if done % 50 == 0:
                print(f"  {done} of {len(todo)} accounts", flush=True)
            yield row


def one(task: tuple[str, int, int]) -> dict[str, object]:
    """One account, fitted, or only up to its gate or to the effects that are named."""
    truth, n, seed = task
    kind, _, part = truth.partition(", ")
    steps = {"": measured, "gate": opened, "named": named}
    return steps[part]((kind, n, seed))


class Figures:
    """Means over accounts of one kind, with their Monte Carlo standard errors."""

    def __init__(self, rows: list[dict]) -> None:
        self.rows = rows

    def column(self, name: str) -> np.ndarray:
        """One figure of every account that has it."""
        have = [row[name] for row in self.rows if row.get(name) is not None]
        return np.array(have, float)

    def mean(self, name: str, scale: float = 100, digits: int = 1) -> str:
        """Its mean ± standard error."""
        data = self.column(name) * scale
        if not len(data):
            return "–"
        error = data.std(ddof=1) / math.sqrt(len(data)) if len(data) > 1 else math.nan
        return f"{data.mean():.{digits}f} ± {error:.{digits}f}"

    def among(self, name: str) -> str:
        """Its mean ± standard error, of how many accounts that have it."""
        have = len(self.column(name))
        return f"{self.mean(name)} of {have}" if have else "–"

    def share(self, name: str, other: str = "oracle") -> str:
        """A ratio of means in percent; the error is the delta method's."""
        a, b = self.column(name), self.column(other)
        if not len(a):
            return "–"
        ratio = a.mean() / b.mean()
        error = (a - ratio * b).std(ddof=1) / math.sqrt(len(a)) / b.mean()
        return f"{100 * ratio:.1f} ± {100 * error:.1f}"

    def oracle_factor(self) -> str:
        """The factor of a range of one width for all accounts that holds 90 % of the oracle's."""
        if not self.rows:
            return "–"
        missed = np.abs([row["oracle_misses"] for row in self.rows])
        draw = np.random.default_rng(0)
        again = missed[draw.integers(0, len(missed), (999, len(missed)))].reshape(999, -1)
        error = np.exp(np.quantile(again, 0.9, axis=1)).std()
        return f"{np.exp(np.quantile(missed, 0.9)):.2f} ± {error:.2f}"

    def _again(self) -> Iterator[list[list[float]]]:
        """The named effects, then those of accounts drawn anew from these: 999 times."""
        each = [row["effects"] for row in self.rows]
        draw = np.random.default_rng(0)
        for order in [np.arange(len(each)), *draw.integers(0, len(each), (999, len(each)))]:
            yield [effect for at in order for effect in each[at]]

    def named_covered(self) -> str:
        """In percent, how many of the named effects' ranges hold the truth."""
        if not any(row["effects"] for row in self.rows):
            return "–"
        shares = [
            100 * float(np.mean([low <= true <= high for _, low, high, true in effects]))
            for effects in self._again()
            if effects
        ]
        count = sum(len(row["effects"]) for row in self.rows)
        return f"{shares[0]:.1f} ± {np.std(shares[1:]):.1f} of {count}"

    def told_over_true(self) -> str:
        """How large a named effect is told to be, in its true sizes: the median."""
        if not any(row["effects"] for row in self.rows):
            return "–"
        ratios = [
            float(np.median([told / true for told, _, _, true in effects if true]))
            for effects in self._again()
            if any(true for *_, true in effects)
        ]
        return f"{ratios[0]:.2f} ± {np.std(ratios[1:]):.2f}"

    def bias(self, name: str, other: str) -> str:
        """The mean difference of two figures."""
        data = self.column(name) - self.column(other)
        if not len(data):
            return "–"
        return f"{data.mean():+.3f} ± {data.std(ddof=1) / math.sqrt(len(data)):.3f}"


def _covered(figures: Figures) -> str:
    return figures.named_covered() + (" (88–94)" if figures.rows else "")


def _over_true(figures: Figures) -> str:
    return figures.told_over_true() + (" (.8–1.15)" if figures.rows else "")


def _found(figures: Figures) -> str:
    return figures.mean("named")


def table(rows: list[dict], lengths: list[int]) -> str:
    """The Markdown table."""

    def of(truth: str, n: int) -> Figures:
        return Figures([row for row in rows if row["truth"] == truth and row["n"] == n])

    def bar(name: str, n: int, sign: str = "≥") -> str:
        return f" ({sign} {BAR[n][name]})" if name in BAR.get(n, {}) else ""

    lines: list[tuple[str, list[str]]] = [
        (
            "accounts (sparse, dense, none)",
            [
                ", ".join(str(len(of(t, n).rows)) for t in ("sparse", "dense", "none"))
                for n in lengths
            ],
        ),
    ]
    for truth in ("sparse", "core", "dense"):
        name = {
            "sparse": "4 effects anywhere",
            "core": "4 effects, all in the core",
            "dense": "all features matter",
        }[truth]
        if not any(of(truth, n).rows for n in lengths):
            continue
        lines.append(
            (
                f"**Spearman, % of oracle: {name}**",
                [of(truth, n).share("spearman") + bar(truth, n) for n in lengths],
            )
        )
        for key, label in (
            ("ridge_lasso", "ridge + lasso behind a spline"),
            ("ridgecv", "RidgeCV"),
            ("lassocv", "LassoCV"),
            ("ols", "OLS"),
        ):
            lines.append((f"– {label}", [of(truth, n).share(f"by_{key}") for n in lengths]))
    lines.append(("oracle's Spearman", [of("sparse", n).mean("oracle", 1, 3) for n in lengths]))
    for truth in ("sparse", "none"):
        lines += [
            (
                f"coverage of 90 % ranges, % ({truth})",
                [of(truth, n).mean("covered") + " (88–94)" for n in lengths],
            ),
            (
                f"factor of 90 % ranges ({truth})",
                [
                    of(truth, n).mean("factor", 1, 2)
                    + (bar("factor", n, "≤") if truth == "sparse" else "")
                    for n in lengths
                ],
            ),
            (
                "– the least there is: true effects and all misses known",
                [of(truth, n).oracle_factor() for n in lengths],
            ),
        ]
    lines += [
        (
            "**anything claimed without an effect, %**",
            [of("none", n).mean("claims") + " (≤ 6)" for n in lengths],
        ),
        (
            "**the same by the gate alone, on more accounts, %**",
            [
                of("none, gate", n).mean("gate") + f" of {len(of('none, gate', n).rows)} (≤ 6)"
                for n in lengths
            ],
        ),
        ("gate opens, % (sparse)", [of("sparse", n).mean("gate") for n in lengths]),
        ("gate opens, % (dense)", [of("dense", n).mean("gate") for n in lengths]),
        ("drafts told apart, % (sparse)", [of("sparse", n).mean("has_skill") for n in lengths]),
        (
            "**true effects' groups found, % (sparse)**",
            [of("sparse", n).mean("groups") + bar("groups", n) for n in lengths],
        ),
        *(
            (f"false among {name}, %, where any are", [of("sparse", n).among(key) for n in lengths])
            for name, key in (
                ("groups found", "false_groups"),
                ("features named", "named_wrongly"),
                ("those only suggested", "suggested_wrongly"),
            )
        ),
        ("true features named, %", [of("sparse", n).mean("named") for n in lengths]),
        (
            "accounts with a false strong feature, %",
            [of("sparse", n).mean("strong_wrongly") for n in lengths],
        ),
        (
            "sign right: coefficients of true effects, %",
            [of("sparse", n).mean("signs") for n in lengths],
        ),
        (
            "sign right: true features named, %",
            [of("sparse", n).mean("told_sign") for n in lengths],
        ),
        (
            "coverage of effects' 90 % ranges, %",
            [of("sparse", n).mean("effect_covered") for n in lengths],
        ),
        *(
            (f"{name} ({truth})", [cell(of(f"{truth}, named", n)) for n in lengths])
            for name, cell in (
                ("**coverage of named effects' 90 % ranges, %**", _covered),
                ("**told over true, named effects, median**", _over_true),
                ("true features named, % of the same accounts", _found),
            )
            for truth in dict.fromkeys(
                row["truth"].removesuffix(", named") for row in rows if ", named" in row["truth"]
            )
        ),
        (
            "reported Spearman minus the true (sparse)",
            [of("sparse", n).bias("reported", "spearman") for n in lengths],
        ),
        (
            "coverage of the reported Spearman's range, %",
            [of("sparse", n).mean("reported_inside") for n in lengths],
        ),
        (
            "miss in likes on the next 5 posts, % of the recent median's (sparse)",
            [of("sparse", n).share("mae", "mae_usual") for n in lengths],
        ),
        ("the same (none)", [of("none", n).share("mae", "mae_usual") for n in lengths]),
        ("CPU seconds a fit", [of("sparse", n).mean("cpu", 1, 1) for n in lengths]),
    ]
    head = [
        "| |" + "|".join(f" n = {n} " for n in lengths) + "|",
        "|---" * (len(lengths) + 1) + "|",
    ]
    return "\n".join(head + [f"| {name} | " + " | ".join(cells) + " |" for name, cells in lines])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accounts", type=int, default=100, help="with effects, a kind and length")
    parser.add_argument("--null", type=int, default=400, help="without, a length")
    parser.add_argument("--gate", type=int, default=1000, help="without, up to the gate only")
    parser.add_argument("--named", type=int, default=300, help="with, up to the named effects only")
    parser.add_argument("--n", default="30,60,120,300", help="posts an account")
    parser.add_argument("--truths", default=TRUTHS)
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1))
    parser.add_argument(
        "--resume", type=Path, help="keep rows here, and measure only what is missing"
    )
    given = parser.parse_args()
    lengths = [int(part) for part in given.n.split(",")]
    truths = [truth.replace("/", ", ") for truth in given.truths.split(",")]
    wanted = {"none": given.null, "none, gate": given.gate}
    tasks = [
        (truth, n, seed)
        for seed in range(max(given.null, given.accounts, given.gate, given.named))
        for truth in truths
        for n in lengths
        if seed < (given.named if "named" in truth else wanted.get(truth, given.accounts))
        and not ("named" in truth and n < FEATURES)
    ]
    rows = list(run(tasks, given.jobs, given.resume))
    print(table(rows, lengths))
    sizes = [row["megabytes"] for row in rows if "megabytes" in row]
    print(f"\nMost memory a process took: {max(sizes, default=math.nan):.0f} MB")


if __name__ == "__main__":
    main()
