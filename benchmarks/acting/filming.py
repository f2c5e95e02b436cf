"""Filming: every gesture and emotion on one photo, measured, with its clip and its contact sheet on disk."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.films import scene_of
from engine.models import Models, default_folder
from engine.motion import plan
from engine.perception.photo import open_photo
from engine.perception.tracking import FaceTracker
from engine.render.framing import frame_of
from engine.render.warp.renderer import WarpRenderer
from engine.review.acting import Recognition, blemishes, corner_height, motion_energy, observe, recognise
from engine.review.rehearsal import Rehearsal, Take
from engine.types.circumplex import VALENCE_AROUSAL
from engine.types.colour import to_rgb
from engine.types.direction import Camera, CameraMove, Direction, Emotion, EmotionLabel, Gesture, GestureName
from engine.types.face_mesh import MESH_POINTS
from engine.types.frames import YuvFrame
from engine.types.scene import AdviceCode, FloatArray, Pixels, Scene
from engine.video import encode
from engine.video.contact_sheet import contact_sheet, write_png

FPS = 24
GESTURE_S = 4.0
EMOTION_S = 5.0
_COUNTS = {GestureName.NOD: 2, GestureName.SHAKE: 2, GestureName.BLINK: 2}
"""Gestures that are asked for more than once, so that counting is tried too."""
_SIDED = frozenset(
    {GestureName.SHAKE, GestureName.TILT, GestureName.TURN, GestureName.LOOK, GestureName.WINK, GestureName.SWAY}
)
_LONG_SIDE_PX = 480
_LONGEST_SIDE_PX = 1920
_LEAST_FACE_PX = 84
"""A film is made larger, up to 1920 px, until its face has so many pixels: less is not to be measured."""
_WARNINGS = frozenset({AdviceCode.FACE_SMALL, AdviceCode.FACE_TURNED})
_CROPS, _CROPS_OF_WARNED = 4, 8
"""In how many crops a face is fitted (see `FaceTracker`): the mesh of one that is small or turned away is noisier."""
_STILLS = 7
_STILL_WIDTH_PX = 170
_ROOM_AROUND_FACE = 0.16


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """A curve of the plan and what was seen of it."""

    title: str
    planned: FloatArray
    seen: FloatArray
    """T, scaled to the plan's unit."""
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Film:
    """One film of the report and what was found in it."""

    photo: str
    kind: Literal["gesture", "emotion"]
    name: str
    clip: str
    """File names within the report's folder."""
    sheet: str
    plots: tuple[Plot, ...]
    blemishes: dict[str, float]
    recognised: bool | None
    """Whether all signs of the gesture were right; null where none of them can be measured."""
    warned: bool
    """Whether people are told beforehand that this face will show less: it is small, or turned far away."""
    energy: float
    corners: float


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be filmed of one photo."""

    photo: Path
    folder: Path
    gestures: tuple[GestureName, ...]
    emotions: tuple[EmotionLabel, ...]
    seed: int


def film_photo(order: Order) -> list[Film]:
    """Film everything that was ordered with the photo's largest face; nothing where there is none."""
    scene = scene_of(open_photo(order.photo.read_bytes()).pixels)
    if not scene.faces:
        return []
    face = int(np.argmax([face.width_px for face in scene.faces]))
    framing = frame_of(scene, "source", _long_side_px(scene, face))
    tracker = FaceTracker(Models(default_folder()), _CROPS_OF_WARNED if _is_warned_of(scene, face) else _CROPS)
    rehearsal = Rehearsal(scene, framing, WarpRenderer("cpu").prepare, tracker, face)
    films = []
    for name in order.gestures:
        side = "right" if name in _SIDED else None
        gesture = Gesture(name=name, count=_COUNTS.get(name, 1), side=side)
        take = _perform(Direction(gestures=(gesture,)), GESTURE_S, rehearsal, order.seed)
        films.append(_reviewed(name, gesture, take, rehearsal, order))
    for label in order.emotions:
        valence, arousal = VALENCE_AROUSAL[label]
        emotion = Emotion(label=label, valence=valence, arousal=arousal)
        take = _perform(Direction(emotion=emotion), EMOTION_S, rehearsal, order.seed)
        films.append(_reviewed(label, None, take, rehearsal, order))
    return films


