import cv2
import numpy as np
import pytest

from engine.render.framing import frame_of
from engine.render.warp.anatomy import measure
from engine.render.warp.axis_patch import between
from engine.render.warp.canvas import lay_out
from engine.render.warp.eye import Eye, EyeState
from engine.render.warp.lids import LEFT, RIGHT
from engine.render.warp.lips import Parting
from engine.render.warp.mouth import Mouth
from engine.render.warp.texture import yuv_of
from engine.types.curves import FACE_CHANNELS
from engine.types.face_mesh import LOWER_LIP_INNER, UPPER_LIP_INNER

SIDES = {"left": LEFT, "right": RIGHT}


@pytest.fixture(scope="module")
def yuv(canvas):
    return yuv_of(canvas.pixels)


@pytest.fixture(scope="module", params=SIDES)
def points(request):
    return SIDES[request.param]


@pytest.fixture(scope="module")
def eye(points, canvas, yuv):
    return Eye.of(points, canvas.landmarks[0], yuv, 0.0)


@pytest.fixture(scope="module")
def iris(points, canvas, eye):
    """Where the iris is visible in the patch."""
    landmarks = canvas.landmarks[0]
    center, rim = landmarks[points.iris[0], :2], landmarks[list(points.iris[1:]), :2]
    x, y = np.meshgrid(np.arange(eye.patch.rect[0], eye.patch.rect[2]), np.arange(eye.patch.rect[1], eye.patch.rect[3]))
    return np.hypot(x - center[0], y - center[1]) < 0.6 * np.linalg.norm(rim - center, axis=1).mean()


@pytest.fixture(scope="module")
def mouth(canvas, yuv):
    face_size = float(np.ptp(canvas.landmarks[0][:, :2], axis=0).mean())
    return Mouth.of(canvas.landmarks[0], yuv, face_size, 0.0)


def intensities(**units):
    """Every channel of a face at rest but for some."""
    return {channel.name: 0.0 for channel in FACE_CHANNELS} | units


def test_an_eye_at_rest_is_the_photos(eye):
    assert np.abs(eye.paint(EyeState())).max() < 0.5


def test_a_shut_lid_hides_the_iris(eye, iris):
    photo = eye.patch.photo[..., 0]
    shut = photo + eye.paint(EyeState(closure=1.0))[..., 0]
    skin = np.median(photo[:3])  # the patch's upper rows: below the brow
    # Skin is far brighter than the iris it hides; only the lash line is left of the dark.
    assert photo[iris].mean() < skin - 40
    assert np.median(shut[iris]) > np.median(photo[iris]) + 25


def test_a_shut_lid_is_skin_of_the_same_face(eye, iris):
    """She stands in even light: where her irises were, her lids are as bright and of the same colour as her cheeks."""
    shut = eye.patch.photo + eye.paint(EyeState(closure=1.0))
    width = eye.patch.width
    cheek = (np.abs(eye.patch.u) < 0.3 * width) & (eye.patch.v > 0.35 * width) & (eye.patch.v < 0.5 * width)
    lid = iris & (eye.patch.v < 0)
    difference = np.median(shut[lid], axis=0) - np.median(eye.patch.photo[cheek], axis=0)
    assert abs(difference[0]) < 25
    assert np.abs(difference[1:]).max() < 6


