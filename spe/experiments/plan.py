"""What is tried, how many posts it takes, and the order that a coin draws.

The plan holds all that the answer will rest on: the order, the size that was looked for, and
the part of the account's forecast that the coin can't move. What is fixed before the first
post can't be chosen by what came out.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from spe.errors import SpeError
from spe.features import BY_NAME, CATALOGUE, WRITTEN, AnyFeature, is_subject, subject_of
from spe.features.subject import column
from spe.model.fitted import FittedModel, Term
from spe.posts import Post, ratios
from spe.stats.power import posts_for, scatter, smallest_shown
from spe.stats.randomisation import BLOCK, draw_order
from spe.subjects import key
from spe.transforms import scaled, unscaled
from spe.wording import percent_of_log

# Where the size that is looked for comes from: the low end of what the report names, or none.
Basis = Literal["estimate", "none"]

# What is looked for where nothing is known of an effect, in percent.
SOUGHT = 20.0

# No smaller effect is looked for, in log-likes: nobody has the posts.
_LEAST = 0.005

# Fewer posts than this can hardly show anything; more than `CAP` are planned only on request.
FEWEST, CAP, MOST = 12, 60, 400

# SD of log-likes where an account has too few posts to tell its own.
TYPICAL_SPREAD = 0.35
ENOUGH = 20

# What people call a thing that the catalogue calls by what is measured.
ALIASES: Mapping[str, str] = {
    "light": "brightness",
    "face": "faces",
    "people": "faces",
    "hour": "hour_sin",
    "morning": "hour_sin",
    "evening": "hour_sin",
    "midday": "hour_cos",
    "night": "hour_cos",
    "albums": "album",
    "colour": "colourfulness",
    "color": "colourfulness",
    "green": "yellow_green",
    "red": "red_pink",
    "orange": "orange_brown",
    "caption": "captions",
    "sharpness": "blur",
    "format": "shape",
}

# What is no feature, but can be seen of a post all the same.
CAPTIONS = "captions"

# Own words, in letters.
LONGEST = 80


@dataclass(frozen=True)
class Part:
    """One feature's part of the forecast: log-likes for `scale` above `mean`, once transformed."""

    name: str
    transform: str
    mean: float
    scale: float
    coefficient: float


@dataclass(frozen=True)
class Ticked:
    """A post that was counted, so that it keeps its place though it leaves the table."""

    id: str
    posted_at: datetime


@dataclass(frozen=True)
class Experiment:
    """What was planned, and the posts that it counts.

    Attributes:
        treatment: a feature of the catalogue, the measure of a subject, "captions", or empty
            for `words` of one's own.
        words: what is tried in the person's own words, empty for a treatment with a name.
        cut: the value of the feature above which a post is of the one kind; NaN without one.
        started_at: posts after it count.
        order: for each post to come, whether it is to be of the one kind ("with").
        seed: what `order` was drawn with, and later draws are.
        spread: SD of log-likes that the plan reckons with.
        percent: the effect that it is sized for, in percent of likes.
        basis: where `percent` comes from.
        needed: the posts that would show `percent` four times in five.
        anytime: whether the answer may be looked at after every block.
        forecast: what is foreseen of a post whatever the coin says.
        ticked: posts that count, in order of time.
        cancelled_at: when it was given up.
    """

    treatment: str
    words: str
    cut: float
    started_at: datetime
    order: tuple[bool, ...]
    seed: int
    spread: float
    percent: float
    basis: Basis
    needed: int
    anytime: bool = False
    forecast: tuple[Part, ...] = ()
    ticked: tuple[Ticked, ...] = ()
    cancelled_at: datetime | None = None

    @property
    def posts(self) -> int:
        """How many posts it takes."""
        return len(self.order)

    @property
    def shows(self) -> float:
        """The smallest difference that so many posts show four times in five, in percent."""
        return smallest_shown(self.posts, self.spread)


def choosable() -> tuple[AnyFeature, ...]:
    """The features that a person can choose for a post."""
    return tuple(item for item in CATALOGUE if item.regressed and not item.pace)


def treatment_of(name: str, subjects: Sequence[str] = ()) -> str:
    """What is meant by a name: a feature's own name, "captions", or the measure of a subject.

    Args:
        name: what was typed; what spe measures goes before a subject of the same name, which
            `subject:` before it makes clear.
        subjects: those of the account, as it spells them.

    Raises:
        SpeError: nothing is called so, or it can't be chosen.
    """
    own = {key(one): column(one) for one in subjects}
    if is_subject(name) and key(subject_of(name)) in own:
        return own[key(subject_of(name))]
    asked = name.strip().lower().replace(" ", "_").replace("-", "_")
    asked = ALIASES.get(asked, asked)
    known = {item.name: item.name for item in choosable()}
    known |= {item.label.lower().replace(" ", "_"): item.name for item in choosable()}
    known[CAPTIONS] = CAPTIONS
    if asked in known:
        return known[asked]
    if key(name) in own:
        return own[key(name)]
    yours = f" Or one of your subjects: {', '.join(subjects)}." if subjects else ""
    raise SpeError(
        f"{name!r} is nothing that spe measures and you can choose.\n"
        f"One of: {', '.join(sorted({*known.values()}))}.{yours}\n"
        'Or in your own words: spe try --treatment "a question in the caption"'
    )


def _is_measured(name: str) -> bool:
    """Whether a name means something that spe measures."""
    try:
        treatment_of(name)
    except SpeError:
        return False
    return True


