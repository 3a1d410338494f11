"""What has been measured before, kept by the photo's content."""

import hashlib
import json
import math
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from spe import remote
from spe.remote import Place

_TABLES = """
CREATE TABLE IF NOT EXISTS measured (
    digest TEXT NOT NULL, version TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (digest, version)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, digest TEXT NOT NULL
) WITHOUT ROWID;
"""


class Cache:
    """Measurements by SHA-256 of the file and version of the definitions.

    One SQLite file, written after every photo, safe under Ctrl-C and with two
    processes at once. A damaged file is put aside as `.damaged` and begun anew:
    it holds nothing that can't be measured again.
    """

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version
        self._connection = self._open()

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return self._connect()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self.path.replace(self.path.with_suffix(".damaged"))
            for rest in ("-wal", "-shm"):
                Path(f"{self.path}{rest}").unlink(missing_ok=True)
            return self._connect()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=60, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            sound = connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            connection.executescript(_TABLES if sound else "")
        except BaseException:
            connection.close()
            raise
        if not sound:
            connection.close()
            raise sqlite3.DatabaseError(f"{self.path} is damaged")
        return connection

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
        """SHA-256 of a file's bytes; one whose size and time of change are known is not reread.

        What lies at an address is not fetched for it: there it is of the address, the size
        and the version that the storage names.

        Raises:
            OSError: the photo can't be read.
        """
        if isinstance(place, str):
            state = remote.state(place)
            data = f"{place} {state}".encode() if state else remote.read(place)
            return hashlib.sha256(data).hexdigest()
        return self._digest(place)

    def _digest(self, path: Path) -> str:
        state = path.stat()
        key = (str(path.absolute()), state.st_size, state.st_mtime_ns)
        known = self._connection.execute(
            "SELECT digest FROM seen WHERE path = ? AND size = ? AND changed = ?", key
        ).fetchone()
        if known:
            return str(known[0])
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        self._connection.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?)", (*key, digest))
        return digest

    def get(self, digest: str) -> dict[str, float] | None:
        """The values of a photo, or None if it has not been measured under these definitions."""
        row = self._connection.execute(
            "SELECT value FROM measured WHERE digest = ? AND version = ?", (digest, self.version)
        ).fetchone()
        if row is None:
            return None
        values: dict[str, float | None] = json.loads(row[0])
        return {name: math.nan if value is None else value for name, value in values.items()}

    def put(self, digest: str, values: Mapping[str, float]) -> None:
        """Keep the values of a photo, at once."""
        plain = {name: value if math.isfinite(value) else None for name, value in values.items()}
        self._connection.execute(
            "INSERT OR REPLACE INTO measured VALUES (?, ?, ?)",
            (digest, self.version, json.dumps(plain)),
        )
