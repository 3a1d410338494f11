"""When two finds are one post: by id, by time and picture, by caption; never by a guess."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from spe.posts import TAKEN, Post
from spe.sources import _gather

AT = datetime(2024, 4, 25, 18, 0, tzinfo=UTC)
LONG, OTHER = "A morning at the lake", "An evening in the hills"


@dataclass
class Find:
    """A post as a source gives it."""

    post: Post
    tree: object | None = None
    names: tuple[str, ...] = ()
    member: str = ""
    counts: Counter = field(default_factory=Counter)


def post(name, *, at=AT, caption="", source="instagram"):
    return Post(id=name, image=f"{name}.jpg", posted_at=at, caption=caption, source=source)


@pytest.fixture
def table(monkeypatch):
    """A function: known posts and the fingerprints of pictures by name -> the table."""

    def make(known, pictures):
        monkeypatch.setattr(_gather, "_print", pictures.get)
        monkeypatch.setattr(_gather, "_print_found", lambda found: pictures.get(found.member))
        return _gather._Table(known, SimpleNamespace(file=lambda image: image))

    return make


PICTURE, UNLIKE = 2**100 - 1, (2**128 - 1) ^ (2**64 - 1)


def shown(name, **more):
    """A find with a photo."""
    return Find(post(name, **more), tree=SimpleNamespace(path="export.zip"), member="new")


@pytest.mark.parametrize(
    ("seconds", "same"),
    [(0, True), (59, True), (60, True), (61, False), (-60, True), (-61, False), (300, False)],
)
def test_one_picture_within_a_minute_is_one_post(table, seconds, same):
    known = table([post("a")], {"a.jpg": PICTURE, "new": PICTURE})

    found = known.find(shown("b", at=AT + timedelta(seconds=seconds)), set())

    assert found == (0 if same else None)


def test_another_picture_at_the_same_time_is_another_post(table):
    known = table([post("a")], {"a.jpg": PICTURE, "new": UNLIKE})

    assert known.find(shown("b"), set()) is None


def test_what_a_post_is_called_elsewhere_is_its_name_from_then_on(table):
    known = table([post("a")], {"a.jpg": PICTURE, "new": PICTURE})
    elsewhere = Find(post("b"), SimpleNamespace(path="export.zip"), ("code",), "new")

    assert known.find(elsewhere, set()) == 0

    assert known.find(Find(post("b", at=None)), set()) == 0
    assert known.find(Find(post("c", at=None), names=("code",)), set()) == 0
    assert known.find(Find(post("d", at=None)), set()) is None


def test_the_same_id_is_the_same_post_even_where_it_is_claimed(table):
    known = table([post("a")], {})

    assert known.find(shown("a", at=None), set()) == 0
    assert known.find(shown("a", at=None), {0}) == 0


@pytest.mark.parametrize(
    ("pictures", "at"),
    [
        ({"a.jpg": PICTURE, "b.jpg": UNLIKE}, 0),
        ({"a.jpg": UNLIKE, "b.jpg": PICTURE}, 1),
        ({"a.jpg": PICTURE, "b.jpg": PICTURE}, None),
        ({"a.jpg": UNLIKE, "b.jpg": UNLIKE}, None),
    ],
)
def test_a_photo_without_a_posting_time_joins_the_one_post_that_shows_it(table, pictures, at):
    week = AT + timedelta(days=7)
    known = table([post("a"), post("b", at=week)], {**pictures, "new": PICTURE})

    taken = shown("c", at=AT + timedelta(days=90), source=TAKEN)

    assert known.find(taken, set()) == at


def test_one_source_never_tells_of_one_post_twice_under_two_ids(table):
    known = table([post("a")], {"a.jpg": PICTURE, "new": PICTURE})

    assert known.find(shown("b"), {0}) is None


def test_by_picture_alone_two_posts_with_times_are_never_one(table):
    known = table([post("a")], {"a.jpg": PICTURE, "new": PICTURE})

    assert known.find(shown("b", at=AT + timedelta(days=90)), set()) is None


@pytest.mark.parametrize(
    ("captions", "caption", "hours", "at"),
    [
        # At its minute: one post, whose caption does not speak against it.
        (("", OTHER), "", 0, 0),
        ((LONG, OTHER), LONG, 0, 0),
        (("", OTHER), LONG, 0, 0),
        ((OTHER, LONG), LONG, 0, None),
        # By its long caption, as far as zones are apart.
        ((LONG, OTHER), LONG, 26, 0),
        ((LONG, OTHER), LONG, -26, 0),
        ((LONG, OTHER), LONG, 26.1, None),
        (("short", OTHER), "short", 2, None),
        (("exactly12chr", OTHER), "exactly12chr", 2, 0),
        (("exactly11ch", OTHER), "exactly11ch", 2, None),
    ],
)
def test_a_count_without_a_photo_joins_by_minute_or_caption(table, captions, caption, hours, at):
    first, second = captions
    far = AT + timedelta(days=30)
    known = table([post("a", caption=first), post("b", at=far, caption=second)], {})

    count = Find(post("c", at=AT + timedelta(hours=hours), caption=caption))

    assert known.find(count, set()) == at


def test_a_caption_that_two_posts_have_joins_neither(table):
    tomorrow = AT + timedelta(hours=20)
    known = table([post("a", caption=LONG), post("b", at=tomorrow, caption=LONG)], {})
    count = Find(post("c", at=AT + timedelta(hours=10), caption=LONG))

    assert known.find(count, set()) is None
    assert known.find(count, {0}) == 1


def test_two_posts_of_one_minute_leave_a_count_without_caption_alone(table):
    known = table([post("a"), post("b", at=AT + timedelta(seconds=30))], {})

    assert known.find(Find(post("c")), set()) is None
    assert known.find(Find(post("c")), {1}) == 0
