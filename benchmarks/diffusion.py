"""The diffusion engine against plain diffusers with as many steps, from the photo to the MP4, in one run.

The weights are random, at the real model's configuration: what a pass takes does not depend on values. How many passes
the cache skips does, and random weights change so little that it skips nearly all; so the figure that counts is the one
of a run without it, and the other says only what the hooks cost.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.measuring import best_seconds_of
from benchmarks.random_wan import FULL, TINY, pipeline_of
from benchmarks.report import Cell, Measurement

if TYPE_CHECKING:
    from engine.render.diffusion.families import Take
    from engine.render.diffusion.models import DiffusionModel
    from engine.render.diffusion.stored_film import StoredFilm

_STEPS = (50, 4)
"""Of the model itself, and of its distilled kin; the latter have no use for a second, unguided pass."""
_MEASURED = (
    "plain diffusers, s a clip",
    "ours without the cache, s a clip",
    "times faster",
    "of it: words, s",
    "reference encoded, s",
    "transformer, s",
    "frames decoded, s",
    "all ÷ transformer",
    "with the cache, s a clip",
    "passes that it left, %",
    "plain, peak GB",
    "ours, peak GB",
)
_GIGA = 1e9


def diffusion(repeats: int) -> Measurement:
    """Measure the default model; says in its title where there is no GPU to measure on."""
    import torch

    if not torch.cuda.is_available():
        return Measurement("Diffusion: not measured, no GPU here", ("what",), ())
    title = f"Diffusion, Wan2.2-5B with random weights, 121 frames 1280×704, {torch.cuda.get_device_name()}"
    return _table(title, {count: _figures(_model(count), FULL, "cuda", repeats) for count in _STEPS})


def diffusion_tiny(repeats: int) -> Measurement:
    """Run the same on the CPU with a model of a few thousand weights: it shows that all of it works, and no more."""
    import torch

    torch.set_num_threads(1)  # tiny tensors lose more by sharing than they gain
    figures = {}
    for count in _STEPS:
        model = replace(_model(count), width=64, height=64, frames=9)
        figures[count] = _figures(model, TINY, "cpu", repeats)
    return _table("Diffusion, a tiny model on the CPU: its figures say nothing about a real one", figures)


def diffusion_weights(_repeats: int) -> Measurement:
    """Build the model without values, and count what a GPU will have to hold."""
    from torch import nn

    pipe = pipeline_of(FULL, "meta")
    rows: list[tuple[Cell, ...]] = []
    for name, part in pipe.components.items():
        if isinstance(part, nn.Module):
            count = sum(parameter.numel() for parameter in part.parameters())
            rows.append((name, count / _GIGA, 2 * count / _GIGA))
    model = _model(_STEPS[0])
    height, width = (side // pipe.vae_scale_factor_spatial // 2 for side in (model.height, model.width))
    tokens = ((model.frames - 1) // pipe.vae_scale_factor_temporal + 1) * height * width
    title = f"Wan2.2-5B, {tokens} tokens a pass for {model.frames} frames {model.width}×{model.height}"
    return Measurement(title, ("part", "weights, 10⁹", "in bfloat16, GB"), tuple(rows))


def _table(title: str, figures: dict[int, tuple[float, ...]]) -> Measurement:
    """Return a column for each number of steps."""
    columns = ("what", *(f"{steps} steps" for steps in figures))
    return Measurement(title, columns, tuple(zip(_MEASURED, *figures.values(), strict=True)))


def _model(steps: int) -> "DiffusionModel":
    """Return the default model with so many steps; with few it is taken for a distilled one, without guidance."""
    from engine.render.diffusion.models import DEFAULT_MODEL, MODELS

    model = MODELS[DEFAULT_MODEL]
    return model if steps == model.steps else replace(model, steps=steps, guidance_scale=1.0, skips=False)


def _figures(
    model: "DiffusionModel", configuration: dict[str, dict[str, Any]], device: str, repeats: int
) -> tuple[float, ...]:
    from engine.render.diffusion.loading import quicken

    pipe = pipeline_of(configuration, device)
    with tempfile.TemporaryDirectory() as folder, _peak(device) as plain_gb:
        path = Path(folder) / "plain.mp4"
        _plain(pipe, model, path)  # the first one warms up
        plain_s = best_seconds_of(lambda: _plain(pipe, model, path), repeats)

    with tempfile.TemporaryDirectory() as folder, _peak(device) as ours_gb:
        path = Path(folder) / "ours.mp4"
        quicken(pipe, model, compiles=device == "cuda")
        _ours(pipe, model, path)
        cached_s = best_seconds_of(lambda: _ours(pipe, model, path), repeats)
        with _watched(pipe, device) as cached:
            _ours(pipe, model, path)
        if pipe.transformer.is_cache_enabled:
            pipe.transformer.disable_cache()
        _ours(pipe, model, path)
        ours_s = best_seconds_of(lambda: _ours(pipe, model, path), repeats)
        with _watched(pipe, device) as seconds:
            _ours(pipe, model, path)

    return (
        plain_s,
        ours_s,
        plain_s / ours_s,
        seconds["text_encoder"],
        seconds["encoder"],
        seconds["transformer"],
        seconds["decoder"],
        ours_s / seconds["transformer"],
        cached_s,
        100 * cached["passes made"] / cached["passes"],
        plain_gb[0],
        ours_gb[0],
    )


def _plain(pipe: Any, model: "DiffusionModel", path: Path) -> None:
    """Make a clip as diffusers alone would, one thing after the other."""
    from engine.render.diffusion.families.family import text_arguments
    from engine.render.diffusion.stored_film import StoredFilm
    from engine.types.colour import to_yuv
    from engine.video import encode

    take = _take(model)
    asked = {**text_arguments([take]), "image": take.first_frame}
    frames = pipe(**asked, num_inference_steps=model.steps, output_type="np").frames[0]
    pictures = (to_yuv((frame * 255).round().astype(np.uint8)) for frame in frames)
    encode(StoredFilm(model.width, model.height, model.fps, model.frames, pictures), path)


def _ours(pipe: Any, model: "DiffusionModel", path: Path) -> None:
    """Make a clip with the engine: led, and decoded while it is encoded."""
    from engine.render.diffusion.filming import Script, shoot
    from engine.render.diffusion.reference import Format
    from engine.render.diffusion.shared_model import SharedModel
    from engine.render.renderer import Brief
    from engine.video import encode

    region = np.ones((model.height, model.width), np.float32)
    script = Script(_moving(model), region, 1, Brief())
    wanted = Format(model.width, model.height, model.fps, model.frames)
    encode(shoot(SharedModel(pipe, model), script, wanted), path)


def _moving(model: "DiffusionModel") -> "StoredFilm":
    """Return noise that grows brighter, in the warp film's place."""
    from engine.render.diffusion.stored_film import StoredFilm
    from engine.types.colour import to_yuv

    noise = np.random.default_rng(0).integers(0, 100, (model.height, model.width, 3), np.uint8)
    pictures = (to_yuv(noise + np.uint8(index)) for index in range(model.frames))
    return StoredFilm(model.width, model.height, model.fps, model.frames, pictures)


