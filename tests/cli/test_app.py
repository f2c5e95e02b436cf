"""The commands as a whole: help, version, exit codes."""

import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from bot.cli.app import ErrorsAsSentences
from engine.errors import (
    CancelledRenderError,
    EncodingError,
    EngineError,
    MissingModelError,
    PhotoError,
    RequestError,
)


def test_help_names_every_command(script) -> None:
    run = script("--help")
    assert run.returncode == 0
    for command in ("animate", "direct", "look", "doctor", "models"):
        assert command in run.stdout


def test_the_module_is_the_command() -> None:
    run = subprocess.run([sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("reverie 0.")


@pytest.mark.parametrize("words", [("fly",), ("animate",), ("animate", "photo.jpg", "--colour", "red")])
def test_a_wrong_command_line_is_the_requests_fault(script, words: tuple[str, ...]) -> None:
    run = script(*words)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr


def failing_app(error: BaseException) -> typer.Typer:
    app = typer.Typer(cls=ErrorsAsSentences, pretty_exceptions_enable=False)

    @app.callback()
    def options(debug: bool = False) -> None:
        """Take the option that the handler looks at."""

    @app.command()
    def fail() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (RequestError("No."), 2),
        (PhotoError("No."), 2),
        (EngineError("No."), 1),
        (MissingModelError("No."), 1),
        (EncodingError("No."), 1),
        (CancelledRenderError("No."), 130),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("a bug"), 1),
        (OSError(28, "No space left on device"), 1),
    ],
)
def test_every_error_has_its_exit_code(error: BaseException, code: int) -> None:
    run = CliRunner().invoke(failing_app(error), ["fail"])
    assert run.exit_code == code
    assert len(run.stderr.splitlines()) <= 1
    assert run.stdout == ""


def test_debug_shows_where_a_bug_is() -> None:
    run = CliRunner().invoke(failing_app(ZeroDivisionError("a bug")), ["--debug", "fail"])
    assert isinstance(run.exception, ZeroDivisionError)
