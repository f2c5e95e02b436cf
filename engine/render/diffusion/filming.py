"""A whole film, take after take: each begins with the last picture of the one before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

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
    photo = next(pictures_at(warp, wanted.fps, 0, 1))
    yield to_yuv(photo)
    mask = tensor_of([_as_picture(script.region)], wanted.width, wanted.height)[0, 0]
    wording = wording_of(brief.direction, script.people, model.family)
    last: torch.Tensor | None = None
    takes = list(_takes(wanted.frame_count, model))
    for number, (start, stop) in enumerate(takes):
        reference = tensor_of(pictures_at(warp, wanted.fps, start, stop), wanted.width, wanted.height)
        if last is not None:
            reference[0] = last
        take = Take(
            reference=reference,
            mask=mask,
            prompt=wording.prompt,
            negative_prompt=wording.negative,
            steps=model.steps,
            guidance_scale=model.guidance_scale,
            fps=model.fps,
            motion=motion_of(brief.direction),
            seed=brief.seed + number,
        )
        chunks = shared.make(take, on_step=_counted(brief.on_step, number, len(takes)), cancelled=brief.cancelled)
        indices = range(start, min(stop, wanted.frame_count))
        warped_pictures = pictures_at(warp, wanted.fps, indices.start, indices.stop)
        for index, warped, frame in zip(indices, warped_pictures, chain.from_iterable(chunks), strict=False):
            last = frame
            if index == start:
                continue  # it was given, and is there already
            picture = enlarged(with_colours_of(_picture(frame), photo), warped, script.region)
            if brief.direction.loop:
                picture = returning(picture, warped, index, wanted.frame_count)
            yield to_yuv(picture)


def _takes(frame_count: int, model: DiffusionModel) -> Iterator[tuple[int, int]]:
    """Yield where takes begin and end: as long as the model makes them, the last only as long as is needed."""
    start = 0
    while start < frame_count - 1:
        needed = frame_count - 1 - start
        steps = -(-min(needed, model.frames - 1) // model.frame_step)
        yield start, start + steps * model.frame_step + 1
        start += steps * model.frame_step


def _counted(on_step: Callable[[int, int], None], take: int, takes: int) -> Callable[[int, int], None]:
    """Return what counts the steps of one take among those of all."""

    def count(done: int, total: int) -> None:
        on_step(take * total + done, takes * total)

    return count


def _picture(frame: torch.Tensor) -> Pixels:
    return np.asarray((frame.movedim(0, -1) * 255).round().clamp(0, 255).to(torch.uint8).numpy())


def _as_picture(region: FloatArray) -> Pixels:
    return np.repeat((region * 255).astype(np.uint8)[..., None], 3, axis=2)
