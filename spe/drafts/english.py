"""The page of scored drafts in English; what a terminal says too, it has from there."""

from collections.abc import Mapping, Sequence

from spe import wording
from spe.drafts.explain import Contribution
from spe.drafts.race import briefly_named
from spe.drafts.remarks import told as remark
from spe.drafts.score import PastPost, Scored
from spe.drafts.sentences import (
    likes_range,
    may_win_and_behind,
    of_usual,
    posting,
    too_close,
    typical_miss,
    untested,
)
from spe.drafts.suggest import Change
from spe.model.fitted import FittedModel, PostFit
from spe.wording import between, count, day, number, percent

__all__ = [
    "ALIKE",
    "ANY",
    "BEST",
    "CHANGES",
    "DOTS",
    "EVIDENCE",
    "FOOT",
    "INVENTED",
    "LANGUAGE",
    "LIKES",
    "MADE_UP",
    "TITLE",
    "becomes",
    "day",
    "draft_alt",
    "got",
    "headlines",
    "how",
    "how_many",
    "key",
    "last_posts",
    "lede",
    "number",
    "percent",
    "post_alt",
    "posting",
    "range_line",
    "reason",
    "reason_said",
    "remark",
    "said_of",
    "share",
    "typical_miss",
    "untested",
    "your_usual",
]

LANGUAGE = "en"

TITLE = "Drafts, scored"

MADE_UP, INVENTED = "A made-up account.", "The posts and their likes are invented."

ANY = "Any of them"

LIKES, BEST = "likes", "chance to do best"

CHANGES, ALIKE = "What would change it", "Most alike of your posts"

DOTS = "A dot for each, and the line of your usual"

FOOT: tuple[str, ...] = (
    (
        "Reasons, and what would change them, are patterns in past posts, not causes. Three filled "
        "dots are strong evidence, two suggestive, none: it can’t be told yet. Most alike is what "
        "measures alike, and what it got is no forecast."
    ),
    (
        "Made on this computer by spe. This page loads nothing and tells nobody; its photos are "
        "small copies without EXIF."
    ),
)

EVIDENCE: Mapping[str, str] = {
    name: said.replace("'", "’") for name, said in wording.EVIDENCE.items()
}


def share(value: float) -> str:
    """A chance in percent; the smallest is not told as none.

    >>> share(0.416), share(0.002)
    ('42%', 'under 1%')
    """
    return "under 1%" if value < 0.01 else f"{value:.0%}"


def how_many(shown: int, scored: int) -> str:
    """How many drafts the page shows."""
    if shown < scored:
        return f"The best {shown} of {scored} drafts" if shown > 1 else f"The best of {scored}"
    return "One draft" if scored == 1 else f"{scored} drafts"


def headlines(model: FittedModel, ranked: Sequence[Scored]) -> tuple[str, str]:
    """What may be said of the drafts in a line, and who is behind where that is told apart."""
    if not model.answer.told_apart:
        usual = f"may expect your usual {count(model.usual, 'like')}"
        return f"{'It' if len(ranked) == 1 else 'Each'} {usual}", ""
    if len(ranked) == 1:
        return f"About {count(ranked[0].expected, 'like')}", ""
    may_win, behind = may_win_and_behind(briefly_named(ranked))
    return may_win or f"{len(ranked)} drafts side by side", behind


def lede(model: FittedModel, ranked: Sequence[Scored], posting: str) -> str:
    """When they are posted, the usual, and whether they are too close to call."""
    start = f"{posting[0].upper()}{posting[1:]}."
    if not model.answer.told_apart:
        return (
            f"{start} With {number(model.n_posts)} posts the photos can’t be told apart yet, so "
            "the range below is simply that of your recent posts."
        )
    close = too_close(ranked)
    said = f"{start} Your usual now is {count(model.usual, 'like')}."
    return f"{said} {close.why}" if close else said


def your_usual(usual: float) -> str:
    """The name of the line of the usual."""
    return f"your usual {number(usual)}"


def said_of(one: Scored) -> str:
    """A draft on the axis for those who hear the page."""
    return f"Expected {count(one.expected, 'like')}, 80% range {likes_range(one)}"


def last_posts(posts: Sequence[PostFit]) -> str:
    """What the dots below the drafts are; empty without any."""
    if not posts:
        return ""
    likes = [post.likes for post in posts]
    which = f"Your last {count(len(posts), 'post')}"
    return f"{which}: {between(min(likes), max(likes))} likes"


def key(*, dots: bool, left_out: int) -> str:
    """How to read the axis."""
    posts = ", each grey dot a post of yours" if dots else ""
    more = f" {left_out} more drafts are below." if left_out else ""
    return f"Likes. The dot is what a draft may expect, the bar its 80% range{posts}.{more}"


def draft_alt(one: Scored) -> str:
    """A draft's photo in words."""
    return f"Draft {one.rank}: {one.name}"


def range_line(one: Scored) -> str:
    """The 80 % range of a draft, and the usual."""
    return f"80% range {likes_range(one)}. Your usual is {number(one.usual)}."


def reason(part: Contribution) -> str:
    """The name of a reason."""
    return part.label


def reason_said(part: Contribution) -> str:
    """How a draft compares in it."""
    return part.said


def how(change: Change) -> str:
    """How to make a change."""
    return change.how


def becomes(change: Change) -> str:
    """What becomes of the draft."""
    return change.becomes


def post_alt(post: PastPost) -> str:
    """A past post's photo in words."""
    return f"Your post of {day(post.posted_at)}"


def got(post: PastPost) -> str:
    """What a past post got, against its usual where that is known."""
    return of_usual(post) or count(post.likes, "like")
