"""What is said of experiments, in English; on the command line and in the report alike."""

import math

from spe.experiments.answer import Outcome, Standing
from spe.experiments.plan import CAPTIONS, Experiment, whole_blocks
from spe.features import BY_NAME, OF_PHOTO, is_subject, subject_of
from spe.model.options import SETTLED_DAYS
from spe.stats.randomisation import BLOCK
from spe.wording import capital, count, number, percent, size, span
from spe.wording.comparisons import amount, short

WITH, WITHOUT, TO_COME = "●", "○", "·"


def kinds(experiment: Experiment) -> tuple[str, str]:
    """The two kinds of post, the one that is tried first."""
    if experiment.treatment == CAPTIONS:
        return "a post with a caption", "a post without one"
    if experiment.treatment in BY_NAME:
        item = BY_NAME[experiment.treatment]
        return item.lots, item.little
    if is_subject(experiment.treatment):
        return f"a post about {subject_of(experiment.treatment)}", "a post about something else"
    return f"a post with “{experiment.words}”", "a post without it"


def question(experiment: Experiment) -> str:
    """What the coin is to decide: a photo with faces, or a photo without a face."""
    one, other = (short(kind) for kind in kinds(experiment))
    return f"{capital(one)}, or {other}"


def what_counts(experiment: Experiment) -> str:
    """How it is seen of which kind a post is; empty where the kinds say it all."""
    one, other = (short(kind) for kind in kinds(experiment))
    if experiment.treatment == CAPTIONS:
        return "Any caption counts, however short."
    if experiment.treatment in BY_NAME:
        return _where_cut(experiment, one, other)
    if is_subject(experiment.treatment):
        return (
            "What counts is the subject that you say of a post, while you type its likes or with "
            "spe posts --subject."
        )
    return "Which kind a post is, only you can see: what counts is that you follow the order."


def _where_cut(experiment: Experiment, one: str, other: str) -> str:
    item = BY_NAME[experiment.treatment]
    match item.comparison.scale:
        case "yes_or_no":
            return ""
        case "count":
            return f"One {item.counted} or more that is found counts as {one}."
        case "sine":
            return f"From midnight to noon counts as {one}, the rest of the day as {other}."
        case "cosine":
            return f"From 18:00 to 6:00 counts as {one}, the rest of the day as {other}."
        case scale:
            at = experiment.cut
            told = f"{number(at)} points" if scale == "difference" else amount(scale, at)
            return f"{item.label} above {told} counts as {one}, the rest as {other}."


def why_so_many(experiment: Experiment) -> str:
    """What the posts are enough for, and where the size that is looked for comes from."""
    sought = size(experiment.percent)
    if experiment.basis == "estimate":
        start = f"Today’s estimate begins at a difference of {sought}"
    else:
        start = f"How much it matters is not known, so a difference of {sought} is looked for"
    if experiment.posts >= experiment.needed:
        return f"{start}, which so many posts show four times in five."
    return (
        f"{start}. That would take about {count(experiment.needed, 'post')}; "
        f"{number(experiment.posts)} show one of {size(experiment.shows)} or more four times in "
        "five, and rule out what is larger."
    )


def rules(experiment: Experiment) -> tuple[str, ...]:
    """What to do, and what not."""
    blocks = "In each four, two are of either kind, as a coin fell."
    each = "From now on every post counts, in the order in which you post. " + blocks
    peek = (
        "You may look after each four: the ranges allow for it, and are wider for that."
        if experiment.anytime
        else f"No peeking: the answer comes at {experiment.posts}. Who stops when it looks "
        "good finds something sooner or later, where there is nothing."
    )
    stray = (
        "If a post can’t be of the kind that is asked for, post it all the same and go on with the "
        "next."
    )
    return each, stray, peek


def circles(standing: Standing) -> str:
    """The order as far as it is used up, in blocks: ●○○● ○··· ...."""
    marks = [
        TO_COME if slot.state == "to_come" else WITH if slot.asked else WITHOUT
        for slot in standing.slots
    ]
    blocks = ["".join(marks[at : at + BLOCK]) for at in range(0, len(marks), BLOCK)]
    return " ".join(blocks)


