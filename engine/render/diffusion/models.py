"""The table of models that the diffusion engine can run: a new one is one entry.

Figures are the publishers', or counted from their weights; where they tell only of a peak, what works beside the
weights is the difference, and what they do not tell is estimated with room to spare. None of the weights comes with
Reverie; each has a licence of its own, which whoever downloads it accepts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from engine.errors import RequestError


@dataclass(frozen=True, slots=True)
class Lead:
    """For how long the warp film leads (Time-to-Move): as steps of 50, whole numbers, or as levels of noise, floats."""

    skip: int | float
    """The step, or level, at which sampling starts."""
    hold: int | float
    """The step, or level, down to which the film leads where it moves."""


@dataclass(frozen=True, slots=True)
class DiffusionModel:
    """One model and what it needs."""

    repository: str
    """Its id on the hub."""
    family: str
    """A name in `families.FAMILIES`."""
    width: int
    height: int
    """Native size in pixels, lying; standing pictures swap them."""
    multiple: int
    """Both sides are multiples of this."""
    frames: int
    """As many at once, k·`frame_step` + 1."""
    frame_step: int
    fps: int
    steps: int
    guidance_scale: float
    skips: bool
    """Whether steps that change little are skipped, which pays with many of them: `loading.quicken`."""
    lead: Lead
    weights_gb: float
    """Of all parts, in bfloat16."""
    working_gb: float
    """What making one take needs beside the weights, at the native size."""
    by_parts_gb: float
    """The peak where each part comes to the GPU only for its own work."""
    licence: str
    demands: str
    """What the licence asks, in a few words."""
    pipelines: tuple[str, ...]
    """Classes of diffusers that a folder with such a model may name; the weights serve several."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """What else must stand in the folder's index, where classes do not tell two models apart."""

    @property
    def whole_gb(self) -> float:
        """What the GPU needs for all parts at once, and one take."""
        return self.weights_gb + self.working_gb


MODELS = {
    "wan2.2-5b": DiffusionModel(
        repository="Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        family="wan",
        width=1280,
        height=704,
        multiple=32,
        frames=121,
        frame_step=4,
        fps=24,
        steps=50,
        guidance_scale=5.0,
        skips=True,
        lead=Lead(3, 7),
        weights_gb=22.8,
        working_gb=11.4,
        by_parts_gb=22.8,
        licence="Apache-2.0",
        demands="the notice to be kept",
        pipelines=("WanImageToVideoPipeline", "WanPipeline"),
        settings={"expand_timesteps": True},
    ),
    "wan2.2-14b": DiffusionModel(
        repository="Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        family="wan",
        width=1280,
        height=720,
        multiple=16,
        frames=81,
        frame_step=4,
        fps=16,
        steps=40,
        guidance_scale=3.5,
        skips=True,
        lead=Lead(3, 7),
        weights_gb=68.8,
        working_gb=31.0,
        by_parts_gb=60.0,
        licence="Apache-2.0",
        demands="the notice to be kept",
        pipelines=("WanImageToVideoPipeline",),
        settings={"boundary_ratio": 0.9},
    ),
    "ltx-video": DiffusionModel(
        repository="Lightricks/LTX-Video",
        family="ltx",
        width=704,
        height=480,
        multiple=32,
        frames=121,
        frame_step=8,
        fps=25,
        steps=40,
        guidance_scale=3.0,
        skips=True,
        lead=Lead(0.99, 0.97),
        weights_gb=14.2,
        working_gb=4.0,
        by_parts_gb=12.0,
        licence="LTX-Video open weights licence",
        demands="to say that films are made by AI; a licence of its own above 10 million dollars of revenue",
        pipelines=("LTXImageToVideoPipeline", "LTXPipeline"),
    ),
    "ltx-2": DiffusionModel(
        repository="rootonchair/LTX-2-19b-distilled",
        family="ltx2",
        width=768,
        height=512,
        multiple=32,
        frames=121,
        frame_step=8,
        fps=24,
        steps=8,
        guidance_scale=1.0,
        skips=False,
        lead=Lead(0.98125, 0.97),
        weights_gb=66.0,
        working_gb=5.0,
        by_parts_gb=45.0,
        licence="LTX-2 Community Licence",
        demands="to say that films are made by AI; no product that competes with Lightricks'; a licence of its own "
        "above 10 million dollars of revenue",
        pipelines=("LTX2ImageToVideoPipeline", "LTX2Pipeline"),
    ),
    "svd-xt": DiffusionModel(
        repository="stabilityai/stable-video-diffusion-img2vid-xt",
        family="stable_video",
        width=1024,
        height=576,
        multiple=64,
        frames=25,
        frame_step=1,
        fps=7,
        steps=25,
        guidance_scale=3.0,
        skips=False,  # diffusers' cache knows transformers only
        lead=Lead(16, 21),
        weights_gb=4.5,
        working_gb=11.5,
        by_parts_gb=10.0,
        licence="Stability AI Community",
        demands="registration, and a licence of its own above 1 million dollars of revenue",
        pipelines=("StableVideoDiffusionPipeline",),
    ),
    "cogvideox-5b": DiffusionModel(
        repository="THUDM/CogVideoX-5b-I2V",
        family="cogvideox",
        width=720,
        height=480,
        multiple=16,
        frames=49,
        frame_step=4,
        fps=8,
        steps=50,
        guidance_scale=6.0,
        skips=True,
        lead=Lead(4, 9),
        weights_gb=21.0,
        working_gb=5.0,
        by_parts_gb=16.0,
        licence="CogVideoX licence",
        demands="registration for commercial use",
        pipelines=("CogVideoXImageToVideoPipeline",),
    ),
}
"""By the name that `REVERIE_DIFFUSION_MODEL` takes."""

DEFAULT_MODEL = "wan2.2-5b"


@dataclass(frozen=True, slots=True)
class DiffusionOptions:
    """What an installation chooses."""

    model: str = DEFAULT_MODEL
    """A name of the table, or a folder with a pipeline of diffusers."""
    may_download: bool = False
    """Whether missing weights may be fetched from the hub."""
    compiles: bool = False
    """Whether the transformer is compiled: minutes once, then faster."""


def model_called(name: str) -> DiffusionModel:
    """Return a model by its name in the table, its id on the hub, or a folder that holds one of the same kind.

    Raises `RequestError` for anything else.
    """
    for known, model in MODELS.items():
        if name in (known, model.repository):
            return model
    index = Path(name).expanduser() / "model_index.json"
    try:
        settings = dict(json.loads(index.read_text(encoding="utf-8")))
        pipeline = settings["_class_name"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestError(
            f"There is no diffusion model called “{name}”; choose one of {', '.join(MODELS)}, or a folder with one."
        ) from error
    for model in MODELS.values():
        if pipeline in model.pipelines and model.settings.items() <= settings.items():
            return replace(model, repository=str(index.parent.absolute()))
    raise RequestError(f"The folder {index.parent} holds a {pipeline}, which Reverie cannot lead.")
