import dataclasses
import math
import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from spe.errors import NotReadyError, PhotoError, TableError
from spe.features import BY_NAME, CATALOGUE, HISTOGRAMS, Further
from spe.measure import extract, values
from spe.measure.cache import Cache
from spe.measure.extract import measure_all
from spe.measure.table import read_features, read_values, write_features
from spe.measure.values import Measurement, moments
from spe.photo import faces
from spe.photo.decode import decode
from spe.photo.limits import LARGEST_FILE
from spe.posts import Post
from spe.workers import Workers

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def photos(tmp_path, encoded):
    """Fifteen good photos, enough for workers."""
    paths = []
    for number in range(15):
        rgb = np.random.default_rng(number).integers(0, 256, (80, 100, 3), dtype=np.uint8)
        paths.append(tmp_path / f"{number}.jpg")
        paths[-1].write_bytes(encoded(rgb, "JPEG"))
    return paths


@pytest.fixture
def cache(tmp_path):
    with Cache(tmp_path / "cache.sqlite3", "test") as opened:
        yield opened


@pytest.fixture
def posts(photos):
    return [
        Post(id=path.stem, image=str(path), posted_at=START + timedelta(days=number))
        for number, path in enumerate(photos)
    ]


def test_workers_and_one_process_measure_the_same(photos, cache, tmp_path):
    alone = measure_all(photos, cache, Workers(1))
    with Cache(tmp_path / "other.sqlite3", "test") as other:
        together = measure_all(photos, other, Workers(2))

    np.testing.assert_equal(
        {path: dict(one.known) for path, one in together.items()},
        {path: dict(one.known) for path, one in alone.items()},
    )


def test_a_bad_photo_is_one_named_entry_and_the_rest_is_measured(photos, cache):
    photos[3].write_bytes(photos[3].read_bytes()[:400])
    photos[7].write_text("not a photo")
    photos[9].unlink()

    measured = measure_all(photos, cache, Workers(2))

    problems = {path.name: one.problem for path, one in measured.items() if one.problem}
    assert set(problems) == {"3.jpg", "7.jpg", "9.jpg"}
    assert all(problem.startswith(f"{name}: ") for name, problem in problems.items())
    assert sum(bool(one.known) for one in measured.values()) == 12


def test_the_second_run_measures_nothing(photos, cache):
    measure_all(photos, cache, Workers(1))
    heard = []

    measure_all(photos, cache, Workers(1), done=lambda _path, hit: heard.append(hit))

    assert heard == [True] * 15


def test_force_measures_again(photos, cache):
    measure_all(photos[:2], cache, Workers(1))
    heard = []

    measure_all(
        photos[:2], cache, Workers(1), force=True, done=lambda _path, hit: heard.append(hit)
    )

    assert heard == [False, False]


def test_the_same_picture_twice_is_measured_once(photos, cache, monkeypatch):
    copy = photos[0].with_name("copy.jpg")
    shutil.copy(photos[0], copy)
    calls = []
    whole = extract.measure

    def counted(*given, **more):
        calls.append(given)
        return whole(*given, **more)

    monkeypatch.setattr(extract, "measure", counted)

    measured = measure_all([photos[0], copy], cache, Workers(1))

    assert len(calls) == 1
    assert measured[copy] == measured[photos[0]]


def test_what_is_finished_is_kept_when_the_run_is_stopped(photos, cache):
    heard = []

    def stop(path, _cached):
        heard.append(path)
        if len(heard) == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure_all(photos, cache, Workers(1), done=stop)

    assert all(cache.get(cache.digest(path)) is not None for path in heard)


def test_the_table_has_one_row_a_post_and_one_column_a_feature(photos, posts, cache, tmp_path):
    photos[2].write_text("not a photo")
    measured = measure_all(photos, cache, Workers(1))
    path = tmp_path / "features.csv"

    by_post = {post.id: measured[Path(post.image)] for post in posts}
    write_features(path, posts, by_post, UTC, "features 2, faces none")

    table = read_features(path)
    assert set(table["definitions"]) == {"features 2, faces none"}
    assert list(table.index) == [post.id for post in posts]
    names = (item.name for item in CATALOGUE)
    assert tuple(table.columns) == ("problem", "definitions", *names, *HISTOGRAMS)
    assert table.loc["2", "problem"].startswith("2.jpg: not a photo")
    assert math.isnan(table.loc["2", "brightness"])
    assert table.loc["5", "age"] == 5
    values = read_values(path)
    assert "2" not in values
    assert values["5"]["brightness"] == table.loc["5", "brightness"]


