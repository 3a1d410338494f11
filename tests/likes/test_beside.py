"""What goes on beside the typing is shown on its page, and both ends are waited for."""

import threading

import pytest

from spe.likes import Beside, LikesServer
from spe.posts import read_posts
from tests.likes.test_server import ask

THEN = "Your report opens by itself."


@pytest.fixture
def beside():
    made = Beside(300)
    made.done = 120
    return made


@pytest.fixture
def serve(project, session):
    """A function: what the server is told -> the server, and the thread that serves."""
    begun = []

    def serve(**told):
        server = LikesServer(session, lambda post: project.image(post.image), lambda: "", **told)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        begun.append((server, thread))
        return server, thread

    yield serve
    for server, thread in begun:
        if thread.is_alive():
            server.shutdown()
        thread.join()
        server.server_close()


def type_all(server, project):
    for number, post in enumerate(read_posts(project.posts)):
        if post.likes is None:
            ask(server, "POST", "/likes", {"id": post.id, "text": str(30 + number), "sure": True})


def still_serves(thread):
    """Whether the serving goes on, well after it would have ended."""
    thread.join(0.3)
    return thread.is_alive()


def test_a_follower_hears_of_the_end_even_where_it_comes_late(beside):
    heard = []
    beside.follow(lambda: heard.append("early"))
    assert heard == []

    beside.end(whole=True)
    beside.follow(lambda: heard.append("late"))

    assert heard == ["early", "late"]


@pytest.mark.parametrize(
    ("whole", "said"),
    [(True, "Measuring the photos is done."), (False, "Measuring the photos stopped.")],
)
def test_how_far_it_is_and_how_it_ended_is_told(beside, whole, said):
    assert beside.shown()["said"] == "Measuring the photos: 120 of 300"
    assert beside.shown()["running"]

    beside.end(whole=whole)

    assert beside.shown()["said"].startswith(said)
    assert not beside.shown()["running"]


def test_the_page_may_ask_how_far_it_is_and_nobody_else(serve, beside):
    server, _ = serve(beside=beside)

    _, told = ask(server, "GET", "/beside")
    refused, _ = ask(server, "GET", "/beside", Cookie=None)
    keyless, _ = ask(server, "GET", "/beside", X_Spe_Key=None)

    assert b"120 of 300" in told
    assert (refused.status, keyless.status) == (403, 404)


def test_finish_waits_for_what_goes_on_beside(serve, beside):
    server, thread = serve(then=THEN, beside=beside)
    ask(server, "POST", "/finish", {})
    assert still_serves(thread)

    beside.end(whole=True)

    thread.join(10)
    assert not thread.is_alive()


def test_once_all_is_typed_it_ends_without_a_word_where_something_comes_by_itself(serve, project):
    server, thread = serve(then=THEN)

    type_all(server, project)

    thread.join(10)
    assert not thread.is_alive()


def test_all_typed_waits_for_what_goes_on_beside(serve, project, beside):
    server, thread = serve(then=THEN, beside=beside)
    type_all(server, project)
    assert still_serves(thread)

    beside.end(whole=False)

    thread.join(10)
    assert not thread.is_alive()


def test_where_nothing_comes_by_itself_the_page_stays_for_the_person_to_finish(serve, project):
    server, thread = serve()

    type_all(server, project)

    assert still_serves(thread)


def test_a_number_far_from_the_others_is_looked_at_before_it_goes_on(serve, project):
    server, thread = serve(then=THEN)
    ask(server, "POST", "/likes", {"id": "p0", "text": "9000", "sure": True})
    type_all(server, project)

    assert still_serves(thread)
    ask(server, "POST", "/finish", {})
    thread.join(10)
    assert not thread.is_alive()


def test_the_command_that_opens_the_page_again_is_the_one_it_came_from(serve):
    server, _ = serve(command="spe start")

    _, refused = ask(server, "GET", "/", Cookie=None)

    assert b"Run spe start again" in refused
