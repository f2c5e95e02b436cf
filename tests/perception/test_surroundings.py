import cv2
import numpy as np
import pytest
import skimage.data
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.perception.looks import Looks
from engine.perception.surroundings import find_regions
from engine.types.scene import RegionKind
from tests.landscape import HOUSE, MEADOW, SKY, WATER, candle, landscape

WITHIN = {RegionKind.SKY: SKY, RegionKind.WATER: WATER, RegionKind.FOLIAGE: MEADOW}


def covers_of(picture, matte=None, figure=None):
    nothing = np.zeros(picture.shape[:2], np.float32)
    regions = find_regions(
        Looks.of(np.ascontiguousarray(picture)),
        nothing if matte is None else matte,
        nothing if figure is None else figure,
    )
    assert len({region.kind for region in regions}) == len(regions)
    for region in regions:
        assert region.cover.shape == picture.shape[:2]
        assert region.cover.dtype == np.float32
        assert 0 <= region.cover.min() <= region.cover.max() <= 1
    return {region.kind: region.cover for region in regions}


@pytest.mark.parametrize("seed", range(4))
def test_sky_water_and_meadow_are_found_where_they_are(seed):
    covers = covers_of(landscape(seed))
    assert covers.keys() == WITHIN.keys()
    for kind, cover in covers.items():
        for other, part in WITHIN.items():
            share = cover[part].mean()
            assert share > 0.5 if kind is other else share == 0, (kind, other, share)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_moves_on_the_house(seed):
    for kind, cover in covers_of(landscape(seed)).items():
        assert cover[HOUSE].max() < 0.02, kind


def test_a_cover_ends_smoothly():
    for kind, cover in covers_of(landscape()).items():
        assert max(np.abs(np.diff(cover, axis=axis)).max() for axis in (0, 1)) < 0.2, kind


@pytest.mark.parametrize(
    "name", ["brick", "coffee", "grass", "gravel", "hubble_deep_field", "immunohistochemistry", "moon", "retina"]
)
def test_things_and_grey_pictures_are_left_alone(name):
    picture = getattr(skimage.data, name)()
    picture = picture if picture.ndim == 3 else np.dstack([picture] * 3)
    for turns in (0, 1):
        assert covers_of(np.rot90(picture, turns)) == {}


def test_blinds_are_not_water():
    blinds = np.full((300, 400, 3), (90, 130, 190), np.uint8)
    blinds[::12] = blinds[1::12] = (30, 60, 110)
    assert RegionKind.WATER not in covers_of(blinds)


def test_blue_cloth_is_not_sky():
    random = np.random.default_rng(0)
    cloth = np.array([60, 80, 120]) + 14 * random.standard_normal((250, 250, 1))
    assert covers_of(np.clip(cloth, 0, 255).astype(np.uint8)) == {}
    smooth = np.array([60, 80, 120]) + random.standard_normal((250, 250, 1))
    assert covers_of(np.clip(smooth, 0, 255).astype(np.uint8)).keys() == {RegionKind.SKY}


def test_the_sky_behind_a_rocket_rests_at_its_towers():
    covers = covers_of(skimage.data.rocket())
    sky = covers[RegionKind.SKY]
    assert sky[40:120, 250:290].mean() > 0.5
    assert sky[150:400, 320:328].max() < 0.05  # the rocket
    assert sky[:, :60].max() < 0.35  # the tower at the left, through which the sky is seen


def test_flames_and_lamps_are_found():
    light = covers_of(candle())[RegionKind.LIGHT]
    row, column = np.unravel_index(light.argmax(), light.shape)
    assert (row, column) == (pytest.approx(100, abs=4), pytest.approx(160, abs=4))
    assert light[:, 10].max() < 0.1
    assert RegionKind.LIGHT not in covers_of(np.full((200, 300, 3), 250, np.uint8))


def test_people_stand_still_before_what_moves():
    matte = np.zeros((360, 640), np.float32)
    matte[60:, 180:300] = 1
    for kind, cover in covers_of(landscape(), matte).items():
        assert cover[70:, 190:290].max() == 0, kind
    assert covers_of(landscape(), matte).keys() == WITHIN.keys()


def test_a_body_without_a_face_is_a_figure():
    figure = np.zeros((360, 640), np.float32)
    figure[60:, 180:300] = 1
    cover = covers_of(landscape(), figure, figure)[RegionKind.FIGURE]
    assert cover[100:, 210:270].min() > 0.9
    assert cover[:, :100].max() == 0


def test_pets_are_figures_and_cups_are_not(see, picture):
    (region,) = see(picture("cat")).regions
    assert region.kind is RegionKind.FIGURE
    assert min(region.cover[115, 172], region.cover[135, 321]) > 0.7  # the eyes
    assert region.cover[:, 430:].max() < 0.05  # behind the cat
    assert see(picture("coffee")).regions == ()


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 80), st.integers(1, 80), st.integers(0, 2**32 - 1), st.booleans())
def test_any_picture_may_be_looked_at(width, height, seed, is_smooth):
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    covers_of(cv2.blur(noise, (9, 9)) if is_smooth else noise)
