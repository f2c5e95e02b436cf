"""What is heard with a film: composed music, a person's own sound, or the one above the other."""

from collections.abc import Callable

from engine.audio.fitting import fitted, under_voice
from engine.audio.playing import can_play
from engine.audio.sound import Sound
from engine.types.soundtrack import Soundtrack


def heard(own: Sound | None, duration_s: float, music: Callable[[], Soundtrack] | None) -> Soundtrack | None:
    """Return the sound of a film: a song of one's own is heard instead of music, a voice above it.

    `music` composes, and is called only where it is heard; `None` wants no music. Nothing is heard, or the own sound
    alone, where music is wanted and `can_play` says no.
    """
    is_composed = music is not None and (own is None or own.spoken) and can_play()
    if music is None or not is_composed:
        return None if own is None else fitted(own, duration_s)
    return music() if own is None else under_voice(music(), own)
