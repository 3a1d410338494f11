"""A model file whose parts do not fit together is refused, whichever part it is."""

import json
import math

import pytest

from spe.errors import ModelError
from spe.model.fitted import FittedModel
from tests.small_model import small_model


@pytest.fixture
def refused(tmp_path):
    """Why a small model is refused after a change; empty where it is read."""

    def refused(change):
        path = tmp_path / "model.json"
        small_model().write(path)
        data = json.loads(path.read_text())
        change(data)
        path.write_text(json.dumps(data))
        try:
            FittedModel.read(path)
        except ModelError as error:
            return str(error)
        return ""

    return refused


CHANGES = {
    "no baseline": lambda data: data.update(baseline=None),
    "a fold's coefficients gone": lambda data: data["fold_coefficients"].pop(),
    "one of a fold's coefficients gone": lambda data: data["fold_coefficients"][2].pop(),
    "an offset too many": lambda data: data["fold_offsets"].append(0.0),
    "a post of a fold after the last": lambda data: data["fold_of_post"].__setitem__(7, 5),
    "a post of a fold before the first": lambda data: data["fold_of_post"].__setitem__(7, -1),
    "a post of no fold": lambda data: data["fold_of_post"].pop(),
    "a row of precision gone": lambda data: data["precision"].pop(),
    "a number of precision gone": lambda data: data["precision"][3].pop(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_tables_that_do_not_fit_together_are_refused(refused, change):
    assert "its tables do not fit together" in refused(change)


@pytest.mark.parametrize(
    "numbers",
    [
        {"mean": None},
        {"scale": None},
        {"coefficient": None},
        {"scale": 0.0},
        {"scale": -1.0},
        {"quantiles": []},
    ],
    ids=str,
)
def test_a_term_whose_numbers_make_no_sense_is_named(refused, numbers):
    def change(data):
        data["terms"][1].update(numbers)

    assert "the numbers of 'orange_brown' make no sense" in refused(change)


def at(*way):
    """A function: data, value -> the value put where the way leads to."""

    def put(data, value):
        for step in way[:-1]:
            data = data[step]
        data[way[-1]] = value

    return put


LOGS = 2 * math.log1p(10**11)

# By place: what is just read, and what is just refused.
SIZES = {
    ("n_posts",): [(0, -1), (10_000_000, 10_000_001)],
    ("baseline",): [(LOGS, LOGS + 0.01), (-LOGS, -LOGS - 0.01)],
    ("shift",): [(LOGS, LOGS + 0.01)],
    ("drift",): [(1e7, 1.1e7)],
    ("fold_offsets", 0): [(-LOGS, -LOGS - 0.01)],
    ("fold_coefficients", 0, 0): [(LOGS, 1e308)],
    ("fold_residuals", 0): [(LOGS, 1e308)],
    ("usual_residuals", 0): [(LOGS, 1e308)],
    ("terms", 0, "coefficient"): [(LOGS, LOGS + 0.01)],
    ("terms", 0, "mean"): [(-1e6, -1e7)],
    ("terms", 0, "scale"): [(1e6, 1e7)],
    ("terms", 0, "quantiles", 3): [(1e6, 1e308)],
    ("terms", 0, "compared"): [([0, 1e6], [0, 1e308])],
    ("posts", 0, "likes"): [(1e11, 1.1e11), (0, -1)],
    ("posts", 0, "usual"): [(1e14, 1.1e14), (-0.9, -1)],
    ("posts", 0, "expected"): [(None, -1)],
    ("posts", 0, "low"): [(0, -1)],
    ("posts", 0, "high"): [(None, 1e308)],
    ("posts", 0, "posted_at"): [
        ("1900-01-01T00:00:00+00:00", "1899-12-31T00:00:00+00:00"),
        ("2200-12-31T00:00:00+00:00", "2201-01-01T00:00:00+00:00"),
        ("2026-01-01T00:00:00+00:00", "2026-01-01T00:00:00"),
    ],
}


@pytest.mark.parametrize(
    ("way", "read", "wrong"),
    [(way, read, wrong) for way, pairs in SIZES.items() for read, wrong in pairs],
    ids=str,
)
def test_numbers_of_no_account_s_size_are_refused(refused, way, read, wrong):
    assert refused(lambda data: at(*way)(data, read)) == ""
    assert "its numbers are of no account's size" in refused(lambda data: at(*way)(data, wrong))


@pytest.mark.parametrize(
    "value", ["much", True, [1], {}, 10**400], ids=lambda value: str(value)[:9]
)
@pytest.mark.parametrize("way", SIZES, ids=str)
def test_what_is_of_another_kind_is_refused_in_one_sentence(refused, way, value):
    said = refused(lambda data: at(*way)(data, value))

    assert said.endswith("Run spe fit again.")
    assert len(said.splitlines()) == 1
    assert len(said) < 400


@pytest.mark.parametrize(
    "change",
    [
        lambda _: None,
        lambda data: data.update(precision=[]),
        lambda data: data["fold_of_post"].__setitem__(7, 0),
        lambda data: data["fold_of_post"].__setitem__(7, 4),
        lambda data: data["terms"][1].update(scale=1e-9),
    ],
)
def test_what_fits_together_is_read(refused, change):
    assert refused(change) == ""


def test_without_a_precision_no_draft_is_unlike_the_posts():
    assert not small_model(precision=(), far=0.0).unlike({"busyness": 0.4})
    assert small_model(far=0.0).unlike({"busyness": 0.4})


def test_from_too_few_misses_a_range_has_no_end():
    """A range that holds 8 times in 10 needs four past posts: (4 + 1) 0.8 is 4."""
    misses = (0.1, -0.2, 0.3, -0.4)

    low, high = small_model(has_skill=False, usual_residuals=misses).interval({}, 0.8)

    assert (low, high) == pytest.approx((81 * math.exp(-0.4) - 1, 81 * math.exp(0.4) - 1))
    assert small_model(has_skill=False, usual_residuals=misses[:3]).interval({}, 0.8) == (
        0.0,
        math.inf,
    )
