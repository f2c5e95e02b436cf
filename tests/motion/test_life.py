import numpy as np
import pytest
from scipy.signal import find_peaks

from engine.motion import plan
from engine.motion.expressions import EXPRESSIONS
from engine.motion.moods import MANNERS, mood_of
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.direction import Direction, Emotion, EmotionLabel
from engine.types.scene import HeadPose
from tests.motion.conftest import build_face, build_scene, direct


def feel(scene, label, duration_s=8.0, seed=1, place=None, **more):
    valence, arousal = place or VALENCE_AROUSAL[label]
    emotion = {"label": label, "valence": valence, "arousal": arousal}
    return plan(direct(emotion=emotion, **more), scene, duration_s=duration_s, fps=30, seed=seed).people[0]


def test_every_emotion_has_an_expression():
    assert set(EXPRESSIONS) == set(EmotionLabel)


@pytest.mark.parametrize("label", ["neutral", "joy", "sadness", "fear", "calm"])
def test_the_blink_rate_is_the_moods(portrait, label):
    label = EmotionLabel(label)
    per_minute = []
    for seed in range(4):
        direction = direct(emotion={"label": label}, gestures=[{"name": "smile"}])
        lid = plan(direction, portrait, duration_s=60, fps=30, seed=seed).people[0]["AU45_left"]
        per_minute.append(np.sum(np.diff((lid > 0.97).astype(int)) == 1))
    assert np.mean(per_minute) == pytest.approx(MANNERS[label].blinks_per_min, rel=0.35)


def test_lids_close_faster_than_they_open(portrait):
    lid = plan(Direction(), portrait, duration_s=20, fps=120, seed=1).people[0]["AU45_left"]
    first = int(np.argmax(lid > 0.97))
    closing = np.sum((lid[first - 60 : first] > 0.05) & (lid[first - 60 : first] < 0.95))
    opening = np.sum((lid[first : first + 90] > 0.05) & (lid[first : first + 90] < 0.95))
    assert closing < 0.75 * opening


def test_breath_comes_12_to_16_times_a_minute(portrait):
    breath = plan(direct(avoid=["look"]), portrait, duration_s=60, fps=30, seed=1).people[0]["breath"]
    assert 11 <= len(find_peaks(breath, prominence=0.15)[0]) <= 17


def test_idle_drift_is_modest_and_its_axes_are_independent(portrait):
    person = plan(direct(gestures=[{"name": "blink"}]), portrait, duration_s=60, fps=30, seed=1).people[0]
    assert 0.4 < np.abs(person["yaw_deg"]).max() < 6.0
    assert np.abs(person["yaw_deg"]).mean() < 2.0
    assert np.abs(person["roll_deg"]).mean() < 1.2
    axes = np.corrcoef([person[name] for name in ("yaw_deg", "pitch_deg", "roll_deg")])
    assert np.abs(axes[np.triu_indices(3, 1)]).max() < 0.5


def test_closed_eyes_do_not_blink_and_each_eye_is_judged_by_itself():
    scene = build_scene(build_face(eye_openness=(0.05, 0.3)))
    person = plan(Direction(), scene, duration_s=20, fps=30, seed=1).people[0]
    assert not person["AU45_left"].any()
    assert person["AU45_right"].max() > 0.97


def test_who_already_smiles_smiles_less():
    direction = direct(gestures=[{"name": "smile"}])
    broad, plain = (
        plan(direction, build_scene(build_face(mouth_to_eyes=ratio)), duration_s=5, fps=30, seed=1).people[0]
        for ratio in (0.75, 0.55)
    )
    assert broad["AU12_left"].max() < 0.75 * plain["AU12_left"].max()


def test_a_turned_face_turns_less_further_away():
    direction = direct(gestures=[{"name": "turn", "side": "right"}])
    turned, straight = (
        plan(direction, build_scene(build_face(pose=HeadPose(yaw, 0.0, 0.0))), duration_s=5, fps=30, seed=1).people[0]
        for yaw in (30.0, 0.0)
    )
    assert turned["yaw_deg"].max() < 0.65 * straight["yaw_deg"].max()


def test_sadness_bows_the_head_slowly(portrait):
    pitch = feel(portrait, EmotionLabel.SADNESS, gestures=[{"name": "blink"}])["pitch_deg"]
    assert -8.5 < pitch[120] < -5.5
    assert np.abs(np.diff(pitch)).max() < 0.6


def test_wistful_is_more_than_a_bowed_head(portrait):
    person = feel(portrait, EmotionLabel.WISTFUL)
    assert person["AU1"].max() > 0.4
    assert 0.05 < person["AU12_left"].max() < 0.3
    assert person["AU15"].max() == 0.0
    assert person["gaze_pitch_deg"].min() < -5.0
    assert np.abs(person["gaze_yaw_deg"]).max() > 5.0