def test_hours_are_those_of_the_accounts_zone():
    at = datetime(2026, 7, 1, 16, tzinfo=UTC)

    moment = moments([Post("a", "a.jpg", at)], ZoneInfo("Europe/Zurich"))["a"]

    assert moment.at.hour == 18


def test_posts_of_the_same_second_have_the_same_pause_before_them():
    times = [START, START + timedelta(days=3), START + timedelta(days=3)]
    found = moments([Post(str(n), "a.jpg", at) for n, at in enumerate(times)], UTC)

    assert found["1"].previous == found["2"].previous == START


def test_posts_of_the_seven_days_before_are_counted_each_and_the_post_s_own_moment_is_not():
    hours = [0, 24, 24, 7 * 24, 7 * 24 + 1]
    times = [START + timedelta(hours=hour) for hour in hours]
    found = moments([Post(str(n), "a.jpg", at) for n, at in enumerate(times)], UTC)

    assert [found[str(n)].lately for n in range(5)] == [0, 1, 1, 3, 3]


def test_a_photo_is_held_against_the_last_five_that_were_measured_before_it():
    dark = {name: float(name == "lightness_0") for name in HISTOGRAMS}
    light = {name: float(name == "lightness_7") for name in HISTOGRAMS}
    posts = [Post(str(n), "a.jpg", START + timedelta(days=n)) for n in range(8)]
    photos = {str(n): dark if n < 2 else light for n in (0, 1, 2, 4, 5, 6, 7)}

    found = values.measure_account([*posts[::-1], Post("undated", "a.jpg")], photos, UTC)

    unlike = {name: one["unlike_recent"] for name, one in found.items()}
    assert unlike["7"] == pytest.approx(
        1 / 5
    )  # Of 1, 2, 4, 5 and 6 one is dark; 3 was not measured.
    assert unlike["6"] == pytest.approx(2 / 5)
    assert all(math.isnan(unlike[name]) for name in ("0", "3", "5", "undated"))


def test_a_photo_of_the_same_moment_was_not_before():
    dark = {name: float(name == "lightness_0") for name in HISTOGRAMS}
    posts = [Post(str(n), "a.jpg", START) for n in range(6)]

    found = values.measure_account(posts, {post.id: dark for post in posts}, UTC)

    assert all(math.isnan(one["unlike_recent"]) for one in found.values())


def test_of_captions_only_numbers_reach_the_table(photos, cache, tmp_path):
    post = Post("a", str(photos[0]), START, caption="Zwetschgenkuchen!\n#sommer \U0001f600")
    path = tmp_path / "features.csv"

    write_features(path, [post], {"a": measure_all(photos[:1], cache, Workers(1))[photos[0]]}, UTC)

    row = read_values(path)["a"]
    written = {name: row[f"caption_{name}"] for name in ("breaks", "hashtags", "emoji", "marks")}
    assert written == {"breaks": 1, "hashtags": 1, "emoji": 1, "marks": 1}
    assert row["caption_length"] == 27
    assert not {"Zwetschgenkuchen", "sommer"} & set(path.read_text(encoding="utf-8").split(","))
    assert "wets" not in path.read_text(encoding="utf-8")


def test_a_post_without_a_time_has_an_unknown_moment():
    found = moments([Post("a", "a.jpg"), Post("b", "b.jpg", START)], UTC)

    assert found["a"].at is None


def test_faces_are_unknown_never_none_where_nobody_can_look(photos, cache, monkeypatch):
    monkeypatch.setattr(faces, "why_unknown", lambda: "No face model yet.")

    measured = measure_all(photos[:1], cache, Workers(1))[photos[0]]

    assert math.isnan(measured.known["faces"])


def test_a_missing_table_says_what_to_do(tmp_path):
    with pytest.raises(NotReadyError, match="spe extract"):
        read_features(tmp_path / "features.csv")
    with pytest.raises(NotReadyError, match="spe extract"):
        read_values(tmp_path / "features.csv")


def test_a_table_of_other_columns_is_refused(tmp_path):
    path = tmp_path / "features.csv"
    path.write_text("id,problem,brightness\na,,12\n")

    with pytest.raises(TableError, match="other columns"):
        read_features(path)


def test_a_cell_that_is_no_number_is_refused(tmp_path):
    path = tmp_path / "features.csv"
    post = Post("a", "a.jpg", START)
    write_features(path, [post], {"a": Measurement({"brightness": 12.0})}, UTC)
    path.write_text(path.read_text().replace(",12,", ",bright,"))

    with pytest.raises(TableError):
        read_features(path)
    with pytest.raises(TableError):
        read_values(path)


