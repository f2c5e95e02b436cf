"""Fitting: a person's own sound becomes the soundtrack of a film of another length."""

from typing import Final

import numpy as np

from engine.audio.loudness import integrated_loudness
from engine.audio.mastering import mastered
from engine.audio.sound import Sound
from engine.audio.speech import FRAMES_A_SECOND, speaking
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples, Soundtrack

_FADE_S: Final = 1.2
_JOINT_S = 0.03
"""Two ends of a loop pass into each other for this long."""
_PHRASE = 4
"""Beats: a loop is whole phrases long, if it can be."""
_VOICE_TITLE, _SONG_TITLE = "your voice", "your music"
_BESIDE_VOICE_LU = -8.0
_DUCKING_DB = -9.0
"""How much softer than the voice the music is, and how much softer still while it speaks."""
_DUCKING_S = 0.35
"""Time in which the music goes and comes."""


def fitted(sound: Sound, duration_s: float) -> Soundtrack:
    """Return a sound as long as a film: a voice is followed by silence, music is cut or repeated from beat to beat."""
    count = round(duration_s * SAMPLE_RATE_HZ)
    if sound.spoken:
        spoken = sound.samples[:count]
        return Soundtrack(mastered(_padded(spoken, count), fade_out_s=0.1), (), _VOICE_TITLE)
    samples, beats_s = _from_first_beat(sound)
    if len(samples) < count:
        samples, beats_s = _repeated(samples, beats_s, count)
    fade_s = min(_FADE_S, 0.25 * duration_s)
    heard = tuple(beat_s for beat_s in beats_s if beat_s < duration_s)
    return Soundtrack(mastered(samples[:count], fade_out_s=fade_s), heard, _SONG_TITLE)


def under_voice(music: Soundtrack, voice: Sound) -> Soundtrack:
    """Return a voice with music beneath it, which steps back while the voice speaks; as long as the music."""
    count = len(music.samples)
    spoken = _padded(voice.samples[:count], count)
    wanted_lufs = integrated_loudness(spoken) + _BESIDE_VOICE_LU
    level_db = wanted_lufs - integrated_loudness(music.samples)
    beneath = music.samples * np.float32(10 ** (level_db / 20)) * _ducked(spoken)
    return Soundtrack(mastered(spoken + beneath), music.beats_s, f"{_VOICE_TITLE} over {music.title}")


def _from_first_beat(sound: Sound) -> tuple[Samples, tuple[float, ...]]:
    """Return the sound from its first beat on, so that the film begins with it."""
    if not sound.beats_s:
        return sound.samples, ()
    first_s = sound.beats_s[0]
    return sound.samples[round(first_s * SAMPLE_RATE_HZ) :], tuple(beat_s - first_s for beat_s in sound.beats_s)


def _repeated(samples: Samples, beats_s: tuple[float, ...], count: int) -> tuple[Samples, tuple[float, ...]]:
    """Return the sound again and again, from its first beat to its last, in whole phrases where it has some."""
    beats = len(beats_s) - 1
    kept = beats - beats % _PHRASE if beats >= _PHRASE else beats
    end_s = beats_s[kept] if kept > 0 else len(samples) / SAMPLE_RATE_HZ
    joint = min(round(_JOINT_S * SAMPLE_RATE_HZ), len(samples) // 4)
    length = min(round(end_s * SAMPLE_RATE_HZ), len(samples) - joint)
    turn = samples[: length + joint].copy()
    # equal power, for what meets is not alike
    angle = (np.arange(joint, dtype=np.float32) / max(1, joint) * np.float32(np.pi / 2))[:, None]
    result = np.zeros((count + length + joint, 2), np.float32)
    moments: list[float] = []
    for start in range(0, count, length):
        part = turn.copy()
        part[length:] *= np.cos(angle)
        if start > 0:
            part[:joint] *= np.sin(angle)
        result[start : start + len(part)] += part
        moments += [start / SAMPLE_RATE_HZ + beat_s for beat_s in beats_s[: max(kept, 0)]]
    return result, tuple(moments)


def _padded(samples: Samples, count: int) -> Samples:
    return np.concatenate([samples, np.zeros((count - len(samples), 2), np.float32)])


def _ducked(voice: Samples) -> Samples:
    """Return the music's gain for every sample, n × 1."""
    frames = speaking(voice).astype(np.float32)
    width = round(_DUCKING_S * FRAMES_A_SECOND)
    window = np.hanning(2 * width + 1)
    # a word holds the music down a little before and after, so that it does not flutter between words
    held = np.lib.stride_tricks.sliding_window_view(np.pad(frames, width), 2 * width + 1).max(axis=1)
    smooth = np.convolve(np.pad(held, width, mode="edge"), window / window.sum(), "valid")
    places = np.arange(len(voice)) / SAMPLE_RATE_HZ * FRAMES_A_SECOND - 0.5
    share = np.interp(places, np.arange(len(smooth)), smooth)
    return np.asarray(10 ** (share * _DUCKING_DB / 20), np.float32)[:, None]
