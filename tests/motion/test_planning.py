import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.motion import plan
from engine.motion.limits import Limits
from engine.motion.planning import acting_faces
from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS
from engine.types.direction import CameraMove, Direction, EmotionLabel, GestureName
from engine.types.scene import HeadPose
from tests.motion.conftest import build_face, build_scene, direct

SAFE = {"yaw_deg": 14.0, "pitch_deg": 12.0, "roll_deg": 14.0, "gaze_yaw_deg": 20.0, "gaze_pitch_deg": 26.0}

factors = st.floats(0.2, 3.0)
fractions = st.floats(0.0, 1.0)
emotions = st.fixed_dictionaries(
    {"label": st.sampled_from(EmotionLabel), "valence": st.floats(-1, 1), "arousal": st.floats(-1, 1)}
)
gestures = st.fixed_dictionaries(
    {
        "name": st.sampled_from(GestureName),
        "count": st.integers(1, 12),
        "pace": factors,
        "amount": factors,
        "start": st.none() | fractions,
        "side": st.sampled_from([None, "left", "right", "up", "down"]),
    }
)
directions = st.fixed_dictionaries(
    {
        "emotion": emotions,
        "pace": factors,
        "amount": factors,
        "gestures": st.lists(gestures, max_size=6),
        "beats": st.lists(
            st.fixed_dictionaries({"start": fractions, "emotion": emotions, "amount": factors}), max_size=3
        ),
        "avoid": st.lists(st.sampled_from(GestureName), max_size=3),
        "camera": st.fixed_dictionaries({"move": st.sampled_from(CameraMove)}),
        "ambient": st.lists(st.sampled_from(["hair", "breath", "water", "light"]), max_size=2),
        "loop": st.booleans(),
        "who": st.sampled_from(["all", "left", "center", "right", 0, 7]),
    }
).map(Direction.model_validate)
faces = st.builds(
    build_face,
    width=st.floats(12.0, 400.0),
    pose=st.builds(HeadPose, st.floats(-60, 60), st.floats(-40, 40), st.floats(-60, 60)),
    eye_openness=st.tuples(st.floats(0, 0.5), st.floats(0, 0.5)),
    mouth_openness=st.floats(0, 0.8),
    mouth_to_eyes=st.floats(0.3, 1.0),
)
scenes = st.lists(faces, max_size=2).map(lambda found: build_scene(*found))


def all_tracks(curves):
    return [*curves.people, curves.camera]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(directions, scenes, st.floats(1.0, 60.0), st.integers(12, 60), st.integers(-(2**40), 2**70))
def test_any_direction_starts_as_the_photo_and_stays_within_limits(direction, scene, duration_s, fps, seed):
    curves = plan(direction, scene, duration_s=duration_s, fps=fps, seed=seed)
    assert curves.frame_count == round(duration_s * fps)
    assert len(curves.people) == len(scene.faces)
    for track in all_tracks(curves):
        rest = [1.0 if channel.name == "zoom" else 0.0 for channel in track.channels]
        assert track.values[0].tolist() == rest
        assert np.isfinite(track.values).all()
        for channel in track.channels:
            safe = SAFE.get(channel.name, np.inf)
            assert track[channel.name].min() >= max(channel.low, -safe)
            assert track[channel.name].max() <= min(channel.high, safe)
    zoom = curves.camera["zoom"]
    assert np.all(np.abs(curves.camera["pan_x"]) <= (1.0 - 1.0 / zoom) / 2 + 1e-6)
    for person, face in zip(curves.people, scene.faces, strict=True):
        limits = Limits.of(face)
        pose = [person.column(name) for name in ("yaw_deg", "pitch_deg", "roll_deg", "lean")]
        values = person.values[:, pose]
        room = np.where(values >= 0, limits.high[pose], -limits.low[pose])
        assert np.linalg.norm(values / room, axis=1).max() <= 1.0 + 1e-5
        if GestureName.SMILE in direction.avoid:
            for channel in ("AU6_left", "AU6_right", "AU12_left", "AU12_right"):
                assert person[channel].max() <= 0.0


@settings(deadline=None, max_examples=25)
@given(directions.filter(lambda direction: direction.loop), st.floats(2.0, 12.0))
def test_a_loop_flows_into_its_first_frame(direction, duration_s):
    curves = plan(direction, build_scene(build_face()), duration_s=duration_s, fps=30, seed=1)
    for track in all_tracks(curves):
        ranges = np.array([channel.high - channel.low for channel in track.channels])
        # One frame before the end of a closing of n frames a minimum jerk has about 10/n³ left to go; n ≥ 12 here.
        assert np.all(np.abs(track.values[-1] - track.values[0]) < 0.006 * ranges)


