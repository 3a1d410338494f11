"""Forecasts held against what happened: scored drafts that were remembered, then posted.

The only test that nothing can have leaked into: the guess was written down before the
photo was posted. A draft and a post are the same where their pictures are.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from spe.errors import TableError
from spe.files import cant_write, jsonable, locked, write_whole
from spe.model.options import SETTLED_DAYS
from spe.model.record import made
from spe.photo.fingerprint import fingerprint, same_picture
from spe.photo.planes import BytePlane
from spe.posts import Post, read_from, settled_likes

# What a line of the log looks like; raised when a reader of the old would misread the new.
FORMAT = 2

# What entries were called in format 1.
_FORMAT_1 = {"level": "confidence", "speaks": "has_skill"}

# What a line calls the fingerprints.
FINGERPRINTS = "pictures"

# Width over height that apps crop to, around the middle: a draft is remembered in each.
CROPS = {"square": 1.0, "upright": 0.8, "across": 1.91}

# Fewer settled forecasts than this are an anecdote.
ENOUGH = 10


@dataclass(frozen=True)
class Guess:
    """One draft as it was scored: when, for when, and what was foreseen.

    `fingerprints` are those of the whole picture and of the crops that apps make.
    `low`-`high` is the range that should hold with probability `confidence`; `model` is the
    fingerprint of the posts that were learnt from, `has_skill` whether they told drafts apart.
    `pause_taken` are the days that stood for the pause before the post, where the last
    imported one was too long ago to tell; NaN where the guess rests on the true pause.
    """

    file: str
    scored_at: datetime
    posting_at: datetime
    expected: float
    low: float
    high: float
    confidence: float
    usual: float
    p_above_usual: float
    has_skill: bool
    model: str
    fingerprints: tuple[int, ...]
    made_up: bool = False
    pause_taken: float = math.nan


@dataclass(frozen=True)
class Forecast:
    """A guess and the post it became.

    `likes` is None until they have arrived, and where nobody knows what they were by then;
    `arriving` tells which of the two it is.
    """

    guess: Guess
    post: str
    posted_at: datetime
    likes: int | None
    arriving: bool = False

    @property
    def held(self) -> bool | None:
        """Whether the likes fell into the range; None where they are not known."""
        return None if self.likes is None else self.guess.low <= self.likes <= self.guess.high


@dataclass(frozen=True)
class Track:
    """How good the forecasts were so far.

    `forecasts` are oldest post first; figures are over those whose likes have arrived.
    `held` of `settled` fell into their ranges, of which `confidence` should; `held_low` and
    `held_high` bound the true share with 95 % (Wilson 1927). `mae` and `mae_usual` are
    mean absolute errors in likes, of the guess and of the usual at the time. `pairs` is
    the share of pairs in which the post expected to do better did, chance .5. Unknown
    figures are NaN. `waiting` guesses have no post yet.
    """

    forecasts: tuple[Forecast, ...]
    waiting: tuple[Guess, ...]
    confidence: float = math.nan
    settled: int = 0
    held: int = 0
    held_low: float = math.nan
    held_high: float = math.nan
    mae: float = math.nan
    mae_usual: float = math.nan
    pairs: float = math.nan

    @property
    def drafts_waiting(self) -> int:
        """How many drafts wait for a post, however often each was scored."""
        return len({guess.fingerprints for guess in self.waiting})


# The log.


def fingerprints_of(rgb: BytePlane) -> tuple[int, ...]:
    """The fingerprints by which a draft is known again, whole or as apps crop it."""
    height, width = rgb.shape[:2]
    found = [fingerprint(rgb)]
    for aspect in CROPS.values():
        wide, tall = min(width, round(height * aspect)), min(height, round(width / aspect))
        left, top = (width - wide) // 2, (height - tall) // 2
        if min(wide, tall) > 0 and wide * tall < 0.99 * width * height:
            part = np.ascontiguousarray(rgb[top : top + tall, left : left + wide])
            found.append(fingerprint(part))
    return tuple(dict.fromkeys(found))


def remember(path: Path, guesses: Sequence[Guess]) -> None:
    """Add guesses to the log, a line of JSON each; what stands there stays as it is.

    Raises:
        WriteError: the log can't be written.
    """
    lines = [json.dumps(_plain(guess), ensure_ascii=False, allow_nan=False) for guess in guesses]
    with locked(path):
        try:
            known = path.read_bytes() if path.exists() else b""
        except OSError as error:
            raise cant_write(path, error) from error
        if known and not known.endswith(b"\n"):
            known += b"\n"
        write_whole(path, known + "".join(line + "\n" for line in lines).encode())


def _plain(guess: Guess) -> dict[str, object]:
    known = {"format": FORMAT, **jsonable(guess)}
    for name in ("scored_at", "posting_at"):
        known[name] = getattr(guess, name).isoformat(timespec="seconds")
    del known["fingerprints"]
    return {**known, FINGERPRINTS: [f"{one:032x}" for one in guess.fingerprints]}


def read_log(path: Path) -> list[Guess]:
    """The guesses remembered so far, in the order they were made; none without a log.

    Raises:
        TableError: a line is damaged, or written by a newer spe.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: can't be read ({error}).") from error
    guesses = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            guesses.append(_guess(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            raise TableError(
                f"{path}, line {number}: not a guess that spe score --log wrote ({error}). "
                "Delete the line to go on without it."
            ) from error
    return guesses


def _guess(known: Mapping[str, Any]) -> Guess:
    if known.get("format") == 1:
        known = {_FORMAT_1.get(name, name): value for name, value in known.items()}
    elif known.get("format") != FORMAT:
        raise ValueError(f"format {known.get('format')!r}, this spe reads {FORMAT}")
    values = {item.name: known[item.name] for item in fields(Guess) if item.name in known}
    values["fingerprints"] = [int(text, 16) for text in known[FINGERPRINTS]]
    guess: Guess = made(Guess, values, "the guess")
    if guess.scored_at.tzinfo is None or guess.posting_at.tzinfo is None:
        raise ValueError("a time has no time zone")
    return replace(guess, high=math.inf) if math.isnan(guess.high) else guess


# Drafts and posts.


def track(
    posts: Iterable[Post],
    guesses: Sequence[Guess],
    fingerprints: Mapping[str, int],
    *,
    now: datetime,
    settled_days: float = SETTLED_DAYS,
) -> Track:
    """Hold guesses against posts. `fingerprints` are the posts' fingerprints by id.

    A post's forecast is the last guess made of its picture before it was posted; a
    picture posted twice counts where it was posted first. Likes count once they were
    read `settled_days` after posting.
    """
    posts = list(posts)
    read = read_from(posts, now)
    dated = sorted(
        (post.posted_at, post.id, post)
        for post in posts
        if post.posted_at and post.id in fingerprints
    )
    open_guesses = list(guesses)
    forecasts = []
    for posted_at, name, post in dated:
        meant = [guess for guess in open_guesses if _shows(guess, fingerprints[name])]
        before = [guess for guess in meant if guess.scored_at <= posted_at]
        if not before:
            continue
        last = max(before, key=lambda guess: guess.scored_at)
        open_guesses = [guess for guess in open_guesses if guess not in meant]
        likes = settled_likes(post, read, settled_days)
        young = now - posted_at < timedelta(days=settled_days)
        forecasts.append(Forecast(last, name, posted_at, likes, likes is None and young))
    return _summed(tuple(forecasts), tuple(open_guesses))


def wanted(posts: Iterable[Post], guesses: Sequence[Guess]) -> list[Post]:
    """The posts that a guess may have been about: those after the first guess."""
    first = min((guess.scored_at for guess in guesses), default=None)
    return [post for post in posts if first and post.posted_at and post.posted_at >= first]


def last_moment(posts: Iterable[Post], guesses: Sequence[Guess]) -> datetime:
    """The latest moment that posts and guesses, of which there is one, tell of.

    Stands in for the present where the same input must give the same result.
    """
    told = [moment for post in posts for moment in (post.posted_at, post.likes_as_of) if moment]
    return max([*told, *(guess.scored_at for guess in guesses)])


def _shows(guess: Guess, picture: int) -> bool:
    return any(same_picture(known, picture) for known in guess.fingerprints)


def _summed(forecasts: tuple[Forecast, ...], waiting: tuple[Guess, ...]) -> Track:
    known = [(one, float(one.likes)) for one in forecasts if one.likes is not None]
    if not known:
        return Track(forecasts, waiting)
    held = sum(bool(one.held) for one, _ in known)
    low, high = wilson(held, len(known))
    return Track(
        forecasts,
        waiting,
        confidence=float(np.mean([one.guess.confidence for one, _ in known])),
        settled=len(known),
        held=held,
        held_low=low,
        held_high=high,
        mae=float(np.mean([abs(likes - one.guess.expected) for one, likes in known])),
        mae_usual=float(np.mean([abs(likes - one.guess.usual) for one, likes in known])),
        pairs=_pairs(known),
    )


def wilson(hits: int, tries: int, z: float = 1.959964) -> tuple[float, float]:
    """Bounds of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953), 95 % by default.

    >>> [round(bound, 3) for bound in wilson(8, 10)]
    [0.49, 0.943]
    """
    share, weight = hits / tries, z * z / tries
    middle = share + weight / 2
    half = z * math.sqrt(share * (1 - share) / tries + weight / (4 * tries))
    return max(0.0, (middle - half) / (1 + weight)), min(1.0, (middle + half) / (1 + weight))


def _pairs(known: Sequence[tuple[Forecast, float]]) -> float:
    """The share of pairs ranked rightly, by what was expected above the usual of its time."""
    above = [math.log1p(one.guess.expected) - math.log1p(one.guess.usual) for one, _ in known]
    got = [math.log1p(likes) - math.log1p(one.guess.usual) for one, likes in known]
    hits = [
        float((above[i] - above[j]) * (got[i] - got[j]) > 0)
        for i in range(len(known))
        for j in range(i)
        if above[i] != above[j] and got[i] != got[j]
    ]
    return float(np.mean(hits)) if hits else math.nan
