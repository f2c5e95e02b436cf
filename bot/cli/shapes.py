"""The shapes of a film that may be named on the command line."""

from typing import TYPE_CHECKING, get_args

from engine.errors import RequestError

if TYPE_CHECKING:
    from engine.types.direction import Aspect


def aspect_called(name: str) -> "Aspect":
    """Return the shape of a name; `RequestError` says which there are."""
    from engine.types.direction import Aspect

    aspects: tuple[Aspect, ...] = get_args(Aspect)
    for aspect in aspects:
        if aspect == name:
            return aspect
    raise RequestError(f"There is no aspect called “{name}”; choose one of: {', '.join(aspects)}.")
