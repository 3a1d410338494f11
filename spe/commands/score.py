"""`spe score`: what drafts may expect."""

import math
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands._talk import SOME_SKIPPED, console, echo_json, talk, warn
from spe.errors import NoSkillError, NotReadyError, SpeError
from spe.project import Project

if TYPE_CHECKING:
    from rich.text import Text

    from spe.features import Moment
    from spe.model import FittedModel
    from spe.score import Reason, Scored

SCHEMA = "spe.score/1"
DOTS = {"strong": "●●● strong", "suggestive": "●●○ suggestive", "unclear": "○○○ can't tell"}
BAR = 40


@click.command()
@click.argument("drafts", nargs=-1, required=True, metavar="DRAFT...")
@click.option(
    "--at",
    "when",
    default="now",
    show_default=True,
    help="When it will be posted: 18:00, 'Friday 18:00', 'tomorrow 9:00', 2026-11-27.",
)
@click.option("--top", type=click.IntRange(min=1), help="Show only the best N.")
@click.option(
    "--explain", type=click.IntRange(min=0), default=4, show_default=True, help="Reasons shown."
)
@click.option("--show-features", is_flag=True, help="Show everything that was measured.")
@click.option("--require-skill", is_flag=True, help="End with code 5 where the model can't tell.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(
    project: Project,
    drafts: tuple[str, ...],
    when: str,
    top: int | None,
    explain: int,
    *,
    show_features: bool,
    require_skill: bool,
    as_json: bool,
) -> int:
    """Say what DRAFT photos may expect: likes, range, rank and reasons.

    DRAFT is a photo, a folder of photos, or - for paths on standard input.
    One draft is shown in full, several as a ranking.
    """
    from spe.model import FittedModel  # noqa: PLC0415  (numpy)
    from spe.when import parse_when  # noqa: PLC0415

    at = parse_when(when, datetime.now(project.zone))
    model = FittedModel.read(project.model)
    if require_skill and not model.speaks:
        raise NoSkillError(
            f"With {model.n_posts} posts the model can't tell your photos apart yet."
        )
    paths = list(_paths(drafts))
    if not paths:
        raise NotReadyError(f"No photos in {', '.join(drafts)}.")
    measured, skipped = _measured(paths, project, at)
    for problem in skipped.values():
        warn(f"{problem.rstrip('.')}. Skipped.")
    if not measured:
        raise SpeError("None of the drafts could be measured.")
    from spe.score import score  # noqa: PLC0415

    ranked = score(model, measured, _past(project))
    shown = ranked[:top]
    if as_json:
        echo_json(_facts(model, shown, skipped, at, given=when))
    elif len(ranked) == 1:
        _show_one(model, shown[0], at, explain, now=when == "now")
    else:
        _show_many(model, shown, len(ranked), at, now=when == "now")
    if show_features and not as_json:
        _show_features(shown)
    return SOME_SKIPPED if skipped else 0


def _paths(drafts: Iterable[str]) -> Iterator[Path]:
    """The photos meant: folders are looked into, - is read from standard input."""
    from spe.photo import SUFFIXES  # noqa: PLC0415  (OpenCV)

    for draft in drafts:
        if draft == "-":
            yield from _paths(sys.stdin.read().splitlines())
        elif (path := Path(draft)).is_dir():
            yield from sorted(
                item
                for item in path.iterdir()
                if item.suffix.lower() in SUFFIXES and not item.name.startswith(".")
            )
        elif path.exists():
            yield path
        else:
            raise SpeError(f"{draft}: no such file. Name a photo, or a folder of photos.")


def _measured(
    paths: list[Path], project: Project, at: datetime
) -> tuple[dict[str, dict[str, float]], dict[str, str]]:
    """Feature values by name of draft, and the sentence for each that can't be measured."""
    from spe import extract, faces  # noqa: PLC0415
    from spe.errors import PhotoError  # noqa: PLC0415

    if (why := faces.why_unknown()) is not None:
        warn(f"{why} Faces stay unknown.")
    moment = extract.measure_moment(_moment(project, at))
    names = _names(paths)
    measured, skipped = {}, {}
    with extract.finder() as finder:
        for path, name in zip(paths, names, strict=True):
            try:
                measured[name] = {**extract.measure(path, finder), **moment}
            except PhotoError as error:
                skipped[name] = str(error)
    return measured, skipped


def _names(paths: list[Path]) -> list[str]:
    """What to call each draft: its file name, or its path where two share one."""
    names = [path.name for path in paths]
    return [str(path) if names.count(path.name) > 1 else path.name for path in paths]


def _moment(project: Project, at: datetime) -> "Moment":
    from spe.features import Moment  # noqa: PLC0415
    from spe.posts import read_posts  # noqa: PLC0415

    times = sorted(
        post.posted_at for post in read_posts(project.posts) if post.posted_at is not None
    )
    before = [time for time in times if time < at]
    return Moment(
        at.astimezone(project.zone), before[-1] if before else None, times[0] if times else None
    )


