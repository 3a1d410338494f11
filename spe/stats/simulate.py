"""Made-up accounts with a known truth, to measure the statistics on.

Likes are what the photos earn (`signal`), times a reach that grows, bends and now and
then jumps, times noise that neighbours share (AR(1)), with 2 % of posts going viral.
Features hang together as photos' do: within their kind, through common styles, and
through phases in which an account posts alike. Three posts in ten are albums; those are
drawn from a stream of their own, so that the rest of an account is the same without them,
and have an effect only where everything has. So are the features of `WITHOUT_EFFECT`,
which never have any: what they cost where they tell nothing can be measured.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Literal

import numpy as np

from spe.stats.design import Column, FloatArray, IntArray
from spe.stats.worlds import WORLDS, World
from spe.transforms import transformed

Truth = Literal["none", "sparse", "core", "dense"]

# SD of log-likes around the reach, photos and noise together; viral posts come on top.
SPREAD = 0.35
EFFECTS = 4
PHASE = 0.3
NOISE_SHARED = 0.3
VIRAL = 0.02

# The normal distribution's 70 % point: what lies above is an album.
ALBUMS = 0.5244
NEXT = 5
FRESH = 400

# What came to the catalogue after the figures of docs/statistics.md had been measured first;
# the share of posts with a caption.
WITHOUT_EFFECT = (
    "person_share",
    "unlike_recent",
    "posts_7d",
    "caption_length",
    "caption_breaks",
    "caption_link",
    "caption_hashtags",
    "caption_emoji",
    "caption_marks",
    "face_further_in",
    "unusual_brightness",
    "unusual_colourfulness",
)
CAPTIONS = 0.85

# The share of posts of which several photos came.
OF_SEVERAL = 0.3
WEEK = 7.0

# How often each of five subjects is posted.
SUBJECTS = (0.3, 0.25, 0.2, 0.15, 0.1)


@dataclass(frozen=True, eq=False)
class Posts:
    """Some posts: raw features (NaN where there is none), and what is true of them.

    Attributes:
        days: (posts,) days since the account's first post, rising.
        raw: (posts, features).
        likes: (posts,) 0 or more.
        signal: (posts,) the photos' own part of the log-likes.
        merit: (posts,) that with noise: log-likes without reach.
    """

    days: FloatArray
    raw: FloatArray
    likes: IntArray
    signal: FloatArray
    merit: FloatArray


@dataclass(frozen=True, eq=False)
class Account:
    """The posts to learn from, the next ones, and fresh ones to rank; the true coefficients.

    Attributes:
        columns: (features,) what the features are.
        past: The posts to learn from.
        coming: The `NEXT` posts after them.
        fresh: `FRESH` more, to rank.
        coefficients: (features,) log-likes for one unit of the transformed feature.
    """

    columns: tuple[Column, ...]
    past: Posts
    coming: Posts
    fresh: Posts
    coefficients: FloatArray

    def following(self, count: int) -> Posts:
        """The next posts, at most `NEXT` and `FRESH`: the coming, then the first of the fresh.

        The fresh are drawn as the posts after the coming, in reach and in noise, but for the
        phases of what an account posts.
        """
        first, then = asdict(self.coming), asdict(self.fresh)
        return Posts(**{key: np.concatenate([first[key], then[key]])[:count] for key in first})

    def moved(self, by: FloatArray) -> "Account":
        """The same account with other reach: (all posts,) log-likes more, of past to fresh."""
        parts, at = [], 0
        for posts in (self.past, self.coming, self.fresh):
            more = np.exp(by[at : at + len(posts.likes)])
            parts.append(replace(posts, likes=np.round(posts.likes * more).astype(np.int64)))
            at += len(posts.likes)
        past, coming, fresh = parts
        return replace(self, past=past, coming=coming, fresh=fresh)


def account(
    columns: Sequence[Column],
    n: int,
    seed: int,
    truth: Truth = "sparse",
    r2: float = 0.3,
    effects: FloatArray | None = None,
    world: str = "usual",
    jump: float | None = None,
) -> Account:
    """One account of `n` posts; the photos explain the share `r2` of what reach does not.

    Args:
        columns: (features,) what is measured.
        n: How many posts to learn from.
        seed: With `n`, it decides everything that is drawn.
        truth: How the effects are drawn.
        r2: 0 to 1.
        effects: (features,) the true effects of one SD, up to a common factor; without
            them they are drawn.
        world: What else happens, one of `spe.stats.worlds.WORLDS`.
        jump: Log-likes by which reach jumps at some time within the middle three fifths; 0 for
            none. Without it three accounts in ten have one. Nothing else changes with it.
    """
    draw = np.random.default_rng([seed, n])
    columns = tuple(columns)
    total = n + NEXT + FRESH
    days = np.cumsum(draw.gamma(1.0, 5.0, total))
    known = [column for column in columns if column.name not in WITHOUT_EFFECT]
    lived = WORLDS[world](
        np.random.default_rng([seed, n, 1]), days[: n + NEXT], len(_others(known))
    )
    raw, seen = _features(draw, tuple(known), days, n + NEXT, lived)
    drawn = drawn_effects(draw, known, truth)
    if effects is not None:
        drawn = np.asarray(effects, np.float64)[[columns.index(column) for column in known]]
    coefficients = drawn
    centre, scale = seen[n + NEXT :].mean(axis=0), seen[n + NEXT :].std(axis=0)
    signal = (seen - centre) / scale @ coefficients
    size = SPREAD * np.sqrt(r2) / signal[n + NEXT :].std() if coefficients.any() else 0.0
    signal, coefficients = signal * size, coefficients * size
    explained = r2 if coefficients.any() else 0.0
    noise = (
        SPREAD
        * np.sqrt(1 - explained)
        * mixed(_shared(draw, total, NOISE_SHARED), lived.luck, lived.share)
    )
    viral = np.where(draw.random(total) < VIRAL, 0.7 + draw.exponential(0.6, total), 0.0)
    merit = signal + noise + viral
    reach = _reach(draw, days, n, jump)
    reach[: n + NEXT] += lived.reach
    likes = _counts(reach + merit, n, lived, np.random.default_rng([seed, n, 2]))

    raw, coefficients, scale = _with_more(columns, raw, coefficients, scale, days, [seed, n, 3])

    def part(first: int, last: int) -> Posts:
        rows = slice(first, last)
        return Posts(days[rows], raw[rows], likes[rows], signal[rows], merit[rows])

    return Account(
        columns, part(0, n), part(n, n + NEXT), part(n + NEXT, total), coefficients / scale
    )


def with_subjects(
    account: Account, differences: Sequence[float], seed: int
) -> tuple[Account, IntArray]:
    """The same account, of which somebody says what is in each picture.

    Subjects come in phases, and have nothing to do with what is measured.

    Args:
        account: as `account` made it.
        differences: (5,) log-likes by which each subject's posts differ, 0 for none.
        seed: Of the subjects alone.

    Returns:
        The account with other likes where subjects differ, and the (all posts,) subject of each,
        0 to 4, of past, coming and fresh.
    """
    days = np.concatenate([account.past.days, account.coming.days, account.fresh.days])
    draw = np.random.default_rng([seed, len(account.past.days), 4])
    latent = _shared(draw, len(days), PHASE)
    of_post = np.searchsorted(np.quantile(latent, np.cumsum(SUBJECTS)[:-1]), latent)
    each = np.asarray(differences, np.float64)
    if not each.any():
        return account, of_post
    return account.moved(each[of_post] - each @ np.array(SUBJECTS)), of_post


def drawn_differences(seed: int) -> FloatArray:
    """(5,) log-likes: each subject gets 20 to 40 % more or fewer likes, some more, some fewer."""
    draw = np.random.default_rng([seed, 5])
    signs = draw.permutation([1.0, 1.0, -1.0, -1.0, draw.choice([-1.0, 1.0])])
    differences: FloatArray = np.log1p(draw.uniform(0.2, 0.4, len(SUBJECTS))) * signs
    return differences


def _with_more(
    columns: tuple[Column, ...],
    raw: FloatArray,
    coefficients: FloatArray,
    scale: FloatArray,
    days: FloatArray,
    seed: Sequence[int],
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The raw features, coefficients and scales with what has no effect in its place."""
    known = [column.name for column in columns if column.name not in WITHOUT_EFFECT]
    values = dict(zip(known, raw.T, strict=True))
    for place, name in enumerate(WITHOUT_EFFECT):
        if any(column.name == name for column in columns):
            draw = np.random.default_rng([*seed, place])
            values[name] = _without_effect(name, draw, days, values, seed)
    effects, scales = (
        dict(zip(known, coefficients, strict=True)),
        dict(zip(known, scale, strict=True)),
    )
    return (
        np.column_stack([values[column.name] for column in columns]),
        np.array([effects.get(column.name, 0.0) for column in columns]),
        np.array([scales.get(column.name, 1.0) for column in columns]),
    )


