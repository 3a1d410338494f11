"""How the photos look: palettes from the measured histograms, and photos at either end."""

import colorsys
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from spe.features import HISTOGRAMS
from spe.stats.permutation import block_orders, p_value
from spe.transforms import transformed

if TYPE_CHECKING:
    import pandas as pd

    from spe.report.effects import Effect

EXAMPLES = 3
MOST = 6
PROVEN = 0.05
FEWEST = 16

# Orders that likes are dealt out in.
ORDERS = 999

# Shown where nothing may be told of likes: the measures that an eye checks most easily.
PLAIN = ("brightness", "colourfulness", "busyness", "symmetry", "background_blur", "shape")


@dataclass(frozen=True)
class Swatch:
    """One colour of a palette and its share of the photos' area."""

    colour: str
    share: float


@dataclass(frozen=True)
class Palette:
    """The mean histogram of some posts (by number), as colours by hue and greys by lightness."""

    numbers: tuple[int, ...]
    hues: tuple[Swatch, ...]
    greys: tuple[Swatch, ...]
    coloured: float

    @property
    def posts(self) -> int:
        """How many there are."""
        return len(self.numbers)


@dataclass(frozen=True)
class Mark:
    """A post in a small chart: `x` the feature's value in SD from the mean, `y` log-likes."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Ends:
    """Photos (numbers) with the least and the most of a feature.

    Where likes may be told: a mark for each post, all else taken out, and the effect
    with its 90 % range as log-likes for one SD more.
    """

    name: str
    low: tuple[int, ...]
    high: tuple[int, ...]
    marks: tuple[Mark, ...] = ()
    rise: float = math.nan
    rise_low: float = math.nan
    rise_high: float = math.nan


@dataclass(frozen=True)
class Look:
    """The palettes of all posts and of the best and weakest quarter.

    The quarters are None where not even kinds of property may be named. `p` is how often
    two quarters drawn by shuffling differ as much, NaN where untested; `proven` is a
    small p where colour or light is also among the kinds found (`found`).
    """

    everyone: Palette | None
    best: Palette | None
    weakest: Palette | None
    p: float
    proven: bool
    found: tuple[str, ...]
    ends: tuple[Ends, ...]

    @property
    def palettes(self) -> dict[str, Palette]:
        """The palettes that are shown: both quarters, or all posts where these are None."""
        shown = {"best": self.best, "weakest": self.weakest}
        if self.best is None:
            shown = {"everyone": self.everyone}
        return {name: palette for name, palette in shown.items() if palette is not None}


def see_look(
    table: "pd.DataFrame",
    log_ratio: NDArray[np.float64],
    effects: "Sequence[Effect]",
    named: "Sequence[Effect]",
    partial_residuals: Mapping[str, NDArray[np.float64]],
    *,
    quarters: bool,
    found: tuple[str, ...],
) -> Look:
    """Look at posts in order of time; `log_ratio` is likes over usual, row by row.

    `partial_residuals` are the same by feature, with what the others explain taken out.
    `quarters` is whether the best and the weakest may be compared, `found` which of colour
    and light are among the kinds of property found.
    """
    bins = _bins(table)
    known = np.isfinite(bins).all(axis=1) if len(bins) else np.zeros(0, bool)
    numbers = np.flatnonzero(known) + 1
    everyone = _palette(bins[known], numbers) if known.any() else None
    best = weakest = None
    p = math.nan
    if quarters and known.sum() >= FEWEST:
        shown, likes = bins[known], log_ratio[known]
        quarter = len(shown) // 4
        order = np.argsort(likes, kind="stable")
        top, bottom = order[-quarter:], order[:quarter]
        best, weakest = (_palette(shown[part], numbers[part]) for part in (top, bottom))
        p = _difference_p(shown, likes, quarter)
    names = [item.name for item in (*named, *effects)] if named else []
    chosen = list(dict.fromkeys(name for name in (*names, *PLAIN) if name in table))
    spread = [name for name in chosen if _varies(table[name].to_numpy(float))]
    told = {item.name: item for item in effects} if named else {}
    ends = [
        _with_marks(_ends(table, name), table, told[name], partial_residuals[name])
        if name in told
        else _ends(table, name)
        for name in spread
    ]
    return Look(everyone, best, weakest, p, bool(found) and p <= PROVEN, found, tuple(ends[:MOST]))


def _varies(values: NDArray[np.float64]) -> bool:
    known = values[np.isfinite(values)]
    return len(known) > 1 and float(np.ptp(known)) > 0


def _bins(table: "pd.DataFrame") -> NDArray[np.float64]:
    if not set(HISTOGRAMS) <= set(table.columns):
        return np.empty((0, len(HISTOGRAMS)))
    return table[list(HISTOGRAMS)].to_numpy(float)


def _palette(bins: NDArray[np.float64], numbers: NDArray[np.intp]) -> Palette:
    mean = bins.mean(axis=0)
    hues = [share for name, share in zip(HISTOGRAMS, mean, strict=True) if name.startswith("hue")]
    greys = mean[len(hues) :]
    return Palette(
        numbers=tuple(sorted(map(int, numbers))),
        hues=tuple(
            Swatch(_hue(360 / len(hues) * (place + 0.5)), float(share))
            for place, share in enumerate(hues)
            if share > 0.004
        ),
        greys=tuple(
            Swatch(_grey(100 / len(greys) * (place + 0.5)), float(share))
            for place, share in enumerate(greys)
            if share > 0.004
        ),
        coloured=float(sum(hues)),
    )


def _hue(degrees: float) -> str:
    red, green, blue = colorsys.hsv_to_rgb(degrees / 360, 0.62, 0.78)
    return f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"


def _grey(lightness: float) -> str:
    """The sRGB grey of a CIELAB lightness."""
    root = (lightness + 16) / 116
    linear = root**3 if root > 6 / 29 else (root - 4 / 29) * 3 * (6 / 29) ** 2
    coded = 1.055 * linear ** (1 / 2.4) - 0.055 if linear > 0.0031308 else 12.92 * linear
    return "#" + f"{round(255 * coded):02x}" * 3


def _difference_p(bins: NDArray[np.float64], likes: NDArray[np.float64], quarter: int) -> float:
    """How often shuffled quarters' mean histograms lie as far apart (sum of differences)."""

    def apart(order: NDArray[np.intp]) -> float:
        top, bottom = bins[order[-quarter:]].mean(axis=0), bins[order[:quarter]].mean(axis=0)
        return float(np.abs(top - bottom).sum())

    orders = block_orders(len(likes), ORDERS, circular=True)
    dealt = [apart(np.argsort(likes[order], kind="stable")) for order in orders]
    return p_value(np.array([apart(np.argsort(likes, kind="stable")), *dealt]))


def _ends(table: "pd.DataFrame", name: str) -> Ends:
    values = table[name].to_numpy(float)
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(values[known], kind="stable")]
    count = min(EXAMPLES, len(order) // 2)
    return Ends(
        name,
        tuple(int(row) + 1 for row in order[:count]),
        tuple(int(row) + 1 for row in order[::-1][:count]),
    )


def _with_marks(
    ends: Ends, table: "pd.DataFrame", effect: "Effect", residuals: NDArray[np.float64]
) -> Ends:
    term = effect.term
    values = transformed(table[ends.name].to_numpy(float), term.transform)
    known = np.flatnonzero(np.isfinite(values) & np.isfinite(residuals))
    mean, scale = float(values[known].mean()), float(values[known].std())
    if not (scale > 0 and term.step):
        return ends
    return replace(
        ends,
        marks=tuple(
            Mark(int(row) + 1, float((values[row] - mean) / scale), float(residuals[row]))
            for row in known
        ),
        rise=term.effect / term.step * scale,
        rise_low=term.low / term.step * scale,
        rise_high=term.high / term.step * scale,
    )
