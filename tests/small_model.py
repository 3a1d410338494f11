"""A model small enough to work out by hand, and the posts it says it was learnt from."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from spe.drafts.remarks import told
from spe.drafts.score import general_remarks
from spe.model.fitted import FittedModel, GroupTest, PostFit, Skill, Term

BASELINE = float(np.log1p(80))
FIRST = datetime(2026, 1, 2, 18, 0, tzinfo=UTC)
POSTS = 40


def term(name, group, coefficient, low, high, evidence="unclear", transform="identity"):
    """A term whose posts were spread evenly from low to high, with a range clear of 0."""
    return Term(
        name=name,
        group=group,
        transform=transform,
        mean=(low + high) / 2,
        scale=(high - low) / 12**0.5,
        coefficient=coefficient,
        quantiles=tuple(np.linspace(low, high, 21).tolist()),
        effect=coefficient,
        low=coefficient - abs(coefficient) / 2,
        high=coefficient + abs(coefficient) / 2,
        evidence=evidence,
    )


TERMS = (
    term("busyness", "detail", -0.25, 0, 0.4, "strong"),
    term("orange_brown", "colour", 0.2, 0, 1, "suggestive"),
    term("brightness", "light", 0.03, 0, 100),
    term("hour_sin", "time", 0.02, -1, 1),
    term("hour_cos", "time", -0.04, -1, 1),
    term("weekend", "time", 0.05, 0, 1),
)


# The same, where single features of the moment may be named.
TIMED = tuple(replace(item, evidence="strong") if item.group == "time" else item for item in TERMS)


def small_model(terms=TERMS, *, has_skill=True, time_found=False, spread=0.02, noise=0.3, **more):
    """A fitted model with these terms; its folds differ by `spread`, its posts by `noise`."""
    draw = np.random.default_rng(5)
    folds = 5
    coefficients = np.array([item.coefficient for item in terms])
    near = coefficients + spread * draw.standard_normal((folds, len(terms)))
    misses = noise * draw.standard_normal(POSTS)
    known = {
        "tier": "features",
        "n_posts": POSTS,
        "baseline": BASELINE,
        "terms": terms,
        "groups": (GroupTest("time", ("hour_sin", "hour_cos", "weekend"), 0.2, 0.3, time_found),),
        "gate_open": has_skill,
        "has_skill": has_skill,
        "skill": Skill(posts=POSTS, mae=16.2, mae_usual=22.3, gain=0.27, pairs=0.66),
        "fold_coefficients": tuple(tuple(row) for row in near.tolist()),
        "fold_offsets": (0.0,) * folds,
        "fold_of_post": tuple(number % folds for number in range(POSTS)),
        "fold_residuals": tuple((misses - misses.mean()).tolist()),
        "usual_residuals": tuple((misses - misses.mean()).tolist()),
        "precision": tuple(tuple(row) for row in np.eye(len(terms)).tolist()),
        "far": 60.0,
        "posts": posts(),
        "data_hash": "5ca1ab1e",
    }
    return FittedModel(**{**known, **more})


def posts():
    """40 posts, one every five days at 18:00 UTC."""
    return tuple(
        PostFit(
            id=f"post{number}",
            posted_at=FIRST + timedelta(days=5 * number),
            likes=60.0 + number,
            usual=80.0,
            expected=80.0,
            low=50.0,
            high=120.0,
        )
        for number in range(POSTS)
    )


def general_warnings(*given, **more):
    """The remarks on all drafts in English."""
    return [told(remark) for remark in general_remarks(*given, **more)]


def average(**more):
    """The values of a post that is average in everything but these."""
    return {**{item.name: item.mean for item in TERMS}, **more}
