"""What in a text speaks of the film rather than of what happens in a photo: which photo, how long, in which order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from engine.language.lexicon import Match
from engine.language.tokens import Token

_SECONDS = {"second": 1.0, "minute": 60.0}
_PLACES = {"start": "begin", "first": "begin", "middle": "middle", "end": "end", "then": "then"}
_ACTING = frozenset(
    {"gesture", "mood", "manner", "degree", "compare", "camera", "negation", "count", "music", "ambient"}
)
_OF_THE_FILM = frozenset({"change", "arrange", "dwell", "transition", "arc", "which"})
_COUNTED = frozenset({"unit", "gesture", "person", "count"})
"""What a number before it counts, so that it names no photo."""
_LARGEST_NUMBER = 20


@dataclass
class Sign:
    """One thing that a run of tokens says."""

    kind: str
    """shot, seconds, length, place, change, arrange, dwell, transition, arc, which; acting, break, join, or plain."""
    value: str
    start: int
    """Index of its first token."""
    stop: int
    text: str = ""
    positions: tuple[int, ...] = ()
    """Of a shot: from 0, or negative from the end."""
    number: float = 0.0
    """Of seconds."""
    is_sure: bool = field(default=True)
    """False for a bare number, which names a photo only where nothing else is counted."""


def signs(tokens: Sequence[Token], matches: Sequence[Match]) -> list[Sign]:
    """Return the signs of a text in its order."""
    return list(_Reader(tokens, matches).read())


class _Reader:
    """Goes through the matches once, looking a few ahead."""

    def __init__(self, tokens: Sequence[Token], matches: Sequence[Match]) -> None:
        self._tokens = tokens
        self._matches = [match for match in matches if match.sense[:2] != ("plain", "filler")]
        self._position = 0

    def read(self) -> Iterator[Sign]:
        while self._position < len(self._matches):
            yield self._shot() or self._seconds() or self._plain()

    def _ahead(self, steps: int = 0) -> Match | None:
        index = self._position + steps
        return self._matches[index] if index < len(self._matches) else None

    def _is(self, steps: int, kind: str, value: str | None = None) -> bool:
        match = self._ahead(steps)
        return match is not None and match.sense.kind == kind and value in (None, match.sense.value)

    def _take(self, count: int, kind: str, value: str = "", **more: object) -> Sign:
        run = self._matches[self._position : self._position + count]
        self._position += count
        text = " ".join(match.text for match in run)
        return Sign(kind, value, run[0].start, run[-1].stop, text, **more)  # type: ignore[arg-type]  # its own fields

    def _seconds(self) -> Sign | None:
        """Return a length: "3 seconds", "half a minute"."""
        if self._is(0, "number") and self._is(1, "unit") and (unit := self._ahead(1)) is not None:
            scale = _SECONDS.get(unit.sense.value)
            if scale is not None:
                return self._take(2, "seconds", number=self._number(0) * scale)
        if self._is(0, "length"):
            return self._take(1, "seconds", number=self._number(0))
        return None

    def _shot(self) -> Sign | None:
        """Return which photos are meant: "the second one", "the last two", "photos 2 to 4", "3"."""
        place = self._ordinal()
        if place is not None:
            count = 1
            if place in (0, -1) and self._names_number(1):
                many = int(self._number(1))
                positions = tuple(range(many)) if place == 0 else tuple(range(-many, 0))
                count = 2
            else:
                positions = (place,)
                count += self._is(1, "number", "1")  # "the second one"
            count += self._is(count, "photo") and not self._names_number(count + 1)
            return self._take(count, "shot", positions=positions)
        if self._is(0, "photo") and self._names_number(1):
            return self._numbered(1, is_sure=True)
        if self._names_number(0) and self._tokens[self._matches[self._position].start].text.isdigit():
            return self._numbered(0, is_sure=False)
        return None

    def _ordinal(self) -> int | None:
        """Return the place that an ordinal names; English "second" is one where no number stands before it."""
        match = self._matches[self._position]
        kind, value, _ = match.sense
        if kind == "shot":
            number = int(value)
            return number - 1 if number > 0 else number
        if kind == "ordinal":
            return int(value)
        is_second = (kind, value) == ("unit", "second") and self._tokens[match.start].text == "second"
        return 1 if is_second and not self._follows_number() else None

    def _follows_number(self) -> bool:
        before = self._matches[self._position - 1] if self._position else None
        return before is not None and before.sense.kind == "number"

    def _numbered(self, skipped: int, *, is_sure: bool) -> Sign:
        """Return the photos of a number or, after the word for photo, of a range of numbers."""
        first = int(self._number(skipped)) - 1
        if is_sure and self._is(skipped + 1, "order", "to") and self._names_number(skipped + 2):
            last = int(self._number(skipped + 2)) - 1
            return self._take(skipped + 3, "shot", positions=tuple(range(first, last + 1)))
        return self._take(skipped + 1, "shot", positions=(first,), is_sure=is_sure)

    def _names_number(self, steps: int) -> bool:
        """Whether a whole number stands there that counts nothing else."""
        if not self._is(steps, "number"):
            return False
        number, following = self._number(steps), self._ahead(steps + 1)
        counts = following is not None and following.sense.kind in _COUNTED
        return number == int(number) and 1 <= number <= _LARGEST_NUMBER and not counts

    def _number(self, steps: int) -> float:
        return float(self._matches[self._position + steps].sense.value)

    def _plain(self) -> Sign:
        kind, value, _ = self._matches[self._position].sense
        if kind in _OF_THE_FILM:
            return self._take(1, kind, value)
        if kind == "compare" and value in ("longer", "shorter"):
            return self._take(1, "length", value)
        if kind == "stage":
            return self._take(1, "place", value)
        if kind == "order" and value in _PLACES:
            return self._take(1, "place", _PLACES[value])
        if kind in ("break", "join"):
            return self._take(1, kind, value)
        return self._take(1, "acting" if kind in _ACTING else "plain", kind)
