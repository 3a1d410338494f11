"""Bars that an app puts around a picture to fit a frame: found by their straight edges.

A JPEG is not of one colour up to the picture: its blocks that hold both ring, over as much as
16 rows, and where the file is read at another size the edge is mixed over one row or two. So
the edge is looked for a little beyond the last row of one colour.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spe.photo.limits import SMALLEST_SIDE
from spe.photo.planes import BytePlane

# Levels of 255 that a bar's pixels may differ from its colour.
ONE_COLOUR = 8

# Pixels past the last row of one colour that ringing may hide the edge: a block of JPEG with
# its colour halved is 16 wide. Of a larger picture, a share of the side.
RINGING, RINGING_SHARE = 17, 0.016

# At an edge, this share of its pixels moves away from the bar's colour by more than so many
# levels within three rows.
STRAIGHT, AWAY = 0.6, 16

# The least share of the side that a bar takes, and how much, in pixels or as a share of the
# side, the two of a pair may differ.
LEAST = 0.02
ALIKE, ALIKE_SHARE = 2, 0.015

# A row of which so many pixels are within so many levels of its middle is flat, as drawn.
FLAT_SHARE, FLAT = 0.95, 6

Distance = NDArray[np.uint8]


def without_bars(rgb: BytePlane) -> BytePlane:
    """A photo without the bars of one colour that an app added to fit a frame.

    Bars count where they stand on two opposite sides, of one colour and equally wide, with
    a straight edge to a picture; a frame is two such pairs. A dark sky or a white wall
    stays, and so does what is drawn: a print with a broad lower border, stripes of a flag,
    a panel of one colour within a margin.

    Args:
        rgb: uint8 of shape (height, width, 3).

    Returns:
        A view of the part between the bars; all of it where there are none, or where what
        is between them is too small to be a photo.

    >>> slope = np.arange(0, 240, 2, dtype=np.uint8)
    >>> picture = np.tile(slope[:, None], (90, 1, 3))
    >>> framed = np.pad(picture, ((15, 15), (0, 0), (0, 0)), constant_values=255)
    >>> framed.shape, without_bars(framed).shape
    ((120, 120, 3), (90, 120, 3))
    """
    corners = rgb[[0, 0, -1, -1], [0, -1, 0, -1]]
    colour = np.median(corners, axis=0).astype(np.int16)
    # Most photos end here: no two opposite borders are of the corners' colour.
    if not any(_away(ends, colour).max() <= ONE_COLOUR for ends in (rgb[[0, -1]], rgb[:, [0, -1]])):
        return rgb
    away = _away(rgb, colour)
    upright = _Sides.of(away)
    level = _Sides.of(away.T)
    rows = _bars(rgb, away, upright, level)
    columns = _bars(rgb.swapaxes(0, 1), away.T, level, upright)
    if rows is None or columns is None:
        return rgb
    height, width = away.shape
    inner = rgb[rows[0] : height - rows[1], columns[0] : width - columns[1]]
    return inner if min(inner.shape[:2]) >= SMALLEST_SIDE // 2 else rgb


def _away(rgb: BytePlane, colour: NDArray[np.int16]) -> Distance:
    """How far each pixel is from a colour, by the channel that differs most."""
    return np.asarray(np.abs(rgb.astype(np.int16) - colour).max(axis=2), np.uint8)


@dataclass(frozen=True)
class _Sides:
    """Rows of one colour at the start and at the end of one axis."""

    start: int
    end: int

    @classmethod
    def of(cls, away: Distance) -> "_Sides":
        other = away.max(axis=1) > ONE_COLOUR
        if not other.any():
            return cls(0, 0)
        return cls(int(np.argmax(other)), int(np.argmax(other[::-1])))

    @property
    def both(self) -> bool:
        return self.start > 0 and self.end > 0


def _bars(rgb: BytePlane, away: Distance, sides: _Sides, others: _Sides) -> tuple[int, int] | None:
    """Rows of bar at the start and at the end, (0, 0) without any.

    None where what has their colour is no pair, but one bar or two uneven ones: then the
    picture was laid out so.
    """
    across = slice(others.start, away.shape[1] - others.end) if others.both else slice(None)
    rgb, away = rgb[:, across], away[:, across]
    first = _edge(away, sides.start) if sides.start else None
    last = _edge(away[::-1], sides.end) if sides.end else None
    if first is None or last is None:
        return (0, 0) if first is None and last is None else None
    side = len(away)
    alike = abs(first - last) <= max(ALIKE, ALIKE_SHARE * side)
    wide = min(first, last) >= LEAST * side
    drawn = _flat(rgb, first) and _flat(rgb[::-1], last)
    return (first, last) if alike and wide and not drawn else None


def _edge(away: Distance, first: int) -> int | None:
    """The row where a picture starts, at or a little past row `first`; None without an edge."""
    side = len(away)
    start = max(3, first)
    stop = min(side, first + max(RINGING, math.ceil(RINGING_SHARE * side)) + 1)
    if stop <= start:
        return None
    near = away[start - 3 : stop].astype(np.int16)
    moved = (near[3:] - near[:-3] > AWAY).mean(axis=1)
    return start + int(np.argmax(moved >= STRAIGHT)) if (moved >= STRAIGHT).any() else None


def _flat(rgb: BytePlane, edge: int) -> bool:
    """Whether the picture starts with a row of one colour, as no lens sees it."""
    row = rgb[min(edge + 2, len(rgb) - 1)].astype(np.int16)
    near = np.abs(row - np.median(row, axis=0)).max(axis=1) <= FLAT
    return bool(near.mean() >= FLAT_SHARE)
