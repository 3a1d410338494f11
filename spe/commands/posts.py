"""`spe posts`: look at your posts, correct likes, name subjects, leave some out, undo."""

import math
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from spe.commands._table import print_table
from spe.commands._talk import echo_json, say, talk
from spe.commands._ticking import tell_experiment, ticked
from spe.errors import SpeError
from spe.printable import printable
from spe.project import Project
from spe.wording import minute

if TYPE_CHECKING:
    from spe.posts import Post

_LIST = "list"


@click.command()
@click.option(
    "--sort",
    type=click.Choice(["ratio", "likes", "date"]),
    default="date",
    show_default=True,
    help="ratio: likes against the usual, by the last fit or the ten posts nearest in time.",
)
@click.option("--exclude", "out", multiple=True, metavar="ID", help="Leave a post out of the fit.")
@click.option("--reason", metavar="TEXT", help="Why, with --exclude: a giveaway, a sad day ...")
@click.option("--include", "back", multiple=True, metavar="ID", help="Take a post in again.")
@click.option(
    "--likes",
    "corrected",
    nargs=2,
    multiple=True,
    metavar="ID N",
    help="Correct the likes of a post; later imports keep what you type.",
)
@click.option(
    "--subject",
    metavar="NAME ID...",
    help='What is in the picture: food, pets, travel ... "" takes it back.',
)
@click.option(
    "--subject-from-hashtags",
    "tagged",
    multiple=True,
    metavar="NAME=TAG,TAG",
    help="Name the subject of posts without one by their hashtags: pets=cat,dog",
)
@click.option(
    "--rename-subject",
    "rename",
    nargs=2,
    metavar="OLD NEW",
    help="Call a subject otherwise; by a name that is there, the two become one.",
)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--restore",
    is_flag=False,
    flag_value=_LIST,
    metavar="[N]",
    help="List the tables of before; with a number, bring one back.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
@click.pass_obj
def command(
    project: Project,
    sort: str,
    out: tuple[str, ...],
    reason: str | None,
    back: tuple[str, ...],
    corrected: tuple[tuple[str, str], ...],
    subject: str | None,
    tagged: tuple[str, ...],
    rename: tuple[str, str] | None,
    ids: tuple[str, ...],
    restore: str | None,
    *,
    as_json: bool,
) -> None:
    """Show your posts, correct likes, name subjects, leave posts out, or bring back a table.

    An ID is a post's id, the start of one, or its photo's file name.
    """
    from spe.posts import read_posts  # noqa: PLC0415

    if restore is not None:
        _restore(project, restore, as_json=as_json)
        return
    if bool(out) != bool(reason and reason.strip()):
        raise click.UsageError("--exclude and --reason go together.")
    if (subject is not None) != bool(ids):
        raise click.UsageError("--subject goes with IDs: spe posts --subject pets IMG_1.jpg")
    said = _Subjects(subject or "", ids, tagged, rename)
    if out or back or corrected or said:
        posts = _change(project, out, (reason or "").strip(), back, corrected, said)
    else:
        posts = read_posts(project.posts)
    ratio = _ratios(project, posts)
    ordered = sorted(posts, key=lambda post: _order(post, sort, ratio))
    if as_json:
        echo_json([_facts(post, ratio.get(post.id)) for post in ordered])
    else:
        _show(ordered, ratio)


def _ratios(project: Project, posts: list["Post"]) -> dict[str, float]:
    """Likes against the usual: that of the fit, as the report has it, else of the nearest posts."""
    from spe.model.fitted import FittedModel  # noqa: PLC0415  (numpy)
    from spe.posts import ratios, times_usual  # noqa: PLC0415

    found = ratios(posts)
    try:
        model = FittedModel.read(project.model)
    except SpeError:
        return found
    likes = {post.id: post.likes for post in posts}
    for fit in model.posts:
        got = likes.get(fit.id) if model.options.target == "likes" else fit.likes
        if got is not None and fit.id in likes and not math.isnan(times_usual(got, fit.usual)):
            found[fit.id] = times_usual(got, fit.usual)
    return found


