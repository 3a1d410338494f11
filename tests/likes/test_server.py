"""The local page's server: for one browser on this computer, and for nobody else."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys

import pytest

from spe.posts import read_posts

GUARDS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Cache-Control")


def ask(server, method, path, body=None, **headers):
    """One request as a browser would send it; headers given as None are left out."""
    sent = {
        "Host": server.host,
        "Origin": f"http://{server.host}" if method == "POST" else None,
        "Cookie": f"spe-{server.server_address[1]}={server.cookie}",
        "X-Spe-Key": server.key,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    if data is not None:
        connection.putheader("Content-Length", str(len(data)))
    for name, value in sent.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(data)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_it_listens_on_this_computer_alone(server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.server_address[1] != 0


def test_the_token_opens_the_page_once(server):
    path = server.address.removeprefix(f"http://{server.host}")

    first, _ = ask(server, "GET", path, Cookie=None)
    second, said = ask(server, "GET", path, Cookie=None)

    assert first.status == 303
    assert first.headers["Location"] == "/"
    assert "HttpOnly; SameSite=Strict" in first.headers["Set-Cookie"]
    assert second.status == 403
    assert b"has been used" in said


@pytest.mark.parametrize("path", ["/", "/state", "/photo/0", "/page.js", "/?token=guess"])
def test_without_the_cookie_nothing_is_shown(server, path):
    answer, content = ask(server, "GET", path, Cookie=None)

    assert answer.status == 403
    assert server.key.encode() not in content


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", None])
def test_another_host_is_refused(server, host):
    named = host.format(port=server.server_address[1]) if host else None

    for method, path in (("GET", "/"), ("POST", "/likes")):
        answer, _ = ask(server, method, path, {} if method == "POST" else None, Host=named)
        assert answer.status == 421


@pytest.mark.parametrize(
    "wrong",
    [
        {"Origin": "http://evil.example"},
        {"Origin": None},
        {"Origin": "null"},
        {"Cookie": None},
        {"Cookie": "spe-1=guess"},
        {"X_Spe_Key": None},
        {"X_Spe_Key": "guess"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
)
def test_a_number_from_elsewhere_is_refused(project, server, wrong):
    before = project.posts.read_bytes()

    answer, _ = ask(server, "POST", "/likes", {"id": "p0", "text": "9"}, **wrong)

    assert answer.status == 403
    assert project.posts.read_bytes() == before


@pytest.mark.parametrize("path", ["/", "/state", "/photo/0", "/page.css", "/nothing"])
def test_every_answer_is_guarded(server, path):
    answer, _ = ask(server, "GET", path)

    assert all(name in answer.headers for name in GUARDS)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Server"].strip() == "spe"


def test_the_page_and_its_files_load_nothing_from_elsewhere(server):
    for path in ("/", "/page.css", "/page.js", "/icon.svg"):
        _, content = ask(server, "GET", path)

        found = re.findall(rb"https?://[^\s\"')]+", content)
        assert [link for link in found if not link.startswith(b"http://www.w3.org/")] == []


def test_photos_are_written_anew(server, project):
    answer, content = ask(server, "GET", "/photo/0")

    assert answer.headers["Content-Type"] == "image/jpeg"
    assert content.startswith(b"\xff\xd8\xff")
    assert content != (project.photos / "11.jpg").read_bytes()


@pytest.mark.parametrize("place", ["99", "-99", "x", "../posts.csv", "%2e%2e"])
def test_a_photo_that_is_not_there_is_not_found(server, place):
    assert ask(server, "GET", f"/photo/{place}")[0].status == 404


def test_a_photo_that_cannot_be_decoded_is_not_found(server, project):
    (project.photos / "11.jpg").write_bytes(b"no photo")

    assert ask(server, "GET", "/photo/0")[0].status == 404


def test_the_state_holds_what_is_shown_and_no_paths(server, project):
    _, content = ask(server, "GET", "/state")
    state = json.loads(content)

    assert state["post"]["day"] == "23 November 2026"
    assert state["post"]["caption"] == "Walk <b>number</b> 0"
    assert state["left"] == 7
    assert str(project.root).encode() not in content


def test_a_number_saved_is_on_disk_when_the_answer_comes(server, project):
    answer, content = ask(server, "POST", "/likes", {"id": "p0", "text": "13"})

    assert answer.status == 200
    assert json.loads(content)["post"]["id"] == "p1"
    assert {post.id: post.likes for post in read_posts(project.posts)}["p0"] == 13


def test_what_is_no_number_is_said(server):
    answer, content = ask(server, "POST", "/likes", {"id": "p0", "text": "lots"})

    assert answer.status == 422
    assert "not a number" in json.loads(content)["error"]


def test_a_doubtful_number_is_asked_about_and_taken_the_second_time(server):
    first, content = ask(server, "POST", "/likes", {"id": "p0", "text": "9999"})
    second, _ = ask(server, "POST", "/likes", {"id": "p0", "text": "9999", "sure": True})

    assert (first.status, second.status) == (409, 200)
    assert "far more" in json.loads(content)["doubt"]


def test_a_full_disk_is_said_and_nothing_goes_on(server, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    answer, content = ask(server, "POST", "/likes", {"id": "p0", "text": "9"})

    assert answer.status == 500
    assert "No space left" in json.loads(content)["error"]
    assert server.session.current.id == "p0"


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"[" * 5000, b"x" * 10_001, b"\xff"])
def test_odd_bodies_are_refused(server, body):
    answer, _ = ask(server, "POST", "/likes", body)

    assert answer.status in {403, 422}


def test_undo_and_skip_over_the_wire(server):
    ask(server, "POST", "/likes", {"id": "p0", "text": "31"})
    _, skipped = ask(server, "POST", "/skip", {"id": "p1"})
    ask(server, "POST", "/undo", {})
    _, undone = ask(server, "POST", "/undo", {})

    assert json.loads(skipped)["post"]["id"] == "p2"
    assert json.loads(undone)["post"]["id"] == "p0"
    assert json.loads(undone)["was"] == "31"


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a signal of POSIX")
def test_kill_9_loses_no_confirmed_number(project):
    command = [sys.executable, "-m", "spe", "-C", str(project.root), "likes", "--no-open"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    address = None
    for line in process.stderr:
        if (found := re.search(r"http://(127\.0\.0\.1:(\d+))(/\?token=\S+)", line)) is not None:
            address = found
            break
    host, port, path = address.groups()
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    connection.request("GET", "/", headers={"Cookie": cookie})
    key = re.search(r'name="spe-key" content="([^"]+)"', connection.getresponse().read().decode())[
        1
    ]
    headers = {"Cookie": cookie, "X-Spe-Key": key, "Origin": f"http://{host}"}
    for number in range(3):
        body = json.dumps({"id": f"p{number}", "text": str(40 + number)})
        connection.request("POST", "/likes", body, headers)
        assert connection.getresponse().read()

    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stderr.close()
    connection.close()

    likes = {post.id: post.likes for post in read_posts(project.posts)}
    assert [likes[f"p{number}"] for number in range(4)] == [40, 41, 42, None]


def test_the_last_look_goes_over_the_wire_and_a_number_is_shown_again(server):
    _, nothing = ask(server, "POST", "/look", {})
    ask(server, "POST", "/likes", {"id": "p0", "text": "9999", "sure": True})
    _, looked = ask(server, "POST", "/look", {})
    _, shown = ask(server, "POST", "/reopen", {"id": "p0"})

    assert json.loads(nothing) == {"doubtful": []}
    (one,) = json.loads(looked)["doubtful"]
    assert (one["id"], one["likes"], one["day"]) == ("p0", 9999, "23 November 2026")
    assert ask(server, "GET", one["photo"])[0].status == 200
    assert json.loads(shown)["post"]["likes"] == 9999


def test_the_end_brings_the_last_look_with_it(server):
    for number in range(7):
        likes = "9999" if number == 3 else "31"
        body = {"id": f"p{number}", "text": likes, "sure": True}
        _, content = ask(server, "POST", "/likes", body)
        assert bool(json.loads(content)["doubtful"]) is (number == 6)
        assert json.loads(content)["following"] == ("Next: spe fit" if number == 6 else "")


def test_an_address_that_is_none_is_not_found(server):
    assert ask(server, "POST", "/elsewhere", {})[0].status == 404