def test_a_smile_lets_go_of_the_sad_mouth_and_keeps_the_sad_brow(portrait):
    person = feel(portrait, EmotionLabel.SADNESS, gestures=[{"name": "smile", "amount": 1.5}])
    apex = int(np.argmax(person["AU12_left"]))
    assert person["AU15"][apex] < 0.5 * person["AU15"].max()
    assert person["AU1"][apex] > 0.5


def test_a_smile_in_the_photo_goes_as_far_as_the_mood_has_none():
    smiling = build_scene(build_face(mouth_to_eyes=0.78))
    least = {
        label: feel(smiling, EmotionLabel(label))["AU12_left"].min()
        for label in ("sadness", "determination", "calm", "contentment", "joy", "neutral")
    }
    assert least["sadness"] < -0.9
    assert least["sadness"] < least["determination"] < -0.4
    assert -0.5 < least["calm"] < -0.2
    assert least["calm"] < least["contentment"] < least["joy"]
    assert (least["joy"], least["neutral"]) == pytest.approx((0.0, 0.0), abs=0.03)
    sad = feel(smiling, EmotionLabel.SADNESS)
    plain = feel(build_scene(build_face(mouth_to_eyes=0.5)), EmotionLabel.SADNESS)
    assert sad["AU15"].max() > plain["AU15"].max() + 0.05


def test_a_mouth_that_is_wide_by_nature_is_no_smile():
    wide, smiling = (build_scene(build_face(mouth_to_eyes=0.78, corner_lift=lift)) for lift in (-0.03, 0.08))
    gasps = [feel(scene, EmotionLabel.NEUTRAL, gestures=[{"name": "gasp"}])["AU12_left"] for scene in (wide, smiling)]
    assert gasps[0].min() == 0
    assert gasps[1].min() < -0.8


def test_a_gasp_lets_go_of_the_smile_in_the_photo_and_a_laugh_does_not():
    smiling = build_scene(build_face(mouth_to_eyes=0.78))
    gasp, laugh = (feel(smiling, EmotionLabel.NEUTRAL, gestures=[{"name": name}]) for name in ("gasp", "laugh"))
    assert np.median(gasp["AU12_left"][gasp["AU26"] > 0.5]) < -0.8
    assert np.abs(np.diff(gasp["AU12_left"])).max() < 0.2
    assert laugh["AU12_left"].min() > -0.05


def test_eyes_that_are_held_wide_do_not_blink(portrait):
    for seed in range(20):
        person = feel(portrait, EmotionLabel.SURPRISE, 4.0, seed, gestures=[{"name": "gasp"}])
        assert person["AU45_left"][person["AU26"] > 0.4].max() < 0.5


def test_an_offset_is_slower_than_the_onset(portrait):
    beats = [{"start": 0.2, "emotion": {"label": "neutral"}}]
    lips = feel(portrait, EmotionLabel.JOY, 12, beats=beats, gestures=[{"name": "blink", "start": 0.9}])["AU12_left"]
    peak = lips.max()
    onset = np.sum((lips[:60] > 0.1 * peak) & (lips[:60] < 0.8 * peak))
    offset = np.sum((lips[60:] > 0.1 * peak) & (lips[60:] < 0.8 * peak))
    assert lips[-1] == pytest.approx(0.0, abs=1e-3)
    assert offset > 1.2 * onset


def test_beats_pass_from_mood_to_mood(portrait):
    beat = {"start": 0.5, "emotion": {"label": "joy"}}
    person = feel(portrait, EmotionLabel.SADNESS, 8, beats=[beat])
    assert person["AU15"][90] > 0.4 > person["AU12_left"][90]
    assert person["AU12_left"][-1] > 0.5
    assert person["AU15"][-1] < 0.02


def test_a_slight_emotion_shows_less():
    full = mood_of(Emotion(label=EmotionLabel.SADNESS, valence=-0.63, arousal=-0.27))
    slight = mood_of(Emotion(label=EmotionLabel.SADNESS, valence=-0.315, arousal=-0.135))
    assert slight.strength == pytest.approx(0.5 * full.strength)


def test_coordinates_without_a_name_lie_between_the_faces_around_them():
    sad = mood_of(Emotion(valence=-0.62, arousal=-0.26)).expression
    assert sad.shown("AU15") == pytest.approx(EXPRESSIONS[EmotionLabel.SADNESS].shown("AU15"), abs=0.1)
    glad, gladder = (mood_of(Emotion(valence=v, arousal=0.3)).expression.shown("AU12_left") for v in (0.4, 0.7))
    assert 0.1 < glad < gladder
    assert mood_of(Emotion()).expression.face.get("AU12_left", 0.0) < 0.01


def test_a_mixture_takes_on_the_colour_of_its_place():
    sad, hopeful = (mood_of(Emotion(label=EmotionLabel.SADNESS, valence=v, arousal=a)) for v, a in ((0, 0), (0.1, 0.2)))
    assert sad.expression is EXPRESSIONS[EmotionLabel.SADNESS]
    assert hopeful.strength < 0.6 * sad.strength
    assert hopeful.expression.shown("AU15") * hopeful.strength < 0.4 * sad.expression.shown("AU15")
    assert hopeful.expression.shown("AU1") > 0.3
    assert hopeful.manner.pace > sad.manner.pace


