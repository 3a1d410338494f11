"""How scores look: one draft in full, several as a ranking, and the facts for scripts."""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from spe.commands._table import columns, shortened, width
from spe.commands._talk import console, talk, warn
from spe.model.options import RANKING
from spe.posts import escaped
from spe.printable import printable

if TYPE_CHECKING:
    from rich.text import Text

    from spe.drafts.explain import Reason
    from spe.drafts.posting_time import Slot
    from spe.drafts.score import PastPost, Scored
    from spe.drafts.suggest import Change
    from spe.model.fitted import FittedModel

# What the JSON looks like: docs/scoring.md. Raised when a reader of the old would misread it.
SCHEMA = "spe.score/1"

DOTS = {"strong": "●●● strong", "suggestive": "●●○ suggestive", "unclear": "○○○ can't tell"}
EVIDENCE = {"strong": "strong", "suggestive": "suggestive", "unclear": "can't tell"}
BAR = 40

# Percent of likes from which on a reason with evidence goes before larger ones without.
SIZEABLE = 3

# Columns of a draft's name in a ranking, in a terminal of 80 columns and in a wide one.
NAME, WIDE_NAME, WIDE = 20, 32, 100


def posting(at: datetime, pictures: int, *, now: bool) -> str:
    """When and how the drafts are posted, as it was understood."""
    said = f"{at:%a} {at.day} {at:%b %Y, %H:%M}"
    album = f", as an album of {pictures}" if pictures > 1 else ""
    return f"posting now, {said}{album}" if now else f"posting {said}{album}"


def percent(value: float) -> str:
    """A change in percent, with its sign."""
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}%"


def _range(one: "Scored") -> str:
    high = "?" if math.isinf(one.high) else f"{one.high:.0f}"
    return f"{one.low:.0f}–{high}"


def times_in_ten(chance: float) -> str:
    """A chance as a lay person says it.

    >>> times_in_ten(0.72), times_in_ten(0.99), times_in_ten(0.02)
    ('7 times in 10', 'more than 9 times in 10', 'less than once in 10 times')
    """
    times = round(chance * 10)
    if times == 10:
        return "more than 9 times in 10"
    if times == 0:
        return "less than once in 10 times"
    return "once in 10 times" if times == 1 else f"{times} times in 10"


# One draft.


def show_one(
    model: "FittedModel",
    one: "Scored",
    at: datetime,
    *,
    now: bool,
    pictures: int,
    explain: int,
    sought: bool,
    slots: "Sequence[Slot] | None",
) -> None:
    """Print one draft in full; `sought` is whether edits were tried, `slots` the best times."""
    from rich.text import Text  # noqa: PLC0415

    lines = [
        Text(),
        Text.assemble(
            "  ",
            (printable(one.name), "bold"),
            ("  " + posting(at, pictures, now=now), "dim"),
        ),
        *_made_up(model),
        Text(),
    ]
    expected = Text.assemble(
        "  Expected likes  ",
        (f"{one.expected:>4.0f}", "bold cyan"),
        ("   80% range ", "dim"),
        _range(one),
    )
    if model.has_skill:
        lines += [expected, _usual(one), Text(), *_bar(one), *_why(one, explain)]
        if sought:
            lines += _changes(one)
        if slots is not None:
            lines += _slots(slots)
    else:
        expected.append("   your usual; the photo does not change it", "dim")
        lines += [expected, Text(), *_no_skill(model)]
    _print([*lines, Text(), *_closing(model, one)])
    for warning in one.warnings:
        warn(warning)


def _print(lines: "Sequence[Text]") -> None:
    out = console()
    for line in lines:
        out.print(line, soft_wrap=True)


def _made_up(model: "FittedModel") -> "list[Text]":
    from rich.text import Text  # noqa: PLC0415

    return [Text("  A made-up account: invented likes.", "magenta")] if model.made_up else []


def _usual(one: "Scored") -> "Text":
    from rich.text import Text  # noqa: PLC0415

    away = round(one.above_usual) if one.usual > 0 else 0
    side = f"about {abs(away)}% {'above' if away > 0 else 'below'}" if away else "the same"
    return Text.assemble(
        "  Your usual now  ",
        (f"{one.usual:>4.0f}", "bold"),
        (f"   {side}; beats your usual {times_in_ten(one.p_above_usual)}", "dim"),
    )


