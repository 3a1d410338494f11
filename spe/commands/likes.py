"""`spe likes`: type in how many likes each post got."""

import webbrowser
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands import _language
from spe.commands._browser import has_screen
from spe.commands._doubt import name_doubtful
from spe.commands._talk import progress, say, talk, warn
from spe.commands._ticking import tell_experiment, ticked
from spe.commands._typing import after, saved, serve, sitting
from spe.errors import SOME_SKIPPED, SpeError
from spe.project import Project
from spe.wording import count, day_and_time, number
from spe.wording.notices import far_count

if TYPE_CHECKING:
    from spe.likes import Session
    from spe.posts import Post

# What ends the typing.
_END = frozenset({"q", "quit"})


@click.command()
@click.option("--all", "everything", is_flag=True, help="Go through posts that have a number, too.")
@click.option(
    "--subjects",
    is_flag=True,
    help="Go through posts of which it is not said what is in the picture, too.",
)
@click.option(
    "--sheet", is_flag=True, help="Write data/likes.csv to fill in, with a page of photos."
)
@click.option(
    "--csv",
    "filled",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Read a filled-in sheet back.",
)
@click.option("--terminal", is_flag=True, help="Ask here instead of in a browser.")
@click.option("--overwrite", is_flag=True, help="With --csv: replace numbers typed before.")
@click.option(
    "--open/--no-open", "opens", default=True, help="Open the browser.", show_default=True
)
@_language.option
@click.pass_obj
def command(
    project: Project,
    filled: Path | None,
    *,
    everything: bool,
    subjects: bool,
    sheet: bool,
    terminal: bool,
    overwrite: bool,
    opens: bool,
    lang: str | None,
) -> int:
    """Type in like counts: a page on this computer shows each photo, newest first.

    Stop any time; every number is kept at once. Nothing leaves this computer.
    """
    from spe.posts import read_posts  # noqa: PLC0415

    if sum((sheet, terminal, filled is not None)) > 1:
        raise click.UsageError("Choose one of --sheet, --csv and --terminal.")
    if subjects and (sheet or terminal or filled is not None):
        raise click.UsageError("--subjects is for the page; elsewhere: spe posts --subject.")
    code = _language.code_for(project, lang)
    if filled is not None:
        return _read_back(project, filled, overwrite=overwrite)
    if sheet:
        return _write_form(project, code, everything=everything, opens=opens)
    session = sitting(project, everything=everything, subjects=subjects)
    if session.current is None:
        say(f"  ✓ All {count(session.progress.with_likes, 'post')} have their likes.")
        talk(f"  To go through them again: spe likes --all\n  {after(project)}")
        if not subjects:
            talk("  To say what is in the pictures: spe likes --subjects")
        return 0
    if terminal:
        _ask(session, project)
        _look_again(session, project)
    else:
        _serve(session, project, code, opens=opens)
    _sum_up(session, project)
    name_doubtful(session.doubtful)
    tell_experiment(ticked(project, read_posts(project.posts)))
    return 0


def _serve(session: "Session", project: Project, code: str, *, opens: bool) -> None:
    try:
        serve(session, project, opens=opens, code=code)
    except KeyboardInterrupt:
        say(err=True)


def _sum_up(session: "Session", project: Project) -> None:
    done = session.progress
    say(f"  ✓ {saved(session)}")
    talk(f"  {done.sentence}")
    if done.next_stage is None or done.left == 0:
        talk(f"  {after(project)}")


def _ask(session: "Session", project: Project) -> None:
    """One photo after the other, in plain text."""
    talk("  Type the likes and Enter. Enter alone skips, u takes back, q ends.\n")
    doubted = ""
    while (post := session.current) is not None:
        if not doubted:
            _describe(post, session, project)
        text = _prompt()
        if text.casefold() in _END:
            if doubted:
                talk(f"  {doubted} is not saved: this post comes first the next time.")
            return
        if text.casefold() in {"u", "undo"}:
            _take_back(session, doubted)
            doubted = ""
        elif text or doubted:
            doubted = _save(session, post, text, doubted)
        else:
            session.skip(post.id)


def _take_back(session: "Session", doubted: str) -> None:
    if doubted:
        talk(f"  {doubted} is not saved.")
    elif session.undo() is None:
        talk("  There is nothing to take back.")


