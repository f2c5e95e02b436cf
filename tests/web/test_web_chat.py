"""The web chat over real HTTP and WebSocket."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.service import running
from bot.settings import Settings, SettingsError
from bot.web.access import is_local
from bot.wording import wording
from engine.video.decoding import decode
from tests.variants import variant

SAY = wording("en")
WAIT_S = 60.0
TOKEN = "a token of some length"  # noqa: S105


class Visitor:
    """A browser without a page: cookies, uploads, and the live connection."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self.session = session
        self.address = address
        self.origin = {"Origin": address}
        self.entries: dict[str, dict[str, Any]] = {}

    async def open(self) -> None:
        async with self.session.get(f"{self.address}/") as page:
            assert page.status == 200
        self.line = await self.session.ws_connect(f"{self.address}/live", headers=self.origin)
        while (message := await self.line.receive_json())["type"] != "history":
            pass  # what is shown while the history is read stands in it, too
        self.entries = {entry["key"]: entry for entry in message["entries"]}

    async def send_photo(self, content: bytes, words: str = "", kind: str = "image/jpeg") -> int:
        form = aiohttp.FormData()
        form.add_field("words", words)
        form.add_field("photo", content, filename="../../etc/passwd.jpg", content_type=kind)
        async with self.session.post(f"{self.address}/photos", data=form, headers=self.origin) as answer:
            return answer.status

    async def say(self, text: str, about: str = "") -> None:
        await self.line.send_json({"type": "say", "text": text, "about": about})

    async def press(self, entry: dict[str, Any], label: str) -> None:
        data = next(button["data"] for row in entry["rows"] for button in row if button["label"] == label)
        await self.line.send_json({"type": "press", "data": data})

    async def next(self, kind: str) -> dict[str, Any]:
        """Return the next entry of a kind."""
        async with asyncio.timeout(WAIT_S):
            while True:
                message = await self.line.receive_json()
                if message["type"] == "cleared":
                    self.entries.clear()
                    continue
                entry: dict[str, Any] = message["entry"]
                self.entries[entry["key"]] = entry
                if entry["kind"] == kind:
                    return entry

    async def get(self, path: str, **headers: str) -> tuple[int, Any, bytes]:
        async with self.session.get(self.address + path, headers=headers) as answer:
            return answer.status, answer.headers, await answer.read()


@asynccontextmanager
async def visiting(address: str) -> AsyncIterator[Visitor]:
    jar = aiohttp.CookieJar(unsafe=True)  # cookies of an address without a name
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        visitor = Visitor(session, address)
        await visitor.open()
        yield visitor


def test_a_photo_becomes_a_clip_that_can_be_watched_changed_and_found_again(
    settings: Settings, photo: bytes, tmp_path: Path
) -> None:
    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna, visiting(awake.where[0]) as ben:
            assert await anna.send_photo(photo, "slow, wistful nod") == 204
            sent = await anna.next("photos")
            assert (await anna.next("progress"))["title"] == "A slow, wistful nod."
            clip = await anna.next("clip")

            status, headers, film = await anna.get(clip["film"])
            (tmp_path / "film.mp4").write_bytes(film)
            assert (status, headers["Content-Type"]) == (200, "video/mp4")
            assert next(iter(decode(tmp_path / "film.mp4"))).shape == (clip["height"], clip["width"], 3)
            status, headers, part = await anna.get(clip["film"], Range="bytes=10-19")
            assert (status, part) == (206, film[10:20])
            _, headers, _ = await anna.get(f"{clip['film']}?download")
            assert headers["Content-Disposition"].startswith("attachment")
            _, _, preview = await anna.get(sent["photos"][0])
            assert Image.open(io.BytesIO(preview)).format == "JPEG"

            for path in (clip["film"], sent["photos"][0]):
                assert (await ben.get(path))[0] == 404, "what is Anna's is not there for Ben"

            await anna.say("slower")
            second = await anna.next("clip")
            assert second["title"] == "A very slow, wistful nod."
            await anna.press(second, "Undo")
            third = await anna.next("clip")
            assert third["title"] == clip["title"]

            seen = dict(anna.entries)
            await anna.line.close()
            await anna.open()
            assert [entry["kind"] for entry in anna.entries.values()] == ["photos", "clip", "words", "clip", "clip"]
            assert anna.entries == seen
            assert not ben.entries

            await anna.say("/forget")
            assert (await anna.next("passing"))["text"] == SAY("hello.forgotten")
            assert (await anna.get(clip["film"]))[0] == 404
            assert (await anna.get(sent["photos"][0]))[0] == 404

    asyncio.run(visit())


