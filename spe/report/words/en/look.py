"""Colours, tones and the ends of what is measured."""

from collections.abc import Sequence

from spe.features import named
from spe.report.facts import Facts
from spe.report.look import Palette
from spe.report.palettes import OwnColour
from spe.wording.numbers import capital, count, in_hundred, listed, size

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
        why = {
            "closed": "nothing that we measured is clearer than chance",
            "unproven": "nothing that we measured helps to guess them so far",
        }.get(facts.state, "it is too early for that")
        return f"{start} Likes play no part here: {why}."
    test = (
        "Each bar shows how much of the photos’ area a colour or a tone covers. Quarters put "
        "together at random differ at least as much in their hues and tones as these do "
        f"{in_hundred(look.p)}"
    )
    if look.proven:
        return f"{test}: more than chance would have it. {_what_differs(facts)}"
    known = ""
    if look.found:
        known = (
            f" {capital(listed(look.found))} as a whole {'goes' if len(look.found) == 1 else 'go'} "
            "with likes all the same; these bars need not show how."
        )
    if look.p > 0.1:
        return f"{test}, so take the difference for chance.{known}"
    if look.found:
        return f"{test}, which alone proves nothing.{known}"
    return (
        f"{test}, which alone proves nothing: neither colour nor light as a whole is clear of "
        "chance."
    )


def _what_differs(facts: Facts) -> str:
    """Where to read what the difference is, if it can be told."""
    if any(item.group in {"colour", "light"} for item in facts.named):
        return "What exactly differs, the effects above say better."
    return "Which colour or tone it is, can’t be told."


def palette_name(which: str, palette: Palette) -> str:
    """Best quarter (26 posts)."""
    names = {"best": "Best quarter", "weakest": "Weakest quarter", "everyone": "All posts"}
    return f"{names[which]} ({count(palette.posts, 'post')})"


COLOUR_NAMES = {"dark_grey": "dark grey", "light_grey": "light grey"}


def own_colours(colours: Sequence[OwnColour]) -> str:
    """Colours by name, with the share of the area that each stands for."""
    shares: dict[str, float] = {}
    for item in colours:
        name = COLOUR_NAMES.get(item.name, item.name)
        called = name if item.tone == "plain" else f"{item.tone} {name}"
        shares[called] = shares.get(called, 0.0) + item.share
    told = sorted(shares.items(), key=lambda one: -one[1])
    return capital(", ".join(f"{name} {size(100 * share)}" for name, share in told))


NEUTRAL = "grey, black and white"


HUE_BAR, TONE_BAR = "Colours", "Tones, dark to light"


def palette_label(palette: Palette) -> str:
    """A palette in words."""
    return f"{round(100 * palette.coloured)}% of the area is coloured, the rest is {NEUTRAL}"


LOW, HIGH, ALL_ELSE_EQUAL, MORE_LIKES, FEWER_LIKES = (
    "low",
    "high",
    "all else equal",
    "more likes",
    "fewer",
)


OTHER_ENDS = "The other properties, one at a time"


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
    feature = named(name)
    return feature.lots if high else feature.little
