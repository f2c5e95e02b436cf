"""Keeping: what a film may need of a sound that somebody sent, and nothing else that its file tells."""

import io

import av
import numpy as np

from engine.audio.sound import SoundLimits, open_sound
from engine.types.soundtrack import SAMPLE_RATE_HZ

_FULL_SCALE = 32_767
_BARE = {"fflags": "+bitexact"}
"""Without it FFmpeg writes down its own version, and the same sound would differ from time to time."""


def bare_sound(data: bytes, limits: SoundLimits = SoundLimits()) -> bytes:
    """Return what can be heard of a sound or a video, as far as the longest film, as a FLAC file; raises `SoundError`.

    Pictures, covers, names, places and notes stay behind. The same file gives the same bytes.
    """
    samples = open_sound(data, limits, spoken=True).samples  # in a voice no beats are sought, which takes longest
    levels = np.rint(np.clip(samples, -1, 1) * _FULL_SCALE).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(levels.reshape(1, -1), format="s16", layout="stereo")
    frame.sample_rate = SAMPLE_RATE_HZ
    file = io.BytesIO()
    with av.open(file, "w", format="flac", options=_BARE) as output:
        stream = output.add_stream("flac", rate=SAMPLE_RATE_HZ, layout="stereo", format="s16")
        output.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()
