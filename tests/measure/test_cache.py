import math
import os
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from spe.errors import WriteError
from spe.measure.cache import Cache

VALUES = {"brightness": 51.25, "faces": math.nan}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "measured.sqlite3"


def test_what_was_measured_is_known_to_the_next_run(path):
    with Cache(path, "1") as cache:
        cache.put("digest", VALUES)

    with Cache(path, "1") as cache:
        known = cache.get("digest")

    assert known["brightness"] == 51.25
    assert math.isnan(known["faces"])


def test_other_definitions_know_nothing_of_it(path):
    with Cache(path, "1") as cache:
        cache.put("digest", VALUES)

    with Cache(path, "2") as cache:
        assert cache.get("digest") is None


def test_a_changed_file_has_another_digest_and_a_copy_the_same(path, tmp_path):
    photo, copy = tmp_path / "a.jpg", tmp_path / "b.jpg"
    photo.write_bytes(b"one")
    copy.write_bytes(b"one")

    with Cache(path, "1") as cache:
        before = cache.digest(photo)
        same = cache.digest(copy)
        photo.write_bytes(b"two!")
        after = cache.digest(photo)

    assert before == same != after


def test_an_unchanged_file_is_not_read_again(path, tmp_path, monkeypatch):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"one")
    with Cache(path, "1") as cache:
        digest = cache.digest(photo)
        state = photo.stat()
        photo.write_bytes(b"eno")
        os.utime(photo, ns=(state.st_atime_ns, state.st_mtime_ns))

        assert cache.digest(photo) == digest


@pytest.mark.parametrize("damage", [b"this is no database at all" * 100, None])
def test_a_damaged_cache_is_put_aside_and_begun_anew(path, damage):
    with Cache(path, "1") as cache:
        for number in range(500):
            cache.put(f"digest {number}", VALUES)
    whole = path.read_bytes()
    path.write_bytes(damage or whole[:4096] + os.urandom(4096) + whole[8192:])

    with Cache(path, "1") as cache:
        cache.put("digest", VALUES)

        assert cache.get("digest")["brightness"] == 51.25
    assert path.with_suffix(".damaged").exists()


def test_two_at_once_do_not_disturb_each_other(path):
    with Cache(path, "1") as one, Cache(path, "1") as two:
        for number in range(50):
            one.put(f"one {number}", VALUES)
            two.put(f"two {number}", VALUES)

        assert one.get("two 49") is not None
        assert two.get("one 49") is not None


@pytest.mark.parametrize("turn", range(10))
def test_of_many_that_notice_the_damage_at_once_one_begins_anew_and_all_use_that(path, turn):
    path.parent.mkdir()
    path.write_bytes(b"no database" * 100_000)
    together = threading.Barrier(8)

    def use(number):
        together.wait()
        with Cache(path, "1") as cache:
            cache.put(f"digest {number}", VALUES)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(use, range(8)))

    with Cache(path, "1") as cache:
        assert all(cache.get(f"digest {number}") is not None for number in range(8))


def test_nothing_but_json_lies_in_the_cache(path):
    with Cache(path, "1") as cache:
        cache.put("digest", VALUES)
    with sqlite3.connect(path) as connection:
        (value,) = connection.execute("SELECT value FROM measurements").fetchone()
    connection.close()

    assert value == '{"brightness": 51.25, "faces": null}'


def test_a_flipped_bit_in_a_measurement_is_noticed(path):
    with Cache(path, "1") as cache:
        cache.put("digest", VALUES)
    data = path.read_bytes()
    assert data.count(b"51.25") == 1
    path.write_bytes(data.replace(b"51.25", b"57.25"))

    with Cache(path, "1") as cache:
        assert cache.get("digest") is None


@pytest.mark.parametrize("at", [0, 16, 18, 19, 21, 44, 56, 100, 105])
def test_any_damage_to_the_header_costs_only_what_can_be_measured_again(path, at):
    with Cache(path, "1") as cache:
        cache.put("digest", VALUES)
    data = path.read_bytes()
    path.write_bytes(data[:at] + b"\xff" + data[at + 1 :])

    with Cache(path, "1") as cache:
        assert cache.get("digest") in (None, pytest.approx(VALUES, nan_ok=True))
        cache.put("digest", VALUES)

        assert cache.get("digest")["brightness"] == 51.25


def test_a_folder_in_its_place_is_a_sentence(path):
    path.mkdir(parents=True)

    with pytest.raises(WriteError, match=r"measured\.sqlite3: can't be written"):
        Cache(path, "1")


def test_a_full_disk_is_a_sentence(path):
    with Cache(path, "1") as cache:
        cache._connection.execute("PRAGMA max_page_count = 4")

        with pytest.raises(WriteError, match="No space left"):
            cache.put("digest", dict.fromkeys(map(str, range(9000)), 1.0))


def test_what_is_no_file_is_not_waited_for(path, tmp_path):
    os.mkfifo(tmp_path / "a.jpg")

    with Cache(path, "1") as cache, pytest.raises(OSError, match="not a file"):
        cache.digest(tmp_path / "a.jpg")
