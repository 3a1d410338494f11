"""Lines that one scored draft and several have in common."""

from collections.abc import Sequence

from rich.text import Text

from spe.commands import _window
from spe.commands._table import columns
from spe.drafts import sentences
from spe.drafts.posting_time import Slot
from spe.drafts.score import Scored
from spe.model.fitted import FittedModel
from spe.wording import DOTS, number, percent, short_day_and_time


def made_up(model: FittedModel) -> list[Text]:
    return [Text("  A made-up account: invented likes.", "magenta")] if model.made_up else []


def colour(effect: float, *, backed: bool) -> str:
    if not backed:
        return "dim"
    return "cyan" if effect > 0 else "red"


def dots(evidence: str) -> Text:
    return Text(DOTS[evidence], "dim" if evidence == "unclear" else "magenta")


def what_would_change(one: Scored, model: FittedModel) -> list[Text]:
    """What would change it; a line of its own where nothing would."""
    if not one.changes:
        return [Text(), Text(f"  {sentences.no_change(model)}", "dim")]
    rows = [
        [
            Text("  " + percent(change.percent), "bold cyan"),
            Text(change.how),
            Text(f"{change.becomes}: {number(one.expected)} → {number(change.expected)}", "dim"),
        ]
        for change in one.changes
    ]
    note = Text(f"  {sentences.untested(one.changes)}", "dim")
    lines = columns(rows, right=[0], wrap=2, room=_window.columns())
    return [Text(), Text("  What would change it", "bold"), note, *lines]


def better_times(slots: Sequence[Slot], model: FittedModel) -> list[Text]:
    if not slots:
        return [Text(), Text(f"  {sentences.no_time(model)}", "dim")]
    rows = [
        [
            Text("  " + percent(slot.percent), f"bold {colour(slot.gain, backed=True)}"),
            Text(short_day_and_time(slot.at)),
            Text(f"{number(slot.expected)} likes", "dim"),
        ]
        for slot in slots
    ]
    title = Text.assemble(("  When", "bold"), (" (hours at which you have posted before)", "dim"))
    return [Text(), title, *columns(rows, right=[0])]


def no_skill(model: FittedModel) -> list[Text]:
    """Why every draft gets the usual range, and what to do."""
    return [
        Text(f"  {sentences.why_no_skill(model)}", "dim"),
        Text("  So this is simply your usual range. More posts with likes may change that.", "dim"),
        Text("  See what was measured anyway: spe score --show-features ...", "dim"),
    ]
