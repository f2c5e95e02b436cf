"""Stable Video Diffusion."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import torch
from diffusers import StableVideoDiffusionPipeline

from engine.render.diffusion.families.family import Take
from engine.render.diffusion.guidance import GuidedEdm

_LEAST_MOTION, _MOST_MOTION = 40, 200
"""Motion buckets between which a face still holds together; 127 is the model's usual one (design)."""
_AT_ONCE = 4
"""Frames that are decoded at once; the decoder smooths over these."""


class StableVideo:
    """`StableVideoDiffusionPipeline`; it reads no words, but has a knob for motion. Its VAE sees single frames."""

    pipeline = StableVideoDiffusionPipeline

    def kind(self, take: Take) -> Hashable:
        """Return the frames' shape and the place of the knob."""
        return take.reference.shape, _motion_bucket(take)

    def scheduler(self, pipe: Any) -> GuidedEdm:
        """Return the pipeline's own steps, with two clocks."""
        scheduler: GuidedEdm = GuidedEdm.from_config(pipe.scheduler.config)
        return scheduler

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × F × C × H' × W'."""
        pictures = (frames * 2 - 1).to(pipe._execution_device, pipe.vae.dtype)
        latents = [pipe.vae.encode(picture[None]).latent_dist.mode().float() for picture in pictures]
        return torch.cat(latents)[None] * pipe.vae.config.scaling_factor

    def arguments(self, pipe: Any, takes: Sequence[Take], latents: torch.Tensor) -> dict[str, Any]:
        """Return the pictures, the knobs and the latents."""
        height, width = takes[0].size
        return {
            "image": [take.first_frame for take in takes],
            "height": height,
            "width": width,
            "num_frames": takes[0].reference.shape[0],
            "fps": takes[0].fps,
            "motion_bucket_id": _motion_bucket(takes[0]),
            "max_guidance_scale": takes[0].guidance_scale,
            "latents": latents,
        }

    @torch.inference_mode()
    def decode(self, pipe: Any, latents: torch.Tensor, take: Take) -> Iterator[torch.Tensor]:
        """Yield a few frames at a time."""
        latents = latents[0].to(pipe.vae.dtype) / pipe.vae.config.scaling_factor
        for start in range(0, len(latents), _AT_ONCE):
            part = latents[start : start + _AT_ONCE]
            yield pipe.vae.decode(part, num_frames=len(part)).sample.movedim(0, 1)


def _motion_bucket(take: Take) -> int:
    return round(_LEAST_MOTION + (_MOST_MOTION - _LEAST_MOTION) * take.motion)