def test_a_job_survives_a_restart_and_its_clip_comes_once(settings: Settings, photo: bytes) -> None:
    async def visit() -> None:
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            async with running(settings) as awake:
                visitor = Visitor(session, awake.where[0])
                await visitor.open()
                await visitor.send_photo(photo, "laugh")
                await visitor.next("progress")
            async with running(settings) as awake:
                visitor = Visitor(session, awake.where[0])
                await visitor.open()
                if not [entry for entry in visitor.entries.values() if entry["kind"] == "clip"]:
                    await visitor.next("clip")
                kinds = [entry["kind"] for entry in visitor.entries.values()]
                assert kinds.count("clip") == 1
                assert "progress" not in kinds

    asyncio.run(visit())


def test_a_window_that_leaves_while_it_reads_the_history_does_no_harm(
    settings: Settings, photo: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            for _ in range(3):
                await anna.send_photo(photo)
            for _ in range(20):
                line = await anna.session.ws_connect(f"{anna.address}/live", headers=anna.origin)
                assert line._response.connection is not None
                line._response.connection.transport.abort()
            await anna.say("/help")
            while not (await anna.next("say"))["text"].startswith("Send a photo"):
                pass

    asyncio.run(visit())
    assert not [record for record in caplog.records if record.exc_info]


def test_photos_of_one_form_are_one_album_with_their_captions(settings: Settings, photo: bytes) -> None:
    async def send(anna: Visitor, fields: list[tuple[str, Any]]) -> int:
        form = aiohttp.FormData()
        for name, value in fields:
            if isinstance(value, bytes):
                form.add_field(name, value, filename="a.jpg", content_type="image/jpeg")
            else:
                form.add_field(name, value)
        async with anna.session.post(f"{anna.address}/photos", data=form, headers=anna.origin) as answer:
            return answer.status

    other = variant(photo, 1)

    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            fields = [("words", "xyzzy"), ("photo", photo), ("caption", ""), ("photo", other), ("caption", "")]
            assert await send(anna, fields) == 204
            assert len((await anna.next("photos"))["photos"]) == 2
            assert "xyzzy" in (await anna.next("ask"))["text"]
            assert await send(anna, [("caption", "of nothing"), ("photo", photo)]) == 400
            assert await send(anna, [("thing", photo)]) == 400
            assert await send(anna, [("photo", photo)] * 21) == 400

    asyncio.run(visit())


def test_the_language_that_was_chosen_wins_over_the_browser(settings: Settings) -> None:
    async def choose(anna: Visitor, code: str) -> int:
        async with anna.session.post(
            f"{anna.address}/language", data={"language": code}, headers=anna.origin
        ) as answer:
            return answer.status

    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            assert await choose(anna, "de") == 204
            assert (await anna.next("say"))["text"] == wording("de")("language.saved")
            _, _, page = await anna.get("/", **{"Accept-Language": "fr"})
            assert b'<html lang="de"' in page
            assert await choose(anna, "") == 204
            _, _, page = await anna.get("/", **{"Accept-Language": "fr"})
            assert b'<html lang="fr"' in page
            assert await choose(anna, "tlh") == 400

    asyncio.run(visit())


def test_what_is_no_photo_is_refused_in_words(settings: Settings) -> None:
    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            assert await anna.send_photo(b"Dear diary", "nod") == 204
            assert (await anna.next("say"))["text"] == SAY("fault.photo_unreadable")
            assert await anna.send_photo(b"Dear diary", "nod", kind="text/html") == 415

    asyncio.run(visit())


def test_a_photo_that_is_too_large_is_refused_while_it_arrives(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, photo: bytes
) -> None:
    monkeypatch.setattr("bot.web.uploads.MAX_PHOTO_BYTES", len(photo) - 1)

    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            assert await anna.send_photo(photo) == 413

    asyncio.run(visit())


@pytest.mark.parametrize("message", ["", "[]", "{", '{"type": "say"}', '{"type": "say", "text": 3}', "[" * 9000])
def test_messages_that_the_page_never_sends_are_ignored(settings: Settings, message: str) -> None:
    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            await anna.line.send_str(message)
            await anna.say("/start")
            assert (await anna.next("say"))["text"] == SAY("hello.start")

    asyncio.run(visit())


def test_other_pages_and_other_names_stay_outside(settings: Settings) -> None:
    async def visit() -> None:
        async with running(settings) as awake, visiting(awake.where[0]) as anna:
            for origin in ({"Origin": "http://elsewhere.example"}, {}):
                with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                    await anna.session.ws_connect(f"{anna.address}/live", headers=origin)
                async with anna.session.post(f"{anna.address}/photos", data=b"", headers=origin) as answer:
                    assert answer.status == 403
            status, headers, _ = await anna.get("/", Host="rebound.example")
            assert status == 403
            status, headers, _ = await anna.get("/")
            assert "default-src 'none'" in headers["Content-Security-Policy"]
            for path in (
                "/page/../server.py",
                "/page/%2e%2e%2fserver.py",
                "/page/index.html",
                "/films/x.mp4",
                "/photos/.jpg",
            ):
                assert (await anna.get(path))[0] == 404

    asyncio.run(visit())


def test_the_cookie_is_for_the_server_alone(settings: Settings) -> None:
    async def visit() -> None:
        async with running(settings) as awake, aiohttp.ClientSession() as session, session.get(awake.where[0]) as page:
            cookie = page.headers["Set-Cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie

    asyncio.run(visit())


def test_with_a_token_nobody_enters_without(settings: Settings) -> None:
    private = settings.model_copy(update={"web_token": Settings(web_token=TOKEN).web_token})

    async def visit() -> None:
        jar = aiohttp.CookieJar(unsafe=True)
        async with running(private) as awake, aiohttp.ClientSession(cookie_jar=jar) as session:
            address = awake.where[0]
            async with session.get(address) as page:
                assert SAY("page.token_title") in await page.text()
            async with session.get(f"{address}/live", headers={"Origin": address}, allow_redirects=False) as answer:
                assert answer.status == 303
            for told, status in (("wrong", 403), (TOKEN, 200)):
                async with session.post(
                    f"{address}/enter", data={"token": told}, headers={"Origin": address}
                ) as answer:
                    assert answer.status == status
            await Visitor(session, address).open()

    asyncio.run(visit())


def test_another_host_needs_a_token(settings: Settings) -> None:
    async def start() -> None:
        async with running(settings.model_copy(update={"web_host": "0.0.0.0"})):  # noqa: S104
            pass

    with pytest.raises(SettingsError, match="REVERIE_WEB_TOKEN"):
        asyncio.run(start())


def test_a_port_in_use_is_one_sentence(settings: Settings, tmp_path: Path) -> None:
    async def start_twice() -> None:
        async with running(settings) as awake:
            port = int(awake.where[0].rpartition(":")[2])
            async with running(settings.model_copy(update={"web_port": port, "data_dir": tmp_path / "other"})):
                pass

    with pytest.raises(SettingsError, match="REVERIE_WEB_PORT"):
        asyncio.run(start_twice())


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost", True),
        ("192.0.2.7", False),
        ("a.example", False),
    ],
)
def test_which_hosts_are_this_machine(host: str, local: bool) -> None:
    assert is_local(host) is local
