"""Anything at all may be sent to the web chat: it answers with a reproach at most, never with a fault of its own."""

import asyncio
import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import aiohttp
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.settings import Settings
from tests.web.served import served

FUZZED = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROUTES = (
    "/",
    "/page/app.js",
    "/live",
    "/photos",
    "/language",
    f"/photos/{'0' * 64}.jpg",
    f"/films/{'0' * 16}.mp4",
    "/enter",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW")

visible = st.characters(min_codepoint=33, max_codepoint=126)
parts = st.one_of(
    st.text(visible, max_size=20), st.sampled_from(["..", "%2e%2e", "%00", "%2f", "page", "photos", "films"])
)
paths = st.one_of(st.sampled_from(ROUTES), st.lists(parts, max_size=5).map(lambda names: "/" + "/".join(names)))
queries = st.one_of(st.just(""), st.text(visible, max_size=30).map(lambda text: "?" + text.replace("#", "")))
header_names = st.sampled_from(
    ["Cookie", "Origin", "Referer", "Range", "If-None-Match", "If-Modified-Since", "Accept-Language", "X-Forwarded-For"]
)
header_values = st.one_of(
    st.text(visible, max_size=60),
    st.sampled_from(["bytes=0-", "bytes=9-1", "bytes=-1,5-", "visitor=" + "9" * 500, "q=;;;"]),
)
types = st.sampled_from(
    [
        "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "application/json",
        "x/y",
        "",
    ]
)
disposition = st.tuples(st.sampled_from(["photo", "words", "caption", "sound", "about", "x"]), st.text(max_size=20))
bodies = st.one_of(
    st.binary(max_size=200),
    st.lists(st.tuples(disposition, st.binary(max_size=60)), max_size=4).map(
        lambda fields: (
            b"".join(
                b'--x\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n\r\n%s\r\n'
                % (name.encode(), file.replace("\n", "").replace("\r", "").encode(), content)
                for (name, file), content in fields
            )
            + b"--x--\r\n"
        )
    ),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    chosen = Settings(data_dir=tmp_path_factory.mktemp("data"), device="cpu", web_port=0, max_seconds=1, max_size=160)
    with served(chosen) as address:
        yield address


def connection(address: str) -> http.client.HTTPConnection:
    url = urlsplit(address)
    return http.client.HTTPConnection(url.hostname or "", url.port, timeout=20)


def is_well(address: str) -> bool:
    with closing(connection(address)) as line:
        line.request("GET", "/")
        with line.getresponse() as answer:
            return answer.status == 200 and b"</html>" in answer.read()


@FUZZED
@given(
    st.sampled_from(METHODS), paths, queries, st.dictionaries(header_names, header_values, max_size=4), types, bodies
)
@example("GET", "/page/../../settings.py", "", {}, "", b"")
@example("GET", "/page/%2e%2e%2f%2e%2e%2fsettings.py", "", {}, "", b"")
@example("POST", "/photos", "", {"Origin": "http://evil.example"}, "multipart/form-data; boundary=x", b"--x")
def test_no_request_is_answered_with_a_fault_of_ours(  # noqa: PLR0917 - what a request is made of
    address: str, method: str, path: str, query: str, headers: dict[str, str], kind: str, body: bytes
) -> None:
    told = headers | ({"Content-Type": kind} if kind else {}) | {"Connection": "close"}
    with closing(connection(address)) as line:
        line.request(method, path + query, body if method in ("POST", "PUT", "PATCH") else None, told)
        with line.getresponse() as answer:
            content = answer.read()
    assert answer.status < 500
    assert b"Traceback" not in content
    assert b"class Settings" not in content


@FUZZED
@given(
    st.one_of(st.binary(max_size=300), st.binary(max_size=100).map(lambda end: b"GET / HTTP/1.1\r\nHost: x\r\n" + end))
)
def test_what_is_no_request_hurts_nobody(address: str, noise: bytes) -> None:
    url = urlsplit(address)
    with socket.create_connection((url.hostname, url.port), timeout=20) as line:
        line.sendall(noise)
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(1 << 16)
    assert not answer.startswith(b"HTTP/1.1 5")
    assert is_well(address)


texts = st.one_of(
    st.text(max_size=200),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=40),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "about", "data"]), inner)
        ),
        max_leaves=8,
    ).map(json.dumps),
    st.builds(
        lambda kind, data: json.dumps({"type": kind, "data": data, "text": data, "about": data}),
        st.sampled_from(["press", "say", "history", ""]),
        st.one_of(
            st.text(max_size=80),
            st.sampled_from(
                ["begin:..:smile", "set:mark:rm", "menu::", ":::", "cancel:' OR 1=1", "speak::xx", "/forget", "/queue"]
            ),
        ),
    ),
    st.integers(1, 2000).map(lambda depth: "[" * depth),
)


@FUZZED
@given(st.lists(texts, min_size=1, max_size=5), st.binary(max_size=50))
def test_a_window_may_say_anything(address: str, said: list[str], noise: bytes) -> None:
    async def talk() -> None:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            async with session.get(f"{address}/") as page:
                assert page.status == 200
            async with session.ws_connect(f"{address}/live", headers={"Origin": address}) as line:
                for text in said:
                    await line.send_str(text)
                await line.send_bytes(noise)
                await line.send_json({"type": "say", "text": "/privacy", "about": ""})
                async with asyncio.timeout(20):
                    while "entry" not in (told := await line.receive_json()) or "/forget" not in str(told["entry"]):
                        pass

    asyncio.run(talk())
