"""Which pictures are known already: posts that show a draft's, and drafts that share one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spe.drafts.follow import Follow, unseen
from spe.drafts.posting_time import Values
from spe.drafts.remarks import Remark
from spe.drafts.score import PastPost, Scored
from spe.errors import PhotoError
from spe.features import PHOTO_FEATURES
from spe.photo.fingerprint import fingerprint, same_picture
from spe.photo.guarded import decode_apart
from spe.posts import Post
from spe.project import Project

# A post counts as looking the same if its measures differ by less than this many SDs.
LOOKS_SAME = 0.6


def look_alikes(values: Values, past: Mapping[str, Values], most: int = 3) -> list[str]:
    """The ids of the posts whose photos measure about the same as a draft's, nearest first.

    Another compression or size of one picture moves its measures little; whether it is
    the same picture is for `same_picture` to say.
    """
    names = [item.name for item in PHOTO_FEATURES]
    here = np.array([values.get(name, math.nan) for name in names])
    table = np.array([[row.get(name, math.nan) for name in names] for row in past.values()])
    shared = (
        ~np.isnan(here) & (~np.isnan(table)).all(axis=0) if len(past) > 1 else np.zeros(0, bool)
    )
    if not shared.any():
        return []
    spread = table[:, shared].std(axis=0)
    away = (table[:, shared] - here[shared])[:, spread > 0] / spread[spread > 0]
    distance = np.sqrt(np.mean(away**2, axis=1))
    near = [int(at) for at in np.argsort(distance, kind="stable") if distance[at] < LOOKS_SAME]
    ids = list(past)
    return [ids[at] for at in near[:most]]


@dataclass(frozen=True)
class SeenBefore:
    """What a draft may have been before: posts by id, and what was measured of their photos.

    `learnt` are the ids of the posts that the model has learnt from.
    """

    project: Project
    posts: Mapping[str, Post]
    past: Mapping[str, Values]
    learnt: frozenset[str]


def recognised(one: Scored, values: Values, picture: int, seen: SeenBefore) -> Scored:
    """The draft with the post that already shows its picture, and the remark on it.

    `values` are those of its photo alone, `picture` is the fingerprint of the whole photo.
    """
    for name in look_alikes(values, seen.past):
        post = _same(seen.posts.get(name), picture, seen.project)
        if post is None:
            continue
        known = {"at": post.posted_at, "likes": post.likes, "learnt": name in seen.learnt}
        return replace(one, posted=post, remarks=(Remark("posted", known), *one.remarks))
    return one


def _same(post: Post | None, picture: int, project: Project) -> PastPost | None:
    """The post, if its photo shows this picture."""
    if post is None or post.posted_at is None:
        return None
    try:
        decoded = decode_apart(project.image(post.image))
    except PhotoError:
        return None
    if not same_picture(fingerprint(decoded.rgb), picture):
        return None
    likes = math.nan if post.likes is None else float(post.likes)
    return PastPost(post.id, post.posted_at, likes)


def alike_drafts(fingerprints: Mapping[str, int]) -> list[Remark]:
    """A remark for each draft that shows the picture of an earlier one, by fingerprint."""
    said = []
    names = list(fingerprints)
    for at, name in enumerate(names):
        for other in names[:at]:
            if same_picture(fingerprints[name], fingerprints[other]):
                said.append(Remark("same_picture", {"first": other, "second": name}))
                break
    return said


def fingerprints_of_posts(
    project: Project, posts: Sequence[Post], follow: Follow = unseen
) -> tuple[dict[str, int], list[str]]:
    """The fingerprints of posts' photos by id, and a sentence for each that can't be read."""
    known, problems = {}, []
    for post in follow(posts, "Looking at posts", len(posts)):
        try:
            known[post.id] = fingerprint(decode_apart(project.image(post.image)).rgb)
        except PhotoError as error:
            problems.append(str(error))
    return known, problems
