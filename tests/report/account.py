"""Made-up accounts for the report's tests: tables and a fitted model with known content.

The model is put together by hand from least squares, not by `spe.model.fit`: it says what a
test wants it to say (an open gate, three found groups), with figures that hang together.
"""

import io
import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from spe.drafts.forecast_log import Guess, Track, track
from spe.experiments.answer import Standing
from spe.features import CATALOGUE, HISTOGRAMS
from spe.model.compared import distance, told_pair
from spe.model.fitted import FittedModel, GroupTest, LeftOut, PostFit, Skill, Term
from spe.model.options import FitOptions, tier_of
from spe.notices import Notice
from spe.posts import Post
from spe.report import page
from spe.report.facts import NOTHING_TRACKED, gather
from spe.stats.simulate import WITHOUT_EFFECT

ZONE = ZoneInfo("Europe/Zurich")
START = datetime(2025, 1, 6, 17, 30, tzinfo=UTC)

OPTIONAL = {"album", "weekend", "gap", "thirds"}

# Log-likes for one SD of the feature, where there is an effect at all.
EFFECTS = {"brightness": 0.25, "busyness": -0.2, "faces": 0.15}


@dataclass(frozen=True)
class Account:
    model: FittedModel
    features: pd.DataFrame
    posts: list[Post]
    track: Track = NOTHING_TRACKED
    experiments: tuple[Standing, ...] = ()

    def facts(self, **options):
        known = {"track": self.track, "experiments": self.experiments, **options}
        return gather(self.model, self.features, self.posts, ZONE, **known)

    def but(self, **changes):
        return replace(self, model=replace(self.model, **changes))


