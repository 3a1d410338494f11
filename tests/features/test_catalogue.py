"""What holds of every feature, whoever writes it."""

import importlib
import itertools
import math
import pkgutil
import re
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

import spe.features
from spe.features import (
    ALBUM_FEATURES,
    BESIDE_FEATURES,
    BY_NAME,
    CATALOGUE,
    CLOCK,
    HISTOGRAMS,
    MOMENT_FEATURES,
    OF_PHOTO,
    PHOTO_FEATURES,
    POST_FEATURES,
    THERE_OR_NOT,
    WRITTEN,
    Feature,
    histograms,
)
from spe.features.colour import coloured
from spe.features.moment import Moment
from spe.features.novelty import BENT
from spe.photo.edits import exposed, warmed
from spe.photo.planes import Face, Photo
from spe.posts import Post

FACE = Face(0.4, 0.2, 0.2, 0.3)
SOMEBODY = np.eye(4, dtype=np.uint8)
NOBODY = np.zeros((1, 1), np.uint8)

of_photo = pytest.mark.parametrize("feature", PHOTO_FEATURES, ids=lambda item: item.name)
of_post = pytest.mark.parametrize("feature", POST_FEATURES, ids=lambda item: item.name)
of_moment = pytest.mark.parametrize("feature", MOMENT_FEATURES, ids=lambda item: item.name)
of_all = pytest.mark.parametrize("feature", CATALOGUE, ids=lambda item: item.name)


def photos():
    draw = np.random.default_rng(1)
    yield Photo(draw.integers(0, 256, (200, 300, 3), dtype=np.uint8), (FACE,), SOMEBODY)
    yield Photo(np.zeros((100, 80, 3), np.uint8), (), NOBODY)
    yield Photo(np.full((100, 80, 3), 255, np.uint8), (FACE, FACE), SOMEBODY + 1)
    yield Photo(np.full((64, 64, 3), (200, 30, 30), np.uint8))
    yield Photo(draw.integers(0, 256, (34, 512, 3), dtype=np.uint8), ())
    yield Photo(draw.integers(0, 256, (512, 2, 3), dtype=np.uint8), ())


@of_photo
def test_a_feature_stays_in_its_range_or_is_unknown(feature):
    for photo in photos():
        value = feature(photo)

        assert math.isnan(value) or feature.low <= value <= feature.high


@pytest.mark.parametrize(
    "feature",
    [item for item in PHOTO_FEATURES if not item.by_threshold],
    ids=lambda item: item.name,
)
@pytest.mark.parametrize("toned", [exposed, warmed], ids=["light", "warmth"])
def test_what_is_not_counted_past_a_threshold_moves_smoothly_with_tone(feature, toned, photograph):
    """No eighth of the way takes most of it, unless the whole way is next to nothing."""
    for name in ("coffee", "chelsea", "gravel"):
        rgb = photograph(name).rgb
        way = [feature(Photo(toned(rgb, 0.16 * part / 8), (FACE,), SOMEBODY)) for part in range(9)]
        steps = np.abs(np.diff(way))

        assert steps.max() <= max(0.5 * steps.sum(), 0.01 * abs(way[0]), 5e-3)


def test_what_counts_pixels_past_a_threshold_says_so():
    """Where all pixels are alike, they pass together."""
    assert {item.name for item in PHOTO_FEATURES if item.by_threshold} == {
        "bright_area",
        "red_pink",
        "orange_brown",
        "yellow_green",
        "blue",
        "colour_variety",
        "busyness",
        "empty_space",
    }


@of_photo
def test_a_feature_leaves_the_photo_as_it_was(feature, noise):
    before = noise.rgb.copy()

    feature(noise)

    np.testing.assert_array_equal(noise.rgb, before)


@of_photo
def test_a_feature_gives_the_same_twice(feature, noise):
    again = Photo(noise.rgb.copy())

    np.testing.assert_equal(feature(noise), feature(again))


@of_photo
def test_a_feature_is_a_plain_float(feature, noise):
    assert type(feature(noise)) is float


@of_photo
def test_a_feature_of_a_photograph_is_known_where_faces_are_given(feature, photograph):
    photo = Photo(photograph("astronaut").rgb, (FACE,), SOMEBODY)

    assert math.isfinite(feature(photo))


@of_post
def test_a_feature_of_a_post_stays_in_its_range(feature):
    for pictures in range(1, 21):
        post = Post("a", "a.jpg", caption="a #b! \U0001f600\n" * pictures, pictures=pictures)
        assert feature.low <= feature(post) <= feature.high


@of_post
def test_a_post_of_which_nothing_is_told_is_unknown(feature):
    assert math.isnan(feature(Post("a", "a.jpg")))


@of_moment
def test_a_moment_stays_in_its_range(feature):
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for hours in range(0, 24 * 14, 5):
        at = first + timedelta(hours=hours)

        assert feature.low <= feature(Moment(at, first, first, hours)) <= feature.high


