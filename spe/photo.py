"""One photo: decoded once, at one size, with its planes on demand.

This is the only module that decodes files. Everything a camera, a phone or an
app may have done to a file (rotation flags, colour profiles, transparency,
deep colour, added bars) is undone here, so that a feature sees what a person
sees.
"""

import contextlib
import io
import itertools
import math
import re
import stat
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from spe.errors import PhotoError

if TYPE_CHECKING:
    from collections.abc import Callable

# The version of "what a photo looks like to a feature". Raise it when decoding
# or the standard size changes: cached measurements are then taken anew.
DECODING = 1

# Longest side at which features are measured. Large enough for texture, small
# enough that the camera's pixel count has no say: after a 2/3 downscale and
# JPEG quality 88 every feature keeps a correlation of .95 or more.
STANDARD_SIDE = 512

# Longest side that is kept for finding small faces. A JPEG is decoded at an eighth,
# a quarter or half its size where that leaves at least `ENOUGH_SIDE`: quicker, and
# most photos then need no resampling at all on the way.
LARGE_SIDE = 1600
ENOUGH_SIDE = 900

# Shorter sides than this hold too little to measure.
SMALLEST_SIDE = 64

# More pixels than any camera in people's hands makes; beyond it a file is taken for a
# decompression bomb. A JPEG is unpacked at a fraction of its size; what can only be
# unpacked whole takes 12 bytes a pixel and more on the way, and has a bound of its own.
MOST_PIXELS = 250_000_000
MOST_PIXELS_WHOLE = 120_000_000

# Pixels that the scans of a JPEG go over, all together. A progressive one has about ten
# scans; a thousand, in a small file, would keep the decoder busy for minutes.
MOST_SCANNED = 4_000_000_000

# Parts (segments of JPEG, chunks of PNG, blocks of GIF) that a file may have beside one
# for every `_BYTES_A_PART`: Pillow keeps an object of each.
MOST_PARTS = 50_000
_BYTES_A_PART = 200

# The largest file that is read, in bytes.
LARGEST_FILE = 200 * 2**20

# Pixels that are worked on at once where a step needs several copies.
_BAND = 4_000_000

SUFFIXES = frozenset(
    ".jpg .jpeg .jfif .png .webp .heic .heif .avif .tif .tiff .gif .bmp".split()  # noqa: SIM905
)

# What Pillow may read. Without the list a PDF or PostScript file named .jpg
# would start an interpreter.
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF", "GIF", "BMP")

FloatPlane = NDArray[np.float32]
BytePlane = NDArray[np.uint8]


@dataclass(frozen=True)
class Face:
    """A face's box, in shares of the photo's width and height, and the detector's score (0-1)."""

    x: float
    y: float
    width: float
    height: float
    score: float = 1.0

    @property
    def area(self) -> float:
        """Share of the photo that the box covers, 0-1."""
        return self.width * self.height

    @property
    def centre_x(self) -> float:
        """Where the box's centre stands, 0 at the left edge and 1 at the right."""
        return self.x + self.width / 2


@dataclass(frozen=True, eq=False)
class Photo:
    """A photo as the features see it.

    `rgb` is uint8, (height, width, 3), sRGB, longest side at most `STANDARD_SIDE`.
    `faces` is a tuple of boxes, or None where nobody has looked: features of
    people are then NaN, never 0.
    """

    rgb: BytePlane
    faces: tuple[Face, ...] | None = None

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return int(self.rgb.shape[0])

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return int(self.rgb.shape[1])

    @cached_property
    def grey(self) -> BytePlane:
        """Rec. 601 luma, 0-255."""
        return np.asarray(cv2.cvtColor(self.rgb, cv2.COLOR_RGB2GRAY), np.uint8)

    @cached_property
    def _lab(self) -> tuple[FloatPlane, FloatPlane, FloatPlane]:
        return _cielab(self.rgb)

    @cached_property
    def lightness(self) -> FloatPlane:
        """CIELAB L* under D65: 0 black, 100 white."""
        return self._lab[0]

    @cached_property
    def red_green(self) -> FloatPlane:
        """CIELAB a*: about -100 green to 100 red."""
        return self._lab[1]

    @cached_property
    def yellow_blue(self) -> FloatPlane:
        """CIELAB b*: about -100 blue to 100 yellow."""
        return self._lab[2]

    @cached_property
    def chroma(self) -> FloatPlane:
        """C*, the distance from grey in CIELAB: 0 grey, about 100 vivid."""
        return length(self.red_green, self.yellow_blue)

    @cached_property
    def hue(self) -> FloatPlane:
        """HSV hue in degrees, 0-360, red at 0. Without meaning where `chroma` is near 0."""
        unit = np.multiply(self.rgb, np.float32(1 / 255), dtype=np.float32)
        return np.ascontiguousarray(cv2.cvtColor(unit, cv2.COLOR_RGB2HSV)[..., 0])


