"""What the tests ask of tiny pipelines."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import numpy as np
import torch

from engine.render.diffusion.families import FAMILIES, Family, Take
from engine.render.diffusion.models import MODELS, DiffusionModel, Lead
from engine.render.diffusion.sampling import sample
from engine.render.framing import Framing, frame_of
from engine.types.colour import to_rgb
from engine.types.curves import CAMERA_CHANNELS, FACE_CHANNELS, MotionCurves, Track
from engine.types.frames import Frames
from engine.types.scene import Scene

SIDE = 32
WAIT_S = 60
"""A test that waits so long has failed."""
FPS = 30
FRAMES = 21


def small(name: str, *, side: int = SIDE, latent_frames: int = 2) -> DiffusionModel:
    """Return a model of the table, cut down to what a test can wait for."""
    model = MODELS[name]
    frames = latent_frames * max(model.frame_step, 4) + 1
    return replace(model, width=side, height=side, multiple=32, frames=frames, steps=3)


def family_of(name: str) -> Family:
    return FAMILIES[MODELS[name].family]


def take(name: str, seed: int = 0, mask: float = 1.0, frames: int | None = None) -> Take:
    """Return a take of a picture that grows brighter, differently for each seed."""
    count = frames or small(name).frames
    ramp = torch.linspace(0.2 + 0.1 * (seed % 3), 0.8, count).view(-1, 1, 1, 1)
    return Take(
        reference=ramp * torch.ones(count, 3, SIDE, SIDE),
        mask=torch.full((SIDE, SIDE), mask),
        prompt="a person nods slowly" if seed % 2 else "a person nods",
        negative_prompt="blurry",
        steps=4,
        guidance_scale=3.0,
        fps=8,
        motion=0.5,
        seed=seed,
    )


def run(pipe: Any, name: str, asked: Take, lead: Lead, steps: list[tuple[int, int]] | None = None) -> torch.Tensor:
    return run_together(pipe, name, [asked], lead, steps)[0]


def run_together(
    pipe: Any, name: str, asked: list[Take], lead: Lead, steps: list[tuple[int, int]] | None = None
) -> list[torch.Tensor]:
    told = [] if steps is None else steps
    made = sample(pipe, family_of(name), asked, lead, on_step=lambda done, total: told.append((done, total)))
    return [whole(chunks) for chunks in made]


def whole(chunks: Iterator[torch.Tensor]) -> torch.Tensor:
    return torch.cat(list(chunks))


def nodding(scene: Scene, frame_count: int = FRAMES) -> MotionCurves:
    """Return curves on which everybody slowly lowers the head."""
    people = []
    for _ in scene.faces:
        track = Track.at_rest(FACE_CHANNELS, frame_count)
        track.values[:, track.column("pitch_deg")] = np.linspace(0, -8, frame_count)
        people.append(track)
    return MotionCurves(fps=FPS, camera=Track.at_rest(CAMERA_CHANNELS, frame_count), people=tuple(people))


def small_frame(scene: Scene) -> Framing:
    return frame_of(scene, "1:1", 96)


def pictures(film: Frames) -> list[np.ndarray[Any, Any]]:
    return [to_rgb(frame) for frame in film.draw(0, film.frame_count)]


def wait_until(reached: Callable[[], bool]) -> None:
    """Return once something has happened that another thread does."""
    patience, ends = Event(), time.monotonic() + WAIT_S
    while not reached():
        assert time.monotonic() < ends, "it never happened"
        patience.wait(0.001)
