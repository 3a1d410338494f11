"""A reader with a fault names the file and itself, and costs nothing but that file."""

from dataclasses import replace
from pathlib import Path

import pytest

from spe import sources
from spe.errors import SourceError
from spe.sources import SOURCES, DatesUnclear, FoldersUnclear, ReadOptions, read_sources, takeout
from spe.sources._tree import Folder
from tests.sources.made_exports import instagram, instaloader, lay_out, photo, photo_folder


def faulty(monkeypatch, name, **parts):
    """Put functions of one source in place of its own."""
    honest = source_named(name)
    changed = tuple(replace(one, **parts) if one is honest else one for one in SOURCES)
    monkeypatch.setattr(sources, "SOURCES", changed)


def source_named(name):
    return next(one for one in SOURCES if one.name == name and one is not takeout.SOURCE)


def stumbling(name, error, at):
    """The reading of a source that raises where it comes upon one file."""
    honest = source_named(name).read

    def read(tree, options):
        if at in tree.names:
            tree.open(at).close()
            raise error
        return honest(tree, options)

    return read


@pytest.mark.parametrize(
    "error", [KeyError("likes"), StopIteration(), RecursionError("too deep"), MemoryError()]
)
def test_whatever_a_reader_raises_names_file_and_reader_and_loses_no_other(
    monkeypatch, tmp_path, error
):
    files = instaloader()
    bad = min(name for name in files if name.endswith(".json"))
    faulty(monkeypatch, "instaloader", read=stumbling("instaloader", error, bad))
    whole = source_named("instaloader").read(Folder(lay_out(files, tmp_path / "e")), ReadOptions())

    (reading,), failed = read_sources([tmp_path / "e"], ReadOptions())

    (problem,) = reading.problems
    assert problem.startswith(f"{bad} in e: spe's reader for instaloader failed on it (")
    assert type(error).__name__ in problem
    assert failed == []
    assert len(reading.found) == len(whole.found) > 1


def test_a_photo_opened_last_is_not_blamed_for_the_list_that_names_it(monkeypatch, tmp_path):
    def read(tree, options):
        if "list.json" in tree.names:
            tree.open("list.json").close()
            tree.open("a.jpg").close()
            raise KeyError("media")
        return source_named("photos").read(tree, options)

    faulty(monkeypatch, "photos", read=read)
    lay_out({**photo_folder(), "list.json": b"[]"}, tmp_path / "e")

    (reading,), _ = read_sources([tmp_path / "e"], ReadOptions())

    assert reading.problems[0].startswith("list.json in e:")
    assert len(reading.found) == 2


def test_a_fault_that_stays_when_files_are_left_out_costs_the_source_alone(monkeypatch, tmp_path):
    def read(tree, _):
        tree.open(tree.names[0]).close()
        raise ValueError("always")

    faulty(monkeypatch, "photos", read=read)
    files = {f"{number:02}.jpg": photo(number) for number in range(30)}
    lay_out(files, tmp_path / "bad")
    lay_out(instagram(), tmp_path / "good")

    (reading,), (error,) = read_sources([tmp_path / "bad", tmp_path / "good"], ReadOptions())

    assert reading.source == "instagram"
    assert str(error).startswith("00.jpg in bad: spe's reader for photos failed on it (ValueError")


def test_a_recogniser_that_fails_hands_the_photos_to_no_other_reader(monkeypatch, tmp_path):
    def recognise(tree):
        raise KeyError("media")

    faulty(monkeypatch, "instagram", recognise=recognise)
    lay_out(photo_folder(), tmp_path / "e")

    readings, (error,) = read_sources([tmp_path / "e"], ReadOptions())

    assert readings == []
    assert "spe's reader for instagram failed on it (KeyError: 'media')" in str(error)


@pytest.mark.parametrize("question", [DatesUnclear, FoldersUnclear])
def test_a_question_is_no_fault(monkeypatch, tmp_path, question):
    def read(tree, options):
        tree.open(tree.names[0]).close()
        raise question("which?")

    faulty(monkeypatch, "photos", read=read)
    lay_out(photo_folder(), tmp_path / "e")

    with pytest.raises(question):
        read_sources([tmp_path / "e"], ReadOptions(folders=None))


def test_a_table_that_is_refused_beside_another_costs_itself_only(monkeypatch, tmp_path):
    monkeypatch.setattr("spe.sources._rows.MOST_ROWS", 3)
    files = {
        "a.jpg": photo(1),
        "fine.csv": b"image,likes\na.jpg,3\n",
        "a-long.csv": b"image,likes\n" + b"b.jpg,1\n" * 9,
    }
    lay_out(files, tmp_path / "e")

    (reading,), failed = read_sources([tmp_path / "e"], ReadOptions())

    assert [found.post.likes for found in reading.found] == [3]
    assert failed == []
    assert reading.problems == ["a-long.csv: more than 3 rows."]


def test_what_can_not_be_read_at_all_is_an_error(tmp_path):
    lay_out({"posts_1.json": b'[{"media": ['}, tmp_path / "e")

    readings, (error,) = read_sources([tmp_path / "e"], ReadOptions())

    assert readings == []
    assert isinstance(error, SourceError)


@pytest.mark.parametrize(("bad", "read"), [(2, True), (3, False)])
def test_a_reader_that_stumbles_over_file_after_file_is_given_up(monkeypatch, tmp_path, bad, read):
    monkeypatch.setattr("spe.sources._guard.MOST_STUMBLES", 2)
    files = instaloader()
    wrong = sorted(name for name in files if name.endswith(".json"))[:bad]
    honest = source_named("instaloader").read

    def stumble(tree, options):
        for name in wrong:
            if name in tree.names:
                tree.open(name).close()
                raise KeyError(name)
        return honest(tree, options)

    faulty(monkeypatch, "instaloader", read=stumble)
    readings, failed = read_sources([Path(lay_out(files, tmp_path / "e"))], ReadOptions())

    assert bool(readings) == read
    assert bool(failed) != read
