"""Several sources become one post table: the same post is recognised, its photo placed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from spe.errors import PhotoError, SourceError
from spe.files import write_whole
from spe.photo.fingerprint import fingerprint, same_picture
from spe.photo.guarded import decode_apart
from spe.posts import TAKEN, TYPED, Post, merged, stays_for_its_day
from spe.project import Project
from spe.sources._source import MOST_PICTURES, Found, Reading, kept_as
from spe.sources._tree import LARGEST_PHOTO, Tree, read
from spe.subjects import MOST, key, names
from spe.wording import day, listed

# Seconds between the times of one post in different exports: a second or two, where one
# of them writes minutes only up to a whole one.
_SAME_TIME = 60

# Times without a zone may be off by the zone, no more.
_ZONES_APART = timedelta(hours=26)

# So many counts of known posts tell by which zone's clock their times are.
_TELLING_CLOCKS = 3
_OTHER_CLOCK = (
    "The times of these counts are by the clock of another zone, as those with captions tell: "
    "those without were joined by their time in it."
)

# Captions shorter than this are no proof.
_TELLING_CAPTION = 12


# What a source tells of a post; one that tells no more of it than another has told it twice.
_TOLD = ("posted_at", "likes", "comments", "followers", "caption", "pictures", "more_images")


@dataclass
class Gathered:
    """The table as it is afterwards, and what came of every post that was found."""

    posts: list[Post]
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept_typed: int = 0
    kept_dated: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def gather(
    known: Sequence[Post],
    readings: Iterable[Reading],
    store: "Store",
    *,
    since: datetime | None = None,
    overwrite: bool = False,
) -> Gathered:
    """Put what the sources gave into the table of known posts.

    Posts with photos come first, then counts without photos, which join them. Where those that
    join tell that their source's clock is of another zone than the account's, the others
    are tried again by that clock, and the reading says so.
    """
    readings = list(readings)
    table = _Table(known, store)
    result = Gathered(table.posts)
    for with_photos in (True, False):
        for reading in readings:
            claimed: set[int] = set()
            lost: list[Found] = []
            clocks: list[tuple[datetime, datetime]] = []
            for found in reading.found:
                if (found.tree is not None) is not with_photos:
                    continue
                if since and found.post.posted_at and found.post.posted_at < since:
                    result.left_out[f"before {day(since)}"] += 1
                    continue
                at = table.find(found, claimed)
                if at is None and found.tree is None:
                    lost.append(found)
                    continue
                told = found.post.posted_at
                if at is not None and told and (known_at := table.posts[at].posted_at):
                    clocks.append((told, known_at))
                _take(found, at, table, claimed, result, overwrite=overwrite)
            zones = _zones(clocks) if lost else []
            for found in lost:
                moved = _moved(found, zones)
                if moved is None or (at := table.find(moved, claimed)) is None:
                    result.left_out["counts of posts whose photo is not here"] += 1
                    continue
                reading.note(_OTHER_CLOCK)
                _take(moved, at, table, claimed, result, overwrite=overwrite)
    result.problems += _keep_room(table.posts, known)
    result.updated = sum(before != table.posts[at] for at, before in enumerate(known))
    return result


def _keep_room(posts: list[Post], known: Sequence[Post]) -> list[str]:
    """Leave out what would be a seventh subject; the sentence about it, if there is any.

    The subjects of before stay, then those that most posts have.
    """
    before = [key(name) for name in names(known)]
    every = sorted(names(posts), key=lambda name: key(name) not in before)
    gone = every[max(MOST, len(before)) :]
    if not gone:
        return []
    lost = {key(name) for name in gone}
    for at, post in enumerate(posts):
        if key(post.subject) in lost:
            posts[at] = replace(post, subject="")
    out = listed([repr(name) for name in gone[:MOST]])
    asked = f"Give these posts one of the six: spe posts --subject {every[0]} ID"
    return [f"Six subjects count, so {out} came in as none. {asked}"]


def _zones(clocks: Sequence[tuple[datetime, datetime]]) -> list[ZoneInfo]:
    """The zones of a clock of which some readings, (told, true), are known.

    None where the readings are too few, or right as they were told.
    """
    if len(clocks) < _TELLING_CLOCKS or all(_same_time(*pair) for pair in clocks):
        return []
    zones = map(ZoneInfo, sorted(available_timezones()))
    return [
        zone
        for zone in zones
        if all(_same_time(told.replace(tzinfo=zone), true) for told, true in clocks)
    ]


def _same_time(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= timedelta(seconds=_SAME_TIME)


def _moved(found: Found, zones: Iterable[ZoneInfo]) -> Found | None:
    """A count by another zone's clock; None where the zones it may be of do not agree."""
    told = found.post.posted_at
    times = {told.replace(tzinfo=zone).astimezone(UTC) for zone in zones} if told else set()
    if told is None or len(times) != 1:
        return None
    return replace(found, post=replace(found.post, posted_at=times.pop().astimezone(told.tzinfo)))


