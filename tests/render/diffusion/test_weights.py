"""Whether all weights of a model are here, seen from their files alone."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest
from tiny import pipeline

from engine.errors import RequestError
from engine.render.diffusion.loading import load
from engine.render.diffusion.models import MODELS, DiffusionModel, DiffusionOptions
from engine.render.diffusion.weights import MissingWeightsError, are_here
from engine.render.engines import check_engine, open_engine

MODEL = MODELS["wan2.2-14b"]


@pytest.fixture(scope="module")
def pipe() -> Any:
    return pipeline("wan2.2-14b")


@pytest.fixture
def folder(pipe: Any, tmp_path: Path) -> Path:
    """A model whose transformers come in several files."""
    pipe.save_pretrained(tmp_path / "model", max_shard_size="40KB")
    assert len(list((tmp_path / "model" / "transformer").glob("*.safetensors"))) > 1
    return tmp_path / "model"


def in_folder(folder: Path) -> DiffusionModel:
    return replace(MODEL, repository=str(folder))


def without_the_index(folder: Path) -> None:
    (folder / "model_index.json").unlink()


def without_a_part(folder: Path) -> None:
    for file in (folder / "transformer_2").iterdir():
        file.unlink()
    (folder / "transformer_2").rmdir()


def without_one_of_several_files(folder: Path) -> None:
    max((folder / "transformer").glob("*.safetensors")).unlink()


def without_the_only_file(folder: Path) -> None:
    (folder / "text_encoder" / "model.safetensors").unlink()


def with_a_link_to_nowhere(folder: Path) -> None:
    without_the_only_file(folder)
    (folder / "text_encoder" / "model.safetensors").symlink_to(folder / "blob")


def with_a_pickle_instead(folder: Path) -> None:
    (folder / "text_encoder" / "model.safetensors").rename(folder / "text_encoder" / "pytorch_model.bin")


def with_half_a_list(folder: Path) -> None:
    (folder / "transformer" / "diffusion_pytorch_model.safetensors.index.json").write_text("{")


def test_a_whole_model_is_here(folder: Path) -> None:
    assert are_here(in_folder(folder))
    check_engine("diffusion", DiffusionOptions(str(folder)))


@pytest.mark.parametrize(
    "damage",
    [
        without_the_index,
        without_a_part,
        without_one_of_several_files,
        without_the_only_file,
        with_a_link_to_nowhere,
        with_a_pickle_instead,
        with_half_a_list,
    ],
)
def test_what_is_not_whole_is_not_here_and_cannot_be_loaded_either(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    model = in_folder(folder)
    assert not are_here(model)
    with pytest.raises(MissingWeightsError, match=str(folder)):
        load(model, DiffusionOptions(), "cpu")


def test_what_was_downloaded_lies_in_the_hub_s_cache(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    assert not are_here(MODEL)
    with pytest.raises(RequestError, match=f"hf download {MODEL.repository}"):
        open_engine("diffusion", "cpu", DiffusionOptions("wan2.2-14b"))
    check_engine("diffusion", DiffusionOptions("wan2.2-14b", may_download=True))
    kept = tmp_path / "hub" / f"models--{MODEL.repository.replace('/', '--')}"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text("abc")
    (kept / "snapshots").mkdir()
    folder.rename(kept / "snapshots" / "abc")
    assert are_here(MODEL)
    check_engine("diffusion", DiffusionOptions("wan2.2-14b"))


def test_settings_that_are_no_parts_need_no_files(folder: Path) -> None:
    index = json.loads((folder / "model_index.json").read_text())
    assert index["boundary_ratio"] == MODEL.settings["boundary_ratio"]
    assert index["image_encoder"] == [None, None]
    assert not (folder / "image_encoder").exists()
    assert are_here(in_folder(folder))