def test_a_weak_mood_moves_less_like_itself():
    full, slight = (
        mood_of(Emotion(label=EmotionLabel.SADNESS, valence=share * -0.63, arousal=share * -0.27)) for share in (1, 0.6)
    )
    assert full.manner.pace < slight.manner.pace < 1.0
    assert 0.0 < slight.manner.heaviness < full.manner.heaviness


def rank_correlation(one, other):
    ranks = [np.argsort(np.argsort(values)) for values in (one, other)]
    return np.corrcoef(ranks)[0, 1]


def energy(person, fps=30):
    """Return the mean square of the head's speed, in degrees a second; coming nearer by a tenth is like 6°."""
    parts = [("yaw_deg", 1.0), ("pitch_deg", 1.0), ("roll_deg", 1.0), ("lean", 60.0)]
    return sum(np.mean((weight * np.diff(person[name]) * fps) ** 2) for name, weight in parts)


def test_emotions_are_told_apart_by_energy_and_mouth(portrait):
    energies, corners = {}, {}
    for label in EmotionLabel:
        people = [feel(portrait, label, 5, seed=seed) for seed in range(4)]
        energies[label] = np.mean([np.log(energy(person)) for person in people])
        corners[label] = np.mean(
            [(person["AU12_left"] + person["AU12_right"] - 2 * person["AU15"])[75:].mean() for person in people]
        )
    valence, arousal = zip(*VALENCE_AROUSAL.values(), strict=True)
    assert list(VALENCE_AROUSAL) == list(energies)
    assert rank_correlation(arousal, list(energies.values())) > 0.9
    assert rank_correlation(valence, list(corners.values())) > 0.9
    assert energies[EmotionLabel.SADNESS] < energies[EmotionLabel.JOY] - np.log(3)


def test_a_mood_grows_with_the_clip_and_resolves(portrait):
    lips = feel(portrait, EmotionLabel.JOY, 8.0, gestures=[{"name": "blink"}])["AU12_left"]
    settled, apex, end = lips[45:70].mean(), lips[120:180].mean(), lips[-10:].mean()
    assert settled < 0.8 * apex
    assert 0.7 * apex < end < 0.95 * apex


def test_a_sigh_lets_chest_lids_and_head_sink_lower_than_a_breath(portrait):
    sad, glad = (
        plan(direct(emotion={"label": label}, gestures=[{"name": "breathe"}]), portrait, duration_s=8, fps=30, seed=1)
        for label in ("sadness", "joy")
    )
    for curves in (sad, glad):
        assert curves.people[0]["breath"].max() > 0.5
    assert sad.people[0]["breath"].min() < -0.05 < glad.people[0]["breath"].min() + 0.05


@pytest.mark.parametrize(
    ("label", "channel", "least"),
    [("relief", "AU45_left", 0.9), ("pride", "breath", 0.6), ("awe", "AU2_left", 0.5), ("embarrassment", "AU24", 0.5)],
)
def test_complex_moods_have_their_own_phrasing(portrait, label, channel, least):
    assert feel(portrait, EmotionLabel(label), 6.0, seed=2)[channel].max() > least


def test_embarrassment_looks_away_and_back_and_away(portrait):
    gaze = feel(portrait, EmotionLabel.EMBARRASSMENT, 6.0)["gaze_pitch_deg"]
    away = gaze < -5.0
    spells = np.sum(np.diff(away.astype(int)) == 1)
    assert spells >= 2


def test_hair_follows_the_head_late(portrait):
    person = plan(direct(gestures=[{"name": "shake"}]), portrait, duration_s=5, fps=60, seed=1).people[0]
    swinging = np.abs(person["hair"])
    assert 0.01 < swinging.max() < 0.15
    assert np.argmax(swinging) > np.argmax(np.abs(person["yaw_deg"])) - 12
    assert swinging[-1] < 0.25 * swinging.max()


def test_a_mood_that_is_hardly_felt_leaves_the_smile_of_the_photo():
    smiling = build_scene(build_face(mouth_to_eyes=0.78))
    hardly, clearly = (
        feel(smiling, EmotionLabel.NEUTRAL, place=place)["AU12_left"].min() for place in ((0.05, -0.03), (0.25, -0.15))
    )
    assert clearly < -0.25 < -0.12 < hardly


def test_a_frown_lets_go_of_the_smile_of_the_photo():
    smiling = build_scene(build_face(mouth_to_eyes=0.8))
    frown = plan(direct(gestures=[{"name": "frown"}]), smiling, duration_s=5, fps=30, seed=1).people[0]
    assert frown["AU12_left"].min() < -0.3


def test_who_has_laughed_goes_on_smiling(portrait):
    person = plan(direct(gestures=[{"name": "laugh"}]), portrait, duration_s=6, fps=30, seed=1).people[0]
    over = int(np.flatnonzero(person["AU26"] > 0.05)[-1])
    assert 0.25 < person["AU12_left"][over + 6] < 0.7
