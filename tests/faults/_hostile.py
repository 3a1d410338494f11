"""Files made to break a reader, and mutants of good ones. Everything is made up here.

Run with `files` or `archives` and a folder, it writes those that are no mutants.
"""

import copy
import csv
import io
import json
import lzma
import random
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pillow_heif
from PIL import Image, ImageCms

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.sources import made_exports

pillow_heif.register_heif_opener()

MANY = 40_000


def picture(width: int = 160, height: int = 120, mode: str = "RGB") -> Image.Image:
    """A picture of smooth blocks."""
    blocks = np.random.default_rng(7).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    made = Image.fromarray(blocks).resize((width, height), Image.Resampling.BICUBIC)
    return made.convert(mode)


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of a file in some format."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


# Files that claim, or unpack to, a great deal; and files that are no photos.


def files() -> Iterator[tuple[str, bytes]]:
    """Each file's name and its bytes."""
    yield from _large_claims()
    yield from _without_end()
    yield from _heavy_metadata()
    yield from _no_photos()


def _large_claims() -> Iterator[tuple[str, bytes]]:
    yield "claim_100000.png", png(100_000, 100_000, 8, 2, body=zlib.compress(bytes(1000)))
    yield "bomb_120mp.png", png(10_950, 10_950, 8, 2)
    yield "bomb_120mp_alpha.png", png(10_950, 10_950, 16, 6)
    yield "bomb_120mp_16bit.png", png(10_950, 10_950, 16, 0)
    yield "bomb_250mp.png", png(15_800, 15_800, 8, 6)
    yield "claim_65500.jpg", jpeg_claim(65_500, 65_500)
    yield "bomb_250mp.jpg", saved(Image.new("L", (15_800, 15_800), 90), "JPEG")
    wide = Image.new("RGB", (15_800, 15_800), (9, 90, 200))
    yield "bomb_250mp_progressive.jpg", saved(wide, "JPEG", progressive=True)
    yield "claim_strips.tif", tiff_claim(20_000, 5_000, strip=2**31 - 16)
    yield "claim_4gb_strip.tif", tiff_claim(10_000, 10_000, strip=2**32 - 16)
    yield "claim_tag_4gb.tif", tiff_claim(200, 200, strip=100, count=2**31)
    yield "claim_16383.webp", webp_claim(16_383, 16_383)
    yield "bomb_118mp.webp", saved(Image.new("RGB", (10_850, 10_850)), "WEBP", lossless=True)
    yield "claim_heic.heic", sized(saved(picture(), "HEIF"), 160, 120, 60_000, 60_000)
    yield "claim_small.heic", sized(saved(picture(), "HEIF"), 160, 120, 9_000, 9_000)
    yield "claim_avif.avif", sized(saved(picture(), "AVIF"), 160, 120, 65_000, 65_000)
    yield "claim_small.avif", sized(saved(picture(), "AVIF"), 160, 120, 9_000, 9_000)
    yield "claim_65535.gif", gif_claim(65_535, 65_535)
    yield "claim_bmp.bmp", bmp_claim(40_000, 40_000)
    yield "sliver.png", png(1_000_000, 64, 8, 0)


def _without_end() -> Iterator[tuple[str, bytes]]:
    small = picture(96, 96)
    gif = saved(small, "GIF")
    frame = b"\x21\xf9\x04\0\0\0\0\0\x2c" + bytes(4) + b"\x01\0\x01\0\0\x02\x02\x44\x01\0"
    yield "frames_million.gif", gif[:-1] + frame * 1_000_000 + b";"
    yield "endless.gif", gif[:-1] + frame * 100_000
    yield "directories.tif", tiff_chain(20_000)
    yield "directory_loop.tif", tiff_chain(2, loop=True)
    yield "scans_3000.jpg", jpeg_scans(12_000, 3_000)
    yield "comments.jpg", jpeg_parts(b"\xff\xfe\0\x02", MANY)
    yield "comments_5_million.jpg", jpeg_parts(b"\xff\xfe\0\x02", 5_000_000)
    yield "chunks.png", png_chunks(MANY)
    yield "chunks_million.png", png_chunks(1_000_000)
    yield "sequence.heic", sequence("HEIF", b"msf1")
    yield (
        "animated.avif",
        saved(small, "AVIF", save_all=True, append_images=[small.rotate(90)] * 30),
    )
    yield "animated.webp", saved(small, "WEBP", save_all=True, append_images=[small.rotate(9)] * 99)
    yield "animated.png", saved(small, "PNG", save_all=True, append_images=[small.rotate(9)] * 99)


