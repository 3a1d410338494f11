"""Typing numbers: each is on disk before the next photo, and can be taken back."""

from dataclasses import replace

import pytest

from spe.errors import NotReadyError, SpeError, TableError
from spe.likes import ALLOWED_FROM, DoubtfulError, NotANumberError, Progress, Session
from spe.model.options import STAGES
from spe.posts import backups, read_posts, write_posts
from tests.likes.conftest import NOW


def on_disk(project):
    return {post.id: post for post in read_posts(project.posts)}


def test_the_newest_post_without_likes_comes_first(session):
    assert session.current.id == "p0"
    assert session.following.id == "p1"
    assert session.progress.left == 7


@pytest.mark.parametrize(("text", "likes"), [("31", 31), (" 31 ", 31), ("0", 0), ("31.0", 31)])
def test_a_number_is_on_disk_at_once(project, session, text, likes):
    session.save("p0", text)

    assert on_disk(project)["p0"].likes == likes
    assert on_disk(project)["p0"].likes_from == "typed"
    assert on_disk(project)["p0"].likes_as_of is not None
    assert session.current.id == "p1"


@pytest.mark.parametrize("text", ["", "  ", "lots", "1.5", "-4", "12 likes", "9" * 60, "--"])
def test_what_is_no_number_saves_nothing(project, session, text):
    before = project.posts.read_bytes()

    with pytest.raises(NotANumberError):
        session.save("p0", text)

    assert project.posts.read_bytes() == before
    assert session.current.id == "p0"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("p0", "1240", "1,240 is far more than the posts around it got, about 29"),
        ("p4", "1", "1 is far fewer than the posts around it got, about 29"),
    ],
)
def test_a_number_far_from_the_others_is_asked_about_once(project, session, name, text, said):
    with pytest.raises(DoubtfulError, match=said):
        session.save(name, text)
    assert on_disk(project)[name].likes is None

    session.save(name, text, sure=True)

    assert on_disk(project)[name].likes == int(text)


def test_few_likes_of_a_post_that_still_gathers_them_are_not_asked_about(project, session):
    session.save("p3", "1")

    assert on_disk(project)["p3"].likes == 1
    assert session.doubtful == []
    session.save("p4", "1", sure=True)
    assert [one.post.id for one in session.doubtful] == ["p4"]


def test_the_third_number_is_the_first_to_be_asked_about(project):
    posts = [replace(post, likes=None, likes_from="") for post in read_posts(project.posts)]
    write_posts(project.posts, posts)
    session = Session(project.posts, project.backups, lambda: NOW)

    session.save("p0", "45")
    session.save("p1", "48")
    with pytest.raises(DoubtfulError):
        session.save("p2", "450000")


def test_the_last_look_names_what_only_later_numbers_made_odd(project):
    posts = [replace(post, likes=None, likes_from="") for post in read_posts(project.posts)]
    write_posts(project.posts, posts)
    session = Session(project.posts, project.backups, lambda: NOW)

    session.save("p0", "450000")
    assert session.doubtful == []
    session.save("p1", "45")
    session.save("p2", "48")
    (one,) = session.doubtful
    assert (one.post.id, one.likes) == ("p0", 450_000)

    session.save("p0", "45")
    assert session.doubtful == []
    assert session.progress.done == 3


def test_the_last_look_is_for_what_was_typed(project, session):
    posts = [replace(p, likes=9_000) if p.id == "p9" else p for p in read_posts(project.posts)]
    write_posts(project.posts, posts)

    assert Session(project.posts, project.backups, session._now).doubtful == []


def test_a_number_is_asked_for_once_more_before_the_others(session):
    session.save("p0", "31")

    session.reopen("p0")
    session.reopen("nobody's")

    assert session.current.id == "p0"
    session.save("p0", "32")
    assert session.current.id == "p1"
    assert session.progress.left == 6


def test_what_is_known_of_the_day_of_a_count_comes_back_with_it(project, session):
    old = replace(on_disk(project)["p9"], likes_read_after=NOW)
    write_posts(project.posts, [p if p.id != "p9" else old for p in read_posts(project.posts)])

    session.save("p9", "31")
    assert on_disk(project)["p9"].likes_read_after is None
    session.undo()

    assert on_disk(project)["p9"] == old


def test_undo_brings_back_what_was_there_and_shows_the_photo_again(project, session):
    before = project.posts.read_bytes()
    session.save("p0", "31")
    session.skip("p1")

    assert session.current.id == "p2"
    session.undo()
    assert session.current.id == "p1"
    typed = session.undo()

    assert typed.likes == 31
    assert session.current.id == "p0"
    assert project.posts.read_bytes() == before
    assert session.undo() is None


def test_what_another_command_wrote_meanwhile_is_kept(project, session):
    posts = [replace(post, comments=7) for post in read_posts(project.posts)]
    write_posts(project.posts, posts)

    session.save("p0", "31")

    assert on_disk(project)["p0"].likes == 31
    assert {post.comments for post in read_posts(project.posts)} == {7}