def test_a_lid_covers_more_and_more(eye, iris):
    changes = [
        np.abs(eye.paint(EyeState(closure=closure))[..., 0][iris]).mean() for closure in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    assert changes == sorted(changes)


@pytest.mark.parametrize(("yaw_deg", "sign"), [(12.0, 1), (-12.0, -1)])
def test_the_iris_goes_where_the_gaze_goes(eye, yaw_deg, sign):
    change = eye.paint(EyeState(gaze_yaw_deg=yaw_deg))[..., 0]
    darker = np.maximum(-change, 0)
    brighter = np.maximum(change, 0)
    u = eye.patch.u
    assert sign * ((u * darker).sum() / darker.sum() - (u * brighter).sum() / brighter.sum()) > 1


def test_the_lower_lid_sinks_where_a_cheek_lets_go_of_it(eye, canvas, points):
    """Just below its margin skin gives way to the eyeball."""
    lower = canvas.landmarks[0][list(points.lower[3:6]), :2].mean(axis=0) - eye.patch.rect[:2]
    below = slice(round(lower[1]), round(lower[1]) + 3), slice(round(lower[0]) - 2, round(lower[0]) + 3)
    assert np.abs(eye.paint(EyeState(lower_lift=-0.5))[below]).max() > 12
    assert np.abs(eye.paint(EyeState(lower_lift=-0.01))[below]).max() < 6


def test_what_is_painted_ends_inside_the_patch(eye, mouth):
    for change in (
        eye.paint(EyeState(1.0, 1.0, 10.0, -10.0)),
        mouth.paint(mouth.parting(intensities(AU25=1.0, AU26=1.0))),
    ):
        border = np.concatenate([change[0], change[-1], change[:, 0], change[:, -1]])
        assert np.abs(border).max() < 0.5


def test_a_mouth_at_rest_is_the_photos(mouth):
    assert mouth.parting(intensities()) == Parting()
    assert np.abs(mouth.paint(Parting())).max() < 0.5


def test_a_mouth_opens_downwards(mouth):
    parted, dropped = intensities(AU25=0.5), intensities(AU25=0.5, AU26=0.5)
    assert mouth.parting(dropped).opening_px > mouth.parting(parted).opening_px > 0
    change = np.abs(mouth.paint(mouth.parting(intensities(AU25=1.0, AU26=1.0)))[..., 0])
    assert change.max() > 20
    assert (change * mouth.patch.v).sum() > 0


@pytest.mark.parametrize(
    "units", [{"AU24": 1.0}, {"AU12_left": -1.0, "AU12_right": -1.0}, {"AU15": 1.0}, {"AU18": 1.0}]
)
def test_lips_close_over_the_teeth(mouth, canvas, units):
    """She smiles with her teeth: the brightest of what her lips frame is hidden."""
    left, top, *_ = mouth.patch.rect
    lips = canvas.landmarks[0][[*UPPER_LIP_INNER, *reversed(LOWER_LIP_INNER)], :2] - [left, top]
    framed = cv2.fillPoly(np.zeros(mouth.patch.u.shape, np.uint8), [np.round(lips).astype(np.int32)], (1,)) > 0
    photo = mouth.patch.photo[..., 0]
    shut = photo + mouth.paint(mouth.parting(intensities(**units)))[..., 0]
    assert np.percentile(shut[framed], 90) < np.percentile(photo[framed], 90) - 25


def test_a_jaw_that_drops_from_a_smile_takes_the_lips_along(mouth):
    """The upper lip covers a part of the teeth, and below them it is dark."""
    dropped = {"AU25": 0.5, "AU26": 0.55}
    sober = mouth.parting(intensities(**dropped, AU12_left=-1.0, AU12_right=-1.0))
    smiling = mouth.parting(intensities(**dropped, AU12_left=0.4, AU12_right=0.4))
    assert sober.sunk > 0.3
    assert smiling.sunk == 0
    middle = np.abs(mouth.patch.u) < 0.15 * mouth.patch.width
    teeth = between(mouth.patch.v, mouth.lips.upper, mouth.lips.lower) * middle > 0.9
    upper_teeth = teeth & (mouth.patch.v < mouth.lips.upper + 0.3 * mouth.gap_px)
    photo = mouth.patch.photo[..., 0]
    covered, shown = (photo + mouth.paint(parting)[..., 0] for parting in (sober, smiling))
    assert covered[upper_teeth].mean() < shown[upper_teeth].mean() - 10
    below = middle & (np.abs(mouth.patch.v - mouth.lips.lower - 0.15 * mouth.gap_px) < 1.5)
    assert covered[below].mean() < photo[below].mean() - 30


def test_a_smile_holds_a_mouth_whose_teeth_nobody_knows(mouth, scenes):
    """Hopper's lips are shut: laughing, they part by half as far as gasping. The astronaut shows her teeth."""
    laughing = intensities(AU25=0.5, AU26=0.4, AU12_left=0.9, AU12_right=0.9)
    gasping = intensities(AU25=0.5, AU26=0.4)
    hopper = lay_out(scenes["hopper"], frame_of(scenes["hopper"], "source", 512))
    shut = Mouth.of(hopper.landmarks[0], yuv_of(hopper.pixels), measure(hopper.landmarks[0]).size, 0.0)
    assert shut.parting(laughing).opening_px < 0.6 * shut.parting(gasping).opening_px
    assert mouth.parting(laughing).opening_px > 0.8 * mouth.parting(gasping).opening_px


def test_a_tiny_eye_or_mouth_is_left_alone(canvas, yuv):
    tiny = canvas.landmarks[0].copy()
    tiny[:, :2] = 200 + 0.05 * (tiny[:, :2] - 200)
    assert Eye.of(LEFT, tiny, yuv, 0.0) is None
    assert Mouth.of(tiny, yuv, 10.0, 0.0) is None


def test_an_eye_at_the_border_is_left_alone(canvas, yuv):
    beyond = canvas.landmarks[0].copy()
    beyond[:, 0] -= beyond[LEFT.upper[0], 0]
    assert Eye.of(LEFT, beyond, yuv, 0.0) is None