def _heavy_metadata() -> Iterator[tuple[str, bytes]]:
    small = picture()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield "profile_10mb.jpg", saved(small, "JPEG", icc_profile=srgb + bytes(10_000_000))
    yield "profile_random.jpg", saved(small, "JPEG", icc_profile=noise(3_000_000))
    yield "profile_table.png", saved(small, "PNG", icc_profile=wide_profile(srgb))
    yield "profile_bomb.png", png_profile_bomb()
    yield "exif_nested.jpg", saved(small, "JPEG", exif=exif_loop())
    yield "exif_60kb.jpg", saved(small, "JPEG", exif=b"Exif\0\0" + noise(60_000))
    yield "exif_10mb.png", saved(small, "PNG", exif=b"Exif\0\0" + noise(10_000_000))
    yield "text_bomb.png", png_text_bomb()


def _no_photos() -> Iterator[tuple[str, bytes]]:
    yield "empty.jpg", b""
    yield "start_only.jpg", b"\xff\xd8\xff"
    svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><image href='/etc/passwd'/>"
    yield "svg.jpg", svg + b"</svg>"
    yield "pdf.jpg", b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction 2 0 R>>endobj\n%%EOF"
    yield "postscript.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 99 99\n{} loop\n"
    yield "html.jpg", b"<!doctype html><script>location='https://example.org'</script>"
    yield "zip.jpg", zip_bomb()
    yield "film.jpg", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(4096)
    yield "film_mov.jpg", b"\0\0\0\x14ftypqt  \0\0\0\0qt  " + bytes(4096)
    yield "script.jpg", b"#!/bin/sh\necho owned\n"
    yield "zeros.jpg", bytes(1_000_000)
    yield "noise.jpg", noise(1_000_000)


def archives() -> Iterator[tuple[str, bytes]]:
    """Each export's name and its bytes: for `spe import` alone."""
    record = b'{"node": "' + b" " * 60_000_000 + b'"}'
    stem = "2024-01-01_00-00-00_UTC"
    good = made_exports.instaloader()
    many = {f"{stem}_{number}.json": record for number in range(60)}
    yield "records.zip", packed({**good, **many})
    packed_record = lzma.compress(record)
    many = {f"{stem}_{number}.json.xz": packed_record for number in range(1000)}
    yield "packed_records.zip", packed({**good, **many})
    posts = "content/posts_1.json"
    start = b'[{"media":[{"uri":"a.jpg"}]}'
    yield "spaces.zip", packed({posts: start + b" " * 900_000_000 + b"]"})
    yield "nothings.zip", packed({posts: start + b',{"media":[]}' * 5_000_000 + b"]"})
    yield "depth.zip", packed({posts: b'[{"media":' + b"[" * 5_000_000})
    yield "names.zip", packed({f"a/{number}.txt": b"" for number in range(410_000)})
    yield "slips.zip", packed({"../../evil.jpg": made_exports.photo(1), "/etc/x.jpg": b""})
    yield "zip_in_zip.zip", packed({"inner.zip": zip_bomb(), "a.jpg": made_exports.photo(1)})
    book = openpyxl.Workbook()
    book.active.append(["image", "likes"])
    book.active.cell(1_048_576, 16_384, "far away")
    yield "far.xlsx", booked(book)
    yield "entities.xlsx", entities()
    yield "wide.csv", b"image,likes" + b"," * 20_000_000 + b"\na.jpg,1\n"
    yield "quote.csv", b'image,likes\na.jpg,"' + b"x" * 30_000_000


