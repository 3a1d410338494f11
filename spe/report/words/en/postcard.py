"""The picture to send on: a photo, a figure, and one sentence."""

import math

from spe.report.effects import Bound, Effect
from spe.report.facts import Facts, PostFact
from spe.report.words.en.answer import headline
from spe.report.words.en.features import EVIDENCE, FRAGILE, STRAIGHT, companion, ends
from spe.wording.days import day, month
from spe.wording.numbers import count, number, span

MADE_UP = "A made-up account: its posts and likes are invented."

OFFLINE = "Found out with spe, offline: nothing was uploaded."

LOVE = "*Post what you love.*"

PATTERN = "A pattern in past posts, not proof of a cause."


def figure(post: PostFact) -> tuple[str, str]:
    """What the best post got, as a large figure and the words below it."""
    times = number(post.times_usual, 1)
    if math.isnan(post.times_usual) or times == number(1, 1):
        return number(post.likes), "like" if post.likes == 1 else "likes"
    return f"{times}×", "your usual"


def figure_line(post: PostFact) -> str:
    """When the best post went out, and its likes."""
    return f"{day(post.at)}, {count(post.likes, 'like')}"


def growth(facts: Facts) -> str:
    """From 40 to 73 likes a post; where they did not grow, what a post gets now."""
    account = facts.account
    then, now = number(account.usual_then), number(account.usual)
    if facts.trend != "grew" or then == now or account.first is None:
        return f"About *{count(account.usual, 'like')}* a post"
    return f"From {then} to *{now}* likes a post since {month(account.first)}"


def finding(facts: Facts) -> str:
    """The one thing that was found, or what was found not to matter."""
    posts = count(facts.account.posts, "post")
    match facts.state:
        case "few":
            return f"{headline(facts)}\n{LOVE}"
        case "closed" if facts.costless is not None:
            much = f"as much as {facts.costless}% of your likes"
            return f"*{posts}* say: no kind of photo costs you {much}.\n{LOVE}"
        case "closed" if facts.bound is not None:
            return f"In *{posts}*, no kind of photo was found to cost you likes.\n{LOVE}"
        case "closed":
            return f"{headline(facts)}\n{LOVE}"
        case _:
            return headline(facts)


def evidence(effect: Effect) -> tuple[str, str]:
    """How sure the finding is, and its range."""
    return f"{EVIDENCE[effect.evidence]} evidence", f"plausibly {span(effect.low, effect.high)}"


def notes(facts: Facts) -> str:
    """What the finding rests on and how far it goes, in small print; empty where it says all."""
    match facts.state:
        case "named":
            lead = facts.lead or facts.named[0]
            fragile = f" {FRAGILE}." if lead.fragile else ""
            return f"Compared: {ends(lead)}. {PATTERN}{companion([lead.group])}{fragile}"
        case "groups":
            found = [group.name for group in facts.groups if group.found]
            return f"Which way can’t be told yet. {PATTERN}{companion(found)}"
        case "closed" if facts.costless is not None:
            return f"That is of everything spe measures, more of it against less. {STRAIGHT}"
        case "closed" if facts.bound is not None:
            return f"{_ruled_out(facts.bound)} {STRAIGHT}"
        case _:
            return ""


def _ruled_out(bound: Bound) -> str:
    return (
        f"Differences of more than {bound.percent}% are ruled out for {len(bound.names)} of "
        f"{count(bound.of, 'property', 'properties')}; about one in ten of these may be wrong."
    )


def origin(facts: Facts) -> str:
    """What it was learnt from."""
    account = facts.account
    posts = count(account.posts, "photo post")
    if account.first is None or account.last is None:
        return posts
    first, last = month(account.first), month(account.last)
    return f"{posts}, {first}" if first == last else f"{posts}, {first} to {last}"
