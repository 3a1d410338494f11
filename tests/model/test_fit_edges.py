"""The edges of what a fit refuses, notes and shows, each on its two sides."""

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from spe.errors import NotReadyError, SpeError
from spe.model import fit as fitting
from spe.model.fit import fit
from spe.notices import Notice
from spe.stats.design import Design
from tests.planted import COLUMNS, LATER, START, planted, with_faces

BY_COLUMN = {column.name: column for column in COLUMNS}


def posts_with(likes):
    return planted(len(likes)).with_likes(likes).posts


def a_design(y):
    return Design(np.arange(len(y), dtype=float), np.asarray(y, float), np.empty((len(y), 0)), ())


# Which features can be used.


def spread(known, of):
    """As many different values as are known."""
    return np.array([*np.linspace(0.1, 0.9, known), *np.full(of - known, np.nan)])


@pytest.mark.parametrize("known", [14, 15])
def test_fifteen_photos_with_faces_are_enough_to_compare_faces(known):
    reason = fitting._unfit(BY_COLUMN["face_size"], spread(known, 100))

    few = Notice("few_faces", {"photos": 14, "needed": 15})
    assert reason == (few if known == 14 else None)


@pytest.mark.parametrize(("known", "code"), [(49, "mostly_unknown"), (50, None)])
def test_a_feature_unknown_for_more_than_half_is_left_out(known, code):
    reason = fitting._unfit(BY_COLUMN["brightness"], spread(known, 100))

    assert (reason and reason.code) == code


@pytest.mark.parametrize("known", [0, 49, 50])
def test_captions_are_left_out_where_fewer_than_half_of_the_posts_have_one(known):
    reason = fitting._unfit(BY_COLUMN["caption_length"], spread(known, 100))

    assert reason == (Notice("few_captions", {"posts": known, "of": 100}) if known < 50 else None)


@pytest.mark.parametrize(
    ("others", "of", "code"),
    [
        (0, 40, "constant"),
        (2, 40, "nearly_constant"),
        (3, 40, None),
        (4, 100, "nearly_constant"),
        (5, 100, None),
    ],
)
def test_a_feature_has_to_vary_in_three_posts_and_in_one_of_twenty(others, of, code):
    raw = np.array([*np.full(of - others, 0.5), *np.linspace(0.6, 0.9, others)])

    reason = fitting._unfit(BY_COLUMN["brightness"], raw)

    assert (reason and reason.code) == code


def test_a_difference_of_rounding_is_no_difference():
    raw = np.full(40, 1000.0)
    raw[:10] += 1e-8

    assert fitting._unfit(BY_COLUMN["brightness"], raw) == Notice("constant")


@pytest.mark.parametrize(("known", "repeats"), [(4, False), (5, True)])
def test_photos_are_the_same_only_where_enough_is_known_of_them(known, repeats):
    account = planted(12)
    names = [item.name for item in fitting.PHOTO_FEATURES if item.name in account.features]
    features = account.features.copy()
    features.loc[["post003", "post007"], names] = np.nan
    features.loc[["post003", "post007"], names[:known]] = 0.25

    once, left_out = fitting._without_repeats(account.posts, features)

    again = ("post007",) if repeats else ()
    assert [post.id for post in account.posts if post not in once] == list(again)
    assert [item.ids for item in left_out] == ([again] if repeats else [])


# What is refused.


def test_five_posts_have_a_usual_and_four_have_not():
    account = planted(5)

    assert fit(account.posts, account.features, now=LATER).n_posts == 5
    with pytest.raises(NotReadyError, match="Only 4 posts can be used; 5 are needed, and 20 for"):
        fit(account.posts[:4], account.features, now=LATER)


@pytest.mark.parametrize(("zeros", "refused"), [(8, False), (9, True)])
def test_more_than_four_in_five_without_likes_are_refused(zeros, refused):
    account = planted(10).with_likes([0] * zeros + list(range(1, 11 - zeros)))

    if refused:
        with pytest.raises(SpeError, match="9 of 10 posts have 0 likes"):
            account.fit()
    else:
        assert account.fit().n_posts == 10


# What is noted.


@pytest.mark.parametrize(("zeros", "noted"), [(2, False), (3, True)])
def test_three_in_ten_without_likes_are_noted(zeros, noted):
    likes = [0] * zeros + list(range(1, 11 - zeros))

    notes = fitting._notes(posts_with(likes), a_design(np.log1p(likes)))

    many = Notice("many_zeros", {"zeros": 3, "posts": 10})
    assert notes == ([many] if noted else [])


@pytest.mark.parametrize(("days", "noted"), [(365, False), (366, True)])
def test_a_pause_of_more_than_a_year_is_noted_with_its_days(days, noted):
    likes = list(range(10, 20))
    at = [START + timedelta(days=number + (days - 1 if number > 3 else 0)) for number in range(10)]
    posts = [
        replace(post, posted_at=time) for post, time in zip(posts_with(likes), at, strict=True)
    ]

    notes = fitting._notes(posts, a_design(np.log1p(likes)))

    first, last = START + timedelta(days=3), START + timedelta(days=days + 3)
    values = {"first": first.date().isoformat(), "last": last.date().isoformat()}
    assert notes == ([Notice("long_pause", values)] if noted else [])


