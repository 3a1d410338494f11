"""Where the faces in a photo are, and which pixels beside them are people.

One model file, run by MediaPipe where that can run, else by LiteRT, which needs no library
of the system. Both see the same; a face has a version for each all the same, since that is
measured and not promised.

The detector sees every picture at 192 x 192 pixels, so a face must be about a
tenth of it to be found at first sight, and cups and headlamps pass for faces
now and then. Three steps count better at little cost:

1. The whole photo once. A box with a high score is a face.
2. A doubtful box is looked at again, cut out of the photo so that the detector
   sees it larger: faces gain by it, headlamps don't. Unless that look is quite
   clear, a closer one must agree.
3. Where a small face was found, more may stand beside it: overlapping tiles,
   under the same rule.

docs/faces.md tells how often this counts right, and from which size on.
"""

import dataclasses
import functools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

import numpy as np

from spe.errors import NotReadyError
from spe.photo import blazeface, face_model, people
from spe.photo.decode import Decoded
from spe.photo.native import interpreter, plots_later, silence
from spe.photo.opencv import cv2
from spe.photo.planes import BytePlane, Face, Photo

# The version of "a face". Raise it whenever another count could come out:
# cached measurements are then taken anew.
FACES = 1

# Scores, 0-1, chosen on one half of bench/faces.py.
WEAKEST = 0.2  # a weaker box is nothing
SURE = 0.75  # a box in the whole photo that needs no second look
HALF_SURE = 0.5  # what a second look must show for a third
CLEAR = 0.8  # a second look that needs no third
CONFIRMED = 0.6  # what the second and third look must reach on average

# How many doubtful boxes get a second look, best first, and how much each look
# takes in, in sides of the box.
LOOKS = 6
WIDE, CLOSE = 4.5, 3.0

# A face lower than this share of the photo's longer side calls for tiles; the
# side of a tile in the same unit. Neighbours share at least a fifth of a tile.
SMALL = 0.1
TILE = 0.5
OVERLAP = 0.2

# Two boxes are one face where they share more than this of the smaller one.
SAME = 0.5


def version() -> str:
    """The version of "a face" as it is found here; "none" where none can be looked for.

    Counts of the same version may be held against each other.
    """
    if why_unknown() is not None:
        return "none"
    by = face_model.engine()
    return f"{FACES}" if by == "MediaPipe" else f"{FACES} by {by}"


def why_unknown() -> str | None:
    """Why faces can't be looked for on this computer, in a sentence; None where they can."""
    if face_model.engine() is None:
        return face_model.why_no_engine()
    try:
        return None if face_model.find(face_model.FACE) else face_model.NO_MODEL
    except NotReadyError as error:
        return f"Faces are not looked for. {error}"


def why_people_unknown() -> str | None:
    """Why people can't be measured where faces can be looked for, in a sentence; None otherwise."""
    if why_unknown() is not None:
        return None
    try:
        return None if face_model.find(face_model.PERSON) else face_model.NO_PERSON_MODEL
    except NotReadyError as error:
        return f"How much of a photo people fill is not measured. {error}"


def sees_people() -> bool:
    """Whether people can be measured here: faces can be looked for, and both models are there."""
    return why_unknown() is None and why_people_unknown() is None


@dataclass(frozen=True)
class _Box:
    """A box in pixels of the photo."""

    x: float
    y: float
    width: float
    height: float
    score: float

    def same(self, other: "_Box") -> bool:
        """Whether both are one face."""
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        smaller = min(self.width * self.height, other.width * other.height)
        return width > 0 and height > 0 and width * height > SAME * smaller


