"""The service as a whole: log-in, the gateway, the commands that are published, and secrets."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.discord.addresses import Addresses
from bot.service import running
from bot.settings import Settings
from tests.discord import payloads, rules
from tests.discord.fake_discord import TOKEN, WAIT_S, FakeDiscord, Fault
from tests.discord.people import Person
from tests.discord.stage import Stage

Play = Callable[..., None]


def test_commands_are_published_once_for_everybody_and_again_when_they_are_gone(scene: Play) -> None:
    async def play(stage: Stage) -> None:
        discord = stage.discord
        await discord.until(lambda: discord.commands)
        by_name: dict[str, dict[str, Any]] = {command["name"]: command for command in discord.commands}
        assert {"animate", "story", "forget", "Animate this photo"} <= set(by_name)
        for command in by_name.values():
            assert set(command["integration_types"]) == {0, 1}
            assert set(command["contexts"]) == {0, 1, 2}
        assert [option["name"] for option in by_name["animate"]["options"]] == ["photo", "mood", "length", "sound"]
        assert set(by_name["help"]["description_localizations"]) >= {"en-US", "en-GB"}

        await stage.restart()
        await discord.gateway.drop()
        await discord.gateway.ready.wait()
        assert discord.published == 1
        discord.commands.clear()
        await stage.restart()
        assert discord.published == 2

    scene(play)


def test_nothing_privileged_is_asked_for_and_a_lost_connection_is_resumed(scene: Play) -> None:
    async def play(stage: Stage) -> None:
        discord = stage.discord
        await discord.gateway.drop()
        asked = await stage.anna.command("help")  # while nobody listens
        await discord.until(lambda: asked.original)
        assert (discord.gateway.identifies, discord.gateway.resumes) == (1, 1)

    scene(play)


def test_a_lost_network_is_told_in_one_line_and_comes_back(scene: Play, caplog: pytest.LogCaptureFixture) -> None:
    async def play(stage: Stage) -> None:
        stage.discord.faults.append(Fault("GET", "/gateway", "reset", times=3))
        await stage.discord.gateway.drop()
        await stage.discord.gateway.ready.wait()

    scene(play)
    assert "The connection to Discord is lost" in caplog.text
    assert "Traceback" not in caplog.text


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., Settings]:
    """Settings of a whole chat on a Discord."""

    def make(root: str, token: str = TOKEN) -> Settings:
        return Settings(
            data_dir=tmp_path / "data",
            device="cpu",
            web_port=0,
            max_seconds=1,
            max_size=240,
            discord_bot_token=token,
            discord_api_base_url=root,
        )

    return make


@pytest.mark.parametrize("token", ["wrong.token", "with\nnewline"])
def test_a_wrong_token_stops_discord_with_one_sentence_and_the_web_goes_on(
    settings: Callable[..., Settings], token: str
) -> None:
    async def play() -> None:
        async with FakeDiscord().running() as discord, running(settings(discord.root, token)) as awake:
            assert len(awake.where) == 1
            assert awake.where[0].startswith("http://127.0.0.1")
            (fault,) = awake.faults
            assert "DISCORD_BOT_TOKEN" in fault
            assert token not in fault

    asyncio.run(play())


def test_what_is_not_discord_is_told(settings: Callable[..., Settings]) -> None:
    async def play() -> None:
        async with FakeDiscord().running() as discord, running(settings(f"{discord.root}/elsewhere")) as awake:
            assert "DISCORD_API_BASE_URL" in awake.faults[0]

    asyncio.run(play())


def test_a_token_that_the_gateway_refuses_ends_discord_alone(
    settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    async def play() -> None:
        async with FakeDiscord().running() as discord:
            discord.gateway.refuses_token = True
            async with running(settings(discord.root)), asyncio.timeout(WAIT_S):
                while "closed the connection for good" not in caplog.text:  # noqa: ASYNC110 - the log tells nobody
                    await asyncio.sleep(0.02)

    asyncio.run(play())


def test_without_a_network_at_the_start_it_is_tried_again(scene: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.service._AGAIN_S", (0.05,))
    monkeypatch.setattr("bot.discord.service._FIRST_LOGIN_S", 0.1)

    async def play(stage: Stage) -> None:
        stage.discord.faults.append(Fault("GET", "/users/@me", "reset", times=4))
        stage.discord.faults.append(Fault("GET", "/gateway/bot", "reset", times=2))
        await stage.start()
        asked = await stage.anna.command("help")
        await stage.discord.until(lambda: asked.original)

    scene(play, starts=False)


def test_the_log_holds_no_token(scene: Play, photo: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def play(stage: Stage) -> None:
        caplog.set_level(logging.DEBUG)
        asked = await stage.anna.command("animate", photo=stage.discord.put_file("me.jpg", photo), mood="smile")
        await stage.discord.until(lambda: asked.original)
        logging.getLogger("discord.test").error("a library tells of %s", TOKEN)
        await stage.discord.gateway.drop()
        await stage.discord.gateway.ready.wait()

    scene(play)
    assert "a library tells of" in caplog.text
    assert TOKEN not in caplog.text


def test_the_whole_chat_animates_a_face(settings: Callable[..., Settings], photo: bytes) -> None:
    """The real engine behind the real queue, conversation and client."""

    async def play() -> None:
        async with FakeDiscord().running() as discord, running(settings(discord.root)) as awake:
            assert awake.faults == ()
            assert awake.where[1] == "Discord (as reverie)"
            await discord.gateway.ready.wait()
            anna = Person(discord)
            await anna.command("animate", photo=discord.put_file("me.jpg", photo), mood="a warm smile")
            async with asyncio.timeout(4 * WAIT_S):
                await discord.until(lambda: [one for one in discord.messages.values() if one["attachments"]])
            (clip,) = discord.in_channel(anna.channel)
            assert discord.film_of(clip)[4:8] == b"ftyp"
            assert discord.violations == []

    asyncio.run(play())


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (
            "https://cdn.discordapp.com/attachments/1/2/a.jpg?ex=1",
            "https://cdn.discordapp.com/attachments/1/2/a.jpg?ex=1",
        ),
        ("https://media.discordapp.net/a.jpg", "https://media.discordapp.net/a.jpg"),
        ("http://cdn.discordapp.com/a.jpg", None),
        ("https://cdn.discordapp.com:8443/a.jpg", None),
        ("https://cdn.discordapp.com@127.0.0.1/a.jpg", None),
        ("https://127.0.0.1/a.jpg", None),
        ("/a.jpg", None),
        ("https://[", None),
    ],
)
def test_files_are_read_from_discord_alone(told: str, read: str | None) -> None:
    url = Addresses().of_file(told)
    assert (None if url is None else str(url)) == read
    proxied = Addresses("http://proxy:81/").of_file(told)
    assert (proxied is None) == (read is None)
    assert proxied is None or str(proxied).startswith("http://proxy:81/cdn/")


def test_the_fake_refuses_what_discord_refuses() -> None:
    for wrong in ({"content": "x" * 2001}, {"unknown": 1}, {"components": [{"type": 1, "components": []}]}):
        with pytest.raises(rules.InvalidFormError):
            rules.check(rules.NEW_MESSAGE, wrong)
    assert int(payloads.new_id()) < int(payloads.new_id())
