"""Mutants that know a file's parts: JPEG's segments, PNG's and WebP's chunks, HEIC's and AVIF's
boxes, TIFF's entries, BMP's header. Parts are swapped, dropped and repeated, what they say of sizes
is changed, and files end where a part begins.
"""

import random
import struct
import zlib
from collections.abc import Callable, Sequence
from itertools import pairwise

Parts = list[bytes]

_SIZES = (0, 1, 2, 7, 159, 161, 255, 256, 4096, 16_383, 30_000, 65_535, 1_000_000, 0x7FFFFFFF)


def mutated(draw: random.Random, kind: str, good: Sequence[bytes]) -> bytes:
    """One of the files of a kind with one to three faults in its parts."""
    data = draw.choice(good)
    parts = PARTS[kind](data)
    for _ in range(draw.choice((1, 1, 2, 3))):
        parts = draw.choice((_swap, _drop, _repeat, _of_another, _resize, _resize, _end))(
            draw, kind, parts, good
        )
    made = b"".join(parts)
    if kind == "PNG" and draw.random() < 0.7:
        return b"".join(_summed(part) for part in png(made))
    return made


def jpeg(data: bytes) -> Parts:
    """SOI, each segment with its marker, and what is coded after SOS with the next marker's start.

    >>> [part.hex() for part in jpeg(bytes.fromhex("ffd8ffe00004abcdffda0002112233ffd9"))]
    ['ffd8', 'ffe00004abcd', 'ffda0002', '112233', 'ffd9']
    """
    parts, at = [data[:2]], 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        parts.append(data[at:end])
        at = end
        if parts[-1][1] == 0xDA:
            stop = at
            while stop + 1 < len(data) and not (
                data[stop] == 0xFF and data[stop + 1] and not 0xD0 <= data[stop + 1] <= 0xD7
            ):
                stop += 1
            if stop + 1 >= len(data):
                stop = len(data)
            parts.append(data[at:stop])
            at = stop
    return [*parts, data[at:]]


def png(data: bytes) -> Parts:
    """The signature, and each chunk with its length and sum."""
    parts, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        parts.append(data[at:end])
        at = end
    return [*parts, data[at:]]


def riff(data: bytes) -> Parts:
    """WebP's header of twelve bytes, and each chunk, padded to an even length."""
    parts, at = [data[:12]], 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        parts.append(data[at:end])
        at = end
    return [*parts, data[at:]]


# Boxes that hold boxes, with the bytes that stand before these.
_INSIDE = {b"meta": 12, b"iprp": 8, b"ipco": 8}


def boxes(data: bytes) -> Parts:
    """HEIC's and AVIF's boxes; those that hold others are opened: their head, then each inside."""
    parts, at = [], 0
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind in _INSIDE:
            size = _INSIDE[kind]
        elif size < 8:
            break
        parts.append(data[at : at + size])
        at += size
    return [*parts, data[at:]]


def tiff(data: bytes) -> Parts:
    """What lies before the directory, its count, each entry of twelve bytes, and the rest."""
    order = "little" if data[:2] == b"II" else "big"
    start = int.from_bytes(data[4:8], order)
    count = int.from_bytes(data[start : start + 2], order)
    entries = [data[at : at + 12] for at in range(start + 2, start + 2 + 12 * count, 12)]
    return [data[:start], data[start : start + 2], *entries, data[start + 2 + 12 * count :]]


def bmp(data: bytes) -> Parts:
    """The file's header, each of the picture's eleven fields, and its pixels."""
    ends = [14, 18, 22, 26, 28, 30, 34, 38, 42, 46, 50, 54]
    fields = [data[first:last] for first, last in pairwise(ends)]
    return [data[:14], *fields, data[54:]]


PARTS: dict[str, Callable[[bytes], Parts]] = {
    "JPEG": jpeg,
    "PNG": png,
    "HEIC": boxes,
    "AVIF": boxes,
    "WebP": riff,
    "TIFF": tiff,
    "BMP": bmp,
}


