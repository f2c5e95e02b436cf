"""The table of models that the diffusion engine can run: a new one is one entry.

Figures are the publishers'. None of the weights comes with Reverie; each has a licence of its own, which whoever
downloads it accepts.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

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
    pipeline: str
    """Its class in diffusers."""
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
    lead: Lead
    memory_gb: float
    """Of the GPU, without offloading."""
    licence: str
    demands: str
    """What the licence asks, in a few words."""


MODELS = {
    "wan2.2-5b": DiffusionModel(
        repository="Wan-AI/Wan2.2-TI2V-5B-Diffusers",
        pipeline="WanImageToVideoPipeline",
        family="wan",
        width=1280,
        height=704,
        multiple=32,
        frames=121,
        frame_step=4,
        fps=24,
        steps=50,
        guidance_scale=5.0,
        lead=Lead(3, 7),
        memory_gb=22.8,
        licence="Apache-2.0",
        demands="the notice to be kept",
    ),
    "wan2.2-14b": DiffusionModel(
        repository="Wan-AI/Wan2.2-I2V-A14B-Diffusers",
        pipeline="WanImageToVideoPipeline",
        family="wan",
        width=1280,
        height=720,
        multiple=16,
        frames=81,
        frame_step=4,
        fps=16,
        steps=40,
        guidance_scale=3.5,
        lead=Lead(3, 7),
        memory_gb=60.0,
        licence="Apache-2.0",
        demands="the notice to be kept",
    ),
    "ltx-video": DiffusionModel(
        repository="Lightricks/LTX-Video",
        pipeline="LTXImageToVideoPipeline",
        family="ltx",
        width=704,
        height=480,
        multiple=32,
        frames=121,
        frame_step=8,
        fps=25,
        steps=40,
        guidance_scale=3.0,
        lead=Lead(0.99, 0.97),
        memory_gb=12.0,
        licence="LTX-Video open weights licence",
        demands="to say that films are made by AI; a licence of its own above 10 million dollars of revenue",
    ),
    "svd-xt": DiffusionModel(
        repository="stabilityai/stable-video-diffusion-img2vid-xt",
        pipeline="StableVideoDiffusionPipeline",
        family="stable_video",
        width=1024,
        height=576,
        multiple=64,
        frames=25,
        frame_step=1,
        fps=7,
        steps=25,
        guidance_scale=3.0,
        lead=Lead(16, 21),
        memory_gb=16.0,
        licence="Stability AI Community",
        demands="registration, and a licence of its own above 1 million dollars of revenue",
    ),
    "cogvideox-5b": DiffusionModel(
        repository="THUDM/CogVideoX-5b-I2V",
        pipeline="CogVideoXImageToVideoPipeline",
        family="cogvideox",
        width=720,
        height=480,
        multiple=16,
        frames=49,
        frame_step=4,
        fps=8,
        steps=50,
        guidance_scale=6.0,
        lead=Lead(4, 9),
        memory_gb=21.0,
        licence="CogVideoX licence",
        demands="registration for commercial use",
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
    """Return a model by its name in the table, or by a folder that holds one of the same kind.

    Raises `RequestError` for anything else.
    """
    if name in MODELS:
        return MODELS[name]
    index = Path(name).expanduser() / "model_index.json"
    try:
        pipeline = json.loads(index.read_text(encoding="utf-8"))["_class_name"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestError(
            f"There is no diffusion model called “{name}”; choose one of {', '.join(MODELS)}, or a folder with one."
        ) from error
    for model in MODELS.values():
        if model.pipeline == pipeline:
            return replace(model, repository=str(index.parent))
    raise RequestError(f"The folder {index.parent} holds a {pipeline}, which Reverie cannot lead.")
