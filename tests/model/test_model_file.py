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
