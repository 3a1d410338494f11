"""Three accounts whose fit is kept to six digits; `python -m tests.model.pinned` keeps it anew.

They name their features themselves, so that one more in the catalogue changes nothing.
"""

import json
import math
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from spe.features import BY_NAME
from spe.model.fit import fit
from spe.posts import Post
from spe.transforms import transformed

KEPT = Path(__file__).with_name("pinned.json")
START = datetime(2024, 3, 4, 18, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 1, tzinfo=UTC)

# Posts, and effects for one unit of what the model sees.
ACCOUNTS = {
    "single effects": (130, {"brightness": 0.3, "thirds": -0.25, "faces": 0.4}),
    "kinds": (60, {"busyness": 0.25, "blue": -0.2}),
    "silent": (48, {}),
}
NORMAL = ("brightness", "contrast", "blue", "busyness", "thirds", "subject_light", "hour_sin")


def account(name):
    """Posts and features: reach grows and jumps once, one post is viral, a value is unknown."""
    n, effects = ACCOUNTS[name]
    draw = np.random.default_rng(n)
    ids = [f"post{i:03}" for i in range(n)]
    table = pd.DataFrame(draw.normal(size=(n, len(NORMAL))), index=ids, columns=list(NORMAL))
    table["contrast"] += 0.6 * table["brightness"]
    table["faces"] = draw.choice([0.0, 1.0, 2.0], n, p=[0.5, 0.35, 0.15])
    table["face_size"] = np.where(table["faces"] > 0, draw.uniform(0.1, 0.5, n), np.nan)
    table["album"] = (draw.random(n) < 0.3).astype(float)
    table["gap"] = [np.nan, *draw.exponential(4.0, n - 1)]
    days = np.cumsum(draw.exponential(2.5, n))
    logs = np.log(80) + 0.4 * days / days[-1] - 0.5 * (np.arange(n) > n // 2)
    logs += 0.25 * draw.normal(size=n)
    logs[n // 3] += 2.0
    for feature, effect in effects.items():
        seen = table[feature].to_numpy()
        logs += effect * transformed(seen, BY_NAME[feature].transform)
    posts = [
        Post(
            id=post,
            image="",
            posted_at=START + timedelta(days=float(day)),
            likes=int(count),
            likes_as_of=NOW,
        )
        for post, day, count in zip(ids, days, np.round(np.exp(logs)), strict=True)
    ]
    return posts, table.assign(problem="")


def figures(name):
    """Every number of the fit; of tables by post and by fold the first and the last few."""
    posts, table = account(name)
    model = fit(posts, table, now=NOW)
    ends = {0, 1, len(posts) // 3, len(posts) - 1}
    known = asdict(model)
    for entry in ("made_with", "data_hash", "options", "dropped", "warnings", "format"):
        del known[entry]
    known["posts"] = [asdict(fitted) for i, fitted in enumerate(model.posts) if i in ends]
    for entry in ("fold_of_post", "fold_residuals", "usual_residuals", "shifts"):
        known[entry] = [*known[entry][:6], *known[entry][-6:]]
    known["fold_coefficients"] = known["fold_coefficients"][:2]
    known["precision"] = [row[i] for i, row in enumerate(model.precision)]
    for term in known["terms"]:
        term["quantiles"] = term["quantiles"][::10]
    draft = table.iloc[7].to_dict()
    known["draft"] = {
        "predict": model.predict(draft),
        "interval": model.interval(draft, 0.8),
        "outcome": float(np.median(model.outcomes(draft))),
    }
    return plain(known)


def plain(value):
    """What JSON holds, with six digits more or less: eight are kept, six are compared."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.8g}") if math.isfinite(value) else None
    return value.isoformat() if isinstance(value, datetime) else value


if __name__ == "__main__":
    KEPT.write_text(json.dumps({name: figures(name) for name in ACCOUNTS}, indent=1) + "\n")
