"""Rendering and encoding, against encoding alone."""

import tempfile
from collections import deque
from functools import partial
from pathlib import Path

from benchmarks.films import Held, drawn, scene_of
from benchmarks.measuring import best_seconds_of, compare
from benchmarks.photos import people
from benchmarks.report import Measurement
from engine.types.frames import Frames
from engine.types.scene import Scene
from engine.video import encode

_SIZES_PX = {"480p": 854, "720p": 1280, "1080p": 1920}


def against_the_floor(repeats: int) -> Measurement:
    """Compare a film of 5 s with one restless face with encoding its frames from memory, same settings."""
    scene = scene_of(people(1))
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.mp4"
        for name in ("720p", "1080p"):
            size_px = _SIZES_PX[name]
            held = Held(drawn(scene, size_px, 5.0))
            result = compare(partial(_prepare_and_encode, scene, size_px, film), partial(encode, held, film), repeats)
            rows.append((name, result.ours_s, result.theirs_s, result.ratio, 5.0 / result.ours_s))
    return Measurement(
        "Rendering and encoding 5 s at 30 fps, one face, all channels moving",
        ("size", "render + encode, s", "encode from memory, s", "ratio", "× real time"),
        tuple(rows),
    )


def _prepare_and_encode(scene: Scene, size_px: int, film: Path) -> None:
    encode(drawn(scene, size_px, 5.0), film)


def by_size_and_faces(repeats: int) -> Measurement:
    """Measure how the stages grow with the picture and with the people in it."""
    rows: list[tuple[str | int | float, ...]] = []
    for face_count in (1, 2, 6):
        picture = people(face_count)
        scene = scene_of(picture)
        see_ms = 1000 * best_seconds_of(partial(scene_of, picture), repeats)
        for name, size_px in _SIZES_PX.items():
            rows.append((len(scene.faces), name, see_ms, *_stage_times_ms(scene, size_px, repeats)))
    return Measurement(
        "Stages by faces and size (best of the repeats)",
        ("faces", "size", "perceive, ms", "prepare, ms", "draw on 1 core, ms/frame", "film, ms/frame"),
        tuple(rows),
    )


def _stage_times_ms(scene: Scene, size_px: int, repeats: int) -> tuple[float, float, float]:
    """Return the times of preparing a film, of drawing a frame and of drawing and encoding a frame."""
    frames = drawn(scene, size_px, 2.0)
    prepare_s = best_seconds_of(partial(drawn, scene, size_px, 2.0), repeats)
    draw_s = best_seconds_of(partial(_draw_all, frames), repeats)
    with tempfile.TemporaryDirectory() as folder:
        film_s = best_seconds_of(partial(encode, frames, Path(folder) / "film.mp4"), repeats)
    per_frame_ms = 1000 / frames.frame_count
    return prepare_s * 1000, draw_s * per_frame_ms, film_s * per_frame_ms


def _draw_all(frames: Frames) -> None:
    deque(frames.draw(0, frames.frame_count), maxlen=0)