def test_a_pipe_and_a_file_too_large_cost_their_own_row_and_are_not_read(photos, cache, tmp_path):
    pipe, large = tmp_path / "pipe.jpg", tmp_path / "large.jpg"
    os.mkfifo(pipe)
    with large.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    measured = measure_all([pipe, photos[0], large], cache, Workers(1))

    assert measured[photos[0]].problem == ""
    assert "pipe.jpg: not a file" in measured[pipe].problem
    assert "large.jpg: 200 MB is more" in measured[large].problem


def test_a_photo_exchanged_before_its_turn_is_kept_as_what_it_was_then(photos, cache, monkeypatch):
    copy = photos[0].with_name("copy.jpg")
    shutil.copy(photos[0], copy)
    old, new = photos[0].read_bytes(), photos[1].read_bytes()
    right = {data: extract.measure(data, None)["brightness"] for data in (old, new)}
    monkeypatch.setattr(faces, "why_unknown", lambda: "No face model here.")
    whole = cache.digest

    def looked_up(path):
        digest = whole(path)
        if path == copy:
            photos[0].write_bytes(new)
        return digest

    monkeypatch.setattr(cache, "digest", looked_up)
    measured = measure_all([photos[0], copy], cache, Workers(1))
    photos[0].write_bytes(old)
    again = measure_all([photos[0], copy], cache, Workers(1))

    assert measured[photos[0]].known["brightness"] == right[new]
    assert measured[copy].known["brightness"] == right[old]
    assert again[photos[0]].known["brightness"] == right[old]


def test_an_id_that_stands_twice_is_refused(tmp_path):
    path = tmp_path / "features.csv"
    write_features(path, [Post("a", "a.jpg", START)], {"a": Measurement({"brightness": 12.0})}, UTC)
    path.write_text(path.read_text() + path.read_text().splitlines()[1] + "\n")

    with pytest.raises(TableError, match="stands twice"):
        read_features(path)


def test_copies_of_a_photo_that_a_decoder_died_of_are_not_tried_again(photos, cache, monkeypatch):
    copies = [photos[0].with_name(f"copy{number}.jpg") for number in range(3)]
    for copy in copies:
        shutil.copy(photos[0], copy)
    asked = []

    def dying(_work, places, _workers):
        asked.extend(places)
        yield from ((place, None) for place in places)

    monkeypatch.setattr(extract, "each", dying)
    monkeypatch.setattr(extract, "WORTH_WORKERS", 1)
    measured = measure_all([photos[0], *copies], cache, Workers(2))

    assert asked == [photos[0]]
    assert all("crashed a decoder" in one.problem for one in measured.values())
    assert len(measured) == 4


def test_a_feature_added_later_is_measured_for_photos_that_were_measured_before(
    photos, cache, monkeypatch
):
    before = measure_all(photos[:2], cache, Workers(1))
    measured_again = []
    brightness = BY_NAME["brightness"]
    watched = dataclasses.replace(
        brightness, measure=lambda photo: measured_again.append(photo) or brightness.measure(photo)
    )
    added = dataclasses.replace(brightness, name="half", measure=lambda photo: photo.rgb.mean() / 2)
    others = [item for item in values.PHOTO_FEATURES if item.name != "brightness"]
    monkeypatch.setattr(values, "PHOTO_FEATURES", (watched, *others, added))
    heard = []

    after = measure_all(photos[:2], cache, Workers(1), done=lambda _path, hit: heard.append(hit))
    third = measure_all(photos[:3], cache, Workers(1), done=lambda _path, hit: heard.append(hit))

    assert heard == [False, False, True, True, False]
    assert len(measured_again) == 1  # The third photo, which is new.
    for path in photos[:2]:
        assert after[path].known["half"] == pytest.approx(decode(path).rgb.mean() / 2)
        rest = {name: value for name, value in after[path].known.items() if name != "half"}
        np.testing.assert_equal(rest, dict(before[path].known))
        np.testing.assert_equal(dict(third[path].known), dict(after[path].known))


