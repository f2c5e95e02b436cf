"""What music is told of a story: its moods in their time, what gestures feel, and what is heard around."""

import pytest

from engine.language.circumplex import emotion
from engine.production.music import as_one
from engine.types.direction import Direction, EmotionLabel, Gesture, GestureName
from engine.types.storyboard import Shot, Storyboard

CALM, JOY = emotion(EmotionLabel.CALM), emotion(EmotionLabel.JOY)
LAUGH = Direction(gestures=(Gesture(name=GestureName.LAUGH),))


def told(*directions: Direction) -> Direction:
    shots = tuple(Shot(photo=index, direction=direction) for index, direction in enumerate(directions))
    return as_one(Storyboard(shots=shots), [3.0] * len(directions))


def test_each_change_of_mood_comes_in_its_time_and_a_laugh_is_joy() -> None:
    story = told(Direction(emotion=CALM), Direction(emotion=CALM), LAUGH)
    assert [(beat.start, beat.emotion) for beat in story.beats] == [(0.0, CALM), (pytest.approx(2 / 3), JOY)]
    assert story.emotion == CALM


def test_livelier_stories_have_quicker_music_in_coarse_steps() -> None:
    tempi = [told(Direction(emotion=mood)).music.bpm for mood in (CALM, JOY)]
    assert tempi == [60, 120]
    assert told(Direction(emotion=CALM), Direction(emotion=CALM, pace=0.8)).music.bpm == 60


def test_what_is_heard_around_must_be_in_most_of_the_shots() -> None:
    rain = Direction(ambient=("rain",))
    assert told(rain, rain, Direction()).ambient == ("rain",)
    assert told(rain, Direction(), Direction()).ambient == ()
