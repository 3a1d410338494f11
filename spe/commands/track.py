"""`spe track`: see how good the forecasts were."""

import math
from datetime import datetime
from typing import TYPE_CHECKING

import click

from spe.commands._talk import echo_json, progress, talk, warn
from spe.errors import NotReadyError
from spe.project import Project
from spe.wording import day, miss, number

if TYPE_CHECKING:
    from rich.text import Text

    from spe.drafts.forecast_log import Forecast, Guess, Track

# What the JSON looks like: docs/scoring.md.
SCHEMA = "spe.track/1"

# How many forecasts are listed, newest first.
LISTED = 15


@click.command()
@click.option("--all", "everything", is_flag=True, help="List every forecast.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(project: Project, *, everything: bool, as_json: bool) -> None:
    """Show how good the forecasts were: predicted against actual likes.

    Drafts scored with spe score --log are found again among the posts by their pictures.
    Only guesses made before the post went out count.
    """
    from spe.drafts.forecast_log import read_log, track, wanted  # noqa: PLC0415  (OpenCV)
    from spe.drafts.recognise import fingerprints_of_posts  # noqa: PLC0415  (OpenCV)
    from spe.posts import read_posts  # noqa: PLC0415

    guesses = read_log(project.scores)
    if not guesses:
        raise NotReadyError(
            "No forecasts are remembered yet.\nScore drafts with: spe score --log drafts/"
        )
    posts = read_posts(project.posts)
    with progress() as bar:
        known, problems = fingerprints_of_posts(
            project,
            wanted(posts, guesses),
            lambda items, said, total: bar.track(items, total=total, description=said),
        )
    for problem in problems:
        warn(f"{problem.rstrip('.')}. Skipped.")
    result = track(posts, guesses, known, now=datetime.now(project.zone))
    if as_json:
        echo_json(_facts(result))
    else:
        _show(result, everything=everything)


def _show(result: "Track", *, everything: bool) -> None:
    from rich.text import Text  # noqa: PLC0415

    from spe.commands import _window  # noqa: PLC0415
    from spe.commands._table import columns, print_lines, shortened  # noqa: PLC0415

    lines = [Text(), *_summary(result)]
    if any(one.guess.made_up for one in result.forecasts):
        lines.append(Text("  A made-up account: invented likes.", "magenta"))
    newest = list(reversed(result.forecasts))
    listed = newest if everything else newest[:LISTED]
    if listed:
        titles = ("  Posted", "Draft", "Expected", "80% range", "Likes", "")
        rows = [[Text(title, "dim") for title in titles]]
        for one in listed:
            name = one.guess.file if _window.columns() is None else shortened(one.guess.file, 24)
            rows.append(_row(one, name))
        lines += [Text(), *columns(rows, right=[2, 3, 4])]
    if len(newest) > len(listed):
        rest = len(newest) - len(listed)
        lines.append(Text(f"  {rest} older: spe track --all", "dim"))
    print_lines(lines)
    if result.waiting:
        drafts = result.drafts_waiting
        talk(f"  {drafts} remembered {'draft' if drafts == 1 else 'drafts'} not posted so far.")


def _row(one: "Forecast", name: str) -> "list[Text]":
    from rich.text import Text  # noqa: PLC0415

    guess = one.guess
    high = "?" if math.isinf(guess.high) else number(guess.high)
    if one.likes is None:
        verdict = Text("still arriving" if one.arriving else "not known", "dim")
    elif one.held:
        verdict = Text("in range", "cyan")
    else:
        verdict = Text("above" if one.likes > guess.high else "below", "red")
    return [
        Text(f"  {day(one.posted_at)}"),
        Text(name),
        Text(number(guess.expected)),
        Text(f"{number(guess.low)}–{high}"),
        Text("…" if one.likes is None else number(one.likes), "bold"),
        verdict,
    ]


def _summary(result: "Track") -> "list[Text]":
    """What the forecasts so far say, and what they are too few to say."""
    from rich.text import Text  # noqa: PLC0415

    from spe.drafts.forecast_log import ENOUGH  # noqa: PLC0415

    if not result.settled:
        told = len(result.forecasts)
        some = f"{told} of the remembered drafts {'is' if told == 1 else 'are'} posted"
        what = "None of the remembered drafts is posted yet" if not told else some
        return [Text(f"  {what}; no likes are known to hold them against.", "bold")]
    n = result.settled
    lines = [
        Text.assemble(
            ("  Forecasts held  ", "bold"),
            (f"{result.held} of {n}", "bold cyan"),
            (f"   {result.confidence:.0%} should; so far between ", "dim"),
            (f"{result.held_low:.0%} and {result.held_high:.0%}", "dim"),
        ),
        Text.assemble(
            ("  Typical miss    ", "bold"),
            (f"±{miss(result.mae)} likes", "bold cyan"),
            (f"   guessing your usual: ±{miss(result.mae_usual)}", "dim"),
        ),
    ]
    if not math.isnan(result.pairs):
        lines.append(
            Text.assemble(
                ("  Better of two   ", "bold"),
                (f"{result.pairs:.0%}", "bold cyan"),
                ("   named rightly; chance is 50%", "dim"),
            )
        )
    if n < ENOUGH:
        lines.append(Text(f"  {ENOUGH} or more are needed before this says much.", "dim"))
    return lines


def _facts(result: "Track") -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "settled": result.settled,
        "held": result.held,
        "confidence": result.confidence,
        "held_low": result.held_low,
        "held_high": result.held_high,
        "mae": result.mae,
        "mae_usual": result.mae_usual,
        "pairs": result.pairs,
        "forecasts": [
            {
                **_guess(one.guess),
                "post": one.post,
                "posted_at": one.posted_at.isoformat(),
                "likes": one.likes,
                "held": one.held,
                "arriving": one.arriving,
            }
            for one in result.forecasts
        ],
        "waiting": [_guess(guess) for guess in result.waiting],
    }


def _guess(guess: "Guess") -> dict[str, object]:
    return {
        "file": guess.file,
        "scored_at": guess.scored_at.isoformat(),
        "posting_at": guess.posting_at.isoformat(),
        "expected_likes": guess.expected,
        "interval": {"confidence": guess.confidence, "low": guess.low, "high": guess.high},
        "usual_likes": guess.usual,
        "p_above_usual": guess.p_above_usual,
        "has_skill": guess.has_skill,
        "made_up": guess.made_up,
    }
