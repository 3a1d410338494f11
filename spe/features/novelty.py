"""How much a photo differs from what the account shows: just before it, and usually."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.features.colour import HISTOGRAMS

# How many posts say what was shown lately, and how few what is usual.
LAST = 5

# What more of may be liked up to a point.
BENT = ("brightness", "colourfulness")


@dataclass(frozen=True)
class Beside:
    """What was measured of a photo, and what it is held against.

    Attributes:
        photo: what was measured of it, by name; nothing of one that could not be.
        before: the mean histogram of the last five posts before it, by name; None where fewer
            photos were there.
        usual: the account's medians, by name; None where fewer than five photos were measured.
    """

    photo: Mapping[str, float]
    before: Mapping[str, float] | None = None
    usual: Mapping[str, float] | None = None


def medians(photos: Iterable[Mapping[str, float]]) -> dict[str, float] | None:
    """What is usual: the median of each of `BENT`; None of fewer than five measured photos."""
    known = [photo for photo in photos if all(name in photo for name in BENT)]
    if len(known) < LAST:
        return None
    return {name: statistics.median(photo[name] for photo in known) for name in BENT}


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
def unlike_recent(beside: Beside) -> float:
    """Half the L1 distance of the photo's histogram from the mean of the last five posts'.

    The bins are those kept for pictures: 24 of hue, which add up to the coloured share, and 8 of
    lightness, which add up to 1. So 0 is the same colours and light, .5 half of the photo in
    another light, 1 all of it, 2 all of it in other colours, too, where everything is coloured.
    NaN where fewer than five measured photos were posted before.
    """
    if beside.before is None:
        return NAN
    distance = math.fsum(
        abs(beside.photo.get(name, NAN) - beside.before[name]) for name in HISTOGRAMS
    )
    return distance / 2


# A straight line can't say that neither dark nor bright photos are liked, but those between. With
# the distance from the account's median beside the value itself, any line with one bend there is
# learnt, and each of the two can be told in words.
_BEND = "distance from the median of the account's photos, a piecewise linear term with one knot"


def _from_usual(beside: Beside, name: str) -> float:
    return NAN if beside.usual is None else abs(beside.photo.get(name, NAN) - beside.usual[name])


@feature(
    "Unusual brightness",
    group="light",
    unit="L* from your usual",
    low=0,
    high=100,
    lots="a photo much brighter or darker than your usual",
    little="a photo about as bright as your usual",
    more="further from your usual brightness",
    less="nearer to your usual brightness",
    source=_BEND,
    comparison=Comparison(3, 15, "brightness {} from your usual"),
    bend="brightness",
    posts=("posts brighter or darker than usual", "posts of usual brightness"),
)
def unusual_brightness(beside: Beside) -> float:
    """How far the mean L* is from the account's median, to either side: 0 is as bright as usual.

    NaN where fewer than five photos were measured.
    """
    return _from_usual(beside, "brightness")


@feature(
    "Unusual colourfulness",
    group="colour",
    unit="colourfulness from your usual",
    low=0,
    high=math.inf,
    lots="a photo in colours much stronger or paler than your usual",
    little="a photo about as colourful as your usual",
    more="further from your usual colourfulness",
    less="nearer to your usual colourfulness",
    source=_BEND,
    comparison=Comparison(5, 25, "colourfulness {} from your usual"),
    bend="colourfulness",
    posts=("posts paler or more colourful than usual", "posts as colourful as usual"),
)
def unusual_colourfulness(beside: Beside) -> float:
    """How far the colourfulness is from the account's median, to either side: 0 is as usual.

    NaN where fewer than five photos were measured.
    """
    return _from_usual(beside, "colourfulness")
