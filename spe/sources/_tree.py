"""Where a source's files lie: a folder or a zip archive, read alike and never trusted.

No name leads out of the source: `..`, absolute paths, drive letters and links
that point elsewhere are left out when the tree is listed, and what is not
listed can't be read. Nothing is read beyond a limit, whatever an archive's
directory says about itself.
"""

import lzma
import os
import stat
import weakref
import zipfile
import zlib
from collections import deque
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, Self

from spe.errors import SourceError
from spe.photo.limits import LARGEST_FILE

# More files than any account has; beyond it somebody pointed at a whole disk.
MOST_FILES = 400_000

# Folders within folders; exports use four or five.
DEEPEST = 32

# Files that a tree remembers to have opened.
_REMEMBERED = 1000

# The largest file read into memory at once, and the largest photo.
MOST_BYTES = 64 * 2**20
LARGEST_PHOTO = LARGEST_FILE

# Photos hardly compress, and what lists them is short beside them: an archive of which more
# is unpacked than so many times its size, and this, is a bomb.
GROWTH = 20
ALLOWED = 256 * 2**20

# Folders made by programs for themselves.
_PRIVATE = frozenset({"__MACOSX", "@eaDir", "node_modules"})

# What a damaged or hostile archive may raise while it is read.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,  # a compression nobody uses
    ValueError,
    OverflowError,
)


class Tree(Protocol):
    """The files of a source, by their names relative to it, with `/` between folders."""

    path: Path
    opened: deque[str]

    @property
    def title(self) -> str:
        """The name of the folder or archive; of a single file, that of its folder."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every file, sorted."""

    @property
    def listed(self) -> frozenset[str]:
        """The same, to ask whether a name is among them."""

    def open(self, name: str) -> BinaryIO:
        """A file's bytes as a stream.

        Raises:
            SourceError: damaged, or locked with a password.
        """

    def place(self, name: str) -> Path | None:
        """Where the file lies on disk; None inside an archive."""

    def leave_out(self, name: str) -> None:
        """Be without a file from now on."""


class _Listed:
    """The files of a tree, and which of them were opened, the last one last."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.opened: deque[str] = deque(maxlen=_REMEMBERED)

    @property
    def title(self) -> str:
        """The name of the folder or archive, also where it was given as a dot or two."""
        return self.path.name if self.path.name not in {"", ".."} else self.path.resolve().name

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every file, sorted."""
        raise NotImplementedError

    @cached_property
    def listed(self) -> frozenset[str]:
        """The same, to ask whether a name is among them."""
        return frozenset(self.names)

    def leave_out(self, name: str) -> None:
        """Be without a file from now on."""
        self.names = tuple(other for other in self.names if other != name)
        self.listed = frozenset(self.names)


class Folder(_Listed):
    """The files under a folder, at most `depth` folders down.

    `skip` is a folder whose files are nobody's posts: the project's own.
    """

    def __init__(self, path: Path, skip: Path | None = None, depth: int = DEEPEST) -> None:
        super().__init__(path)
        self._depth = depth
        self._skip = None if skip is None else skip.resolve()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every regular file that lies inside, sorted; hidden ones are left out."""
        found: list[str] = []
        inside = self.path.resolve()
        for folder, folders, files in os.walk(self.path):
            here = Path(folder)
            deep = len(here.relative_to(self.path).parts) >= self._depth
            folders[:] = [name for name in folders if not deep and self._enter(here / name)]
            found.extend(
                (here / name).relative_to(self.path).as_posix()
                for name in files
                if not name.startswith(".") and _written(name) and _regular(here / name, inside)
            )
            if len(found) > MOST_FILES:
                raise SourceError(
                    f"{self.path} holds more than {MOST_FILES:,} files. "
                    "Name the folder that has the posts in it."
                )
        return tuple(sorted(found))

    def _enter(self, folder: Path) -> bool:
        hidden = folder.name.startswith(".") or folder.name in _PRIVATE
        return not hidden and not folder.is_symlink() and folder.resolve() != self._skip

    def open(self, name: str) -> BinaryIO:
        """A file's bytes as a stream."""
        self.opened.append(name)
        try:
            return (self.path / name).open("rb")
        except OSError as error:
            raise SourceError(f"{name}: can't be read ({error.strerror or error}).") from error

    def place(self, name: str) -> Path | None:
        """Where the file lies on disk."""
        return self.path / name


class OneFile(Folder):
    """A single file that was named itself; what it speaks of lies beside it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.parent)
        self.file = path

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The file's own name."""
        return (self.file.name,)


def named(tree: Tree) -> str:
    """What was handed over, as sentences call it: a single file by its own name."""
    return tree.file.name if isinstance(tree, OneFile) else tree.title


