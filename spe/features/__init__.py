"""The catalogue: every feature there is, in the order of the table. The only list."""

from spe.features import light
from spe.features._feature import Feature
from spe.photo import Photo

PHOTO_FEATURES: tuple[Feature[Photo], ...] = (
    light.brightness,
    light.contrast,
    light.bright_area,
    light.subject_light,
    light.top_light,
)

__all__ = ["PHOTO_FEATURES", "Feature"]
