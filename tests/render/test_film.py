from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from engine.errors import RequestError
from engine.render.engines import open_engine
from engine.render.framing import frame_of
from engine.render.warp.film import WarpFilm
from engine.review.probes import curves_of, probes
from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS, MotionCurves, Track
from engine.types.face_mesh import LEFT_CHEEK_EDGE, NOSE_TIP, RIGHT_CHEEK_EDGE


def kept(frames):
    """Copy frames whose memory is reused."""
    return [tuple(plane.copy() for plane in frame) for frame in frames]


def assert_same(frames, others):
    assert len(frames) == len(others)
    for frame, other in zip(frames, others, strict=True):
        for plane, other_plane in zip(frame, other, strict=True):
            np.testing.assert_array_equal(plane, other_plane)


@pytest.fixture(scope="module")
def lively(film_of):
    """Everything moves, and both eyes blink."""
    movement = dict(probes()["everything"])
    lids = np.clip(np.sin(np.arange(45) / 6), 0, 1)
    return film_of({name: values[:12] for name, values in movement.items()} | {"AU45_left": lids[:12]})


def test_a_part_is_the_same_as_in_the_whole(lively):
    whole = kept(lively.draw(0, 12))
    assert_same(kept(lively.draw(5, 9)), whole[5:9])
    assert_same(kept(lively.draw(11, 12)), whole[11:])
    assert list(lively.draw(4, 4)) == []


def test_threads_draw_the_same_frames_as_one(film_of, lively):
    whole = kept(lively.draw(0, 12))
    parts = [(0, 6), (6, 12), (3, 9), (0, 6)]
    fresh = film_of({name: lively.people[0].track[name] for name in ("AU45_left", "AU25", "gaze_yaw_deg")})
    one_by_one = kept(fresh.draw(0, 12))
    again = film_of({name: lively.people[0].track[name] for name in ("AU45_left", "AU25", "gaze_yaw_deg")})
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda part: kept(lively.draw(*part)), parts))
        drawn_again = list(pool.map(lambda part: kept(again.draw(*part)), parts))
    for (start, stop), frames, others in zip(parts, drawn, drawn_again, strict=True):
        assert_same(frames, whole[start:stop])
        assert_same(others, one_by_one[start:stop])


def test_what_was_painted_is_gone_when_it_is_over(film_of):
    shut = np.array([0, 1, 0], np.float32)
    film = film_of({"AU45_left": shut, "AU45_right": shut, "AU25": shut, "gaze_yaw_deg": 10 * shut})
    before, during, after = kept(film.draw(0, 3))
    assert np.abs(during[0].astype(int) - before[0]).max() > 40
    for plane, other in zip(after, before, strict=True):
        assert np.abs(plane.astype(int) - other).max() <= 1


def test_torch_draws_what_the_cpu_draws(scene, framing, canvas, lively):
    sampling = pytest.importorskip("engine.render.warp.torch_sampling")
    curves = MotionCurves(30, Track.at_rest(CAMERA_CHANNELS, 12), (lively.people[0].track,))
    curves.camera["zoom"][:] = np.linspace(1, 1.2, 12)
    other = WarpFilm(canvas, curves, partial(sampling.TorchSampler, device="cpu"))
    same = open_engine("warp", "cpu").prepare(scene, curves, framing)
    # Where a map reaches beyond the picture's edge the two mirror it differently by a sample.
    inside = np.s_[4:-4, 4:-4]
    for frame, expected in zip(kept(other.draw(4, 10)), kept(same.draw(4, 10)), strict=True):
        for plane, plane_expected in zip(frame, expected, strict=True):
            difference = np.abs(plane.astype(int) - plane_expected)[inside]
            assert difference.mean() < 0.3
            assert np.percentile(difference, 99) <= 1


def test_frames_have_the_size_that_was_framed(scene):
    framing = frame_of(scene, "9:16", 200)
    film = open_engine("warp", "cpu").prepare(scene, curves_of({}, 1, 0, frame_count=1), framing)
    (frame,) = film.draw(0, 1)
    assert (film.width, film.height, film.frame_count) == (framing.width, framing.height, 1)
    assert [plane.shape for plane in frame] == [
        (framing.height, framing.width),
        *[(framing.height // 2, framing.width // 2)] * 2,
    ]


def test_the_camera_carries_the_planned_points_along(scene, framing, canvas):
    curves = curves_of({"yaw_deg": np.array([0.0, 6.0])}, 1, 0)
    curves.camera["zoom"][:] = 1.25
    film = open_engine("warp", "cpu").prepare(scene, curves, framing)
    points = canvas.landmarks[0][[NOSE_TIP, LEFT_CHEEK_EDGE, RIGHT_CHEEK_EDGE], :2]
    rest, turned = film.project(0, 0, points), film.project(1, 0, points)
    middle = (np.array([film.width, film.height]) - 1) / 2
    np.testing.assert_allclose(rest, middle + 1.25 * (points - middle), atol=0.01)
    assert turned[0, 0] > rest[0, 0]


@pytest.mark.parametrize("people", [0, 2])
def test_curves_for_other_people_are_refused(scene, framing, people):
    curves = MotionCurves(
        30, Track.at_rest(CAMERA_CHANNELS, 2), tuple(Track.at_rest(FACE_CHANNELS, 2) for _ in range(people))
    )
    with pytest.raises(RequestError, match=f"{people} people.*shows 1"):
        open_engine("warp", "cpu").prepare(scene, curves, framing)


def test_an_unknown_engine_or_device_is_refused_with_the_choices():
    with pytest.raises(RequestError, match=r"“magic”.*warp"):
        open_engine("magic")
    with pytest.raises(RequestError, match=r"“abacus”.*auto, cpu, cuda"):
        open_engine("warp", "abacus")


@pytest.mark.skipif(Path("/proc/driver/nvidia/version").exists(), reason="this machine has a GPU")
def test_a_missing_gpu_is_refused_in_one_sentence():
    with pytest.raises(RequestError, match="No GPU can be used here"):
        open_engine("warp", "cuda")
