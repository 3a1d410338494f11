"""Notices in English: why posts were left out or a feature not used, and what to know."""

from collections.abc import Callable
from datetime import date

from spe.english.days import day, month
from spe.notices import Notice

# What needs no values.
_PLAIN = {
    "on_request": "left out on request",
    "no_likes": "no like count",
    "no_likes_or_comments": "no like or comment count",
    "no_time": "no posting time",
    "not_measured": "not measured yet",
    "not_measurable": "could not be measured",
    "same_photo": "the same photo as an earlier post",
    "same_count": "the same like count over a stretch",
    "mostly_unknown": "unknown for most posts",
    "constant": "the same in all posts",
    "nearly_constant": "nearly the same in all posts",
}


def told(notice: Notice, label: Callable[[str], str]) -> str:  # noqa: PLR0911  (a code a line)
    """A notice in words: a warning is a sentence, a reason a phrase ("no like count").

    `label` gives what a feature is called.
    """
    values = notice.values
    match notice.code:
        case "excluded":
            return str(values["why"])
        case "written":
            return str(values["text"])
        case "too_young":
            return f"younger than {values['days']:g} days when its likes were read"
        case "few_faces":
            return f"only {values['photos']} photos with a face; {values['needed']} are needed"
        case "hidden_counts":
            return _hidden(notice)
        case "same_second":
            n = values["posts"]
            return (
                f"{n} post{'s' if n > 1 else ''} went out in the same second as another: "
                "their order in time is a guess."
            )
        case "many_zeros":
            return (
                f"{values['zeros']} of {values['posts']} posts have 0 likes; "
                "differences rest on the others."
            )
        case "long_pause":
            return (
                f"Nothing was posted from {month(_date(values['first']))} to "
                f"{month(_date(values['last']))}; followers may have changed in between."
            )
        case "jump":
            return (
                f"From {day(_date(values['since']))} on, posts get {abs(values['change']):.0%} "
                f"{'fewer' if values['change'] < 0 else 'more'} likes than before. "
                "The usual follows; older posts are compared with their own time."
            )
        case "fragile":
            n = values["posts"]
            posts = "its most outlying post" if n == 1 else f"the {n} most outlying posts"
            names = ", ".join(label(name) for name in values["features"])
            return f"What is said of {names} rests on few posts: it changes without {posts}."
        case _:
            return _PLAIN[notice.code]


def _hidden(notice: Notice) -> str:
    values = notice.values
    what = (
        f"{values['posts']} posts in a row, {day(_date(values['first']))} to "
        f"{day(_date(values['last']))}, all have {values['count']} likes, "
        "as happens where counts were hidden"
    )
    if values["left_out"]:
        return f"{what}; they were left out."
    return f"{what}. Correct them with spe likes, or leave them out with --leave-out-hidden."


def _date(text: str) -> date:
    return date.fromisoformat(text)
