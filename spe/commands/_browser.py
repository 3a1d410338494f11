"""Whether there is a browser to show a page in."""

import os
import sys


def has_screen() -> bool:
    """Whether there is a browser of windows; one in text would take the terminal."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)
