"""How far to trust the model."""

import math

from spe.model import options
from spe.model.fitted import Skill
from spe.report.facts import Facts
from spe.wording.numbers import capital, count, number, probability, size

TRUST = "How far to trust this"


def trust_headline(facts: Facts) -> str:
    """What the model is worth, in one line."""
    return {
        "none": "No model yet, so nothing to trust.",
        "hint": "A useful hint, not a crystal ball.",
        "maybe": "Perhaps a hint; not proven yet.",
        "no": "No better than guessing your usual.",
    }[facts.trust.verdict]


def trust_text(facts: Facts) -> str:
    """How it was found out, in likes."""
    skill = facts.trust.skill
    if skill is None:
        return (
            f"With {count(facts.account.posts, 'post')} there is no model, only your usual. From "
            f"{options.RANKING} posts on, this "
            "part says how well posts are foreseen that the model has not seen."
        )
    start = (
        f"{capital(_foreseen(facts, skill))} by a model that had not seen it. The guess was off by "
        f"{number(skill.mae, 1)} likes on average; guessing your usual of that time was off by "
        f"{number(skill.mae_usual, 1)}."
    )
    if facts.trust.verdict == "no":
        return f"{start} So `spe score` gives your usual for every draft until this changes."
    pairs = _pairs(skill)
    return f"{start} {pairs}Luck, the feed and your friends’ moods decide the rest."


def _foreseen(facts: Facts, skill: Skill) -> str:
    if skill.posts == facts.account.posts:
        return f"each of your {count(skill.posts, 'post')} was foreseen"
    return f"{number(skill.posts)} of your {count(facts.account.posts, 'post')} were foreseen, each"


def _pairs(skill: Skill) -> str:
    if not math.isfinite(skill.pairs):
        return ""
    return (
        f"Of two posts, it put the better one first {round(100 * skill.pairs)} times in 100; "
        "a coin does so 50 times. "
    )


GUESS_BAR = "Guessing your usual"


MODEL_BAR = "This model"


def bars_label(skill: Skill) -> str:
    """The two bars in words."""
    return (
        f"Average miss in likes: guessing your usual {number(skill.mae_usual, 1)}, "
        f"this model {number(skill.mae, 1)}"
    )


def gain(skill: Skill) -> tuple[str, str]:
    """How much smaller (or larger) the misses are, and the word for it."""
    if round(100 * skill.gain) == 0:
        return "0%", "difference in misses"
    return size(100 * skill.gain), "smaller misses" if skill.gain > 0 else "larger misses"


def gain_range(skill: Skill) -> str:
    """How far the gain itself is to be trusted."""
    if not math.isfinite(skill.gain_low):
        return "Average miss in likes."
    low, high = 100 * skill.gain_low, 100 * skill.gain_high
    if low > 0:
        text = f"{size(low)} to {size(high)} smaller"
    elif high < 0:
        text = f"{size(high)} to {size(low)} larger"
    else:
        text = f"between {size(low)} larger and {size(high)} smaller"
    return f"Average miss in likes. Plausibly {text}."


def trust_statistics(facts: Facts) -> str:
    """The figures for those who ask."""
    skill, forward = facts.trust.skill, facts.trust.forward
    if skill is None:
        return ""
    parts = [
        (
            "Repeated 5×5-fold cross-validation of the average of a ridge and a spike-and-slab regression on log(1 + likes); trend, "
            "scaling and penalties learnt inside each fold; the guess is the median of the 10 posts before."
        ),
        (
            f"Gain {number(100 * skill.gain, 1)}%"
            f" (range {number(100 * skill.gain_low, 1)}% to {number(100 * skill.gain_high, 1)}%)."
        ),
        (
            f"Spearman {number(skill.spearman, 2)}"
            f" ({number(skill.spearman_low, 2)} to {number(skill.spearman_high, 2)}), "
            f"pairs {number(100 * skill.pairs, 1)}%, out-of-sample R² {number(skill.r2, 2)}."
        ),
    ]
    if forward is not None:
        parts.append(
            f"Forward chaining on the last {count(forward.posts, 'post')}: miss "
            f"{number(forward.mae, 1)} "
            f"against {number(forward.mae_usual, 1)}, gain {number(100 * forward.gain, 1)}%, "
            f"Spearman {number(forward.spearman, 2)}."
        )
    parts.append(
        f"Gate: Freedman–Lane permutation in blocks of 5, p = {probability(facts.model.gate_p)}, "
        f"{'open' if facts.model.gate_open else 'closed'} (threshold {options.GATE:g})."
    )
    return " ".join(parts)
