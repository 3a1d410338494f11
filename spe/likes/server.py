"""The local page: a server for one person on this computer, and for nobody else.

It listens on 127.0.0.1 alone, at a port the system picks. The address that is opened
holds a token that works once; it is exchanged for a cookie, and the page for a key that
every request must carry. Requests with another Host or Origin are refused, so no other
page in the browser can read a photo or write a number. Nothing is loaded from elsewhere.
"""

import functools
import hmac
import html
import importlib.resources
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from spe.errors import PhotoError, SpeError, WriteError
from spe.likes import english
from spe.likes.beside import Beside
from spe.likes.session import ALLOWED_FROM, DoubtfulError, Session
from spe.likes.templates import template
from spe.likes.words import PageWords
from spe.photo.encode import encode
from spe.photo.guarded import decode_apart
from spe.posts import Post
from spe.printable import printable
from spe.subjects import MOST

_LARGEST_BODY = 10_000
_PATIENCE = 30

# A last look at more would be no look.
_MOST_DOUBTFUL = 24

# Far longer than any caption worth reading while counting.
_CAPTION = 600

_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}

_ASSETS = {
    "/page.css": ("page.css", "text/css; charset=utf-8"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
}


class LikesServer(ThreadingHTTPServer):
    """Serves one `Session` until the person finishes it.

    Args:
        session: the work.
        image: finds a post's photo.
        following: says what comes after the work.
        command: what opens the page again.
        then: says what comes by itself once all is typed; the serving then ends without a word
            of the person. Empty where nothing does.
        beside: work that goes on meanwhile, for which the end of the serving waits.
        words: the page's language, which `following` and `then` are in as well.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(
        self,
        session: Session,
        image: Callable[[Post], Path],
        following: Callable[[], str],
        *,
        command: str = "spe likes",
        then: str = "",
        beside: Beside | None = None,
        words: PageWords = english,
    ) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.session = session
        self.command = command
        self.finished = False
        self.host = f"127.0.0.1:{self.server_address[1]}"
        self.token: str | None = secrets.token_urlsafe(32)
        self.cookie = secrets.token_urlsafe(32)
        self.key = secrets.token_urlsafe(32)
        self.words = words
        self._lock = threading.Lock()
        self._image = image
        self._following = following
        self._then = then
        self._beside = beside
        self._places = {post: at for at, post in enumerate(session.posts)}
        self._ids = list(session.posts)
        self.jpeg = functools.lru_cache(maxsize=24)(self._jpeg)
        if beside is not None:
            beside.follow(self.end_if_over)

    @property
    def address(self) -> str:
        """The address to open, good for one time."""
        return f"http://{self.host}/?token={self.token}"

    def admit(self, token: str) -> bool:
        """Whether the token is the right one; it is used up by that."""
        with self._lock:
            right = self.token is not None and _same(token, self.token)
            if right:
                self.token = None
            return right

    @property
    def over(self) -> bool:
        """Whether nothing is left to do here: by the person's word, or all is typed and right."""
        waits = self._beside is not None and not self._beside.ended
        return not waits and (self.finished or (bool(self._then) and self._all_is_typed))

    @property
    def _all_is_typed(self) -> bool:
        return self.session.current is None and not self.session.doubtful

    def end_if_over(self) -> None:
        """End the serving where nothing is left to do here."""
        if self.over:
            threading.Thread(target=self.shutdown).start()

    @property
    def beside(self) -> dict[str, Any] | None:
        """How far the work beside the typing is, where there is any."""
        return None if self._beside is None else self._beside.shown(self.words)

    def state(self, said: str = "") -> dict[str, Any]:
        """What the page shows."""
        session = self.session
        post, following = session.current, session.following
        progress = session.progress
        return {
            "post": None if post is None else self._shown(post),
            "next": None if following is None else f"/photo/{self._places[following.id]}",
            "done": progress.done,
            "left": progress.left,
            "withLikes": progress.with_likes,
            "sentence": self.words.progress(progress),
            "canUndo": session.can_undo,
            "last": session.last,
            "lastSubject": session.last_subject,
            "subjects": list(session.subjects),
            "room": len(session.subjects) < MOST,
            "bySubject": session.by_subject,
            "said": said,
            "following": self._following() if post is None else "",
            "doubtful": self.doubtful() if post is None else [],
            "command": self.command,
            "then": self._then,
            "beside": self.beside,
            "over": self.over,
        }

    def doubtful(self) -> list[dict[str, Any]]:
        """The numbers that a last look is for."""
        return [
            {
                "id": one.post.id,
                "photo": f"/photo/{self._places[one.post.id]}",
                "day": self._day(one.post),
                "likes": one.likes,
                "usual": round(one.usual),
            }
            for one in self.session.doubtful[:_MOST_DOUBTFUL]
        ]

    def _shown(self, post: Post) -> dict[str, Any]:
        when = post.posted_at
        long = len(post.caption) > _CAPTION
        return {
            "id": post.id,
            "photo": f"/photo/{self._places[post.id]}",
            "day": self._day(post),
            "clock": self.words.day_and_clock(when) if when else "",
            "caption": printable(post.caption[:_CAPTION], lines=True) + "…" * long,
            "likes": post.likes,
            "subject": post.subject,
            "young": self.session.is_young(post),
        }

    def _day(self, post: Post) -> str:
        return self.words.long_day(post.posted_at) if post.posted_at else self.words.UNDATED

    def _jpeg(self, place: int) -> bytes:
        """The photo as it is measured, decoded and written anew: no EXIF, no surprises."""
        post = self.session.posts[self._ids[place]]
        return encode(decode_apart(self._image(post)).rgb, 86)


class _Handler(BaseHTTPRequestHandler):
    server: LikesServer
    protocol_version = "HTTP/1.1"
    server_version = "spe"
    sys_version = ""
    timeout = _PATIENCE

    def log_message(self, *_: object) -> None:
        """Say nothing: the terminal is the person's."""

    def do_GET(self) -> None:
        """The page, its files, photos, and the state."""
        if not self._at_home():
            return
        address = urlsplit(self.path)
        if address.path == "/" and (token := parse_qs(address.query).get("token")):
            self._enter(token[0])
        elif not self._known():
            self._refuse(self._words.elsewhere(self.server.command))
        elif address.path == "/":
            self._send(_page(self.server.key, self._words), "text/html; charset=utf-8")
        elif address.path in _ASSETS:
            name, kind = _ASSETS[address.path]
            self._send(_asset(name), kind)
        elif address.path == "/state" and self._keyed():
            self._json(self.server.state())
        elif address.path == "/beside" and self._keyed():
            self._json({"beside": self.server.beside})
        elif address.path.startswith("/photo/"):
            self._photo(address.path.removeprefix("/photo/"))
        else:
            self._send(b"", "text/plain", HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """A number, a subject, a skip, a step back, a last look, or the end."""
        body = self._body()
        if not self._at_home():
            return
        if body is None or not (self._same_origin() and self._known() and self._keyed()):
            self._refuse(self._words.REFUSED)
            return
        answer = self._ANSWERS.get(self.path)
        if answer is None:
            self._send(b"", "text/plain", HTTPStatus.NOT_FOUND)
            return
        try:
            self._json(answer(self, body))
            self.server.end_if_over()
        except DoubtfulError as doubt:
            self._json({"doubt": self._words.wrong(doubt)}, HTTPStatus.CONFLICT)
        except WriteError as error:
            self._json({"error": self._words.wrong(error)}, HTTPStatus.INTERNAL_SERVER_ERROR)
        except SpeError as error:
            self._json({"error": self._words.wrong(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _save(self, body: dict[str, Any]) -> dict[str, Any]:
        id_, text = _text(body, "id"), _text(body, "text")
        post = self.server.session.save(id_, text, sure="sure" in body)
        return self.server.state(self._words.saved(post.likes or 0))

    def _say(self, body: dict[str, Any]) -> dict[str, Any]:
        post = self.server.session.say(_text(body, "id"), _text(body, "subject"))
        return self.server.state(self._words.subject(printable(post.subject)))

    def _skip(self, body: dict[str, Any]) -> dict[str, Any]:
        self.server.session.skip(_text(body, "id"))
        return self.server.state(self._words.SKIPPED)

    def _undo(self, _: dict[str, Any]) -> dict[str, Any]:
        said = self.server.session.last_subject is not None
        typed = self.server.session.undo()
        if said:
            return self.server.state(self._words.TAKEN_BACK)
        was = "" if typed is None or typed.likes is None else str(typed.likes)
        return {**self.server.state(self._words.TAKEN_BACK), "was": was}

    def _reopen(self, body: dict[str, Any]) -> dict[str, Any]:
        self.server.session.reopen(_text(body, "id"))
        return self.server.state(self._words.SHOWN_AGAIN)

    def _look(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"doubtful": self.server.doubtful()}

    def _finish(self, _: dict[str, Any]) -> dict[str, Any]:
        self.server.finished = True
        return self.server.state(self._words.FINISHED)

    _ANSWERS: Mapping[str, Callable[["_Handler", dict[str, Any]], dict[str, Any]]] = {
        "/likes": _save,
        "/skip": _skip,
        "/subject": _say,
        "/undo": _undo,
        "/reopen": _reopen,
        "/look": _look,
        "/finish": _finish,
    }

    @property
    def _words(self) -> PageWords:
        return self.server.words

    def _enter(self, token: str) -> None:
        """Exchange the token for a cookie, and take it out of the address."""
        if not self.server.admit(token):
            self._refuse(self._words.used(self.server.command))
            return
        self.send_response(HTTPStatus.SEE_OTHER)
        cookie = f"{self._cookie_name()}={self.server.cookie}"
        self.send_header("Set-Cookie", f"{cookie}; HttpOnly; SameSite=Strict; Path=/")
        self.send_header("Location", "/")
        self._end(b"")

    def _photo(self, place: str) -> None:
        try:
            self._send(self.server.jpeg(int(place)), "image/jpeg")
        except (PhotoError, ValueError, IndexError, KeyError):
            self._send(b"", "text/plain", HTTPStatus.NOT_FOUND)

    def _at_home(self) -> bool:
        """Whether the browser meant this server; another name means a rebound address."""
        if self.headers.get("Host") == self.server.host:
            return True
        self._send(b"", "text/plain", HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def _same_origin(self) -> bool:
        site = self.headers.get("Sec-Fetch-Site", "same-origin")
        return self.headers.get("Origin") == f"http://{self.server.host}" and site == "same-origin"

    def _known(self) -> bool:
        name = f"{self._cookie_name()}="
        parts = (part.strip() for part in self.headers.get("Cookie", "").split(";"))
        given = next((part.removeprefix(name) for part in parts if part.startswith(name)), "")
        return _same(given, self.server.cookie)

    def _keyed(self) -> bool:
        return _same(self.headers.get("X-Spe-Key", ""), self.server.key)

    def _cookie_name(self) -> str:
        return f"spe-{self.server.server_address[1]}"

    def _body(self) -> dict[str, Any] | None:
        """What was sent; None where it is no small JSON object."""
        try:
            size = int(self.headers.get("Content-Length", ""))
        except ValueError:
            size = -1
        if not 0 <= size <= _LARGEST_BODY:
            self.close_connection = True
            return None
        try:
            value = json.loads(self.rfile.read(size) or b"{}")
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    def _refuse(self, sentence: str) -> None:
        page = (
            f'<!doctype html><html lang="{self._words.LANGUAGE}"><meta charset=utf-8>'
            f"<title>spe</title><p>{html.escape(sentence)}"
        )
        self._send(page.encode(), "text/html; charset=utf-8", HTTPStatus.FORBIDDEN)

    def _json(self, value: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        data = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        self._send(data, "application/json", status)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self._end(data)

    def _end(self, data: bytes) -> None:
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    return value if isinstance(value, str) else ""


def _asset(name: str) -> bytes:
    return (importlib.resources.files("spe.likes") / name).read_bytes()


def _page(key: str, words: PageWords) -> bytes:
    page = template("page.html").render(
        w=words,
        key=key,
        script=json.dumps(words.SCRIPT),
        stages=[posts for posts, _ in ALLOWED_FROM],
    )
    return page.encode()
