"""What is heard with a story: music that lives through the moods of the shots, or a person's own sound."""

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from engine.types.direction import Beat, Direction, Emotion
from engine.types.forms import FORMS
from engine.types.options import RenderOptions
from engine.types.soundtrack import Soundtrack
from engine.types.storyboard import Storyboard

if TYPE_CHECKING:
    from engine.audio import Sound

_MOST_BEATS = 12
_TEMPI_BPM = range(60, 145, 12)
"""A story keeps one tempo, and a coarse one: cuts lie on beats, and must not all move when one shot changes."""


def story_sound(
    storyboard: Storyboard, lengths_s: Sequence[float], options: RenderOptions, own: "Sound | None"
) -> Soundtrack | None:
    """Return the sound of a story, as long as the film; `None` where none is wanted or none can be made here.

    A story has music unless the words or the options forbid it.
    """
    if not FORMS[options.form].has_sound:
        return None
    from engine.audio import compose, heard  # noqa: PLC0415 - instruments, only for sound

    duration_s = round(sum(lengths_s) * options.fps) / options.fps

    def music() -> Soundtrack:
        return compose(as_one(storyboard, lengths_s), duration_s, options.seed)

    is_musical = options.music != "none" and storyboard.music.mode != "none"
    return heard(own, duration_s, music if is_musical else None)


def as_one(storyboard: Storyboard, lengths_s: Sequence[float]) -> Direction:
    """Return the story as a direction of one long clip: each change of mood between two shots is a beat.

    What moves by itself in most of the shots is heard around all of them.
    """
    from engine.audio import felt  # noqa: PLC0415 - only for sound

    directions = [shot.direction for shot in storyboard.shots]
    moods = [felt(direction) for direction in directions]
    around = Counter(thing for direction in directions for thing in direction.ambient)
    total_s = sum(lengths_s)
    beats: list[Beat] = []
    for direction, mood, start_s in zip(directions, moods, accumulate(lengths_s, initial=0.0), strict=False):
        if not beats or mood != beats[-1].emotion:
            beats.append(Beat(start=min(1.0, start_s / total_s), emotion=mood, amount=direction.amount))
    tempo_bpm = storyboard.music.bpm or _tempo_bpm(moods, [direction.pace for direction in directions])
    return Direction(
        emotion=moods[0],
        beats=tuple(beats[:_MOST_BEATS]) if len(beats) > 1 else (),
        ambient=tuple(thing for thing, count in around.items() if count > len(directions) / 2),
        music=storyboard.music.model_copy(update={"bpm": tempo_bpm}),
        language=storyboard.language,
    )


def _tempo_bpm(moods: Sequence[Emotion], paces: Sequence[float]) -> int:
    """Return the tempo for what all shots together ask for."""
    from engine.audio import natural_bpm  # noqa: PLC0415 - only for sound

    arousal = sum(mood.arousal for mood in moods) / len(moods)
    pace = sum(paces) / len(paces)
    wished = natural_bpm(Emotion(arousal=arousal), pace)
    return min(_TEMPI_BPM, key=lambda tempo: abs(tempo - wished))
