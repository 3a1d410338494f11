"""What goes with likes."""

from collections.abc import Sequence

from spe.features import is_subject, subject_of
from spe.model import options
from spe.report.facts import Facts
from spe.report.words.en.features import STRAIGHT, companion, label
from spe.wording.numbers import count

EFFECTS = "What goes with likes"


def effects_headline(facts: Facts) -> str:
    """The section's title."""
    match facts.state:
        case "few" | "ranking":
            return "Too early for single effects"
        case "closed" | "unproven":
            return "What is still possible" if facts.effects else "Too early for single effects"
        case "groups" | "whole":
            return "Which kinds of property go with likes"
        case "named":
            return "Every effect, with its uncertainty"


def effects_text(facts: Facts) -> str:
    """How to read the rows."""
    match facts.state:
        case "few" | "ranking":
            return _stages(facts)
        case "closed" | "unproven":
            return _possible_text(facts) if facts.effects else _stages(facts)
        case "groups" | "whole":
            return (
                "These kinds of property were set down before looking. A kind counts as found "
                "when chance alone "
                "would rarely do as much, all of them considered together. It says that the kind "
                "goes with likes, not how."
            )
        case "named":
            return (
                "Each row compares two otherwise similar posts that differ as it says. The dot is the best guess, the "
                "thick bar the likeliest "
                "half, the thin line the 90% range. A line off zero is not enough: the verdict in "
                "the last column takes all comparisons together. These are patterns, not proof of "
                f"a cause.{companion([item.group for item in facts.named])}"
            )


READING = "How to read the lines"


def reading(facts: Facts) -> str:
    """What else is to be known of the rows; empty where it stands above them already."""
    if facts.state != "named":
        return ""
    return (
        "If a line crosses zero, the true difference could be nothing. With "
        f"{count(len(facts.effects), 'comparison')}, {_missed_by_chance(facts)}. "
        f"{STRAIGHT} {_luck(facts)}"
    )


def _possible_text(facts: Facts) -> str:
    n = len(facts.effects)
    together = (
        "all of them together are no clearer than chance"
        if facts.state == "closed"
        else "all of them together don’t help to guess a post that the model has not seen"
    )
    return (
        "Each line is the 90% range for one property, the thick part its likeliest half: "
        "differences that your "
        "posts leave possible between two otherwise similar photos. There are no dots, because no "
        "best guess is "
        f"worth showing. With {count(n, 'line')}, {_missed_by_chance(facts)}, and {together}."
    )


# Of 100 ranges of properties that have no effect, so many miss zero, at most: those of today
# 1 to 4 (docs/statistics.md), those of an older spe's least squares 10.
_MISS_ZERO = {"prediction": 5, "least_squares": 10}


def _missed_by_chance(facts: Facts) -> str:
    """How many ranges of 90 % miss zero where there is nothing, and how many do."""
    expected = round(len(facts.effects) * _MISS_ZERO[facts.model.effects_from] / 100)
    missing = sum(item.misses_zero for item in facts.effects)
    start = "one at most is" if expected <= 1 else f"{expected} at most are"
    return f"about {start} expected to miss zero by luck alone; here {_misses(missing)}"


def _luck(facts: Facts) -> str:
    """What choosing the clearest does to their sizes."""
    if facts.model.effects_from == "prediction":
        return (
            "The clearest of many differences are partly luck, so all are drawn towards zero, as "
            "in the model’s own guesses. The true difference may well be larger: the range says "
            "how much."
        )
    return "The top of any list is a little lucky: expect it to shrink as you post more."


def _misses(missing: int) -> str:
    return {0: "none does", 1: "one does"}.get(missing, f"{missing} do")


def _stages(facts: Facts) -> str:
    return (
        f"With {count(facts.account.posts, 'post')}, a real effect could hardly be told from "
        "luck, so none is "
        "named. More posts, older ones included, change that step by step:"
    )


STAGES: tuple[tuple[int, str, str], ...] = (
    (
        options.RANKING,
        f"{options.RANKING} posts",
        "A first model. Drafts are put in order if anything tells them apart; ranges are wide.",
    ),
    (
        options.GROUPS,
        f"{options.GROUPS} posts",
        "Kinds of property: light, colour, detail, composition, faces, what you wrote, time.",
    ),
    (
        options.FEATURES,
        f"{options.FEATURES} posts",
        "Single properties, with their direction and range.",
    ),
    (options.FULL, f"{options.FULL} posts", "The full statistics, and smaller effects."),
)


REACHED = "reached"


def stage_left(posts: int, needed: int) -> str:
    """How far the next step is."""
    return REACHED if posts >= needed else f"{count(needed - posts, 'post')} to go"


COMPARE, LIKES, EVIDENCE_HEAD, P_HEAD = "Compare", "Likes", "Evidence", "p, familywise"


RANGE_HEAD = "Range on a scale"


FOREST_CAPTION = "Difference in likes that goes with each property, in percent"


POINT = "point"


GROUP_HEADS: tuple[str, ...] = ("Kind of property", "Verdict", "p", "q")


GROUP_FOUND = "Goes with likes"


GROUP_NOT = "Can’t tell"


def group_members(features: Sequence[str]) -> str:
    """What belongs to a kind of property."""
    # Among themselves, subjects are called by their names alone.
    names = [subject_of(name) if is_subject(name) else label(name) for name in features]
    return ", ".join([*names[:1], *(name.lower() for name in names[1:])])


def more_effects(facts: Facts, n: int) -> str:
    """The rows that are folded away."""
    if facts.state == "named":
        return f"{n} more: can’t tell"
    return f"All {n} ranges" if n == len(facts.effects) else f"{n} more"


def effects_statistics(facts: Facts) -> str:
    """How effects and evidence were computed."""
    if not facts.effects:
        return ""
    sizes = (
        "Sizes are the coefficients that predict, of log(1 + likes) whitened by the account’s trend: a mean of regressions from a ridge to spike and slab. "
        "Ranges are the union of the ridge’s 90% (50%) posterior interval and the 90% (50%) t-interval of least squares on the same whitened likes; "
        if facts.model.effects_from == "prediction"
        else "This model is an older version’s: least squares on log(1 + likes) with the account’s trend (restricted cubic spline), HC3 standard errors, 90% and 50% t-ranges; "
    )
    tested, must = (
        (
            " of that least squares",
            "the range, which takes in what the ridge leaves possible, must leave out 0 as well",
        )
        if facts.model.effects_from == "prediction"
        else (
            "",
            "the range must leave out 0 as well; p permutes plain |t|, the range rests on HC3",
        )
    )
    return (
        f"{sizes}"
        "between the two values of each row: the property’s own, or, where your posts do not reach that far, the widest within the middle 95% of them. "
        f"Evidence is familywise by permutation of the largest |t|{tested} (Westfall–Young), where the gate is open and unseen posts were predicted better: strong "
        f"p < .05, suggestive p < .20 in a kind that was found. This p decides, and {must}; where they disagree the verdict is “can’t tell”. The kinds of property: permutation of a ridge’s Wald statistic, Benjamini–Hochberg q < .10."
    )