def length(across: FloatPlane, down: FloatPlane) -> FloatPlane:
    """Length of the vector at each pixel; `cv2.magnitude` differs by where its memory lies."""
    return np.asarray(np.sqrt(across * across + down * down), np.float32)


def _linear_light() -> FloatPlane:
    """Linear light of each 8-bit sRGB value, 0-1 (IEC 61966-2-1)."""
    value = np.arange(256) / 255
    curved = ((value + 0.055) / 1.055) ** 2.4
    return np.where(value > 0.04045, curved, value / 12.92).astype(np.float32)


_LINEAR = _linear_light()

# Linear sRGB to XYZ, each row over the white point of D65 (IEC 61966-2-1, ISO 11664-2).
_XYZ = np.array(
    [
        [0.412453, 0.357580, 0.180423],
        [0.212671, 0.715160, 0.072169],
        [0.019334, 0.119193, 0.950227],
    ]
)
_RELATIVE_XYZ = (_XYZ / np.array([[0.95047], [1.0], [1.08883]])).astype(np.float32)


def _cielab(rgb: BytePlane) -> tuple[FloatPlane, FloatPlane, FloatPlane]:
    """CIELAB (ISO/CIE 11664-4) to 1e-4; OpenCV's own conversion is out by up to 0.4."""
    xyz = cv2.transform(cv2.LUT(rgb, _LINEAR), _RELATIVE_XYZ)
    root = cv2.pow(xyz, 1 / 3)
    dark = xyz <= 0.008856
    if dark.any():
        root = np.where(dark, 7.787 * xyz + np.float32(16 / 116), root)
    x, y, z = cv2.split(root)
    return (
        np.asarray(116 * y - 16, np.float32),
        np.asarray(500 * (x - y), np.float32),
        np.asarray(200 * (y - z), np.float32),
    )


@dataclass(frozen=True, eq=False)
class Decoded:
    """A photo upright, in sRGB, longest side at most `LARGE_SIDE`, with what was done to it.

    `notes` are plain sentences for the person whose photo it is.
    """

    rgb: BytePlane
    notes: tuple[str, ...] = ()

    def photo(self, faces: tuple[Face, ...] | None = None) -> Photo:
        """The photo at its standard size, with the faces that were found in it."""
        return Photo(shrink(self.rgb, STANDARD_SIDE), faces)


def shrink(rgb: BytePlane, side: int) -> BytePlane:
    """`rgb` with its longest side at most `side`, never enlarged, by Lanczos resampling."""
    if max(rgb.shape[:2]) <= side:
        return rgb
    return np.asarray(_shrunk(Image.fromarray(rgb), side))


def _shrunk(image: Image.Image, side: int) -> Image.Image:
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)


