"""What is opened at all: bounds against files that are made to fill memory or to take for ever."""

import itertools
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from spe.errors import PhotoError

# Shorter sides than this hold too little to measure.
SMALLEST_SIDE = 64

# More pixels than any camera in people's hands makes; beyond it a file is taken for a
# decompression bomb. A JPEG is unpacked at a fraction of its size; what can only be
# unpacked whole takes 12 bytes a pixel and more on the way, and has a bound of its own.
MOST_PIXELS = 250_000_000
MOST_PIXELS_WHOLE = 120_000_000

# HEIC without transparency takes 7 bytes a pixel: a phone's 200 megapixels, 1.4 GB.
MOST_PIXELS_HEIC = 205_000_000

# WebP takes 16 bytes a pixel, part of it as soon as it is opened.
MOST_PIXELS_WEBP = 80_000_000

# Bytes that a decoder may ask for: twice what the largest photo of these takes.
MOST_MEMORY = 3 * 2**30

# Pixels that the scans of a JPEG go over, all together. A progressive one has about ten
# scans; a thousand, in a small file, would keep the decoder busy for minutes.
MOST_SCANNED = 4_000_000_000

# Parts (segments of JPEG, chunks of PNG, blocks of GIF) that a file may have beside one
# for every `_BYTES_A_PART`: Pillow keeps an object of each.
MOST_PARTS = 50_000
_BYTES_A_PART = 200

# The largest file that is read, in bytes.
LARGEST_FILE = 200 * 2**20


def check_file(path: Path, name: str | None = None) -> None:
    """Look whether a file can be a photo's, before anybody reads it.

    Args:
        path: the file.
        name: what errors call it; its own name where None.

    Raises:
        PhotoError: a pipe, a device or a folder, or larger than `LARGEST_FILE`.
        OSError: it is not there, or can't be asked.
    """
    called = name or path.name
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise PhotoError(f"{called}: not a file. Name a photo.")
    if state.st_size > LARGEST_FILE:
        raise PhotoError(
            f"{called}: {state.st_size / 2**20:,.0f} MB is more than spe opens "
            f"({LARGEST_FILE >> 20} MB). Save a smaller copy."
        )


def check_size(image: Image.Image, called: str) -> None:
    """Refuse a photo of too many pixels, or of too few.

    Args:
        image: the photo as it is opened, its pixels not unpacked yet.
        called: what errors call it.

    Raises:
        PhotoError: more pixels than its format may have, or a side below `SMALLEST_SIDE`.
    """
    width, height = image.size
    most = MOST_PIXELS if image.format in {"JPEG", "MPO"} else MOST_PIXELS_WHOLE
    if image.format == "HEIF" and image.mode == "RGB":
        most = MOST_PIXELS_HEIC
    _check_pixels(width, height, most, called)
    if min(width, height) < SMALLEST_SIDE:
        raise PhotoError(
            f"{called}: {width} x {height} pixels is too small to measure "
            f"({SMALLEST_SIDE} needed on the shorter side)."
        )


def _check_pixels(width: int, height: int, most: int, called: str) -> None:
    if width * height > most:
        raise PhotoError(
            f"{called}: {width} x {height} pixels is more than spe opens "
            f"({most // 1_000_000} million). Save a smaller copy."
        )


def check_webp(data: bytes, called: str) -> None:
    """Refuse a WebP of too many pixels before it is opened, which takes memory for all of them.

    Args:
        data: the whole file, or its first 30 bytes; what is no WebP passes.
        called: what errors call it.

    Raises:
        PhotoError: more pixels than `MOST_PIXELS_WEBP`.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return
    kind = data[12:16]
    if kind == b"VP8X":  # the canvas, RFC 9649, 2.7.1
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    _check_pixels(width, height, MOST_PIXELS_WEBP, called)


# A marker of JPEG that is followed by its length; what is left out stands alone.
_MARKER = re.compile(rb"\xff+([\x02-\xcf\xd9-\xfe])")
_SCAN, _END = b"\xda", b"\xd9"


def check_parts(data: bytes, called: str) -> None:
    """Refuse a file of small parts without end.

    Args:
        data: the whole file; what is no JPEG, PNG or GIF passes.
        called: what errors call it.

    Raises:
        PhotoError: more parts than `MOST_PARTS` and one for every 200 bytes.
    """
    most = MOST_PARTS + len(data) // _BYTES_A_PART
    if next(itertools.islice(_parts(data), most, None), None) is not None:
        raise PhotoError(f"{called}: made of far too many parts. Save a plain copy.")


def _parts(data: bytes) -> Iterator[int]:
    """Where each part begins of a JPEG up to its pixels, a PNG, a GIF up to its second picture."""
    if data.startswith(b"\xff\xd8"):
        yield from (at for kind, at in _segments(data, (_SCAN, _END)))
    elif data.startswith(b"\x89PNG"):
        at = 8
        while at < len(data):
            yield at
            at += 12 + int.from_bytes(data[at : at + 4])
    elif data.startswith(b"GIF8"):
        yield from _blocks(data)


def _segments(data: bytes, ends: tuple[bytes, ...]) -> Iterator[tuple[bytes, int]]:
    """The marker of each segment of a JPEG and where it begins, up to one of `ends`."""
    at = 2
    while (found := _MARKER.search(data, at)) and found[1] not in ends:
        yield found[1], found.start()
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2])


def _blocks(data: bytes) -> Iterator[int]:
    """Where each block of a GIF begins, up to its second picture."""
    at = 13 + _palette(data[10:11])
    pictures = 0
    while pictures < 2 and (kind := data[at : at + 1]) in {b"!", b","}:
        pictures += kind == b","
        at += 2 if kind == b"!" else 11 + _palette(data[at + 9 : at + 10])
        while size := int.from_bytes(data[at : at + 1]):
            yield at
            at += 1 + size
        yield at
        at += 1


def _palette(flags: bytes) -> int:
    """Bytes of the palette that a GIF's flags announce."""
    known = int.from_bytes(flags)
    return 3 * 2 ** (known % 8 + 1) if known & 0x80 else 0


def check_scans(data: bytes, image: Image.Image, called: str) -> None:
    """Refuse a JPEG whose scans go over its pixels without end.

    Args:
        data: the whole file.
        image: the same, opened.
        called: what errors call it.

    Raises:
        PhotoError: its scans would go over more than `MOST_SCANNED` pixels in all.
    """
    most = MOST_SCANNED // (image.width * image.height)
    # Counting the bytes is quick and counts too many; only then are the segments looked at.
    if data.count(b"\xff" + _SCAN) <= most:
        return
    scans = (at for kind, at in _segments(data, (_END,)) if kind == _SCAN)
    if next(itertools.islice(scans, most, None), None) is not None:
        raise PhotoError(f"{called}: a JPEG of far too many scans. Save a plain copy.")
