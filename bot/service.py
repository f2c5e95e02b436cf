"""Everything that runs behind `reverie run`, opened in order and closed in reverse."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web

from bot.conversation import Conversation, Sessions
from bot.database import Database
from bot.settings import Settings, SettingsError
from bot.web.access import is_local
from bot.web.front_end import NAME as WEB
from bot.web.front_end import WebFrontEnd
from bot.web.server import WebChat
from bot.web.transcript import Transcript
from engine.jobs import JobQueue, QueueLimits, StudioRender
from engine.models import MODELS
from engine.perception.photo import open_photo
from engine.studio import RenderOptions

_CLIP_SIZE_PX = RenderOptions().size_px
_GOODBYE_S = 2.0


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[str]:
    """Run the queue and the front ends, and yield the address of the web chat.

    Raises `SettingsError` for an address that cannot be used, `StoreError` for a data folder that cannot,
    `MissingModelError` before anything is started.
    """
    token = settings.web_token.get_secret_value() if settings.web_token else None
    if token is None and not is_local(settings.web_host):
        raise SettingsError(
            f"REVERIE_WEB_HOST={settings.web_host} opens the web chat to others: set REVERIE_WEB_TOKEN as well."
        )
    for model in MODELS:  # now, not when the first photo comes
        settings.models.path(model.name)
    limits = QueueLimits(settings.jobs_per_user, settings.jobs_in_all, settings.job_seconds, settings.keep_hours)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(settings.data_folder / "conversations.db"))
        render = stack.enter_context(StudioRender(settings.studio()))
        queue = JobQueue(settings.data_folder / "jobs", [render], limits)
        await stack.enter_async_context(queue)
        transcript = Transcript(database, settings.keep_hours * 3600)
        front_end = WebFrontEnd(transcript)
        conversation = Conversation(
            queue,
            Sessions(database),
            {WEB: front_end},
            check_photo=open_photo,
            options=RenderOptions(size_px=min(_CLIP_SIZE_PX, settings.max_size)),
            keep_days=max(1, round(settings.keep_hours / 24)),
        )
        await stack.enter_async_context(conversation)
        chat = WebChat(conversation, front_end, transcript, queue, token)
        yield await _serve(chat.application(), settings, stack)


async def _serve(application: web.Application, settings: Settings, stack: AsyncExitStack) -> str:
    """Listen until the stack is left, and return the address."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_GOODBYE_S)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.web_host, settings.web_port)
    try:
        await site.start()
    except OSError as error:
        raise SettingsError(
            f"The web chat cannot use {settings.web_host}:{settings.web_port} ({error.strerror}); "
            "choose another REVERIE_WEB_PORT."
        ) from error
    host, port = runner.addresses[0][:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
