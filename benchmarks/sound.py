"""The composed music: does it sound like its mood, is it as loud as it should be, what does it cost?"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np

from benchmarks.report import Measurement
from engine.audio import compose
from engine.audio.beats import beats_of
from engine.audio.composing import written
from engine.audio.loudness import true_peak_db
from engine.audio.score import Instrument, Score
from engine.language.circumplex import emotion
from engine.types.direction import Direction, Emotion, EmotionLabel
from engine.types.frames import YuvFrame
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples, Soundtrack
from engine.video import encode

_PIECE_S = 20.0
_BEAT_TOLERANCE_S = 0.07
_ANALYSIS_HZ = 22_050
_HOP = 220


def moods_in_sound(repeats: int) -> Measurement:
    """Compose to every label with several seeds; measure the rendered sound, and the written notes for their mode."""
    import pyloudnorm

    meter = pyloudnorm.Meter(SAMPLE_RATE_HZ)
    rows: list[tuple[Emotion, list[list[float]]]] = []
    for label in EmotionLabel:
        mood = emotion(label)
        pieces = []
        for seed in range(repeats):
            score = written(Direction(emotion=mood), _PIECE_S, seed)
            sound = compose(Direction(emotion=mood), _PIECE_S, seed)
            pieces.append(
                [
                    60 / float(np.median(np.diff(score.beats_s))),
                    _tempo_by_librosa(sound.samples),
                    _brightness(score),
                    meter.integrated_loudness(sound.samples.astype(np.float64)),
                    true_peak_db(sound.samples),
                    float(np.abs(np.diff(np.concatenate([sound.samples[:24], sound.samples[-24:]]), axis=0)).max()),
                    _found(beats_of(sound.samples), sound.beats_s),
                    _found(_beats_by_librosa(sound.samples), sound.beats_s),
                ]
            )
        rows.append((mood, pieces))
    table = np.array([pieces for _, pieces in rows])
    arousal, valence = ([getattr(mood, name) for mood, _ in rows] for name in ("arousal", "valence"))
    tempo_written, tempo_heard, brightness = (np.median(table[:, :, column], axis=1) for column in range(3))
    return Measurement(
        f"{len(rows)} moods, {_PIECE_S:g} s each, {repeats} seeds",
        ("what", "value"),
        (
            ("arousal and composed tempo, rank correlation", _ranked_alike(arousal, tempo_written)),
            (
                "arousal and tempo measured by librosa on the sound, rank correlation",
                _ranked_alike(arousal, tempo_heard),
            ),
            ("… the lowest of single seeds", min(_ranked_alike(arousal, one) for one in table[:, :, 1].T)),
            ("valence and brightness of the written notes, rank correlation", _ranked_alike(valence, brightness)),
            ("loudness, lowest, LUFS", float(table[:, :, 3].min())),
            ("loudness, highest, LUFS", float(table[:, :, 3].max())),
            ("true peak, highest, dBTP", float(table[:, :, 4].max())),
            ("largest sample step within 0.5 ms of an end", float(table[:, :, 5].max())),
            ("beats found by our tracker, mean F", float(table[:, :, 6].mean())),
            ("beats found by librosa, mean F", float(table[:, :, 7].mean())),
        ),
    )


def sound_in_films(_repeats: int) -> Measurement:
    """Encode composed music with a film of stillness; compare lengths, loudness and peaks after AAC."""
    import pyloudnorm

    rows = []
    for label in (EmotionLabel.WISTFUL, EmotionLabel.PLAYFUL, EmotionLabel.ANGER):
        for duration_s in (5.0, 30.0):
            began = time.process_time()
            sound = compose(Direction(emotion=emotion(label)), duration_s, 1)
            cpu_s = time.process_time() - began
            lengths_s, decoded = _through_a_film(sound)
            meter = pyloudnorm.Meter(SAMPLE_RATE_HZ)
            rows.append(
                (
                    f"{label.value}, {duration_s:g} s",
                    cpu_s,
                    1000 * (lengths_s["audio"] - lengths_s["video"]),
                    meter.integrated_loudness(decoded.astype(np.float64)),
                    true_peak_db(decoded),
                )
            )
    columns = ("music", "composing, s of CPU", "sound − picture, ms", "after AAC, LUFS", "after AAC, dBTP")
    return Measurement("Music in films", columns, tuple(rows))


class _Grey:
    """A film of nothing."""

    width, height, fps = 160, 90, 30

    def __init__(self, duration_s: float) -> None:
        self.frame_count = round(duration_s * self.fps)

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        planes = [np.full((90 // part, 160 // part), 128, np.uint8) for part in (1, 2, 2)]
        return iter([YuvFrame(*planes)] * (stop - start))


def _through_a_film(sound: Soundtrack) -> tuple[dict[str, float], Samples]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        encode(_Grey(sound.duration_s), path, sound=sound)
        return lengths_and_sound(path)


def lengths_and_sound(path: Path) -> tuple[dict[str, float], Samples]:
    """Return how long pictures and sound of a film last, in seconds by their kind, and its decoded sound."""
    with av.open(str(path)) as film:
        lengths_s = {stream.type: float(stream.duration * stream.time_base) for stream in film.streams}
        decoded = np.concatenate([frame.to_ndarray() for frame in film.decode(audio=0)], axis=1).T
    return lengths_s, np.ascontiguousarray(decoded[: round(lengths_s["audio"] * SAMPLE_RATE_HZ)])


def _tempo_by_librosa(samples: Samples) -> float:
    """Librosa's tempo with its own prior, on the onsets of Böck & Widmer 2013, which are deaf to vibrato."""
    import librosa

    tempo = librosa.feature.tempo(onset_envelope=_onsets_by_librosa(samples), sr=_ANALYSIS_HZ, hop_length=_HOP)
    return float(tempo[0])


