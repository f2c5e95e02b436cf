"""Every family: real pipelines of tiny random parts, led by a film, one take alone or several side by side."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import accelerate
import pytest
import torch
from takes import family_of, run, run_together, small, take, whole
from tiny import PIPELINES, pipeline

from engine.render.diffusion.guidance import TwoClocks
from engine.render.diffusion.loading import denoisers, place, read
from engine.render.diffusion.models import MODELS, DiffusionOptions, Lead
from engine.render.diffusion.sampling import sample
from engine.render.diffusion.weights import are_here

AT_ONCE = {"wan2.2-5b": 4, "wan2.2-14b": 4, "cogvideox-5b": 9, "svd-xt": 4}
"""The most frames that a model's VAE decodes in one go, where it can stop in between."""
LOOK_BOTH_WAYS = ("ltx-video", "ltx-2")


def test_every_model_of_the_table_is_tested() -> None:
    assert {name: family for name, (family, _) in PIPELINES.items()} == {
        name: model.family for name, model in MODELS.items()
    }


@pytest.fixture(scope="module")
def frames(pipe: Any, name: str) -> torch.Tensor:
    """What the model makes of a take, led as the table says."""
    return run(pipe, name, take(name), MODELS[name].lead)


def test_a_take_has_the_reference_s_shape_and_tells_its_steps(pipe: Any, name: str, frames: torch.Tensor) -> None:
    steps: list[tuple[int, int]] = []
    again = run(pipe, name, take(name), MODELS[name].lead, steps)
    torch.testing.assert_close(again, frames, rtol=0, atol=0)
    assert frames.shape == take(name).reference.shape
    assert (frames.min() >= 0) & (frames.max() <= 1)
    assert [done for done, _ in steps] == list(range(1, steps[-1][1] + 1))


def test_the_seed_decides(pipe: Any, name: str, frames: torch.Tensor) -> None:
    other = run(pipe, name, replace(take(name), seed=1), MODELS[name].lead)
    assert (frames - other).abs().mean() > 1e-4


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        *((name, {"prompt": "a person"}) for name in MODELS if name != "svd-xt"),  # which reads nothing
        *((name, {"negative_prompt": "nods"}) for name in MODELS if name != "svd-xt"),
        *((name, {"fps": 24}) for name in ("svd-xt", "ltx-video", "ltx-2")),
        ("svd-xt", {"motion": 0.9}),
    ],
    scope="module",
)
def test_what_is_wished_reaches_the_model(pipe: Any, name: str, frames: torch.Tensor, wish: dict[str, Any]) -> None:
    assert not torch.equal(run(pipe, name, replace(take(name), **wish), MODELS[name].lead), frames)


@pytest.mark.parametrize("name", [name for name, model in MODELS.items() if not model.skips], scope="module")
def test_beside_others_a_take_is_what_it_is_alone(pipe: Any, name: str) -> None:
    lead = MODELS[name].lead
    asked = [take(name, seed) for seed in (1, 2, 3)]
    together = run_together(pipe, name, asked, lead)
    alone = [run(pipe, name, each, lead) for each in asked]
    for one, other in zip(together, alone, strict=True):
        torch.testing.assert_close(one, other, rtol=0, atol=1e-4)
    assert (alone[0] - alone[1]).abs().mean() > 1e-3


def test_led_everywhere_to_the_end_it_decodes_to_the_reference(pipe: Any, name: str) -> None:
    """With a strong level of 0 the model's answers count for nothing; only the VAE is between film and reference."""
    asked = take(name)
    frames = run(pipe, name, asked, Lead(0.9, 0.0))
    with torch.inference_mode():
        expected = decoded_whole(pipe, name, family_of(name).encode(pipe, asked.reference))
    torch.testing.assert_close(frames, expected, rtol=0, atol=5e-3)


