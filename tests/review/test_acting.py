from dataclasses import replace

import cv2
import numpy as np
import pytest
import skimage.data

from engine.models import Models, default_folder
from engine.motion import plan
from engine.perception.photo import open_photo
from engine.perception.scene import Perception
from engine.perception.tracking import FaceTracker
from engine.render.framing import frame_of
from engine.render.warp.head import rotation_of
from engine.render.warp.renderer import WarpRenderer
from engine.review.acting import BARS, blemishes, largest_strain, motion_energy, observe, rank_correlation, recognise
from engine.review.brows import follow_brows
from engine.review.chest import chest_shift
from engine.review.irises import follow_irises
from engine.review.rehearsal import Rehearsal
from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS, MotionCurves, Track
from engine.types.direction import Camera, CameraMove, Direction, Gesture, GestureName
from engine.types.face_mesh import LEFT_EYE_UPPER, LOWER_LIP_OUTER, RIGHT_EYE_UPPER, UPPER_LIP_OUTER

FPS = 24


@pytest.fixture(scope="module")
def rehearsal():
    models = Models(default_folder())
    _, png = cv2.imencode(".png", skimage.data.astronaut()[:, :, ::-1])
    with Perception(models) as perception:
        scene = perception.see(open_photo(png.tobytes()))
    return Rehearsal(scene, frame_of(scene, "source", 384), WarpRenderer("cpu").prepare, FaceTracker(models, 3))


def act(rehearsal, *gestures, seconds=2.6):
    direction = Direction(gestures=gestures, camera=Camera(move=CameraMove.STILL))
    return rehearsal.perform(plan(direction, rehearsal.scene, duration_s=seconds, fps=FPS, seed=0))


@pytest.fixture(scope="module")
def nodding(rehearsal):
    return act(rehearsal, Gesture(name=GestureName.NOD, count=2))


def test_nods_are_recognised_and_nothing_is_blemished(rehearsal, nodding):
    seen = observe(nodding, rehearsal)
    (found,) = recognise(Gesture(name=GestureName.NOD, count=2), nodding, seen)
    assert len(found.planned_swings) == len(found.seen_swings) == 2
    assert found.faults == ()
    assert 0.5 < found.gain < 1.2
    assert all(BARS[check].holds(figure) for check, figure in blemishes(nodding, rehearsal, seen).items())


@pytest.mark.parametrize(("change", "blemished"), [("hide the mouth", False), ("blur", True)])
def test_a_face_that_loses_its_skin_is_blurred_and_one_that_hides_its_teeth_is_not(
    rehearsal, nodding, change, blemished
):
    def changed(frame, points):
        luma = cv2.GaussianBlur(frame.y, (0, 0), 1)
        if change == "hide the mouth":
            luma = frame.y.copy()
            lips = points[[*UPPER_LIP_OUTER, *LOWER_LIP_OUTER]].round().astype(int)
            cv2.fillConvexPoly(luma, cv2.convexHull(lips), 120)
        return frame._replace(y=luma)

    later = map(changed, nodding.frames[1:], nodding.planned[1:])
    take = replace(nodding, frames=(nodding.frames[0], *later))
    lowest = blemishes(take, rehearsal, observe(nodding, rehearsal))["sharpness, lowest"]
    assert BARS["sharpness, lowest"].holds(lowest) != blemished


def test_a_gesture_that_is_not_there_is_missed(rehearsal, nodding):
    smiling = act(rehearsal, Gesture(name=GestureName.SMILE))
    (found,) = recognise(Gesture(name=GestureName.SMILE), smiling, observe(nodding, rehearsal))
    assert found.faults


def test_a_gesture_the_wrong_way_round_is_told(rehearsal, nodding):
    up = Gesture(name=GestureName.NOD, side="up")
    (found,) = recognise(up, act(rehearsal, up), observe(nodding, rehearsal))
    assert "goes the wrong way" in found.faults


def test_the_chest_is_followed_in_face_heights(rehearsal):
    track = Track.at_rest(FACE_CHANNELS, 4)
    track["breath"][:] = (0, 0.3, 0.6, 1)
    track["sway"][:] = (0, 0, 0, 0.1)
    take = rehearsal.perform(MotionCurves(FPS, Track.at_rest(CAMERA_CHANNELS, 4), (track,)))
    shift = chest_shift(take.lumas, rehearsal.person(), rehearsal.landmarks())
    assert np.all(np.diff(shift[:, 1]) > 0)
    assert 0.03 < shift[-1, 1] < 0.07
    assert shift[-1, 0] > 0.03 > np.abs(shift[:3, 0]).max()


