"""Which pixels of a photo are people. Nobody is recognised, and only photos with a face are asked.

One model file (MediaPipe's selfie segmentation, the general one), run by what finds the
faces. The photo is brought to the model's 256 x 256 pixels here, so that both see the same.
docs/measures.md tells what it costs.
"""

from typing import Any, Protocol

import numpy as np

from spe.photo.face_model import Engine
from spe.photo.native import interpreter, plots_later, silence
from spe.photo.opencv import cv2
from spe.photo.planes import BytePlane

# Pixels of the square that the model sees, whatever the photo's format.
SIDE = 256

# From which share of certainty on, 0-1, a pixel is a person.
CERTAIN = 0.5


class Segmenter(Protocol):
    """What runs the model."""

    def mask(self, rgb: BytePlane) -> BytePlane:
        """Where the people are in a photo.

        Args:
            rgb: uint8 of shape (height, width, 3) in sRGB, upright.

        Returns:
            uint8 of shape (256, 256) over the whole frame, 255 where a person is, else 0.
        """

    def close(self) -> None:
        """Let go of the model; nobody is looked for after it."""


def opened(model: bytes, by: Engine | None) -> Segmenter:
    """What looks for people, with the model loaded; it belongs to the process that opens it."""
    return _LiteRT(model) if by == "LiteRT" else _MediaPipe(model)


def _squared(rgb: BytePlane) -> BytePlane:
    square = cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(square, np.uint8)


def _certain(share: Any) -> BytePlane:  # noqa: ANN401  (an array of a library without types)
    return np.asarray((np.asarray(share).reshape(SIDE, SIDE) > CERTAIN) * 255, np.uint8)


class _MediaPipe:
    """The model run by MediaPipe."""

    def __init__(self, model: bytes) -> None:
        with plots_later():
            from mediapipe.tasks.python.core.base_options import BaseOptions  # noqa: PLC0415
            from mediapipe.tasks.python.vision import image_segmenter  # noqa: PLC0415

        options = image_segmenter.ImageSegmenterOptions(
            base_options=BaseOptions(model_asset_buffer=model), output_confidence_masks=True
        )
        with silence():
            self._model = image_segmenter.ImageSegmenter.create_from_options(options)

    def mask(self, rgb: BytePlane) -> BytePlane:
        import mediapipe as mp  # noqa: PLC0415  (half a second, only where a face was found)

        image = mp.Image(image_format=mp.ImageFormat.SRGB, data=_squared(rgb))
        with silence():
            masks = self._model.segment(image).confidence_masks
        return _certain(masks[0].numpy_view())

    def close(self) -> None:
        with silence():
            self._model.close()


class _LiteRT:
    """The model run by LiteRT."""

    def __init__(self, model: bytes) -> None:
        self._model = interpreter(model)
        self._input = self._model.get_input_details()[0]["index"]
        self._output = self._model.get_output_details()[0]["index"]

    def mask(self, rgb: BytePlane) -> BytePlane:
        pixels = _squared(rgb)[None] / np.float32(255)
        self._model.set_tensor(self._input, pixels)
        self._model.invoke()
        return _certain(self._model.get_tensor(self._output))

    def close(self) -> None:
        del self._model