def _is_warned_of(scene: Scene, face: int) -> bool:
    return any(advice.code in _WARNINGS and advice.face_index == face for advice in scene.advice)


def _long_side_px(scene: Scene, face: int) -> int:
    share = scene.faces[face].width_px / max(scene.width, scene.height)
    return round(min(_LONGEST_SIDE_PX, max(_LONG_SIDE_PX, _LEAST_FACE_PX / share)))


def _perform(direction: Direction, duration_s: float, rehearsal: Rehearsal, seed: int) -> Take:
    alone = direction.model_copy(update={"who": rehearsal.face_index, "camera": Camera(move=CameraMove.STILL)})
    return rehearsal.perform(plan(alone, rehearsal.scene, duration_s=duration_s, fps=FPS, seed=seed))


def _reviewed(
    name: GestureName | EmotionLabel, gesture: Gesture | None, take: Take, rehearsal: Rehearsal, order: Order
) -> Film:
    kind = "gesture" if gesture else "emotion"
    seen = observe(take, rehearsal)
    signs = recognise(gesture, take, seen) if gesture else ()
    stem = f"{order.photo.stem}-{kind}-{name}"
    encode(_Kept(take.frames, take.fps), order.folder / f"{stem}.mp4")
    write_png(_sheet(take), order.folder / f"{stem}.png")
    heads = tuple(
        Plot(f"{channel.removesuffix('_deg')}, °", take.track[channel], getattr(seen.face, channel))
        for channel in ("yaw_deg", "pitch_deg", "roll_deg")
    )
    return Film(
        photo=order.photo.stem,
        kind=kind,
        name=name.value,
        clip=f"{stem}.mp4",
        sheet=f"{stem}.png",
        plots=tuple(map(_plot, signs)) or heads,
        blemishes=blemishes(take, rehearsal, seen),
        recognised=not any(sign.faults for sign in signs) if signs else None,
        warned=_is_warned_of(rehearsal.scene, rehearsal.face_index),
        energy=motion_energy(take),
        corners=corner_height(seen),
    )


def _plot(found: Recognition) -> Plot:
    """Return a sign's curves over each other: what was seen is brought to the plan's unit and mean."""
    title = f"{found.sign.name}; {found.gain:.3g} {found.sign.unit} for 1 of the plan"
    slope = found.gain if abs(found.gain) > 1e-6 else 1.0
    scaled = (found.seen - found.seen.mean()) / slope + found.planned.mean()
    return Plot(title, found.planned, np.asarray(scaled, np.float32), found.faults)


def _sheet(take: Take) -> Pixels:
    """Return moments of a film in order of time: the whole frame above, the face close up below."""
    moments = np.linspace(0, len(take.frames) - 1, _STILLS).round().astype(int)
    pictures = [to_rgb(take.frames[moment]) for moment in moments]
    points = take.performance.landmarks[0, :MESH_POINTS, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    room = _ROOM_AROUND_FACE * float((high - low).max())
    height, width = pictures[0].shape[:2]
    x0, y0 = (int(max(0, edge)) for edge in low - room)
    crop = (x0, y0, int(min(width, high[0] + room)), int(min(height, high[1] + room)))
    rows = [
        contact_sheet(pictures, columns=_STILLS, tile_width_px=_STILL_WIDTH_PX),
        contact_sheet(pictures, columns=_STILLS, crop=crop, tile_width_px=_STILL_WIDTH_PX),
    ]
    return np.concatenate(rows)


class _Kept:
    """Frames that were drawn already, for the encoder."""

    def __init__(self, frames: Sequence[YuvFrame], fps: int) -> None:
        self.height, self.width = frames[0].y.shape
        self.fps, self.frame_count = fps, len(frames)
        self._frames = frames

    def draw(self, start: int, stop: int):
        return iter(self._frames[start:stop])
