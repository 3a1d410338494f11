"""The work of typing like counts, and subjects: what is next, what is saved, what is taken back."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from spe.doubt import Doubt, doubt, doubted
from spe.errors import SpeError, TableError
from spe.files import locked
from spe.model.options import FEATURES, FULL, GROUPS, RANKING, SETTLED_DAYS
from spe.posts import TYPED, Post, keep_backup, read_posts, typed, write_posts
from spe.sources import count
from spe.subjects import chosen, names
from spe.wording.notices import far_count

# Posts with likes at which a further kind of answer can be tried (docs/statistics.md).
ALLOWED_FROM = (
    (RANKING, "try a first estimate for a new photo"),
    (GROUPS, "ask which kinds of things matter at all: light, colour, faces"),
    (FEATURES, "ask about single things, such as brightness or blur"),
    (FULL, "show the full statistics, and smaller effects"),
)

# Likes still come in for so long; younger posts are left out of the fit.
SETTLED = timedelta(days=SETTLED_DAYS)


class NotANumberError(SpeError):
    """What was typed is no number of likes; nothing was saved.

    Attributes:
        text: what was typed, its first 40 characters.
    """

    def __init__(self, text: str = "") -> None:
        self.text = text.strip()[:40]
        super().__init__(
            f"“{self.text}” is not a number. Type it like 124, 1,204 or 1.2k."
            if self.text
            else "Type the number of likes, or skip this photo."
        )


class DoubtfulError(SpeError):
    """What was typed is far from the posts around it; it is saved once the person is sure.

    Attributes:
        found: the number, and what the posts around it have.
    """

    def __init__(self, found: Doubt) -> None:
        self.found = found
        super().__init__(
            f"{far_count(found.likes, found.usual)}. Enter keeps it; or type the right number."
        )


class GoneError(TableError):
    """The post that is shown is no longer in the table."""

    def __init__(self) -> None:
        super().__init__("This post is no longer in the table. Start spe likes again.")


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


@dataclass(frozen=True)
class Step:
    """One thing that was done, and can be taken back.

    `before` is the post as it was, None where it was skipped; `subject` is whether what is in
    the picture was said, and not how many likes it has.
    """

    identity: str
    before: Post | None
    subject: bool = False


class Session:
    """One sitting. Every number and every subject is on disk before the next photo is shown.

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
        subjects: bool = False,
    ) -> None:
        """Begin a sitting.

        Args:
            table: the table of posts.
            backups: the folder of the tables of before.
            now: tells the present, with a time zone.
            everything: whether posts with likes are asked about, too.
            subjects: whether posts without a subject are; one that has its likes is done with
                its subject.
        """
        self.by_subject = subjects
        self._table = table
        self._backups = backups
        self._now = now
        self._lock = threading.RLock()
        self._past: list[Step] = []
        self._kept = False
        posts = [post for post in read_posts(table) if not post.excluded]
        self.posts = {post.id: post for post in posts}
        todo = [
            post
            for post in posts
            if everything or post.likes is None or (subjects and not post.subject)
        ]
        self.queue = [post.id for post in sorted(todo, key=_newest_first)]
        self._open = dict.fromkeys(self.queue)
        self._names = names(posts)

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
            done=len(
                {
                    step.identity
                    for step in self._past
                    if step.before is not None and (self.by_subject or not step.subject)
                }
            ),
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
        step = self._past[-1] if self._past else None
        if step is None or step.before is None or step.subject:
            return None
        return self.posts[step.identity].likes

    @property
    def last_subject(self) -> str | None:
        """The subject said last, empty where it was taken back; None if not last."""
        step = self._past[-1] if self._past else None
        return self.posts[step.identity].subject if step is not None and step.subject else None

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects so far, each at the place it has had so far: its key stays the same."""
        known = names(self.posts.values())
        before = [name for name in self._names if name in known]
        return (*before, *(name for name in known if name not in before))

    def is_young(self, post: Post) -> bool:
        """Whether a post's likes are still coming in."""
        return post.posted_at is not None and self._now() - post.posted_at < SETTLED

    def save(self, identity: str, text: str, *, sure: bool = False) -> Post:
        """Write the number down, flushed to disk, and go on to the next photo.

        Args:
            identity: the post's id.
            text: the number as people type it: 124, 1,204 or 1.2k.
            sure: whether the person has been asked about a number far from the others.

        Returns:
            The post with its likes.

        Raises:
            NotANumberError: `text` is none, or empty.
            DoubtfulError: it is far from those of the posts around it, and the person is not
                `sure` yet. Nothing was saved.
            TableError: the post is gone from the table.
            WriteError: the table can't be written.
        """
        likes = number(text)
        with self._lock:
            if not sure:
                self._doubt(identity, likes)
            before = self._write(identity, lambda post, _: typed(post, likes, self._now()))
            self._past.append(Step(identity, before))
            self._open.pop(identity, None)
            return self.posts[identity]

    def say(self, identity: str, subject: str) -> Post:
        """Write down what is in the picture, flushed to disk; the photo stays, but for one thing.

        Where subjects are asked for, a post that has its likes is done with its subject.

        Args:
            identity: the post's id.
            subject: one of the subjects, a new one, or empty to take it back.

        Returns:
            The post with its subject.

        Raises:
            SpeError: it would be the seventh. Nothing was saved.
            TableError: the post is gone from the table.
            WriteError: the table can't be written.
        """
        with self._lock:
            before = self._write(identity, _about(subject))
            self._names = self.subjects
            self._past.append(Step(identity, before, subject=True))
            said = self.posts[identity]
            if self.by_subject and said.subject and said.likes is not None:
                self._open.pop(identity, None)
            return said

    def skip(self, identity: str) -> None:
        """Leave a post for another day."""
        with self._lock:
            if identity in self._open:
                self._past.append(Step(identity, None))
                del self._open[identity]

    def undo(self) -> Post | None:
        """Take the last step back: what it replaced is there again. None without a step."""
        with self._lock:
            if not self._past:
                return None
            step = self._past[-1]
            taken_back = self.posts[step.identity]
            if step.before is not None:
                self._put_back(step.before, subject=step.subject)
            self._names = self.subjects
            self._past.pop()
            self._open = dict.fromkeys((step.identity, *self._open))
            return taken_back

    @property
    def doubtful(self) -> list[Doubt]:
        """The typed numbers that are far from those of the posts around them, oldest post first.

        Those that were asked about are among them, and the first ones, of which nobody could
        be asked: only what was typed later tells.
        """
        with self._lock:
            found = doubted(self.posts.values())
        return [one for one in found if one.post.likes_from == TYPED and self._is_odd(one)]

    def _is_odd(self, found: Doubt) -> bool:
        """Whether a doubt is one: few likes of a post that still gathers them are none."""
        return found.way == "more" or not self.is_young(found.post)

    def reopen(self, identity: str) -> None:
        """Ask for a post's number once more, before the others."""
        with self._lock:
            if identity in self.posts:
                self._open = dict.fromkeys((identity, *self._open))

    def _doubt(self, identity: str, likes: int) -> None:
        if identity not in self.posts:
            return
        counted = replace(self.posts[identity], likes=likes)
        found = doubt(counted, self.posts.values())
        if found is not None and self._is_odd(found):
            raise DoubtfulError(found)

    def _write(self, identity: str, change: Callable[[Post, list[Post]], Post]) -> Post:
        with locked(self._table):
            posts = read_posts(self._table)
            before = next((post for post in posts if post.id == identity), None)
            if before is None:
                raise GoneError
            self._store(posts, change(before, posts))
        return before

    def _put_back(self, before: Post, *, subject: bool) -> None:
        with locked(self._table):
            posts = read_posts(self._table)
            now = next((post for post in posts if post.id == before.id), None)
            if now is not None and subject:
                self._store(posts, replace(now, subject=before.subject))
            elif now is not None:
                old = replace(
                    now,
                    likes=before.likes,
                    likes_from=before.likes_from,
                    likes_as_of=before.likes_as_of,
                    likes_read_after=before.likes_read_after,
                )
                self._store(posts, old)

    def _store(self, posts: list[Post], changed: Post) -> None:
        if not self._kept:
            keep_backup(self._table, self._backups, self._now())
            self._kept = True
        write_posts(self._table, (changed if post.id == changed.id else post for post in posts))
        self.posts[changed.id] = changed


def _about(subject: str) -> Callable[[Post, list[Post]], Post]:
    """What gives a post a subject that fits among those of the others."""

    def change(post: Post, posts: list[Post]) -> Post:
        others = names(one for one in posts if one.id != post.id)
        return replace(post, subject=chosen(subject, others))

    return change


def number(text: str) -> int:
    """A number of likes as people type it: 124, 1,204 or 1.2k.

    Raises:
        NotANumberError: it is none, or empty.
    """
    try:
        likes = count(text)
    except (ValueError, OverflowError):
        raise NotANumberError(text) from None
    if likes is None:
        raise NotANumberError
    return likes


def _newest_first(post: Post) -> tuple[float, str]:
    return (-post.posted_at.timestamp() if post.posted_at else 0.0, post.id)
