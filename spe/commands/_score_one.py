"""How one scored draft looks, in full."""

import math

from rich.text import Text

from spe.commands import _window
from spe.commands._score_lines import (
    better_times,
    colour,
    dots,
    made_up,
    no_skill,
    what_would_change,
)
from spe.commands._table import columns, print_lines
from spe.commands._talk import warn
from spe.drafts import sentences
from spe.drafts.pipeline import ScoredDrafts
from spe.drafts.score import Scored
from spe.printable import printable
from spe.wording import number, percent

# Cells of the bar that shows the range.
BAR = 40

# Columns before the bar and for what its figures reach beyond it; a shorter bar shows nothing.
BESIDE_BAR, LEAST_BAR = 26, 12


def show_one(result: ScoredDrafts, explain: int) -> None:
    """Print the only draft, with its `explain` largest reasons."""
    model, one = result.model, result.shown[0]
    lines = [
        Text(),
        Text.assemble(
            "  ",
            (printable(one.name), "bold"),
            ("  " + sentences.posting(result.at, result.n_photos, now=result.at_now), "dim"),
        ),
        *made_up(model),
        Text(),
    ]
    expected = Text.assemble(
        "  Expected likes  ",
        (f"{number(one.expected):>4}", "bold cyan"),
        ("   80% range ", "dim"),
        sentences.likes_range(one),
    )
    if model.answer.told_apart:
        lines += [expected, _usual(one), Text(), *_bar(one, _window.columns()), *_why(one, explain)]
        if result.edits_tried:
            lines += what_would_change(one, model)
    else:
        expected.append("   your usual; the photo does not change it", "dim")
        lines += [expected, Text(), *no_skill(model)]
    if result.slots is not None:
        lines += better_times(result.slots, model)
    print_lines([*lines, Text(), *_closing(result, one)])
    for warning in one.warnings:
        warn(warning)


def _usual(one: Scored) -> Text:
    return Text.assemble(
        "  Your usual now  ",
        (f"{number(one.usual):>4}", "bold"),
        (f"   {sentences.beside_usual(one)}", "dim"),
    )


def _bar(one: Scored, room: int | None) -> list[Text]:
    """The 80 % range with the expected likes and the usual on it, where there is room for it."""
    bar = BAR if room is None else min(BAR, room - BESIDE_BAR)
    if not math.isfinite(one.high) or bar < LEAST_BAR:
        return []
    low, high = min(one.low, one.usual), max(one.high, one.usual)
    span = (high - low) or 1.0

    def at(value: float) -> int:
        return round((value - low) / span * bar)

    cells = ["━" if at(one.low) <= cell <= at(one.high) else " " for cell in range(bar + 1)]
    cells[at(one.usual)] = "┃"
    cells[at(one.expected)] = "●"
    line = Text(" " * 18)
    for cell in cells:
        line.append(cell, "bold" if cell == "┃" else "cyan")
    numbers = [" "] * (bar + 24)
    for value in (one.low, one.high, one.expected):
        _write(numbers, at(value), number(value))
    usual = [" "] * (bar + 24)
    _write(usual, at(one.usual), f"usual {number(one.usual)}")
    below = [Text(" " * 16 + "".join(row).rstrip(), "dim") for row in (numbers, usual)]
    return [line, *below, Text()]


def _write(cells: list[str], at: int, text: str) -> None:
    """Put text below a mark, if nothing stands there yet."""
    start = max(0, at + 2 - len(text) // 2)
    around = cells[max(0, start - 1) : start + len(text) + 1]
    if all(cell == " " for cell in around):
        cells[start : start + len(text)] = text


def _why(one: Scored, explain: int) -> list[Text]:
    shown, rest = one.contributions[:explain], one.contributions[explain:]
    rows = [
        [
            Text("  " + percent(item.percent), f"bold {colour(item.effect, backed=item.backed)}"),
            Text(item.label),
            Text(item.said, "dim"),
            dots(item.evidence),
        ]
        for item in shown
    ]
    if rest:
        together, few = sentences.smaller_parts(rest)
        rows.append([Text(f"  {together}", "dim"), Text(few, "dim"), Text(), Text()])
    lines = columns(rows, right=[0], wrap=2, room=_window.columns()) if rows else []
    return [Text("  Why, against your average post", "bold"), *lines]


def _closing(result: ScoredDrafts, one: Scored) -> list[Text]:
    said = (
        sentences.most_alike(one),
        sentences.typical_miss(result.model),
        sentences.fit_again(result.since),
    )
    return [Text(f"  {line}", "dim") for line in said if line]
