"""The answer, and the three cards below it."""

import math
from collections.abc import Sequence

from spe.experiments.plan import asked_as
from spe.features import CATALOGUE, named
from spe.model import options
from spe.report.effects import RULED_OUT, Effect
from spe.report.facts import Facts
from spe.report.words.en.features import (
    FRAGILE,
    GROUPS_SHORT,
    STRAIGHT,
    claim,
    companion,
    ends,
    label,
    more_or_fewer,
    straight,
    subject,
)
from spe.report.words.en.next_steps import about
from spe.wording.notices import told
from spe.wording.numbers import between, capital, count, in_hundred, listed, size, span


def headline(facts: Facts) -> str:
    """The answer in one sentence."""
    n = facts.account.posts
    match facts.state:
        case "few":
            return f"*{count(n, 'post')}* so far: too few to tell what your followers like."
        case "closed":
            return "We *can’t tell* your photos apart by their likes."
        case "unproven":
            return "There may be a pattern, but it *doesn’t foretell likes* so far."
        case "groups":
            found = [_kind(facts, group.name) for group in facts.groups if group.found]
            return f"Your likes go with *{listed(found)}*."
        case "ranking" | "whole":
            rest = {
                "ranking": ". It is too early to say with what.",
                "whole": ", but no single thing stands out.",
            }[facts.state]
            return f"Likes *do go* with something {_looked_at(facts)}{rest}"
        case "named":
            return claim(facts.lead or facts.named[0])


def alike(facts: Facts) -> str:
    """That faces can't be compared, and what can; said before anything is called unclear."""
    known = [item for item in facts.model.warnings if item.code == "faces_alike"]
    return told(known[0], label).replace("'", "’") if known else ""


def _kind(facts: Facts, name: str) -> str:
    """What a kind is called; where all posts are alike in faces, only how the faces are differs."""
    if name == "faces" and alike(facts):
        groups = any(term.name == "three_faces" for term in facts.model.terms)
        return (
            "how many faces there are and how they are framed" if groups else "how faces are framed"
        )
    return GROUPS_SHORT[name]


def subtitle(facts: Facts) -> str:
    """What stands behind the answer, and how sure it is."""
    n = facts.account.posts
    stage = facts.power.stage
    match facts.state:
        case "few" | "closed" | "unproven":
            return _not_yet(facts)
        case "ranking":
            return (
                "Dealing your likes out at random hardly ever gives a pattern as clear as the "
                "one in these "
                f"{count(n, 'post')}. That is enough to put drafts in order, with wide ranges. "
                f"From {options.GROUPS} posts on, this page can say which kind of property it is."
            )
        case "groups" if facts.tier == "groups":
            return (
                f"{count(n, 'post')} are enough to name the kind of property, not yet the single "
                "one or its "
                f"direction: that needs {options.FEATURES} posts or more. {_no_verdict(facts)}Each post was "
                "compared with others of its time, so a growing audience is allowed for."
            ) + companion(_found(facts))
        case "groups" | "whole":
            return (
                "All properties together say something about likes; no single one is "
                f"clear enough to be named. {_no_verdict(facts)}Each post was compared with others of its time, so a "
                "growing audience is allowed for."
                + companion(_found(facts))
                + (f" {_next_stage(stage)}" if stage else "")
            )
        case "named":
            first = facts.lead or facts.named[0]
            return (
                f"{_compared(first)}{_plausible(first)}{companion([first.group])} Each post was compared with others of its time, so a "
                "growing audience is allowed for. It is a pattern in your posts, not proof of a "
                "cause." + (f" {FRAGILE}." if first.fragile else "")
            )


def _found(facts: Facts) -> list[str]:
    """The kinds that go with likes."""
    return [group.name for group in facts.groups if group.found]


def _compared(effect: Effect) -> str:
    """What the headline's figure is for, where its words do not say it all."""
    return "" if named(effect.name).binary else f"Compared: {ends(effect)}. "


def _not_yet(facts: Facts) -> str:
    """What stands behind an answer that names nothing."""
    n = facts.account.posts
    if facts.state == "few":
        return (
            f"A post of yours now gets about {count(facts.account.usual, 'like')}. "
            f"A first model needs {options.RANKING} posts with likes, a useful one "
            f"{options.USEFUL} or more."
        )
    if facts.state == "closed":
        return (
            f"In {count(n, 'post')}, likes went with neither more nor less of anything that we "
            f"measured {_looked_at(facts)}, beyond what chance does: likes dealt out at random look as "
            f"orderly as yours {in_hundred(facts.model.gate_p)}. That is a real answer, and a "
            f"common one for a small account. {straight(facts.model)} {_unseen(facts)}"
        )
    return (
        f"In {count(n, 'post')}, likes go with something {_looked_at(facts)} more closely "
        f"than chance would mostly have it: chance makes such a pattern {in_hundred(facts.model.gate_p)}. But posts that the model had not seen were not "
        "guessed better for it. Until they are, nothing is named, and every draft is "
        "given your usual."
    )


