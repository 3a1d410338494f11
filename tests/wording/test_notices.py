"""Notices: every code has its words, and what no language could word is refused."""

import json
from datetime import date

import pytest

from spe.features import CATALOGUE
from spe.files import jsonable
from spe.notices import LEFT_OUT, NOT_USED, WARNINGS, Notice
from spe.wording.notices import told

SAID = {
    "on_request": ({}, "left out on request"),
    "excluded": ({"why": "an advert"}, "an advert"),
    "no_likes": ({}, "no like count"),
    "no_likes_or_comments": ({}, "no like or comment count"),
    "no_time": ({}, "no posting time"),
    "too_young": ({"days": 14.0}, "younger than 14 days when its likes were read"),
    "perhaps_young": (
        {"days": 14.0},
        "perhaps younger than 14 days when its likes were read, which nobody knows",
    ),
    "not_measured": ({}, "not measured yet"),
    "not_measurable": ({}, "could not be measured"),
    "same_photo": ({}, "the same photo as an earlier post"),
    "same_count": ({}, "the same like count over a stretch"),
    "few_faces": (
        {"photos": 12, "needed": 15},
        "only 12 photos with a face; 15 are needed",
    ),
    "few_albums": (
        {"albums": 12, "needed": 15},
        "only 12 albums of which other photos are here; 15 are needed",
    ),
    "few_captions": (
        {"posts": 12, "of": 40},
        "12 of 40 posts have a caption; half of them are needed",
    ),
    "mostly_unknown": ({}, "unknown for most posts"),
    "constant": ({}, "the same in all posts"),
    "nearly_constant": ({}, "nearly the same in all posts"),
    "hidden_counts": (
        {"posts": 15, "first": "2024-05-03", "last": "2024-06-30", "count": 3, "left_out": False},
        (
            "15 posts in a row, 3 May 2024 to 30 Jun 2024, all have 3 likes, as happens where "
            "counts were hidden. Correct them with spe likes, or leave them out with "
            "--leave-out-hidden."
        ),
    ),
    "same_second": (
        {"posts": 2},
        "2 posts went out in the same second as another: their order in time is a guess.",
    ),
    "many_zeros": (
        {"zeros": 31, "posts": 60},
        "31 of 60 posts have 0 likes; differences rest on the others.",
    ),
    "long_pause": (
        {"first": "2021-01-31", "last": "2023-12-01"},
        "Nothing was posted from Jan 2021 to Dec 2023; followers may have changed in between.",
    ),
    "jump": (
        {"since": "2024-09-01", "change": -0.34},
        (
            "From 1 Sep 2024 on, posts got 34% fewer likes than those just before (medians). "
            "The usual follows; older posts are compared with their own time."
        ),
    ),
    "recent_jump": (
        {"posts": 4},
        (
            "Your likes changed level about 4 posts ago; ranges are wider until ten posts have "
            "come since."
        ),
    ),
    "far_counts": (
        {
            "ids": ["a", "b"],
            "days": ["2024-03-04", "2024-05-06"],
            "likes": [450_000, 1],
            "usual": [46, 52],
        },
        (
            "2 posts have far more or far fewer likes than the posts around them: 450,000 on "
            "4 Mar 2024 (around it about 46) and 1 on 6 May 2024 (around it about 52). Such posts "
            "happen, so they count. A slip of the keyboard is corrected with "
            "spe posts --likes ID N."
        ),
    ),
    "without_far_counts": (
        {"posts": 2, "same": False, "mae": 3937.42, "mae_without": 25.1},
        (
            "Something else would be said of your photos without these 2 posts. On unseen posts "
            "the guess misses by 3,900 likes on average, without them by 25."
        ),
    ),
    "fragile": (
        {"features": ["blue", "busyness"], "posts": 3},
        (
            "What is said of Blue, Busyness rests on few posts: "
            "it changes without the 3 most outlying posts."
        ),
    ),
    "faces_alike": (
        {"posts": 120, "with_face": 120, "differing": ["light", "time", "face_size"]},
        (
            "A face was found in all 120 of your posts, so they can't tell whether a face goes "
            "with likes. What differs between them, and can be compared: light, the time of "
            "posting and face_size."
        ),
    ),
    "written": ({"text": "All have {3} likes."}, "All have {3} likes."),
}


