"""Made-up sounds with known contents."""

import io

import av
import numpy as np

from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples


def seconds(duration_s: float) -> np.ndarray:
    return np.arange(round(duration_s * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ


def stereo(wave: np.ndarray) -> Samples:
    return np.stack([wave, wave], axis=1).astype(np.float32)


def tone(duration_s: float, pitch_hz: float = 440.0, level: float = 0.3) -> Samples:
    return stereo(level * np.sin(2 * np.pi * pitch_hz * seconds(duration_s)))


def plucked(duration_s: float, bpm: float, first_s: float = 0.0) -> tuple[Samples, np.ndarray]:
    """A chord plucked on every beat, and the moments of the beats."""
    times = seconds(duration_s)
    moments = np.arange(first_s, duration_s - 0.05, 60 / bpm)
    wave = np.zeros_like(times)
    for number, moment in enumerate(moments):
        age = np.maximum(times - moment, 0)
        struck = (times >= moment) * np.exp(-age / 0.15)
        wave += struck * sum(np.sin(2 * np.pi * pitch * age) for pitch in (220, 277, 330 + 10 * (number % 4)))
    return stereo(0.15 * wave), moments


def speech_like(duration_s: float, seed: int = 0) -> Samples:
    """Syllables of a buzzing voice with hissing consonants and pauses between the words."""
    rng = np.random.default_rng(seed)
    times = seconds(duration_s)
    pitch_hz = 120 + 15 * np.sin(2 * np.pi * 0.7 * times)
    phase = 2 * np.pi * np.cumsum(pitch_hz) / SAMPLE_RATE_HZ
    voice = sum(np.sin(order * phase) / order for order in range(1, 16))
    noise = rng.standard_normal(len(times))
    hiss = np.diff(noise, prepend=0.0)
    wave = np.zeros_like(times)
    start = 0.1
    while start < duration_s - 0.4:
        for _ in range(int(rng.integers(1, 4))):
            wave += 0.3 * hiss * np.exp(-(((times - start) / 0.03) ** 2))
            wave += voice * np.exp(-(((times - start - 0.11) / 0.05) ** 2))
            start += 0.24
        start += rng.uniform(0.1, 0.35)
    return stereo(0.15 * wave)


def encoded(samples: Samples, container: str, codec: str, *, rate: int = SAMPLE_RATE_HZ) -> bytes:
    """The samples as a file."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE_HZ
        for part in av.AudioResampler(stream.format, "stereo", rate).resample(frame):
            output.mux(stream.encode(part))
        output.mux(stream.encode(None))
    return file.getvalue()
