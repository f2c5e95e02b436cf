import cv2
import numpy as np
import pytest

from engine.perception.head_pose import relative_pose
from engine.perception.tracking import FaceTracker


def frames(picture, face, angles):
    center = (face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2
    for angle in angles:
        matrix = cv2.getRotationMatrix2D(center, -angle, 1 + abs(angle) / 100)
        yield cv2.warpAffine(picture, matrix, (512, 512), borderMode=cv2.BORDER_REPLICATE)


def test_a_leaning_head_is_followed(models, picture, face):
    angles = (0.0, 6.0, 12.0, 6.0)
    meshes = FaceTracker(models).track(frames(picture("astronaut"), face, angles), face.landmarks)
    assert [mesh.shape for mesh in meshes] == [(478, 3)] * 4
    for angle, mesh in zip(angles, meshes, strict=True):
        pose, scale = relative_pose(mesh, meshes[0])
        assert pose.roll_deg == pytest.approx(angle, abs=0.5)
        assert pose.yaw_deg == pytest.approx(0, abs=1)
        assert pose.pitch_deg == pytest.approx(0, abs=1)
        assert scale == pytest.approx(1 + angle / 100, abs=0.025)


def test_the_mean_of_several_crops_is_calmer(models, picture, face):
    generator = np.random.default_rng(0)
    noisy = [
        np.clip(picture("astronaut") + generator.normal(0, 12, (512, 512, 3)), 0, 255).astype(np.uint8)
        for _ in range(8)
    ]
    spread = {
        crops: np.std(FaceTracker(models, crops).track(noisy, face.landmarks), axis=0)[:468, :2].mean()
        for crops in (1, 8)
    }
    assert spread[8] < 0.8 * spread[1]
