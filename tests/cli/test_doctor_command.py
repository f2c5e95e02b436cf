import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from engine.models import MODELS, Models, default_folder


def test_a_sound_installation_passes(script) -> None:
    run = script("doctor")
    assert run.returncode == 0, run.stdout
    checks = [line.split()[:2] for line in run.stdout.splitlines()]
    assert checks == [
        ["ok", name]
        for name in ("settings", "models", "encoder", "device", "engine", "workers", "feelings", "sound", "disk")
    ]


def test_a_missing_model_comes_with_its_remedy(own_folder: Path, invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_MODELS_DIR", str(own_folder / "elsewhere"))
    run = invoke("doctor")
    assert run.exit_code == 1
    (fault,) = (line for line in run.stdout.splitlines() if line.startswith("FAULT"))
    assert "models" in fault
    assert "`reverie models`" in fault


def test_a_misspelt_setting_hides_no_other_check(invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_DEVICES", "cpu")
    run = invoke("doctor")
    assert run.exit_code == 1
    assert "did you mean REVERIE_DEVICE?" in run.stdout
    assert len(run.stdout.splitlines()) == 9


def test_a_full_disk_is_noticed(invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=40_000_000))
    run = invoke("doctor")
    assert run.exit_code == 1
    assert "Only 40 MB are free" in run.stdout


def test_a_gpu_that_is_not_there_is_a_fault(invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REVERIE_DEVICE", "cuda")
    monkeypatch.setattr("bot.cli.doctor._usable_gpu", lambda: None)
    run = invoke("doctor")
    assert run.exit_code == 1
    assert "REVERIE_DEVICE" in run.stdout


def test_weights_that_are_not_there_are_a_fault_where_the_engine_needs_them(
    own_folder: Path, invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_folder / "model_index.json").write_text(
        '{"_class_name": "StableVideoDiffusionPipeline", "unet": ["diffusers", "UNetSpatioTemporalConditionModel"]}'
    )
    monkeypatch.setenv("REVERIE_DIFFUSION_MODEL", str(own_folder))
    assert invoke("doctor").exit_code == 0
    monkeypatch.setenv("REVERIE_ENGINE", "diffusion")
    run = invoke("doctor")
    assert run.exit_code == 1
    (fault,) = (line for line in run.stdout.splitlines() if line.startswith("FAULT"))
    assert f"The weights of {own_folder} are not here" in fault


def test_models_says_where_they_are(own_folder: Path, invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = Models(default_folder())
    folder = own_folder / "models"
    folder.mkdir()
    for model in MODELS:
        shutil.copy(installed.path(model.name), folder)
    monkeypatch.setenv("REVERIE_MODELS_DIR", str(folder))
    run = invoke("models")
    assert run.exit_code == 0, run.output
    assert run.stdout == f"All models are whole in {folder}\n"


def test_missing_instruments_are_no_fault_but_told(invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.audio.can_play", lambda: False)
    run = invoke("doctor")
    assert run.exit_code == 0, run.output
    assert "films are silent" in run.stdout
    assert "--no-deps tinysoundfont" in run.stdout
