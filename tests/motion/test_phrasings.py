"""What people do by themselves in moods that are more than a face: the order of things tells one from another."""

import numpy as np
import pytest

from engine.motion import plan
from engine.motion.gestures import PHRASINGS, Cue
from engine.motion.moods import mood_of
from engine.motion.timing import Action, place
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.curves import FACE_CHANNELS, Track
from engine.types.direction import Emotion, EmotionLabel, GestureName
from tests.motion.conftest import direct

FPS = 60
TIMES = np.arange(0, 8, 1 / FPS)


def played(label, **cue):
    track = Track.at_rest(FACE_CHANNELS, len(TIMES))
    PHRASINGS[label].build(Cue(**cue)).add_to(track, TIMES)
    return track


def first_s(condition):
    assert condition.any()
    return TIMES[np.argmax(condition)]


@pytest.mark.parametrize("label", list(PHRASINGS))
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_phrasing_is_a_short_story_that_ends_where_it_began(label, side):
    track = played(label, side=side)
    assert np.abs(track.values[-1]).max() < 1e-5
    moving = np.flatnonzero(np.abs(np.diff(track.values, axis=0)).max(axis=1) > 1e-4)
    assert 2.0 < moving[-1] / FPS < 6.0


@pytest.mark.parametrize("label", list(PHRASINGS))
def test_who_feels_it_little_moves_less_but_glances_as_far(label):
    weak, strong = played(label, amount=0.5), played(label, amount=1.0)
    for channel in ("yaw_deg", "pitch_deg", "roll_deg", "AU1", "AU4"):
        assert np.abs(weak[channel]).max() <= np.abs(strong[channel]).max()
    for channel in ("gaze_yaw_deg", "gaze_pitch_deg"):
        assert np.abs(weak[channel]).max() >= 0.5 * np.abs(strong[channel]).max()


@pytest.mark.parametrize("label", list(PHRASINGS))
def test_eyes_come_to_the_end_of_the_story_within_five_seconds(label):
    valence, arousal = VALENCE_AROUSAL[label]
    manner = mood_of(Emotion(label=label, valence=valence, arousal=arousal)).manner
    phrase = PHRASINGS[label].build(Cue(pace=manner.pace, amount=manner.size, heaviness=manner.heaviness))
    (placed,) = place([Action(PHRASINGS[label], phrase, None)], 5.0, loop=False, own=[0])
    glances = [stroke for stroke in placed.phrase.strokes if stroke.channel.startswith("gaze")]
    lids = [stroke for stroke in placed.phrase.strokes if stroke.channel.startswith("AU45")]
    clear = [stroke for stroke in glances if abs(stroke.change) > 4] + [
        stroke for stroke in lids if stroke.change < -0.5
    ]
    assert all(stroke.start_s + stroke.duration_s < 5.1 for stroke in clear)


@pytest.mark.parametrize("label", ["annoyance", "confusion", "fear"])
def test_a_story_does_not_reach_far_into_the_next_mood(portrait, label):
    beats = [{"start": 0.5, "emotion": {"label": "joy"}}]
    person = plan(direct(emotion={"label": label}, beats=beats), portrait, duration_s=5, fps=30, seed=1).people[0]
    smiling = person["AU12_left"] > 0.8
    assert smiling.any()
    assert person["AU4"][smiling].max() < 0.35


def test_joy_shows_in_the_brows_before_the_smile_and_ends_in_a_chuckle():
    track = played(EmotionLabel.JOY)
    smile_s = first_s(track["AU12_left"] > 0.95 * track["AU12_left"].max())
    assert first_s(track["AU2_left"] > 0.9 * track["AU2_left"].max()) < smile_s
    turns = np.sign(np.diff(track["breath"]))
    assert np.sum((turns[:-1] > 0) & (turns[1:] < 0)) == 2


def test_who_loves_comes_nearer_and_looks_from_eye_to_eye_to_the_lips():
    track = played(EmotionLabel.LOVE)
    one_s, other_s = (first_s(sign * track["gaze_yaw_deg"] > 2) for sign in (1, -1))
    assert one_s < other_s < first_s(track["gaze_pitch_deg"] < -4)
    assert track["lean"].max() > 0.03


