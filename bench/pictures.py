"""The pictures in README and docs, of the made-up account: card, report, drafts and typing page.

    python bench/pictures.py [FOLDER]

FOLDER is an account that `spe demo` made; without it one is made first. Pages are taken by
Chromium or Chrome (or what SPE_CHROMIUM names), the card is drawn without. Where there is no
browser, a sentence says what is missing and the code is 3.
"""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageColor

from spe.posts import read_posts, write_posts
from spe.project import Project

DOCS = Path(__file__).parents[1] / "docs"
SPE = (sys.executable, "-m", "spe", "-q")
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)

# Width and height of each page's picture.
REPORT, DRAFTS, TYPING = (1120, 925), (1120, 1180), (1120, 760)

# Colours of a picture, for a small file: those that its photos have most, and the pages' own,
# which cover little. And the width of the card's.
COLOURS, CARD_WIDTH = 256, 720
OWN = ("#0d6b80", "#b04418", "#7b2d4f", "#1d1a16", "#62a0ad", "#b8d1d3")

# The pages are those of an English README, whatever the system speaks.
ENGLISH = ("--lang", "en")

# How many of the newest posts have no likes on the typing page.
UNTYPED = 40


def run(*words: str | Path) -> None:
    """Run spe, and end where it fails."""
    subprocess.run((*SPE, *map(str, words)), check=True)  # noqa: S603  (own command)


def browser() -> str | None:
    """The browser that takes pictures."""
    named = os.environ.get("SPE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def keep(picture: Path, name: str, width: int | None = None) -> None:
    """Put a picture among the docs, with few colours."""
    with Image.open(picture) as image:
        shown = image.convert("RGB")
    if width is not None:
        size = (width, round(shown.height * width / shown.width))
        shown = shown.resize(size, Image.Resampling.LANCZOS)
    path = DOCS / name
    most = shown.quantize(COLOURS - len(OWN)).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*most, *(value for colour in OWN for value in ImageColor.getrgb(colour))])
    shown.quantize(palette=palette).save(path, "PNG", optimize=True)
    print(f"{path.relative_to(DOCS.parent)}  {path.stat().st_size / 1000:.0f} kB")


def take(chromium: str, address: str, name: str, size: tuple[int, int], folder: Path) -> None:
    """Take a picture of a page."""
    shot = folder / name
    subprocess.run(  # noqa: S603  (the browser that was found)
        (
            chromium,
            "--headless",
            "--no-sandbox",
            "--hide-scrollbars",
            "--force-prefers-reduced-motion",
            f"--user-data-dir={folder / 'browser'}",
            "--virtual-time-budget=5000",
            f"--window-size={size[0]},{size[1]}",
            f"--screenshot={shot}",
            address,
        ),
        check=True,
        capture_output=True,
    )
    keep(shot, name)


@contextlib.contextmanager
def typing_page(demo: Project, folder: Path) -> Iterator[str]:
    """The address of a typing page on which the newest posts wait for their likes."""
    shutil.copytree(demo.root, folder)
    account = Project(folder)
    posts = sorted(read_posts(account.posts), key=lambda post: str(post.posted_at))
    untyped = [replace(post, likes=None, likes_as_of=None) for post in posts[-UNTYPED:]]
    write_posts(account.posts, [*posts[:-UNTYPED], *untyped])
    words = (sys.executable, "-u", "-m", "spe", "-C", str(folder), "likes", "--no-open", *ENGLISH)
    with subprocess.Popen(  # noqa: S603  (own command)
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        try:
            lines = iter(server.stdout or ())
            found = filter(None, (re.search(r"http://127\S+", line) for line in lines))
            yield next(found)[0]
        finally:
            server.terminate()


def main() -> int:
    """Take them all; 3 where pages could not be."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        demo = Project(Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "demo")
        if len(sys.argv) < 2:
            run("demo", "--out", demo.root)
        run("-C", demo.root, "report", *ENGLISH, "--card", folder / "card.png")
        keep(folder / "card.png", "card.png", CARD_WIDTH)
        chromium = browser()
        if chromium is None:
            print(
                "No Chromium or Chrome was found, so the card is there and the pictures of "
                "report, drafts and typing page are not: install one, or name it in SPE_CHROMIUM.",
                file=sys.stderr,
            )
            return 3
        run("-C", demo.root, "report", *ENGLISH, "-o", folder / "report.html")
        drafts = ("score", demo.root / "drafts", "--at", "Friday 18:00")
        run("-C", demo.root, *drafts, *ENGLISH, "--caption", "", "--html", folder / "drafts.html")
        take(chromium, (folder / "report.html").as_uri(), "report.png", REPORT, folder)
        take(chromium, (folder / "drafts.html").as_uri(), "drafts.png", DRAFTS, folder)
        with typing_page(demo, folder / "typing") as address:
            take(chromium, address, "likes.png", TYPING, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
