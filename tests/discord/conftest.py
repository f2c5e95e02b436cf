"""A bot on a strict Discord of its own, with a photo to send and a film that comes of it."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
from PIL import Image

from engine.types.frames import YuvFrame
from engine.video import EncoderSettings, encode
from tests.discord.stage import Stage, on_stage


@pytest.fixture(scope="session")
def photo() -> bytes:
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()[::4, ::4]).save(file, "jpeg")
    return file.getvalue()


class _Noise:
    """A film that compresses badly."""

    width, height, frame_count, fps = 320, 320, 60, 30

    def draw(self, start: int, stop: int) -> Any:
        chance = np.random.default_rng(start)
        for _ in range(start, stop):
            yield YuvFrame(*(chance.integers(16, 235, (size, size), np.uint8) for size in (320, 160, 160)))


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    encode(_Noise(), path, settings=EncoderSettings(crf=30, workers=1))
    return path.read_bytes()


@pytest.fixture
def scene(tmp_path: Path, film: bytes) -> Callable[..., None]:
    """Run a scene with a fresh bot on a fresh Discord; nothing in it may break Discord's rules."""

    def run(play: Callable[[Stage], Awaitable[None]], **options: Any) -> None:
        async def whole() -> None:
            async with on_stage(tmp_path, film, **options) as stage:
                await play(stage)
                assert stage.discord.violations == []

        asyncio.run(whole())

    return run
