"""A photo as the features see it: its faces, and its planes on demand."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

# Longest side at which features are measured. Large enough for texture, small
# enough that the camera's pixel count has no say: after a 2/3 downscale and
# JPEG quality 88 every feature keeps a correlation of .95 or more.
STANDARD_SIDE = 512

# Pixels: of shape (height, width), or (height, width, 3) for red, green and blue.
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
    people are then NaN, never 0. `people` is uint8, (rows, columns) over the whole frame, above 0
    where a person is, or None where nobody has looked for that.
    """

    rgb: BytePlane
    faces: tuple[Face, ...] | None = None
    people: BytePlane | None = None

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
        from spe.photo.opencv import cv2  # noqa: PLC0415  (not for decoding)

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
        from spe.photo.opencv import cv2  # noqa: PLC0415  (not for decoding)

        unit = np.multiply(self.rgb, np.float32(1 / 255), dtype=np.float32)
        return np.ascontiguousarray(cv2.cvtColor(unit, cv2.COLOR_RGB2HSV)[..., 0])


def length(across: FloatPlane, down: FloatPlane) -> FloatPlane:
    """Length of the vector at each pixel, two planes of one shape given.

    `cv2.magnitude` is not used: its last digit differs by where its memory lies.
    """
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
    from spe.photo.opencv import cv2  # noqa: PLC0415  (not for decoding)

    # In place throughout: fresh memory for each step would take longer than the arithmetic.
    xyz = cv2.transform(cv2.LUT(rgb, _LINEAR), _RELATIVE_XYZ)
    root = cv2.pow(xyz, 1 / 3)
    dark = xyz <= 0.008856
    if dark.any():
        xyz *= np.float32(7.787)
        xyz += np.float32(16 / 116)
        np.copyto(root, xyz, where=dark)
    x, y, z = (np.asarray(plane, np.float32) for plane in cv2.split(root))
    x -= y
    x *= 500
    np.subtract(y, z, out=z)
    z *= 200
    y *= 116
    y -= 16
    return y, x, z
