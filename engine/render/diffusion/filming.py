"""A whole film, take after take: each begins with the last pictures of the one before."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

import numpy as np
import torch

from engine.render.diffusion.families import Take
from engine.render.diffusion.finishing import enlarged, returning, with_colours_of
from engine.render.diffusion.models import DiffusionModel
from engine.render.diffusion.prompts import motion_of, wording_of
from engine.render.diffusion.reference import Format, pictures_at, tensor_of
from engine.render.diffusion.shared_model import SharedModel
from engine.render.diffusion.stored_film import StoredFilm
from engine.render.renderer import Brief
from engine.types.colour import to_yuv
from engine.types.frames import Frames, YuvFrame
from engine.types.scene import FloatArray, Pixels

_GOES_ON = 4
"""So many frames, at least, tell a take how everything moved in the one before (design)."""


@dataclass(frozen=True, slots=True, eq=False)
class Script:
    """What the film is to be."""

    warp: Frames
    """It leads."""
    region: FloatArray
    """H × W of the warp film, 0…1: where it does."""
    people: int
    """How many there are."""
    brief: Brief


def shoot(shared: SharedModel, script: Script, wanted: Format) -> StoredFilm:
    """Return the film that the model makes of the warp film; its first frame is the warp film's, which is the photo.

    Nothing is made before it is drawn. Drawing raises `CancelledRenderError` between two steps, and
    `torch.OutOfMemoryError`.
    """
    frames = _made(shared, script, wanted)
    return StoredFilm(script.warp.width, script.warp.height, wanted.fps, wanted.frame_count, frames)


def _made(shared: SharedModel, script: Script, wanted: Format) -> Iterator[YuvFrame]:
    """Yield the film's frames in order; no more of them are held at once than the model decodes at once."""
    model, warp, brief = shared.model, script.warp, script.brief
    yield to_yuv(next(pictures_at(warp, wanted.fps, 0, 1)))
    mask = tensor_of([_as_picture(script.region)], wanted.width, wanted.height)[0, 0]
    wording = wording_of(brief.direction, script.people, model.family)
    takes = list(_takes(wanted.frame_count, model))
    known: deque[Pixels] = deque(maxlen=_overlap(model) + 1)
    for number, (start, stop) in enumerate(takes):
        led = pictures_at(warp, wanted.fps, start + len(known), stop)
        take = Take(
            reference=tensor_of([*known, *led], wanted.width, wanted.height),
            mask=mask,
            prompt=wording.prompt,
            negative_prompt=wording.negative,
            steps=model.steps,
            guidance_scale=model.guidance_scale,
            fps=model.fps,
            motion=motion_of(brief.direction),
            seed=brief.seed + number,
            known=len(known),
        )
        chunks = shared.make(take, on_step=_counted(brief.on_step, number, len(takes)), cancelled=brief.cancelled)
        first = start + max(1, len(known))  # the very first is there already, too
        indices = range(first, min(stop, wanted.frame_count))
        frames = islice(chain.from_iterable(chunks), first - start, None)
        warped_pictures = pictures_at(warp, wanted.fps, indices.start, indices.stop)
        for index, warped, frame in zip(indices, warped_pictures, frames, strict=False):
            picture = with_colours_of(_picture(frame), warped)
            known.append(picture)
            picture = enlarged(picture, warped, script.region)
            if brief.direction.loop:
                picture = returning(picture, warped, index, wanted.frame_count)
            yield to_yuv(picture)


def _overlap(model: DiffusionModel) -> int:
    """Return how many frames beyond its first a take shares with the one before, in whole steps of the model."""
    return -(-_GOES_ON // model.frame_step) * model.frame_step


def _takes(frame_count: int, model: DiffusionModel) -> Iterator[tuple[int, int]]:
    """Yield where takes begin and end: as long as the model makes them, the last only as long as is needed."""
    start, stop = 0, 1
    while stop < frame_count:
        steps = -(-min(frame_count - 1 - start, model.frames - 1) // model.frame_step)
        stop = start + steps * model.frame_step + 1
        yield start, stop
        start = stop - 1 - _overlap(model)


def _counted(on_step: Callable[[int, int], None], take: int, takes: int) -> Callable[[int, int], None]:
    """Return what counts the steps of one take among those of all."""

    def count(done: int, total: int) -> None:
        on_step(take * total + done, takes * total)

    return count


def _picture(frame: torch.Tensor) -> Pixels:
    return np.asarray((frame.movedim(0, -1) * 255).round().clamp(0, 255).to(torch.uint8).numpy())


def _as_picture(region: FloatArray) -> Pixels:
    return np.repeat((region * 255).astype(np.uint8)[..., None], 3, axis=2)
