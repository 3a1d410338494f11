"""How commands speak: results on stdout, talk on stderr, colour where it is wanted.

Everything a command prints goes through here, and no sign that could act on a terminal
comes out: names and captions are other people's words.
"""

import functools
import json
from typing import TYPE_CHECKING, Any

import click

from spe.commands import _window
from spe.files import jsonable
from spe.printable import escaped_json, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, ConsoleOptions, RenderableType
    from rich.progress import Progress
    from rich.segment import Segment


def say(text: str = "", *, err: bool = False, hang: int | None = None) -> None:
    """Print a result, within the window; `hang` is how far its further lines are indented."""
    click.echo(_fitting(text, err=err, hang=hang), err=err)


def say_marked(text: str, mark: str, colour: str, hang: int) -> None:
    """Print a result with a coloured sign before it."""
    click.echo(click.style(mark, fg=colour) + _fitting(f"{mark} {text}", hang=hang)[len(mark) :])


def say_raw(text: str) -> None:
    """Print a result for scripts and spreadsheets, whose lines are not ours to break."""
    click.echo(printable(text, lines=True))


def talk(text: str, *, bold: bool = False) -> None:
    """Say something to the person on stderr, unless --quiet."""
    if not quiet():
        click.echo(click.style(_fitting(text, err=True), bold=bold or None), err=True)


def warn(text: str) -> None:
    """Say what needs attention on stderr; --quiet does not silence it.

    Further lines are indented, so that no name with a line break in it looks like a
    warning of its own.
    """
    said = _fitting("! " + printable(text, lines=True).replace("\n", "\n  "), err=True)
    click.echo(click.style("!", fg="yellow", bold=True) + said[1:], err=True)


def _fitting(text: str, *, err: bool = False, hang: int | None = None) -> str:
    return _window.wrapped(printable(text, lines=True), _window.columns(err=err), hang=hang)


def quiet() -> bool:
    """Whether --quiet was given."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get("spe.quiet"))


def console(*, stderr: bool = False) -> "Console":
    """A Rich console; it respects NO_COLOR, TERM=dumb and pipes by itself."""
    return _console()(stderr=stderr, highlight=False, emoji=False, markup=False)


@functools.cache
def _console() -> "type[Console]":
    from rich.console import Console  # noqa: PLC0415  (only where a table is shown)
    from rich.segment import Segment  # noqa: PLC0415

    class Printable(Console):
        """Rich keeps escape sequences that stand in a text; this console shows them."""

        def render(
            self, renderable: "RenderableType", options: "ConsoleOptions | None" = None
        ) -> "Iterable[Segment]":
            for text, style, control in super().render(renderable, options):
                yield Segment(text if control else printable(text, lines=True), style, control)

    return Printable


def progress() -> "Progress":
    """A bar on stderr for what takes more than a second; silent in a pipe and under --quiet."""
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    shown = console(stderr=True)
    return Progress(
        TextColumn("  {task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(compact=True),
        console=shown,
        transient=True,
        disable=quiet() or not shown.is_terminal,
    )


def echo_json(value: Any) -> None:  # noqa: ANN401  (whatever JSON holds)
    """Print a result for scripts: what is unknown (NaN) is null."""
    text = json.dumps(jsonable(value), ensure_ascii=False, indent=2, allow_nan=False)
    click.echo(escaped_json(text))