def headline(standing: Standing) -> str:
    """How far it is."""
    total = standing.experiment.posts
    done = f"{number(standing.done)} of {count(total, 'post')}"
    match standing.stage:
        case "answered" if standing.to_come:
            return f"The answer is in after {done}"
        case "answered":
            return f"The answer is in: {count(total, 'post')}"
        case "given_up":
            return f"Given up after {done}"
        case "untold":
            return "No answer: too few posts are left"
        case "running":
            return f"{done} so far"
        case _:
            return f"All {count(total, 'post')} are out"


def waiting(standing: Standing) -> str:
    """What an answer still waits for; empty where it is in, or where posts are to come."""
    missing = [slot for slot in standing.slots if slot.state == "arriving"]
    if standing.stage == "unmeasured":
        return "The photos have to be measured first: spe extract"
    if standing.stage == "untold":
        return (
            "A post that left the table takes its four with it, and fewer than three are whole. "
            "spe posts --restore may bring it back."
        )
    if standing.stage != "arriving":
        return ""
    return (
        f"{capital(count(len(missing), 'post'))} without settled likes: they count once they "
        f"were read {SETTLED_DAYS:g} days after posting. Import once more then, or type them: "
        "spe likes"
    )


def strayed(standing: Standing) -> str:
    """The posts that were not what the coin asked for."""
    places = [slot.number for slot in standing.strayed]
    if not places:
        return ""
    if len(places) == 1:
        return f"Post {places[0]} was of the other kind. It counts as the coin asked."
    named = ", ".join(map(str, places[:-1])) + f" and {places[-1]}"
    return f"Posts {named} were of the other kind. They count as the coin asked."


def answer(standing: Standing) -> tuple[str, ...]:
    """What was found, and what it means; empty before anything may be told."""
    outcome = standing.outcome
    if outcome is None:
        return ()
    said = [_found(standing.experiment, outcome)]
    if outcome.strayed:
        others = "1 was" if outcome.strayed == 1 else f"{number(outcome.strayed)} were"
        said.append(
            f"Of {count(outcome.posts, 'post')}, {others} not of the kind that the coin asked for. "
            "All count as it asked, which keeps the comparison fair and draws the difference "
            "towards nothing."
        )
    treatment = standing.experiment.treatment
    of_photo = treatment in OF_PHOTO or is_subject(treatment)
    if outcome.found in {"more", "fewer"} and of_photo:
        said.append("What comes along with such a photo, its colours or its place, is part of it.")
    return tuple(said)


def _found(experiment: Experiment, outcome: Outcome) -> str:
    one, other = (short(kind) for kind in kinds(experiment))
    bounds = f"90% range {span(outcome.low, outcome.high)}"
    match outcome.found:
        case "more" | "fewer":
            return (
                f"You chose by coin, so this is a cause, not a pattern: {one} gets you "
                f"{size(outcome.percent)} {outcome.found} likes than {other} ({bounds})."
            )
        case "leaning":
            way = "more" if outcome.low > 0 else "fewer"
            return (
                f"It leans to {way} likes for {one} ({percent(outcome.percent)}, {bounds}), but "
                "luck alone does as much too often to call it proven."
            )
        case _:
            return f"No difference is proven. {_ruled_out(outcome, one, other)}"


def _ruled_out(outcome: Outcome, one: str, other: str) -> str:
    """What an open answer leaves possible."""
    if math.isinf(outcome.high) or outcome.low <= -100:
        return "So far the posts rule nothing out."
    # An end within 1 % of nothing leaves 1 % possible: below that no size is told.
    return (
        f"Ruled out is that {one} gets you over {size(max(outcome.high, 1))} more likes than "
        f"{other}, or over {size(min(outcome.low, -1))} fewer (90% range "
        f"{span(outcome.low, outcome.high)})."
    )


def longer(experiment: Experiment) -> str:
    """How to plan the length that the size would take; empty where it is planned already."""
    if experiment.posts >= experiment.needed:
        return ""
    return f"--posts {whole_blocks(experiment.needed)}"
