"""What is written, before anything is heard."""

from itertools import pairwise

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import spearmanr

from engine.audio.composing import written
from engine.audio.feeling import felt
from engine.audio.figures import DRUMS, FIGURES
from engine.audio.score import Instrument, Score
from engine.audio.styles import GENRES, STYLES
from engine.language.circumplex import emotion
from engine.types.direction import Beat, Direction, Emotion, EmotionLabel, Gesture, GestureName, Music

SIGNED = st.floats(-1, 1)
MOODS = st.builds(Emotion, label=st.sampled_from(EmotionLabel), valence=SIGNED, arousal=SIGNED)
DIRECTIONS = st.builds(
    Direction,
    emotion=MOODS,
    pace=st.floats(0.2, 3),
    amount=st.floats(0.2, 3),
    beats=st.lists(st.builds(Beat, start=st.floats(0, 1), emotion=MOODS), max_size=12).map(tuple),
    music=st.builds(
        Music,
        mode=st.sampled_from(["auto", "asked"]),
        mood=st.none() | st.text(max_size=80) | st.sampled_from(["sad piano", "jazz", "happy guitar", "epic waltz"]),
        bpm=st.none() | st.integers(30, 240),
    ),
)


def mood(label: EmotionLabel) -> Direction:
    return Direction(emotion=emotion(label))


def bpm_of(score: Score) -> float:
    return 60 / float(np.median(np.diff(score.beats_s)))


def raised_degrees(score: Score) -> float:
    """How many of second, third, sixth and seventh are the upper ones, by the notes' lengths: 0 dark … 4 bright."""
    heard = np.zeros(12)
    for part in score.parts:
        if part.instrument is not Instrument.DRUMS:
            for note in part.notes:
                heard[(note.pitch - score.tonic) % 12] += min(note.length, 4.0)
    pairs = [(1, 2), (3, 4), (8, 9), (10, 11)]
    return float(sum(heard[upper] / max(1e-9, heard[lower] + heard[upper]) for lower, upper in pairs))


def test_a_gesture_that_has_a_mood_is_heard_where_no_mood_is_named() -> None:
    nod, laugh = (Gesture(name=name) for name in (GestureName.NOD, GestureName.LAUGH))
    assert felt(Direction(gestures=(nod,))) == Emotion()
    assert felt(Direction(gestures=(nod, laugh))) == emotion(EmotionLabel.JOY)
    assert felt(Direction(gestures=(laugh,), emotion=emotion(EmotionLabel.SADNESS))) == emotion(EmotionLabel.SADNESS)
    assert written(Direction(gestures=(laugh,)), 8.0, 1) == written(mood(EmotionLabel.JOY), 8.0, 1)


@settings(deadline=None, max_examples=25)
@given(DIRECTIONS, st.floats(0.1, 20), st.integers(0, 2**70))
def test_everything_can_be_set_to_music(direction: Direction, duration_s: float, seed: int) -> None:
    score = written(direction, duration_s, seed)
    assert score.beats_s[0] == 0
    assert all(np.diff(score.beats_s) > 0)
    assert duration_s - score.beats_s[-1] >= min(0.6, 0.3 * duration_s)
    notes = [note for part in score.parts for note in part.notes]
    assert notes
    assert all(0 <= note.start <= len(score.beats_s) and note.length > 0 for note in notes)
    assert all(21 <= note.pitch <= 108 and 0 < note.velocity <= 1 for note in notes)


def test_the_same_seed_writes_the_same_notes() -> None:
    first, again, other = (written(mood(EmotionLabel.HOPE), 12, seed) for seed in (3, 3, 4))
    assert first == again
    assert first.parts != other.parts


def test_every_mood_and_kind_of_music_has_an_ensemble() -> None:
    assert set(STYLES) == set(EmotionLabel)
    for style in [*STYLES.values(), *GENRES.values()]:
        assert {style.figure, style.bass_figure} <= set(FIGURES)
        assert style.drums is None or style.drums in DRUMS
    assert len({style.title for style in STYLES.values()}) == len(STYLES)


def test_tempo_rises_with_arousal_and_brightness_with_valence() -> None:
    moods = [emotion(label) for label in EmotionLabel]
    scores = [[written(Direction(emotion=each), 20, seed) for seed in range(3)] for each in moods]
    tempi = [np.mean([bpm_of(score) for score in some]) for some in scores]
    brightness = [np.mean([raised_degrees(score) for score in some]) for some in scores]
    assert spearmanr([each.arousal for each in moods], tempi).statistic > 0.95
    assert spearmanr([each.valence for each in moods], brightness).statistic > 0.93


