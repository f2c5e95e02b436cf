"""Which model is meant, whether it is here, where it is put, and what makes it quick."""

import json
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import StableVideoDiffusionPipeline
from takes import family_of, run, take
from tiny import pipeline

from engine.errors import RequestError
from engine.render.diffusion import loading
from engine.render.diffusion.loading import denoisers, load, place, places, quicken
from engine.render.diffusion.models import MODELS, DiffusionModel, DiffusionOptions, Lead, model_called
from engine.render.diffusion.sampling import sample
from engine.render.diffusion.weights import MissingWeightsError

MANY_STEPS = 30


def test_a_folder_with_a_pipeline_is_loaded_from_safetensors(tmp_path: Path) -> None:
    pipeline("svd-xt").save_pretrained(tmp_path / "model", safe_serialization=True)
    model = model_called(str(tmp_path / "model"))
    assert (model.family, model.repository) == ("stable_video", str(tmp_path / "model"))
    pipe = load(model, DiffusionOptions(model.repository), "cpu")
    assert run(pipe, "svd-xt", take("svd-xt"), Lead(0.9, 0.5)).shape == take("svd-xt").reference.shape


@pytest.mark.parametrize(
    ("is_here", "is_allowed", "asked"), [(True, True, [True]), (False, True, [True, False]), (False, False, [True])]
)
def test_the_hub_is_asked_only_for_what_is_not_here_and_only_where_it_may_be(
    is_here: bool, is_allowed: bool, asked: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    local_only: list[bool] = []

    def from_pretrained(_repository: str, *, local_files_only: bool, use_safetensors: bool, **_: Any) -> Any:
        local_only.append(local_files_only)
        assert use_safetensors
        if local_files_only and not is_here:
            raise OSError
        return pipeline("svd-xt")

    monkeypatch.setattr(StableVideoDiffusionPipeline, "from_pretrained", from_pretrained)
    with nullcontext() if is_here or is_allowed else pytest.raises(MissingWeightsError):
        load(MODELS["svd-xt"], DiffusionOptions(may_download=is_allowed), "cpu")
    assert local_only == asked


@pytest.mark.parametrize("name", MODELS)
def test_a_model_is_called_by_its_name_or_by_its_id(name: str) -> None:
    assert model_called(name) == model_called(MODELS[name].repository) == MODELS[name]


@pytest.mark.parametrize(
    ("index", "name"),
    [
        ({"_class_name": "WanPipeline", "expand_timesteps": True}, "wan2.2-5b"),
        ({"_class_name": "WanImageToVideoPipeline", "boundary_ratio": 0.9}, "wan2.2-14b"),
        ({"_class_name": "LTXPipeline"}, "ltx-video"),
        ({"_class_name": "LTX2Pipeline"}, "ltx-2"),
        ({"_class_name": "StableVideoDiffusionPipeline"}, "svd-xt"),
        ({"_class_name": "CogVideoXImageToVideoPipeline"}, "cogvideox-5b"),
    ],
)
def test_a_folder_is_known_by_what_its_index_says(index: dict[str, Any], name: str, tmp_path: Path) -> None:
    (tmp_path / "model_index.json").write_text(json.dumps(index))
    assert model_called(str(tmp_path)) == replace(MODELS[name], repository=str(tmp_path))


@pytest.mark.parametrize(
    "content", [None, "", "[]", "3", '{"_class_name": "FluxPipeline"}', '{"_class_name": "WanPipeline"}']
)
def test_what_is_no_model_is_refused_in_one_sentence(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "model_index.json").write_text(content)
    with pytest.raises(RequestError):
        model_called(str(tmp_path))


class Placed:
    """A pipeline that notes how it was put on the GPU."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.vae = self

    def to(self, device: str) -> None:
        self.done.append(f"to {device}")

    def enable_model_cpu_offload(self, device: str) -> None:
        self.done.append("parts")

    def enable_sequential_cpu_offload(self, device: str) -> None:
        self.done.append("layers")

    use_tiling = False

    def enable_tiling(self) -> None:
        self.done.append("tiles")


@pytest.mark.parametrize(
    ("free_gb", "done"),
    [(80, ["to cuda"]), (36, ["to cuda", "tiles"]), (24, ["parts", "tiles"]), (16, ["layers", "tiles"])],
)
def test_a_model_goes_where_there_is_room(free_gb: float, done: list[str]) -> None:
    placed = Placed()
    place(placed, MODELS["wan2.2-5b"], "cuda", free_gb)
    assert placed.done == done


@pytest.mark.parametrize("model", MODELS.values())
def test_what_is_brought_in_by_parts_needs_less(model: DiffusionModel) -> None:
    assert model.by_parts_gb < model.whole_gb


def quick(name: str, *, compiles: bool = False) -> Any:
    pipe = pipeline(name)
    quicken(pipe, MODELS[name], compiles=compiles)
    return pipe


def test_steps_that_change_little_are_skipped_in_every_part_that_denoises() -> None:
    pipe = quick("wan2.2-14b")
    worked: dict[int, int] = {}
    for number, denoiser in enumerate(denoisers(pipe)):
        assert denoiser.is_cache_enabled
        denoiser.blocks[-1].attn1.register_forward_hook(
            lambda *_, number=number: worked.update({number: worked.get(number, 0) + 1})
        )
    steps: list[tuple[int, int]] = []
    run(pipe, "wan2.2-14b", replace(take("wan2.2-14b"), steps=MANY_STEPS), Lead(1.0, 0.9), steps)
    assert set(worked) == {0, 1}
    assert sum(worked.values()) < len(steps)  # with and without the words, twice as many would be all


def test_few_steps_are_all_taken() -> None:
    assert not quick("ltx-2").transformer.is_cache_enabled


@pytest.mark.parametrize("name", MODELS)
def test_a_film_never_depends_on_those_beside_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is skipped, is skipped for a whole run; so whatever skips makes one film at a time."""
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (0, 10**15))
    skips = any(getattr(part, "is_cache_enabled", False) for part in denoisers(quick(name)))
    assert (places(MODELS[name], "cuda") == 1) == skips


