"""Styles: what each mood is played on, and how."""

from dataclasses import dataclass, replace
from typing import Final

from engine.audio.score import Instrument
from engine.types.direction import EmotionLabel

_I = Instrument
_L = EmotionLabel


@dataclass(frozen=True, slots=True)
class Style:
    """A small ensemble and its manner."""

    title: str
    melody: Instrument | None
    harmony: Instrument
    figure: str
    """Of the harmony, by its name in `FIGURES`."""
    pad: Instrument | None = None
    """What holds the chords beneath."""
    bass: Instrument | None = None
    bass_figure: str = "roots"
    drums: str | None = None
    """By its name in `DRUMS`."""
    bar: int = 4
    """Beats a bar."""
    sevenths: bool = False
    swing: bool = False
    """Whether the second of two eighths comes late."""
    airy: bool = False
    """Whether the melody leaves room between its notes."""


STYLES: Final[dict[EmotionLabel, Style]] = {
    _L.NEUTRAL: Style("quiet piano", _I.PIANO, _I.PIANO, "broken", pad=_I.WARM_PAD),
    _L.JOY: Style(
        "bright guitar", _I.FLUTE, _I.STEEL_GUITAR, "strummed",
        bass=_I.ELECTRIC_BASS, bass_figure="steps", drums="light",
    ),
    _L.AMUSEMENT: Style(
        "cheeky clarinet", _I.CLARINET, _I.PIZZICATO, "off the beat", bass=_I.BASSOON, bass_figure="short"
    ),
    _L.EXCITEMENT: Style(
        "driving strings and drums", _I.BRASS, _I.STRINGS, "pulse",
        bass=_I.ELECTRIC_BASS, bass_figure="eighths", drums="pop",
    ),
    _L.LOVE: Style(
        "warm strings and piano", _I.VIOLIN, _I.PIANO, "rolling",
        pad=_I.SLOW_STRINGS, bass=_I.CELLO, bass_figure="fifths",
    ),
    _L.TENDERNESS: Style("soft strings", _I.STRINGS, _I.HARP, "broken", bass=_I.CELLO),
    _L.GRATITUDE: Style("warm guitar and strings", _I.OBOE, _I.NYLON_GUITAR, "broken", pad=_I.SLOW_STRINGS),
    _L.PRIDE: Style(
        "noble horns", _I.HORN, _I.STRINGS, "plodding",
        pad=_I.SLOW_STRINGS, bass=_I.DOUBLE_BASS, bass_figure="fifths", drums="march",
    ),
    _L.RELIEF: Style("easy piano and flute", _I.FLUTE, _I.PIANO, "broken", pad=_I.WARM_PAD),
    _L.HOPE: Style(
        "rising piano and strings", _I.PIANO, _I.PIANO, "rising",
        pad=_I.SLOW_STRINGS, bass=_I.CELLO,
    ),
    _L.CONFIDENCE: Style(
        "confident groove", _I.SAXOPHONE, _I.ELECTRIC_PIANO, "comping",
        bass=_I.ELECTRIC_BASS, bass_figure="groove", drums="pop", sevenths=True,
    ),
    _L.CONTENTMENT: Style("gentle guitar", _I.FLUTE, _I.NYLON_GUITAR, "broken", bass=_I.DOUBLE_BASS),
    _L.CALM: Style("calm harp", _I.VIBRAPHONE, _I.HARP, "broken", pad=_I.WARM_PAD, airy=True),
    _L.AWE: Style(
        "wide choir and celesta", _I.HORN, _I.CELESTA, "rising",
        pad=_I.CHOIR, bass=_I.SLOW_STRINGS, airy=True,
    ),
    _L.SURPRISE: Style(
        "sparkling bells", _I.GLOCKENSPIEL, _I.PIZZICATO, "rising",
        pad=_I.TREMOLO_STRINGS, bass=_I.PIZZICATO,
    ),
    _L.CURIOSITY: Style("curious marimba", _I.CLARINET, _I.MARIMBA, "ostinato", bass=_I.PIZZICATO, bass_figure="short"),
    _L.PLAYFUL: Style(
        "playful pizzicato", _I.GLOCKENSPIEL, _I.PIZZICATO, "bouncing",
        bass=_I.BASSOON, bass_figure="short", drums="shaker",
    ),
    _L.FLIRTY: Style(
        "flirty vibraphone", _I.VIBRAPHONE, _I.ELECTRIC_PIANO, "comping",
        bass=_I.DOUBLE_BASS, bass_figure="walking", drums="swing", sevenths=True, swing=True,
    ),
    _L.NOSTALGIA: Style(
        "music-box waltz", _I.MUSIC_BOX, _I.HARP, "waltz",
        pad=_I.SLOW_STRINGS, bass=_I.CELLO, bass_figure="one", bar=3,
    ),
    _L.WISTFUL: Style("sparse piano", _I.PIANO, _I.PIANO, "sparse", airy=True),
    _L.LONGING: Style("yearning cello", _I.CELLO, _I.PIANO, "broken", pad=_I.SLOW_STRINGS),
    _L.MELANCHOLY: Style(
        "dusky piano waltz", _I.ENGLISH_HORN, _I.PIANO, "waltz",
        bass=_I.CELLO, bass_figure="one", bar=3,
    ),
    _L.SADNESS: Style("slow piano and strings", _I.PIANO, _I.PIANO, "broken", pad=_I.SLOW_STRINGS),
    _L.GRIEF: Style("lone cello", _I.CELLO, _I.PIANO, "plodding", bass=_I.DOUBLE_BASS, airy=True),
    _L.LONELINESS: Style("lonely oboe", _I.OBOE, _I.PIANO, "broken", airy=True),
    _L.REGRET: Style("regretful guitar", _I.NYLON_GUITAR, _I.NYLON_GUITAR, "broken", bass=_I.DOUBLE_BASS),
    _L.EMBARRASSMENT: Style(
        "bashful bassoon", _I.BASSOON, _I.PIZZICATO, "off the beat", bass=_I.PIZZICATO, bass_figure="short"
    ),
    _L.SHY: Style("shy celesta", _I.CELESTA, _I.HARP, "broken", airy=True),
    _L.TIRED: Style(
        "drowsy electric piano", _I.ELECTRIC_PIANO, _I.ELECTRIC_PIANO, "broken",
        pad=_I.WARM_PAD, airy=True, sevenths=True,
    ),
    _L.BOREDOM: Style("plodding clarinet", _I.CLARINET, _I.ELECTRIC_PIANO, "plodding", airy=True),
    _L.CONFUSION: Style(
        "wandering vibraphone", _I.VIBRAPHONE, _I.PIZZICATO, "dotted",
        pad=_I.TREMOLO_STRINGS, sevenths=True,
    ),
    _L.THOUGHTFUL: Style("thoughtful piano", _I.PIANO, _I.PIANO, "broken", pad=_I.WARM_PAD, airy=True),
    _L.DETERMINATION: Style(
        "striding strings", _I.HORN, _I.STRINGS, "ostinato",
        bass=_I.CELLO, bass_figure="eighths", drums="toms",
    ),
    _L.ANGER: Style(
        "heavy strings and drums", _I.BRASS, _I.OVERDRIVEN_GUITAR, "power",
        bass=_I.ELECTRIC_BASS, bass_figure="eighths", drums="rock",
    ),
    _L.ANNOYANCE: Style(
        "nagging pizzicato", _I.BASSOON, _I.PIZZICATO, "ticking", bass=_I.CELLO, bass_figure="short", drums="shaker"
    ),
    _L.CONTEMPT: Style(
        "cold harpsichord", _I.HARPSICHORD, _I.HARPSICHORD, "broken",
        bass=_I.CELLO, bass_figure="short",
    ),
    _L.DISGUST: Style(
        "crawling bassoon", _I.BASSOON, _I.CLARINET, "plodding",
        pad=_I.TREMOLO_STRINGS, bass=_I.PIZZICATO, bass_figure="short", drums="heartbeat",
    ),
    _L.FEAR: Style(
        "trembling strings", _I.CELESTA, _I.STRINGS, "tremolo",
        bass=_I.DOUBLE_BASS, bass_figure="roots", drums="heartbeat",
    ),
    _L.ANXIETY: Style(
        "ticking marimba", _I.VIOLIN, _I.MARIMBA, "ticking", pad=_I.TREMOLO_STRINGS, bass=_I.CELLO, bass_figure="steps"
    ),
}  # fmt: skip