def _take(
    found: Found,
    at: int | None,
    table: "_Table",
    claimed: set[int],
    result: Gathered,
    *,
    overwrite: bool,
) -> None:
    """Put one post into the table: at a place where it stands already, or as a new one."""
    if at is None:
        try:
            image = table.store.place(found)
        except SourceError as error:
            result.problems.append(str(error))
            return
        more = _more_placed(found, table.store, result)
        claimed.add(table.add(replace(found.post, image=image, more_images=more), found))
        result.added += 1
        return
    again = at in claimed
    claimed.add(at)
    old = table.posts[at]
    new = merged(old, found.post, overwrite=overwrite)
    if found.tree is not None and not table.store.has(old.image):
        try:
            new = replace(new, image=table.store.place(found))
        except SourceError as error:
            result.problems.append(str(error))
    if len(found.more) > sum(map(table.store.has, old.more_images)):
        new = replace(new, more_images=_more_placed(found, table.store, result))
    typed_stays = old.likes_from == TYPED == new.likes_from
    result.kept_typed += typed_stays and found.post.likes not in {None, old.likes}
    result.kept_dated += stays_for_its_day(old, found.post)
    table.posts[at] = new
    result.unchanged += new == old
    if again and all(getattr(new, name) == getattr(old, name) for name in _TOLD):
        result.left_out["the same post told twice"] += 1


def _more_placed(found: Found, store: "Store", result: Gathered) -> tuple[str, ...]:
    """Give the other photos of an album their places; one that can't be read costs itself."""
    placed = []
    for number, (tree, member) in enumerate(found.more[: MOST_PICTURES - 1], start=2):
        try:
            placed.append(store.place_at(tree, member, f"{_stem(found.post)}_{number}"))
        except SourceError as error:
            result.problems.append(str(error))
    return tuple(name for name in placed if "\n" not in name)


class _Table:
    """The posts known so far, to be found by id, short code, time and picture."""

    def __init__(self, known: Iterable[Post], store: "Store") -> None:
        self.posts: list[Post] = []
        self.store = store
        self._named: dict[str, int] = {}
        self._timed: dict[int, list[int]] = defaultdict(list)
        self._captioned: dict[str, list[int]] = defaultdict(list)
        self._prints: dict[int, int | None] = {}
        self._taken: list[int] = []
        self._posted: list[int] = []
        self._sought: dict[tuple[Path | None, str], int | None] = {}
        self._fresh: dict[int, Found] = {}
        for post in known:
            self.add(post)

    def add(self, post: Post, found: Found | None = None) -> int:
        """Append a post; where it stands."""
        at = len(self.posts)
        self.posts.append(post)
        self._named.setdefault(post.id, at)
        (self._taken if post.source == TAKEN else self._posted).append(at)
        if post.posted_at is not None:
            self._timed[_slot(post.posted_at)].append(at)
        if len(key := _key(post.caption)) >= _TELLING_CAPTION:
            self._captioned[key].append(at)
        if found is not None:
            for name in found.names:
                self._named.setdefault(name, at)
            self._fresh[at] = found
        return at

    def find(self, found: Found, claimed: set[int]) -> int | None:
        """Where the same post stands already; None for a new one.

        What a source itself told of a post is `claimed`: a second one at the same time, or
        with the same picture, is another post, and one with the same id is the same.
        """
        for name in (found.post.id, *sorted(found.names)):
            if name and name in self._named:
                return self._remember(found, self._named[name])
        near = [at for at in self._near(found.post) if at not in claimed]
        if found.tree is None:
            return self._by_caption(found.post, near, claimed)
        for at in near:
            if self._alike(found, at, same_time=True):
                return self._remember(found, at)
        return self._by_picture(found, claimed)

    def _by_picture(self, found: Found, claimed: set[int]) -> int | None:
        """The post whose picture alone is the same, where one of the two has no posting time."""
        others = self._posted if found.post.source == TAKEN else self._taken
        same = [at for at in others if at not in claimed and self._alike(found, at)]
        return self._remember(found, same[0]) if len(same) == 1 else None

    def _remember(self, found: Found, at: int) -> int:
        for name in (found.post.id, *found.names):
            self._named.setdefault(name, at)
        return at

    def _near(self, post: Post) -> list[int]:
        if post.posted_at is None:
            return []
        slot = _slot(post.posted_at)
        near = [at for step in (0, -1, 1) for at in self._timed.get(slot + step, ())]
        return [at for at in near if _apart(self.posts[at], post) <= timedelta(seconds=_SAME_TIME)]

    def _by_caption(self, post: Post, near: list[int], claimed: set[int]) -> int | None:
        """The post a count without a photo is of: at its minute, or with its long caption."""
        key = _key(post.caption)
        fitting = [at for at in near if not key or _key(self.posts[at].caption) in {"", key}]
        if len(fitting) == 1:
            return fitting[0]
        same = [
            at
            for at in self._captioned.get(key, ())
            if at not in claimed and _apart(self.posts[at], post) <= _ZONES_APART
        ]
        return same[0] if len(same) == 1 else None

    def _alike(self, found: Found, at: int, *, same_time: bool = False) -> bool:
        """Whether the two pictures are the same; not where one can't be read."""
        if at not in self._prints:
            known = self._fresh.get(at)
            self._prints[at] = (
                _print_found(known) if known else _print(self.store.file(self.posts[at].image))
            )
        key = (found.tree.path if found.tree else None, found.member)
        if key not in self._sought:
            self._sought = {key: _print_found(found)}
        new, old = self._sought[key], self._prints[at]
        return new is not None and old is not None and same_picture(new, old, same_time=same_time)


