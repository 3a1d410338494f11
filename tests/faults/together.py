"""Two and more commands at once on one account: what each leaves of the others' work.

    python tests/faults/together.py [--runs N] [--seed N] [--without-locks]

The pairs are those that people run: the page of likes stays open while an export comes in,
a second terminal measures again. Each must end as if it had been alone, and nothing that
was acknowledged may be missing afterwards. `--without-locks` takes spe's locks away, to
show that they are what keeps it so. Ends with code 1 where something is missing.
"""

import argparse
import contextlib
import itertools
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from _account import AFTER, copied, ended, start, states
from kills import Page, served, whole

import spe.drafts.forecast_log
import spe.files
import spe.likes.session
import spe.project
from spe.drafts.forecast_log import read_log
from spe.posts import read_posts
from spe.project import Project

Account = dict[str, Path]


def features(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """Two extracts."""
    copied(account["extract"], folder)
    done = _both(folder, draw, ("extract", "-j", "1"), ("extract", "-j", "1"))
    table = Path("data", "features.csv")
    same = (folder / table).read_bytes() == (account["done"] / table).read_bytes()
    return done if same else [*done, "other features"]


def damaged(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """Two extracts that both find the cache damaged."""
    copied(account["extract"], folder)
    Project(folder).cache.write_bytes(draw.randbytes(20_000))
    done = _both(folder, draw, ("extract", "-j", "1"), ("extract", "-j", "1"))
    table = Path("data", "features.csv")
    same = (folder / table).read_bytes() == (account["done"] / table).read_bytes()
    return done if same else [*done, "other features"]


def four(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """Two extracts, a fit and the page of likes, of which every number stays."""
    copied(account["extract"], folder)
    names = [post.id for post in read_posts(Project(folder).posts)]
    server, address = served(folder, "--all")
    there, faults = Page(address), []
    words = (("extract", "-j", "1"), ("extract", "-j", "1"), ("fit",))
    others = threading.Thread(target=lambda: faults.extend(_both(folder, draw, *words)))
    others.start()
    sent: dict[str, int] = {}
    for number, name in enumerate(itertools.cycle(names)):
        if not others.is_alive():
            break
        there.save(name, number)
        sent[name] = number
    others.join()
    there.finish()
    if ended(server).code:
        faults.append("the page did not end well")
    whole(folder)
    now = {post.id: post.likes for post in read_posts(Project(folder).posts)}
    return faults + [
        f"{name}: {now.get(name)}, not {likes}"
        for name, likes in sent.items()
        if now.get(name) != likes
    ]


def fit_beside(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """An extract and a fit; every file is whole."""
    copied(account["extract"], folder)
    done = _both(folder, draw, ("extract", "-j", "1"), ("fit",))
    whole(folder)
    return done


def imports(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """Two imports, of the first posts and of all."""
    copied(account["import"], folder)
    Project(folder).posts.unlink()
    done = _both(folder, draw, ("import", "old.zip"), ("import", "new.zip"))
    found = len(read_posts(Project(folder).posts))
    return done if found == AFTER else [*done, f"{found} posts of {AFTER}"]


def likes(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """The page of likes, an import and a filled-in sheet."""
    copied(account["import"], folder)
    project = Project(folder)
    names = [post.id for post in read_posts(project.posts)]
    by_page, by_sheet = names[::2], names[1::2]
    rows = [f"#{name},{1000 + number}" for number, name in enumerate(by_sheet)]
    (folder / "sheet.csv").write_text("\n".join(["post,likes", *rows]) + "\n")
    server, address = served(folder, "--all")
    there, faults = Page(address), []
    others = threading.Thread(
        target=lambda: faults.extend(
            _both(folder, draw, ("import", "new.zip"), ("likes", "--csv", "sheet.csv"))
        )
    )
    others.start()
    acknowledged: dict[str, int] = {}
    number = 0
    while others.is_alive():
        number += 1
        there.save(by_page[number % len(by_page)], number)
        acknowledged[by_page[number % len(by_page)]] = number
    others.join()
    there.finish()
    if ended(server).code:
        faults.append("the page did not end well")
    acknowledged |= {name: 1000 + at for at, name in enumerate(by_sheet)}
    now = {post.id: post.likes for post in read_posts(project.posts)}
    faults += [
        f"{name}: {now.get(name)}, not {told}"
        for name, told in acknowledged.items()
        if now.get(name) != told
    ]
    return faults if len(now) == AFTER else [*faults, f"{len(now)} posts of {AFTER}"]


def logs(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """Two scores that are remembered."""
    copied(account["done"], folder)
    words = ("score", "--log", "--at", "2026-12-01 18:00", "drafts/coffee.jpg")
    done = _both(folder, draw, words, words)
    found = len(read_log(Project(folder).scores))
    return done if found == 2 else [*done, f"{found} guesses of 2"]


def zones(folder: Path, account: Account, draw: random.Random) -> list[str]:
    """Two imports that settle the time zone; the rest of spe.toml stays."""
    copied(account["import"], folder)
    words = ("import", "new.zip", "--tz")
    done = _both(folder, draw, (*words, "Europe/Rome"), (*words, "UTC"))
    settings = Project(folder).settings
    right = settings.get("made_up") is True and settings.get("timezone") in {"Europe/Rome", "UTC"}
    return done if right else [*done, f"spe.toml holds {settings}"]


CASES: dict[str, Callable[[Path, Account, random.Random], list[str]]] = {
    "two extracts": features,
    "two extracts, a damaged cache": damaged,
    "extract and fit": fit_beside,
    "two extracts, fit, page of likes": four,
    "two imports": imports,
    "page of likes, import, likes --csv": likes,
    "score --log twice": logs,
    "import --tz twice": zones,
}


def _both(folder: Path, draw: random.Random, *commands: tuple[str, ...]) -> list[str]:
    """Run commands at once, each a few milliseconds after the other; what did not end well."""
    children = []
    for words in commands:
        children.append(start(folder, *words))
        time.sleep(draw.uniform(0, 0.03))
    done = [(words, ended(child)) for words, child in zip(commands, children, strict=True)]
    return [f"{' '.join(words)}: {one}" for words, one in done if one.code]


def without_locks() -> None:
    """Take spe's locks away."""
    for module in (spe.files, spe.likes.session, spe.project, spe.drafts.forecast_log):
        module.locked = lambda _path: contextlib.nullcontext()  # type: ignore[attr-defined]


def main() -> int:
    """Print a line a case; 1 where anything was missing."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--runs", type=int, default=20, help="rounds of each case")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--without-locks", action="store_true")
    options = asked.parse_args()
    faults = []
    with states() as account, tempfile.TemporaryDirectory() as made:
        if options.without_locks:
            without_locks()
        for name, case in CASES.items():
            draw = random.Random(f"{options.seed} {name}")  # noqa: S311  (moments, no secrets)
            found = [case(Path(made) / "account", account, draw) for _ in range(options.runs)]
            bad = [item for item in found if item]
            faults += [f"{name}: {text}" for item in bad for text in item]
            print(f"{name:<36} {len(found)} rounds, {len(bad)} with something lost", flush=True)
    print(*faults, sep="\n", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
