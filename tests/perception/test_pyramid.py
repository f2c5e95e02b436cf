import numpy as np
import pytest

from engine.perception.pyramid import TILE_PX, tiles


def noise(height, width):
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


@pytest.mark.parametrize("shape", [(1000, 1600), (1600, 300), (800, 800)])
@pytest.mark.parametrize("level", [1, 2, 3])
def test_the_tiles_cover_the_whole_level(shape, level):
    found = list(tiles(noise(*shape), level, []))
    if TILE_PX * 2**level * 0.95 > max(shape):
        assert found == []
        return
    scale = found[0].scale
    covered = np.zeros([round(side * scale) for side in shape], bool)
    for tile in found:
        x, y = tile.offset
        height, width = tile.pixels.shape[:2]
        assert height <= TILE_PX
        assert width <= TILE_PX
        covered[y : y + height, x : x + width] = True
    assert covered.all()


def test_a_cut_edge_is_told_from_the_edge_of_the_picture():
    first = next(tiles(noise(800, 800), 2, []))
    x0, y0, x1, y1 = first.inner
    assert x0 < 0
    assert y0 < 0
    assert x1 < TILE_PX
    assert y1 < TILE_PX


def test_tiles_within_a_sure_face_and_tiles_without_contrast_are_left_out():
    picture = noise(1000, 1000)
    every = len(list(tiles(picture, 2, [])))
    beside = len(list(tiles(picture, 2, [np.array([0, 0, 700, 700], np.float32)])))
    assert 0 < beside < every
    assert list(tiles(np.full_like(picture, 200), 2, [])) == []
