"""How several scored drafts look: a ranking."""

import math
import shlex
from collections.abc import Sequence
from dataclasses import replace

from rich.text import Text

from spe.commands import _window
from spe.commands._score_lines import (
    better_times,
    colour,
    made_up,
    no_skill,
    what_would_change,
)
from spe.commands._table import columns, print_lines, shortened
from spe.commands._talk import talk, warn
from spe.drafts import sentences
from spe.drafts.pipeline import ScoredDrafts
from spe.drafts.score import Scored
from spe.features import CATALOGUE
from spe.model.fitted import FittedModel
from spe.printable import printable
from spe.wording import measure, number, percent

# Columns of a draft's name in a ranking, in a terminal of 80 columns and in a wide one.
NAME, WIDE_NAME, WIDE = 20, 32, 100

# Columns of a name at the least, of rank, chance and what stands between, and of a reason.
LEAST_NAME, BESIDE_NAME, LEAST_REASON = 8, 24, 14


def show_many(result: ScoredDrafts) -> None:
    """Print the ranking of the drafts shown."""
    model, ranked = result.model, result.shown
    posting = sentences.posting(result.at, result.n_photos, now=result.at_now)
    lines = [
        Text(),
        Text.assemble(
            (f"  {len(result.ranked)} drafts", "bold"),
            (f"  {posting} · your usual now: {number(model.usual)} likes", "dim"),
        ),
        *made_up(model),
    ]
    if not model.answer.told_apart:
        first = ranked[0]
        likes = f"{number(first.expected)} likes, 80% range {sentences.likes_range(first)}"
        lines += [Text(), Text(f"  Each may expect {likes}."), Text(), *no_skill(model)]
        print_lines([*lines, *_times(result)])
        _talk_of_fitting(result.since)
        return
    if said := sentences.race(_briefly_named(result.ranked)):
        lines.append(Text(f"  {said}", "bold"))
    lines += [Text(), *_ranking(ranked)]
    if close := sentences.too_close(result.ranked):
        lines += [Text(), Text(f"  {close.why}")]
    print_lines([*lines, *_times(result)])
    warn_of(ranked)
    _talk_of_fitting(result.since)
    talk(f"  Details: spe score {shlex.quote(result.given(ranked[0]))}")


def _briefly_named(ranked: Sequence[Scored]) -> Sequence[Scored]:
    """The drafts with names as short as the ranking has them, but for a pipe."""
    if _window.columns() is None:
        return ranked
    return [replace(one, name=shortened(one.name, NAME)) for one in ranked]


def _talk_of_fitting(since: int) -> None:
    if said := sentences.fit_again(since):
        talk(f"  {said}")


def _times(result: ScoredDrafts) -> list[Text]:
    """Times to post, where somebody asked for them."""
    return [] if result.slots is None else better_times(result.slots, result.model)


def warn_of(ranked: Sequence[Scored]) -> None:
    """Say what to know about each of several drafts."""
    for one in ranked:
        for warning in one.warnings:
            warn(f"{one.name}: {warning}")


def _share(chance: float) -> str:
    return "<1%" if chance < 0.01 else f"{chance:.0%}"


def _ranking(ranked: Sequence[Scored]) -> list[Text]:
    room = _window.columns()
    head = [
        Text(title, "dim")
        for title in ("   ", "Draft", "Expected", "80% range", "Best?", "Main reasons")
    ]
    rows = []
    for one in ranked:
        name = one.name if room is None else shortened(one.name, _room_for_name(room, ranked))
        rows.append(
            [
                Text(f"  {one.rank}"),
                Text(name, "bold" if one.rank == 1 else ""),
                Text(number(one.expected), "bold cyan"),
                Text(sentences.likes_range(one)),
                Text(_share(one.p_best)),
            ]
        )
    bare = columns([head[:5], *rows], right=[0, 2, 3, 4])
    left = None if room is None else room - max(line.cell_len for line in bare) - 2
    if left is None or left >= LEAST_REASON:
        full = [[*row, _main(one, left)] for row, one in zip(rows, ranked, strict=True)]
        bare = columns([head, *full], right=[0, 2, 3, 4])
    lines = bare
    rule = "  " + "─" * (max(line.cell_len for line in lines) - 2)
    return [lines[0], Text(rule, "dim"), *lines[1:]]


def _room_for_name(room: int, ranked: Sequence[Scored]) -> int:
    """Columns for names: fewer where the figures beside them are long."""
    figures = max(len(number(one.expected) + sentences.likes_range(one)) for one in ranked)
    most = NAME if room < WIDE else WIDE_NAME
    return max(LEAST_NAME, min(most, room - BESIDE_NAME - figures))


def _main(one: Scored, room: int | None) -> Text:
    """The largest reasons, sizeable ones with evidence first, as many as fit."""
    text = Text()
    for item in sentences.main_reasons(one)[:2]:
        part = Text.assemble(
            ("  " if text else "", ""),
            (percent(item.percent), f"bold {colour(item.effect, backed=item.backed)}"),
            (f" {item.label.lower()}", "dim"),
        )
        if room is not None and text.cell_len + part.cell_len > room:
            if not text:
                part.truncate(max(room, 6), overflow="ellipsis")
                text.append_text(part)
            break
        text.append_text(part)
    return text


def show_features(ranked: Sequence[Scored]) -> None:
    """Print everything that was measured of each draft."""
    names = [Text(shortened(one.name, WIDE_NAME), "dim") for one in ranked]
    rows = [[Text("  Measured", "dim"), *names, Text("Unit", "dim")]]
    for item in CATALOGUE:
        values = (one.values.get(item.name, math.nan) for one in ranked)
        cells = (Text("unknown" if math.isnan(value) else measure(value)) for value in values)
        rows.append([Text(f"  {item.label}"), *cells, Text(item.unit, "dim")])
    print_lines([Text(), *columns(rows, right=range(1, len(ranked) + 1))])


def show_changes(ranked: Sequence[Scored], model: FittedModel) -> None:
    """Print what would change each draft."""
    for one in ranked:
        print_lines(
            [Text(), Text(f"  {printable(one.name)}", "bold"), *what_would_change(one, model)[1:]]
        )
