"""data/experiment.json: what is written is read, and what is absurd is refused with a sentence."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from spe.errors import TableError
from spe.experiments.plan import Part, Ticked
from spe.experiments.store import read_experiments, tick_off, write_experiments
from tests.experiments.made import PLANNED, START, own_words, posted

WHOLE = replace(
    PLANNED,
    forecast=(Part("weekend", "identity", 0.3, 0.45, 0.1),),
    ticked=(Ticked("p0", START + timedelta(days=2)),),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "experiment.json"


def test_what_is_written_is_read(path):
    given_up = replace(WHOLE, cancelled_at=START + timedelta(days=3))
    words = own_words(cut=0.5, started_at=START + timedelta(days=4))

    write_experiments(path, [given_up, words])

    assert read_experiments(path) == (given_up, words)


def test_an_unknown_cut_is_null(path):
    write_experiments(path, [own_words(cut=float("nan"))])

    assert json.loads(path.read_text())["experiments"][0]["cut"] is None
    assert read_experiments(path)[0].cut != read_experiments(path)[0].cut


def test_without_a_file_there_is_none(path):
    assert read_experiments(path) == ()
    assert tick_off(path, posted()) == ()
    assert not path.exists()


@pytest.mark.parametrize(
    ("entry", "value", "named"),
    [
        ("order", [True] * 12, "order makes no sense"),
        ("order", [], "order makes no sense"),
        ("order", [True, False] * 202, "order makes no sense"),
        ("treatment", "smell", "treatment makes no sense"),
        ("treatment", "gap", "treatment makes no sense"),
        ("treatment", "", "treatment makes no sense"),
        ("words", "both", "treatment makes no sense"),
        ("seed", -1, "seed makes no sense"),
        ("spread", 0.0, "spread makes no sense"),
        ("spread", None, "spread makes no sense"),
        ("percent", 0.0, "percent makes no sense"),
        ("percent", -100.0, "percent makes no sense"),
        ("percent", None, "percent makes no sense"),
        ("needed", 0, "needed makes no sense"),
        ("started_at", "2026-05-01T00:00:00", "started_at makes no sense"),
        ("started_at", "yesterday", "yesterday"),
        ("anytime", 1, "anytime is not what it should be"),
        ("basis", "hope", "basis is not what it should be"),
        ("mood", 1, "unknown entry 'mood'"),
    ],
)
def test_an_absurd_entry_is_named(path, entry, value, named):
    write_experiments(path, [WHOLE])
    known = json.loads(path.read_text())
    known["experiments"][0][entry] = value
    path.write_text(json.dumps(known))

    with pytest.raises(TableError, match=named) as refused:
        read_experiments(path)

    assert str(path) in str(refused.value)
    assert "move it away" in str(refused.value)


@pytest.mark.parametrize(
    "ticked",
    [
        [("a", 2), ("a", 3)],
        [("a", 3), ("b", 2)],
        [("a", 0)],
        [(f"p{at}", at + 1) for at in range(13)],
    ],
)
def test_posts_that_cannot_be_those_after_the_start_are_refused(path, ticked):
    posts = tuple(Ticked(name, START + timedelta(days=days)) for name, days in ticked)
    write_experiments(path, [replace(WHOLE, ticked=posts)])

    with pytest.raises(TableError, match="ticked makes no sense"):
        read_experiments(path)


def test_an_experiment_whose_last_post_is_out_is_read(path):
    ticked = tuple(Ticked(f"p{at}", START + timedelta(days=at + 1)) for at in range(12))

    write_experiments(path, [replace(WHOLE, ticked=ticked)])

    assert read_experiments(path)[0].ticked == ticked


@pytest.mark.parametrize(
    ("entry", "value"), [("scale", 0.0), ("mean", None), ("coefficient", None)]
)
def test_a_forecast_without_numbers_is_refused(path, entry, value):
    write_experiments(path, [WHOLE])
    known = json.loads(path.read_text())
    known["experiments"][0]["forecast"][0][entry] = value
    path.write_text(json.dumps(known))

    with pytest.raises(TableError, match="forecast makes no sense"):
        read_experiments(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"format": 2, "experiments": []}', "newer spe"),
        ('{"format": true}', "not what spe try wrote"),
        ('{"format": 0}', "not what spe try wrote"),
        ("[]", "not what spe try wrote"),
        ("{", "can't be read"),
        ('{"format": 1, "experiments": {}}', "experiments is not what it should be"),
    ],
)
def test_other_files_are_refused_with_a_sentence(path, text, said):
    path.parent.mkdir()
    path.write_text(text)

    with pytest.raises(TableError, match=said):
        read_experiments(path)


def test_posts_are_ticked_off_in_the_file_once(path):
    write_experiments(path, [PLANNED])

    tick_off(path, posted(3))
    written = path.stat().st_mtime_ns
    again = tick_off(path, posted(3))

    assert [one.id for one in read_experiments(path)[0].ticked] == ["p0", "p1", "p2"]
    assert again == read_experiments(path)
    assert path.stat().st_mtime_ns == written


def test_an_experiment_on_a_subject_is_read(path):
    write_experiments(path, [replace(PLANNED, treatment="subject:pets")])

    assert read_experiments(path)[0].treatment == "subject:pets"


def test_a_file_without_any_experiment_ticks_nothing_off(path):
    write_experiments(path, ())

    assert tick_off(path, posted(1)) == ()
