import numpy as np

from engine.render.framing import frame_of
from engine.render.warp.anatomy import measure
from engine.render.warp.canvas import lay_out
from engine.render.warp.expression import Expression
from engine.render.warp.glasses import wears_glasses
from engine.render.warp.renderer import WarpRenderer
from engine.render.warp.texture import yuv_of
from engine.review.probes import curves_of
from engine.types import face_mesh as mesh

LONG_SIDE_PX = 512
FRAME = (27, 257, 230, 450, 168)
"""Points of the mesh under the glasses' upper and lower rims and on the bridge of the nose."""
BROW = (105, 334)


def sureness(scene):
    canvas = lay_out(scene, frame_of(scene, "source", LONG_SIDE_PX))
    return wears_glasses(measure(canvas.landmarks[0]), yuv_of(canvas.pixels))


def lift_px(scene, points):
    raised = {name: np.ones(1, np.float32) for name in ("AU1", "AU2_left", "AU2_right")}
    film = WarpRenderer("cpu").prepare(scene, curves_of(raised, 1, 0), frame_of(scene, "source", LONG_SIDE_PX))
    at = (scene.faces[0].landmarks[list(points), :2] * film.width / scene.width).astype(np.float32)
    return (at - film.project(0, 0, at))[:, 1]


def test_hopper_wears_glasses_and_the_astronaut_does_not(scenes):
    assert sureness(scenes["hopper"]) > 0.9
    assert sureness(scenes["astronaut"]) == 0


def test_brows_above_the_rim_rise(scenes):
    """About half of the way that they would go on a bare face: the skin behind the rim is not in the photo."""
    canvas = lay_out(scenes["hopper"], frame_of(scenes["hopper"], "source", LONG_SIDE_PX))
    anatomy = measure(canvas.landmarks[0])
    brows = anatomy.landmarks[None, [*mesh.LEFT_BROW_UPPER[1:4], *mesh.RIGHT_BROW_UPPER[1:4]], :2]
    lifts = []
    for glasses in (0.0, 1.0):
        expression = Expression.of(anatomy, canvas.width, canvas.height, glasses)
        raised = np.array([name in ("AU1", "AU2_left", "AU2_right") for name in expression.names], np.float32)
        field = expression.displace(raised)
        lifts.append(-expression.grid.sample(field, brows[..., 0], brows[..., 1])[0, :, 1])
    assert lifts[1].mean() > 0.45 * lifts[0].mean()


def test_raised_brows_leave_the_glasses_on_the_nose(scenes):
    assert np.abs(lift_px(scenes["hopper"], FRAME)).max() < 0.5
    assert lift_px(scenes["hopper"], BROW).min() > 2.5
    assert lift_px(scenes["astronaut"], FRAME[:2]).min() > 0.5
