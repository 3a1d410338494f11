"""English: every sentence of the page, and the rules of its grammar.

Sentences are plain text with two marks that the page turns into HTML after escaping:
`*emphasis*` and, between backquotes, `a command`. Nothing from outside (captions,
warnings) passes through them. A sentence that claims an effect takes it from
`Facts.named`, which is empty behind a closed gate.
"""

import math
from collections.abc import Sequence
from datetime import datetime

from spe.drafts.forecast_log import ENOUGH
from spe.model import options
from spe.model.fitted import Skill
from spe.model.options import SETTLED_DAYS
from spe.report.facts import FEATURES, Effect, Facts, PostFact, Reason
from spe.report.forecasts import Remembered
from spe.report.look import Palette
from spe.report.when import SLOTS, Cell
from spe.stats.design import RECENT

LANGUAGE = "en"

# Numbers.

MINUS = "−"
UNKNOWN = "–"


def number(value: float, digits: int = 0) -> str:
    """A number as people read it: 1,234 or −0.5; a dash for unknown."""
    if not math.isfinite(value):
        return UNKNOWN
    text = f"{abs(value):,.{digits}f}"
    return (MINUS if value < 0 and text.strip("0.,") else "") + text


def signed(value: float) -> str:
    """Percent with its sign, +19% or −13%; 0% has none."""
    if not math.isfinite(value):
        return UNKNOWN
    if round(value) == 0:
        return "0%"
    return ("+" if value > 0 else MINUS) + f"{abs(round(value)):,}%"


def size(value: float) -> str:
    """Percent without its sign; never "0%" for what is not nothing."""
    whole = abs(round(value))
    return f"{whole:,}%" if whole or not value else "under 1%"


def span(low: float, high: float) -> str:
    """A range of percent: −2% to +21%."""
    return f"{signed(low)} to {signed(high)}"


def between(low: float, high: float) -> str:
    """A range of counts: 82–150, or one number where they round to the same."""
    first, last = number(low), number(high)
    if math.isinf(high):
        return f"{first} or more"
    return first if first == last else f"{first}–{last}"


def count(n: float, one: str, many: str | None = None) -> str:
    """1 post, 2 posts, 1,200 posts."""
    return f"{number(n)} {one if round(n) == 1 else many or one + 's'}"


def probability(value: float) -> str:
    """A p- or q-value: three digits, or that it is below what they can show."""
    if not math.isfinite(value):
        return UNKNOWN
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def in_hundred(p: float) -> str:
    """A share of shuffles as "in 7 of 100 shuffles"; never 0 and never all."""
    times = round(100 * p)
    return f"in {'fewer than 1' if times < 1 else min(times, 99)} of 100 shuffles"


def listed(items: Sequence[str], last: str = "and") -> str:
    """One, two and three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day(at: datetime) -> str:
    """12 Sep 2026."""
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def month(at: datetime) -> str:
    """Sep 2026."""
    return f"{MONTHS[at.month - 1]} {at.year}"


def moment(at: datetime) -> str:
    """Sat 18:05, 12 Sep 2026."""
    return f"{DAYS[at.weekday()]} {at.hour}:{at.minute:02}, {day(at)}"


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]


# Features and groups.

GROUPS = {
    "light": "Light",
    "colour": "Colour",
    "detail": "Detail and sharpness",
    "composition": "Composition",
    "format": "Format",
    "faces": "Faces",
    "time": "Time of posting",
}
GROUPS_SHORT = {
    "light": "light",
    "colour": "colour",
    "detail": "sharpness",
    "composition": "composition",
    "format": "format",
    "faces": "faces",
    "time": "the time of posting",
}
REST = "Everything else"

# Comparatives that follow the noun ("posts with more blue"), not precede it.
_AFTER = (
    "with ",
    "from ",
    "at ",
    "on ",
    "nearer ",
    "after ",
    "sooner ",
    "later ",
    "earlier ",
    "brighter at ",
)

# Where a step is having it at all, or the comparative alone would not tell of what.
_SUBJECTS = {
    ("faces", True): "posts with a face",
    ("faces", False): "posts without a face",
    ("album", True): "posts of several photos",
    ("album", False): "posts of a single photo",
    ("weekend", True): "posts at the weekend",
    ("weekend", False): "posts on weekdays",
    ("face_size", True): "posts with a larger face",
    ("face_size", False): "posts with a smaller face",
    ("focus_off_centre", True): "posts with an eye-catcher off centre",
    ("focus_off_centre", False): "posts with an eye-catcher in the middle",
    ("thirds", True): "posts with more on the thirds",
    ("thirds", False): "posts with less on the thirds",
}


def label(name: str) -> str:
    """What a feature, a group or the rest is called."""
    if name in FEATURES:
        return FEATURES[name].label
    return GROUPS.get(name, REST)


def subject(name: str, *, more: bool) -> str:
    """The posts with more (or less) of a feature: "brighter posts", "posts with more blue"."""
    if (name, more) in _SUBJECTS:
        return _SUBJECTS[name, more]
    phrase = FEATURES[name].more if more else FEATURES[name].less
    if phrase.startswith(_AFTER):
        return f"posts {phrase}"
    return f"{phrase} posts"


def comparison(effect: Effect) -> str:
    """The two ends that an effect is told between."""
    feature = FEATURES[effect.name]
    text = f"{short(feature.lots)} against {short(feature.little)}"
    if effect.posts_with is not None:
        text += f" ({number(effect.posts_with)} and {count(effect.posts_without or 0, 'post')})"
    return text


def short(phrase: str) -> str:
    """A feature's phrase without what its comma adds: a busy photo, not a soft, even one."""
    start = phrase.partition(",")[0]
    return phrase if "photo" in phrase and "photo" not in start else start


def more_or_fewer(percent: float) -> str:
    """The direction of an effect."""
    return "more" if percent > 0 else "fewer"


