"""Pixels made files: nothing else goes in, no EXIF, no place, no name."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageFilter

from spe.photo.decode import register_heif
from spe.photo.planes import BytePlane, Face

# A face box is a tight one; hair and chin lie outside.
FACE_MARGIN = 0.25

# WebP's method, 0-6: 4 takes twice the time for files 5 % smaller.
EFFORT = 2


def encode(rgb: BytePlane, quality: int) -> bytes:
    """A JPEG that holds these pixels and nothing else: no EXIF, no place, no name.

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB.
        quality: Pillow's, 1 (smallest) to 95; colour is kept at full resolution.

    Returns:
        The file's bytes.
    """
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True)
    return buffer.getvalue()


def webp(rgb: BytePlane, quality: int) -> bytes:
    """A WebP that holds these pixels and nothing else.

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB.
        quality: 0 (smallest) to 100.

    Returns:
        The file's bytes.
    """
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "WEBP", quality=quality, method=EFFORT)
    return buffer.getvalue()


def png(rgb: BytePlane) -> bytes:
    """A PNG that holds these pixels and nothing else: no text, no time.

    Args:
        rgb: uint8 of shape (height, width, 3) in sRGB.

    Returns:
        The file's bytes.
    """
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def heic(rgb: BytePlane) -> bytes:
    """A HEIC of these pixels, uint8 of shape (height, width, 3), as a phone would write it."""
    register_heif()
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "HEIF")
    return buffer.getvalue()


def blurred(rgb: BytePlane, faces: Sequence[Face]) -> BytePlane:
    """A photo with each face, and a margin around it, reduced to a few flat patches.

    Args:
        rgb: uint8 of shape (height, width, 3).
        faces: boxes in shares (0 to 1) of the width and height.

    Returns:
        A copy of the same shape.
    """
    image = Image.fromarray(rgb)
    width, height = image.size
    for face in faces:
        box = (
            max(0, int((face.x - FACE_MARGIN * face.width) * width)),
            max(0, int((face.y - FACE_MARGIN * face.height) * height)),
            min(width, int((face.x + (1 + FACE_MARGIN) * face.width) * width) + 1),
            min(height, int((face.y + (1 + FACE_MARGIN) * face.height) * height) + 1),
        )
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        part = image.crop(box)
        patches = part.resize((5, 5), Image.Resampling.BOX).resize(
            part.size, Image.Resampling.BICUBIC
        )
        image.paste(patches.filter(ImageFilter.GaussianBlur(2)), box[:2])
    return np.asarray(image)
