"""A folder that gallery-dl made: beside each file a JSON with what is known of its post."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

from spe.errors import SourceError
from spe.posts import Post
from spe.sources._dates import read_time
from spe.sources._export import is_photo, is_video, say_missing, within, without_hidden
from spe.sources._json import load
from spe.sources._source import Found, Reading, ReadOptions, Source
from spe.sources._tree import Tree, head, read
from spe.sources._values import known, words

NAME = "gallery-dl"

_TRIED = 50

# One file of a post: its number in it, what its JSON says, the JSON's name.
_File = tuple[int, dict[str, Any], str]


def _recognise(tree: Tree) -> bool:
    records = [name for name in tree.names if name.endswith(".json")]
    return any(b'"post_shortcode"' in head(tree, name, 2**15) for name in records[:_TRIED])


def _read(tree: Tree, options: ReadOptions) -> Reading:  # noqa: ARG001  (as every reader)
    reading = Reading(NAME)
    grouped: dict[str, list[_File]] = defaultdict(list)
    for name in tree.names:
        if not name.endswith(".json"):
            continue
        try:
            about = load(read(tree, name), name)
        except SourceError as error:
            reading.problems.append(str(error))
            continue
        code = words(within(about, "post_shortcode"))
        if code:
            grouped[code[:60]].append((known(about.get("num")) or 0, about, name))
    missing = 0
    found: list[Found] = []
    for code, files in grouped.items():
        files.sort(key=lambda file: (file[0], file[2]))
        kind = words(files[0][1].get("type"))
        if kind in {"story", "highlight", "reel"}:
            reading.left_out["reels" if kind == "reel" else "stories"] += 1
            continue
        still = [file for file in files if not file[1].get("video_url")]
        if not still:
            reading.left_out["videos"] += 1
            continue
        photos = (name.removesuffix(".json") for _, _, name in still)
        photo = next((name for name in photos if _there(tree, name)), None)
        if photo is None:
            missing += 1
            continue
        found.append(_post(code, still[0], tree, photo))
    if any(item.post.likes is None for item in found):
        reading.note("gallery-dl writes 0 likes where it does not know them: taken as unknown.")
    say_missing(reading, missing, tree.title)
    reading.found = without_hidden(reading, found)
    return reading


def _there(tree: Tree, name: str) -> bool:
    return name in tree.listed and not is_video(name) and is_photo(tree, name)


def _post(code: str, file: _File, tree: Tree, photo: str) -> Found:
    _, about, name = file
    likes = known(about.get("likes")) or None  # 0 is how an absent count is written
    number = words(str(about.get("post_id") or ""))[:60]
    post = Post(
        id=code,
        image="",
        posted_at=_when(about),
        likes=likes,
        caption=words(about.get("description")),
        source=NAME,
        likes_from=NAME if likes else "",
        likes_as_of=tree.changed(name) if likes else None,
        pictures=known(about.get("count")) or None,
    )
    return Found(post, tree, photo, frozenset({number} - {""}))


def _when(about: dict[str, Any]) -> datetime | None:
    """The post's time, which is UTC; a file's own may differ by a second or two."""
    for key in ("post_date", "date"):
        try:
            return read_time(words(about.get(key)), UTC, None)[0]
        except (ValueError, OverflowError):
            continue
    return None


SOURCE = Source(NAME, "a gallery-dl folder with its metadata", _recognise, _read)
