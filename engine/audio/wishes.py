"""Wishes: words about music, such as "soft sad piano", and what they change."""

import re
from dataclasses import dataclass, replace
from typing import Final

from engine.audio.score import Instrument
from engine.audio.styles import GENRES, Style
from engine.types.direction import Emotion, EmotionLabel, Music

_INSTRUMENTS: Final[dict[str, Instrument]] = {
    # beginnings of words: English, then German, French, Spanish, Italian and Russian where they differ
    "electric piano|e-piano|rhodes": Instrument.ELECTRIC_PIANO,
    "piano|klavier|фортепиан|пианино|рояль": Instrument.PIANO,
    "harpsichord": Instrument.HARPSICHORD,
    "celesta|bells": Instrument.CELESTA,
    "music ?box": Instrument.MUSIC_BOX,
    "vibraphone|vibes": Instrument.VIBRAPHONE,
    "marimba|xylophone": Instrument.MARIMBA,
    "guitar|gitar|chitarra|гитар": Instrument.NYLON_GUITAR,
    "ukulele|banjo": Instrument.STEEL_GUITAR,
    "cello|violonc|виолонч": Instrument.CELLO,
    "violin|viol[oí]n|geige|скрипк|fiddle": Instrument.VIOLIN,
    "strings?|streich|cordes|cuerdas|archi|струнн": Instrument.STRINGS,
    "harp|harfe|arpa|арф|lyre": Instrument.HARP,
    "choir|voices?": Instrument.CHOIR,
    "trumpet|trompet|tromba|труб": Instrument.TRUMPET,
    "horns?": Instrument.HORN,
    "sax": Instrument.SAXOPHONE,
    "oboe": Instrument.OBOE,
    "clarinet": Instrument.CLARINET,
    "flute|flöte|flûte|flauta|флейт": Instrument.FLUTE,
}
_GENRES: Final[dict[str, str]] = {
    "jazz|swing|bossa": "jazz",
    "lo-? ?fi|chillhop": "lofi",
    "techno|edm|synth|electronic|house|disco|trance": "electronic",
    "orchestra|classical|symphon|cinematic|epic": "orchestra",
    "ambient|drone|meditat|spa\\b": "ambient",
    "rock|metal|punk": "rock",
    "pop|indie": "pop",
    "hip-? ?hop|rap|trap": "hiphop",
    "waltz": "waltz",
    "march": "march",
    "lullaby": "lullaby",
}
_MOODS: Final[dict[str, tuple[EmotionLabel, float, float]]] = {
    "happ|cheer|joy|sunny|bright": (EmotionLabel.JOY, 0.76, 0.48),
    "upbeat|energ|lively|fast|party": (EmotionLabel.EXCITEMENT, 0.6, 0.7),
    "playful|funn|cute|quirky": (EmotionLabel.PLAYFUL, 0.65, 0.6),
    "romantic|love": (EmotionLabel.LOVE, 0.7, 0.1),
    "soft|tender|gentle|sweet|warm": (EmotionLabel.TENDERNESS, 0.5, -0.3),
    "calm|relax|peaceful|quiet|slow|dreamy|sleepy": (EmotionLabel.CALM, 0.5, -0.5),
    "hope|inspir|uplift": (EmotionLabel.HOPE, 0.51, 0.23),
    "epic|heroic|triumph|powerful": (EmotionLabel.DETERMINATION, 0.4, 0.55),
    "nostalg|vintage|old": (EmotionLabel.NOSTALGIA, 0.15, -0.25),
    "sad|cry|melanchol|mourn|blue": (EmotionLabel.SADNESS, -0.63, -0.3),
    "dark|scary|horror|creepy|ominous": (EmotionLabel.FEAR, -0.64, 0.4),
    "tense|suspense|nervous": (EmotionLabel.ANXIETY, -0.45, 0.6),
    "angry|aggressive|hard|heavy": (EmotionLabel.ANGER, -0.51, 0.65),
    "dramatic": (EmotionLabel.DETERMINATION, -0.35, 0.5),
}
"""Words of mood with the emotion they stand for; the strongest names it, all together place it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked to hear; `None` leaves it to the mood of the film."""

    emotion: Emotion | None = None
    genre: Style | None = None
    instrument: Instrument | None = None
    title: str | None = None

    def applied(self, style: Style) -> Style:
        """Return a style as wished: another kind of music, or the same on another instrument."""
        style = self.genre or style
        if self.instrument is not None:
            style = replace(style, melody=self.instrument, harmony=self.instrument)
            if self.genre is None:
                style = replace(style, drums=None)
        return replace(style, title=self.title or style.title)


def wish_of(music: Music) -> Wish:
    """Return what the words ask for; words that say nothing known change nothing."""
    if music.mode != "asked" or music.mood is None:
        return Wish()
    words = music.mood.lower()
    moods = [mood for pattern, mood in _MOODS.items() if _says(words, pattern)]
    genre = next((name for pattern, name in _GENRES.items() if _says(words, pattern)), None)
    return Wish(
        emotion=_shared(moods) if moods else None,
        genre=None if genre is None else GENRES[genre],
        instrument=next((instrument for pattern, instrument in _INSTRUMENTS.items() if _says(words, pattern)), None),
        title=music.mood,
    )


def _says(words: str, pattern: str) -> bool:
    """Whether a word begins like that."""
    return re.search(rf"\b(?:{pattern})", words) is not None


def _shared(moods: list[tuple[EmotionLabel, float, float]]) -> Emotion:
    """Return the emotion of several words: "soft sad" is sad by name, and lies between the two."""
    label = max(moods, key=lambda mood: abs(mood[1]) + abs(mood[2]))[0]
    return Emotion(
        label=label,
        valence=sum(mood[1] for mood in moods) / len(moods),
        arousal=sum(mood[2] for mood in moods) / len(moods),
    )
