"""Accounts with a known truth, as tables that `spe.model.fit.fit` takes. All of it is made up."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd

from spe.features import BY_NAME
from spe.measure.table import COLUMNS as TABLE
from spe.model.fit import COLUMNS, fit
from spe.model.options import FitOptions
from spe.notices import Notice
from spe.posts import Post, write_posts
from spe.stats.design import Design
from spe.stats.simulate import WITHOUT_EFFECT
from spe.transforms import transformed

START = datetime(2024, 1, 6, 17, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 1, tzinfo=UTC)
NAMES = [column.name for column in COLUMNS]
OTHERS = [name for name in NAMES if name not in {"album", "three_faces", *WITHOUT_EFFECT}]

# What is left out of every such account: nobody on it posts a group of people.
NO_GROUPS = {"three_faces": Notice("constant")}


@dataclass(frozen=True)
class Planted:
    posts: list[Post]
    features: pd.DataFrame

    def fit(self, *, now=LATER, **options):
        return fit(self.posts, self.features, FitOptions(**options), now=now)

    def likes(self):
        return np.array([post.likes for post in self.posts])

    def with_likes(self, likes):
        posts = [
            replace(post, likes=None if count is None else int(count))
            for post, count in zip(self.posts, likes, strict=True)
        ]
        return replace(self, posts=posts)

    def change(self, index, **changes):
        posts = list(self.posts)
        posts[index] = replace(posts[index], **changes)
        return replace(self, posts=posts)

    def write(self, root):
        """The account as the folder of a made-up one, measured: `spe fit` comes next."""
        write_posts(root / "data" / "posts.csv", self.posts)
        table = self.features.reindex(columns=TABLE[1:]).rename_axis("id")
        for name in NAMES:
            table[name] = _within(table[name], BY_NAME[name])
        table.to_csv(root / "data" / "features.csv")
        (root / "spe.toml").write_text('timezone = "UTC"\nmade_up = true\n')

    def values(self, index):
        return self.features[NAMES].iloc[index].to_dict()


def _within(values, item):
    """Values in the same order and proportion, but for the far ends, such as can be measured."""
    if values.isna().all() or (values.min() >= item.low and values.max() <= item.high):
        return values
    return item.low + (values.clip(-4, 4) + 4) / 8 * (item.high - item.low)


def planted(n, effects=None, *, seed=0, usual=80.0, growth=0.3, noise=0.25):
    """`effects` are log-likes by feature for one unit of what the model sees."""
    draw = np.random.default_rng(seed)
    ids = [f"post{i:03}" for i in range(n)]
    table = pd.DataFrame(draw.normal(size=(n, len(OTHERS))), index=ids, columns=OTHERS)
    table["album"] = (draw.spawn(1)[0].random(n) < 0.3).astype(float)
    table["faces"] = draw.choice([0.0, 1.0, 2.0], n, p=[0.5, 0.35, 0.15])
    table["three_faces"] = 0.0
    table.loc[table["faces"] == 0, ["face_size", "face_off_centre"]] = np.nan
    # From a stream of their own, so that the rest is the same without them.
    apart = draw.spawn(1)[0]
    for name in WITHOUT_EFFECT:
        table[name] = apart.gamma(2.0, size=n)
    table["caption_link"] = (table["caption_link"] > 3).astype(float)
    table["weekend"] = (draw.random(n) < 0.3).astype(float)
    table["gap"] = draw.exponential(4.0, n)
    table.iloc[0, table.columns.get_loc("gap")] = np.nan
    days = np.cumsum(draw.exponential(2.5, n))
    logs = np.log(usual) + growth * days / days[-1] + noise * draw.normal(size=n)
    transforms = {column.name: column.transform for column in COLUMNS}
    for name, effect in (effects or {}).items():
        logs += effect * transformed(table[name].to_numpy(), transforms[name])
    likes = np.round(np.exp(logs)).astype(int)
    posts = [
        Post(
            id=name,
            image="",
            posted_at=START + timedelta(days=float(day)),
            likes=int(count),
            likes_as_of=LATER,
        )
        for name, day, count in zip(ids, days, likes, strict=True)
    ]
    return Planted(posts, table[NAMES].assign(problem=""))


def with_faces(having, n=60, unknown=0):
    """Posts of which so many show a face, each of its own size, and so many nobody looked at."""
    account = planted(n, {"brightness": 0.4})
    faces = np.where(np.arange(n) < having, 1.0, 0.0)
    table = account.features.assign(faces=faces)
    table.loc[faces == 0, ["face_size", "face_off_centre"]] = np.nan
    shown = faces > 0
    size = np.random.default_rng(3).uniform(0.1, 0.4, n)
    table.loc[shown, "face_size"] = size[shown]
    table.loc[shown, "face_off_centre"] = size[shown][::-1]
    if unknown:
        table.loc[table.index[:unknown], "faces"] = np.nan
    return replace(account, features=table)


def design(n=60, p=6, *, seed=0, signal=0.0, columns=COLUMNS):
    """A bare design: normal features, of which the first has the effect `signal`."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=(n, p))
    days = np.sort(draw.uniform(0, 300, n))
    y = 4 + 0.4 * days / 300 + 0.3 * draw.normal(size=n) + signal * x[:, 0]
    return Design(days, y, x, tuple(columns[:p]))


def of_subjects(account, differences, *, seed=1, said=1.0):
    """The account with a subject a post, by which likes differ: log-likes by name.

    `said` is the share of posts of which it is said.
    """
    draw = np.random.default_rng(seed)
    names = list(differences)
    own = [names[k] for k in draw.choice(len(names), len(account.posts))]
    posts = [
        replace(
            post,
            likes=round(post.likes * np.exp(differences[name])),
            subject=name if draw.random() < said else "",
        )
        for post, name in zip(account.posts, own, strict=True)
    ]
    return replace(account, posts=posts)
