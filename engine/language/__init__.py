"""Language: words → `Direction`. Deterministic, offline, in milliseconds."""

from engine.language.applying import applied
from engine.language.grammar import read
from engine.language.phrasing import describe
from engine.types.direction import Direction

__all__ = ["adjust", "describe", "understand"]


def understand(text: str) -> Direction:
    """Return what a text asks for; whatever is not said stays natural, words without meaning are in `unclear`."""
    return applied(read(text), Direction())


def adjust(direction: Direction, text: str) -> Direction:
    """Return the direction with what the text names changed ("slower", "less smile"), and nothing else.

    `unclear` holds the words of this text only.
    """
    return applied(read(text, direction.language), direction)
