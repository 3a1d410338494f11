"""Photos that lie elsewhere: any address fsspec knows, such as s3://bucket/photo.jpg."""

import contextlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from spe.errors import NotReadyError
from spe.version import DISTRIBUTION

# Where a photo lies: a file's path, or an address.
Place = Path | str

# What tells one version of a file from the next, by the name each kind of storage gives it.
_MARKS = ("ETag", "etag", "md5Hash", "content_md5", "mtime", "LastModified", "modified", "created")


def place(name: str, root: Path = Path()) -> Place:
    """Where a photo of this name lies: an address as it is, a path below `root` or absolute.

    >>> place("s3://bucket/a.jpg")
    's3://bucket/a.jpg'
    """
    return name if "://" in name else root / name


def file_name(at: Place) -> str:
    """The photo's own name.

    >>> file_name("s3://bucket/2026/a.jpg")
    'a.jpg'
    """
    return PurePosixPath(at).name if isinstance(at, str) else at.name


def read(address: str) -> bytes:
    """The bytes at an address.

    Raises:
        OSError: they can't be read.
        NotReadyError: the library for this kind of address is missing.
    """
    with _opened(address) as (system, path):
        data: bytes = system.cat_file(path)
        return data


def state(address: str) -> str:
    """Size and version of what lies at an address, without reading it; empty where nobody says.

    Raises:
        OSError: there is nothing, or it can't be asked.
        NotReadyError: the library for this kind of address is missing.
    """
    with _opened(address) as (system, path):
        known = system.info(path)
        mark = next((known[name] for name in _MARKS if known.get(name) is not None), None)
        return "" if mark is None else f"{known.get('size')} {mark}"


@contextlib.contextmanager
def _opened(address: str) -> Iterator[tuple[Any, str]]:
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  (an extra)

        yield url_to_fs(address)
    except (OSError, NotReadyError):
        raise
    except ImportError as error:
        raise NotReadyError(
            f"{address}: {error}.\nFor s3:// run: pip install '{DISTRIBUTION}[s3]'"
        ) from error
    except Exception as error:
        # Each kind of storage has errors of its own; to spe the photo can't be read.
        raise OSError(f"{type(error).__name__}: {error}") from error
