"""A photo, and a way to play one scene of a conversation."""

import asyncio
import io
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import skimage.data
from PIL import Image

from engine.jobs import QueueLimits
from tests.conversation.desk import LIMITS, Desk, StandInRender, desk_in


@pytest.fixture(scope="session")
def photo() -> bytes:
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()[::4, ::4]).save(file, "jpeg")
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
