"""Like counts that may be slips of the keyboard: far from those of the posts around them.

A post that everybody shared is as far from the others: what is doubted is asked about and
named, never changed and never left out.
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from spe.posts import Post, around, in_time

# A digit more or less is ten times as much or a tenth; hardly any post is by itself.
FAR = 8

# Counts below this are taken for it: of nought, one and eight none is odd beside the others.
_SMALLEST = 2

# One number alone says nothing of another.
_FEWEST_OTHERS = 2

Way = Literal["more", "fewer"]


@dataclass(frozen=True)
class Doubt:
    """A count that may be a slip.

    Attributes:
        post: the post, with that count.
        likes: the count, 0 or more.
        usual: the median of the posts around it, in likes.
        way: whether it has far more than these, or far fewer.
    """

    post: Post
    likes: int
    usual: float
    way: Way


def far(likes: int, others: Sequence[int]) -> Way | None:
    """Whether a count is more than eight times, or less than an eighth, of the median of others.

    Of an even number of others both middle ones must be so far off: beside 45 and 450,000
    nothing between them is odd. Counts below 2 are taken for 2.

    Args:
        likes: 0 or more.
        others: the same of other posts; from fewer than two of them nothing follows.

    >>> far(450_000, [45, 48]), far(4, [45, 48, 52]), far(8, [1, 1, 1])
    ('more', 'fewer', None)
    """
    if len(others) < _FEWEST_OTHERS:
        return None
    low, high = statistics.median_low(others), statistics.median_high(others)
    if likes > FAR * max(high, _SMALLEST):
        return "more"
    return "fewer" if FAR * max(likes, _SMALLEST) < low else None


def doubt(post: Post, posts: Iterable[Post]) -> Doubt | None:
    """Whether a post's count is far from those of the ten posts nearest in time.

    Where it has no time, or fewer than two others have one, all others are asked. Posts
    that are left out of the fit are asked neither of nor about.

    Args:
        post: the post, with the count to be looked at.
        posts: all posts, with this one or without it.
    """
    return _doubt(post, _counted(posts))


def doubted(posts: Iterable[Post]) -> list[Doubt]:
    """The counts that are far from those of the posts around them, oldest post first."""
    counted = _counted(posts)
    found = (_doubt(post, counted) for post in counted)
    return [one for one in found if one is not None]


def _counted(posts: Iterable[Post]) -> list[Post]:
    return in_time(post for post in posts if post.likes is not None and not post.excluded)


def _doubt(post: Post, counted: Sequence[Post]) -> Doubt | None:
    if post.likes is None or post.excluded:
        return None
    near = around(post, counted)
    if len(near) < _FEWEST_OTHERS:
        near = [other for other in counted if other.id != post.id]
    others = [other.likes for other in near if other.likes is not None]
    way = far(post.likes, others)
    return None if way is None else Doubt(post, post.likes, statistics.median(others), way)
