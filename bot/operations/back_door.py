"""A socket in the data folder on which a running chat answers its operator: about the queue, and to reach the admins.

Nobody else reaches it: it is a file that only the service's own user may open, so that it needs no port and no token.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout, UnixConnector, web

from engine.jobs.report import Report, ReportedJob

_NAME = "admin.sock"
_OWNER_ONLY = 0o600
_TIMEOUT_S = 10.0
_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def back_door(
    folder: Path, report: Callable[[], Awaitable[Report]], tell_admins: Callable[[str], Awaitable[int]]
) -> AsyncIterator[None]:
    """Answer there while the chat runs; where no socket can be made, say so in the log and go on.

    `tell_admins` says something to everybody who looks after the chat, and returns how many were reached.
    """

    async def answer_report(_request: web.Request) -> web.Response:
        return web.json_response(asdict(await report()))

    async def answer_broadcast(request: web.Request) -> web.Response:
        return web.json_response(await tell_admins(await request.text()))

    app = web.Application()
    app.router.add_get("/report", answer_report)
    app.router.add_post("/broadcast", answer_broadcast)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    path = folder / _NAME
    try:
        try:
            await web.UnixSite(runner, str(path)).start()
            path.chmod(_OWNER_ONLY)
        except (OSError, NotImplementedError, RuntimeError) as error:
            _LOG.warning("`reverie admin` cannot ask this process about the queue: %s", error)
        yield
    finally:
        await runner.cleanup()
        path.unlink(missing_ok=True)


async def ask_running(folder: Path) -> Report | None:
    """Return the report of the chat that runs on a data folder, `None` where none does."""
    told: dict[str, Any] | None = await _ask(folder, "GET", "/report")
    if told is None:
        return None
    listed = {name: [ReportedJob(**job) for job in told[name]] for name in ("open", "set_aside")}
    return Report(**{**told, **listed})


async def broadcast(folder: Path, text: str) -> int | None:
    """Have the chat that runs on a data folder tell its admins something.

    Return how many were reached, `None` where no chat runs.
    """
    reached: int | None = await _ask(folder, "POST", "/broadcast", text)
    return reached


async def _ask(folder: Path, method: str, path: str, text: str | None = None) -> Any:
    """Return what the chat that runs on a data folder answers, `None` where none does."""
    timeout = ClientTimeout(total=_TIMEOUT_S)
    try:
        async with (
            ClientSession(connector=UnixConnector(str(folder / _NAME)), timeout=timeout) as session,
            session.request(method, f"http://reverie{path}", data=text, raise_for_status=True) as response,
        ):
            return await response.json()
    except (ClientConnectionError, OSError):
        return None