def test_of_two_long_pauses_the_longest_is_noted():
    likes = list(range(10, 20))
    days = [0, 1, 402, 403, 404, 1104, 1105, 1106, 1107, 1108]
    posts = [
        replace(post, posted_at=START + timedelta(days=day))
        for post, day in zip(posts_with(likes), days, strict=True)
    ]

    (note,) = fitting._notes(posts, a_design(np.log1p(likes)))

    assert note.values["first"] == (START + timedelta(days=404)).date().isoformat()


# What is shown of each post.


def test_a_post_of_a_young_account_is_shown_with_the_range_of_four_in_five_misses():
    account = planted(12)

    model = account.fit()

    logs = np.log1p(account.likes())
    usual = np.array([np.median(np.delete(logs, at)[-10:]) for at in range(12)])
    half = np.quantile(np.abs(logs - usual), 0.8)
    for post, centre in zip(model.posts, usual, strict=True):
        assert post.expected == post.usual == pytest.approx(math.expm1(centre))
        assert post.low == pytest.approx(math.expm1(centre - half))
        assert post.high == pytest.approx(math.expm1(centre + half))
    assert model.usual_residuals == pytest.approx(tuple(logs - usual))


def test_a_post_is_shown_with_a_range_of_the_others_misses():
    """Without skill the expected is the usual: of the 23 others' misses the 20th, (23 + 1) 0.8."""
    account = planted(24, seed=1)

    model = account.fit()

    assert not model.has_skill
    logs = np.log1p(account.likes())
    missed = np.abs(logs - [math.log1p(post.usual) for post in model.posts])
    for at, post in enumerate(model.posts):
        half = np.sort(np.delete(missed, at))[19]
        assert math.log1p(post.high) - math.log1p(post.expected) == pytest.approx(half)


def test_likes_are_never_shown_below_none():
    account = planted(12)
    post = fitting._post_fit(account.posts[0], 0.0, -1.0, -0.5, {}, 0.2)

    assert (post.usual, post.expected, post.low, post.high) == (0, 0, 0, 0)
    assert post.likes == 0


@pytest.mark.parametrize(
    ("posts", "tier"),
    [(19, "none"), (20, "ranking"), (39, "ranking"), (40, "groups"), (99, "groups")],
)
def test_the_last_post_before_a_threshold_is_told_the_less(posts, tier, monkeypatch):
    account = planted(99)
    monkeypatch.setattr(fitting, "_fitted", lambda made, *_: made)

    assert fit(account.posts[:posts], account.features, now=LATER).tier == tier


# Accounts whose posts are alike in faces.


def alike(account):
    """What is said of it, without a fit, and the features that are left aside."""
    design, dropped = fitting._design(account.posts, account.features, "likes")
    notes = fitting._faces_alike(design, account.features)
    assert {note.code for note in notes} <= {"faces_alike"}
    return [note.values for note in notes], dropped


@pytest.mark.parametrize(
    ("having", "said"),
    [(60, True), (58, True), (57, False), (30, False), (3, False), (2, True), (0, True)],
)
def test_posts_alike_in_faces_are_told(having, said):
    """Three posts of sixty are enough to hold against the others."""
    told, dropped = alike(with_faces(having))

    assert bool(told) is said
    if said:
        (values,) = told
        assert (values["posts"], values["with_face"]) == (60, having)
        assert "faces" in dropped
        assert values["differing"][:2] == ["light", "colour"]


def test_a_fit_tells_first_that_posts_are_alike_in_faces():
    account, others = with_faces(40, n=40), with_faces(20, n=40)
    late = [replace(post, posted_at=post.posted_at + timedelta(days=400)) for post in account.posts]
    paused = replace(account, posts=[*account.posts[:20], *late[20:]])

    first, *rest = paused.fit().warnings

    assert first == Notice("faces_alike", alike(paused)[0][0])
    assert "long_pause" in {note.code for note in rest}
    assert "faces_alike" not in {note.code for note in others.fit().warnings}


@pytest.mark.parametrize(("unknown", "said"), [(0, True), (30, True), (31, False)])
def test_where_most_photos_were_not_looked_at_nothing_is_said_of_faces(unknown, said):
    told, _ = alike(with_faces(60, unknown=unknown))

    assert bool(told) is said


def test_what_differs_is_named_once_and_the_faces_by_what_differs_in_them():
    account = with_faces(120, n=120)

    ((values,), _) = alike(account)

    names = values["differing"]
    assert len(names) == len(set(names))
    assert {"face_size", "face_off_centre"} <= set(names)
    assert "faces" not in names
    still = replace(account, features=account.features.assign(shape=1.0, album=0.0))
    assert "format" in names
    assert "format" not in alike(still)[0][0]["differing"]


def test_properties_that_are_all_unknown_are_nothing_to_learn_from():
    account = planted(40)

    with pytest.raises(SpeError, match="every property is unknown or the same in all posts"):
        fit(account.posts, account.features.assign(**dict.fromkeys(BY_COLUMN, np.nan)), now=LATER)


@pytest.mark.parametrize("known", [0, 14, 15])
def test_fifteen_albums_of_which_other_photos_came_are_enough_to_look_further_in(known):
    values = np.array([*(at % 2 for at in range(known)), *np.full(100 - known, np.nan)], float)

    reason = fitting._unfit(BY_COLUMN["face_further_in"], values)

    few = Notice("few_albums", {"albums": known, "needed": 15})
    assert reason == (few if known < 15 else None)
