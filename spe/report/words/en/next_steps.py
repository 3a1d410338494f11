"""What to try next, and how many posts it takes."""

import math

from spe.experiments.plan import Experiment, asked_as
from spe.experiments.sentences import question, why_so_many
from spe.features import BY_NAME, SUBJECT, named
from spe.model import options
from spe.report.effects import Effect
from spe.report.facts import Facts
from spe.report.words.en.features import ends, subject
from spe.report.words.en.forecasts import few
from spe.wording.comparisons import short
from spe.wording.numbers import capital, count, number, size

NEXT = "What to try next"


def next_headline(facts: Facts) -> str:
    """The section's title."""
    if facts.state == "named" or facts.planned:
        return "One experiment, and what else helps"
    return "How to learn more from your next posts"


def experiments(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Up to three things to do: a short name and a sentence or two."""
    tried: list[tuple[str, str]] = []
    trial = next((item for item in facts.power.trials if item.percent == 30), None)
    cost = (
        f"About {count(trial.posts, 'post')}, half of each kind, would show a difference of 30% "
        "four times in five."
        if trial
        else ""
    )
    if facts.state == "named":
        first = facts.to_try or facts.named[0]
        tried.append(
            (
                "Let a coin decide.",
                (
                    f"{_drawn(first)}. "
                    "Today’s estimate rests on what you happened to post. "
                    f"{_same_kind(first.group)}{_own_cost(facts)}"
                ),
            )
        )
        tried.append(
            (
                "Compare two drafts.",
                (
                    "Put two photos in one folder and run `spe score drafts/`. It says which is "
                    "likely to do better, and "
                    "when it is too close to call."
                ),
            )
        )
    elif facts.planned:
        tried.append(_by_coin(facts.planned))
    else:
        tried.append(
            (
                "Mix things up.",
                (
                    "Contrast is what can be learnt from. If all photos are landscapes, nothing "
                    f"can be said of portraits. {cost}"
                ),
            )
        )
    if facts.state in {"few", "closed", "unproven", "ranking"}:
        stage = facts.power.stage
        tried.append(
            (
                "Add older posts.",
                "Every post with a like count helps, however old: `spe import` takes whole archives"
                + (f". The next step is at {stage} posts." if stage else "."),
            )
        )
        tried.append(
            (
                "Post what you love.",
                "It is too early to change anything for the sake of likes."
                if facts.state == "ranking"
                else "Nothing here says that any kind of photo costs you likes.",
            )
        )
    elif facts.when.proof in {"no", "untested"}:
        tried.append(
            (
                "Don’t chase the clock.",
                (
                    "No time of posting is proven to do better. Post when you like, and "
                    "let the dates "
                    "pile up."
                ),
            )
        )
    else:
        tried.append(
            (
                "Swap the hours.",
                (
                    "Post the kinds of photo you know at the hours you seldom use, so that "
                    "time and "
                    "photo can be told apart."
                ),
            )
        )
    if facts.power.stage:
        tried.append(
            (
                "Let the posts pile up.",
                (
                    f"From {facts.power.stage} posts on, this page can tell "
                    f"{_TOLD_FROM[facts.power.stage]}."
                ),
            )
        )
    return tuple((name, text.strip()) for name, text in tried[:3])


def _by_coin(planned: Experiment) -> tuple[str, str]:
    """An experiment whose order a coin draws."""
    same = _same_kind(BY_NAME[planned.treatment].group) if planned.treatment in BY_NAME else ""
    return (
        "Let a coin decide.",
        (
            f"`spe try {asked_as(planned.treatment)}` plans your next {count(planned.posts, 'post')}: "
            f"{question(planned).lower()}, as a coin falls. {why_so_many(planned)} {same}What it then finds "
            "is a cause, not a pattern."
        ),
    )


def _same_kind(group: str) -> str:
    """What to keep alike where a caption is tried, which often goes with the kind of post."""
    if group != "caption":
        return ""
    return "Captions often go with the kind of post, so keep the kind the same. "


def _values(effect: Effect) -> str:
    """The two values that the estimate is for, where the words do not say them."""
    return "" if named(effect.name).binary else f" ({ends(effect)})"


def _drawn(effect: Effect) -> str:
    """What is typed to try an effect, and what the coin then decides."""
    if effect.group == SUBJECT:
        return (
            f"`spe try {asked_as(effect.name)}` draws by coin which of your next "
            f"posts is {subject(effect.name, more=True).removeprefix('posts ')} and which is not"
        )
    feature = named(effect.name)
    return (
        f"`spe try {asked_as(effect.name)}` draws by coin which of your next posts is "
        f"{short(feature.lots)} and which {short(feature.little)}{_values(effect)}"
    )


def _own_cost(facts: Facts) -> str:
    """What it takes to show the very difference that is told."""
    trial = facts.trial
    if trial is None:
        return ""
    if trial.posts > _MANY:
        return (
            f"A difference as small as {size(trial.percent)} takes about "
            f"{count(trial.posts, 'post')} to show, so expect no quick answer."
        )
    return (
        f"If it is as large as today’s estimate, {size(trial.percent)}, about "
        f"{count(trial.posts, 'post')}, half of each kind, would show it four times in five."
    )


# Posts from which on an experiment is more than most people will make.
_MANY = 200


def forecast_hint(facts: Facts) -> str:
    """How to get the section on forecasts, where there is none."""
    told = facts.forecasts
    if told.shown or facts.state == "few":
        return ""
    if told.waiting:
        drafts = "draft waits" if told.waiting == 1 else "drafts wait"
        return (
            f"{capital(few(told.waiting))} remembered {drafts} for a post. Once one is posted and "
            "imported, this page shows how good the forecast was."
        )
    return (
        "Have your forecasts checked: `spe score --log` remembers them, and once the photos are "
        "posted and imported, this page shows how good they were."
    )


_TOLD_FROM = {
    options.RANKING: "a first ranking",
    options.GROUPS: "kinds of property",
    options.FEATURES: "single properties and their direction",
    options.FULL: "smaller effects",
}


POWER = "How many posts it takes"


RESOLUTION_CAPTION = "How small an effect can be seen"


RESOLUTION_HEADS: tuple[str, ...] = ("With this many posts", "Smallest effect found 4 times in 5")


NOW = "now"


TRIAL_CAPTION = "What a planned experiment takes"


TRIAL_HEADS: tuple[str, ...] = ("To show a difference of", "Posts, half of each kind, in turn")


def about(percent: float) -> str:
    """About 12%; from 100% on, in tens."""
    return f"about {size(round(percent, -1) if percent >= 100 else percent)}"


def power_statistics(facts: Facts) -> str:
    """The assumptions of the two tables."""
    power = facts.power
    if not math.isfinite(power.spread):
        return ""
    known = any(term.std_error > 0 for term in facts.model.terms)
    robust = "HC3 " if facts.model.effects_from == "least_squares" else ""
    source = (
        f"the median {robust}standard error of the comparisons"
        if known
        else f"the scatter, comparisons {number(power.apart, 2)} SD apart and a VIF of 2"
    )
    left = (
        f"Smallest effect: {source}, two-sided .05 shared among "
        f"{count(power.comparisons, 'comparison')} "
        "(Bonferroni), power .80, shrinking with √n. "
    )
    return (left if power.resolutions else "") + (
        f"Experiment: two-sample comparison of log-likes, SD {number(power.spread, 2)}, two-sided "
        ".05, power .80."
    )
