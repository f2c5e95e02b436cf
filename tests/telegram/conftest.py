"""A way to play one scene with the bot on a fake Telegram."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.telegram.people import ANNA, BEN, EVA, FORUM, GROUP
from tests.telegram.server import FakeTelegram
from tests.telegram.world import FilmRender, World, bot_in

Scene = Callable[[World], Awaitable[None]]


@pytest.fixture
def on_telegram(tmp_path: Path) -> Callable[..., None]:
    """Run scenes with a fresh Telegram, each with a new start of the bot; afterwards every rule must have been kept."""

    def run(*scenes: Scene, render: FilmRender | None = None, **chosen: Any) -> None:
        async def play() -> None:
            async with FakeTelegram().running() as telegram:
                world = World(telegram, render or FilmRender())
                world.meet(ANNA, BEN, EVA, groups=({**GROUP}, {**FORUM}))
                for scene in scenes:
                    async with bot_in(tmp_path, world, **chosen):
                        await scene(world)
            telegram.check()

        asyncio.run(play())

    return run
