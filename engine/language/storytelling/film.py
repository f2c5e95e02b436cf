"""A film while it is being told: what stretches of text change in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from engine.language import adjust, understand
from engine.language.storytelling.arcs import along, arc_of, between, emotion_at
from engine.language.storytelling.placing import missing
from engine.language.storytelling.stretches import Stretch
from engine.types.direction import Direction, Emotion, Music
from engine.types.storyboard import NATURAL_SHOT_S, Arc, Shot, Storyboard, TransitionName

_DWELL_S = {"long": 1.7 * NATURAL_SHOT_S, "short": 0.5 * NATURAL_SHOT_S}
"""How long a shot lasts that is lingered on, or only glimpsed (design)."""
_SHOT_S = (0.5, 60.0)
_FILM_S = (1.0, 300.0)
_LENGTH_STEP = 1.5
_LONGEST_UNCLEAR = 80
_MOST_UNCLEAR = 24
_OF_THE_FILM = {"aspect": "source", "music": Music(), "duration": None, "language": "en", "unclear": ()}
"""What a shot's direction leaves to the film, at rest."""


@dataclass
class Film:
    """A storyboard that may still change."""

    board: Storyboard
    shots: list[Shot]
    unclear: list[str] = field(default_factory=list)

    def take(self, stretch: Stretch, places: Sequence[int]) -> None:
        """Let a stretch say what it says of some shots, or of the whole film where it names none."""
        whole = not stretch.names_photos and not places
        self.unclear += [str(place + 1) for place in missing(stretch.shots, len(self.shots))]
        if stretch.arc is not None:
            self._follow(Arc(stretch.arc), min(places, default=0))
        if whole and (seconds := self._film_seconds(stretch)) is not None:
            self.board = self.board.model_copy(update={"seconds": _within(_FILM_S, seconds)})
        for place in range(len(self.shots)) if whole else places:
            shot = self.shots[place]
            changes: dict[str, object] = {"direction": self._directed(place, stretch.words, whole=whole)}
            if stretch.transition is not None and place > 0:
                changes["transition"] = TransitionName(stretch.transition)
            if not whole:
                changes["seconds"] = _seconds(stretch, shot)
            self.shots[place] = shot.model_copy(update=changes)

    def caption(self, place: int, words: str) -> None:
        """Let a caption say what happens in a shot; words that are no wish are none of its business."""
        unclear = list(self.unclear)
        direction = self._directed(place, words, whole=False)
        self.shots[place] = self.shots[place].model_copy(update={"direction": direction})
        self.unclear = unclear

    def bridge(self, told: Iterable[Sequence[int]]) -> None:
        """Let the mood pass gradually where only what comes before and after was told."""
        known = sorted({place for places in told for place in places})
        for before, after in pairwise(known):
            first, last = (self.shots[place].direction.emotion for place in (before, after))
            for place in range(before + 1, after):
                if self.shots[place].direction.emotion == Emotion():
                    felt = between(first, last, (place - before) / (after - before))
                    direction = self.shots[place].direction.model_copy(update={"emotion": felt})
                    self.shots[place] = self.shots[place].model_copy(update={"direction": direction})

    def told(self, *, named_arc: bool) -> Storyboard:
        """Return the storyboard; unless its arc was named, it is the one that the shots' moods make."""
        shots = [self.shots[0].model_copy(update={"transition": None}), *self.shots[1:]]
        return self.board.model_copy(
            update={
                "shots": tuple(shots),
                "arc": self.board.arc if named_arc else arc_of([shot.direction for shot in shots]),
                "unclear": tuple(dict.fromkeys(part[:_LONGEST_UNCLEAR] for part in self.unclear))[:_MOST_UNCLEAR],
            }
        )

    def _film_seconds(self, stretch: Stretch) -> float | None:
        if stretch.seconds is None and stretch.length_steps:
            before_s = self.board.seconds or sum(shot.seconds or NATURAL_SHOT_S for shot in self.shots)
            return before_s * _LENGTH_STEP**stretch.length_steps
        return stretch.seconds

    def _follow(self, arc: Arc, start: int) -> None:
        """Go through the moods of an arc from a shot on to the end of the film."""
        directions = along(arc, [shot.direction for shot in self.shots[start:]])
        self.shots[start:] = [
            shot.model_copy(update={"direction": direction})
            for shot, direction in zip(self.shots[start:], directions, strict=True)
        ]
        self.board = self.board.model_copy(update={"arc": arc})

    def _directed(self, place: int, words: str, *, whole: bool) -> Direction:
        """Return a shot's direction after some words; what they say of the film goes there."""
        before = self.shots[place].direction
        if not words.strip():
            return before
        language = self.board.language
        said = understand(words, language) if before == Direction() else adjust(_spoken(before, language), words)
        self.unclear += said.unclear
        lifted = {
            name: getattr(said, name) for name in ("aspect", "music") if getattr(said, name) != _OF_THE_FILM[name]
        }
        self.board = self.board.model_copy(update=lifted)
        said = said.model_copy(update=_OF_THE_FILM)
        if whole and said.beats:
            share = (place + 0.5) / len(self.shots)
            said = said.model_copy(update={"emotion": emotion_at(said, share), "beats": ()})
        return said


def _spoken(direction: Direction, language: str) -> Direction:
    return direction.model_copy(update={"language": language})


def _seconds(stretch: Stretch, shot: Shot) -> float | None:
    """Return how long a shot lasts after a stretch: named, lingered on, or "longer"."""
    if stretch.seconds is not None:
        return _within(_SHOT_S, stretch.seconds)
    if stretch.dwell is not None:
        return _DWELL_S[stretch.dwell]
    if stretch.length_steps:
        return _within(_SHOT_S, (shot.seconds or NATURAL_SHOT_S) * _LENGTH_STEP**stretch.length_steps)
    return shot.seconds


def _within(bounds: tuple[float, float], seconds: float) -> float:
    return round(max(bounds[0], min(bounds[1], seconds)), 3)