def _no_verdict(facts: Facts) -> str:
    """The kinds of which nothing can be told."""
    others = [_kind(facts, group.name) for group in facts.groups if not group.found]
    if not others or len(others) == len(facts.groups):
        return ""
    return f"Of {listed(others)} nothing can be told, which is not “no effect”. "


def _plausible(effect: Effect) -> str:
    if effect.misses_zero:
        low, high = sorted((abs(effect.low), abs(effect.high)))
        return (
            f"The plausible range is {size(low)} to {size(high)} {more_or_fewer(effect.percent)}."
        )
    return f"The plausible range is {span(effect.low, effect.high)}."


def _looked_at(facts: Facts) -> str:
    groups = {term.group for term in facts.model.terms}
    match "caption" in groups, "time" in groups:
        case True, True:
            return "in your photos, their captions or their timing"
        case True, False:
            return "in your photos or their captions"
        case False, True:
            return "in your photos or their timing"
        case _:
            return "in your photos"


def _unseen(facts: Facts) -> str:
    if not facts.power.resolutions:
        return "Real effects may still be there; only more posts can show them."
    smallest = facts.power.resolutions[0].percent
    return (
        "Real effects may still be there: with this many posts, only one of "
        f"{about(smallest)} or more would stand out four times in five."
    )


def _next_stage(stage: int) -> str:
    return f"More can be told from {stage} posts on."


STRIP = "Some of your photos, the oldest first"


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
    places = {item.name: place for place, item in enumerate(CATALOGUE)}
    order = sorted(effects, key=lambda item: places.get(item.name, len(places)))
    names = [label(item.name) for item in order]
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
            missing = max(0, options.RANKING - account.posts)
            return (
                usual,
                (
                    "What is missing",
                    (
                        f"*{count(missing, 'more post')}* with likes for a first look, "
                        f"{options.USEFUL} or more in all for a useful one. "
                        "Older posts count as well as new ones."
                    ),
                ),
                (
                    "Until then",
                    "Post what you love. This page already shows what your photos are like.",
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
                        f"*{count(max(1, options.GROUPS - account.posts), 'more post')}*, and "
                        "kinds of property can be tested."
                    ),
                ),
            )
        case _:
            return (_luck(facts), _ruled_out(facts), *_experiment(facts))


def _luck(facts: Facts) -> tuple[str, str]:
    """How far luck, and all that nobody measured, carries a post."""
    off = round(facts.trust.half_off) if math.isfinite(facts.trust.half_off) else 0
    start = f"Half of your posts ended about *{off}%* or more above or below what was expected. "
    return (
        "What luck does",
        f"{start}Luck, the feed and all that nobody measured do that, so one post proves nothing."
        if off
        else "Luck, the feed and all that nobody measured move every post: one proves nothing.",
    )


# Names in a card before the rest is only counted.
_MOST_BOUNDED = 4


def _ruled_out(facts: Facts) -> tuple[str, str]:
    """Which sizes of difference the ranges leave out, direction aside."""
    title, bound = "What is ruled out", facts.bound
    if not facts.effects:
        return title, "Nothing yet: your posts are too few for the range of any single property."
    if bound is None:
        return title, (
            "Little yet: for most properties, your posts leave a difference of more than "
            f"{RULED_OUT[-1]}% possible."
        )
    names = [label(name).lower() for name in bound.names]
    shown = names if len(names) <= _MOST_BOUNDED + 1 else names[:_MOST_BOUNDED]
    rest = len(names) - len(shown)
    told_of = listed([*shown, f"{rest} more"]) if rest else listed(shown)
    return title, (
        f"Differences of more than *{bound.percent}%* either way, for {len(names)} of "
        f"{count(bound.of, 'property', 'properties')}: {told_of}. About one in ten such "
        f"statements may be wrong.{'' if facts.state == 'closed' else f' {STRAIGHT}'}"
    )


def _experiment(facts: Facts) -> tuple[tuple[str, str], ...]:
    """What to do about it."""
    planned = facts.planned
    if planned is None:
        return ()
    return (
        (
            "What can be found out",
            (
                f"`spe try {asked_as(planned.treatment)}` lets a coin decide what your next "
                f"{count(planned.posts, 'post')} are. What it finds is a cause, not a pattern."
            ),
        ),
    )
