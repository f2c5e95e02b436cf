import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.render.warp.camera import Camera
from engine.render.warp.canvas import Canvas
from engine.render.warp.grid import Grid
from engine.types.curves import CAMERA_CHANNELS

WIDTH, HEIGHT = 320, 180
RANGES = {channel.name: (channel.low, channel.high) for channel in CAMERA_CHANNELS}


@pytest.fixture(scope="module")
def camera():
    depth = np.tile(np.linspace(0, 1, 40, dtype=np.float32), (20, 1))
    canvas = Canvas(np.zeros((HEIGHT, WIDTH, 3), np.uint8), (), np.zeros_like(depth), depth, 1.0)
    return Camera.of(canvas, Grid.over((0, 0, WIDTH, HEIGHT), 4))


@settings(deadline=None)
@given(st.floats(*RANGES["zoom"]), st.floats(*RANGES["pan_x"]), st.floats(*RANGES["pan_y"]))
def test_the_view_never_leaves_the_picture(camera, zoom, pan_x, pan_y):
    x, y = camera.look(zoom=zoom, pan_x=pan_x, pan_y=pan_y, parallax_x=0, parallax_y=0)
    assert x.min() >= -0.6
    assert y.min() >= -0.6
    assert x.max() <= WIDTH - 0.4
    assert y.max() <= HEIGHT - 0.4


@settings(deadline=None)
@given(st.floats(*RANGES["zoom"]), st.floats(*RANGES["pan_x"]), st.floats(*RANGES["pan_y"]))
def test_projecting_undoes_looking(camera, zoom, pan_x, pan_y):
    x, y = camera.look(zoom=zoom, pan_x=pan_x, pan_y=pan_y, parallax_x=0, parallax_y=0)
    seen = camera.project(np.stack([x.ravel(), y.ravel()], axis=-1), zoom=zoom, pan_x=pan_x, pan_y=pan_y)
    np.testing.assert_allclose(seen[:, 0], camera.node_x.ravel(), atol=0.01)
    np.testing.assert_allclose(seen[:, 1], camera.node_y.ravel(), atol=0.01)


def test_signs(camera):
    still_x, still_y = camera.look(zoom=1, pan_x=0, pan_y=0, parallax_x=0, parallax_y=0)
    right, _ = camera.look(zoom=1.5, pan_x=0.1, pan_y=0, parallax_x=0, parallax_y=0)
    _, down = camera.look(zoom=1.5, pan_x=0, pan_y=0.1, parallax_x=0, parallax_y=0)
    assert right.mean() > still_x.mean()
    assert down.mean() > still_y.mean()
    near, far = np.s_[:, -1], np.s_[:, 0]
    shifted, _ = camera.look(zoom=1, pan_x=0, pan_y=0, parallax_x=0.05, parallax_y=0)
    assert (shifted - still_x)[near].max() < 0 < (shifted - still_x)[far].min()  # near things are seen further right
