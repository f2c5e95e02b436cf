"""A photo set into the film's frame: cropped around what matters, or whole before a soft background."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.types.scene import Body, Face, FloatArray, Pixels, Region, Scene

_ROOM = (0.45, 0.75, 0.45, 0.45)
"""What must stay around a face, in its own widths and heights: left, above (the hair), right and below."""
_EYE_LINE = 0.42
"""Where in the frame's height the centre of the faces lies: portrait painters put the eyes at about two fifths."""
_LEAST_KEPT = 0.38
"""A crop that leaves less of the photo than this hurts it, even if no face is cut (design)."""
_LEAST_KEPT_UNPEOPLED = 0.75
"""The same where nobody is: what matters is only guessed there, and a pet may lose an eye (design)."""
_TRIMMED_TO = 0.65
"""What is left at least of the side that is trimmed before a photo gets a background (design)."""
_LEAST_SALIENT = 0.8
"""Where nobody is, a crop must keep this share of what catches the eye (design)."""
_NEARLY_AS_MUCH = 0.97
"""A crop nearer to the middle is preferred if it keeps this share of what the best one does (design)."""
_SALIENCY_PX = 64
_MIDDLE_SPREAD = 0.6
"""Standard deviation of what matters around the middle, in halves of the picture's sides (design)."""
_BACKGROUND_PX = 96
"""Long side at which the background is blurred; it is enlarged again."""
_BACKGROUND_LIGHT = 0.6
_FEATHER = 0.012
"""How softly the photo ends on its background, in lengths of the frame's longer side."""

Rect = tuple[int, int, int, int]
"""x0, y0, x1, y1 in pixels; x1 and y1 are the first outside."""


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """A scene in the film's shape."""

    scene: Scene
    crop: Rect
    """The part of the scene that fills the frame."""
    is_extended: bool
    """Whether the photo stands before a background made of itself."""


def compose(scene: Scene, ratio: float) -> Composition:
    """Return the scene and the part of it that fills a frame of this ratio, without cutting a face."""
    width, height = _largest(scene, ratio)
    least = (_LEAST_KEPT if scene.faces else _LEAST_KEPT_UNPEOPLED) * scene.width * scene.height
    crop = _crop(scene, width, height) if width * height >= least else None
    if crop is not None:
        return Composition(scene, crop, is_extended=False)
    extended = _extended(_trimmed(scene, ratio), ratio)
    return Composition(extended, (0, 0, extended.width, extended.height), is_extended=True)


def faces_box(scene: Scene) -> tuple[float, float, float, float] | None:
    """Return the bounds of all faces with the room they need, within the photo; `None` where nobody is."""
    if not scene.faces:
        return None
    left, above, right, below = _ROOM
    boxes = np.array(
        [
            (
                face.box[0] - left * face.width_px,
                face.box[1] - above * face.height_px,
                face.box[2] + right * face.width_px,
                face.box[3] + below * face.height_px,
            )
            for face in scene.faces
        ]
    )
    x0, y0 = np.maximum(boxes[:, :2].min(axis=0), 0)
    x1, y1 = np.minimum(boxes[:, 2:].max(axis=0), (scene.width, scene.height))
    return float(x0), float(y0), float(x1), float(y1)


def _largest(scene: Scene, ratio: float) -> tuple[int, int]:
    """Return the width and height of the largest crop of a ratio."""
    return min(scene.width, round(scene.height * ratio)), min(scene.height, round(scene.width / ratio))


def _crop(scene: Scene, width: int, height: int) -> Rect | None:
    """Return the crop of a size that keeps what matters best, or `None` where it does not fit."""
    box = faces_box(scene)
    if box is None:
        return _salient_crop(scene, width, height)
    if box[2] - box[0] > width + 1 or box[3] - box[1] > height + 1:
        return None
    x0 = _placed((box[0] + box[2]) / 2 - width / 2, box[0], box[2], width, scene.width)
    y0 = _placed((box[1] + box[3]) / 2 - height * _EYE_LINE, box[1], box[3], height, scene.height)
    return x0, y0, x0 + width, y0 + height


def _placed(wished: float, low: float, high: float, length: int, limit: int) -> int:
    """Return where a stretch begins that lies within 0 … limit, covers low … high, and is nearest to the wish."""
    covering = min(max(wished, high - length), low)
    return round(min(max(covering, 0), limit - length))


def _salient_crop(scene: Scene, width: int, height: int) -> Rect | None:
    """Return the middlemost crop that keeps about the most of what catches the eye, if that is enough."""
    saliency = salient(scene.pixels) * _towards_middle()
    rows, columns = saliency.shape
    sums = np.pad(saliency, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)
    h, w = max(1, round(rows * height / scene.height)), max(1, round(columns * width / scene.width))
    kept = sums[h:, w:] - sums[:-h, w:] - sums[h:, :-w] + sums[:-h, :-w]
    if kept.max() < _LEAST_SALIENT * sums[-1, -1]:
        return None
    good = np.argwhere(kept >= _NEARLY_AS_MUCH * kept.max())
    row, column = good[np.abs(good - (np.array(kept.shape) - 1) / 2).sum(axis=1).argmin()]
    x0 = min(scene.width - width, round(int(column) * scene.width / columns))
    y0 = min(scene.height - height, round(int(row) * scene.height / rows))
    return x0, y0, x0 + width, y0 + height


def _towards_middle() -> FloatArray:
    """Return how much more the middle of a picture matters: photographers put there what they mean, 64 × 64."""
    axis = np.exp(-(np.linspace(-1, 1, _SALIENCY_PX) ** 2) / (2 * _MIDDLE_SPREAD**2))
    return np.asarray(axis[:, None] * axis[None], np.float32)


