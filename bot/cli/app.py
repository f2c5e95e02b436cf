"""The commands put together, and the one place where errors become sentences and exit codes."""

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli.admin import admin
from bot.cli.animate import animate
from bot.cli.direct import direct
from bot.cli.doctor import doctor
from bot.cli.look import look
from bot.cli.models import models
from bot.cli.run import run
from bot.cli.story import story
from bot.cli.verify import verify
from engine.errors import CancelledRenderError, RequestError, ReverieError

EXIT_OUR_FAULT = 1
EXIT_WRONG_REQUEST = 2
EXIT_INTERRUPTED = 130


class ErrorsAsSentences(TyperGroup):
    """Says in one sentence on stderr what went wrong."""

    def invoke(self, ctx: Any) -> Any:  # typer keeps the context's type to itself
        """Run a command and end with the exit code that suits its error."""
        try:
            return super().invoke(ctx)
        except ReverieError as error:
            typer.echo(f"reverie: {error}", err=True)
            raise typer.Exit(exit_code_of(error)) from error
        except (typer.Exit, typer.Abort, typer.TyperException, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params["debug"]:
                raise
            cause = " ".join(f"{type(error).__name__}: {error}".split())
            typer.echo(f"reverie: Something broke on our side ({cause}); `reverie --debug …` shows where.", err=True)
            raise typer.Exit(EXIT_OUR_FAULT) from error


def exit_code_of(error: ReverieError) -> int:
    """Return 2 where the request is wrong, 1 where we are, 130 where the user stopped the work."""
    if isinstance(error, RequestError):
        return EXIT_WRONG_REQUEST
    return EXIT_INTERRUPTED if isinstance(error, CancelledRenderError) else EXIT_OUR_FAULT


app = typer.Typer(
    cls=ErrorsAsSentences,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (animate, story, direct, look, verify, doctor, models, run):
    app.command()(command)
app.add_typer(admin, name="admin")


def _show_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"reverie {version('reverie')}")
        raise typer.Exit


@app.callback()
def shared_options(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")] = False,
) -> None:
    """Turn a photo and a sentence about a mood into a short film."""
