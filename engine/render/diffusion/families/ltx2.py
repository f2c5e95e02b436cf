"""LTX-2, distilled to eight steps; the sound that it makes along is not used."""

import copy
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import torch
from diffusers import LTX2ImageToVideoPipeline
from diffusers.pipelines.ltx2.utils import DISTILLED_SIGMA_VALUES

from engine.render.diffusion.families.family import Take, text_arguments, video_of
from engine.render.diffusion.families.ltx import beginning_clean, decoded, denormalised, normalised
from engine.render.diffusion.guidance import GuidedFlow

_UNGUIDED = {"stg_scale": 0.0, "modality_scale": 1.0, "guidance_rescale": 0.0}
"""A distilled model needs no guidance; the pipeline's defaults are the large model's."""


class FlowWithSound(GuidedFlow):
    """The pipeline steps the sound with a copy of the pictures' scheduler, at the same levels; nothing leads it."""

    def __deepcopy__(self, _: dict[int, Any]) -> "FlowWithSound":
        copied = copy.copy(self)
        copied.leads = False
        return copied


class Ltx2:
    """`LTX2ImageToVideoPipeline`; it takes and gives latents as the VAE knows them."""

    pipeline = LTX2ImageToVideoPipeline

    def kind(self, take: Take) -> Hashable:
        """Return the frames' shape."""
        return take.reference.shape

    def scheduler(self, pipe: Any) -> FlowWithSound:
        """Return steps that begin at the levels that the model was distilled for, unshifted."""
        own = {**pipe.scheduler.config, "use_dynamic_shifting": False, "shift": 1.0, "shift_terminal": None}
        scheduler: FlowWithSound = FlowWithSound.from_config(own)
        return scheduler

    def encode(self, pipe: Any, frames: torch.Tensor) -> torch.Tensor:
        """Return 1 × C × F' × H' × W'."""
        return normalised(pipe.vae, pipe.vae.encode(video_of(pipe, frames)).latent_dist.mode().float())

    def arguments(self, pipe: Any, takes: Sequence[Take], latents: torch.Tensor) -> dict[str, Any]:
        """Return the words' arguments, the levels and the latents."""
        return {
            **text_arguments(takes),
            **_UNGUIDED,
            "sigmas": DISTILLED_SIGMA_VALUES,
            "latents": denormalised(pipe.vae, beginning_clean(self, pipe, takes, latents)),
            "frame_rate": takes[0].fps,
        }

    def decode(self, pipe: Any, latents: torch.Tensor, take: Take) -> Iterator[torch.Tensor]:
        """Yield all frames."""
        return decoded(pipe.vae, latents)
