"""What a coin has decided: inference that rests on the draw alone.

Fisher 1935, The Design of Experiments, ISBN 0-02-844690-9.

Posts come in blocks of four, two of which, by the coin, are of the one kind and two of the
other. Under the hypothesis that the kind adds so much to log-likes and nothing else, the coin
might as well have fallen otherwise: whatever likes were made of, trend, luck that neighbours
share, viral posts, is the same in every other draw. So no model of likes can be wrong.

Here an effect is what the one kind has on average above the other, in log-likes, within the
blocks, so that a slow rise of the account cancels out.
"""

import math
from dataclasses import dataclass
from itertools import combinations
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from spe.stats.design import FloatArray, IntArray

BoolArray = NDArray[np.bool_]

# Posts in a block; half of them are of either kind.
BLOCK = 4

# The ways to choose two of four: (ways, posts), and as weights of a difference of means.
WAYS: BoolArray = np.array(
    [[at in chosen for at in range(BLOCK)] for chosen in combinations(range(BLOCK), BLOCK // 2)]
)
_WEIGHTS: FloatArray = np.where(WAYS, 2.0, -2.0) / BLOCK

# All draws of up to so many blocks are gone through; beyond, so many are drawn at random.
ALL_UP_TO = 5
DRAWS = 9999

# The range that is told, and so what may lie beyond either of its ends.
CONFIDENCE = 0.90
_TAIL = (1 - CONFIDENCE) / 2

# Likes further than so many SDs from their block's median count as so far: one viral post
# must not drown the others. 2.05 is a normal's SD over the median distance from its block's.
CLIP = 2.5
_SD_OF_MEDIAN = 2.05

# Effects that are tried for the anytime range, in log-likes: to a twentieth and twentyfold.
TRIED: FloatArray = np.linspace(-3, 3, 1201)
_BETS = 16


@dataclass(frozen=True)
class Told:
    """What the draws say of an effect, in log-likes.

    Attributes:
        estimate: The difference that the posts show, within the range.
        low: Lower end of the 90 % range; -infinity where the blocks are too few for one.
        high: Upper end; infinity likewise.
        p_value: Two-sided, of no effect at all, above 0 to 1.
    """

    estimate: float
    low: float
    high: float
    p_value: float


def draw_order(blocks: int, seed: int) -> tuple[bool, ...]:
    """Which posts are of the one kind, two of each block of four, drawn at random.

    Args:
        blocks: How many blocks, 1 or more.
        seed: The same seed draws the same order.
    """
    drawn = np.random.default_rng(seed).integers(len(WAYS), size=blocks)
    return tuple(bool(kind) for kind in WAYS[drawn].ravel())


def balanced(order: tuple[bool, ...]) -> bool:
    """Whether an order is one that `draw_order` may give: whole blocks, half of each kind."""
    whole = len(order) > 0 and len(order) % BLOCK == 0
    return whole and bool(np.all(np.reshape(order, (-1, BLOCK)).sum(axis=1) == BLOCK // 2))


def randomisation_test(values: FloatArray, treated: BoolArray, seed: int) -> Told:
    """The effect with its range, and a test of none, by drawing the order anew.

    Each other draw of the order gives the effect at which it would show as large a difference
    as the true one does; the range leaves out a twentieth of them at either end, which is
    the test inverted (Rosenbaum 2002, ISBN 0-387-98967-6, section 2.6). With draws at random
    the true one counts among them (Phipson and Smyth 2010, doi:10.2202/1544-6115.1585).

    Args:
        values: (blocks, 4) log-likes, less what was foreseen whatever the coin would say.
        treated: (blocks, 4) the order that was drawn.
        seed: For draws, where there are too many to go through all.
    """
    inside = clipped(values, _scale(values))
    differences = inside @ _WEIGHTS.T
    overlaps = treated.astype(float) @ _WEIGHTS.T
    blocks = np.arange(len(values))
    chosen = _draws(_way_of(treated), seed)
    shown = differences[blocks, chosen].mean(axis=1)
    overlap = overlaps[blocks, chosen].mean(axis=1)
    same = overlap > 1 - 1e-9
    estimate = float(differences[blocks, _way_of(treated)].mean())
    crossings = np.sort((estimate - shown[~same]) / (1 - overlap[~same]))
    own, count = int(same.sum()), len(chosen)
    dust = 1e-9 * max(1.0, abs(estimate))
    above = (own + np.sum(crossings <= dust)) / count
    below = (own + np.sum(crossings >= -dust)) / count
    # The first crossing with which more than a twentieth of the draws are counted.
    place = math.floor(_TAIL * count - own + 1e-9)
    return Told(
        estimate,
        float(crossings[place]) if place >= 0 else -math.inf,
        float(crossings[-1 - place]) if place >= 0 else math.inf,
        min(1.0, 2 * float(min(above, below))),
    )


def confidence_sequence(
    values: FloatArray, treated: BoolArray, *, size: float, spread: float
) -> Told:
    """The same for those who look after every block: right at all looks together.

    For each effect a gambler bets against it with the odds of the coin: after a block the
    stake is multiplied by exp(b x) over the mean of the same in all six draws of that block,
    where x is the block's difference without the effect. If the effect is the true one, a stake
    is on average what it was before, whatever likes are made of: a nonnegative martingale,
    which ever reaches 1 / a with a probability of a at most (Ville 1939). Bets b are mixed in
    advance (Howard et al. 2021, doi:10.1214/20-AOS1991; for tests by permutation, Koning 2024,
    arXiv:2310.01153). The range holds the effects against which no stake ever reached ten.

    Args:
        values: (blocks, 4) as for `randomisation_test`, in the order in which they came.
        treated: (blocks, 4) the order that was drawn.
        size: How large an effect is looked for, in log-likes, not 0; said before the first block.
        spread: SD of log-likes, above 0; said before the first block.
    """
    bets = _bets(abs(size) / spread**2)
    stakes = _log_stakes(values, treated, TRIED, bets, spread)
    left = np.maximum.accumulate(stakes, axis=1) < -math.log(1 - CONFIDENCE)
    # Where in the end none is left, as happens in one case of ten at most, the last ones that were.
    kept = TRIED[left[:, np.flatnonzero(left.any(axis=0))[-1:]].any(axis=1)]
    against_none = _log_stakes(values, treated, np.zeros(1), bets, spread).max()
    inside = clipped(values, spread)
    estimate = float((inside @ _WEIGHTS.T)[np.arange(len(values)), _way_of(treated)].mean())
    low = float(kept[0]) if len(kept) and kept[0] > TRIED[0] else -math.inf
    high = float(kept[-1]) if len(kept) and kept[-1] < TRIED[-1] else math.inf
    return Told(min(max(estimate, low), high), low, high, min(1.0, math.exp(-against_none)))


def clipped(values: FloatArray, scale: float | FloatArray) -> FloatArray:
    """(..., 4) values drawn in to `CLIP` times the scale from their block's median."""
    middle = np.sort(values, axis=-1)[..., 1:3].mean(axis=-1, keepdims=True)
    inside: FloatArray = middle + np.clip(values - middle, -CLIP * scale, CLIP * scale)
    return inside


def _scale(values: FloatArray) -> float:
    """The SD within blocks, by the median; infinite where most values are their block's own."""
    away = np.abs(values - np.median(values, axis=1, keepdims=True))
    return _SD_OF_MEDIAN * float(np.median(away)) or math.inf


def _way_of(treated: BoolArray) -> IntArray:
    """(blocks,) which of the six ways each block was drawn."""
    ways: IntArray = np.argmax((treated[:, None, :] == WAYS).all(axis=2), axis=1)
    return ways


def _draws(true: IntArray, seed: int) -> IntArray:
    """(draws, blocks) ways: all there are, or the true one and as many at random."""
    blocks = len(true)
    if blocks <= ALL_UP_TO:
        return np.indices((len(WAYS),) * blocks).reshape(blocks, -1).T
    drawn = np.random.default_rng([seed, blocks]).integers(len(WAYS), size=(DRAWS, blocks))
    return np.vstack([true, drawn])


def _bets(typical: float) -> FloatArray:
    """Bets to mix: evenly likely ones of a normal around 0, as many for more as for fewer."""
    bell = NormalDist()
    return np.array([typical * bell.inv_cdf((at + 0.5) / _BETS) for at in range(_BETS)])


def _log_stakes(
    values: FloatArray, treated: BoolArray, effects: FloatArray, bets: FloatArray, spread: float
) -> FloatArray:
    """(effects, blocks) the log of the mixed stake against each effect after each block."""
    without = clipped(values - effects[:, None, None] * treated, spread)
    differences = without @ _WEIGHTS.T
    own = differences[:, np.arange(len(values)), _way_of(treated)]
    odds = differences[..., None] * bets
    grown = np.cumsum(own[..., None] * bets - _log_mean(odds, axis=2), axis=1)
    return _log_mean(grown, axis=2)


def _log_mean(logs: FloatArray, axis: int) -> FloatArray:
    """The log of the mean of exponentials, without overflow."""
    most = logs.max(axis=axis, keepdims=True)
    means: FloatArray = most.squeeze(axis) + np.log(np.exp(logs - most).mean(axis=axis))
    return means
