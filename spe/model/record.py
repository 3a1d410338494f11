"""Dataclasses from JSON that was written of them, every field of its type.

The unknown (NaN) is null, a time is ISO 8601, a tuple a list. What is read is held against
the fields' annotations, so that a file mangled by hand is refused by name of the entry, and
not found out where its numbers are used.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints


def made(kind: Any, value: Any, where: str) -> Any:  # noqa: ANN401, PLR0911  (a case a line)
    """A value of a field's type from what JSON held; `where` names it in what is said of it.

    Raises:
        ValueError: it holds something else, named by where it stands.
    """
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Any:
        return value
    if origin is UnionType:
        return None if value is None else made(inner[0], value, where)
    if kind is float and value is None:
        return math.nan
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if (kind in {str, bool, int} and type(value) is kind) or (origin is Literal and value in inner):
        return value
    if kind is datetime and isinstance(value, str):
        return datetime.fromisoformat(value)
    if origin is tuple and _is_list(value, inner):
        return tuple(made(inner[0], item, f"{where}[{i}]") for i, item in enumerate(value))
    if origin is Mapping and isinstance(value, dict):
        return {key: made(inner[1], item, f"{where}, {key}") for key, item in value.items()}
    if is_dataclass(kind) and isinstance(value, dict):
        return _dataclass(kind, value, where)
    raise ValueError(f"{where} is not what it should be")


def _is_list(value: Any, inner: tuple[Any, ...]) -> bool:  # noqa: ANN401
    """Whether it is a list of as many entries as a tuple of these types has."""
    listed = isinstance(value, Sequence) and not isinstance(value, str)
    return listed and (inner[-1] is Ellipsis or len(value) == len(inner))


def _dataclass(kind: Any, value: dict[str, Any], where: str) -> Any:  # noqa: ANN401
    hints = get_type_hints(kind)
    unknown = set(value) - {item.name for item in fields(kind)}
    if unknown:
        raise ValueError(f"{where} has an unknown entry {min(unknown)!r}")
    return kind(
        **{name: made(hints[name], item, f"{where}, {name}") for name, item in value.items()}
    )
