"""What is measured of one photo, one post and one moment, each as values by name."""

import bisect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from types import MappingProxyType

from spe.features import (
    ALBUM_FEATURES,
    BESIDE_FEATURES,
    HISTOGRAMS,
    MOMENT_FEATURES,
    PHOTO_FEATURES,
    POST_FEATURES,
    Beside,
    Further,
    Moment,
    Photo,
    histograms,
    people,
)
from spe.features.moment import LATELY
from spe.features.novelty import LAST, mean_bins, medians
from spe.measure.storage import Place
from spe.posts import Post, in_time


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


def measure_beside(beside: Beside) -> dict[str, float]:
    """Every feature of a photo beside the account's others by name, in its unit; NaN if unknown."""
    return {item.name: item(beside) for item in BESIDE_FEATURES}


# What is measured of an album's photos but the first.
OF_FURTHER = frozenset({people.faces.name})


def further_of(
    posts: Iterable[Post], seen: Mapping[Place, Measurement], at: Callable[[str], Place]
) -> dict[str, Further]:
    """By post id, what was measured of the other photos of albums.

    Args:
        posts: some posts.
        seen: what was measured at each place; nothing of a photo that can't be.
        at: where a photo of a name lies.
    """
    return {
        post.id: Further(tuple(seen[at(name)].known for name in post.more_images)) for post in posts
    }


def measure_further(further: Further) -> dict[str, float]:
    """Every feature of an album's other photos by name, in its unit; NaN where unknown."""
    return {item.name: item(further) for item in ALBUM_FEATURES}


def measure_account(
    posts: Sequence[Post],
    photos: Mapping[str, Mapping[str, float]],
    zone: tzinfo,
    further: Mapping[str, Further] = MappingProxyType({}),
) -> dict[str, dict[str, float]]:
    """Everything that is measured of an account's posts, by id and by name.

    Args:
        posts: all posts of the account.
        photos: what was measured of each post's photo, by the post's id; nothing of one that
            can't be.
        zone: the account's time zone, in which hours and weekends are told.
        further: what was measured of the other photos of albums, by the post's id.

    Returns:
        The values by name, each in its feature's unit; NaN where unknown.
    """
    when, earlier = moments(posts, zone), in_order_shown(posts, photos)
    usual = medians(photos.values())
    return {
        post.id: {
            **photos.get(post.id, {}),
            **measure_beside(
                Beside(photos.get(post.id, {}), bins_before(post.posted_at, earlier), usual)
            ),
            **measure_further(further.get(post.id, Further())),
            **measure_post(post),
            **measure_moment(when[post.id]),
        }
        for post in posts
    }


def moments(posts: Sequence[Post], zone: tzinfo) -> dict[str, Moment]:
    """The moment of each post by its id.

    Args:
        posts: all posts of the account; those before tell how often it posted.
        zone: the account's time zone, in which hours and weekends are told.
    """
    times = sorted(post.posted_at for post in posts if post.posted_at is not None)
    return {
        post.id: Moment(None)
        if post.posted_at is None
        else moment_at(post.posted_at.astimezone(zone), times)
        for post in posts
    }


def moment_at(at: datetime, posted: Sequence[datetime]) -> Moment:
    """The moment of a post at `at`, after posts at these times, oldest first.

    A post that went out in the same moment was not before it.
    """
    before = bisect.bisect_left(posted, at)
    return Moment(
        at,
        posted[before - 1] if before else None,
        posted[0] if posted else None,
        before - bisect.bisect_left(posted, at - LATELY),
    )


Shown = tuple[datetime, Mapping[str, float]]


def in_order_shown(posts: Sequence[Post], photos: Mapping[str, Mapping[str, float]]) -> list[Shown]:
    """When each measured photo was posted, and what was measured of it, oldest first.

    Args:
        posts: all posts of the account.
        photos: what was measured of each post's photo, by the post's id.
    """
    return [
        (post.posted_at, photos[post.id])
        for post in in_time(posts)
        if post.posted_at is not None and HISTOGRAMS[0] in photos.get(post.id, {})
    ]


def bins_before(at: datetime | None, earlier: Sequence[Shown]) -> dict[str, float] | None:
    """The mean histogram of the last five photos posted before a moment.

    Args:
        at: the moment; a photo that was posted in it was not before it.
        earlier: photos as `in_order_shown` gives them.

    Returns:
        The shares by name; None where the moment is unknown, or fewer photos came before it.
    """
    if at is None:
        return None
    before = bisect.bisect_left(earlier, at, key=lambda one: one[0])
    return mean_bins([photo for _, photo in earlier[max(0, before - LAST) : before]])