def test_a_post_that_is_gone_is_a_sentence(project, session):
    write_posts(project.posts, [post for post in read_posts(project.posts) if post.id != "p0"])

    with pytest.raises(TableError, match="no longer"):
        session.save("p0", "31")


def test_the_table_of_before_is_kept_once_a_sitting(project, session):
    before = project.posts.read_bytes()

    session.save("p0", "31")
    session.save("p1", "32")

    assert [path.read_bytes() for path in backups(project.backups)] == [before]


def test_a_second_sitting_goes_on_where_the_first_stopped(project, session):
    session.save("p0", "31")

    again = Session(project.posts, project.backups, session._now)

    assert again.current.id == "p1"


def test_excluded_posts_are_not_asked_for(project):
    posts = [
        replace(p, excluded="a flyer" if p.id == "p0" else "") for p in read_posts(project.posts)
    ]
    write_posts(project.posts, posts)

    assert Session(project.posts, project.backups, lambda: None).current.id == "p1"


def test_all_goes_through_posts_with_a_number_too(project):
    assert len(Session(project.posts, project.backups, lambda: None, everything=True).queue) == 12


def test_young_posts_are_known_as_such(session):
    assert session.is_young(session.posts["p3"])
    assert not session.is_young(session.posts["p4"])


def test_without_a_table_it_says_what_to_do(tmp_path):
    with pytest.raises(NotReadyError, match="spe import"):
        Session(tmp_path / "posts.csv", tmp_path, lambda: None)


def test_what_likes_are_good_for_changes_at_the_stages_of_the_report_and_nowhere_else():
    assert tuple(posts for posts, _ in ALLOWED_FROM) == STAGES


@pytest.mark.parametrize(
    ("with_likes", "start"),
    [
        (0, "20 more"),
        (19, "1 more"),
        (20, "20 more"),
        (40, "60 more"),
        (100, "100 more"),
        (200, "Enough"),
    ],
)
def test_progress_says_how_many_more_until_the_next_stage(with_likes, start):
    assert Progress(0, 5, with_likes).sentence.startswith(start)


def subject_of(project, identity):
    return next(post.subject for post in read_posts(project.posts) if post.id == identity)


def test_a_subject_is_on_disk_at_once_and_the_photo_stays(session, project):
    said = session.say("p0", " our  pets ")

    assert said.subject == subject_of(project, "p0") == "our pets"
    assert session.current.id == "p0"
    assert session.last_subject == "our pets"
    assert session.last is None
    assert session.progress.done == 0


def test_a_subject_and_a_number_are_taken_back_one_by_one(session, project):
    session.say("p0", "pets")
    session.save("p0", "31")

    assert session.last == 31
    session.undo()
    assert (subject_of(project, "p0"), session.posts["p0"].likes) == ("pets", None)
    session.undo()
    assert subject_of(project, "p0") == ""
    assert not session.can_undo


def test_taking_a_subject_back_keeps_the_likes_that_came_after(session, project):
    session.say("p0", "pets")
    session.say("p0", "")

    assert session.last_subject == ""
    session.save("p1", "27")
    session.undo()
    session.undo()
    assert subject_of(project, "p0") == "pets"


def test_a_subject_keeps_its_place_while_the_sitting_lasts(session):
    session.say("p0", "travel")
    session.say("p1", "food")
    session.say("p2", "food")
    session.say("p3", "Food")

    assert session.subjects == ("travel", "food")
    session.say("p0", "")
    assert session.subjects == ("food",)


def test_a_seventh_subject_is_refused_and_nothing_is_lost(session, project):
    for number in range(6):
        session.say(f"p{number}", f"subject {number}")

    with pytest.raises(SpeError, match="six subjects already"):
        session.say("p6", "one more")

    assert subject_of(project, "p6") == ""
    assert len(session.subjects) == 6
    assert session.say("p0", "one more").subject == "one more"


def test_a_sitting_for_subjects_asks_about_posts_with_likes_and_goes_on_by_itself(project):
    session = Session(project.posts, project.backups, lambda: NOW, subjects=True)

    assert len(session.queue) == 12
    session.say("p9", "food")
    assert session.progress.left == 11
    assert session.progress.done == 1
    session.say("p0", "food")
    assert session.current.id == "p0"
    session.undo()
    session.undo()
    assert session.current.id == "p9"
    again = Session(project.posts, project.backups, lambda: NOW)
    assert len(again.queue) == 7


def test_where_numbers_are_looked_through_again_a_subject_alone_does_not_go_on(project):
    session = Session(project.posts, project.backups, lambda: NOW, everything=True)
    session.skip("p0")
    for number in range(1, 7):
        session.skip(f"p{number}")
    assert session.current.likes is not None

    session.say("p7", "food")

    assert session.current.id == "p7"
