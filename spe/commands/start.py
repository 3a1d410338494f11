"""`spe start`: go the whole way: posts, likes, measuring, the report; run again, it goes on."""

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from spe.commands import _language
from spe.commands._background import Measuring
from spe.commands._bring_in import Wanted, asks, bring_in
from spe.commands._brought import tell as tell_brought
from spe.commands._brought import tell_nothing
from spe.commands._browser import has_screen
from spe.commands._doubt import name_doubtful
from spe.commands._dropped import dropped
from spe.commands._measuring import tell as tell_measured
from spe.commands._measuring import warn_of_people
from spe.commands._talk import say, talk, warn
from spe.commands._ticking import tell_experiment, ticked
from spe.commands._typing import saved, serve, sitting
from spe.errors import INTERRUPTED, SOME_SKIPPED, NotReadyError, SpeError
from spe.model.options import FEWEST, RANKING
from spe.model.so_far import SoFar, so_far
from spe.project import Project
from spe.wording import count, number
from spe.wording.steps import START

if TYPE_CHECKING:
    from spe.posts import Post

_ASKED = "  Pull your export, or a folder of photos, onto this window, and press Enter"
_WHERE = (
    "  No export yet? On Instagram: your profile, its settings, Accounts Center, Your information "
    "and permissions, Export your information. Step by step: README.md, “Your own account”."
)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SRC...]", type=click.Path(path_type=Path))
@click.option(
    "--tz",
    "zone_name",
    metavar="ZONE",
    help="The account's time zone, e.g. Europe/Zurich; kept in spe.toml.",
)
@click.option(
    "--open/--no-open", "opens", default=True, help="Open the browser.", show_default=True
)
@_language.option
@click.pass_obj
def command(
    project: Project,
    sources: tuple[Path, ...],
    zone_name: str | None,
    *,
    opens: bool,
    lang: str | None,
) -> int:
    """Go the whole way in one command: bring posts in, type likes, measure, learn, report.

    SRC is an export, a table or a folder of photos; without one it is asked for. Stop any time:
    run again, it goes on where it was. With a newer export it takes in what is new.
    """
    try:
        return _go(project, sources, zone_name, lang, opens=opens)
    except (KeyboardInterrupt, click.Abort):
        say(f"\nStopped. What was finished is kept. To go on: {START}", err=True)
        return INTERRUPTED


def _go(
    project: Project,
    sources: tuple[Path, ...],
    zone_name: str | None,
    lang: str | None,
    *,
    opens: bool,
) -> int:
    from spe.posts import read_posts  # noqa: PLC0415

    code = _language.code_for(project, lang)
    status = 0
    if sources:
        project, status = _bring_in(project, sources, zone_name)
    elif not so_far(project).posts:
        project, status = _ask_for_posts(project, zone_name)
    now = so_far(project)
    if _is_done(now):
        _show_again(project, now, opens=opens)
        return status
    posts = read_posts(project.posts)
    _check_times(posts)
    warn_of_people()
    with Measuring(project, posts) as measuring:
        _type(project, measuring, code, opens=opens)
        measured = measuring.result()
    if not so_far(project).measured:  # another command brought posts in meanwhile
        with Measuring(project, read_posts(project.posts)) as measuring:
            measured = measuring.result()
    status = max(status, tell_measured(measured, tick=True))
    _learn(project)
    return max(status, _report(project, code, opens=opens))


def _ask_for_posts(project: Project, zone_name: str | None) -> tuple[Project, int]:
    """Ask for an export until one can be read.

    Raises:
        NotReadyError: nobody is there to be asked.
    """
    if not asks():
        raise NotReadyError(
            f"No posts in {project.posts.parent} yet.\n"
            "Name your export, or a folder of photos: spe start ~/Downloads/export.zip"
        )
    from spe.sources import open_tree  # noqa: PLC0415

    talk(_WHERE)
    while True:
        sources = dropped(click.prompt(_ASKED, err=True))
        try:
            for source in sources:
                open_tree(source)  # whether it is there at all, before anything else is asked
            return _bring_in(Project(project.root), tuple(sources), zone_name)
        except SpeError as error:
            warn(str(error))


