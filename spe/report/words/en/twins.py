"""The account's own posts in pairs that are alike but for one thing."""

from spe.features import named
from spe.report.twins import Pair, Twins
from spe.wording.comparisons import short
from spe.wording.numbers import capital, count

TWINS = "Twins"


HEADLINE = "Your own posts, side by side"


TEXT = (
    "Of two posts in a pair one has what is named and the other lacks it. They are at most half a "
    "year apart, and in all else that was measured as near to each other as your posts come. What was "
    "not measured may still differ, so a single pair may go either way: the pairs are counted."
)


OTHER_WAY = "This pair goes the other way."


def heads(twins: Twins) -> tuple[str, str]:
    """What the post on the left has, and the one on the right."""
    feature = named(twins.name)
    more, less = capital(short(feature.lots)), capital(short(feature.little))
    return (more, less) if twins.rising else (less, more)


def tally(twins: Twins) -> str:
    """In 27 of 40 such pairs the post on the left got more likes for its time."""
    half, rest = divmod(twins.pairs, 2)
    chance = f"{half} or {half + 1}" if rest else f"about {half}"
    return (
        f"In *{twins.agreeing} of {count(twins.pairs, 'pair')}* the post on the left got more, against "
        f"what was usual at its time. If the two kinds were liked alike, it would be {chance}."
    )


def pair_label(twins: Twins, pair: Pair) -> str:
    """What a pair shows, for those who don't see it."""
    left, right = heads(twins)
    more = "left" if pair.agrees else "right"
    return f"{left}, beside: {right.lower()}. The one on the {more} got more for its time."