def _past(project: Project) -> dict[str, dict[str, float]]:
    from spe.extract import read_values  # noqa: PLC0415

    try:
        return read_values(project.features)
    except SpeError:
        return {}


def _posting(at: datetime, *, now: bool) -> str:
    said = f"{at:%a} {at.day} {at:%b %Y, %H:%M}"
    return f"posting now, {said}" if now else f"posting {said}"


def _number(value: float) -> str:
    return "more than ever" if math.isinf(value) else f"{value:.0f}"


def _percent(value: float) -> str:
    rounded = round(value)
    return f"{'+' if rounded > 0 else '−' if rounded < 0 else ''}{abs(rounded)}%"


def _show_one(
    model: "FittedModel", one: "Scored", at: datetime, explain: int, *, now: bool
) -> None:
    from rich.text import Text  # noqa: PLC0415

    out = console()
    lines = [Text(), Text.assemble("  ", (one.name, "bold"), ("  " + _posting(at, now=now), "dim"))]
    if model.made_up:
        lines.append(Text("  A made-up account: invented likes.", style="magenta"))
    expected = Text.assemble(
        "  Expected likes  ",
        (f"{one.expected:>4.0f}", "bold cyan"),
        ("   80% range ", "dim"),
        f"{_number(one.low)}–{_number(one.high)}",
    )
    if model.speaks:
        lines += [Text(), expected, _usual(one), Text(), *_bar(one)]
        lines += [Text("  Why", style="bold"), *map(_reason, one.reasons[:explain])]
        rest = one.reasons[explain:]
        if rest:
            together = math.expm1(sum(part.effect for part in rest)) * 100
            lines.append(
                Text(f"  {_percent(together):>5}  {len(rest)} smaller parts together", "dim")
            )
    else:
        expected.append("   your usual; the photo does not change it", "dim")
        lines += [Text(), expected, Text(), *_no_skill(model)]
    lines += [Text(), *_closing(model, one)]
    for line in lines:
        out.print(line, soft_wrap=True)
    for warning in one.warnings:
        warn(warning)


def _usual(one: "Scored") -> "Text":
    from rich.text import Text  # noqa: PLC0415

    away = round(one.above_usual)
    side = f"about {abs(away)}% {'above' if away > 0 else 'below'}" if away else "the same"
    times = round(one.p_above_usual * 10)
    return Text.assemble(
        "  Your usual now  ",
        (f"{one.usual:>4.0f}", "bold"),
        (f"   {side}; beats your usual {times} times in 10", "dim"),
    )


def _bar(one: "Scored") -> list["Text"]:
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
    for value in (one.low, one.high, one.usual, one.expected):
        _write(numbers, at(value), f"{value:.0f}")
    labels = [" "] * (BAR + 24)
    _write(labels, at(one.usual), "usual")
    return [
        bar,
        Text(" " * 16 + "".join(numbers).rstrip(), style="dim"),
        Text(" " * 16 + "".join(labels).rstrip(), style="dim"),
    ]


