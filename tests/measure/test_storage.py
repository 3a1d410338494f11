import sys

import fsspec
import numpy as np
import pytest

from spe.errors import NotReadyError
from spe.measure import storage
from spe.measure.cache import Cache
from spe.measure.extract import measure_all
from spe.workers import Workers


@pytest.fixture
def cache(tmp_path):
    with Cache(tmp_path / "cache.sqlite3", "test") as opened:
        yield opened


@pytest.fixture
def photo(encoded):
    """A function: a seed -> the bytes of a photo."""

    def made(seed):
        pixels = np.random.default_rng(seed).integers(0, 256, (80, 100, 3), dtype=np.uint8)
        return encoded(pixels, "PNG")

    return made


@pytest.fixture
def memory():
    """Storage in memory, as fsspec's other kinds of storage."""
    system = fsspec.filesystem("memory")
    yield system
    system.rm("/", recursive=True)


def known(cache, places):
    return [dict(one.known) for one in measure_all(places, cache, Workers(1)).values()]


def test_a_photo_at_an_address_measures_like_the_same_file(cache, memory, photo, tmp_path):
    memory.pipe("/bucket/a.png", photo(0))
    path = tmp_path / "a.png"
    path.write_bytes(photo(0))

    places = ["memory://bucket/a.png", path.as_uri(), path]

    one, two, three = known(cache, places)
    np.testing.assert_equal(one, three)
    np.testing.assert_equal(two, three)


def test_workers_fetch_photos_themselves(cache, photo, tmp_path):
    paths = [tmp_path / f"{seed}.png" for seed in range(13)]
    for seed, path in enumerate(paths):
        path.write_bytes(photo(seed))

    measured = measure_all([path.as_uri() for path in paths], cache, Workers(2))

    assert len(measured) == 13
    assert all(one.known for one in measured.values())


def test_a_photo_at_an_address_is_fetched_once_and_again_when_it_changed(
    cache, memory, photo, monkeypatch
):
    fetched = []
    monkeypatch.setattr(
        storage, "read", lambda address: fetched.append(address) or memory.cat(address)
    )
    memory.pipe("/bucket/a.png", photo(0))
    before = known(cache, ["memory://bucket/a.png"])

    again = known(cache, ["memory://bucket/a.png"])
    memory.pipe("/bucket/a.png", photo(1))
    after = known(cache, ["memory://bucket/a.png"])

    assert len(fetched) == 2
    np.testing.assert_equal(before, again)
    assert after[0]["brightness"] != before[0]["brightness"]


def test_storage_that_names_no_version_is_read_each_time(cache, memory, photo, monkeypatch):
    monkeypatch.setattr(storage, "state", lambda _address: "")
    memory.pipe("/bucket/a.png", photo(0))
    before = cache.digest("memory://bucket/a.png")

    memory.pipe("/bucket/a.png", photo(1))

    assert cache.digest("memory://bucket/a.png") != before


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("memory://bucket/gone.png", "gone.png: can't be read (no such file)."),
        ("nowhere://bucket/a.png", "a.png: can't be read (ValueError: Protocol not known"),
    ],
)
@pytest.mark.usefixtures("memory")
def test_what_is_not_there_is_one_named_entry(cache, address, reason):
    measured = measure_all([address], cache, Workers(1))

    assert measured[address].problem.startswith(reason)


def test_a_missing_library_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)

    with pytest.raises(NotReadyError, match=r"social-performance-estimator\[s3\]"):
        storage.state("s3://bucket/a.png")