def packed(content: dict[str, bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return file.getvalue()


def booked(book: openpyxl.Workbook) -> bytes:
    """A spreadsheet's bytes."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def entities() -> bytes:
    """A spreadsheet whose one cell is an entity of ten of entities, nine times over."""
    book = openpyxl.Workbook()
    book.active.append(["image", "likes"])
    named = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    cell = b'<row r="9"><c t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData>'
    made = {}
    with zipfile.ZipFile(io.BytesIO(booked(book))) as archive:
        for name in archive.namelist():
            made[name] = archive.read(name)
            if name.endswith("sheet1.xml"):
                start = f'<!DOCTYPE x [<!ENTITY a0 "laugh">{named}]>'.encode()
                made[name] = start + made[name].replace(b"</sheetData>", cell)
    return packed(made)


def noise(size: int) -> bytes:
    """Bytes without sense, always the same."""
    return random.Random(size).randbytes(size)  # noqa: S311  (a bench, not a secret)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, depth: int, colour: int, body: bytes | None = None) -> bytes:
    """A black PNG of this size, packed small; `body` in place of its pixels."""
    row = bytes(1 + width * {0: 1, 2: 3, 4: 2, 6: 4}[colour] * depth // 8)
    if body is None:
        packer = zlib.compressobj(6)
        body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    return start + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def png_chunks(number: int) -> bytes:
    """A good PNG after so many empty chunks that mean nothing."""
    data = saved(picture(), "PNG")
    return data[:33] + chunk(b"juNk", b"") * number + data[33:]


def png_profile_bomb() -> bytes:
    """A PNG whose profile unpacks to half a gigabyte."""
    data = saved(picture(), "PNG")
    return data[:33] + chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(500_000_000))) + data[33:]


def png_text_bomb() -> bytes:
    """A PNG with a hundred texts that unpack to a gigabyte together."""
    data = saved(picture(), "PNG")
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(10_000_000)))
    return data[:33] + text * 100 + data[33:]


def jpeg_claim(width: int, height: int) -> bytes:
    """A small JPEG whose header speaks of another size."""
    data = bytearray(saved(picture(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def jpeg_parts(part: bytes, number: int) -> bytes:
    """A good JPEG after so many small parts."""
    data = saved(picture(), "JPEG")
    return data[:2] + part * number + data[2:]


def jpeg_scans(side: int, number: int) -> bytes:
    """A progressive JPEG whose last scan is there again and again."""
    data = saved(Image.new("L", (side, side), 128), "JPEG", progressive=True, quality=50)
    scan = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + scan * number + b"\xff\xd9"


def tiff_claim(width: int, height: int, strip: int, count: int = 1) -> bytes:
    """A TIFF that claims this size and one strip so long, and holds nothing."""
    tags = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 1, 8),
        (259, 3, 1, 1),
        (262, 3, 1, 1),
        (270, 2, count, 8),
        (273, 4, 1, 300),
        (277, 3, 1, 1),
        (278, 4, 1, height),
        (279, 4, 1, strip),
    ]
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(300)


def tiff_chain(number: int, *, loop: bool = False) -> bytes:
    """A TIFF with so many directories, one after the other, or in a circle."""
    data = bytearray(saved(picture(), "TIFF"))
    start = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, start)[0]
    directory = bytes(data[start : start + 2 + 12 * entries])
    data += bytes(len(data) % 2)
    after = start + 2 + 12 * entries
    for _ in range(number):
        struct.pack_into("<I", data, after, len(data))
        data += directory + bytes(4)
        after = len(data) - 4
    if loop:
        struct.pack_into("<I", data, after, start)
    return bytes(data)


def webp_claim(width: int, height: int) -> bytes:
    """A WebP whose canvas claims this size."""
    still = saved(picture(), "WEBP")[12:]
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size + still
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def sized(data: bytes, width: int, height: int, wide: int, high: int) -> bytes:
    """A HEIC or AVIF that claims another size in its `ispe`."""
    claim = struct.pack(">II", width, height)
    at = [found.end() + 4 for found in re.finditer(b"ispe", data)]
    made = bytearray(data)
    for place in at:
        if made[place : place + 8] == claim:
            made[place : place + 8] = struct.pack(">II", wide, high)
    return bytes(made)


def gif_claim(width: int, height: int) -> bytes:
    """A GIF whose screen claims this size."""
    data = bytearray(saved(picture(), "GIF"))
    data[6:10] = struct.pack("<HH", width, height)
    return bytes(data)


def bmp_claim(width: int, height: int) -> bytes:
    """A BMP that claims this size."""
    data = bytearray(saved(picture(), "BMP"))
    data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


def sequence(kind: str, brand: bytes) -> bytes:
    """Several pictures in one HEIC, under the brand of a sequence."""
    small = picture(96, 96)
    data = saved(small, kind, save_all=True, append_images=[small.rotate(90)] * 5)
    return data[:8] + brand + data[12:]


def wide_profile(srgb: bytes) -> bytes:
    """A profile whose curves claim to be as long as the file can say."""
    made = bytearray(srgb)
    for found in re.finditer(b"para|curv", srgb):
        struct.pack_into(">I", made, found.start() + 8, 0x7FFFFFFF)
    return bytes(made)


def exif_loop() -> bytes:
    """EXIF whose directory has itself as its next one, and as its camera's part."""
    entries = struct.pack("<HHII", 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x8825, 4, 1, 8)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 2) + entries + struct.pack("<I", 8)


def zip_bomb() -> bytes:
    """An archive that unpacks to 300 MB."""
    return packed({"posts_1.json": b"[" + bytes(300_000_000) + b"]"})


# Mutants.

_ODD = (0, 1, 2, 0x7F, 0x80, 0xFF)
_LENGTHS = (0, 1, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def good_photos() -> Iterator[bytes]:
    """A small photo in each format and the odd ways it is stored in."""
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF", "AVIF", "BMP"):
        yield saved(picture(), kind)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "CameraMaker"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield saved(picture(), "JPEG", exif=exif, icc_profile=profile, progressive=True)
    yield saved(picture(mode="CMYK"), "JPEG")
    yield saved(picture(mode="P"), "PNG", transparency=3, icc_profile=profile)
    yield saved(picture(mode="RGBA"), "PNG", exif=exif)
    yield saved(picture(mode="I;16"), "PNG")
    yield saved(picture(mode="RGBA"), "WEBP", lossless=True, icc_profile=profile)
    yield saved(picture(), "TIFF", compression="tiff_lzw")
    yield saved(picture(), "TIFF", compression="jpeg")
    yield saved(picture(mode="F"), "TIFF")
    yield saved(picture(), "HEIF", exif=exif, icc_profile=profile)
    yield saved(picture(), "AVIF", exif=exif)
    yield saved(picture(), "GIF", save_all=True, append_images=[picture().rotate(90)])
    yield saved(picture(), "WEBP", save_all=True, append_images=[picture().rotate(90)])


def mutated(draw: random.Random, good: Sequence[bytes]) -> bytes:
    """One of the files with one to six faults; the sums of half of the PNGs are put right."""
    data = bytearray(draw.choice(good))
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        if not data:
            break
        fault = draw.choice((_flip, _odd_byte, _cut, _splice, _header, _length, _repeat, _drop))
        data = fault(draw, data, good)
    if data[:4] == b"\x89PNG" and draw.random() < 0.5:
        return _sums_put_right(bytes(data))
    return bytes(data)


def _place(draw: random.Random, data: bytearray) -> int:
    return draw.randrange(len(data))


def _flip(draw: random.Random, data: bytearray, _: Sequence[bytes]) -> bytearray:
    for _turn in range(draw.choice((1, 4, 32))):
        data[_place(draw, data)] ^= 1 << draw.randrange(8)
    return data


def _odd_byte(draw: random.Random, data: bytearray, _: Sequence[bytes]) -> bytearray:
    data[_place(draw, data)] = draw.choice(_ODD)
    return data


def _cut(draw: random.Random, data: bytearray, _: Sequence[bytes]) -> bytearray:
    return data[: _place(draw, data)]


def _splice(draw: random.Random, data: bytearray, good: Sequence[bytes]) -> bytearray:
    other = draw.choice(good)
    return data[: _place(draw, data)] + other[draw.randrange(len(other)) :]


def _header(draw: random.Random, data: bytearray, _: Sequence[bytes]) -> bytearray:
    for _turn in range(draw.choice((1, 2, 4))):
        data[draw.randrange(min(64, len(data)))] = draw.randrange(256)
    return data


def _length(draw: random.Random, data: bytearray, _: Sequence[bytes]) -> bytearray:
    """An odd number in place of two or four bytes, most often near the start."""
    at = draw.randrange(min(draw.choice((64, 600, len(data))), len(data)))
    width, value = draw.choice((2, 4)), draw.choice(_LENGTHS)
    order = draw.choice(("big", "little"))
    data[at : at + width] = (value & (256**width - 1)).to_bytes(width, order)
    return data


def _repeat(draw: random.Random, data: bytearray, _: Sequence[bytes]) -> bytearray:
    start = _place(draw, data)
    part = data[start : start + draw.choice((4, 40, 400))]
    return data[:start] + part * draw.choice((2, 10, 100)) + data[start:]


def _drop(draw: random.Random, data: bytearray, _: Sequence[bytes]) -> bytearray:
    start = _place(draw, data)
    return data[:start] + data[start + draw.choice((1, 4, 40)) :]


def _sums_put_right(data: bytes) -> bytes:
    """A PNG with the check sum that each of its chunks should have."""
    made, at = bytearray(data), 8
    while at + 12 <= len(made):
        size = int.from_bytes(made[at : at + 4])
        if at + 12 + size > len(made):
            break
        made[at + 8 + size : at + 12 + size] = struct.pack(
            ">I", zlib.crc32(made[at + 4 : at + 8 + size])
        )
        at += 12 + size
    return bytes(made)


# Exports.


def good_exports() -> Iterator[dict[str, bytes]]:
    """One export of each kind that spe reads, and the page that it does not."""
    likes = {0: "12", 1: "1.204", 2: "--"}
    insights = "past_instagram_insights/posts.json"
    yield {**made_exports.instagram(), f"logged/{insights}": made_exports.insights(likes)}
    yield made_exports.instaloader()
    yield made_exports.gallery_dl()
    yield made_exports.graph_api()
    yield made_exports.twitter()
    yield {"counts.csv": made_exports.business_suite(likes)}
    yield {"content/posts_1.html": b"<html><body>" + b"<div class='x'>post</div>" * 50}
    yield {"photos/a.jpg": made_exports.photo(1), "photos/b.png": made_exports.photo(2, "PNG")}
    for name, data in (("t.csv", _csv()), ("t.json", _rows()), ("t.xlsx", _xlsx())):
        yield {name: data, **{f"{number}.jpg": made_exports.photo(number) for number in range(3)}}


_TABLE = [
    {"image": f"{number}.jpg", "posted_at": f"2024-03-0{number + 1} 18:00", "likes": 10 + number}
    for number in range(3)
]


def _csv() -> bytes:
    file = io.StringIO()
    sheet = csv.DictWriter(file, _TABLE[0])
    sheet.writeheader()
    sheet.writerows(_TABLE)
    return file.getvalue().encode()


def _rows() -> bytes:
    return json.dumps(_TABLE).encode()


def _xlsx() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(list(_TABLE[0]))
    for row in _TABLE:
        book.active.append(list(row.values()))
    return booked(book)


# Values that a reader may not expect where they stand.
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**400, 1e308, float("nan"), "", "0", "\0", "\ud800", "x" * 30_000,
    [], {}, [[]], [None], {"": {}}, "../../etc/passwd", "=1+1", "9999-99-99", "1e999",
    "\u202egpj.exe", "2024-03-04T25:61:61+99:99", 253402300800, -62135596801,
)  # fmt: skip


def mutated_export(draw: random.Random, good: Sequence[dict[str, bytes]], folder: Path) -> Path:
    """One of the exports with faults in it, laid out or zipped below `folder`; what to import."""
    files = dict(draw.choice(good))
    words = [name for name in files if not name.endswith((".jpg", ".png", ".webp", ".mp4"))]
    for _ in range(draw.choice((1, 1, 2, 4))):
        name = draw.choice(words or list(files))
        files[name] = _faulty(draw, name, files[name], good)
    if draw.random() < 0.4:
        path = made_exports.zipped(files, folder / "export.zip")
        if draw.random() < 0.5:
            path.write_bytes(mutated(draw, [path.read_bytes()]))
        return path
    root = made_exports.lay_out(files, folder / "export")
    one = root / draw.choice(words or list(files))
    return one if draw.random() < 0.3 else root


def _faulty(draw: random.Random, name: str, data: bytes, good: Sequence[dict[str, bytes]]) -> bytes:
    """A file with other values in its JSON, or with other bytes."""
    start = data.find(b"=") + 1 if name.endswith(".js") else 0
    if draw.random() < 0.6:
        try:
            value = json.loads(data[start:])
        except ValueError:
            pass
        else:
            for _ in range(draw.choice((1, 3, 9))):
                value = _other(draw, value)
            return data[:start] + json.dumps(value).encode()
    return mutated(draw, [data, *(other for files in good for other in files.values())][:40])


def _other(draw: random.Random, value: Any) -> Any:
    """The value with something odd at a place in it."""
    if draw.random() < 0.1 or not isinstance(value, dict | list) or not value:
        return copy.deepcopy(draw.choice(_VALUES))
    key = draw.choice(list(value)) if isinstance(value, dict) else draw.randrange(len(value))
    if draw.random() < 0.1:
        if isinstance(value, dict):
            return {name: part for name, part in value.items() if name != key}
        return value * draw.choice((2, 50)) if len(value) < 100 else value[1:]
    value[key] = _other(draw, value[key])
    return value


def main() -> None:
    """Write the files, one after the other."""
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True)
    for name, data in {"files": files, "archives": archives}[sys.argv[1]]():
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
