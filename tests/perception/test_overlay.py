import numpy as np

from engine.perception.overlay import IRIS, draw_overlay


def test_the_overlay_marks_the_face_and_leaves_the_scene_alone(scene):
    before = scene.pixels.copy()
    drawn = draw_overlay(scene)
    np.testing.assert_array_equal(scene.pixels, before)
    assert drawn.shape == before.shape
    assert drawn.dtype == np.uint8
    x0, y0, x1, y1 = (round(edge) for edge in scene.faces[0].box)
    changed = np.abs(drawn.astype(int) - before).max(axis=-1) > 60
    assert changed[y0:y1, x0:x1].mean() > 0.05
    assert not changed[:100, 400:].any()
    for iris in (468, 473):
        x, y = scene.faces[0].landmarks[iris, :2].round().astype(int)
        around = drawn[y - 8 : y + 9, x - 8 : x + 9].astype(int)
        assert (np.abs(around - IRIS).max(axis=-1) < 70).any()


def test_a_picture_without_people_stays_as_it_is(see, picture):
    np.testing.assert_array_equal(draw_overlay(see(picture("coffee"))), picture("coffee"))
