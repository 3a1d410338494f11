"""How commands speak: results on stdout, talk on stderr, colour where it is wanted."""

import json
import math
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

SOME_SKIPPED = 3


def talk(text: str) -> None:
    """Say something to the person on stderr, unless --quiet."""
    if not quiet():
        click.echo(text, err=True)


def warn(text: str) -> None:
    """Say what needs attention on stderr; --quiet does not silence it."""
    click.echo(f"{click.style('!', fg='yellow', bold=True)} {text}", err=True)


def quiet() -> bool:
    """Whether --quiet was given."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get("spe.quiet"))


def console(*, stderr: bool = False) -> "Console":
    """A Rich console; it respects NO_COLOR, TERM=dumb and pipes by itself."""
    from rich.console import Console  # noqa: PLC0415  (only where a table is shown)

    return Console(stderr=stderr, highlight=False, emoji=False, markup=False)


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
    click.echo(json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def _plain(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