class FaceFinder:
    """Finds faces; use it in a `with`, inside the process that looks.

    A detector made before a fork hangs in the child, and one that is left to
    the garbage collector hangs as well.
    """

    def __init__(self, by: face_model.Engine | None = None) -> None:
        """Choose what runs the model: `by` where it is named, else what can do it here."""
        self._by = by
        self._detector: _Detector | None = None
        self._people: people.Segmenter | None = None

    def __enter__(self) -> Self:
        """Load the model.

        Raises:
            NotReadyError: what runs the model, the model or a system library is missing.
        """
        model = face_model.read(face_model.FACE)
        if model is None:
            raise NotReadyError(face_model.NO_MODEL)
        by = self._by or face_model.engine()
        try:
            self._detector = _LiteRT(model) if by == "LiteRT" else _MediaPipe(model)
        except ModuleNotFoundError as error:
            raise NotReadyError(face_model.why_no_engine()) from error
        except OSError as error:
            # MediaPipe's own library loads when a detector is made.
            missing = face_model.missing_libraries()
            why = face_model.missing_sentence(missing) if missing else f"MediaPipe: {error}."
            raise NotReadyError(f"Faces can't be looked for. {why}") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the detector, and what measures people if it was opened."""
        for opened in (self._detector, self._people):
            if opened is not None:
                opened.close()
        self._detector = self._people = None

    def find(self, rgb: BytePlane) -> tuple[Face, ...]:
        """The faces in a photo, the largest first.

        Args:
            rgb: uint8 of shape (height, width, 3) in sRGB, upright.

        Returns:
            Boxes that span brow to chin, in shares (0 to 1) of the width and height, inside
            the photo; empty where there is no face.

        Raises:
            RuntimeError: outside the finder's `with`.
        """
        boxes = self._found(np.ascontiguousarray(rgb))
        height, width = rgb.shape[:2]
        found = [_face(box, width, height) for box in boxes]
        return tuple(sorted(found, key=lambda face: (-face.area, face.x, face.y)))

    def seen(self, decoded: Decoded) -> Photo:
        """A photo at its standard size, with the faces and the people in it.

        Raises:
            NotReadyError: the person model went away since the finder was made.
            RuntimeError: outside the finder's `with`.
        """
        photo = decoded.photo(self.find(decoded.rgb))
        return dataclasses.replace(photo, people=self.people(photo))

    def people(self, photo: Photo) -> BytePlane | None:
        """Where the people are in a photo whose faces are known, as `Photo` has it.

        Without a face nobody else is looked for: cups and food pass for people. Where the person
        model is missing or wrong, who fills the frame is unknown, with a face or without.

        Raises:
            NotReadyError: the person model went away since the finder was made.
        """
        if not self._measures_people:
            return None
        if not photo.faces:
            return np.zeros((1, 1), np.uint8)
        if self._people is None:
            model = face_model.read(face_model.PERSON)
            if model is None:
                raise NotReadyError(face_model.NO_PERSON_MODEL)
            self._people = people.opened(model, self._by or face_model.engine())
        return self._people.mask(photo.rgb)

    @functools.cached_property
    def _measures_people(self) -> bool:
        return why_people_unknown() is None

    def _found(self, rgb: BytePlane) -> list[_Box]:
        height, width = rgb.shape[:2]
        seen = self._boxes(rgb, 0, 0, width, height)
        found = [box for box in seen if box.score >= SURE]
        doubtful = [box for box in seen if box.score < SURE]
        for box in doubtful[:LOOKS]:
            if not any(box.same(face) for face in found):
                found += self._confirmed(rgb, _around(box, WIDE, width, height), found)
        if any(box.height < SMALL * max(width, height) for box in found):
            for tile in _tiles(width, height):
                found += self._confirmed(rgb, tile, found)
        return _each_once(found)

    def _confirmed(
        self, rgb: BytePlane, part: tuple[int, int, int, int], known: list[_Box]
    ) -> list[_Box]:
        """The faces in a part of the photo that are not known and stand a closer look."""
        height, width = rgb.shape[:2]
        faces = []
        for box in self._boxes(rgb, *part):
            if box.score < HALF_SURE or any(box.same(face) for face in known):
                continue
            score = box.score
            if score < CLEAR:
                closer = self._boxes(rgb, *_around(box, CLOSE, width, height))
                score = (score + max((o.score for o in closer if o.same(box)), default=0.0)) / 2
            if score >= CONFIRMED:
                faces.append(dataclasses.replace(box, score=score))
        return faces

    def _boxes(self, rgb: BytePlane, left: int, top: int, right: int, bottom: int) -> list[_Box]:
        """What the detector sees in a part of the photo, best first; beyond the edge is grey."""
        if self._detector is None:
            raise RuntimeError("a FaceFinder finds inside its `with`")
        seen = self._detector.look(_part(rgb, left, top, right, bottom))
        moved = [dataclasses.replace(box, x=left + box.x, y=top + box.y) for box in seen]
        return sorted(moved, key=lambda box: -box.score)


class _Detector(Protocol):
    """What runs the model."""

    def look(self, part: BytePlane) -> list[_Box]:
        """One look at a picture: boxes in its own pixels, each with a score from `WEAKEST` on."""

    def close(self) -> None:
        """Let go of the model; there is no look after it."""


class _MediaPipe:
    """The model run by MediaPipe."""

    def __init__(self, model: bytes) -> None:
        with plots_later():
            from mediapipe.tasks.python.core.base_options import BaseOptions  # noqa: PLC0415
            from mediapipe.tasks.python.vision import face_detector  # noqa: PLC0415

        options = face_detector.FaceDetectorOptions(
            base_options=BaseOptions(model_asset_buffer=model), min_detection_confidence=WEAKEST
        )
        with silence():
            self._detector = face_detector.FaceDetector.create_from_options(options)

    def look(self, part: BytePlane) -> list[_Box]:
        import mediapipe as mp  # noqa: PLC0415  (half a second, only where faces are looked for)

        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=part)
        with silence():
            detections = self._detector.detect(image).detections
        seen = []
        for detection in detections:
            box = detection.bounding_box
            score = detection.categories[0].score
            seen.append(_Box(box.origin_x, box.origin_y, box.width, box.height, score))
        return seen

    def close(self) -> None:
        with silence():
            self._detector.close()


class _LiteRT:
    """The model run by LiteRT, with what goes before and after done here (spe.photo.blazeface)."""

    def __init__(self, model: bytes) -> None:
        self._model = interpreter(model)
        self._input = self._model.get_input_details()[0]["index"]
        # Of its two outputs the one is boxes, 16 numbers each, the other one score each.
        by_width = {int(out["shape"][-1]): out["index"] for out in self._model.get_output_details()}
        self._places, self._logits = by_width[16], by_width[1]

    def look(self, part: BytePlane) -> list[_Box]:
        square = blazeface.squared(part)
        self._model.set_tensor(self._input, square.pixels)
        self._model.invoke()
        found = blazeface.boxes(
            self._model.get_tensor(self._places)[0],
            self._model.get_tensor(self._logits)[0, :, 0],
            WEAKEST,
        )
        return [_in_pixels(face, square) for face in found.tolist()]

    def close(self) -> None:
        del self._model


def _in_pixels(face: list[float], square: blazeface.Square) -> _Box:
    """A box in whole pixels of the picture, cut off as MediaPipe cuts them."""
    left, top, right, bottom = (share * square.side for share in face[:4])
    return _Box(
        int(square.left + left),
        int(square.top + top),
        int(right - left),
        int(bottom - top),
        face[4],
    )


def _part(rgb: BytePlane, left: int, top: int, right: int, bottom: int) -> BytePlane:
    height, width = rgb.shape[:2]
    inner = rgb[max(0, top) : min(height, bottom), max(0, left) : min(width, right)]
    if inner.shape[:2] == (bottom - top, right - left):
        return np.ascontiguousarray(inner)
    beyond = (max(0, -top), max(0, bottom - height), max(0, -left), max(0, right - width))
    grey = (128, 128, 128)
    return np.asarray(cv2.copyMakeBorder(inner, *beyond, cv2.BORDER_CONSTANT, value=grey), np.uint8)


def _around(box: _Box, sides: float, width: int, height: int) -> tuple[int, int, int, int]:
    """A square with the box in its middle, moved into the photo as far as it fits."""
    side = round(sides * max(box.width, box.height))
    side = max(64, min(side, 2 * max(width, height)))
    left = _within(box.x + box.width / 2, side, width)
    top = _within(box.y + box.height / 2, side, height)
    return left, top, left + side, top + side


def _within(centre: float, side: int, length: int) -> int:
    """Where a stretch of `side` starts: around `centre`, inside 0..length if it fits."""
    start = round(centre - side / 2)
    return min(max(start, 0), length - side) if side <= length else (length - side) // 2


def _tiles(width: int, height: int) -> Iterator[tuple[int, int, int, int]]:
    side = round(TILE * max(width, height))
    for top, bottom in _stretches(height, side):
        for left, right in _stretches(width, side):
            yield left, top, right, bottom


def _stretches(length: int, side: int) -> list[tuple[int, int]]:
    """Equal stretches of `side` that cover a length, neighbours overlapping.

    >>> _stretches(1000, 500)
    [(0, 500), (250, 750), (500, 1000)]
    >>> _stretches(400, 500)
    [(0, 400)]
    """
    if side >= length:
        return [(0, length)]
    number = math.ceil((length / side - OVERLAP) / (1 - OVERLAP))
    starts = [round(place * (length - side) / (number - 1)) for place in range(number)]
    return [(start, start + side) for start in starts]


def _each_once(boxes: Iterable[_Box]) -> list[_Box]:
    """The boxes without the weaker ones of each face."""
    kept: list[_Box] = []
    for box in sorted(boxes, key=lambda box: -box.score):
        if not any(box.same(other) for other in kept):
            kept.append(box)
    return kept


def _face(box: _Box, width: int, height: int) -> Face:
    left, right = max(0.0, box.x / width), min(1.0, (box.x + box.width) / width)
    top, bottom = max(0.0, box.y / height), min(1.0, (box.y + box.height) / height)
    return Face(left, top, right - left, bottom - top, box.score)