def _without_effect(
    name: str,
    draw: np.random.Generator,
    days: FloatArray,
    values: Mapping[str, FloatArray],
    seed: Sequence[int],
) -> FloatArray:
    """(posts,) raw values of one of `WITHOUT_EFFECT`, about as accounts have them.

    `values` are those of the features that are drawn already, by name.
    """
    n = len(days)
    faces = values.get("faces")
    own = draw.normal(size=n)
    if name == "posts_7d":
        return (np.arange(n) - np.searchsorted(days, days - WEEK)).astype(np.float64)
    if name == "unlike_recent":
        return np.asarray(0.5 * np.exp(0.3 * own))
    if (bent := name.removeprefix("unusual_")) != name:
        found = values.get(bent, own)
        return np.abs(found - np.median(found))
    if name == "face_further_in":
        among = np.random.default_rng([*seed, len(WITHOUT_EFFECT)]).random(n) < OF_SEVERAL
        return np.where(among, own > 0, np.nan)
    if name == "person_share":
        shares = 1 / (1 + np.exp(1 - 0.8 * own))
        return shares if faces is None else np.where(faces > 0, shares, 0.0)
    # Who writes much has more of everything; all six are unknown where nothing is written.
    shared = np.random.default_rng(seed)
    written, effort = shared.random(n) < CAPTIONS, shared.normal(size=n)
    much = 0.6 * effort + 0.8 * own
    if name == "caption_length":
        made = np.round(np.exp(4 + much))
    elif name == "caption_link":
        made = (much > 1.0).astype(np.float64)
    else:
        made = draw.poisson(np.exp(much - 0.5)).astype(np.float64)
    return np.where(written, made, np.nan)