def _order(post: "Post", sort: str, ratio: dict[str, float]) -> tuple[bool, float, str]:
    """Highest or newest first; what is unknown last."""
    date = post.posted_at.timestamp() if post.posted_at else None
    value = {"date": date, "likes": post.likes, "ratio": ratio.get(post.id)}[sort]
    return (value is None, -(value or 0.0), post.id)


def _change(
    project: Project,
    out: tuple[str, ...],
    reason: str,
    back: tuple[str, ...],
    corrected: tuple[tuple[str, str], ...],
    said: "_Subjects",
) -> list["Post"]:
    from spe.files import locked  # noqa: PLC0415
    from spe.posts import keep_backup, read_posts, typed, write_posts  # noqa: PLC0415

    now = datetime.now(project.zone)
    with locked(project.posts):
        posts = read_posts(project.posts)
        likes = {_meant(posts, name): _number(text) for name, text in corrected}
        reasons = {_meant(posts, name): reason for name in out}
        reasons |= {_meant(posts, name): "" for name in back}
        changed = [
            typed(post, likes[post.id], now) if post.id in likes else post
            for post in (
                replace(post, excluded=reasons.get(post.id, post.excluded))
                for post in said.of(posts)
            )
        ]
        if changed != posts:
            keep_backup(project.posts, project.backups, now)
            write_posts(project.posts, changed)
    ticked(project, changed)
    _tell_corrected(posts, changed, likes)
    if out or back:
        talk(f"  ✓ {len(out)} left out, {len(back)} taken in again. Next: spe fit")
    if said:
        _tell_subjects(posts, changed)
    return changed


def _tell_subjects(before: list["Post"], posts: list["Post"]) -> None:
    from spe.subjects import counts  # noqa: PLC0415

    many = counts(post.subject for post in posts)
    changed = sum(old.subject != new.subject for old, new in zip(before, posts, strict=True))
    told = ", ".join(f"{name} {posts}" for name, posts in many.items())
    following = " Next: spe fit" if changed else ""
    talk(f"  ✓ {changed} changed. Subjects: {told or 'none'}.{following}")


@dataclass(frozen=True)
class _Subjects:
    """What is said of subjects: a name and the posts that get it, hashtags, another name."""

    name: str
    ids: tuple[str, ...]
    tagged: tuple[str, ...]
    rename: tuple[str, str] | None

    def __bool__(self) -> bool:
        return bool(self.ids or self.tagged or self.rename)

    def of(self, posts: list["Post"]) -> list["Post"]:
        """The posts with what is said of them."""
        from spe import subjects  # noqa: PLC0415

        if self.rename:
            posts = subjects.renamed(posts, *self.rename)
        posts = subjects.given(posts, {_meant(posts, one) for one in self.ids}, self.name)
        return subjects.from_hashtags(posts, _tags(self.tagged))


def _tags(tagged: tuple[str, ...]) -> dict[str, list[str]]:
    """Hashtags by subject, out of `pets=cat,dog`."""
    tags: dict[str, list[str]] = {}
    for text in tagged:
        name, _, own = text.partition("=")
        words = [tag.strip() for tag in own.split(",") if tag.strip(" #＃")]
        if not name.strip() or not words:
            raise click.BadParameter(
                f"{text!r} should be like pets=cat,dog", param_hint="--subject-from-hashtags"
            )
        tags.setdefault(name.strip(), []).extend(words)
    return tags


def _number(text: str) -> int:
    from spe.likes import number  # noqa: PLC0415  (OpenCV)

    return number(text)


def _tell_corrected(before: list["Post"], posts: list["Post"], likes: dict[str, int]) -> None:
    from spe.commands._doubt import name_doubtful  # noqa: PLC0415
    from spe.doubt import doubted  # noqa: PLC0415

    if not likes:
        return
    for post in before:
        if post.id in likes:
            was = "unknown" if post.likes is None else f"{post.likes:,}"
            talk(f"  ✓ {post.id}: {likes[post.id]:,} likes (was {was}). Next: spe fit")
    name_doubtful([one for one in doubted(posts) if one.post.id in likes])


