"""One run of a pipeline, led by the reference."""

from collections.abc import Callable
from typing import Any

import torch
from torch.nn.functional import interpolate

from engine.errors import CancelledRenderError
from engine.render.diffusion.families import Family, Take
from engine.render.diffusion.guidance import Guide, TwoClocks
from engine.render.diffusion.models import Lead

_PAPER_STEPS = 50
"""Time-to-Move counts the steps to skip and to hold out of so many."""


def sample(
    pipe: Any,
    family: Family,
    take: Take,
    lead: Lead,
    *,
    on_step: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> torch.Tensor:
    """Return F × 3 × H × W, 0…1, float32 on the CPU; the same seed gives the same frames.

    Raises `CancelledRenderError` between two steps once `cancelled` says so.
    """
    scheduler = family.scheduler(pipe)
    generator = torch.Generator("cpu").manual_seed(take.seed)  # on the CPU, so that it is the same everywhere
    with torch.inference_mode():
        reference = family.encode(pipe, take.reference)
        guide = Guide(
            reference,
            torch.randn(reference.shape, generator=generator).to(reference),
            _latent_mask(take.mask, reference),
            *_levels(lead, scheduler),
        )
        latents = scheduler.first_latents(guide, take.steps)
        scheduler.guide = guide
        pipe.scheduler = scheduler

        def step_ended(_pipe: Any, step: int, _timestep: Any, _tensors: dict[str, Any]) -> dict[str, Any]:
            if cancelled():
                raise CancelledRenderError("The render was stopped.")
            on_step(step + 1, len(scheduler.timesteps))
            return {}

        result = pipe(
            **family.arguments(pipe, take, latents.to(pipe.vae.dtype)),
            num_inference_steps=take.steps,
            generator=generator,
            callback_on_step_end=step_ended,
            output_type="pt",
        )
    frames: torch.Tensor = result.frames[0].float().cpu()
    return frames


def _levels(lead: Lead, scheduler: TwoClocks) -> tuple[float, float]:
    """Return the weak and the strong level: as given, or as the paper's numbers of steps mean for this scheduler."""
    if isinstance(lead.skip, float):
        return lead.skip, float(lead.hold)
    levels = scheduler.levels(_PAPER_STEPS)
    return levels[int(lead.skip)], levels[int(lead.hold)]


def _latent_mask(mask: torch.Tensor, latents: torch.Tensor) -> torch.Tensor:
    """Return the mask at the latents' size, 1 where at least half of what a latent stands for moves."""
    small = interpolate(mask[None, None].float(), size=latents.shape[-2:], mode="area")
    return (small >= 0.5).to(latents)[:, None]
