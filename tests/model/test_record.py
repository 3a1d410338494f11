"""What is read is of its fields' types, and what is not is named by where it stands."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

import pytest

from spe.files import jsonable
from spe.model.record import made


@dataclass(frozen=True)
class Small:
    name: str
    size: float = math.nan


@dataclass(frozen=True)
class Large:
    kind: Literal["one", "two"]
    count: int
    sure: bool
    at: datetime
    parts: tuple[Small, ...] = ()
    best: Small | None = None
    sizes: Mapping[str, float] = field(default_factory=dict)
    anything: Mapping[str, Any] = field(default_factory=dict)


def large(**changes):
    known = {
        "kind": "two",
        "count": 3,
        "sure": True,
        "at": datetime(2026, 5, 1, 12, tzinfo=UTC),
        "parts": (Small("a", 1.5), Small("b")),
        "best": Small("c", 2.0),
        "sizes": {"d": 0.5},
        "anything": {"e": [1, "f", None]},
    }
    return Large(**{**known, **changes})


def test_what_is_written_is_read_as_it_was():
    text = json.dumps(jsonable(large()), allow_nan=False)

    assert repr(made(Large, json.loads(text), "it")) == repr(large())
    assert json.loads(text)["parts"][1]["size"] is None


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_null(number):
    assert jsonable({"size": number}) == {"size": None}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "three"}, "it, kind"),
        ({"count": 3.0}, "it, count"),
        ({"count": True}, "it, count"),
        ({"count": None}, "it, count"),
        ({"sure": 1}, "it, sure"),
        ({"at": 5}, "it, at"),
        ({"parts": "ab"}, "it, parts"),
        ({"parts": [{"name": "a", "size": "1"}]}, r"it, parts\[0\], size"),
        ({"parts": [{"name": "a", "size": True}]}, r"it, parts\[0\], size"),
        ({"parts": [{"name": 1}]}, r"it, parts\[0\], name"),
        ({"parts": ["a"]}, r"it, parts\[0\]"),
        ({"best": 1}, "it, best"),
        ({"sizes": [1.0]}, "it, sizes"),
        ({"sizes": {"d": "1"}}, "it, sizes, d"),
        ({"surprise": 1}, "it has an unknown entry 'surprise'"),
    ],
)
def test_what_is_not_of_its_type_is_named(change, said):
    with pytest.raises(ValueError, match=said):
        made(Large, {**jsonable(large()), **change}, "it")


def test_a_whole_number_stands_for_a_broken_one_and_null_for_the_unknown():
    small = made(Small, {"name": "a", "size": 2}, "it")

    assert isinstance(small.size, float)
    assert math.isnan(made(Small, {"name": "a", "size": None}, "it").size)
    assert made(Large, {**jsonable(large()), "best": None}, "it").best is None
