"""The webhook: what Telegram brings itself, and what others try to."""

import io
import socket
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest

from bot.front_ends import FrontEndError
from tests.telegram.people import ANNA
from tests.telegram.world import World

Play = Callable[..., None]
SECRET = "a-secret_of-ours"  # noqa: S105 - of no real bot
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def post(world: World, url: str, secret: str | None = SECRET, **body: Any) -> int:
    async with aiohttp.ClientSession() as session:
        headers = {HEADER: secret} if secret is not None else {}
        async with session.post(url, headers=headers, **body) as answer:
            return answer.status


def test_what_telegram_brings_is_answered_once(on_telegram: Play, port: int) -> None:
    url = f"http://127.0.0.1:{port}/telegram/hook"

    async def scene(world: World) -> None:
        webhook = await world.telegram.next("setWebhook")
        assert webhook.asked["url"] == url
        assert webhook.asked["secret_token"] == SECRET
        assert set(webhook.asked["allowed_updates"]) == {"message", "callback_query"}
        update = {"update_id": 1, "message": world.with_photo(ANNA, "nod")}
        world.telegram.messages[ANNA["id"], update["message"]["message_id"]] = update["message"]
        assert [await post(world, url, json=update) for _ in range(2)] == [200, 200]
        await world.clip()
        await world.settled()
        assert len(world.telegram.done("sendVideo")) == 1
        assert not world.telegram.done("getUpdates")

    on_telegram(scene, telegram_webhook_url=url, telegram_webhook_secret=SECRET)


def test_nobody_else_brings_anything(on_telegram: Play, port: int) -> None:
    url = f"http://127.0.0.1:{port}/telegram/hook"

    async def scene(world: World) -> None:
        update = {"update_id": 1, "message": {**world.message(ANNA), "text": "/help"}}
        assert await post(world, url, "wrong", json=update) == 403
        assert await post(world, url, None, json=update) == 403
        assert await post(world, f"http://127.0.0.1:{port}/elsewhere", json=update) == 404
        assert await post(world, url, data=b"{") == 400
        assert await post(world, url, json=[update]) == 400
        assert await post(world, url, json={"update_id": "1"}) == 400
        assert await post(world, url, data=io.BytesIO(b" " * 2_000_000)) == 413
        await world.settled()
        assert not world.telegram.done("sendMessage")
        assert await post(world, url, json={"update_id": 2, "message": {"nonsense": True}}) == 200
        assert await post(world, url, json=update) == 200
        await world.telegram.next("sendMessage")

    on_telegram(scene, telegram_webhook_url=url, telegram_webhook_secret=SECRET)


def test_a_secret_that_nobody_chose_is_invented_and_stays(on_telegram: Play, port: int) -> None:
    url = f"http://127.0.0.1:{port}/"

    async def scene(world: World) -> None:
        await world.telegram.next("setWebhook")

    async def again(world: World) -> None:
        second = await world.telegram.next("setWebhook", 2)
        first = world.telegram.done("setWebhook")[0]
        assert first.asked["secret_token"] == second.asked["secret_token"]
        assert len(first.asked["secret_token"]) == 64

    on_telegram(scene, again, telegram_webhook_url=url)


def test_a_port_that_is_taken_is_named(on_telegram: Play) -> None:
    async def scene(_world: World) -> None:
        raise AssertionError("unreachable")

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(FrontEndError, match="TELEGRAM_WEBHOOK_PORT"):
            on_telegram(scene, telegram_webhook_url=url)
