"""The statistician's plots: statsmodels and matplotlib, as SVG that fits the page.

The same bytes for the same input: a fixed hash salt, no date, real text. Styles become
attributes, for the page's security policy allows no inline style; black becomes the
text's own colour, so that dark mode needs nothing else.
"""

import io
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np

from spe.report.facts import Facts, PostFact

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes

    Draw = Callable[[Axes, Sequence[PostFact]], None]

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

INK = "#000000"
POINT = "#010203"

# What the page's style sheet draws these in.
_COLOURS = {INK: "currentColor", POINT: "var(--up)", "black": "currentColor"}

FEWEST = 10

_FRACTION = re.compile(r"[−-]?\d+\.\d+")


def diagnostic_plots(
    facts: Facts,
    axes: Mapping[str, tuple[str, str]],
    titles: Mapping[str, str],
    decimal: str = ".",
) -> dict[str, str]:
    """Plots by name, as SVG; none where there is no least squares.

    Args:
        facts: what is true of the account.
        axes: what stands at the two axes, by plot.
        titles: what a plot is called for those who hear it.
        decimal: what parts a number from its fraction.
    """
    posts = [post for post in facts.posts if math.isfinite(post.studentised)]
    if len(posts) < FEWEST:
        return {}
    import matplotlib as mpl  # noqa: PLC0415  (seconds, and only for the appendix)

    mpl.use("svg")
    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "spe",
        "font.family": "sans-serif",
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.facecolor": "none",
        "figure.facecolor": "none",
        "text.color": INK,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.unicode_minus": True,
        "path.simplify": False,
    }
    drawers = {
        "residuals": _residuals,
        "normal": _normal,
        "time": _autocorrelation,
        "influence": _influence,
    }
    with mpl.rc_context(settings):
        return {
            name: _drawn(draw, posts, axes[name], titles[name], name, decimal)
            for name, draw in drawers.items()
        }


def _drawn(
    draw: "Draw",
    posts: Sequence[PostFact],
    labels: tuple[str, str],
    title: str,
    name: str,
    decimal: str,
) -> str:
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(5.2, 3.6), layout="constrained")
    axes = figure.subplots()
    draw(axes, posts)
    axes.set_title("")
    axes.set_xlabel(labels[0])
    axes.set_ylabel(labels[1])
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return inline(file.getvalue(), prefix=f"{name}-", label=title, decimal=decimal)


def _residuals(axes: "Axes", posts: Sequence[PostFact]) -> None:
    axes.axhline(0, color=INK, linewidth=0.6)
    axes.scatter(
        [max(post.expected, 0.5) for post in posts],
        [post.studentised for post in posts],
        s=14,
        color=POINT,
        alpha=0.7,
        linewidths=0,
    )
    axes.set_xscale("log")
    axes.minorticks_off()
    low = max(0.5, min(post.expected for post in posts))
    high = max(post.expected for post in posts)
    ticks = sorted({_round(value) for value in np.geomspace(low, max(high, low * 1.01), 5)})
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])


def _round(value: float) -> float:
    digits = -math.floor(math.log10(value)) + (1 if value >= 10 else 0)
    return round(value, digits)


def _normal(axes: "Axes", posts: Sequence[PostFact]) -> None:
    from statsmodels.graphics.gofplots import ProbPlot  # noqa: PLC0415

    plot = ProbPlot(np.array([post.studentised for post in posts]))
    axes.axline((0, 0), slope=1, color=INK, linewidth=0.6)
    axes.scatter(
        plot.theoretical_quantiles,
        plot.sample_quantiles,
        s=14,
        color=POINT,
        alpha=0.7,
        linewidths=0,
    )


def _autocorrelation(axes: "Axes", posts: Sequence[PostFact]) -> None:
    from statsmodels.tsa.stattools import acf  # noqa: PLC0415

    lags = min(15, len(posts) // 3)
    values = acf(np.array([post.studentised for post in posts]), nlags=lags, fft=False)[1:]
    edge = 1.96 / math.sqrt(len(posts))
    axes.axhspan(-edge, edge, color=POINT, alpha=0.15, linewidth=0)
    axes.axhline(0, color=INK, linewidth=0.6)
    axes.vlines(range(1, lags + 1), 0, values, color=POINT, linewidth=2.5)
    axes.set_ylim(-1, 1)


def _influence(axes: "Axes", posts: Sequence[PostFact]) -> None:
    numbers = [post.number for post in posts]
    distances = [post.cooks_distance for post in posts]
    axes.vlines(numbers, 0, distances, color=POINT, linewidth=1.5)
    axes.axhline(4 / len(posts), color=INK, linewidth=0.6, linestyle="--")
    axes.set_ylim(bottom=0)


def inline(svg: bytes, *, prefix: str, label: str, decimal: str = ".") -> str:
    """An SVG file as an element of the page: its own ids, no style, an accessible name."""
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    root = ET.fromstring(svg)  # noqa: S314  (written by matplotlib a moment ago)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {f"{{{SVG}}}style", f"{{{SVG}}}metadata"}:
                parent.remove(child)
    text = ET.tostring(root, encoding="unicode")
    used = set(re.findall(r"url\(#([^)]+)\)", text)) | set(re.findall(r'href="#([^"]+)"', text))
    for element in root.iter():
        _restyle(element)
        _renumber(element, decimal)
        if (name := element.attrib.pop("id", None)) in used:
            element.set("id", f"{prefix}{name}")
        for key, value in list(element.attrib.items()):
            if key.endswith("href") and value.startswith("#"):
                del element.attrib[key]
                element.set("href", f"#{prefix}{value[1:]}")
            elif "url(#" in value:
                element.set(key, value.replace("url(#", f"url(#{prefix}"))
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.set("role", "img")
    root.set("aria-label", label)
    root.set("stroke-linejoin", "round")
    return ET.tostring(root, encoding="unicode")


def _renumber(element: ET.Element, decimal: str) -> None:
    """Numbers as the page's language has them."""
    if element.text and _FRACTION.fullmatch(element.text):
        element.text = element.text.replace(".", decimal)


def _restyle(element: ET.Element) -> None:
    """Turn a style attribute into presentation attributes."""
    for declaration in element.attrib.pop("style", "").split(";"):
        key, _, value = (part.strip() for part in declaration.partition(":"))
        if key == "font":
            if found := re.search(r"(\d+(?:\.\d+)?)px", value):
                element.set("font-size", found[1])
        elif key and key not in {"font-family", "font-stretch", "font-variant"}:
            element.set(key, _COLOURS.get(value, value))
    if element.tag == f"{{{SVG}}}text" and "fill" not in element.attrib:
        element.set("fill", "currentColor")
