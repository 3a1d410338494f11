"""What to know of scored drafts, as codes and values: each language words it itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from spe.features import named
from spe.wording import clock, day, listed, number
from spe.wording import notices as of_model
from spe.wording.comparisons import pause
from spe.wording.skill import photos_not_shown


@dataclass(frozen=True)
class Remark:
    """One thing to know.

    Attributes:
        code: a key of `CODES`.
        values: by name, as `CODES` explains them.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


# Each code with the names of its values.
CODES: Mapping[str, tuple[str, ...]] = {
    # The features in which a draft lies beyond every post; that it is unlike them together; the
    # features that are unknown of it.
    "beyond": ("features",),
    "unlike": (),
    "unknown": ("features",),
    # The post that shows the same picture: its time, its likes (NaN where unknown), and whether
    # the model has learnt from it. The names of two drafts that show one picture.
    "posted": ("at", "likes", "learnt"),
    "same_picture": ("first", "second"),
    # Of all drafts: that the time is over; the last post, the days since, and the usual pause in
    # days where it is taken (None: it is not); that photos are not shown to add anything, where
    # subjects are known or not.
    "over": ("at",),
    "long_silence": ("last", "days", "pause"),
    "photos_not_shown": ("subjects",),
    # The pause that is taken: the last imported post, and the usual days. A time of few posts.
    "usual_pause": ("last", "days"),
    "new_hour": ("at",),
    # That albums make no difference, with the notice why (None: not measured); that the caption
    # is not known; that too few posts are about a subject, or that none was said of those learnt.
    "album": ("why",),
    "no_caption": (),
    "rare_subject": ("subject",),
    "no_subject": ("subjects",),
    # A notice of the model; posts that were not learnt from; other measurements.
    "of_model": ("notice",),
    "posts_since": ("posts",),
    "measured_otherwise": (),
}

MEASURED_OTHERWISE = (
    "The model was learnt from photos that were measured otherwise than these drafts: "
    "run spe extract, then spe fit."
)


def told(remark: Remark) -> str:
    """A remark in English."""
    return _SENTENCES[remark.code](remark.values)


def _labels(values: Mapping[str, Any]) -> str:
    return listed([named(name).label.lower() for name in values["features"]])


def _posted(values: Mapping[str, Any]) -> str:
    likes = values["likes"]
    said = f"You posted this picture on {day(values['at'])}"
    said += "." if likes != likes else f", and it got {number(likes)} likes."  # noqa: PLR0124  (NaN)
    if values["learnt"]:
        said += " The model has learnt from it, so this guess is no test."
    return said


def _for_the_pause(days: float | None) -> str:
    """Which pause the guess rests on, where it is not the true one."""
    if days is None:
        return ""
    return f" The guess is for a post after your usual pause of {pause(days)}."


def _album(values: Mapping[str, Any]) -> str:
    known = values["why"]
    why = (
        "was not measured yet when it was fitted"
        if known is None
        else f"is {of_model.told(known, str)}"
    )
    return (
        "As far as the model knows, it makes no difference to be an album: whether a post "
        f"is one {why}."
    )


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "beyond": lambda values: (
        f"Outside what you have posted so far in {_labels(values)}: the guess reaches further "
        "than your posts do."
    ),
    "unlike": lambda _: "Hardly any of your posts looks like this one: the guess is less sure.",
    "unknown": lambda values: f"Unknown here, so taken as average: {_labels(values)}.",
    "posted": _posted,
    "same_picture": lambda values: (
        f"{values['first']} and {values['second']} show the same picture."
    ),
    "over": lambda values: (
        f"{day(values['at'])} is in the past: the guess is for your usual as it is now."
    ),
    "long_silence": lambda values: (
        f"The last post that was learnt from is of {day(values['last'])}, {values['days']} days "
        f"before: your usual may have moved since.{_for_the_pause(values['pause'])}"
    ),
    "photos_not_shown": lambda values: photos_not_shown(subjects=values["subjects"]),
    "usual_pause": lambda values: (
        f"Your last imported post is of {day(values['last'])}.{_for_the_pause(values['days'])}"
    ),
    "new_hour": lambda values: (
        f"You have hardly ever posted around {clock(values['at'])}, so the hour is left out of "
        "the guess."
    ),
    "album": _album,
    "no_caption": lambda _: (
        "What will be written beside it is not known, so it is left out of the guess; "
        "--caption TEXT takes it in."
    ),
    "rare_subject": lambda values: (
        f"Too few of the posts that were learnt from are about {values['subject']}, so the guess "
        "is that of any subject."
    ),
    "no_subject": lambda values: (
        "What is in the picture was not said, so it is left out of the guess; --subject NAME "
        f"takes it in: {listed(values['subjects'])}."
    ),
    "of_model": lambda values: of_model.told(values["notice"], str),
    "posts_since": lambda values: (
        f"{values['posts']} posts went out after the last one that was learnt from, and the usual "
        "is that of before. Run spe fit again once their likes are in."
    ),
    "measured_otherwise": lambda _: MEASURED_OTHERWISE,
}
