"""LTX-Video."""

from typing import Any

import torch

from engine.render.diffusion.families.family import Take, text_arguments, video_of
from engine.render.diffusion.guidance import GuidedFlow


class Ltx:
    """`LTXImageToVideoPipeline`; its latents are packed into tokens, and the first frame's must be clean in them."""

    def scheduler(self, pipe: Any) -> GuidedFlow:
        """Return the pipeline's own steps, with two clocks."""
        scheduler: GuidedFlow = GuidedFlow.from_config(pipe.scheduler.config)
        return scheduler

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × C × F' × H' × W'."""
        latents = pipe.vae.encode(video_of(pipe, frames)).latent_dist.mode().float()
        mean, deviation = (
            values.view(1, -1, 1, 1, 1).to(latents) for values in (pipe.vae.latents_mean, pipe.vae.latents_std)
        )
        return (latents - mean) / deviation

    def arguments(self, pipe: Any, take: Take, latents: torch.Tensor) -> dict[str, Any]:
        """Return the words' arguments and the packed latents."""
        first = self.encode(pipe, take.reference[:1]).to(latents)
        latents = torch.cat([first, latents[:, :, first.shape[2] :]], dim=2)
        spatial, temporal = pipe.transformer_spatial_patch_size, pipe.transformer_temporal_patch_size
        packed = pipe._pack_latents(latents, spatial, temporal)  # the only way to give LTX latents of one's own
        return {**text_arguments(take), "latents": packed, "frame_rate": take.fps}
