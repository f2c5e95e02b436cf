"""What films show of their plan and keep of the photo: every check of `engine.review.fidelity` on several photos."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import matplotlib.cbook
import numpy as np
import skimage.data

from benchmarks.films import scene_of
from benchmarks.photos import photo_files
from benchmarks.report import Cell, Measurement
from engine.models import Models, default_folder
from engine.perception.photo import open_photo
from engine.perception.tracking import FaceTracker
from engine.render.framing import frame_of
from engine.render.warp.renderer import WarpRenderer
from engine.review.fidelity import BARS, examine
from engine.review.rehearsal import Rehearsal
from engine.review.remeasure import Performance, remeasure
from engine.types.scene import Face, Pixels, Scene

_LONG_SIDE_PX = 1280
_NOISY_FRAMES = 20
_GRAIN_LEVELS = 2.0
_NOISE = {
    "noise: head, °": lambda seen: np.std([seen.yaw_deg, seen.pitch_deg, seen.roll_deg], axis=1).max(),
    "noise: lids, % open": lambda seen: 100 * np.std([seen.openness_left, seen.openness_right], axis=1).max(),
    "noise: landmarks, % of face": lambda seen: (
        100 * np.linalg.norm(np.std(seen.landmarks[..., :2], axis=0), axis=-1).mean() / seen.face_size_px
    ),
}
"""What the detector alone adds: the spread of a figure over frames of the photo that differ in grain only."""


def fidelity(places: Sequence[Path]) -> Measurement:
    """Measure the largest face of every photo in files and folders; without any, of the two packaged portraits."""
    tracker = FaceTracker(Models(default_folder()))
    portraits = _opened(places) if places else _packaged()
    columns = {name: _figures(picture, tracker) for name, picture in portraits.items()}
    rows: list[tuple[Cell, ...]] = [
        (f"{check}, {bar.unit}", bar.text, *(_marked(check, figures) for figures in columns.values()))
        for check, bar in BARS.items()
    ]
    rows += [(check, "", *(_marked(check, figures) for figures in columns.values())) for check in _NOISE]
    return Measurement(
        f"What the films show, long side {_LONG_SIDE_PX} px (! misses its bar)", ("check", "bar", *columns), tuple(rows)
    )


def _packaged() -> dict[str, Pixels]:
    with matplotlib.cbook.get_sample_data("grace_hopper.jpg") as file:
        hopper = open_photo(file.read()).pixels
    return {"astronaut": skimage.data.astronaut(), "grace_hopper": hopper}


def _opened(places: Iterable[Path]) -> dict[str, Pixels]:
    return {file.stem: open_photo(file.read_bytes()).pixels for file in photo_files(places)}


def _figures(picture: Pixels, tracker: FaceTracker) -> Mapping[str, float]:
    """Return every figure of a picture's largest face; none for a picture without a face."""
    scene = scene_of(picture)
    if not scene.faces:
        return {}
    index = int(np.argmax([face.width_px for face in scene.faces]))
    framing = frame_of(scene, "source", _LONG_SIDE_PX)
    figures = examine(Rehearsal(scene, framing, WarpRenderer("cpu").prepare, tracker, index))
    noise = _only_grain(scene, scene.faces[index], tracker)
    return figures | {check: float(measure(noise)) for check, measure in _NOISE.items()}


def _only_grain(scene: Scene, face: Face, tracker: FaceTracker) -> Performance:
    generator = np.random.default_rng(0)
    frames = (
        np.clip(scene.pixels + generator.normal(0, _GRAIN_LEVELS, scene.pixels.shape), 0, 255).astype(np.uint8)
        for _ in range(_NOISY_FRAMES)
    )
    return remeasure(frames, tracker, face.landmarks)


def _marked(check: str, figures: Mapping[str, float]) -> str:
    if check not in figures:
        return "–"
    figure = figures[check]
    misses = check in BARS and not BARS[check].holds(figure)
    return (f"{figure:.2f}" if abs(figure) < 10 else f"{figure:.0f}") + (" !" if misses else "")
