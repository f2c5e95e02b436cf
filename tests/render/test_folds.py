"""Whatever is acted, the picture never folds, and the bones of a face keep their distances."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from engine.motion import plan
from engine.motion.limits import Limits
from engine.render.framing import frame_of
from engine.render.warp.head import rotation_of
from engine.render.warp.renderer import WarpRenderer
from engine.review.folds import smallest_area
from engine.review.probes import curves_of
from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS, MotionCurves, Track
from engine.types.direction import Direction, Emotion, EmotionLabel, Gesture, GestureName
from engine.types.face_mesh import LEFT_EYE_UPPER, NOSE_BRIDGE, RIGHT_EYE_UPPER

FULL = 2.0
"""Twice the natural amount: the planner's limits saturate it."""
LONG_SIDE_PX = 480
EVERY = 3
"""Frames between two that are looked at."""
NEIGHBOUR = 1.8
"""How far two heads are apart, in face widths."""
STRONG = ("anger", "fear", "grief", "joy", "surprise", "disgust")
BONES = (LEFT_EYE_UPPER[0], LEFT_EYE_UPPER[-1], RIGHT_EYE_UPPER[-1], RIGHT_EYE_UPPER[0], NOSE_BRIDGE)
"""The corners of the eyes, and the bridge of the nose."""
POSE = ("yaw_deg", "pitch_deg", "roll_deg", "lean")


def film(scene, curves):
    return WarpRenderer("cpu").prepare(scene, curves, frame_of(scene, "source", LONG_SIDE_PX))


def smallest(scene, direction):
    acted = film(scene, plan(direction, scene, duration_s=4.0, fps=15, seed=3))
    return smallest_of(acted, EVERY)


def smallest_of(acted, every=1):
    maps = (acted.map_of(frame) for frame in range(0, acted.frame_count, every))
    return min(smallest_area(seen.x, seen.y, seen.grid.step) for seen in maps)


def test_a_folded_map_is_seen():
    x, y = np.meshgrid(np.arange(0.0, 80.0, 4.0), np.arange(0.0, 40.0, 4.0))
    assert smallest_area(x, y, 4) == pytest.approx(1)
    assert smallest_area(x / 2, y, 4) == pytest.approx(0.5)
    assert smallest_area(np.where(x > 40, 100 - x, x), y, 4) < 0


@pytest.mark.parametrize("name", GestureName)
@pytest.mark.parametrize("portrait", ["astronaut", "hopper"])
def test_no_gesture_folds_the_picture(scenes, portrait, name):
    assert smallest(scenes[portrait], Direction(gestures=(Gesture(name=name, amount=FULL),))) > 0.05


@pytest.mark.parametrize("portrait", ["astronaut", "hopper"])
def test_no_pose_at_the_limits_folds_the_picture(scenes, portrait):
    """All axes alone and together, as far as the planner lets a head go."""
    scene = scenes[portrait]
    asked = poses_at_the_limits(scene)
    acted = film(scene, curves_of({name: asked[name] for name in POSE}, 1, 0))
    assert smallest_of(acted) > 0.15
    assert np.abs(asked["roll_deg"]).max() > 12


def test_neighbours_at_the_limits_do_not_fold_the_picture_between_them(scenes):
    """Where rims meet, one is seen through the other."""
    alone = scenes["astronaut"]
    face = alone.faces[0]
    beside = face.landmarks * np.float32(0.9) + np.array([NEIGHBOUR * face.width_px, 0, 0], np.float32)
    pair = replace(alone, faces=(face, replace(face, landmarks=beside)))
    asked = poses_at_the_limits(alone)
    other_way = Track(asked.channels, np.ascontiguousarray(asked.values[::-1]))
    curves = MotionCurves(15, Track.at_rest(CAMERA_CHANNELS, len(asked.values)), (asked, other_way))
    assert smallest_of(film(pair, curves)) > 0.02


def poses_at_the_limits(scene):
    corners = np.array([sides for sides in product((-1, 0, 1), repeat=len(POSE)) if any(sides)], np.float32)
    asked = Track.at_rest(FACE_CHANNELS, len(corners))
    asked.values[:, [asked.column(name) for name in POSE]] = 100 * corners
    Limits.of(scene.faces[0]).saturate(asked)
    return asked


@pytest.mark.parametrize("label", STRONG)
def test_no_emotion_folds_the_picture(scenes, label):
    direction = Direction(emotion=Emotion(label=EmotionLabel(label)), amount=FULL)
    assert smallest(scenes["astronaut"], direction) > 0.05


@pytest.mark.parametrize("turn", [(5.0, 0.0), (-5.0, 0.0), (0.0, 5.0), (0.0, -5.0)])
@pytest.mark.parametrize("portrait", ["astronaut", "hopper"])
def test_bones_keep_their_distances_in_small_turns(scenes, portrait, turn):
    """To 0.5 % of the eyes' distance they are seen as far apart as the same points of a rigid head that turns."""
    scene = scenes[portrait]
    yaw_deg, pitch_deg = turn
    movement = {"yaw_deg": np.array([yaw_deg], np.float32), "pitch_deg": np.array([pitch_deg], np.float32)}
    acted = film(scene, curves_of(movement, 1, 0))
    bones = scene.faces[0].landmarks[list(BONES)] * np.float32(acted.width / scene.width)
    towards_camera = bones * [1, 1, -1]
    rigid = distances((towards_camera @ rotation_of(yaw_deg, pitch_deg, 0).T)[:, :2])
    shown = distances(acted.project(0, 0, bones[:, :2]))
    shown *= rigid.sum() / shown.sum()  # who leans forward comes nearer
    assert np.abs(shown - rigid).max() < 0.005 * rigid.max()


def distances(points):
    return np.linalg.norm(points[:, None] - points[None], axis=-1)
