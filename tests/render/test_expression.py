import numpy as np
import pytest

from engine.render.warp.action_units import MIDLINE, MOVES, PAIRS
from engine.render.warp.anatomy import measure
from engine.render.warp.expression import MARGIN, Expression
from engine.render.warp.head import rotation_of
from engine.types.curves import FACE_CHANNELS
from engine.types.face_mesh import MOUTH_LEFT, MOUTH_RIGHT, OVAL

MOODS = {
    "joy": {"AU6_left": 0.8, "AU6_right": 0.8, "AU12_left": 1, "AU12_right": 1, "AU2_left": 0.4, "AU2_right": 0.4},
    "sadness": {"AU1": 1, "AU4": 0.7, "AU15": 1, "AU17": 0.6},
    "anger": {"AU4": 1, "AU9": 0.5, "AU24": 1, "AU10": 0.4},
    "surprise": {"AU1": 1, "AU2_left": 1, "AU2_right": 1, "AU26": 1},
    "kiss": {"AU18": 1, "AU17": 0.4, "AU24": 0.3},
    "laugh": {"AU6_left": 1, "AU6_right": 1, "AU12_left": 1, "AU12_right": 1, "AU26": 1, "AU9": 0.3},
    "smirk": {"AU12_left": 0.9, "AU14_left": 0.6, "AU2_right": 0.5},
}


@pytest.fixture(scope="module")
def anatomy(canvas):
    return measure(canvas.landmarks[0])


@pytest.fixture(scope="module")
def expression(anatomy, canvas):
    return Expression.of(anatomy, canvas.width, canvas.height)


def field(expression, mood):
    return expression.displace(np.array([mood.get(name, 0.0) for name in expression.names], np.float32))


def at(expression, displacement, points):
    return expression.grid.sample(displacement, points[None, :, 0], points[None, :, 1])[0]


def lowest_stretch(expression, displacement):
    """Return the smallest Jacobian determinant of x + field(x): at 0 or below the skin would fold over itself."""
    step = expression.grid.step
    dx_down, dx_across = np.gradient(displacement[..., 0], step)
    dy_down, dy_across = np.gradient(displacement[..., 1], step)
    return ((1 + dx_across) * (1 + dy_down) - dx_down * dy_across).min()


def test_every_unit_is_a_channel_and_every_point_a_control_point(expression):
    assert {*expression.names} <= {channel.name for channel in FACE_CHANNELS}
    for moves in MOVES.values():
        assert {*moves} <= {*PAIRS, *MIDLINE}


@pytest.mark.parametrize("name", MOVES)
def test_the_field_goes_where_the_table_says(expression, anatomy, name):
    """At the point that moves most, and at its mirror image; neighbours that hold still take a part of the way."""
    units = [unit for unit in expression.names if unit.split("_")[0] == name]
    displacement = field(expression, dict.fromkeys(units, 1.0))
    point = max(MOVES[name], key=lambda point: np.hypot(*MOVES[name][point]))
    move = MOVES[name][point]
    across, up = anatomy.across[:2], -anatomy.down[:2]
    for control, side in ((point, 0),) if point in MIDLINE else ((point, -1), (PAIRS[point], 1)):
        wanted = (up * move.up + side * across * move.out) * anatomy.size
        shown = at(expression, displacement, anatomy.landmarks[[control], :2])[0]
        share = shown @ wanted / (wanted @ wanted)
        assert 0.4 < share < 1.2  # AU14 is the one below 0.7: its corner moves against all that is around it
        assert np.linalg.norm(shown - share * wanted) < 0.35 * np.linalg.norm(wanted)


def test_a_one_sided_smile_leaves_the_other_corner(expression, anatomy):
    corners = at(expression, field(expression, {"AU12_left": 1.0}), anatomy.landmarks[[MOUTH_LEFT, MOUTH_RIGHT], :2])
    assert np.linalg.norm(corners[0]) > 8 * np.linalg.norm(corners[1])


def test_a_smile_carries_what_lies_beside_the_corners(expression, anatomy):
    """By 0.05 face sizes, as far as a moustache reaches: the mouth is seen to widen by what the corners go."""
    corners = anatomy.landmarks[[MOUTH_LEFT, MOUTH_RIGHT], :2]
    beside = corners + 0.05 * anatomy.size * anatomy.across[:2] * [[-1], [1]]
    smile = field(expression, {"AU12_left": 1.0, "AU12_right": 1.0})
    ways = [np.linalg.norm(at(expression, smile, points.astype(np.float32)), axis=1) for points in (corners, beside)]
    assert (ways[1] > 0.9 * ways[0]).all()


@pytest.mark.parametrize("turned_deg", [33.0, -33.0])
@pytest.mark.parametrize(("unit", "up"), [("AU15", -1), ("AU12", 1)])
def test_both_corners_of_a_turned_mouth_rise_and_sink(canvas, turned_deg, unit, up):
    """The far one lies so close to the middle of the lips that it used to be held back by half."""
    turned = canvas.landmarks[0].copy()
    middle = turned[:, :2].mean(axis=0)
    turned[:, :2] -= middle
    turned = (turned * [1, 1, -1] @ rotation_of(turned_deg, 0, 0).T * [1, 1, -1]).astype(np.float32)
    turned[:, :2] += middle
    anatomy = measure(turned)
    expression = Expression.of(anatomy, canvas.width, canvas.height)
    moved = field(expression, dict.fromkeys([name for name in expression.names if name.startswith(unit)], 1.0))
    corners = at(expression, moved, turned[[MOUTH_LEFT, MOUTH_RIGHT], :2]) @ -anatomy.down[:2] * up / anatomy.size
    assert corners.min() > 0.7 * corners.max()
    assert corners.min() > 0.02


def test_a_dropped_jaw_narrows_the_mouth_and_a_smile_widens_and_lifts_it(expression, anatomy):
    corners = anatomy.landmarks[[MOUTH_LEFT, MOUTH_RIGHT], :2]
    across, up = anatomy.across[:2], -anatomy.down[:2]
    jaw, smile = (
        at(expression, field(expression, mood), corners) / anatomy.size
        for mood in ({"AU26": 1.0}, {"AU12_left": 1.0, "AU12_right": 1.0})
    )
    assert (jaw[1] - jaw[0]) @ across < -0.03
    assert (smile[1] - smile[0]) @ across > 0.04
    assert (smile @ up).min() > 0.03


def test_nothing_moves_beyond_the_window(expression, anatomy):
    distance = expression.grid.distance_outside(anatomy.landmarks[list(OVAL), :2])
    beyond = distance > (0.9 * MARGIN + 0.02) * anatomy.size
    assert beyond.any()
    fields = expression.fields.reshape(len(expression.names), *beyond.shape, 2)
    assert not fields[:, beyond].any()


@pytest.mark.parametrize("intensity", [1.0, -1.0])
def test_no_unit_folds_the_skin(expression, intensity):
    folded = {
        name: stretch
        for name in expression.names
        if (stretch := lowest_stretch(expression, field(expression, {name: intensity}))) <= 0.1
    }
    assert not folded


@pytest.mark.parametrize("mood", MOODS)
def test_no_mood_folds_the_skin(expression, mood):
    assert lowest_stretch(expression, field(expression, MOODS[mood])) > 0.1


def test_no_intensity_no_field(expression):
    assert not field(expression, {}).any()
