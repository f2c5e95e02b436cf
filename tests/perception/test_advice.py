from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.perception.advice import CROPPED, FACE_RULES, PICTURE_RULES, SCRATCHED, TURNED_UPRIGHT, advise
from engine.types.face_mesh import NOSE_BRIDGE, RIGHT_EYE_UPPER
from engine.types.scene import AdviceCode, HeadPose


def codes(advice):
    return {item.code for item in advice}


def test_every_code_has_a_rule():
    elsewhere = {
        TURNED_UPRIGHT.code,
        CROPPED.code,
        SCRATCHED.code,
        AdviceCode.LOOK_ALIKE,
        AdviceCode.GPU_FULL,
        AdviceCode.NOT_SHOWN,
    }
    assert {rule.code for rule in PICTURE_RULES + FACE_RULES} == set(AdviceCode) - elsewhere


@pytest.mark.parametrize("name", ["astronaut", "hopper"])
def test_a_good_portrait_needs_no_advice(see, picture, name):
    assert see(picture(name)).advice == ()


def test_blur_is_seen(see, picture):
    blurred = cv2.GaussianBlur(picture("hopper"), (0, 0), 6)
    assert codes(see(blurred).advice) == {AdviceCode.BLURRED}


def test_darkness_is_seen(see, picture):
    assert codes(see((picture("hopper") * 0.2).astype(np.uint8)).advice) == {AdviceCode.DARK}
    assert codes(see((picture("coffee") * 0.2).astype(np.uint8)).advice) == {AdviceCode.NO_FACE, AdviceCode.DARK}


def test_small_faces_and_small_pictures(see, picture):
    small = cv2.resize(picture("hopper"), (160, 188), interpolation=cv2.INTER_AREA)
    assert codes(see(small).advice) == {AdviceCode.FACE_SMALL, AdviceCode.SMALL_PICTURE}


def test_several_faces_are_counted(see, picture):
    astronaut = picture("astronaut")
    scene = see(np.hstack([astronaut, astronaut[:, ::-1]]))
    (several,) = (item for item in scene.advice if item.code is AdviceCode.SEVERAL_FACES)
    assert "2 people" in several.sentence
    assert several.face_index is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"pose": HeadPose(55, 0, 0)}, AdviceCode.FACE_TURNED),
        ({"pose": HeadPose(0, -45, 0)}, AdviceCode.FACE_TURNED),
        ({"eye_openness_left": 0.05, "eye_openness_right": 0.08}, AdviceCode.EYES_CLOSED),
    ],
)
def test_what_the_face_does_is_remarked_with_its_index(scene, face, change, code):
    (item,) = advise(scene.pixels, [replace(face, **change)])
    assert (item.code, item.face_index) == (code, 0)


def test_an_eye_that_the_nose_hides_is_remarked(scene, face):
    beside = face.landmarks.copy()
    beside[NOSE_BRIDGE] = beside[RIGHT_EYE_UPPER[0]]
    (item,) = advise(scene.pixels, [replace(face, landmarks=beside)])
    assert (item.code, item.face_index) == (AdviceCode.EYE_HIDDEN, 0)


def test_a_wink_is_no_closed_eye(scene, face):
    assert advise(scene.pixels, [replace(face, eye_openness_left=0.05)]) == ()


def test_each_code_is_said_once_of_the_largest_face(scene, face):
    turned = replace(face, pose=HeadPose(55, 0, 0))
    x0, y0, x1, y1 = face.box
    smaller = replace(turned, box=(x0, y0, x1 - 5, y1))
    said = [item for item in advise(scene.pixels, [smaller, turned]) if item.code is AdviceCode.FACE_TURNED]
    assert [item.face_index for item in said] == [1]