def _slot(moment: datetime) -> int:
    return int(moment.timestamp()) // _SAME_TIME


def _apart(one: Post, other: Post) -> timedelta:
    if one.posted_at is None or other.posted_at is None:
        return timedelta.max
    return abs(one.posted_at - other.posted_at)


def _key(caption: str) -> str:
    """The start of a caption by which posts are compared, without its spaces."""
    return "".join(caption.split())[:60].casefold()


def _print(data: bytes | Path) -> int | None:
    try:
        return fingerprint(decode_apart(data, "photo").rgb)
    except PhotoError:
        return None


def _print_found(found: Found) -> int | None:
    if found.tree is None:
        return None
    try:
        return _print(read(found.tree, found.member, LARGEST_PHOTO))
    except SourceError:
        return None


class Store:
    """Where photos have their place: where they lie, or unpacked into the project."""

    def __init__(
        self, project: Project, *, dry: bool = False, tick: Callable[[], None] = lambda: None
    ) -> None:
        self._project = project
        self._dry = dry
        self._tick = tick

    def file(self, image: str) -> Path:
        """A post's photo on disk."""
        return self._project.image(image)

    def has(self, image: str) -> bool:
        """Whether a post's photo is where the table says."""
        return bool(image) and self.file(image).is_file()

    def place(self, found: Found) -> str:
        """Give a photo its place; what the table calls it.

        Raises:
            SourceError: it can't be read, is no photo, or its archive is a bomb.
        """
        self._tick()
        if found.tree is None:
            raise SourceError(f"{found.post.id}: no photo.")
        return self.place_at(found.tree, found.member, _stem(found.post))

    def place_at(self, tree: Tree, member: str, stem: str) -> str:
        """Give a photo its place, under this name where it has to be unpacked.

        Raises:
            SourceError: as `place`.
        """
        lies = tree.place(member)
        if lies is not None:
            return self._project.image_name(lies)
        suffix = kept_as(tree, member)
        if suffix is None:
            raise SourceError(f"{member}: not a photo, whatever its name says.")
        target = self._project.photos / f"{stem}{suffix}"
        if not self._dry and not target.is_file():
            write_whole(target, read(tree, member, LARGEST_PHOTO))
        return self._project.image_name(target)


def _stem(post: Post) -> str:
    """A file name that sorts by day and holds nothing a file system minds."""
    day = f"{post.posted_at:%Y-%m-%d}" if post.posted_at else "undated"
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in post.id)
    return f"{day}_{plain[:60]}"