def salient(pixels: Pixels) -> FloatArray:
    """Return what catches the eye, 64 × 64, not negative: the spectral residual (Hou & Zhang 2007).

    doi:10.1109/CVPR.2007.383267
    """
    grey = cv2.resize(
        cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (_SALIENCY_PX, _SALIENCY_PX), interpolation=cv2.INTER_AREA
    )
    spectrum = np.fft.fft2(grey.astype(np.float64))
    amplitude = np.log(np.abs(spectrum) + 1e-9)
    residual = amplitude - cv2.blur(amplitude, (3, 3), borderType=cv2.BORDER_REPLICATE)
    saliency = np.square(np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))))
    return np.asarray(cv2.GaussianBlur(saliency, (0, 0), 2.5), np.float32)


def _trimmed(scene: Scene, ratio: float) -> Scene:
    """Return a photo of people trimmed towards the ratio where no face is hurt: less background is needed then."""
    if not scene.faces:
        return scene
    width, height = _largest(scene, ratio)
    size = max(width, round(scene.width * _TRIMMED_TO)), max(height, round(scene.height * _TRIMMED_TO))
    crop = _crop(scene, *size)
    return scene if crop is None else _part(scene, crop)


def _part(scene: Scene, crop: Rect) -> Scene:
    """Return a rectangle of a scene as a scene of its own."""
    x0, y0, x1, y1 = crop
    scale = scene.matte.shape[1] / scene.width
    rows, columns = (slice(round(low * scale), max(1, round(high * scale))) for low, high in ((y0, y1), (x0, x1)))
    return replace(
        scene,
        pixels=np.ascontiguousarray(scene.pixels[y0:y1, x0:x1]),
        faces=tuple(_moved_face(face, -x0, -y0) for face in scene.faces),
        bodies=tuple(_moved_body(body, -x0, -y0) for body in scene.bodies),
        matte=np.ascontiguousarray(scene.matte[rows, columns]),
        depth=np.ascontiguousarray(scene.depth[rows, columns]),
        regions=tuple(
            Region(region.kind, np.ascontiguousarray(region.cover[rows, columns])) for region in scene.regions
        ),
    )


def _extended(scene: Scene, ratio: float) -> Scene:
    """Return the scene before a blurred, darkened copy of itself that fills the ratio; nothing in it is cut."""
    width = max(scene.width, round(scene.height * ratio))
    height = max(scene.height, round(scene.width / ratio))
    x0, y0 = (width - scene.width) // 2, (height - scene.height) // 2
    pixels = _background(scene.pixels, width, height)
    mask = _feathered(scene, x0, y0, width, height)
    inside = pixels[y0 : y0 + scene.height, x0 : x0 + scene.width]
    inside[:] = cv2.blendLinear(scene.pixels, np.ascontiguousarray(inside), mask, 1 - mask)
    scale = scene.matte.shape[1] / scene.width
    empty = np.zeros((max(1, round(height * scale)), max(1, round(width * scale))), np.float32)
    return replace(
        scene,
        pixels=pixels,
        faces=tuple(_moved_face(face, x0, y0) for face in scene.faces),
        bodies=tuple(_moved_body(body, x0, y0) for body in scene.bodies),
        matte=_set_into(empty.copy(), scene.matte, round(y0 * scale), round(x0 * scale)),
        # One depth everywhere, and nothing that moves by itself: both would bend the photo's straight edges.
        depth=empty,
        regions=(),
    )


def _background(pixels: Pixels, width: int, height: int) -> Pixels:
    """Return the photo enlarged until it fills the frame, blurred and darkened, in memory of its own."""
    scale = _BACKGROUND_PX / max(width, height)
    small = max(8, round(width * scale)), max(8, round(height * scale))
    source_height, source_width = pixels.shape[:2]
    fill = max(width / source_width, height / source_height)
    part_width, part_height = min(source_width, round(width / fill)), min(source_height, round(height / fill))
    x0, y0 = (source_width - part_width) // 2, (source_height - part_height) // 2
    part = cv2.resize(pixels[y0 : y0 + part_height, x0 : x0 + part_width], small, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(part.astype(np.float32) * _BACKGROUND_LIGHT, (0, 0), _BACKGROUND_PX / 24)
    enlarged = cv2.resize(blurred, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(np.rint(enlarged), 0, 255), np.uint8)


def _feathered(scene: Scene, x0: int, y0: int, width: int, height: int) -> FloatArray:
    """Return how much of each of the photo's pixels is shown: 1, but less towards edges that end on the background."""
    feather = max(1.0, _FEATHER * max(width, height))
    across, down = np.ones(scene.width, np.float32), np.ones(scene.height, np.float32)
    for ramp, is_open in ((across, x0 > 0), (down, y0 > 0)):
        if is_open:
            index = np.arange(len(ramp), dtype=np.float32) + 0.5
            ramp[:] = np.clip(np.minimum(index, len(ramp) - index) / feather, 0, 1)
    return np.asarray(down[:, None] * across[None], np.float32)


def _set_into(frame: FloatArray, values: FloatArray, row: int, column: int) -> FloatArray:
    """Write a map into a larger one from a place on; what would lie outside is left out."""
    part = values[: frame.shape[0] - row, : frame.shape[1] - column]
    frame[row : row + part.shape[0], column : column + part.shape[1]] = part
    return frame


def _moved_face(face: Face, x0: int, y0: int) -> Face:
    left, top, right, bottom = face.box
    return replace(
        face,
        landmarks=face.landmarks + np.array([x0, y0, 0], np.float32),
        box=(left + x0, top + y0, right + x0, bottom + y0),
    )


def _moved_body(body: Body, x0: int, y0: int) -> Body:
    return replace(body, landmarks=body.landmarks + np.array([x0, y0, 0, 0], np.float32))
