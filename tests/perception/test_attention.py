import shutil
import stat

import cv2
import numpy as np
import pytest

from engine.models import Models
from engine.perception import attention_graph
from engine.perception.attention import region_matrix, sample
from engine.perception.attention_graph import MODEL, RegionParameters, attention_parts, prepare
from engine.perception.mesh import region_of_landmarks
from engine.perception.regions import crop
from engine.perception.tflite import Network
from engine.types.face_mesh import LEFT_EYE_UPPER, MESH_POINTS, RIGHT_EYE_UPPER


@pytest.fixture
def lone_model(models, tmp_path):
    """A folder with nothing but the attention model."""
    shutil.copy(models.path(MODEL), tmp_path)
    return Models(tmp_path)


def test_the_model_is_cut_once_and_kept(lone_model, tmp_path, monkeypatch):
    prepare(lone_model)
    (kept,) = tmp_path.glob("*.npz")
    assert list(tmp_path.glob(".*")) == []
    monkeypatch.setattr(attention_graph, "cut", lambda model: pytest.fail("cut a second time"))
    assert len(attention_parts(lone_model).regions) == 3
    assert kept.exists()


def test_a_damaged_file_is_made_again(lone_model, tmp_path):
    whole = attention_parts(lone_model)
    (kept,) = tmp_path.glob("*.npz")
    for damage in (b"", b"not an archive", kept.read_bytes()[:-2000]):
        kept.write_bytes(damage)
        assert attention_parts(lone_model) == whole
        assert kept.stat().st_size > 1_000_000


def test_a_folder_that_cannot_be_written_is_enough(lone_model, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError

    monkeypatch.setattr(attention_graph.tempfile, "mkstemp", refuse)
    assert len(attention_parts(lone_model).mesh) > 100_000
    assert list(tmp_path.glob("*.npz")) == []


def test_other_people_may_read_what_is_kept(lone_model, tmp_path):
    prepare(lone_model)
    (kept,) = tmp_path.glob("*.npz")
    assert kept.stat().st_mode & stat.S_IROTH


def test_the_mesh_agrees_with_the_plain_model(models, picture, face):
    """The plain mesh model has no custom operators: it runs as it is."""
    region = region_of_landmarks(face.landmarks)
    mesh, _ = Network(models.path("face_landmark"))(crop(picture("astronaut"), region, 192))
    plain = region.to_picture(mesh.reshape(MESH_POINTS, 3)[:, :2] / 192)
    eye_line = np.linalg.norm(face.landmarks[LEFT_EYE_UPPER[0]] - face.landmarks[RIGHT_EYE_UPPER[0]])
    apart = np.linalg.norm(plain - face.landmarks[:MESH_POINTS, :2], axis=1) / eye_line
    assert apart.mean() < 0.03
    assert apart.max() < 0.15


def test_irises_lie_within_the_eyes(face):
    for iris, upper in ((468, LEFT_EYE_UPPER), (473, RIGHT_EYE_UPPER)):
        outer, inner = face.landmarks[upper[0], 0], face.landmarks[upper[-1], 0]
        assert min(outer, inner) < face.landmarks[iris, 0] < max(outer, inner)
    radii = [np.linalg.norm(face.landmarks[c + 1 : c + 5, :2] - face.landmarks[c, :2], axis=1) for c in (468, 473)]
    assert np.mean(radii[0]) == pytest.approx(np.mean(radii[1]), rel=0.15)


def test_sampling_follows_opencv():
    features = np.random.default_rng(0).normal(size=(48, 48, 4)).astype(np.float32)
    matrix = np.array([[1.1, 0.3, 8.0], [-0.3, 1.1, 14.0]])
    at_centers = matrix.copy()
    at_centers[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5
    expected = cv2.warpAffine(features, at_centers, (16, 16), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    np.testing.assert_allclose(sample(features, matrix, 16, 16), expected, atol=0.1)


def test_beyond_the_features_there_is_nothing():
    features = np.ones((48, 48, 2), np.float32)
    assert sample(features, np.array([[1.0, 0, 100], [0, 1, 0]]), 16, 16).max() == 0


def test_a_region_holds_its_points_scaled():
    points = np.array([[10, 20], [30, 20], [20, 28]], np.float32)
    region = RegionParameters((0, 1, 2), 0, 1, 0.0, 1.5, 2.0, 16, 8)
    corners = region_matrix(region, points) @ np.array([[0, 0, 1], [16, 8, 1]]).T
    np.testing.assert_allclose(corners.T, [[5, 16], [35, 32]], atol=1e-4)
    turned = points[:, ::-1] * (-1, 1)  # a quarter turn clockwise
    corners = region_matrix(region, turned) @ np.array([[0, 0, 1], [16, 8, 1]]).T
    np.testing.assert_allclose(corners.T, [[-16, 5], [-32, 35]], atol=1e-4)
