"""The typing of likes on its page, for every command that opens it."""

import threading
import webbrowser
from datetime import datetime
from typing import TYPE_CHECKING

from spe.commands._browser import has_screen
from spe.commands._talk import say
from spe.languages import DEFAULT
from spe.project import Project
from spe.wording import count, number

if TYPE_CHECKING:
    from spe.likes import Beside, Session


def sitting(project: Project, *, everything: bool = False, subjects: bool = False) -> "Session":
    """A sitting over the account's posts that lack what is asked for."""
    from spe.likes import Session  # noqa: PLC0415  (OpenCV)

    return Session(
        project.posts,
        project.backups,
        lambda: datetime.now(project.zone),
        everything=everything,
        subjects=subjects,
    )


def serve(
    session: "Session",
    project: Project,
    *,
    opens: bool,
    command: str = "spe likes",
    opens_then: bool | None = None,
    beside: "Beside | None" = None,
    code: str = DEFAULT,
) -> None:
    """Serve the page until the person finishes it.

    Args:
        session: the sitting.
        project: the account.
        opens: whether the browser is opened, where there is one.
        command: what opens the page again.
        opens_then: whether the report opens by itself once all is typed, or the terminal goes
            on; None where neither does.
        beside: work that goes on meanwhile, if any.
        code: the page's language.

    Raises:
        KeyboardInterrupt: it was ended with Ctrl-C; what was typed is kept.
    """
    from spe.languages import language  # noqa: PLC0415  (all that it speaks of)
    from spe.likes import LikesServer  # noqa: PLC0415
    from spe.model.so_far import so_far  # noqa: PLC0415

    words = language(code).likes
    with LikesServer(
        session,
        lambda post: project.image(post.image),
        lambda: words.following(so_far(project).step_after_likes),
        command=command,
        then="" if opens_then is None else words.goes_on(opens=opens_then),
        beside=beside,
        words=words,
    ) as server:
        opens = opens and has_screen()
        say(
            f"  {count(session.progress.left, 'photo')} to go. "
            f"{'Your browser opens; if not, open' if opens else 'Open in a browser'}:\n"
            f"    {server.address}\n"
            f"  {_how_it_ends(goes_on=opens_then is not None)} Numbers are saved as you go.",
            err=True,
        )
        if opens:
            threading.Thread(target=webbrowser.open, args=(server.address,), daemon=True).start()
        server.serve_forever(poll_interval=0.1)


def _how_it_ends(*, goes_on: bool) -> str:
    if goes_on:
        return "Finish on the page goes on, Ctrl-C here stops."
    return "Ctrl-C here, or Finish on the page, ends it."


def saved(session: "Session") -> str:
    """How many numbers were saved, and how many posts have their likes."""
    done = session.progress
    liked = count(done.with_likes, "post")
    return f"{number(done.done)} saved, {liked} with likes, {number(done.left)} to go"


def after(project: Project) -> str:
    """What comes once the likes are typed."""
    from spe.model.so_far import so_far  # noqa: PLC0415

    return so_far(project).next_after_likes