def test_curves_have_the_shared_channels(portrait):
    curves = plan(Direction(), portrait, duration_s=2, fps=25, seed=0)
    assert curves.camera.channels is CAMERA_CHANNELS
    assert curves.people[0].channels is FACE_CHANNELS


def test_a_mouth_in_profile_opens_less():
    def widest(yaw_deg):
        scene = build_scene(build_face(pose=HeadPose(yaw_deg, 0.0, 0.0)))
        curves = plan(direct(gestures=[{"name": "gasp"}]), scene, duration_s=4, fps=30, seed=1)
        return float(curves.people[0]["AU26"].max())

    assert widest(47.0) < 0.6 * widest(10.0)
    assert widest(10.0) == pytest.approx(widest(0.0))


def test_a_clip_without_frames_is_refused(portrait):
    with pytest.raises(ValueError, match="at least one frame"):
        plan(Direction(), portrait, duration_s=0.0, fps=30, seed=0)


@settings(deadline=None, max_examples=15)
@given(directions, st.integers(0, 9))
def test_the_same_input_gives_the_same_curves(direction, seed):
    scene = build_scene(build_face())
    one, two = (plan(direction, scene, duration_s=4, fps=30, seed=seed) for _ in range(2))
    for first, second in zip(all_tracks(one), all_tracks(two), strict=True):
        assert np.array_equal(first.values, second.values)


def test_another_seed_changes_life_but_not_the_gesture(portrait):
    direction = direct(gestures=[{"name": "nod", "count": 3}])
    one, two = (plan(direction, portrait, duration_s=5, fps=30, seed=seed).people[0] for seed in (1, 2))
    assert not np.array_equal(one["AU45_left"], two["AU45_left"])
    nodding = slice(int(np.argmin(one["pitch_deg"])) - 10, int(np.argmin(one["pitch_deg"])) + 40)
    assert np.abs(one["pitch_deg"][nodding] - two["pitch_deg"][nodding]).max() < 0.6


def test_time_stretches_what_is_around_a_nod_and_not_the_nod(portrait):
    direction = direct(gestures=[{"name": "nod"}])
    downs = []
    for duration_s in (3, 5, 12):
        pitch = plan(direction, portrait, duration_s=duration_s, fps=60, seed=1).people[0]["pitch_deg"]
        downs.append(np.sum(pitch < -4.0) / 60)
    assert max(downs) - min(downs) < 0.07


def test_a_start_that_was_asked_for_is_kept(portrait):
    direction = direct(gestures=[{"name": "nod", "start": 0.2}, {"name": "wink", "side": "left", "start": 0.75}])
    person = plan(direction, portrait, duration_s=8, fps=50, seed=3).people[0]
    assert 1.6 < np.argmin(person["pitch_deg"]) / 50 < 2.3
    winking = (person["AU45_left"] > 0.9) & (person["AU45_right"] < 0.1)
    assert 6.0 < np.argmax(winking) / 50 < 6.4


@pytest.mark.parametrize(("duration_s", "least_s"), [(2.0, 0.2), (4.0, 0.45), (5.0, 0.58), (8.0, 0.58)])
def test_the_film_looks_at_a_person_before_they_do_something(portrait, duration_s, least_s):
    busy = direct(gestures=[{"name": "wink", "side": "left"}, {"name": "smile"}, {"name": "nod", "count": 2}])
    person = plan(busy, portrait, duration_s=duration_s, fps=50, seed=3).people[0]
    assert np.argmax(person["AU45_left"] > 0.1) / 50 > least_s
    at_once = direct(gestures=[{"name": "wink", "side": "left", "start": 0.0}])
    person = plan(at_once, portrait, duration_s=duration_s, fps=50, seed=3).people[0]
    assert np.argmax(person["AU45_left"] > 0.1) / 50 < 0.1


def test_gestures_come_in_their_order(portrait):
    direction = direct(gestures=[{"name": "turn", "side": "left"}, {"name": "smile"}, {"name": "nod"}])
    person = plan(direction, portrait, duration_s=7, fps=30, seed=3).people[0]
    turned, smiling = np.argmax(person["yaw_deg"] < -5), np.argmax(person["AU12_left"] > 0.3)
    assert turned < smiling < np.argmin(person["pitch_deg"])


@pytest.mark.parametrize("avoided", ["blink", "tilt", "look", "frown", "brow_raise", "breathe"])
def test_what_is_avoided_does_not_come_from_the_mood_either(portrait, avoided):
    channels = {
        "blink": ("AU45_left", "AU45_right"),
        "tilt": ("roll_deg",),
        "look": ("gaze_yaw_deg", "gaze_pitch_deg"),
        "frown": ("AU4", "AU15"),
        "brow_raise": ("AU1", "AU2_left"),
        "breathe": ("breath",),
    }[avoided]
    direction = direct(emotion={"label": "fear"}, avoid=[avoided], gestures=[{"name": "smile"}])
    person = plan(direction, portrait, duration_s=10, fps=30, seed=1).people[0]
    for channel in channels:
        assert np.abs(person[channel]).max() < 0.3 if avoided == "blink" else not person[channel].any()


