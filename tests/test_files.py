import os

import pytest

from spe.errors import WriteError
from spe.files import write_whole


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    path = tmp_path / "new" / "table.csv"

    write_whole(path, "first\n")
    write_whole(path, "été\n")

    assert path.read_text(encoding="utf-8") == "été\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "table.csv"
    write_whole(path, "old")

    def broken(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(WriteError, match="No space left.*\n.*Make room"):
        write_whole(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "table.csv"
    write_whole(path, "old")
    path.chmod(0o600)

    write_whole(path, "new")

    assert path.stat().st_mode & 0o777 == 0o600