MANY = {name: SAID["far_counts"][0][name] * 4 for name in ("ids", "days", "likes", "usual")}
ONE = {name: SAID["far_counts"][0][name][:1] for name in MANY}


def label(name):
    return name.capitalize()


def test_every_code_is_in_this_table():
    assert set(SAID) == {*LEFT_OUT, *NOT_USED, *WARNINGS}


@pytest.mark.parametrize(("code", "values", "text"), [(c, v, t) for c, (v, t) in SAID.items()])
def test_a_notice_has_its_words_and_comes_back_from_json(code, values, text):
    notice = Notice(code, values)

    assert told(notice, label) == text
    assert Notice(**json.loads(json.dumps(jsonable(notice)))) == notice


@pytest.mark.parametrize(
    ("code", "change", "said"),
    [
        ("hidden_counts", {"left_out": True}, "were hidden; they were left out."),
        ("same_second", {"posts": 1}, "1 post went out"),
        ("jump", {"change": 0.5}, "got 50% more likes than those just before"),
        ("fragile", {"posts": 1}, "without its most outlying post."),
        ("without_far_counts", {"same": True}, "is the same without these 2 posts."),
        ("without_far_counts", {"posts": 1}, "without that post. On unseen posts"),
        ("without_far_counts", {"posts": 1}, "on average, without it by 25."),
        ("far_counts", MANY, "and 2 more. Such posts happen, so they count."),
        ("far_counts", ONE, "One post has far more or far fewer likes than the posts around it: "),
        ("far_counts", ONE, "Such posts happen, so it counts."),
    ],
)
def test_the_words_follow_the_values(code, change, said):
    assert said in told(Notice(code, {**SAID[code][0], **change}), label)


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("nonsense", {}),
        ("no_likes", {"posts": 3}),
        ("too_young", {}),
        ("too_young", {"days": "14"}),
        ("too_young", {"days": None}),
        ("same_second", {"posts": 1.5}),
        ("same_second", {"posts": True}),
        ("long_pause", {"first": "in May", "last": "2024-01-01"}),
        ("long_pause", {"first": date(2024, 1, 1), "last": "2024-01-01"}),
        ("fragile", {"features": "blue", "posts": 1}),
        ("fragile", {"features": [1], "posts": 1}),
        ("far_counts", {"ids": ["a"], "days": ["2024-01-01"], "likes": [1.5], "usual": [4]}),
        ("far_counts", {"ids": ["a"], "days": ["2024-01-01"], "likes": 1, "usual": [4]}),
    ],
)
def test_what_could_not_be_worded_is_no_notice(code, values):
    with pytest.raises(ValueError, match=r"notice|isoformat"):
        Notice(code, values)


def test_no_feature_is_told_by_its_name_in_the_code():
    labels = {item.name: item.label for item in CATALOGUE}

    text = told(Notice("fragile", {"features": ["face_size"], "posts": 2}), labels.__getitem__)

    assert labels["face_size"] in text
    assert "face_size" not in text


@pytest.mark.parametrize(
    ("with_face", "said"),
    [
        (120, "A face was found in all 120 of your posts"),
        (117, "A face was found in 117 of your 120 posts"),
        (2, "A face was found in only 2 of your 120 posts"),
        (0, "No face was found in any of your 120 posts"),
    ],
)
def test_posts_alike_in_faces_are_counted(with_face, said):
    values = {"posts": 120, "with_face": with_face, "differing": []}

    text = told(Notice("faces_alike", values), label)

    assert text == f"{said}, so they can't tell whether a face goes with likes."
