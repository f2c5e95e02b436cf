"""Whether a model's weights are on this machine: a look at files, before anything is imported that takes its time."""

import json
from pathlib import Path
from typing import Any

from engine.errors import RequestError
from engine.render.diffusion.models import DiffusionModel

INDEX = "model_index.json"
"""Names the parts of a pipeline; each has a folder of its own beside it."""


class MissingWeightsError(RequestError):
    """The model's weights are not on this machine, or not whole, or no safetensors."""

    def __init__(self, model: DiffusionModel) -> None:
        """Say what mends it."""
        remedy = (
            "put a whole pipeline of diffusers there, its weights as safetensors."
            if _is_folder(model)
            else f"`hf download {model.repository}` brings them, or REVERIE_DIFFUSION_DOWNLOAD=true lets Reverie do it."
        )
        super().__init__(f"The weights of {model.repository} are not here, or not whole: {remedy}")


def are_here(model: DiffusionModel) -> bool:
    """Return whether every part of a model lies in its folder, or in the hub's cache."""
    folder = Path(model.repository) if _is_folder(model) else _cached(model.repository)
    if folder is None:
        return False
    try:
        parts = [name for name, entry in _read(folder / INDEX).items() if isinstance(entry, list) and any(entry)]
        return all(_is_whole(folder / part) for part in parts)
    except (OSError, ValueError, KeyError):
        return False


def _is_folder(model: DiffusionModel) -> bool:
    return Path(model.repository).is_absolute()


def _cached(repository: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 - not for a folder

    index = try_to_load_from_cache(repository, INDEX)
    return Path(index).parent if isinstance(index, str) else None


def _is_whole(part: Path) -> bool:
    """Return whether all weights of a part are there; what has no `config.json`, such as a tokenizer, has none."""
    if not (part / "config.json").exists():
        return part.is_dir()
    lists = [_read(path)["weight_map"].values() for path in part.glob("*.safetensors.index.json")]
    files = {part / name for names in lists for name in names} or set(part.glob("*.safetensors"))
    return bool(files) and all(file.exists() for file in files)  # a link in the cache may lead nowhere


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))
