"""No command opens a socket; `likes` and `setup`, which must, are named."""

import socket
import sys

import pytest
from click.testing import CliRunner

from spe.cli import COMMANDS, cli
from spe.photo.encode import encode
from tests.conftest import wheel_photograph

# `likes` serves its page to this computer, `setup` fetches the face model.
ON_THE_NETWORK = {"likes", "setup"}

_watched = None


def _hear(event, _arguments):
    if _watched is not None and event.startswith("socket."):
        _watched.append(event)
        raise AssertionError(f"the network was used: {event}")


# An audit hook hears of every socket made in this process, whoever makes it; it stays for good.
sys.addaudithook(_hear)


@pytest.fixture
def no_network(monkeypatch):
    """Whatever touches a socket fails, and is remembered even where that is caught."""
    heard = []
    monkeypatch.setattr(sys.modules[__name__], "_watched", heard)
    yield heard
    monkeypatch.setattr(sys.modules[__name__], "_watched", None)


def test_the_watch_hears_of_sockets(no_network):
    with pytest.raises(AssertionError, match="network"):
        socket.socket()
    with pytest.raises(AssertionError, match="network"):
        socket.getaddrinfo("localhost", 80)

    assert len(no_network) == 2


def test_no_command_opens_a_socket(tmp_path, monkeypatch, no_network):
    """A made-up account all the way, faces and all, and every other command on it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "draft.jpg").write_bytes(encode(wheel_photograph("astronaut"), 85))
    account = ("-C", "account")
    lines = [
        ("demo", "--posts", "8", "--out", "account"),
        (*account, "import", "account/posts.csv"),
        (*account, "posts"),
        (*account, "extract", "-j", "1", "--force"),
        (*account, "extract", "draft.jpg"),
        (*account, "start", "--no-open"),  # with all likes there, it needs no page
        (*account, "fit"),
        (*account, "report", "--captions", "--blur-faces"),
        (*account, "score", "--log", "--when", "--html", "page.html", "draft.jpg"),
        (*account, "track"),
        (*account, "try", "album"),
        (*account, "features"),
        (*account, "doctor"),
    ]
    named = {next(word for word in line if word in COMMANDS) for line in lines}

    for line in lines:
        result = CliRunner().invoke(cli, line)
        assert result.exit_code in {0, 4}, (line, result.output, result.exception)

    assert no_network == []
    assert named == set(COMMANDS) - ON_THE_NETWORK


def test_the_sheet_of_likes_needs_no_network(tmp_path, monkeypatch, no_network):
    from spe.posts import Post, write_posts
    from spe.project import Project

    (tmp_path / "a.jpg").write_bytes(encode(wheel_photograph("coffee"), 85))
    write_posts(Project(tmp_path).posts, [Post("a", "a.jpg")])

    result = CliRunner().invoke(cli, ["-C", str(tmp_path), "likes", "--sheet", "--no-open"])

    assert result.exit_code == 0, result.output
    assert no_network == []
