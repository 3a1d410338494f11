"""Firefox without a window, over its own Marionette protocol.

Playwright drives only the Firefox it builds itself; a browser that is installed listens on
a socket: messages are JSON behind their length
(https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

import contextlib
import json
import socket
import subprocess
import time

# It makes no window narrower than this.
NARROWEST = 500

SETTINGS = """
user_pref("marionette.port", 0);
user_pref("layout.css.prefers-color-scheme.content-override", 0);
user_pref("ui.prefersReducedMotion", 1);
user_pref("network.proxy.type", 1);
user_pref("network.proxy.socks", "127.0.0.1");
user_pref("network.proxy.socks_port", 9);
user_pref("network.proxy.allow_hijacking_localhost", true);
"""


class Firefox:
    """One window that prefers dark pages and reaches no network."""

    def __init__(self, stream):
        self._stream = stream
        self._asked = 0
        self._told()
        self._ask("WebDriver:NewSession", capabilities={})

    def open(self, path, width):
        """Show a file in a window so wide, none of it taken by a scrollbar."""
        self._ask("WebDriver:SetWindowRect", width=width, height=900)
        self._ask("WebDriver:Navigate", url=path.as_uri())
        self.evaluate("document.documentElement.style.scrollbarWidth = 'none'")

    def evaluate(self, expression):
        """What an expression gives in the page."""
        script = f"return {expression}"
        return self._ask("WebDriver:ExecuteScript", script=script, args=[])["value"]

    def _ask(self, command, **words):
        self._asked += 1
        text = json.dumps([0, self._asked, command, words]).encode()
        self._stream.write(b"%d:%b" % (len(text), text))
        self._stream.flush()
        _, _, error, result = self._told()
        if error:
            raise RuntimeError(f"{command}: {error['message']}")
        return result

    def _told(self):
        length = b""
        while (digit := self._stream.read(1)) != b":":
            length += digit
        return json.loads(self._stream.read(int(length)))


@contextlib.contextmanager
def started(program, home):
    """A Firefox with a new profile in `home`, and stop it at the end."""
    profile = home / "profile"
    profile.mkdir()
    (profile / "user.js").write_text(SETTINGS)
    process = subprocess.Popen(
        [program, "--headless", "--marionette", "--no-remote", "-profile", str(profile)],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = ("127.0.0.1", _port(process, profile / "MarionetteActivePort"))
        with (
            socket.create_connection(address, timeout=120) as wire,
            wire.makefile("rwb") as stream,
        ):
            yield Firefox(stream)
    finally:
        process.terminate()
        process.wait(30)


def _port(process, file, patience=120):
    """The port that Firefox writes down once it listens."""
    until = time.monotonic() + patience
    while time.monotonic() < until and process.poll() is None:
        if file.exists() and (text := file.read_text().strip()):
            return int(text)
        time.sleep(0.05)
    raise TimeoutError("Firefox does not listen")
