"""`Progress`: how far a job is, in one message that is edited no faster than Telegram likes it."""

import asyncio
import logging
from dataclasses import dataclass, field

from telegram import Bot, Message, ReplyParameters
from telegram.error import BadRequest, TelegramError

from bot.conversation.actions import NotShownError, ShowProgress
from bot.conversation.events import Place
from bot.signing import Signer
from bot.telegram.addresses import Address
from bot.telegram.markup import keyboard, progress_text
from bot.telegram.messages import Messages, Sent, Shown
from bot.telegram.sending import Moved, NobodyThereError, once
from engine.errors import StoreError

_EVERY_S = 1.5
_EVERY_IN_GROUPS_S = 5.0
_ANY_EVERY_S = 0.1
"""Between two edits in whatever chats: the rest of what Telegram allows a bot, 30 messages a second, is for answers."""
_CHATS_AT_MOST = 1000
_GOODBYE_S = 2.0
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class _Job:
    """What is shown of one job."""

    place: Place
    wanted: ShowProgress
    news: asyncio.Event = field(default_factory=asyncio.Event)
    busy: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held while Telegram is being asked."""
    sent: Sent | None = None
    text: str = ""
    task: asyncio.Task[None] | None = None


class Progress:
    """The progress of all jobs; what changes too fast is skipped, except the latest."""

    def __init__(self, bot: Bot, messages: Messages, moved: Moved, signer: Signer) -> None:
        self._bot = bot
        self._messages = messages
        self._moved = moved
        self._signer = signer
        self._shown: dict[str, _Job] = {}
        self._free_at_s: dict[int, float] = {}
        """When each chat may be written to again."""
        self._any_free_at_s = 0.0
        """When any of the messages may be edited again."""

    def show(self, place: Place, progress: ShowProgress) -> None:
        """Show how far a job is, as soon as it may be shown."""
        shown = self._shown.get(progress.job_id)
        if shown is None:
            shown = self._shown[progress.job_id] = _Job(place, progress)
            shown.task = asyncio.create_task(self._keep_up(shown))
        shown.wanted = progress
        shown.news.set()

    async def turn(self, place: Place) -> None:
        """Wait until a message of a chat may be edited."""
        await self._pace(Address.of(place))

    async def end(self, job_id: str) -> Sent | None:
        """Show nothing more of a job, and return the message that shows it, also one of an earlier process."""
        shown = self._shown.pop(job_id, None)
        if shown is None:
            left = await self._left(job_id)
            return left.sent if left else None
        async with shown.busy:
            if shown.task is not None:
                shown.task.cancel()
        return shown.sent

    async def forget(self, owner: str) -> None:
        """Show nothing more of an owner's jobs."""
        for job_id in [job_id for job_id, shown in self._shown.items() if shown.place.owner == owner]:
            await self.end(job_id)

    async def close(self) -> None:
        """Show nothing more of anything; what is being shown has a moment."""
        tasks = [shown.task for shown in self._shown.values() if shown.task is not None]
        ends = [asyncio.create_task(self.end(job_id)) for job_id in list(self._shown)]
        if ends:
            await asyncio.wait(ends, timeout=_GOODBYE_S)
        for task in (*ends, *tasks):
            task.cancel()
        await asyncio.gather(*ends, *tasks, return_exceptions=True)

    async def _keep_up(self, shown: _Job) -> None:
        try:
            if left := await self._left(shown.wanted.job_id):
                shown.sent, shown.text = left
            while True:
                await shown.news.wait()
                shown.news.clear()
                if progress_text(shown.wanted).text == shown.text:
                    continue
                address = Address.of(shown.place)
                await self._pace(address)
                if shown.sent is not None:
                    await self._make_room()
                async with shown.busy:
                    if not await self._is_shown(shown):
                        return
                self._leave_alone(address, _gap_s(address))
        except StoreError as error:
            _LOG.warning("%s", error)

    async def _left(self, job_id: str) -> Shown | None:
        """Return the message that an earlier process sent for a job, which may have been edited just now."""
        left = await self._messages.progress_of(job_id)
        if left is not None:
            address = Address(left.sent.chat_id)
            self._leave_alone(address, _gap_s(address))
        return left

    async def _pace(self, address: Address) -> None:
        """Wait for a chat's turn, and take it."""
        clock = asyncio.get_running_loop().time
        if len(self._free_at_s) > _CHATS_AT_MOST:
            self._free_at_s = {chat: free_s for chat, free_s in self._free_at_s.items() if free_s > clock()}
        turn_s = max(clock(), self._free_at_s.get(address.chat_id, 0.0))
        self._free_at_s[address.chat_id] = turn_s + _gap_s(address)
        await asyncio.sleep(turn_s - clock())

    async def _make_room(self) -> None:
        """Wait for the turn of an edit among those in all chats."""
        clock = asyncio.get_running_loop().time
        turn_s = max(clock(), self._any_free_at_s)
        self._any_free_at_s = turn_s + _ANY_EVERY_S
        await asyncio.sleep(turn_s - clock())

    def _leave_alone(self, address: Address, seconds: float) -> None:
        """Write nothing to a chat for so long."""
        free_s = asyncio.get_running_loop().time() + seconds
        self._free_at_s[address.chat_id] = max(free_s, self._free_at_s.get(address.chat_id, 0.0))

    async def _is_shown(self, shown: _Job) -> bool:
        """Send or edit the message; return whether there is any use in doing so again."""
        address, wanted = Address.of(shown.place), shown.wanted
        try:
            if shown.sent is None:
                message = await once(address, self._moved, lambda where: self._send(where, wanted))
                shown.sent = Sent(message.chat_id, message.message_id)
                await self._write_down(shown, wanted)
            else:
                sent = shown.sent
                await self._write_down(shown, wanted)  # before, so that no restart says the same once more
                await once(address, self._moved, lambda _: self._edit(sent, wanted))
        except NotShownError as error:
            self._leave_alone(address, error.again_in_s)
        except BadRequest as error:  # people delete it, which is their right
            return "not modified" in str(error).lower()
        except NobodyThereError:
            return False
        except TelegramError as error:
            _LOG.debug("Progress could not be shown: %s", error)
        else:
            shown.text = progress_text(wanted).text
        return True

    async def _write_down(self, shown: _Job, progress: ShowProgress) -> None:
        """Remember what the message of a job says, or is about to say."""
        if shown.sent is not None:
            owner, text = shown.place.owner, progress_text(progress).text
            await self._messages.add(shown.sent, owner=owner, job_id=progress.job_id, progress=text)

    async def _send(self, address: Address, progress: ShowProgress) -> Message:
        text, entities = progress_text(progress)
        return await self._bot.send_message(
            address.chat_id,
            text,
            entities=entities or None,
            message_thread_id=address.topic_id,
            reply_parameters=replying(address),
            reply_markup=keyboard(progress.rows, self._signer),
            disable_notification=True,
        )

    async def _edit(self, sent: Sent, progress: ShowProgress) -> Message | bool:
        text, entities = progress_text(progress)
        return await self._bot.edit_message_text(
            text,
            sent.chat_id,
            sent.message_id,
            entities=entities or None,
            reply_markup=keyboard(progress.rows, self._signer),
        )


def _gap_s(address: Address) -> float:
    """Return how far apart two edits in a chat are."""
    return _EVERY_IN_GROUPS_S if address.is_group else _EVERY_S


def replying(address: Address) -> ReplyParameters | None:
    """Return the message to reply to, which may be deleted by then."""
    if address.message_id is None:
        return None
    return ReplyParameters(address.message_id, allow_sending_without_reply=True)
