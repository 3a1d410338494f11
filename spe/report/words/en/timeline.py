"""Likes over time."""

from spe.report.facts import Facts
from spe.wording.numbers import capital, count, number

TIMELINE = "Over time"


def timeline_headline(facts: Facts) -> str:
    """How the usual changed, and where it stands."""
    account = facts.account
    now = f"a post now starts at about {count(account.usual, 'like')}"
    return capital(now) if facts.trend == "steady" else f"Your likes {facts.trend}; {now}"


def timeline_text(facts: Facts) -> str:
    """What the line is for."""
    if facts.state == "few":
        return "Each mark is a post; the line is the middle of the posts around it."
    return (
        "The line is what a typical post would have got at each moment. Everything else on this "
        "page is "
        "measured against it."
    )


def timeline_statistics(facts: Facts) -> str:
    """How the line was made."""
    if facts.state == "few":
        return "The median of the posts around each, without it."
    return (
        "The trend of models that had not seen the post (a line and an Ornstein–Uhlenbeck process on log(1 + likes)), averaged over "
        "up to 11 neighbouring posts for the picture alone."
    )


ABOVE, BELOW, USUAL_KEY = "above the line", "on or below it", "usual at that time"


BAND_KEY = "where about 8 in 10 of these posts lie"


def timeline_label(facts: Facts) -> str:
    """The plot in words."""
    account = facts.account
    return (
        f"Likes of {count(account.posts, 'post')} over time; usual at first about "
        f"{number(account.usual_then)}, "
        f"now about {number(account.usual)}. Arrow keys go from post to post."
    )
