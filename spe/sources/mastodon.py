"""Archives of Mastodon (`outbox.json`), and what Pixelfed exports of its statuses."""

import html
import re
from pathlib import PurePosixPath

from spe.sources._export import REPLIES, dicts, within
from spe.sources._records import Dialect, Record, Told, ending, identity, moment_of, source
from spe.sources._values import known, words

MASTODON = "mastodon"
PIXELFED = "pixelfed"

_BREAK = re.compile(r"<br\s*/?>|</p>\s*<p>", re.IGNORECASE)
_TITLE = re.compile(r"archive-(\d{4})(\d\d)(\d\d)\d{6}(?!\d)")
_TAG = re.compile(r"<[^>]{0,2000}>")


def _is_activity(record: Record) -> bool:
    return record.get("type") in {"Create", "Announce"} and "object" in record


def _activity(record: Record) -> Told:
    note = record.get("object")
    if not isinstance(note, dict) or record.get("type") == "Announce":
        return Told(id=words(record.get("id"))[-60:], reason="reposts of others")
    parts = list(dicts(note.get("attachment")))
    still = [part for part in parts if words(part.get("mediaType")).startswith("image/")]
    whole = words(note.get("id"))
    replied = words(note.get("inReplyTo"))
    # A thread of one's own answers nobody else.
    own = replied.rpartition("/statuses/")[0] == whole.rpartition("/statuses/")[0] != ""
    reason = None
    if not still:
        reason = "videos" if parts else "posts without a photo"
    elif replied and not own:
        reason = REPLIES
    elif note.get("directMessage") is True or not _is_seen(note):
        reason = "posts to a few people only"
    return Told(
        id=ending(whole)[:60],
        when=moment_of(note.get("published")) or moment_of(record.get("published")),
        likes=known(within(note, "likes", "totalItems")),
        comments=known(within(note, "replies", "totalItems")),
        caption=_plain(note.get("content")),
        photos=tuple(_below(part.get("url")) for part in still),
        parts=tuple(_below(part.get("url")) for part in still),
        pictures=len(parts),
        reason=reason,
    )


def _is_seen(note: Record) -> bool:
    """Whether a post went to followers or everybody; one to people named is a message."""
    to = note.get("to")
    return not isinstance(to, list) or any(
        words(one).endswith(("#Public", "/followers")) for one in to
    )


def _is_status(record: Record) -> bool:
    return "media_attachments" in record and "created_at" in record


def _status(record: Record) -> Told:
    parts = list(dicts(record.get("media_attachments")))
    still = [part for part in parts if words(part.get("type")) in {"image", ""}]
    reason = None
    if record.get("reblog"):
        reason = "reposts of others"
    elif not still:
        reason = "videos" if parts else "posts without a photo"
    elif record.get("in_reply_to_id") and record.get("in_reply_to_account_id") != within(
        record, "account", "id"
    ):
        reason = REPLIES
    elif words(record.get("visibility")) == "direct":
        reason = "posts to a few people only"
    number = identity(record.get("id"))
    named = tuple(name for part in still if (name := ending(part.get("url"))))
    return Told(
        id=number,
        when=moment_of(record.get("created_at")),
        likes=known(record.get("favourites_count")),
        comments=known(record.get("replies_count", record.get("reply_count"))),
        caption=words(record.get("content_text")) or _plain(record.get("content")),
        photos=(*named, number),
        parts=named,
        pictures=len(parts),
        owner=words(within(record, "account", "acct")),
        reason=reason,
    )


def _below(link: object) -> str:
    """The path of a picture below the archive."""
    return PurePosixPath(words(link).lstrip("/")).as_posix()


def _plain(content: object) -> str:
    """The words of a post without its HTML."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", words(content)))).strip()


SOURCE = source(
    Dialect(
        MASTODON,
        (("orderedItems", "OrderedCollection"),),
        _is_activity,
        _activity,
        threes=False,
        title=_TITLE,
    ),
    "an archive of Mastodon",
)
STATUSES = source(
    Dialect(PIXELFED, (("media_attachments", "created_at"),), _is_status, _status, threes=False),
    "Pixelfed's export of statuses with its photos",
)
