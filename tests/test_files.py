import errno
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from spe.errors import WriteError
from spe.files import ABANDONED, locked, write_whole


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
    with pytest.raises(WriteError, match=r"No space left.*\n.*Make room"):
        write_whole(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_permissions(tmp_path):
    path = tmp_path / "table.csv"
    write_whole(path, "old")
    path.chmod(0o600)

    write_whole(path, "new")

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_read_only_folder_is_said_with_what_to_do(tmp_path, monkeypatch):
    def refused(**_):
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(tempfile, "mkstemp", refused)

    with pytest.raises(WriteError, match=r"table\.csv: can't be written .*\n.*another place"):
        write_whole(tmp_path / "table.csv", "new")


def test_what_a_killed_process_left_is_removed_later_and_what_is_being_written_stays(tmp_path):
    left, fresh, other = (tmp_path / name for name in (".spe-1.part", ".spe-2.part", "a.part"))
    for part in (left, fresh, other):
        part.write_text("half")
    for part in (left, other):
        now = part.stat().st_mtime
        os.utime(part, (now - ABANDONED - 60,) * 2)

    write_whole(tmp_path / "table.csv", "new")

    assert set(tmp_path.iterdir()) == {fresh, other, tmp_path / "table.csv"}


def test_a_folder_that_cannot_be_flushed_costs_nothing(tmp_path, monkeypatch):
    whole = os.fsync

    def picky(handle):
        if os.path.isdir(f"/proc/self/fd/{handle}"):  # noqa: PTH112  (a link of the kernel's)
            raise OSError(errno.EINVAL, "not on this disk")
        whole(handle)

    monkeypatch.setattr(os, "fsync", picky)

    write_whole(tmp_path / "table.csv", "new")

    assert (tmp_path / "table.csv").read_text() == "new"


def test_changes_made_at_once_all_count(tmp_path):
    path = tmp_path / "number"
    path.write_text("0")

    def add():
        for _ in range(20):
            with locked(path):
                write_whole(path, str(int(path.read_text()) + 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert path.read_text() == "80"


HOLD = (
    "import sys, pathlib\nfrom spe.files import locked\n"
    "with locked(pathlib.Path(sys.argv[1])):\n    print('held', flush=True)\n    input()\n"
)


@pytest.fixture
def holder(tmp_path):
    """A process that has `table.csv` for itself."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "table.csv")],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


def test_a_process_that_waits_says_so_and_goes_on_when_the_other_is_killed(
    tmp_path, holder, caplog, monkeypatch
):
    whole = caplog.handler.emit
    monkeypatch.setattr(caplog.handler, "emit", lambda record: (whole(record), holder.kill()))

    with locked(tmp_path / "table.csv"):
        write_whole(tmp_path / "table.csv", "new")

    assert "Waiting for another spe to finish with table.csv" in caplog.text
    assert (tmp_path / "table.csv").read_text() == "new"