def test_a_run_that_was_stopped_leaves_nothing_in_the_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_SKIP_BELOW", 1e9)  # whatever can be skipped is
    pipe = quick("wan2.2-5b")
    asked = replace(take("wan2.2-5b", seed=1), steps=MANY_STEPS)
    expected = run(pipe, "wan2.2-5b", asked, Lead(1.0, 0.9))

    def stop(done: int, _total: int) -> None:
        if done == MANY_STEPS // 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        sample(pipe, family_of("wan2.2-5b"), [replace(asked, seed=2)], Lead(1.0, 0.9), on_step=stop)
    torch.testing.assert_close(run(pipe, "wan2.2-5b", asked, Lead(1.0, 0.9)), expected, rtol=0, atol=0)


def test_what_is_compiled_and_cached_gives_what_is_only_cached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, "compile", partial(torch.compile, backend="eager"))  # traced, but not translated
    asked, lead = take("wan2.2-5b"), Lead(0.9, 0.6)
    compiled, plain = (run(quick("wan2.2-5b", compiles=each), "wan2.2-5b", asked, lead) for each in (True, False))
    torch.testing.assert_close(compiled, plain, rtol=0, atol=1e-4)


@pytest.mark.parametrize(("name", "parts"), [("wan2.2-5b", 2), ("wan2.2-14b", 4), ("cogvideox-5b", 2), ("svd-xt", 4)])
def test_compiled_are_the_blocks(name: str, parts: int, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[Any] = []
    monkeypatch.setattr(torch, "compile", lambda forward, **_: compiled.append(forward) or forward)
    quick(name, compiles=True)
    assert len(compiled) == parts