GENRES: Final[dict[str, Style]] = {
    "jazz": replace(STYLES[_L.FLIRTY], title="jazz", melody=_I.SAXOPHONE, harmony=_I.PIANO),
    "lofi": Style(
        "lo-fi beat", _I.VIBRAPHONE, _I.ELECTRIC_PIANO, "comping",
        bass=_I.ELECTRIC_BASS, bass_figure="groove", drums="slow beat", sevenths=True, swing=True, airy=True,
    ),
    "electronic": Style(
        "electronic beat", _I.SYNTH_LEAD, _I.WARM_PAD, "pulse",
        pad=_I.WARM_PAD, bass=_I.SYNTH_BASS, bass_figure="eighths", drums="four",
    ),
    "orchestra": Style(
        "orchestra", _I.HORN, _I.STRINGS, "ostinato",
        pad=_I.SLOW_STRINGS, bass=_I.DOUBLE_BASS, bass_figure="fifths", drums="toms",
    ),
    "ambient": Style("drifting pads", None, _I.WARM_PAD, "held", pad=_I.CHOIR, bass=_I.SLOW_STRINGS),
    "rock": Style(
        "rock band", _I.OVERDRIVEN_GUITAR, _I.OVERDRIVEN_GUITAR, "power",
        bass=_I.ELECTRIC_BASS, bass_figure="eighths", drums="rock",
    ),
    "pop": Style(
        "pop band", _I.ELECTRIC_PIANO, _I.STEEL_GUITAR, "strummed",
        pad=_I.WARM_PAD, bass=_I.ELECTRIC_BASS, bass_figure="groove", drums="pop",
    ),
    "hiphop": Style(
        "hip-hop beat", _I.VIBRAPHONE, _I.ELECTRIC_PIANO, "dotted",
        bass=_I.SYNTH_BASS, bass_figure="groove", drums="boom", sevenths=True,
    ),
    "waltz": Style(
        "waltz", _I.VIOLIN, _I.PIANO, "waltz",
        pad=_I.STRINGS, bass=_I.DOUBLE_BASS, bass_figure="one", bar=3,
    ),
    "march": replace(STYLES[_L.PRIDE], title="march"),
    "lullaby": replace(STYLES[_L.NOSTALGIA], title="lullaby"),
}  # fmt: skip
"""Kinds of music that may be asked for by name."""

HOMES: Final[dict[Instrument, int]] = {
    _I.CELLO: 55, _I.BASSOON: 53, _I.HORN: 64, _I.NYLON_GUITAR: 67, _I.OVERDRIVEN_GUITAR: 64, _I.CLARINET: 69,
    _I.ENGLISH_HORN: 66, _I.SAXOPHONE: 67, _I.BRASS: 67, _I.TRUMPET: 69, _I.VIOLIN: 74, _I.STRINGS: 72, _I.FLUTE: 77,
    _I.GLOCKENSPIEL: 84, _I.CELESTA: 79, _I.MUSIC_BOX: 79, _I.VIBRAPHONE: 72, _I.MARIMBA: 69,
}  # fmt: skip
"""Around which pitch an instrument sings; 72 for all others."""
