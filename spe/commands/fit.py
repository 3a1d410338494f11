"""`spe fit`: learn what goes with likes, and how sure that is."""

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from spe.commands._accounts import fit_each
from spe.commands._doubt import name_corrections
from spe.commands._table import print_lines, print_table
from spe.commands._talk import console, echo_json, talk, warn
from spe.model.options import RANKING, SETTLED_DAYS, TARGETS, FitOptions, Target
from spe.project import Project
from spe.wording import DOTS, miss, number, p_is, percent, percent_of_log, probability, span
from spe.wording.notices import told
from spe.wording.skill import photos_not_shown

if TYPE_CHECKING:
    from rich.padding import Padding

    from spe.model.fitted import FittedModel, Skill, Term


# Columns of what an effect compares, so that the rest of the row stands beside it.
EFFECT_WIDTH = 36

_FAR = ("ids", "days", "likes", "usual")


class Days(click.ParamType[float]):
    """A number of days, written 14d or 14."""

    name = "days"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read it; a wrong one is a usage error."""
        try:
            days = float(str(value).strip().removesuffix("d"))
        except ValueError:
            days = math.nan
        if not 0 <= days < math.inf:
            self.fail(f"{value!r} is not a number of days like 14d.", param, ctx)
        return days


@click.command()
@click.option(
    "--min-age",
    type=Days(),
    default=f"{SETTLED_DAYS:g}d",
    show_default=True,
    help="Leave out posts younger than this: their likes still come in.",
)
@click.option("--exclude", multiple=True, metavar="ID", help="Leave a post out (again and again).")
@click.option("--leave-out-hidden", is_flag=True, help="Leave out a stretch of hidden counts.")
@click.option(
    "--target",
    type=click.Choice(TARGETS),
    default="likes",
    show_default=True,
    help="What to explain.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="For what is drawn at random.")
@click.option(
    "--by", type=click.Choice(["account"]), help="Fit each account under accounts/ alone."
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Processes, with --by account.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(
    project: Project,
    *,
    min_age: float,
    exclude: tuple[str, ...],
    leave_out_hidden: bool,
    target: Target,
    seed: int,
    by: str | None,
    jobs: int | None,
    as_json: bool,
) -> int:
    """Learn which measurements go with likes, and check that on posts it had not seen."""
    options = FitOptions(min_age, exclude, target, seed, leave_out_hidden)
    if by:
        if exclude:
            raise click.UsageError("--exclude names a post of one account: leave out --by.")
        return fit_each(project, options, jobs, as_json=as_json)
    model = learn(project, options)
    if as_json:
        echo_json(_summary(model))
        return 0
    _show(model)
    talk(f"  Saved {project.model.name}.  Next: spe report --open")
    return 0


def learn(project: Project, options: FitOptions) -> "FittedModel":
    """Fit an account's model, keep it, and say what to know about it.

    Raises:
        NotReadyError: posts or measurements are missing, or too few posts can be used.
        SpeError: there is nothing to learn from.
    """
    from spe.measure.table import read_features  # noqa: PLC0415  (pandas)
    from spe.model.fit import fit  # noqa: PLC0415  (scikit-learn, statsmodels)
    from spe.posts import read_posts  # noqa: PLC0415

    posts = read_posts(project.posts)
    features = read_features(project.features)
    with console(stderr=True).status("Fitting, and testing on unseen posts"):
        model = fit(
            posts,
            features,
            options,
            now=datetime.now(UTC),
            zone=project.zone,
            made_up=project.settings.get("made_up") is True,
        )
    model.write(project.model)
    for warning in model.warnings:
        warn(told(warning, label))
    name_corrections(model.far_counts)
    return model


def _summary(model: "FittedModel") -> dict[str, object]:
    """The result for scripts; the whole of it is in data/model.json."""
    return {
        "schema": "spe.fit/1",
        "posts": model.n_posts,
        "tier": model.tier,
        "answer": model.answer.state,
        "usual_likes": model.usual,
        "gate_p": model.gate_p,
        "gate_open": model.gate_open,
        "has_skill": model.answer.told_apart,
        "skill": None if model.skill is None else vars(model.skill),
        "skill_forward": None if model.skill_forward is None else vars(model.skill_forward),
        "groups": [
            {
                "group": item.name,
                "p": item.p_value,
                "q": item.q_value,
                "found": item.name in model.answer.groups,
            }
            for item in model.groups
        ],
        "effects": [
            {
                "feature": term.name,
                "compared": {"low": term.compared[0], "high": term.compared[1]},
                "compared_in_words": compared(term),
                "effect_pct": percent_of_log(term.effect),
                "low_pct": percent_of_log(term.low),
                "high_pct": percent_of_log(term.high),
                "evidence": model.answer.evidence(term.name),
                "p_max_t": term.p_max_t,
                "ols_effect_pct": percent_of_log(term.ols_effect),
                "ols_low_pct": percent_of_log(term.ols_low),
                "ols_high_pct": percent_of_log(term.ols_high),
            }
            for term in model.terms
        ],
        "left_out": _left_out(model),
        "far_counts": [
            {"id": post, "day": day, "likes": likes, "usual": usual}
            for warning in model.warnings
            if warning.code == "far_counts"
            for post, day, likes, usual in zip(*map(warning.values.get, _FAR), strict=True)
        ],
        "warnings": [told(warning, label) for warning in model.warnings],
        "made_up": model.made_up,
    }


def _left_out(model: "FittedModel") -> dict[str, list[str]]:
    """The ids by reason; a person's own words may be those of another reason."""
    ids: dict[str, list[str]] = {}
    for item in model.left_out:
        ids.setdefault(told(item.reason, label), []).extend(item.ids)
    return ids


