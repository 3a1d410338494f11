"""`spe fit --by account`: many accounts, one line each."""

import math
import shlex
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spe.commands._table import print_table
from spe.commands._talk import echo_json, progress, talk, warn
from spe.errors import SOME_SKIPPED
from spe.printable import printable
from spe.project import Project
from spe.wording import number

if TYPE_CHECKING:
    from spe.model.accounts import Fitted
    from spe.model.options import FitOptions


def fit_each(project: Project, options: "FitOptions", jobs: int | None, *, as_json: bool) -> int:
    """Fit every account alone and show one table; an account that can't be fitted is named."""
    from spe.model.accounts import accounts, fit_accounts  # noqa: PLC0415  (OpenCV, by way of extract)
    from spe.workers import Workers  # noqa: PLC0415

    projects = accounts(project.root)
    with progress() as bar:
        task = bar.add_task("Fitting accounts", total=len(projects))
        fitted = fit_accounts(
            projects,
            datetime.now(UTC),
            Workers(jobs),
            options,
            done=lambda: bar.advance(task),
        )
    good = [one for one in fitted if not one.problem]
    if as_json:
        echo_json({"schema": "spe.accounts/1", "accounts": [asdict(one) for one in fitted]})
    else:
        _show(good)
    for one in fitted:
        if one.problem:
            warn(f"{one.account}: {one.problem}")
        if one.far_counts:
            warn(
                f"{one.account}: {one.far_counts} of its like counts may be slips. "
                f"spe -C {shlex.quote(f'accounts/{one.account}')} fit names them."
            )
    return SOME_SKIPPED if len(good) < len(fitted) else 0


def _show(fitted: "list[Fitted]") -> None:
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("  Account")
    for heading in ("Posts", "Usual", "Better by", "Pairs", "p", "q"):
        table.add_column(heading, justify="right")
    table.add_column("Does it predict?")
    for one in fitted:
        gain, pairs = (math.nan,) * 2 if one.skill is None else (one.skill.gain, one.skill.pairs)
        table.add_row(
            f"  {printable(one.account)}",
            number(one.posts),
            "" if one.usual is None else number(one.usual),
            "" if math.isnan(gain) else f"{gain:.0%}",
            "" if math.isnan(pairs) else f"{pairs:.0%}",
            "" if math.isnan(one.gate_p) else f"{one.gate_p:.3f}",
            "" if math.isnan(one.q_value) else f"{one.q_value:.3f}",
            "too few posts" if one.skill is None else "yes" if one.has_skill else "not yet",
        )
    print_table(table)
    tested = sum(not math.isnan(one.gate_p) for one in fitted)
    if tested > 1:
        talk(
            f"  {tested} accounts were tested: some say yes by luck alone. "
            "q corrects for that; below 0.10 few are luck."
        )
    talk("  Next: spe -C accounts/NAME report --open")