def _meant(posts: list["Post"], name: str) -> str:
    """The id of the one post that a person means."""
    exact = [post.id for post in posts if post.id == name]
    named = [post.id for post in posts if PurePath(post.image).name == name]
    start = [post.id for post in posts if name and post.id.startswith(name)]
    for found in (exact, named, start):
        if len(found) == 1:
            return found[0]
    fault = "several posts are" if start or named else "no post is"
    raise SpeError(f"{fault.capitalize()} called {name!r}. spe posts lists them with their ids.")


def _show(posts: list["Post"], ratio: dict[str, float]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column("Posted", no_wrap=True, min_width=16)
    table.add_column("Likes", justify="right", no_wrap=True, min_width=5)
    table.add_column("× usual", justify="right", no_wrap=True, min_width=7)
    table.add_column("ID", no_wrap=True, overflow="ellipsis", min_width=12, max_width=20)
    table.add_column("Photo and caption", no_wrap=True, overflow="ellipsis")
    for post in posts:
        when = minute(post.posted_at) if post.posted_at else "unknown"
        usual = f"{ratio[post.id]:.1f}" if post.id in ratio else "–"
        words = f"{Path(post.image).name}  {' '.join(post.caption.split())[:60]}"
        if post.subject:
            words = f"{post.subject} · {words}"
        if (post.pictures or 1) > 1:
            words = f"album of {post.pictures} · {words}"
        if post.excluded:
            words = f"left out: {post.excluded} · {words}"
        likes = "–" if post.likes is None else f"{post.likes:,}"
        style = "dim" if post.excluded else None
        table.add_row(when, likes, usual, printable(post.id), printable(words), style=style)
    print_table(table)
    known = sum(post.likes is not None for post in posts)
    excluded = sum(bool(post.excluded) for post in posts)
    left = f", {excluded} left out" if excluded else ""
    talk(
        f"  {len(posts)} posts, {known} with likes{left}. × usual: as in the report, by the last "
        "fit; without one, against the ten posts nearest in time."
    )


def _facts(post: "Post", ratio: float | None) -> dict[str, object]:
    return {
        "id": post.id,
        "image": post.image,
        "posted_at": post.posted_at.isoformat() if post.posted_at else None,
        "likes": post.likes,
        "ratio": ratio,
        "caption": post.caption,
        "comments": post.comments,
        "followers": post.followers,
        "source": post.source,
        "likes_from": post.likes_from,
        "likes_as_of": post.likes_as_of.isoformat() if post.likes_as_of else None,
        "excluded": post.excluded,
        "pictures": post.pictures,
        "subject": post.subject or None,
        "more_images": list(post.more_images),
    }


def _restore(project: Project, which: str, *, as_json: bool) -> None:
    """List the tables of before, newest first, or bring one back; the present one is kept too."""
    from spe.files import locked  # noqa: PLC0415
    from spe.posts import backups, keep_backup, kept_until, read_posts, write_posts  # noqa: PLC0415

    kept = backups(project.backups)
    if which == _LIST:
        if as_json:
            echo_json([path.name for path in kept])
            return
        for number, path in enumerate(kept, start=1):
            posts = read_posts(path)
            likes = sum(post.likes is not None for post in posts)
            until = kept_until(path).astimezone(project.zone)
            say(
                f"  {number:>2}  until {minute(until)}:{until:%S}  "
                f"{len(posts)} posts, {likes} with likes"
            )
        talk(
            "  To bring one back: spe posts --restore N" if kept else "  No table was changed yet."
        )
        return
    if not which.isdigit() or not 1 <= int(which) <= len(kept):
        raise SpeError(f"There is no table {which!r} to restore. spe posts --restore lists them.")
    chosen = kept[int(which) - 1]
    posts = read_posts(chosen)
    with locked(project.posts):
        keep_backup(project.posts, project.backups, datetime.now(project.zone))
        write_posts(project.posts, posts)
    say(f"  ✓ {len(posts)} posts are back. The table of just now is kept as number 1.")
    tell_experiment(ticked(project, posts))