def label(name: str) -> str:
    """What a feature is called."""
    from spe.features import BY_NAME, is_subject, named  # noqa: PLC0415  (OpenCV)

    return named(name).label if name in BY_NAME or is_subject(name) else name


def _show(model: "FittedModel") -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    out = console()
    out.print()
    made_up = " of a made-up account" if model.made_up else ""
    left_out = ", ".join(f"{len(item.ids)} {told(item.reason, label)}" for item in model.left_out)
    used = f"  {number(model.n_posts)} posts{made_up} used"
    print_lines([Text(used + (f"  (left out: {left_out})" if left_out else ""))])
    out.print()
    grid = Table.grid(padding=(0, 2))
    for heading, text in answer(model):
        grid.add_row(f"  {heading}", text)
    print_table(grid)
    out.print()
    _show_groups(model)
    _show_effects(model)


def answer(model: "FittedModel") -> list[tuple[str, str]]:
    """Whether it predicts, in words: headings and sentences."""
    likes = f"about {number(model.usual)} likes"
    if model.skill is None:
        return [
            ("No model yet", f"{number(model.n_posts)} posts are too few; {RANKING} are needed."),
            ("Your usual now", likes),
        ]
    if not model.answer.told_apart:
        why = (
            "There is a pattern, but unseen posts are not predicted better with it"
            if model.gate_open
            else "More or less of what is measured goes with likes no more than by chance"
        )
        return [
            ("Does it predict?", f"Not yet. {why} ({p_is(model.gate_p)})."),
            *(("", line) for line in _checks(model)),
            ("", f"A next post is expected at your usual, {likes}. No effect is named."),
        ]
    told = model.skill_told or model.skill
    sure = f"Yes{_much(told.gain)}." if told.gain > 0 else "Perhaps; not yet from the past alone."
    pairs = f"Of two posts it picks the better one {told.pairs:.0%} of the time; chance is 50%."
    first, *rest = _checks(model)
    lines: tuple[str, ...] = (*rest, pairs)
    if not model.answer.photos_add:
        lines = (*lines, photos_not_shown(subjects=bool(model.subjects)))
    return [("Does it predict?", f"{sure} {first}"), *(("", line) for line in lines)]


def _checks(model: "FittedModel") -> list[str]:
    """How far the guesses were off: from the past alone first, then among all posts."""
    lines = []
    if (ahead := model.skill_forward) is not None:
        lines.append(f"Foretold from earlier posts alone, the last {ahead.posts}: {_missed(ahead)}")
    if model.skill is not None:
        lines.append(f"Guessed from all others, later ones too: {_missed(model.skill)}")
    return lines


def _missed(skill: "Skill") -> str:
    better = f"{abs(skill.gain):.0%} {'better' if skill.gain >= 0 else 'worse'}"
    return (
        f"off by ±{miss(skill.mae)} likes, your recent median by ±{miss(skill.mae_usual)}; "
        f"{better} ({_range(skill)})."
    )


def _much(gain: float) -> str:
    return ", a little" if gain < 0.15 else ", clearly" if gain >= 0.3 else ""


def _range(skill: "Skill") -> str:
    if math.isnan(skill.gain_low):
        return "range unknown"
    return f"{100 * skill.gain_low:.0f} to {100 * skill.gain_high:.0f}%"


def _show_groups(model: "FittedModel") -> None:
    """Which kinds of measurement go with likes, where that may be said."""
    from rich.table import Table  # noqa: PLC0415

    if not (model.answer.told_apart and model.groups):
        return
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("  Goes with likes")
    table.add_column("q", justify="right")
    table.add_column("")
    for item in sorted(model.groups, key=lambda group: group.q_value):
        verdict = "found" if item.name in model.answer.groups else "can't tell"
        table.add_row(f"  {item.name}", probability(item.q_value), verdict)
    out = console()
    print_table(table)
    out.print()


def _show_effects(model: "FittedModel") -> None:
    """The features that stand out, surest first, and how many do not."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    evidence = model.answer.effects
    named = [term for term in model.terms if term.name in evidence]
    if not named:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("  Effect on likes", max_width=EFFECT_WIDTH)
    table.add_column("", justify="right")
    table.add_column("90% range", justify="right")
    table.add_column("p", justify="right")
    table.add_column("Evidence")
    for term in sorted(named, key=lambda term: (evidence[term.name], -abs(term.effect))):
        table.add_row(
            effect_cell(term),
            percent(percent_of_log(term.effect)),
            span(percent_of_log(term.low), percent_of_log(term.high)),
            probability(term.p_max_t),
            DOTS[evidence[term.name]],
        )
    rest = len(model.terms) - len(named)
    if rest:
        table.add_row(f"  {rest} more", "", "", "", DOTS["unclear"])
    out = console()
    print_table(table)
    note = "  Sizes are drawn towards zero, against luck. Patterns, not causes."
    print_lines([Text(note, "dim")])
    out.print()


def effect_cell(term: "Term") -> "Padding":
    """What an effect is of, and below it what it is told between."""
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    cell = Text.assemble(label(term.name), "\n", (compared(term), "dim"))
    return Padding(cell, (0, 0, 0, 2))


def compared(term: "Term") -> str:
    """The two posts that an effect is told between, in words."""
    from spe.features import named  # noqa: PLC0415

    return named(term.name).compared(*term.compared)