@pytest.mark.parametrize("label", [EmotionLabel.WISTFUL, EmotionLabel.JOY, EmotionLabel.NOSTALGIA, EmotionLabel.FEAR])
@pytest.mark.parametrize("duration_s", [3.0, 5.0, 12.0, 60.0])
def test_it_ends_at_home_with_time_to_ring(label: EmotionLabel, duration_s: float) -> None:
    score = written(mood(label), duration_s, 1)
    last_beat = len(score.beats_s) - 1
    last = [note for part in score.parts for note in part.notes if note.start > last_beat - 0.1]
    assert {(note.pitch - score.tonic) % 12 for note in last} <= {0, 3, 4, 7}
    assert min(last, key=lambda note: note.pitch).pitch % 12 in {score.tonic, (score.tonic + 7) % 12}
    assert 0.4 <= duration_s - score.beats_s[-1] <= 3.0


def test_a_piece_swells_and_subsides_and_ends_softer_than_it_was() -> None:
    score = written(mood(EmotionLabel.SADNESS), 30, 1)
    (harmony,) = (part.notes for part in score.parts if part.role == "harmony")
    last_beat = len(score.beats_s) - 1

    def force(start: float, stop: float) -> float:
        return float(np.mean([n.velocity for n in harmony if start <= n.start / last_beat < stop]))

    assert force(0.5, 0.7) > 1.1 * max(force(0.0, 0.15), force(0.85, 0.99), force(0.99, 1.1))


@pytest.mark.parametrize("label", EmotionLabel)
def test_a_melody_does_not_stay_where_it_is(label: EmotionLabel) -> None:
    score = written(mood(label), 30, 1)
    sung = [note.pitch for part in score.parts if part.role == "melody" for note in part.notes]
    repeated = sum(one == other for one, other in pairwise(sung))
    assert repeated <= 0.1 * len(sung)


def test_a_tempo_that_was_asked_for_is_kept() -> None:
    score = written(Direction(music=Music(mode="asked", bpm=97)), 20, 1)
    assert np.diff(score.beats_s) == pytest.approx(60 / 97)


@pytest.mark.parametrize(
    ("words", "instrument"),
    [
        ("soft sad piano", Instrument.PIANO),
        ("happy guitar", Instrument.NYLON_GUITAR),
        ("violins", Instrument.VIOLIN),
        ("music box", Instrument.MUSIC_BOX),
        ("jazz", Instrument.SAXOPHONE),
    ],
)
def test_words_choose_the_instrument(words: str, instrument: Instrument) -> None:
    score = written(Direction(music=Music(mode="asked", mood=words)), 10, 1)
    assert instrument in {part.instrument for part in score.parts}
    assert score.title == words


def test_words_choose_the_mood_of_the_music() -> None:
    sad, happy = (written(Direction(music=Music(mode="asked", mood=f"{how} piano")), 20, 1) for how in ("sad", "happy"))
    assert bpm_of(happy) > bpm_of(sad) * 1.3
    assert raised_degrees(happy) > raised_degrees(sad) + 2


def test_words_are_heard_only_where_they_are_asked() -> None:
    auto = Direction(emotion=emotion(EmotionLabel.WISTFUL), music=Music(mode="auto", mood="techno"))
    assert written(auto, 5, 1) == written(mood(EmotionLabel.WISTFUL), 5, 1)


def test_music_follows_the_arc() -> None:
    arc = (
        Beat(start=0.0, emotion=emotion(EmotionLabel.SADNESS)),
        Beat(start=0.5, emotion=emotion(EmotionLabel.JOY)),
    )
    score = written(Direction(emotion=arc[0].emotion, beats=arc), 20, 1)
    periods = np.diff(score.beats_s)
    assert periods[:4].mean() > 1.4 * periods[-6:-2].mean()
    turn = np.searchsorted(score.beats_s, 10.0)
    played = {
        part.instrument: (min(note.start for note in part.notes), max(note.start for note in part.notes))
        for part in score.parts
    }
    assert played[Instrument.PIANO][1] < turn + 2
    assert played[Instrument.STEEL_GUITAR][0] > turn - 3
    assert score.title == "slow piano and strings, then bright guitar"
