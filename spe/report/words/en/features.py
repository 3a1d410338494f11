"""What features, groups and effects are called in English."""

import math
from collections.abc import Mapping, Sequence

from spe import wording
from spe.features import BY_NAME, CATALOGUE, SUBJECT, is_subject, named
from spe.model.fitted import FittedModel
from spe.report.effects import Effect
from spe.wording.comparisons import short
from spe.wording.kinds import KINDS
from spe.wording.numbers import capital, count, listed, number, size

GROUPS = {
    "light": "Light",
    "colour": "Colour",
    "detail": "Detail and sharpness",
    "composition": "Composition",
    "format": "Format",
    "faces": "Faces",
    "subject": "What is in the picture",
    "caption": "What you wrote",
    "time": "Time of posting",
}


GROUPS_SHORT = KINDS


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


def label(name: str) -> str:
    """What a feature, a group or the rest is called."""
    if name in BY_NAME or is_subject(name):
        return named(name).label
    return GROUPS.get(name, REST)


def subject(name: str, *, more: bool) -> str:
    """The posts with more (or less) of a feature: "brighter posts", "posts with more blue"."""
    feature = named(name)
    if feature.posts:
        return feature.posts[0 if more else 1]
    phrase = feature.more if more else feature.less
    if phrase.startswith(_AFTER):
        return f"posts {phrase}"
    return f"{phrase} posts"


def comparison(effect: Effect) -> str:
    """The two posts that an effect is told between, with the values that they have."""
    feature = named(effect.name)
    text = ends(effect)
    if effect.posts_with is None or effect.posts_without is None:
        return text
    if not feature.counted:
        return f"{text} ({number(effect.posts_with)} and {count(effect.posts_without, 'post')})"
    having, lacking = (words.removeprefix("posts") for words in feature.posts or ("", ""))
    return (
        f"{text} ({count(effect.posts_with, 'post')}{having}, "
        f"{number(effect.posts_without)}{lacking})"
    )


def ends(effect: Effect) -> str:
    """The two values that an effect is told between, where the model knows them."""
    feature = named(effect.name)
    low, high = effect.term.compared
    if math.isnan(low) or math.isnan(high):
        return f"{short(feature.lots)} against {short(feature.little)}"
    return feature.compared(low, high)


def companion(groups: Sequence[str]) -> str:
    """What has to be said where likes go with what was written; empty where they do not.

    It follows a sentence, and begins with a space.
    """
    if "caption" not in groups:
        return ""
    return (
        " Captions often go with the kind of post: they may only keep it company, and bring no "
        "likes themselves."
    )


def more_or_fewer(percent: float) -> str:
    """The direction of an effect."""
    return "more" if percent > 0 else "fewer"


def claim(effect: Effect) -> str:
    """Posts with more blue got about *12%* more likes."""
    than = " than your usual post" if effect.group == SUBJECT else ""
    return (
        f"{capital(subject(effect.name, more=True))} got about *{size(effect.percent)}* "
        f"{more_or_fewer(effect.percent)} likes{than}."
    )


# Every effect is one straight line, on the scale that the property is learnt on.
STRAIGHT = "What does best in between, neither dark nor bright, would not show this way."


def straight(model: FittedModel) -> str:
    """What lines can't say; those that have a bend may say it of all posts, if of no effect."""
    bends = {item.bend for item in CATALOGUE if item.bend and item.name in model.by_name}
    if not bends:
        return STRAIGHT
    bent = listed(sorted(label(name).lower() for name in bends))
    return f"What does best in between would show this way for {bent} alone."


FRAGILE = "It rests on few posts: without the most outlying ones the verdict would be another"


EVIDENCE: Mapping[str, str] = {
    kind: capital(word).replace("'", "’") for kind, word in wording.EVIDENCE.items()
}
