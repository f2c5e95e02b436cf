"""`reverie run` with Telegram: the real engine, a wrong token, no network, and a token that no log shows."""

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import skimage.data
from PIL import Image

from bot.service import Awake, running
from bot.settings import Settings
from bot.telegram import connection, service
from tests.telegram.people import ANNA
from tests.telegram.server import TOKEN, FakeTelegram
from tests.telegram.world import FilmRender, World


@asynccontextmanager
async def reverie(folder: Path, root: str, token: str = TOKEN, **chosen: Any) -> AsyncIterator[Awake]:
    settings = Settings(
        data_dir=folder, device="cpu", web_port=0, telegram_bot_token=token, telegram_api_base_url=root, **chosen
    )
    async with running(settings) as awake:
        yield awake


async def shows_page(awake: Awake) -> bool:
    async with aiohttp.ClientSession() as session, session.get(awake.where[0]) as page:
        return page.status == 200


def portrait() -> bytes:
    file = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()[:256, 80:336]).save(file, "jpeg")
    return file.getvalue()


def test_a_real_clip_arrives(tmp_path: Path) -> None:
    async def play() -> None:
        async with FakeTelegram().running() as telegram:
            world = World(telegram, FilmRender())
            world.meet(ANNA)
            async with reverie(tmp_path, telegram.root, max_seconds=1, max_size=160) as awake:
                assert awake.where[1] == "https://t.me/ReverieBot"
                await world.photo(ANNA, "nod", content=portrait())
                film = (await world.clip()).asked["video"]
                assert 0.9 < film.duration_s <= 1.1
        telegram.check()

    asyncio.run(play())


@pytest.mark.parametrize("token", ["4242:AAwrong", "no token, a sentence"])
def test_a_wrong_token_stops_telegram_alone(tmp_path: Path, token: str) -> None:
    async def play() -> None:
        async with FakeTelegram().running() as telegram, reverie(tmp_path, telegram.root, token) as awake:
            (fault,) = awake.faults
            assert "TELEGRAM_BOT_TOKEN" in fault
            assert token not in fault
            assert await shows_page(awake)

    asyncio.run(play())


def test_without_a_network_the_others_start_and_telegram_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(service, "_PAUSES_S", (0.1,))

    async def play() -> None:
        async with FakeTelegram().running() as away:
            root = away.root
        async with reverie(tmp_path, root) as awake:
            assert not awake.faults
            assert await shows_page(awake)
            async with FakeTelegram(root=root).running() as telegram:
                world = World(telegram, FilmRender())
                world.meet(ANNA)
                await world.text(ANNA, "/help")
                await telegram.next("sendMessage")

    asyncio.run(play())
    assert "Telegram cannot be reached" in caplog.text


@pytest.mark.parametrize("token", [TOKEN, "4242:AAwrong"])
def test_no_log_shows_the_token(tmp_path: Path, caplog: pytest.LogCaptureFixture, token: str) -> None:
    caplog.set_level(logging.DEBUG)

    async def play() -> None:
        async with FakeTelegram().running() as telegram:
            world = World(telegram, FilmRender())
            world.meet(ANNA)
            async with reverie(tmp_path, telegram.root, token):
                if token == TOKEN:
                    await world.text(ANNA, "/help")
                    await telegram.next("sendMessage")

    asyncio.run(play())
    assert "HTTP Request" in caplog.text, "the library does log addresses"
    shown = [logging.Formatter().format(record) for record in caplog.records]
    assert not [line for line in shown if token in line]


def test_every_wait_has_its_limit() -> None:
    assert connection.POLL_S < 60
