"""The catalogue: every feature there is, in the order of the table. The only list.

Columns, words, README and tests are read off it. To add a feature, write its
function beside its kin and name it here.
"""

from collections.abc import Mapping

from spe.features import (
    album,
    caption,
    colour,
    composition,
    detail,
    light,
    moment,
    novelty,
    people,
    shape,
)
from spe.features._comparison import Comparison
from spe.features._feature import GROUPS, Feature
from spe.features.album import Further
from spe.features.colour import HISTOGRAMS, histograms
from spe.features.moment import TIME_OF_DAY, Moment
from spe.features.novelty import Beside
from spe.features.subject import GROUP as SUBJECT
from spe.features.subject import (
    is_subject,
    subject_feature,
    subject_of,
    subject_values,
)
from spe.photo.planes import Photo
from spe.posts import Post

# Raise it when any feature's value changes: cached measurements are then taken anew.
DEFINITIONS = 2

PHOTO_FEATURES: tuple[Feature[Photo], ...] = (
    light.brightness,
    light.contrast,
    light.bright_area,
    light.subject_light,
    light.top_light,
    colour.colourfulness,
    colour.red_pink,
    colour.orange_brown,
    colour.yellow_green,
    colour.blue,
    colour.colour_variety,
    detail.busyness,
    detail.blur,
    detail.empty_space,
    composition.symmetry,
    composition.focus_off_centre,
    composition.focus_height,
    composition.thirds,
    composition.background_blur,
    composition.horizontal_lines,
    composition.vertical_lines,
    shape.shape,
    people.faces,
    people.three_faces,
    people.face_size,
    people.face_off_centre,
    people.person_share,
)

POST_FEATURES: tuple[Feature[Post], ...] = (
    album.album,
    caption.caption_length,
    caption.caption_breaks,
    caption.caption_link,
    caption.caption_hashtags,
    caption.caption_emoji,
    caption.caption_marks,
)

ALBUM_FEATURES: tuple[Feature[Further], ...] = (album.face_further_in,)

BESIDE_FEATURES: tuple[Feature[Beside], ...] = (
    novelty.unusual_brightness,
    novelty.unusual_colourfulness,
    novelty.unlike_recent,
)

MOMENT_FEATURES: tuple[Feature[Moment], ...] = (
    moment.hour_sin,
    moment.hour_cos,
    moment.weekend,
    moment.gap,
    moment.posts_7d,
    moment.age,
)

AnyFeature = Feature[Photo] | Feature[Further] | Feature[Beside] | Feature[Post] | Feature[Moment]

_ALL: tuple[AnyFeature, ...] = (
    PHOTO_FEATURES + ALBUM_FEATURES + BESIDE_FEATURES + POST_FEATURES + MOMENT_FEATURES
)
CATALOGUE = tuple(sorted(_ALL, key=lambda item: GROUPS.index(item.group)))

BY_NAME: Mapping[str, AnyFeature] = {item.name: item for item in CATALOGUE}

# Those of the photo alone, those of it beside the account's others, those that are written, those
# that only together say what hour it is, and those that a post has or has not.
OF_PHOTO: Mapping[str, Feature[Photo]] = {item.name: item for item in PHOTO_FEATURES}
OF_BESIDE: Mapping[str, Feature[Beside]] = {item.name: item for item in BESIDE_FEATURES}
WRITTEN = frozenset(item.name for item in CATALOGUE if item.group == "caption")
CLOCK = frozenset(item.name for item in CATALOGUE if item.part_of == TIME_OF_DAY)
THERE_OR_NOT = frozenset(item.name for item in CATALOGUE if item.there_or_not)


def named(name: str) -> AnyFeature:
    """A feature of the catalogue, or the measure of a subject that an account has.

    Raises:
        KeyError: it is neither.
    """
    return BY_NAME[name] if name in BY_NAME else subject_feature(name)


__all__ = [
    "ALBUM_FEATURES",
    "BESIDE_FEATURES",
    "BY_NAME",
    "CATALOGUE",
    "CLOCK",
    "DEFINITIONS",
    "HISTOGRAMS",
    "MOMENT_FEATURES",
    "OF_BESIDE",
    "OF_PHOTO",
    "PHOTO_FEATURES",
    "POST_FEATURES",
    "SUBJECT",
    "THERE_OR_NOT",
    "TIME_OF_DAY",
    "WRITTEN",
    "AnyFeature",
    "Beside",
    "Comparison",
    "Feature",
    "Further",
    "Moment",
    "Photo",
    "histograms",
    "is_subject",
    "named",
    "subject_feature",
    "subject_of",
    "subject_values",
]
