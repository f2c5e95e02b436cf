"""Language: words → `Direction`. Deterministic, offline, in milliseconds."""

from engine.language.applying import applied
from engine.language.grammar import read
from engine.language.languages import prepare
from engine.language.phrasing import describe
from engine.language.reading import is_prose
from engine.language.replying import reply
from engine.language.tokens import LONGEST_TEXT
from engine.types.direction import Direction

__all__ = ["LONGEST_TEXT", "adjust", "describe", "prepare", "reply", "understand"]


def understand(text: str, locale: str | None = None) -> Direction:
    """Return what a text asks for; whatever is not said stays natural, words without meaning are in `unclear`.

    The language is that of the text; `locale` ("de", "pt-BR") decides where it could be several.
    """
    reading = read(text, locale)
    direction = applied(reading, Direction())
    if not is_prose(reading, text):
        return direction
    from engine.language.feeling import felt  # noqa: PLC0415 - numpy and the sentence model, only where needed

    return felt(direction, text)


def adjust(direction: Direction, text: str) -> Direction:
    """Return the direction with what the text names changed ("slower", "less smile"), and nothing else.

    `unclear` holds the words of this text only.
    """
    return applied(read(text, direction.language), direction)
