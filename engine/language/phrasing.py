"""A direction in one sentence, in words that `understand` reads back as the same direction.

The words are data (`[say]` of a vocabulary). Factors and strengths are told by the nearest word there is; those that
a text brought about are told exactly, since texts know no other factors than those with words.
"""

import re
from collections.abc import Callable
from math import log
from typing import Any

from engine.language.circumplex import emotion
from engine.language.grammar import read
from engine.language.manner import DEGREES, MANNERS, STRONGEST_LEVEL, amount_factor, pace_factor
from engine.language.saying import sayings
from engine.types.direction import CameraMove, Direction, Emotion, EmotionLabel, Gesture

_LEVELS = tuple(half / 2 for half in range(int(-2 * STRONGEST_LEVEL), int(2 * STRONGEST_LEVEL) + 1))
_STRENGTHS = sorted({0.0, *(degree.level for degree in DEGREES.values())}, key=abs)
_START_WORDS = {0.0: "beginning", 0.75: "end"}


def describe(direction: Direction) -> str:
    """Return one short sentence on what will be played, and what else was asked for, in the direction's language."""
    say = sayings(direction.language)
    parts = [_acting(direction, say), ", ".join(_facts(direction, say))]
    sentences = [part[0].upper() + part[1:] for part in parts if part]
    text = ". ".join(sentences or [str(say["nothing"]).capitalize()]) + "."
    for pattern, right in say["spelling"]:
        text = re.sub(pattern, right, text)
    return text


def _acting(direction: Direction, say: dict[str, Any]) -> str:
    """Return the mood and the gestures in words, or nothing."""
    strength = _strength(direction.emotion)
    manner = _manner(direction.pace, 1.0 if _is_implied(direction, strength) else direction.amount, say)
    moods = [_mood(beat.emotion, say) for beat in direction.beats]
    mood = [] if direction.beats or direction.emotion.label is EmotionLabel.NEUTRAL else [_mood(direction.emotion, say)]
    gestures = direction.gestures
    if len(gestures) == 1 and not moods:
        return _gesture(gestures[0], [*manner, *mood], say)
    if not gestures and not moods:
        words = ", ".join([*manner, *mood])
        return say["mood_alone"].format(words) if words else ""
    lead = [say["first"].format(say["then"].join(moods))] if moods else []
    lead += [say["overall"].format(word) for word in manner]
    told = ""
    for index, gesture in enumerate(gestures):
        is_together = index > 0 and gesture.start is not None and gesture.start == gestures[index - 1].start
        told += say["together" if is_together else "then"] if index else ""
        told += _gesture(
            gesture.model_copy(update={"start": None}) if is_together else gesture, [] if index else mood, say
        )
    return ": ".join(part for part in (", ".join(lead), told) if part)


def _gesture(gesture: Gesture, whole: list[str], say: dict[str, Any]) -> str:
    """Return one gesture in words, with its own manner or the one of the whole."""
    adjectives = ", ".join([*_manner(gesture.pace, gesture.amount, say), *whole])
    told: str = say["gesture"][gesture.name].format(adjectives + " " if adjectives else "")
    if gesture.side is not None:
        told += say["side"][gesture.side]
    if gesture.count == 2:
        told += say["twice"]
    elif gesture.count > 2:
        told += say["times"].format(gesture.count)
    if gesture.start is not None:
        word = _START_WORDS.get(gesture.start)
        told += say[word] if word else say["share"].format(f"{gesture.start * 100:.0f}")
    return told


def _facts(direction: Direction, say: dict[str, Any]) -> list[str]:
    """Return what else was asked for."""
    facts = [say["without"].format(say["gesture"][name].format("").removeprefix("a ")) for name in direction.avoid]
    if direction.who != "all":
        who = direction.who
        facts.append(say["one_person"].format(who + 1) if isinstance(who, int) else say["who"][who])
    if direction.camera.move is not CameraMove.DRIFT:
        facts.append(say["camera"][direction.camera.move])
    facts.extend(say["ambient"].get(name, name) for name in direction.ambient)
    if direction.duration is not None:
        facts.append(say["seconds"].format(f"{direction.duration:g}"))
    if direction.loop:
        facts.append(say["loop"])
    if direction.aspect != "source":
        facts.append(direction.aspect)
    facts.extend(_music(direction, say))
    return facts


def _music(direction: Direction, say: dict[str, Any]) -> list[str]:
    music = direction.music
    if music.mode == "auto":
        return []
    if music.mode == "none":
        return [say["no_music"]]
    told = say["any_music"]
    if music.mood is not None:
        names_music = read(music.mood, direction.language).music is not None
        told = music.mood if names_music else say["music"].format(music.mood)
    return [told if music.bpm is None else say["bpm"].format(told, music.bpm)]


def _mood(mood: Emotion, say: dict[str, Any]) -> str:
    word: str = say["mood"][mood.label]
    strength = _strength(mood)
    return say["strength"][f"{strength:g}"].format(word) if strength else word


def _strength(mood: Emotion) -> float:
    """Return the level of the word of degree that comes nearest to a mood."""

    def distance(level: float) -> float:
        said = emotion(mood.label, level)
        return round(abs(said.valence - mood.valence) + abs(said.arousal - mood.arousal), 6)

    return min(_STRENGTHS, key=distance)


def _is_implied(direction: Direction, strength: float) -> bool:
    """Whether the strength of the mood's word tells the amount already ("very sad")."""
    return bool(strength) and not direction.beats and direction.amount == amount_factor(strength)


def _manner(pace: float, amount: float, say: dict[str, Any]) -> list[str]:
    """Return the words for a tempo and a size: one for both where there is one ("gentle"), else one for each."""
    for name, word in say["manner"].items():
        if (pace, amount) == (pace_factor(MANNERS[name].pace), amount_factor(MANNERS[name].amount)):
            return [word]
    words = (_word(pace, pace_factor, say["pace"]), _word(amount, amount_factor, say["amount"]))
    return [word for word in words if word]


def _word(factor: float, factor_of: Callable[[float], float], words: dict[str, str]) -> str:
    """Return the word for a factor, or nothing when it is about natural."""
    level = min(_LEVELS, key=lambda level: abs(log(factor_of(level) / factor)))
    return words.get(f"{level:g}", "")
