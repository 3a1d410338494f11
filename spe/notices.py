"""What is to be known of an account, as codes and values: each language words them itself.

A code stands in a model's file, so it is never given another meaning. `written` holds a
sentence as a file of format 1 has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# Posts that were left out, each with why; features that were not used, each with why;
# and what to know before believing anything. By code: its values and their types; a `date`
# is an ISO text, a `list` one of texts, a `tuple` one of whole numbers.
LEFT_OUT: Mapping[str, Mapping[str, type]] = {
    "on_request": {},
    "excluded": {"why": str},
    "no_likes": {},
    "no_likes_or_comments": {},
    "no_time": {},
    "too_young": {"days": float},
    "perhaps_young": {"days": float},
    "not_measured": {},
    "not_measurable": {},
    "same_photo": {},
    "same_count": {},
    "written": {"text": str},
}
NOT_USED: Mapping[str, Mapping[str, type]] = {
    "few_faces": {"photos": int, "needed": int},
    "few_albums": {"albums": int, "needed": int},
    "few_captions": {"posts": int, "of": int},
    "mostly_unknown": {},
    "constant": {},
    "nearly_constant": {},
    "written": {"text": str},
}
WARNINGS: Mapping[str, Mapping[str, type]] = {
    "hidden_counts": {"posts": int, "first": date, "last": date, "count": int, "left_out": bool},
    "same_second": {"posts": int},
    "many_zeros": {"zeros": int, "posts": int},
    "long_pause": {"first": date, "last": date},
    "jump": {"since": date, "change": float},
    "recent_jump": {"posts": int},
    "fragile": {"features": list, "posts": int},
    "faces_alike": {"posts": int, "with_face": int, "differing": list},
    "far_counts": {"ids": list, "days": list, "likes": tuple, "usual": tuple},
    "without_far_counts": {"posts": int, "same": bool, "mae": float, "mae_without": float},
    "written": {"text": str},
}


@dataclass(frozen=True)
class Notice:
    """One thing to know.

    Attributes:
        code: a key of `LEFT_OUT`, `NOT_USED` or `WARNINGS`.
        values: what JSON can hold, by name; days are ISO dates, a `change` is a share
            (-.2: a fifth less), `features` are names of the catalogue, `usual` is in likes.

    Raises:
        ValueError: the code is unknown, or its values are not what belongs to it.
    """

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what no language could word."""
        wanted = {**LEFT_OUT, **NOT_USED, **WARNINGS}.get(self.code)
        if wanted is None:
            raise ValueError(f"there is no notice {self.code!r}")
        if set(wanted) != set(self.values) or not all(
            _is(self.values[name], kind) for name, kind in wanted.items()
        ):
            raise ValueError(f"the values of the notice {self.code!r} are not what they should be")


def _is(value: object, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
    if kind is tuple:
        return isinstance(value, list | tuple) and all(type(item) is int for item in value)
    if kind is date:
        return type(value) is str and date.fromisoformat(value) is not None
    if kind is float:
        return type(value) in {int, float}
    return type(value) is kind