def _bar(one: "Scored") -> "list[Text]":
    """The 80 % range with the expected likes and the usual on it."""
    from rich.text import Text  # noqa: PLC0415

    if not math.isfinite(one.high):
        return []
    low, high = min(one.low, one.usual), max(one.high, one.usual)
    span = (high - low) or 1.0

    def at(value: float) -> int:
        return round((value - low) / span * BAR)

    cells = ["━" if at(one.low) <= cell <= at(one.high) else " " for cell in range(BAR + 1)]
    cells[at(one.usual)] = "┃"
    cells[at(one.expected)] = "●"
    bar = Text(" " * 18)
    for cell in cells:
        bar.append(cell, "bold" if cell == "┃" else "cyan")
    numbers = [" "] * (BAR + 24)
    for value in (one.low, one.high, one.expected):
        _write(numbers, at(value), f"{value:.0f}")
    usual = [" "] * (BAR + 24)
    _write(usual, at(one.usual), f"usual {one.usual:.0f}")
    below = [Text(" " * 16 + "".join(row).rstrip(), "dim") for row in (numbers, usual)]
    return [bar, *below, Text()]


def _write(cells: list[str], at: int, text: str) -> None:
    """Put text below a mark, if nothing stands there yet."""
    start = max(0, at + 2 - len(text) // 2)
    around = cells[max(0, start - 1) : start + len(text) + 1]
    if all(cell == " " for cell in around):
        cells[start : start + len(text)] = text


def _colour(effect: float, *, backed: bool) -> str:
    if not backed:
        return "dim"
    return "cyan" if effect > 0 else "red"


def _dots(evidence: str) -> "Text":
    from rich.text import Text  # noqa: PLC0415

    return Text(DOTS[evidence], "dim" if evidence == "unclear" else "magenta")


def _why(one: "Scored", explain: int) -> "list[Text]":
    from rich.text import Text  # noqa: PLC0415

    shown, rest = one.reasons[:explain], one.reasons[explain:]
    rows = [
        [
            Text("  " + percent(item.percent), f"bold {_colour(item.effect, backed=item.backed)}"),
            Text(item.label),
            Text(item.said, "dim"),
            _dots(item.evidence),
        ]
        for item in shown
    ]
    if rest:
        together = math.expm1(math.fsum(part.effect for part in rest)) * 100
        few = "1 smaller part" if len(rest) == 1 else f"{len(rest)} smaller parts together"
        rows.append([Text("  " + percent(together), "dim"), Text(few, "dim"), Text(), Text()])
    lines = columns(rows, right=[0], wrap=2, room=width()) if rows else []
    return [Text("  Why", "bold"), *lines]


def _changes(one: "Scored") -> "list[Text]":
    """What would change it; a line of its own where nothing would."""
    from rich.text import Text  # noqa: PLC0415

    if not one.changes:
        said = "  No crop or change of light that the evidence supports would raise it."
        return [Text(), Text(said, "dim")]
    rows = [
        [
            Text("  " + percent(change.percent), "bold cyan"),
            Text(change.how),
            Text(f"{change.becomes}: {one.expected:.0f} → {change.expected:.0f}", "dim"),
            _dots(change.evidence),
        ]
        for change in one.changes
    ]
    title = Text.assemble(
        ("  What would change it", "bold"), (" (guesses from patterns, not promises)", "dim")
    )
    return [Text(), title, *columns(rows, right=[0], wrap=2, room=width())]


def _slots(slots: "Sequence[Slot]") -> "list[Text]":
    from rich.text import Text  # noqa: PLC0415

    if not slots:
        said = "  The time of posting shows no effect so far, so any time is as good as another."
        return [Text(), Text(said, "dim")]
    rows = [
        [
            Text("  " + percent(slot.percent), f"bold {_colour(slot.gain, backed=True)}"),
            Text(f"{slot.at:%a} {slot.at.day} {slot.at:%b, %H:%M}"),
            Text(f"{slot.expected:.0f} likes", "dim"),
        ]
        for slot in slots
    ]
    title = Text.assemble(("  When", "bold"), (" (hours at which you have posted before)", "dim"))
    return [Text(), title, *columns(rows, right=[0])]


def _no_skill(model: "FittedModel") -> "list[Text]":
    from rich.text import Text  # noqa: PLC0415

    if model.skill is None:
        why = f"With {model.n_posts} posts there is no model yet; {RANKING} are needed for one."
    else:
        why = (
            f"With {model.n_posts} posts the model can't tell your photos apart yet (it misses by "
            f"±{model.skill.mae:.1f}, guessing by ±{model.skill.mae_usual:.1f})."
        )
    return [
        Text(f"  {why}", "dim"),
        Text("  So this is simply your usual range. More posts with likes may change that.", "dim"),
        Text("  See what was measured anyway: spe score --show-features ...", "dim"),
    ]


def _closing(model: "FittedModel", one: "Scored") -> "list[Text]":
    from rich.text import Text  # noqa: PLC0415

    lines = []
    if one.alike:
        listed = ", ".join(
            f"{_day(post)} ({post.likes:.0f}{'' if number else ' likes'})"
            for number, post in enumerate(one.alike)
        )
        lines.append(Text(f"  Most alike: {listed}.", "dim"))
    if model.skill is not None and model.has_skill:
        lines.append(
            Text(
                f"  From {model.n_posts} posts. Typical miss ±{model.skill.mae:.0f} likes; "
                f"guessing your recent median misses by ±{model.skill.mae_usual:.0f}.",
                "dim",
            )
        )
    return lines


def _day(post: "PastPost") -> str:
    return f"{post.posted_at.day} {post.posted_at:%b %Y}"


# Several drafts.


def show_many(
    model: "FittedModel",
    ranked: "Sequence[Scored]",
    total: int,
    at: datetime,
    *,
    now: bool,
    pictures: int,
    paths: Mapping[str, str],
    slots: "Sequence[Slot] | None",
) -> None:
    """Print a ranking; `paths` are the drafts' names as they were given."""
    from rich.text import Text  # noqa: PLC0415

    usual = f"your usual now: {model.usual:.0f} likes"
    lines = [
        Text(),
        Text.assemble(
            (f"  {total} drafts", "bold"),
            (f"  {posting(at, pictures, now=now)} · {usual}", "dim"),
        ),
        *_made_up(model),
        Text(),
    ]
    if not model.has_skill:
        each = f"  Each may expect {ranked[0].expected:.0f} likes, 80% range {_range(ranked[0])}."
        _print([*lines, Text(each), Text(), *_no_skill(model)])
        return
    lines += _ranking(ranked)
    which, why = too_close(ranked)
    if which:
        lines += [Text(), Text.assemble(("  Too close to call: ", "bold"), f"{which}. {why}")]
    if slots is not None:
        lines += _slots(slots)
    _print(lines)
    warn_of(ranked)
    talk(f"  Details: spe score {_quoted(paths[ranked[0].name])}")


def warn_of(ranked: "Sequence[Scored]") -> None:
    """Say what to know about each of several drafts."""
    for one in ranked:
        for warning in one.warnings:
            warn(f"{one.name}: {warning}")


def _share(chance: float) -> str:
    return "<1%" if chance < 0.01 else f"{chance:.0%}"


def _quoted(path: str) -> str:
    import shlex  # noqa: PLC0415

    return shlex.quote(path)


def _ranking(ranked: "Sequence[Scored]") -> "list[Text]":
    from rich.text import Text  # noqa: PLC0415

    room = width()
    head = [
        Text(title, "dim")
        for title in ("   ", "Draft", "Expected", "80% range", "Best?", "Main reasons")
    ]
    rows = []
    for one in ranked:
        name = one.name if room is None else shortened(one.name, _room_for_name(room))
        rows.append(
            [
                Text(f"  {one.rank}"),
                Text(name, "bold" if one.rank == 1 else ""),
                Text(f"{one.expected:.0f}", "bold cyan"),
                Text(_range(one)),
                Text(_share(one.p_best)),
            ]
        )
    bare = columns([head[:5], *rows], right=[0, 2, 3, 4])
    left = None if room is None else room - max(line.cell_len for line in bare) - 2
    full = [[*row, _main(one, left)] for row, one in zip(rows, ranked, strict=True)]
    lines = columns([head, *full], right=[0, 2, 3, 4])
    rule = "  " + "─" * (max(line.cell_len for line in lines) - 2)
    return [lines[0], Text(rule, "dim"), *lines[1:]]


def _room_for_name(room: int) -> int:
    return NAME if room < WIDE else WIDE_NAME


def too_close(ranked: "Sequence[Scored]") -> tuple[str, str]:
    """Which can't be told from the first, and the sentence why; empty if all can."""
    close = [one for one in ranked if one.close_to_best]
    if len(close) < 2:
        return "", ""
    *most, last = (str(one.rank) for one in close)
    second = close[1]
    return f"{', '.join(most)} and {last}", (
        f"Number {close[0].rank} would beat number {second.rank} only "
        f"{times_in_ten(second.p_first)}. Pick the one you like best."
    )


def _main(one: "Scored", room: int | None) -> "Text":
    """The largest reasons, sizeable ones with evidence first, as many as fit."""
    from rich.text import Text  # noqa: PLC0415

    of_photo = [item for item in one.reasons if item.of_photo and abs(item.percent) >= 0.5]
    chosen = sorted(of_photo, key=lambda item: not (item.backed and abs(item.percent) >= SIZEABLE))
    text = Text()
    for item in chosen[:2]:
        part = Text.assemble(
            ("  " if text else "", ""),
            (percent(item.percent), f"bold {_colour(item.effect, backed=item.backed)}"),
            (f" {item.label.lower()}", "dim"),
        )
        if room is not None and text.cell_len + part.cell_len > room:
            if not text:
                part.truncate(max(room, 6), overflow="ellipsis")
                text.append_text(part)
            break
        text.append_text(part)
    return text


def show_features(ranked: "Sequence[Scored]") -> None:
    """Print everything that was measured of each draft."""
    from rich.text import Text  # noqa: PLC0415

    from spe.features import CATALOGUE  # noqa: PLC0415

    names = [Text(shortened(one.name, WIDE_NAME), "dim") for one in ranked]
    rows = [[Text("  Measured", "dim"), *names, Text("Unit", "dim")]]
    for item in CATALOGUE:
        values = (one.values.get(item.name, math.nan) for one in ranked)
        cells = (Text("unknown" if math.isnan(value) else f"{value:.3g}") for value in values)
        rows.append([Text(f"  {item.label}"), *cells, Text(item.unit, "dim")])
    _print([Text(), *columns(rows, right=range(1, len(ranked) + 1))])


def show_changes(ranked: "Sequence[Scored]") -> None:
    """Print what would change each draft."""
    from rich.text import Text  # noqa: PLC0415

    for one in ranked:
        _print([Text(), Text(f"  {printable(one.name)}", "bold"), *_changes(one)[1:]])


# For scripts and spreadsheets.

# The figures of a draft in its row, named as in the JSON.
SHEET = (
    "file",
    "rank",
    "expected_likes",
    "low",
    "high",
    "usual_likes",
    "p_above_usual",
    "p_best",
    "too_close_to_call",
)


def sheet(ranked: "Sequence[Scored]", paths: Mapping[str, str]) -> str:
    """The ranking as CSV, one row a draft; a cell of what is unknown is empty."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(SHEET)
    for one in ranked:
        figures = (one.expected, one.low, one.high, one.usual, one.p_above_usual, one.p_best)
        cells = (f"{value:.6g}" if math.isfinite(value) else "" for value in figures)
        close = str(one.close_to_best).lower()
        writer.writerow((escaped(paths[one.name]), one.rank, *cells, close))
    return made.getvalue()


def facts(
    model: "FittedModel",
    ranked: "Sequence[Scored]",
    skipped: Mapping[str, str],
    at: datetime,
    *,
    given: str,
    pictures: int,
    sought: bool,
    slots: "Sequence[Slot] | None",
    warnings: Sequence[str],
    paths: Mapping[str, str],
) -> dict[str, object]:
    """Everything that is shown, and what it rests on, after docs/scoring.md."""
    return {
        "schema": SCHEMA,
        "model": model.data_hash,
        "made_up": model.made_up,
        "n_posts": model.n_posts,
        "has_skill": model.has_skill,
        "skill": model.skill.gain if model.skill else None,
        "posting_at": at.isoformat(timespec="seconds"),
        "posting_at_source": "now" if given == "now" else "--at",
        "pictures": pictures,
        "usual_likes": model.usual,
        "warnings": list(warnings),
        "drafts": [_draft(one, paths, sought=sought) for one in ranked],
        "times": None
        if slots is None
        else [
            {
                "posting_at": slot.at.isoformat(timespec="seconds"),
                "expected_likes": slot.expected,
                "effect_pct": slot.percent,
            }
            for slot in slots
        ],
        "skipped": [{"file": name, "why": problem} for name, problem in skipped.items()],
    }


def _draft(one: "Scored", paths: Mapping[str, str], *, sought: bool) -> dict[str, object]:
    return {
        "file": paths[one.name],
        "rank": one.rank,
        "expected_likes": one.expected,
        "interval": {"confidence": 0.80, "low": one.low, "high": one.high},
        "p_above_usual": one.p_above_usual,
        "p_best": one.p_best,
        "p_first_beats": one.p_first,
        "too_close_to_call": one.close_to_best,
        "reasons": [_reason(reason) for reason in one.reasons],
        "changes": [_change(change) for change in one.changes] if sought else None,
        "alike": [_past(post) for post in one.alike],
        "already_posted": None if one.posted is None else _past(one.posted),
        "warnings": list(one.warnings),
        "features": dict(one.values),
    }


def _reason(reason: "Reason") -> dict[str, object]:
    return {
        "feature": reason.feature,
        "effect_pct": reason.percent,
        "effect_log": reason.effect,
        "value": reason.value,
        "percentile": reason.percentile,
        "evidence": EVIDENCE[reason.evidence],
    }


def _change(change: "Change") -> dict[str, object]:
    return {
        "change": change.name,
        "how": change.how,
        "expected_likes": change.expected,
        "effect_pct": change.percent,
        "evidence": EVIDENCE[change.evidence],
        "features": list(change.features),
    }


def _past(post: "PastPost") -> dict[str, object]:
    return {"id": post.id, "posted_at": post.posted_at.isoformat(), "likes": post.likes}
