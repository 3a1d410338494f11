"""The signs of a caption that are no words: its links and its hashtags."""

import re

LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_HASHTAG = re.compile(r"(?<!\w)[#＃](\w*[^\W\d]\w*)")


def hashtags(caption: str) -> list[str]:
    """The hashtags of a caption in their order, without their sign; links hold none.

    >>> hashtags("At last #Home https://example.org/#top #2026")
    ['Home']
    """
    return _HASHTAG.findall(LINK.sub("", caption))
