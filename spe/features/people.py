"""People in a photo. Nobody is recognised: only where there is a face, and how much is people."""

import math

import numpy as np

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.photo.planes import Face, Photo

SEGMENTER = (
    "MediaPipe selfie segmentation (general model), pixels above .5; looked for beside faces"
)
DETECTOR = "MediaPipe full-range face detector (BlazeFace, arXiv:1907.05047)"


# From how many faces on a photo is one of a group.
GROUP = 3


def _largest(photo: Photo) -> Face | None:
    return max(photo.faces or (), key=lambda face: face.area, default=None)


@feature(
    "Faces",
    group="faces",
    unit="faces",
    low=0,
    high=math.inf,
    lots="a photo with faces",
    little="a photo without a face",
    more="with more faces",
    less="with fewer faces",
    source=DETECTOR,
    comparison=Comparison(0, 1, scale="count"),
    core=True,
    transform="any",
    counted="face",
    posts=("posts with a face", "posts without a face"),
    having=("A face", "No face"),
)
def faces(photo: Photo) -> float:
    """How many faces can be seen: 0 where there are none, NaN where nobody has looked."""
    return NAN if photo.faces is None else float(len(photo.faces))


@feature(
    "Three faces or more",
    group="faces",
    unit="1 or 0",
    low=0,
    high=1,
    lots="a photo with three faces or more",
    little="a photo with fewer faces",
    more="with three faces or more",
    less="with fewer than three faces",
    source=DETECTOR,
    comparison=Comparison(0, 1, scale="yes_or_no"),
    posts=("posts with three faces or more", "posts with fewer faces"),
    having=("Three faces or more", "Fewer faces"),
)
def three_faces(photo: Photo) -> float:
    """1 where three faces or more can be seen, 0 where fewer, NaN where nobody has looked.

    Beside whether there is a face at all, so that a group may be liked otherwise than a portrait.
    """
    return NAN if photo.faces is None else float(len(photo.faces) >= GROUP)


@feature(
    "Face size",
    group="faces",
    unit="share of the frame's side",
    low=0,
    high=1,
    lots="a large face, close up",
    little="a small face, far away",
    more="closer up",
    less="from further away",
    source=DETECTOR,
    comparison=Comparison(0.2, 0.4, "a face {} of the frame across", "percent"),
    needs_face=True,
    posts=("posts with a larger face", "posts with a smaller face"),
)
def face_size(photo: Photo) -> float:
    """Square root of the largest face's share of the area: .1 across a room, .4 a portrait.

    NaN without a face.
    """
    largest = _largest(photo)
    return NAN if largest is None else math.sqrt(min(1.0, largest.area))


@feature(
    "Face off centre",
    group="faces",
    unit="share of the width",
    low=0,
    high=0.5,
    lots="a face to one side",
    little="a face in the middle",
    more="with the face more to one side",
    less="with the face more in the middle",
    source=DETECTOR,
    comparison=Comparison(0.05, 0.25, "a face {} of the width off centre", "percent"),
    needs_face=True,
)
def face_off_centre(photo: Photo) -> float:
    """How far the largest face stands from the middle, sideways: 0 centred, .5 at the edge.

    NaN without a face.
    """
    largest = _largest(photo)
    return NAN if largest is None else min(0.5, abs(largest.centre_x - 0.5))


@feature(
    "People in the frame",
    group="faces",
    unit="share of the photo",
    low=0,
    high=1,
    lots="a photo filled with people",
    little="a photo with people far away",
    more="with more of the frame filled by people",
    less="with less of the frame filled by people",
    source=SEGMENTER,
    comparison=Comparison(0.2, 0.5, "{} of the photo people", "area"),
    transform="some",
)
def person_share(photo: Photo) -> float:
    """Share of the photo that is people: 0 without a face, .1 across a square, .6 a portrait.

    Cups and food pass for people where there is no face, so nobody is looked for there. NaN
    where nobody has looked. What is learnt is how much people fill, among photos that have some:
    whether there is anybody at all is what `faces` tells.
    """
    return NAN if photo.people is None else float(np.mean(photo.people > 0))
