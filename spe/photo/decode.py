"""Files made photos: decoded once, upright, in sRGB, at a bounded size.

This is the only module that decodes files. Everything a camera, a phone or an
app may have done to a file (rotation flags, colour profiles, transparency,
deep colour, added bars) is undone here, so that a feature sees what a person
sees.
"""

import contextlib
import io
import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import ExifTags, Image, ImageCms, ImageOps, UnidentifiedImageError

from spe.errors import PhotoError
from spe.photo.bars import without_bars
from spe.photo.containers import Inside, NoPreviewError, endings, foreign, inside
from spe.photo.limits import check_file, check_parts, check_scans, check_size, check_webp
from spe.photo.planes import STANDARD_SIDE, BytePlane, Face, Photo

if TYPE_CHECKING:
    from collections.abc import Callable

# The version of "what a photo looks like to a feature". Raise it when decoding
# or the standard size changes: cached measurements are then taken anew.
DECODING = 3

# Longest side that is kept for finding small faces. A JPEG is decoded at an eighth,
# a quarter or half its size where that leaves at least `ENOUGH_SIDE`: quicker, and
# most photos then need no resampling at all on the way.
LARGE_SIDE = 1600
ENOUGH_SIDE = 900

# Bytes from the start of a file by which one is named that is no photo.
_TELLING = 512

# Pixels that are worked on at once where a step needs several copies.
_BAND = 4_000_000

SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .mpo .png .webp .heic .heif .hif .avif .tif .tiff .gif .bmp"  # noqa: SIM905
    " .jp2 .j2k".split()
)

# What Pillow may read. Without the list a PDF or PostScript file named .jpg
# would start an interpreter.
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF", "TIFF", "GIF", "BMP", "JPEG2000")

_READ = "JPEG, PNG, HEIC, WebP, AVIF, TIFF, GIF, JPEG 2000"


@dataclass(frozen=True, eq=False)
class Decoded:
    """A photo upright, in sRGB, longest side at most `LARGE_SIDE`, with what was done to it.

    `notes` are plain sentences for the person whose photo it is.
    """

    rgb: BytePlane
    notes: tuple[str, ...] = ()

    def photo(self, faces: tuple[Face, ...] | None = None) -> Photo:
        """The photo at its standard size, with the faces that were found in it; None is unknown."""
        return Photo(standard(self.rgb), faces)


def shrink(rgb: BytePlane, side: int) -> BytePlane:
    """A photo of bounded size, by Lanczos resampling; one that is smaller stays as it is.

    Args:
        rgb: uint8 of shape (height, width, 3).
        side: the most pixels that the longest side may have, 1 or more.

    Returns:
        uint8 of shape (height, width, 3), of the same proportions to the pixel.
    """
    if max(rgb.shape[:2]) <= side:
        return rgb
    return np.asarray(_shrunk(Image.fromarray(rgb), side))


def standard(rgb: BytePlane) -> BytePlane:
    """A photo at the size that features are measured at, by Hamming resampling.

    It takes less than half as long as Lanczos, and is as indifferent to the camera's pixel count.

    Args:
        rgb: uint8 of shape (height, width, 3).

    Returns:
        uint8 of shape (height, width, 3), longest side at most `STANDARD_SIDE`.
    """
    if max(rgb.shape[:2]) <= STANDARD_SIDE:
        return rgb
    return np.asarray(_shrunk(Image.fromarray(rgb), STANDARD_SIDE, Image.Resampling.HAMMING))


def _shrunk(
    image: Image.Image, side: int, resampling: Image.Resampling = Image.Resampling.LANCZOS
) -> Image.Image:
    if max(image.size) <= side:
        return image
    scale = side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, resampling, reducing_gap=2)