def asked_as(treatment: str) -> str:
    """What a person types for a feature or a subject, which `treatment_of` understands.

    >>> asked_as("faces"), asked_as("hour_sin"), asked_as("background_blur")
    ('faces', 'hour', 'background-blur')
    >>> asked_as("subject:pets"), asked_as("subject:old cars"), asked_as("subject:people")
    ('pets', '"old cars"', 'subject:people')
    """
    if is_subject(treatment):
        subject = subject_of(treatment)
        typed = treatment if _is_measured(subject) else subject
        return f'"{typed}"' if " " in typed else typed
    if "_" not in treatment:
        return treatment
    known = (alias for alias, name in ALIASES.items() if name == treatment)
    return next(known, treatment.replace("_", "-"))


def own_words(text: str) -> str:
    """What a person wants to try, as one line.

    Raises:
        SpeError: there is nothing in it, or too much.
    """
    words = " ".join(text.split())
    if not words or not words.isprintable():
        raise SpeError("--treatment: say in a few words what the one kind of post has.")
    if len(words) > LONGEST:
        raise SpeError(f"--treatment: {len(words)} letters; {LONGEST} at most.")
    return words


def plan(
    *,
    treatment: str = "",
    words: str = "",
    model: FittedModel | None,
    posts: Sequence[Post],
    now: datetime,
    seed: int,
    count: int | None = None,
    anytime: bool = False,
) -> Experiment:
    """Size an experiment and draw its order.

    Args:
        treatment: as `treatment_of` gives it, or empty.
        words: as `own_words` gives them, where `treatment` is empty.
        model: what was learnt before, None where there is none.
        posts: the account's posts, which tell how much luck moves them.
        now: the present, with a time zone; posts after it count.
        seed: for the coin, 0 or more.
        count: how many posts, raised to whole blocks; None takes what is needed, up to `CAP`.
        anytime: whether the answer may be looked at before the end.

    Raises:
        SpeError: `count` is below `FEWEST` or above `MOST`.
    """
    if count is not None and not FEWEST <= count <= MOST:
        raise SpeError(f"--posts: from {FEWEST} to {MOST}, not {count}.")
    term = model.by_name.get(treatment) if model else None
    percent, basis = _sought(model, term)
    spread = _spread(model, posts)
    needed = whole_blocks(max(FEWEST, posts_for(percent, spread)))
    return Experiment(
        treatment=treatment,
        words=words,
        cut=_cut(BY_NAME[treatment], term) if treatment in BY_NAME else math.nan,
        started_at=now.replace(microsecond=0),
        order=draw_order(whole_blocks(min(needed, CAP) if count is None else count) // BLOCK, seed),
        seed=seed,
        spread=spread,
        percent=percent,
        basis=basis,
        needed=needed,
        anytime=anytime,
        forecast=_forecast(model, treatment) if model else (),
    )


def whole_blocks(posts: int) -> int:
    """So many posts or up to three more, in blocks of four.

    >>> whole_blocks(12), whole_blocks(13)
    (12, 16)
    """
    return math.ceil(posts / BLOCK) * BLOCK


def _sought(model: FittedModel | None, term: Term | None) -> tuple[float, Basis]:
    """The low end of an effect that may be named, else the usual size."""
    if model is None or term is None or model.answer.evidence(term.name) == "unclear":
        return SOUGHT, "none"
    nearest = min(term.low, term.high, key=abs)
    return percent_of_log(math.copysign(max(abs(nearest), _LEAST), nearest)), "estimate"


def _spread(model: FittedModel | None, posts: Sequence[Post]) -> float:
    """SD of log-likes of what can't be foreseen: the model's, the posts' own, or a typical one."""
    if model is not None and len(model.posts) >= ENOUGH:
        known = scatter(
            [one.likes for one in model.posts],
            [one.expected for one in model.posts],
            [one.usual for one in model.posts],
        )
    else:
        known = _spread_of_posts(posts)
    return known if known > 0 else TYPICAL_SPREAD


def _spread_of_posts(posts: Sequence[Post]) -> float:
    """The same of posts that nothing was learnt from, against those around them."""
    times = ratios(posts)
    known = [
        (post.likes, post.likes / times[post.id])
        for post in posts
        if post.likes and times.get(post.id)
    ]
    if len(known) < ENOUGH:
        return math.nan
    likes, usual = zip(*known, strict=True)
    return scatter(likes, usual, usual)


def _cut(item: AnyFeature, term: Term | None) -> float:
    """The value above which a post has much of a feature: the middle of what is compared."""
    if item.there_or_not:
        return 0.5
    low, high = term.compared if term else (math.nan, math.nan)
    if math.isnan(low) or math.isnan(high):
        low, high = item.comparison.low, item.comparison.high
    middle = (scaled(low, item.transform) + scaled(high, item.transform)) / 2
    return item.comparison.rounded(unscaled(middle, item.transform), high)[0]


def _forecast(model: FittedModel, treatment: str) -> tuple[Part, ...]:
    """The parts of the forecast that the coin can't move; none where drafts are not told apart."""
    if not model.answer.told_apart:
        return ()
    return tuple(
        Part(term.name, term.transform, term.mean, term.scale, term.coefficient)
        for term in model.terms
        if term.name in BY_NAME and _untouched(BY_NAME[term.name], treatment)
    )


def _untouched(item: AnyFeature, treatment: str) -> bool:
    """Whether a feature is decided beside what is tried.

    Photos with faces are also warmer, or less blue: taking out what the forecast makes of
    that would charge to the coin what is the forecast's own error. So of a photo that is
    chosen by the coin nothing is taken out, and of own words, which may be about anything,
    nothing at all. A caption is added to a photo that is there; of its form nothing is known
    where there is none.
    """
    if treatment == CAPTIONS:
        return not item.pace and item.name not in WRITTEN
    if not (treatment in BY_NAME or is_subject(treatment)):
        return False
    timed = treatment in BY_NAME and BY_NAME[treatment].group == "time"
    return (item.group != "time") if timed else (item.group == "time" and not item.pace)
