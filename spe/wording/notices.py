"""Notices in English: why posts were left out or a feature not used, and what to know."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from spe.notices import Notice
from spe.wording.days import day, month
from spe.wording.kinds import KINDS
from spe.wording.numbers import listed, miss, number

# Reasons: they follow a number of posts, or a feature's name.
_PHRASES = {
    "on_request": "left out on request",
    "excluded": "{why}",
    "no_likes": "no like count",
    "no_likes_or_comments": "no like or comment count",
    "no_time": "no posting time",
    "too_young": "younger than {days:g} days when its likes were read",
    "perhaps_young": (
        "perhaps younger than {days:g} days when its likes were read, which nobody knows"
    ),
    "not_measured": "not measured yet",
    "not_measurable": "could not be measured",
    "same_photo": "the same photo as an earlier post",
    "same_count": "the same like count over a stretch",
    "few_faces": "only {photos} photos with a face; {needed} are needed",
    "few_albums": "only {albums} albums of which other photos are here; {needed} are needed",
    "few_captions": "{posts} of {of} posts have a caption; half of them are needed",
    "mostly_unknown": "unknown for most posts",
    "constant": "the same in all posts",
    "nearly_constant": "nearly the same in all posts",
    "written": "{text}",
}


def told(notice: Notice, label: Callable[[str], str]) -> str:
    """A notice in words: a warning is a sentence, a reason a phrase ("no like count").

    `label` gives what a feature is called.
    """
    values = notice.values
    if notice.code == "fragile":
        return _fragile(values, label)
    if notice.code == "faces_alike":
        return _faces_alike(values, label)
    if notice.code in _SENTENCES:
        return _SENTENCES[notice.code](values)
    return _PHRASES[notice.code].format(**values)


def far_count(likes: int, usual: float) -> str:
    """A count that is far from those of the posts around it, without a full stop.

    >>> far_count(450_000, 46)
    '450,000 is far more than the posts around it got, about 46'
    """
    more = "more" if likes > usual else "fewer"
    return f"{likes:,} is far {more} than the posts around it got, about {number(usual)}"


def _fragile(values: Mapping[str, Any], label: Callable[[str], str]) -> str:
    n = values["posts"]
    posts = "its most outlying post" if n == 1 else f"the {n} most outlying posts"
    names = ", ".join(label(name) for name in values["features"])
    return f"What is said of {names} rests on few posts: it changes without {posts}."


def _faces_alike(values: Mapping[str, Any], label: Callable[[str], str]) -> str:
    n, having = values["posts"], values["with_face"]
    if having == n:
        found = f"A face was found in all {n} of your posts"
    elif having == 0:
        found = f"No face was found in any of your {n} posts"
    else:
        only = "only " if having < n / 2 else ""
        found = f"A face was found in {only}{having} of your {n} posts"
    said = f"{found}, so they can't tell whether a face goes with likes."
    differing = [KINDS.get(name) or label(name).lower() for name in values["differing"]]
    if differing:
        said += f" What differs between them, and can be compared: {listed(differing)}."
    return said


def _hidden_counts(values: Mapping[str, Any]) -> str:
    what = (
        f"{values['posts']} posts in a row, {day(_date(values['first']))} to "
        f"{day(_date(values['last']))}, all have {values['count']} likes, "
        "as happens where counts were hidden"
    )
    if values["left_out"]:
        return f"{what}; they were left out."
    return f"{what}. Correct them with spe likes, or leave them out with --leave-out-hidden."


def _same_second(values: Mapping[str, Any]) -> str:
    n = values["posts"]
    return (
        f"{n} post{'s' if n > 1 else ''} went out in the same second as another: "
        "their order in time is a guess."
    )


def _many_zeros(values: Mapping[str, Any]) -> str:
    return (
        f"{values['zeros']} of {values['posts']} posts have 0 likes; differences rest on the "
        "others."
    )


def _long_pause(values: Mapping[str, Any]) -> str:
    return (
        f"Nothing was posted from {month(_date(values['first']))} to "
        f"{month(_date(values['last']))}; followers may have changed in between."
    )


def _jump(values: Mapping[str, Any]) -> str:
    return (
        f"From {day(_date(values['since']))} on, posts got {abs(values['change']):.0%} "
        f"{'fewer' if values['change'] < 0 else 'more'} likes than those just before (medians). "
        "The usual follows; older posts are compared with their own time."
    )


def _recent_jump(values: Mapping[str, Any]) -> str:
    return (
        f"Your likes changed level about {values['posts']} posts ago; ranges are wider until ten "
        "posts have come since."
    )


# Posts that a sentence names before the rest is only counted.
_NAMED = 6


def _far_counts(values: Mapping[str, Any]) -> str:
    rows = list(zip(values["days"], values["likes"], values["usual"], strict=True))
    named = [
        f"{number(likes)} on {day(_date(at))} (around it about {number(usual)})"
        for at, likes, usual in rows[:_NAMED]
    ]
    rest = len(rows) - len(named)
    text = listed([*named, f"{rest} more"] if rest else named)
    one = len(rows) == 1
    return (
        f"{'One post has' if one else f'{len(rows)} posts have'} far more or far fewer likes than "
        f"the posts around {'it' if one else 'them'}: {text}. Such posts happen, so "
        f"{'it counts' if one else 'they count'}. A slip of the keyboard is corrected with "
        "spe posts --likes ID N."
    )


def _without_far_counts(values: Mapping[str, Any]) -> str:
    them = "that post" if values["posts"] == 1 else f"these {values['posts']} posts"
    same = (
        f"What is said of your photos is the same without {them}"
        if values["same"]
        else f"Something else would be said of your photos without {them}"
    )
    return (
        f"{same}. On unseen posts the guess misses by {miss(values['mae'])} likes on average, "
        f"without {'it' if values['posts'] == 1 else 'them'} by {miss(values['mae_without'])}."
    )


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "hidden_counts": _hidden_counts,
    "same_second": _same_second,
    "many_zeros": _many_zeros,
    "long_pause": _long_pause,
    "jump": _jump,
    "recent_jump": _recent_jump,
    "far_counts": _far_counts,
    "without_far_counts": _without_far_counts,
}


def _date(text: str) -> date:
    return date.fromisoformat(text)
