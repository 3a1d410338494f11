"""The work of typing like counts: what is next, what is saved, what can be taken back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from spe.errors import SpeError, TableError
from spe.files import locked
from spe.model.options import FEATURES, GROUPS, RANKING, SETTLED_DAYS
from spe.posts import TYPED, Post, keep_backup, read_posts, write_posts
from spe.sources import count

# Posts with likes at which a further kind of answer can be tried (docs/statistics.md).
ALLOWED_FROM = (
    (RANKING, "try a first estimate for a new photo"),
    (GROUPS, "ask which kinds of things matter at all: light, colour, faces"),
    (FEATURES, "ask about single things, such as brightness or blur"),
)

# Likes still come in for so long; younger posts are left out of the fit.
SETTLED = timedelta(days=SETTLED_DAYS)

# A number so many times the highest so far is asked about once.
_DOUBTFUL = 5
_ENOUGH_TO_DOUBT = 5


class NotANumberError(SpeError):
    """What was typed is no number of likes; nothing was saved."""


class DoubtfulError(SpeError):
    """What was typed is far beyond any other post; it is saved when typed once more."""


@dataclass(frozen=True)
class Progress:
    """How far the work has come."""

    done: int
    left: int
    with_likes: int

    @property
    def next_stage(self) -> tuple[int, int, str] | None:
        """Posts still needed, for how many in all, and what they allow; None beyond the last."""
        for stage, allows in ALLOWED_FROM:
            if self.with_likes < stage:
                return stage - self.with_likes, stage, allows
        return None

    @property
    def sentence(self) -> str:
        """What the next few numbers are good for."""
        if self.next_stage is None:
            return "Enough for every question spe asks. More posts make the answers surer."
        more, stage, allows = self.next_stage
        return f"{more} more until spe can {allows} ({stage} posts)."


class Session:
    """One sitting. Every number is on disk before the next photo is shown.

    The table is read anew for each number, and no other command writes it between that
    and the writing, so that what others wrote is kept. Safe to use from several threads.
    """

    def __init__(
        self,
        table: Path,
        backups: Path,
        now: Callable[[], datetime],
        *,
        everything: bool = False,
    ) -> None:
        self._table = table
        self._backups = backups
        self._now = now
        self._lock = threading.RLock()
        self._past: list[tuple[str, Post | None]] = []
        self._kept = False
        posts = [post for post in read_posts(table) if not post.excluded]
        self.posts = {post.id: post for post in posts}
        todo = [post for post in posts if everything or post.likes is None]
        self.queue = [post.id for post in sorted(todo, key=_newest_first)]
        self._open = dict.fromkeys(self.queue)

    @property
    def current(self) -> Post | None:
        """The post to type a number for; None when there is none left."""
        return next((self.posts[one] for one in self._open), None)

    @property
    def following(self) -> Post | None:
        """The post after the current one."""
        return next((self.posts[one] for one in list(self._open)[1:2]), None)

    @property
    def progress(self) -> Progress:
        """How far the work has come."""
        return Progress(
            done=sum(before is not None for _, before in self._past),
            left=len(self._open),
            with_likes=sum(post.likes is not None for post in self.posts.values()),
        )

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._past)

    @property
    def last(self) -> int | None:
        """The number saved last; None where the last step was none."""
        if not self._past or self._past[-1][1] is None:
            return None
        return self.posts[self._past[-1][0]].likes

    def is_young(self, post: Post) -> bool:
        """Whether a post's likes are still coming in."""
        return post.posted_at is not None and self._now() - post.posted_at < SETTLED

    def save(self, identity: str, text: str, *, sure: bool = False) -> Post:
        """Write the number down, flushed to disk, and go on to the next photo.

        Args:
            identity: the post's id.
            text: the number as people type it: 124, 1,204 or 1.2k.
            sure: whether the person has been asked about a number far beyond the others.

        Returns:
            The post with its likes.

        Raises:
            NotANumberError: `text` is none, or empty.
            DoubtfulError: it is far beyond the others, and the person is not `sure` yet.
            TableError: the post is gone from the table.
            WriteError: the table can't be written.
        """
        likes = _number(text)
        with self._lock:
            if not sure:
                self._doubt(identity, likes)
            before = self._write(identity, likes)
            self._past.append((identity, before))
            self._open.pop(identity, None)
            return self.posts[identity]

    def skip(self, identity: str) -> None:
        """Leave a post for another day."""
        with self._lock:
            if identity in self._open:
                self._past.append((identity, None))
                del self._open[identity]

    def undo(self) -> Post | None:
        """Take the last step back: the number it replaced is there again. None without a step."""
        with self._lock:
            if not self._past:
                return None
            identity, before = self._past[-1]
            typed = self.posts[identity]
            if before is not None:
                self._put_back(before)
            self._past.pop()
            self._open = dict.fromkeys((identity, *self._open))
            return typed

    def _doubt(self, identity: str, likes: int) -> None:
        others = [
            post.likes
            for post in self.posts.values()
            if post.likes is not None and post.id != identity
        ]
        highest = max(others, default=0)
        if len(others) >= _ENOUGH_TO_DOUBT and likes > _DOUBTFUL * max(highest, 1):
            raise DoubtfulError(
                f"{likes:,} is far more than your highest so far, {highest:,}. "
                "Press Enter again if it is right."
            )

    def _write(self, identity: str, likes: int) -> Post:
        read = self._now().replace(microsecond=0)
        with locked(self._table):
            posts = read_posts(self._table)
            before = next((post for post in posts if post.id == identity), None)
            if before is None:
                raise TableError("This post is no longer in the table. Start spe likes again.")
            after = replace(before, likes=likes, likes_from=TYPED, likes_as_of=read)
            self._store(posts, after)
        return before

    def _put_back(self, before: Post) -> None:
        with locked(self._table):
            posts = read_posts(self._table)
            now = next((post for post in posts if post.id == before.id), None)
            if now is not None:
                old = replace(
                    now,
                    likes=before.likes,
                    likes_from=before.likes_from,
                    likes_as_of=before.likes_as_of,
                )
                self._store(posts, old)

    def _store(self, posts: list[Post], changed: Post) -> None:
        if not self._kept:
            keep_backup(self._table, self._backups, self._now())
            self._kept = True
        write_posts(self._table, (changed if post.id == changed.id else post for post in posts))
        self.posts[changed.id] = changed


def _number(text: str) -> int:
    try:
        likes = count(text)
    except (ValueError, OverflowError):
        raise NotANumberError(
            f"“{text.strip()[:40]}” is not a number. Type it like 124, 1,204 or 1.2k."
        ) from None
    if likes is None:
        raise NotANumberError("Type the number of likes, or skip this photo.")
    return likes


def _newest_first(post: Post) -> tuple[float, str]:
    return (-post.posted_at.timestamp() if post.posted_at else 0.0, post.id)
