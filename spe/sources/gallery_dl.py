"""What gallery-dl writes beside the files it saves: Instagram's posts, and X's.

One JSON a file (`x.jpg.json` or `x.json`), one a post, one line a file, or one long list:
all hold the same keys, those of 2019 fewer.
"""

from spe.sources._export import REPLIES
from spe.sources._records import Dialect, Record, Told, ending, identity, moment_of, source
from spe.sources._values import known, words

NAME = "gallery-dl"

_MOVING = {"story": "stories", "highlight": "stories", "reel": "reels"}
_OTHERS = frozenset({"tagged", "saved", "collection", "likes", "bookmark", "favorite", "search"})


def _tells(record: Record) -> bool:
    if "post_shortcode" in record:
        return True
    site = record.get("category")
    if site == "instagram":
        return "shortcode" in record
    return site == "twitter" and "tweet_id" in record


def _told(record: Record) -> Told:
    return _tweet(record) if "tweet_id" in record else _instagram(record)


def _instagram(record: Record) -> Told:
    code = identity(record.get("post_shortcode")) or identity(record.get("shortcode"))
    number = identity(record.get("post_id"))
    moves = bool(record.get("video_url")) or record.get("typename") == "GraphVideo"
    reason = _MOVING.get(words(record.get("type")))
    if record.get("subcategory") in _OTHERS:
        reason = "posts of others"
    return Told(
        id=code,
        names=(number, identity(record.get("media_id"))),
        when=moment_of(record.get("post_date")) or moment_of(record.get("date")),
        likes=known(record.get("likes")) or None,  # 0 is how an absent count is written
        caption=words(record.get("description")),
        photos=_files(record, "media_id") + ((number, code) if not moves else ()),
        pictures=known(record.get("count")) or None,
        number=known(record.get("num")) or 0,
        moves=moves,
        owner=words(record.get("username")),
        reason=reason,
    )


def _tweet(record: Record) -> Told:
    number = identity(record.get("tweet_id"))
    reason = None
    if known(record.get("retweet_id")) or record.get("subcategory") in _OTHERS:
        reason = "reposts of others"
    elif known(record.get("reply_id")) and record.get("reply_to") != _author(record):
        reason = REPLIES
    likes = known(record.get("favorite_count"))
    return Told(
        id=number,
        when=moment_of(record.get("date")),
        likes=likes,
        comments=known(record.get("reply_count")),
        caption=words(record.get("content")),
        photos=(*_files(record, ""), number),
        pictures=known(record.get("count")) or None,
        number=known(record.get("num")) or 0,
        moves=words(record.get("type")) in {"video", "animated_gif"},
        owner=_author(record),
        reason=reason,
    )


def _author(record: Record) -> str:
    author = record.get("author")
    return words(author.get("name")) if isinstance(author, dict) else ""


def _files(record: Record, key: str) -> tuple[str, ...]:
    """What the file of a record may be called, beside the id of its post."""
    name, suffix = words(record.get("filename")), words(record.get("extension"))
    called = (f"{identity(record.get(key))}", name, ending(record.get("display_url")))
    return tuple(f"{part}.{suffix}" if part == name else part for part in called if part)


def _near(name: str) -> tuple[str, ...]:
    return (name.rpartition(".")[0],)


SOURCE = source(
    Dialect(
        NAME,
        (
            ("post_shortcode",),
            ("category", "subcategory", "shortcode"),
            ("category", "subcategory", "tweet_id"),
        ),
        _tells,
        _told,
        _near,
        ("gallery-dl writes 0 likes where it does not know them: taken as unknown.",),
    ),
    "a gallery-dl folder with its metadata",
)
