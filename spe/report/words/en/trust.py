"""How far to trust the model."""

import math

from spe.model import options
from spe.model.fitted import Skill
from spe.report.facts import Facts, Trust
from spe.wording.numbers import capital, count, miss, number, p_is, size
from spe.wording.skill import photos_not_shown

TRUST = "How far to trust this"


def trust_headline(facts: Facts) -> str:
    """What the model is worth, in one line."""
    if facts.trust.verdict == "no" and facts.trust.smaller:
        return "Not proven better than guessing your usual."
    return {
        "none": "No model yet, so nothing to trust.",
        "hint": "A useful hint, not a crystal ball.",
        "maybe": "Perhaps a hint; not proven yet.",
        "no": "No better than guessing your usual.",
    }[facts.trust.verdict]


def trust_text(facts: Facts) -> str:
    """How it was found out, in likes: from the past alone first, where that could be tried."""
    trust = facts.trust
    if trust.skill is None:
        return (
            f"With {count(facts.account.posts, 'post')} there is no model, only your usual. From "
            f"{options.RANKING} posts on, this "
            "part says how well posts are guessed that the model has not seen."
        )
    check = _crossed(facts, trust.skill) if trust.forward is None else _foretold(trust.forward)
    told = trust.told or trust.skill
    if trust.verdict == "no":
        luck = "Smaller misses can be luck here, so" if trust.smaller else "So"
        rest = f"{luck} `spe score` gives your usual for every draft until this changes."
    else:
        photos = "" if trust.photos_add else _photos(trust, told)
        rest = (
            f"{_pairs(told)}{photos}The rest is luck, the feed, your friends’ moods, and all that "
            "nobody measured."
        )
    return f"{check} {rest}"


CHECKS = "How else this was checked"


def checks(facts: Facts) -> str:
    """The checks besides the one that is told first; empty where there are none."""
    trust = facts.trust
    if trust.skill is None:
        return ""
    crossed = "" if trust.forward is None else _crossed(facts, trust.skill)
    photos = _photos(trust, trust.told or trust.skill) if _photos_apart(trust) else ""
    return f"{crossed} {photos}".strip()


def _photos_apart(trust: Trust) -> bool:
    """Whether what the photos add need not be said before anything is trusted."""
    return trust.verdict != "no" and trust.photos_add


def _foretold(skill: Skill) -> str:
    """The check that a forecast has to pass."""
    return (
        f"Your last {count(skill.posts, 'post')} were each foretold from earlier posts alone. The "
        f"guess was off by {miss(skill.mae)} likes on average; guessing your usual of that time "
        f"was off by {miss(skill.mae_usual)}."
    )


def _crossed(facts: Facts, skill: Skill) -> str:
    """The check among all posts, which is no forecast; and which posts are not in it."""
    posts, first = facts.account.posts, facts.account.posts - skill.posts
    kept = (
        f"{number(skill.posts)} of your {count(posts, 'post')} were"
        if first
        else f"each of your {count(posts, 'post')} was"
    )
    missed = f"off by {miss(skill.mae)} likes on average, your usual of that time by {miss(skill.mae_usual)}."
    text = (
        f"{capital(kept)} guessed from the others, later ones too, which is easier than a forecast: {missed}"
        if facts.trust.forward is None
        else f"In a check among all, {kept} guessed from the others, later ones too: {missed}"
    )
    if first:
        text += (
            f" The first {number(first)} are not in it: too few stand before them to tell their "
            "usual."
        )
    return text


def _pairs(skill: Skill) -> str:
    if not math.isfinite(skill.pairs):
        return ""
    return (
        f"Of two posts, it put the better one first {round(100 * skill.pairs)} times in 100; "
        "a coin does so 50 times. "
    )


def _photos(trust: Trust, told: Skill) -> str:
    """What is left for the photos once the moment of posting is known."""
    if not math.isfinite(told.mae_moment):
        return ""
    known = "the subject and the moment of posting" if trust.subjects else "the moment of posting"
    text = f"By {known} alone the guess would have been off by {miss(told.mae_moment)}. "
    return text if trust.photos_add else f"{text}{photos_not_shown(subjects=trust.subjects)} "


GUESS_BAR = "Guessing your usual"


MODEL_BAR = "This model"


def bars_label(skill: Skill) -> str:
    """The two bars in words."""
    return (
        f"Average miss in likes: guessing your usual {miss(skill.mae_usual)}, "
        f"this model {miss(skill.mae)}"
    )


def gain(skill: Skill) -> tuple[str, str]:
    """How much smaller (or larger) the misses are, and the word for it."""
    if round(100 * skill.gain) == 0:
        return "0%", "difference in misses"
    return size(100 * skill.gain), "smaller misses" if skill.gain > 0 else "larger misses"


def gain_range(facts: Facts) -> str:
    """What the bars are of, and how far the gain itself is to be trusted."""
    skill = facts.trust.told
    if skill is None:
        return ""
    how = (
        f"the last {count(skill.posts, 'post')}, from earlier ones alone"
        if facts.trust.forward is not None
        else "posts guessed from all the others"
    )
    start = f"Average miss in likes on {how}."
    if not math.isfinite(skill.gain_low):
        return start
    low, high = 100 * skill.gain_low, 100 * skill.gain_high
    if low > 0:
        text = f"{size(low)} to {size(high)} smaller"
    elif high < 0:
        text = f"{size(high)} to {size(low)} larger"
    else:
        text = f"between {size(low)} larger and {size(high)} smaller"
    return f"{start} Plausibly {text}."


def trust_statistics(facts: Facts) -> str:
    """The figures for those who ask."""
    skill, forward = facts.trust.skill, facts.trust.forward
    if skill is None:
        return ""
    parts = [
        (
            "Repeated 5×5-fold cross-validation of a mean of regressions from a ridge to spike and slab on log(1 + likes); trend, "
            "scaling and penalties learnt inside each fold; the guess is the median of the 10 posts before."
        ),
        (
            f"Gain {number(100 * skill.gain)}%"
            f" (range {number(100 * skill.gain_low)}% to {number(100 * skill.gain_high)}%)."
        ),
        (
            f"Spearman {number(skill.spearman, 2)}"
            f" ({number(skill.spearman_low, 2)} to {number(skill.spearman_high, 2)}), "
            f"pairs {number(100 * skill.pairs)}%, out-of-sample R² {number(skill.r2, 2)}."
        ),
    ]
    if forward is not None:
        parts.append(
            f"Forward chaining on the last {count(forward.posts, 'post')}: miss "
            f"{miss(forward.mae)} "
            f"against {miss(forward.mae_usual)}, gain {number(100 * forward.gain)}%, "
            f"Spearman {number(forward.spearman, 2)}."
        )
    parts.append(
        f"Gate: Freedman–Lane permutation in blocks of 5, {p_is(facts.model.gate_p)}, "
        f"{'open' if facts.model.gate_open else 'closed'} (threshold {options.GATE:g})."
    )
    return " ".join(parts)
