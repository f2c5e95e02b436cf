"""LTX-Video."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import torch
from diffusers import LTXImageToVideoPipeline

from engine.render.diffusion.families.family import Take, text_arguments, video_of
from engine.render.diffusion.guidance import GuidedFlow


class Ltx:
    """`LTXImageToVideoPipeline`; its latents are packed into tokens, and the first frame's must be clean in them."""

    pipeline = LTXImageToVideoPipeline

    def kind(self, take: Take) -> Hashable:
        """Return the frames' shape."""
        return take.reference.shape

    def scheduler(self, pipe: Any) -> GuidedFlow:
        """Return the pipeline's own steps, with two clocks."""
        scheduler: GuidedFlow = GuidedFlow.from_config(pipe.scheduler.config)
        return scheduler

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × C × F' × H' × W'."""
        return normalised(pipe.vae, pipe.vae.encode(video_of(pipe, frames)).latent_dist.mode().float())

    def arguments(self, pipe: Any, takes: Sequence[Take], latents: torch.Tensor) -> dict[str, Any]:
        """Return the words' arguments and the packed latents."""
        packed = pipe._pack_latents(beginning_clean(self, pipe, takes, latents), *_patch(pipe))
        return {**text_arguments(takes), "latents": packed, "frame_rate": takes[0].fps}

    def decode(self, pipe: Any, latents: torch.Tensor, take: Take) -> Iterator[torch.Tensor]:
        """Yield all frames: the decoder looks both ways, beyond any part that would be worth cutting out."""
        frame_count, height, width = take.reference.shape[0], *take.size
        length = (frame_count - 1) // pipe.vae_temporal_compression_ratio + 1
        sides = (side // pipe.vae_spatial_compression_ratio for side in (height, width))
        unpacked = pipe._unpack_latents(latents, length, *sides, *_patch(pipe))
        return decoded(pipe.vae, denormalised(pipe.vae, unpacked))


def normalised(vae: Any, latents: torch.Tensor) -> torch.Tensor:
    """Return a VAE's latents as the transformer knows them."""
    mean, deviation = _normal(vae, latents)
    return (latents - mean) * vae.config.scaling_factor / deviation


def denormalised(vae: Any, latents: torch.Tensor) -> torch.Tensor:
    """Return the transformer's latents as the VAE knows them."""
    mean, deviation = _normal(vae, latents)
    return latents * deviation / vae.config.scaling_factor + mean


def beginning_clean(family: Any, pipe: Any, takes: Sequence[Take], latents: torch.Tensor) -> torch.Tensor:
    """Return latents whose first frame is the given one, without noise."""
    first = torch.cat([family.encode(pipe, take.reference[:1]) for take in takes]).to(latents)
    return torch.cat([first, latents[:, :, first.shape[2] :]], dim=2)


@torch.inference_mode()
def decoded(vae: Any, latents: torch.Tensor) -> Iterator[torch.Tensor]:
    """Yield all frames, 3 × F × H × W."""
    level = latents.new_zeros(1, dtype=vae.dtype) if vae.config.timestep_conditioning else None
    yield vae.decode(latents.to(vae.dtype), level).sample[0]


def _normal(vae: Any, latents: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean, deviation = (values.view(1, -1, 1, 1, 1).to(latents) for values in (vae.latents_mean, vae.latents_std))
    return mean, deviation


def _patch(pipe: Any) -> tuple[int, int]:
    return pipe.transformer_spatial_patch_size, pipe.transformer_temporal_patch_size