def _beats_by_librosa(samples: Samples) -> tuple[float, ...]:
    import librosa

    envelope = _onsets_by_librosa(samples)
    _, beats = librosa.beat.beat_track(onset_envelope=envelope, sr=_ANALYSIS_HZ, hop_length=_HOP, units="time")
    return tuple(beats.tolist())


def _onsets_by_librosa(samples: Samples) -> np.ndarray:
    import librosa

    mono = librosa.resample(samples.mean(axis=1), orig_sr=SAMPLE_RATE_HZ, target_sr=_ANALYSIS_HZ)
    mel = librosa.feature.melspectrogram(
        y=mono, sr=_ANALYSIS_HZ, n_fft=1024, hop_length=_HOP, n_mels=138, fmin=27.5, fmax=10_000
    )
    loudness = librosa.power_to_db(mel, ref=np.max)
    return librosa.onset.onset_strength(S=loudness, sr=_ANALYSIS_HZ, hop_length=_HOP, lag=2, max_size=3)


def _brightness(score: Score) -> float:
    """How many of second, third, sixth and seventh are the upper ones, by the notes' lengths: 0 dark … 4 bright."""
    heard = np.zeros(12)
    for part in score.parts:
        if part.instrument is not Instrument.DRUMS:
            for note in part.notes:
                heard[(note.pitch - score.tonic) % 12] += min(note.length, 4.0)
    pairs = ((1, 2), (3, 4), (8, 9), (10, 11))
    return float(sum(heard[upper] / max(1e-9, heard[lower] + heard[upper]) for lower, upper in pairs))


def _found(found: tuple[float, ...], wanted: tuple[float, ...]) -> float:
    """F measure of beats within 70 ms, as in Dixon 2007."""
    hits = sum(min(abs(beat_s - other_s) for other_s in found) < _BEAT_TOLERANCE_S for beat_s in wanted) if found else 0
    return 2 * hits / (len(found) + len(wanted))


def _ranked_alike(one: list[float], other: np.ndarray) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(one, other).statistic)
