"""`spe try`: find out what causes likes: a coin decides what you post next."""

import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from spe.commands._talk import echo_json, say, talk
from spe.errors import NotReadyError, SpeError
from spe.project import Project
from spe.wording import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spe.experiments.answer import Standing
    from spe.experiments.plan import Experiment
    from spe.posts import Post

# What the JSON looks like: docs/experiments.md.
SCHEMA = "spe.try/1"

# Where a coin's seed comes from: as large as JSON keeps exactly.
_SEEDS = 2**32

# How many of the posts to come are told ahead, for those who post more often than they import.
AHEAD = 8


@click.command()
@click.argument("thing", required=False)
@click.option("--treatment", metavar="TEXT", help="Try something in your own words instead.")
@click.option(
    "--posts", "count", type=int, metavar="N", help="How many posts.  [default: what it takes]"
)
@click.option("--anytime", is_flag=True, help="Let the answer be looked at after every four posts.")
@click.option("--seed", type=click.IntRange(0, _SEEDS), help="For the coin.  [default: random]")
@click.option("--cancel", is_flag=True, help="Give the experiment up.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(
    project: Project,
    thing: str | None,
    treatment: str | None,
    count: int | None,
    seed: int | None,
    *,
    anytime: bool,
    cancel: bool,
    as_json: bool,
) -> None:
    """Plan an experiment on your next posts, or see where it stands.

    THING is what you vary: faces, light, hour, album, captions, one of your subjects, or
    anything that spe features lists. A coin draws which of your next posts has it and which
    has not; spe import ticks them off, and at the end spe try says what it causes.
    """
    planned = thing is not None or treatment is not None
    if thing is not None and treatment is not None:
        raise click.UsageError("Try one thing: either THING or --treatment.")
    if cancel and planned:
        raise click.UsageError("--cancel gives up what is planned. Plan the next one after it.")
    if not planned and (anytime or count is not None or seed is not None):
        raise click.UsageError("--posts, --anytime and --seed go with what you try: spe try faces")
    if planned:
        _plan(project, thing, treatment, count=count, seed=seed, anytime=anytime)
    elif cancel:
        _cancel(project)
    now = _standings(project)
    if not now:
        raise NotReadyError("No experiment is planned.\nPlan one with: spe try faces")
    if as_json:
        echo_json({"schema": SCHEMA, "experiments": [_facts(one) for one in now]})
    else:
        _show(now[-1], new=planned)


def _plan(
    project: Project,
    thing: str | None,
    treatment: str | None,
    *,
    count: int | None,
    seed: int | None,
    anytime: bool,
) -> None:
    """Draw the order of an experiment and keep it, if none is running."""
    from spe.experiments import plan  # noqa: PLC0415  (OpenCV)
    from spe.experiments.store import read_experiments, write_experiments  # noqa: PLC0415
    from spe.files import locked  # noqa: PLC0415
    from spe.model.reading import read_model  # noqa: PLC0415
    from spe.subjects import names  # noqa: PLC0415

    posts = _posts(project)
    name = plan.treatment_of(thing, names(posts)) if thing is not None else ""
    words = plan.own_words(treatment) if treatment is not None else ""
    model = read_model(project.model) if project.model.exists() else None
    made = plan.plan(
        treatment=name,
        words=words,
        model=model,
        posts=posts,
        now=datetime.now(project.zone),
        seed=secrets.randbelow(_SEEDS) if seed is None else seed,
        count=count,
        anytime=anytime,
    )
    known = _standings(project)
    _refuse_a_second(known)
    with locked(project.experiments):
        if len(read_experiments(project.experiments)) != len(known):
            raise SpeError("Another spe has just planned an experiment.\nSee it with: spe try")
        write_experiments(project.experiments, [*read_experiments(project.experiments), made])


