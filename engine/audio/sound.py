"""A person's own sound: a voice message, a song, or the sound of a video."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import av
import numpy as np

from engine.audio.beats import beats_of
from engine.audio.speech import is_speech
from engine.errors import ErrorCode, SoundError
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

_NO_SOUND = "This file holds no sound that can be read; please send a voice message, or MP3, M4A, OGG or WAV."
_SHORTEST_S: Final = 0.2
_AUDIBLE = 10 ** (-50 / 20)


@dataclass(frozen=True, slots=True)
class SoundLimits:
    """What is taken in."""

    size_mb: float = 50.0
    duration_s: float = 900.0
    heard_s: float = 90.0
    """No film is longer: what comes later in the file is not decoded."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A sound that somebody sent, without the silence before it."""

    samples: Samples
    spoken: bool
    """Whether it is a voice that speaks, and not music."""
    beats_s: tuple[float, ...]
    """The moments of its beats; empty for a voice, and where none can be felt."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return len(self.samples) / SAMPLE_RATE_HZ


def open_sound(source: bytes | Path, limits: SoundLimits = SoundLimits(), *, spoken: bool | None = None) -> Sound:
    """Read a sound from any usual audio or video file; raises `SoundError`, one sentence.

    `spoken` says what is known about it, as of a voice message; otherwise it is guessed.
    """
    data = _bytes_of(source, limits)
    if len(data) > limits.size_mb * 1e6:
        raise SoundError(
            f"The sound is larger than {limits.size_mb:g} MB; please send a shorter one.",
            ErrorCode.SOUND_HEAVY,
            limit=f"{limits.size_mb:g}",
        )
    samples = _without_silence(_decoded(data, limits))
    if len(samples) < _SHORTEST_S * SAMPLE_RATE_HZ:
        raise SoundError("There is nothing to be heard in this sound; please send another one.", ErrorCode.SOUND_SILENT)
    if spoken is None:
        spoken = is_speech(samples)
    return Sound(samples, spoken, () if spoken else beats_of(samples))


def _bytes_of(source: bytes | Path, limits: SoundLimits) -> bytes:
    """Return the file's content, of a large one no more than shows that it is too large."""
    if isinstance(source, bytes):
        return source
    try:
        with source.open("rb") as file:
            return file.read(round(limits.size_mb * 1e6) + 1)
    except OSError as error:
        raise SoundError(f"The sound {source} cannot be read: {(error.strerror or str(error)).lower()}.") from error


def _decoded(data: bytes, limits: SoundLimits) -> Samples:
    blocks: list[Samples] = []
    try:
        with av.open(io.BytesIO(data), "r") as container:
            if not container.streams.audio:
                raise SoundError(_NO_SOUND, ErrorCode.SOUND_UNREADABLE)
            if (container.duration or 0) > limits.duration_s * av.time_base:
                minutes = f"{limits.duration_s / 60:g}"
                raise SoundError(
                    f"The sound is longer than {minutes} minutes; please send a part of it.",
                    ErrorCode.SOUND_LONG,
                    limit=minutes,
                )
            resampler = av.AudioResampler("flt", "stereo", SAMPLE_RATE_HZ)
            missing = round(limits.heard_s * SAMPLE_RATE_HZ)
            for frame in container.decode(audio=0):
                for block in resampler.resample(frame):
                    blocks.append(np.asarray(block.to_ndarray(), np.float32).reshape(-1, 2)[:missing])
                    missing -= len(blocks[-1])
                if missing <= 0:
                    break
    except (av.FFmpegError, ValueError) as error:
        raise SoundError(_NO_SOUND, ErrorCode.SOUND_UNREADABLE) from error
    return np.concatenate(blocks) if blocks else np.zeros((0, 2), np.float32)


def _without_silence(samples: Samples) -> Samples:
    """Return the sound from its first audible moment to its last."""
    audible = np.flatnonzero(np.abs(samples).max(axis=1, initial=0.0) > _AUDIBLE)
    return samples[audible[0] : audible[-1] + 1] if len(audible) else samples[:0]
