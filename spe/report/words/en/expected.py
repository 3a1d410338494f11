"""Expected and actual likes."""

import math

from spe.model import options
from spe.report.facts import Facts, PostFact
from spe.wording.days import time_and_day
from spe.wording.numbers import between, count, number

EXPECTED = "Expected and actual"


def expected_headline(facts: Facts) -> str:
    """How near the guesses came. How many ranges held is how they are built, and no news."""
    return f"Half of the guesses were within {count(facts.trust.half_within, 'like')}"


def expected_text(facts: Facts) -> str:
    """How to read the plot."""
    start = (
        "Each mark is a post, guessed by a model that had not learnt from it, though from later "
        "posts as well as earlier ones; the pale band is the 80% range. On the dashed "
        "line the guess was exact."
    )
    if facts.trust.verdict not in {"hint", "maybe"}:
        start += (
            " As the model can’t tell photos apart, what was expected is what was usual at the "
            "time."
        )
    return (
        f"{start} A draft’s range is made for the posts that come next; run `spe fit` again after "
        f"every {options.FIT_AGAIN} new posts."
    )


def expected_statistics(facts: Facts) -> str:
    """How the ranges of past posts were made."""
    return (
        "Out-of-fold predictions, averaged over the repetitions. A post’s range is ± the 80% "
        "quantile of the other posts’ "
        f"absolute misses in log-likes, so about {number(0.8 * facts.trust.inside_of)} of "
        f"{number(facts.trust.inside_of)} inside (here {number(facts.trust.inside)}) is how it is "
        "built, not a discovery."
    )


HOW_TO_POINT = (
    "Point at a mark, tap it, or use the arrow keys in the plot, to see which post it is."
)


ACTUAL_AXIS = "Actual likes"


EXPECTED_AXIS = "Expected likes, by a model without the post"


INSIDE, OUTSIDE, RANGE_KEY = "inside its 80% range", "outside", "80% range"


def expected_label(facts: Facts) -> str:
    """The plot in words."""
    trust = facts.trust
    return (
        f"Actual against expected likes of {count(trust.inside_of, 'post')}: "
        f"{number(trust.inside)} inside their 80% range. "
        "Arrow keys go from post to post; all of them stand in the table at the end."
    )


def tip(post: PostFact) -> tuple[str, str, str]:
    """The three lines beside a photo that is pointed at."""
    if math.isfinite(post.low):
        second = f"expected {number(post.expected)} ({between(post.low, post.high)})"
    else:
        second = f"usual {number(post.usual)}"
    return count(post.likes, "like"), second, time_and_day(post.at)
