"""What is measured of one photo, one post and one moment, each as values by name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo

from spe.features import (
    HISTOGRAMS,
    MOMENT_FEATURES,
    PHOTO_FEATURES,
    POST_FEATURES,
    Moment,
    Photo,
    histograms,
)
from spe.posts import Post


@dataclass(frozen=True)
class Measurement:
    """What was measured of one photo.

    Attributes:
        known: the values by name, each in its feature's unit; NaN where unknown.
        problem: the sentence why the photo could not be measured, else empty.
        digest: of the very bytes that were measured; empty where none were.
    """

    known: Mapping[str, float] = field(default_factory=dict)
    problem: str = ""
    digest: str = ""


def photo_names() -> tuple[str, ...]:
    """The names of all that is measured of a photo: its features, then its histograms."""
    return (*(item.name for item in PHOTO_FEATURES), *HISTOGRAMS)


def measure_photo(photo: Photo, only: Collection[str] | None = None) -> dict[str, float]:
    """Every feature and histogram of a photo that is already decoded.

    Args:
        photo: the decoded photo.
        only: the names that are wanted; all where None. The histograms come together.

    Returns:
        The values by name, each in its feature's unit; NaN where unknown.
    """
    asked = [item for item in PHOTO_FEATURES if only is None or item.name in only]
    values = {item.name: item(photo) for item in asked}
    if only is None or any(name in only for name in HISTOGRAMS):
        values |= histograms(photo)
    return values


def measure_post(post: Post) -> dict[str, float]:
    """Every feature of a post that neither its photo nor its time tells, by name, in its unit."""
    return {item.name: item(post) for item in POST_FEATURES}


def measure_moment(moment: Moment) -> dict[str, float]:
    """Every feature of one moment by name, in its unit; NaN where the time is unknown."""
    return {item.name: item(moment) for item in MOMENT_FEATURES}


def moments(posts: Sequence[Post], zone: tzinfo) -> dict[str, Moment]:
    """The moment of each post by its id.

    Args:
        posts: all posts of the account; the one before tells how long there was none.
        zone: the account's time zone, in which hours and weekends are told.
    """
    times = sorted({post.posted_at for post in posts if post.posted_at is not None})
    before = dict(zip(times[1:], times, strict=False))
    first = times[0] if times else None
    return {
        post.id: Moment(
            None if post.posted_at is None else post.posted_at.astimezone(zone),
            before.get(post.posted_at) if post.posted_at else None,
            first,
        )
        for post in posts
    }
