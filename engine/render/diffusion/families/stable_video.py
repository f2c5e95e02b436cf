"""Stable Video Diffusion."""

from typing import Any

import torch

from engine.render.diffusion.families.family import Take
from engine.render.diffusion.guidance import GuidedEdm

_LEAST_MOTION, _MOST_MOTION = 40, 200
"""Motion buckets between which a face still holds together; 127 is the model's usual one (design)."""


class StableVideo:
    """`StableVideoDiffusionPipeline`; it reads no words, but has a knob for motion. Its VAE sees single frames."""

    def scheduler(self, pipe: Any) -> GuidedEdm:
        """Return the pipeline's own steps, with two clocks."""
        scheduler: GuidedEdm = GuidedEdm.from_config(pipe.scheduler.config)
        return scheduler

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × F × C × H' × W'."""
        pictures = (frames * 2 - 1).to(pipe.vae.device, pipe.vae.dtype)
        latents = [pipe.vae.encode(picture[None]).latent_dist.mode().float() for picture in pictures]
        return torch.cat(latents)[None] * pipe.vae.config.scaling_factor

    def arguments(self, pipe: Any, take: Take, latents: torch.Tensor) -> dict[str, Any]:
        """Return the picture, the knobs and the latents."""
        height, width = take.size
        return {
            "image": take.first_frame,
            "height": height,
            "width": width,
            "num_frames": take.reference.shape[0],
            "fps": take.fps,
            "motion_bucket_id": round(_LEAST_MOTION + (_MOST_MOTION - _LEAST_MOTION) * take.motion),
            "max_guidance_scale": take.guidance_scale,
            "decode_chunk_size": 4,
            "latents": latents,
        }
