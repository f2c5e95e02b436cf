"""Films to measure: a scene with everything moving, and the same frames held in memory."""

from collections.abc import Iterator

import numpy as np

from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS, Channel, MotionCurves, Track
from engine.types.frames import Frames, YuvFrame
from engine.types.scene import Pixels, Scene


def scene_of(picture: Pixels) -> Scene:
    """Return what perception sees in a picture."""
    from engine.models import Models, default_folder
    from engine.perception.photo import Photo
    from engine.perception.scene import Perception

    height, width = picture.shape[:2]
    with Perception(Models(default_folder())) as perception:
        return perception.see(Photo(picture, "PNG", width, height, None))


def restless(face_count: int, seconds: float = 5.0, fps: int = 30) -> MotionCurves:
    """Return curves in which every channel swings at its own tempo, by a third of its range; the frame stays inside."""
    frame_count = round(seconds * fps)
    camera = _swinging(CAMERA_CHANNELS, frame_count, fps, 0)
    room = (1 - 1 / camera["zoom"]) / 2 * 9 / 16
    for name in ("pan_x", "pan_y"):
        camera[name][:] = np.clip(camera[name], -room, room)
    return MotionCurves(
        fps,
        camera,
        tuple(_swinging(FACE_CHANNELS, frame_count, fps, index + 1) for index in range(face_count)),
    )


def _swinging(channels: tuple[Channel, ...], frame_count: int, fps: int, phase: int) -> Track:
    seconds = np.arange(frame_count) / fps
    track = Track.at_rest(channels, frame_count)
    for index, channel in enumerate(channels):
        swing = np.sin(2 * np.pi * (0.3 + 0.02 * index) * seconds + phase)
        rest = track[channel.name][0]
        room = np.where(swing > 0, channel.high - rest, rest - channel.low)
        track[channel.name][:] = rest + swing * room / 3
    return track


def drawn(scene: Scene, size_px: int, seconds: float = 5.0) -> Frames:
    """Return the restless film of a scene, longer side `size_px`."""
    from engine.render.engines import open_engine
    from engine.render.framing import frame_of

    curves = restless(len(scene.faces), seconds)
    return open_engine("warp", "cpu").prepare(scene, curves, frame_of(scene, "source", size_px))


class Held:
    """Frames drawn once and kept in memory, as the floor of what an encoder alone needs."""

    def __init__(self, frames: Frames) -> None:
        self.width, self.height, self.fps = frames.width, frames.height, frames.fps
        self.frame_count = frames.frame_count
        self._frames = [YuvFrame(*(plane.copy() for plane in frame)) for frame in frames.draw(0, frames.frame_count)]

    def draw(self, start: int, stop: int) -> Iterator[YuvFrame]:
        return iter(self._frames[start:stop])
