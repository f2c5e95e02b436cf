"""A photo in motion is as sharp as at rest."""

import cv2
import numpy as np
import pytest
import skimage.data

from engine.render.warp.sharpening import SCALES, STRONGEST, sampling_of
from engine.render.warp.texture import enlarge_sharply


def _energy(luma):
    return float((cv2.Laplacian(luma, cv2.CV_32F)[8:-8, 8:-8] ** 2).mean())


@pytest.fixture(params=["as it is", "enlarged"])
def luma(request):
    portrait = cv2.cvtColor(skimage.data.astronaut(), cv2.COLOR_RGB2GRAY)[60:188, 160:288]
    return portrait if request.param == "as it is" else cv2.resize(portrait, None, fx=2, fy=2)


@pytest.mark.parametrize("turn_deg", [0.7, -1.3])
def test_a_turned_photo_keeps_its_sharpness(luma, turn_deg):
    height, width = luma.shape
    sampling = sampling_of(luma)
    texture = enlarge_sharply(luma, *sampling)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    turned = cv2.warpAffine(
        texture, sampling.luma_scale * turn, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    assert _energy(turned) == pytest.approx(_energy(luma), rel=0.12)


def test_an_enlarged_photo_needs_less():
    portrait = cv2.cvtColor(skimage.data.astronaut(), cv2.COLOR_RGB2GRAY)[:256, 80:336]
    sharp = cv2.resize(portrait, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    enlarged = cv2.resize(sharp, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    assert sampling_of(enlarged).luma_scale == SCALES[0]
    assert sampling_of(sharp).luma_scale > SCALES[0]
    assert sampling_of(enlarged).sharpening < sampling_of(sharp).sharpening


def test_grain_takes_the_finest_scale():
    grain = np.random.default_rng(0).normal(128, 30, (96, 96)).clip(0, 255).astype(np.uint8)
    assert sampling_of(grain).luma_scale == SCALES[-1]


def test_the_boost_has_bounds():
    noise = np.random.default_rng(0).integers(0, 256, (64, 64), dtype=np.uint8)
    assert 0 <= sampling_of(noise).sharpening <= STRONGEST
    assert sampling_of(np.full((64, 64), 90, np.uint8)).sharpening == 0
