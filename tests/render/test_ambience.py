from dataclasses import replace

import numpy as np
import pytest

from engine.motion import plan
from engine.perception.looks import Looks
from engine.perception.surroundings import find_regions
from engine.render.framing import frame_of
from engine.render.renderer import Brief
from engine.render.warp.renderer import WarpRenderer
from engine.types.curves import CAMERA_CHANNELS, REGION_CHANNELS, MotionCurves, Track
from engine.types.direction import Direction
from engine.types.scene import AdviceCode, Region, RegionKind, Scene
from tests.landscape import HEIGHT, HOUSE, MEADOW, SKY, WATER, WIDTH, candle, landscape

STILL = {"camera": {"move": "still"}}


def scene_of(picture, *regions):
    nothing = np.zeros(picture.shape[:2], np.float32)
    found = regions or find_regions(Looks.of(picture), nothing, nothing)
    return Scene(picture, (), nothing, (), nothing, (), tuple(found))


def film_of(scene, duration_s=5.0, fps=10, **fields):
    direction = Direction.model_validate(STILL | fields)
    curves = plan(direction, scene, duration_s=duration_s, fps=fps, seed=3)
    framing = frame_of(scene, "source", max(scene.width, scene.height))
    return WarpRenderer("cpu").prepare(scene, curves, framing, Brief(direction))


def film_at(scene, frames=1, **values):
    """Return a film of frames in which the only region's channels have these values, after a first one at rest."""
    track = Track.at_rest(REGION_CHANNELS, 1 + frames)
    for name, value in values.items():
        track[name][1:] = value
    curves = MotionCurves(10, Track.at_rest(CAMERA_CHANNELS, 1 + frames), (), (track,))
    return WarpRenderer("cpu").prepare(scene, curves, frame_of(scene, "source", max(scene.width, scene.height)))


def shifts_of(film, frames=None):
    """Return how far the picture has moved at each pixel, T × H × W × 2."""
    shifts = []
    for frame in range(film.frame_count) if frames is None else frames:
        found = film.map_of(frame)
        node_x, node_y = found.grid.nodes()
        field = np.stack([node_x - found.x, node_y - found.y], axis=-1)
        columns, rows = np.meshgrid(np.arange(film.width, dtype=np.float32), np.arange(film.height, dtype=np.float32))
        shifts.append(found.grid.sample(field, columns, rows))
    return np.stack(shifts)


@pytest.fixture(scope="module")
def shifts():
    return shifts_of(film_of(scene_of(landscape())))


def test_the_first_frame_is_the_photo():
    moved, still = film_of(scene_of(landscape())), film_of(replace(scene_of(landscape()), regions=()))
    for plane, expected in zip(next(moved.draw(0, 1)), next(still.draw(0, 1)), strict=True):
        np.testing.assert_array_equal(plane, expected)


@pytest.mark.parametrize(("part", "least_px"), [(SKY, 2.0), (WATER, 0.5), (MEADOW, 0.5)])
def test_what_is_found_moves(shifts, part, least_px):
    reach = np.hypot(*np.moveaxis(shifts, -1, 0)).max(axis=0)
    assert reach[part].mean() > least_px
    assert reach.max() < 0.015 * WIDTH


def test_straight_edges_stay_straight(shifts):
    assert np.abs(shifts[:, HOUSE[0], HOUSE[1]]).max() < 0.5
    assert np.abs(shifts[:, 178:182, :, 1]).max() < 0.5  # the horizon


def test_nothing_jumps_and_nothing_folds(shifts):
    assert np.abs(np.diff(shifts, axis=0)).max() < 2.0  # pixels in a tenth of a second
    for axis, component in ((2, 0), (1, 1)):
        assert np.diff(shifts[..., component], axis=axis).max() < 0.5
        assert np.diff(shifts[..., component], axis=axis).min() > -0.5


def test_a_loop_closes():
    film = film_of(scene_of(landscape()), duration_s=4.0, fps=30, loop=True)
    first, second, last = shifts_of(film, [0, 1, 119])
    assert np.abs(first).max() == 0
    assert np.abs(last).max() < 0.2
    assert 0 < np.abs(second).max() < 0.2


