"""How much a photo differs from what the account showed just before it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.features.colour import HISTOGRAMS

# How many posts say what was shown lately.
LAST = 5


@dataclass(frozen=True)
class Recent:
    """A photo's histogram, and the mean of those of the last five posts before it.

    Both hold the shares that `spe.features.histograms` gives, by name; `before` is None where
    fewer than five photos were there.
    """

    bins: Mapping[str, float]
    before: Mapping[str, float] | None = None


def mean_bins(photos: Sequence[Mapping[str, float]]) -> dict[str, float] | None:
    """The mean histogram of five photos; None where there are fewer."""
    if len(photos) < LAST:
        return None
    return {name: math.fsum(photo[name] for photo in photos) / len(photos) for name in HISTOGRAMS}


@feature(
    "Unlike your last posts",
    group="colour",
    unit="share of colour and light that differs",
    low=0,
    high=2,
    lots="a photo in other colours and light than the last five",
    little="a photo in the colours and light of the last five",
    more="further from the colours and light of the last posts",
    less="nearer to the colours and light of the last posts",
    source="half the L1 distance of histograms, after Swain & Ballard 1991, doi:10.1007/BF00130487",
    comparison=Comparison(0.4, 0.8, "{} unlike the last five posts", "percent"),
    slight=True,
    posts=("posts unlike the last ones", "posts like the last ones"),
)
def unlike_recent(recent: Recent) -> float:
    """Half the L1 distance of the photo's histogram from the mean of the last five posts'.

    The bins are those kept for pictures: 24 of hue, which add up to the coloured share, and 8 of
    lightness, which add up to 1. So 0 is the same colours and light, .5 half of the photo in
    another light, 1 all of it, 2 all of it in other colours, too, where everything is coloured.
    NaN where fewer than five measured photos were posted before.
    """
    if recent.before is None:
        return NAN
    distance = math.fsum(
        abs(recent.bins.get(name, NAN) - recent.before[name]) for name in HISTOGRAMS
    )
    return distance / 2
