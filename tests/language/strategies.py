"""Texts and directions to try."""

from hypothesis import strategies as st

from engine.language.circumplex import emotion
from engine.language.languages import LANGUAGES
from engine.language.manner import amount_factor, pace_factor
from engine.language.vocabularies import tables
from engine.types.direction import Camera, CameraMove, Direction, EmotionLabel, Gesture, GestureName, Music, Who


def _phrases(language: str) -> list[str]:
    return sorted(
        {
            phrase.replace("*", "").replace("~", "")
            for name, table in tables(language).items()
            if isinstance(table, dict)
            for phrases in table.values()
            for phrase in phrases
        }
    )


_signs = st.sampled_from([",", ".", "7", "0", "1000", "99999999999", "2,5", "٣", "，"])


def _mixtures(phrases: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.lists(phrases | _signs, max_size=8).map(" ".join)


instructions = _mixtures(st.sampled_from(_phrases("en")))
"""Words of the English vocabulary in any order, sense or nonsense."""

foreign_instructions = st.sampled_from(LANGUAGES).map(_phrases).flatmap(lambda each: _mixtures(st.sampled_from(each)))
"""Words of any one language's vocabulary."""

mixed_instructions = _mixtures(st.sampled_from(LANGUAGES).map(_phrases).flatmap(st.sampled_from))
"""Words of all languages in one text."""

_levels = st.sampled_from([-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0])
_paces = _levels.map(pace_factor)
_amounts = _levels.map(amount_factor)
_moods = st.sampled_from(sorted(EmotionLabel))


def _gestures(min_size: int, max_size: int, own_manner: bool) -> st.SearchStrategy[tuple[Gesture, ...]]:
    gesture = st.builds(
        Gesture,
        name=st.sampled_from(sorted(GestureName)),
        count=st.integers(1, 12),
        pace=_paces if own_manner else st.just(1.0),
        amount=_amounts if own_manner else st.just(1.0),
        start=st.sampled_from([None, 0.0, 0.4, 0.75]),
        side=st.sampled_from([None, "left", "right", "up", "down"]),
    )
    return st.lists(gesture, min_size=min_size, max_size=max_size, unique_by=lambda each: each.name).map(
        lambda gestures: tuple(sorted(gestures, key=lambda each: each.start or 0.0))
    )


def _directions(gestures: st.SearchStrategy[tuple[Gesture, ...]]) -> st.SearchStrategy[Direction]:
    return st.builds(
        Direction,
        emotion=_moods.map(emotion),
        pace=_paces,
        amount=_amounts,
        gestures=gestures,
        camera=st.sampled_from(sorted(CameraMove)).map(lambda move: Camera(move=move)),
        ambient=st.lists(st.sampled_from(["water", "clouds", "leaves"]), unique=True).map(tuple),
        duration=st.none() | st.integers(1, 60).map(float),
        loop=st.booleans(),
        aspect=st.sampled_from(["source", "1:1", "4:5", "9:16", "16:9"]),
        music=st.sampled_from(
            [
                Music(),
                Music(mode="none"),
                Music(mode="asked", mood="soft piano"),
                Music(mode="asked", mood="sad", bpm=80),
                Music(mode="asked", bpm=120),
            ]
        ),
        who=st.sampled_from(["all", "left", "center", "right", 0, 1, 4]),
    )


directions = _directions(_gestures(0, 1, own_manner=False)) | _directions(_gestures(2, 4, own_manner=True))
"""Directions as texts bring them about: factors that have words, one gesture's manner in the whole."""

_people = st.lists(st.sampled_from(["left", "center", "right", 0, 1, 4]), min_size=2, max_size=2, unique=True)


def _told_apart(direction: Direction, people: list[Who]) -> Direction:
    """Return the direction with its gestures told apart: two people take turns."""
    gestures = tuple(
        each.model_copy(update={"who": people[index % 2]}) for index, each in enumerate(direction.gestures)
    )
    return direction.model_copy(update={"gestures": gestures, "who": "all"})


directions_of_several = st.builds(_told_apart, _directions(_gestures(2, 4, own_manner=True)), _people)
"""Directions in which people do different things."""
