"""`reverie verify`: where a film comes from."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.provenance import Origin


def verify(
    film: Annotated[Path, typer.Argument(metavar="FILE", help="A film.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON report.")] = False,
) -> None:
    """Read a film's Content Credentials; ends with 2 when there are none or the film was changed."""
    from bot.settings import load_settings
    from engine.errors import RequestError
    from engine.provenance import origin_of

    if not film.is_file():
        raise RequestError(f"There is no film called {film}.")
    origin = origin_of(film, load_settings().credentials())
    typer.echo(json.dumps(asdict(origin), ensure_ascii=False) if as_json else _in_words(origin))
    if not origin.is_intact:
        raise typer.Exit(2)


def _in_words(origin: "Origin") -> str:
    if not origin.is_intact:
        return "The film was changed after it was signed; do not believe what it says of itself."
    signer = (
        "this installation" if origin.is_trusted else f"a certificate of “{origin.issuer}” that nobody here vouches for"
    )
    return f"Made with {origin.software}, signed by {signer}, unchanged since. {origin.description}".strip()