def _save(session: "Session", post: "Post", text: str, doubted: str) -> str:
    """Save a number, or the one that was doubted where Enter keeps it; the one that is now."""
    from spe.likes import DoubtfulError  # noqa: PLC0415

    try:
        saved = session.save(post.id, text or doubted, sure=text in {"", doubted})
    except DoubtfulError as doubt:
        talk(f"  {doubt}")
        return text
    except SpeError as error:
        talk(f"  {error}")
        return doubted
    talk(f"  ✓ {saved.likes:,}\n")
    return ""


def _look_again(session: "Session", project: Project) -> None:
    """A last look at the numbers that are far from the others: Enter keeps each."""
    doubtful = session.doubtful
    if doubtful:
        talk("\n  A last look. Enter keeps a number, q keeps them all; or type the right one.\n")
    for one in doubtful:
        _describe(one.post, session, project)
        talk(f"  {far_count(one.likes, one.usual)}.")
        while text := _prompt():
            if text.casefold() in _END:
                return
            try:
                saved = session.save(one.post.id, text, sure=True)
            except SpeError as error:
                talk(f"  {error}")
            else:
                talk(f"  ✓ {saved.likes:,}\n")
                break


def _prompt() -> str:
    asked: str = click.prompt("  likes", default="", show_default=False, err=True)
    return asked.strip()


def _describe(post: "Post", session: "Session", project: Project) -> None:
    when = post.posted_at
    day = day_and_time(when) if when else "date unknown"
    young = "  (likes still coming in)" if session.is_young(post) else ""
    talk(f"  {number(session.progress.left)} to go · {day}{young}")
    talk(f"  {project.image(post.image)}")
    if post.caption:
        talk(f"  {' '.join(post.caption.split())[:100]}")


def _write_form(project: Project, code: str, *, everything: bool, opens: bool) -> int:
    from spe.languages import language  # noqa: PLC0415  (all that it speaks of)
    from spe.likes import form  # noqa: PLC0415

    session = sitting(project, everything=everything)
    posts = [session.posts[one] for one in session.queue]
    if not posts:
        say("  ✓ Every post has its likes; there is nothing to fill in.")
        return 0
    table, page = project.posts.parent / "likes.csv", project.posts.parent / "likes.html"
    if table.exists() and form.holds_unread(table, session.posts.values()):
        raise SpeError(
            f"{table} holds numbers that spe has not read yet.\n"
            f"Read it back first: spe likes --csv {table}"
        )
    with progress() as bar:
        task = bar.add_task("Shrinking photos", total=len(posts))
        form.write_page(
            page,
            posts,
            lambda post: project.image(post.image),
            lambda: bar.advance(task),
            language(code).likes,
        )
    form.write_form(table, posts)
    say(f"  ✓ {table}  ({len(posts)} rows to fill in)\n  ✓ {page}  (the photos, by row)")
    talk(f"  When it is filled in: spe likes --csv {table}")
    if opens and has_screen():
        webbrowser.open(page.absolute().as_uri())
    return 0


def _read_back(project: Project, filled: Path, *, overwrite: bool) -> int:
    from spe.files import locked  # noqa: PLC0415
    from spe.likes import form  # noqa: PLC0415
    from spe.posts import keep_backup, read_posts, write_posts  # noqa: PLC0415

    now = datetime.now(project.zone)
    with locked(project.posts):
        known = read_posts(project.posts)
        result = form.read_form(filled, known, now, overwrite=overwrite)
        if result.saved:
            keep_backup(project.posts, project.backups, now)
            write_posts(project.posts, result.posts)
    with_likes = sum(post.likes is not None for post in result.posts)
    taken, liked = count(result.saved, "number"), count(with_likes, "post")
    say(f"  ✓ {taken} taken, {liked} with likes")
    if result.kept:
        talk(f"  · {result.kept} numbers that you typed before stay. --overwrite replaces them.")
    name_doubtful(result.doubtful)
    tell_experiment(ticked(project, result.posts))
    for problem in result.problems[:8]:
        warn(problem)
    if len(result.problems) > 8:
        warn(f"... and {len(result.problems) - 8} more like these.")
    return SOME_SKIPPED if result.problems else 0