def test_a_photo_that_changed_before_its_new_feature_was_measured_is_measured_whole(
    photos, cache, monkeypatch
):
    measure_all(photos[:1], cache, Workers(1))
    added = dataclasses.replace(BY_NAME["brightness"], name="again")
    monkeypatch.setattr(values, "PHOTO_FEATURES", (*values.PHOTO_FEATURES, added))
    looked_up = extract._key

    def swapped(place, known):
        key = looked_up(place, known)
        shutil.copy(photos[1], photos[0])
        return key

    monkeypatch.setattr(extract, "_key", swapped)

    known = measure_all(photos[:1], cache, Workers(1))[photos[0]].known

    right = extract.measure(photos[1], None)
    assert known["brightness"] == known["again"] == right["brightness"]
    assert set(known) == set(right)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"brightness": 1e308}, "row 3, brightness: 1e+308 can't be measured"),
        ({"brightness": -1e308}, "row 3, brightness: -1e+308 can't be measured"),
        ({"brightness": 101}, "row 3, brightness: 101 can't be measured"),
        ({"faces": 2e6}, "row 3, faces: 2e+06 can't be measured"),
        ({"brightness": 12, HISTOGRAMS[0]: 1.5}, f"row 3, {HISTOGRAMS[0]}: 1.5 can't be measured"),
        ({"brightness": math.nan}, "row 3: nothing is known of its photo"),
    ],
    ids=str,
)
def test_a_value_that_nothing_can_have_is_refused_by_its_row(tmp_path, written, said):
    path = tmp_path / "features.csv"
    measured = {"a": Measurement({"brightness": 12.0}), "b": Measurement(written)}
    write_features(path, [Post("a", "a.jpg", START), Post("b", "b.jpg", START)], measured, UTC)

    for read in (read_features, read_values):
        with pytest.raises(TableError) as error:
            read(path)
        assert said in str(error.value)


def test_the_ends_of_what_there_can_be_are_read_and_a_problem_needs_no_values(tmp_path):
    path = tmp_path / "features.csv"
    ends = {
        item.name: end
        for item in CATALOGUE
        if item.name not in {"age", "gap"}
        for end in [item.high if math.isfinite(item.high) else 900.0]
    }
    measured = {"a": Measurement(ends), "b": Measurement(problem="b.jpg: not a photo.")}
    write_features(path, [Post("a", "a.jpg", START), Post("b", "b.jpg", START)], measured, UTC)

    assert read_features(path)["brightness"]["a"] == read_values(path)["a"]["brightness"] == 100
    assert read_features(path)["problem"]["b"] == "b.jpg: not a photo."


@pytest.mark.parametrize("workers", [Workers(1), Workers(2)])
def test_a_few_photos_are_decoded_apart(photos, cache, monkeypatch, workers):
    def dies(_source, name):
        raise PhotoError(f"{name}: it crashed a decoder.")

    monkeypatch.setattr(extract, "decode_apart", dies)
    measured = measure_all(photos[:2], cache, workers)

    assert [one.problem for one in measured.values()] == [
        "0.jpg: it crashed a decoder.",
        "1.jpg: it crashed a decoder.",
    ]


def test_of_an_albums_other_photos_only_faces_are_looked_for(photos, cache):
    seen = measure_all(photos[:1], cache, Workers(1), names=values.OF_FURTHER)

    assert {*seen[photos[0]].known} == {"faces"}
    assert {*cache.get(cache.digest(photos[0]))} == {"faces"}


def test_what_else_was_measured_of_such_a_photo_is_kept_and_what_is_missing_follows(
    photos, cache, monkeypatch
):
    first = measure_all(photos[:2], cache, Workers(1))[photos[0]].known
    monkeypatch.setattr(extract, "measure", None)

    again = measure_all(photos[:1], cache, Workers(1), names=values.OF_FURTHER)

    assert "brightness" in again[photos[0]].known
    assert {*cache.get(cache.digest(photos[0]))} == {*first}


def test_faces_missing_of_a_photo_measured_before_are_added_to_what_was_known(photos, cache):
    first = measure_all(photos[:1], cache, Workers(1))[photos[0]].known
    key = cache.digest(photos[0])
    cache.put(key, {name: value for name, value in first.items() if name != "faces"})

    measure_all(photos[:1], cache, Workers(1), names=values.OF_FURTHER)

    assert {*cache.get(key)} == {*first}


def test_an_albums_other_photos_reach_its_row_and_no_other(photos, cache, tmp_path):
    posts = [Post(name, str(photos[0]), START) for name in "ab"]
    measured = dict.fromkeys("ab", measure_all(photos[:1], cache, Workers(1))[photos[0]])
    path = tmp_path / "features.csv"
    shown = {"a": Further([{"faces": 0.0}, {"faces": 2.0}])}

    write_features(path, posts, measured, UTC, further=shown)

    rows = read_values(path)
    assert rows["a"]["face_further_in"] == 1
    assert math.isnan(rows["b"]["face_further_in"])


def test_a_posts_brightness_is_held_against_the_median_of_the_account():
    posts = [Post(str(n), "a.jpg", START + timedelta(days=n)) for n in range(6)]
    photos = {
        str(n): {"brightness": 10.0 * n, "colourfulness": 20.0} | dict.fromkeys(HISTOGRAMS, 0.0)
        for n in range(5)
    }

    found = values.measure_account(posts, photos, UTC)

    assert [found[str(n)]["unusual_brightness"] for n in range(5)] == [20, 10, 0, 10, 20]
    assert math.isnan(found["5"]["unusual_brightness"])
