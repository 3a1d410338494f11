"""`spe features`: list everything that is measured."""

import math
from typing import TYPE_CHECKING

import click

from spe.commands._table import print_lines, print_table
from spe.commands._talk import echo_json
from spe.model.options import FEATURES

if TYPE_CHECKING:
    from spe.features import AnyFeature


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def command(*, as_json: bool) -> None:
    """List what is measured of a photo, its post and its moment, with unit and range."""
    from spe.features import CATALOGUE  # noqa: PLC0415  (OpenCV)

    if as_json:
        echo_json(
            [
                {
                    "name": item.name,
                    "label": item.label,
                    "group": item.group,
                    "meaning": meaning(item.__doc__),
                    "unit": item.unit,
                    "low": item.low,
                    "high": item.high,
                    "lots": item.lots,
                    "little": item.little,
                    "compared": {"low": item.comparison.low, "high": item.comparison.high},
                    "compared_in_words": told_between(item),
                    "core": item.core,
                    "source": item.source,
                }
                for item in CATALOGUE
            ]
        )
        return
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    group = ""
    for item in CATALOGUE:
        if item.group != group:
            group = item.group
            table.add_row(Text(f"\n{group.capitalize()}", style="bold"))
        name = Text(item.name, style="bold" if item.core else "")
        name.append(" ★" if item.core else "")
        about = Text(meaning(item.__doc__))
        about.append(
            f"\n{item.unit}, {bounds(item.low, item.high)}. Told for {told_between(item)}. "
            f"{item.source}",
            style="dim",
        )
        table.add_row(name, about)
    print_table(table)
    core = f"★ core: used with fewer than about {FEATURES} posts."
    print_lines([Text(), Text(core, "dim")])


def told_between(item: "AnyFeature") -> str:
    """The two posts that the feature's effect is told between, where an account has such."""
    if not item.regressed:
        return "nothing: it is the trend's own axis"
    if item.bend:
        return f"nothing by itself: it lets the line of {item.bend} bend"
    return item.compared(item.comparison.low, item.comparison.high)


def meaning(doc: str | None) -> str:
    """The first sentence of a docstring, on one line."""
    return " ".join((doc or "").strip().split("\n\n")[0].split())


def bounds(low: float, high: float) -> str:
    """A range in words."""
    if math.isinf(high):
        return f"{low:g} or more"
    return f"{low:g} to {high:g}"