def _bring_in(
    project: Project, sources: tuple[Path, ...], zone_name: str | None
) -> tuple[Project, int]:
    """Bring posts in and say what came; the account with its time zone, and the exit code."""
    brought = bring_in(project, sources, Wanted(zone_name=zone_name))
    if not brought.anything:
        raise tell_nothing(brought)
    tell_brought(brought)
    tell_experiment(brought.experiments)
    return brought.project, SOME_SKIPPED if brought.problems else 0


def _is_done(now: SoFar) -> bool:
    """Whether all is done: likes that are missing lead to no further kind of answer."""
    return now.measured and now.fitted and now.reported and now.step not in {"import", "likes"}


def _check_times(posts: "list[Post]") -> None:
    """Let nobody type likes from which nothing can be learnt.

    Raises:
        NotReadyError: too few posts have a time, and others have none.
    """
    shown = [post for post in posts if not post.excluded]
    timed = sum(post.posted_at is not None for post in shown)
    if timed < min(FEWEST, len(shown)):
        raise NotReadyError(
            f"{timed} of {count(len(shown), 'post')} have a posting time; {FEWEST} are needed.\n"
            "Write a table that has the photo’s file name and the date in each row, as in "
            f"docs/importing.md. Then: {START} TABLE"
        )


def _show_again(project: Project, now: SoFar, *, opens: bool) -> None:
    say(f"  ✓ Your report is up to date: {project.report}")
    if now.with_likes < now.posts:
        talk(f"  · {_without_likes(now)}: spe likes")
    _open(project, opens=opens)


def _type(project: Project, measuring: Measuring, code: str, *, opens: bool) -> None:
    """Let the likes that are missing be typed, while the photos are measured."""
    from spe.posts import read_posts  # noqa: PLC0415

    session = sitting(project)
    if session.current is None:
        say(f"  ✓ All {count(session.progress.with_likes, 'post')} have their likes.")
        return
    shows = opens and has_screen()
    serve(
        session,
        project,
        opens=opens,
        command=START,
        opens_then=shows,
        beside=measuring.beside,
        code=code,
    )
    say(f"  {'✓' if session.progress.done else '·'} {saved(session)}")
    name_doubtful(session.doubtful)
    tell_experiment(ticked(project, read_posts(project.posts)))


def _learn(project: Project) -> None:
    """Fit the model where anything changed, and say in one line what came of it."""
    from spe.commands.fit import answer, learn  # noqa: PLC0415
    from spe.model.options import DEFAULTS  # noqa: PLC0415
    from spe.model.so_far import model_of  # noqa: PLC0415

    model = model_of(project) if so_far(project).fitted else learn(project, DEFAULTS)
    heading, said = answer(model)[0]
    if model.skill is None:
        say(f"  · {heading}: {said}")
    else:
        say(f"  ✓ Learnt from {number(model.n_posts)} posts. {heading} {said}")


def _report(project: Project, code: str, *, opens: bool) -> int:
    """Write the report in a language and open it."""
    from spe.commands.report import known, write_page  # noqa: PLC0415
    from spe.languages import language  # noqa: PLC0415

    facts, images, unread = known(project, captions=False)
    problems = write_page(
        facts, images, project.report, "all", language(code).report, unread, blur_faces=False
    )
    say(f"  ✓ Your report: {project.report}")
    talk(f"  {_next(so_far(project))}")
    _open(project, opens=opens)
    return SOME_SKIPPED if problems else 0


def _next(now: SoFar) -> str:
    """What may be done next: what leads to a further kind of answer first."""
    if now.step == "likes":
        return f"{_without_likes(now)}. To go on typing: {START}"
    if now.step == "more":
        return f"{RANKING} posts with likes make a first model. Once there are more: {START} EXPORT"
    return f"With a newer export: {START} EXPORT. For a photo to post: spe score PHOTO"


def _without_likes(now: SoFar) -> str:
    missing = now.posts - now.with_likes
    return f"{count(missing, 'post')} {'has' if missing == 1 else 'have'} no likes yet"


def _open(project: Project, *, opens: bool) -> None:
    if opens and has_screen():
        webbrowser.open(project.report.resolve().as_uri())
