"""How many pictures a post holds, and what the others than the first show."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.features.people import DETECTOR
from spe.posts import Post


@dataclass(frozen=True)
class Further:
    """What was measured of an album's other photos, by name, as far as they came.

    Empty where the post has no others, where none came, and where nobody knows.
    """

    photos: Sequence[Mapping[str, float]] = ()


@feature(
    "Album",
    group="format",
    unit="1 for several pictures",
    low=0,
    high=1,
    lots="an album of several photos",
    little="a single photo",
    more="as an album",
    less="as a single photo",
    source="the number of photos and videos in the post",
    comparison=Comparison(0, 1, scale="yes_or_no"),
    posts=("posts of several photos", "posts of a single photo"),
    having=("An album", "A single photo"),
)
def album(post: Post) -> float:
    """1 where a post holds several photos or videos, 0 where it holds one, NaN where unknown.

    >>> album(Post("a", "a.jpg", pictures=4))
    1.0
    """
    return NAN if post.pictures is None else float(post.pictures > 1)


@feature(
    "A face further in",
    group="faces",
    unit="1 or 0",
    low=0,
    high=1,
    lots="an album with a face on a later photo",
    little="an album without a face on its later photos",
    more="with a face further in",
    less="without a face further in",
    source=f"{DETECTOR}, on the other photos of an album",
    comparison=Comparison(0, 1, scale="yes_or_no"),
    slight=True,
    needs_album=True,
    posts=("posts with a face further in", "posts of several photos without a face further in"),
    having=("A face further in", "No face further in"),
)
def face_further_in(further: Further) -> float:
    """1 where another photo of an album than the first shows a face, 0 where none does.

    Of what came: an export may lack some, and videos are not looked at. NaN for a single photo,
    and where nobody has looked at one that might show a face.
    """
    counts = [photo.get("faces", NAN) for photo in further.photos]
    if any(count > 0 for count in counts):
        return 1.0
    return NAN if not counts or any(map(math.isnan, counts)) else 0.0
