"""What a text asks of the conversation rather than of the clip."""

from typing import Literal

from engine.language.grammar import read
from engine.language.reading import Reading, Remark

Request = Literal["undo", "start_over"]
"""To go back to the former clip, or to forget all that was said."""

_SAYS_NOTHING_OF_THE_CLIP = ("language", "edits", "unclear", "beyond", "is_courteous")
_REQUESTS: dict[str, Request] = {"undo": "undo", "reset": "start_over"}


def asked_for(text: str, locale: str | None = None) -> Request | None:
    """Return whether a text means just "undo" or "start over", in any of the languages; None if it says more."""
    reading = read(text, locale)
    rest = Reading(**{name: getattr(reading, name) for name in _SAYS_NOTHING_OF_THE_CLIP})
    if reading != rest or len(reading.edits) != 1:
        return None
    return _REQUESTS.get(next(iter(reading.edits)))


def remark(text: str, locale: str | None = None) -> Remark | None:
    """Return what a text says of the film if it asks for nothing ("perfect, thank you", "that's creepy"), else None."""
    return read(text, locale).remark