def _write(cells: list[str], at: int, text: str) -> None:
    """Put text below a mark, if nothing stands there yet."""
    start = max(0, at + 2 - len(text) // 2)
    around = cells[max(0, start - 1) : start + len(text) + 1]
    if all(cell == " " for cell in around):
        cells[start : start + len(text)] = text


def _reason(reason: "Reason") -> "Text":
    from rich.text import Text  # noqa: PLC0415

    from spe.features import CATALOGUE  # noqa: PLC0415

    item = next(item for item in CATALOGUE if item.name == reason.feature)
    colour = "dim" if reason.evidence == "unclear" else "cyan" if reason.effect > 0 else "red"
    return Text.assemble(
        (f"  {_percent(reason.percent):>5}", f"bold {colour}"),
        f"  {item.label:<24}",
        (f"{_compared(reason, item.more, item.less):<40}", "dim"),
        (DOTS[reason.evidence], "magenta" if reason.evidence != "unclear" else "dim"),
    )


def _compared(reason: "Reason", more: str, less: str) -> str:
    """How this draft stands among the past posts."""
    if math.isnan(reason.percentile):
        return ""
    if reason.feature == "faces":
        count = round(reason.value)
        return "no face" if count == 0 else "1 face" if count == 1 else f"{count} faces"
    if reason.feature == "weekend":
        return more if reason.value else less
    if reason.percentile >= 50:
        return f"{more} than {reason.percentile:.0f}% of your posts"
    return f"{less} than {100 - reason.percentile:.0f}% of your posts"


def _no_skill(model: "FittedModel") -> list["Text"]:
    from rich.text import Text  # noqa: PLC0415

    if model.skill is None:
        why = f"With {model.n_posts} posts there is no model yet; 30 are needed for one."
    else:
        why = (
            f"With {model.n_posts} posts the model can't tell your photos apart yet (it misses by "
            f"±{model.skill.miss:.1f}, guessing by ±{model.skill.miss_usual:.1f})."
        )
    return [
        Text(f"  {why}", "dim"),
        Text("  So this is simply your usual range. More posts with likes may change that.", "dim"),
    ]


def _closing(model: "FittedModel", one: "Scored") -> list["Text"]:
    from rich.text import Text  # noqa: PLC0415

    lines = []
    if one.alike:
        listed = ", ".join(
            f"{post.posted_at.day} {post.posted_at:%b %Y} ({post.likes:.0f}"
            + (" likes)" if number == 0 else ")")
            for number, post in enumerate(one.alike)
        )
        lines.append(Text(f"  Most alike: {listed}.", "dim"))
    if model.skill is not None and model.speaks:
        lines.append(
            Text(
                f"  From {model.n_posts} posts. Typical miss ±{model.skill.miss:.0f} likes; "
                f"guessing your recent median misses by ±{model.skill.miss_usual:.0f}.",
                "dim",
            )
        )
    return lines


def _show_many(
    model: "FittedModel", ranked: list["Scored"], total: int, at: datetime, *, now: bool
) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out = console()
    usual = f"your usual now: {model.usual:.0f} likes"
    out.print()
    out.print(
        Text.assemble(
            (f"  {total} drafts", "bold"), (f"  {_posting(at, now=now)} · {usual}", "dim")
        ),
        soft_wrap=True,
    )
    if model.made_up:
        out.print(Text("  A made-up account: invented likes.", style="magenta"))
    out.print()
    if not model.speaks:
        for line in _no_skill(model):
            out.print(line, soft_wrap=True)
        out.print(
            f"  Each may expect {ranked[0].expected:.0f} likes, 80% range "
            f"{_number(ranked[0].low)}–{_number(ranked[0].high)}."
        )
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", justify="right")
    table.add_column("Draft", overflow="fold")
    for title in ("Expected", "80% range", "Best?"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Main reasons")
    for one in ranked:
        table.add_row(
            f"  {one.rank}",
            Text(one.name, "bold" if one.rank == 1 else ""),
            f"{one.expected:.0f}",
            f"{_number(one.low)}–{_number(one.high)}",
            f"{one.p_best:.0%}",
            _main(one),
        )
    out.print(table)
    close = [str(one.rank) for one in ranked if one.close_to_best]
    if len(close) > 1:
        out.print(
            f"\n  Too close to call: {', '.join(close[:-1])} and {close[-1]}. "
            "Pick the one you like best.",
            soft_wrap=True,
        )
    for one in ranked:
        for warning in one.warnings:
            warn(f"{one.name}: {warning}")
    talk("  For the reasons in full, score one draft alone.")


def _main(one: "Scored") -> "Text":
    from rich.text import Text  # noqa: PLC0415

    from spe.features import CATALOGUE  # noqa: PLC0415

    labels = {item.name: item.label.lower() for item in CATALOGUE}
    text = Text()
    for reason in one.reasons[:2]:
        colour = "dim" if reason.evidence == "unclear" else "cyan" if reason.effect > 0 else "red"
        text.append(f"{_percent(reason.percent)} ", f"bold {colour}")
        text.append(f"{labels[reason.feature]}  ", "dim")
    return text


def _show_features(ranked: list["Scored"]) -> None:
    from rich.table import Table  # noqa: PLC0415

    from spe.features import CATALOGUE  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("  Measured")
    for one in ranked:
        table.add_column(one.name, justify="right")
    table.add_column("Unit", style="dim")
    for item in CATALOGUE:
        values = (one.values.get(item.name, math.nan) for one in ranked)
        cells = ("unknown" if math.isnan(value) else f"{value:.3g}" for value in values)
        table.add_row(f"  {item.label}", *cells, item.unit)
    out = console()
    out.print()
    out.print(table)


def _facts(
    model: "FittedModel",
    ranked: list["Scored"],
    skipped: dict[str, str],
    at: datetime,
    *,
    given: str,
) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "model": model.data_hash,
        "made_up": model.made_up,
        "n_posts": model.n_posts,
        "speaks": model.speaks,
        "skill": model.skill.gain if model.skill else None,
        "drafts": [
            {
                "file": one.name,
                "rank": one.rank,
                "p_best": one.p_best,
                "close_to_best": one.close_to_best,
                "posting_at": at.isoformat(timespec="seconds"),
                "posting_at_source": "--at" if given != "now" else "now",
                "expected_likes": one.expected,
                "interval": {"level": 0.80, "low": one.low, "high": one.high},
                "usual_likes": one.usual,
                "p_above_usual": one.p_above_usual,
                "reasons": [
                    {
                        "feature": reason.feature,
                        "effect_pct": reason.percent,
                        "effect_log": reason.effect,
                        "value": reason.value,
                        "percentile": reason.percentile,
                        "evidence": "can't tell"
                        if reason.evidence == "unclear"
                        else reason.evidence,
                    }
                    for reason in one.reasons
                ],
                "alike": [
                    {"id": post.id, "posted_at": post.posted_at.isoformat(), "likes": post.likes}
                    for post in one.alike
                ],
                "warnings": list(one.warnings),
                "features": dict(one.values),
            }
            for one in ranked
        ],
        "skipped": [{"file": name, "why": problem} for name, problem in skipped.items()],
    }