def _refuse_a_second(known: "Sequence[Standing]") -> None:
    from spe.experiments.sentences import headline, question  # noqa: PLC0415

    if known and known[-1].open:
        running = known[-1]
        raise SpeError(
            f"One at a time, so that every post answers one question. Running: "
            f"{question(running.experiment)} ({headline(running)}).\n"
            "See where it stands with spe try, or give it up with spe try --cancel."
        )


def _cancel(project: Project) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from spe.experiments.store import read_experiments, write_experiments  # noqa: PLC0415
    from spe.files import locked  # noqa: PLC0415

    known = _standings(project)
    if not known or not known[-1].open:
        raise NotReadyError("No experiment is running.\nPlan one with: spe try faces")
    with locked(project.experiments):
        *before, last = read_experiments(project.experiments)
        given_up = replace(last, cancelled_at=datetime.now(project.zone).replace(microsecond=0))
        write_experiments(project.experiments, [*before, given_up])


def _posts(project: Project) -> "list[Post]":
    from spe.posts import read_posts  # noqa: PLC0415

    return read_posts(project.posts) if project.posts.exists() else []


def _standings(project: Project) -> "tuple[Standing, ...]":
    """Where the account's experiments stand, with what came since ticked off and kept."""
    from spe.experiments.answer import standings  # noqa: PLC0415  (OpenCV)
    from spe.experiments.store import tick_off  # noqa: PLC0415
    from spe.measure.table import read_features, values_by_post  # noqa: PLC0415

    posts = _posts(project)
    known = tick_off(project.experiments, posts)
    if not known:
        return ()
    measured = project.features.exists()
    values = values_by_post(read_features(project.features)) if measured else {}
    return standings(known, posts, values, datetime.now(project.zone))


def _show(now: "Standing", *, new: bool) -> None:
    from spe.experiments import sentences  # noqa: PLC0415

    one, other = sentences.kinds(now.experiment)
    say()
    say(f"  {sentences.question(now.experiment)}")
    say(f"  {sentences.headline(now)}, since {day(now.experiment.started_at)}")
    say()
    say(f"  {sentences.WITH} {one}")
    say(f"  {sentences.WITHOUT} {other}")
    say(f"  {sentences.circles(now)}")
    told = [*sentences.answer(now), sentences.waiting(now)]
    if now.outcome is None:
        told.append(sentences.strayed(now))
    if new:
        longer = sentences.longer(now.experiment)
        told += [
            sentences.what_counts(now.experiment),
            sentences.why_so_many(now.experiment) + (f" In full: {longer}" if longer else ""),
            *sentences.rules(now.experiment),
        ]
    for text in filter(None, told):
        say()
        say(f"  {text}")
    if now.open and now.to_come:
        _show_next(now)


def _show_next(now: "Standing") -> None:
    from spe.experiments import sentences  # noqa: PLC0415

    kinds = sentences.kinds(now.experiment)
    first, *then = now.to_come[:AHEAD]
    say()
    mark = sentences.WITH if first.asked else sentences.WITHOUT
    say(f"  Next  {mark} {kinds[0] if first.asked else kinds[1]}")
    if then:
        marks = " ".join(sentences.WITH if one.asked else sentences.WITHOUT for one in then)
        say(f"  Then  {marks}")
    talk("  Post as usual; spe import ticks posts off. To give up: spe try --cancel")


def _facts(now: "Standing") -> dict[str, Any]:
    from spe.experiments import sentences  # noqa: PLC0415

    plan: Experiment = now.experiment
    one, other = sentences.kinds(plan)
    to_come = now.to_come if now.open else ()
    return {
        "treatment": plan.treatment or None,
        "words": plan.words or None,
        "with": one,
        "without": other,
        "stage": now.stage,
        "started_at": plan.started_at,
        "cancelled_at": plan.cancelled_at,
        "posts": plan.posts,
        "done": now.done,
        "anytime": plan.anytime,
        "percent": plan.percent,
        "basis": plan.basis,
        "needed": plan.needed,
        "next": (to_come[0].asked if to_come else None),
        "slots": now.slots,
        "outcome": now.outcome,
        "answer": list(sentences.answer(now)),
    }