def test_the_thoughtful_look_up_then_down_and_come_back_with_lifted_brows():
    track = played(EmotionLabel.THOUGHTFUL)
    up_s, down_s = (first_s(sign * track["gaze_pitch_deg"] > 7) for sign in (1, -1))
    found_s = first_s(track["AU1"] > 0.3)
    assert up_s < down_s < found_s
    assert abs(track["gaze_pitch_deg"][round(found_s * FPS)]) < 1


def test_the_tired_nod_off_with_their_head_and_start_up_with_their_brows():
    track = played(EmotionLabel.TIRED)
    shut = track["AU45_left"] > 0.95
    assert track["pitch_deg"][shut].min() < -1
    assert first_s(track["AU1"] > 0.3) > first_s(shut)


def test_playful_winks_once_after_a_flash_of_the_brows():
    track = played(EmotionLabel.PLAYFUL, side="right")
    assert track["AU45_right"].max() > 0.95
    assert track["AU45_left"].max() < 0.1
    flash = track["AU2_left"] > 0.5 * track["AU2_left"].max()
    assert np.sum(flash) / FPS < 0.6
    assert first_s(flash) < first_s(track["AU45_right"] > 0.5)


def test_the_shy_look_away_before_the_smile_has_grown_and_up_while_the_head_is_still_down():
    track = played(EmotionLabel.SHY)
    smile_s = first_s(track["AU12_left"] > 0.95 * track["AU12_left"].max())
    assert first_s(track["gaze_pitch_deg"] < -10) < smile_s
    peeping = track["gaze_pitch_deg"] > 4
    assert first_s(peeping) > smile_s
    assert track["pitch_deg"][peeping].mean() < -1.5


def test_the_contemptuous_turn_the_face_but_not_the_eyes_and_one_corner_of_the_mouth():
    track = played(EmotionLabel.CONTEMPT)
    turned = np.abs(track["yaw_deg"]) > 4
    assert (np.sign(track["gaze_yaw_deg"][turned]) == -np.sign(track["yaw_deg"][turned])).all()
    assert track["AU14_left"].max() > 0.4
    assert not track["AU14_right"].any()


def test_the_confused_look_to_both_sides_and_blink_twice():
    track = played(EmotionLabel.CONFUSION)
    assert track["gaze_yaw_deg"].max() > 5 > -5 > track["gaze_yaw_deg"].min()
    assert np.sum(np.diff((track["AU45_left"] > 0.9).astype(int)) == 1) == 2
    assert track["roll_deg"].max() > 1 > -1 > track["roll_deg"].min()


def test_the_annoyed_stare_after_they_have_rolled_their_eyes():
    track = played(EmotionLabel.ANNOYANCE)
    assert first_s(track["gaze_pitch_deg"] > 8) < first_s(track["AU4"] > 0.5)


def test_the_frightened_hold_still_and_their_breath_while_the_eyes_search():
    track = played(EmotionLabel.FEAR)
    searching = np.abs(np.diff(track["gaze_yaw_deg"], prepend=0)) > 0.3
    from_s, to_s = TIMES[searching][0] + 0.3, TIMES[searching][-1]
    meanwhile = (from_s < TIMES) & (to_s > TIMES)
    assert np.sum(np.diff(np.sign(track["gaze_yaw_deg"][meanwhile])) != 0) >= 2
    assert np.ptp(track["yaw_deg"][meanwhile]) < 1.0
    assert track["breath"][meanwhile].min() > 0.6


def test_the_flirty_bring_back_their_eyes_before_their_head():
    track = played(EmotionLabel.FLIRTY)
    away = np.sign(track["yaw_deg"][np.argmax(np.abs(track["yaw_deg"]))])
    returned = (away * track["gaze_yaw_deg"] < -2) & (track["gaze_pitch_deg"] > 1)
    assert (away * track["yaw_deg"][returned]).mean() > 2


@pytest.mark.parametrize("label", [label for label, entry in PHRASINGS.items() if entry.contains])
def test_a_phrasing_is_left_out_where_something_in_it_must_not_be(portrait, label):
    (forbidden,) = PHRASINGS[label].contains
    others = {GestureName.BLINK} - {forbidden}  # so that no blink of their own closes the lids
    with_it, without = (
        plan(direct(emotion={"label": label}, avoid=avoid), portrait, duration_s=6, fps=30, seed=1).people[0]
        for avoid in (sorted(others), sorted({forbidden, *others}))
    )
    shown = "gaze_pitch_deg" if forbidden is GestureName.EYE_ROLL else "AU45_right"
    assert np.ptp(without[shown]) < 0.7 * np.ptp(with_it[shown])
