"""A direction in one sentence, in words that `understand` reads back as the same direction.

The words are data (`sayings/`). Factors and strengths are told by the nearest word there is; those that
a text brought about are told exactly, since texts know no other factors than those with words.
"""

import re
from collections.abc import Callable
from math import log
from typing import Any

from engine.language.arranging import start_together
from engine.language.circumplex import emotion
from engine.language.grammar import read
from engine.language.manner import DEGREES, MANNERS, STRONGEST_LEVEL, amount_factor, pace_factor
from engine.language.saying import sayings
from engine.types.direction import CameraMove, Direction, Emotion, EmotionLabel, Gesture, GestureName, Who

_LEVELS = tuple(half / 2 for half in range(int(-2 * STRONGEST_LEVEL), int(2 * STRONGEST_LEVEL) + 1))
_STRENGTHS = sorted({0.0, *(degree.level for degree in DEGREES.values())}, key=abs)
_EXCHANGE = [(GestureName.TURN, "left", "right"), (GestureName.TURN, "right", "left")]
_START_WORDS = {0.0: "beginning", 0.75: "end"}


def describe(direction: Direction) -> str:
    """Return one short sentence on what will be played, and what else was asked for, in the direction's language."""
    say = sayings(direction.language)
    parts = [_acting(direction, say), say["fact"].join(_facts(direction, say))]
    told = [_spelled(part, say) for part in parts if part] or [say["nothing"]]
    sentences: list[str] = [say["sentence"].format(_capitalised(part, say)) for part in told]
    next_to: str = say["next"]
    return next_to.join(sentences)


def _spelled(text: str, say: dict[str, Any]) -> str:
    """Return a text with what its words make of each other put right: articles, agreement, plurals."""
    spelling: list[tuple[str, str]] = say["spelling"]
    for pattern, right in spelling:
        text = re.sub(pattern, right, text)
    return text


def _capitalised(text: str, say: dict[str, Any]) -> str:
    capitals: dict[str, str] = dict(say["capitals"])
    return capitals.get(text[0], text[0].upper()) + text[1:]


def _acting(direction: Direction, say: dict[str, Any]) -> str:
    """Return the mood and the gestures in words, or nothing."""
    strength = _strength(direction.emotion)
    manner = _manner(direction.pace, 1.0 if _is_implied(direction, strength) else direction.amount, say)
    moods = [_mood(beat.emotion, say) for beat in direction.beats]
    mood = [] if direction.beats or direction.emotion.label is EmotionLabel.NEUTRAL else [_mood(direction.emotion, say)]
    gestures = direction.gestures
    are_told_apart = any(gesture.who is not None for gesture in gestures)
    if len(gestures) == 1 and not (moods or are_told_apart):
        return _gesture(gestures[0], manner, mood, say)
    lead = [say["first"].format(say["then"].join(moods))] if moods else []
    if are_told_apart or not gestures:
        alone = [say["mood_alone"].format(word) for word in mood]
        lead += alone if direction.who == "all" or not gestures else [_by(direction.who, word, say) for word in alone]
    lead += [say["overall"].format(word) for word in manner]
    told = ""
    for index, gesture in enumerate(gestures):
        if index and _is_exchange(gestures[index - 1 : index + 1]):
            continue
        is_together = index > 0 and gesture.start is not None and gesture.start == gestures[index - 1].start
        told += say["together" if is_together else "then"] if index else ""
        goes_without_saying = is_together or _is_of_a_pair(gestures, index)
        shown = gesture.model_copy(update={"start": None}) if goes_without_saying else gesture
        is_exchange = _is_exchange(gestures[index : index + 2])
        told += _gesture(shown, [], [] if index or are_told_apart else mood, say, is_exchange=is_exchange)
    whole: str = say["lead"].join(part for part in (say["fact"].join(lead), told) if part)
    return whole


def _is_of_a_pair(gestures: tuple[Gesture, ...], index: int) -> bool:
    """Whether a gesture begins where one does with which the next comes together."""
    starts = [gesture.start for gesture in gestures[index : index + 2]]
    return starts == [start_together(index + 1, index + 2)] * 2


def _is_exchange(pair: tuple[Gesture, ...]) -> bool:
    """Whether two gestures are two people looking at each other."""
    return [(each.name, each.who, each.side) for each in pair] == _EXCHANGE and pair[0].start == pair[1].start


def _gesture(
    gesture: Gesture, manner: list[str], mood: list[str], say: dict[str, Any], *, is_exchange: bool = False
) -> str:
    """Return one gesture in words, with its own manner or the one of the whole."""
    hows = [say["done"].format(word) for word in (*_manner(gesture.pace, gesture.amount, say), *manner)]
    hows += [say["felt"].format(word) for word in mood]
    times = say["twice"] if gesture.count == 2 else say["times"].format(gesture.count)
    template: str = say["exchange"] if is_exchange else say["gesture"][gesture.name]
    parts = {
        "how": say["how"].format(say["listing"].join(hows)) if hows else "",
        "side": say["side"][gesture.side] if gesture.side and not is_exchange else "",
        "times": times if gesture.count > 1 else "",
        "when": "" if gesture.start is None else _when(gesture.start, say),
    }
    outside = {key: "" if f"{{{key}}}" in template else part for key, part in parts.items()}
    what, who = template.format(**parts), None if is_exchange else gesture.who
    if who is not None and "{what}" in say["by"]:
        what, who = _by(who, what, say), None
    told: str = say["act"].format(what=what, **outside)
    return told if who is None else _by(who, told, say)


def _by(who: Who, act: str, say: dict[str, Any]) -> str:
    """Return what one of several people does, or feels."""
    person = say["doer"]["number"].format(who + 1) if isinstance(who, int) else say["doer"][who]
    told: str = say["by"].format(act=act, what=act, person=person)
    return told


def _when(start: float, say: dict[str, Any]) -> str:
    word = _START_WORDS.get(start)
    told: str = say[word] if word else say["share"].format(f"{start * 100:.0f}")
    return told


def _facts(direction: Direction, say: dict[str, Any]) -> list[str]:
    """Return what else was asked for."""
    nothing_else = dict.fromkeys(("how", "side", "times", "when"), "")
    facts = [
        say["without"].format(what=say["gesture"][name].format(**nothing_else), name=say["name"][name])
        for name in direction.avoid
    ]
    if direction.who != "all" and all(gesture.who is None for gesture in direction.gestures):
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
