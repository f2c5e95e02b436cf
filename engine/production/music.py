"""The music of a whole story: it lives through the moods of the shots."""

from collections.abc import Sequence
from itertools import accumulate

from engine.types.direction import Beat, Direction
from engine.types.soundtrack import Soundtrack
from engine.types.storyboard import Storyboard

_MOST_BEATS = 12


def composed(storyboard: Storyboard, lengths_s: Sequence[float], fps: int, seed: int) -> Soundtrack | None:
    """Return music as long as the film; `None` where none is wanted or none can be played here."""
    if storyboard.music.mode == "none":
        return None
    from engine.audio import can_play, compose  # noqa: PLC0415 - the instruments, only where there is music

    if not can_play():
        return None
    return compose(as_one(storyboard, lengths_s), round(sum(lengths_s) * fps) / fps, seed)


def as_one(storyboard: Storyboard, lengths_s: Sequence[float]) -> Direction:
    """Return the story as a direction of one long clip: each change of mood between two shots is a beat."""
    directions = [shot.direction for shot in storyboard.shots]
    total_s = sum(lengths_s)
    beats: list[Beat] = []
    for direction, start_s in zip(directions, accumulate(lengths_s, initial=0.0), strict=False):
        if not beats or direction.emotion != beats[-1].emotion:
            beats.append(Beat(start=min(1.0, start_s / total_s), emotion=direction.emotion, amount=direction.amount))
    paces = [direction.pace * length_s for direction, length_s in zip(directions, lengths_s, strict=True)]
    return Direction(
        emotion=directions[0].emotion,
        pace=sum(paces) / total_s,
        beats=tuple(beats[:_MOST_BEATS]) if len(beats) > 1 else (),
        music=storyboard.music,
        language=storyboard.language,
    )
