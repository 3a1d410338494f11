"""`spe demo`: see how it goes, with a made-up account from photos to a report."""

import math
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands._table import print_lines, print_table
from spe.commands._talk import console, progress, say, talk
from spe.errors import SpeError
from spe.project import Project
from spe.wording import EVIDENCE, percent, percent_of_log

if TYPE_CHECKING:
    from spe.model.fitted import FittedModel, Term


# The demo's folder, and that of one which has an account for a neighbour.
_OWN, _APART = "demo", "spe-demo"


@click.command()
@click.option(
    "--posts",
    type=click.IntRange(1, 5000),
    default=120,
    show_default=True,
    help="How many posts to invent.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Another number makes another account.",
)
@click.option("--effects/--no-effects", default=True, help="Whether photos move the likes at all.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The made-up account's folder.  [default: demo; beside an account of yours, spe-demo]",
)
@click.pass_context
def command(ctx: click.Context, posts: int, seed: int, out: Path | None, *, effects: bool) -> None:
    """Make up an account and take it all the way: import, extract, fit, report, score.

    The photographs ship inside scikit-image and scikit-learn; posts and likes are
    invented, from effects that are known, so you can see whether spe finds them.
    """
    from spe import demo  # noqa: PLC0415  (OpenCV)
    from spe.commands import extract, fit, import_, report, score  # noqa: PLC0415

    home: Project = ctx.obj
    folder = _folder(home) if out is None else out
    account = _cleared(folder)
    talk(f"Making up an account of {posts} posts in {folder}")
    with progress() as bar:
        task = bar.add_task("Making photos", total=posts)
        demo.write_account(folder, posts, seed, effects=effects, done=lambda: bar.advance(task))
    beside = out is None and folder.name == _OWN
    page = home.root / "reports" / "demo.html" if beside else account.report
    ctx.obj = account
    _step(ctx, "import", import_.command, sources=(folder / "posts.csv",))
    _step(ctx, "extract", extract.command)
    _step(ctx, "fit", fit.command)
    _compare(account, effects=effects)
    _step(ctx, f"report -o {page}", report.command, output=page)
    _step(ctx, "score drafts/", score.command, drafts=(str(folder / "drafts"),))
    talk("")
    say(f"The report of the made-up account: {page.resolve()}")


def _folder(home: Project) -> Path:
    """Where the demo goes: beside an account it keeps to a folder of its own, report and all."""
    if not home.posts.exists() or home.settings.get("made_up") is True:
        return home.root / _OWN
    talk(f"Your own account is in {home.root}: the demo keeps to {_APART}, and leaves it alone.")
    return home.root / _APART


def _cleared(folder: Path) -> Project:
    """The demo's project, emptied of an older demo; anything else there is left alone.

    Raises:
        SpeError: the folder holds something that is not a made-up account.
    """
    if folder.exists() and any(folder.iterdir()):
        if Project(folder).settings.get("made_up") is not True:
            raise SpeError(f"{folder}: not a made-up account. Name another folder with --out.")
        shutil.rmtree(folder)
    return Project(folder)


def _step(ctx: click.Context, said: str, command: click.Command, **options: object) -> None:
    talk(f"\n$ spe {said}", bold=True)
    ctx.invoke(command, **options)


def _compare(account: Project, *, effects: bool) -> None:
    """What was put in beside what was found."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from spe.commands.fit import EFFECT_WIDTH, effect_cell, label  # noqa: PLC0415
    from spe.demo import TRUTH  # noqa: PLC0415
    from spe.model.reading import read_model  # noqa: PLC0415

    model = read_model(account.model)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in ("  Made-up truth", "Put in", "Found", "90% range", "Verdict"):
        left = "V" in title or "truth" in title
        table.add_column(
            title, justify="left" if left else "right", max_width=EFFECT_WIDTH if left else None
        )
    for name, slope in TRUTH.items():
        term = model.by_name.get(name)
        if term is None:
            table.add_row(f"  {label(name)}", "", "", "", "not in the model")
            continue
        put_in = slope * term.step if effects else 0.0
        table.add_row(
            effect_cell(term),
            _percent(put_in),
            _percent(term.effect),
            _range(term),
            EVIDENCE[model.answer.evidence(name)],
        )
    for term, put_in in _subjects(model, effects=effects):
        table.add_row(
            effect_cell(term),
            _percent(put_in),
            _percent(term.effect),
            _range(term),
            EVIDENCE[model.answer.evidence(term.name)],
        )
    out = console()
    out.print()
    print_table(table)
    note = (
        "  Percent of likes between the two posts of each row. Found ones are drawn towards zero."
    )
    print_lines([Text(note, "dim")])


def _subjects(model: "FittedModel", *, effects: bool) -> "list[tuple[Term, float]]":
    """The subjects in the model, with what was put in of each against the usual post."""
    from spe.demo import SUBJECTS  # noqa: PLC0415
    from spe.features import subject_of  # noqa: PLC0415

    terms = [model.by_name[name] for name in model.subjects]
    true = {term.name: SUBJECTS[subject_of(term.name)] if effects else 0.0 for term in terms}
    usual = sum(term.mean * true[term.name] for term in terms)
    return [(term, true[term.name] - usual) for term in terms]


def _percent(effect: float) -> str:
    return "" if math.isnan(effect) else percent(percent_of_log(effect))


def _range(term: "Term") -> str:
    return "" if math.isnan(term.low) else f"{_percent(term.low)} to {_percent(term.high)}"