def decode(
    source: Path | bytes, name: str | None = None, *, side: int | None = LARGE_SIDE
) -> Decoded:
    """Read a photo from a file or its bytes, as a person would see it.

    `name` is what errors call it; without it, the file's own name. `side` bounds the
    longest side; None keeps every pixel.

    Raises:
        PhotoError: not a photo, cut off, empty, too small or far too large.
    """
    called = name or (source.name if isinstance(source, Path) else "photo")
    data = _read(source, called) if isinstance(source, Path) else source
    if not data:
        raise PhotoError(f"{called}: the file is empty. Copy it again from where it came from.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _check_parts(data, called)
            with _opened(data) as image:
                _check_size(image, called)
                if image.format in {"JPEG", "MPO"}:
                    _check_scans(data, image, called)
                return _decoded(image, side)
    except PhotoError:
        raise
    except UnidentifiedImageError as error:
        raise PhotoError(
            f"{called}: not a photo that spe can read (JPEG, PNG, HEIC, WebP, AVIF, TIFF, GIF)."
        ) from error
    except Exception as error:
        # Codecs raise all sorts on damaged files; whatever it was, the file is the cause.
        raise PhotoError(
            f"{called}: the file is cut off or damaged (is it still in the cloud?)."
        ) from error


def check_file(path: Path, name: str | None = None) -> None:
    """Look whether a file can be a photo's, before anybody reads it.

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


def _read(path: Path, called: str) -> bytes:
    try:
        check_file(path, called)
        return path.read_bytes()
    except OSError as error:
        raise PhotoError(f"{called}: can't be read ({error.strerror or error}).") from error


def _opened(data: bytes) -> Image.Image:
    _register_heif()
    Image.MAX_IMAGE_PIXELS = None  # checked below, with a sentence of our own
    return Image.open(io.BytesIO(data), formats=_FORMATS)


def _register_heif() -> None:
    """Teach Pillow HEIC once a process."""
    if "HEIF" not in Image.OPEN:
        import pillow_heif  # noqa: PLC0415  (only when the first photo is opened)

        pillow_heif.register_heif_opener()


def _check_size(image: Image.Image, called: str) -> None:
    width, height = image.size
    most = MOST_PIXELS if image.format in {"JPEG", "MPO"} else MOST_PIXELS_WHOLE
    if width * height > most:
        raise PhotoError(
            f"{called}: {width} x {height} pixels is more than spe opens "
            f"({most // 1_000_000} million). Save a smaller copy."
        )
    if min(width, height) < SMALLEST_SIDE:
        raise PhotoError(
            f"{called}: {width} x {height} pixels is too small to measure "
            f"({SMALLEST_SIDE} needed on the shorter side)."
        )


# A marker of JPEG that is followed by its length; what is left out stands alone.
_MARKER = re.compile(rb"\xff+([\x02-\xcf\xd9-\xfe])")
_SCAN, _END = b"\xda", b"\xd9"


def _check_parts(data: bytes, called: str) -> None:
    """Refuse a file of small parts without end."""
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


def _check_scans(data: bytes, image: Image.Image, called: str) -> None:
    """Refuse a JPEG whose scans go over its pixels without end."""
    most = MOST_SCANNED // (image.width * image.height)
    # Counting the bytes is quick and counts too many; only then are the segments looked at.
    if data.count(b"\xff" + _SCAN) <= most:
        return
    scans = (at for kind, at in _segments(data, (_END,)) if kind == _SCAN)
    if next(itertools.islice(scans, most, None), None) is not None:
        raise PhotoError(f"{called}: a JPEG of far too many scans. Save a plain copy.")


def _decoded(image: Image.Image, side: int | None) -> Decoded:
    width, height = image.size
    notes = []
    # Counting the pictures would read all of them: `is_animated` looks for a second.
    if getattr(image, "is_animated", False):
        notes.append("an animation: its first picture was measured")
    if side is not None and image.format in {"JPEG", "MPO"}:
        image.draft(None, _draft_size(width, height, side))
    image.load()
    with contextlib.suppress(Exception):  # damaged EXIF says nothing: the picture is as it is
        ImageOps.exif_transpose(image, in_place=True)
    flat = _srgb(_composited(_eight_bit(image)))
    rgb = np.asarray(flat if side is None else _shrunk(flat, side))
    cropped = without_bars(rgb)
    if cropped.shape != rgb.shape:
        notes.append("bars around the picture were left out")
    return Decoded(np.ascontiguousarray(cropped), tuple(notes))


def _draft_size(width: int, height: int, side: int) -> tuple[int, int]:
    """The size that a JPEG is at least to be decoded at."""
    scale = min(ENOUGH_SIDE, side) / max(width, height)
    return math.ceil(width * scale), math.ceil(height * scale)


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit, 32-bit and floating grey scaled to 8 bits; Pillow itself would clip it to white."""
    if not image.mode.startswith(("I", "F")):
        return image
    values = np.asarray(image)
    if image.mode == "F" and np.nanmax(values) <= 1:
        full = 1.0
    else:
        full = 65535.0 if np.nanmax(values) > 255 else 255.0
    grey = np.empty(values.shape, np.uint8)
    for top, bottom in _bands(image):
        scaled = np.nan_to_num(values[top:bottom].astype(np.float64) / full * 255)
        grey[top:bottom] = np.clip(np.rint(scaled), 0, 255)
    return Image.fromarray(grey)


def _bands(image: Image.Image) -> Iterator[tuple[int, int]]:
    """Rows from and to, of parts that are small enough to be worked on in memory."""
    rows = max(1, _BAND // image.width)
    for top in range(0, image.height, rows):
        yield top, min(top + rows, image.height)


def _composited(image: Image.Image) -> Image.Image:
    """Transparent pixels shown on white, as apps do; what hides below them has no say."""
    if not image.has_transparency_data:
        return image
    profile = image.info.get("icc_profile")
    flat = Image.new("RGB", image.size)
    for top, bottom in _bands(image):
        rgba = image.crop((0, top, image.width, bottom)).convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        flat.paste(Image.alpha_composite(white, rgba).convert("RGB"), (0, top))
    if profile and image.mode in {"RGBA", "RGB"}:
        flat.info["icc_profile"] = profile
    return flat


def _srgb(image: Image.Image) -> Image.Image:
    """Colours as they look on an ordinary screen: an embedded profile is applied."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return _transform(source)(image)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a damaged profile says nothing: the plain conversion is the best guess
    return image if image.mode == "RGB" else image.convert("RGB")


def _transform(source: ImageCms.ImageCmsProfile) -> "Callable[[Image.Image], Image.Image]":
    target = ImageCms.createProfile("sRGB")

    def apply(image: Image.Image) -> Image.Image:
        made = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
        if made is None:
            raise ValueError("no conversion made")
        return made

    return apply


def without_bars(rgb: BytePlane) -> BytePlane:
    """`rgb` without the solid white or black bars that an app added to fit a frame.

    Bars count where they stand on two opposite sides, equally wide, with a
    straight edge to the picture; a dark sky or a white wall stays.

    >>> picture = np.full((90, 120, 3), 128, np.uint8)
    >>> framed = np.pad(picture, ((15, 15), (0, 0), (0, 0)), constant_values=255)
    >>> framed.shape, without_bars(framed).shape
    ((120, 120, 3), (90, 120, 3))
    """
    top, bottom = _bars(rgb)
    left, right = _bars(rgb.swapaxes(0, 1))
    height, width = rgb.shape[:2]
    inner = rgb[top : height - bottom, left : width - right]
    return inner if min(inner.shape[:2]) >= SMALLEST_SIDE // 2 else rgb


def _bars(rgb: BytePlane) -> tuple[int, int]:
    """Rows of bar at the top and at the bottom; (0, 0) without a pair."""
    for solid in (_white, _black):
        if not (solid(rgb[:1])[0] and solid(rgb[-1:])[0]):
            continue
        rows = solid(rgb)
        if rows.all():
            continue
        first = int(np.argmin(rows))
        last = int(np.argmin(rows[::-1]))
        alike = abs(first - last) <= max(2, 0.015 * len(rows))
        wide = min(first, last) >= 0.02 * len(rows)
        if alike and wide and _edge(rgb, first) and _edge(rgb[::-1], last):
            return first, last
    return 0, 0


def _white(rows: BytePlane) -> NDArray[np.bool_]:
    """Which rows are white from end to end, give or take what JPEG does."""
    return np.asarray(rows.min(axis=(1, 2)) >= 248)


def _black(rows: BytePlane) -> NDArray[np.bool_]:
    """Which rows are black from end to end, give or take what JPEG does."""
    return np.asarray(rows.max(axis=(1, 2)) <= 7)


def _edge(rgb: BytePlane, first: int) -> bool:
    """Whether the picture starts at once behind the bar, over most of its length."""
    bar = rgb[0].astype(np.int16)
    start = rgb[min(first + 1, len(rgb) - 1)].astype(np.int16)
    return bool(np.mean(np.abs(start - bar) > 16) > 0.6)


# Cells across in which a fingerprint compares neighbours, and how many grey levels apart
# two must be to count: less is noise, which another compression decides anew.
CELLS = 8
APART = 2

# Bits of 128 in which two copies of a picture may differ. Saved again at 400 pixels and
# JPEG quality 50, a picture moves by up to 6; different pictures are 39 and more apart.
SAME_BITS = 12


def fingerprint(rgb: BytePlane) -> int:
    """What a picture looks like in 128 bits, alike for copies of other sizes and qualities.

    A bit for each step from cell to cell on an 8 x 8 grid, to the right and downwards: 1
    where it gets brighter (difference hash after Krawetz 2013, "Kind of Like That").
    """
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    wide = cv2.resize(grey, (CELLS + 1, CELLS), interpolation=cv2.INTER_AREA)
    tall = cv2.resize(grey, (CELLS, CELLS + 1), interpolation=cv2.INTER_AREA)
    steps = np.concatenate([np.diff(wide, axis=1).ravel(), np.diff(tall, axis=0).ravel()])
    return int.from_bytes(np.packbits(steps > APART).tobytes())


def same_picture(one: int, other: int) -> bool:
    """Whether two fingerprints are of one picture; never of one with next to nothing in it.

    >>> same_picture(0, 0), same_picture(2**40 - 1, 2**40 - 2)
    (False, True)
    """
    enough = min(one.bit_count(), other.bit_count()) > SAME_BITS
    return enough and (one ^ other).bit_count() <= SAME_BITS


def encode(rgb: BytePlane, quality: int) -> bytes:
    """A JPEG that holds these pixels and nothing else: no EXIF, no place, no name."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True)
    return buffer.getvalue()


def taken_at(start: bytes) -> str | None:
    """What the camera wrote as the moment of the picture, `YYYY:MM:DD HH:MM:SS`, with its offset.

    `start` may be the first part of the file only. EXIF DateTimeOriginal (36867) with
    OffsetTimeOriginal (36881); None where there is none. That is when the picture was
    taken, which says little about when it was posted.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with _opened(start) as image:
                camera = image.getexif().get_ifd(0x8769)
    except Exception:  # noqa: BLE001  (codecs raise all sorts; a photo may do without a date)
        return None
    moment, offset = str(camera.get(36867) or "").strip("\0 "), str(camera.get(36881) or "")
    return f"{moment}{offset.strip(chr(0) + ' ')}" if moment else None
