"""`reverie direct`: what was understood, without a photo."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.files import STANDARD_STREAM
from bot.cli.text import readable
from engine.errors import RequestError

if TYPE_CHECKING:
    from engine.types.direction import Direction


def direct(
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT…", help="What should happen; further texts adjust it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the Direction as JSON.")] = False,
    batch: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help='Read lines of {"turns": [TEXT, …]}, - for standard input, and print a Direction as JSON for each.',
        ),
    ] = None,
) -> None:
    """Say what was understood from some words."""
    if (batch is None) == (not texts):
        raise RequestError("Give one or more texts, or else --batch with a file.")
    if batch is not None:
        for turns in _read_batch(batch):
            typer.echo(_understood(turns).model_dump_json())
        return

    direction = _understood(texts or [])
    if as_json:
        typer.echo(direction.model_dump_json())
    else:
        from engine.language import describe

        typer.echo(describe(direction))
        if direction.unclear:
            typer.echo(f"Not understood: {', '.join(direction.unclear)}.")


def _understood(turns: list[str]) -> "Direction":
    from engine.language import adjust, understand

    first, *further = map(readable, turns)
    direction = understand(first)
    for text in further:
        direction = adjust(direction, text)
    return direction


def _read_batch(name: str) -> Iterator[list[str]]:
    """Yield the turns of each line; `RequestError` names the line that is wrong."""
    for number, line in enumerate(_lines_of(name), start=1):
        if text := line.decode("utf-8-sig", "replace").strip():
            yield _turns_of(text, number)


def _turns_of(line: str, number: int) -> list[str]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise RequestError(f"Line {number} of the batch is not JSON.") from error
    turns = record.get("turns") if isinstance(record, dict) else None
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise RequestError(f'Line {number} of the batch should be {{"turns": [TEXT, …]}} with at least one text.')
    return turns


def _lines_of(name: str) -> Iterator[bytes]:
    if name == STANDARD_STREAM:
        yield from sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield from file
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise RequestError(f"The batch {name} cannot be read.") from error
