"""A disk that is full: clear words, nothing lost, nothing twice."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.conversation.actions import AnnounceClip, NotShownError, SendClip
from bot.database import Database
from bot.web.front_end import WebFrontEnd
from bot.web.transcript import Entry, Transcript
from bot.wording import wording
from engine.errors import ErrorCode, StoreError
from engine.jobs import Delivery, JobQueue
from tests.conversation.desk import ANNA, StandInRender, desk_in

SAY = wording("en")
FULL = StoreError("The disk is full.", ErrorCode.DISK_FULL)


class FillingQueue(JobQueue):
    """A queue whose disk is full for the first question of each kind."""

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self._refused: set[str] = set()
        self.recorded = asyncio.Event()

    def _refuse_first(self, question: str) -> None:
        if question not in self._refused:
            self._refused.add(question)
            raise FULL

    async def keep_photo(self, content: bytes, *, owner: str, chat: str) -> str:
        self._refuse_first("keep")
        return await super().keep_photo(content, owner=owner, chat=chat)

    async def claim_delivery(self, job_id: str) -> bool:
        self._refuse_first("claim")
        return await super().claim_delivery(job_id)

    async def record_delivered(self, job_id: str, receipt: str = "") -> None:
        self._refuse_first("record")
        await super().record_delivered(job_id, receipt)
        self.recorded.set()


def test_a_full_disk_is_told_and_delays_a_clip_that_then_comes_once(tmp_path: Path, photo: bytes) -> None:
    async def scene() -> None:
        async with desk_in(tmp_path, StandInRender(), queue_type=FillingQueue) as desk:
            await desk.photo(photo, "nod")
            assert desk.notebook.last_words == SAY("fault.disk_full")
            await desk.photo(photo, "nod")
            clip = await desk.clip()
            assert isinstance(desk.queue, FillingQueue)
            await asyncio.wait_for(desk.queue.recorded.wait(), 20)
            assert (await desk.queue.get(clip.job_id)).delivery is Delivery.DELIVERED
            assert len(desk.notebook.all(SendClip)) == 1

    asyncio.run(scene())


class FullTranscript(Transcript):
    """A transcript on a full disk."""

    async def put(self, chat: str, entry: Entry) -> None:
        raise FULL


def test_the_page_owes_clips_but_not_sentences(tmp_path: Path, photo: bytes) -> None:
    async def scene() -> None:
        async with Database(tmp_path / "full.db") as database, desk_in(tmp_path, StandInRender()) as desk:
            page = WebFrontEnd(FullTranscript(database, 60.0))
            await desk.photo(photo, "nod")
            clip = await desk.clip()
            for place, action in desk.notebook.shown:
                if not isinstance(action, SendClip | AnnounceClip):
                    assert await page.perform(place, action)
            with pytest.raises(NotShownError):  # kept back: it would be lost with the window
                await page.perform(ANNA, clip)

    asyncio.run(scene())
