"""The archive of X (Twitter): the one official export that has like counts."""

import contextlib
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._dates import read_time
from spe.sources._export import (
    REPLIES,
    Photos,
    day_in_name,
    dicts,
    is_photo,
    once,
    say_missing,
    wider,
    within,
)
from spe.sources._json import entries
from spe.sources._source import Found, Reading, ReadOptions, Source
from spe.sources._tree import Tree, head
from spe.sources._values import known, sensible, words

NAME = "twitter"

_TWEETS = re.compile(r"(?:^|/)(?:community-)?tweets?(?:-part\d+)?\.js$")
_BEGINS = re.compile(rb"\s*window\.YTD\.(?:community_)?tweets?\b")
_OLD = re.compile(r"(?:^|/)data/js/tweets/\d{4}_\d\d\.js$")
_ACCOUNT = re.compile(r"(?:^|/)account\.js$")
_MANIFEST = re.compile(r"(?:^|/)manifest\.js$")
_GENERATED = re.compile(rb'"generationDate"\s*:\s*"([^"]{1,40})"')
_TITLE = re.compile(r"twitter-(\d{4})-(\d\d)-(\d\d)(?!\d)")
_WRITTEN = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d):(\d\d):(\d\d) \+0000 (\d{4})"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905


def _recognise(tree: Tree) -> bool:
    return any(_is_tweets(tree, name) for name in tree.names)


def _is_tweets(tree: Tree, name: str) -> bool:
    return bool(_TWEETS.search(name)) and _BEGINS.match(head(tree, name, 200)) is not None


def _read(tree: Tree, options: ReadOptions) -> Reading:
    reading = Reading(NAME)
    photos = Photos(wider(tree), *options.beside)
    found: list[Found] = []
    missing = 0
    owner = _owner(tree)
    counted = _made(tree, options.zone)
    for name in tree.names:
        if not _is_tweets(tree, name):
            continue
        try:
            for entry in entries(tree, name):
                tweet = within(entry, "tweet") or within(entry, "communityTweet") or entry
                if not isinstance(tweet, dict):
                    continue
                if (reason := _left_out(tweet, options, owner)) is not None:
                    reading.left_out[reason] += 1
                    continue
                places = list(_photos(tweet, name, photos))
                if not places:
                    missing += 1
                    continue
                post = _post(tweet, counted)
                found.append(Found(post, *places[0], more=tuple(places[1:])))
        except SourceError as error:
            reading.problems.append(str(error))
    say_missing(reading, missing, tree.title)
    reading.found = once(reading, found)
    return reading


def _made(tree: Tree, zone: tzinfo) -> datetime | None:
    """When the archive was made: as its manifest says, else as X named the file."""
    for name in tree.names:
        if _MANIFEST.search(name) and (told := _GENERATED.search(head(tree, name, 2**14))):
            with contextlib.suppress(ValueError):
                return read_time(told[1].decode("ascii", "replace"), UTC, None)[0]
    return day_in_name(tree, _TITLE, zone)


def _left_out(tweet: dict[str, Any], options: ReadOptions, owner: str) -> str | None:
    """Why it is no photo post of one's own; None for one."""
    if words(tweet.get("full_text")).startswith("RT @") or tweet.get("retweeted") is True:
        return "reposts of others"
    if not _media(tweet):
        return "posts without a photo"
    if not any(medium.get("type", "photo") == "photo" for medium in _media(tweet)):
        return "videos"
    answered = words(tweet.get("in_reply_to_user_id_str")) or words(
        tweet.get("in_reply_to_user_id")
    )
    # A thread answers oneself, and so nobody else.
    own = answered != "" and answered in {owner, words(tweet.get("user_id_str"))}
    replies = tweet.get("in_reply_to_status_id") or tweet.get("in_reply_to_status_id_str")
    if replies and not own and not options.replies:
        return REPLIES
    return None


def _owner(tree: Tree) -> str:
    """The account's id, as its archive tells it; empty where it does not."""
    for name in tree.names:
        if not _ACCOUNT.search(name):
            continue
        with contextlib.suppress(SourceError):
            for entry in entries(tree, name):
                if told := words(within(entry, "account", "accountId")):
                    return told
    return ""


def _media(tweet: dict[str, Any]) -> list[dict[str, Any]]:
    told = list(dicts(within(tweet, "extended_entities", "media")))
    return told or list(dicts(within(tweet, "entities", "media")))


def _photos(tweet: dict[str, Any], near: str, photos: Photos) -> Iterator[tuple[Tree, str]]:
    """The photos that are there: the post's id and the end of the picture's link are the name."""
    identity = words(tweet.get("id_str")) or words(tweet.get("id"))
    folder = PurePosixPath(near).parent
    for medium in _media(tweet):
        link = words(medium.get("media_url_https")) or words(medium.get("media_url"))
        if medium.get("type", "photo") != "photo" or not link:
            continue
        name = f"{identity}-{PurePosixPath(link).name}"
        for kept in (
            "tweets_media",
            "tweet_media",
            "community_tweet_media",
            "community_tweets_media",
        ):
            place = photos.at((folder / kept / name).as_posix())
            if place is not None and is_photo(*place):
                yield place
                break


def _post(tweet: dict[str, Any], counted: datetime | None) -> Post:
    likes = known(tweet.get("favorite_count"))
    return Post(
        id=(words(tweet.get("id_str")) or words(tweet.get("id")))[:60],
        image="",
        posted_at=_when(words(tweet.get("created_at"))),
        likes=likes,
        caption=_caption(tweet),
        source=NAME,
        likes_from=NAME if likes is not None else "",
        likes_as_of=counted if likes is not None else None,
        pictures=len(_media(tweet)),
    )


def _caption(tweet: dict[str, Any]) -> str:
    """The text without the link to the picture itself."""
    text = html.unescape(words(tweet.get("full_text")) or words(tweet.get("text")))
    for medium in _media(tweet):
        if link := words(medium.get("url")):
            text = text.replace(link, "")
    return text.strip()


def _when(written: str) -> datetime | None:
    """The time as X writes it, whatever language this computer speaks.

    >>> _when("Thu Nov 03 08:50:26 +0000 2022").isoformat()
    '2022-11-03T08:50:26+00:00'
    """
    found = _WRITTEN.fullmatch(written)
    if found is None or found[1] not in _MONTHS:
        return None
    month = _MONTHS.index(found[1]) + 1
    day, hour, minute, second, year = (int(found[at]) for at in range(2, 7))
    try:
        when = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    return when if sensible(when) else None


def _is_old(tree: Tree) -> bool:
    return any(
        _OLD.search(name) and b"Grailbird.data" in head(tree, name, 200) for name in tree.names
    )


def _refuse(tree: Tree, options: ReadOptions) -> Reading:  # noqa: ARG001  (as every reader)
    raise SourceError(
        f"{tree.title}: this is Twitter's archive as it was until 2018, which holds neither\n"
        "pictures nor like counts. Ask X for a new one. No photo was taken from it."
    )


OLD = Source("twitter-until-2018", "", _is_old, _refuse)
SOURCE = Source(NAME, "an archive of X (Twitter)", _recognise, _read)
