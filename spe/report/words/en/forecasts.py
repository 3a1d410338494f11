"""How good the remembered forecasts were."""

import math

from spe.drafts.forecast_log import ENOUGH
from spe.model.options import SETTLED_DAYS
from spe.report.facts import Facts
from spe.report.forecasts import Remembered
from spe.wording.numbers import between, capital, count, miss, number

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
    more = " more" if told.settled else ""
    if arriving := sum(item.arriving for item in told.shown):
        parts.append(
            f"{capital(few(arriving))}{more} {'is' if arriving == 1 else 'are'} posted, and "
            f"{'its' if arriving == 1 else 'their'} likes are still arriving."
        )
    if unknown := len(told.shown) - told.settled - arriving:
        parts.append(
            f"{capital(few(unknown))}{more} {'is' if unknown == 1 else 'are'} posted, but what "
            f"{'it' if unknown == 1 else 'they'} had got after {SETTLED_DAYS:g} days is not known."
        )
    if told.waiting:
        drafts = "draft is" if told.waiting == 1 else "drafts are"
        parts.append(f"{capital(few(told.waiting))} remembered {drafts} not posted so far.")
    return " ".join(parts)


def _coverage(facts: Facts) -> str:
    """The share of ranges that held, with its bounds, against what was promised."""
    told = facts.forecasts
    should = f"{round(100 * told.confidence)}%"
    low, high = f"{round(100 * told.held_low)}%", f"{round(100 * told.held_high)}%"
    match told.agreement:
        case "few":
            return (
                f"About {should} should land in their range; going by {few(told.settled)}, the "
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
            f"The guesses were off by {miss(told.mae)} likes on average. Each was simply "
            "your usual of the time, for the model could not tell drafts apart."
        )
    text = (
        f"The guesses were off by {miss(told.mae)} likes on average; guessing your usual of "
        f"the time would have been off by {miss(told.mae_usual)}."
    )
    if math.isfinite(told.pairs):
        text += (
            f" Of two posts, the one expected to do better did {round(100 * told.pairs)} times "
            "in 100; a coin would have 50."
        )
    return text


def few(n: int) -> str:
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
        return "still arriving" if item.arriving else "not known"
    if item.held:
        return "in its range"
    return "above it" if item.likes > item.high else "below it"


def older_forecasts(n: int) -> str:
    """The forecasts that are folded away."""
    return count(n, "older forecast")
