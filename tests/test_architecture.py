"""The rules of the layout: the import direction, and imports that do nothing heavy."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import bot
import engine

ROOT = Path(engine.__file__).parents[1]
HEAVY = ("torch", "diffusers", "transformers", "matplotlib", "scipy", "skimage")

OF_DIFFUSION = "engine.render.diffusion."
READ_WITHOUT_TORCH = {"engine.render.diffusion.models", "engine.render.diffusion.prompts"}

# What a module may bring along when it is imported, and what it must leave to the moment of use.
LEAVES_OUT = {
    "bot.__main__": ("typer", "numpy", "pydantic"),
    "bot.cli.app": ("numpy", "pydantic", "cv2", "av", "rich"),
    "engine.language": ("numpy", "cv2", "av"),
    "engine.jobs": ("cv2", "av", "PIL", "ai_edge_litert", "pydantic_settings"),
    "engine.studio": ("cv2", "av", "PIL", "ai_edge_litert", "pydantic_settings"),
}


def modules_after(statement: str, cwd: Path = ROOT) -> set[str]:
    """Return the top-level modules that a fresh interpreter holds after a statement."""
    code = f"{statement}\nimport sys\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("module", LEAVES_OUT)
def test_a_light_module_stays_light(module: str) -> None:
    loaded = modules_after(f"import {module}")
    assert not loaded & {*LEAVES_OUT[module], *HEAVY}


def test_only_the_modules_of_torch_load_torch() -> None:
    names = [
        module.name
        for package in (bot, engine)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not module.name.rpartition(".")[2].startswith("torch_")
        and (not module.name.startswith(OF_DIFFUSION) or module.name in READ_WITHOUT_TORCH)
    ]
    assert {"engine.studio", *READ_WITHOUT_TORCH} <= set(names)
    heavy = modules_after("\n".join(f"import {name}" for name in names)) & set(HEAVY)
    assert not heavy


def test_the_render_path_of_a_cpu_needs_no_torch() -> None:
    loaded = modules_after("from engine.render.engines import open_engine; open_engine('warp', 'cpu')")
    assert "cv2" in loaded
    assert not loaded & set(HEAVY)


def test_importing_everything_writes_nothing(tmp_path: Path) -> None:
    modules_after("import bot.settings, bot.cli.app, engine.studio, engine.perception.scene, engine.video", tmp_path)
    assert not list(tmp_path.iterdir())
