"""Whether a spreadsheet can be opened at all: its size once unpacked, and its lock."""

import io
import zipfile

from spe.errors import SourceError

# Bytes of XML that a spreadsheet may unpack to, and tags in them: a cell is some four of
# these. A table of 50,000 posts with all columns of spe stays below.
MOST_XML = 64 * 2**20
MOST_TAGS = 4_000_000

_PIECE = 2**20

# How a locked spreadsheet is told: by a name in the older kind of file, by an entry in ODS.
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_LOCKED_ODS = b"encryption-data"
_MANIFEST = "META-INF/manifest.xml"


def check_book(data: bytes, name: str) -> None:
    """Look at a spreadsheet before it is opened.

    Args:
        data: the whole file: a zip archive (XLSX, ODS) or a compound file (XLS).
        name: what errors call it.

    Raises:
        SourceError: locked with a password, or it unpacks to too much.
        zipfile.BadZipFile: damaged.
    """
    if data[:2] != b"PK":
        if _LOCKED in data:
            raise _locked(name)
        return
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
        unpacked = sum(part.file_size for part in parts)
        if unpacked > MOST_XML:
            raise SourceError(
                f"{name}: the spreadsheet unpacks to {unpacked >> 20} MB, which is too much. "
                "Save it as .csv."
            )
        if any(part.flag_bits & 1 for part in parts):
            raise _locked(name)
        for part in parts:
            with archive.open(part) as file:
                while piece := file.read(_PIECE):
                    tags += piece.count(b"<")
                    if part.filename == _MANIFEST and _LOCKED_ODS in piece:
                        raise _locked(name)
    if tags > MOST_TAGS:
        raise SourceError(f"{name}: the spreadsheet has too many cells. Save it as .csv.")


def _locked(name: str) -> SourceError:
    return SourceError(f"{name}: the spreadsheet wants a password. Save it without one.")