def _counts(logs: FloatArray, n: int, lived: World, draw: np.random.Generator) -> IntArray:
    """Likes of log-likes."""
    likes = np.round(np.exp(logs)).astype(np.int64)
    if lived.median:
        likes = draw.poisson(np.exp(logs - np.median(logs[:n])) * lived.median).astype(np.int64)
    return np.where(draw.random(len(logs)) < lived.zeros, 0, likes)


def mixed(own: FloatArray, lived: FloatArray | None, share: float) -> FloatArray:
    """Each post's own, and what the first posts share, by their variances."""
    if lived is None:
        return own
    both = own.copy()
    first = len(lived)
    both[:first] = np.sqrt(1 - share) * own[:first] + np.sqrt(share) * lived
    return both


def _shared(draw: np.random.Generator, n: int, share: float) -> FloatArray:
    """Standard normal numbers of which neighbours correlate by `share` (AR(1))."""
    steps: FloatArray = draw.normal(size=n) * np.sqrt(1 - share**2)
    steps[0] = draw.normal()
    for i in range(1, n):
        steps[i] += share * steps[i - 1]
    return steps


def _features(
    draw: np.random.Generator,
    columns: tuple[Column, ...],
    days: FloatArray,
    phased: int,
    lived: World,
) -> tuple[FloatArray, FloatArray]:
    """Raw features, and the same as the model sees them with the unknown at its mean."""
    raw, seen = _without_albums(draw, _others(columns), days, phased, lived)
    for at in _albums_at(columns):
        albums = _albums(draw.spawn(1)[0], len(days), phased)
        raw, seen = (np.insert(values, at, albums, axis=1) for values in (raw, seen))
    return raw, seen


def _others(columns: Sequence[Column]) -> tuple[Column, ...]:
    """All but `album`."""
    return tuple(column for column in columns if column.name != "album")


def _albums_at(columns: Sequence[Column]) -> list[int]:
    """Where `album` stands, if it is there."""
    return [j for j, column in enumerate(columns) if column.name == "album"]


