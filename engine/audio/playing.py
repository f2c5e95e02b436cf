"""Playing: each part becomes MIDI, and MIDI becomes sound.

The instruments are those of the soundfont that comes with pretty_midi; TinySoundFont plays them. Both are optional
and imported here only: without them nothing is composed, and films are silent.
"""

import importlib.util
import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.audio.score import Instrument, Part, Score
from engine.types.soundtrack import SAMPLE_RATE_HZ, Samples

if TYPE_CHECKING:
    from pretty_midi import PrettyMIDI

_PACKAGES = ("pretty_midi", "tinysoundfont")
_SOUNDFONT = "TimGM6mb.sf2"
_TICKS_A_QUARTER = 960
_HARDEST = 127


def can_play() -> bool:
    """Whether the packages that make the sound are installed."""
    return all(importlib.util.find_spec(package) is not None for package in _PACKAGES)


class Players:
    """All instruments, ready to play one part after the other."""

    def __init__(self) -> None:
        """Load the soundfont; `ImportError` where `can_play` says no."""
        import pretty_midi
        from tinysoundfont import Synth

        self._synth = Synth(samplerate=SAMPLE_RATE_HZ)
        self._synth.sfload(str(Path(pretty_midi.__file__).with_name(_SOUNDFONT)))

    def play(self, part: Part, score: Score) -> Samples:
        """Return the sound of one part over the whole film, dry and as loud as it happens to be."""
        from tinysoundfont import Sequencer
        from tinysoundfont.midi import load_memory

        file = io.BytesIO()
        as_midi(part, score).write(file)
        self._synth.sounds_off()
        sequencer = Sequencer(self._synth)
        sequencer.add(load_memory(file.getvalue()))
        count = round(score.duration_s * SAMPLE_RATE_HZ)
        sound = self._synth.generate(count)
        self._synth.callback = None  # it leads back to the synth: a circle that would keep the whole soundfont
        return np.frombuffer(sound, np.float32).reshape(count, 2)


def as_midi(part: Part, score: Score) -> "PrettyMIDI":
    """Return a part as MIDI, its times in seconds."""
    import pretty_midi

    midi = pretty_midi.PrettyMIDI(resolution=_TICKS_A_QUARTER)
    drums = part.instrument is Instrument.DRUMS
    player = pretty_midi.Instrument(0 if drums else int(part.instrument), is_drum=drums, name=part.role)
    starts = score.seconds(note.start for note in part.notes)
    ends = score.seconds(note.start + note.length for note in part.notes)
    player.notes = [
        pretty_midi.Note(max(1, round(_HARDEST * note.velocity)), note.pitch, start_s, end_s)
        for note, start_s, end_s in zip(part.notes, starts, ends, strict=True)
        if start_s < score.duration_s
    ]
    midi.instruments.append(player)
    return midi
