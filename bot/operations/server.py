"""The operator's own address: /metrics, /healthz and /readyz, apart from what people reach."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.operations.loop_lag import measured_lag
from bot.operations.metrics import Metrics
from bot.settings import SettingsError
from engine.errors import ReverieError


@asynccontextmanager
async def operated(
    host: str, port: int, metrics: Metrics, check_ready: Callable[[], Awaitable[None]]
) -> AsyncIterator[str]:
    """Serve the address, and yield it; raises `SettingsError` where it cannot be used.

    `check_ready` raises a `ReverieError` with the reason why nothing can be rendered just now.
    """
    runner = web.AppRunner(_application(metrics, check_ready), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise SettingsError(
                f"The operator's address {host}:{port} cannot be used ({error.strerror}); "
                "choose another REVERIE_OPERATIONS_PORT."
            ) from error
        async with measured_lag(metrics.loop_lagged):
            address, port = runner.addresses[0][:2]
            yield f"http://{address}:{port}/metrics"
    finally:
        await runner.cleanup()


def _application(metrics: Metrics, check_ready: Callable[[], Awaitable[None]]) -> web.Application:
    async def show_metrics(_request: web.Request) -> web.Response:
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def show_life(_request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def show_readiness(_request: web.Request) -> web.Response:
        try:
            await check_ready()
        except ReverieError as error:
            return web.Response(status=503, text=f"{error}\n")
        return web.Response(text="ready\n")

    app = web.Application()
    app.add_routes(
        [web.get("/metrics", show_metrics), web.get("/healthz", show_life), web.get("/readyz", show_readiness)]
    )
    return app