def test_water_moves_more_near_the_viewer_and_its_waves_come_nearer(shifts):
    across = np.abs(shifts[..., 0]).max(axis=0)
    assert across[300:330, 340:600].mean() > 1.5 * across[205:230, 520:600].mean()
    scene = scene_of(landscape())
    water = replace(scene, regions=tuple(region for region in scene.regions if region.kind is RegionKind.WATER))
    early, late = (
        shifts_of(film_at(water, swell=np.cos(angle), swell_late=np.sin(angle)), [1])[0, 230:330, 560, 1]
        for angle in (0.0, 0.6)
    )
    likeness = {lag: float(early[15:-15] @ late[15 + lag : len(late) - 15 + lag]) for lag in range(-14, 15)}
    assert 1 <= max(likeness, key=likeness.__getitem__) <= 10


def test_the_drift_is_to_the_right_in_frame_widths():
    everywhere = Region(RegionKind.SKY, np.ones((HEIGHT, WIDTH), np.float32))
    (shift,) = shifts_of(film_at(scene_of(landscape(), everywhere), drift=0.01), [1])
    assert shift[5, 300, 0] == pytest.approx(0.01 * WIDTH, rel=0.05)
    assert 0 < shift[300, 300, 0] < shift[5, 300, 0]  # what is far away drifts less
    assert not shift[..., 1].any()


@pytest.mark.parametrize(
    ("values", "sign_x", "sign_y"), [({"tilt_deg": 1}, 1, 0), ({"turn_deg": 1}, 1, 0), ({"breath": 1}, 0, -1)]
)
def test_a_figure_moves_from_its_foot_up(values, sign_x, sign_y):
    cover = np.zeros((HEIGHT, WIDTH), np.float32)
    cover[40:340, 240:400] = 1
    (shift,) = shifts_of(film_at(scene_of(landscape(), Region(RegionKind.FIGURE, cover)), **values), [1])
    head, foot = shift[70, 320], np.abs(shift[325, 320]).max()
    assert np.sign(np.round(head, 1)).tolist() == [sign_x, sign_y]
    assert foot < 0.25 * np.abs(head).max()
    assert np.abs(shift[:, :180]).max() == 0


def test_a_candle_flickers_when_it_is_asked_to_and_nothing_else_does():
    scene = scene_of(candle())
    still = [frame.y.copy() for frame in film_of(scene).draw(0, 20)]
    asked = [frame.y.copy() for frame in film_of(scene, ambient=["light"]).draw(0, 20)]
    assert all((frame == still[0]).all() for frame in still)
    np.testing.assert_array_equal(asked[0], still[0])
    glow = np.array([frame[80:120, 180:200].mean() for frame in asked])
    assert np.ptp(glow) > 2
    assert max(np.abs(frame[:, :20].astype(int) - still[0][:, :20]).max() for frame in asked) <= 1


def test_light_is_a_share_of_the_picture_s_own():
    scene = scene_of(candle(), Region(RegionKind.LIGHT, np.ones((240, 320), np.float32)))
    dark, bright = (frame.y.astype(float).copy() for frame in film_at(scene, glow=0.25).draw(0, 2))
    unclipped = bright < 250
    np.testing.assert_allclose(bright[unclipped], 16 + 1.25 * (dark[unclipped] - 16), atol=1)


def test_films_without_tracks_of_regions_rest():
    scene = scene_of(landscape())
    curves = MotionCurves(10, Track.at_rest(CAMERA_CHANNELS, 2), ())
    film = WarpRenderer("cpu").prepare(scene, curves, frame_of(scene, "source", WIDTH))
    assert not shifts_of(film).any()


@pytest.mark.parametrize(("wishes", "codes"), [(("water", "wind"), []), (("water", "snow"), [AdviceCode.NOT_SHOWN])])
def test_what_the_picture_does_not_show_is_told(wishes, codes):
    film = film_of(scene_of(landscape()), duration_s=0.2, ambient=wishes)
    assert [advice.code for advice in film.advice] == codes