def kind_of(data: bytes) -> str:
    """The kind of a file; empty for one whose parts are not known here."""
    if data[4:8] == b"ftyp":
        return "AVIF" if data[8:12] in {b"avif", b"avis"} else "HEIC"
    starts = {
        b"\xff\xd8": "JPEG", b"\x89PNG": "PNG", b"RIFF": "WebP", b"II": "TIFF", b"MM": "TIFF",
        b"BM": "BMP",
    }  # fmt: skip
    return next((kind for start, kind in starts.items() if data.startswith(start)), "")


def _one(draw: random.Random, parts: Parts) -> int:
    return draw.randrange(len(parts))


def _swap(draw: random.Random, _kind: str, parts: Parts, _good: Sequence[bytes]) -> Parts:
    made = list(parts)
    first, other = _one(draw, made), _one(draw, made)
    made[first], made[other] = made[other], made[first]
    return made


def _drop(draw: random.Random, _kind: str, parts: Parts, _good: Sequence[bytes]) -> Parts:
    gone = _one(draw, parts)
    return [part for place, part in enumerate(parts) if place != gone] or parts


def _repeat(draw: random.Random, _kind: str, parts: Parts, _good: Sequence[bytes]) -> Parts:
    place = _one(draw, parts)
    return parts[:place] + [parts[place]] * draw.choice((2, 10, 300)) + parts[place + 1 :]


def _of_another(draw: random.Random, kind: str, parts: Parts, good: Sequence[bytes]) -> Parts:
    other = PARTS[kind](draw.choice(good))
    made = list(parts)
    made.insert(_one(draw, made), draw.choice(other))
    return made


def _end(draw: random.Random, _kind: str, parts: Parts, _good: Sequence[bytes]) -> Parts:
    """The file ends where a part begins, or a few bytes into it."""
    place = _one(draw, parts)
    return [*parts[:place], parts[place][: draw.choice((0, 0, 1, 3, 9))]]


def _resize(draw: random.Random, kind: str, parts: Parts, _good: Sequence[bytes]) -> Parts:
    """Another width or height, or another length of a part."""
    made = list(parts)
    places = [place for place, part in enumerate(made) if _holds_size(kind, part)]
    place = draw.choice(places) if places and draw.random() < 0.7 else _one(draw, made)
    part, size = bytearray(made[place]), draw.choice(_SIZES)
    width = 2 if kind == "JPEG" else 4
    order = "little" if kind in {"WebP", "BMP"} or made[0][:2] == b"II" else "big"
    if len(part) >= width:
        at = draw.randrange(0, min(len(part) - width, 20) + 1)
        part[at : at + width] = (size & (256**width - 1)).to_bytes(width, order)  # type: ignore[arg-type]
    made[place] = bytes(part)
    return made


def _holds_size(kind: str, part: bytes) -> bool:
    """Whether a part says how large the picture is."""
    if kind == "JPEG":
        return part[:1] == b"\xff" and part[1:2] in {b"\xc0", b"\xc1", b"\xc2", b"\xdd"}
    names = {"PNG": (b"IHDR",), "HEIC": (b"ispe", b"hvcC"), "AVIF": (b"ispe", b"av1C"),
             "WebP": (b"VP8 ", b"VP8L", b"VP8X", b"ANMF")}.get(kind, ())  # fmt: skip
    if kind == "TIFF":
        return len(part) == 12 and part[:2] in {b"\x00\x01", b"\x01\x00", b"\x00\x11", b"\x11\x01"}
    if kind == "BMP":
        return len(part) == 4
    return part[:4] in names or part[4:8] in names


def _summed(chunk: bytes) -> bytes:
    """A PNG chunk with the sum and length that its contents have."""
    if len(chunk) < 12:
        return chunk
    body = chunk[8:-4]
    return (
        struct.pack(">I", len(body))
        + chunk[4:8]
        + body
        + struct.pack(">I", zlib.crc32(chunk[4:8] + body))
    )
