"""`Wish`: what somebody wants to see, of one photo or of several, and the changes that buttons make to it."""

from itertools import groupby
from typing import TypeVar

from engine.types.direction import Beat, Direction, Emotion, Music
from engine.types.storyboard import Shot, Storyboard

Wish = Direction | Storyboard
W = TypeVar("W", Direction, Storyboard, Wish)

_SHARED = ("gestures", "pace", "amount")
"""What is told of a story where it is the same in every shot."""
_MOST_MOODS = 12


def gently(photo_count: int, language: str) -> Wish:
    """Return the wish of somebody who says nothing: bring it gently to life."""
    if photo_count == 1:
        return Direction(language=language)
    return Storyboard(shots=tuple(Shot(photo=index) for index in range(photo_count)), language=language)


def is_same(one: Wish, other: Wish) -> bool:
    """Return whether two wishes ask for the same film; what was not understood on the way does not count."""
    return replaced(one, unclear=(), language="en") == replaced(other, unclear=(), language="en")


def says_nothing(wish: Wish) -> bool:
    """Return whether nothing was understood of words that should have meant something."""
    return bool(wish.unclear) and is_gentle(wish)


def is_gentle(wish: Wish) -> bool:
    """Return whether a wish asks for nothing in particular."""
    photo_count = 1 if isinstance(wish, Direction) else len(wish.shots)
    return is_same(wish, gently(photo_count, wish.language))


def in_language(wish: Wish, language: str) -> Wish:
    """Return the wish as if it had been told in a language."""
    return replaced(wish, language=language)


def gist(storyboard: Storyboard) -> Direction:
    """Return what a story has in common and the moods it goes through, as if it were one clip."""
    directions = [shot.direction for shot in storyboard.shots]
    values = {name: {getattr(direction, name) for direction in directions} for name in _SHARED}
    shared = {name: only.pop() for name, only in values.items() if len(only) == 1}
    emotions = (direction.emotion for direction in directions)
    moods = [list(alike)[-1] for label, alike in groupby(emotions, lambda mood: mood.label) if label != "neutral"]
    beats = tuple(Beat(start=place / len(moods), emotion=mood) for place, mood in enumerate(moods[:_MOST_MOODS]))
    acted: dict[str, object] = {"beats": beats} if len(beats) > 1 else {"emotion": moods[0] if moods else Emotion()}
    return Direction(aspect=storyboard.aspect, music=storyboard.music).model_copy(update={**shared, **acted})


def replaced(wish: W, **fields: object) -> W:
    """Return the wish with some of its fields replaced; they must be valid."""
    return wish.model_copy(update=fields)


def with_length(wish: Wish, seconds: float) -> Wish:
    """Return the wish for a film of that length."""
    return replaced(wish, **{"duration" if isinstance(wish, Direction) else "seconds": seconds})


def with_mood(wish: Wish, mood: Direction) -> Wish:
    """Return the wish for another mood in the same film: photos, lengths, shape, people, camera and music stay."""
    if isinstance(wish, Direction):
        kept = wish.model_dump(include={"camera", "ambient", "duration", "loop", "aspect", "music", "who", "language"})
        return Direction.model_validate({**mood.model_dump(), **kept})
    shots = tuple(replaced_shot(shot, mood) for shot in wish.shots)
    return replaced(wish, shots=shots, unclear=())


def replaced_shot(shot: Shot, mood: Direction) -> Shot:
    """Return a shot that plays another mood."""
    return shot.model_copy(update={"direction": with_mood(shot.direction, mood)})


def has_music(wish: Wish) -> bool:
    """Return whether the film has music."""
    return wish.music.mode != "none"


def with_music(wish: Wish, *, is_on: bool) -> Wish:
    """Return the wish with or without music; music that was asked for in words is forgotten when it is switched off."""
    return replaced(wish, music=Music(mode="auto" if is_on else "none"))
