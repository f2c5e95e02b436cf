"""The command line as users meet it: in a folder of their own, with sample photos of installed packages."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import skimage.data
from PIL import Image
from typer.testing import CliRunner, Result

from bot.cli.app import app

SCRIPT = str(Path(sys.executable).with_name("reverie"))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, on the CPU."""
    monkeypatch.setenv("REVERIE_DEVICE", "cpu")
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "astronaut.jpg"
    Image.fromarray(skimage.data.astronaut()).save(path, quality=92)
    return path


@pytest.fixture(scope="session")
def thing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "coffee.png"
    Image.fromarray(skimage.data.coffee()).save(path)
    return path


@pytest.fixture
def invoke() -> Callable[..., Result]:
    """Run a command within this process."""

    def run(*words: str, stdin: bytes | str | None = None) -> Result:
        return CliRunner().invoke(app, list(words), input=stdin)

    return run


@pytest.fixture
def script() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the installed console script."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([SCRIPT, *words], capture_output=True, text=True, timeout=60, check=False)

    return run
