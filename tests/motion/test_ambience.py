import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.motion import plan
from engine.types.curves import REGION_CHANNELS
from engine.types.scene import Region, RegionKind
from tests.motion.conftest import build_face, build_scene, direct

SOFT = np.zeros((48, 64), np.float32)
NATURE = {RegionKind.SKY, RegionKind.WATER, RegionKind.FOLIAGE}


def scene_with(*kinds, faces=()):
    scene = build_scene(*faces)
    object.__setattr__(scene, "regions", tuple(Region(kind, SOFT) for kind in kinds))
    return scene


def moving(scene, **fields):
    curves = plan(direct(**fields), scene, duration_s=6, fps=30, seed=1)
    return {
        region.kind
        for region, track in zip(scene.regions, curves.regions, strict=True)
        if np.ptp(track.values, axis=0).any()
    }


def test_where_nobody_is_nature_moves_by_itself_and_lights_do_not():
    assert moving(scene_with(*RegionKind)) == NATURE | {RegionKind.FIGURE}


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        ("clouds", {RegionKind.SKY}),
        ("water", {RegionKind.WATER}),
        ("leaves", {RegionKind.FOLIAGE}),
        ("wind", NATURE),
        ("light", {RegionKind.LIGHT}),
        ("fire", {RegionKind.LIGHT}),
    ],
)
def test_wishes_choose(wish, kinds):
    assert moving(scene_with(*RegionKind), ambient=[wish]) == kinds
    assert moving(scene_with(*RegionKind, faces=[build_face()]), ambient=[wish]) == kinds


def test_a_wish_that_the_picture_cannot_fulfil_changes_nothing():
    assert moving(scene_with(RegionKind.SKY), ambient=["water"]) == {RegionKind.SKY}
    assert moving(scene_with(), ambient=["water"]) == set()


def test_behind_people_only_what_was_wished_for_moves():
    scene = scene_with(*NATURE, faces=[build_face()])
    assert moving(scene) == set()
    assert moving(scene, ambient=["hair", "breath"]) == set()


def test_people_act_the_same_whatever_moves_behind_them():
    with_sky, without = scene_with(RegionKind.SKY, faces=[build_face()]), build_scene(build_face())
    for scene in (with_sky, without):
        (person,) = plan(direct(ambient=["clouds"]), scene, duration_s=4, fps=30, seed=5).people
        np.testing.assert_array_equal(
            person.values, plan(direct(), without, duration_s=4, fps=30, seed=5).people[0].values
        )


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(RegionKind),
    st.floats(0.5, 40.0),
    st.integers(0, 2**40),
    st.fixed_dictionaries(
        {
            "amount": st.floats(0.2, 3.0),
            "loop": st.booleans(),
            "ambient": st.sampled_from([(), ("clouds", "water", "leaves", "light", "breath")]),
        }
    ),
)
def test_every_motion_starts_at_rest_grows_smoothly_and_keeps_its_range(kind, duration_s, seed, fields):
    (track,) = plan(direct(**fields), scene_with(kind), duration_s=duration_s, fps=30, seed=seed).regions
    assert track.channels == REGION_CHANNELS
    assert not track.values[0].any()
    for channel in REGION_CHANNELS:
        values = track[channel.name]
        assert channel.low <= values.min() <= values.max() <= channel.high
        # Even in a loop of half a second, nothing makes a third of its way from one frame to the next.
        assert np.abs(np.diff(values)).max(initial=0) <= 0.35 * (channel.high - channel.low) / 2
        if fields["loop"] and len(values) > 30:
            assert abs(values[-1]) < 0.05 * channel.high


@pytest.mark.parametrize("duration_s", [2, 5, 60])
def test_the_sky_drifts_one_way_and_never_far(duration_s):
    (track,) = plan(direct(amount=3.0), scene_with(RegionKind.SKY), duration_s=duration_s, fps=30, seed=4).regions
    way = np.abs(track["drift"])
    assert (np.diff(way) >= 0).all()
    assert 0 < way[-1] <= 0.015


def test_waves_travel():
    (track,) = plan(direct(), scene_with(RegionKind.WATER), duration_s=12, fps=30, seed=4).regions
    for channel in ("swell", "ripple"):
        phase = np.unwrap(np.arctan2(track[f"{channel}_late"], track[channel])[60:])
        assert (np.diff(phase) > 0).all()
        assert phase[-1] - phase[0] > 4 * np.pi
