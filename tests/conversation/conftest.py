"""A photo, and a way to play one scene of a conversation."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
from PIL import Image

from engine.jobs import QueueLimits
from engine.types.storyboard import MOST_SHOTS
from tests.conversation.desk import LIMITS, Desk, StandInRender, desk_in


@pytest.fixture(scope="session")
def photo() -> bytes:
    return _jpeg(skimage.data.astronaut()[::4, ::4])


@pytest.fixture(scope="session")
def photos() -> list[bytes]:
    """Different photos, as many as one film shows and one more."""
    picture = skimage.data.astronaut()[::4, ::4]
    return [_jpeg(np.roll(picture, 5 * index, axis=1)) for index in range(MOST_SHOTS + 1)]


def _jpeg(pixels: Any) -> bytes:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "jpeg")
    return file.getvalue()


@pytest.fixture
def in_conversation(tmp_path: Path) -> Callable[..., None]:
    """Run a scene with a fresh desk."""

    def run(scene: Callable[[Desk], Awaitable[None]], limits: QueueLimits = LIMITS, **render: Any) -> None:
        async def play() -> None:
            async with desk_in(tmp_path, StandInRender(**render), limits) as desk:
                await scene(desk)

        asyncio.run(play())

    return run
