"""What may be said of scored drafts, in words: the same in a terminal and on a page."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spe.drafts.explain import Contribution
from spe.drafts.posting_time import time_matters
from spe.drafts.race import level, names_of, race_of
from spe.drafts.score import PastPost, Scored
from spe.drafts.suggest import Change
from spe.model.fitted import FittedModel
from spe.model.options import FIT_AGAIN, RANKING
from spe.posts import times_usual
from spe.wording import (
    count,
    day,
    day_and_time,
    listed,
    miss,
    number,
    percent,
    percent_of_log,
    times_in_ten,
)

# Percent of likes from which on a part with evidence goes before larger ones without.
SIZEABLE = 3

# Percent of likes below which a part is no main reason.
LEAST_REASON = 0.5

NOTHING_RAISES_IT = "No change that the evidence supports would raise it."
NOTHING_NAMED = "No single property is clear enough yet to propose a change."

# Evidence is of photos that differed from the start; none of it is of an edit.
UNTESTED = "Untested: an edit is not another photo, and nobody has tried this with yours."
UNTESTED_ALBUM = "Untested: your albums may have differed from single photos in more than that."


@dataclass(frozen=True)
class TooClose:
    """Drafts that can't be told apart from the first: their ranks in words, and why."""

    which: str
    why: str


def untested(changes: Sequence[Change]) -> str:
    """What a list of changes has to say of itself; empty for an empty one."""
    if not changes:
        return ""
    return UNTESTED_ALBUM if all(change.edit is None for change in changes) else UNTESTED


def posting(at: datetime, n_photos: int, *, now: bool) -> str:
    """When and how the drafts are posted, as it was understood."""
    said = day_and_time(at)
    album = f", as an album of {n_photos}" if n_photos > 1 else ""
    return f"posting now, {said}{album}" if now else f"posting {said}{album}"


def likes_range(one: Scored) -> str:
    """The 80 % range of a draft; a question mark where it has no upper end."""
    high = "?" if math.isinf(one.high) else number(one.high)
    return f"{number(one.low)}–{high}"


def beside_usual(one: Scored) -> str:
    """How a draft stands to the usual."""
    away = round(one.above_usual) if one.usual > 0 else 0
    side = f"about {abs(away)}% {'above' if away > 0 else 'below'}" if away else "the same"
    return f"{side}; beats your usual {times_in_ten(one.p_above_usual)}"


def too_close(ranked: Sequence[Scored]) -> TooClose | None:
    """Which drafts can't be told from the first; None if all can."""
    close = level(ranked)
    if not close:
        return None
    first, second, *_ = close
    return TooClose(
        listed([str(one.rank) for one in close]),
        f"Number {first.rank} would beat number {second.rank} only "
        f"{times_in_ten(second.p_first)}. Pick the one you like best.",
    )


def race(ranked: Sequence[Scored]) -> str:
    """Which drafts may be the best and which are behind; empty where none is told from others."""
    return " ".join(part for part in may_win_and_behind(ranked) if part)


def may_win_and_behind(ranked: Sequence[Scored]) -> tuple[str, str]:
    """A sentence on who may do best, and one on who is behind where the first does not say it.

    Both are empty for a single draft, and where the chances are unknown.
    """
    race = race_of(ranked)
    if race is None:
        return "", ""
    close, behind = race.close, race.behind
    if len(close) == 1:
        rest = _named(behind, "and") or f"the other {len(behind)}"
        return f"{close[0].name} is ahead of {rest}.", ""
    either = _named(close, "or") or f"{len(close)} of {len(ranked)}"
    said = f"{either}: too close to call."
    if not behind:
        return said, ""
    rest = _named(behind, "and") or f"The other {len(behind)}"
    return said, f"{rest} {'is' if len(behind) == 1 else 'are'} behind number 1."


def _named(drafts: Sequence[Scored], word: str) -> str:
    """A few drafts by their names; empty for more."""
    names = names_of(drafts)
    return f"{', '.join(names[:-1])} {word} {names[-1]}" if len(names) > 1 else "".join(names)


def main_reasons(one: Scored) -> list[Contribution]:
    """What speaks for and against the photo, sizeable parts with evidence first."""
    of_photo = [
        item for item in one.contributions if item.of_photo and abs(item.percent) >= LEAST_REASON
    ]
    return sorted(of_photo, key=lambda item: not (item.backed and abs(item.percent) >= SIZEABLE))


def smaller_parts(rest: Sequence[Contribution]) -> tuple[str, str]:
    """What parts that are not shown give together, in percent of likes, and their name.

    Where that rounds to nothing no figure is told: the name says so.
    """
    together = percent(percent_of_log(math.fsum(part.effect for part in rest)))
    one = len(rest) == 1
    if together == percent(0):
        return "", "1 part of less than 1%" if one else f"{len(rest)} parts, together less than 1%"
    return together, "1 smaller part" if one else f"{len(rest)} smaller parts together"


def why_no_skill(model: FittedModel) -> str:
    """Why a model tells no draft from another."""
    posts = count(model.n_posts, "post")
    if model.skill is None:
        return f"With {posts} there is no model yet; {RANKING} are needed for one."
    why = (
        "more or less of what is measured goes with likes no more than by chance"
        if model.answer.state == "closed"
        else "unseen posts were not guessed better"
    )
    return f"With {posts} the model can't tell your photos apart yet: {why}."


def no_change(model: FittedModel) -> str:
    """Why no change of a draft is told."""
    return NOTHING_RAISES_IT if model.answer.effects else NOTHING_NAMED


def no_time(model: FittedModel) -> str:
    """Why no time to post is proposed."""
    if time_matters(model):
        return (
            "The time of posting goes with likes, but no hour or day stands out: none is proposed."
        )
    return "Whether the time of posting matters can't be told so far: none is proposed."


def most_alike(one: Scored) -> str:
    """The posts that measure most alike and what they got; empty without any."""
    if not one.alike:
        return ""
    posts = (
        f"{day(post.posted_at)} ({number(post.likes)}{'' if at else ' likes'}{_of_usual(post)})"
        for at, post in enumerate(one.alike)
    )
    return f"Most alike: {', '.join(posts)}."


def _of_usual(post: PastPost) -> str:
    said = of_usual(post)
    return said and f", {said}"


def of_usual(post: PastPost) -> str:
    """How many times the usual of its days a post got; empty where that is unknown."""
    times = times_usual(post.likes, post.usual)
    return "" if math.isnan(times) else f"{number(times, 1)}× usual"


def typical_miss(model: FittedModel) -> str:
    """How far off such guesses are; empty where the model tells no draft from another."""
    skill = model.skill_told
    if skill is None or not model.answer.told_apart:
        return ""
    return (
        f"From {count(model.n_posts, 'post')}. Typical miss ±{miss(skill.mae)} likes; "
        f"guessing your recent median misses by ±{miss(skill.mae_usual)}."
    )


def fit_again(since: int) -> str:
    """When to fit again; empty where a warning says that it is time.

    Args:
        since: how many posts went out after the last one that was learnt from.
    """
    more = FIT_AGAIN - since
    if more <= 0:
        return ""
    return f"Run spe fit again after {more} more post{'s' if more > 1 else ''}."
