"""The posts that did well, and those that fell short."""

import math

from spe.features import BY_NAME, is_subject, named
from spe.report.facts import Facts, PostFact, Reason
from spe.report.words.en.features import label
from spe.wording.days import day
from spe.wording.numbers import between, number

POSTS = "Your posts"


def best_headline(facts: Facts) -> str:
    """Above the posts that did well."""
    return "The ones that beat their moment" if facts.best else "No post stands above its moment"


def best_text(facts: Facts) -> str:
    """How posts are ranked, and whether reasons are given."""
    start = (
        "Ranked by likes against what a post of yours usually got at that time, not by likes "
        "alone, so early "
        "posts get a fair chance."
    )
    match facts.state:
        case "named":
            return (
                f"{start} Bars show how the properties we can name moved the expectation, each "
                "against your average post, not against the other end; the rest is one bar. "
                "A single post can fly for reasons that are none of these."
            )
        case "groups":
            return (
                f"{start} No reasons are given: a kind of property has no direction that could be "
                "told, and some post always comes first."
            )
        case "unproven":
            return (
                f"{start} No reasons are given: none helped to guess a post that the model had "
                "not seen, and some post always comes first."
            )
        case "closed":
            return f"{start} No reasons are given: none held up, and some post always comes first."
        case "whole":
            return f"{start} No reasons are given: no single one is clear enough to be named."
        case _:
            return (
                f"{start} No reasons are given: it is too early to name any, and some post "
                "always comes first."
            )


def more_posts(n: int) -> str:
    """The photos that are folded away, and that `n` more of the best are among them."""
    more = {1: "One more", 2: "Two more", 3: "Three more"}.get(n, f"{number(n)} more")
    return f"{more}, and those that fell short" if n else "Those that fell short"


def weak_headline(facts: Facts) -> str:
    """Above the posts that fell short."""
    n = len(facts.weakest)
    words = {1: "one", 2: "two", 3: "three", 4: "four"}
    return f"And {words.get(n, number(n))} that fell short"


BEST_LABEL, WEAK_LABEL = "Posts that beat their moment", "Posts that fell short"


def times_usual(post: PostFact) -> str:
    """Likes · 2.3× usual; without a usual above 0 just likes."""
    likes = "like" if post.likes == 1 else "likes"
    if math.isnan(post.times_usual):
        return likes
    return f"{likes} · {number(post.times_usual, 1)}× usual"


def post_line(post: PostFact) -> tuple[str, str]:
    """12 Sep 2026, and: expected 85–155, or without a range the usual."""
    if math.isfinite(post.low):
        return day(post.at), f"expected {between(post.low, post.high)}"
    return day(post.at), f"usual {number(post.usual)}"


FAR = "Far from the posts around it. Is the number right?"


def photo_alt(post: PostFact) -> str:
    """A photo in words: nothing is known of it but its date."""
    return f"Your post of {day(post.at)}"


def reason(item: Reason) -> str:
    """A reason's name, with whether the post had much or little of it."""
    if item.high is None:
        return label(item.name)
    known = item.name in BY_NAME or is_subject(item.name)
    feature = named(item.name) if known else None
    if feature and feature.having:
        return feature.having[0 if item.high else 1]
    return f"{label(item.name)} ({'high' if item.high else 'low'})"
