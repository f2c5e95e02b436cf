"""Keeps a worker in every slot of a cluster, as nodes come and go."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Set
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version

from engine.cluster.cluster import Answer, Cluster, ClusterError, RemoteStudio, Slot
from engine.cluster.messages import Equipment
from engine.cluster.remote_render import RemoteRender
from engine.jobs.rendering import Render
from engine.provenance import Credentials

LOOK_EVERY_S = 2.0
OPEN_LIMIT_S = 180.0
"""How long a studio may take to load its models."""
TRY_AGAIN_S = 10.0

Employ = Callable[[Render], Awaitable[None]]
"""Gives a render jobs until it is lost."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def rendering_on(
    cluster: Cluster, equipment: Equipment, credentials: Credentials | None, employ: Employ
) -> AsyncIterator[None]:
    """Render on a cluster; while it cannot be reached, or has no node, everything waits."""
    keeping = asyncio.create_task(_Fleet(cluster, equipment, credentials, employ).keep())
    try:
        yield
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping
        await asyncio.to_thread(cluster.close)


class _Fleet:
    """The workers, by slot."""

    def __init__(self, cluster: Cluster, equipment: Equipment, credentials: Credentials | None, employ: Employ) -> None:
        self._cluster = cluster
        self._equipment = equipment.model_dump_json()
        self._credentials = credentials
        self._employ = employ
        self._fault = ""
        """Why the cluster could not be reached the last time."""

    async def keep(self) -> None:
        """Send workers to new slots and dismiss those of lost ones, until cancelled."""
        workers: dict[Slot, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while True:
                slots = await self._slots()
                for slot in workers.keys() - slots:
                    workers.pop(slot).cancel()
                for slot in slots - workers.keys():
                    workers[slot] = group.create_task(self._work_in(slot))
                await asyncio.sleep(LOOK_EVERY_S)

    async def _slots(self) -> Set[Slot]:
        """Return the slots there are; a cluster that cannot be reached has none."""
        try:
            slots = await asyncio.to_thread(self._cluster.slots)
        except ClusterError as error:
            if str(error) != self._fault:
                logger.error("%s", error)
            self._fault = str(error)
            return frozenset()
        self._fault = ""
        return slots

    async def _work_in(self, slot: Slot) -> None:
        """Open a studio in a slot and let it take jobs until it is lost, again and again."""
        while True:
            try:
                async with self._opened(slot) as studio:
                    logger.info("A worker on node %s begins.", slot.node)
                    await self._employ(RemoteRender(studio, self._credentials))
                logger.warning("The worker on node %s was lost.", slot.node)
            except Exception as error:  # whatever is wrong in one slot, the others go on
                logger.error("No worker on node %s: %s", slot.node, error)
            await asyncio.sleep(TRY_AGAIN_S)

    @asynccontextmanager
    async def _opened(self, slot: Slot) -> AsyncIterator[RemoteStudio]:
        studio = await asyncio.to_thread(self._cluster.open, slot, self._equipment)
        try:
            hello = asyncio.wrap_future(await asyncio.to_thread(studio.call, "hello"))
            hello.add_done_callback(_heard)
            async with asyncio.timeout(OPEN_LIMIT_S):
                theirs = await asyncio.shield(hello)  # a question cannot be withdrawn
            ours = version("reverie")
            if theirs != ours:
                raise ClusterError(f"it has Reverie {theirs!r}, not {ours!r}; install the same everywhere.")
            yield studio
        finally:
            await asyncio.to_thread(studio.end)


def _heard(answer: "asyncio.Future[Answer]") -> None:
    """Look at an answer for which nobody may be waiting any more, so that its error is not told as forgotten."""
    if not answer.cancelled():
        answer.exception()