class Archive(_Listed):
    """The files inside a zip archive; nothing is unpacked until it is asked for."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            file = path.open("rb")
            weakref.finalize(self, file.close)
            self._zip = zipfile.ZipFile(file)
        except _DAMAGE as error:
            raise SourceError(
                f"{path.name}: the archive is cut off or damaged. Download it again."
            ) from error
        members = self._zip.infolist()
        if len(members) > MOST_FILES:
            raise SourceError(f"{path.name} holds more than {MOST_FILES:,} files.")
        self._members = {_slashed(info): info for info in members if _harmless(info)}
        if self._members and all(map(_is_locked, self._members.values())):
            raise SourceError(
                f"{path.name}: the archive wants a password. Unpack it with a program that asks "
                "for it, and name the folder."
            )
        self._left = GROWTH * path.stat().st_size + ALLOWED

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every file with an honest name, sorted."""
        return tuple(sorted(self._members))

    def open(self, name: str) -> BinaryIO:
        """A file's bytes as a stream."""
        self.opened.append(name)
        info = self._members.get(name)
        try:
            if info is None:
                raise FileNotFoundError(name)
            if _is_locked(info):
                raise SourceError(f"{name} in {self.path.name}: it wants a password.")
            return _Guarded(self._zip.open(info), name, self)  # type: ignore[return-value]
        except _DAMAGE as error:
            raise _damaged(name, self.path.name) from error

    def unpacked(self, size: int) -> None:
        """Take note of bytes that were unpacked.

        Raises:
            SourceError: by now it is far more than the archive can honestly hold.
        """
        self._left -= size
        if self._left < 0:
            raise SourceError(
                f"{self.path.name}: unpacks to far more than it holds; not read any further."
            )

    def place(self, name: str) -> Path | None:  # noqa: ARG002  (as the Protocol has it)
        """Nowhere: it is inside an archive."""
        return None


class _Guarded:
    """A stream out of an archive whose damage and lack of an end come as a `SourceError`."""

    def __init__(self, stream: object, name: str, archive: "Archive") -> None:
        self._stream = stream
        self._name = name
        self._archive = archive

    def read(self, size: int = -1) -> bytes:
        try:
            data: bytes = self._stream.read(size)  # type: ignore[attr-defined]
        except _DAMAGE as error:
            raise _damaged(self._name, self._archive.path.name) from error
        self._archive.unpacked(len(data))
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()  # type: ignore[attr-defined]


def read(tree: Tree, name: str, most: int = MOST_BYTES) -> bytes:
    """A file's bytes, at most `most` of them.

    Raises:
        SourceError: damaged, or larger than that.
    """
    with tree.open(name) as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise SourceError(f"{name}: can't be read ({error.strerror or error}).") from error
    if len(data) > most:
        raise SourceError(f"{name}: larger than the {most // 2**20} MB that spe reads at once.")
    return data


def head(tree: Tree, name: str, size: int = 4096) -> bytes:
    """The first bytes of a file; empty where it can't be read."""
    try:
        with tree.open(name) as file:
            return file.read(size)
    except (SourceError, OSError):
        return b""


def safe(name: str) -> str | None:
    """A name as the tree lists it, or None where it would lead out: `..`, a link, a drive.

    >>> safe("media/posts/a.jpg"), safe("../a.jpg"), safe("https://x.y/a.jpg")
    ('media/posts/a.jpg', None, None)
    """
    path = PurePosixPath(name)
    odd = "\\" in name or ":" in name or "\0" in name or not name.strip()
    return None if odd or path.is_absolute() or ".." in path.parts else path.as_posix()


def _regular(path: Path, inside: Path) -> bool:
    """Whether it is a file, not a pipe or device, and no link out of the folder."""
    try:
        if not path.is_symlink():
            return stat.S_ISREG(path.stat().st_mode)
        return path.resolve().is_relative_to(inside) and path.is_file()
    except (OSError, RuntimeError):
        return False


def _written(name: str) -> bool:
    """Whether a name can be written down; some disks hold names in no encoding."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


def _slashed(info: zipfile.ZipInfo) -> str:
    """A member's name with `/` between folders; some Windows programs write backslashes."""
    return info.filename.replace("\\", "/")


def _harmless(info: zipfile.ZipInfo) -> bool:
    name = _slashed(info)
    parts = PurePosixPath(name).parts
    link = stat.S_ISLNK(info.external_attr >> 16)
    private = any(part.startswith(".") or part in _PRIVATE for part in parts)
    return not (name.endswith("/") or link or private) and safe(name) == name and _written(name)


def _is_locked(info: zipfile.ZipInfo) -> bool:
    """Whether a member is encrypted, as bit 0 of its flags says (APPNOTE.TXT, 4.4.4)."""
    return bool(info.flag_bits & 1)


def _damaged(name: str, archive: str) -> SourceError:
    return SourceError(f"{name} in {archive}: damaged. Download the archive again.")
