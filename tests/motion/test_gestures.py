import numpy as np
import pytest
from scipy.signal import find_peaks

from engine.motion import plan
from engine.motion.gestures import REPERTOIRE
from engine.types.direction import EmotionLabel, GestureName
from engine.types.scene import HeadPose
from tests.motion.conftest import build_face, build_scene, direct

FPS = 60
STILL = {"avoid": ["smile", "blink"], "camera": {"move": "still"}}


def act(scene, duration_s=6.0, seed=1, **gesture):
    curves = plan(direct(gestures=[gesture]), scene, duration_s=duration_s, fps=FPS, seed=seed)
    return curves.people[0]


def test_the_repertoire_is_the_vocabulary():
    assert set(REPERTOIRE) == set(GestureName)


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_a_nod_goes_down_as_often_as_it_was_asked_to(portrait, count):
    pitch = act(portrait, name="nod", count=count)["pitch_deg"]
    troughs, _ = find_peaks(-pitch, prominence=1.0)
    assert len(troughs) == count
    assert 7.0 <= -pitch[troughs[0]] <= 9.0
    assert np.all(np.diff(-pitch[troughs]) < 0)
    assert np.diff(troughs) / FPS == pytest.approx(0.55, rel=0.05)


def test_the_last_nod_is_clearly_smaller(portrait):
    pitch = act(portrait, name="nod", count=3)["pitch_deg"]
    first, second, third = -pitch[find_peaks(-pitch, prominence=1.0)[0]]
    assert second / first == pytest.approx(0.8, rel=0.08)
    assert third / second == pytest.approx(0.8 * 0.6, rel=0.12)


@pytest.mark.parametrize(("pace", "low_s", "high_s"), [(0.7, 1.0, 1.6), (1.0, 0.5, 0.6), (1.5, 0.3, 0.45)])
def test_the_tempo_of_nods_follows_the_pace(portrait, pace, low_s, high_s):
    pitch = act(portrait, name="nod", count=3, pace=pace)["pitch_deg"]
    troughs, _ = find_peaks(-pitch, prominence=1.0)
    assert np.all((np.diff(troughs) / FPS > low_s) & (np.diff(troughs) / FPS < high_s))