def _without_albums(
    draw: np.random.Generator,
    columns: tuple[Column, ...],
    days: FloatArray,
    phased: int,
    lived: World,
) -> tuple[FloatArray, FloatArray]:
    n, p = len(days), len(columns)
    names = sorted({column.group for column in columns})
    kind = np.array([names.index(column.group) for column in columns])
    styles = draw.normal(0, 0.65, (4, p))
    latent = np.empty((n, p))
    common = np.column_stack([_shared(draw, n, PHASE) for _ in range(4)])
    common[phased:] = draw.normal(size=(n - phased, 4))
    own = draw.normal(size=(n, p))
    by_kind = draw.normal(size=(n, len(names))) * 1.0
    latent = own + by_kind[:, kind] * draw.choice([-1, 1], p) + common @ styles
    latent = mixed(latent / latent.std(axis=0), lived.style, lived.share)
    skew = draw.random(p) < 0.4
    raw = np.where(skew, np.exp(0.6 * latent), latent)
    for j, column in enumerate(columns):
        raw[:, j] = _marginal(column, raw[:, j], latent[:, j], days)
    for j, column in enumerate(columns):
        if column.name in {"face_size", "face_off_centre", "three_faces"}:
            count = raw[:, [item.name for item in columns].index("faces")]
            raw[:, j] = (
                count >= 3
                if column.name == "three_faces"
                else np.where(count == 0, np.nan, raw[:, j])
            )
    seen = np.column_stack(
        [transformed(raw[:, j], column.transform) for j, column in enumerate(columns)]
    )
    seen = np.where(np.isnan(seen), np.nanmean(seen, axis=0), seen)
    return raw, seen


def _albums(draw: np.random.Generator, n: int, phased: int) -> FloatArray:
    """1 for the posts that are albums, 0 for the others; they come in phases, too."""
    latent = _shared(draw, n, PHASE)
    latent[phased:] = draw.normal(size=n - phased)
    return np.asarray(latent > ALBUMS, np.float64)


def _marginal(
    column: Column,
    values: FloatArray,
    latent: FloatArray,
    days: FloatArray,
) -> FloatArray:
    if column.name == "faces":
        return np.digitize(latent, [0.4, 1.1, 1.7, 2.2]).astype(float)
    if column.name == "weekend":
        return (np.floor(days) % 7 >= 5).astype(float)
    if column.name == "gap":
        return np.append(np.nan, np.diff(days))
    if column.name in {"hour_sin", "hour_cos"}:
        hours = np.random.default_rng(len(days)).normal(17, 4, len(days)) % 24
        turn = 2 * np.pi * hours / 24
        return np.asarray(np.sin(turn) if column.name == "hour_sin" else np.cos(turn))
    return values


def drawn_effects(draw: np.random.Generator, columns: Sequence[Column], truth: Truth) -> FloatArray:
    """(features,) effects of one SD, up to a common factor: of no feature, of four, or of all."""
    others = _others(columns)
    p = len(others)
    coefficients = np.zeros(p)
    signs = draw.choice([-1.0, 1.0], p)
    if truth == "dense":
        coefficients = draw.normal(size=p)
    elif truth != "none":
        able = [j for j, column in enumerate(others) if truth == "sparse" or column.core]
        chosen = draw.choice(able, EFFECTS, replace=False)
        coefficients[chosen] = signs[chosen] * draw.uniform(0.5, 1.5, EFFECTS)
    for at in _albums_at(columns):
        effect = draw.spawn(1)[0].normal() if truth == "dense" else 0.0
        coefficients = np.insert(coefficients, at, effect)
    return coefficients


def _reach(draw: np.random.Generator, days: FloatArray, n: int, jump: float | None) -> FloatArray:
    """The log of what a typical post gets: growth, a slow wave, and for some a jump."""
    t = np.minimum(days / days[n - 1], 1.5)
    growth = draw.normal(0.5, 0.5) * t
    wave = draw.normal(0, 0.12) * np.sin(2 * np.pi * (t * draw.uniform(0.5, 1.5) + draw.random()))
    drawn = draw.choice([0.0, -0.5, 0.4], p=[0.7, 0.2, 0.1])
    step = (drawn if jump is None else jump) * (t > draw.uniform(0.2, 0.8))
    reach: FloatArray = np.log(draw.uniform(40, 200)) + growth + wave + step
    return reach
