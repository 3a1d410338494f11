"""JSON that is longer than what is held at once, or several values one after another."""

import json

import pytest

from spe.errors import SourceError
from spe.sources import _json
from spe.sources._json import entries, values
from spe.sources._tree import Folder
from tests.sources.made_exports import lay_out


@pytest.fixture
def small(monkeypatch):
    """Hold no more than a thousand signs at once."""
    monkeypatch.setattr(_json, "LONGEST_ENTRY", 1000)
    monkeypatch.setattr(_json, "_PIECE", 64)


def tree(tmp_path, text):
    return Folder(lay_out({"a.json": text.encode()}, tmp_path))


def posts(number):
    return [{"id": at, "text": "x" * 40} for at in range(number)]


@pytest.mark.parametrize("read", [entries, values])
def test_what_follows_the_first_object_is_not_lost(tmp_path, read):
    text = "".join(json.dumps(post) + "\n" for post in posts(5))

    assert list(read(tree(tmp_path, text), "a.json")) == posts(5)


@pytest.mark.parametrize("read", [entries, values])
def test_what_follows_the_first_object_and_is_none_is_damage(tmp_path, read):
    with pytest.raises(SourceError, match="cut off or damaged"):
        list(read(tree(tmp_path, '{"id": 1}\n{"id": 2'), "a.json"))


@pytest.mark.usefixtures("small")
def test_the_entries_of_a_list_in_a_long_object_come_one_by_one(tmp_path):
    text = json.dumps({"@context": "x", "orderedItems": posts(100), "total": 100})

    assert list(entries(tree(tmp_path, text), "a.json")) == [
        {"@context": "x"},
        *posts(100),
        {"total": 100},
    ]


@pytest.mark.usefixtures("small")
def test_a_list_deep_in_a_long_object_is_found(tmp_path):
    text = json.dumps({"business_discovery": {"media": {"data": posts(100), "next": {}}}})

    assert list(values(tree(tmp_path, text), "a.json")) == [*posts(100), {"next": {}}]


@pytest.mark.usefixtures("small")
def test_lines_behind_a_long_object_are_read(tmp_path):
    text = json.dumps({"data": posts(50)}) + "\n" + json.dumps({"data": posts(2)})

    assert list(entries(tree(tmp_path, text), "a.json")) == [*posts(50), *posts(2)]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"data": [{"text": "x" * 5000}]}),
        json.dumps({"text": "x" * 5000}),
        json.dumps([{"text": "x" * 5000}]),
    ],
)
def test_an_entry_that_is_too_long_is_said_to_be_that(tmp_path, text):
    with pytest.raises(SourceError, match="longer than"):
        list(values(tree(tmp_path, text), "a.json"))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("cut", [1, 2, 30, 500])
def test_a_long_object_that_is_cut_off_is_said_to_be_damaged(tmp_path, cut):
    text = json.dumps({"data": posts(100)})[:-cut]

    with pytest.raises(SourceError, match="cut off or damaged"):
        list(values(tree(tmp_path, text), "a.json"))