def test_a_nod_winds_up_first_and_stays_on_its_axis(portrait):
    person = act(portrait, name="nod", count=2)
    pitch = person["pitch_deg"]
    trough = int(np.argmin(pitch))
    before = pitch[trough - FPS // 2 : trough]
    assert 0.05 < before.max() / -pitch[trough] < 0.2
    around = slice(trough - FPS // 3, trough + FPS)
    for axis in ("yaw_deg", "roll_deg"):
        assert np.ptp(person[axis][around]) < 1.0


def test_a_nod_upwards_goes_up(portrait):
    pitch = act(portrait, name="nod", side="up")["pitch_deg"]
    assert pitch.max() > 7.0 > -pitch.min()


def test_a_shake_swings_to_both_sides_once_a_count(portrait):
    yaw = act(portrait, name="shake", count=3)["yaw_deg"]
    assert len(find_peaks(yaw, prominence=2.0)[0]) == 3
    assert len(find_peaks(-yaw, prominence=2.0)[0]) == 3


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(
    ("name", "channel", "least"),
    [("tilt", "roll_deg", 6.0), ("turn", "yaw_deg", 8.0), ("look", "gaze_yaw_deg", 9.0)],
)
def test_sides_are_the_viewers(portrait, name, channel, least, side):
    values = {"left": -1, "right": 1}[side] * act(portrait, name=name, side=side)[channel]
    assert values.max() > least > -values.min() * 3


def test_the_gaze_leads_the_head_into_a_turn(portrait):
    person = act(portrait, name="turn", side="left")
    gaze, head = (np.argmax(-person[name] > 3.0) for name in ("gaze_yaw_deg", "yaw_deg"))
    assert 0.05 <= (head - gaze) / FPS <= 0.6


def test_who_looks_down_lowers_eyes_and_head_and_leaves_the_lids_to_the_eyeballs(portrait):
    person = act(portrait, name="look", side="down")
    looking = person["gaze_pitch_deg"] < 0.9 * person["gaze_pitch_deg"].min()
    assert person["gaze_pitch_deg"].min() < -16.0
    assert person["pitch_deg"][looking].min() < -3.0
    assert np.median(person["AU45_left"][looking]) < 0.05


def test_rolling_eyes_go_over_the_top(portrait):
    person = act(portrait, name="eye_roll", side="right")
    across, up = person["gaze_yaw_deg"], person["gaze_pitch_deg"]
    there, back = int(np.argmin(across)), int(np.argmax(across))
    assert there < back
    assert min(-across[there], across[back]) > 8.0
    assert up[there:back].min() > 12.0


def test_people_blink_as_they_turn(portrait):
    person = act(portrait, name="turn", side="left")
    shut = np.argmax(person["AU45_left"] > 0.9)
    turned = np.argmax(person["yaw_deg"] < -5.0)
    assert 0 < turned - shut < 0.8 * FPS


@pytest.mark.parametrize("fps", [12, 24, 30, 60])
@pytest.mark.parametrize("mood", ["neutral", "tired", "excitement"])
def test_every_frame_rate_shows_the_blink_shut(portrait, fps, mood):
    direction = direct(gestures=[{"name": "blink", "count": 2}], emotion={"label": mood})
    person = plan(direction, portrait, duration_s=5, fps=fps, seed=2).people[0]
    for lid in ("AU45_left", "AU45_right"):
        shut = person[lid] >= 0.97
        assert np.sum(np.diff(shut.astype(int)) == 1) >= 2


@pytest.mark.parametrize(("side", "other"), [("left", "right"), ("right", "left")])
@pytest.mark.parametrize("mood", ["neutral", "tired", "sadness"])
def test_a_wink_shuts_one_eye_and_leaves_the_other_open(portrait, side, other, mood):
    direction = direct(gestures=[{"name": "wink", "side": side}], emotion={"label": mood})
    person = plan(direction, portrait, duration_s=5, fps=FPS, seed=4).people[0]
    winking = (person[f"AU45_{side}"] > 0.9) & (person[f"AU45_{side}"] > person[f"AU45_{other}"] + 0.5)
    assert winking.sum() > 0.1 * FPS
    assert person[f"AU45_{other}"][winking].max() < 0.08
    assert person[f"AU12_{side}"][winking].max() > 0.2


def test_a_head_with_little_room_moves_smaller_and_does_not_stop_at_its_limit():
    def shake(yaw_deg):
        scene = build_scene(build_face(pose=HeadPose(yaw_deg, 0.0, 0.0)))
        direction = direct(gestures=[{"name": "shake", "count": 2, "side": "right"}])
        return plan(direction, scene, duration_s=4, fps=FPS, seed=3).people[0]["yaw_deg"]

    free, averted = shake(0.0), shake(45.0)
    assert np.ptp(averted) < 0.6 * np.ptp(free)
    for swing in (free, averted):
        assert np.sum(swing > 0.95 * swing.max()) < 0.22 * FPS


@pytest.mark.parametrize("side", ["left", "right"])
def test_in_profile_the_eye_that_is_seen_winks(side):
    profile = build_scene(build_face(bridge_x=0.15))
    person = plan(direct(gestures=[{"name": "wink", "side": side}]), profile, duration_s=5, fps=FPS, seed=4).people[0]
    winking = person["AU45_left"] > person["AU45_right"] + 0.5
    assert winking.sum() > 0.1 * FPS
    assert person["AU45_right"][winking].max() < 0.08


def test_closed_eyes_stay_closed_without_a_blink(portrait):
    lid = act(portrait, name="close_eyes")["AU45_left"]
    shut = np.flatnonzero(lid > 0.97)
    longest = max(np.split(shut, np.flatnonzero(np.diff(shut) > 1) + 1), key=len)
    assert len(longest) > 1.0 * FPS


def test_a_felt_smile_is_lips_and_cheeks_and_comes_slowly(portrait):
    person = act(portrait, name="smile")
    lips = person["AU12_left"]
    assert lips.max() > 0.6
    assert person["AU6_left"].max() > 0.4
    onset = np.flatnonzero((lips > 0.1 * lips.max()) & (lips < 0.9 * lips.max()))
    assert 0.25 < len(onset) / FPS < 0.9
    assert lips[-1] > 0.6


@pytest.mark.parametrize(
    ("name", "channel", "least"),
    [
        ("frown", "AU15", 0.5),
        ("laugh", "AU26", 0.25),
        ("breathe", "breath", 0.75),
        ("brow_raise", "AU2_left", 0.7),
        ("brow_furrow", "AU4", 0.7),
        ("lean_in", "lean", 0.05),
        ("sway", "sway", 0.04),
        ("hair_sway", "hair", 0.06),
        ("chin_up", "pitch_deg", 5.0),
        ("kiss", "AU18", 0.7),
        ("eye_roll", "gaze_pitch_deg", 9.0),
        ("gasp", "AU26", 0.5),
    ],
)
def test_each_gesture_shows_what_it_is(portrait, name, channel, least):
    assert act(portrait, name=name)[channel].max() > least


def test_a_bow_sinks_and_leaning_back_recedes(portrait):
    assert act(portrait, name="bow")["pitch_deg"].min() < -8.0
    assert act(portrait, name="lean_back")["lean"].min() < -0.04


def test_laughter_shakes_five_times_a_second(portrait):
    breath = act(portrait, name="laugh", count=2)["breath"]
    peaks, _ = find_peaks(breath, prominence=0.08)
    assert len(peaks) >= 5
    assert np.median(np.diff(peaks)) / FPS == pytest.approx(0.21, abs=0.04)


def test_a_turned_head_turns_back_by_itself():
    from engine.types.scene import HeadPose

    scene = build_scene(build_face(pose=HeadPose(15.0, 0.0, 0.0)))
    assert act(scene, name="turn")["yaw_deg"].min() < -5.0


@pytest.mark.parametrize("mood", [EmotionLabel.NEUTRAL, EmotionLabel.JOY, EmotionLabel.SADNESS, EmotionLabel.FEAR])
@pytest.mark.parametrize("name", list(GestureName))
def test_no_gesture_jumps_in_any_mood(portrait, name, mood):
    """At 30 fps a head moves less than 3.7° a frame, and its velocity changes gradually."""
    direction = direct(gestures=[{"name": name, "count": 2}], emotion={"label": mood})
    person = plan(direction, portrait, duration_s=6, fps=FPS, seed=5).people[0]
    for axis in ("yaw_deg", "pitch_deg", "roll_deg"):
        velocity = np.diff(person[axis]) * FPS
        jerk = np.diff(person[axis], 3) * FPS**3
        assert np.abs(velocity).max() < 110.0
        assert np.abs(np.diff(velocity)).max() < 20.0
        assert np.abs(jerk).max() < 60.0 * 16.0 / 0.15**3
    for channel in ("AU1", "AU4", "AU6_left", "AU12_left", "AU15", "AU25", "breath"):
        assert np.abs(np.diff(person[channel])).max() * FPS < 9.0
