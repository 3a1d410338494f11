"""An experiment of twelve posts, and the posts that came after it was planned."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from spe.experiments.plan import Experiment
from spe.posts import Post

START = datetime(2026, 5, 1, tzinfo=UTC)
ORDER = (True, True, False, False, False, True, False, True, False, True, True, False)
LATER = START + timedelta(days=400)

PLANNED = Experiment(
    treatment="faces",
    words="",
    cut=0.5,
    started_at=START,
    order=ORDER,
    seed=7,
    spread=0.3,
    percent=20.0,
    basis="none",
    needed=72,
)


def own_words(**more):
    """The same of something that nobody but the person can see."""
    return replace(PLANNED, **{"treatment": "", "words": "a question in the caption", **more})


def posted(count=12, *, likes=None, start=START, prefix="p"):
    """One post every second day after the start, of 100 likes each if none are named."""
    return [
        Post(
            f"{prefix}{at}",
            f"{prefix}{at}.jpg",
            start + timedelta(days=2 * (at + 1)),
            100 if likes is None else likes[at],
            likes_as_of=LATER,
        )
        for at in range(count)
    ]


def measured(posts, order=ORDER, **more):
    """Faces as the coin asked for, by post."""
    return {
        post.id: {"faces": 2.0 if asked else 0.0, **more}
        for post, asked in zip(posts, order, strict=False)
    }
