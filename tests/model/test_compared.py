"""Which two posts an effect is told between, and that what is said is what was compared."""

import math
from dataclasses import replace

import numpy as np
import pytest

from spe.features import BY_NAME, CATALOGUE
from spe.model.compared import distance, told_pair
from spe.transforms import transformed
from tests.planted import planted

GAP, SHAPE, FACES = BY_NAME["gap"], BY_NAME["shape"], BY_NAME["faces"]
BRIGHTNESS, GREEN = BY_NAME["brightness"], BY_NAME["yellow_green"]


def evenly(low, high, n=200):
    return np.linspace(low, high, n)


def said(item, raw):
    return item.compared(*told_pair(item, np.asarray(raw, float)))


# The feature's own pair, where the account has it.


def test_an_account_that_posts_both_ends_is_told_the_feature_s_own_pair():
    assert told_pair(BRIGHTNESS, evenly(10, 90)) == (45, 65)
    assert told_pair(GAP, evenly(0, 40)) == (1, 14)
    assert told_pair(GREEN, np.array([0.0, 0.002, *evenly(0, 0.5, 20)])) == (0, 1 / 3)


@pytest.mark.parametrize(("green", "own"), [(4, False), (5, True)])
def test_one_post_in_forty_has_to_reach_as_far(green, own):
    """Of 200 posts the 195th, counted from the least, is the 97.5 % point of 199 steps."""
    raw = np.array([0.0] * 100 + [0.1] * (100 - green) + [0.6] * green)

    assert (told_pair(GREEN, raw) == (0, 1 / 3)) is own


@pytest.mark.parametrize(("dark", "own"), [(4, False), (5, True)])
def test_and_as_low(dark, own):
    raw = np.array([20.0] * dark + [60.0] * (100 - dark) + [80.0] * 100)

    assert (told_pair(BRIGHTNESS, raw) == (45, 65)) is own


def test_what_is_unknown_of_a_post_plays_no_part():
    raw = np.concatenate([evenly(10, 90), np.full(300, np.nan)])

    assert told_pair(BRIGHTNESS, raw) == (45, 65)


def test_yes_is_told_against_no_however_few_the_yeses():
    for name in ("album", "weekend", "faces"):
        for ones in (3, 37):
            assert told_pair(BY_NAME[name], np.repeat([0.0, 1.0], [40 - ones, ones])) == (0, 1)


# Where it has not.


def test_a_pair_beyond_what_is_posted_is_moved_there_with_its_distance():
    assert told_pair(BRIGHTNESS, evenly(50, 100)) == (51, 71)
    assert told_pair(BRIGHTNESS, evenly(0, 50)) == (29, 49)
    assert told_pair(SHAPE, evenly(-2, 0)) == pytest.approx(
        (math.log2(1 / 1.92), math.log2(0.98)), abs=0.02
    )


def test_an_account_without_such_a_distance_is_told_all_that_it_has():
    assert told_pair(BRIGHTNESS, evenly(40, 52)) == (40, 52)
    assert told_pair(GREEN, evenly(0.001, 0.08)) == (0, 0.08)
    assert told_pair(BRIGHTNESS, evenly(70, 78)) == (70, 78)


def test_a_distance_is_kept_as_the_model_sees_it():
    """From 1 to 14 days is (1 + 14) / (1 + 1) = 7.5 times, so from 20 to 156.5 as well."""
    low, high = told_pair(GAP, evenly(20, 400, 4000))

    assert (1 + high) / (1 + low) == pytest.approx(7.5, rel=0.02)
    assert 20 <= low <= 31


def test_a_face_is_told_against_none_however_many_there_are():
    assert told_pair(FACES, np.array([0.0, 1.0, 4.0] * 50)) == (0, 1)
    assert said(FACES, [0.0, 0.0, 3.0, 4.0] * 50) == "1 face against none"


def test_how_many_faces_there_are_is_not_told_where_there_is_always_one():
    account = planted(60)
    count = 1.0 + np.arange(60) % 2

    fitted = replace(account, features=account.features.assign(faces=count)).fit()

    assert fitted.dropped["faces"].code == "constant"
    assert "faces" not in fitted.by_name


# What is said is what was compared.


@pytest.mark.parametrize("item", CATALOGUE, ids=lambda item: item.name)
@pytest.mark.parametrize("wide", [1e-3, 0.05, 1.0])
def test_the_two_values_are_told_apart_and_the_distance_is_that_of_the_posts(item, wide):
    """Accounts that have a part of the feature's range, or next to nothing of it."""
    if item.there_or_not:
        return
    top = item.high if math.isfinite(item.high) else 50.0
    bottom = max(item.low, -3.0)
    middle = bottom + (min(top, bottom + 60) - bottom) * 0.4
    raw = evenly(middle, middle + (min(top, bottom + 60) - middle) * wide)

    low, high = told_pair(item, raw)

    more, less = item.compared(low, high).split(" against ")
    assert more != less
    width = min(item.comparison.high - item.comparison.low, raw[-1] - raw[0])
    if item.transform == "identity":
        assert 0.8 * width <= high - low <= 1.2 * width
    slack = 0.1 * (raw[-1] - raw[0]) + 1e-9
    assert raw[0] - slack <= low < high <= raw[-1] + slack


def test_the_step_of_a_feature_seen_in_logs_is_that_of_the_logs_of_both_ends():
    assert distance(GAP, (1, 14)) == pytest.approx(math.log(15) - math.log(2))
    assert distance(FACES, (0, 1)) == 1
    assert distance(BRIGHTNESS, (45, 65)) == 20


# In a fit.


def account(name, values, slope):
    """An account in which `values` of a feature go with likes by `slope` of what is seen."""
    made = planted(len(values), seed=4, noise=0.1, growth=0)
    item = BY_NAME[name]
    seen = transformed(values, item.transform)
    logs = np.log(400) + slope * (seen - seen.mean())
    logs += 0.1 * np.random.default_rng(9).normal(size=len(values))
    features = made.features.assign(**{name: values})
    return replace(made, features=features).with_likes(np.round(np.exp(logs)).astype(int))


@pytest.mark.parametrize(
    ("name", "spread", "slope", "pair"),
    [
        ("gap", (0.3, 40), 0.2, (1, 14)),
        ("gap", (0.9, 1.44), 2.0, None),
        ("brightness", (10, 90), -0.02, (45, 65)),
        ("brightness", (62, 70), 0.06, None),
    ],
)
def test_an_effect_is_told_for_the_pair_that_is_said(name, spread, slope, pair):
    """The truth between the two ends lies in the range, whether the pair is moved or not."""
    draw = np.random.default_rng(3)
    values = np.expm1(draw.uniform(*np.log1p(spread), 160))
    term = account(name, values, slope).fit().by_name[name]

    low, high = term.compared

    if pair is not None:
        assert term.compared == pair
    else:
        assert term.compared != (BY_NAME[name].comparison.low, BY_NAME[name].comparison.high)
        slack = 0.1 * (high - low)
        assert values.min() - slack <= low < high <= values.max() + slack
    ends = np.log1p([low, high]) if name == "gap" else np.array([low, high])
    truth = slope * (ends[1] - ends[0])
    assert term.step == pytest.approx(ends[1] - ends[0])
    assert term.low < truth < term.high
    assert term.effect == pytest.approx(truth, rel=0.2)


def test_a_feature_without_variety_is_told_of_nothing():
    model = account("brightness", np.full(45, 50.0), 0.0).fit()

    assert "brightness" not in model.by_name
    assert model.dropped["brightness"].code == "constant"