def test_nobody_blinks_in_chorus(group):
    curves = plan(Direction(), group, duration_s=60, fps=30, seed=1)
    shut = np.array([person["AU45_left"] > 0.9 for person in curves.people])
    onsets = [np.flatnonzero(np.diff(row.astype(int)) == 1) for row in shut]
    assert all(len(row) > 8 for row in onsets)
    together = np.mean([np.abs(onsets[1] - frame).min() <= 2 for frame in onsets[0]])
    assert together < 0.25
    correlation = np.corrcoef([person["yaw_deg"] for person in curves.people])
    assert np.abs(correlation[np.triu_indices(3, 1)]).max() < 0.5


def test_everyone_laughs_in_their_own_way(group):
    curves = plan(direct(gestures=[{"name": "laugh"}]), group, duration_s=5, fps=60, seed=2)
    jaws = [person["AU26"] for person in curves.people]
    assert all(jaw.max() > 0.2 for jaw in jaws)
    assert len({int(np.argmax(jaw > 0.15)) for jaw in jaws}) > 1


@pytest.mark.parametrize(
    ("who", "actors"), [("all", {0, 1, 2}), ("left", {0}), ("center", {1}), ("right", {2}), (1, {1}), (9, {2})]
)
def test_who_chooses_and_the_others_stay_quietly_alive(group, who, actors):
    direction = direct(who=who, gestures=[{"name": "nod"}], emotion={"label": "joy"})
    assert acting_faces(who, group) == actors
    for index, person in enumerate(plan(direction, group, duration_s=5, fps=30, seed=1).people):
        assert (person["pitch_deg"].min() < -4.0) == (index in actors)
        assert (person["AU12_left"].max() > 0.3) == (index in actors)
        assert np.ptp(person["breath"]) > 0.1


def test_each_does_their_own_and_in_the_order_of_the_words(group):
    gestures = [{"name": "nod", "who": "left"}, {"name": "shake", "who": "right"}]
    left, middle, right = plan(direct(gestures=gestures), group, duration_s=6, fps=30, seed=1).people
    swing = {name: np.abs(person[name]) > 4.0 for person, name in ((left, "pitch_deg"), (right, "yaw_deg"))}
    assert swing["pitch_deg"].any() and swing["yaw_deg"].any()
    assert np.flatnonzero(swing["pitch_deg"])[0] < np.flatnonzero(swing["yaw_deg"])[0]
    assert np.abs(left["yaw_deg"]).max() < 4.0 and np.abs(right["pitch_deg"]).max() < 4.0
    assert max(np.abs(middle["pitch_deg"]).max(), np.abs(middle["yaw_deg"]).max()) < 4.0


def test_one_who_joins_in_feels_nothing_of_the_others_mood(group):
    gestures = [{"name": "nod"}, {"name": "nod", "who": "right"}]
    direction = direct(who="left", gestures=gestures, emotion={"label": "joy"})
    left, middle, right = plan(direction, group, duration_s=6, fps=30, seed=1).people
    assert min(left["pitch_deg"].min(), right["pitch_deg"].min()) < -4.0 < middle["pitch_deg"].min()
    assert left["AU12_left"].max() > 0.3 > right["AU12_left"].max()


def test_nobody_there_leaves_the_living_picture():
    curves = plan(Direction(), build_scene(), duration_s=6, fps=30, seed=1)
    assert curves.people == ()
    assert curves.camera["zoom"][-1] > 1.04
    assert curves.regions == ()


def test_a_long_clip_does_more_than_once_what_its_mood_does(portrait):
    roll = plan(direct(emotion={"label": "curiosity"}), portrait, duration_s=27, fps=30, seed=1).people[0]["roll_deg"]
    thirds = [third - np.median(third) for third in np.split(roll, 3)]
    assert all(np.abs(third).max() > 2.5 for third in thirds)


def test_a_story_passes_through_its_beats(portrait):
    beats = [{"start": 0.35, "emotion": {"label": "surprise"}}, {"start": 0.65, "emotion": {"label": "joy"}}]
    direction = direct(emotion={"label": "sadness"}, beats=beats)
    person = plan(direction, portrait, duration_s=12, fps=30, seed=1).people[0]
    sad, surprised, glad = slice(75, 120), slice(140, 190), slice(290, 350)
    assert person["AU15"][sad].mean() > 0.4 > person["AU15"][glad].mean()
    assert person["AU2_left"][surprised].max() > 0.7 > person["AU2_left"][glad].max() + 0.4
    assert person["AU12_left"][glad].mean() > 0.4 > person["AU12_left"][sad].max()
