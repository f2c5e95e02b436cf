"""The sound of a film: AAC in step with the pictures."""

from typing import Final, TypeAlias

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.packet import Packet

from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

SoundPackets: TypeAlias = "list[Packet[AudioStream]]"  # quoted: the class is generic for type checkers only

CODEC: Final = "aac"
_BITS_A_SECOND = 160_000


class SoundEncoder:
    """Encodes the samples of a film bit by bit, so that its sound lies beside its pictures in the file.

    The encoder needs 1024 samples of run-up, which come before time 0; the MP4's edit list takes them away again.
    """

    def __init__(self, container: OutputContainer, samples: Samples, duration_s: float) -> None:
        """Sound and pictures end together: a longer sound is cut there, a shorter one followed by silence."""
        self._stream = container.add_stream(CODEC, rate=SAMPLE_RATE_HZ, layout="stereo")
        self._stream.bit_rate = _BITS_A_SECOND
        self._samples = samples
        self._count = round(duration_s * SAMPLE_RATE_HZ)
        self._done = 0

    def until(self, time_s: float) -> SoundPackets:
        """Return the packets of the sound from where the last call ended up to a moment of the film."""
        stop = min(self._count, round(time_s * SAMPLE_RATE_HZ))
        if stop <= self._done:
            return []
        heard = self._samples[self._done : stop]
        block = np.zeros((2, stop - self._done), np.float32)
        block[:, : len(heard)] = heard.T
        frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, self._done
        self._done = stop
        return self._stream.encode(frame)

    def rest(self) -> SoundPackets:
        """Return the packets up to the film's end."""
        return [*self.until(self._count / SAMPLE_RATE_HZ), *self._stream.encode(None)]
