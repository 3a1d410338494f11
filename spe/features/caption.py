"""The form of what is written beside a photo: never its words, and in whatever language.

A caption often goes with the kind of post, as a long one with a journey: these measures keep
likes that go with the kind from being taken for the photo's, and are no advice on writing.
"""

import re
import unicodedata

from spe.captions import LINK, hashtags
from spe.features._comparison import Comparison
from spe.features._feature import NAN, feature
from spe.posts import Post

# X puts a link to the post's own picture at the end of its text.
_OWN_LINK = re.compile(r"\s*https?://t\.co/\w+\s*$")

# Exclamation and question marks of the scripts that have their own.
_MARKS = frozenset("!?¡¿！？؟՜՞⁇⁈⁉‼")

# A sign with one of these behind or before it is one emoji together with its neighbour.
_JOINER, _AS_PICTURE, _KEYCAP = "\u200d", "\ufe0f", "\u20e3"
_TONES = range(0x1F3FB, 0x1F400)
_LETTERS = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0000, 0xE0080)

# Where pictures that are emoji of themselves stand; older ones are marked as a picture.
_PICTURES = (range(0x1F000, 0x1FB00), range(0x2600, 0x27C0), range(0x2B00, 0x2C00))

SOURCE = "the post's caption; a link to its own picture at the end (t.co) left out"


def _written(post: Post) -> str | None:
    """The caption without X's link to the picture; None where nothing is written."""
    text = _OWN_LINK.sub("", post.caption.replace("\r\n", "\n")).strip()
    return text or None


@feature(
    "Caption length",
    group="caption",
    unit="characters",
    low=0,
    high=float("inf"),
    lots="a post with a long caption",
    little="a post with a short caption",
    more="with a longer caption",
    less="with a shorter caption",
    source=SOURCE,
    comparison=Comparison(50, 200, "a caption of {} characters", grain=10),
    slight=True,
    transform="log1p",
)
def caption_length(post: Post) -> float:
    """Characters of the caption without its links: 20 a few words, 200 a paragraph.

    NaN where nothing is written.

    >>> caption_length(Post("a", "a.jpg", caption="Home again https://example.org/a"))
    10.0
    """
    text = _written(post)
    return NAN if text is None else float(len(LINK.sub("", text).strip()))


@feature(
    "Line breaks in the caption",
    group="caption",
    unit="line breaks",
    low=0,
    high=float("inf"),
    lots="a post with a caption of many lines",
    little="a post with a caption of few lines",
    more="with more lines in the caption",
    less="with fewer lines in the caption",
    source=SOURCE,
    comparison=Comparison(0, 3, "{} line breaks in the caption"),
    slight=True,
    transform="log1p",
)
def caption_breaks(post: Post) -> float:
    """How often the caption starts a new line, empty ones counted: 0 for one line.

    NaN where nothing is written.
    """
    text = _written(post)
    return NAN if text is None else float(text.count("\n"))


@feature(
    "Link in the caption",
    group="caption",
    unit="1 with a link",
    low=0,
    high=1,
    lots="a post with a link",
    little="a post without a link",
    more="with a link in the caption",
    less="without a link in the caption",
    source=SOURCE,
    comparison=Comparison(0, 1, scale="yes_or_no"),
    slight=True,
    posts=("posts with a link in the caption", "posts without a link in the caption"),
    having=("A link", "No link"),
)
def caption_link(post: Post) -> float:
    """1 where the caption holds a link, 0 where it holds none; NaN where nothing is written."""
    text = _written(post)
    return NAN if text is None else float(LINK.search(text) is not None)


@feature(
    "Hashtags",
    group="caption",
    unit="hashtags",
    low=0,
    high=float("inf"),
    lots="a post with many hashtags",
    little="a post with few or no hashtags",
    more="with more hashtags",
    less="with fewer hashtags",
    source=SOURCE,
    comparison=Comparison(0, 3, "{} hashtags"),
    slight=True,
    transform="log1p",
)
def caption_hashtags(post: Post) -> float:
    """How many hashtags the caption holds: 0 for none; NaN where nothing is written."""
    text = _written(post)
    return NAN if text is None else float(len(hashtags(text)))


@feature(
    "Emoji",
    group="caption",
    unit="emoji",
    low=0,
    high=float("inf"),
    lots="a post with many emoji",
    little="a post with few or no emoji",
    more="with more emoji",
    less="with fewer emoji",
    source=f"{SOURCE}; emoji sequences after Unicode Technical Standard 51",
    comparison=Comparison(0, 2, "{} emoji"),
    slight=True,
    transform="log1p",
)
def caption_emoji(post: Post) -> float:
    """How many emoji the caption holds, each flag, family or tint as one; 0 for none.

    NaN where nothing is written.
    """
    text = _written(post)
    return NAN if text is None else float(_emoji(text))


@feature(
    "Exclamation and question marks",
    group="caption",
    unit="marks",
    low=0,
    high=float("inf"),
    lots="a post with many exclamation or question marks",
    little="a post with few or no exclamation and question marks",
    more="with more exclamation and question marks",
    less="with fewer exclamation and question marks",
    source=SOURCE,
    comparison=Comparison(0, 2, "{} exclamation or question marks"),
    slight=True,
    transform="log1p",
)
def caption_marks(post: Post) -> float:
    """How many exclamation and question marks stand in the caption, links left out; 0 for none.

    NaN where nothing is written.
    """
    text = _written(post)
    return NAN if text is None else float(sum(sign in _MARKS for sign in LINK.sub("", text)))


def _emoji(text: str) -> int:
    """Emoji in a text; what is joined, tinted or a flag counts once."""
    count, letters, joined = 0, 0, False
    for at, sign in enumerate(text):
        code = ord(sign)
        if code in _LETTERS:
            # Two letters are a flag.
            letters += 1
            count += letters % 2
            continue
        letters = 0
        following = text[at + 1 : at + 2]
        if code in _TONES or code in _TAGS or sign in {_JOINER, _AS_PICTURE, _KEYCAP}:
            joined = sign == _JOINER or (joined and sign == _AS_PICTURE)
            continue
        if _is_picture(sign, following):
            count += not joined
        joined = False
    return count


def _is_picture(sign: str, following: str) -> bool:
    """Whether a sign is an emoji, of itself or since it is asked for as a picture."""
    if following in {_AS_PICTURE, _KEYCAP}:
        return True
    return unicodedata.category(sign) in {"So", "Cn"} and any(
        ord(sign) in part for part in _PICTURES
    )
