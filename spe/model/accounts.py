"""Many accounts: each a project folder of its own under `accounts/`, named after it."""

import functools
import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from spe.errors import NotReadyError, SpeError
from spe.files import write_whole
from spe.measure.table import read_features
from spe.model.fitted import FittedModel, Skill
from spe.model.options import FitOptions
from spe.posts import read_posts
from spe.project import Project
from spe.version import DISTRIBUTION
from spe.workers import Workers, each, one_thread


@dataclass(frozen=True)
class Fitted:
    """One account's fit in a line; `problem` is the sentence why there is none.

    `far_counts` is how many like counts may be slips: far from those of the posts around
    them. `has_skill` is the account's own verdict. Of many accounts some say yes by luck:
    `q_value` is `gate_p` after Benjamini and Hochberg over all that were fitted together.
    """

    account: str
    posts: int = 0
    usual: float | None = None
    has_skill: bool = False
    skill: Skill | None = None
    gate_p: float = math.nan
    q_value: float = math.nan
    problem: str = ""
    far_counts: int = 0


def accounts(root: Path) -> list[Project]:
    """The accounts under `root`/accounts, by name: every folder with a post table.

    Raises:
        NotReadyError: there is none.
    """
    found = [Project(path.parents[1]) for path in (root / "accounts").glob("*/data/posts.csv")]
    if not found:
        raise NotReadyError(
            f"No accounts in {root / 'accounts'}.\n"
            "Give each its own folder: spe -C accounts/NAME import ..."
        )
    return sorted(found, key=lambda account: account.root)


def fit_accounts(
    projects: Sequence[Project],
    now: datetime,
    workers: Workers,
    options: FitOptions,
    *,
    done: Callable[[], None] = lambda: None,
) -> list[Fitted]:
    """Fit each account alone, as `spe fit` in its folder does; its model is written there."""
    work = functools.partial(_fit_account, options=options, now=now)
    made = (
        ((one, work(one)) for one in projects)
        if workers.in_this_process
        else each(work, projects, workers)
    )
    fitted = []
    for project, line in made:
        name = project.root.name
        fitted.append(line or Fitted(name, problem="The process ended while fitting."))
        done()
    return _corrected(sorted(fitted, key=lambda one: one.account))


def _corrected(fitted: list[Fitted]) -> list[Fitted]:
    from scipy.stats import false_discovery_control  # noqa: PLC0415

    tested = [one.gate_p for one in fitted if not math.isnan(one.gate_p)]
    q_values = iter(false_discovery_control(tested) if tested else ())
    return [
        one if math.isnan(one.gate_p) else replace(one, q_value=float(next(q_values)))
        for one in fitted
    ]


def _fit_account(project: Project, *, options: FitOptions, now: datetime) -> Fitted:
    from spe.model.fit import fit  # noqa: PLC0415  (scikit-learn, statsmodels)

    one_thread()
    try:
        model = fit(
            read_posts(project.posts),
            read_features(project.features),
            options,
            now=now,
            zone=project.zone,
            made_up=project.settings.get("made_up") is True,
        )
    except SpeError as error:
        return Fitted(project.root.name, problem=str(error).partition("\n")[0])
    model.write(project.model)
    return _line(project.root.name, model)


def _line(account: str, model: FittedModel) -> Fitted:
    return Fitted(
        account,
        model.n_posts,
        model.usual,
        model.answer.told_apart,
        model.skill,
        model.gate_p,
        far_counts=len(model.far_counts),
    )


def write_parquet(folder: Path, tables: Mapping[str, Path]) -> None:
    """Write feature tables as one Parquet data set, a partition an account.

    A partition is the account's features.csv again, cell by cell; an account that
    is not in `tables` keeps its own as it was.

    Raises:
        NotReadyError: pyarrow is not installed.
    """
    for account, table in tables.items():
        data = io.BytesIO()
        try:
            read_features(table).reset_index().to_parquet(data, engine="pyarrow", index=False)
        except ImportError as error:
            raise NotReadyError(
                f"pyarrow is not installed. Run: pip install '{DISTRIBUTION}[parquet]'"
            ) from error
        part = folder / f"account={quote(account, safe='')}" / "features.parquet"
        write_whole(part, data.getvalue())
