"""What the kinds of measurement are called in a sentence."""

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "light": "light",
    "colour": "colour",
    "detail": "sharpness",
    "composition": "composition",
    "format": "format",
    "faces": "faces",
    "subject": "what is in the picture",
    "caption": "what you wrote",
    "time": "the time of posting",
}