def decode(
    source: Path | bytes, name: str | None = None, *, side: int | None = LARGE_SIDE
) -> Decoded:
    """Read a photo from a file or its bytes, as a person would see it.

    Args:
        source: the file's path, or its bytes.
        name: what errors call it; the file's own name where None.
        side: the most pixels that the longest side may have; None keeps every pixel.

    Returns:
        The photo upright, in sRGB, without transparency, with what was done to it.

    Raises:
        PhotoError: not a photo, cut off, empty, too small or far too large.
    """
    called = name or (source.name if isinstance(source, Path) else "photo")
    data = _read(source, called) if isinstance(source, Path) else source
    if not data:
        raise PhotoError(f"{called}: the file is empty (is it still in the cloud?).")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            held = inside(data)
            made = _image_of(held, called, side)
            return replace(made, notes=(held.note, *made.notes)) if held.note else made
    except PhotoError:
        raise
    except NoPreviewError as error:
        raise PhotoError(
            f"{called}: a RAW file without a preview of {STANDARD_SIDE} pixels. Save it as JPEG."
        ) from error
    except UnidentifiedImageError as error:
        kind = foreign(data[:_TELLING])
        fault = f"{kind}, not a photo" if kind else "not a photo"
        raise PhotoError(f"{called}: {fault} that spe can read ({_READ}).") from error
    except MemoryError as error:
        raise PhotoError(f"{called}: it takes too much memory. Save a smaller copy.") from error
    except Exception as error:
        # Codecs raise all sorts on damaged files; whatever it was, the file is the cause.
        raise PhotoError(
            f"{called}: the file is cut off or damaged (is it still in the cloud?)."
        ) from error


def _image_of(held: Inside, called: str, side: int | None) -> Decoded:
    """The photo whose bytes these are, even where nothing but the mark of its end lacks."""
    try:
        return _checked(held, held.data, called, side)
    except OSError:
        ended = endings(held.data)
        if ended is None:
            raise
        one, other = (_checked(held, data, called, side) for data in ended)
        if not np.array_equal(one.rgb, other.rgb):
            raise
        note = "the mark of the file's end lacks; every pixel is there"
        return replace(one, notes=(note, *one.notes))


def _checked(held: Inside, data: bytes, called: str, side: int | None) -> Decoded:
    check_parts(data, called)
    check_webp(data, called)
    with _opened(data) as image:
        check_size(image, called)
        if image.format in {"JPEG", "MPO"}:
            check_scans(data, image, called)
        return _decoded(image, side, held.orientation)


def _read(path: Path, called: str) -> bytes:
    try:
        check_file(path, called)
        return path.read_bytes()
    except OSError as error:
        raise PhotoError(f"{called}: can't be read ({error.strerror or error}).") from error


def _opened(data: bytes) -> Image.Image:
    register_heif()
    Image.MAX_IMAGE_PIXELS = None  # checked below, with a sentence of our own
    return Image.open(io.BytesIO(data), formats=_FORMATS)


def register_heif() -> None:
    """Teach Pillow HEIC once a process."""
    if "HEIF" not in Image.OPEN:
        import pillow_heif  # noqa: PLC0415  (only when the first photo is opened)

        pillow_heif.register_heif_opener()


def _decoded(image: Image.Image, side: int | None, turned: int = 1) -> Decoded:
    width, height = image.size
    notes = []
    # Counting the pictures would read all of them: `is_animated` looks for a second.
    if getattr(image, "is_animated", False):
        notes.append("an animation: its first picture was measured")
    if side is not None and image.format in {"JPEG", "MPO"}:
        image.draft(None, _draft_size(width, height, side))
    image.load()
    with contextlib.suppress(Exception):  # damaged EXIF says nothing: the picture is as it is
        if turned != 1:
            image.getexif().setdefault(ExifTags.Base.Orientation, turned)
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


def taken_at(start: bytes) -> str | None:
    """What the camera wrote as the moment of the picture, `YYYY:MM:DD HH:MM:SS`, with its offset.

    That is when the picture was taken, which says little about when it was posted.

    Args:
        start: the file's bytes, or the first part of them.

    Returns:
        EXIF's DateTimeOriginal (36867) and OffsetTimeOriginal (36881), not checked; None
        where there is none, or where the file can't be opened.
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
