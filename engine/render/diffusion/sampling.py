"""One run of a pipeline, led by the reference: a take, or several of a kind side by side."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch.nn.functional import interpolate

from engine.render.diffusion.families import Family, Take, is_offloaded
from engine.render.diffusion.guidance import NEVER, Guide, TwoClocks
from engine.render.diffusion.models import Lead

_PAPER_STEPS = 50
"""Time-to-Move counts the steps to skip and to hold out of so many."""


def sample(
    pipe: Any,
    family: Family,
    takes: Sequence[Take],
    lead: Lead,
    *,
    on_step: Callable[[int, int], None],
) -> list[Iterator[torch.Tensor]]:
    """Return the frames of each take, a few at a time: F × 3 × H × W, 0…1, float32 on the CPU.

    The denoising is done then; the VAE decodes when frames are asked for. The same seed gives the same frames, alone
    or beside others. What `on_step` raises ends the run.
    """
    scheduler = family.scheduler(pipe)
    with torch.inference_mode():
        guide, generators = _prepared(pipe, family, takes, lead, scheduler)
        latents = scheduler.first_latents(guide, takes[0].steps)
        scheduler.guide = guide
        pipe.scheduler = scheduler

        def step_ended(_pipe: Any, step: int, _timestep: Any, _tensors: dict[str, Any]) -> dict[str, Any]:
            on_step(step + 1, len(scheduler.timesteps))
            return {}

        try:
            made = pipe(
                **family.arguments(pipe, takes, latents.to(pipe.vae.dtype)),
                num_inference_steps=takes[0].steps,
                generator=generators,
                callback_on_step_end=step_ended,
                output_type="latent",
            ).frames
        finally:
            pipe.maybe_free_model_hooks()  # a run that is stopped must leave no memory of its person in the caches
    films = [_as_frames(family.decode(pipe, row, take)) for row, take in zip(made.split(1), takes, strict=True)]
    # A VAE that is brought to the GPU pushes out what another run is using: then it comes now, and for all frames.
    return [iter(list(frames)) for frames in films] if is_offloaded(pipe.vae) else films


def _prepared(
    pipe: Any, family: Family, takes: Sequence[Take], lead: Lead, scheduler: TwoClocks
) -> tuple[Guide, list[torch.Generator]]:
    """Return what leads all takes, and the chance of each."""
    # On the CPU, so that it is the same everywhere.
    generators = [torch.Generator("cpu").manual_seed(take.seed) for take in takes]
    references = [family.encode(pipe, take.reference) for take in takes]
    noise = [
        torch.randn(reference.shape, generator=generator).to(reference)
        for reference, generator in zip(references, generators, strict=True)
    ]
    weak, strong = _levels(lead, scheduler)
    strongs = [
        _strong_levels(take, reference, strong, scheduler.frame_dim)
        for take, reference in zip(takes, references, strict=True)
    ]
    return Guide(torch.cat(references), torch.cat(noise), torch.cat(strongs), weak), generators


def _levels(lead: Lead, scheduler: TwoClocks) -> tuple[float, float]:
    """Return the weak and the strong level: as given, or as the paper's numbers of steps mean for this scheduler."""
    if isinstance(lead.skip, float):
        return lead.skip, float(lead.hold)
    levels = scheduler.levels(_PAPER_STEPS)
    return levels[int(lead.skip)], levels[int(lead.hold)]


def _strong_levels(take: Take, latents: torch.Tensor, strong: float, frame_dim: int) -> torch.Tensor:
    """Return the strong level of each latent.

    It is `strong` where at least half of what a latent stands for moves, and 0 in the frames that are known.
    """
    small = interpolate(take.mask[None, None].float(), size=latents.shape[-2:], mode="area").to(latents.device)
    levels = torch.where(small >= 0.5, strong, NEVER)[:, None].expand_as(latents).clone()
    if take.known:
        last = (take.known - 1) * (latents.shape[frame_dim] - 1) // (len(take.reference) - 1)
        levels.narrow(frame_dim, 0, last + 1).zero_()
    return levels


def _as_frames(video: Iterator[torch.Tensor]) -> Iterator[torch.Tensor]:
    """Yield a video's parts as pictures."""
    for part in video:
        yield (part.movedim(1, 0).float() / 2 + 0.5).clamp(0, 1).cpu()