def test_brows_that_are_drawn_together_come_down_and_together(rehearsal):
    track = Track.at_rest(FACE_CHANNELS, 3)
    track["AU4"][:] = (0, 0.5, 1)
    take = rehearsal.perform(MotionCurves(FPS, Track.at_rest(CAMERA_CHANNELS, 3), (track,)))
    brows = follow_brows(take.lumas, take.performance.landmarks)
    assert brows.together[-1] > 0.002
    assert brows.up[-1] < -0.005


def test_irises_move_in_the_eyes_and_hardly_with_the_head(rehearsal):
    """A head goes along with a look by three degrees."""
    for channel, moves in (("gaze_yaw_deg", True), ("yaw_deg", False)):
        track = Track.at_rest(FACE_CHANNELS, 3)
        track[channel][:] = (0, 6, 12) if moves else (0, 1.5, 3)
        take = rehearsal.perform(MotionCurves(FPS, Track.at_rest(CAMERA_CHANNELS, 3), (track,)))
        for places in follow_irises(take.lumas, take.performance.landmarks):
            assert (places[2] > places[1] > 0.02) if moves else np.abs(places).max() < 0.02


def test_a_look_to_the_other_side_is_told(rehearsal):
    looking = act(rehearsal, Gesture(name=GestureName.LOOK, side="right"))
    seen = observe(looking, rehearsal)
    (right,) = recognise(Gesture(name=GestureName.LOOK, side="right"), looking, seen)
    assert right.faults == ()
    track = Track(looking.track.channels, -looking.track.values)
    (wrong,) = recognise(Gesture(name=GestureName.LOOK, side="right"), replace(looking, track=track), seen)
    assert "goes the wrong way" in wrong.faults


def test_who_moves_more_has_more_energy(rehearsal, nodding):
    assert motion_energy(act(rehearsal, Gesture(name=GestureName.BLINK))) < 0.3 * motion_energy(nodding)


def test_bones_that_only_turn_and_come_nearer_are_not_strained(rehearsal):
    at_rest = rehearsal.landmarks()
    track = Track.at_rest(FACE_CHANNELS, 2)
    track["yaw_deg"][1] = 4
    turned = 1.2 * ((at_rest * [1, 1, -1]) @ rotation_of(4, 0, 0).T)[:, :2]
    pulled = turned.copy()
    pulled[LEFT_EYE_UPPER[0], 0] -= 0.05 * np.linalg.norm(at_rest[RIGHT_EYE_UPPER[0]] - at_rest[LEFT_EYE_UPPER[0]])
    assert largest_strain(np.stack([at_rest[:, :2], turned]), at_rest, track) < 1e-4
    assert largest_strain(np.stack([at_rest[:, :2], pulled]), at_rest, track) > 0.015
    track["yaw_deg"][1] = 12
    assert largest_strain(np.stack([at_rest[:, :2], pulled]), at_rest, track) < 1e-4


def test_bones_that_the_nose_hides_are_not_strained(rehearsal):
    towards_camera = np.array([1, 1, -1], np.float32)
    profile = (rehearsal.landmarks() * towards_camera) @ rotation_of(50, 0, 0).T * towards_camera
    track = Track.at_rest(FACE_CHANNELS, 1)
    for corner, counts in ((LEFT_EYE_UPPER[0], True), (RIGHT_EYE_UPPER[0], False), (RIGHT_EYE_UPPER[-1], False)):
        pulled = profile[:, :2].copy()
        pulled[corner, 0] -= 10
        assert (largest_strain(pulled[None], profile, track) > 0.015) == counts


def test_rank_correlation_is_spearmans():
    from scipy.stats import spearmanr

    generator = np.random.default_rng(1)
    one = generator.integers(0, 6, 40).astype(np.float32)
    other = (one + generator.normal(0, 2, 40)).astype(np.float32)
    assert rank_correlation(one, other) == pytest.approx(spearmanr(one, other).statistic, abs=1e-6)
