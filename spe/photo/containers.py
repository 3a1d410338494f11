"""Photos that do not begin where their file begins, or lack its last two bytes.

A RAW file holds the camera's own preview as a JPEG; a file that was saved badly has bytes
before its photo, or lacks the marker of its end. What is whole inside is found here;
what is not a photo at all gets its right name.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import TiffImagePlugin

from spe.photo.planes import STANDARD_SIDE

# Endings of what cameras write before anybody developed it.
RAW_SUFFIXES = frozenset(
    ".dng .cr2 .cr3 .nef .nrw .arw .srf .sr2 .raf .orf .rw2 .pef .srw .raw".split()  # noqa: SIM905
)

_START, _END = b"\xff\xd8\xff", b"\xff\xd9"

# Bytes that may stand before a photo: headers of a download, a line break, a stray label.
_BEFORE = 4096

# Places in a file at which a JPEG is looked for.
_PLACES = 500

_DNG, _MAKE, _PARTS, _ORIENTATION = 50706, 271, 330, 274
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_NO_FRAME = frozenset({0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xD8, 0xD9, 0xDA})
_PROGRESSIVE = 0xC2

# What a file that is no photo begins with, and what it is.
_FOREIGN = (
    (b"\xff\x0a", "a JPEG XL file"),
    (b"\0\0\0\x0cJXL ", "a JPEG XL file"),
    (b"8BPS", "a Photoshop file"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive"),
    (b"<svg", "a drawing (SVG)"),
    (b"<!DOCTYPE html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_FILMS = frozenset(
    {b"mp41", b"mp42", b"isom", b"iso2", b"avc1", b"qt  ", b"M4V ", b"3gp4", b"3gp5"}
)


@dataclass(frozen=True)
class Inside:
    """The photo that a file holds: its bytes, how it is turned (EXIF 1-8), what to say of it."""

    data: bytes
    orientation: int = 1
    note: str = ""


class NoPreviewError(ValueError):
    """A RAW file without a preview that is large enough to be measured."""


def inside(data: bytes) -> Inside:
    """The photo in a file; the file itself, where it begins with one.

    Args:
        data: the whole file.

    Returns:
        The photo's bytes, which need not be a photo's that can be opened, how it is turned,
        and what to say of it.

    Raises:
        NoPreviewError: a RAW file without a preview of at least `STANDARD_SIDE`.
    """
    raw, orientation = _raw(data)
    if raw:
        found = _preview(data)
        if found is None:
            raise NoPreviewError
        return Inside(found, orientation, "a RAW file: the camera's preview in it was measured")
    before = data.find(_START, 1, _BEFORE + len(_START))
    known = data.startswith((_START, b"II", b"MM", b"RIFF", b"\x89PNG", b"GIF8", b"BM"))
    if before > 0 and not known and data[4:8] != b"ftyp" and data.rstrip(b"\0\r\n").endswith(_END):
        return Inside(data[before:], note=f"{before} bytes before the photo were passed over")
    return Inside(data)


def foreign(start: bytes) -> str | None:
    r"""What a file is that begins like this and is no photo spe reads; None for unknown.

    >>> foreign(b"8BPS\0\1"), foreign(b"<html>"), foreign(b"anything")
    ('a Photoshop file', 'a web page', None)
    """
    if start[4:8] == b"ftyp" and start[8:12] in _FILMS:
        return "a video"
    text = start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((kind for sign, kind in _FOREIGN if text.startswith(sign.lower())), None)


def _raw(data: bytes) -> tuple[bool, int]:
    """Whether it is a RAW file, by its content, and how its picture is turned."""
    if data.startswith((b"FUJIFILMCCD-RAW", b"IIRO", b"IIRS", b"MMOR", b"IIU\0")):
        return True, 1
    if data[4:12] == b"ftypcrx ":
        return True, 1
    if not data.startswith((b"II*\0", b"MM\0*")):
        return False, 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tags = _tags(data)
        raw = _DNG in tags or data[8:10] == b"CR" or (_MAKE in tags and _PARTS in tags)
        turned = tags.get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  (a damaged directory: whoever opens the file says so)
        return False, 1
    return raw, turned if isinstance(turned, int) and 1 <= turned <= 8 else 1


def _tags(data: bytes) -> TiffImagePlugin.ImageFileDirectory_v2:
    """The first directory of a TIFF."""
    tags = TiffImagePlugin.ImageFileDirectory_v2(data[:8])
    file = io.BytesIO(data)
    file.seek(tags.next)
    tags.load(file)
    return tags


def _preview(data: bytes) -> bytes | None:
    """The largest JPEG in a file, if its longest side is `STANDARD_SIDE` at least."""
    best, place, at = (0, 0), -1, -1
    for _ in range(_PLACES):
        at = data.find(_START, at + 1)
        if at < 0:
            break
        size = _frame(data, at)
        if size[0] * size[1] > best[0] * best[1]:
            best, place = size, at
    return data[place:] if max(best) >= STANDARD_SIDE else None


def _frame(data: bytes, start: int) -> tuple[int, int]:
    """Width and height of the JPEG that starts there; 0 where it is none of 8 bits."""
    at = start + 2
    for _ in range(200):
        if data[at : at + 1] != b"\xff":
            break
        kind = data[at + 1] if at + 1 < len(data) else 0
        if kind in _FRAMES and data[at + 4 : at + 5] == b"\x08":
            height, width = (int.from_bytes(data[at + by : at + by + 2]) for by in (5, 7))
            return width, height
        if kind in _NO_FRAME:
            break
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0


def endings(data: bytes) -> tuple[bytes, bytes] | None:
    """A JPEG that lacks its end, ended at once and ended after bytes of no meaning.

    A decoder that makes the same picture of both has needed none of those bytes: every
    pixel was there. None where scans are missing, or it is no JPEG.
    """
    if not data.startswith(_START) or not _refined(data):
        return None
    whole = data.removesuffix(b"\xff")
    return whole + _END, whole + bytes(range(1, 255)) * 4 + _END


def _refined(data: bytes) -> bool:
    """Whether each component of a progressive JPEG has its last bit, of DC and of AC."""
    components: set[int] = set()
    seen: set[tuple[int, bool]] = set()
    progressive, at = False, 2
    while (at := data.find(b"\xff", at)) >= 0 and at + 4 <= len(data):
        kind, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        if kind in {0x00, 0xFF, 0x01} or 0xD0 <= kind <= 0xD9:
            at += 1 if kind == 0xFF else 2
            continue
        part = data[at + 4 : at + 2 + length]
        if kind in _FRAMES and len(part) > 6:
            progressive = kind == _PROGRESSIVE
            components = set(part[6::3][: part[5]])
        elif kind == 0xDA and len(part) >= 4 and len(part) >= 4 + 2 * part[0]:
            first, last_bit = part[-3], part[-1] & 15
            seen |= {(name, first == 0) for name in part[1:-3:2] if last_bit == 0}
        at += 2 + length
    wanted = {(name, dc) for name in components for dc in (True, False)}
    return bool(components) and (not progressive or wanted <= seen)
