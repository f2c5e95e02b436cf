"""The whole chat on loopback, with the real engine on a small photo."""

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import skimage.data
from PIL import Image

from bot.settings import Settings
from tests.web.served import served


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", device="cpu", web_port=0, max_seconds=1, max_size=240)


@pytest.fixture(scope="session")
def photo() -> bytes:
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()[:256, 80:336]).save(file, "jpeg")
    return file.getvalue()


@pytest.fixture
def address(settings: Settings) -> Iterator[str]:
    """The address of a chat that runs in a thread of its own."""
    with served(settings) as address:
        yield address
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith(("render", "store"))]
