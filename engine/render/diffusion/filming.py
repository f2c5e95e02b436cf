"""A whole film, take after take: each begins with the last picture of the one before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import torch

from engine.render.diffusion.families import FAMILIES, Take
from engine.render.diffusion.finishing import enlarged, returning, with_colours_of
from engine.render.diffusion.models import DiffusionModel
from engine.render.diffusion.prompts import NEGATIVE, motion_of, prompt_of
from engine.render.diffusion.reference import Format, pictures_at, tensor_of
from engine.render.diffusion.sampling import sample
from engine.render.diffusion.stored_film import StoredFilm
from engine.render.renderer import Brief
from engine.types.colour import to_yuv
from engine.types.frames import Frames
from engine.types.scene import FloatArray, Pixels


@dataclass(frozen=True, slots=True)
class Crew:
    """What makes the film."""

    pipe: Any
    """A pipeline of diffusers, ready to run."""
    model: DiffusionModel


def shoot(crew: Crew, warp: Frames, region: FloatArray, people: int, *, brief: Brief, wanted: Format) -> StoredFilm:
    """Return the film that the model makes of the warp film; its first frame is the warp film's, which is the photo.

    `region` is H × W of the warp film: where it leads. Raises `CancelledRenderError` between two steps.
    """
    film = StoredFilm(warp.width, warp.height, wanted.fps, wanted.frame_count)
    photo = next(pictures_at(warp, wanted.fps, 0, 1))
    film.keep(0, to_yuv(photo))
    last: torch.Tensor | None = None
    takes = list(_takes(wanted.frame_count, crew.model))
    for number, (start, stop) in enumerate(takes):
        pictures = list(pictures_at(warp, wanted.fps, start, stop))
        reference = tensor_of(pictures, wanted.width, wanted.height)
        if last is not None:
            reference[0] = last
        frames = sample(
            crew.pipe,
            FAMILIES[crew.model.family],
            Take(
                reference=reference,
                mask=tensor_of([_as_picture(region)], wanted.width, wanted.height)[0, 0],
                prompt=prompt_of(brief.direction, people),
                negative_prompt=NEGATIVE,
                steps=crew.model.steps,
                guidance_scale=crew.model.guidance_scale,
                fps=crew.model.fps,
                motion=motion_of(brief.direction),
                seed=brief.seed + number,
            ),
            crew.model.lead,
            on_step=_counted(brief.on_step, number, len(takes)),
            cancelled=brief.cancelled,
        )
        last = frames[-1]
        made = zip(range(start, min(stop, film.frame_count)), frames, pictures, strict=False)
        for index, frame, warped in islice(made, 1, None):
            picture = enlarged(with_colours_of(_picture(frame), photo), warped, region)
            if brief.direction.loop:
                picture = returning(picture, warped, index, film.frame_count)
            film.keep(index, to_yuv(picture))
    return film


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