def test_led_nowhere_it_samples_plainly_from_the_weak_level(
    pipe: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = Lead(0.95, 0.1)
    masked = run(pipe, name, take(name, mask=0.0), lead)
    led = run(pipe, name, take(name, mask=1.0), lead)
    monkeypatch.setattr(TwoClocks, "leads", False)
    plain = run(pipe, name, take(name, mask=1.0), lead)
    torch.testing.assert_close(masked, plain)
    assert (led - plain).abs().mean() > 1e-4


def test_of_few_steps_too_some_are_led_and_most_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    model, levels = MODELS["ltx-2"], []
    led = TwoClocks._led
    monkeypatch.setattr(TwoClocks, "_led", lambda *given: levels.append(given[-1]) or led(*given))
    run(pipeline("ltx-2"), "ltx-2", replace(take("ltx-2"), steps=model.steps), model.lead)
    strong = model.lead.hold
    assert len(levels) < model.steps == 8  # it starts from the warp film, not from noise
    assert 1 <= sum(level >= strong for level in levels) < sum(level < strong for level in levels)


def test_what_comes_a_few_frames_at_a_time_is_what_would_come_at_once(pipe: Any, name: str) -> None:
    long = take(name, frames=12 * small(name).frame_step + 1)
    family = family_of(name)
    with torch.inference_mode():
        latents = family.encode(pipe, long.reference)
        latents = latents + 0.5 * torch.randn(latents.shape, generator=torch.Generator().manual_seed(0))
        expected = decoded_whole(pipe, name, latents)
    chunks = [part.movedim(1, 0) / 2 + 0.5 for part in family.decode(pipe, as_made(pipe, name, latents), long)]
    assert max(len(chunk) for chunk in chunks) == (len(long.reference) if name in LOOK_BOTH_WAYS else AT_ONCE[name])
    torch.testing.assert_close(torch.cat(chunks).clamp(0, 1), expected, rtol=0, atol=1e-5)


@pytest.mark.parametrize("by", ["parts", "layers"])
def test_brought_in_where_it_is_needed_it_gives_the_same_and_decodes_before_another_run(
    name: str, by: str, frames: torch.Tensor, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = MODELS[name]
    bring_to_the_cpu(monkeypatch)
    elsewhere = pipeline(name)
    place(elsewhere, model, "cpu", model.by_parts_gb if by == "parts" else 0.0)
    decoded: list[int] = []
    elsewhere.vae.decoder.register_forward_hook(lambda *_: decoded.append(1))
    for _ in range(2):
        (chunks,) = sample(elsewhere, family_of(name), [take(name)], model.lead, on_step=lambda _done, _total: None)
        count = len(decoded)
        torch.testing.assert_close(whole(chunks), frames, rtol=0, atol=1e-4)
        assert len(decoded) == count > 0
        where = {parameter.device.type for part in denoisers(elsewhere) for parameter in part.parameters()}
        assert where == {"cpu" if by == "parts" else "meta"}  # without values, until a layer's turn comes


def bring_to_the_cpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a CPU be what layers are brought to.

    diffusers calls it "cpu:0", which for torch is not where a tensor on "cpu" is; so weights are copied once more, and
    come out as mere tensors, of which accelerate then cannot make parameters. A GPU's tensors have a number too.
    """
    bring = accelerate.cpu_offload
    monkeypatch.setattr(
        accelerate, "cpu_offload", lambda part, _device, **options: bring(part, torch.device("cpu"), **options)
    )


def test_half_as_exact_as_on_a_gpu_it_gives_nearly_the_same(name: str, frames: torch.Tensor, tmp_path: Path) -> None:
    """Read from a folder like a real model's, with those parts that a model keeps exact."""
    pipeline(name).save_pretrained(tmp_path)
    model = replace(MODELS[name], repository=str(tmp_path))
    assert are_here(model)
    half = read(model, DiffusionOptions(), torch.bfloat16)
    assert {part.dtype for part in (*denoisers(half), half.vae)} == {torch.bfloat16}
    half.set_progress_bar_config(disable=True)
    apart = (run(half, name, take(name), model.lead) - frames).abs().mean()
    assert 0 < apart < 0.1 * frames.std()


def test_what_another_take_has_made_stays_and_the_rest_goes_on_from_it(
    pipe: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    family, asked = family_of(name), take(name, mask=0.0)
    made: list[torch.Tensor] = []
    decode = family.decode
    monkeypatch.setattr(family, "decode", lambda *given: made.append(given[1]) or decode(*given))
    known = (len(asked.reference) + 1) // 2
    for count in (0, known):
        run(pipe, name, replace(asked, known=count), Lead(0.999, 0.6))
    with torch.inference_mode():
        latents = family.encode(pipe, asked.reference)
    count = latents.shape[family.scheduler(pipe).frame_dim]
    free, bound, expected = (frame_by_frame(name, each, count) for each in (*made, as_made(pipe, name, latents)))
    stays = count // 2 + 1
    torch.testing.assert_close(bound[:stays], expected[:stays], rtol=0, atol=1e-4)
    assert (free - expected)[1:stays].abs().mean() > 0.01
    assert (bound - free)[stays:].abs().mean() > 1e-4


def test_what_a_step_raises_ends_the_run(pipe: Any, name: str) -> None:
    done: list[int] = []

    def stop(step: int, _total: int) -> None:
        done.append(step)
        raise InterruptedError

    with pytest.raises(InterruptedError):
        sample(pipe, family_of(name), [take(name)], Lead(0.95, 0.9), on_step=stop)
    assert done == [1]


def as_made(pipe: Any, name: str, latents: torch.Tensor) -> torch.Tensor:
    """Return latents as the pipeline hands them out."""
    match MODELS[name].family:
        case "ltx":
            return pipe._pack_latents(latents)
        case "ltx2":
            return latents * pipe.vae.latents_std.view(1, -1, 1, 1, 1) + pipe.vae.latents_mean.view(1, -1, 1, 1, 1)
        case _:
            return latents


def frame_by_frame(name: str, latents: torch.Tensor, count: int) -> torch.Tensor:
    """Return latents as the pipeline hands them out, which are of so many frames, with these first."""
    match MODELS[name].family:
        case "ltx":  # tokens, frame after frame
            return latents[0].unflatten(0, (count, -1))
        case "wan" | "ltx2":
            return latents[0].movedim(1, 0)
        case _:
            return latents[0]


def decoded_whole(pipe: Any, name: str, latents: torch.Tensor) -> torch.Tensor:
    """Decode latents as the pipeline does, through its own last lines."""
    match MODELS[name].family:
        case "wan":
            config = pipe.vae.config
            mean, deviation = (
                torch.tensor(values).view(1, -1, 1, 1, 1) for values in (config.latents_mean, config.latents_std)
            )
            video = pipe.vae.decode(latents * deviation + mean, return_dict=False)[0]
        case "ltx" | "ltx2":
            mean, deviation = pipe.vae.latents_mean.view(1, -1, 1, 1, 1), pipe.vae.latents_std.view(1, -1, 1, 1, 1)
            video = pipe.vae.decode(latents * deviation + mean, return_dict=False)[0]
        case "cogvideox":
            video = pipe.decode_latents(latents)
        case _:
            video = pipe.decode_latents(latents, latents.shape[1], 4)
    frames: torch.Tensor = pipe.video_processor.postprocess_video(video, output_type="pt")[0]
    return frames.float()
