"""What has been measured before, kept by the photo's content."""

import errno
import hashlib
import json
import math
import os
import shutil
import sqlite3
import stat
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from spe.errors import SpeError
from spe.files import cant_write, finite, locked
from spe.measure import storage
from spe.measure.storage import Place

# `checksum` is the CRC-32 of `value`: SQLite does not notice a flipped bit inside a cell.
_TABLES = """
CREATE TABLE IF NOT EXISTS measurements (
    digest TEXT NOT NULL, version TEXT NOT NULL, value TEXT NOT NULL, checksum INTEGER NOT NULL,
    PRIMARY KEY (digest, version)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, digest TEXT NOT NULL
) WITHOUT ROWID;
"""

# Bytes below which an error of input or output means that the disk is full.
_ENOUGH = 2**20

# What SQLite says where the machine is at fault. Anything else that it says while it opens
# a file means that the file is damaged; so does "read-only" of one that can be written.
_OF_THE_MACHINE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PERM,
    }
)


def digest(place: Place, data: bytes | None = None) -> str:
    """What a photo is known by: SHA-256 of its bytes, which are `data` where they were read.

    What lies at an address is not fetched for it: there it is of the address, the size and
    the version that the storage names, if it names one.

    Args:
        place: where the photo lies.
        data: its bytes, where they were read already.

    Returns:
        64 hexadecimal digits.

    Raises:
        OSError: the photo can't be read.
        NotReadyError: the library for this kind of address is missing.
    """
    if isinstance(place, str):
        if state := storage.state(place):
            return hashlib.sha256(f"{place} {state}".encode()).hexdigest()
        data = storage.read(place) if data is None else data
    elif data is None:
        data = place.read_bytes()
    return hashlib.sha256(data).hexdigest()


class Cache:
    """Measurements by `digest` of the photo and version of the definitions, used in a `with`.

    One SQLite file, written after every photo, safe under Ctrl-C and with two
    processes at once. A damaged file is put aside as `.damaged` and begun anew:
    it holds nothing that can't be measured again.

    Raises:
        WriteError: the file can't be written.
        SpeError: SQLite fails for another reason that is not damage.
    """

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        # One at a time: of two that notice the damage at once, the second would put aside what
        # the first has just begun anew.
        with locked(path):
            self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.open("ab").close()
        except OSError as error:
            raise cant_write(self.path, error) from error
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            if _code(error) in _OF_THE_MACHINE:
                raise self._failed(error) from error
        self.path.replace(self.path.with_suffix(".damaged"))
        for rest in ("-wal", "-shm"):
            Path(f"{self.path}{rest}").unlink(missing_ok=True)
        try:
            return self._connect()
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            connection.executescript(_TABLES if sound else "")
            # A damaged header can say that the file is not to be written: try it.
            connection.executescript("BEGIN; PRAGMA user_version = 1; ROLLBACK")
        except BaseException:
            connection.close()
            raise
        if not sound:
            connection.close()
            raise sqlite3.DatabaseError("it is damaged")
        return connection

    def _execute(self, order: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(order, values)
        except sqlite3.DatabaseError as error:
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.DatabaseError) -> SpeError:
        full = shutil.disk_usage(self.path.parent).free < _ENOUGH
        if _code(error) == sqlite3.SQLITE_FULL or (full and _code(error) == sqlite3.SQLITE_IOERR):
            return cant_write(self.path, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
        return SpeError(f"{self.path}: {error}.\nWhat was finished is kept: run the same again.")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def digest(self, place: Place) -> str:
        """The photo's `digest`; a file whose size and time of change are known is not reread.

        Raises:
            OSError: the photo can't be read.
        """
        return digest(place) if isinstance(place, str) else self._digest(place)

    def _digest(self, path: Path) -> str:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "not a file", str(path))
        key = (str(path.absolute()), state.st_size, state.st_mtime_ns)
        known = self._execute(
            "SELECT digest FROM seen WHERE path = ? AND size = ? AND changed = ?", key
        ).fetchone()
        if known:
            return str(known[0])
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        self._execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", (*key, found))
        return found

    def forget(self, path: Path) -> None:
        """Reread a file the next time its digest is asked for."""
        self._execute("DELETE FROM seen WHERE path = ?", (str(path.absolute()),))

    def get(self, digest: str) -> dict[str, float] | None:
        """The values of a photo; None where it has not been measured under these definitions.

        A value that is damaged is none.
        """
        row = self._execute(
            "SELECT CAST(value AS BLOB), checksum FROM measurements "
            "WHERE digest = ? AND version = ?",
            (digest, self.version),
        ).fetchone()
        if row is None or zlib.crc32(row[0]) != row[1]:
            return None
        values: dict[str, float | None] = json.loads(row[0])
        return {name: math.nan if value is None else value for name, value in values.items()}

    def put(self, digest: str, values: Mapping[str, float]) -> None:
        """Keep the values of a photo, at once."""
        plain = {name: finite(value) for name, value in values.items()}
        text = json.dumps(plain)
        self._execute(
            "INSERT OR REPLACE INTO measurements VALUES (?, ?, ?, ?)",
            (digest, self.version, text, zlib.crc32(text.encode())),
        )


def _code(error: sqlite3.DatabaseError) -> int:
    """SQLite's primary result code; that of damage where it gave none."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    return code & 0xFF
