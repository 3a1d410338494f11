"""What instagrapi's `Media.dict()` gives, saved as JSON; its photos are `<user>_<pk>.jpg`."""

from spe.sources._export import dicts, moving, within
from spe.sources._records import Dialect, Record, Told, ending, identity, moment_of, source
from spe.sources._values import known, words

NAME = "instagrapi"

# Instagram's own numbers for kinds of media.
_VIDEO = 2


def _tells(record: Record) -> bool:
    return "pk" in record and "taken_at" in record and "like_count" in record


def _told(record: Record) -> Told:
    number = identity(record.get("pk"))
    code = identity(record.get("code"))
    parts = [identity(part.get("pk")) for part in dicts(record.get("resources"))]
    caption = record.get("caption")
    moves = record.get("media_type") == _VIDEO
    return Told(
        id=code or number,
        names=(number, identity(record.get("id"))),
        when=moment_of(record.get("taken_at")),
        likes=_likes(record),
        comments=known(record.get("comment_count")),
        caption=words(record.get("caption_text")) or words(within(caption, "text")),
        photos=tuple(
            name for name in (number, code, *parts, ending(record.get("thumbnail_url"))) if name
        ),
        parts=tuple(part for part in parts if part),
        pictures=len(parts) or 1,
        owner=words(within(record, "user", "username")),
        reason=moving(words(record.get("product_type"))) or ("videos" if moves else None),
    )


def _likes(record: Record) -> int | None:
    if record.get("like_and_view_counts_disabled") is True:
        return None
    return known(record.get("like_count"))


SOURCE = source(
    Dialect(NAME, (("pk", "taken_at", "like_count"),), _tells, _told),
    "media saved with instagrapi, and their photos",
)
