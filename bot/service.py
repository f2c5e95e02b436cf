"""Everything that runs behind `reverie run`, opened in order and closed in reverse."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.conversation import Conversation, Memory
from bot.conversation.admission import Admission
from bot.conversation.blocking import Blocking
from bot.database import Database
from bot.front_ends import FrontEndError, Service
from bot.operations.back_door import back_door
from bot.operations.metrics import Metrics
from bot.operations.server import operated
from bot.settings import Settings
from bot.web.service import WebService
from engine import language
from engine.cluster import rendering_on
from engine.jobs import JobQueue, QueueLimits, StudioRender
from engine.models import MODELS
from engine.perception.photo import captured_at, open_photo
from engine.types.options import RenderOptions

_CLIP_SIZE_PX = RenderOptions().size_px


@dataclass(frozen=True, slots=True)
class Awake:
    """What is running."""

    where: tuple[str, ...]
    """Where people find it, one entry a front end; the web chat's address is the first."""
    faults: tuple[str, ...]
    """Why a front end that was asked for does not serve, one sentence each."""


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Awake]:
    """Run the queue and the front ends.

    Raises `SettingsError` for an address that cannot be used, `StoreError` for a data folder that cannot,
    `MissingModelError` and, for a render engine that cannot be had, `RequestError` before anybody is listened to.
    """
    cluster = settings.cluster()
    if cluster is None:
        for model in MODELS:  # now, not when the first photo comes
            settings.models.path(model.name)
    limits = QueueLimits(
        jobs_per_owner=settings.jobs_per_user,
        jobs_per_day=settings.clips_per_day,
        jobs_in_all=settings.jobs_in_all,
        kept_mb_per_owner=settings.megabytes_per_user,
        job_s=settings.job_seconds,
        keep_hours=settings.keep_hours,
    )
    async with AsyncExitStack() as stack:
        # 1. What is kept, and the queue.
        database = await stack.enter_async_context(Database(settings.data_folder / "conversations.db"))
        studio = settings.studio()
        if cluster is None:
            await asyncio.to_thread(studio.open_engine)  # now, too
        places = await asyncio.to_thread(studio.films_at_once) if cluster is None else 0
        renders = [stack.enter_context(StudioRender(studio)) for _ in range(places)]
        metrics = Metrics()
        queue = JobQueue(settings.data_folder / "jobs", renders, limits, metrics)
        await stack.enter_async_context(queue)
        if cluster is not None:
            fleet = rendering_on(cluster, settings.equipment(), studio.credentials, queue.employ)
            await stack.enter_async_context(fleet)

        # 2. The front ends, able to show things but not listening yet.
        services: list[Service] = []
        faults: list[str] = []
        for service in _services(settings, database, queue):
            try:
                await stack.enter_async_context(service.connected())
                services.append(service)
            except FrontEndError as error:
                faults.append(str(error))

        # 3. The conversation, which takes up what was left.
        conversation = Conversation(
            queue,
            Memory(database),
            {service.name: service for service in services},
            check_photo=open_photo,
            captured_at=captured_at,
            options=RenderOptions(size_px=min(_CLIP_SIZE_PX, settings.max_size), music="auto"),
            keep_hours=settings.keep_hours,
            understanding=settings.understanding,
            admission=Admission(settings.guests, Blocking(database)),
        )
        await stack.enter_async_context(conversation)

        # 4. Now people may come.
        await asyncio.to_thread(language.prepare)
        where: list[str] = []
        for service in services:
            try:
                where.append(await stack.enter_async_context(service.listening(conversation)))
            except FrontEndError as error:
                faults.append(str(error))

        # 5. The operator's instruments, which tell by then that all is ready.
        await stack.enter_async_context(back_door(settings.data_folder, queue.report, conversation.admins.tell))
        if settings.operations_port is not None:
            metrics.show_queue(queue.open_jobs, lambda: queue.workers)
            address = operated(settings.operations_host, settings.operations_port, metrics, queue.check)
            where.append(await stack.enter_async_context(address))
        yield Awake(tuple(where), tuple(faults))


def _services(settings: Settings, database: Database, queue: JobQueue) -> Iterator[Service]:
    """Yield the front ends that are configured, the web chat always and first."""
    yield WebService(settings, database, queue)
    if settings.telegram_bot_token is not None:
        from bot.telegram.service import TelegramService  # noqa: PLC0415 - its library is loaded where it is used

        yield TelegramService(settings, settings.telegram_bot_token.get_secret_value(), database, queue)
    if settings.discord_bot_token is not None:
        from bot.discord.service import DiscordService  # noqa: PLC0415 - its library is loaded where it is used

        yield DiscordService(settings, settings.discord_bot_token.get_secret_value(), database, queue)