@of_moment
def test_an_unknown_moment_is_unknown(feature):
    assert math.isnan(feature(Moment(None)))


@of_all
def test_a_feature_says_what_it_is(feature):
    texts = (feature.label, feature.unit, feature.lots, feature.little, feature.more, feature.less)

    assert all(text == text.strip() and text for text in (*texts, feature.source))
    assert feature.__doc__
    assert feature.low < feature.high


def test_names_stand_once():
    names = [feature.name for feature in CATALOGUE]

    assert len(names) == len({*names, *HISTOGRAMS}) - len(HISTOGRAMS)


def test_every_feature_of_the_package_is_in_the_catalogue_once():
    declared = []
    for module in pkgutil.iter_modules(spe.features.__path__, "spe.features."):
        members = vars(importlib.import_module(module.name)).values()
        declared += [item for item in members if isinstance(item, Feature)]

    assert sorted(item.name for item in declared) == sorted(item.name for item in CATALOGUE)


def test_the_features_of_a_group_stand_together():
    groups = [group for group, _ in itertools.groupby(CATALOGUE, lambda item: item.group)]

    assert len(groups) == len(set(groups))


def test_a_feature_of_yes_and_no_runs_from_0_to_1_as_it_is():
    for item in CATALOGUE:
        if item.binary:
            assert (item.low, item.high, item.transform) == (0, 1, "identity")


def test_the_set_is_of_27_3_1_7_and_6():
    """Of the photo, of it beside others, of albums, of the post, of the moment."""
    assert (len(PHOTO_FEATURES), len(BESIDE_FEATURES), len(ALBUM_FEATURES)) == (27, 3, 1)
    assert (len(POST_FEATURES), len(MOMENT_FEATURES)) == (7, 6)


def test_the_core_is_of_12_and_little_is_expected_of_9():
    assert sum(feature.core for feature in CATALOGUE) == 12
    slight = {feature.name for feature in CATALOGUE if feature.slight}
    assert slight == WRITTEN | {"unlike_recent", "posts_7d", "face_further_in"}
    bends = {feature.name: feature.bend for feature in CATALOGUE if feature.bend}
    assert bends == {f"unusual_{name}": name for name in BENT}
    assert {*BENT} <= OF_PHOTO.keys()
    assert not any(item.core + item.slight + bool(item.bend) > 1 for item in CATALOGUE)


def test_lightness_bins_add_up_to_one_and_hue_bins_to_the_coloured_share():
    for photo in photos():
        bins = histograms(photo)
        light = sum(value for name, value in bins.items() if name.startswith("lightness"))
        hue = sum(value for name, value in bins.items() if name.startswith("hue"))

        assert light == pytest.approx(1)
        assert hue == pytest.approx(float(np.mean(coloured(photo))), abs=1e-6)
        assert tuple(bins) == HISTOGRAMS


def test_only_the_two_of_the_face_itself_may_be_unknown_for_want_of_a_face(noise):
    nobody = Photo(noise.rgb, (), NOBODY)
    unknown = {item.name for item in PHOTO_FEATURES if math.isnan(item(nobody))}

    assert unknown == {item.name for item in PHOTO_FEATURES if item.needs_face}
    assert unknown == {"face_size", "face_off_centre"}


def test_every_feature_but_the_trend_s_own_axis_is_regressed():
    assert [item.name for item in CATALOGUE if not item.regressed] == ["age"]


def test_the_clock_is_its_sine_and_its_cosine():
    assert {"hour_sin", "hour_cos"} == CLOCK


@of_all
def test_an_effect_is_told_between_two_values_that_there_can_be(feature):
    told = feature.comparison

    assert feature.low <= told.low < told.high <= feature.high


@of_all
def test_the_two_posts_are_said_with_their_values_as_they_are(feature):
    low, high = feature.comparison.low, feature.comparison.high

    nearly = 0.004 if feature.comparison.scale == "area" else 1e-12  # a third is no percent
    assert feature.comparison.rounded(low, high) == pytest.approx((low, high), abs=nearly)
    more, less = feature.compared(low, high).split(" against ")
    assert more
    assert less
    if not feature.binary:
        assert re.search(r"\d|third|tenth|fifth|half", more)
        assert re.search(r"\d|none|no brighter|a fifth", less)


def test_what_is_there_or_not_is_told_as_one_against_none():
    told = {item.name: item.comparison for item in CATALOGUE if item.there_or_not}

    there = {"faces", "three_faces", "face_further_in", "album", "caption_link", "weekend"}
    assert told.keys() == there == THERE_OR_NOT
    assert {(pair.low, pair.high) for pair in told.values()} == {(0, 1)}


def test_what_a_post_has_or_has_not_is_said_in_words():
    for item in CATALOGUE:
        assert item.there_or_not == (item.having is not None)
        assert (item.comparison.scale == "count") == bool(item.counted)


def test_a_name_leads_to_its_feature():
    assert list(BY_NAME.values()) == list(CATALOGUE)
    assert list(OF_PHOTO.values()) == list(PHOTO_FEATURES)