def claim(effect: Effect) -> str:
    """Posts with more blue got about *12%* more likes."""
    return (
        f"{capital(subject(effect.name, more=True))} got about *{size(effect.percent)}* "
        f"{more_or_fewer(effect.percent)} likes."
    )


FRAGILE = "It rests on few posts: without the most outlying ones the verdict would be another"
EVIDENCE = {"strong": "Strong", "suggestive": "Suggestive", "unclear": "Can’t tell"}

# The page's frame.

NAME = "What your followers like"
NAVIGATION_LABEL = "Sections"
STATISTICS = "Statistics"
THEME = "Switch between light and dark"
SKIP = "Skip to the answer"
MADE_UP_SHORT = "made-up account"
MADE_UP = (
    "*A made-up account.* Its likes were invented to show what spe does; "
    "nothing here is about real people."
)


def navigation(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Anchors and names of the sections worth jumping to."""
    forecasts = (("forecasts", "Forecasts"),) if facts.forecasts.shown else ()
    return (
        ("trust", "Trust"),
        ("effects", "Effects"),
        ("posts", "Posts"),
        *forecasts,
        ("when", "When"),
        ("card", "Model card"),
    )


def title(facts: Facts) -> str:
    """The document's title: it claims no more than the page."""
    start = f"{capital(MADE_UP_SHORT)}: " if facts.account.made_up else ""
    return f"{start}{plain(headline(facts))}"


def plain(text: str) -> str:
    """A sentence without its marks."""
    return text.replace("*", "").replace("`", "")


def meta(facts: Facts) -> str:
    """The account in one line."""
    account = facts.account
    parts = [count(account.posts, "photo post")]
    if account.first and account.last:
        first, last = day(account.first), day(account.last)
        parts.append(first if first == last else f"{first} – {last}")
    if math.isfinite(account.median):
        parts.append(f"a typical post got {count(account.median, 'like')}")
    return " · ".join(parts)


def footer(facts: Facts) -> str:
    """Where the page came from."""
    version = facts.model.made_with.get("spe", "")
    made = f"Made offline by spe {version}".strip()
    return f"{made}. This page loads nothing from the internet."


# 1 The answer.


def headline(facts: Facts) -> str:
    """The answer in one sentence."""
    n = facts.account.posts
    match facts.state:
        case "few":
            return f"*{count(n, 'post')}* so far: too few to tell what your followers like."
        case "closed":
            return "We *can’t tell* your photos apart by their likes."
        case "ranking":
            return (
                f"Likes *do go* with something {_looked_at(facts)}. It is too early to say "
                "with what."
            )
        case "groups":
            found = [GROUPS_SHORT[group.name] for group in facts.groups if group.found]
            return f"Your likes go with *{listed(found)}*."
        case "whole":
            return (
                f"Likes *do go* with something {_looked_at(facts)}, but no single thing stands out."
            )
        case "named":
            return claim(facts.lead or facts.named[0])


def subtitle(facts: Facts) -> str:
    """What stands behind the answer, and how sure it is."""
    n = facts.account.posts
    stage = facts.power.stage
    match facts.state:
        case "few":
            return (
                f"A post of yours now gets about {count(facts.account.usual, 'like')}. "
                f"A first model needs {options.RANKING} posts with likes, a useful one 30 or more."
            )
        case "closed":
            return (
                f"In {count(n, 'post')}, nothing that we measured {_looked_at(facts)} "
                "went with likes more than chance would have it. That is a real answer, and a "
                f"common one for a small account. {_unseen(facts)}"
            )
        case "ranking":
            return (
                "Dealing your likes out at random hardly ever gives a pattern as clear as the "
                "one in these "
                f"{count(n, 'post')}. That is enough to put drafts in order, with wide ranges. "
                f"From {options.GROUPS} posts on, this page says which kind of property it is."
            )
        case "groups" if facts.tier == "groups":
            return (
                f"{count(n, 'post')} are enough to name the kind of property, not yet the single "
                "one or its "
                f"direction: that needs about {options.FEATURES} posts. Each post was compared with others of "
                "its time, so a growing audience plays no part."
            )
        case "groups" | "whole":
            return (
                "All properties together say something about likes; no single one is "
                "clear enough to be named. Each post was compared with others of its time, so a "
                "growing audience plays no part." + (f" {_next_stage(stage)}" if stage else "")
            )
        case "named":
            first = facts.lead or facts.named[0]
            return (
                f"{_plausible(first)} Each post was compared with others of its time, so a "
                "growing audience plays no part. It is a pattern in your posts, not proof of a "
                "cause." + (f" {FRAGILE}." if first.fragile else "")
            )


def _plausible(effect: Effect) -> str:
    if effect.misses_zero:
        low, high = sorted((abs(effect.low), abs(effect.high)))
        return (
            f"The plausible range is {size(low)} to {size(high)} {more_or_fewer(effect.percent)}."
        )
    return f"The plausible range is {span(effect.low, effect.high)}."


def _looked_at(facts: Facts) -> str:
    timed = any(term.group == "time" for term in facts.model.terms)
    return "in your photos or their timing" if timed else "in your photos"


def _unseen(facts: Facts) -> str:
    if not facts.power.resolutions:
        return "Real effects may still be there; only more posts can show them."
    smallest = facts.power.resolutions[0].percent
    return (
        "Real effects may still be there: with this many posts, only one of "
        f"{about(smallest)} or more would be found four times in five."
    )


def _next_stage(stage: int) -> str:
    return f"More can be told from {stage} posts on."


STRIP_LABEL = "Some of your photos"

# 2 Three cards.

MORE_CARD = "Goes with more likes"
FEWER_CARD = "Goes with fewer likes"
OPEN_CARD = "Can’t tell"
NOTHING_YET = "Nothing we can stand behind yet."
NOT_NOTHING = "“Can’t tell” is not “has no effect”: the ranges below show what is still possible."


def card_claim(effect: Effect) -> str:
    """A named effect in a card."""
    return capital(subject(effect.name, more=True))


def unclear_list(effects: Sequence[Effect]) -> str:
    """The properties nothing can be said of."""
    order = list(FEATURES)
    names = [label(item.name) for item in sorted(effects, key=lambda item: order.index(item.name))]
    if not names:
        return "All that we looked at could be told."
    shown = names[:_MOST_LISTED] if len(names) > _MOST_LISTED + 2 else names
    text = ", ".join([shown[0], *(name.lower() for name in shown[1:])])
    return text + (f" and {len(names) - len(shown)} more." if len(shown) < len(names) else ".")


# Names in a card before the rest is only counted.
_MOST_LISTED = 9


def plain_cards(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Title and text of the three cards where no single property is named."""
    account = facts.account
    usual = (
        "Your usual now",
        (
            f"About *{count(account.usual, 'like')}*. Your last {count(account.recent, 'post')} "
            "got "
            f"{between(account.recent_low, account.recent_high)}."
        ),
    )
    match facts.state:
        case "few":
            missing = max(0, 20 - account.posts)
            return (
                usual,
                (
                    "What is missing",
                    (
                        f"*{count(missing, 'more post')}* with likes for a first look, 30 or "
                        "more in all for a useful one. "
                        "Older posts count as well as new ones."
                    ),
                ),
                (
                    "Until then",
                    "Post what you love. This page already shows what your photos are like.",
                ),
            )
        case "closed":
            return (
                (
                    "What we looked at",
                    (
                        f"*{count(len(facts.model.terms), 'property', 'properties')}* of each "
                        "post: "
                        f"{listed([GROUPS[name].lower() for name in _groups_of(facts)])}."
                    ),
                ),
                (
                    "What we found",
                    (
                        "Nothing that chance would not do too: likes dealt out at random look "
                        "as orderly as yours "
                        f"*{in_hundred(facts.model.gate_p)}*."
                    ),
                ),
                (
                    "What it means",
                    (
                        "Nothing here says that any kind of photo brings you likes, or costs "
                        "you any. "
                        "Post what you love, and look again when there are more posts."
                    ),
                ),
            )
        case "ranking":
            return (
                usual,
                (
                    "What we know",
                    (
                        f"Something {_looked_at(facts)} goes with likes: dealt out at random, "
                        "they look as "
                        f"orderly as yours *{in_hundred(facts.model.gate_p)}*."
                    ),
                ),
                (
                    "What we don’t",
                    (
                        f"Which property it is. At {count(account.posts, 'post')}, any name "
                        "would be a guess. "
                        f"*{count(max(1, 40 - account.posts), 'more post')}*, and kinds of "
                        "property "
                        "can be told."
                    ),
                ),
            )
        case _:
            found = [GROUPS_SHORT[group.name] for group in facts.groups if group.found]
            others = [GROUPS_SHORT[group.name] for group in facts.groups if not group.found]
            known = (
                f"*{capital(listed(found))}* {'goes' if len(found) == 1 else 'go'} with likes."
                if found
                else "All properties together go with likes, more than chance would have it."
            )
            return (
                ("What we found", known),
                (
                    "Can’t tell",
                    (f"{capital(listed(others))}. " if others else "")
                    + "That is not “has no effect”.",
                ),
                (
                    "Not yet to be told",
                    "Single properties and their direction. "
                    + (
                        f"That takes about *{options.FEATURES} posts*."
                        if facts.tier == "groups"
                        else "None is clear of chance when all are looked at together."
                    ),
                ),
            )


def _groups_of(facts: Facts) -> list[str]:
    present = {term.group for term in facts.model.terms}
    return [name for name in GROUPS if name in present]


# 3 Trust.

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


# 4 Effects.

EFFECTS = "What goes with likes"


def effects_headline(facts: Facts) -> str:
    """The section's title."""
    match facts.state:
        case "few" | "ranking":
            return "Too early for single effects"
        case "closed":
            return "What is still possible" if facts.effects else "Too early for single effects"
        case "groups" | "whole":
            return "Which kinds of property go with likes"
        case "named":
            return "Every effect, with its uncertainty"


def effects_text(facts: Facts) -> str:
    """How to read the rows."""
    n = len(facts.effects)
    match facts.state:
        case "few" | "ranking":
            return _stages(facts)
        case "closed":
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
                "Each row compares two otherwise similar posts. The dot is the best guess, the "
                "thick bar the likeliest "
                "half, the thin line the 90% range. If the line crosses zero, the true difference "
                "could be nothing. "
                f"With {count(n, 'comparison')}, {_by_luck(n)} zero by luck alone, so the last "
                "column has the "
                "verdict. These are patterns, not proof of a cause, and the top of any list is a "
                "little "
                "lucky: expect it to shrink as you post more."
            )


def _possible_text(facts: Facts) -> str:
    n = len(facts.effects)
    missing = sum(item.misses_zero for item in facts.effects)
    return (
        "Each line is the 90% range for one property, the thick part its likeliest half: "
        "differences that your "
        "posts leave possible between two otherwise similar photos. There are no dots, because no "
        "best guess is "
        f"worth showing. With {count(n, 'line')}, {_by_luck(n)} zero by luck alone; here "
        f"{_misses(missing)}, "
        "and all of them together are no clearer than chance."
    )


def _by_luck(n: int) -> str:
    """How many of n ranges of 90 % miss zero where there is nothing."""
    expected = round(n / 10)
    if expected <= 1:
        return "about one is expected to miss"
    return f"about {expected} are expected to miss"


def _misses(missing: int) -> str:
    return {0: "none does", 1: "one does"}.get(missing, f"{missing} do")


def _stages(facts: Facts) -> str:
    return (
        f"With {count(facts.account.posts, 'post')}, a real effect could hardly be told from "
        "luck, so none is "
        "named. More posts, older ones included, change that step by step:"
    )


STAGES = (
    (
        options.RANKING,
        f"{options.RANKING} posts",
        "A first model. Drafts are put in order; ranges are wide.",
    ),
    (
        options.GROUPS,
        f"{options.GROUPS} posts",
        "Kinds of property: light, colour, detail, composition, faces, time.",
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
GROUP_HEADS = ("Kind of property", "Verdict", "p", "q")
GROUP_FOUND = "Goes with likes"
GROUP_NOT = "Can’t tell"


def group_members(features: Sequence[str]) -> str:
    """What belongs to a kind of property."""
    names = [label(name) for name in features]
    return ", ".join([*names[:1], *(name.lower() for name in names[1:])])


def more_effects(facts: Facts, n: int) -> str:
    """The rows that are folded away."""
    if facts.state == "named":
        return f"{n} more: can’t tell"
    return f"{n} more"


def effects_statistics(facts: Facts) -> str:
    """How effects and evidence were computed."""
    if not facts.effects:
        return ""
    return (
        "Least squares on log(1 + likes) with the account’s trend (restricted cubic spline), HC3 standard errors, 90% and 50% t-ranges; "
        "one step is the upper against the lower quartile, one face against none, an album against a single photo, weekend against weekday. "
        "Evidence is familywise by permutation of the largest |t| (Westfall–Young) behind the gate: strong "
        "p < .05, suggestive p < .20 in a kind that was found. The kinds of property: permutation of a ridge’s Wald statistic, Benjamini–Hochberg q < .10."
    )


# 5 Posts.

POSTS = "Your posts"


def best_headline(facts: Facts) -> str:
    """Above the posts that did well."""
    return "The ones that beat their moment" if facts.best else "No post stands above its moment"


def best_text(facts: Facts) -> str:
    """How posts are ranked, and whether reasons are given."""
    start = (
        "Ranked by likes against what a post of yours usually got at that time, not by likes "
        "alone, so early "
        "posts get a fair chance."
    )
    match facts.state:
        case "named":
            return (
                f"{start} Bars show how the properties we can name moved the expectation; the "
                "rest is one bar. "
                "What made a single post fly is mostly none of these."
            )
        case "groups":
            return (
                f"{start} Bars show how the kinds of property that we can name moved the "
                "expectation; the rest is one bar."
            )
        case "closed":
            return f"{start} No reasons are given: none held up, and some post always comes first."
        case "whole":
            return f"{start} No reasons are given: no single one is clear enough to be named."
        case _:
            return (
                f"{start} No reasons are given: it is too early to name any, and some post "
                "always comes first."
            )


def weak_headline(facts: Facts) -> str:
    """Above the posts that fell short."""
    n = len(facts.weakest)
    words = {1: "one", 2: "two", 3: "three", 4: "four"}
    return f"And {words.get(n, number(n))} that fell short"


BEST_LABEL, WEAK_LABEL = "Posts that beat their moment", "Posts that fell short"


def times_usual(post: PostFact) -> str:
    """Likes · 2.3× usual."""
    return f"{'like' if post.likes == 1 else 'likes'} · {number(post.ratio, 1)}× usual"


def post_line(post: PostFact) -> tuple[str, str]:
    """12 Sep 2026, and: expected 85–155, or without a range the usual."""
    if math.isfinite(post.low):
        return day(post.at), f"expected {between(post.low, post.high)}"
    return day(post.at), f"usual {number(post.usual)}"


def photo_alt(post: PostFact) -> str:
    """A photo in words: nothing is known of it but its date."""
    return f"Your post of {day(post.at)}"


_HAVING = {
    ("faces", True): "A face",
    ("faces", False): "No face",
    ("album", True): "An album",
    ("album", False): "A single photo",
    ("weekend", True): "Weekend",
    ("weekend", False): "Weekday",
}


def reason(item: Reason) -> str:
    """A reason's name, with whether the post had much or little of it."""
    if item.high is None:
        return label(item.name)
    if (item.name, item.high) in _HAVING:
        return _HAVING[item.name, item.high]
    return f"{label(item.name)} ({'high' if item.high else 'low'})"


# 6 Expected and actual.

EXPECTED = "Expected and actual"


def expected_headline(facts: Facts) -> str:
    """How many posts landed in their range."""
    trust = facts.trust
    return f"{number(trust.inside)} of {count(trust.inside_of, 'post')} landed in their range"


def expected_text(facts: Facts) -> str:
    """How to read the plot."""
    start = (
        "Each mark is a post, foreseen by a model that had not seen it; the pale bar behind it is "
        "its 80% range. On the "
        "dashed line the guess was exact."
    )
    if facts.trust.verdict not in {"hint", "maybe"}:
        start += (
            " As the model can’t tell photos apart, what was expected is what was usual at the "
            "time."
        )
    return start


def expected_statistics(facts: Facts) -> str:
    """How the ranges of past posts were made."""
    return (
        "Out-of-fold predictions, averaged over the repetitions. A post’s range is ± the 80% "
        "quantile of the other posts’ "
        f"absolute misses in log-likes, so about {number(0.8 * facts.trust.inside_of)} of "
        f"{number(facts.trust.inside_of)} inside is how it is built, not a discovery."
    )


HOW_TO_POINT = (
    "Point at a mark, tap it, or use the arrow keys in the plot, to see which post it is."
)
ACTUAL_AXIS = "Actual likes"
EXPECTED_AXIS = "Expected likes, before seeing the post"
INSIDE, OUTSIDE, RANGE_KEY = "inside its 80% range", "outside", "80% range"


def expected_label(facts: Facts) -> str:
    """The plot in words."""
    trust = facts.trust
    return (
        f"Actual against expected likes of {count(trust.inside_of, 'post')}: "
        f"{number(trust.inside)} inside their 80% range. "
        "Arrow keys go from post to post; all of them stand in the table at the end."
    )


def tip(post: PostFact) -> tuple[str, str, str]:
    """The three lines beside a photo that is pointed at."""
    if math.isfinite(post.low):
        second = f"expected {number(post.expected)} ({between(post.low, post.high)})"
    else:
        second = f"usual {number(post.usual)}"
    return count(post.likes, "like"), second, moment(post.at)


# 7 Forecasts.

FORECASTS = "How good were the forecasts"
GUESSED, GOT, OUTCOME = "Posted", "Likes", "Outcome"
GUESSED_CAPTION = "Forecasts remembered before each post, and what it got"
GUESS_KEY, GOT_INSIDE, GOT_OUTSIDE = "expected", "got, inside its range", "got, outside"


def forecasts_headline(facts: Facts) -> str:
    """How many remembered forecasts held, and whether that is enough to judge."""
    told = facts.forecasts
    if told.agreement == "none":
        return "No likes to hold them against yet"
    if told.settled == 1:
        hit = "landed in" if told.held else "missed"
        return f"The first one {hit} its range; one says little"
    start = f"{number(told.held)} of {number(told.settled)} landed in their range"
    return f"{start}; too few to judge" if told.agreement == "few" else start


def forecasts_text(facts: Facts) -> str:
    """What forecasts are, what those so far say, and what they are too few to say."""
    told = facts.forecasts
    parts = [
        (
            "`spe score --log` wrote these guesses down before the posts went out, so nothing of "
            "the outcome can have leaked into them. It is the one test that can’t flatter."
        )
    ]
    if told.agreement != "none":
        parts.append(_coverage(facts))
    if told.agreement in {"agree", "narrow", "wide"}:
        parts.append(_misses_so_far(facts))
    arriving = len(told.shown) - told.settled
    if arriving:
        more = " more" if told.settled else ""
        parts.append(
            f"{capital(_few(arriving))}{more} {'is' if arriving == 1 else 'are'} posted, and "
            f"{'its' if arriving == 1 else 'their'} likes are still arriving."
        )
    if told.waiting:
        drafts = "draft is" if told.waiting == 1 else "drafts are"
        parts.append(f"{capital(_few(told.waiting))} remembered {drafts} not posted so far.")
    return " ".join(parts)


def _coverage(facts: Facts) -> str:
    """The share of ranges that held, with its bounds, against what was promised."""
    told = facts.forecasts
    should = f"{round(100 * told.confidence)}%"
    low, high = f"{round(100 * told.held_low)}%", f"{round(100 * told.held_high)}%"
    match told.agreement:
        case "few":
            return (
                f"About {should} should land in their range; going by {_few(told.settled)}, the "
                f"true share could be anything from {low} to {high}. From {ENOUGH} on, this page "
                "says whether the ranges hold."
            )
        case "narrow":
            return (
                f"About {should} should; going by these, the true share is plausibly {low} to {high}. The "
                "ranges look too narrow: allow for more luck than they do."
            )
        case "wide":
            return (
                f"About {should} should; going by these, the true share is plausibly {low} to {high}. The "
                "ranges look wider than they have to be."
            )
        case _:
            return (
                f"About {should} should; going by these, the true share is plausibly {low} to {high}, which "
                "agrees."
            )


def _misses_so_far(facts: Facts) -> str:
    told = facts.forecasts
    if not told.with_skill:
        return (
            f"The guesses were off by {number(told.mae, 1)} likes on average. Each was simply "
            "your usual of the time, for the model could not tell drafts apart."
        )
    text = (
        f"The guesses were off by {number(told.mae, 1)} likes on average; guessing your usual of "
        f"the time would have been off by {number(told.mae_usual, 1)}."
    )
    if math.isfinite(told.pairs):
        text += (
            f" Of two posts, the one expected to do better did {round(100 * told.pairs)} times "
            "in 100; a coin would have 50."
        )
    return text


def _few(n: int) -> str:
    """A count in a sentence: small ones as words."""
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[n] if n < len(words) else number(n)


def forecasts_statistics(facts: Facts) -> str:
    """How drafts were found again, and what coverage rests on."""
    told = facts.forecasts
    share = (
        f"Held: {number(told.held)} of {number(told.settled)}, 95% Wilson interval "
        f"{number(100 * told.held_low, 1)}% to {number(100 * told.held_high, 1)}%, nominal "
        f"{number(100 * told.confidence)}%. "
        if told.settled
        else ""
    )
    return (
        f"{share}A draft is found again by a fingerprint of its picture; the last guess made "
        f"before the post counts, and likes do once they were read {SETTLED_DAYS:g} days after it. "
        "Where only the drafts "
        "that scored best are posted, likes fall a little short of the guesses: the price of "
        "choosing."
    )


def forecast_line(item: Remembered) -> str:
    """Expected 85 (60–130)."""
    return f"expected {number(item.expected)} ({between(item.low, item.high)})"


def outcome(item: Remembered) -> str:
    """What became of a forecast."""
    if item.held is None:
        return "still arriving"
    if item.held:
        return "in its range"
    return "above it" if item.likes > item.high else "below it"


def older_forecasts(n: int) -> str:
    """The forecasts that are folded away."""
    return count(n, "older forecast")


# 8 Timeline.

TIMELINE = "Over time"

# Changes smaller than this are called none.
_STEADY = 15


def timeline_headline(facts: Facts) -> str:
    """How the usual changed, and where it stands."""
    account = facts.account
    now = f"a post now starts at about {count(account.usual, 'like')}"
    change = 100 * ((account.usual + 1) / (account.usual_then + 1) - 1)
    if not math.isfinite(change) or facts.state == "few" or abs(change) < _STEADY:
        return capital(now)
    return f"Your likes {'grew' if change > 0 else 'fell'}; {now}"


def timeline_text(facts: Facts) -> str:
    """What the line is for."""
    if facts.state == "few":
        return "Each mark is a post; the line is the middle of the posts around it."
    return (
        "The line is what a typical post would have got at each moment. Everything else on this "
        "page is "
        "measured against it."
    )


def timeline_statistics(facts: Facts) -> str:
    """How the line was made."""
    if facts.state == "few":
        return "The median of the posts around each, without it."
    return (
        "The trend of models that had not seen the post (a line and an Ornstein–Uhlenbeck process on log(1 + likes)), averaged over "
        "up to 11 neighbouring posts for the picture alone."
    )


ABOVE, BELOW, USUAL_KEY = "above the line", "on or below it", "usual at that time"


def timeline_label(facts: Facts) -> str:
    """The plot in words."""
    account = facts.account
    return (
        f"Likes of {count(account.posts, 'post')} over time; usual at first about "
        f"{number(account.usual_then)}, "
        f"now about {number(account.usual)}. Arrow keys go from post to post."
    )


# 9 When.

WHEN = "When to post"


def when_headline(facts: Facts) -> str:
    """What can be said of time."""
    return {
        "untested": "When you posted",
        "no": "No best time that we can prove",
        "some": "Time goes with likes, but no single hour stands out",
        "yes": "Some times went with more likes than others",
    }[facts.when.proof]


def when_text(facts: Facts) -> str:
    """The test, in words, and how to read the table."""
    when = facts.when
    if when.proof == "untested":
        return (
            "How many posts went out at which time. Which times do better can’t be told from "
            f"{count(facts.account.posts, 'post')}."
        )
    test = (
        "Dealt out among your posts at random, likes make a pattern at least this uneven "
        f"{in_hundred(when.p)}."
    )
    if not when.told:
        if facts.state != "closed":
            more = f" What the hours do can be told from {options.FEATURES} posts on."
        elif when.p <= 0.1:
            more = (
                " With nothing clearer than chance among your posts as a whole, that counts as "
                "chance too."
            )
        else:
            more = ""
        return (
            f"{test}{more} So the table shows only how many posts went out when: "
            "post when it suits you."
        )
    if when.between == 0:
        return (
            f"{test} The differences between the cells are no larger than luck makes them, so "
            "every estimate "
            "is pulled all the way to zero."
        )
    return (
        f"{test} Estimates are pulled towards zero where you have few posts; striped cells "
        "could well be zero."
    )


WHEN_CAPTION = "Posts by weekday and time of day"
WHEN_CAPTION_TOLD = (
    "Estimated difference in likes by weekday and time of day, percent, with the number of posts"
)
SLOT_NAMES = ("Night", "Morning", "Midday", "Afternoon", "Evening", "Late")


def slot_hours(place: int) -> str:
    """The hours of a slot: 06–11."""
    end = (*SLOTS, 24)[place + 1]
    return f"{SLOTS[place]:02}–{end:02}"


def cell_posts(cell: Cell) -> str:
    """1 post, 3 posts."""
    return count(cell.posts, "post")


def cell_value(cell: Cell) -> str:
    """A cell's estimate, zero without a sign."""
    return (
        signed(cell.percent).replace("0%", "0")
        if round(cell.percent) == 0
        else signed(cell.percent)
    )


def cell_range(cell: Cell) -> str:
    """The cell's range, for those who point at it."""
    return f"{cell_posts(cell)}, 80% range {span(cell.low, cell.high)}"


def when_statistics(facts: Facts) -> str:
    """How the table was made."""
    when = facts.when
    if when.proof == "untested":
        return ""
    out = ", photo features’ out-of-sample parts taken out," if facts.model.has_skill else ""
    return (
        f"Log-likes over usual{out} by cell; between-cell SD {number(when.between, 3)} by the "
        "method of moments, "
        "cell means shrunk by empirical Bayes. Permutation of blocks of 5 posts on the "
        "between-cell sum of squares, 1,999 shuffles, "
        f"p = {probability(when.p)}. A best time is named only where the gate is open, the time "
        "group’s q is below .10 and this p "
        "is at most .05. Hours are those of the account’s time zone."
    )


# 10 Look.

LOOK = "Colour and look"


def look_headline(facts: Facts) -> str:
    """The section's title."""
    if facts.look.best is None:
        return "What your photos look like"
    return "The colours of your best and weakest quarter"


def look_text(facts: Facts) -> str:
    """What the palettes say, and whether they differ."""
    look = facts.look
    if look.best is None:
        start = "All your photos’ colours and tones, by the area they cover."
        if facts.state == "few":
            return start
        why = (
            "no look went with more of them"
            if facts.state == "closed"
            else "it is too early for that"
        )
        return f"{start} Likes play no part here: {why}."
    test = (
        "Each bar shows how much of the photos’ area a colour or a tone covers. Quarters put "
        "together at random "
        f"differ at least this much {in_hundred(look.p)}"
    )
    if look.proven:
        return (
            f"{test}: more than chance would have it. What exactly differs, the effects above "
            "say better."
        )
    if look.p > 0.1:
        return f"{test}, so take the difference for chance."
    return (
        f"{test}, which alone proves nothing: neither colour nor light as a whole is clear of "
        "chance."
    )


def palette_name(which: str, palette: Palette) -> str:
    """Best quarter (26 posts)."""
    names = {"best": "Best quarter", "weakest": "Weakest quarter", "everyone": "All posts"}
    return f"{names[which]} ({count(palette.posts, 'post')})"


NEUTRAL = "grey, black and white"
HUE_BAR, TONE_BAR = "Colours", "Tones, dark to light"


def palette_label(palette: Palette) -> str:
    """A palette in words."""
    return f"{round(100 * palette.coloured)}% of the area is coloured, the rest is {NEUTRAL}"


LOW, HIGH, ALONE, MORE_LIKES, FEWER_LIKES = "low", "high", "all else equal", "more likes", "fewer"


def ends_headline(facts: Facts) -> str:
    """Above the photos at either end."""
    if facts.named:
        return "One property at a time"
    return "The ends of what we measure"


def ends_text(facts: Facts, *, photos: bool) -> str:
    """What the small figures show."""
    if not photos:
        return "Each dot is a post: left, with little of a property; right, with much."
    if facts.named:
        return (
            "Left, your photos with the least of a property; right, those with the most. Each "
            "dot is a post."
        )
    return (
        "Left, your photos with the least of a property; right, those with the most. No verdict, "
        "only so that you see what "
        "the words mean."
    )


def end_label(name: str, *, high: bool) -> str:
    """What the photos at one end have in common."""
    feature = FEATURES[name]
    return feature.lots if high else feature.little


# 11 Try next.

NEXT = "What to try next"


def next_headline(facts: Facts) -> str:
    """The section's title."""
    n = len(experiments(facts))
    words = {1: "One small experiment", 2: "Two small experiments", 3: "Three small experiments"}
    if facts.state in {"named", "groups", "whole"}:
        return words[n]
    return "How to learn more from your next posts"


def experiments(facts: Facts) -> tuple[tuple[str, str], ...]:
    """Up to three things to do: a short name and a sentence or two."""
    tried: list[tuple[str, str]] = []
    trial = next((item for item in facts.power.trials if item.percent == 30), None)
    cost = (
        f"About {count(trial.posts, 'post')}, half of each kind, would show a difference of 30%."
        if trial
        else ""
    )
    if facts.state == "named":
        doubtful = [item for item in facts.named if item.evidence == "suggestive"]
        first = (doubtful or list(facts.named))[0]
        feature = FEATURES[first.name]
        tried.append(
            (
                "Alternate on purpose.",
                (
                    f"For your next posts, switch in turn between {short(feature.lots)} and "
                    f"{short(feature.little)}. Today’s estimate "
                    f"rests on what you happened to post. {cost}"
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
    elif facts.state == "groups":
        group = next(group for group in facts.groups if group.found)
        tried.append(
            (
                f"Play with {GROUPS[group.name].lower()}.",
                (
                    "Pick one thing about it and post two kinds in turn. "
                    f"That tells more than any number of posts that look alike. {cost}"
                ),
            )
        )
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
    if facts.state in {"few", "closed", "ranking"}:
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
    if len(tried) < 3 and facts.power.stage:
        tried.append(
            (
                "Let the posts pile up.",
                (
                    f"From {facts.power.stage} posts on, this page tells "
                    f"{_TOLD_FROM[facts.power.stage]}."
                ),
            )
        )
    return tuple((name, text.strip()) for name, text in tried[:3])


def forecast_hint(facts: Facts) -> str:
    """How to get the section on forecasts, where there is none."""
    told = facts.forecasts
    if told.shown or facts.state == "few":
        return ""
    if told.waiting:
        drafts = "draft waits" if told.waiting == 1 else "drafts wait"
        return (
            f"{capital(_few(told.waiting))} remembered {drafts} for a post. Once one is posted and "
            "imported, this page shows how good the forecast was."
        )
    return (
        "Have your forecasts checked: `spe score --log` remembers them, and once the photos are "
        "posted and imported, this page shows how good they were."
    )


_TOLD_FROM = {
    20: "a first ranking",
    40: "kinds of property",
    100: "single properties and their direction",
    200: "smaller effects",
}


RESOLUTION_CAPTION = "How small an effect can be seen"
RESOLUTION_HEADS = ("With this many posts", "Smallest effect found 4 times in 5")
NOW = "now"
TRIAL_CAPTION = "What a planned experiment takes"
TRIAL_HEADS = ("To show a difference of", "Posts, half of each kind, in turn")


def about(percent: float) -> str:
    """About 12%; from 100% on, in tens."""
    return f"about {size(round(percent, -1) if percent >= 100 else percent)}"


def power_statistics(facts: Facts) -> str:
    """The assumptions of the two tables."""
    power = facts.power
    if not math.isfinite(power.spread):
        return ""
    known = any(term.std_error > 0 for term in facts.model.terms)
    source = (
        "the median HC3 standard error of a step"
        if known
        else "the scatter, a quartile step of 1.35 SD and a VIF of 2"
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


# 12 The model card.

CARD = "Model card"
CARD_HEADLINE = "What this is made of"
PRIVACY = "Privacy"


def card(facts: Facts) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Terms and their lines: plain text, for reasons and warnings come from outside.

    Only the lines on privacy hold marks.
    """
    model, account = facts.model, facts.account
    rows: list[tuple[str, tuple[str, ...]]] = [("Data", _data_lines(facts))]
    if model.warnings:
        rows.append(("Take note", model.warnings))
    rows.append(("Method", _method_lines(facts)))
    rows.append(
        (
            "Can’t see",
            (
                (
                    "Who saw a post and how the feed ranked it, what captions mean, the further "
                    "photos of an album, what was in the news. "
                    "Patterns describe past followers of this account; they need not be causes, "
                    "and "
                    "need not hold elsewhere."
                ),
            ),
        )
    )
    rows.append(
        (
            "Not for",
            (
                (
                    "Judging people or faces. That there is a face, how large and where, is all "
                    "that is measured: "
                    "no identity, age, gender, mood or beauty."
                ),
            ),
        )
    )
    rows.append(
        (
            PRIVACY,
            (
                (
                    "Made on this computer. The page loads nothing from the internet, and its "
                    "security policy forbids it to. "
                    "Photos are small copies encoded anew: no EXIF, no place, no file names. "
                    "A copy without photos: `spe report --photos none`; with faces blurred: "
                    "`spe report --blur-faces`."
                ),
            ),
        )
    )
    versions = [f"{name} {version}" for name, version in model.made_with.items()]
    if model.data_hash:
        versions.append(f"data {model.data_hash[:12]}")
    versions.append(f"seed {model.options.seed}")
    rows.append(("Versions", (" · ".join(versions) or UNKNOWN,)))
    if account.made_up:
        rows.insert(0, ("Made up", (plain(MADE_UP),)))
    return tuple(rows)


def _data_lines(facts: Facts) -> tuple[str, ...]:
    account = facts.account
    lines = [meta(facts) + "."]
    if account.likes_as_of:
        lines.append(f"Likes as of {day(account.likes_as_of)}.")
    gone = [f"{number(len(item.ids))} {item.reason}" for item in facts.left_out]
    if gone:
        lines.append(f"Left out: {listed(gone)}.")
    unknown = [
        count(n, one, many)
        for n, one, many in (
            (account.undated, "post without a time", "posts without a time"),
            (account.unliked, "post without a like count", "posts without a like count"),
        )
        if n and not gone
    ]
    if unknown:
        lines.append(f"Not usable: {listed(unknown)}.")
    return tuple(lines)


def _method_lines(facts: Facts) -> tuple[str, ...]:
    model = facts.model
    if facts.state == "few":
        return (f"The median of the last {RECENT} posts. No model below {options.RANKING} posts.",)
    lines = [
        (
            "Expected likes: the average of a ridge and a spike-and-slab regression on log(1 + likes), around the account’s "
            "own trend. Ranges: from the misses on posts not seen."
        ),
        (
            "What may be said: a permutation test of everything together comes first; behind it, kinds of property "
            f"(from {options.GROUPS} posts) and single properties (from {options.FEATURES}), each corrected for how many were looked at."
        ),
        f"Properties used: {listed([label(term.name).lower() for term in model.terms])}."
        if model.terms
        else "No property varied enough to be used.",
    ]
    if model.dropped:
        by_reason: dict[str, list[str]] = {}
        for name, why in model.dropped.items():
            by_reason.setdefault(why, []).append(label(name).lower())
        lines.append(
            "Not used: "
            + "; ".join(f"{listed(names)} ({why})" for why, names in by_reason.items())
            + "."
        )
    return tuple(lines)


# 13 The appendix.

APPENDIX = "Appendix"
APPENDIX_HEADLINE = "For statisticians"
OLS = "Least squares in full"
OLS_NONE = f"No least squares below {options.GROUPS} posts."
OLS_HEADS = (
    "Term", "Step", "Log-likes a step", "Std. error (HC3)", "t", "p", "q\u00a0(BH)", "90% range",
    "p\u00a0(max\u2011T)", "VIF", "Prediction, log-likes an SD",
)  # fmt: skip
DIAGNOSTICS = "Residual diagnostics"
ALL_POSTS = "All posts as a table"
POST_HEADS = (
    "Posted",
    "Photo",
    "Likes",
    "Expected",
    "80% range",
    "× usual",
    "Cook’s D",
    "Stud. residual",
)
SORT = "Sort by"
GLOSSARY = "Words used here"
WORDS = (
    (
        "90% range",
        (
            "A confidence interval: if your history could be repeated many times, nine in ten such "
            "ranges would hold the true value."
        ),
    ),
    (
        "80% range of a post",
        (
            "Four in five posts land in theirs. It is built from the misses on "
            "posts that the model "
            "had not seen."
        ),
    ),
    (
        "Expected likes",
        (
            "The model’s guess, made without seeing that post: half of such posts get more, half "
            "fewer."
        ),
    ),
    ("Usual", "What a typical post of yours got at that time, whatever was on it."),
    (
        "Strong, suggestive, can’t tell",
        (
            "With all comparisons considered together, chance alone gives one this "
            "clear in less than "
            "5% (strong) or 20% (suggestive) of accounts."
        ),
    ),
    (
        "q",
        "Among findings with q below 0.10, about one in ten is expected to be a fluke.",
    ),
    (
        "Gate",
        (
            "A first test of whether photos and times say anything at all about likes. Where it is "
            "closed, no effect is named."
        ),
    ),
)


def ols_note(facts: Facts) -> str:
    """The fit in one line."""
    ols = facts.model.ols
    parts = []
    if "observations" in ols:
        parts.append(f"{number(float(ols['observations']))} posts")
    if "regressors" in ols:
        parts.append(f"{number(float(ols['regressors']))} properties")
    if "trend_columns" in ols:
        parts.append(f"{number(float(ols['trend_columns']))} columns of trend and intercept")
    for key, name in (("r2", "R²"), ("r2_adjusted", "adjusted R²"), ("residual_sd", "residual SD")):
        if key in ols:
            parts.append(f"{name} {number(float(ols[key]), 2)}")
    if "df_resid" in ols:
        parts.append(f"{number(float(ols['df_resid']))} residual df")
    checks = facts.model.diagnostics
    if "ljung_box_p" in checks:
        parts.append(
            f"Ljung–Box to lag {checks.get('ljung_box_lags', UNKNOWN)} p = "
            f"{probability(float(checks['ljung_box_p']))}"
        )
    text = "OLS on log(1 + likes), HC3: " + ", ".join(parts) + "." if parts else ""
    if facts.state == "closed":
        text += (
            " The gate is closed: these figures are printed for checking. A small p among them is "
            "expected by luck "
            "and is not a finding."
        )
    elif facts.account.posts < options.FULL:
        text += (
            f" Below {options.FULL} posts, HC3 and q are approximate: no stars, and no finding rests on "
            "this table."
        )
    return text.strip()


PLOTS = {
    "residuals": "Studentised residuals against expected likes",
    "normal": "Normal quantiles of the studentised residuals",
    "time": "Autocorrelation of the residuals in order of time",
    "influence": "Cook’s distance by post",
}
PLOT_AXES = {
    "residuals": ("Expected likes", "Studentised residual"),
    "normal": ("Normal quantile", "Studentised residual"),
    "time": ("Lag in posts", "Autocorrelation"),
    "influence": ("Post, in order of time", "Cook’s distance"),
}
