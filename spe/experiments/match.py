"""Which posts an experiment counts, and whether each was of the kind that the coin asked for."""

import itertools
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from spe.experiments.plan import CAPTIONS, Experiment, Ticked
from spe.features import BY_NAME, is_subject, subject_of
from spe.model.options import SETTLED_DAYS
from spe.posts import Post, read_from, settled_likes
from spe.subjects import key

# Values by feature, by post.
Values = Mapping[str, Mapping[str, float]]

# A place in the order: no post so far, its likes not known or still arriving, counted, or a
# post that has left the table since.
State = Literal["to_come", "arriving", "counted", "gone"]


@dataclass(frozen=True)
class Slot:
    """A place in the order, and the post that took it.

    Attributes:
        number: from 1.
        asked: whether the coin asked for the one kind ("with").
        state: how far it is.
        id: the post's, empty while it is to come.
        posted_at: when it went out.
        likes: once they have arrived.
        followed: whether the post was what the coin asked for; None where nobody can see.
    """

    number: int
    asked: bool
    state: State
    id: str = ""
    posted_at: datetime | None = None
    likes: int | None = None
    followed: bool | None = None


def ticked_off(experiments: Sequence[Experiment], posts: Sequence[Post]) -> tuple[Experiment, ...]:
    """Experiments, oldest first, each with the posts that it counts.

    See `_ticked_off`; a post after the start of the next experiment is that one's.
    """
    return tuple(
        _ticked_off(one, posts, following.started_at if following else None)
        for one, following in itertools.zip_longest(experiments, experiments[1:])
    )


def _ticked_off(
    experiment: Experiment, posts: Sequence[Post], until: datetime | None
) -> Experiment:
    """The experiment with the posts that it counts: the first after its start, by time.

    Every post after the start counts, in the order in which they were posted, whenever they
    are imported. One that was counted and left the table since keeps its place; nobody could
    tell otherwise what the coin asked of the posts after it. Of one that was given up nothing
    more is counted.
    """
    if experiment.cancelled_at is not None:
        return experiment
    known = {post.id for post in posts}
    after = [
        Ticked(post.id, post.posted_at)
        for post in posts
        if post.posted_at is not None
        and post.posted_at > experiment.started_at
        and (until is None or post.posted_at <= until)
    ]
    gone = [one for one in experiment.ticked if one.id not in known]
    in_order = sorted([*after, *gone], key=lambda one: (one.posted_at, one.id))
    return replace(experiment, ticked=tuple(in_order[: experiment.posts]))


def slots(
    experiment: Experiment, posts: Sequence[Post], values: Values, now: datetime
) -> tuple[Slot, ...]:
    """Every place of the order.

    Args:
        experiment: as `ticked_off` gives it.
        posts: the account's posts.
        values: what was measured, by post, then by feature.
        now: the present, with a time zone.
    """
    by_id = {post.id: post for post in posts}
    read = read_from(posts, now)
    told = {post.source for post in posts if post.caption}
    subjects = {key(post.subject) for post in posts}
    made = []
    for place, asked in enumerate(experiment.order):
        if place >= len(experiment.ticked):
            made.append(Slot(place + 1, asked, "to_come"))
            continue
        ticked = experiment.ticked[place]
        post = by_id.get(ticked.id)
        if post is None:
            made.append(Slot(place + 1, asked, "gone", ticked.id, ticked.posted_at))
            continue
        likes = settled_likes(post, read, SETTLED_DAYS)
        if is_subject(experiment.treatment):
            had = _had_subject(experiment.treatment, post, subjects)
        else:
            had = _had(experiment, post, values, captioned=post.source in told)
        made.append(
            Slot(
                place + 1,
                asked,
                "arriving" if likes is None else "counted",
                post.id,
                post.posted_at,
                likes,
                None if had is None else had == asked,
            )
        )
    return tuple(made)


def _had_subject(treatment: str, post: Post, subjects: Collection[str]) -> bool | None:
    """Whether it is a post's subject; None where none is said, or the subject is called otherwise.

    `subjects` are the keys of those that the account's posts have.
    """
    asked, own = key(subject_of(treatment)), key(post.subject)
    return own == asked if own and asked in subjects else None


def _had(experiment: Experiment, post: Post, values: Values, *, captioned: bool) -> bool | None:
    """Whether a post was of the one kind; None where nobody can see."""
    if experiment.treatment == CAPTIONS:
        return bool(post.caption.strip()) if captioned else None
    if experiment.treatment not in BY_NAME:
        return None
    value = values.get(post.id, {}).get(experiment.treatment, math.nan)
    return None if math.isnan(value) else value > experiment.cut
