"""`reverie run`: the chat."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

_OBJECTS_PER_COLLECTION = 50_000
"""Fewer than for other commands: a chat lives long, and what goes in circles should not wait."""


def run() -> None:
    """Start the chat; Ctrl-C ends it, and what was in the works goes on at the next start."""
    import asyncio
    import gc

    from bot.operations.logs import set_up_logs
    from bot.settings import load_settings

    gc.set_threshold(_OBJECTS_PER_COLLECTION)
    settings = load_settings()
    set_up_logs(settings.log_format)
    asyncio.run(_run(settings))


async def _run(settings: "Settings") -> None:
    import asyncio
    import signal

    from bot.service import running

    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running(settings) as awake:
        for fault in awake.faults:
            typer.echo(f"reverie: {fault}", err=True)
        typer.echo(f"Reverie is awake: {', '.join(awake.where)}")
        await stop.wait()
        typer.echo("Good night; what is in the works goes on at the next start.")
