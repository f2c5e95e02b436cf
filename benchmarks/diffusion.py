"""The diffusion engine on a GPU: seconds a clip, against plain diffusers with as many steps in the same run.

The weights are random, at the real model's full configuration (Wan2.2-TI2V-5B): time does not depend on the values.
Only the text encoder is cut down, to one layer; it runs once a clip.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from benchmarks.report import Measurement

_STEPS = (50, 8)
_PROMPT = "The person in the photo: nods slowly. Static camera."


def diffusion(repeats: int) -> Measurement:
    """Measure the default model; says in its title where there is no GPU to measure on."""
    import torch

    columns = ("steps", "plain diffusers, s", "led, cached and compiled, s", "ratio", "of it decoding, s", "peak, GB")
    if not torch.cuda.is_available():
        return Measurement("Diffusion: not measured, no GPU here", columns, ())
    title = f"Diffusion, Wan2.2-5B, 121 frames 1280×704, {torch.cuda.get_device_name()}"
    return Measurement(title, columns, rows("cuda", full=True, steps=_STEPS, repeats=repeats))


def rows(device: str, *, full: bool, steps: tuple[int, ...], repeats: int) -> tuple[tuple[float, ...], ...]:
    """Measure each number of steps on a device; `full` is the real configuration, else one that a CPU can bear."""
    import torch

    from engine.render.diffusion.families import FAMILIES, Take
    from engine.render.diffusion.loading import quicken
    from engine.render.diffusion.models import DEFAULT_MODEL, MODELS
    from engine.render.diffusion.sampling import sample

    model = MODELS[DEFAULT_MODEL]
    width, height, frames = (model.width, model.height, model.frames) if full else (64, 64, 9)
    reference = torch.rand(frames, 3, height, width)
    table = []
    for count in steps:
        take = Take(reference, torch.ones(height, width), _PROMPT, "blurry", count, 5.0, model.fps, 0.5, 0)
        pipe = _pipeline(device, full=full)
        plain_s = _best_s(repeats, lambda take=take, pipe=pipe: _plain(pipe, take))
        quicken(pipe, replace(model, steps=count), compiles=device == "cuda")
        decoding: list[float] = []
        with _timed(pipe.vae, "decode", decoding, device):
            ours_s = _best_s(
                repeats,
                lambda take=take, pipe=pipe: sample(
                    pipe,
                    FAMILIES[model.family],
                    take,
                    model.lead,
                    on_step=lambda _done, _total: None,
                    cancelled=lambda: False,
                ),
            )
        peak_gb = torch.cuda.max_memory_allocated() / 1e9 if device == "cuda" else 0.0
        table.append((float(count), plain_s, ours_s, ours_s / plain_s, min(decoding), peak_gb))
    return tuple(table)


def _plain(pipe: Any, take: Any) -> None:
    from engine.render.diffusion.families.family import text_arguments

    pipe(**text_arguments(take), num_inference_steps=take.steps, output_type="pt")


def _best_s(repeats: int, work: Callable[[], object]) -> float:
    """Return the shortest of some runs; the first one warms up and is not counted."""
    work()
    durations = []
    for _ in range(max(1, repeats)):
        began = time.perf_counter()
        work()
        durations.append(time.perf_counter() - began)
    return min(durations)


@contextmanager
def _timed(part: Any, name: str, durations: list[float], device: str) -> Iterator[None]:
    """Note how long each call of a method takes."""
    import torch

    method = getattr(part, name)

    def timed(*values: Any, **named: Any) -> Any:
        began = time.perf_counter()
        result = method(*values, **named)
        if device == "cuda":
            torch.cuda.synchronize()
        durations.append(time.perf_counter() - began)
        return result

    setattr(part, name, timed)
    try:
        yield
    finally:
        delattr(part, name)


def _pipeline(device: str, *, full: bool) -> Any:
    """Return Wan2.2-TI2V-5B with random weights."""
    import torch
    from diffusers import AutoencoderKLWan, FlowMatchEulerDiscreteScheduler, WanImageToVideoPipeline
    from diffusers import WanTransformer3DModel as Transformer
    from transformers import T5Config, T5EncoderModel

    channels = 48 if full else 16
    text = T5Config(vocab_size=16, d_model=4096 if full else 32, d_kv=64, d_ff=64, num_layers=1, num_heads=4)
    with torch.device(device):
        vae = (
            AutoencoderKLWan(
                base_dim=160,
                decoder_base_dim=256,
                z_dim=channels,
                dim_mult=[1, 2, 4, 4],
                num_res_blocks=2,
                temperal_downsample=[False, True, True],
                is_residual=True,
                in_channels=12,
                out_channels=12,
                patch_size=2,
                scale_factor_spatial=16,
                latents_mean=[0.0] * channels,
                latents_std=[1.0] * channels,
            )
            if full
            else AutoencoderKLWan(base_dim=4, z_dim=channels, dim_mult=[1, 1, 1, 1], num_res_blocks=1)
        )
        transformer = Transformer(
            patch_size=(1, 2, 2),
            num_attention_heads=24 if full else 2,
            attention_head_dim=128 if full else 12,
            in_channels=channels,
            out_channels=channels,
            text_dim=text.d_model,
            freq_dim=256,
            ffn_dim=14336 if full else 32,
            num_layers=30 if full else 2,
            cross_attn_norm=True,
            qk_norm="rms_norm_across_heads",
        )
        pipe = WanImageToVideoPipeline(
            tokenizer=_tokenizer(),
            text_encoder=T5EncoderModel(text),
            vae=vae,
            scheduler=FlowMatchEulerDiscreteScheduler(shift=5.0),
            transformer=transformer,
            expand_timesteps=True,
        )
    pipe.to(device, torch.bfloat16 if device == "cuda" else torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe


def _tokenizer() -> Any:
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from transformers import PreTrainedTokenizerFast

    tokens = Tokenizer(WordLevel({"<pad>": 0, "</s>": 1, "<unk>": 2}, unk_token="<unk>"))  # noqa: S106 - of a text
    return PreTrainedTokenizerFast(tokenizer_object=tokens, pad_token="<pad>", unk_token="<unk>")  # noqa: S106
