"""Files written whole or not at all, and changed by one process at a time."""

import contextlib
import dataclasses
import errno
import logging
import math
import os
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from spe.errors import WriteError

# What a file is called until it is whole: hidden, so that nobody takes it for a photo.
_PREFIX, _SUFFIX = ".spe-", ".part"

# A process that was killed leaves its unfinished file behind. Beside a new one, one so much
# older (in seconds, by the disk's own clock) is nobody's any more, and is removed.
ABANDONED = 3600

# A wait shorter than this, in seconds, is not worth a word.
_PATIENCE = 1

# What to do about the faults that people can mend.
_REMEDIES = {
    errno.ENOSPC: "Make room on the disk, then run the same again.",
    errno.EDQUOT: "Make room on the disk, then run the same again.",
    errno.EROFS: "The disk or folder is read-only: copy the account's folder to another place.",
    errno.EACCES: "You may not write there: change the folder's permissions.",
    errno.EPERM: "You may not write there: change the folder's permissions.",
}


def finite(value: float) -> float | None:
    """A number for JSON, which has no word for what is unknown or without end.

    >>> finite(1.5), finite(math.nan), finite(math.inf)
    (1.5, None, None)
    """
    return value if math.isfinite(value) else None


def jsonable(value: Any) -> Any:  # noqa: ANN401  (whatever a result holds)
    """What JSON can hold of a value: NaN as null, times as ISO texts, dataclasses as objects.

    >>> jsonable({"p": math.nan, "at": (datetime(2026, 1, 7),)})
    {'p': None, 'at': ['2026-01-07T00:00:00']}
    """
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return finite(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return {
            item.name: jsonable(getattr(value, item.name)) for item in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    return [jsonable(item) for item in value]


def write_whole(path: Path, content: str | bytes) -> None:
    """Put `content` at `path` so that a reader sees the old file or the new one, never a part.

    A temporary file in the same folder is written, flushed to disk and renamed over
    `path`, and the folder is flushed; a crash in between leaves the old file as it was.
    Text is UTF-8 with newlines as given. Missing folders are made.

    Raises:
        WriteError: the folder can't be written, or the disk is full; `path` is unchanged.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=_PREFIX, suffix=_SUFFIX)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            _sweep(path.parent, part.stat().st_mtime)
            part.chmod(_mode(path))
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)
    except OSError as error:
        raise cant_write(path, error) from error


def cant_write(path: Path, error: OSError) -> WriteError:
    """The sentence for a file that can't be written, and what to do about it."""
    remedy = _REMEDIES.get(error.errno or 0)
    said = f"{path}: can't be written ({error.strerror or error})."
    return WriteError(f"{said}\n{remedy}" if remedy else said)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Be the only process that changes `path`, from reading it to writing it.

    Others wait, and say so after a second. What is held is a lock of the operating system
    on a hidden file beside `path`; it ends with the process, however that ends. A thread
    that has it must not ask for it again.

    Raises:
        WriteError: the folder can't be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415  (only where something is changed)

    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            said = "Waiting for another spe to finish with %s. Ctrl-C ends the waiting."
            logging.getLogger(__name__).warning(said, path.name)
            lock.acquire()
    except OSError as error:
        raise cant_write(path, error) from error
    try:
        yield
    finally:
        lock.release()


# The folders in which leavings were looked for already.
_swept: set[Path] = set()


def _sweep(folder: Path, now: float) -> None:
    """Remove what killed processes left in a folder, once a run."""
    if folder in _swept:
        return
    _swept.add(folder)
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if now - part.stat().st_mtime > ABANDONED:
                part.unlink()


def _flush_folder(folder: Path) -> None:
    """Flush a folder's list of names to disk; Windows does so by itself, and can't be asked."""
    if os.name == "nt":
        return
    # Not every kind of network disk can do it; the file itself is safe by then.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode(path: Path) -> int:
    """Permissions the file should have: those it had, or what the umask gives a new one."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