def _take(model: "DiffusionModel") -> "Take":
    import torch

    from engine.render.diffusion.families import Take

    return Take(
        reference=torch.rand(model.frames, 3, model.height, model.width, generator=torch.Generator().manual_seed(0)),
        mask=torch.ones(model.height, model.width),
        prompt="The person in the photo: nods slowly. Static camera.",
        negative_prompt="blurry",
        steps=model.steps,
        guidance_scale=model.guidance_scale,
        fps=model.fps,
        motion=0.5,
        seed=0,
    )


@contextmanager
def _peak(device: str) -> Iterator[list[float]]:
    """Give a list that holds the largest memory on the device in the end, in GB; nan on a CPU."""
    import torch

    peak_gb: list[float] = []
    if device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    yield peak_gb
    peak_gb.append(torch.cuda.max_memory_allocated() / _GIGA if device == "cuda" else float("nan"))


@contextmanager
def _watched(pipe: Any, device: str) -> Iterator[Counter[str]]:
    """Give the seconds of each part, and how many passes there were and how many the cache left to make."""
    import torch

    seconds: Counter[str] = Counter()
    began: dict[str, float] = {}

    def now() -> float:
        if device == "cuda":
            torch.cuda.synchronize()
        return time.perf_counter()

    def begin(name: str) -> None:
        began[name] = now()

    def end(name: str) -> None:
        seconds[name] += now() - began[name]

    def passed(_block: Any, inputs: tuple[Any, ...], output: Any) -> None:
        seconds["passes"] += 1
        seconds["passes made"] += output is not inputs[0]  # the last block of a pass that is skipped hands through

    hooks = [pipe.transformer.blocks[-1].register_forward_hook(passed)]
    parts = {"encoder": pipe.vae.encoder, "decoder": pipe.vae.decoder}
    for name, part in {**parts, "text_encoder": pipe.text_encoder, "transformer": pipe.transformer}.items():
        hooks.append(part.register_forward_pre_hook(lambda *_, name=name: begin(name)))
        hooks.append(part.register_forward_hook(lambda *_, name=name: end(name)))
    try:
        yield seconds
    finally:
        for hook in hooks:
            hook.remove()