def make_account(
    n=62,
    *,
    gate_open=False,
    proven=True,
    evidence=None,
    found=(),
    made_up=False,
    seed=1,
    of=CATALOGUE,
):
    """Behind an open gate unseen posts were predicted better if `proven`.

    `evidence` names features with their evidence, `found` the groups that are.

    `of` are the features that were measured.
    """
    draw = np.random.default_rng(seed)
    has_skill = gate_open and proven
    posts, table = _tables(draw, n, of, gate_open=gate_open)
    tier = tier_of(n)
    core = [item for item in of if item.core]
    wider = [*core, *(item for item in of if item.name in OPTIONAL)]
    used = {"none": [], "ranking": core, "groups": core}.get(tier, wider)
    likes = np.array([post.likes for post in posts], float)
    usual = np.full(n, float(np.median(likes)))
    x, means, scales = _standardised(table, used)
    y = np.log1p(likes) - np.log1p(usual)
    terms = _terms(table, used, x, y, means, scales, tier, evidence or {})
    fits = _fits(posts, usual, x, terms, y, has_skill=has_skill)
    skill = forward = None
    if tier != "none":
        gain = 0.3 if has_skill else -0.02
        skill = Skill(
            n - 5, 20 * (1 - gain), 20.0, gain, gain - 0.1, gain + 0.1, 0.5, 0.3, 0.7, 0.67, 0.2
        )
        if n - max(20, n // 3) >= 8:
            forward = _ahead(skill, n)
    model = FittedModel(
        tier=tier,
        n_posts=n,
        baseline=float(np.log1p(np.median(likes[-10:]))),
        terms=terms,
        groups=_groups(used, found) if tier in {"groups", "features", "full"} else (),
        gate_p=0.002 if gate_open else 0.41,
        gate_open=gate_open,
        has_skill=has_skill,
        skill=skill,
        skill_forward=forward,
        posts=fits,
        left_out=(LeftOut(Notice("too_young", {"days": 14.0}), ("late-1", "late-2")),),
        ols={"observations": n, "regressors": len(used), "r2": 0.41, "df_resid": n - 15.0},
        diagnostics={"ljung_box_p": 0.37, "ljung_box_lags": 10},
        options=FitOptions(),
        made_with={"spe": "0.0"},
        data_hash="0123456789abcdef",
        made_up=made_up,
    )
    return Account(model, table, posts)


def _ahead(skill, n):
    """The same from the past alone: on the later posts, and a little worse."""
    gain = skill.gain - 0.06
    return replace(
        skill,
        posts=n - max(20, n // 3),
        mae=20 * (1 - gain),
        gain=gain,
        gain_low=gain - 0.15,
        gain_high=gain + 0.15,
        spearman=0.4,
        pairs=0.64,
    )


def _tables(draw, n, of, *, gate_open):
    posts, rows = [], []
    at = START
    # From a stream of their own: the rest of an account is the same without them.
    apart = draw.spawn(1)[0]
    for number in range(n):
        at += timedelta(hours=float(draw.integers(20, 130)))
        known = [item.name for item in of if item.name != "album"]
        row = {name: float(draw.normal()) for name in known if name not in WITHOUT_EFFECT}
        row |= {name: float(apart.normal()) for name in known if name in WITHOUT_EFFECT}
        row["caption_link"] = float(row.get("caption_link", 0) > 1)
        row["face_further_in"] = float(row.get("face_further_in", 0) > 0)
        row["album"] = float(number % 7 in {2, 3})
        row["faces"] = float(draw.choice([0, 0, 1, 2]))
        row["three_faces"] = float(number % 11 == 5)
        row["weekend"] = float(at.astimezone(ZONE).weekday() >= 5)
        row["gap"] = float(draw.gamma(2, 2))
        hues = draw.dirichlet(np.ones(24)) * 0.5
        tones = draw.dirichlet(np.ones(8))
        row |= dict(zip(HISTOGRAMS, [*hues, *tones], strict=True))
        log = math.log(50) + draw.normal(0, 0.3)
        if gate_open:
            log += sum(weight * row[name] for name, weight in EFFECTS.items())
        row |= {item.name: _in_its_unit(item, row[item.name]) for item in of if _spread(item)}
        rows.append({"id": f"holiday_{number:03}.jpg", "problem": "", **row})
        posts.append(
            Post(
                id=f"holiday_{number:03}.jpg",
                image=f"photos/holiday_{number:03}.jpg",
                posted_at=at,
                likes=round(math.exp(log)),
                caption=f"Caption {number}",
            )
        )
    return posts, pd.DataFrame(rows).set_index("id")[
        ["problem", *(item.name for item in of), *HISTOGRAMS]
    ]


def _spread(item):
    """Whether its values are drawn around the middle of what its effect is told between."""
    return not item.there_or_not and item.name != "gap"


def _in_its_unit(item, z):
    """A value so many SDs from the middle, of which 1.35 lie between the two ends."""
    low, high = item.comparison.low, item.comparison.high
    return float(np.clip((low + high) / 2 + z * (high - low) / 1.35, item.low, item.high))


def _standardised(table, used):
    raw = table[[item.name for item in used]].to_numpy(float, copy=True)
    for column, item in enumerate(used):
        if item.transform == "log1p":
            raw[:, column] = np.log1p(raw[:, column])
    means = raw.mean(axis=0)
    scales = raw.std(axis=0)
    return (raw - means) / scales, means, scales


def _terms(table, used, x, y, means, scales, tier, evidence):
    if not used:
        return ()
    told = tier not in {"none", "ranking"}
    design = np.column_stack([np.ones(len(y)), x])
    inverse = np.linalg.pinv(design.T @ design)
    weights = inverse @ design.T @ y
    freedom = max(len(y) - design.shape[1], 1)
    variance = float(((y - design @ weights) ** 2).sum()) / freedom
    errors = np.sqrt(variance * np.diag(inverse))
    terms = []
    for place, item in enumerate(used):
        compared = told_pair(item, table[item.name].to_numpy(float))
        step = distance(item, compared)
        factor = step / float(scales[place])
        effect, error = float(weights[place + 1]) * factor, float(errors[place + 1]) * factor
        term = Term(
            item.name,
            item.group,
            item.transform,
            float(means[place]),
            float(scales[place]),
            float(weights[place + 1]) * 0.7,
            tuple(np.quantile(table[item.name], np.linspace(0, 1, 21)).tolist()),
            compared=compared,
            step=step,
        )
        if told:
            term = replace(
                term,
                effect=effect,
                std_error=error,
                low=effect - 1.66 * error,
                high=effect + 1.66 * error,
                low50=effect - 0.68 * error,
                high50=effect + 0.68 * error,
                p_max_t=0.01 if item.name in evidence else 0.8,
                ols_effect=1.2 * effect,
                ols_std_error=1.1 * error,
                ols_low=1.2 * effect - 1.83 * error,
                ols_high=1.2 * effect + 1.83 * error,
                ols_p_value=0.2,
                ols_q_value=0.5,
                vif=1.3,
                evidence=evidence.get(item.name, "unclear"),
            )
        terms.append(term)
    return tuple(terms)


def _groups(used, found):
    names = list(dict.fromkeys(item.group for item in used))
    return tuple(
        GroupTest(
            name,
            tuple(item.name for item in used if item.group == name),
            0.001 if name in found else 0.6,
            0.005 if name in found else 0.7,
            found=name in found,
        )
        for name in names
    )


def _fits(posts, usual, x, terms, y, *, has_skill):
    told = any(math.isfinite(term.std_error) for term in terms)
    fits = []
    for place, post in enumerate(posts):
        reasons = {}
        if has_skill:
            reasons = {
                term.name: term.coefficient * float(x[place, column])
                for column, term in enumerate(terms)
            }
        expected = math.log1p(usual[place]) + sum(reasons.values())
        fits.append(
            PostFit(
                post.id,
                post.posted_at,
                float(post.likes),
                float(usual[place]),
                math.expm1(expected),
                math.expm1(expected - 0.4),
                math.expm1(expected + 0.4),
                reasons,
                cooks_distance=0.01 + 0.001 * place if told else math.nan,
                studentised=float(y[place]) / 0.3 if told else math.nan,
            )
        )
    return tuple(fits)


NAMED = {"brightness": "strong", "busyness": "strong", "faces": "suggestive"}


def few():
    return make_account(14)


def closed(n=62):
    return make_account(n)


def ranking():
    return make_account(24, gate_open=True)


def unproven(n=120):
    return make_account(n, gate_open=True, proven=False)


def groups():
    return make_account(70, gate_open=True, found=("light", "detail"))


def named(n=120):
    return make_account(n, gate_open=True, evidence=NAMED, found=("light", "detail", "faces"))


def whole():
    return make_account(120, gate_open=True)


def of_subjects(account, effects, *, found=False, evidence=None, said=1.0):
    """The account with a subject a post, each told of as `effects` (log-likes by name) say.

    Subjects of no effect were said, but had too few posts to be learnt from. `said` is the share
    of posts of which it is known.
    """
    names = list(effects)
    known = round(said * len(account.posts))
    posts = [
        replace(post, subject=names[place % len(names)] if place < known else "")
        for place, post in enumerate(account.posts)
    ]
    share = 1 / len(names)
    spread = math.sqrt(share * (1 - share))
    ranged = account.model.tier not in {"none", "ranking"}
    terms = tuple(
        Term(
            f"subject:{name}",
            "subject",
            "identity",
            share,
            spread,
            effect * spread,
            tuple(np.linspace(0, 1, 21).round().tolist()),
            compared=(0.0, 1.0),
            step=1.0,
            effect=effect if ranged else math.nan,
            std_error=0.1 if ranged else math.nan,
            low=effect - 0.15 if ranged else math.nan,
            high=effect + 0.15 if ranged else math.nan,
            low50=effect - 0.06 if ranged else math.nan,
            high50=effect + 0.06 if ranged else math.nan,
            p_max_t=0.01 if name in (evidence or {}) else 0.8,
            evidence=(evidence or {}).get(name, "unclear"),
        )
        for name, effect in effects.items()
        if effect is not None
    )
    group = GroupTest(
        "subject",
        tuple(term.name for term in terms),
        0.001 if found else 0.6,
        0.005 if found else 0.7,
        found=found,
    )
    groups = (*account.model.groups, group) if account.model.groups else ()
    made = account.but(terms=(*account.model.terms, *terms), groups=groups)
    return replace(made, posts=posts)


def tracked(account, held, *, arriving=0, waiting=0, has_skill=True, confidence=0.8):
    """The account with remembered scores of its last posts, and whether each range held.

    The `arriving` newest have no likes yet; `waiting` drafts are not posted.
    """
    draw = np.random.default_rng(7)
    count = len(held) + arriving
    last = account.posts[-count:] if count else []
    prints = {post.id: int.from_bytes(draw.bytes(16)) for post in last}
    guesses = [
        Guess(
            file="secret draft.heic",
            scored_at=post.posted_at - timedelta(hours=3),
            posting_at=post.posted_at,
            expected=post.likes + 5.0,
            low=post.likes - (10.0 if good else -2.0),
            high=post.likes + 20.0,
            confidence=confidence,
            usual=post.likes + 9.0,
            p_above_usual=0.5,
            has_skill=has_skill,
            model="5ca1ab1e",
            fingerprints=(prints[post.id],),
        )
        for post, good in zip(last, [*held, *[True] * arriving], strict=True)
    ]
    guesses += [
        replace(_unposted(account), fingerprints=(int.from_bytes(draw.bytes(16)),))
        for _ in range(waiting)
    ]
    settled = [
        replace(post, likes_as_of=post.posted_at + timedelta(days=20))
        if place < len(held)
        else replace(post, likes=None)
        for place, post in enumerate(last)
    ]
    record = track(settled, guesses, prints, now=account.posts[-1].posted_at)
    return replace(account, track=record)


def _unposted(account):
    at = account.posts[-1].posted_at
    return Guess(
        "secret draft.heic", at, at, 50.0, 30.0, 80.0, 0.8, 45.0, 0.6, True, "5ca1ab1e", ()
    )


EVERY = {
    "few": few,
    "closed": closed,
    "closed_24": lambda: closed(24),
    "closed_120": lambda: closed(120),
    "ranking": ranking,
    "unproven": unproven,
    "groups": groups,
    "whole": whole,
    "named": named,
    "closed_tracked": lambda: tracked(closed(24), [True] * 13 + [False] * 4, arriving=1, waiting=2),
}


def page_without_plots(facts, pictures=MappingProxyType({})):
    """The page but for the statistician's plots: most of the work, in the same words for all."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "diagnostic_plots", lambda *_: {})
        return page.render(facts, pictures)


def photographs(count, side=240):
    """Pixels by post number: crops of photographs that ship inside the wheels."""
    from skimage import data
    from sklearn.datasets import load_sample_image

    shots = [load_sample_image("china.jpg"), load_sample_image("flower.jpg"), data.astronaut()]
    draw = np.random.default_rng(0)
    made = {}
    for number in range(1, count + 1):
        shot = shots[number % len(shots)]
        top = int(draw.integers(shot.shape[0] - side))
        left = int(draw.integers(shot.shape[1] - side))
        made[number] = np.ascontiguousarray(shot[top : top + side, left : left + side])
    return made


def jpeg(pixels, **options):
    """A JPEG file's bytes."""
    data = io.BytesIO()
    Image.fromarray(pixels).save(data, "JPEG", quality=90, **options)
    return data.getvalue()
