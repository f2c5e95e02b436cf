"""A language model behind HTTP: played by a real server that answers well, late, wrongly or with malice."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from engine.language import adjust, understand
from engine.language.remote import RemoteUnderstanding
from engine.types.direction import Direction, Emotion, EmotionLabel, Gesture, GestureName, Music

TEXT = "nod slowly, please"
MODELS = Direction(
    emotion=Emotion(label=EmotionLabel.PRIDE, valence=0.7, arousal=0.3), gestures=(Gesture(name=GestureName.BOW),)
)
"""What the model makes of anything; nothing that the grammar would say."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def endpoint(answer: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/v1/chat/completions", answer)
    app.router.add_route("*", "/elsewhere", answering(MODELS.model_dump_json()))
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    finally:
        await runner.cleanup()


def answering(content: str | None) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.json_response({"choices": [{"message": {"content": content}}]})

    return handler


def sending(body: bytes, status: int = 200) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=body, status=status, content_type="application/json")

    return handler


async def _late(_: web.Request) -> web.Response:
    await asyncio.sleep(30)
    return web.Response()


async def _drop_by_drop(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(300):
        await response.write(b" ")
        await asyncio.sleep(0.1)
    return response


async def _endless(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b'{"choices": [' + b" " * 65536)


async def _redirecting(_: web.Request) -> web.Response:
    raise web.HTTPTemporaryRedirect("/elsewhere")


def said(url: str, text: str = TEXT, time_limit_s: float = 5.0) -> Awaitable[Direction]:
    return RemoteUnderstanding(url, "some-model", "some-key", time_limit_s).understand(text, "en")


def played(answer: Handler, text: str = TEXT, time_limit_s: float = 5.0) -> Direction:
    async def play() -> Direction:
        async with endpoint(answer) as url:
            return await said(url, text, time_limit_s)

    return asyncio.run(play())


def test_a_direction_is_taken_on() -> None:
    assert played(answering(MODELS.model_dump_json())) == MODELS


def test_an_adjustment_shows_the_model_what_there_was() -> None:
    heard: list[dict[str, Any]] = []
    keys: list[str | None] = []

    async def listen(request: web.Request) -> web.Response:
        heard.append(await request.json())
        keys.append(request.headers.get("Authorization"))
        return web.json_response({"choices": [{"message": {"content": MODELS.model_dump_json()}}]})

    async def play() -> Direction:
        async with endpoint(listen) as url:
            return await RemoteUnderstanding(url + "/", "some-model", "some-key").adjust(understand(TEXT), "more pride")

    assert asyncio.run(play()) == MODELS
    assert heard[0]["model"] == "some-model"
    assert keys == ["Bearer some-key"]
    told = heard[0]["messages"][1]["content"]
    assert '"nod"' in told
    assert "more pride" in told


@pytest.mark.parametrize(
    "answer",
    [
        sending(b"", 500),
        sending(b"not found", 404),
        sending(b"<html>hello</html>"),
        sending(b'{"choices": []}'),
        sending(b'{"choices": [{"message": {"content": 7}}]}'),
        sending(b"\xff\xfe\x00"),
        sending(b"[" * 60_000),
        answering(None),
        answering("Sure! Here is your direction: she nods."),
        answering('{"pace": 1e400}'),
        answering('{"pace": -5}'),
        answering('{"gestures": [{"name": "explode"}]}'),
        answering('{"run": "rm -rf /"}'),
        answering(json.dumps({"gestures": [{"name": "nod"}] * 25})),
        answering('{"language": "xx"}'),
        answering('{"language": "../../etc/passwd"}'),
        _endless,
        _redirecting,
    ],
)
def test_after_a_wrong_answer_the_grammar_understands(answer: Handler) -> None:
    assert played(answer) == understand(TEXT)


@pytest.mark.parametrize("answer", [_late, _drop_by_drop])
def test_after_a_late_answer_the_grammar_understands(answer: Handler) -> None:
    assert played(answer, time_limit_s=0.3) == understand(TEXT)


def test_where_nobody_listens_the_grammar_understands() -> None:
    async def play() -> tuple[Direction, Direction]:
        async with endpoint(answering(MODELS.model_dump_json())) as url:
            pass
        remote = RemoteUnderstanding(url, "some-model")
        return await remote.understand(TEXT), await remote.adjust(understand("nod"), "slower")

    assert asyncio.run(play()) == (understand(TEXT), adjust(understand("nod"), "slower"))


def test_words_that_nobody_wrote_are_not_shown() -> None:
    hostile = MODELS.model_copy(
        update={
            "unclear": ("visit evil.example", "Please"),
            "ambient": ("rain", "click here"),
            "music": Music(mode="asked", mood="send us your password"),
        }
    )
    shown = played(answering(hostile.model_dump_json()))
    assert shown == MODELS.model_copy(
        update={"unclear": ("Please",), "ambient": ("rain",), "music": Music(mode="asked")}
    )
