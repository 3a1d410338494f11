"""The Click group: commands loaded when asked for, and the one door for errors."""

import contextlib
import importlib
import keyword
import os
import sys
import warnings
from pathlib import Path
from typing import Any

import click

from spe.errors import INTERRUPTED, NOT_READY, UNEXPECTED, SpeError
from spe.printable import printable
from spe.project import Project, find_root
from spe.version import __version__

# In the order a newcomer needs them; each is `command` in spe/commands/<name>.py.
COMMANDS = (
    "start",
    "demo",
    "setup",
    "import",
    "likes",
    "posts",
    "extract",
    "fit",
    "report",
    "score",
    "track",
    "try",
    "features",
    "doctor",
)


class Commands(click.Group):
    """A group that imports a command when it is used, and turns errors into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands in a newcomer's order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"spe.commands.{_module(cmd_name)}")
        command: click.Command = module.command
        return _with_variables(command, f"SPE_{cmd_name.upper()}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands by the first line of their modules, which need no importing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _first_line(name)) for name in COMMANDS])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is meant; a slip of the finger gets a suggestion."""
        if args[:1] == ["help"]:
            if not args[1:]:
                click.echo(ctx.get_help())
                ctx.exit()
            args = [args[1], "--help"]
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib  # noqa: PLC0415  (--help has no use for it)

            alike = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean {alike[0]}?" if alike else ""
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as Click declares it)
        """Run a command; a foreseen problem becomes its sentence and its exit code."""
        try:
            status = super().invoke(ctx)
        except SpeError as error:
            raise Said(str(error), error.exit_code) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            # A full disk, a drive pulled out: of the machine, and no bug.
            raise Said(_of_the_machine(error), SpeError.exit_code) from error
        except ImportError as error:
            if (library := _missing_library(error)) is None:
                raise
            raise Said(
                f"The system library {library} is missing. Run: spe setup",
                NOT_READY,
            ) from error
        if isinstance(status, int) and status:
            ctx.exit(status)
        return status


def _with_variables(command: click.Command, prefix: str) -> click.Command:
    """The command, each option of which an environment variable of its own name sets.

    SPE_SCORE_SAVE_EDITS stands for spe score --save-edits.
    """
    for option in command.params:
        names = [name[2:] for name in option.opts if name.startswith("--")]
        if names and isinstance(option, click.Option) and option.expose_value:
            option.envvar = f"{prefix}_{names[0].upper().replace('-', '_')}"
    return command


def _of_the_machine(error: OSError) -> str:
    """What the system refused, and of which file."""
    where = f"{error.filename}: " if error.filename is not None else ""
    return f"{where}{error.strerror or error}."


def _module(name: str) -> str:
    """The module of a command in spe/commands: import_ for import."""
    return name + "_" * keyword.iskeyword(name)


def _first_line(name: str) -> str:
    """What a command's module says of it behind the colon."""
    path = Path(__file__).with_name("commands") / f"{_module(name)}.py"
    with path.open(encoding="utf-8") as file:
        said = file.readline().strip().strip('"').partition(": ")[2]
    return said[:1].upper() + said[1:]


class Said(click.ClickException):
    """A foreseen problem as Click shows it, with the exit code it ends with."""

    def __init__(self, text: str, exit_code: int) -> None:
        first, *rest = printable(text, lines=True).split("\n")
        super().__init__("\n".join([first, *(f"       {line.strip()}" for line in rest)]))
        self.exit_code = exit_code  # type: ignore[misc]  # Click reads the instance's


def _missing_library(error: ImportError) -> str | None:
    """The shared library an import failed for, as the loader names it."""
    name = str(error).partition(":")[0]
    return name if ".so" in name and "/" not in name else None


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 100,
    },
)
@click.option(
    "-C",
    "--project",
    type=click.Path(path_type=Path, file_okay=False),
    help="The account's folder.  [default: nearest with spe.toml, else this one]",
)
@click.option("-q", "--quiet", is_flag=True, help="Results only, no talk.")
@click.option("--debug", is_flag=True, help="Show a traceback where something breaks.")
@click.version_option(__version__, "-V", "--version", prog_name="spe")
@click.pass_context
def cli(ctx: click.Context, project: Path | None, *, quiet: bool, debug: bool) -> None:
    """Find out which of your own photo posts your followers like, and how sure that is.

    Everything happens on this computer. The whole way in one command: spe start. To see how it
    goes first: spe demo
    """
    ctx.obj = Project(find_root(Path.cwd()) if project is None else project)
    ctx.meta["spe.quiet"] = quiet
    ctx.meta["spe.debug"] = debug
    if ctx.invoked_subcommand is None:
        _tell_where_you_stand(ctx.obj)
        click.echo(ctx.get_help())


def _tell_where_you_stand(project: Project) -> None:
    """How far the account is and what comes next, before the help."""
    from spe.commands._talk import say  # noqa: PLC0415  (--help has no use for it)
    from spe.model.so_far import so_far  # noqa: PLC0415
    from spe.wording.steps import START  # noqa: PLC0415

    try:
        now = so_far(project)
    except SpeError as error:
        say(str(error))
    else:
        say(f"{now.counted} {now.next_step if now.posts else f'The whole way: {START}'}")
    say()


_with_variables(cli, "SPE")


def main() -> None:
    """Run spe: 0 done, 1 a bug, 2 wrong input, 3 some input skipped, 4 not ready, 130 Ctrl-C."""
    _utf8()
    debug = "--debug" in sys.argv
    if not debug and not sys.warnoptions:
        # What numpy or a library says of itself tells a person nothing.
        warnings.simplefilter("ignore")
    try:
        status = cli.main(prog_name="spe", standalone_mode=False)
    except click.ClickException as error:
        said = _fitting(printable(error.format_message(), lines=True))
        error.format_message = lambda: said  # type: ignore[method-assign]  # as it is shown
        if debug:
            _trace()
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was finished is kept.", err=True)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader of a pipe has had enough; Python must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  (the last door: a bug becomes one line)
        if debug:
            _trace()
        click.echo(
            f"Error: unexpected {type(error).__name__}: {printable(str(error))}\n"
            "       This is a bug in spe. Run again with spe --debug ... to see where.",
            err=True,
        )
        sys.exit(UNEXPECTED)
    sys.exit(status if isinstance(status, int) else 0)


def _fitting(message: str) -> str:
    """What went wrong, broken to fit behind the word Error."""
    from spe.commands._window import columns, wrapped  # noqa: PLC0415  (a good day has no use for it)

    before = "Error: "
    return wrapped(before + message, columns(err=True), hang=len(before))[len(before) :]


def _trace() -> None:
    import traceback  # noqa: PLC0415  (a good day has no use for it)

    click.echo(printable(traceback.format_exc(), lines=True), err=True)


def _utf8() -> None:
    """Write UTF-8 with replacements where the terminal's encoding knows no ●."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
